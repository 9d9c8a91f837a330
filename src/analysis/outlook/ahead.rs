//! What time alone brings.

use std::collections::{BTreeMap, BTreeSet};

use crate::monitor::{Change, Finding, Monitor, Outcome};
use crate::names::{Ids, KindId, Names};
use crate::terms::Opening;
use crate::time::Instant;

/// What comes at one instant if nobody does anything more.
///
/// ```
/// use servanda::cuba::{self, Obligation, Reading};
/// use servanda::Monitor;
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// for event in &cuba::history()[..2] {
///     monitor.record(event);
/// }
/// // The announcement was hoped for within two days.
/// let ahead = monitor.outlook().ahead;
/// assert_eq!(ahead[0].at, "1962-10-30T14:04:00Z".parse()?);
/// assert_eq!(ahead[0].findings[0].obligation(), Some(&Obligation::Announce));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ahead<V: Names = Ids> {
    /// The instant; of a deadline, the deadline.
    pub at: Instant,
    /// What changes then.
    pub changes: Vec<Change<V>>,
    /// What is found then.
    pub findings: Vec<Finding<V>>,
}

/// Everything up to the end of time, and what the run comes to then.
///
/// Where periods go on without an end time brings something for ever: then it is told up to an instant.
pub(super) fn of<V: Names>(monitor: &Monitor<V>) -> (Vec<Ahead<V>>, Outcome, Option<Instant>) {
    let until = horizon(monitor);
    let mut copy = monitor.clone();
    let mut changes: BTreeMap<Instant, Vec<Change<V>>> = BTreeMap::new();
    let mut findings: BTreeMap<Instant, Vec<Finding<V>>> = BTreeMap::new();
    // The clock does not lie after the end of time: it can go there.
    if let Ok(step) = copy.advance(until.unwrap_or(Instant::LAST)) {
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
    (ahead.collect(), copy.outcome(), until)
}

/// So many periods that have no last one are looked at, and at most so many of those that have one.
const PERIODS: u64 = 12;
const MOST: u64 = 1_000;

/// How far it is looked ahead; none where everything that time brings comes to an end.
fn horizon<V: Names>(monitor: &Monitor<V>) -> Option<Instant> {
    let (state, terms) = (monitor.state(), monitor.agreement().terms());
    let of_kind = |id: KindId| {
        let Opening::Periods(periods) = &terms.kinds[id].terms.opening else { return None };
        let state_of_kind = &state.kinds[id];
        let opened = u64::from(state_of_kind.subjects.len());
        let has_few = periods.times.is_some_and(|times| times.saturating_sub(opened) <= MOST);
        if state_of_kind.is_list_closed() || has_few {
            return None;
        }
        let from = state_of_kind.grid.map_or(state.clock, |grid| grid.max(state.clock));
        terms.term(&periods.every).after_times(from, PERIODS).ok()
    };
    terms.kinds.keys().filter_map(of_kind).min()
}
