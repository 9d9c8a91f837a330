//! Which timers can fire, and what it is when they do.

use crate::monitor::{Ledger, Run, Scope, State, Status, Timer, Window};
use crate::names::{ActId, ObligationId};
use crate::terms::{Deadline, ElapsedId, RecentId, Terms};
use crate::time::{Instant, Span};

use super::{SOME_TIME, Timeless};

/// A timer that can fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TimerKind {
    /// The clock comes to a fixed instant that matters.
    Reached(Instant),
    /// An `elapsed` condition comes to hold.
    Elapsed(ElapsedId),
    /// An act is recent no more.
    Recent(RecentId),
    /// A deadline passes.
    Deadline(ObligationId),
    /// A verifier's silence attests.
    Silence(ObligationId),
    /// A window that time brought to its end is over.
    Window(ActId),
}

/// A pending timer, with its instant where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pending {
    pub(crate) kind: TimerKind,
    pub(crate) at: Option<Instant>,
}

impl TimerKind {
    /// The timers that the rules know it by.
    fn timers(self, terms: &Terms) -> impl Iterator<Item = Timer> {
        let (reached, one) = match self {
            Self::Reached(instant) => (Some(instant), None),
            Self::Elapsed(id) => (None, Some(Timer::Elapsed(id))),
            Self::Recent(id) => (None, Some(Timer::Recent(id))),
            Self::Deadline(id) => (None, Some(Timer::Deadline(id))),
            Self::Silence(id) => (None, Some(Timer::Silence(id))),
            Self::Window(act) => (None, Some(Timer::Window(act))),
        };
        let nodes = terms.graph.reached.iter().filter(move |(at, _)| Some(*at) == reached);
        nodes.map(|(_, node)| Timer::Reached(*node)).chain(one)
    }

    /// Whether it fires at its instant, with the conditions, and not just after it.
    pub(crate) fn is_of_conditions(self) -> bool {
        matches!(self, Self::Reached(_) | Self::Elapsed(_) | Self::Recent(_))
    }
}

impl Timeless {
    /// The state once these timers have fired together: all of conditions, or all of deadlines.
    pub(crate) fn fire(&self, terms: &Terms, timers: &[Pending]) -> Self {
        let mut next = self.clone();
        let mut ledger = Ledger::default();
        if let Some(at) = timers.iter().filter_map(|pending| pending.at).max() {
            next.state.clock = next.state.clock.max(at);
        }
        let now = next.state.clock;
        for id in terms.obligations.keys() {
            let tracked = &mut next.state.run.obligations[id];
            tracked.deadline_rests_from = tracked.deadline_rests_from.map(|_| now);
        }
        Run { terms, state: &mut next.state, ledger: &mut ledger }
            .fire_these(timers.iter().flat_map(|pending| pending.kind.timers(terms)), now);
        next.remember(&ledger.changes);
        next.forget_instants(terms, self);
        next
    }

    /// The timers that can fire.
    pub(crate) fn pending(&self, terms: &Terms) -> Vec<Pending> {
        pending(terms, &self.state)
    }

    /// The instant just after a dormant duty's fixed deadline: if the clock comes there first, the duty
    /// falls due without one.
    pub(crate) fn fixed_deadline_ahead(&self, terms: &Terms, id: ObligationId) -> Option<Instant> {
        let tracked = &self.state.run.obligations[id];
        match terms.obligations[id].deadline() {
            Some(Deadline::At(moment)) if tracked.status == Status::Dormant => {
                let at = moment.written().filter(|at| *at >= self.state.clock)?;
                at.after(Span::seconds(1)?)
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
        if !state.holds(Scope::Run.at(&terms.graph, *node)) {
            pending.push(Pending { kind: TimerKind::Reached(*instant), at: Some(*instant) });
        }
    }
    for (id, since) in state.run.since.iter() {
        let elapsed = &terms.graph.elapsed[id];
        let Some(since) = since.filter(|_| !state.holds(Scope::Run.at(&terms.graph, elapsed.node)))
        else {
            continue;
        };
        let kind = TimerKind::Elapsed(id);
        match terms.term(&elapsed.term).after(since).ok() {
            _ if since == SOME_TIME => pending.push(Pending { kind, at: None }),
            Some(at) => pending.push(Pending { kind, at: Some(at) }),
            None => {}
        }
    }
    for (id, last) in state.run.recent.iter() {
        let recent = &terms.graph.recents[id];
        let Some(last) = last.filter(|_| state.holds(Scope::Run.at(&terms.graph, recent.node)))
        else {
            continue;
        };
        let kind = TimerKind::Recent(id);
        match terms.term(&recent.term).after(last).ok() {
            _ if last == SOME_TIME => pending.push(Pending { kind, at: None }),
            Some(at) => pending.push(Pending { kind, at: Some(at) }),
            None => {}
        }
    }
    let known = |at: Instant| Some(at).filter(|at| *at != SOME_TIME);
    for (id, tracked) in state.run.obligations.iter() {
        if let Some(deadline) = tracked.running_deadline() {
            pending.push(Pending { kind: TimerKind::Deadline(id), at: known(deadline) });
        }
        if let Some(silence) = terms.obligations[id].deemed_after()
            && tracked.waits_for_silence()
            && let Some(since) = tracked.enough_since
        {
            let at = known(since).and_then(|since| terms.term(silence).after(since).ok());
            pending.push(Pending { kind: TimerKind::Silence(id), at });
        }
    }
    for (id, act) in state.run.acts.iter() {
        if let Window::Ending(at) = act.window {
            pending.push(Pending { kind: TimerKind::Window(id), at: known(at) });
        }
    }
    pending
}
