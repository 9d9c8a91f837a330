//! The canonical form of an agreement: one text for all spellings that mean the same. Its SHA-256 is
//! the agreement's digest.
//!
//! The guide's page on digests says how it is written. It is written here and not by a library, so
//! that no version and no feature of one can move a digest, and so that it is there without the
//! feature `json`. A key is written only where it is not its default: so an agreement keeps its digest
//! when a later edition adds a key that it does not use.

use std::collections::{BTreeMap, BTreeSet};

use crate::canonical_json::{Value, unless};
use crate::names::{ObligationId, PartyId};

use super::act::Act;
use super::agreement::Terms;
use super::condition::Condition;
use super::obligation::{Deadline, Duty, EarlyActs, Obligation};

impl Terms {
    /// The canonical form, in which agreements that mean the same are the same text.
    pub(crate) fn canonical(&self) -> String {
        self.canonical_value().to_string()
    }

    /// A condition of it in the canonical form.
    pub(crate) fn canonical_condition(&self, condition: &Condition) -> String {
        self.condition(condition).to_string()
    }

    /// Where another agreement differs from this one, and how: that one was, this one is.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        /// How many are told one by one.
        const MOST: usize = 8;
        let (was, is) = (parts(&other.canonical_value()), parts(&self.canonical_value()));
        let places: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        let mut told: Vec<String> = Vec::new();
        for place in places {
            match (was.get(place), is.get(place)) {
                (Some(was), Some(is)) if was == is => {}
                (Some(was), Some(is)) => told.push(format!("`{place}` was {was} and is {is}")),
                (Some(was), None) => told.push(format!("`{place}` was {was} and is not there")),
                (None, Some(is)) => told.push(format!("`{place}` was not there and is {is}")),
                (None, None) => {}
            }
        }
        if told.is_empty() {
            told.push("the obligations were in another order".to_owned());
        }
        if let Some(more) = told.len().checked_sub(MOST).filter(|more| *more > 0) {
            told.truncate(MOST);
            told.push(format!("and {more} more"));
        }
        told
    }

    fn canonical_value(&self) -> Value<'_> {
        let parties =
            self.parties.values().map(|party| (&*party.name, Value::Object(BTreeMap::new())));
        let acts =
            self.acts.iter().map(|(id, act)| (&*self.act_names[id], self.canonical_act(act)));
        let obligations = self.obligations.iter().map(|(id, obligation)| {
            Value::List(vec![self.obligation_text(id), self.canonical_obligation(obligation)])
        });
        let ends = &self.ends;
        Value::object([
            ("date", Some(Value::text(self.date))),
            ("parties", Some(Value::Object(parties.collect()))),
            ("acts", Some(Value::Object(acts.collect()))),
            ("obligations", Some(Value::List(obligations.collect()))),
            ("entry_into_force", self.unless_always(&ends.entry_into_force)),
            ("terminates_when", self.unless_never(&ends.terminates_when)),
            ("settled_when", ends.settled_when.as_ref().map(|condition| self.condition(condition))),
        ])
    }

    fn canonical_act(&self, act: &Act) -> Value<'_> {
        let everybody = self.parties.len();
        let protects = act.protects.as_ref().filter(|parties| {
            parties.iter().map(|party| party.index()).collect::<BTreeSet<_>>().len() < everybody
        });
        Value::object([
            ("by", Some(self.party_list(&act.by))),
            ("requires", self.unless_always(&act.requires)),
            ("protects", protects.map(|parties| self.party_list(parties))),
        ])
    }

    fn canonical_obligation(&self, obligation: &Obligation) -> Value<'_> {
        let Obligation { debtor, creditor, duty, when, until, suspended_while, .. } = obligation;
        let mut keys = vec![
            ("debtor", Some(self.party_text(*debtor))),
            ("creditor", Some(self.party_text(*creditor))),
            ("when", self.unless_always(when)),
            ("until", self.unless_never(until)),
            ("suspended_while", self.unless_never(suspended_while)),
            ("target", unless(obligation.target, false).map(Value::Flag)),
            ("binding", unless(obligation.binding, true).map(Value::Flag)),
            ("survives", unless(obligation.survives, false).map(Value::Flag)),
        ];
        match duty {
            Duty::Perform(duty) => {
                let (within, at) = match duty.deadline {
                    Some(Deadline::Within(span)) => (Some(Value::text(span.canonical())), None),
                    Some(Deadline::At(instant)) => (None, Some(Value::text(instant))),
                    None => (None, None),
                };
                let is_ignored = duty.early == EarlyActs::Ignored;
                keys.extend([
                    ("perform", Some(Value::text(&self.act_names[duty.act]))),
                    ("quantity", unless(duty.quantity.get(), 1).map(Value::Whole)),
                    ("within", within),
                    ("at", at),
                    ("early", is_ignored.then(|| Value::text("ignored"))),
                    ("verified_by", duty.verifier.map(|party| self.party_text(party))),
                ]);
            }
            Duty::Refrain(duty) => keys.extend([
                ("refrain", Some(Value::text(&self.act_names[duty.act]))),
                ("beyond", unless(duty.beyond, 0).map(Value::Whole)),
                ("per", duty.per.map(|span| Value::text(span.canonical()))),
            ]),
        }
        Value::object(keys)
    }

    fn condition(&self, condition: &Condition) -> Value<'_> {
        let list = |parts: &[Condition]| {
            Value::List(parts.iter().map(|part| self.condition(part)).collect())
        };
        let (key, value) = match condition {
            Condition::Happened { act, by, at_least } => {
                let happened = Value::object([
                    ("act", Some(Value::text(&self.act_names[*act]))),
                    ("by", by.map(|party| self.party_text(party))),
                    ("at_least", unless(*at_least, 1).map(Value::Whole)),
                ]);
                ("happened", happened)
            }
            Condition::Stands { obligation, standing } => {
                (standing.as_str(), self.obligation_text(*obligation))
            }
            Condition::Reached(instant) => ("reached", Value::text(instant)),
            Condition::Elapsed { since, span } => {
                let since = Some(self.condition(since));
                (
                    "elapsed",
                    Value::object([("since", since), ("for", Some(Value::text(span.canonical())))]),
                )
            }
            Condition::All(parts) => ("all", list(parts)),
            Condition::Any(parts) => ("any", list(parts)),
            Condition::Not(part) => ("not", self.condition(part)),
        };
        Value::object([(key, Some(value))])
    }

    fn unless_always(&self, condition: &Condition) -> Option<Value<'_>> {
        (!condition.is_always()).then(|| self.condition(condition))
    }

    fn unless_never(&self, condition: &Condition) -> Option<Value<'_>> {
        (!condition.is_never()).then(|| self.condition(condition))
    }

    fn party_list(&self, parties: &[PartyId]) -> Value<'_> {
        Value::List(parties.iter().map(|party| self.party_text(*party)).collect())
    }

    fn party_text(&self, party: PartyId) -> Value<'_> {
        Value::text(&self.parties[party].name)
    }

    fn obligation_text(&self, obligation: ObligationId) -> Value<'_> {
        Value::text(&self.obligation_names[obligation])
    }
}

/// The parts of an agreement, each at its place: what it says of itself, and each key of a party, an
/// act or an obligation.
fn parts(agreement: &Value<'_>) -> BTreeMap<String, String> {
    let mut parts = BTreeMap::new();
    let Value::Object(sections) = agreement else { return parts };
    for (section, value) in sections {
        let entries: Vec<(String, &Value<'_>)> = match value {
            Value::Object(entries) => {
                entries.iter().map(|(name, entry)| ((*name).to_owned(), entry)).collect()
            }
            Value::List(pairs) => pairs
                .iter()
                .filter_map(|pair| match pair {
                    Value::List(pair) => match &**pair {
                        [Value::Text(name), entry] => Some((name.clone(), entry)),
                        _ => None,
                    },
                    _ => None,
                })
                .collect(),
            other => {
                parts.insert((*section).to_owned(), other.to_string());
                continue;
            }
        };
        for (name, entry) in entries {
            let place = format!("{section}.{name}");
            match entry {
                Value::Object(keys) if !keys.is_empty() => {
                    for (key, value) in keys {
                        parts.insert(format!("{place}.{key}"), value.to_string());
                    }
                }
                other => {
                    parts.insert(place, other.to_string());
                }
            }
        }
    }
    parts
}
