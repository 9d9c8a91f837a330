//! JSON Schemas of what is read and written, from the types that it is read into.

mod answer;
mod calendar;
mod condition;
mod event;
mod obligation;
mod report;
mod told;
mod values;

use schemars::generate::{Contract, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use crate::event::WrittenEvent;
use crate::terms::Document;

/// What there is a JSON Schema of.
///
/// ```
/// use servanda::formats::schema::SchemaOf;
/// let schema: serde_json::Value = serde_json::from_str(&SchemaOf::Agreement.to_json())?;
/// assert_eq!(schema["required"][0], "title");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchemaOf {
    /// An agreement, as it is read.
    Agreement,
    /// An event: one line of a log, as it is read.
    Event,
    /// A report, as it is written; or several, for a log of several cases.
    Report,
    /// What the command `verify` prints of a log of many cases: the summary, and some of their reports.
    Summary,
    /// What `verify --by-time --known-by A --against B` prints.
    Difference,
    /// A line that `verify --follow` prints.
    Followed,
    /// What `check` prints.
    Check,
    /// What `compare` prints.
    Compare,
    /// What `explain` prints.
    Explain,
    /// What `what-if` prints.
    WhatIf,
    /// What `next` prints.
    Next,
    /// What `plan` prints.
    Plan,
    /// What every command prints on standard error when it can't go on.
    Error,
}

impl SchemaOf {
    /// Every one of them.
    pub const ALL: [Self; 13] = [
        Self::Agreement,
        Self::Event,
        Self::Report,
        Self::Summary,
        Self::Difference,
        Self::Followed,
        Self::Check,
        Self::Compare,
        Self::Explain,
        Self::WhatIf,
        Self::Next,
        Self::Plan,
        Self::Error,
    ];

    /// Its name: `agreement`, `event`, `report`, or the name of the command that prints it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Event => "event",
            Self::Report => "report",
            Self::Summary => "summary",
            Self::Difference => "difference",
            Self::Followed => "followed",
            Self::Check => "check",
            Self::Compare => "compare",
            Self::Explain => "explain",
            Self::WhatIf => "what-if",
            Self::Next => "next",
            Self::Plan => "plan",
            Self::Error => "error",
        }
    }

    /// The schema, as JSON Schema of the draft 2020-12, laid out to be read. An editor that is told
    /// of it completes keys and shows what each means. What a schema can't say, such as that a name
    /// must be declared, is for [`Agreement::from_json`](crate::Agreement::from_json) to find.
    ///
    /// ```
    /// use servanda::formats::schema::SchemaOf;
    /// let schema: serde_json::Value = serde_json::from_str(&SchemaOf::Event.to_json())?;
    /// assert_eq!(schema["type"], "object");
    /// assert!(schema["properties"]["time"].is_object());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn to_json(self) -> String {
        let schema = match self {
            Self::Agreement => schema::<Document>(
                Contract::Deserialize,
                "An agreement",
                "What parties owe each other, for servanda to keep.",
            ),
            Self::Event => schema::<WrittenEvent>(
                Contract::Deserialize,
                "An event",
                "One line of a log: what happened, or a word about an obligation.",
            ),
            Self::Report => schema::<report::Output>(
                Contract::Serialize,
                "A report",
                "What a log comes to under an agreement; for a log of several cases, all of them.",
            ),
            Self::Summary => answer::schema(include_str!("answers/summary.json")),
            Self::Difference => answer::schema(include_str!("answers/difference.json")),
            Self::Followed => answer::schema(include_str!("answers/followed.json")),
            Self::Check => answer::schema(include_str!("answers/check.json")),
            Self::Compare => answer::schema(include_str!("answers/compare.json")),
            Self::Explain => answer::schema(include_str!("answers/explain.json")),
            Self::WhatIf => answer::schema(include_str!("answers/what-if.json")),
            Self::Next => answer::schema(include_str!("answers/next.json")),
            Self::Plan => answer::schema(include_str!("answers/plan.json")),
            Self::Error => answer::schema(include_str!("answers/error.json")),
        };
        // A schema is texts, numbers and lists: nothing of it can fail to be written.
        serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
    }
}

fn schema<T: JsonSchema>(contract: Contract, title: &str, description: &str) -> Schema {
    let mut settings = SchemaSettings::draft2020_12();
    settings.contract = contract;
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    event::refine(&mut schema);
    obligation::refine(&mut schema);
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    present(schema.as_object_mut());
    schema
}

/// A key that may be absent is never null: nothing has two spellings.
fn present(schema: Option<&mut Map<String, Value>>) {
    let Some(schema) = schema else { return };
    let required: Vec<Value> =
        schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    for (key, property) in
        schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
    {
        if !required.iter().any(|name| name == key) {
            without_null(property);
        }
    }
    for (_, value) in schema {
        match value {
            Value::Object(_) => present(value.as_object_mut()),
            Value::Array(values) => values.iter_mut().for_each(|it| present(it.as_object_mut())),
            _ => {}
        }
    }
}

fn without_null(property: &mut Value) {
    let Some(property) = property.as_object_mut() else { return };
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|name| name != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            property.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(choices)) = property.get_mut("anyOf") {
        choices.retain(|choice| choice.get("type") != Some(&"null".into()));
        if let [Value::Object(one)] = choices.as_slice() {
            let one = one.clone();
            property.remove("anyOf");
            property.extend(one);
        }
    }
}

/// Changes the schema that goes by this name, be it the root or a part.
fn each_of(schema: &mut Schema, name: &str, change: impl Fn(&mut Map<String, Value>)) {
    let Some(root) = schema.as_object_mut() else { return };
    if root.get("title").is_some_and(|title| title == name) {
        change(root);
    }
    let part = root.get_mut("$defs").and_then(|parts| parts.get_mut(name));
    if let Some(part) = part.and_then(Value::as_object_mut) {
        change(part);
    }
}
