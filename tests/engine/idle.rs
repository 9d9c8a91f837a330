//! An agreement among idle obligations: so large that it has no automaton.

#![allow(clippy::expect_used, dead_code, reason = "a helper for tests, which may stop at once")]

use serde_json::{Value, json};

/// What the names of idle obligations begin with.
pub const IDLE: &str = "idle-";

/// The same agreement with so many more obligations that it has no automaton. They never fall
/// due, and no outcome waits for them.
pub fn with_idle(document: &Value) -> Value {
    let mut document = document.clone();
    let parties = document["parties"].as_object().expect("a sound agreement");
    let party = parties.keys().next().expect("a sound agreement").clone();
    document["acts"]["never-done"] = json!({"by": [party]});
    for number in 0..65 {
        document["obligations"][format!("{IDLE}{number}")] = json!({
            "debtor": party, "creditor": party, "perform": "never-done",
            "when": {"happened": "never-done"}, "binding": false
        });
    }
    document
}
