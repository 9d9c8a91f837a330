//! How an obligation moves: it falls due, it goes from one status to another, its deadline is set,
//! rests and goes on (SEMANTICS.md, section 4).

use crate::monitor::{Cause, Lapse, Matter, Status, Transition};
use crate::names::ObligationId;
use crate::terms::{Deadline, Duty, Reach};
use crate::time::Instant;

use super::agenda::{Decision, DueBy, FallsDue};
use super::count::Count;
use super::run::Run;
use super::scope::At;
use super::state::ScopeView;
use super::timers::Timer;
use super::told;

impl Run<'_> {
    /// Does what a rule has decided.
    pub(super) fn carry_out(&mut self, at: At<ObligationId>, decision: Decision) {
        match decision {
            Decision::Move(status, cause) => self.move_to(at, status, cause),
            Decision::FallDue(falls_due) => self.fall_due(at, falls_due),
            Decision::Lapse(lapse) => self.lapse(at, lapse),
            Decision::MissWindow { is_repairable } => self.miss_window(at, is_repairable),
            Decision::LoseWindow { is_unmet } => {
                if is_unmet {
                    self.find_of_debtor(at, |party| Matter::Unmet { party, obligation: at.id });
                }
                self.lapse(at, Lapse::Window);
            }
            Decision::EndBreached => self.state[at].count.ended = true,
            Decision::Renew => self.renew(at),
        }
    }

    /// By when a duty is to be done if it falls due now; none where its instant has not been told.
    pub(super) fn deadline_from_now(&self, at: At<ObligationId>) -> Option<DueBy> {
        let now = self.state.clock;
        let (reckoned, is_by_calendar) = match self.terms.obligations[at.id].deadline() {
            None => return Some(DueBy::None),
            Some(Deadline::Within(term)) => {
                (self.terms.term(term).after(now), term.calendar().is_some())
            }
            Some(Deadline::At(moment)) => {
                let view = ScopeView { terms: self.terms, state: self.state, scope: at.scope };
                (told::reckoned(moment, &view)?, moment.calendar().is_some())
            }
        };
        Some(match reckoned {
            Ok(then) if then < now => DueBy::Passed(then),
            Ok(then) => DueBy::By(Some(then)),
            Err(_) if is_by_calendar => DueBy::Unreckoned,
            // An instant past the end of time never comes.
            Err(_) => DueBy::By(None),
        })
    }

    /// Rule 2 (b): what is told is fixed, the deadline is set, a prohibition's count starts; and what is
    /// done already is done.
    fn fall_due(&mut self, at: At<ObligationId>, falls_due: FallsDue) {
        let now = self.state.clock;
        let FallsDue { parties, figure, deadline, is_done } = falls_due;
        let milestone = self.state.milestone();
        let tracked = &mut self.state[at];
        tracked.parties = parties;
        tracked.figure = figure;
        tracked.due = Some(milestone);
        if let Duty::Refrain(abstention) = &self.terms.obligations[at.id].duty {
            let start = matches!(abstention.reach, Reach::Per(_)).then_some(now);
            tracked.count = Count { start, ..Count::default() };
        }
        self.move_to(at, Status::Due, Cause::FellDue);
        match deadline {
            DueBy::None => {}
            DueBy::By(then) => self.set_deadline(at, then),
            DueBy::Passed(_) | DueBy::Unreckoned if is_done => {}
            DueBy::Passed(deadline) => self.find_of_debtor(at, |party| Matter::DeadlinePassed {
                party,
                obligation: at.id,
                deadline,
            }),
            DueBy::Unreckoned => self.find(at.scope, Matter::Unreckoned { obligation: at.id }),
        }
        if is_done {
            match parties.verifier {
                Some(_) => self.move_to(at, Status::Performed, Cause::AwaitsVerification),
                None => self.move_to(at, Status::Discharged, Cause::Done),
            }
        }
    }

    fn lapse(&mut self, at: At<ObligationId>, lapse: Lapse) {
        self.state[at].lapsed = Some(lapse);
        self.move_to(at, Status::Lapsed, lapse.into());
    }

    /// Its windows are over, and the debtor let that happen.
    fn miss_window(&mut self, at: At<ObligationId>, is_repairable: bool) {
        let deadline = self.state.clock;
        self.find_of_debtor(at, |party| Matter::Overdue { party, obligation: at.id, deadline });
        self.breach(at, is_repairable, Cause::WindowOver);
    }

    /// It is breached, for the first time or again.
    pub(super) fn breach(&mut self, at: At<ObligationId>, is_repairable: bool, cause: Cause) {
        self.state[at].is_repairable = is_repairable;
        if self.state[at].status != Status::Breached {
            self.move_to(at, Status::Breached, cause);
        }
    }

    /// A prohibition whose breach was repaired is due again, its count anew; the grid of its periods
    /// stays.
    fn renew(&mut self, at: At<ObligationId>) {
        let count = &mut self.state[at].count;
        count.done = 0;
        self.state.stretch_mut(at).clear();
        self.move_to(at, Status::Due, Cause::Repaired);
    }

    /// Something that is found of whoever owes it, dated now, brought by time or by settling.
    pub(super) fn find_of_debtor(
        &mut self,
        at: At<ObligationId>,
        matter: impl FnOnce(crate::names::PartyId) -> Matter,
    ) {
        // Whatever fell due has a debtor.
        if let Some(party) = self.state[at].parties.debtor {
            self.find(at.scope, matter(party));
        }
    }

    /// Gives an obligation another status, with all that hangs on it: its timers, the time that it
    /// rested, the formulas that mention it.
    pub(super) fn move_to(&mut self, at: At<ObligationId>, to: Status, cause: Cause) {
        let now = self.state.clock;
        let is_by_time = self.ledger.event.is_none();
        let node = &self.terms.graph.obligations[at.id];
        let milestone = self.state.milestone();
        let from = self.state[at].status;
        self.change(at.scope, Transition::Moved { obligation: at.id, from, to, cause });
        let tracked = &mut self.state[at];
        tracked.status = to;
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
        let is_awaited = self.terms.obligations[at.id].deemed_after().is_some();
        if to == Status::Performed && (is_awaited || self.terms.graph.may_change) {
            tracked.enough_since = Some(now);
        }
        if from == Status::Due && at.is_of_run() {
            self.state.timers.remove(Timer::Deadline(at.id));
        }
        match (rested_from, self.state[at].deadline) {
            (Some(since), Some(deadline)) if since < now => {
                self.move_deadline(at, deadline.after_pause(since, now));
            }
            _ => self.start_timer(at),
        }
        let tracked = &mut self.state[at];
        if tracked.rests_since.is_some() {
            tracked.deadline_rests_from = tracked.deadline.map(|_| now);
        }
        self.watch_silence(at);
        self.tell_standings(at);
    }

    /// A deadline newly set or extended: it can fire again. One that is set during a rest moves later by
    /// what of the rest is still to come.
    pub(super) fn set_deadline(&mut self, at: At<ObligationId>, deadline: Option<Instant>) {
        let now = self.state.clock;
        let tracked = &mut self.state[at];
        tracked.fired = false;
        if tracked.rests_since.is_some() {
            tracked.deadline_rests_from = deadline.map(|_| now);
        }
        if at.is_of_run() {
            self.state.timers.remove(Timer::Deadline(at.id));
        }
        self.move_deadline(at, deadline);
    }

    fn move_deadline(&mut self, at: At<ObligationId>, deadline: Option<Instant>) {
        self.state[at].deadline = deadline;
        self.change(at.scope, Transition::Scheduled { obligation: at.id, deadline });
        self.start_timer(at);
    }

    fn start_timer(&mut self, at: At<ObligationId>) {
        // The timers of a subject follow from where it stands.
        if let Some(deadline) = self.state[at].running_deadline().filter(|_| at.is_of_run()) {
            self.state.timers.add(deadline, Timer::Deadline(at.id));
        }
    }

    /// Waits for the verifier's silence, or no longer.
    pub(super) fn watch_silence(&mut self, at: At<ObligationId>) {
        if !at.is_of_run() || self.terms.obligations[at.id].deemed_after().is_none() {
            return;
        }
        match self.state.silence_ends(self.terms, at) {
            Some(then) => self.state.timers.add(then, Timer::Silence(at.id)),
            None => self.state.timers.remove(Timer::Silence(at.id)),
        }
    }

    fn tell_standings(&mut self, at: At<ObligationId>) {
        let graph = &self.terms.graph;
        let node = &graph.obligations[at.id];
        for (standing, leaf) in &node.standings {
            let leaf = at.scope.at(graph, *leaf);
            let holds = self.state[at].stands(*standing);
            self.state.set(self.terms, leaf, holds);
            if self.state[at].stands_for_good(*standing) {
                self.state.decide(self.terms, leaf);
            }
        }
        if !self.state[at].status.is_closed() {
            return self.state.agenda.wake_obligation(at);
        }
        for repaired in &node.repairs {
            for at in self.state.scopes_of(self.terms, at.scope, *repaired) {
                self.state.agenda.wake_obligation(at);
            }
        }
    }
}
