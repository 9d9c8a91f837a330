//! Reports as SARIF 2.1.0 (OASIS), which CI systems and editors show beside the log's lines.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::monitor::{Finding, FindingKind};
use crate::names::Names;
use crate::report::{PlainPhrases, Prose, Report};

pub use super::log_file::LogFile;
use super::meanings::meanings;

/// Writes reports as SARIF 2.1.0: a result for each finding and each refusal, at its event's line
/// where it has one. Breaches and other faults are errors, what is only told is a note; lines that
/// were passed over are warnings of the run.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::formats::sarif;
/// use servanda::formats::sarif::LogFile;
/// use servanda::Verifier;
///
/// let report = Verifier::new(&cuba::agreement(Reading::Verified)?).judge(cuba::history());
/// let mut file = LogFile::new("history.jsonl");
/// (1..).take(cuba::history().len()).for_each(|line| file.next_event_at(line));
/// let mut out = Vec::new();
/// sarif::write(&mut out, &[report], &file)?;
/// let sarif: serde_json::Value = serde_json::from_slice(&out)?;
/// let results = &sarif["runs"][0]["results"];
/// let premature = results.as_array().unwrap().iter().find(|it| it["ruleId"] == "premature");
/// let region = &premature.unwrap()["locations"][0]["physicalLocation"]["region"];
/// assert_eq!(region["startLine"], 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where it can't be written.
pub fn write<W: Write, V: Names>(
    mut out: W,
    reports: &[Report<V>],
    file: &LogFile,
) -> io::Result<()> {
    let rules: Vec<Value> = meanings()
        .map(|(kind, meaning)| {
            json!({
                "id": kind.as_str(),
                "shortDescription": {"text": meaning},
                "defaultConfiguration": {"level": level(kind)},
            })
        })
        .collect();
    let results: Vec<Value> = reports.iter().flat_map(|report| results(report, file)).collect();
    // Every report notes the same lines.
    let skipped = reports.first().map(Report::skipped).unwrap_or_default();
    let notifications: Vec<Value> = skipped
        .iter()
        .map(|skipped| {
            json!({
                "level": "warning",
                "message": {"text": format!("passed over: {}", skipped.error)},
                "locations": [location(file, Some(skipped.line), None)],
            })
        })
        .collect();
    let sarif = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "servanda",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut out, &sarif)?;
    out.write_all(b"\n")?;
    out.flush()
}

fn results<V: Names>(report: &Report<V>, file: &LogFile) -> Vec<Value> {
    let told = report.told(&PlainPhrases);
    let found = report.findings().zip(&told);
    let found = found.map(|(finding, told)| result(report, file, &finding, told, false));
    let refused = report.refusals().flat_map(|refusal| refusal.findings);
    let refused = refused.map(|finding| {
        let told = Prose::new(report.agreement()).finding(&finding);
        result(report, file, &finding, &told, true)
    });
    found.chain(refused).collect()
}

fn result<V: Names>(
    report: &Report<V>,
    file: &LogFile,
    finding: &Finding<V>,
    told: &str,
    is_refused: bool,
) -> Value {
    let agreement = report.agreement();
    let kind = finding.kind();
    let of_case = report.case().map(|case| format!(" (case {case})")).unwrap_or_default();
    let refused = if is_refused { "refused: " } else { "" };
    let obligation = finding.obligation().and_then(|it| agreement.obligation_name(*it));
    let act = finding.act().and_then(|it| agreement.act_name(*it));
    let line = finding.event.and_then(|place| file.line(place));
    let mut properties = json!({"at": finding.at.to_string(), "refused": is_refused});
    let more = [
        ("party", finding.party().and_then(|party| agreement.party_name(*party))),
        ("obligation", obligation),
        ("act", act),
        ("case", report.case()),
    ];
    for (key, value) in more {
        if let (Some(value), Some(properties)) = (value, properties.as_object_mut()) {
            properties.insert(key.to_owned(), value.into());
        }
    }
    let rule = meanings().position(|(known, _)| known == kind);
    json!({
        "ruleId": kind.as_str(),
        "ruleIndex": rule,
        "level": if is_refused { "error" } else { level(kind) },
        "message": {"text": format!("{refused}{told}, {}{of_case}", finding.at)},
        "locations": [location(file, line, obligation.or(act))],
        "properties": properties,
    })
}

fn level(kind: FindingKind) -> &'static str {
    if kind.is_only_told() { "note" } else { "error" }
}

/// What timers bring has no line: it is about the file.
fn location(file: &LogFile, line: Option<u64>, name: Option<&str>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": address(file.address())}});
    if let (Some(line), Some(physical)) = (line, physical.as_object_mut()) {
        physical.insert("region".to_owned(), json!({"startLine": line}));
    }
    match name {
        Some(name) => json!({"physicalLocation": physical, "logicalLocations": [{"name": name}]}),
        None => json!({"physicalLocation": physical}),
    }
}

/// A path as a URI reference: what has no place in one is escaped.
fn address(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte);
    path.bytes()
        .map(|byte| match is_plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_escaped() {
        assert_eq!(address("logs/may 1.jsonl"), "logs/may%201.jsonl");
        assert_eq!(address("é"), "%C3%A9");
    }
}
