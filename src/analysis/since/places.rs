//! Where the second edition of the law can come to another verdict than the first.

use crate::names::ObligationId;
use crate::terms::{Condition, Deadline, EarlyActs, Obligation, Performance, Standing, Terms};

use super::super::Topic;
use super::Changed;

pub(super) fn since_the_first(terms: &Terms) -> Vec<Changed> {
    let mut changed = Vec::new();
    for (id, obligation) in terms.obligations.iter() {
        let places = Places { terms, id, obligation };
        changed.extend(places.when());
        if let Some(duty) = obligation.performance() {
            changed.extend(places.early(duty));
            changed.extend(places.fixed_deadline(duty));
            changed.extend(places.extension(duty));
            changed.extend(places.denial(duty));
            changed.extend(places.end_of_the_performed(duty));
        }
    }
    changed.extend(entry(terms));
    changed.extend(unsettled_entry(terms));
    changed.extend(termination(terms));
    changed.extend(clear(terms));
    changed
}

/// The places of one obligation.
struct Places<'a> {
    terms: &'a Terms,
    id: ObligationId,
    obligation: &'a Obligation,
}

impl Places<'_> {
    fn changed(&self, key: &str, then: &str, now: &str) -> Changed {
        Changed {
            place: format!("obligations.{}.{key}", self.terms.obligation_names[self.id]).into(),
            topic: Topic::Obligation(self.id),
            then: then.into(),
            now: now.into(),
        }
    }

    /// Whether some condition speaks of how it stands.
    fn is_asked(&self, standing: Standing) -> bool {
        let asked = &self.terms.graph.obligations[self.id].standings;
        asked.iter().any(|(it, _)| *it == standing)
    }

    /// Whether one of the acts that it performs has a precondition.
    fn has_preconditions(&self) -> bool {
        let mut acts = self.obligation.acts().iter();
        acts.any(|act| !self.terms.acts[*act].requires.is_always())
    }

    /// Whether it can be dormant after the run's start, with acts done that count towards it.
    fn can_be_done_early(&self, duty: &Performance) -> bool {
        let waits = is_not_from_the_start(self.terms, self.id);
        waits && duty.early == EarlyActs::Count
    }

    /// Lapsing of what can no longer arise.
    fn when(&self) -> Option<Changed> {
        can_fail_for_good(&self.obligation.when).then(|| {
            self.changed(
                "when",
                "it stayed dormant when its `when` could hold no more, and the run pending",
                "it lapses as soon as its `when` can hold no more",
            )
        })
    }

    /// Done early is done.
    fn early(&self, duty: &Performance) -> Option<Changed> {
        if !self.can_be_done_early(duty) {
            return None;
        }
        if self.has_preconditions() {
            return Some(self.changed(
                "perform",
                "what was done before it might be done discharged nothing until it might be done",
                "done early is done: it falls due and is discharged at once, allowed or not",
            ));
        }
        let is_seen = self.is_asked(Standing::Due);
        is_seen.then(|| {
            self.changed(
                "perform",
                "what was done early stood due for a moment, which conditions on `due` saw",
                "what was done early is discharged as it falls due, and is never seen to be due",
            )
        })
    }

    /// A fixed deadline, at its own instant and past it.
    fn fixed_deadline(&self, duty: &Performance) -> Option<Changed> {
        let Some(Deadline::At(at)) = &duty.deadline else { return None };
        let is_from_the_start = !is_not_from_the_start(self.terms, self.id);
        let is_ahead = at.written().is_some_and(|at| self.terms.date.is_some_and(|it| it < at));
        (!(is_from_the_start && is_ahead)).then(|| {
            self.changed(
                "at",
                "if it fell due at the very instant of its deadline it had none, and that was found of \
                 what was done already, too",
                "at that very instant it is still in time; of what is done already nothing is found",
            )
        })
    }

    /// Second terms, and terms that are given during a rest.
    fn extension(&self, duty: &Performance) -> Option<Changed> {
        let key = match &duty.deadline {
            None => return None,
            Some(Deadline::Within(_)) => "within",
            Some(Deadline::At(_)) => "at",
        };
        let is_breached = self.obligation.binding && !self.obligation.is_target();
        let rests = !self.obligation.suspended_while.is_never() || self.has_preconditions();
        let (then, now) = match (is_breached, rests) {
            (true, true) => (
                "an extension after its breach was void, and one during a rest moved by all of the rest",
                "an extension after its breach is a second term, which does not undo the breach, and one \
                 during a rest moves by what of the rest is still to come",
            ),
            (true, false) => (
                "an extension after its breach was void",
                "an extension after its breach is a second term, which does not undo the breach",
            ),
            (false, true) => (
                "an extension during a rest moved by all of the rest",
                "an extension during a rest moves by what of the rest is still to come",
            ),
            (false, false) => return None,
        };
        Some(self.changed(key, then, now))
    }

    /// A denial gives the time back.
    fn denial(&self, duty: &Performance) -> Option<Changed> {
        let is_timed = duty.verifier.is_some() && duty.deadline.is_some();
        is_timed.then(|| {
            self.changed(
                "verified_by",
                "it was late at once if it was denied after its deadline",
                "a denial gives back the time that it waited for its verifier",
            )
        })
    }

    /// What was performed outlives the end.
    fn end_of_the_performed(&self, duty: &Performance) -> Option<Changed> {
        duty.verifier.as_ref()?;
        let terminates = !self.terms.ends.terminates_when.is_never() && !self.obligation.survives;
        let ends = terminates || !self.obligation.until.is_never();
        ends.then(|| {
            self.changed(
                "verified_by",
                "what was done and not yet verified lapsed at the end",
                "what was done waits for its verifier, whatever else ends",
            )
        })
    }
}

