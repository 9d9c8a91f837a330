//! The clock: timers fire in order as it moves ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).

use crate::monitor::{Cause, Matter, Status};
use crate::names::ObligationId;
use crate::time::Instant;

use super::run::Run;
use super::settle::After;
use super::timers::Timer;
use super::tracked::EndedBy;

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
        if !self.state.fires_before(to) {
            return false;
        }
        let Some((at, timer)) = self.state.timers.next() else {
            return false;
        };
        // A deadline can be extended to an instant that is past already: time never goes back.
        self.state.clock = self.state.clock.max(at);
        let of_conditions = timer.is_of_conditions();
        self.fire_together(at, of_conditions);
        self.settle(if of_conditions { After::Conditions } else { After::Others });
        true
    }

    /// Fires timers that an analysis says have come, all of conditions or all of the others, and settles.
    pub(crate) fn fire_these(&mut self, timers: impl Iterator<Item = Timer>, instant: Instant) {
        let mut after = After::Others;
        for timer in timers {
            if timer.is_of_conditions() {
                after = After::Conditions;
            }
            self.fire(timer, instant);
        }
        self.settle(after);
    }

    /// Fires all that fires together with what fires next: conditions, or what follows them.
    fn fire_together(&mut self, instant: Instant, of_conditions: bool) {
        while let Some((at, timer)) = self.state.timers.next() {
            if at != instant || timer.is_of_conditions() != of_conditions {
                break;
            }
            self.state.timers.take();
            self.fire(timer, instant);
        }
    }

    fn fire(&mut self, timer: Timer, instant: Instant) {
        let graph = &self.terms.graph;
        let (truth, agenda) = (&mut self.state.truth, &mut self.state.agenda);
        match timer {
            Timer::Reached(node) => {
                truth.set(graph, node, true, agenda);
                if graph.is_reached_for_good(node) {
                    truth.decide(graph, node, agenda);
                }
            }
            Timer::Elapsed(id) => {
                let node = graph.elapsed[id].node;
                truth.set(graph, node, true, agenda);
                truth.decide(graph, node, agenda);
            }
            Timer::Recent(id) => truth.set(graph, graph.recents[id].node, false, agenda),
            Timer::Deadline(id) => self.miss_deadline(id, instant),
            Timer::Silence(id) => self.attest(id),
            Timer::Window(act) => self.end_window(act, EndedBy::Time),
        }
    }

    /// A deadline that fires on a due obligation, dated at the deadline.
    fn miss_deadline(&mut self, id: ObligationId, deadline: Instant) {
        let obligation = &self.terms.obligations[id];
        self.state.obligations[id].fired = true;
        if obligation.binding && !obligation.target {
            self.find_of_debtor(id, |party| Matter::Overdue { party, obligation: id, deadline });
            self.breach(id, self.may_be_repaired(id), Cause::DeadlinePassed);
        } else {
            self.find_of_debtor(id, |party| Matter::Unmet { party, obligation: id });
        }
    }

    /// What the verifier's word does, or the verifier's silence.
    pub(super) fn attest(&mut self, id: ObligationId) {
        let status = match self.state.obligations[id].was_breached() {
            true => Status::Cured,
            false => Status::Discharged,
        };
        let cause = match self.journal.event {
            Some(_) => Cause::Attested,
            None => Cause::DeemedAttested,
        };
        self.move_to(id, status, cause);
    }
}
