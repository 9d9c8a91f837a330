//! An agreement as it is written on the wire, in JSON or TOML: the keys of [SEMANTICS.md, section 2](crate::guide::law#2-an-agreement).

use serde::{Deserialize, Serialize};

use crate::names::Text;
use crate::strict::{self, Strict};
use crate::time::calendar::Calendar;

use super::condition::Condition;
use super::party::WrittenParty;
use super::passage::Passage;
use super::written_act::WrittenAct;
use super::written_date::WrittenDate;
use super::written_kind::WrittenKind;
use super::written_obligation::WrittenObligation;

type Entries<T> = Vec<(Box<str>, T)>;

/// A whole agreement on the wire; read and written, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Agreement"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    /// Its name.
    pub(crate) title: Box<str>,
    /// The instant at which the clock of a run starts; without it, at the first event that counts.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::matching::Bound>"))]
    pub(crate) date: Option<WrittenDate>,
    /// Whoever can act: each name with a description, or with what makes it a group.
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, WrittenParty>")
    )]
    pub(crate) parties: Entries<WrittenParty>,
    /// The party that keeps the log; without it, none.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) registrar: Option<Box<str>>,
    /// Name → kind of subject: of what there are many, each with duties of its own.
    #[serde(
        default,
        deserialize_with = "strict::entries",
        serialize_with = "strict::in_order",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, WrittenKind>")
    )]
    pub(crate) subjects: Entries<Strict<WrittenKind>>,
    /// Name → calendar: what its clocks show and on which days it works, for terms to be counted by.
    #[serde(
        default,
        deserialize_with = "strict::entries",
        serialize_with = "strict::in_order",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, crate::time::calendar::Calendar>")
    )]
    pub(crate) calendars: Entries<Calendar>,
    /// The source text, piece by piece in one's own words, for `cites` to point at.
    #[serde(
        default,
        deserialize_with = "strict::entries",
        serialize_with = "strict::in_order",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, Passage>"))]
    pub(crate) passages: Entries<Strict<Passage>>,
    /// The kinds of things that parties do.
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, WrittenAct>")
    )]
    pub(crate) acts: Entries<Strict<WrittenAct>>,
    /// What the parties owe each other, in the order of the document.
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, WrittenObligation>")
    )]
    pub(crate) obligations: Entries<Strict<WrittenObligation>>,
    /// Until this first holds nothing is due; without it, the agreement is in force at once.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) entry_into_force: Option<Condition<Text>>,
    /// From when this first holds everything still open lapses; without it, never.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) terminates_when: Option<Condition<Text>>,
    /// What "settled" means; without it: every binding obligation is closed, or is a prohibition that is due or suspended.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) settled_when: Option<Condition<Text>>,
}