fn of_the_agreement(place: &str, then: &str, now: &str) -> Changed {
    Changed { place: place.into(), topic: Topic::Agreement, then: then.into(), now: now.into() }
}

fn entry(terms: &Terms) -> Option<Changed> {
    can_fail_for_good(&terms.ends.entry_into_force).then(|| {
        of_the_agreement(
            "entry_into_force",
            "all stayed dormant when the agreement could enter into force no more",
            "all that is dormant lapses as soon as the agreement can enter into force no more",
        )
    })
}

fn unsettled_entry(terms: &Terms) -> Option<Changed> {
    let is_default = terms.ends.settled_when.is_none();
    (is_default && !terms.ends.entry_into_force.is_always()).then(|| {
        of_the_agreement(
            "entry_into_force",
            "an agreement of which all was closed was settled, in force or not",
            "by default an agreement is settled only once it is in force",
        )
    })
}

fn termination(terms: &Terms) -> Option<Changed> {
    let is_default = terms.ends.settled_when.is_none();
    (is_default && !terms.ends.terminates_when.is_never()).then(|| {
        of_the_agreement(
            "terminates_when",
            "what terminated with nothing left open was settled",
            "it is terminated: after the end only a `settled_when` of its own can be settled",
        )
    })
}

/// The outcome *clear*: somewhere between pending and settled.
fn clear(terms: &Terms) -> Option<Changed> {
    let place = match &terms.ends.settled_when {
        Some(_) => "settled_when".to_owned(),
        None => {
            let mut binding = terms.obligations.iter().filter(|(_, it)| it.binding);
            let (id, _) = binding.find(|(id, _)| is_not_from_the_start(terms, *id))?;
            format!("obligations.{}", terms.obligation_names[id])
        }
    };
    Some(of_the_agreement(
        &place,
        "a run in which nothing was owed, and something could still arise, was pending",
        "a run in which nothing is owed, and something can still arise, is clear",
    ))
}

/// Whether an obligation can be dormant once the run has settled at its start.
fn is_not_from_the_start(terms: &Terms, id: ObligationId) -> bool {
    let obligation = &terms.obligations[id];
    let mut acts = obligation.acts().iter();
    let is_free = obligation.is_prohibition()
        || obligation.acts().is_empty()
        || acts.any(|act| terms.acts[*act].requires.is_always());
    let is_in_force = terms.ends.entry_into_force.is_always();
    !(is_in_force && obligation.when.is_always() && is_free)
}

/// Whether it can come about that a condition does not hold, for good.
fn can_fail_for_good(condition: &Condition) -> bool {
    Decided::of(condition).fails
}

/// What a condition can be for good.
#[derive(Clone, Copy)]
struct Decided {
    holds: bool,
    fails: bool,
}

