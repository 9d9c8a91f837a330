//! How subjects open, and lists close (SEMANTICS.md, section 8).

use std::sync::Arc;

use crate::monitor::Transition;
use crate::names::{KindId, PartyId};
use crate::terms::{Opening, PeriodsFrom, Terms};
use crate::time::Instant;

use super::kinds::{period, period_at, period_name};
use super::run::Run;
use super::scope::{Scope, SubjectId};
use super::scope_state::ScopeState;
use super::settle::Common;
use super::state::State;
use super::subjects::{MOST_SUBJECTS, Subject};
use super::timers::Timer;
use super::truth::Truth;

/// What a kind comes to in a round.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KindChange {
    /// `closes_when` or `ends_when` holds.
    ends: bool,
    /// When period 0 begins, if that is known now.
    grid: Option<Instant>,
    /// A period opens.
    opens: Option<u64>,
}

impl Run<'_> {
    /// What a kind comes to, as the state stands at the round's start.
    pub(super) fn decide_kind(&self, kind: KindId) -> KindChange {
        let node = &self.terms.graph.kinds[kind];
        let holds = |node| self.state.holds(Scope::Run.at(&self.terms.graph, node));
        let state = &self.state.kinds[kind];
        match &self.terms.kinds[kind].terms.opening {
            Opening::EachOf(_) => KindChange::default(),
            Opening::ByActs { .. } => {
                let ends = !state.has_ended && holds(node.closes_when);
                KindChange { ends, ..KindChange::default() }
            }
            Opening::Periods(periods) => {
                let ends = !state.has_ended && holds(node.closes_when);
                let now = self.state.clock;
                let grid = match &periods.from {
                    _ if state.grid.is_some() => None,
                    PeriodsFrom::At(instant) => Some(*instant),
                    // An agreement that stands knows its instants.
                    PeriodsFrom::Day(_) => None,
                    PeriodsFrom::EntryIntoForce => self.state.in_force.map(|_| now),
                    PeriodsFrom::When(_) => node.from.filter(|from| holds(*from)).map(|_| now),
                };
                KindChange { ends, grid, opens: self.period_to_open(kind) }
            }
        }
    }

    /// The period that contains now, if it is to open.
    fn period_to_open(&self, kind: KindId) -> Option<u64> {
        let Opening::Periods(periods) = &self.terms.kinds[kind].terms.opening else { return None };
        let graph = &self.terms.graph;
        let state = &self.state.kinds[kind];
        let count = state.subjects.len();
        let may_open = self.state.in_force.is_some()
            && self.state.run.terminated.is_none()
            && !state.has_ended
            && !self.state.holds(Scope::Run.at(graph, graph.kinds[kind].closes_when))
            && periods.times.is_none_or(|times| u64::from(count) < times)
            && count < MOST_SUBJECTS;
        if !may_open {
            return None;
        }
        let grid = state.grid?;
        let k = period_at(self.terms, periods, grid, self.state.clock)?;
        let can_open = period(self.terms, periods, grid, k).is_some()
            && state.place_of(self.terms, periods, k).is_none();
        can_open.then_some(k)
    }

    pub(super) fn carry_out_kind(&mut self, kind: KindId, change: &KindChange) {
        let KindChange { ends, grid, opens } = *change;
        let state = &mut self.state.kinds[kind];
        state.has_ended |= ends;
        if grid.is_some() {
            state.grid = grid;
            self.state.agenda.wake_kind(kind);
            self.watch_boundary(kind);
        }
        if let Some(k) = opens {
            self.open_period(kind, k);
            if let Some(opened) = &mut self.ledger.opened {
                *opened = opened.saturating_add(1);
            }
        }
    }

    /// Waits for the next beginning or end of a period.
    pub(super) fn watch_boundary(&mut self, kind: KindId) {
        match self.state.next_boundary(self.terms, kind) {
            Some(at) => self.state.timers.add(at, Timer::Period(kind)),
            None => self.state.timers.remove(Timer::Period(kind)),
        }
    }

    /// A period begins now, and another ends: whoever hangs on that looks.
    pub(super) fn cross_boundary(&mut self, kind: KindId) {
        self.state.agenda.wake_kind(kind);
        let now = self.state.clock;
        let Opening::Periods(periods) = &self.terms.kinds[kind].terms.opening else { return };
        let state = &self.state.kinds[kind];
        let Some(grid) = state.grid else { return };
        if let Some(k) = period_at(self.terms, periods, grid, now) {
            for k in [k.checked_sub(1), Some(k)].into_iter().flatten() {
                if let Some(place) = self.state.kinds[kind].place_of(self.terms, periods, k) {
                    let scope = Scope::Subject(SubjectId { kind, place });
                    for at in self.open_in(scope) {
                        self.state.agenda.wake_obligation(at);
                    }
                }
            }
        }
        self.watch_boundary(kind);
    }

    /// Opens period k of a kind.
    pub(super) fn open_period(&mut self, kind: KindId, k: u64) -> Option<Scope> {
        let Opening::Periods(periods) = &self.terms.kinds[kind].terms.opening else { return None };
        let (start, end) = period(self.terms, periods, self.state.kinds[kind].grid?, k)?;
        let name = period_name(self.terms, periods, start);
        let state = &mut self.state.kinds[kind];
        state.last = state.last.max(Some(k));
        let scope = self.open(kind, name.into(), None, Some((start, end)));
        self.watch_boundary(kind);
        Some(scope)
    }

    /// Opens a subject; all its obligations are dormant.
    pub(super) fn open(
        &mut self,
        kind: KindId,
        name: Arc<str>,
        opener: Option<PartyId>,
        period: Option<(Instant, Instant)>,
    ) -> Scope {
        let mut state = ScopeState::at_first(self.terms, Some(kind), None);
        let graph = &self.terms.graph;
        for (id, holds) in graph.kinds[kind].scope.betweens.iter().zip(state.between.values_mut()) {
            // What has happened in the run it has seen; of its own nothing.
            let happened = graph.betweens[*id].at_opening;
            *holds = happened.is_some_and(|node| self.state.holds(Scope::Run.at(graph, node)));
        }
        let subject = Subject {
            name,
            opened: self.state.clock,
            opener,
            period,
            state,
            truth: Truth::none(),
            tallied: Box::default(),
        };
        let place = self.state.kinds[kind].subjects.push(subject);
        let id = SubjectId { kind, place };
        let scope = Scope::Subject(id);
        self.state.derive_subject(self.terms, id);
        self.state.agenda.wake_scope(&self.terms.graph, scope);
        self.change(scope, Transition::Opened);
        self.note_closed(kind);
        scope
    }

    /// At the end of a round: the lists that are closed by what it brought.
    pub(super) fn close_lists(&mut self, common: &Common) {
        match common.may_close_every_list() {
            true => self.terms.kinds.keys().for_each(|kind| self.note_closed(kind)),
            false => common.kinds().for_each(|kind| self.note_closed(kind)),
        }
    }

    /// Notes that a list is closed, if it is, and by whom.
    fn note_closed(&mut self, kind: KindId) {
        if !self.state.closed_now(self.terms, kind) {
            return;
        }
        self.state.kinds[kind].closed_by = Some(self.ledger.ended_by());
        self.change(Scope::Run, Transition::ListClosed { kind });
        self.state.look_at_list(self.terms, kind);
        self.watch_boundary(kind);
        let graph = &self.terms.graph;
        for act in &graph.kinds[kind].tallied {
            for id in &graph.acts[*act].performed_by {
                if graph.obligations[*id].of.is_none() {
                    self.state.agenda.wake_obligation(Scope::Run.at(graph, *id));
                }
            }
            if self.terms.acts[*act].is_power {
                self.decide_what_a_power_brings(Scope::Run, *act);
            }
        }
    }
}

