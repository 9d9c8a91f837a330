//! An act as it is written on the wire.

use std::fmt;

use serde::de::{self, Deserializer};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::names::Text;
use crate::strict;

use super::act::Act;
use super::condition::{Condition, always, never};
use super::told::ToldType;
use super::unit::Unit;

/// An act on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Act", description = "A kind of thing that parties do.")
)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenAct {
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

impl From<WrittenAct> for Act<Text> {
    fn from(act: WrittenAct) -> Self {
        let (by, is_open_to_all) = match act.by {
            WrittenBy::All => (Vec::new(), true),
            WrittenBy::Parties(parties) => (parties, false),
        };
        Self {
            by,
            is_open_to_all,
            requires: act.requires,
            expires_when: act.expires_when,
            is_power: act.power,
            protects: act.protects,
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
                false => WrittenBy::Parties(act.by),
            },
            requires: act.requires,
            expires_when: act.expires_when,
            power: act.is_power,
            protects: act.protects,
            tells: act.tells,
            unit: act.unit,
            cites: act.cites,
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
