//! Events: one word, with the keys that it takes.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use crate::event::{Event, WORDS, WrittenEvent};
use crate::names::Text;

impl JsonSchema for Event<Text> {
    fn schema_name() -> Cow<'static, str> {
        WrittenEvent::schema_name()
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
const OF_WORDS: [&str; 7] =
    ["actor", "actors", "told", "until", "verified_by", "debtor", "creditor"];

/// What an amendment says at least one of.
const TERMS: [&str; 5] = ["verified_by", "debtor", "creditor", "until", "quantity"];

fn form(word: Option<&str>, takes: &[&str]) -> Value {
    let others = WORDS.into_iter().map(|(other, _)| other).filter(|other| Some(*other) != word);
    let strays = OF_WORDS.into_iter().filter(|key| !takes.contains(key));
    let barred: Vec<Value> = others.chain(strays).map(|key| json!({"required": [key]})).collect();
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
        if speaks_either_way {
            form.insert("oneOf".to_owned(), either(&["actor", "actors"]));
        }
    }
    form
}
