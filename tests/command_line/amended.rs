//! `verify --also` and `compare`: agreements that change.

use std::fs;

use serde_json::Value;
use servanda::Agreement;

use super::kit::{folder, servanda, servanda_reading, text};

const FIRST: &str = "tests/cases/second/evidence/agreement.json";
const SECOND: &str = "tests/cases/second/evidence/agreement-2.json";
const THIRD: &str = "tests/cases/second/evidence/agreement-3.json";

/// The log in which the agreement changes, with the digests that it names.
fn changed() -> String {
    let mut log = fs::read_to_string("tests/cases/second/evidence/changed.jsonl").unwrap();
    for path in [SECOND, THIRD] {
        let agreement = Agreement::from_json(&fs::read_to_string(path).unwrap()).unwrap();
        let name = path.rsplit('/').next().unwrap();
        log = log.replace(&format!("digest of {name}"), &agreement.digest().to_string());
    }
    log
}

#[test]
fn a_log_may_name_agreements_that_are_at_hand() {
    let log = changed();
    let arguments = ["verify", FIRST, "-", "--format", "json", "--as-of", "2026-03-13T12:00:00Z"];
    let judged = |also: &[&str]| {
        let also = also.iter().flat_map(|path| ["--also", *path]);
        let arguments: Vec<&str> = arguments.into_iter().chain(also).collect();
        let ran = servanda_reading(log.as_bytes(), &arguments);
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        serde_json::from_str::<Value>(&ran.out).unwrap()
    };
    let void = |report: &Value| {
        let findings = report["findings"].as_array().unwrap();
        let void = findings.iter().filter(|finding| finding["kind"] == "void");
        void.map(|finding| finding["reason"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let between = judged(&[SECOND, THIRD]);
    assert_eq!(between["outcome"], "pending");
    assert_eq!(
        void(&between),
        ["no-consent"],
        "the clerk may, and the two parties of three may not"
    );
    // Nobody has an agreement of that digest.
    assert_eq!(void(&judged(&[])), ["unknown", "unknown"]);
}

#[test]
fn what_two_agreements_differ_in_is_told_clause_by_clause() {
    let same = servanda(&["compare", FIRST, FIRST]);
    assert_eq!(same.code, 0, "{}{}", same.out, same.err);
    assert!(same.out.contains("means the same, and has the same digest"), "{}", same.out);
    let other = servanda(&["compare", FIRST, SECOND]);
    assert_eq!(other.code, 1, "{}{}", other.out, other.err);
    assert!(other.out.contains("otherwise; its digest is "), "{}", other.out);
    let written = servanda(&["compare", FIRST, SECOND, "--format", "json"]);
    let written: Value = serde_json::from_str(&written.out).unwrap();
    assert_eq!(written["means_the_same"], false);
    assert!(!written["clauses"].as_array().unwrap().is_empty());
}

/// What becomes of the runs that a saved state has: one that can be carried over, and one that is over.
#[test]
fn what_becomes_of_each_open_run_is_told() {
    let here = folder("compare-state");
    let (log, state) = (here.join("log.jsonl"), here.join("state"));
    let delivered = r#"{"time": "2026-03-04T12:00:00Z", "actor": "seller", "act": "deliver""#;
    let lines = [
        format!(r#"{delivered}, "quantity": 2, "case": "one"}}"#),
        format!(r#"{delivered}, "quantity": 3, "case": "two"}}"#),
    ];
    fs::write(&log, lines.join("\n") + "\n").unwrap();
    let kept = servanda(&["verify", FIRST, text(&log), "--state", text(&state)]);
    assert!(state.exists(), "{}", kept.err);

    let arguments = ["compare", FIRST, SECOND, "--state", text(&state)];
    let told = servanda(&arguments);
    assert_eq!(told.code, 1, "{}{}", told.out, told.err);
    assert!(
        told.out.contains("\n2 open runs; otherwise: 2, as before: 0, can't be carried over: 0\n"),
        "{}",
        told.out
    );
    let (one, two) = told.out.split_once("\ncase two: ").unwrap();
    assert!(one.contains("\ncase one: pending, as before\n"), "{}", told.out);
    assert!(one.contains("\n  monthly-report  due → lapsed; "), "{}", told.out);
    assert!(two.contains("\n  cover           due, new; deadline 2026-03-11"), "{}", told.out);

    let written = servanda(&[&arguments[..], &["--format", "json"]].concat());
    let written: Value = serde_json::from_str(&written.out).unwrap();
    let [one, two] = &written["runs"].as_array().unwrap()[..] else { panic!("{written}") };
    assert_eq!((&one["case"], &two["case"]), (&Value::from("one"), &Value::from("two")));
    assert_eq!(one["stand"]["monthly-report"][1]["lapsed"], "superseded");

    // A run can't be carried over before its clock.
    let early = servanda(&[&arguments[..], &["--at", "2026-03-02T00:00:00Z"]].concat());
    assert!(
        early.out.contains("otherwise: 0, as before: 0, can't be carried over: 2"),
        "{}",
        early.out
    );
    // A state of another agreement is none of this one's.
    let other = servanda(&["compare", SECOND, FIRST, "--state", text(&state)]);
    assert_eq!(other.code, 2, "{}", other.out);
}

#[test]
fn a_page_shows_which_clauses_changed_and_when() {
    let here = folder("amended-page");
    let log = here.join("log.jsonl");
    fs::write(&log, changed()).unwrap();
    let drawn = |more: &[&str]| {
        let arguments = ["render", FIRST, text(&log), "--also", SECOND, "--also", THIRD];
        servanda(&[&arguments[..], more].concat())
    };
    for by_time in [&["--to", "html"][..], &["--to", "html", "--by-time"]] {
        let page = drawn(by_time);
        assert_eq!(page.code, 0, "{}", page.err);
        for part in [
            "What changed in the agreement",
            "obligations.price is changed: within was &#34;P10D&#34; and is &#34;P20D&#34;",
            "✎ changed 2026-03-12 12:00 UTC",
            "✎ added 2026-03-12 12:00 UTC",
            "Left behind by the agreement before",
            "it was left behind, and lapsed",
        ] {
            assert!(page.out.contains(part), "{part}: {}", page.out);
        }
    }
    let timeline = drawn(&["--to", "timeline"]);
    assert_eq!(timeline.out.matches("took the place of the agreement before").count(), 2);
    assert!(timeline.out.contains("monthly-report (left behind)"), "{}", timeline.out);
    let graph = drawn(&["--to", "graph"]);
    assert_eq!(graph.code, 2, "{}", graph.out);
}
