//! What came of a finding since: how late it was made good, or how late and how much is missing still.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::monitor::{Finding, Matter, Scope, State, Status, SubjectId, Tracked};
use crate::names::{Key as _, Names, ObligationId, Subject};
use crate::terms::{Decimal, Terms};
use crate::time::Instant;

use super::lengths::between;
use super::sentences::Sentences;
use super::{Phrases, Report};

/// What came of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Aftermath {
    /// Whether nothing is left of it to be made good: it is history.
    pub(crate) is_over: bool,
    /// How what it is about stands now.
    pub(crate) status: Status,
    /// "cured on 2025-03-24 08:00 UTC, 2 days 20 hours late".
    pub(crate) text: String,
}

/// What came of each finding of a report.
pub(crate) struct Aftermaths<'a, V: Names> {
    report: &'a Report<V>,
    sentences: Sentences<'a>,
    /// Where the run stands; none where nothing was found that can be made good.
    state: Option<Cow<'a, State>>,
    /// The place of the last finding that each obligation was late, and of the last that it was denied.
    last: HashMap<(ObligationId, Option<&'a Subject>, bool), usize>,
}

impl<'a, V: Names> Aftermaths<'a, V> {
    pub(crate) fn of(report: &'a Report<V>, phrases: &'a dyn Phrases) -> Self {
        let mut last = HashMap::new();
        for (place, finding) in report.found().iter().enumerate() {
            if let Some(obligation) = made_good(finding) {
                last.insert((obligation, finding.subject.as_ref(), is_denial(finding)), place);
            }
        }
        let terms = report.agreement.terms();
        let state = (!last.is_empty()).then(|| report.end.state(terms));
        Self { report, sentences: Sentences { terms, phrases }, state, last }
    }

    /// A finding as a sentence, with what came of it.
    pub(crate) fn matter(&self, place: usize, finding: &Finding) -> String {
        let matter = self.sentences.matter(finding);
        match self.since(place, finding) {
            Some(since) => format!("{matter}; {}", since.text),
            None => matter,
        }
    }

    /// What came of the finding at this place; none of what nothing can come of.
    pub(crate) fn since(&self, place: usize, finding: &Finding) -> Option<Aftermath> {
        let obligation = made_good(finding)?;
        let state = self.state.as_deref()?;
        let tracked = tracked(self.sentences.terms, state, obligation, finding.subject.as_ref())?;
        let status = tracked.status;
        let is_denial = is_denial(finding);
        if self.last.get(&(obligation, finding.subject.as_ref(), is_denial)) != Some(&place) {
            // The last one tells the rest.
            return None;
        }
        let closed = self.closed(&tracked);
        let missed = match &finding.matter {
            Matter::Overdue { deadline, .. } => *deadline,
            _ => finding.at,
        };
        let late = closed.filter(|_| !is_denial).map(|at| between(missed, at));
        let on = closed
            .map(|at| format!(" on {}", self.sentences.instant_of(obligation, at)))
            .unwrap_or_default();
        let text = match status {
            Status::Cured if !is_denial => {
                let late = late.map(|late| format!(", {late} late")).unwrap_or_default();
                format!("cured{on}{late}")
            }
            Status::Discharged | Status::Cured if is_denial => format!("verified{on}"),
            Status::Discharged | Status::Cured => {
                let late = late.map(|late| format!(", {late} later")).unwrap_or_default();
                format!("done{on}{late}")
            }
            Status::Repaired => format!("repaired{on}"),
            Status::Released => format!("released{on}"),
            Status::Lapsed => format!("lapsed{on}"),
            Status::Performed => "done since, and still to be verified".to_owned(),
            Status::Breached => self.missing(obligation, &tracked, missed),
            Status::Due | Status::Suspended | Status::Dormant => match tracked.deadline {
                Some(deadline) if matches!(finding.matter, Matter::Overdue { .. }) => {
                    format!("now due by {}", self.sentences.instant_of(obligation, deadline))
                }
                _ if is_denial => "not done anew yet".to_owned(),
                _ => self.missing(obligation, &tracked, missed),
            },
        };
        let is_over = status.is_closed() || (is_denial && status == Status::Performed);
        Some(Aftermath { is_over, status, text })
    }

