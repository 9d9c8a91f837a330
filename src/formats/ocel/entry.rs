//! An event and an object as they are written in a document.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::strict::Strict;
use crate::time::Instant;

/// An event of the list `events`.
#[derive(Debug, Deserialize)]
pub(super) struct WrittenEvent {
    pub(super) id: Box<str>,
    pub(super) r#type: Box<str>,
    pub(super) time: Instant,
    #[serde(default)]
    pub(super) attributes: Vec<Attribute>,
    #[serde(default)]
    pub(super) relationships: Vec<Relationship>,
    #[serde(flatten)]
    pub(super) others: BTreeMap<Box<str>, IgnoredAny>,
}

/// An object of the list `objects`. Of what it says of itself and of others, only the names are kept.
#[derive(Debug, Deserialize)]
pub(super) struct WrittenObject {
    pub(super) id: Box<str>,
    pub(super) r#type: Box<str>,
    #[serde(default)]
    pub(super) attributes: Vec<Strict<Named>>,
    #[serde(default)]
    pub(super) relationships: Vec<Relationship>,
    #[serde(flatten)]
    pub(super) others: BTreeMap<Box<str>, IgnoredAny>,
}

/// What an event says by a name.
#[derive(Debug, Deserialize)]
pub(super) struct Attribute {
    pub(super) name: Box<str>,
    pub(super) value: Value,
    #[serde(flatten)]
    pub(super) others: BTreeMap<Box<str>, IgnoredAny>,
}

/// An object that an event or another object has to do with.
#[derive(Debug, Deserialize)]
pub(super) struct Relationship {
    #[serde(rename = "objectId")]
    pub(super) object: Box<str>,
    #[serde(default)]
    pub(super) qualifier: Box<str>,
    #[serde(flatten)]
    pub(super) others: BTreeMap<Box<str>, IgnoredAny>,
}

/// An attribute of an object, which may change over time.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub(super) name: Box<str>,
}
