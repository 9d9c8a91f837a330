//! `verify --also` and `compare`: agreements that change.

use std::fs;

use serde_json::Value;
use servanda::Agreement;

use super::kit::{servanda, servanda_reading};

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
