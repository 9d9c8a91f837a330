//! Questions asked of the agreement itself: lint, reachability, exposure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "tests may stop at once"
)]

mod engine;
mod generate;

#[path = "analysis/exposure.rs"]
mod exposure;
#[path = "analysis/lints.rs"]
mod lints;
#[path = "analysis/properties.rs"]
mod properties;
#[path = "analysis/reach.rs"]
mod reach;

use serde_json::{Value, json};
use servanda::Agreement;

/// An agreement between two parties, with a third to verify; `rest` says what else is to be in the
/// document, or in place of that.
fn agreement(acts: Value, obligations: Value, rest: Value) -> Agreement {
    let mut document = json!({
        "title": "t",
        "date": "2026-01-01T00:00:00Z",
        "parties": {"ada": "", "bob": "", "eve": ""},
        "acts": acts,
        "obligations": obligations,
    });
    for (key, value) in rest.as_object().unwrap() {
        document[key] = value.clone();
    }
    Agreement::from_json(&document.to_string()).unwrap()
}
