//! Rounds: how the state settles ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).
//!
//! In a round every rule reads the state as it stood at the round's start, and all changes are made
//! together; rounds repeat until one changes nothing. Only those look whom something woke.

use crate::monitor::{Cause, Lapse, Status, Transition};
use crate::names::{ActId, KindId, ObligationId};
use crate::terms::{Duty, ElapsedId, NodeId, Who};

use super::agenda::{Decision, FallsDue};
use super::opening::KindChange;
use super::run::Run;
use super::scope::{At, Scope, SubjectId};
use super::state::ScopeView;
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
pub(super) struct Common {
    enters_into_force: bool,
    terminates: bool,
    /// `elapsed` conditions whose `since` holds for the first time.
    begin: Vec<At<ElapsedId>>,
    /// Acts whose window ends.
    end: Vec<At<ActId>>,
    /// Subjects that terminate.
    terminated: Vec<SubjectId>,
    kinds: Vec<(KindId, KindChange)>,
}

impl Common {
    /// Whether lists may be closed by it whose kinds nothing else moved: with the end of the agreement.
    pub(super) fn may_close_every_list(&self) -> bool {
        self.terminates
    }

    /// The kinds that looked.
    pub(super) fn kinds(&self) -> impl Iterator<Item = KindId> {
        self.kinds.iter().map(|(kind, _)| *kind)
    }
}

