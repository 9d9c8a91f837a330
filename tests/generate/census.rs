//! How often each status, finding, reason and outcome occurs among generated cases.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// All that a report can say of a case.
const KNOWN: [&str; 32] = [
    "outcome breached",
    "outcome settled",
    "outcome terminated",
    "outcome pending",
    "status dormant",
    "status due",
    "status performed",
    "status suspended",
    "status discharged",
    "status breached",
    "status cured",
    "status released",
    "status lapsed",
    "finding overdue",
    "finding prohibited",
    "finding premature",
    "finding denied",
    "finding unmet",
    "finding deadline-passed",
    "finding waived",
    "finding void out-of-order",
    "finding void unknown",
    "finding void unauthorized",
    "finding void nothing-to-verify",
    "finding void closed",
    "finding void no-deadline",
    "finding void no-consent",
    "refused prohibited",
    "refused premature",
    "refused waived",
    "refused void unauthorized",
    "refused void closed",
];

/// Counts in how many cases each thing occurs.
#[derive(Clone, Debug, Default)]
pub struct Census {
    cases: u64,
    counts: BTreeMap<String, u64>,
}

impl Census {
    /// Counts what a report says.
    pub fn count(&mut self, report: &Value) {
        let mut seen = std::collections::BTreeSet::new();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        seen.insert(format!("outcome {}", word(&report["outcome"])));
        for standing in report["obligations"].as_object().into_iter().flatten() {
            seen.insert(format!("status {}", word(&standing.1["status"])));
        }
        let kind = |finding: &Value| match finding.get("reason") {
            Some(reason) => format!("{} {}", word(&finding["kind"]), word(reason)),
            None => word(&finding["kind"]),
        };
        for finding in report["findings"].as_array().into_iter().flatten() {
            seen.insert(format!("finding {}", kind(finding)));
        }
        for refusal in report["refusals"].as_array().into_iter().flatten() {
            for finding in refusal["findings"].as_array().into_iter().flatten() {
                seen.insert(format!("refused {}", kind(finding)));
            }
        }
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

    /// What occurs in fewer of a thousand cases than this.
    pub fn rarer_than(&self, per_mille: u64) -> Vec<&'static str> {
        let count = |thing: &str| self.counts.get(thing).copied().unwrap_or_default();
        KNOWN.into_iter().filter(|thing| count(thing) * 1_000 < self.cases * per_mille).collect()
    }
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
