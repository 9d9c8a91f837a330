//! A kind of subjects as it is written on the wire.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::names::Text;
use crate::strict;
use crate::time::Instant;
use crate::time::calendar::{CalendarDay, Term};

use super::condition::{Condition, never};
use super::error::{BrokenRule, Defect};
use super::kind::{Kind, Members, Opening, Periods, PeriodsFrom};
use super::written_act::ALL;
use super::written_obligation::OneOrMore;

/// A kind of subjects, key by key.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(
        rename = "Kind",
        description = "A kind of subjects, for each of which something is owed: parties (`each_of`), periods (`every`), or what events open (`opened_by`)."
    )
)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenKind {
    /// What such a subject is.
    gist: Box<str>,
    /// The parties, or a group whose members, or all, each of which is a subject.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    each_of: Option<OneOrMore>,
    /// The length of a period.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    every: Option<Term>,
    /// When the first period begins: an instant, or the first holding of a condition; by default the entry
    /// into force.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    from: Option<WrittenFrom>,
    /// How many periods open at the most.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    times: Option<u64>,
    /// From when this holds no further period opens.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    ends_when: Option<Condition<Text>>,
    /// How many of the next periods an act may name before they begin.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    ahead: Option<u64>,
    /// The act or acts, of this kind, that open a subject.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    opened_by: Option<OneOrMore>,
    /// From when this holds no new subject opens.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    closes_when: Option<Condition<Text>>,
    /// From when this holds, what is open in the subject lapses.
    #[serde(default = "never", skip_serializing_if = "Condition::is_never")]
    terminates_when: Condition<Text>,
}

/// When periods begin: an instant, be it by its day, or a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WrittenFrom {
    At(Instant),
    Day(CalendarDay),
    When(Condition<Text>),
}

impl Serialize for WrittenFrom {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At(instant) => instant.serialize(serializer),
            Self::Day(day) => day.serialize(serializer),
            Self::When(condition) => condition.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for WrittenFrom {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl<'de> serde::de::Visitor<'de> for Form {
            type Value = WrittenFrom;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an instant of RFC 3339, a day in a calendar, or a condition")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<WrittenFrom, E> {
                text.parse().map(WrittenFrom::At).map_err(E::custom)
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                map: A,
            ) -> Result<WrittenFrom, A::Error> {
                // Both are objects: the first key tells which.
                let Some((key, form)) = strict::first_key(map)? else {
                    return Err(A::Error::custom("a day in a calendar, or a condition, has keys"));
                };
                match key.as_str() {
                    "day" | "ends" | "in" => CalendarDay::deserialize(form).map(WrittenFrom::Day),
                    _ => Condition::deserialize(form).map(WrittenFrom::When),
                }
            }
        }

        deserializer.deserialize_any(Form)
    }
}

impl WrittenKind {
    /// What it says, if it says one way in which its subjects come to be, and no key of another.
    pub(crate) fn read(self, place: &str) -> Result<Kind<Text>, Vec<Defect>> {
        let mut defects = Vec::new();
        let mut broken = |key: &str, rule: BrokenRule| {
            let separator = if key.is_empty() { "" } else { "." };
            defects.push(Defect::new(format!("{place}{separator}{key}"), rule));
        };
        let keys = [
            ("from", "every", self.from.is_some() && self.every.is_none()),
            ("times", "every", self.times.is_some() && self.every.is_none()),
            ("ends_when", "every", self.ends_when.is_some() && self.every.is_none()),
            ("ahead", "every", self.ahead.is_some() && self.every.is_none()),
            ("closes_when", "opened_by", self.closes_when.is_some() && self.opened_by.is_none()),
        ];
        for (key, way, _) in keys.into_iter().filter(|(_, _, is_idle)| *is_idle) {
            broken(key, BrokenRule::NotOfKind { key, way });
        }
        let opening = match (self.each_of, self.every, self.opened_by) {
            (Some(OneOrMore(parties)), None, None) => {
                Some(Opening::EachOf(match parties.as_slice() {
                    [all] if &**all == ALL => Members::All,
                    _ => Members::Parties(parties),
                }))
            }
            (None, Some(every), None) => Some(Opening::Periods(Periods {
                every,
                from: match self.from {
                    None => PeriodsFrom::EntryIntoForce,
                    Some(WrittenFrom::At(instant)) => PeriodsFrom::At(instant),
                    Some(WrittenFrom::Day(day)) => PeriodsFrom::Day(day),
                    Some(WrittenFrom::When(condition)) => PeriodsFrom::When(condition),
                },
                times: self.times,
                ends_when: self.ends_when.unwrap_or_else(never),
                ahead: self.ahead.unwrap_or(0),
            })),
            (None, None, Some(OneOrMore(acts))) => {
                Some(Opening::ByActs { acts, closes_when: self.closes_when.unwrap_or_else(never) })
            }
            (None, None, None) => {
                broken("", BrokenRule::NeverOpened);
                None
            }
            _ => {
                broken("", BrokenRule::TwoOpenings);
                None
            }
        };
        match opening {
            Some(opening) if defects.is_empty() => {
                Ok(Kind { gist: self.gist, opening, terminates_when: self.terminates_when })
            }
            _ => Err(defects),
        }
    }
}

impl From<Kind<Text>> for WrittenKind {
    fn from(kind: Kind<Text>) -> Self {
        let mut written = Self {
            gist: kind.gist,
            each_of: None,
            every: None,
            from: None,
            times: None,
            ends_when: None,
            ahead: None,
            opened_by: None,
            closes_when: None,
            terminates_when: kind.terminates_when,
        };
        let unless_never = |condition: Condition<Text>| Some(condition).filter(|it| !it.is_never());
        match kind.opening {
            Opening::EachOf(Members::All) => written.each_of = Some(OneOrMore(vec![ALL.into()])),
            Opening::EachOf(Members::Parties(parties)) => {
                written.each_of = Some(OneOrMore(parties));
            }
            Opening::Periods(periods) => {
                written.every = Some(periods.every);
                written.from = match periods.from {
                    PeriodsFrom::EntryIntoForce => None,
                    PeriodsFrom::At(instant) => Some(WrittenFrom::At(instant)),
                    PeriodsFrom::Day(day) => Some(WrittenFrom::Day(day)),
                    PeriodsFrom::When(condition) => Some(WrittenFrom::When(condition)),
                };
                written.times = periods.times;
                written.ends_when = unless_never(periods.ends_when);
                written.ahead = Some(periods.ahead).filter(|ahead| *ahead > 0);
            }
            Opening::ByActs { acts, closes_when } => {
                written.opened_by = Some(OneOrMore(acts));
                written.closes_when = unless_never(closes_when);
            }
        }
        written
    }
}
