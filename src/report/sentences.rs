//! Conditions and findings as sentences.

use crate::escape::escaped;
use crate::event::Deed;
use crate::monitor::{Cause, Change, Finding, Matter, Status, Transition, VoidReason};
use crate::names::{ActId, Ids, ObligationId, PartyId, Subject};
use crate::terms::{Condition, Decimal, Doer, Duty, Standing, Terms};
use crate::time::Instant;

use super::Phrases;

/// Says things of one agreement in sentences.
pub(crate) struct Sentences<'a> {
    pub(crate) terms: &'a Terms,
    pub(crate) phrases: &'a dyn Phrases,
}

/// `1962-11-20 23:00 UTC`, with seconds where there are some.
pub(crate) fn moment(instant: Instant) -> String {
    let text = instant.to_string();
    let text = text.strip_suffix('Z').unwrap_or(&text).replacen('T', " ", 1);
    let text = text.strip_suffix(":00").unwrap_or(&text);
    format!("{text} UTC")
}

impl Sentences<'_> {
    pub(crate) fn party(&self, id: PartyId) -> String {
        let name = &self.terms.parties[id].name;
        self.phrases.party(name).map_or_else(|| escaped(name).into_owned(), str::to_owned)
    }

    pub(crate) fn obligation(&self, id: ObligationId) -> String {
        let name = &self.terms.obligation_names[id];
        self.phrases.obligation(name).map_or_else(|| format!("`{}`", escaped(name)), str::to_owned)
    }

    /// "lifted the quarantine", or "did `lift-quarantine`".
    pub(crate) fn did(&self, id: ActId) -> String {
        let name = &self.terms.act_names[id];
        self.phrases.act(name).map_or_else(|| format!("did `{}`", escaped(name)), str::to_owned)
    }

    /// "had lifted the quarantine", or "had done `lift-quarantine`".
    fn had_done(&self, id: ActId) -> String {
        let name = &self.terms.act_names[id];
        self.phrases
            .act(name)
            .map_or_else(|| format!("had done `{}`", escaped(name)), |it| format!("had {it}"))
    }

    /// A condition as something that had not come about yet: fits after "before".
    pub(crate) fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Happened { act, by, at_least, .. } => {
                let doer = match (by, &*self.terms.acts[*act].by) {
                    (Some(doer), _) => self.doer(*doer),
                    (None, [only]) => self.party(*only),
                    (None, _) => "anyone".to_owned(),
                };
                let times = match at_least {
                    None => String::new(),
                    Some(times) => format!(" (at least {times} in all)"),
                };
                format!("{doer} {}{times}", self.had_done(*act))
            }
            Condition::Stands { obligation, standing } => {
                let obligation = self.obligation(*obligation);
                match standing {
                    Standing::Due => format!("{obligation} was due"),
                    Standing::Lapsed => format!("{obligation} had lapsed"),
                    Standing::InBreach => format!("{obligation} was in breach"),
                    other => format!("{obligation} was {}", other.as_str()),
                }
            }
            Condition::Reached(at) => format!("{} had come", self.moment(at)),
            Condition::Between { from, to } => format!(
                "`{}` had happened since `{}`",
                self.terms.act_names[*from], self.terms.act_names[*to]
            ),
            Condition::Recent { act, term, .. } => {
                let term = self.term(term);
                format!("`{}` had happened in the last {term}", self.terms.act_names[*act])
            }
            Condition::Open(calendar) => {
                format!("it was business hours in `{}`", self.terms.calendars[*calendar].name)
            }
            Condition::Told(matching) => format!("{} was told", self.matching(matching)),
            Condition::Elapsed { since, term } => {
                format!("{} had passed since {}", self.term(term), self.condition(since))
            }
            Condition::Some { of, holds, at_least } => {
                let kind = escaped(&self.terms.kind_names[*of]);
                let holds = self.condition(holds);
                match at_least {
                    1 => format!("of some `{kind}` {holds}"),
                    many => format!("of at least {many} `{kind}` {holds}"),
                }
            }
            Condition::Every { of, holds } => {
                let kind = escaped(&self.terms.kind_names[*of]);
                format!(
                    "the list of `{kind}` was closed, and of every one {}",
                    self.condition(holds)
                )
            }
            Condition::All(parts) if parts.is_empty() => "nothing at all".to_owned(),
            Condition::Any(parts) if parts.is_empty() => "what can never be".to_owned(),
            Condition::All(parts) => self.joined(parts, " and "),
            Condition::Any(parts) => self.joined(parts, " or "),
            Condition::Not(part) => format!("it was no longer so that {}", self.condition(part)),
        }
    }

    fn joined(&self, parts: &[Condition], with: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.condition(part)).collect();
        format!("({})", parts.join(with))
    }

    /// A finding as a sentence, without its date and place.
    pub(crate) fn matter(&self, finding: &Finding) -> String {
        let matter = self.matter_alone(finding);
        match &finding.subject {
            Some(subject) => format!("{}: {matter}", self.subject(subject)),
            None => matter,
        }
    }

    /// A subject, with its kind.
    pub(crate) fn subject(&self, subject: &Subject) -> String {
        format!("{} `{subject}`", escaped(&self.terms.kind_names[subject.kind]))
    }

    /// By whom something was done.
    pub(super) fn doer(&self, doer: Doer) -> String {
        match doer {
            Doer::Party(party) => self.party(party),
            Doer::Each => "it".to_owned(),
        }
    }

    /// What a finding says, whatever its subject.
    fn matter_alone(&self, finding: &Finding) -> String {
        match &finding.matter {
            Matter::Overdue { party, obligation, deadline } => format!(
                "{} is late with {}, whose deadline was {}",
                self.party(*party),
                self.obligation(*obligation),
                moment(*deadline),
            ),
            Matter::Prohibited { party, obligation } => {
                let did = match self.terms.obligations[*obligation].acts() {
                    [act] => self.did(*act),
                    _ => "did it".to_owned(),
                };
                format!("{} {did}, {}", self.party(*party), self.forbidden(*obligation))
            }
            Matter::Premature { party, act, unmet } => {
                format!("{} {} before {}", self.party(*party), self.did(*act), self.unmet(unmet))
            }
            Matter::Belated { party, act, .. } => format!(
                "{} {} after its time was over: {}",
                self.party(*party),
                self.did(*act),
                self.condition(&self.terms.acts[*act].expires_when),
            ),
            Matter::Repeated { deed } => {
                format!("{} is told again, and counts once", self.deed(deed))
            }
            Matter::Waived { party, act, unmet } => format!(
                "{} {} before {}; that stands in its own favour alone, so doing it waives it",
                self.party(*party),
                self.did(*act),
                self.unmet(unmet)
            ),
            Matter::Denied { party, obligation } => format!(
                "the verifier denies that {} performed {}",
                self.party(*party),
                self.obligation(*obligation)
            ),
            Matter::Unmet { party, obligation } => {
                if self.terms.obligations[*obligation].is_prohibition() {
                    format!(
                        "{} did not heed {}, a warning that binds nobody",
                        self.party(*party),
                        self.obligation(*obligation)
                    )
                } else {
                    format!(
                        "{}, hoped for from {} by then, was not done",
                        self.obligation(*obligation),
                        self.party(*party)
                    )
                }
            }
            Matter::DeadlinePassed { obligation, deadline, .. } => format!(
                "{} fell due only after its deadline, {}, and has none now",
                self.obligation(*obligation),
                moment(*deadline),
            ),
            Matter::Unreckoned { obligation } => format!(
                "{} fell due, and its calendar does not reach its deadline: it has none",
                self.obligation(*obligation),
            ),
            Matter::Void { reason, needed, deed } => {
                format!("{} has no effect: {}", self.deed(deed), self.reason(*reason, needed, deed))
            }
        }
    }

    fn forbidden(&self, id: ObligationId) -> String {
        let obligation = self.obligation(id);
        match &self.terms.obligations[id].duty {
            Duty::Refrain(duty) if duty.written_limit() != Some(0) => match duty.per() {
                Some(term) => {
                    let (limit, term) = (self.figure(&duty.beyond), self.term(term));
                    format!("more than the {limit} in {term} that {obligation} allows")
                }
                None => {
                    let limit = self.figure(&duty.beyond);
                    format!("more than the {limit} in all that {obligation} allows")
                }
            },
            _ => format!("which {obligation} forbids"),
        }
    }

    /// What an event says, as a sentence.
    pub(crate) fn deed(&self, deed: &Deed) -> String {
        match deed {
            Deed::Act { actor, act, .. } => {
                format!("that {} {}", self.party(*actor), self.did(*act))
            }
            Deed::Attest { speaker, obligation } => {
                format!("that {} attested {}", self.speaker(speaker), self.obligation(*obligation))
            }
            Deed::Deny { speaker, obligation } => {
                format!("that {} denied {}", self.speaker(speaker), self.obligation(*obligation))
            }
            Deed::Release { speaker, obligation } => {
                format!("that {} released {}", self.speaker(speaker), self.obligation(*obligation))
            }
            Deed::Extend { speaker, obligation, until } => format!(
                "that {} extended {} until {}",
                self.speaker(speaker),
                self.obligation(*obligation),
                moment(*until)
            ),
            Deed::Amend { actors, obligation, .. } => {
                format!("that {} amended {}", self.parties(actors), self.obligation(*obligation))
            }
            Deed::Waive { actors, act } => format!(
                "that {} waived what `{}` requires",
                self.parties(actors),
                escaped(&self.terms.act_names[*act])
            ),
            Deed::Tick { .. } => "the tick".to_owned(),
            Deed::Unknown(deed) => {
                let actor = deed.actor().map_or("someone", |actor| &**actor);
                let about = deed.obligation().or(deed.act());
                let about = about.map(|name| format!(" of `{}`", escaped(name)));
                format!("what `{}` said{}", escaped(actor), about.unwrap_or_default())
            }
        }
    }

    pub(super) fn parties(&self, parties: &[PartyId]) -> String {
        if parties.is_empty() {
            return "nobody".to_owned();
        }
        let names: Vec<String> = parties.iter().map(|party| self.party(*party)).collect();
        names.join(" and ")
    }

    pub(super) fn reason(&self, reason: VoidReason, needed: &[PartyId], deed: &Deed) -> String {
        match reason {
            VoidReason::Conflicting => {
                "another event came before under its id, and said something else".to_owned()
            }
            VoidReason::OutOfOrder => "it is earlier than what came before it".to_owned(),
            VoidReason::Future => "it was known before it happened".to_owned(),
            VoidReason::Untold => self.untold(deed),
            VoidReason::NoSubject => self.no_subject(deed),
            VoidReason::TooFar => {
                "more than 100,000 periods would open on the way to it".to_owned()
            }
            VoidReason::NoPower => "it was done without right".to_owned(),
            VoidReason::Unknown => self.unknown(deed),
            VoidReason::Unauthorized if needed.is_empty() => self.nobody_may(deed, "it"),
            VoidReason::Unauthorized => format!("only {} may", self.parties(needed)),
            VoidReason::NothingToVerify => "there is nothing to verify".to_owned(),
            VoidReason::Closed => "it is closed".to_owned(),
            VoidReason::NoDeadline => "it has no running deadline before that".to_owned(),
            VoidReason::NoConsent if needed.is_empty() => {
                "its parties are still to be told".to_owned()
            }
            VoidReason::NoConsent => format!("{} did not consent", self.parties(needed)),
            VoidReason::NotDue => "that can't be amended as the obligation stands".to_owned(),
        }
    }

    /// Why nobody at all could do what was done about the obligation so named.
    fn no_subject(&self, deed: &Deed) -> String {
        let of_act = deed.act().and_then(|act| self.terms.acts[*act].of);
        let kind = of_act.or_else(|| {
            deed.obligation().and_then(|obligation| self.terms.obligations[*obligation].of)
        });
        match kind {
            None => "it names a subject, and is about nothing that has subjects".to_owned(),
            Some(kind) => {
                let kind = escaped(&self.terms.kind_names[kind]);
                format!("it goes to no `{kind}` that there is, and opens none")
            }
        }
    }

    pub(super) fn nobody_may(&self, deed: &Deed, name: &str) -> String {
        let has_verifier = |id: ObligationId| self.terms.obligations[id].verifier().is_some();
        match deed {
            Deed::Amend { .. } => {
                format!("the debtor of {name} would be its own creditor or verifier")
            }
            Deed::Attest { obligation, .. } | Deed::Deny { obligation, .. }
                if !has_verifier(*obligation) =>
            {
                format!("{name} has no verifier")
            }
            Deed::Attest { .. } | Deed::Deny { .. } => {
                format!("the verifier of {name} is still to be told")
            }
            _ => format!("the creditor of {name} is still to be told"),
        }
    }

    /// What an act must tell, and nothing else.
    fn untold(&self, deed: &Deed) -> String {
        let tells = match deed {
            Deed::Act { act, .. } => self.terms.acts[*act].told(),
            _ => &[],
        };
        let names: Vec<String> = tells
            .iter()
            .map(|(name, what)| format!("`{}` ({what})", self.terms.told[*name].name))
            .collect();
        match names.is_empty() {
            true => "it must tell nothing".to_owned(),
            false => format!("it must tell {}, and nothing else", names.join(", ")),
        }
    }

    /// The first unknown name of a deed, with the nearest known one.
    pub(super) fn unknown(&self, deed: &Deed) -> String {
        let unknown = match deed {
            Deed::Unknown(deed) => deed.translate::<Ids, _>(self.terms.suggesting()).err(),
            _ => None,
        };
        unknown.map_or_else(
            || "the agreement does not know its names".to_owned(),
            |unknown| unknown.to_string(),
        )
    }

    /// The passages that a finding rests on: those that its obligation or act cites.
    pub(crate) fn cites(&self, finding: &Finding) -> &[Box<str>] {
        match (finding.obligation(), finding.act()) {
            (Some(id), _) => &self.terms.obligations[*id].cites,
            (None, Some(id)) => &self.terms.acts[*id].cites,
            (None, None) => &[],
        }
    }

    /// A change as a sentence, without its date and place.
    pub(crate) fn change(&self, change: &Change) -> String {
        let text = self.change_alone(change);
        match (&change.subject, &change.transition) {
            (Some(subject), Transition::Opened | Transition::Terminated) => {
                format!("{} {text}", self.subject(subject))
            }
            (Some(subject), _) => format!("{}: {text}", self.subject(subject)),
            (None, _) => text,
        }
    }

    /// What a change says, whatever its subject.
    fn change_alone(&self, change: &Change) -> String {
        match &change.transition {
            Transition::EnteredIntoForce => "the agreement enters into force".to_owned(),
            Transition::Terminated if change.subject.is_some() => "terminates".to_owned(),
            Transition::Terminated => "the agreement terminates".to_owned(),
            Transition::Opened => "opens".to_owned(),
            Transition::ListClosed { kind } => {
                format!("the list of `{}` is closed", escaped(&self.terms.kind_names[*kind]))
            }
            Transition::Moved { obligation, from, to, cause } => {
                let name = self.obligation(*obligation);
                let terms = &self.terms.obligations[*obligation];
                match (from, to, cause) {
                    (Status::Dormant, Status::Due, _) if terms.is_prohibition() => {
                        format!("{name} takes effect")
                    }
                    (Status::Dormant, Status::Due, _) => format!("{name} falls due"),
                    (_, _, Cause::Done) => format!("{name}: {from} → {to}"),
                    _ => format!("{name}: {from} → {to} ({cause})"),
                }
            }
            Transition::Progressed { obligation, progress } => {
                let name = self.obligation(*obligation);
                let progress = Decimal::of_whole(*progress, self.terms.unit_of(*obligation));
                match self.terms.obligations[*obligation].performance() {
                    Some(duty) => {
                        let needed = duty.quantity.as_ref();
                        let needed = needed.map_or("1".to_owned(), |it| self.figure(it));
                        format!("{name}: {progress} of {needed} done")
                    }
                    None => format!("{name}: {progress} done"),
                }
            }
            Transition::Scheduled { obligation, deadline } => {
                let name = self.obligation(*obligation);
                let terms = &self.terms.obligations[*obligation];
                let is_term = terms.binding && !terms.target;
                match deadline {
                    Some(deadline) if is_term => {
                        format!("{name}: to be done by {}", moment(*deadline))
                    }
                    Some(deadline) => format!("{name}: hoped for by {}", moment(*deadline)),
                    None => format!("{name}: has no deadline any more"),
                }
            }
            Transition::Amended { obligation } => {
                format!("{} is amended", self.obligation(*obligation))
            }
            Transition::Expired { act } => {
                format!("the time of `{}` is over", self.terms.act_names[*act])
            }
            Transition::Waived { act } => {
                let act = escaped(&self.terms.act_names[*act]);
                format!("what `{act}` requires binds nobody any longer")
            }
        }
    }
}
