//! The conditions of an agreement, each with its place and what it is about.

use crate::names::{Ids, ObligationId};
use crate::terms::{Condition, Duty, Opening, PeriodsFrom, TermOf, Terms};

use super::Topic;

/// A condition where it stands as a whole.
pub(in crate::analysis) struct Placed<'a> {
    pub(in crate::analysis) place: String,
    pub(in crate::analysis) topic: Topic,
    pub(in crate::analysis) condition: &'a Condition,
}

/// The place of what an obligation says under a key.
pub(in crate::analysis) fn place_of(terms: &Terms, id: ObligationId, key: &str) -> String {
    format!("obligations.{}.{key}", terms.obligation_names[id])
}

/// Whether the one duration is no longer than the other, whatever the months that they count. Of one that a
/// calendar counts it is not said.
pub(in crate::analysis) fn is_no_longer(one: &TermOf<Ids>, other: &TermOf<Ids>) -> bool {
    let (Some(one), Some(other)) = (one.plain(), other.plain()) else { return false };
    one.calendar_months() <= other.calendar_months() && one.exact_seconds() <= other.exact_seconds()
}

/// Each condition: of acts, of obligations, of kinds, of the agreement itself.
pub(in crate::analysis) fn all(terms: &Terms) -> Vec<Placed<'_>> {
    let mut all = Vec::new();
    for (id, act) in terms.acts.iter() {
        for (key, condition) in [("requires", &act.requires), ("expires_when", &act.expires_when)] {
            let place = format!("acts.{}.{key}", terms.act_names[id]);
            all.push(Placed { place, topic: Topic::Act(id), condition });
        }
    }
    for (id, obligation) in terms.obligations.iter() {
        let mut conditions = vec![
            ("when", &obligation.when),
            ("until", &obligation.until),
            ("suspended_while", &obligation.suspended_while),
        ];
        if let Duty::Achieve(goal) = &obligation.duty {
            conditions.push(("achieve", &goal.goal));
        }
        all.extend(conditions.into_iter().map(|(key, condition)| {
            let place = place_of(terms, id, key);
            Placed { place, topic: Topic::Obligation(id), condition }
        }));
    }
    for (id, kind) in terms.kinds.iter() {
        let opening = match kind.terms.opening() {
            Opening::EachOf(_) => [None, None],
            Opening::Periods(periods) => {
                let from = match periods.from() {
                    PeriodsFrom::When(from) => Some(("from", from)),
                    PeriodsFrom::EntryIntoForce | PeriodsFrom::At(_) | PeriodsFrom::Day(_) => None,
                };
                [from, Some(("ends_when", periods.end()))]
            }
            Opening::ByActs { closes_when, .. } => [Some(("closes_when", closes_when)), None],
        };
        let termination = ("terminates_when", kind.terms.termination());
        all.extend(opening.into_iter().flatten().chain([termination]).map(|(key, condition)| {
            let place = format!("subjects.{}.{key}", terms.kind_names[id]);
            Placed { place, topic: Topic::Kind(id), condition }
        }));
    }
    let ends = &terms.ends;
    let of_the_agreement = [
        ("entry_into_force", Some(&ends.entry_into_force)),
        ("terminates_when", Some(&ends.terminates_when)),
        ("settled_when", ends.settled_when.as_ref()),
    ];
    all.extend(of_the_agreement.into_iter().filter_map(|(place, condition)| {
        Some(Placed { place: place.to_owned(), topic: Topic::Agreement, condition: condition? })
    }));
    all
}
