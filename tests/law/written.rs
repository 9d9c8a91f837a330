//! Cases that were written down: agreements, logs, and the reports that they come to.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::engine::{self, differences};
use crate::generate::Case;

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "cases", name].iter().collect()
}

fn read(name: &str) -> Value {
    let text = fs::read_to_string(path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn read_lines(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn case(agreement: &Value, log: Vec<Value>, options: &Value) -> Case {
    let text = |key: &str| options[key].as_str().map(str::to_owned);
    Case {
        agreement: agreement.clone(),
        log,
        submit: options["submit"] == true,
        as_of: text("as_of"),
        known_by: text("known_by"),
        by_time: false,
        amended: None,
    }
}

/// Judged in every way that the engine has, and compared key by key.
fn comes_to(case: &Case, wanted: &Value) -> Vec<String> {
    match engine::judge(case) {
        Ok(found) => differences(&json!([wanted]), &found),
        Err(why) => vec![why],
    }
}

/// Each line of a file is a case with its report; how many there are.
pub(crate) fn each_line_comes_to_its_report(name: &str) -> usize {
    let mut wrong = Vec::new();
    let cases = read_lines(name);
    for (number, line) in (1..).zip(&cases) {
        let log = line["log"].as_array().unwrap().clone();
        let case = case(&line["agreement"], log, &line["options"]);
        let differences = comes_to(&case, &line["report"]);
        if !differences.is_empty() {
            wrong.push(format!("case {number}:\n  {}", differences.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    cases.len()
}

/// Each report of a folder is that of its log; how many there are.
pub(crate) fn each_log_comes_to_its_reports(folder: &str) -> usize {
    let mut seen = 0;
    let agreement = read(&format!("{folder}/agreement.json"));
    let names = fs::read_dir(path(folder)).unwrap();
    let mut names: Vec<String> =
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    for name in names {
        // `LOG.report.json`, or `report-LOG.json` and `report-LOG-KNOWN.json`.
        let log = match (name.strip_suffix(".report.json"), name.strip_prefix("report-")) {
            (Some(log), _) => format!("{log}.jsonl"),
            (None, Some(rest)) => {
                let log = rest.trim_end_matches(".json").split('-').next().unwrap();
                format!("log-{log}.jsonl")
            }
            (None, None) => continue,
        };
        let wanted = read(&format!("{folder}/{name}"));
        let log = read_lines(&format!("{folder}/{log}"));
        let case = case(&agreement, log, &wanted["options"]);
        assert_eq!(comes_to(&case, &wanted["report"]), [""; 0], "{folder}/{name}");
        seen += 1;
    }
    seen
}
