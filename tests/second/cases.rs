//! The cases: files of agreements, logs and the reports that they come to.

use std::path::PathBuf;

use serde_json::Value;

use super::differences::differences;
use super::reference::{Options, judge};

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "cases", "second", name].iter().collect()
}

fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
}

pub(crate) fn read(name: &str) -> Value {
    serde_json::from_str(&text(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
}

pub(crate) fn read_lines(name: &str) -> Vec<Value> {
    let lines = text(name);
    lines.lines().map(|it| serde_json::from_str(it).unwrap()).collect()
}

/// The names of the files in a folder.
pub(crate) fn folder(name: &str) -> Vec<String> {
    let entries = std::fs::read_dir(path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect()
}

/// Judges a log, and compares with the report that it must come to, key by key.
pub(crate) fn agrees(log: &str, agreement: &Value, options: Options, wanted: &Value) {
    let found = judge(agreement, &read_lines(log), &options).unwrap();
    assert_eq!(differences(wanted, &found), [""; 0], "{log}");
}

/// The same for a file of cases, one on each line.
pub(crate) fn every_line_agrees(file: &str) {
    let mut wrong = String::new();
    let cases = read_lines(file);
    for (case, number) in cases.iter().zip(1..) {
        let mut options = Options::read(&case["options"]);
        if let Some(amended) = case.get("amended") {
            options.amended.push(("digest of amended".to_owned(), amended.clone()));
        }
        let log = case["log"].as_array().unwrap();
        let found = judge(&case["agreement"], log, &options);
        let differences = match found {
            Ok(report) => differences(&case["report"], &report),
            Err(why) => vec![why],
        };
        if !differences.is_empty() {
            wrong += &format!("case {number}:\n  {}\n", differences.join("\n  "));
        }
    }
    assert!(!cases.is_empty());
    assert!(wrong.is_empty(), "{file}:\n{wrong}");
}
