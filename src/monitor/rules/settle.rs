//! Rounds: how the state settles ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).
//!
//! In a round every rule reads the state as it stood at the round's start, and all changes are made
//! together; rounds repeat until one changes nothing. Only those look whom something woke.

use crate::monitor::{Cause, Lapse, Status, Transition};
use crate::names::{ActId, ObligationId};
use crate::terms::{Duty, ElapsedId};

use super::agenda::{Decision, FallsDue};
use super::run::Run;
use super::timers::Timer;
use super::told;
use super::tracked::{EndedBy, Parties, Window};

/// What brought the rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// The timers of conditions: a window that ends now is over just after this instant.
    Conditions,
    /// The run's start, an event, or what fires just after an instant.
    Others,
}

/// What the agreement as a whole, its conditions and its acts come to in a round.
#[derive(Debug, Default)]
struct Common {
    enters_into_force: bool,
    terminates: bool,
    /// `elapsed` conditions whose `since` holds for the first time.
    begin: Vec<ElapsedId>,
    /// Acts whose window ends.
    end: Vec<ActId>,
}

impl Run<'_> {
    /// The state settles at the run's start.
    pub(crate) fn settle_at_start(&mut self) {
        self.settle_as_it_stands();
        // No timer brought this: what closed at the start was closed before anything could be breached.
        for id in self.terms.obligations.keys() {
            self.state.obligations[id].closed_by_time = false;
        }
    }

    /// The state settles, wherever it stands; before the run has begun nothing stands anywhere.
    pub(crate) fn settle_as_it_stands(&mut self) {
        if self.state.start.is_some() {
            self.settle(After::Others);
        }
    }

    /// Rounds, until one changes nothing.
    pub(super) fn settle(&mut self, after: After) {
        while !self.state.agenda.is_empty() {
            self.round(after);
        }
    }

    fn round(&mut self, after: After) {
        match self.state.agenda.take_only() {
            Some(id) => {
                if let Some(decision) = self.decide(id) {
                    self.carry_out(id, decision);
                }
            }
            None => self.round_of_many(after),
        }
    }

    fn round_of_many(&mut self, after: After) {
        let mut round = std::mem::take(&mut self.state.agenda.round);
        let mut decisions = std::mem::take(&mut self.state.agenda.decisions);
        self.decide_what_never_elapses();
        self.wake_those_who_never_fall_due();
        self.state.agenda.take_obligations(&mut round);
        decisions.clear();
        decisions.extend(round.iter().filter_map(|id| Some((*id, self.decide(*id)?))));
        let common = self.decide_in_common();
        // All has been read: from here on the state changes.
        self.carry_out_in_common(&common, after);
        for (id, decision) in decisions.drain(..) {
            self.carry_out(id, decision);
        }
        self.state.agenda.round = round;
        self.state.agenda.decisions = decisions;
    }

    /// An `elapsed` whose `since` can hold no more and never held holds not for good. That is so at once,
    /// and not from the next round on: it is no change of the state.
    fn decide_what_never_elapses(&mut self) {
        let graph = &self.terms.graph;
        let mut place = 0_usize;
        // One that is decided can decide another, which is then on the list too.
        while let Some(id) = self.state.agenda.elapsed.get(place).copied() {
            place = place.saturating_add(1);
            let never_held = self.state.since[id].is_none();
            if never_held && self.state.truth.fails_for_good(graph.elapsed[id].since) {
                self.state.truth.decide(graph, graph.elapsed[id].node, &mut self.state.agenda);
            }
        }
    }

    /// Once the agreement can enter into force no more, everything dormant looks.
    fn wake_those_who_never_fall_due(&mut self) {
        if self.state.agenda.entry_into_force && self.never_enters_into_force() {
            self.wake_dormant();
        }
    }

    fn wake_dormant(&mut self) {
        for id in self.terms.obligations.keys() {
            if self.state.obligations[id].status == Status::Dormant {
                self.state.agenda.wake_obligation(id);
            }
        }
    }

    fn never_enters_into_force(&self) -> bool {
        let entry = self.terms.graph.entry_into_force;
        self.state.in_force.is_none() && self.state.truth.fails_for_good(entry)
    }

    /// Rule 1, as the state stands at the round's start.
    fn decide_in_common(&mut self) -> Common {
        let graph = &self.terms.graph;
        let state = &mut *self.state;
        let mut common = Common::default();
        if std::mem::take(&mut state.agenda.entry_into_force) {
            common.enters_into_force =
                state.in_force.is_none() && state.truth.holds(graph.entry_into_force);
        }
        if std::mem::take(&mut state.agenda.termination) {
            common.terminates =
                state.terminated.is_none() && state.truth.holds(graph.terminates_when);
        }
        while let Some(id) = state.agenda.elapsed.pop() {
            let since = graph.elapsed[id].since;
            if state.since[id].is_some() {
                continue;
            }
            if state.truth.holds(since) {
                common.begin.push(id);
            }
        }
        while let Some(act) = state.agenda.windows.pop() {
            let is_open = state.acts[act].window == Window::Open;
            if is_open && state.truth.holds(graph.acts[act].expires_when) {
                common.end.push(act);
            }
        }
        common
    }

    fn carry_out_in_common(&mut self, common: &Common, after: After) {
        let now = self.state.clock;
        let graph = &self.terms.graph;
        for id in &common.begin {
            if self.state.since[*id].is_some() {
                continue;
            }
            self.state.since[*id] = Some(now);
            if let Some(at) = now.after(graph.elapsed[*id].span) {
                self.state.timers.add(at, Timer::Elapsed(*id));
            }
        }
        if common.enters_into_force {
            self.state.in_force = Some(self.state.milestone());
            self.journal.change(now, Transition::EnteredIntoForce);
            self.wake_dormant();
        }
        if common.terminates {
            self.state.terminated = Some(self.state.milestone());
            self.journal.change(now, Transition::Terminated);
            for id in self.terms.obligations.keys() {
                if !self.state.obligations[id].status.is_closed() {
                    self.state.agenda.wake_obligation(id);
                }
            }
        }
        for act in &common.end {
            match after {
                After::Conditions => {
                    self.state.acts[*act].window = Window::Ending(now);
                    self.state.timers.add(now, Timer::Window(*act));
                }
                After::Others => self.end_window(*act, self.journal.ended_by()),
            }
        }
    }

    /// The window of an act is over, for good.
    pub(super) fn end_window(&mut self, act: ActId, by: EndedBy) {
        let graph = &self.terms.graph;
        self.state.acts[act].window = Window::Over(by);
        self.journal.change(self.state.clock, Transition::Expired { act });
        for id in &graph.acts[act].performed_by {
            self.state.agenda.wake_obligation(*id);
        }
        // What only a power brings about can happen no more.
        if self.terms.acts[act].is_power && !self.state.acts[act].is_waived {
            for counter in &graph.acts[act].counters {
                for (_, node) in &graph.counters[*counter].thresholds {
                    self.state.truth.decide(graph, *node, &mut self.state.agenda);
                }
            }
        }
    }

    /// Rules 2 to 6.
    fn decide(&self, id: ObligationId) -> Option<Decision> {
        let status = self.state.obligations[id].status;
        let is_prohibition = self.terms.obligations[id].is_prohibition();
        let decision = match status {
            Status::Dormant => self.decide_dormant(id)?,
            Status::Due | Status::Suspended if is_prohibition => self.decide_prohibition(id),
            Status::Due | Status::Suspended => self.decide_duty(id),
            Status::Breached if is_prohibition => self.decide_broken_prohibition(id)?,
            Status::Breached => self.decide_breached_duty(id)?,
            // It waits for its verifier, or the verifier's silence, whatever else ends.
            Status::Performed => return None,
            Status::Discharged
            | Status::Cured
            | Status::Repaired
            | Status::Released
            | Status::Lapsed => return None,
        };
        let stays = matches!(decision, Decision::Move(to, _) if to == status);
        (!stays).then_some(decision)
    }

    /// Rule 2: the first that applies.
    fn decide_dormant(&self, id: ObligationId) -> Option<Decision> {
        let node = &self.terms.graph.obligations[id];
        if let Some(lapse) = self.ends(id) {
            return Some(Decision::Lapse(lapse));
        }
        if let Some(falls_due) = self.falls_due(id) {
            return Some(Decision::FallDue(falls_due));
        }
        if self.state.truth.fails_for_good(node.when) || self.never_enters_into_force() {
            return Some(Decision::Lapse(Lapse::Moot));
        }
        self.state.windows_are_over(self.terms, id).then_some(Decision::Lapse(Lapse::Window))
    }

    /// Rule 2 (b): whether it falls due, and what is fixed then.
    fn falls_due(&self, id: ObligationId) -> Option<FallsDue> {
        let node = &self.terms.graph.obligations[id];
        if self.state.in_force.is_none() || !self.state.holds(node.when) {
            return None;
        }
        let mut fixed = self.fixed(id)?;
        match &self.terms.obligations[id].duty {
            Duty::Perform(_) => {
                let progress = self.state.obligations[id].progress;
                fixed.is_done = fixed.figure.is_some_and(|quantity| progress >= quantity);
                (fixed.is_done || self.may_be_performed(id)).then_some(fixed)
            }
            Duty::Achieve(_) => {
                fixed.is_done = self.state.is_done(self.terms, id);
                Some(fixed)
            }
            Duty::Refrain(_) => Some(fixed),
        }
    }

    /// What an obligation comes to if it falls due now; none where something that it needs has not been
    /// told, or was told so that it can't be owed.
    fn fixed(&self, id: ObligationId) -> Option<FallsDue> {
        let obligation = &self.terms.obligations[id];
        let tracked = &self.state.obligations[id];
        let told = &self.state.told;
        let told_or = |is_amended: bool, amended, who| match is_amended {
            true => amended,
            false => told::party(who, told),
        };
        let debtor = told_or(tracked.amended.debtor, tracked.parties.debtor, &obligation.debtor)?;
        let creditor =
            told_or(tracked.amended.creditor, tracked.parties.creditor, &obligation.creditor)?;
        let verifier = match (tracked.amended.verifier, obligation.verifier()) {
            (true, _) => tracked.parties.verifier,
            (false, None) => None,
            (false, Some(who)) => Some(told::party(who, told)?),
        };
        if debtor == creditor || Some(debtor) == verifier {
            return None;
        }
        let figure = match &obligation.duty {
            Duty::Perform(duty) => match &duty.quantity {
                Some(quantity) => Some(told::figure(quantity, told)?),
                None => Some(1),
            },
            Duty::Achieve(_) => None,
            Duty::Refrain(duty) => Some(told::figure(&duty.beyond, told)?),
        };
        let is_told = obligation.debtor.named().is_none() && !tracked.amended.debtor;
        if is_told && !obligation.is_prohibition() {
            let mut acts = obligation.acts().iter();
            if !acts.all(|act| self.terms.is_able_to_do(debtor, *act)) {
                return None;
            }
        }
        let deadline = self.deadline_from_now(id)?;
        let parties = Parties { debtor: Some(debtor), creditor: Some(creditor), verifier };
        Some(FallsDue { parties, figure, deadline, is_done: false })
    }

    /// Rule 3.
    fn decide_duty(&self, id: ObligationId) -> Decision {
        let tracked = &self.state.obligations[id];
        let obligation = &self.terms.obligations[id];
        let is_to_perform = !obligation.acts().is_empty();
        if self.state.is_done(self.terms, id) {
            return match tracked.parties.verifier {
                Some(_) => Decision::Move(Status::Performed, Cause::AwaitsVerification),
                None if tracked.was_breached() => Decision::Move(Status::Cured, Cause::Done),
                None => Decision::Move(Status::Discharged, Cause::Done),
            };
        }
        if let Some(lapse) = self.ends(id) {
            return Decision::Lapse(lapse);
        }
        if is_to_perform && self.state.windows_are_over(self.terms, id) {
            let stood_due = tracked.stood_due_before(self.state.clock);
            return if stood_due && obligation.binding && self.let_its_windows_end(id) {
                Decision::MissWindow { is_repairable: self.may_be_repaired(id) }
            } else {
                Decision::LoseWindow { is_unmet: stood_due }
            };
        }
        if self.state.holds(self.terms.graph.obligations[id].suspended_while) {
            Decision::Move(Status::Suspended, Cause::Rests)
        } else if is_to_perform && !self.may_be_performed(id) {
            Decision::Move(Status::Suspended, Cause::MayNotYet)
        } else {
            Decision::Move(Status::Due, Cause::Resumes)
        }
    }

    /// Rule 4.
    fn decide_prohibition(&self, id: ObligationId) -> Decision {
        match self.ends(id) {
            Some(lapse) => Decision::Move(Status::Discharged, lapse.into()),
            None if self.state.holds(self.terms.graph.obligations[id].suspended_while) => {
                Decision::Move(Status::Suspended, Cause::Rests)
            }
            None => Decision::Move(Status::Due, Cause::Resumes),
        }
    }

    /// Rule 6, of a duty.
    fn decide_breached_duty(&self, id: ObligationId) -> Option<Decision> {
        let tracked = &self.state.obligations[id];
        if self.state.is_done(self.terms, id) && tracked.parties.verifier.is_none() {
            return Some(Decision::Move(Status::Cured, Cause::Done));
        }
        self.is_repaired(id).then_some(Decision::Move(Status::Repaired, Cause::Repaired))
    }

    /// Rule 6, of a prohibition.
    fn decide_broken_prohibition(&self, id: ObligationId) -> Option<Decision> {
        let has_ended = self.state.obligations[id].count.ended;
        let ends = has_ended || self.ends(id).is_some();
        match (self.is_repaired(id), ends) {
            (true, true) => Some(Decision::Move(Status::Repaired, Cause::Repaired)),
            (true, false) => Some(Decision::Renew),
            (false, true) if !has_ended => Some(Decision::EndBreached),
            (false, _) => None,
        }
    }

    /// Whether the agreement has terminated, or `until` holds; where both are so, it is because of the
    /// termination.
    fn ends(&self, id: ObligationId) -> Option<Lapse> {
        let has_terminated =
            self.state.terminated.is_some() && !self.terms.obligations[id].survives;
        if has_terminated {
            return Some(Lapse::Terminated);
        }
        self.state.holds(self.terms.graph.obligations[id].until).then_some(Lapse::Ended)
    }

    /// Whether one of the acts that it performs may be done.
    fn may_be_performed(&self, id: ObligationId) -> bool {
        let mut acts = self.terms.obligations[id].acts().iter();
        acts.any(|act| self.state.may(self.terms, *act))
    }

    /// Whether each window was ended by time, or by somebody who acts for the debtor.
    fn let_its_windows_end(&self, id: ObligationId) -> bool {
        let mut acts = self.terms.obligations[id].acts().iter();
        acts.all(|act| match &self.state.acts[*act].window {
            Window::Over(EndedBy::Time) => true,
            Window::Over(EndedBy::Actors(actors)) => {
                actors.iter().any(|it| self.state.acts_for_debtor(self.terms, *it, id))
            }
            Window::Open | Window::Ending(_) => false,
        })
    }

    /// Whether a breach that comes about now can be repaired: what repairs it is not closed yet, or was
    /// closed by a timer of this instant.
    pub(super) fn may_be_repaired(&self, id: ObligationId) -> bool {
        self.terms.obligations[id].repaired_by.is_some_and(|repair| {
            let repair = &self.state.obligations[repair];
            let is_of_now = repair.closed_by_time && repair.closed == Some(self.state.clock);
            !repair.status.is_closed() || is_of_now
        })
    }

    fn is_repaired(&self, id: ObligationId) -> bool {
        let repair = self.terms.obligations[id].repaired_by;
        self.state.obligations[id].is_repairable
            && repair.is_some_and(|repair| {
                let status = self.state.obligations[repair].status;
                matches!(status, Status::Discharged | Status::Cured)
            })
    }
}
