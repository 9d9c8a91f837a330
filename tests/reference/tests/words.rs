//! Words about obligations: attest, deny, release, extend, amend (section 5).

use serde_json::json;

use super::*;

fn word(on: u32, actor: &str, word: &str) -> Value {
    json!({ "time": day(on), "actor": actor, word: "o" })
}

fn extend(on: u32, until: u32) -> Value {
    json!({ "time": day(on), "actor": "b", "extend": "o", "until": day(until) })
}

fn verified() -> Value {
    duty(json!({ "within": "P4D", "verified_by": "c" }))
}

#[test]
fn performed_in_time_can_be_attested_late() {
    let log = [act(5, "a", "pay"), word(20, "c", "attest")];
    let report = record(&verified(), &log);
    assert_eq!((status(&report, "o"), findings(&report).len()), ("discharged", 0));
    assert_eq!(status(&record(&verified(), &log[..1]), "o"), "performed");
}

#[test]
fn only_the_verifier_attests_and_only_what_is_performed() {
    let report = record(&verified(), &[word(2, "b", "attest"), word(3, "c", "attest")]);
    assert_eq!(
        findings(&report),
        ["void b 2030-01-02 1 unauthorized", "void c 2030-01-03 2 nothing-to-verify"]
    );
}

#[test]
fn a_breach_with_a_verifier_is_cured_by_attesting() {
    let log = [act(6, "a", "pay"), word(7, "c", "attest")];
    assert_eq!(status(&record(&verified(), &log[..1]), "o"), "breached");
    assert_eq!(status(&record(&verified(), &log), "o"), "cured");
}

#[test]
fn denied_before_the_deadline_is_due_again() {
    let report = record(&verified(), &[act(2, "a", "pay"), word(5, "c", "deny")]);
    assert_eq!((status(&report, "o"), progress(&report, "o")), ("due", 0));
    assert_eq!(findings(&report), ["denied a 2030-01-05 2 o"]);
    assert_eq!(report["conformant"], false);
    let report = record(&verified(), &[act(2, "a", "pay"), word(5, "c", "deny"), tick(6)]);
    assert_eq!(findings(&report), ["denied a 2030-01-05 2 o", "overdue a 2030-01-05 - o"]);
}

#[test]
fn denied_after_the_deadline_is_overdue_now() {
    let report = record(&verified(), &[act(2, "a", "pay"), word(9, "c", "deny")]);
    assert_eq!((status(&report, "o"), progress(&report, "o")), ("breached", 0));
    assert_eq!(findings(&report), ["denied a 2030-01-09 2 o", "overdue a 2030-01-09 2 o"]);
}

#[test]
fn denied_after_a_target_is_told_once_and_stays_due() {
    let mut agreement = verified();
    agreement["obligations"]["o"]["target"] = json!(true);
    let report = record(&agreement, &[act(2, "a", "pay"), word(9, "c", "deny"), tick(20)]);
    assert_eq!(status(&report, "o"), "due");
    assert_eq!(findings(&report), ["denied a 2030-01-09 2 o", "unmet a 2030-01-09 2 o"]);
    let report = record(&agreement, &[act(9, "a", "pay"), word(9, "c", "deny"), tick(20)]);
    assert_eq!(findings(&report), ["unmet a 2030-01-05 - o", "denied a 2030-01-09 2 o"]);
}

#[test]
fn a_denied_cure_leaves_the_breach() {
    let report = record(&verified(), &[act(6, "a", "pay"), word(7, "c", "deny")]);
    assert_eq!((status(&report, "o"), progress(&report, "o")), ("breached", 0));
}

#[test]
fn the_creditor_can_release_even_from_a_breach_but_not_twice() {
    let agreement = duty(json!({ "within": "P1D" }));
    let log = [word(5, "a", "release"), word(6, "b", "release"), word(7, "b", "release")];
    let report = record(&agreement, &log);
    assert_eq!(status(&report, "o"), "released");
    assert_eq!(
        findings(&report),
        [
            "overdue a 2030-01-02 - o",
            "void a 2030-01-05 1 unauthorized",
            "void b 2030-01-07 3 closed",
        ]
    );
    assert_eq!(report["outcome"], "settled");
}