    fn closed(&self, tracked: &Tracked) -> Option<Instant> {
        tracked.closed.filter(|at| self.report.as_of.is_none_or(|as_of| *at <= as_of))
    }

    /// "not done yet, 4 days later; 2 of 5 are missing".
    fn missing(&self, id: ObligationId, tracked: &Tracked, missed: Instant) -> String {
        let terms = self.sentences.terms;
        let mut text = "not done yet".to_owned();
        if let Some(as_of) = self.report.as_of.filter(|as_of| *as_of > missed) {
            text += &format!(", {} later", between(missed, as_of));
        }
        let owed = tracked.figure.filter(|_| terms.obligations[id].performance().is_some());
        let left = owed.and_then(|owed| owed.checked_sub(tracked.progress)).filter(|it| *it > 0);
        if let Some((owed, left)) = owed.zip(left).filter(|(owed, _)| *owed > 1) {
            let amount = |whole| Decimal::of_whole(whole, terms.unit_of(id));
            text += &format!(" ({} of {} missing)", amount(left), amount(owed));
        }
        text
    }
}

fn is_denial(finding: &Finding) -> bool {
    matches!(finding.matter, Matter::Denied { .. })
}

/// The obligation of a finding that can be made good.
fn made_good(finding: &Finding) -> Option<ObligationId> {
    match &finding.matter {
        Matter::Overdue { obligation, .. } | Matter::Denied { obligation, .. } => Some(*obligation),
        Matter::Unmet { obligation, .. } => Some(*obligation),
        _ => None,
    }
}

/// Where an obligation of the run or of a subject stands.
fn tracked(
    terms: &Terms,
    state: &State,
    id: ObligationId,
    subject: Option<&Subject>,
) -> Option<Tracked> {
    let scope = match subject {
        None => Some(Scope::Run),
        // A kind may have been left behind, or the subject.
        Some(subject) if subject.kind.place() < terms.kinds.len() => {
            let place = state.kinds[subject.kind].subjects.find(subject.name.as_bytes());
            place.map(|place| Scope::Subject(SubjectId { kind: subject.kind, place }))
        }
        Some(_) => None,
    };
    let is_here = |scope: &Scope| {
        id.place() < terms.graph.obligations.len() && terms.obligations[id].of == scope.kind()
    };
    let tracked = match scope.filter(is_here) {
        Some(scope) => state[scope.at(&terms.graph, id)],
        None => *state.left_behind.as_ref()?.find(id, subject)?,
    };
    Some(if state.keeps_milestones { tracked } else { tracked.without_milestones() })
}

#[cfg(test)]
mod tests {
    use crate::{Agreement, Event, Verifier, by, owes};

    crate::vocabulary! {
        struct Sale;
        enum Party { Buyer, Seller }
        enum Act { Pay, Deliver }
        enum Obligation { Price, Delivery }
    }

    fn sale() -> Agreement<Sale> {
        let week = "P1W".parse().unwrap();
        Agreement::<Sale>::builder("Sale", "2026-05-04T09:00:00Z".parse().unwrap())
            .party(Party::Buyer, "")
            .party(Party::Seller, "")
            .act(Act::Pay, by([Party::Buyer]))
            .act(Act::Deliver, by([Party::Seller]))
            .obligation(
                Obligation::Price,
                owes(Party::Buyer, Party::Seller).perform(Act::Pay).within(week),
            )
            .obligation(
                Obligation::Delivery,
                owes(Party::Seller, Party::Buyer).perform(Act::Deliver).quantity(5).within(week),
            )
            .build()
            .unwrap()
    }

