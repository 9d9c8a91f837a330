//! What fires when: a small ordered table.

use std::collections::BTreeSet;

use crate::names::ObligationId;
use crate::terms::{ElapsedId, NodeId};
use crate::time::Instant;

/// The pending timers, in the order in which they fire: by instant, and at one instant conditions
/// before deadlines (SEMANTICS.md, section 4).
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    pending: BTreeSet<(Instant, Timer)>,
}

/// What fires. The order of the variants is the order of firing at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    /// A `reached` condition comes to hold at its instant.
    Reached(NodeId),
    /// An `elapsed` condition comes to hold at its instant.
    Elapsed(ElapsedId),
    /// A deadline fires just after its instant.
    Deadline(ObligationId),
}

impl Timers {
    pub(super) fn add(&mut self, at: Instant, timer: Timer) {
        self.pending.insert((at, timer));
    }

    pub(super) fn remove(&mut self, at: Instant, timer: Timer) {
        self.pending.remove(&(at, timer));
    }

    /// What fires next, and when.
    pub(super) fn next(&self) -> Option<(Instant, Timer)> {
        self.pending.first().copied()
    }

    /// Takes what fires next out of the table.
    pub(super) fn take(&mut self) {
        self.pending.pop_first();
    }
}
