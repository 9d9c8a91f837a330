//! Taking a log and reporting on it (sections 5 and 6).

use serde_json::json;

use super::*;

#[test]
fn an_event_before_the_clock_is_void_and_the_clock_stays() {
    let log = [tick(9), act(3, "a", "pay"), act(9, "a", "pay")];
    let report = record(&duty(json!({})), &log);
    assert_eq!(findings(&report), ["void a 2030-01-03 2 out-of-order"]);
    assert_eq!(status(&report, "o"), "discharged");
    assert_eq!(report["as_of"], "2030-01-09T00:00:00Z");
    let before_the_date = json!({ "time": "2029-12-31T00:00:00Z" });
    let report = record(&duty(json!({})), &[before_the_date]);
    assert_eq!(findings(&report), ["void - 2029-12-31 1 out-of-order"]);
    assert_eq!(report["as_of"], "2030-01-01T00:00:00Z");
}

#[test]
fn an_unknown_name_is_void_but_time_has_passed() {
    let log = [
        act(9, "a", "pray"),
        act(9, "nobody", "pay"),
        json!({
            "time": day(9), "actor": "nobody",
        }),
    ];
    let report = record(&duty(json!({ "within": "P4D" })), &log);
    assert_eq!(
        findings(&report),
        [
            "overdue a 2030-01-05 - o",
            "void a 2030-01-09 1 unknown",
            "void nobody 2030-01-09 2 unknown",
            "void nobody 2030-01-09 3 unknown",
        ]
    );
}

#[test]
fn a_gatekeeper_refuses_with_every_reason_and_nothing_changes() {
    let mut agreement = duty(json!({}));
    agreement["acts"]["pay"]["requires"] = json!({ "happened": "go" });
    agreement["obligations"]["n"] = json!({ "debtor": "a", "creditor": "b", "refrain": "pay" });
    let report = submit(&agreement, &[act(2, "a", "pay")]);
    assert_eq!(report["refusals"][0]["event"], 1);
    assert_eq!(
        lines(&report["refusals"][0]["findings"]),
        ["prohibited a 2030-01-02 1 n", "premature a 2030-01-02 1 pay"]
    );
    assert_eq!(findings(&report), NONE);
    assert_eq!((status(&report, "o"), status(&report, "n")), ("dormant", "due"));
    assert_eq!(progress(&report, "o"), 0);
    assert_eq!(report["as_of"], "2030-01-02T00:00:00Z");
    assert_eq!(report["conformant"], false);
}

#[test]
fn a_gatekeeper_refuses_what_is_void_after_time_has_passed() {
    let report = submit(&duty(json!({ "within": "P4D" })), &[act(9, "c", "pay")]);
    assert_eq!(lines(&report["refusals"][0]["findings"]), ["void c 2030-01-09 1 unauthorized"]);
    assert_eq!(findings(&report), ["overdue a 2030-01-05 - o"]);
}

#[test]
fn a_gatekeeper_wants_the_waiver_said_first() {
    let mut agreement = duty(json!({}));
    agreement["acts"]["pay"]["requires"] = json!({ "happened": "go" });
    agreement["acts"]["pay"]["protects"] = json!(["a"]);
    let waive = json!({ "time": day(3), "waive": "pay", "actors": ["a"] });
    let report = submit(&agreement, &[act(2, "a", "pay"), waive, act(4, "a", "pay")]);
    assert_eq!(lines(&report["refusals"][0]["findings"]), ["waived a 2030-01-02 1 pay"]);
    assert_eq!(report["refusals"].as_array().unwrap().len(), 1);
    assert_eq!(status(&report, "o"), "discharged");
}

#[test]
fn an_unmet_alone_refuses_nothing() {
    let report = submit(&prohibition(json!({ "binding": false })), &[act(2, "a", "pay")]);
    assert_eq!(report["refusals"], json!([]));
    assert_eq!(findings(&report), ["unmet a 2030-01-02 1 o"]);
}

#[test]
fn as_of_leaves_out_what_came_later_and_moves_the_clock_on() {
    let options = |as_of: u32| Options { as_of: Some(day(as_of)), ..Options::default() };
    let agreement = duty(json!({ "within": "P4D" }));
    let log = [tick(2), act(9, "a", "pay"), act(3, "c", "pay")];
    let report = judge(&agreement, &log, &options(7)).unwrap();
    assert_eq!(report["as_of"], "2030-01-07T00:00:00Z");
    assert_eq!(findings(&report), ["void c 2030-01-03 3 unauthorized", "overdue a 2030-01-05 - o"]);
    let report = judge(&agreement, &log, &options(5)).unwrap();
    assert_eq!(status(&report, "o"), "due");
}

#[test]
fn known_by_leaves_out_what_was_known_later() {
    let mut late_news = act(3, "a", "pay");
    late_news["known"] = json!(day(8));
    let log = [late_news, act(4, "c", "pay")];
    let judged = |known_by: u32| {
        let options = Options { known_by: Some(day(known_by)), ..Options::default() };
        judge(&duty(json!({})), &log, &options).unwrap()
    };
    assert_eq!(status(&judged(7), "o"), "due");
    assert_eq!(findings(&judged(7)), ["void c 2030-01-04 2 unauthorized"]);
    assert_eq!(status(&judged(8), "o"), "discharged");
}

#[test]
fn settled_is_what_the_agreement_says_it_is() {
    let mut agreement = duty(json!({}));
    assert_eq!(record(&agreement, &[])["outcome"], "pending");
    agreement["settled_when"] = json!({ "happened": "go" });
    assert_eq!(record(&agreement, &[act(2, "a", "pay")])["outcome"], "pending");
    assert_eq!(record(&agreement, &[act(2, "b", "go")])["outcome"], "settled");
}

#[test]
fn instants_are_printed_in_utc_with_as_few_digits_as_are_exact() {
    let printed =
        |time: &str| record(&duty(json!({})), &[json!({ "time": time })])["as_of"].clone();
    assert_eq!(printed("2030-01-02T01:00:00.000+01:00"), "2030-01-02T00:00:00Z");
    assert_eq!(printed("2030-01-02T00:00:00.5Z"), "2030-01-02T00:00:00.500Z");
    assert_eq!(printed("2030-01-02T00:00:00.0005Z"), "2030-01-02T00:00:00.000500Z");
    assert_eq!(printed("2030-01-02T00:00:00.0000005Z"), "2030-01-02T00:00:00.000000500Z");
}
