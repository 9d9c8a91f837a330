//! The second reading of the law (its second edition) against the cases that go with it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "tests may stop at once"
)]

mod reference;

#[path = "second/cases.rs"]
mod cases;
#[path = "second/differences.rs"]
mod differences;

use cases::{agrees, every_line_agrees, folder, read, read_lines};
use differences::differences;
use reference::{Options, difference, judge};
use serde_json::{Value, json};

#[test]
fn random_cases_of_one_scope() {
    every_line_agrees("random/life.jsonl");
}

#[test]
fn random_cases_of_subjects() {
    every_line_agrees("random/subjects.jsonl");
}

#[test]
fn random_cases_of_calendars() {
    every_line_agrees("random/calendars.jsonl");
}

#[test]
fn random_cases_of_late_evidence_and_amended_agreements() {
    every_line_agrees("random/evidence.jsonl");
}

#[test]
fn cases_from_life() {
    let mut seen = 0;
    for name in ["sale", "lease", "orders", "treaty", "desk"] {
        let agreement = read(&format!("{name}/agreement.json"));
        for log in
            folder(name).into_iter().filter_map(|it| it.strip_suffix(".jsonl").map(str::to_owned))
        {
            let wanted = read(&format!("{name}/{log}.report.json"));
            let options = Options::read(&wanted["options"]);
            agrees(&format!("{name}/{log}.jsonl"), &agreement, options, &wanted["report"]);
            seen += 1;
        }
    }
    assert_eq!(seen, 13);
}

#[test]
fn the_settlement_of_1962() {
    let mut seen = 0;
    for name in folder("../cuba-1962") {
        let Some((reading, log)) = name
            .strip_prefix("report-")
            .and_then(|it| it.strip_suffix(".json"))
            .and_then(|it| it.split_once('-'))
        else {
            continue;
        };
        let agreement = read(&format!("../cuba-1962/agreement-{reading}.json"));
        let options =
            Options { as_of: Some("1963-01-07T17:00:00Z".to_owned()), ..Options::default() };
        let wanted = read(&format!("../cuba-1962/{name}"));
        agrees(&format!("../cuba-1962/log-{log}.jsonl"), &agreement, options, &wanted);
        seen += 1;
    }
    assert_eq!(seen, 6);
}

/// `LOG.TAG.report.json` is what `LOG.jsonl` comes to under its options.
#[test]
fn late_evidence_and_amended_agreements() {
    let agreement = read("evidence/agreement.json");
    let amended = ["agreement-2.json", "agreement-3.json"]
        .map(|name| (format!("digest of {name}"), read(&format!("evidence/{name}"))));
    let mut seen = 0;
    for name in folder("evidence") {
        let Some((log, _)) = name.strip_suffix(".report.json").and_then(|it| it.split_once('.'))
        else {
            continue;
        };
        let wanted = read(&format!("evidence/{name}"));
        let mut options = Options::read(&wanted["options"]);
        options.amended = amended.to_vec();
        agrees(&format!("evidence/{log}.jsonl"), &agreement, options, &wanted["report"]);
        seen += 1;
    }
    assert_eq!(seen, 11);
}

#[test]
fn what_is_known_later_makes_a_difference() {
    let agreement = read("evidence/agreement.json");
    for log in ["late", "withdrawn"] {
        let wanted = read(&format!("evidence/{log}.difference.json"));
        let options =
            Options { by_time: true, ..Options::read(&json!({"known_by": wanted["known_by"]})) };
        let lines = read_lines(&format!("evidence/{log}.jsonl"));
        let against = wanted["against"].as_str().unwrap();
        let found = difference(&agreement, &lines, &options, against).unwrap();
        assert_eq!(differences(&wanted["difference"], &found), [""; 0], "{log}");
    }
}

/// Rules that few of the other cases decide: each with a small agreement, a log, and what stands at
/// some places of the report.
#[test]
fn rules_one_by_one() {
    let mut wrong = Vec::new();
    let rules = read_lines("rules.jsonl");
    for case in &rules {
        let log = case["log"].as_array().unwrap();
        let mut options = Options::read(&case["options"]);
        if let Some(amended) = case.get("amended") {
            options.amended.push(("digest of amended".to_owned(), amended.clone()));
        }
        let report = judge(&case["agreement"], log, &options).unwrap();
        for (place, wanted) in case["wanted"].as_object().unwrap() {
            let found = report.pointer(place).unwrap_or(&Value::Null);
            if found != wanted {
                wrong.push(format!("{}: {place} is {found} and not {wanted}", case["rule"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(rules.len(), 42);
}

/// To look at one case: `CASE=FILE cargo test --test second -- --ignored --nocapture`, where the
/// file is `{"agreement", "log", "options"}`, with `amended` where `digest of amended` stands.
#[test]
#[ignore = "prints the report of the case that the variable CASE names"]
fn show() {
    let path = std::env::var("CASE").expect("a path");
    let case: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut options = Options::read(&case["options"]);
    if let Some(amended) = case.get("amended") {
        options.amended.push(("digest of amended".to_owned(), amended.clone()));
    }
    let report = judge(&case["agreement"], case["log"].as_array().unwrap(), &options).unwrap();
    println!("{report:#}");
}
