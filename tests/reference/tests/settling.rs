//! Rounds, entry into force, termination, `until` (section 4).

use serde_json::json;

use super::*;

fn owed(terms: Value) -> Value {
    duty(terms)["obligations"]["o"].clone()
}

#[test]
fn in_a_round_every_rule_reads_the_state_at_its_start() {
    // Each is owed while the other is not due yet. Together they both become
    // due; one after the other only the first would.
    let agreement = agreement(json!({
        "acts": plain_acts(),
        "obligations": {
            "x": owed(json!({ "when": { "not": { "due": "y" } } })),
            "y": owed(json!({ "when": { "not": { "due": "x" } } })),
        },
    }));
    let report = record(&agreement, &[]);
    assert_eq!((status(&report, "x"), status(&report, "y")), ("due", "due"));
}

#[test]
fn a_chain_settles_within_one_instant_whatever_its_order() {
    let after = |other: &str| owed(json!({ "when": { "due": other } }));
    let agreement = agreement(json!({
        "acts": plain_acts(),
        "obligations": {
            "x": after("y"), "y": after("z"), "z": owed(json!({ "when": { "happened": "go" } })),
        },
    }));
    let report = record(&agreement, &[act(2, "b", "go")]);
    assert_eq!(status(&report, "x"), "due");
}

#[test]
fn nothing_is_due_until_entry_into_force() {
    let mut agreement = duty(json!({ "within": "P1D" }));
    agreement["entry_into_force"] = json!({ "happened": "go" });
    let report = record(&agreement, &[tick(9)]);
    assert_eq!((status(&report, "o"), findings(&report).len()), ("dormant", 0));
    let report = record(&agreement, &[act(9, "b", "go")]);
    assert_eq!(deadline(&report, "o"), Some("2030-01-10T00:00:00Z"));
}

#[test]
fn entry_into_force_is_remembered() {
    let mut agreement = duty(json!({ "when": { "happened": "go" } }));
    agreement["entry_into_force"] = json!({ "not": { "happened": "stop" } });
    let report = record(&agreement, &[act(2, "b", "stop"), act(3, "b", "go")]);
    assert_eq!(status(&report, "o"), "due");
}

#[test]
fn termination_lapses_what_is_open_and_discharges_prohibitions() {
    let agreement = agreement(json!({
        "acts": plain_acts(),
        "terminates_when": { "happened": "stop" },
        "obligations": {
            "asleep": owed(json!({ "when": { "happened": "go" } })),
            "open": owed(json!({})),
            "kept": { "debtor": "a", "creditor": "b", "refrain": "go" },
            "late": owed(json!({ "within": "P1D", "quantity": 2 })),
            "lasting": owed(json!({ "survives": true })),
            "unverified": {
                "debtor": "b", "creditor": "a", "perform": "stop", "verified_by": "c",
            },
        },
    }));
    let report = record(&agreement, &[act(5, "b", "stop")]);
    let all = ["asleep", "open", "kept", "late", "lasting", "unverified"];
    assert_eq!(
        all.map(|name| status(&report, name)),
        ["lapsed", "lapsed", "discharged", "breached", "due", "lapsed"]
    );
    assert_eq!(report["outcome"], "breached");
}

#[test]
fn the_agreement_is_terminated_only_from_the_next_round_on() {
    // One act terminates it and makes the duty owed: the duty becomes due in
    // the same round, past its date, and lapses in the next.
    let mut agreement = duty(json!({ "when": { "happened": "stop" }, "at": day(2) }));
    agreement["terminates_when"] = json!({ "happened": "stop" });
    let report = record(&agreement, &[act(5, "b", "stop")]);
    assert_eq!(status(&report, "o"), "lapsed");
    assert_eq!(findings(&report), ["deadline-passed a 2030-01-05 - o"]);
}

#[test]
fn an_ended_agreement_is_terminated_unless_it_is_settled() {
    let mut agreement = duty(json!({ "survives": true }));
    agreement["terminates_when"] = json!({ "happened": "stop" });
    assert_eq!(record(&agreement, &[act(5, "b", "stop")])["outcome"], "terminated");
    agreement["obligations"]["o"]["survives"] = json!(false);
    assert_eq!(record(&agreement, &[act(5, "b", "stop")])["outcome"], "settled");
}

#[test]
fn until_lapses_a_duty_even_one_that_sleeps() {
    let until = json!({ "happened": "stop" });
    let log = [act(2, "b", "stop"), act(3, "b", "go")];
    let report = record(&duty(json!({ "until": until })), &log);
    assert_eq!(status(&report, "o"), "lapsed");
    let asleep = duty(json!({ "until": until, "when": { "happened": "go" } }));
    assert_eq!(status(&record(&asleep, &log), "o"), "lapsed");
}

#[test]
fn enough_progress_comes_before_until() {
    let report = record(&duty(json!({ "until": { "happened": "pay" } })), &[act(2, "a", "pay")]);
    assert_eq!(status(&report, "o"), "discharged");
}

#[test]
fn a_closed_obligation_never_changes_again() {
    let agreement = duty(json!({ "until": { "happened": "stop" } }));
    let report = record(&agreement, &[act(2, "b", "stop"), act(3, "a", "pay")]);
    assert_eq!((status(&report, "o"), progress(&report, "o")), ("lapsed", 0));
}

#[test]
fn a_breached_duty_outlives_until() {
    let agreement = duty(json!({ "within": "P1D", "until": { "happened": "stop" } }));
    let report = record(&agreement, &[act(4, "b", "stop")]);
    assert_eq!(status(&report, "o"), "breached");
}

#[test]
fn breached_holds_from_the_first_breach_on() {
    let agreement = agreement(json!({
        "acts": plain_acts(),
        "obligations": {
            "x": owed(json!({ "within": "P1D" })),
            "y": owed(json!({ "when": { "all": [{ "breached": "x" }, { "discharged": "x" }] } })),
        },
    }));
    assert_eq!(status(&record(&agreement, &[tick(3)]), "y"), "dormant");
    let report = record(&agreement, &[act(3, "a", "pay")]);
    assert_eq!(status(&report, "x"), "cured");
    // Early counts by default, so that one payment met both.
    assert_eq!(status(&report, "y"), "discharged");
}
