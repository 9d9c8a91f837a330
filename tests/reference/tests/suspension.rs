//! Suspension: by `suspended_while`, and because ought implies may (section 4).

use serde_json::json;

use super::*;

/// Owed within 10 days; rests from the act `stop` until the act `go`.
fn resting_duty(terms: Value) -> Value {
    let mut all = json!({
        "within": "P10D",
        "suspended_while": { "all": [{ "happened": "stop" }, { "not": { "happened": "go" } }] },
    });
    for (key, term) in terms.as_object().unwrap() {
        all[key] = term.clone();
    }
    duty(all)
}

#[test]
fn time_spent_suspended_is_given_back() {
    let log = [act(4, "b", "stop"), act(9, "b", "go"), tick(16)];
    let report = record(&resting_duty(json!({})), &log);
    assert_eq!(status(&report, "o"), "due");
    assert_eq!(deadline(&report, "o"), Some("2030-01-16T00:00:00Z"));
    assert_eq!(findings(&report), NONE);
}

#[test]
fn a_resting_deadline_does_not_fire() {
    let report = record(&resting_duty(json!({})), &[act(4, "b", "stop"), tick(30)]);
    assert_eq!(status(&report, "o"), "suspended");
    assert_eq!(findings(&report), NONE);
}

#[test]
fn a_duty_suspended_at_its_deadline_has_that_instant_left() {
    let log = [act(11, "b", "stop"), act(20, "b", "go"), act(20, "a", "pay")];
    assert_eq!(status(&record(&resting_duty(json!({})), &log), "o"), "discharged");
    let log = [act(11, "b", "stop"), act(20, "b", "go"), act(21, "a", "pay")];
    let report = record(&resting_duty(json!({})), &log);
    assert_eq!(findings(&report), ["overdue a 2030-01-20 - o"]);
}

#[test]
fn a_suspended_duty_can_be_performed() {
    let report = record(&resting_duty(json!({})), &[act(4, "b", "stop"), act(5, "a", "pay")]);
    assert_eq!(status(&report, "o"), "discharged");
}

#[test]
fn what_leaves_suspension_by_being_performed_has_its_time_given_back_too() {
    // Suspended from the 4th to the 9th: the 11th becomes the 16th.
    let agreement = resting_duty(json!({ "verified_by": "c" }));
    let log = [act(4, "b", "stop"), act(9, "a", "pay")];
    let report = record(&agreement, &log);
    assert_eq!(status(&report, "o"), "performed");
    assert_eq!(deadline(&report, "o"), Some("2030-01-16T00:00:00Z"));
}

#[test]
fn nobody_is_late_with_what_they_may_not_do() {
    let agreement = agreement(json!({
        "acts": {
            "pay": { "by": ["a"], "requires": { "any": [
                { "not": { "happened": "close" } }, { "happened": "open" },
            ] } },
            "close": { "by": ["b"] },
            "open": { "by": ["b"] },
        },
        "obligations": {
            "o": { "debtor": "a", "creditor": "b", "perform": "pay", "within": "P4D" },
        },
    }));
    let report = record(&agreement, &[act(3, "b", "close"), tick(20)]);
    assert_eq!(status(&report, "o"), "suspended");
    let report = record(&agreement, &[act(3, "b", "close"), act(20, "b", "open")]);
    assert_eq!(status(&report, "o"), "due");
    assert_eq!(deadline(&report, "o"), Some("2030-01-22T00:00:00Z"));
}

#[test]
fn a_duty_whose_precondition_fails_is_not_due() {
    let agreement = agreement(json!({
        "acts": {
            "pay": { "by": ["a"], "requires": { "happened": "bill" } },
            "bill": { "by": ["b"] },
        },
        "obligations": {
            "o": { "debtor": "a", "creditor": "b", "perform": "pay", "within": "P4D" },
        },
    }));
    assert_eq!(status(&record(&agreement, &[tick(9)]), "o"), "dormant");
    let report = record(&agreement, &[act(9, "b", "bill")]);
    assert_eq!(deadline(&report, "o"), Some("2030-01-13T00:00:00Z"));
}

#[test]
fn a_target_once_told_is_not_told_again_when_suspension_moves_it() {
    // Told on the 11th; moved by two days; nobody set or extended it.
    let log = [tick(12), act(13, "b", "stop"), act(15, "b", "go"), tick(30)];
    let report = record(&resting_duty(json!({ "target": true })), &log);
    assert_eq!(findings(&report), ["unmet a 2030-01-11 - o"]);
    assert_eq!(deadline(&report, "o"), Some("2030-01-13T00:00:00Z"));
}
