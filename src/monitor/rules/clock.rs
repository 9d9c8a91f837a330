//! The clock: timers fire in order as it moves ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).

use crate::monitor::{Cause, Matter, Status};
use crate::names::ObligationId;
use crate::time::Instant;

use super::run::Run;
use super::timers::Timer;

impl Run<'_> {
    /// Moves the clock to an instant that is not before it; every timer up to there fires.
    ///
    /// Conditions' timers fire at their instant, deadlines just after theirs; the state settles
    /// after each instant's conditions, and after each instant's deadlines.
    pub(in crate::monitor) fn advance(&mut self, to: Instant) {
        while self.fire_next(to) {}
        self.state.clock = self.state.clock.max(to);
    }

    /// Fires what fires next at one instant, if anything does up to this one: conditions, or
    /// deadlines.
    pub(in crate::monitor) fn fire_next(&mut self, to: Instant) -> bool {
        let Some((at, timer)) = self.state.timers.next() else {
            return false;
        };
        let fires = match timer {
            Timer::Reached(_) | Timer::Elapsed(_) => at <= to,
            Timer::Deadline(_) => at < to,
        };
        if !fires {
            return false;
        }
        // A deadline can be extended to an instant that is past already: time never goes back.
        self.state.clock = self.state.clock.max(at);
        if let Timer::Deadline(_) = timer {
            self.fire_deadlines(at);
        } else {
            self.fire_conditions(at);
        }
        self.settle();
        true
    }

    fn fire_conditions(&mut self, instant: Instant) {
        let graph = &self.terms.graph;
        while let Some((at, timer)) = self.state.timers.next() {
            let node = match timer {
                Timer::Reached(node) if at == instant => node,
                Timer::Elapsed(id) if at == instant => graph.elapsed[id].node,
                _ => break,
            };
            self.state.timers.take();
            self.state.truth.set(graph, node, true, &mut self.state.agenda);
        }
    }

    fn fire_deadlines(&mut self, instant: Instant) {
        while let Some((at, Timer::Deadline(id))) = self.state.timers.next() {
            if at != instant {
                break;
            }
            self.state.timers.take();
            self.miss_deadline(id, instant);
        }
    }

    /// A deadline that fires on a due obligation, dated at the deadline.
    pub(in crate::monitor) fn miss_deadline(&mut self, id: ObligationId, deadline: Instant) {
        let obligation = &self.terms.obligations[id];
        let tracked = &mut self.state.obligations[id];
        tracked.fired = true;
        let party = tracked.debtor;
        if obligation.binding && !obligation.target {
            self.journal.find(deadline, Matter::Overdue { party, obligation: id, deadline });
            self.move_to(id, Status::Breached, Cause::DeadlinePassed);
        } else {
            self.journal.find(deadline, Matter::Unmet { party, obligation: id });
        }
    }
}