    #[test]
    fn what_was_late_tells_how_late_and_how_much_is_missing() {
        let sale = sale();
        let paid = Event::act("2026-05-14T10:00:00Z".parse().unwrap(), Party::Buyer, Act::Pay);
        let some = Event::act("2026-05-05T10:00:00Z".parse().unwrap(), Party::Seller, Act::Deliver);
        let verifier = Verifier::new(&sale).as_of("2026-05-15T09:00:00Z".parse().unwrap());
        let text = verifier.judge([some, paid]).text().to_string();
        let price = "buyer was late with `price`, which was due by 2026-05-11 09:00 UTC; cured on \
                     2026-05-14 10:00 UTC, 3 days 1 hour late";
        assert!(text.contains(price), "{text}");
        let delivery = "seller was late with `delivery`, which was due by 2026-05-11 09:00 UTC; \
                        not done yet, 4 days later (4 of 5 missing)";
        assert!(text.contains(delivery), "{text}");
    }

    #[test]
    fn a_denial_and_a_disappointed_hope_tell_what_came_of_them() {
        let day = |day: u8| format!("2026-05-{day:02}T10:00:00Z").parse().unwrap();
        let agreement = Agreement::<Sale>::builder("Sale", day(4))
            .party(Party::Buyer, "the buyer, who pays")
            .party(Party::Seller, "who delivers")
            .act(Act::Pay, by([Party::Buyer]))
            .act(Act::Deliver, by([Party::Seller]))
            .obligation(
                Obligation::Delivery,
                owes(Party::Seller, Party::Buyer)
                    .perform(Act::Deliver)
                    .within("P2D".parse().unwrap())
                    .target()
                    .verified_by(Party::Buyer),
            )
            .build()
            .unwrap();
        let deliver = |at: u8| Event::act(day(at), Party::Seller, Act::Deliver);
        let log = [
            deliver(8),
            Event::deny(day(9), Party::Buyer, Obligation::Delivery),
            deliver(10),
            Event::attest(day(11), Party::Buyer, Obligation::Delivery),
        ];
        let told = |events: usize| {
            Verifier::new(&agreement).judge(&log[..events]).told(&crate::report::PlainPhrases)
        };
        let hoped = "seller had not done `delivery` by then, as was hoped";
        let denied = "the buyer denied that seller had performed `delivery`";
        assert_eq!(told(1), [format!("{hoped}; done since, and still to be verified")]);
        assert_eq!(
            told(2),
            [
                format!("{hoped}; not done yet, 3 days later"),
                format!("{denied}; not done anew yet")
            ]
        );
        assert_eq!(
            told(4),
            [
                format!("{hoped}; done on 2026-05-11 10:00 UTC, 5 days later"),
                format!("{denied}; verified on 2026-05-11 10:00 UTC")
            ]
        );
    }

    #[test]
    fn more_than_is_owed_is_not_so_many_of_one() {
        let many = std::num::NonZeroU64::new(16).unwrap();
        let at = "2026-05-05T10:00:00Z".parse().unwrap();
        let paid = Event::act(at, Party::Buyer, Act::Pay).quantity(many);
        let text = Verifier::new(&sale()).judge([paid]).text().to_string();
        assert!(text.contains("16 (of 1)") && !text.contains("16/1"), "{text}");
    }

    #[cfg(feature = "json")]
    #[test]
    fn the_report_for_machines_tells_it_too() {
        let paid = Event::act("2026-05-14T10:00:00Z".parse().unwrap(), Party::Buyer, Act::Pay);
        let report = Verifier::new(&sale()).judge([paid]);
        let report = serde_json::to_value(&report).unwrap();
        let text = report["findings"][0]["text"].as_str().unwrap();
        assert!(text.ends_with("; cured on 2026-05-14 10:00 UTC, 3 days 1 hour late"), "{text}");
    }
}
