//! How often each status, finding, reason and outcome occurs among generated cases, and how often
//! each kind of term and of event does.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::Case;

/// All that must occur, and in how many of a thousand cases at least.
const KNOWN: [(&str, u64); 60] = [
    ("outcome breached", 5),
    ("outcome settled", 5),
    ("outcome terminated", 5),
    ("outcome pending", 5),
    ("status dormant", 5),
    ("status due", 5),
    ("status performed", 5),
    ("status suspended", 5),
    ("status discharged", 5),
    ("status breached", 5),
    ("status cured", 5),
    ("status released", 5),
    ("status lapsed", 5),
    ("finding overdue", 5),
    ("finding prohibited", 5),
    ("finding premature", 5),
    ("finding denied", 5),
    ("finding unmet", 5),
    ("finding deadline-passed", 5),
    ("finding waived", 5),
    ("finding void out-of-order", 5),
    ("finding void unknown", 5),
    ("finding void unauthorized", 5),
    ("finding void nothing-to-verify", 5),
    ("finding void closed", 5),
    ("finding void no-deadline", 5),
    ("finding void no-consent", 5),
    ("refused prohibited", 5),
    ("refused premature", 5),
    ("refused waived", 5),
    ("refused unmet", 2),
    ("refused void out-of-order", 5),
    ("refused void unknown", 5),
    ("refused void unauthorized", 5),
    ("refused void nothing-to-verify", 5),
    ("refused void closed", 5),
    ("refused void no-deadline", 5),
    ("refused void no-consent", 5),
    ("effective act", 5),
    ("effective attest", 5),
    ("effective deny", 5),
    ("effective release", 5),
    ("effective extend", 5),
    ("effective extend into the past", 1),
    ("effective amend of the verifier", 5),
    ("effective amend of the debtor", 5),
    ("effective waive", 5),
    ("judged as of another time", 5),
    ("judged as known by then", 5),
    ("log of several cases", 5),
    ("log of an event a nanosecond late", 5),
    ("log of a quantity near the largest", 5),
    ("term of a quantity near the largest", 5),
    ("term `elapsed` of `elapsed`", 5),
    ("term of calendar months", 5),
    ("term past the end of time", 1),
    ("term `survives`, and the agreement terminates", 5),
    ("term of a prohibition that does not bind", 5),
    ("term of periods, more than a million of them", 1),
    ("term `target`", 5),
];

/// Counts in how many cases each thing occurs.
#[derive(Clone, Debug, Default)]
pub struct Census {
    cases: u64,
    counts: BTreeMap<String, u64>,
}

impl Census {
    /// Counts what the reports of a case say, and what the case is made of.
    pub fn count(&mut self, case: &Case, reports: &[Value]) {
        let mut seen = BTreeSet::new();
        for report in reports {
            seen.insert(format!("outcome {}", word(&report["outcome"])));
            for standing in report["obligations"].as_object().into_iter().flatten() {
                seen.insert(format!("status {}", word(&standing.1["status"])));
            }
            let findings = list(&report["findings"]).map(|it| format!("finding {}", kind(it)));
            seen.extend(findings);
            let refused = list(&report["refusals"]).flat_map(|it| list(&it["findings"]));
            seen.extend(refused.map(|it| format!("refused {}", kind(it))));
        }
        seen.extend(said(case, reports));
        seen.extend(terms(case));
        self.cases += 1;
        for thing in seen {
            *self.counts.entry(thing).or_default() += 1;
        }
    }

    /// Adds what another has counted.
    pub fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        for (thing, count) in &other.counts {
            *self.counts.entry(thing.clone()).or_default() += count;
        }
    }

    /// What occurs in too few cases to be tested.
    pub fn too_rare(&self) -> Vec<&'static str> {
        let count = |thing: &str| self.counts.get(thing).copied().unwrap_or_default();
        let is_rare =
            |(thing, per_mille): &(&str, u64)| count(thing) * 1_000 < self.cases * per_mille;
        KNOWN.into_iter().filter(is_rare).map(|(thing, _)| thing).collect()
    }
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn kind(finding: &Value) -> String {
    match finding.get("reason") {
        Some(reason) => format!("{} {}", word(&finding["kind"]), word(reason)),
        None => word(&finding["kind"]).to_owned(),
    }
}

/// What the log is made of, and which of its events had an effect.
fn said(case: &Case, reports: &[Value]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut see = |thing: &str| seen.insert(thing.to_owned());
    if case.as_of.is_some() {
        see("judged as of another time");
    }
    if case.known_by.is_some() {
        see("judged as known by then");
    }
    if reports.len() > 1 {
        see("log of several cases");
    }
    let is_cut = case.as_of.is_some() || case.known_by.is_some();
    for (event, place) in case.log.iter().zip(1_u64..) {
        let is_here = |it: &Value| it["event"] == place;
        let is_void = reports.iter().any(|report| {
            list(&report["findings"]).any(|it| it["kind"] == "void" && is_here(it))
                || list(&report["refusals"]).any(is_here)
        });
        if word(&event["time"]).ends_with(".000000001Z") {
            see("log of an event a nanosecond late");
        }
        if event["quantity"].as_u64().is_some_and(is_huge) {
            see("log of a quantity near the largest");
        }
        if is_void || is_cut {
            continue;
        }
        for key in ["act", "attest", "deny", "release", "extend", "waive"] {
            if event.get(key).is_some() {
                see(&format!("effective {key}"));
            }
        }
        if event.get("amend").is_some() {
            for (key, whom) in [("verified_by", "verifier"), ("debtor", "debtor")] {
                if event.get(key).is_some() {
                    see(&format!("effective amend of the {whom}"));
                }
            }
        }
        let instant = |key: &str| super::times::read(word(&event[key]));
        if event.get("extend").is_some() && instant("until") < instant("time") {
            see("effective extend into the past");
        }
    }
    seen
}

/// What the agreement is made of.
fn terms(case: &Case) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut see = |thing: &str| seen.insert(thing.to_owned());
    let text = case.agreement.to_string();
    if text.contains(r#"{"elapsed":{"since":{"elapsed""#) {
        see("term `elapsed` of `elapsed`");
    }
    if text.contains("P1M") || text.contains("P1Y") {
        see("term of calendar months");
    }
    if super::times::FAR.iter().any(|far| text.contains(far)) {
        see("term past the end of time");
    }
    let days = |event: &Value| super::times::read(word(&event["time"])).timestamp() / 86_400;
    let lasts = match (case.log.first(), case.log.last()) {
        (Some(first), Some(last)) => days(last) - days(first),
        _ => 0,
    };
    for obligation in case.agreement["obligations"].as_object().into_iter().flatten() {
        let terms = obligation.1;
        let is_yes = |key: &str| terms[key] == true;
        if ["quantity", "beyond"].into_iter().any(|key| terms[key].as_u64().is_some_and(is_huge)) {
            see("term of a quantity near the largest");
        }
        if is_yes("survives") && case.agreement.get("terminates_when").is_some() {
            see("term `survives`, and the agreement terminates");
        }
        if terms.get("refrain").is_some() && terms["binding"] == false {
            see("term of a prohibition that does not bind");
        }
        if terms["per"] == "PT1S" && lasts > 12 {
            see("term of periods, more than a million of them");
        }
        if is_yes("target") {
            see("term `target`");
        }
    }
    seen
}

fn is_huge(number: u64) -> bool {
    number >= 1 << 63
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
