//! Conditions on the wire: an object of one key.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::names::Text;
use crate::strict;
use crate::time::calendar::Term;

use super::condition::{Condition, Standing};
use super::decimal::Decimal;
use super::doer::Doer;
use super::matching::Matching;

impl Serialize for Condition<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        match self {
            Self::Happened { act, by: None, matching, at_least: None } if matching.is_empty() => {
                map.serialize_entry("happened", act)?
            }
            Self::Happened { act, by, matching, at_least } => {
                let happened = Happened {
                    act: act.clone(),
                    by: by.clone(),
                    matching: Some(matching.clone()).filter(|matching| !matching.is_empty()),
                    at_least: *at_least,
                };
                map.serialize_entry("happened", &happened)?;
            }
            Self::Stands { obligation, standing } => {
                map.serialize_entry(standing.as_str(), obligation)?;
            }
            Self::Reached(moment) => map.serialize_entry("reached", moment)?,
            Self::Between { from, to } => {
                map.serialize_entry("between", &Between { from: from.clone(), to: to.clone() })?;
            }
            Self::Recent { act, by, term } => {
                let recent = Recent { act: act.clone(), by: by.clone(), term: term.clone() };
                map.serialize_entry("recent", &recent)?;
            }
            Self::Open(calendar) => map.serialize_entry("open", calendar)?,
            Self::Told(matching) => map.serialize_entry("told", matching)?,
            Self::Elapsed { since, term } => {
                map.serialize_entry(
                    "elapsed",
                    &Elapsed { since: (**since).clone(), term: term.clone() },
                )?;
            }
            Self::Some { of, holds, at_least } => {
                let at_least = Some(*at_least).filter(|it| *it != 1);
                let some = OfSome { of: of.clone(), holds: (**holds).clone(), at_least };
                map.serialize_entry("some", &some)?;
            }
            Self::Every { of, holds } => {
                map.serialize_entry("every", &Every { of: of.clone(), holds: (**holds).clone() })?;
            }
            Self::All(conditions) => map.serialize_entry("all", conditions)?,
            Self::Any(conditions) => map.serialize_entry("any", conditions)?,
            Self::Not(condition) => map.serialize_entry("not", condition)?,
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Condition<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OneKey)
    }
}

/// The keys that a condition can be written with.
const KEYS: [&str; 25] = [
    "happened",
    "dormant",
    "due",
    "performed",
    "suspended",
    "discharged",
    "breached",
    "released",
    "lapsed",
    "cured",
    "repaired",
    "kept",
    "in_breach",
    "closed",
    "reached",
    "elapsed",
    "between",
    "recent",
    "open",
    "told",
    "some",
    "every",
    "all",
    "any",
    "not",
];

/// Reads a condition from an object of one key.
struct OneKey;

impl<'de> Visitor<'de> for OneKey {
    type Value = Condition<Text>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a condition: an object with one key, as in {\"happened\": \"deliver\"}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let key: String = map
            .next_key()?
            .ok_or_else(|| A::Error::custom("a condition must have a key, as in {\"all\": []}"))?;
        let condition = match key.as_str() {
            "happened" => map.next_value::<HappenedForm>()?.0,
            "reached" => Condition::Reached(map.next_value()?),
            "elapsed" => {
                let strict::Strict(Elapsed { since, term }) = map.next_value()?;
                Condition::Elapsed { since: Box::new(since), term }
            }
            "between" => {
                let strict::Strict(Between { from, to }) = map.next_value()?;
                Condition::Between { from, to }
            }
            "recent" => {
                let strict::Strict(Recent { act, by, term }) = map.next_value()?;
                Condition::Recent { act, by, term }
            }
            "open" => Condition::Open(map.next_value()?),
            "told" => Condition::Told(map.next_value()?),
            "some" => {
                let strict::Strict(OfSome { of, holds, at_least }) = map.next_value()?;
                if at_least == Some(0) {
                    return Err(A::Error::custom(
                        "`some` of at least 0 always holds: leave it out",
                    ));
                }
                Condition::Some { of, holds: Box::new(holds), at_least: at_least.unwrap_or(1) }
            }
            "every" => {
                let strict::Strict(Every { of, holds }) = map.next_value()?;
                Condition::Every { of, holds: Box::new(holds) }
            }
            "all" => Condition::All(map.next_value()?),
            "any" => Condition::Any(map.next_value()?),
            "not" => Condition::Not(Box::new(map.next_value()?)),
            other => match Standing::ALL.into_iter().find(|standing| standing.as_str() == other) {
                Some(standing) => Condition::Stands { obligation: map.next_value()?, standing },
                None => return Err(A::Error::unknown_field(&strict::shortened(other), &KEYS)),
            },
        };
        match map.next_key::<String>()? {
            None => Ok(condition),
            Some(second) => Err(A::Error::custom(format_args!(
                "a condition has one key, but `{}` follows `{key}`: join them with `all` or `any`",
                strict::shortened(&second)
            ))),
        }
    }
}

/// `elapsed` on the wire.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Elapsed {
    since: Condition<Text>,
    #[serde(rename = "for")]
    term: Term,
}

/// `between` on the wire.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Between {
    from: Box<str>,
    to: Box<str>,
}

/// `recent` on the wire.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Recent {
    act: Box<str>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    by: Option<Doer<Text>>,
    #[serde(rename = "for")]
    term: Term,
}

/// `happened` on the wire, in its long form.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OfSome {
    of: Box<str>,
    holds: Condition<Text>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    at_least: Option<u64>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Every {
    of: Box<str>,
    holds: Condition<Text>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Happened {
    act: Box<str>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    by: Option<Doer<Text>>,
    #[serde(
        default,
        rename = "where",
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    matching: Option<Matching<Text>>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    at_least: Option<Decimal>,
}

/// `happened` in either form.
struct HappenedForm(Condition<Text>);

impl<'de> Deserialize<'de> for HappenedForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl<'de> Visitor<'de> for Form {
            type Value = Condition<Text>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "the name of an act, or an object with `act`, `by`, `where` and `at_least`",
                )
            }

            fn visit_str<E: Error>(self, act: &str) -> Result<Self::Value, E> {
                let matching = Matching::anything();
                Ok(Condition::Happened { act: act.into(), by: None, matching, at_least: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let form = serde::de::value::MapAccessDeserializer::new(map);
                let Happened { act, by, matching, at_least } = Happened::deserialize(form)?;
                let matching = matching.unwrap_or_default();
                Ok(Condition::Happened { act, by, matching, at_least })
            }
        }

        deserializer.deserialize_any(Form).map(Self)
    }
}
