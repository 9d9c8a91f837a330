//! Deadlines, timers and the calendar (sections 2 to 4).

use serde_json::json;

use super::*;

#[test]
fn the_deadlines_own_instant_is_still_in_time() {
    let agreement = duty(json!({ "within": "P2D" }));
    let report = record(&agreement, &[act(3, "a", "pay")]);
    assert_eq!(status(&report, "o"), "discharged");
    assert_eq!(deadline(&report, "o"), Some("2030-01-03T00:00:00Z"));
    assert_eq!(findings(&report), NONE);
}

#[test]
fn a_deadline_fires_just_after_its_instant_and_is_dated_there() {
    let agreement = duty(json!({ "within": "P2D" }));
    assert_eq!(status(&record(&agreement, &[tick(3)]), "o"), "due");
    let late = json!({ "time": "2030-01-03T00:00:00.000000001Z" });
    let report = record(&agreement, &[late]);
    assert_eq!(status(&report, "o"), "breached");
    assert_eq!(findings(&report), ["overdue a 2030-01-03 - o"]);
    assert_eq!(report["outcome"], "breached");
    assert_eq!(report["as_of"], "2030-01-03T00:00:00.000000001Z");
}

#[test]
fn doing_it_late_cures_and_leaves_the_finding() {
    let agreement = duty(json!({ "within": "P2D" }));
    let report = record(&agreement, &[act(4, "a", "pay")]);
    assert_eq!(status(&report, "o"), "cured");
    assert_eq!(findings(&report), ["overdue a 2030-01-03 - o"]);
    assert_eq!(report["outcome"], "settled");
    assert_eq!(report["conformant"], false);
}

#[test]
fn a_missed_target_is_told_once_and_stays_due() {
    let agreement = duty(json!({ "within": "P2D", "target": true }));
    let report = record(&agreement, &[tick(4), tick(9)]);
    assert_eq!(status(&report, "o"), "due");
    assert_eq!(findings(&report), ["unmet a 2030-01-03 - o"]);
    assert_eq!(report["conformant"], true);
    assert_eq!(report["outcome"], "pending");
}

#[test]
fn what_does_not_bind_is_never_breached_and_settlement_does_not_wait() {
    let agreement = duty(json!({ "within": "P2D", "binding": false }));
    let report = record(&agreement, &[tick(9)]);
    assert_eq!(status(&report, "o"), "due");
    assert_eq!(findings(&report), ["unmet a 2030-01-03 - o"]);
    assert_eq!(report["outcome"], "settled");
}

#[test]
fn a_fixed_deadline_not_after_the_duty_is_none_and_is_told() {
    let agreement = duty(json!({ "when": { "happened": "go" }, "at": day(5) }));
    let report = record(&agreement, &[act(5, "b", "go"), tick(20)]);
    assert_eq!(status(&report, "o"), "due");
    assert_eq!(deadline(&report, "o"), None);
    assert_eq!(findings(&report), ["deadline-passed a 2030-01-05 - o"]);
    let report = record(&agreement, &[act(4, "b", "go")]);
    assert_eq!(deadline(&report, "o"), Some("2030-01-05T00:00:00Z"));
}

#[test]
fn months_end_on_the_last_day_of_a_short_month() {
    let mut agreement = duty(json!({ "within": "P1M" }));
    agreement["date"] = json!("2031-01-31T12:00:00Z");
    assert_eq!(deadline(&record(&agreement, &[]), "o"), Some("2031-02-28T12:00:00Z"));
    agreement["date"] = json!("2028-02-29T12:00:00Z");
    agreement["obligations"]["o"]["within"] = json!("P1Y");
    assert_eq!(deadline(&record(&agreement, &[]), "o"), Some("2029-02-28T12:00:00Z"));
}

#[test]
fn days_and_weeks_are_exact_hours() {
    let agreement = duty(json!({ "within": "P1W1DT36H" }));
    assert_eq!(deadline(&record(&agreement, &[]), "o"), Some("2030-01-10T12:00:00Z"));
}

#[test]
fn a_deadline_past_the_last_year_is_none() {
    let mut agreement = duty(json!({ "within": "P1D" }));
    agreement["date"] = json!("9999-12-31T00:00:00Z");
    assert_eq!(deadline(&record(&agreement, &[]), "o"), None);
    agreement["obligations"]["o"]["within"] = json!("PT23H59M59S");
    assert_eq!(deadline(&record(&agreement, &[]), "o"), Some("9999-12-31T23:59:59Z"));
    agreement["obligations"]["o"]["within"] = json!("P18446744073709551615Y");
    assert_eq!(deadline(&record(&agreement, &[]), "o"), None);
}

#[test]
fn at_one_instant_conditions_come_before_deadlines() {
    // The duty ends at the very instant of its deadline: it lapses in time.
    let agreement = duty(json!({ "at": day(5), "until": { "reached": day(5) } }));
    let report = record(&agreement, &[tick(9)]);
    assert_eq!(status(&report, "o"), "lapsed");
    assert_eq!(findings(&report), NONE);
}

#[test]
fn deadlines_of_one_instant_fire_together_in_the_obligations_order() {
    // Each would end with the other's breach; neither sees it in time.
    let owed = |until: &str| {
        json!({
            "debtor": "a", "creditor": "b", "perform": "pay", "within": "P1D",
            "until": { "breached": until },
        })
    };
    let agreement = agreement(json!({
        "acts": plain_acts(),
        "obligations": { "z": owed("y"), "y": owed("z") },
    }));
    let report = record(&agreement, &[tick(9)]);
    assert_eq!(findings(&report), ["overdue a 2030-01-02 - z", "overdue a 2030-01-02 - y"]);
    assert_eq!((status(&report, "z"), status(&report, "y")), ("breached", "breached"));
}

#[test]
fn timers_fire_in_order_of_time_with_the_clock_at_each() {
    // Overdue on the 3rd; four days after the breach the second duty is owed
    // and its own day counts from there, though the log is silent until later.
    let agreement = agreement(json!({
        "acts": plain_acts(),
        "obligations": {
            "first": { "debtor": "a", "creditor": "b", "perform": "pay", "within": "P2D" },
            "second": {
                "debtor": "a", "creditor": "b", "perform": "go", "within": "P1D",
                "when": { "elapsed": { "since": { "breached": "first" }, "for": "P4D" } },
            },
        },
    }));
    let report = record(&agreement, &[tick(20)]);
    assert_eq!(deadline(&report, "second"), Some("2030-01-08T00:00:00Z"));
    assert_eq!(
        findings(&report),
        ["overdue a 2030-01-03 - first", "overdue a 2030-01-08 - second"]
    );
}

#[test]
fn elapsed_counts_from_when_its_condition_first_held_even_if_it_holds_no_more() {
    let since = json!({ "not": { "happened": "go" } });
    let agreement = duty(json!({ "when": { "elapsed": { "since": since, "for": "P5D" } } }));
    let report = record(&agreement, &[act(2, "b", "go"), tick(5)]);
    assert_eq!(status(&report, "o"), "dormant");
    let report = record(&agreement, &[act(2, "b", "go"), tick(6)]);
    assert_eq!(status(&report, "o"), "due");
}
