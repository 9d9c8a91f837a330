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
const OF_WORDS: [&str; 6] = ["actor", "actors", "quantity", "until", "verified_by", "debtor"];

fn form(word: Option<&str>, takes: &[&str]) -> Value {
    let others = WORDS.into_iter().map(|(other, _)| other).filter(|other| Some(*other) != word);
    let strays = OF_WORDS.into_iter().filter(|key| !takes.contains(key));
    let barred: Vec<Value> = others.chain(strays).map(|key| json!({"required": [key]})).collect();
    // `quantity` has a default, and an amendment says at least one of two things.
    let is_needed = |key: &&&str| !matches!(**key, "quantity" | "verified_by" | "debtor");
    let needed = takes.iter().filter(is_needed).copied().filter(|_| word.is_some());
    let required: Vec<&str> = word.into_iter().chain(needed).collect();
    let mut form = json!({
        "title": word.unwrap_or("a tick"),
        "required": required,
        "not": {"anyOf": barred},
    });
    if let (Some("amend"), Some(form)) = (word, form.as_object_mut()) {
        let either = json!([{"required": ["verified_by"]}, {"required": ["debtor"]}]);
        form.insert("anyOf".to_owned(), either);
    }
    form
}
