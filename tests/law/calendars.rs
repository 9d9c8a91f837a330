//! Calendars and terms (section 10 of SEMANTICS.md): the cases that were written down, at random, and of many cases
//! together.

use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::formats::BadLines;
use servanda::{Agreement, Verifier};

use crate::generate::{CALENDARS, cases};
use crate::laws::against_reference::judged;
use crate::written::{each_line_comes_to_its_report, each_log_comes_to_its_reports};

#[test]
fn random_cases_come_to_their_reports() {
    assert_eq!(each_line_comes_to_its_report("second/random/calendars.jsonl"), 100);
}

#[test]
fn agreements_from_life_come_to_their_reports() {
    let folders = ["second/lease", "second/desk"];
    assert_eq!(folders.into_iter().map(each_log_comes_to_its_reports).sum::<usize>(), 5);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_reference_agree_by_calendars(case in cases(CALENDARS)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }
}

/// Agreements of one or two duties, small enough that a run has hardly anything but a deadline.
fn small_agreements() -> Vec<Value> {
    let spans = [
        json!("P3D"),
        json!("P1M"),
        json!({"term": "P3D", "in": "here"}),
        json!({"term": "P3D", "in": "here", "days": "working", "ends": "midnight"}),
        json!({"term": "P1M", "in": "here", "roll": "modified-following", "ends": "close"}),
        // Its deadline can't be reckoned in the second half of the year.
        json!({"term": "P6M", "in": "here"}),
    ];
    let duty = |more: Value| {
        let mut duty = json!({"debtor": "bob", "creditor": "ada", "perform": "answer",
            "when": {"happened": "ask"}});
        duty.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        duty
    };
    let mut agreements = Vec::new();
    for span in spans {
        let obligations = [
            json!({"answer": duty(json!({"within": span}))}),
            json!({"answer": duty(json!({"within": span, "target": true}))}),
            json!({"answer": duty(json!({"within": span, "quantity": 2, "verified_by": "ada"}))}),
            json!({"answer": duty(json!({"within": span, "suspended_while": {"happened": "rest"}}))}),
            json!({"answer": duty(json!({"within": span})), "thanks": duty(json!({}))}),
            json!({"answer": duty(json!({"within": span})),
                "thanks": duty(json!({"when": {"discharged": "answer"}, "within": span}))}),
            json!({"quiet": {"debtor": "bob", "creditor": "ada", "refrain": "answer", "beyond": 1, "per": span}}),
            json!({"answer": duty(json!({"within": "P9D"})),
                "thanks": duty(json!({"when": {"elapsed": {"for": span, "since": {"happened": "ask"}}}}))}),
        ];
        for obligations in obligations {
            for date in [Some("2026-01-01T00:00:00Z"), None] {
                let mut agreement = json!({
                    "title": "small", "parties": {"ada": "", "bob": ""},
                    "calendars": {"here": {"offset": "+01:00", "covers": ["2026-01-01", "2026-12-31"],
                        "holidays": ["2026-04-03", "2026-04-06", "2026-05-01"]}},
                    "acts": {"ask": {"by": ["ada"]}, "answer": {"by": ["bob"]}, "rest": {"by": ["bob"]}},
                    "obligations": obligations,
                });
                if let Some(date) = date {
                    agreement["date"] = date.into();
                }
                agreements.push(agreement);
            }
        }
    }
    agreements
}

/// Found by judging logs of several cases: the edge that a first case had recorded lost the deadline of the next.
#[test]
fn a_case_among_others_is_what_it_is_by_itself() {
    let end = "2026-12-30T00:00:00Z".parse().unwrap();
    let mut cases = Vec::new();
    for day in ["03-01", "03-31", "04-01", "07-30", "11-02"] {
        for rest in [&[][..], &["answer"], &["rest", "answer"], &["answer", "answer"]] {
            let acts = std::iter::once("ask").chain(rest.iter().copied()).zip(8..);
            let events = acts.map(|(act, hour)| {
                let actor = if act == "ask" { "ada" } else { "bob" };
                let case = cases.len().to_string();
                json!({"time": format!("2026-{day}T{hour:02}:00:00Z"), "case": case, "actor": actor, "act": act})
            });
            cases.push(events.collect::<Vec<_>>());
        }
    }
    let written = |lines: &mut dyn Iterator<Item = &Value>| {
        lines.map(|line| line.to_string() + "\n").collect::<String>()
    };
    for document in small_agreements() {
        // What runs have learnt of an agreement is kept with it: each case by itself has one of its own.
        let judge = |log: &str| {
            let agreement = Agreement::from_json(&document.to_string()).unwrap();
            let verifier = Verifier::new(&agreement).as_of(end);
            let reports = verifier.judge_log(log.as_bytes(), BadLines::Stop).unwrap();
            reports.iter().map(|it| serde_json::to_value(it).unwrap()).collect::<Vec<_>>()
        };
        let longest = cases.iter().map(Vec::len).max().unwrap_or_default();
        let in_turns =
            (0..longest).flat_map(|place| cases.iter().filter_map(move |case| case.get(place)));
        let together = judge(&written(&mut in_turns.clone()));
        assert_eq!(together.len(), cases.len());
        let place_of = |event: &Value| in_turns.clone().position(|it| it == event).unwrap() + 1;
        for (case, among_others) in cases.iter().zip(together) {
            let mut alone = judge(&written(&mut case.iter())).remove(0);
            // Places are those of the whole log.
            for finding in alone["findings"].as_array_mut().unwrap() {
                if let Some(event) = finding["event"].as_u64() {
                    finding["event"] = place_of(&case[event as usize - 1]).into();
                }
            }
            let (alone, among_others) = (without_texts(&alone), without_texts(&among_others));
            assert_eq!(alone, among_others, "{document}\n{case:?}");
        }
    }
}

/// A report without the sentences and identities of its findings, which hang on places, and what is told of a log of
/// one case alone.
fn without_texts(report: &Value) -> Value {
    let mut report = report.clone();
    report.as_object_mut().unwrap().remove("skipped");
    for finding in report["findings"].as_array_mut().unwrap() {
        let finding = finding.as_object_mut().unwrap();
        finding.retain(|key, _| !matches!(key.as_str(), "id" | "text"));
    }
    report
}
