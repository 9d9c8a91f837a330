//! What an agreement, a run or a log can be asked beyond what happened.
#![cfg(all(feature = "json", feature = "toml"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    missing_docs,
    reason = "tests may stop at once"
)]

mod calendars;
mod doubtful;
#[path = "../engine/mod.rs"]
mod engine;
mod explanation;
mod exposure;
mod gallery;
#[path = "../generate/mod.rs"]
mod generate;
mod kinds;
mod lints;
mod outlook;
mod properties;
mod reach;
mod readings;
mod subjects;
mod unfolding;
mod what_if;

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
