//! How an obligation moves: it falls due, it goes from one status to another, its deadline is set,
//! rests and goes on (SEMANTICS.md, section 4).

use crate::monitor::{Cause, Lapse, Matter, Status, Transition};
use crate::names::ObligationId;
use crate::terms::{Deadline, Duty, Reach};
use crate::time::Instant;

use super::agenda::{Decision, FallsDue, Term};
use super::count::Count;
use super::run::Run;
use super::timers::Timer;
use super::told;

impl Run<'_> {
    /// Does what a rule has decided.
    pub(super) fn carry_out(&mut self, id: ObligationId, decision: Decision) {
        match decision {
            Decision::Move(status, cause) => self.move_to(id, status, cause),
            Decision::FallDue(falls_due) => self.fall_due(id, falls_due),
            Decision::Lapse(lapse) => self.lapse(id, lapse),
            Decision::MissWindow { is_repairable } => self.miss_window(id, is_repairable),
            Decision::LoseWindow { is_unmet } => {
                if is_unmet {
                    self.find_of_debtor(id, |party| Matter::Unmet { party, obligation: id });
                }
                self.lapse(id, Lapse::Window);
            }
            Decision::EndBreached => self.state.obligations[id].count.ended = true,
            Decision::Renew => self.renew(id),
        }
    }

    /// By when a duty is to be done if it falls due now; none where its instant has not been told.
    pub(super) fn deadline_from_now(&self, id: ObligationId) -> Option<Term> {
        let now = self.state.clock;
        Some(match self.terms.obligations[id].deadline() {
            None => Term::None,
            Some(Deadline::Within(span)) => Term::By(now.after(*span)),
            Some(Deadline::At(moment)) => {
                match told::moment(moment, self.state.start, &self.state.told) {
                    Some(at) if at < now => Term::Passed(at),
                    Some(at) => Term::By(Some(at)),
                    // An instant past the end of time never comes.
                    None if told::is_told(moment, self.state.start, &self.state.told) => {
                        Term::By(None)
                    }
                    None => return None,
                }
            }
        })
    }

    /// Rule 2 (b): what is told is fixed, the deadline is set, a prohibition's count starts; and what is
    /// done already is done.
    fn fall_due(&mut self, id: ObligationId, falls_due: FallsDue) {
        let now = self.state.clock;
        let FallsDue { parties, figure, deadline, is_done } = falls_due;
        let milestone = self.state.milestone();
        let tracked = &mut self.state.obligations[id];
        tracked.parties = parties;
        tracked.figure = figure;
        tracked.due = Some(milestone);
        if let Duty::Refrain(abstention) = &self.terms.obligations[id].duty {
            let start = matches!(abstention.reach, Reach::Per(_)).then_some(now);
            tracked.count = Count { start, ..Count::default() };
        }
        self.move_to(id, Status::Due, Cause::FellDue);
        match deadline {
            Term::None => {}
            Term::By(at) => self.set_deadline(id, at),
            Term::Passed(_) if is_done => {}
            Term::Passed(deadline) => self.find_of_debtor(id, |party| Matter::DeadlinePassed {
                party,
                obligation: id,
                deadline,
            }),
        }
        if is_done {
            match parties.verifier {
                Some(_) => self.move_to(id, Status::Performed, Cause::AwaitsVerification),
                None => self.move_to(id, Status::Discharged, Cause::Done),
            }
        }
    }

    fn lapse(&mut self, id: ObligationId, lapse: Lapse) {
        self.state.obligations[id].lapsed = Some(lapse);
        self.move_to(id, Status::Lapsed, lapse.into());
    }

    /// Its windows are over, and the debtor let that happen.
    fn miss_window(&mut self, id: ObligationId, is_repairable: bool) {
        let deadline = self.state.clock;
        self.find_of_debtor(id, |party| Matter::Overdue { party, obligation: id, deadline });
        self.breach(id, is_repairable, Cause::WindowOver);
    }

    /// It is breached, for the first time or again.
    pub(super) fn breach(&mut self, id: ObligationId, is_repairable: bool, cause: Cause) {
        self.state.obligations[id].is_repairable = is_repairable;
        if self.state.obligations[id].status != Status::Breached {
            self.move_to(id, Status::Breached, cause);
        }
    }

    /// A prohibition whose breach was repaired is due again, its count anew; the grid of its periods
    /// stays.
    fn renew(&mut self, id: ObligationId) {
        let count = &mut self.state.obligations[id].count;
        count.done = 0;
        self.state.stretches[id].clear();
        self.move_to(id, Status::Due, Cause::Repaired);
    }

    /// Something that is found of whoever owes it, dated now, brought by time or by settling.
    pub(super) fn find_of_debtor(
        &mut self,
        id: ObligationId,
        matter: impl FnOnce(crate::names::PartyId) -> Matter,
    ) {
        // Whatever fell due has a debtor.
        if let Some(party) = self.state.obligations[id].parties.debtor {
            self.journal.find(self.state.clock, matter(party));
        }
    }

    /// Gives an obligation another status, with all that hangs on it: its timers, the time that it
    /// rested, the formulas that mention it.
    pub(super) fn move_to(&mut self, id: ObligationId, to: Status, cause: Cause) {
        let now = self.state.clock;
        let is_by_time = self.journal.event.is_none();
        let node = &self.terms.graph.obligations[id];
        let milestone = self.state.milestone();
        let tracked = &mut self.state.obligations[id];
        let from = std::mem::replace(&mut tracked.status, to);
        self.journal.change(now, Transition::Moved { obligation: id, from, to, cause });
        // A deadline moves later by the time spent suspended, however the rest ends, and by the time
        // that something was performed which is due again.
        let moves = from == Status::Suspended || to == Status::Due;
        let rested_from = tracked.deadline_rests_from.take().filter(|_| moves);
        let rested_since = tracked.rests_since.take();
        match to {
            Status::Suspended | Status::Performed => {
                tracked.rests_since = Some(if node.has_windows { now } else { milestone });
            }
            // A rest that began and ended now does not count.
            Status::Due if node.has_windows && rested_since.is_none_or(|since| since < now) => {
                tracked.due_since = Some(now);
            }
            Status::Breached => {
                tracked.breached.get_or_insert(milestone);
            }
            _ => {}
        }
        if to.is_closed() {
            // What it repairs asks when it was closed.
            tracked.closed = Some(if node.repairs.is_empty() { milestone } else { now });
            tracked.closed_by_time = is_by_time;
        }
        if to == Status::Performed && self.terms.obligations[id].deemed_after().is_some() {
            tracked.enough_since = Some(now);
        }
        if from == Status::Due {
            self.state.timers.remove(Timer::Deadline(id));
        }
        match (rested_from, self.state.obligations[id].deadline) {
            (Some(since), Some(deadline)) if since < now => {
                self.move_deadline(id, deadline.after_pause(since, now));
            }
            _ => self.start_timer(id),
        }
        let tracked = &mut self.state.obligations[id];
        if tracked.rests_since.is_some() {
            tracked.deadline_rests_from = tracked.deadline.map(|_| now);
        }
        self.watch_silence(id);
        self.tell_standings(id);
    }

    /// A deadline newly set or extended: it can fire again. One that is set during a rest moves later by
    /// what of the rest is still to come.
    pub(super) fn set_deadline(&mut self, id: ObligationId, deadline: Option<Instant>) {
        let now = self.state.clock;
        let tracked = &mut self.state.obligations[id];
        tracked.fired = false;
        if tracked.rests_since.is_some() {
            tracked.deadline_rests_from = deadline.map(|_| now);
        }
        self.state.timers.remove(Timer::Deadline(id));
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

    /// Waits for the verifier's silence, or no longer.
    pub(super) fn watch_silence(&mut self, id: ObligationId) {
        let Some(span) = self.terms.obligations[id].deemed_after() else { return };
        match self.state.obligations[id].silence_ends(span) {
            Some(at) => self.state.timers.add(at, Timer::Silence(id)),
            None => self.state.timers.remove(Timer::Silence(id)),
        }
    }

    fn tell_standings(&mut self, id: ObligationId) {
        let tracked = &self.state.obligations[id];
        let node = &self.terms.graph.obligations[id];
        let graph = &self.terms.graph;
        for (standing, leaf) in &node.standings {
            self.state.truth.set(graph, *leaf, tracked.stands(*standing), &mut self.state.agenda);
            if tracked.stands_for_good(*standing) {
                self.state.truth.decide(graph, *leaf, &mut self.state.agenda);
            }
        }
        if tracked.status.is_closed() {
            for repaired in &node.repairs {
                self.state.agenda.wake_obligation(*repaired);
            }
        } else {
            self.state.agenda.wake_obligation(id);
        }
    }
}
