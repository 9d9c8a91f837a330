//! Subjects and periods (section 8 of SEMANTICS.md): the cases that were written down, and at random.

use proptest::prelude::*;
use serde_json::json;
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use servanda::monitor::FindingKind;
use servanda::{Agreement, Event, Instant, Monitor, Status, Verifier};

use crate::generate::{Case, SUBJECTS, cases};
use crate::laws::against_reference::judged;
use crate::written::{each_line_comes_to_its_report, each_log_comes_to_its_reports};

#[test]
fn random_cases_come_to_their_reports() {
    assert_eq!(each_line_comes_to_its_report("second/random/subjects.jsonl"), 160);
}

#[test]
fn agreements_from_life_come_to_their_reports() {
    let folders = ["second/orders", "second/treaty", "cuba-weapons"];
    assert_eq!(folders.into_iter().map(each_log_comes_to_its_reports).sum::<usize>(), 9);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_reference_agree_on_subjects(case in cases(SUBJECTS)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }
}

/// "Every request is followed by an answer within a day": one answer answers all before it if it is an act of
/// the run, and one if it is of the kind.
#[test]
fn each_after_each() {
    let agreement = |of: &str, unnamed: &str| {
        let text = format!(
            r#"{{
                "title": "Requests", "date": "2026-01-01T00:00:00Z",
                "parties": {{"a": "who asks", "b": "who answers"}},
                "subjects": {{"request": {{"gist": "a request", "opened_by": "ask"}}}},
                "acts": {{
                    "ask": {{"of": "request", "by": ["a"]}},
                    "answer": {{{of} {unnamed} "by": ["b"]}}
                }},
                "obligations": {{"answered": {{
                    "of": "request", "debtor": "b", "creditor": "a", "perform": "answer",
                    "early": "ignored", "within": "P1D"
                }}}}
            }}"#
        );
        Agreement::from_json(&text).unwrap()
    };
    let log = r#"
        {"time": "2026-01-02T00:00:00Z", "actor": "a", "act": "ask", "id": "1"}
        {"time": "2026-01-02T06:00:00Z", "actor": "a", "act": "ask", "id": "2"}
        {"time": "2026-01-02T12:00:00Z", "actor": "b", "act": "answer"}
        {"time": "2026-01-09T00:00:00Z"}
    "#;
    let late = |agreement: &Agreement| {
        let reports = Verifier::new(agreement).judge_log(log.as_bytes(), BadLines::Stop).unwrap();
        let found = reports[0].findings().filter(|it| it.kind() == FindingKind::Overdue);
        found.map(|it| it.subject.unwrap().name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(late(&agreement("", "")), [""; 0]);
    assert_eq!(late(&agreement(r#""of": "request","#, r#""unnamed": "oldest","#)), ["2"]);
}

/// A run answers for its subjects by name, in the order in which they opened.
#[test]
fn a_monitor_is_asked_for_a_subject() {
    let agreement: Agreement = Agreement::from_json(
        r#"{
            "title": "Lease", "date": "2026-01-01T00:00:00Z",
            "parties": {"landlord": "l", "tenant": "t"},
            "subjects": {"month": {"gist": "a month", "every": "P1M", "times": 3}},
            "acts": {"pay": {"of": "month", "by": ["tenant"], "unnamed": "current"}},
            "obligations": {"rent": {
                "of": "month", "debtor": "tenant", "creditor": "landlord", "perform": "pay",
                "within": "P3D"
            }}
        }"#,
    )
    .unwrap();
    let (month, rent) = (agreement.kind("month").unwrap(), agreement.obligation("rent").unwrap());
    let tenant = agreement.party("tenant").unwrap();
    let instant = |text: &str| text.parse::<Instant>().unwrap();
    let mut monitor = Monitor::new(&agreement);
    let pay = agreement.act("pay").unwrap();
    monitor.submit(&Event::act(instant("2026-01-02T00:00:00Z"), tenant, pay)).unwrap();
    monitor.advance(instant("2026-02-05T00:00:00Z")).unwrap();

    let names: Vec<&str> = monitor.subjects(month).map(|it| it.name()).collect();
    assert_eq!(names, ["2026-01-01", "2026-02-01"]);
    let february = monitor.subject(month, "2026-02-01").unwrap();
    assert_eq!(february.status(rent), Some(Status::Breached));
    assert_eq!(february.deadline(rent), Some(instant("2026-02-04T00:00:00Z")));
    assert_eq!(february.owed_by(tenant).count(), 1);
    assert_eq!(february.open_to(tenant).count(), 1);
    let (start, end) = february.period().unwrap();
    assert_eq!((start, end), (instant("2026-02-01T00:00:00Z"), instant("2026-03-01T00:00:00Z")));
    // Of the run itself nothing is owed, and nothing stands.
    assert_eq!(monitor.status(rent), None);
    assert!(!monitor.is_list_closed(month));
    let owed: Vec<_> = monitor.owed_by(tenant).collect();
    assert_eq!(owed[0].subject.as_ref().map(|it| &*it.name), Some("2026-02-01"));
    monitor.advance(instant("2026-03-02T00:00:00Z")).unwrap();
    assert!(monitor.is_list_closed(month));
}

/// A line that would open more periods than may has no effect, and the next one has.
#[test]
fn a_line_that_is_too_far_moves_nothing() {
    let agreement: Agreement = Agreement::from_json(
        r#"{
            "title": "Minutes", "date": "2026-01-01T00:00:00Z",
            "parties": {"a": "one", "b": "the other"},
            "subjects": {"minute": {"gist": "a minute", "every": "PT1M"}},
            "acts": {"do": {"of": "minute", "by": ["a"]}, "stop": {"by": ["a"]}},
            "obligations": {"done": {"of": "minute", "debtor": "a", "creditor": "b", "perform": "do"}}
        }"#,
    )
    .unwrap();
    let log = r#"
        {"time": "2026-04-01T00:00:00Z"}
        {"time": "2026-01-01T00:01:00Z", "actor": "a", "act": "stop"}
        {"time": "2126-01-01T00:00:00Z", "actor": "a", "act": "stop"}
    "#;
    let mut monitor = Monitor::new(&agreement);
    for event in Log::new(log.as_bytes(), &agreement) {
        monitor.record(&event.unwrap());
    }
    let reasons: Vec<Option<u64>> = monitor.findings().map(|it| it.event).collect();
    assert_eq!(reasons, [Some(1), Some(3)]);
    assert!(
        monitor
            .findings()
            .all(|it| serde_json::to_value(it.spelled(&agreement).unwrap()).unwrap()["reason"]
                == "too-far")
    );
    assert_eq!(monitor.subjects(agreement.kind("minute").unwrap()).count(), 2);
}

/// The subject is part of what an event says: who tells another one under an id that was there says something
/// else.
#[test]
fn an_id_that_is_told_again_of_another_subject_is_conflicting() {
    let agreement = json!({
        "title": "Requests", "date": "2026-01-01T00:00:00Z",
        "parties": {"a": "who asks", "b": "who answers"},
        "subjects": {"request": {"gist": "a request", "opened_by": "ask"}},
        "acts": {"ask": {"of": "request", "by": ["a"]}, "answer": {"of": "request", "by": ["b"]}},
        "obligations": {"answered": {
            "of": "request", "debtor": "b", "creditor": "a", "perform": "answer", "within": "P1D"
        }}
    });
    let time = "2026-01-02T00:00:00Z";
    let asked = |subject: &str| json!({"time": time, "actor": "a", "act": "ask", "subject": subject, "id": "x"});
    let case = Case {
        agreement,
        log: vec![asked("one"), asked("two"), asked("one")],
        submit: false,
        as_of: None,
        known_by: None,
        by_time: false,
        amended: None,
    };
    let reports = judged(&case).unwrap().unwrap();
    let found = reports[0]["findings"].as_array().unwrap();
    let of = |number: usize, key: &str| found[number][key].as_str().unwrap_or_default();
    assert_eq!((of(0, "kind"), of(0, "reason")), ("void", "conflicting"));
    assert_eq!(of(1, "kind"), "repeated");
}
