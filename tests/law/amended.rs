//! Agreements that change (section 12 of SEMANTICS.md): the cases that were written down, and at random.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::{Agreement, Event, Instant, Report, Verifier};

use crate::engine::{self, differences};
use crate::generate::{AMENDED, AMENDED_BY_TIME, Case, cases};
use crate::laws::against_reference::judged;

fn read(name: &str) -> String {
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "tests", "cases", "second", name].iter().collect();
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn agreement(name: &str) -> Agreement {
    Agreement::from_json(&read(&format!("evidence/{name}.json"))).unwrap()
}

fn instant(options: &Value, key: &str) -> Option<Instant> {
    options[key].as_str().map(|at| at.parse().unwrap())
}

#[test]
fn the_log_of_two_amendments_comes_to_its_reports() {
    let [first, second, third] = ["agreement", "agreement-2", "agreement-3"].map(agreement);
    let log = read("evidence/changed.jsonl")
        .replace("digest of agreement-2.json", &second.digest().to_string())
        .replace("digest of agreement-3.json", &third.digest().to_string());
    for tag in ["before", "between", "now"] {
        let wanted: Value =
            serde_json::from_str(&read(&format!("evidence/changed.{tag}.report.json"))).unwrap();
        let mut verifier = Verifier::new(&first).also(&second).also(&third);
        if let Some(as_of) = instant(&wanted["options"], "as_of") {
            verifier = verifier.as_of(as_of);
        }
        let bad_lines = servanda::formats::BadLines::Stop;
        let reports = verifier.judge_log(log.as_bytes(), bad_lines).unwrap();
        let found = serde_json::to_value(&reports).unwrap();
        assert_eq!(differences(&json!([wanted["report"]]), &found), [""; 0], "{tag}");
        assert!(reports.iter().all(|report| !report.text().to_string().is_empty()));
    }
}

/// What the old agreement left behind is listed after the rest.
#[test]
fn what_was_left_behind_comes_last() {
    let [first, second] = ["agreement", "agreement-2"].map(agreement);
    let at = |day: u8| format!("2026-03-{day:02}T12:00:00Z").parse::<Instant>().unwrap();
    let clerk = first.party("clerk").unwrap();
    let changed = Event::amended(at(12), clerk, second.digest());
    let report: Report = Verifier::new(&first).also(&second).judge([changed]);
    let json = serde_json::to_value(&report).unwrap();
    let names: Vec<_> = json["obligations"].as_object().unwrap().keys().cloned().collect();
    let own: Vec<_> = report
        .obligations()
        .filter_map(|it| report.agreement().obligation_name(it.obligation).map(str::to_owned))
        .collect();
    assert!(names.len() > own.len() && names.starts_with(&own), "{names:?} {own:?}");
    assert_eq!(report.left_behind().count(), names.len() - own.len());
}

#[test]
fn random_cases_come_to_their_reports() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for (number, line) in (1..).zip(read("random/evidence.jsonl").lines()) {
        let line: Value = serde_json::from_str(line).unwrap();
        let Some(amended) = line.get("amended") else { continue };
        seen += 1;
        let text = |key: &str| line["options"][key].as_str().map(str::to_owned);
        let case = Case {
            agreement: line["agreement"].clone(),
            log: line["log"].as_array().unwrap().clone(),
            submit: line["options"]["submit"] == true,
            as_of: text("as_of"),
            known_by: text("known_by"),
            by_time: line["options"]["by_time"] == true,
            amended: Some(amended.clone()),
        };
        let differences = match engine::judge(&case) {
            Ok(found) => differences(&json!([line["report"]]), &found),
            Err(why) => vec![why],
        };
        if !differences.is_empty() {
            wrong.push(format!("case {number}:\n  {}", differences.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen, 23);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_reference_agree_on_agreements_that_change(case in cases(AMENDED)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn engine_and_reference_agree_on_agreements_that_change_by_time(case in cases(AMENDED_BY_TIME)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }
}
