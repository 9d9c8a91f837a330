//! Obligations: to perform, or to refrain.

use schemars::Schema;
use serde_json::{Value, json};

/// Says which keys go together.
pub(super) fn refine(schema: &mut Schema) {
    super::each_of(schema, "Obligation", |obligation| {
        let to_perform = form("perform", &["refrain", "beyond", "per"]);
        let of_performance = ["perform", "quantity", "within", "at", "early", "verified_by"];
        let to_refrain = form("refrain", &of_performance);
        obligation.insert("oneOf".to_owned(), json!([to_perform, to_refrain]));
        obligation.insert("not".to_owned(), json!({"required": ["within", "at"]}));
    });
    super::each_of(schema, "Act", |act| {
        if let Some(by) = act.get_mut("properties").and_then(|properties| properties.get_mut("by"))
            && let Some(by) = by.as_object_mut()
        {
            by.insert("minItems".to_owned(), 1.into());
        }
    });
}

fn form(key: &str, barred: &[&str]) -> Value {
    let barred: Vec<Value> = barred.iter().map(|key| json!({"required": [key]})).collect();
    json!({"title": format!("a duty to {key}"), "required": [key], "not": {"anyOf": barred}})
}
