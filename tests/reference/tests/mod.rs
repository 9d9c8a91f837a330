//! The model against cases worked out by hand from the law, one sentence each.

mod acting;
mod cuba;
mod deadlines;
mod documents;
mod prohibitions;
mod reporting;
mod settling;
mod suspension;
mod words;

use serde_json::{Value, json};

use super::{Options, judge};

/// An agreement between `a`, `b` and `c` that starts on 1 January 2030, with
/// the parts given.
fn agreement(parts: Value) -> Value {
    let mut document = json!({
        "title": "worked by hand",
        "date": "2030-01-01T00:00:00Z",
        "parties": { "a": "first", "b": "second", "c": "third" },
    });
    for (key, part) in parts.as_object().unwrap() {
        document[key] = part.clone();
    }
    document
}

/// One duty of `a` towards `b` to `pay`, with further terms. `a` and `b` can
/// `pay`, `stop` and `go`.
fn duty(terms: Value) -> Value {
    let mut duty = json!({ "debtor": "a", "creditor": "b", "perform": "pay" });
    for (key, term) in terms.as_object().unwrap() {
        duty[key] = term.clone();
    }
    agreement(json!({ "acts": plain_acts(), "obligations": { "o": duty } }))
}

/// One prohibition of `a` towards `b` to `pay`, with further terms.
fn prohibition(terms: Value) -> Value {
    let mut document = duty(terms);
    let duty = document["obligations"]["o"].as_object_mut().unwrap();
    duty.remove("perform");
    duty.insert("refrain".to_owned(), json!("pay"));
    document
}

fn plain_acts() -> Value {
    let by = json!({ "by": ["a", "b"] });
    json!({ "pay": by, "stop": by, "go": by })
}

/// Midnight of a day of January 2030.
fn day(day: u32) -> String {
    format!("2030-01-{day:02}T00:00:00Z")
}

fn act(on: u32, actor: &str, act: &str) -> Value {
    json!({ "time": day(on), "actor": actor, "act": act })
}

fn acts(on: u32, actor: &str, act: &str, quantity: u64) -> Value {
    json!({ "time": day(on), "actor": actor, "act": act, "quantity": quantity })
}

fn tick(on: u32) -> Value {
    json!({ "time": day(on) })
}

fn record(agreement: &Value, log: &[Value]) -> Value {
    judge(agreement, log, &Options::default()).unwrap()
}

fn submit(agreement: &Value, log: &[Value]) -> Value {
    judge(agreement, log, &Options { submit: true, ..Options::default() }).unwrap()
}

fn refused(agreement: &Value) -> String {
    judge(agreement, &[], &Options::default()).unwrap_err()
}

fn status<'a>(report: &'a Value, obligation: &str) -> &'a str {
    report["obligations"][obligation]["status"].as_str().unwrap()
}

fn progress(report: &Value, obligation: &str) -> u64 {
    report["obligations"][obligation]["progress"].as_u64().unwrap()
}

fn deadline<'a>(report: &'a Value, obligation: &str) -> Option<&'a str> {
    report["obligations"][obligation]["deadline"].as_str()
}

/// Each finding as `kind party instant place about`, a dash for what it has not.
fn findings(report: &Value) -> Vec<String> {
    lines(&report["findings"])
}

fn lines(findings: &Value) -> Vec<String> {
    let word = |value: &Value| match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.trim_end_matches("T00:00:00Z").to_owned(),
        other => other.to_string(),
    };
    let line = |finding: &Value| {
        let about = ["obligation", "act", "reason"].into_iter().find_map(|key| finding.get(key));
        [&finding["kind"], &finding["party"], &finding["at"], &finding["event"], about.unwrap()]
            .map(word)
            .join(" ")
    };
    findings.as_array().unwrap().iter().map(line).collect()
}

const NONE: [&str; 0] = [];