impl State {
    /// When the period of a scope begins, if it is one.
    pub(super) fn period_begins(&self, scope: Scope) -> Option<Instant> {
        self.subject(scope).and_then(|subject| subject.period).map(|(start, _)| start)
    }

    /// When the period of a scope ends, if it is one.
    pub(super) fn period_ends(&self, scope: Scope) -> Option<Instant> {
        self.subject(scope).and_then(|subject| subject.period).map(|(_, end)| end)
    }

    /// Which of the next periods that acts may name before they begin has a name.
    pub(super) fn period_ahead(&self, terms: &Terms, kind: KindId, name: &[u8]) -> Option<u64> {
        let Opening::Periods(periods) = &terms.kinds[kind].terms.opening else { return None };
        let graph = &terms.graph;
        let state = &self.kinds[kind];
        let grid = state.grid?;
        let is_over = self.in_force.is_none()
            || state.is_list_closed()
            || self.holds(Scope::Run.at(graph, graph.kinds[kind].closes_when));
        if is_over {
            return None;
        }
        let first = match grid <= self.clock {
            true => period_at(terms, periods, grid, self.clock)?.saturating_add(1),
            false => 0,
        };
        (first..first.saturating_add(periods.ahead)).find(|k| {
            let start = period(terms, periods, grid, *k).map(|(start, _)| start);
            start.is_some_and(|start| period_name(terms, periods, start).as_bytes() == name)
        })
    }
}
