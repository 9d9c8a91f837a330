//! The clock: timers fire in order as it moves ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).

use crate::monitor::{Cause, Matter, Status};
use crate::names::ObligationId;
use crate::terms::{Leaf, NodeId, Rule};
use crate::time::Instant;

use super::run::Run;
use super::scope::{At, Scope, SubjectId};
use super::settle::After;
use super::timers::{Phase, Timer};
use super::tracked::EndedBy;

/// So many periods may open on the way to an event.
pub(super) const MOST_ON_THE_WAY: u32 = 100_000;

impl Run<'_> {
    /// Moves the clock to an instant that is not before it; every timer up to there fires.
    ///
    /// Conditions' timers fire at their instant, deadlines, silences and the ends of windows just after
    /// theirs; the state settles after each instant's conditions, and after each instant's deadlines.
    pub(crate) fn advance(&mut self, to: Instant) {
        while self.fire_next(to) {}
        self.state.clock = self.state.clock.max(to);
    }

    /// Fires what fires next at one instant, if anything does up to this one: conditions, or deadlines.
    pub(crate) fn fire_next(&mut self, to: Instant) -> bool {
        if !self.state.fires_before(to) || self.ledger.opened > Some(MOST_ON_THE_WAY) {
            return false;
        }
        let Some((at, phase)) = self.state.next_timer() else {
            return false;
        };
        // A deadline can be extended to an instant that is past already: time never goes back.
        self.state.clock = self.state.clock.max(at);
        self.fire_together(at, phase);
        self.settle(match phase {
            Phase::Conditions => After::Conditions,
            Phase::Others => After::Others,
        });
        true
    }

    /// Fires timers of the run that an analysis says have come, all of conditions or all of the others, and
    /// settles.
    pub(crate) fn fire_these(&mut self, timers: impl Iterator<Item = Timer>, instant: Instant) {
        let mut after = After::Others;
        for timer in timers {
            if timer.is_of_conditions() {
                after = After::Conditions;
            }
            self.fire(timer, Scope::Run, instant);
        }
        self.settle(after);
    }

    /// Fires all that fires together with what fires next: conditions, or what follows them.
    fn fire_together(&mut self, instant: Instant, phase: Phase) {
        if self.terms.kinds.len() == 0 {
            while let Some(timer) = self.take_timer(instant, phase) {
                self.fire(timer, Scope::Run, instant);
            }
            return;
        }
        let mut firing: Vec<(Timer, Scope)> = Vec::new();
        while let Some(timer) = self.take_timer(instant, phase) {
            firing.push((timer, Scope::Run));
        }
        for kind in self.terms.kinds.keys() {
            for place in self.state.kinds[kind].subjects.firing((instant, phase)) {
                let subject = SubjectId { kind, place };
                let scope = Scope::Subject(subject);
                self.state.take_up(scope);
                let of_subject = self.state.timers_of(self.terms, scope);
                let now = of_subject.filter(|it| it.0 == instant && it.1.phase() == phase);
                firing.extend(now.map(|(_, timer)| (timer, scope)));
                self.state.touch(subject);
            }
        }
        // What comes together comes in the obligations' order, and then in that of the subjects.
        firing.sort_unstable();
        for (timer, scope) in firing {
            self.fire(timer, scope, instant);
        }
    }

    fn take_timer(&mut self, instant: Instant, phase: Phase) -> Option<Timer> {
        let (at, timer) = self.state.timers.next()?;
        if at != instant || timer.phase() != phase {
            return None;
        }
        self.state.timers.take();
        Some(timer)
    }

    fn fire(&mut self, timer: Timer, scope: Scope, instant: Instant) {
        let graph = &self.terms.graph;
        match timer {
            Timer::Reached(node) => {
                let at = scope.at(graph, node);
                self.state.set(self.terms, at, true);
                if graph.is_reached_for_good(node) {
                    self.state.decide(self.terms, at);
                }
            }
            Timer::Elapsed(id) => {
                let at = scope.at(graph, graph.elapsed[id].node);
                self.state.set(self.terms, at, true);
                self.state.decide(self.terms, at);
            }
            Timer::Recent(id) => {
                self.state.set(self.terms, scope.at(graph, graph.recents[id].node), false);
            }
            Timer::Open(node) => self.look_at_hours(node),
            Timer::Period(kind) => self.cross_boundary(kind),
            Timer::Deadline(id) => self.miss_deadline(scope.at(graph, id), instant),
            Timer::Silence(id) => self.attest(scope.at(graph, id)),
            Timer::Window(act) => self.end_window(scope.at(graph, act), EndedBy::Time),
        }
    }

    /// A place may open or close now: whether it did, and when it may do so next.
    fn look_at_hours(&mut self, node: NodeId) {
        let graph = &self.terms.graph;
        let Rule::Leaf(Leaf::Open(calendar)) = graph.nodes[node].rule else { return };
        let now = self.state.clock;
        let table = &self.terms.calendars[calendar].table;
        self.state.set(self.terms, Scope::Run.at(graph, node), table.is_open(now));
        if let Some(next) = table.next_change(now) {
            self.state.timers.add(next, Timer::Open(node));
        }
    }

    /// A deadline that fires on a due obligation, dated at the deadline.
    fn miss_deadline(&mut self, at: At<ObligationId>, deadline: Instant) {
        let obligation = &self.terms.obligations[at.id];
        let id = at.id;
        self.state[at].fired = true;
        if obligation.binding && !obligation.target {
            self.find_of_debtor(at, |party| Matter::Overdue { party, obligation: id, deadline });
            self.breach(at, self.may_be_repaired(at), Cause::DeadlinePassed);
        } else {
            self.find_of_debtor(at, |party| Matter::Unmet { party, obligation: id });
        }
    }

    /// What the verifier's word does, or the verifier's silence.
    pub(super) fn attest(&mut self, at: At<ObligationId>) {
        let status = match self.state[at].was_breached() {
            true => Status::Cured,
            false => Status::Discharged,
        };
        let cause = match self.ledger.event {
            Some(_) => Cause::Attested,
            None => Cause::DeemedAttested,
        };
        self.move_to(at, status, cause);
    }
}