impl Run<'_> {
    /// The state settles at the run's start.
    pub(crate) fn settle_at_start(&mut self) {
        self.settle_as_it_stands();
        // No timer brought this: what closed at the start was closed before anything could be breached.
        for scope in self.all_scopes() {
            for id in &self.terms.graph.scope(scope.kind()).obligations {
                let at = scope.at(&self.terms.graph, *id);
                if self.state[at].closed_by_time {
                    self.state[at].closed_by_time = false;
                }
            }
        }
        self.state.refresh(self.terms);
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
            self.settle_tallies();
            self.round(after);
        }
        self.state.refresh(self.terms);
    }

    /// Counts anew in how many subjects acts may be done. That is so at once, and not from the next round on:
    /// it is no change of the state.
    fn settle_tallies(&mut self) {
        while let Some((scope, act)) = self.state.agenda.tallies.pop() {
            self.state.tally_anew(self.terms, scope, act);
        }
    }

    fn all_scopes(&self) -> impl Iterator<Item = Scope> + use<> {
        let of_kinds: Vec<Scope> =
            self.terms.kinds.keys().flat_map(|kind| self.state.scopes(Some(kind))).collect();
        std::iter::once(Scope::Run).chain(of_kinds)
    }

    /// Whether a formula of a scope, or of the run, holds.
    fn holds(&self, scope: Scope, node: NodeId) -> bool {
        self.state.holds(scope.at(&self.terms.graph, node))
    }

    fn fails_for_good(&self, scope: Scope, node: NodeId) -> bool {
        self.state.fails_for_good(scope.at(&self.terms.graph, node))
    }

    fn round(&mut self, after: After) {
        match self.state.agenda.take_only() {
            Some(at) => {
                self.state.take_up(at.scope);
                if let Some(decision) = self.decide(at) {
                    self.carry_out(at, decision);
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
        for at in &round {
            self.state.take_up(at.scope);
            decisions.extend(self.decide(*at).map(|decision| (*at, decision)));
        }
        let common = self.decide_in_common();
        // All has been read: from here on the state changes.
        self.carry_out_in_common(&common, after);
        for (at, decision) in decisions.drain(..) {
            self.carry_out(at, decision);
        }
        self.close_lists(&common);
        self.state.agenda.round = round;
        self.state.agenda.decisions = decisions;
    }

    /// An `elapsed` whose `since` can hold no more and never held holds not for good. That is so at once,
    /// and not from the next round on: it is no change of the state.
    fn decide_what_never_elapses(&mut self) {
        let graph = &self.terms.graph;
        let mut place = 0_usize;
        // One that is decided can decide another, which is then on the list too.
        while let Some(at) = self.state.agenda.elapsed.get(place).copied() {
            place = place.saturating_add(1);
            let never_held = self.state[at].is_none();
            if never_held && self.fails_for_good(at.scope, graph.elapsed[at.id].since) {
                self.state.decide(self.terms, at.scope.at(graph, graph.elapsed[at.id].node));
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
        for at in self.open_obligations() {
            if self.state[at].status == Status::Dormant {
                self.state.agenda.wake_obligation(at);
            }
        }
    }

    /// Every obligation that is not closed, in whatever scope.
    fn open_obligations(&self) -> Vec<At<ObligationId>> {
        let kinds = std::iter::once(None).chain(self.terms.kinds.keys().map(Some));
        let scopes = kinds.flat_map(|kind| self.state.living(kind));
        scopes.flat_map(|scope| self.open_in(scope)).collect()
    }

    pub(super) fn open_in(&self, scope: Scope) -> Vec<At<ObligationId>> {
        let graph = &self.terms.graph;
        let all = graph.scope(scope.kind()).obligations.iter().map(|id| scope.at(graph, *id));
        all.filter(|at| !self.state[*at].status.is_closed()).collect()
    }

    fn never_enters_into_force(&self) -> bool {
        let entry = self.terms.graph.entry_into_force;
        self.state.in_force.is_none() && self.fails_for_good(Scope::Run, entry)
    }

    /// Rule 1, as the state stands at the round's start.
    fn decide_in_common(&mut self) -> Common {
        let graph = &self.terms.graph;
        let mut common = Common::default();
        if std::mem::take(&mut self.state.agenda.entry_into_force) {
            common.enters_into_force =
                self.state.in_force.is_none() && self.holds(Scope::Run, graph.entry_into_force);
        }
        if std::mem::take(&mut self.state.agenda.termination) {
            common.terminates = self.state.run.terminated.is_none()
                && self.holds(Scope::Run, graph.terminates_when);
        }
        while let Some(at) = self.state.agenda.elapsed.pop() {
            if self.state[at].is_none() && self.holds(at.scope, graph.elapsed[at.id].since) {
                common.begin.push(at);
            }
        }
        while let Some(at) = self.state.agenda.windows.pop() {
            let is_open = self.state[at].window == Window::Open;
            if is_open && self.holds(at.scope, graph.acts[at.id].expires_when) {
                common.end.push(at);
            }
        }
        while let Some(subject) = self.state.agenda.terminations.pop() {
            let scope = Scope::Subject(subject);
            let is_open = self.state.scope(scope).terminated.is_none();
            if is_open && self.holds(scope, graph.kinds[subject.kind].terminates_when) {
                common.terminated.push(subject);
            }
        }
        let mut kinds = std::mem::take(&mut self.state.agenda.kinds);
        kinds.sort_unstable();
        common.kinds = kinds.into_iter().map(|kind| (kind, self.decide_kind(kind))).collect();
        common
    }

    fn carry_out_in_common(&mut self, common: &Common, after: After) {
        let now = self.state.clock;
        let graph = &self.terms.graph;
        for at in &common.begin {
            if self.state[*at].is_some() {
                continue;
            }
            self.state[*at] = Some(now);
            let elapsed = &graph.elapsed[at.id];
            match self.terms.term(&elapsed.term).after(now) {
                // A term that rolls back can be over when it begins.
                Ok(then) if then <= now => {
                    let node = at.scope.at(graph, elapsed.node);
                    self.state.set(self.terms, node, true);
                    self.state.decide(self.terms, node);
                }
                Ok(then) if at.is_of_run() => {
                    self.state.timers.add(then, Timer::Elapsed(at.id));
                }
                Ok(_) | Err(_) => {}
            }
        }
        if common.enters_into_force {
            self.state.in_force = Some(self.state.milestone());
            self.change(Scope::Run, Transition::EnteredIntoForce);
            self.wake_dormant();
            for kind in graph.kinds.keys() {
                self.state.agenda.wake_kind(kind);
            }
        }
        if common.terminates {
            self.state.run.terminated = Some(self.state.milestone());
            self.change(Scope::Run, Transition::Terminated);
            for at in self.open_obligations() {
                self.state.agenda.wake_obligation(at);
            }
        }
        let mut terminated = common.terminated.clone();
        terminated.sort_unstable();
        terminated.dedup();
        for subject in terminated {
            let scope = Scope::Subject(subject);
            let milestone = self.state.milestone();
            self.state.scope_mut(scope).terminated = Some(milestone);
            self.change(scope, Transition::Terminated);
            for at in self.open_in(scope) {
                self.state.agenda.wake_obligation(at);
            }
        }
        for at in &common.end {
            // One of a subject may be on the list twice.
            if self.state[*at].window != Window::Open {
                continue;
            }
            match after {
                After::Conditions => {
                    self.state[*at].window = Window::Ending(now);
                    if at.is_of_run() {
                        self.state.timers.add(now, Timer::Window(at.id));
                    }
                }
                After::Others => self.end_window(*at, self.ledger.ended_by()),
            }
        }
        for (kind, change) in &common.kinds {
            self.carry_out_kind(*kind, change);
        }
    }

    /// The window of an act is over, for good.
    pub(super) fn end_window(&mut self, at: At<ActId>, by: EndedBy) {
        self.state[at].window = Window::Over(by);
        self.change(at.scope, Transition::Expired { act: at.id });
        self.wake_performers(at);
        self.state.tally_anew(self.terms, at.scope, at.id);
        // What only a power brings about can happen no more.
        if self.terms.acts[at.id].is_power && !self.state[at].is_waived {
            self.decide_what_a_power_brings(at.scope, at.id);
        }
    }

    /// Those who perform an act look: in its own scope, of an act of the run in every one.
    pub(super) fn wake_performers(&mut self, at: At<ActId>) {
        let graph = &self.terms.graph;
        for id in &graph.acts[at.id].performed_by {
            for at in self.state.scopes_of(self.terms, at.scope, *id) {
                self.state.agenda.wake_obligation(at);
            }
        }
    }

    /// Sums of a power's events that a scope, or the run, asks for, once it can be used no more there.
    pub(super) fn decide_what_a_power_brings(&mut self, scope: Scope, act: ActId) {
        let graph = &self.terms.graph;
        for counter in &graph.acts[act].counters {
            let counter = &graph.counters[*counter];
            // Of an act of a kind, it is decided in each subject when its own window ends there.
            if scope == Scope::Run && counter.of.is_some() && graph.acts[act].of.is_some() {
                continue;
            }
            for asker in self.state.scopes_seeing(counter.of, scope) {
                if !self.state.is_shut(self.terms, asker, act) {
                    continue;
                }
                for (_, node) in &counter.thresholds {
                    self.state.decide(self.terms, asker.at(graph, *node));
                }
            }
        }
    }

    /// Rules 2 to 6.
    fn decide(&self, at: At<ObligationId>) -> Option<Decision> {
        let status = self.state[at].status;
        let is_prohibition = self.terms.obligations[at.id].is_prohibition();
        let decision = match status {
            Status::Dormant => self.decide_dormant(at)?,
            Status::Due | Status::Suspended if is_prohibition => self.decide_prohibition(at),
            Status::Due | Status::Suspended => self.decide_duty(at),
            Status::Breached if is_prohibition => self.decide_broken_prohibition(at)?,
            Status::Breached => self.decide_breached_duty(at)?,
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
    fn decide_dormant(&self, at: At<ObligationId>) -> Option<Decision> {
        let node = &self.terms.graph.obligations[at.id];
        if let Some(lapse) = self.ends(at) {
            return Some(Decision::Lapse(lapse));
        }
        if let Some(falls_due) = self.falls_due(at) {
            return Some(Decision::FallDue(falls_due));
        }
        if self.fails_for_good(at.scope, node.when) || self.never_enters_into_force() {
            return Some(Decision::Lapse(Lapse::Moot));
        }
        self.state.windows_are_over(self.terms, at).then_some(Decision::Lapse(Lapse::Window))
    }

    /// Rule 2 (b): whether it falls due, and what is fixed then.
    fn falls_due(&self, at: At<ObligationId>) -> Option<FallsDue> {
        let node = &self.terms.graph.obligations[at.id];
        let is_ahead = self.state.period_begins(at.scope).is_some_and(|it| it > self.state.clock);
        if self.state.in_force.is_none() || is_ahead || !self.holds(at.scope, node.when) {
            return None;
        }
        let mut fixed = self.fixed(at)?;
        match &self.terms.obligations[at.id].duty {
            Duty::Perform(_) => {
                let progress = self.state[at].progress;
                fixed.is_done = fixed.figure.is_some_and(|quantity| progress >= quantity);
                (fixed.is_done || self.may_be_performed(at)).then_some(fixed)
            }
            Duty::Achieve(_) => {
                fixed.is_done = self.state.is_done(self.terms, at);
                Some(fixed)
            }
            Duty::Refrain(_) => Some(fixed),
        }
    }

    /// What an obligation comes to if it falls due now; none where something that it needs has not been
    /// told, or was told so that it can't be owed.
    fn fixed(&self, at: At<ObligationId>) -> Option<FallsDue> {
        let obligation = &self.terms.obligations[at.id];
        let tracked = &self.state[at];
        let view = ScopeView { terms: self.terms, state: self.state, scope: at.scope };
        let told = &view;
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
        let is_told = matches!(obligation.debtor, Who::Told(_)) && !tracked.amended.debtor;
        if is_told && !obligation.is_prohibition() {
            let mut acts = obligation.acts().iter();
            if !acts.all(|act| self.terms.is_able_to_do(debtor, *act, view.each())) {
                return None;
            }
        }
        let deadline = self.deadline_from_now(at)?;
        let parties = Parties { debtor: Some(debtor), creditor: Some(creditor), verifier };
        Some(FallsDue { parties, figure, deadline, is_done: false })
    }

    /// Rule 3.
    fn decide_duty(&self, at: At<ObligationId>) -> Decision {
        let tracked = &self.state[at];
        let obligation = &self.terms.obligations[at.id];
        let is_to_perform = !obligation.acts().is_empty();
        if self.state.is_done(self.terms, at) {
            return match tracked.parties.verifier {
                Some(_) => Decision::Move(Status::Performed, Cause::AwaitsVerification),
                None if tracked.was_breached() => Decision::Move(Status::Cured, Cause::Done),
                None => Decision::Move(Status::Discharged, Cause::Done),
            };
        }
        if let Some(lapse) = self.ends(at) {
            return Decision::Lapse(lapse);
        }
        if is_to_perform && self.state.windows_are_over(self.terms, at) {
            let stood_due = tracked.stood_due_before(self.state.clock);
            return if stood_due && obligation.binding && self.let_its_windows_end(at) {
                Decision::MissWindow { is_repairable: self.may_be_repaired(at) }
            } else {
                Decision::LoseWindow { is_unmet: stood_due }
            };
        }
        if self.holds(at.scope, self.terms.graph.obligations[at.id].suspended_while) {
            Decision::Move(Status::Suspended, Cause::Rests)
        } else if is_to_perform && !self.may_be_performed(at) {
            Decision::Move(Status::Suspended, Cause::MayNotYet)
        } else {
            Decision::Move(Status::Due, Cause::Resumes)
        }
    }

    /// Rule 4.
    fn decide_prohibition(&self, at: At<ObligationId>) -> Decision {
        match self.ends(at) {
            Some(lapse) => Decision::Move(Status::Discharged, lapse.into()),
            None if self.holds(at.scope, self.terms.graph.obligations[at.id].suspended_while) => {
                Decision::Move(Status::Suspended, Cause::Rests)
            }
            None => Decision::Move(Status::Due, Cause::Resumes),
        }
    }

    /// Rule 6, of a duty.
    fn decide_breached_duty(&self, at: At<ObligationId>) -> Option<Decision> {
        let tracked = &self.state[at];
        if self.state.is_done(self.terms, at) && tracked.parties.verifier.is_none() {
            return Some(Decision::Move(Status::Cured, Cause::Done));
        }
        self.is_repaired(at).then_some(Decision::Move(Status::Repaired, Cause::Repaired))
    }

    /// Rule 6, of a prohibition.
    fn decide_broken_prohibition(&self, at: At<ObligationId>) -> Option<Decision> {
        let has_ended = self.state[at].count.ended;
        let ends = has_ended || self.ends(at).is_some();
        match (self.is_repaired(at), ends) {
            (true, true) => Some(Decision::Move(Status::Repaired, Cause::Repaired)),
            (true, false) => Some(Decision::Renew),
            (false, true) if !has_ended => Some(Decision::EndBreached),
            (false, _) => None,
        }
    }

    /// Whether the agreement has terminated, or `until` holds; where both are so, it is because of the
    /// termination.
    fn ends(&self, at: At<ObligationId>) -> Option<Lapse> {
        let obligation = &self.terms.obligations[at.id];
        let has_terminated =
            self.state.run.terminated.is_some() || self.state.scope(at.scope).terminated.is_some();
        if has_terminated && !obligation.survives {
            return Some(Lapse::Terminated);
        }
        // A prohibition of a period ends with it.
        let period_is_over = obligation.is_prohibition()
            && self.state.period_ends(at.scope).is_some_and(|end| end <= self.state.clock);
        (period_is_over || self.holds(at.scope, self.terms.graph.obligations[at.id].until))
            .then_some(Lapse::Ended)
    }

    /// Whether one of the acts that it performs may be done.
    fn may_be_performed(&self, at: At<ObligationId>) -> bool {
        let mut acts = self.terms.obligations[at.id].acts().iter();
        acts.any(|act| self.state.may(self.terms, at.scope, *act))
    }

    /// Whether each window was ended, and for an act of another scope its list closed, by time or by somebody
    /// who acts for the debtor.
    fn let_its_windows_end(&self, at: At<ObligationId>) -> bool {
        let graph = &self.terms.graph;
        let is_for_debtor = |by: Option<&EndedBy>| match by {
            Some(EndedBy::Time) => true,
            Some(EndedBy::Actors(actors)) => {
                actors.iter().any(|it| self.state.acts_for_debtor(self.terms, *it, at))
            }
            None => false,
        };
        let was_ended = |act: At<ActId>| match &self.state[act].window {
            Window::Over(by) => is_for_debtor(Some(by)),
            Window::Open | Window::Ending(_) => false,
        };
        let mut acts = self.terms.obligations[at.id].acts().iter();
        acts.all(|act| match (graph.acts[*act].of, at.scope) {
            (Some(kind), Scope::Run) => {
                is_for_debtor(self.state.kinds[kind].closed_by.as_ref())
                    && self.state.scopes(Some(kind)).all(|it| was_ended(it.at(graph, *act)))
            }
            _ => was_ended(at.scope.at(graph, *act)),
        })
    }

    /// Whether a breach that comes about now can be repaired: what repairs it is not closed yet, or was
    /// closed by a timer of this instant.
    pub(super) fn may_be_repaired(&self, at: At<ObligationId>) -> bool {
        self.terms.obligations[at.id].repaired_by.is_some_and(|repair| {
            let repair = &self.state[at.scope.at(&self.terms.graph, repair)];
            let is_of_now = repair.closed_by_time && repair.closed == Some(self.state.clock);
            !repair.status.is_closed() || is_of_now
        })
    }

    fn is_repaired(&self, at: At<ObligationId>) -> bool {
        let repair = self.terms.obligations[at.id].repaired_by;
        self.state[at].is_repairable
            && repair.is_some_and(|repair| {
                let status = self.state[at.scope.at(&self.terms.graph, repair)].status;
                matches!(status, Status::Discharged | Status::Cured)
            })
    }
}
