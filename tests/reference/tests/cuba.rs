//! The settlement of 1962: the reports that its logs must give.

use serde_json::Value;

use super::super::{Options, judge};

macro_rules! case {
    ($kind:literal, $name:literal, $ending:literal) => {
        include_str!(concat!("../../cases/cuba-1962/", $kind, "-", $name, ".", $ending))
    };
}

macro_rules! gives {
    ($test:ident, $agreement:literal, $log:literal, $report:literal) => {
        #[test]
        fn $test() {
            check(
                case!("agreement", $agreement, "json"),
                case!("log", $log, "jsonl"),
                case!("report", $report, "json"),
            );
        }
    };
}

gives!(established_history, "established", "history", "established-history");
gives!(established_ideal, "established", "ideal", "established-ideal");
gives!(practised_practice, "practised", "practice", "practised-practice");
gives!(verified_collapse, "verified", "collapse", "verified-collapse");
gives!(verified_history, "verified", "history", "verified-history");
gives!(verified_ideal, "verified", "ideal", "verified-ideal");

fn check(agreement: &str, log: &str, report: &str) {
    let agreement: Value = serde_json::from_str(agreement).unwrap();
    let log: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expected: Value = serde_json::from_str(report).unwrap();
    let options = Options { as_of: Some("1963-01-07T17:00:00Z".to_owned()), ..Options::default() };
    let report = judge(&agreement, &log, &options).unwrap();
    assert_eq!(as_far_as(&report, &expected), expected);
    let order = |report: &Value| -> Vec<String> {
        report["obligations"].as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(order(&report), order(&expected));
}

/// What a report says under the keys that the expected one has; it may say more.
fn as_far_as(report: &Value, expected: &Value) -> Value {
    match (report, expected) {
        (Value::Object(report), Value::Object(expected)) => report
            .iter()
            .filter_map(|(key, value)| Some((key.clone(), as_far_as(value, expected.get(key)?))))
            .collect(),
        (Value::Array(report), Value::Array(expected)) if report.len() == expected.len() => {
            report.iter().zip(expected).map(|(report, it)| as_far_as(report, it)).collect()
        }
        _ => report.clone(),
    }
}
