//! The engine as the reference model is called: JSON in, JSON out.
#![allow(
    dead_code,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "helpers for tests, of which each test uses its part"
)]

use serde_json::Value;
use servanda::{Agreement, BadLines, Instant, Verifier};

use crate::generate::Case;

/// The engine's report of a case, or why the agreement is refused.
pub fn judge(case: &Case) -> Result<Value, String> {
    let agreement = agreement(&case.agreement)?;
    let instant = |text: &String| text.parse::<Instant>().unwrap();
    let mut verifier = Verifier::new(&agreement);
    if case.submit {
        verifier = verifier.submitting();
    }
    if let Some(as_of) = &case.as_of {
        verifier = verifier.as_of(instant(as_of));
    }
    if let Some(known_by) = &case.known_by {
        verifier = verifier.known_by(instant(known_by));
    }
    // Twice: what the first time works out by the rules, the second follows on worn paths.
    let [by_rules, on_paths] = [(); 2].map(|()| {
        let reports = verifier
            .judge_log(lines(&case.log).as_bytes(), BadLines::Stop)
            .map_err(|error| error.to_string())?;
        Ok::<_, String>(serde_json::to_value(&reports[0]).unwrap())
    });
    let (by_rules, on_paths) = (by_rules?, on_paths?);
    if by_rules != on_paths {
        return Err(format!("the second time {on_paths}, the first {by_rules}"));
    }
    Ok(by_rules)
}

/// The agreement of a document.
pub fn agreement(document: &Value) -> Result<Agreement, String> {
    Agreement::from_json(&document.to_string()).map_err(|error| error.to_string())
}

/// A log as JSON Lines.
pub fn lines(log: &[Value]) -> String {
    log.iter().map(|event| format!("{event}\n")).collect()
}

/// Every place at which what was found differs from what was expected; it may say more.
pub fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    compare(expected, found, "", &mut differences);
    differences
}

fn compare(expected: &Value, found: &Value, place: &str, differences: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, expected) in expected {
                let place = format!("{place}.{key}");
                match found.get(key) {
                    Some(found) => compare(expected, found, &place, differences),
                    None => differences.push(format!("{place}: expected {expected}, found none")),
                }
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (number, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(expected, found, &format!("{place}[{number}]"), differences);
            }
        }
        _ if expected == found => {}
        _ => differences.push(format!("{place}: expected {expected}, found {found}")),
    }
}
