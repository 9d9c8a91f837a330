//! An agreement among idle obligations: so large that it has no automaton.

#![allow(clippy::expect_used, dead_code, reason = "a helper for tests, which may stop at once")]

use serde_json::{Value, json};

/// What the names of idle obligations begin with.
pub const IDLE: &str = "idle-";

/// The act that they wait for.
pub const NEVER_DONE: &str = "never-done";

/// The same agreement with so many more obligations that it has no automaton. They never fall
/// due, and no outcome waits for them.
pub fn with_idle(document: &Value) -> Value {
    let mut document = document.clone();
    let parties = document["parties"].as_object().expect("a sound agreement");
    let mut parties = parties.keys();
    let mut party = || parties.next().expect("a sound agreement of two parties").clone();
    let (debtor, creditor) = (party(), party());
    document["acts"][NEVER_DONE] = json!({"by": [debtor]});
    for number in 0..65 {
        document["obligations"][format!("{IDLE}{number}")] = json!({
            "debtor": debtor, "creditor": creditor, "perform": NEVER_DONE,
            "when": {"happened": NEVER_DONE}, "binding": false
        });
    }
    document
}
