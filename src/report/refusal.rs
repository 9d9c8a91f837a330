//! A refusal as a sentence and on the wire: what would be if the event were let in.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::event::Deed;
use crate::monitor::{Finding, Matter, Refusal, RefusalRecord, VoidReason};
use crate::names::{ActId, Names, PartyId};
use crate::terms::{Condition, Duty};

use super::{Sentences, WrittenRefusal};

/// In one line, for an error that is passed on.
impl<V: Names> fmt::Display for Refusal<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentences = Sentences::plain(self.agreement().terms());
        write!(f, "event {} ({}) is refused", self.event, self.at)?;
        match self.record() {
            Some(record) if record.findings.is_empty() => Ok(()),
            Some(record) => write!(f, ": {}", sentences.refused(&record)),
            None => f.write_str(": it speaks of something of another agreement"),
        }
    }
}

impl<V: Names> std::error::Error for Refusal<V> {}

/// As a report writes it.
impl<V: Names> Serialize for Refusal<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = self.record().ok_or_else(|| {
            serde::ser::Error::custom("the refusal speaks of something of another agreement")
        })?;
        WrittenRefusal::in_words(self.agreement(), &record).serialize(serializer)
    }
}

impl Sentences<'_> {
    /// What would be if the event were let in, one clause for each finding.
    pub(super) fn refused(&self, refusal: &RefusalRecord) -> String {
        let clauses: Vec<String> =
            refusal.findings.iter().map(|finding| self.would_be(finding)).collect();
        clauses.join("; ")
    }

    fn would_be(&self, finding: &Finding) -> String {
        let doing = |act: ActId, party: PartyId| {
            format!("`{}` by {}", self.terms.act_names[act], self.party(party))
        };
        match &finding.matter {
            Matter::Premature { party, act, unmet } => {
                format!("{} would be premature: {}", doing(*act, *party), self.lacking(unmet))
            }
            Matter::Waived { party, act, unmet } => format!(
                "{} would waive what it waits for ({}): say `waive` first",
                doing(*act, *party),
                self.lacking(unmet)
            ),
            Matter::Prohibited { party, obligation } => {
                let terms = &self.terms.obligations[*obligation];
                let name = self.obligation(*obligation);
                let why = match &terms.duty {
                    Duty::Refrain(duty) if duty.written_limit() != Some(0) => {
                        let (limit, time) = (self.figure(&duty.beyond), self.over(duty.reach()));
                        format!("{name} allows no more than {limit} {time}")
                    }
                    _ => format!("{name} forbids it"),
                };
                match terms.acts() {
                    [act] => format!("{} would be prohibited: {why}", doing(*act, *party)),
                    _ => format!("it would be prohibited to {}: {why}", self.party(*party)),
                }
            }
            Matter::Void { reason, needed, deed } => {
                let subject = match (deed.act(), deed.actor()) {
                    (Some(act), Some(party)) => doing(*act, *party),
                    _ => "it".to_owned(),
                };
                format!("{subject} would be void: {}", self.why_void(*reason, needed, deed))
            }
            Matter::Belated { party, act, .. } => {
                let over = self.fact_then(&self.terms.acts[*act].expires_when, true);
                format!("{} would be belated: {over}", doing(*act, *party))
            }
            // No other finding has an event refused; it is told as what it would be.
            _ => self.matter(finding),
        }
    }

    /// What has not come about yet.
    fn lacking(&self, unmet: &[Condition]) -> String {
        // None of what any one of would have done has come about either.
        let parts = unmet.iter().flat_map(|part| match part {
            Condition::Any(parts) if !parts.is_empty() => &**parts,
            whole => std::slice::from_ref(whole),
        });
        let facts: Vec<String> = parts.map(|part| self.fact(part, false)).collect();
        facts.join(", and ")
    }

    fn why_void(&self, reason: VoidReason, needed: &[PartyId], deed: &Deed) -> String {
        let name = deed.obligation().map(|id| self.obligation(*id));
        let name = name.as_deref().unwrap_or("it");
        match reason {
            VoidReason::OutOfOrder => "an event before it is later".to_owned(),
            VoidReason::Unknown => self.unknown(deed),
            VoidReason::Unauthorized if needed.is_empty() => self.nobody_may(deed, name),
            VoidReason::Unauthorized => format!("only {} may", self.parties(needed)),
            VoidReason::NothingToVerify => format!("there is nothing to verify of {name}"),
            VoidReason::Closed => format!("{name} is closed"),
            VoidReason::NoDeadline => format!("{name} has no running deadline before that"),
            VoidReason::NoConsent if !needed.is_empty() => {
                format!("it takes the consent of {}", self.parties(needed))
            }
            VoidReason::Conflicting
            | VoidReason::Future
            | VoidReason::Complete
            | VoidReason::NotCarried
            | VoidReason::Untold
            | VoidReason::NoSubject
            | VoidReason::TooFar
            | VoidReason::NoPower
            | VoidReason::NoConsent
            | VoidReason::NotDue => self.reason(reason, needed, deed),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU64;

    use crate::condition::{any, discharged, happened};
    use crate::event::Deed;
    use crate::{Agreement, Event, Instant, Monitor, by, owes};

    crate::vocabulary! {
        struct Sale;
        enum Party { Buyer, Seller, Broker }
        enum Act { Pay, Deliver, Call, Refund }
        enum Obligation { Price, Quiet, Calls }
    }

    fn sale(date: Instant) -> Agreement<Sale> {
        let paid = happened(Act::Pay);
        Agreement::<Sale>::builder("Sale", date)
            .party(Party::Buyer, "")
            .party(Party::Seller, "")
            .party(Party::Broker, "")
            .act(Act::Pay, by([Party::Buyer]))
            .act(
                Act::Deliver,
                by([Party::Seller]).requires(any([paid.clone(), discharged(Obligation::Price)])),
            )
            .act(Act::Call, by([Party::Broker]))
            .act(Act::Refund, by([Party::Seller]).requires(paid).protects([Party::Seller]))
            .obligation(Obligation::Price, owes(Party::Buyer, Party::Seller).perform(Act::Pay))
            .obligation(Obligation::Quiet, owes(Party::Seller, Party::Buyer).refrain(Act::Deliver))
            .obligation(
                Obligation::Calls,
                owes(Party::Broker, Party::Buyer)
                    .refrain(Act::Call)
                    .beyond(1)
                    .per("P1D".parse().unwrap()),
            )
            .build()
            .unwrap()
    }

    /// Of each event that is refused what its refusal says, its place and time left out.
    fn refused(events: &[Event<Sale>]) -> Vec<String> {
        let mut monitor = Monitor::new(&sale("2026-05-04T09:00:00Z".parse().unwrap()));
        let mut told = Vec::new();
        for event in events {
            if let Err(refusal) = monitor.submit(event) {
                let text = refusal.to_string();
                told.push(text.split_once(" is refused: ").unwrap().1.to_owned());
            }
        }
        told
    }

    #[test]
    fn a_refusal_says_in_names_what_would_be() {
        let time: Instant = "2026-05-04T10:00:00Z".parse().unwrap();
        let two = NonZeroU64::new(2).unwrap();
        let waive = Deed::Waive { actors: vec![Party::Buyer], act: Act::Deliver };
        let told = refused(&[
            Event::act(time, Party::Seller, Act::Deliver),
            Event::act(time, Party::Seller, Act::Refund),
            Event::act(time, Party::Broker, Act::Call).quantity(two),
            Event::act(time, Party::Broker, Act::Pay),
            Event::attest(time, Party::Broker, Obligation::Price),
            Event::release(time, Party::Seller, Obligation::Price),
            Event::release(time, Party::Seller, Obligation::Price),
            Event::new(time, waive),
            Event::act("2026-05-03T09:00:00Z".parse().unwrap(), Party::Buyer, Act::Pay),
        ]);
        assert_eq!(
            told,
            [
                "`deliver` by seller would be prohibited: `quiet` forbids it; `deliver` by seller \
                 would be premature: buyer has not done `pay`, and `price` is not discharged",
                "`refund` by seller would waive what it waits for (buyer has not done `pay`): say \
                 `waive` first",
                "`call` by broker would be prohibited: `calls` allows no more than 1 in each period of one day",
                "`pay` by broker would be void: only buyer may",
                "it would be void: `price` has no verifier",
                "it would be void: `price` is closed",
                "it would be void: it takes the consent of seller and broker",
                "`pay` by buyer would be void: an event before it is later",
            ]
        );
    }

    #[test]
    fn a_refusal_serialises_with_names() {
        let time: Instant = "2026-05-04T10:00:00Z".parse().unwrap();
        let mut monitor = Monitor::new(&sale(time).erased());
        let agreement = sale(time).erased();
        let (seller, refund) =
            (agreement.party("seller").unwrap(), agreement.act("refund").unwrap());
        let refusal = monitor.submit(&Event::act(time, seller, refund)).unwrap_err();
        let written = serde_json::to_value(&*refusal).unwrap();
        assert_eq!(written["event"], 1);
        assert_eq!(written["findings"][0]["act"], "refund");
        assert_eq!(written["findings"][0]["unmet"][0]["happened"], "pay");
        assert!(!format!("{refusal:?}").contains("title"));
    }
}
