//! Prohibitions (sections 2, 4 and 5).

use serde_json::json;

use super::*;

#[test]
fn one_finding_for_each_event_past_the_limit() {
    let agreement = prohibition(json!({ "beyond": 2 }));
    let log = [acts(2, "a", "pay", 2), acts(3, "a", "pay", 5), act(4, "a", "pay")];
    let report = record(&agreement, &log);
    assert_eq!(findings(&report), ["prohibited a 2030-01-03 2 o", "prohibited a 2030-01-04 3 o"]);
    assert_eq!((status(&report, "o"), progress(&report, "o")), ("breached", 0));
    assert_eq!(report["outcome"], "breached");
}

#[test]
fn only_the_debtor_is_bound() {
    let report = record(&prohibition(json!({})), &[act(2, "b", "pay")]);
    assert_eq!((status(&report, "o"), findings(&report).len()), ("due", 0));
    assert_eq!(report["outcome"], "settled");
}

#[test]
fn each_period_has_its_own_count_and_excludes_its_end() {
    let agreement = prohibition(json!({ "beyond": 1, "per": "P5D" }));
    // 1..6, 6..11: the 6th is in the second period.
    let log = [act(5, "a", "pay"), act(6, "a", "pay"), act(10, "a", "pay"), act(11, "a", "pay")];
    let report = record(&agreement, &log);
    assert_eq!(findings(&report), ["prohibited a 2030-01-10 3 o"]);
}

#[test]
fn months_as_periods_are_all_counted_from_the_first_day() {
    // Due on 31 January: periods start on 28 February and on 31 March (not on
    // the 28th, as they would if February had shortened what follows).
    let mut agreement = prohibition(json!({ "beyond": 1, "per": "P1M" }));
    agreement["date"] = json!("2031-01-31T00:00:00Z");
    let pay = |time: &str| json!({ "time": time, "actor": "a", "act": "pay" });
    let log = [
        pay("2031-02-27T00:00:00Z"),
        pay("2031-02-28T00:00:00Z"),
        pay("2031-03-30T00:00:00Z"),
        pay("2031-03-31T00:00:00Z"),
    ];
    let report = record(&agreement, &log);
    assert_eq!(findings(&report), ["prohibited a 2031-03-30 3 o"]);
}

#[test]
fn tiny_periods_over_years_are_found_without_counting_up() {
    let agreement = prohibition(json!({ "beyond": 1, "per": "PT1S" }));
    let pay = |time: &str| json!({ "time": time, "actor": "a", "act": "pay" });
    let log =
        [pay("2999-01-01T00:00:00Z"), pay("2999-01-01T00:00:00.999Z"), pay("2999-01-01T00:00:01Z")];
    let report = record(&agreement, &log);
    assert_eq!(findings(&report), ["prohibited a 2999-01-01T00:00:00.999Z 2 o"]);
}

#[test]
fn what_rests_or_sleeps_counts_nothing() {
    let agreement = prohibition(json!({
        "beyond": 1,
        "when": { "happened": "go" },
        "suspended_while": { "happened": "stop" },
    }));
    let log = [
        act(2, "a", "pay"),
        act(3, "b", "go"),
        act(4, "a", "pay"),
        act(5, "b", "stop"),
        act(6, "a", "pay"),
    ];
    let report = record(&agreement, &log);
    assert_eq!((status(&report, "o"), findings(&report).len()), ("suspended", 0));
    assert_eq!(report["outcome"], "settled");
}

#[test]
fn the_act_that_starts_a_prohibition_is_before_it() {
    let agreement = prohibition(json!({ "when": { "happened": "pay" } }));
    let report = record(&agreement, &[act(2, "a", "pay"), act(3, "a", "pay")]);
    assert_eq!(findings(&report), ["prohibited a 2030-01-03 2 o"]);
}

#[test]
fn what_does_not_bind_is_told_and_stays_due() {
    let report = record(&prohibition(json!({ "binding": false })), &[act(2, "a", "pay")]);
    assert_eq!(status(&report, "o"), "due");
    assert_eq!(findings(&report), ["unmet a 2030-01-02 1 o"]);
    assert_eq!(report["conformant"], true);
}

#[test]
fn a_breached_prohibition_is_in_force_until_it_ends() {
    let agreement = prohibition(json!({ "until": { "happened": "stop" } }));
    let log = [act(2, "a", "pay"), act(3, "a", "pay"), act(4, "b", "stop"), act(5, "a", "pay")];
    let report = record(&agreement, &log);
    assert_eq!(findings(&report), ["prohibited a 2030-01-02 1 o", "prohibited a 2030-01-03 2 o"]);
    assert_eq!(status(&report, "o"), "breached");
}

#[test]
fn a_prohibition_that_reaches_its_end_is_discharged() {
    let agreement = prohibition(json!({ "until": { "reached": day(10) } }));
    let report = record(&agreement, &[act(10, "a", "pay")]);
    assert_eq!((status(&report, "o"), findings(&report).len()), ("discharged", 0));
}

#[test]
fn the_greatest_quantities_do_not_overflow() {
    let agreement = prohibition(json!({ "beyond": u64::MAX }));
    let log = [acts(2, "a", "pay", u64::MAX), act(3, "a", "pay")];
    assert_eq!(findings(&record(&agreement, &log)), ["prohibited a 2030-01-03 2 o"]);
    let agreement = duty(json!({ "quantity": u64::MAX }));
    let log = [acts(2, "a", "pay", u64::MAX - 1), acts(3, "a", "pay", 5)];
    assert_eq!(status(&record(&agreement, &log), "o"), "discharged");
}
