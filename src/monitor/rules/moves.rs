//! How an obligation moves: it falls due, it goes from one status to another, its deadline is set, rests
//! and goes on ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).

use crate::monitor::{Cause, Matter, Status, Transition};
use crate::names::ObligationId;
use crate::terms::{Deadline, Duty, Obligation};
use crate::time::Instant;

use super::agenda::Decision;
use super::count::Count;
use super::run::Run;
use super::state::Tracked;
use super::timers::Timer;

impl Run<'_> {
    /// Does what a rule has decided.
    pub(super) fn carry_out(&mut self, id: ObligationId, decision: Decision) {
        match decision {
            Decision::EndBreached => self.state.obligations[id].count.ended = true,
            Decision::Move(Status::Due, Cause::FellDue) => self.fall_due(id),
            Decision::Move(status, cause) => self.move_to(id, status, cause),
        }
    }

    /// Rule 2: the deadline is set, a prohibition's count starts. (Where early acts are ignored the
    /// progress is still 0: nothing was added to it while the duty was dormant.)
    fn fall_due(&mut self, id: ObligationId) {
        let now = self.state.clock;
        let obligation: &Obligation = &self.terms.obligations[id];
        self.move_to(id, Status::Due, Cause::FellDue);
        let tracked = &mut self.state.obligations[id];
        let performance = match &obligation.duty {
            Duty::Perform(performance) => performance,
            Duty::Refrain(abstention) => {
                let start = abstention.per.map(|_| now);
                tracked.count = Count { start, ..Count::default() };
                return;
            }
        };
        let party = tracked.debtor;
        match performance.deadline {
            None => {}
            Some(Deadline::Within(span)) => self.set_deadline(id, now.after(span)),
            Some(Deadline::At(deadline)) if deadline > now => {
                self.set_deadline(id, Some(deadline));
            }
            Some(Deadline::At(deadline)) => {
                self.journal.find(now, Matter::DeadlinePassed { party, obligation: id, deadline })
            }
        }
    }

    /// Gives an obligation another status, with all that hangs on it: its timer, the time that it
    /// rested, the formulas that mention it.
    pub(super) fn move_to(&mut self, id: ObligationId, to: Status, cause: Cause) {
        let now = self.state.clock;
        let tracked = &mut self.state.obligations[id];
        let from = std::mem::replace(&mut tracked.status, to);
        self.journal.change(now, Transition::Moved { obligation: id, from, to, cause });
        tracked.ever_breached |= to == Status::Breached;
        let rested_since = match to {
            Status::Suspended => {
                tracked.suspended_since = tracked.deadline.map(|_| now);
                None
            }
            _ => tracked.suspended_since.take(),
        };
        if from == Status::Due {
            self.state.timers.remove(id);
        }
        // A deadline moves later by the time spent suspended, whatever comes after it.
        match (rested_since, tracked.deadline) {
            (Some(since), Some(deadline)) if since < now => {
                self.move_deadline(id, deadline.after_pause(since, now));
            }
            _ => self.start_timer(id),
        }
        self.tell_standings(id);
    }

    /// A deadline newly set or extended: it can fire again.
    pub(super) fn set_deadline(&mut self, id: ObligationId, deadline: Option<Instant>) {
        let tracked = &mut self.state.obligations[id];
        tracked.fired = false;
        self.state.timers.remove(id);
        self.move_deadline(id, deadline);
    }

    fn move_deadline(&mut self, id: ObligationId, deadline: Option<Instant>) {
        self.state.obligations[id].deadline = deadline;
        self.journal.change(self.state.clock, Transition::Scheduled { obligation: id, deadline });
        self.start_timer(id);
    }

    fn start_timer(&mut self, id: ObligationId) {
        if let Some(deadline) = self.state.obligations[id].running_deadline() {
            self.state.timers.add(deadline, Timer::Deadline(id));
        }
    }

    fn tell_standings(&mut self, id: ObligationId) {
        let tracked: &Tracked = &self.state.obligations[id];
        let graph = &self.terms.graph;
        for (standing, node) in &graph.obligations[id].standings {
            let holds = tracked.stands(*standing);
            self.state.truth.set(graph, *node, holds, &mut self.state.agenda);
        }
        if !tracked.status.is_closed() {
            self.state.agenda.wake_obligation(id);
        }
    }
}
