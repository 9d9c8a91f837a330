//! Acts: who may, what must hold first, what they count towards (section 5).

use serde_json::json;

use super::*;

/// `pay` requires the bill, in favour of `protects`; `o` is `a`'s duty to pay.
fn billed(protects: Value) -> Value {
    agreement(json!({
        "acts": {
            "pay": { "by": ["a"], "requires": { "happened": "bill" }, "protects": protects },
            "bill": { "by": ["b"] },
        },
        "obligations": { "o": { "debtor": "a", "creditor": "b", "perform": "pay" } },
    }))
}

#[test]
fn only_those_who_may_can_do_an_act() {
    let agreement = duty(json!({}));
    let report = record(&agreement, &[act(2, "c", "pay")]);
    assert_eq!(findings(&report), ["void c 2030-01-02 1 unauthorized"]);
    assert_eq!(progress(&report, "o"), 0);
}

#[test]
fn another_partys_act_is_no_progress_of_the_debtors() {
    let report = record(&duty(json!({})), &[act(2, "b", "pay")]);
    assert_eq!((status(&report, "o"), progress(&report, "o")), ("due", 0));
}

#[test]
fn quantities_add_up() {
    let agreement = duty(json!({ "quantity": 5 }));
    let log = [acts(2, "a", "pay", 2), acts(3, "a", "pay", 2)];
    let report = record(&agreement, &log);
    assert_eq!((status(&report, "o"), progress(&report, "o")), ("due", 4));
    let report = record(&agreement, &[log[0].clone(), log[1].clone(), acts(4, "a", "pay", 9)]);
    assert_eq!((status(&report, "o"), progress(&report, "o")), ("discharged", 13));
}

#[test]
fn early_acts_count_unless_they_are_ignored() {
    let log = [act(2, "a", "pay"), act(3, "b", "go")];
    let report = record(&duty(json!({ "when": { "happened": "go" } })), &log);
    assert_eq!(status(&report, "o"), "discharged");
    let agreement = duty(json!({ "when": { "happened": "go" }, "early": "ignored" }));
    let report = record(&agreement, &log);
    assert_eq!((status(&report, "o"), progress(&report, "o")), ("due", 0));
}

#[test]
fn the_act_that_makes_a_duty_due_was_done_before_it_was_due() {
    let agreement = duty(json!({ "when": { "happened": "pay" }, "early": "ignored" }));
    let report = record(&agreement, &[act(2, "a", "pay")]);
    assert_eq!((status(&report, "o"), progress(&report, "o")), ("due", 0));
}

#[test]
fn a_premature_act_is_found_and_has_its_effect() {
    let report = record(&billed(json!(["b"])), &[act(2, "a", "pay"), act(3, "b", "bill")]);
    assert_eq!(findings(&report), ["premature a 2030-01-02 1 pay"]);
    assert_eq!(report["findings"][0]["unmet"], json!([{ "happened": "bill" }]));
    assert_eq!(status(&report, "o"), "discharged");
    assert_eq!(report["conformant"], false);
}

#[test]
fn who_alone_is_protected_waives_by_acting() {
    let report = record(&billed(json!(["a"])), &[act(2, "a", "pay"), act(3, "a", "pay")]);
    assert_eq!(findings(&report), ["waived a 2030-01-02 1 pay"]);
    assert_eq!(status(&report, "o"), "discharged");
    assert_eq!(report["conformant"], true);
}

#[test]
fn a_precondition_protects_every_party_by_default() {
    let mut agreement = billed(json!(["a"]));
    agreement["acts"]["pay"].as_object_mut().unwrap().remove("protects");
    let report = record(&agreement, &[act(2, "a", "pay")]);
    assert_eq!(findings(&report), ["premature a 2030-01-02 1 pay"]);
}

#[test]
fn a_waiver_needs_all_whom_the_precondition_protects() {
    let waive = |actors: Value| json!({ "time": day(2), "waive": "pay", "actors": actors });
    let agreement = billed(json!(["b", "c"]));
    let report = record(&agreement, &[waive(json!(["b"])), act(3, "a", "pay")]);
    assert_eq!(
        findings(&report),
        ["void - 2030-01-02 1 no-consent", "premature a 2030-01-03 2 pay"]
    );
    let report = record(&agreement, &[waive(json!(["c", "b"])), act(3, "a", "pay")]);
    assert_eq!((findings(&report).len(), status(&report, "o")), (0, "discharged"));
    let report = record(&agreement, &[waive(json!(["c", "b"]))]);
    assert_eq!(status(&report, "o"), "due");
}

#[test]
fn prohibited_comes_before_premature() {
    let mut agreement = billed(json!(["b"]));
    let not_to = json!({ "debtor": "a", "creditor": "b", "refrain": "pay" });
    agreement["obligations"]["n"] = not_to;
    let report = record(&agreement, &[act(2, "a", "pay")]);
    assert_eq!(findings(&report), ["prohibited a 2030-01-02 1 n", "premature a 2030-01-02 1 pay"]);
}

#[test]
fn the_smallest_unmet_conditions_are_listed_in_order() {
    let requires = json!({ "all": [
        { "happened": "stop" },
        { "any": [
            { "all": [{ "happened": { "act": "go", "at_least": 1 } }, { "happened": "stop" }] },
            { "not": { "any": [{ "reached": "2030-01-01T01:00:00+01:00" }] } },
            { "any": [] },
        ] },
        { "elapsed": {
            "since": { "happened": { "act": "go", "by": "b", "at_least": 2 } }, "for": "P1D",
        } },
    ] });
    let mut agreement = duty(json!({}));
    agreement["acts"]["pay"]["requires"] = requires;
    let report = record(&agreement, &[act(2, "b", "stop"), act(3, "a", "pay")]);
    assert_eq!(
        report["findings"][0]["unmet"],
        json!([
            { "happened": "go" },
            { "not": { "any": [{ "reached": "2030-01-01T00:00:00Z" }] } },
            { "any": [] },
            { "elapsed": {
                "since": { "happened": { "act": "go", "by": "b", "at_least": 2 } }, "for": "P1D",
            } },
        ])
    );
}

#[test]
fn happened_can_ask_for_a_party_and_a_quantity() {
    let when = json!({ "happened": { "act": "go", "by": "b", "at_least": 3 } });
    let agreement = duty(json!({ "when": when }));
    let log = [acts(2, "a", "go", 9), acts(3, "b", "go", 2)];
    assert_eq!(status(&record(&agreement, &log), "o"), "dormant");
    let log = [acts(2, "b", "go", 1), acts(3, "b", "go", 2)];
    assert_eq!(status(&record(&agreement, &log), "o"), "due");
}