impl Decided {
    fn of(condition: &Condition) -> Self {
        match condition {
            Condition::Happened { .. } => Self { holds: true, fails: false },
            Condition::Stands { standing, .. } => Self {
                holds: !matches!(
                    standing,
                    Standing::Dormant | Standing::Due | Standing::Suspended | Standing::Performed
                ),
                fails: true,
            },
            Condition::Reached(at) => Self { holds: at.written().is_some(), fails: false },
            Condition::Elapsed { since, .. } => Self { holds: true, fails: Self::of(since).fails },
            Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Open(_)
            | Condition::Told(_) => Self { holds: false, fails: false },
            Condition::Some { holds, .. } | Condition::Every { holds, .. } => Self::of(holds),
            Condition::All(parts) => Self {
                holds: parts.iter().all(|part| Self::of(part).holds),
                fails: parts.iter().any(|part| Self::of(part).fails),
            },
            Condition::Any(parts) => Self {
                holds: parts.iter().any(|part| Self::of(part).holds),
                fails: parts.iter().all(|part| Self::of(part).fails),
            },
            Condition::Not(part) => {
                let Self { holds, fails } = Self::of(part);
                Self { holds: fails, fails: holds }
            }
        }
    }
}

#[cfg(test)]
#[cfg(feature = "json")]
mod tests {
    use serde_json::{Value, json};

    use crate::analysis::Edition;
    use crate::terms::Agreement;

    /// An agreement of two obligations, the second with these keys beside its own, and the rest with
    /// those.
    fn places(of_the_second: &Value, of_all: &Value) -> Vec<String> {
        let mut agreement = json!({
            "title": "Sale", "date": "2026-05-04T09:00:00Z",
            "parties": {"seller": "s", "buyer": "b", "expert": "e"},
            "acts": {
                "pay": {"by": ["buyer"]},
                "deliver": {"by": ["seller"], "requires": {"happened": "pay"}},
            },
            "obligations": {
                "price": {"debtor": "buyer", "creditor": "seller", "perform": "pay"},
                "more": {"debtor": "buyer", "creditor": "seller", "perform": "pay"},
            },
        });
        let add = |to: &mut Value, more: &Value| {
            for (key, value) in more.as_object().unwrap() {
                to[key] = value.clone();
            }
        };
        add(&mut agreement["obligations"]["more"], of_the_second);
        add(&mut agreement, of_all);
        let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
        let changed = agreement.changed_since(Edition::First);
        changed.iter().map(|it| it.place.to_string()).collect()
    }

    #[test]
    fn a_plain_agreement_means_what_it_meant() {
        assert!(places(&json!({}), &json!({})).is_empty());
    }

    #[test]
    fn each_rule_points_to_its_place() {
        let none = &json!({});
        let by_seller = |mut more: Value| {
            more["debtor"] = "seller".into();
            more["creditor"] = "buyer".into();
            more["perform"] = "deliver".into();
            more
        };
        for (second, all, expected) in [
            // What can no longer arise lapses; until then the run is clear.
            (json!({"when": {"breached": "price"}}), none, vec!["more.when", "more"]),
            (json!({"when": {"happened": "pay"}}), none, vec!["more"]),
            (json!({"when": {"not": {"happened": "pay"}}}), none, vec!["more.when", "more"]),
            // Done early is done.
            (by_seller(json!({})), none, vec!["more.perform", "more"]),
            (by_seller(json!({"early": "ignored"})), none, vec!["more"]),
            // A second term.
            (json!({"within": "P2D"}), none, vec!["more.within"]),
            (json!({"within": "P2D", "target": true}), none, vec![]),
            // The deadline's own instant.
            (json!({"at": "2026-05-04T09:00:00Z"}), none, vec!["more.at", "more.at"]),
            (json!({"at": "2026-05-05T09:00:00Z"}), none, vec!["more.at"]),
            // Denials, and what was performed at the end.
            (
                json!({"verified_by": "expert", "within": "P2D"}),
                none,
                vec!["more.within", "more.verified_by"],
            ),
            (
                json!({"verified_by": "expert", "until": {"reached": "2026-06-01T00:00:00Z"}}),
                none,
                vec!["more.verified_by"],
            ),
        ] {
            let expected: Vec<_> = expected.iter().map(|it| format!("obligations.{it}")).collect();
            assert_eq!(places(&second, all), expected, "{second}");
        }
    }

    #[test]
    fn the_agreements_own_rules_point_to_their_places() {
        for (all, expected) in [
            (json!({"terminates_when": {"happened": "pay"}}), vec!["terminates_when"]),
            (
                json!({"terminates_when": {"happened": "pay"}, "settled_when": {"discharged": "price"}}),
                vec!["settled_when"],
            ),
            (
                json!({"entry_into_force": {"not": {"happened": "deliver"}}}),
                vec!["entry_into_force", "entry_into_force", "obligations.price"],
            ),
            (
                json!({"entry_into_force": {"happened": "deliver"}}),
                vec!["entry_into_force", "obligations.price"],
            ),
        ] {
            assert_eq!(places(&json!({}), &all), expected, "{all}");
        }
    }
}
