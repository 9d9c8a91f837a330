//! Instants, durations, kinds of findings.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::monitor::FindingKind;
use crate::time::{Instant, Span};

use super::super::meanings::meanings;

impl JsonSchema for Instant {
    fn schema_name() -> Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "date-time",
            "description": "An instant of RFC 3339: `1962-10-27T20:05:00-04:00`.",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})$",
        })
    }
}

impl JsonSchema for FindingKind {
    fn schema_name() -> Cow<'static, str> {
        "FindingKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let kinds: Vec<Value> = meanings()
            .map(|(kind, meaning)| json!({"const": kind.as_str(), "description": meaning}))
            .collect();
        json_schema!({"description": "The kinds of findings.", "oneOf": kinds})
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A duration of ISO 8601 in whole numbers, longer than nothing: `P2D`, \
                            `PT36H`, `P1Y6M`, `P2W`.",
            "pattern": "^P(?=.*[1-9])(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?$",
        })
    }
}
