//! Rounds: how the state settles (SEMANTICS.md, section 4).
//!
//! In a round every rule reads the state as it stood at the round's start, and all changes are made
//! together; rounds repeat until one changes nothing. Only those look whom something woke.

use crate::names::ObligationId;
use crate::terms::{Deadline, Duty, Obligation, Terms};
use crate::time::Instant;

use super::journal::Journal;
use super::state::{Count, State, Tracked};
use super::timers::Timer;
use super::{Cause, Matter, Status, Transition};

/// One run at work: its terms, its state, and the journal that it writes.
pub(super) struct Run<'a> {
    pub(super) terms: &'a Terms,
    pub(super) state: &'a mut State,
    pub(super) journal: &'a mut Journal,
}

/// What an obligation's rule comes to in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// To another status.
    Move(Status, Cause),
    /// A breached prohibition is in force no longer, and stays breached.
    EndBreached,
}

impl Run<'_> {
    /// Rounds, until one changes nothing.
    pub(super) fn settle(&mut self) {
        while !self.state.agenda.is_empty() {
            self.round();
        }
    }

    fn round(&mut self) {
        match self.state.agenda.take_only() {
            Some(id) => {
                if let Some(decision) = self.decide(id) {
                    self.carry_out(id, decision);
                }
            }
            None => self.round_of_many(),
        }
    }

    fn round_of_many(&mut self) {
        let mut round = std::mem::take(&mut self.state.round);
        let mut decisions = std::mem::take(&mut self.state.decisions);
        self.state.agenda.take_obligations(&mut round);
        decisions.clear();
        decisions.extend(round.iter().filter_map(|id| Some((*id, self.decide(*id)?))));
        // All has been read: from here on the state changes.
        let enters = self.enters_into_force();
        let terminates = self.terminates();
        self.remember_elapsed();
        if enters {
            self.enter_into_force();
        }
        if terminates {
            self.terminate();
        }
        for (id, decision) in &decisions {
            self.carry_out(*id, *decision);
        }
        self.state.round = round;
        self.state.decisions = decisions;
    }

    /// Rules 2 to 6.
    fn decide(&self, id: ObligationId) -> Option<Decision> {
        let tracked = &self.state.obligations[id];
        let obligation = &self.terms.obligations[id];
        let terminated = self.state.terminated && !obligation.survives;
        let node = &self.terms.graph.obligations[id];
        let ends = match (terminated, self.state.holds(node.until)) {
            (true, _) => Some(Cause::Terminated),
            (false, true) => Some(Cause::Ended),
            (false, false) => None,
        };
        let decision = match (tracked.status, obligation.performance()) {
            (Status::Dormant, performance) => match ends {
                Some(cause) => Decision::Move(Status::Lapsed, cause),
                None => {
                    let may = performance
                        .is_none_or(|performance| self.state.may(self.terms, performance.act));
                    if !self.state.in_force || !self.state.holds(node.when) || !may {
                        return None;
                    }
                    Decision::Move(Status::Due, Cause::FellDue)
                }
            },
            (Status::Due | Status::Suspended, Some(performance)) => {
                if tracked.progress >= performance.quantity.get() {
                    match tracked.verifier {
                        Some(_) => Decision::Move(Status::Performed, Cause::AwaitsVerification),
                        None => Decision::Move(Status::Discharged, Cause::Done),
                    }
                } else if let Some(cause) = ends {
                    Decision::Move(Status::Lapsed, cause)
                } else if self.state.holds(node.suspended_while) {
                    Decision::Move(Status::Suspended, Cause::Rests)
                } else if !self.state.may(self.terms, performance.act) {
                    Decision::Move(Status::Suspended, Cause::MayNotYet)
                } else {
                    Decision::Move(Status::Due, Cause::Resumes)
                }
            }
            (Status::Due | Status::Suspended, None) => match ends {
                Some(cause) => Decision::Move(Status::Discharged, cause),
                None if self.state.holds(node.suspended_while) => {
                    Decision::Move(Status::Suspended, Cause::Rests)
                }
                None => Decision::Move(Status::Due, Cause::Resumes),
            },
            (Status::Performed, _) => Decision::Move(Status::Lapsed, ends?),
            (Status::Breached, Some(performance)) => {
                if tracked.progress < performance.quantity.get() || tracked.verifier.is_some() {
                    return None;
                }
                Decision::Move(Status::Cured, Cause::Done)
            }
            (Status::Breached, None) => {
                ends.filter(|_| !tracked.count.ended)?;
                Decision::EndBreached
            }
            (Status::Discharged | Status::Cured | Status::Released | Status::Lapsed, _) => {
                return None;
            }
        };
        let stays = matches!(decision, Decision::Move(status, _) if status == tracked.status);
        (!stays).then_some(decision)
    }

    fn carry_out(&mut self, id: ObligationId, decision: Decision) {
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

    fn enters_into_force(&mut self) -> bool {
        let woken = std::mem::take(&mut self.state.agenda.entry_into_force);
        woken && !self.state.in_force && self.state.holds(self.terms.graph.entry_into_force)
    }

    fn terminates(&mut self) -> bool {
        let woken = std::mem::take(&mut self.state.agenda.termination);
        woken && !self.state.terminated && self.state.holds(self.terms.graph.terminates_when)
    }

    /// Rule 1, in force: from the next round on.
    fn enter_into_force(&mut self) {
        self.state.in_force = true;
        self.journal.change(self.state.clock, Transition::EnteredIntoForce);
        for id in self.terms.obligations.keys() {
            if self.state.obligations[id].status == Status::Dormant {
                self.state.agenda.wake_obligation(id);
            }
        }
    }

    /// Rule 1, terminated: from the next round on.
    fn terminate(&mut self) {
        self.state.terminated = true;
        self.journal.change(self.state.clock, Transition::Terminated);
        for id in self.terms.obligations.keys() {
            if !self.state.obligations[id].status.is_closed() {
                self.state.agenda.wake_obligation(id);
            }
        }
    }

    /// Rule 1, `elapsed`: whose `since` holds for the first time remembers now.
    fn remember_elapsed(&mut self) {
        let now = self.state.clock;
        while let Some(id) = self.state.agenda.elapsed.pop() {
            let elapsed = &self.terms.graph.elapsed[id];
            if self.state.since[id].is_some() || !self.state.truth.holds(elapsed.since) {
                continue;
            }
            self.state.since[id] = Some(now);
            if let Some(at) = now.after(elapsed.span) {
                self.state.timers.add(at, Timer::Elapsed(id));
            }
        }
    }
}
