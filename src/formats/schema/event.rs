//! Events: one word, with the keys that it takes.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use crate::event::{ABOUT_THE_LOG, Entry, OF_EVENTS, WORDS, WrittenEvent};
use crate::names::Text;

impl JsonSchema for Entry<Text> {
    fn schema_name() -> Cow<'static, str> {
        WrittenEvent::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        WrittenEvent::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        WrittenEvent::json_schema(generator)
    }
}

/// Says which keys go together.
pub(super) fn refine(schema: &mut Schema) {
    super::each_of(schema, "Event", |event| {
        event.insert("oneOf".to_owned(), forms());
    });
}

/// The forms of an event: for each word, what it needs and what does not belong to it.
fn forms() -> Value {
    let words = WORDS.into_iter().map(|(word, takes)| form(Some(word), takes));
    words.chain([form(None, &["actor"])]).collect()
}

/// Keys that belong to words.
const OF_WORDS: [&str; 8] =
    ["actor", "actors", "told", "until", "verified_by", "debtor", "creditor", "event"];

/// What an amendment says at least one of.
const TERMS: [&str; 5] = ["verified_by", "debtor", "creditor", "until", "quantity"];

fn form(word: Option<&str>, takes: &[&str]) -> Value {
    let others = WORDS.into_iter().map(|(other, _)| other).filter(|other| Some(*other) != word);
    let strays = OF_WORDS.into_iter().filter(|key| !takes.contains(key));
    let is_about_the_log = word.is_some_and(|word| ABOUT_THE_LOG.contains(&word));
    let of_events = OF_EVENTS.into_iter().filter(|_| is_about_the_log);
    let barred: Vec<Value> =
        others.chain(strays).chain(of_events).map(|key| json!({"required": [key]})).collect();
    // `quantity` and `told` depend on the act, an amendment says at least one of several things, and
    // some words are one party's or several's.
    let speaks_either_way = takes.contains(&"actor") && takes.contains(&"actors");
    let is_needed = |key: &&&str| match **key {
        "quantity" | "told" => false,
        "actor" | "actors" => !speaks_either_way,
        key => word != Some("amend") || !TERMS.contains(&key),
    };
    let needed = takes.iter().filter(is_needed).copied().filter(|_| word.is_some());
    let required: Vec<&str> = word.into_iter().chain(needed).collect();
    let mut form = json!({
        "title": word.unwrap_or("a tick"),
        "required": required,
        "not": {"anyOf": barred},
    });
    let either =
        |keys: &[&str]| -> Value { keys.iter().map(|key| json!({"required": [key]})).collect() };
    if let Some(form) = form.as_object_mut() {
        if word == Some("amend") {
            form.insert("anyOf".to_owned(), either(&TERMS));
        }
        if word == Some("correct") {
            // The event instead has of the line, and of what it corrects, when it was known, its id and case.
            let own = ["id", "known", "case"].into_iter().chain(ABOUT_THE_LOG);
            let own: Vec<Value> = own.map(|key| json!({"required": [key]})).collect();
            let instead = json!({"event": {"not": {"anyOf": own}}});
            form.insert("properties".to_owned(), instead);
        }
        if speaks_either_way {
            form.insert("oneOf".to_owned(), either(&["actor", "actors"]));
        }
    }
    form
}
