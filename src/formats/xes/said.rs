//! What the attributes of an event say.

use serde_json::Value;

use super::super::plain_event::PlainEvent;
use super::super::times::Times;
use super::element::Attribute;
use super::{NAME, OURS, PLACE, RESOURCE, TEXTS, TICK, TIMESTAMP, TRANSITION};

/// Those of our own attributes that say what was done.
pub(super) const OWN_WORDS: [&str; 9] =
    ["act", "attest", "deny", "release", "extend", "amend", "waive", "amended", "tick"];

/// An attribute of an event, with those inside it.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) key: &'a str,
    pub(super) value: &'a str,
    pub(super) inner: &'a [Attribute],
}

/// An event that is said plainly, and what else its attributes say.
pub(super) struct Plain<'a> {
    pub(super) event: PlainEvent<'a>,
    pub(super) place: Option<u64>,
    /// What an event has no place for.
    pub(super) lost: Vec<&'a str>,
}

impl<'a> Plain<'a> {
    /// None where it is not plain.
    pub(super) fn of(attributes: impl Iterator<Item = Said<'a>>) -> Option<Self> {
        let mut plain = Self { event: PlainEvent::new(true), place: None, lost: Vec::new() };
        let (mut name, mut has_own_word) = (None, false);
        let times = Times::new();
        for Said { key, value, .. } in attributes {
            match key {
                TIMESTAMP => plain.event.keep_cell("time", value, &times)?,
                RESOURCE => plain.event.keep(b"actor", value.as_bytes())?,
                NAME => name.replace(value).is_none().then_some(())?,
                TICK => has_own_word = true,
                TRANSITION => {}
                PLACE => plain.place = value.parse().ok(),
                _ => match key.strip_prefix(OURS) {
                    Some("quantity") => plain.event.keep_cell("quantity", value, &times)?,
                    Some(key) if TEXTS.contains(&key) || matches!(key, "until" | "known") => {
                        has_own_word |= OWN_WORDS.contains(&key);
                        plain.event.keep(key.as_bytes(), value.as_bytes())?;
                    }
                    Some(_) => return None,
                    None => plain.lost.push(key),
                },
            }
        }
        match name {
            _ if has_own_word => {}
            Some(name) => plain.event.keep(b"act", name.as_bytes())?,
            // What is missing is for the other way to say.
            None => return None,
        }
        Some(plain)
    }
}

/// The key and the value of an attribute of ours.
pub(super) fn own<'a>(key: &'a str, attribute: &Said<'_>) -> Option<(&'a str, Value)> {
    let text = || Value::from(attribute.value);
    match key {
        "quantity" => {
            Some((key, attribute.value.parse::<u64>().map_or_else(|_| text(), Value::from)))
        }
        "actors" => Some((key, attribute.inner.iter().map(|actor| actor.value.as_str()).collect())),
        // What is told stands there as the object that it is in a line of JSON.
        "told" => Some((key, serde_json::from_str(attribute.value).unwrap_or_else(|_| text()))),
        "until" | "known" => Some((key, text())),
        _ if TEXTS.contains(&key) => Some((key, text())),
        _ => None,
    }
}
