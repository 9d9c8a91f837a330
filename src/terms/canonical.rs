//! The canonical form of an agreement: one text for all spellings that mean the same. Its SHA-256 is
//! the agreement's digest.
//!
//! The guide's page on digests says how it is written. It is written here and not by a library, so
//! that no version and no feature of one can move a digest, and so that it is there without the
//! feature `json`. A key is written only where it is not its default: so an agreement keeps its digest
//! when a later edition adds a key that it does not use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

use crate::names::{ObligationId, PartyId};
use crate::time::Span;

use super::act::Act;
use super::agreement::Terms;
use super::condition::Condition;
use super::obligation::{Deadline, Duty, EarlyActs, Obligation};

impl Terms {
    /// The canonical form, in which agreements that mean the same are the same text.
    pub(crate) fn canonical(&self) -> String {
        let parties =
            self.parties.values().map(|party| (&*party.name, Value::Object(BTreeMap::new())));
        let acts =
            self.acts.iter().map(|(id, act)| (&*self.act_names[id], self.canonical_act(act)));
        let obligations = self.obligations.iter().map(|(id, obligation)| {
            Value::List(vec![self.obligation_text(id), self.canonical_obligation(obligation)])
        });
        let ends = &self.ends;
        let whole = Value::object([
            ("date", Some(Value::text(self.date))),
            ("parties", Some(Value::Object(parties.collect()))),
            ("acts", Some(Value::Object(acts.collect()))),
            ("obligations", Some(Value::List(obligations.collect()))),
            ("entry_into_force", self.unless_always(&ends.entry_into_force)),
            ("terminates_when", self.unless_never(&ends.terminates_when)),
            ("settled_when", ends.settled_when.as_ref().map(|condition| self.condition(condition))),
        ]);
        whole.to_string()
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
                    Some(Deadline::Within(span)) => (Some(Value::span(span)), None),
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
                ("per", duty.per.map(Value::span)),
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
                ("elapsed", Value::object([("since", since), ("for", Some(Value::span(*span)))]))
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

/// A value, unless it is the default.
fn unless<T: PartialEq>(value: T, default: T) -> Option<T> {
    (value != default).then_some(value)
}

/// A value of the canonical form.
enum Value<'a> {
    Flag(bool),
    Whole(u64),
    Text(String),
    List(Vec<Self>),
    Object(BTreeMap<&'a str, Self>),
}

impl<'a> Value<'a> {
    fn text(text: impl fmt::Display) -> Self {
        Self::Text(text.to_string())
    }

    /// A duration by its value: months, days and seconds.
    fn span(span: Span) -> Self {
        Self::Text(span.canonical())
    }

    /// The keys that are there.
    fn object(keys: impl IntoIterator<Item = (&'a str, Option<Self>)>) -> Self {
        Self::Object(keys.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Text(text) => write_text(f, text),
            Self::List(values) => {
                f.write_char('[')?;
                for (number, value) in values.iter().enumerate() {
                    f.write_str(if number == 0 { "" } else { "," })?;
                    value.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Object(keys) => {
                f.write_char('{')?;
                for (number, (key, value)) in keys.iter().enumerate() {
                    f.write_str(if number == 0 { "" } else { "," })?;
                    write_text(f, key)?;
                    f.write_char(':')?;
                    value.fmt(f)?;
                }
                f.write_char('}')
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\""),
            '\\' => f.write_str("\\\\"),
            '\u{8}' => f.write_str("\\b"),
            '\t' => f.write_str("\\t"),
            '\n' => f.write_str("\\n"),
            '\u{c}' => f.write_str("\\f"),
            '\r' => f.write_str("\\r"),
            '\0'..'\u{20}' => write!(f, "\\u{:04x}", u32::from(character)),
            other => f.write_char(other),
        }?;
    }
    f.write_char('"')
}
