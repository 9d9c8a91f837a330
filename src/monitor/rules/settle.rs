//! Rounds: how the state settles ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).
//!
//! In a round every rule reads the state as it stood at the round's start, and all changes are made
//! together; rounds repeat until one changes nothing. Only those look whom something woke: an
//! obligation whose conditions have not moved since its last look would come to the same again.

use crate::monitor::{Cause, Status, Transition};
use crate::names::ObligationId;

use super::agenda::Decision;
use super::run::Run;
use super::timers::Timer;

impl Run<'_> {
    /// Rounds, until one changes nothing.
    pub(in crate::monitor) fn settle(&mut self) {
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
            // What one obligation alone decides is carried out at once: nobody else reads in that round.
            None => self.round_of_many(),
        }
    }

    fn round_of_many(&mut self) {
        let mut round = std::mem::take(&mut self.state.agenda.round);
        let mut decisions = std::mem::take(&mut self.state.agenda.decisions);
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
        self.state.agenda.round = round;
        self.state.agenda.decisions = decisions;
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
