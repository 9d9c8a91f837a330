//! The events of a log (section 5).

use serde_json::{Value, json};

use super::calendar::{self, Instant};
use super::json::{self, Object};

#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) time: Instant,
    /// An event without `known` was known at its time.
    pub(crate) known: Instant,
    pub(crate) actor: Option<String>,
    pub(crate) deed: Deed,
}

#[derive(Debug)]
pub(crate) enum Deed {
    Act {
        act: String,
        quantity: u64,
    },
    Attest {
        obligation: String,
    },
    Deny {
        obligation: String,
    },
    Release {
        obligation: String,
    },
    Extend {
        obligation: String,
        until: Instant,
    },
    Amend {
        obligation: String,
        actors: Vec<String>,
        verified_by: Option<String>,
        debtor: Option<String>,
    },
    Waive {
        act: String,
        actors: Vec<String>,
    },
    Tick,
}

const DEEDS: [&str; 7] = ["act", "attest", "deny", "release", "extend", "amend", "waive"];

impl Event {
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let object = json::any_object(value, "the event")?;
        let time = instant(json::required(object, "time", "the event")?)?;
        let known = object.get("known").map(instant).transpose()?.unwrap_or(time);
        let deed = read_deed(object)?;
        let actor = match deed {
            Deed::Amend { .. } | Deed::Waive { .. } => None,
            Deed::Tick => optional(object, "actor")?,
            _ => Some(required(object, "actor")?),
        };
        Ok(Self { time, known, actor, deed })
    }

    /// What it says was done, in its shortest form.
    pub(crate) fn printed(&self) -> Value {
        let mut value = match &self.deed {
            Deed::Tick => json!({}),
            Deed::Act { act, quantity: 1 } => json!({ "act": act }),
            Deed::Act { act, quantity } => json!({ "act": act, "quantity": quantity }),
            Deed::Attest { obligation } => json!({ "attest": obligation }),
            Deed::Deny { obligation } => json!({ "deny": obligation }),
            Deed::Release { obligation } => json!({ "release": obligation }),
            Deed::Extend { obligation, until } => {
                json!({ "extend": obligation, "until": calendar::printed(*until) })
            }
            Deed::Amend { obligation, actors, verified_by, debtor } => {
                let mut value = json!({ "amend": obligation, "actors": actors });
                for (key, party) in [("verified_by", verified_by), ("debtor", debtor)] {
                    if let Some(party) = party {
                        value[key] = json!(party);
                    }
                }
                value
            }
            Deed::Waive { act, actors } => json!({ "waive": act, "actors": actors }),
        };
        value["time"] = json!(calendar::printed(self.time));
        if let Some(actor) = &self.actor {
            value["actor"] = json!(actor);
        }
        value
    }
}

fn read_deed(object: &Object) -> Result<Deed, String> {
    let mut deeds = DEEDS.into_iter().filter(|deed| object.contains_key(*deed));
    let deed = match (deeds.next(), deeds.next()) {
        (None, _) => return Ok(Deed::Tick),
        (Some(deed), None) => deed,
        (Some(one), Some(other)) => return Err(format!("both `{one}` and `{other}`")),
    };
    let name = required(object, deed)?;
    let actors = || json::texts(json::required(object, "actors", deed)?, "actors");
    Ok(match deed {
        "act" => Deed::Act {
            act: name,
            quantity: match object.get("quantity") {
                Some(quantity) => json::quantity(quantity, "quantity")?,
                None => 1,
            },
        },
        "attest" => Deed::Attest { obligation: name },
        "deny" => Deed::Deny { obligation: name },
        "release" => Deed::Release { obligation: name },
        "extend" => Deed::Extend {
            obligation: name,
            until: instant(json::required(object, "until", deed)?)?,
        },
        "amend" => {
            let verified_by = optional(object, "verified_by")?;
            let debtor = optional(object, "debtor")?;
            if verified_by.is_none() && debtor.is_none() {
                return Err("`amend` with nothing to amend".to_owned());
            }
            Deed::Amend { obligation: name, actors: actors()?, verified_by, debtor }
        }
        _ => Deed::Waive { act: name, actors: actors()? },
    })
}

fn required(object: &Object, key: &str) -> Result<String, String> {
    json::text(json::required(object, key, "the event")?, key)
}

fn optional(object: &Object, key: &str) -> Result<Option<String>, String> {
    object.get(key).map(|value| json::text(value, key)).transpose()
}

fn instant(value: &Value) -> Result<Instant, String> {
    calendar::instant(&json::text(value, "an instant")?)
}
