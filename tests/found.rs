//! What the differential tests, the walks, the corpora and the fuzzers found, kept from coming back.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at once")]

use serde_json::json;
use servanda::{Agreement, BadLines, Verifier};

/// Found by the differential test: a party whose consent was needed twice was told twice.
#[test]
fn a_consent_that_is_missing_is_told_once() {
    let agreement = json!({
        "title": "found", "date": "2026-05-04T09:00:00Z",
        "parties": {"ada": "", "bob": "", "eve": ""},
        "acts": {"pay": {"by": ["ada"]}},
        "obligations": {"price": {"debtor": "ada", "creditor": "bob", "perform": "pay"}},
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let log = json!({
        "time": "2026-05-05T09:00:00Z", "amend": "price", "actors": ["eve"], "debtor": "ada",
    });
    let reports =
        Verifier::new(&agreement).judge_log(log.to_string().as_bytes(), BadLines::Stop).unwrap();
    let report = serde_json::to_value(&reports[0]).unwrap();
    assert_eq!(report["findings"][0]["needed"], json!(["ada", "bob"]));
}
