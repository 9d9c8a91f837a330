//! Figures, instants and parties, written or told; what is told, and what must match.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::event::ToldValue;
use crate::names::{Subject, Text};
use crate::terms::{
    Bound, Condition, Decimal, Figure, Match, Matching, Moment, OneOrMore, Share, ToldType, Unit,
    Who, WrittenBy, WrittenFrom, WrittenGroup, WrittenParty,
};
use crate::time::Instant;
use crate::time::calendar::{CalendarDay, Term};

/// Implements a schema by its name and a function.
macro_rules! schema {
    ($($type:ty, $name:literal, $of:expr;)*) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let of: fn(&mut SchemaGenerator) -> Schema = $of;
                of(generator)
            }
        }
    )*};
}

schema! {
    Decimal, "Quantity", |_| json_schema!({
        "description": "A quantity: a whole number, or where the act has a unit a decimal one, as a \
                        number or as a text.",
        "anyOf": [
            {"type": "number", "minimum": 0},
            {"type": "string", "pattern": "^(0|[1-9]\\d*)(\\.\\d+)?$"},
        ],
    });
    Share, "Share", |_| json_schema!({
        "description": "A share of what is told: a decimal number above 0 with at most nine places, \
                        at most 1000000.",
        "anyOf": [
            {"type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000},
            {"type": "string", "pattern": "^(0|[1-9]\\d{0,6})(\\.\\d{1,9})?$"},
        ],
    });
    Figure<Text>, "Figure", |generator| {
        let plain = generator.subschema_for::<Decimal>();
        let share = generator.subschema_for::<Share>();
        told("A quantity, or one that is told.", &plain, &json!({"share": share}))
    };
    Moment<Text>, "Moment", |generator| {
        let plain = generator.subschema_for::<Instant>();
        let term = generator.subschema_for::<Term>();
        let day = generator.subschema_for::<CalendarDay>();
        let told = json!({
            "type": "object",
            "properties": {"told": told_name(), "after": term, "before": term},
            "required": ["told"],
            "not": {"required": ["after", "before"]},
            "additionalProperties": false,
        });
        json_schema!({
            "description": "An instant, one that is written by its day, or one that is told.",
            "anyOf": [plain, day, told],
        })
    };
    Who<Text>, "Who", |_| {
        let plain = json_schema!({
            "type": "string",
            "description": "A party, or `each`: in a kind over parties, the subject itself.",
        });
        told("A party, or one that is told.", &plain, &json!({}))
    };
    ToldType, "ToldType", |generator| {
        let unit = generator.subschema_for::<Unit>();
        json_schema!({
            "description": "Of what kind something told is.",
            "anyOf": [
                {"enum": ["quantity", "instant", "party"]},
                {
                    "type": "object",
                    "description": "A quantity in a unit.",
                    "properties": {"unit": unit},
                    "required": ["unit"],
                    "additionalProperties": false,
                },
                {"type": "array", "items": {"type": "string"}, "description": "One of these words."},
            ],
        })
    };
    ToldValue<Text>, "ToldValue", |_| json_schema!({
        "description": "What is told: a quantity, an instant, a party or a word.",
        "anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}],
    });
    Bound, "Bound", |generator| {
        let quantity = generator.subschema_for::<Decimal>();
        let instant = generator.subschema_for::<Instant>();
        let day = generator.subschema_for::<CalendarDay>();
        json_schema!({"description": "A bound, itself included.", "anyOf": [quantity, instant, day]})
    };
    Match, "Match", |generator| {
        let bound = generator.subschema_for::<Bound>();
        json_schema!({
            "description": "What must have been told: a word, one of several, or what lies within \
                            bounds.",
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
                {
                    "type": "object",
                    "properties": {"at_least": bound, "at_most": bound},
                    "additionalProperties": false,
                },
            ],
        })
    };
    Matching<Text>, "Where", |generator| {
        let what = generator.subschema_for::<Match>();
        json_schema!({
            "description": "What must have been told, name by name.",
            "type": "object",
            "additionalProperties": what,
        })
    };
    WrittenFrom, "From", |generator| {
        let instant = generator.subschema_for::<Instant>();
        let day = generator.subschema_for::<CalendarDay>();
        let condition = generator.subschema_for::<Condition<Text>>();
        json_schema!({
            "description": "From when periods are reckoned: an instant, be it by its day, or the first \
                            holding of a condition.",
            "anyOf": [instant, day, condition],
        })
    };
    Subject<Text>, "Subject", |_| json_schema!({
        "description": "A subject: its kind, and its name.",
        "type": "object",
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 256},
        "minProperties": 1,
        "maxProperties": 1,
    });
    OneOrMore, "Names", |_| json_schema!({
        "description": "A name, or several.",
        "anyOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}, "minItems": 1},
        ],
    });
    WrittenBy, "By", |_| json_schema!({
        "description": "At least one party, or `all`.",
        "anyOf": [
            {"const": "all"},
            {"type": "array", "items": {"type": "string"}, "minItems": 1},
        ],
    });
    WrittenParty, "Party", |generator| {
        let group = generator.subschema_for::<WrittenGroup>();
        json_schema!({
            "description": "Who that is; of a group, its members too.",
            "anyOf": [{"type": "string"}, group],
        })
    };
}

/// Something written plainly, or told with these keys beside.
fn told(description: &str, plain: &Schema, beside: &Value) -> Schema {
    let mut properties = json!({
        "told": told_name(),
    });
    if let (Some(properties), Some(beside)) = (properties.as_object_mut(), beside.as_object()) {
        properties.extend(beside.clone());
    }
    json_schema!({
        "description": description,
        "anyOf": [
            plain,
            {
                "type": "object",
                "properties": properties,
                "required": ["told"],
                "additionalProperties": false,
            },
        ],
    })
}

fn told_name() -> Value {
    json!({"type": "string", "description": "The name by which it is told."})
}