#[test]
fn an_extension_moves_the_deadline_later_and_never_earlier() {
    let agreement = duty(json!({ "within": "P4D" }));
    let report = record(&agreement, &[extend(2, 9), extend(3, 9), act(9, "a", "pay")]);
    assert_eq!(status(&report, "o"), "discharged");
    assert_eq!(findings(&report), ["void b 2030-01-03 2 no-deadline"]);
    // What has no deadline, or is breached, has none to extend.
    assert_eq!(
        findings(&record(&duty(json!({})), &[extend(2, 9)])),
        ["void b 2030-01-02 1 no-deadline"]
    );
    assert_eq!(
        findings(&record(&agreement, &[extend(6, 9)])),
        ["overdue a 2030-01-05 - o", "void b 2030-01-06 1 no-deadline"]
    );
}

#[test]
fn the_deadlines_own_instant_is_not_too_late_to_extend() {
    let agreement = duty(json!({ "within": "P4D" }));
    assert_eq!(findings(&record(&agreement, &[extend(5, 9), tick(9)])), NONE);
}

#[test]
fn a_target_is_told_once_for_each_extension() {
    let agreement = duty(json!({ "within": "P4D", "target": true }));
    let report = record(&agreement, &[extend(6, 9), tick(20)]);
    assert_eq!(findings(&report), ["unmet a 2030-01-05 - o", "unmet a 2030-01-09 - o"]);
}

#[test]
fn an_extension_to_an_instant_already_past_is_told_at_the_next_step_of_the_clock() {
    let agreement = duty(json!({ "within": "P4D", "target": true }));
    let report = record(&agreement, &[extend(15, 9), word(16, "a", "release")]);
    assert_eq!(
        findings(&report),
        ["unmet a 2030-01-05 - o", "unmet a 2030-01-09 - o", "void a 2030-01-16 2 unauthorized",]
    );
    assert_eq!(report["as_of"], "2030-01-16T00:00:00Z");
}

#[test]
fn an_extension_during_suspension_is_moved_by_all_of_it() {
    let agreement = duty(json!({
        "within": "P10D",
        "suspended_while": { "all": [{ "happened": "stop" }, { "not": { "happened": "go" } }] },
    }));
    let log = [act(2, "b", "stop"), extend(6, 12), act(9, "b", "go")];
    assert_eq!(deadline(&record(&agreement, &log), "o"), Some("2030-01-19T00:00:00Z"));
}

fn amend(on: u32, actors: Value, change: (&str, &str)) -> Value {
    json!({ "time": day(on), "amend": "o", "actors": actors, change.0: change.1 })
}

#[test]
fn an_amendment_needs_debtor_creditor_and_new_debtor() {
    let mut agreement = duty(json!({ "within": "P4D" }));
    agreement["acts"]["pay"]["by"] = json!(["a", "c"]);
    let to_c = |actors| amend(2, actors, ("debtor", "c"));
    let report = record(&agreement, &[to_c(json!(["a", "b"])), tick(9)]);
    assert_eq!(findings(&report), ["void - 2030-01-02 1 no-consent", "overdue a 2030-01-05 - o"]);
    let log = [to_c(json!(["a", "b", "c"])), act(3, "a", "pay"), tick(9)];
    assert_eq!(findings(&record(&agreement, &log)), ["overdue c 2030-01-05 - o"]);
    let to_b = amend(2, json!(["a", "b"]), ("debtor", "b"));
    assert_eq!(findings(&record(&agreement, &[to_b])), ["void - 2030-01-02 1 unauthorized"]);
}

#[test]
fn a_new_verifier_is_asked_from_then_on() {
    let by_b = amend(2, json!(["a", "b"]), ("verified_by", "b"));
    let log = [by_b.clone(), act(3, "a", "pay"), word(4, "c", "attest"), word(5, "b", "attest")];
    let report = record(&verified(), &log);
    assert_eq!(status(&report, "o"), "discharged");
    assert_eq!(findings(&report), ["void c 2030-01-04 3 unauthorized"]);
    // Once it is closed there is nothing to amend; and a duty with no verifier
    // can be given one.
    let report = record(&duty(json!({})), &[by_b.clone(), act(3, "a", "pay")]);
    assert_eq!(status(&report, "o"), "performed");
    let closed = amend(3, json!(["a", "b"]), ("verified_by", "b"));
    let report = record(&duty(json!({})), &[act(2, "a", "pay"), closed]);
    assert_eq!(findings(&report), ["void - 2030-01-03 2 closed"]);
}
