//! How often each word, status, finding, reason and outcome occurs among generated cases.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::{Case, times};

/// Counts in how many cases each thing occurs.
#[derive(Clone, Debug, Default)]
pub struct Census {
    cases: u64,
    counts: BTreeMap<String, u64>,
}

impl Census {
    /// Counts what the reports of a case say, one for each run, and what the case is made of.
    pub fn count(&mut self, case: &Case, reports: &[Value]) {
        let mut seen = BTreeSet::new();
        for report in reports {
            said(case, report, &mut seen);
        }
        words(&case.agreement, &mut seen);
        let text = case.agreement.to_string();
        if times::FAR.iter().any(|far| text.contains(far)) {
            seen.insert("a duration past the end of time".to_owned());
        }
        if text.contains(r#"{"elapsed":{"since":{"elapsed""#) {
            seen.insert("an elapsed of an elapsed".to_owned());
        }
        if has_huge(&case.agreement) {
            seen.insert("a figure near the largest".to_owned());
        }
        if case.log.iter().any(has_huge) {
            seen.insert("an event of a quantity near the largest".to_owned());
        }
        if reports.len() > 1 {
            seen.insert("a log of several runs".to_owned());
        }
        if case.by_time {
            seen.insert("judged by time".to_owned());
        }
        if case.as_of.is_some() {
            seen.insert("judged as of another time".to_owned());
        }
        if case.known_by.is_some() {
            seen.insert("judged as known by then".to_owned());
        }
        self.cases += 1;
        for thing in seen {
            *self.counts.entry(thing).or_default() += 1;
        }
    }

    /// Counts what another one counted.
    pub fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        for (thing, count) in &other.counts {
            *self.counts.entry(thing.clone()).or_default() += count;
        }
    }

    /// What of this occurs in too few cases to be tested: in fewer than four of a thousand.
    pub fn too_rare(&self, wanted: &[&'static str]) -> Vec<&'static str> {
        let count = |thing: &str| self.counts.get(thing).copied().unwrap_or_default();
        let is_rare = |thing: &&&str| count(thing) * 1_000 < self.cases * 4;
        wanted.iter().filter(is_rare).copied().collect()
    }
}

/// What the report of a run says.
fn said(case: &Case, report: &Value, seen: &mut BTreeSet<String>) {
    seen.insert(format!("outcome {}", word(&report["outcome"])));
    each_standing(report, &mut |standing| {
        seen.insert(format!("status {}", word(&standing["status"])));
        if let Some(why) = standing["lapsed"].as_str() {
            seen.insert(format!("lapsed {why}"));
        }
    });
    let findings = list(&report["findings"]).map(|it| format!("finding {}", kind(it)));
    seen.extend(findings);
    let refused = list(&report["refusals"]).flat_map(|it| list(&it["findings"]));
    seen.extend(refused.map(|it| format!("refused {}", kind(it))));
    seen.extend(effective(case, report));
    for finding in list(&report["findings"]) {
        match finding["certain"].as_bool() {
            Some(true) => seen.insert("finding that is certain".to_owned()),
            Some(false) => seen.insert("finding that is provisional".to_owned()),
            None => false,
        };
    }
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn kind(finding: &Value) -> String {
    let by = if finding["event"].is_null() { "" } else { " by an event" };
    match (finding.get("reason"), word(&finding["kind"])) {
        (Some(reason), kind) => format!("{kind} {}", word(reason)),
        (None, "unmet") => format!("unmet{by}"),
        (None, kind) => kind.to_owned(),
    }
}

/// Where each obligation stands, of the run and of each subject.
pub fn each_standing(report: &Value, see: &mut impl FnMut(&Value)) {
    report["obligations"].as_object().into_iter().flatten().for_each(|(_, it)| see(it));
    for (_, kind) in report["subjects"].as_object().into_iter().flatten() {
        for (_, subject) in kind["subjects"].as_object().into_iter().flatten() {
            each_standing(subject, see);
        }
    }
}

/// Whether a number so large that sums pass the largest stands anywhere in it.
fn has_huge(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.values().any(has_huge),
        Value::Array(parts) => parts.iter().any(has_huge),
        Value::Number(number) => number.as_u64().is_some_and(|it| it >= 1 << 63),
        _ => false,
    }
}

/// The keys that an agreement is written in, and the words that stand for a choice.
fn words(value: &Value, seen: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, part) in map {
                let is_name = key.len() <= 2 && key.ends_with(|c: char| c.is_ascii_digit());
                if !is_name {
                    seen.insert(format!("word {key}"));
                }
                let choices = ["unnamed", "speaks", "early", "days", "ends", "roll"];
                if let (true, Some(choice)) = (choices.contains(&key.as_str()), part.as_str()) {
                    seen.insert(format!("word {key} {choice}"));
                }
                let parties = ["debtor", "creditor", "verified_by"];
                let figures = ["quantity", "beyond", "at", "reached"];
                let is_told = part.get("told").is_some();
                if is_told && [&parties[..], &figures[..]].concat().contains(&key.as_str()) {
                    seen.insert(format!("told {key}"));
                }
                if part == "each" {
                    seen.insert(format!("each in {key}"));
                }
                words(part, seen);
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| words(part, seen)),
        _ => {}
    }
}

/// The words of the log that had an effect.
fn effective(case: &Case, report: &Value) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let time = |it: &Value| it.as_str().map(times::read);
    let known_by = case.known_by.as_deref().map(times::read);
    let is_of_run = |line: &Value| line.get("case") == report.get("case");
    for (event, place) in case.log.iter().zip(1_u64..).filter(|(line, _)| is_of_run(line)) {
        let is_here = |it: &Value| it["event"] == place;
        let is_void = list(&report["findings"])
            .any(|it| (it["kind"] == "void" || it["kind"] == "repeated") && is_here(it))
            || list(&report["refusals"]).any(is_here);
        let known = time(&event["known"]).or(time(&event["time"]));
        let is_cut = time(&event["time"]) > time(&report["as_of"])
            || known_by.is_some_and(|by| known > Some(by));
        if is_void || is_cut {
            continue;
        }
        for key in [
            "act", "attest", "deny", "release", "extend", "waive", "retract", "correct",
            "complete", "amended",
        ] {
            if event.get(key).is_some() {
                seen.insert(format!("effective {key}"));
            }
        }
        if event.get("amend").is_some() {
            for key in ["verified_by", "debtor", "creditor", "until", "quantity"] {
                if event.get(key).is_some() {
                    seen.insert(format!("effective amend of {key}"));
                }
            }
        }
        if word(&event["time"]).ends_with(".000000001Z") {
            seen.insert("effective event a nanosecond late".to_owned());
        }
    }
    seen
}

impl fmt::Display for Census {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} cases", self.cases)?;
        for (thing, count) in &self.counts {
            let share = *count as f64 * 100.0 / self.cases.max(1) as f64;
            writeln!(f, "{share:7.2} %  {thing}")?;
        }
        Ok(())
    }
}
