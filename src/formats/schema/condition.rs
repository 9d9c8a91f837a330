//! Conditions: an object of one key.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::names::Text;
use crate::terms::{Condition, Decimal, Matching, Moment, Standing};
use crate::time::calendar::Term;

impl JsonSchema for Condition<Text> {
    fn schema_name() -> Cow<'static, str> {
        "Condition".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let condition = generator.subschema_for::<Self>();
        let moment = generator.subschema_for::<Moment<Text>>();
        let matching = generator.subschema_for::<Matching<Text>>();
        let quantity = generator.subschema_for::<Decimal>();
        let span = generator.subschema_for::<Term>();
        let mut properties = Map::new();
        properties.insert(
            "happened".to_owned(),
            json!({
                "description": "The quantities of an act's effective events (`by` whoever acts for \
                                one party, that told so) add up to at least so many.",
                "anyOf": [
                    {"type": "string", "description": "The act, done at least once by anyone."},
                    {
                        "type": "object",
                        "properties": {
                            "act": {"type": "string", "description": "The act."},
                            "by": {
                                "type": "string",
                                "description": "Whose events count; everybody's if nothing is said.",
                            },
                            "where": matching,
                            "at_least": {
                                "description": "How much; 1 if nothing is said.",
                                "allOf": [quantity],
                            },
                        },
                        "required": ["act"],
                        "additionalProperties": false,
                    },
                ],
            }),
        );
        for standing in Standing::ALL {
            let about = json!({"type": "string", "description": about(standing)});
            properties.insert(standing.as_str().to_owned(), about);
        }
        let more = json!({
            "reached": {"description": "The clock has reached this instant.", "allOf": [moment]},
            "elapsed": {
                "description": "So much time has passed since a condition held for the first time.",
                "type": "object",
                "properties": {"since": condition, "for": span},
                "required": ["since", "for"],
                "additionalProperties": false,
            },
            "between": {
                "description": "The one act has happened, and since it happened last the other has \
                                not.",
                "type": "object",
                "properties": {"from": {"type": "string"}, "to": {"type": "string"}},
                "required": ["from", "to"],
                "additionalProperties": false,
            },
            "recent": {
                "description": "An act has happened (`by` whoever acts for one party), last less \
                                than so long ago.",
                "type": "object",
                "properties": {"act": {"type": "string"}, "by": {"type": "string"}, "for": span},
                "required": ["act", "for"],
                "additionalProperties": false,
            },
            "open": {
                "type": "string",
                "description": "It is a working day's business hours in this calendar.",
            },
            "told": {"description": "The latest values told match.", "allOf": [matching]},
            "some": {
                "description": "Of the subjects of a kind, this holds of at least so many.",
                "type": "object",
                "properties": {
                    "of": {"type": "string", "description": "The kind."},
                    "holds": condition,
                    "at_least": {
                        "type": "integer",
                        "minimum": 1,
                        "description": "Of how many; 1 if nothing is said.",
                    },
                },
                "required": ["of", "holds"],
                "additionalProperties": false,
            },
            "every": {
                "description": "The list of a kind's subjects is closed, there is one, and this \
                                holds of each.",
                "type": "object",
                "properties": {
                    "of": {"type": "string", "description": "The kind."},
                    "holds": condition,
                },
                "required": ["of", "holds"],
                "additionalProperties": false,
            },
            "all": {
                "description": "All of these hold; of none, this holds.",
                "type": "array",
                "items": condition,
            },
            "any": {
                "description": "One of these holds; of none, this does not hold.",
                "type": "array",
                "items": condition,
            },
            "not": {"description": "This does not hold.", "allOf": [condition]},
        });
        if let Value::Object(more) = more {
            properties.extend(more);
        }
        json_schema!({
            "description": "A formula over what has happened and where the obligations stand: an \
                            object with one key.",
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1,
        })
    }
}

fn about(standing: Standing) -> &'static str {
    match standing {
        Standing::Dormant => "This obligation is not yet owed.",
        Standing::Due => "This obligation is owed now.",
        Standing::Performed => "This obligation is done, and not yet verified.",
        Standing::Suspended => "This obligation rests.",
        Standing::Discharged => "This obligation is done for good, be it after a breach.",
        Standing::Breached => "This obligation was breached, cured since or not.",
        Standing::Released => "This obligation was given up by its creditor.",
        Standing::Lapsed => "This obligation ended without having been done.",
        Standing::Cured => "This obligation is done for good, after a breach.",
        Standing::Repaired => "This obligation was made up for after its breach.",
        Standing::Kept => "This obligation is done for good, and was never breached.",
        Standing::InBreach => "This obligation stands breached now.",
        Standing::Closed => "This obligation is over for good.",
    }
}
