//! An act as it is written on the wire.

use std::fmt;

use serde::de::{self, Deserializer};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::names::Text;
use crate::strict;

use super::act::Act;
use super::condition::{Condition, always, never};
use super::kind::Unnamed;
use super::told::ToldType;
use super::unit::Unit;
use super::who::EACH;

/// An act on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Act", description = "A kind of thing that parties do.")
)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenAct {
    /// The kind of subject that it belongs to; by default the run.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    of: Option<Box<str>>,
    /// Who may do it: at least one party, or `all`.
    by: WrittenBy,
    /// What must hold first; without it, nothing.
    #[serde(default = "always", skip_serializing_if = "Condition::is_always")]
    requires: Condition<Text>,
    /// From when this first holds it is too late, for good; without it, never.
    #[serde(default = "never", skip_serializing_if = "Condition::is_never")]
    expires_when: Condition<Text>,
    /// Whether it is void when it is done without right: a notice, an option, a rejection.
    #[serde(default, skip_serializing_if = "is_false")]
    power: bool,
    /// In whose favour precondition and window stand: they alone can waive them. Without it, every party that is no group.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    protects: Option<Vec<Box<str>>>,
    /// Where it goes if its event names no subject.
    #[serde(
        default,
        deserialize_with = "strict::present_word",
        skip_serializing_if = "Option::is_none"
    )]
    unnamed: Option<WrittenUnnamed>,
    /// What each of its events tells, each name with its type.
    #[serde(
        default,
        deserialize_with = "strict::entries",
        serialize_with = "strict::in_order",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, ToldType>")
    )]
    tells: Vec<(Box<str>, ToldType)>,
    /// In what its quantities are counted; without it, by number.
    #[serde(default, deserialize_with = "present_unit", skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    /// The passages that it encodes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cites: Vec<Box<str>>,
}

/// Who may do an act, on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WrittenBy {
    /// Every party.
    All,
    /// These.
    Parties(Vec<Box<str>>),
}

/// Where an act goes that names no subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(
        rename = "Unnamed",
        description = "Where an act of a kind goes that names no subject."
    )
)]
#[serde(rename_all = "lowercase")]
enum WrittenUnnamed {
    Actor,
    Current,
    Oldest,
    Refused,
}

/// The word for every party.
pub(super) const ALL: &str = "all";

impl Serialize for WrittenBy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str(ALL),
            Self::Parties(parties) => parties.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for WrittenBy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl<'de> de::Visitor<'de> for Form {
            type Value = WrittenBy;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of parties, or `all`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<WrittenBy, E> {
                match text {
                    ALL => Ok(WrittenBy::All),
                    other => Err(E::invalid_value(de::Unexpected::Str(other), &self)),
                }
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<WrittenBy, A::Error> {
                let mut parties = Vec::new();
                while let Some(party) = list.next_element()? {
                    parties.push(party);
                }
                Ok(WrittenBy::Parties(parties))
            }
        }

        deserializer.deserialize_any(Form)
    }
}

/// The parties of a list, and whether `each` is among them.
fn without_each(mut parties: Vec<Box<str>>) -> (Vec<Box<str>>, bool) {
    let all = parties.len();
    parties.retain(|party| &**party != EACH);
    let has_each = parties.len() < all;
    (parties, has_each)
}

fn with_each(mut parties: Vec<Box<str>>, has_each: bool) -> Vec<Box<str>> {
    if has_each {
        parties.push(EACH.into());
    }
    parties
}

impl From<WrittenAct> for Act<Text> {
    fn from(act: WrittenAct) -> Self {
        let ((by, is_open_to_each), is_open_to_all) = match act.by {
            WrittenBy::All => ((Vec::new(), false), true),
            WrittenBy::Parties(parties) => (without_each(parties), false),
        };
        let protects = act.protects.map(without_each);
        let protects_each = protects.as_ref().is_some_and(|(_, has_each)| *has_each);
        Self {
            by,
            is_open_to_all,
            is_open_to_each,
            of: act.of,
            unnamed: act.unnamed.map(Unnamed::from),
            protects_each,
            requires: act.requires,
            expires_when: act.expires_when,
            is_power: act.power,
            protects: protects.map(|(parties, _)| parties),
            tells: act.tells,
            unit: act.unit,
            cites: act.cites,
        }
    }
}

impl From<Act<Text>> for WrittenAct {
    fn from(act: Act<Text>) -> Self {
        Self {
            by: match act.is_open_to_all {
                true => WrittenBy::All,
                false => WrittenBy::Parties(with_each(act.by, act.is_open_to_each)),
            },
            of: act.of,
            unnamed: act.unnamed.map(WrittenUnnamed::from),
            requires: act.requires,
            expires_when: act.expires_when,
            power: act.is_power,
            protects: act.protects.map(|parties| with_each(parties, act.protects_each)),
            tells: act.tells,
            unit: act.unit,
            cites: act.cites,
        }
    }
}

impl From<WrittenUnnamed> for Unnamed {
    fn from(unnamed: WrittenUnnamed) -> Self {
        match unnamed {
            WrittenUnnamed::Actor => Self::Actor,
            WrittenUnnamed::Current => Self::Current,
            WrittenUnnamed::Oldest => Self::Oldest,
            WrittenUnnamed::Refused => Self::Refused,
        }
    }
}

impl From<Unnamed> for WrittenUnnamed {
    fn from(unnamed: Unnamed) -> Self {
        match unnamed {
            Unnamed::Actor => Self::Actor,
            Unnamed::Current => Self::Current,
            Unnamed::Oldest => Self::Oldest,
            Unnamed::Refused => Self::Refused,
        }
    }
}

fn present_unit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Unit>, D::Error> {
    strict::object(deserializer).map(Some)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
