//! What the differential tests, the walks, the corpora and the fuzzers found, kept from coming back.

use serde_json::json;
use servanda::formats::BadLines;
use servanda::{Agreement, Verifier};

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

/// Found by reading for bounds: an agreement of many defects, each of which named all who may do the
/// act, gave an error as large as the square of the agreement.
#[test]
fn an_error_is_not_much_larger_than_its_agreement() {
    let many: Vec<String> = (0..2_000).map(|number| format!("party-{number}")).collect();
    let named = |suffix: &str, value: serde_json::Value| -> serde_json::Value {
        many.iter().map(|name| (format!("{name}{suffix}"), value.clone())).collect()
    };
    let agreement = json!({
        "title": "large", "date": "2026-05-04T09:00:00Z",
        "parties": many.iter().map(String::as_str).chain(["other"]).map(|name| (name, "")).collect::<std::collections::BTreeMap<_, _>>(),
        "acts": {"pay": {"by": many}},
        "obligations": named("", json!({"debtor": "other", "creditor": "other", "perform": "pay"})),
    })
    .to_string();
    let error = Agreement::from_json(&agreement).unwrap_err().to_string();
    assert!(error.contains("(party-0, party-1, party-2"), "{error:.300}");
    assert!(error.len() < 4 * agreement.len(), "{} of {}", error.len(), agreement.len());
}

/// Found by reading for bounds: the nearest known name was looked for as often as there were
/// unknown ones, in a time of the square of the agreement.
#[test]
fn suggestions_are_made_as_long_as_that_takes_no_time_to_speak_of() {
    let many: Vec<String> = (0..1_000).map(|number| format!("party-{number}")).collect();
    let agreement = json!({
        "title": "large", "date": "2026-05-04T09:00:00Z",
        "parties": many.iter().map(|name| (name.as_str(), "")).collect::<std::collections::BTreeMap<_, _>>(),
        "acts": {"pay": {"by": many.iter().map(|name| format!("{name}x")).collect::<Vec<_>>()}},
        "obligations": {},
    });
    let error = Agreement::from_json(&agreement.to_string()).unwrap_err().to_string();
    let (first, last) = (error.lines().next().unwrap(), error.lines().last().unwrap());
    assert!(first.contains("did you mean `party-0`?"), "{first}");
    assert!(last.ends_with("unknown party `party-999x`"), "{last}");
}

/// Found by another reading of the law: where a deadline was extended to an instant that is past and
/// nothing came after it, the end of the log did not let it fire, though a tick would have.
#[test]
fn a_deadline_that_was_extended_into_the_past_fires_at_the_end_of_the_log() {
    let agreement = json!({
        "title": "found", "date": "2026-05-04T09:00:00Z",
        "parties": {"ada": "", "bob": ""},
        "acts": {"pay": {"by": ["ada"]}},
        "obligations": {"price": {
            "debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D", "target": true,
        }},
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let extended = r#"{"time": "2026-05-10T09:00:00Z", "actor": "bob", "extend": "price", "until": "2026-05-08T09:00:00Z"}"#;
    let ticked = format!("{extended}\n{}", r#"{"time": "2026-05-10T09:00:00Z"}"#);
    for verifier in [
        Verifier::new(&agreement),
        Verifier::new(&agreement).as_of("2026-05-10T09:00:00Z".parse().unwrap()),
    ] {
        let judged = |log: &str| verifier.judge_log(log.as_bytes(), BadLines::Stop).unwrap();
        let reports = judged(extended);
        let at: Vec<String> = reports[0].findings().map(|finding| finding.at.to_string()).collect();
        assert_eq!(at, ["2026-05-05T09:00:00Z", "2026-05-08T09:00:00Z"]);
        assert_eq!(reports, judged(&ticked));
    }
}
