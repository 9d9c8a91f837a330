//! Calendars, terms, and instants by their day.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::terms::TermOrAtOnce;
use crate::time::calendar::{Calendar, CalendarDay, Term};
use crate::time::{Instant, Span};

impl JsonSchema for Calendar {
    fn schema_name() -> Cow<'static, str> {
        "Calendar".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let instant = generator.subschema_for::<Instant>();
        let dates = |about: &str| json!({"type": "array", "items": date(), "description": about});
        let time = |about: &str| json!({"type": "string", "pattern": "^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$", "description": about});
        let offset = json!({
            "type": "string",
            "description": "How far local time is ahead of UTC: `+01:00`.",
            "pattern": "^[+-]([01]\\d|2[0-3]):[0-5]\\d$",
        });
        let weekdays =
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        json_schema!({
            "description": "What the clocks of a place show, which days are working days, and when they are \
                            open.",
            "type": "object",
            "properties": {
                "offset": offset,
                "offsets": {
                    "description": "From when on local time is ahead by how much, in order of time.",
                    "type": "array",
                    "items": {
                        "type": "array",
                        "prefixItems": [instant, offset],
                        "minItems": 2,
                        "maxItems": 2,
                    },
                },
                "weekend": {
                    "description": "The weekdays that are no working days; Saturday and Sunday if nothing \
                                    is said.",
                    "type": "array",
                    "items": {"enum": weekdays},
                },
                "holidays": dates("Dates that are no working days."),
                "working": dates("Dates that are working days, though weekend or holiday."),
                "opens": time("From when a working day is open; `00:00` if nothing is said."),
                "close": time("From when a working day is open no more; `24:00` if nothing is said."),
                "covers": {
                    "description": "The first and the last day for which it holds.",
                    "type": "array",
                    "prefixItems": [date(), date()],
                    "minItems": 2,
                    "maxItems": 2,
                },
            },
            "required": ["covers"],
            "additionalProperties": false,
        })
    }
}

impl JsonSchema for Term {
    fn schema_name() -> Cow<'static, str> {
        "Term".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let span = generator.subschema_for::<Span>();
        term(&span)
    }
}

impl JsonSchema for TermOrAtOnce {
    fn schema_name() -> Cow<'static, str> {
        "TermOrAtOnce".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        term(&json_schema!({
            "type": "string",
            "description": "A duration of ISO 8601 in whole numbers; `PT0S` is at once.",
            "pattern": "^P(?=[\\dT])(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?$",
        }))
    }
}

impl JsonSchema for CalendarDay {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An instant by its day in a calendar: of a deadline the day's end, of anything \
                            else its beginning, if no time of day is said.",
            "type": "object",
            "properties": {
                "day": date(),
                "in": calendar(),
                "ends": {
                    "description": "At what time of day.",
                    "anyOf": [{"enum": ["midnight", "close"]}, time_of_day()],
                },
            },
            "required": ["day", "in"],
            "additionalProperties": false,
        })
    }
}

/// A duration, or a duration as a calendar counts it.
fn term(plain: &Schema) -> Schema {
    json_schema!({
        "description": "How long: a duration (a day is 24 hours, months are those of UTC), or one as a \
                        calendar counts it.",
        "anyOf": [
            plain,
            {
                "type": "object",
                "properties": {
                    "term": plain,
                    "in": calendar(),
                    "days": {
                        "enum": ["calendar", "working"],
                        "description": "Which days are counted; all if nothing is said.",
                    },
                    "ends": {
                        "description": "At what time of day it ends; at the same if nothing is said.",
                        "anyOf": [{"enum": ["same-time", "midnight", "close"]}, time_of_day()],
                    },
                    "roll": {
                        "enum": ["none", "following", "preceding", "modified-following"],
                        "description": "Where a date is moved that is no working day; nowhere if nothing \
                                        is said.",
                    },
                },
                "required": ["term", "in"],
                "additionalProperties": false,
            },
        ],
    })
}

fn date() -> Value {
    json!({"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"})
}

fn time_of_day() -> Value {
    json!({"type": "string", "pattern": "^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$"})
}

fn calendar() -> Value {
    json!({"type": "string", "description": "The calendar, by its name under `calendars`."})
}
