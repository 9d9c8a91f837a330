//! The schemas of what the command answers: each stands in a file of `answers`, and what several of them speak of
//! stands once, in `answers/parts.json` or in the schema of reports.

use schemars::generate::Contract;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::analysis::{LintKind, Severity};
use crate::monitor::Cause;

use super::report;

/// What answers speak of and Rust's types say the form of.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only their forms are asked for")]
struct Parts {
    report: report::Output,
    lint: LintKind,
    severity: Severity,
    cause: Cause,
}

const PARTS: &str = include_str!("answers/parts.json");

/// The schema that stands in a file, with all that it speaks of.
pub(super) fn schema(file: &str) -> Schema {
    let mut root = object(file);
    let mut parts = parts();
    if let Some(Value::Object(own)) = root.remove("$defs") {
        parts.extend(own);
    }
    let mut used = Map::new();
    let mut open = references(&root);
    while let Some(name) = open.pop() {
        if let Some((name, part)) = parts.remove_entry(&name) {
            if let Some(part) = part.as_object() {
                open.extend(references(part));
            }
            used.insert(name, part);
        }
    }
    used.sort_keys();
    let draft = Value::from("https://json-schema.org/draft/2020-12/schema");
    let mut schema = Map::from_iter([("$schema".to_owned(), draft)]);
    schema.extend(root);
    if !used.is_empty() {
        schema.insert("$defs".to_owned(), used.into());
    }
    schema.into()
}

fn parts() -> Map<String, Value> {
    let of_types = super::schema::<Parts>(Contract::Serialize, "", "");
    let of_types = of_types.get("$defs").and_then(Value::as_object);
    let mut parts = of_types.cloned().unwrap_or_default();
    parts.extend(object(PARTS));
    // In a difference a finding has the line that made it so.
    if let Some(mut moved) = parts.get("Finding").cloned() {
        let by = json!({
            "description": "The place in the log of the line that made it so, counted from 1.",
            "type": "integer",
            "minimum": 1,
        });
        if let Some(keys) = moved.pointer_mut("/properties").and_then(Value::as_object_mut) {
            keys.insert("by".to_owned(), by);
        }
        if let Some(required) = moved.pointer_mut("/required").and_then(Value::as_array_mut) {
            required.push("by".into());
        }
        parts.insert("MovedFinding".to_owned(), moved);
    }
    parts
}

/// The files are this crate's own: a test reads each.
fn object(file: &str) -> Map<String, Value> {
    serde_json::from_str(file).unwrap_or_default()
}

/// The names of the parts that something speaks of.
fn references(of: &Map<String, Value>) -> Vec<String> {
    let mut names = Vec::new();
    for (key, value) in of {
        match value {
            Value::String(text) if key == "$ref" => {
                names.extend(text.strip_prefix("#/$defs/").map(str::to_owned));
            }
            Value::Object(inner) => names.extend(references(inner)),
            Value::Array(inner) => {
                let objects = inner.iter().filter_map(Value::as_object);
                names.extend(objects.flat_map(references));
            }
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::SchemaOf;
    use super::*;

    #[test]
    fn each_part_is_one_that_something_speaks_of_and_all_that_is_spoken_of_is_there() {
        let mut unused: Vec<String> = object(PARTS).keys().cloned().collect();
        assert!(!unused.is_empty());
        for of in SchemaOf::ALL {
            let schema: Map<String, Value> = serde_json::from_str(&of.to_json()).unwrap();
            let parts = schema.get("$defs").and_then(Value::as_object).cloned();
            for name in references(&schema) {
                let is_there = parts.as_ref().is_some_and(|parts| parts.contains_key(&name));
                assert!(is_there, "{}: {name}", of.as_str());
                unused.retain(|part| *part != name);
            }
            assert!(schema.contains_key("title"), "{}", of.as_str());
        }
        assert_eq!(unused, [""; 0]);
    }
}
