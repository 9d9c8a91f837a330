//! Which timers can fire, and what it is when they do.

use crate::names::ObligationId;
use crate::terms::{Deadline, ElapsedId, Terms};
use crate::time::Instant;

use super::super::Status;
use super::super::rules::{Journal, Run, State};
use super::{SOME_TIME, Timeless};

/// A timer that can fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TimerKind {
    /// The clock comes to a fixed instant that matters.
    Reached(Instant),
    /// An `elapsed` condition comes to hold.
    Elapsed(ElapsedId),
    /// A deadline passes.
    Deadline(ObligationId),
}

/// A pending timer, with its instant where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pending {
    pub(crate) kind: TimerKind,
    pub(crate) at: Option<Instant>,
}

impl Timeless {
    /// The state once these timers have fired together: all of conditions, or all of deadlines.
    pub(crate) fn fire(&self, terms: &Terms, timers: &[Pending]) -> Self {
        let mut next = self.clone();
        let mut journal = Journal::default();
        if let Some(at) = timers.iter().filter_map(|pending| pending.at).max() {
            next.state.clock = next.state.clock.max(at);
        }
        let now = next.state.clock;
        for id in terms.obligations.keys() {
            if let Some(since) = &mut next.state.obligations[id].suspended_since {
                *since = now;
            }
        }
        let graph = &terms.graph;
        let mut run = Run { terms, state: &mut next.state, journal: &mut journal };
        for pending in timers {
            match pending.kind {
                TimerKind::Reached(instant) => {
                    let nodes = graph.reached.iter().filter(|(at, _)| *at == instant);
                    for (_, node) in nodes {
                        run.state.truth.set(graph, *node, true, &mut run.state.agenda);
                    }
                }
                TimerKind::Elapsed(id) => {
                    let node = graph.elapsed[id].node;
                    run.state.truth.set(graph, node, true, &mut run.state.agenda);
                }
                TimerKind::Deadline(id) => run.miss_deadline(id, now),
            }
        }
        run.settle();
        next.remember(&journal.changes);
        next.forget_instants(terms, self);
        next
    }

    /// The timers that can fire.
    pub(crate) fn pending(&self, terms: &Terms) -> Vec<Pending> {
        pending(terms, &self.state)
    }

    /// The instant that a dormant duty's fixed deadline waits for: if the clock comes there first,
    /// the duty falls due without one.
    pub(crate) fn fixed_deadline_ahead(&self, terms: &Terms, id: ObligationId) -> Option<Instant> {
        let tracked = &self.state.obligations[id];
        match terms.obligations[id].performance()?.deadline {
            Some(Deadline::At(at))
                if tracked.status == Status::Dormant && at > self.state.clock =>
            {
                Some(at)
            }
            _ => None,
        }
    }
}

/// The timers that can fire: fixed instants that something here still waits for, `elapsed`
/// conditions whose time runs, running deadlines; without an instant those of which it is forgotten.
pub(crate) fn pending(terms: &Terms, state: &State) -> Vec<Pending> {
    let mut pending = Vec::new();
    for (instant, node) in &terms.graph.reached {
        if !state.holds(*node) {
            pending.push(Pending { kind: TimerKind::Reached(*instant), at: Some(*instant) });
        }
    }
    for (id, since) in state.since.iter() {
        let elapsed = &terms.graph.elapsed[id];
        let Some(since) = since.filter(|_| !state.holds(elapsed.node)) else { continue };
        let kind = TimerKind::Elapsed(id);
        match since.after(elapsed.span) {
            _ if since == SOME_TIME => pending.push(Pending { kind, at: None }),
            Some(at) => pending.push(Pending { kind, at: Some(at) }),
            None => {}
        }
    }
    for (id, tracked) in state.obligations.iter() {
        if let Some(deadline) = tracked.running_deadline() {
            let at = Some(deadline).filter(|deadline| *deadline != SOME_TIME);
            pending.push(Pending { kind: TimerKind::Deadline(id), at });
        }
    }
    pending
}
