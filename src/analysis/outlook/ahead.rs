//! What time alone brings.

use std::collections::{BTreeMap, BTreeSet};

use crate::monitor::{Change, Finding, Monitor, Outcome};
use crate::names::{Ids, Names};
use crate::time::Instant;

/// What comes at one instant if nobody does anything more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead<V: Names = Ids> {
    /// The instant; of a deadline, the deadline.
    pub at: Instant,
    /// What changes then.
    pub changes: Vec<Change<V>>,
    /// What is found then.
    pub findings: Vec<Finding<V>>,
}

/// Everything up to the end of time, and what the run comes to then.
pub(super) fn of<V: Names>(monitor: &Monitor<V>) -> (Vec<Ahead<V>>, Outcome) {
    let mut copy = monitor.clone();
    let mut changes: BTreeMap<Instant, Vec<Change<V>>> = BTreeMap::new();
    let mut findings: BTreeMap<Instant, Vec<Finding<V>>> = BTreeMap::new();
    // The clock does not lie after the end of time: it can go there.
    if let Ok(step) = copy.advance(Instant::LAST) {
        for change in step.changes() {
            changes.entry(change.at).or_default().push(change);
        }
        for finding in step.findings() {
            findings.entry(finding.at).or_default().push(finding);
        }
    }
    let instants: BTreeSet<Instant> = changes.keys().chain(findings.keys()).copied().collect();
    let ahead = instants.into_iter().map(|at| Ahead {
        at,
        changes: changes.remove(&at).unwrap_or_default(),
        findings: findings.remove(&at).unwrap_or_default(),
    });
    (ahead.collect(), copy.outcome())
}
