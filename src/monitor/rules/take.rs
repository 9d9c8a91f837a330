//! Taking an event: first by itself, then the clock, then as things stand, then its effect
//! (SEMANTICS.md, section 5).

use crate::event::{Amendment, Deed, ToldValue};
use crate::monitor::{Cause, Finding, Matter, RefusalRecord, Status, Transition, VoidReason};
use crate::names::{ActId, KindId, ObligationId, PartyId, ToldId};
use crate::terms::{Doer, Duty, Terms};
use crate::time::Instant;

use super::alone::Given;
use super::assess::{Assessment, Assessor, Voidness, void};
use super::attempt::Attempt;
use super::clock::MOST_ON_THE_WAY;
use super::done::Done;
use super::ledger::{Ledger, Manner};
use super::limit::{self, count, lasts};
use super::route::Route;
use super::run::Run;
use super::scope::{At, Scope, Scopes};
use super::settle::After;
use super::state::{ScopeView, State, recent_until};
use super::timers::Timer;
use super::told;
use super::told::matches_event;

/// What became of an event: whether it had an effect, or why it was refused.
pub(crate) type Verdict = Result<IsEffective, Box<RefusalRecord>>;

/// Whether an event that was let in had an effect: it was neither void nor repeated.
pub(crate) type IsEffective = bool;

impl Given<'_> {
    /// Whether an event can still turn out to be void, or be refused, once the clock has moved.
    pub(in crate::monitor) fn may_be_taken_back(&self, terms: &Terms, manner: Manner) -> bool {
        match self.deed {
            _ if self.subject.is_some() => true,
            Deed::Tick { .. } => false,
            Deed::Act { act, .. } => manner == Manner::Submit || terms.acts[*act].is_power,
            _ => true,
        }
    }

    /// What becomes of an event, before which no timer fires, if it has no effect as things stand; `None`
    /// if it has one, and nothing is written down. In an agreement without kinds.
    pub(in crate::monitor) fn has_no_effect(
        &self,
        terms: &Terms,
        state: &State,
        ledger: &mut Ledger,
        manner: Manner,
    ) -> Option<Result<(), Box<RefusalRecord>>> {
        // Limits for each period are counted as of the event's time, which only the rules move to.
        if state.clock != self.time && matches!(self.deed, Deed::Act { .. }) {
            return None;
        }
        let scope = state.route(terms, self).and_then(Route::scope);
        let Assessment { findings, is_void } = self.assess(terms, state, ledger.events, scope);
        (is_void || manner.refuses(&findings))
            .then(|| ledger.let_in(ledger.events, self.time, findings, manner))
    }

    fn assess(&self, terms: &Terms, state: &State, place: u64, scope: Option<Scope>) -> Assessment {
        let assessor = Assessor { terms, state, place, time: self.time };
        match scope {
            Some(scope) => assessor.assess(self.deed, scope),
            None => assessor.void(self.deed, NO_SUBJECT),
        }
    }
}

/// There is no such subject.
const NO_SUBJECT: Voidness = (VoidReason::NoSubject, Vec::new());

impl Run<'_> {
    /// Takes the event that the ledger counted last.
    pub(crate) fn take(&mut self, given: Given<'_>, manner: Manner) -> Verdict {
        let place = self.ledger.events;
        let clock = self.state.clock;
        if let Some(found) = given.found_alone(self.terms, clock, &self.ledger.ids, place) {
            return self.let_in(given, vec![found], manner).map(|()| false);
        }
        self.take_looked_at(given, manner)
    }

    /// Takes an event with which nothing is wrong by itself.
    pub(in crate::monitor) fn take_looked_at(
        &mut self,
        given: Given<'_>,
        manner: Manner,
    ) -> Verdict {
        let is_behind = self.lies_behind_timers(given.time);
        let route = self.state.route(self.terms, &given);
        let scope = route.and_then(Route::scope);
        if self.terms.kinds.len() == 0 {
            return match is_behind && given.may_be_taken_back(self.terms, manner) {
                true => self.attempt(given, manner, scope),
                false => self.take_here(given, manner, scope),
            };
        }
        match route {
            Some(Route::To(_)) if !is_behind || self.counts_for_sure(given, manner, scope) => {
                self.take_here(given, manner, scope)
            }
            Some(Route::Opens(kind, name)) if !is_behind && self.is_for_sure(given, manner) => {
                self.state.clock = given.time;
                self.ledger.begin_event(given.deed);
                let opener = given.deed.actor().copied();
                let scope = self.open(kind, name.into(), opener, None);
                self.settle(After::Others);
                self.take_here(given, manner, Some(scope))
            }
            _ => self.try_in_scopes(given, manner),
        }
    }

    /// Whether an event counts whatever fires before it, in an agreement with kinds.
    fn counts_for_sure(&self, given: Given<'_>, manner: Manner, scope: Option<Scope>) -> bool {
        let opens_periods = self.terms.kinds.values().any(|kind| kind.terms.is_of_periods());
        if self.state.start.is_none() || opens_periods || manner == Manner::Submit {
            return false;
        }
        // Subjects that are there stay.
        match (given.deed, scope) {
            (Deed::Tick { .. }, scope) => scope.is_some(),
            (Deed::Act { act, actor, .. }, Some(scope)) => {
                let at = scope.at(&self.terms.graph, *act);
                !self.terms.acts[*act].is_power && self.state.may_do(self.terms, *actor, at)
            }
            _ => false,
        }
    }

    /// Whether an event that opens a subject counts there, whatever follows from its opening.
    fn is_for_sure(&self, given: Given<'_>, manner: Manner) -> bool {
        let Deed::Act { act, actor, .. } = given.deed else { return false };
        manner == Manner::Record
            && !self.terms.acts[*act].is_power
            && self.terms.may_do(*actor, *act)
    }

    /// Takes an event that may be void or refused, or that opens a subject or goes to several: all that it
    /// and time bring counts only if it does.
    fn try_in_scopes(&mut self, given: Given<'_>, manner: Manner) -> Verdict {
        let place = self.ledger.events;
        // What was worked out up to here serves the next event if this one does not count.
        let ahead = self.lies_behind_timers(given.time).then(|| {
            let mut ahead = self.attempt_until(given.time);
            ahead.work(self.terms, self.ledger, |run| {
                run.begin(given.time);
                run.advance(given.time);
            });
            ahead
        });
        let mut trial = Box::new(match &ahead {
            Some(ahead) => ahead.further(),
            None => Attempt::of(self.state),
        });
        let taken = trial.work(self.terms, self.ledger, |run| {
            run.advance(given.time);
            run.carry_out_in_scopes(given, place)
        });
        let found = match taken {
            Err((reason, needed)) => {
                Some(vec![void(place, given.time, reason, needed, given.deed)])
            }
            Ok(()) => {
                let own = trial.findings.iter().filter(|found| found.event == Some(place));
                let own: Vec<Finding> = own.cloned().collect();
                manner.refuses(&own).then_some(own)
            }
        };
        if let Some(found) = found {
            self.ledger.attempt = ahead.or_else(|| self.ledger.attempt.take());
            return self.let_in(given, found, manner).map(|()| false);
        }
        if let Some(ahead) = ahead {
            ahead.stand(self.state, self.ledger);
        }
        trial.stand(self.state, self.ledger);
        self.ledger.attempt = None;
        if let Some(id) = given.id {
            self.ledger.ids.add(self.terms, id, &given);
        }
        Ok(true)
    }

    /// The event takes effect wherever it goes, a piece at a time, and the state settles after each.
    fn carry_out_in_scopes(&mut self, given: Given<'_>, place: u64) -> Result<(), Voidness> {
        let route = self.state.route(self.terms, &given).ok_or(NO_SUBJECT)?;
        self.ledger.begin_event(given.deed);
        let oldest = match (route, given.deed) {
            (Route::Oldest(kind), Deed::Act { act, actor, told, .. }) => {
                Some((kind, *act, *actor, told.values()))
            }
            _ => None,
        };
        let Some((kind, act, actor, told)) = oldest else {
            let scope = self.opened(route, given).ok_or(NO_SUBJECT)?;
            self.is_near()?;
            return self.carry_out_piece(given, scope, given.deed.amount(), place);
        };
        let mut left = given.deed.amount();
        let mut last = None;
        while left > 0 {
            let oldest = self.state.oldest(self.terms, kind, act, actor, told);
            let (scope, takes) = match (oldest, last) {
                (Some((scope, lacks)), _) => (scope, left.min(lacks)),
                (None, Some(last)) => (last, left),
                (None, None) => {
                    let route = self.state.route_by_id(self.terms, &given, kind, act);
                    let scope = route.and_then(|route| self.opened(route, given));
                    (scope.ok_or(NO_SUBJECT)?, left)
                }
            };
            self.is_near()?;
            self.carry_out_piece(given, scope, takes, place)?;
            left = left.saturating_sub(takes);
            last = Some(scope);
        }
        Ok(())
    }

    /// Not more periods have opened on the way than may.
    fn is_near(&self) -> Result<(), Voidness> {
        match self.ledger.opened > Some(MOST_ON_THE_WAY) {
            true => Err((VoidReason::TooFar, Vec::new())),
            false => Ok(()),
        }
    }

    /// The scope to which an event goes, once it is open and has settled.
    fn opened(&mut self, route: Route<'_>, given: Given<'_>) -> Option<Scope> {
        let scope = match route {
            Route::To(scope) => return Some(scope),
            Route::Opens(kind, name) => {
                self.open(kind, name.into(), given.deed.actor().copied(), None)
            }
            Route::OpensAhead(kind, k) => self.open_period(kind, k)?,
            Route::Oldest(_) => return None,
        };
        self.settle(After::Others);
        Some(scope)
    }

    fn carry_out_piece(
        &mut self,
        given: Given<'_>,
        scope: Scope,
        quantity: u64,
        place: u64,
    ) -> Result<(), Voidness> {
        self.state.take_up(scope);
        let assessor = Assessor { terms: self.terms, state: self.state, place, time: given.time };
        let findings = assessor.assess_piece(given.deed, scope, quantity)?;
        let waives = findings.iter().any(|it| matches!(it.matter, Matter::Waived { .. }));
        self.ledger.findings.extend(findings);
        self.carry_out_deed(given.deed, scope, quantity, waives);
        self.settle(After::Others);
        Ok(())
    }

    /// What was worked out ahead for an event that did not count, if it serves one of this time; else the
    /// start of a new attempt. A run that has not begun would have begun with that event, and begins anew
    /// with this one.
    fn attempt_until(&mut self, time: Instant) -> Box<Attempt> {
        let has_begun = self.state.start.is_some();
        match self.ledger.attempt.take() {
            Some(attempt) if has_begun && attempt.state.clock <= time => attempt,
            _ => Box::new(Attempt::of(self.state)),
        }
    }

    /// Whether something happens before an event of that time is looked at: a timer fires, or the run
    /// begins.
    fn lies_behind_timers(&self, time: Instant) -> bool {
        self.state.start.is_none() || self.state.fires_before(time)
    }

    /// Takes an event for which no timer has to be taken back.
    fn take_here(&mut self, given: Given<'_>, manner: Manner, scope: Option<Scope>) -> Verdict {
        let before = self.state.clock;
        self.begin(given.time);
        self.advance(given.time);
        self.state.take_up(scope.unwrap_or(Scope::Run));
        let Assessment { findings, is_void } = self.assess(given, scope);
        let waives = findings.iter().any(|it| matches!(it.matter, Matter::Waived { .. }));
        if let Err(refusal) = self.let_in(given, findings, manner) {
            self.state.clock = before;
            return Err(refusal);
        }
        if is_void {
            self.state.clock = before;
            return Ok(false);
        }
        self.carry_out_event(given, scope, waives);
        Ok(true)
    }

    /// Takes an event that may be void or refused as things stand once timers have fired: what they
    /// bring counts only if the event does. What was worked out for one that does not serves the next.
    fn attempt(&mut self, given: Given<'_>, manner: Manner, scope: Option<Scope>) -> Verdict {
        let mut attempt = self.attempt_until(given.time);
        let Assessment { findings, is_void } = attempt.work(self.terms, self.ledger, |run| {
            run.begin(given.time);
            run.advance(given.time);
            run.assess(given, scope)
        });
        if is_void || manner.refuses(&findings) {
            self.ledger.attempt = Some(attempt);
            return self.let_in(given, findings, manner).map(|()| false);
        }
        attempt.stand(self.state, self.ledger);
        let waives = findings.iter().any(|it| matches!(it.matter, Matter::Waived { .. }));
        self.let_in(given, findings, manner)?;
        self.carry_out_event(given, scope, waives);
        Ok(true)
    }

    /// A run that has not begun begins with its first event that counts.
    fn begin(&mut self, time: Instant) {
        if self.state.start.is_none() {
            let keeps_milestones = self.state.keeps_milestones;
            *self.state = State::begun(self.terms, time).keeping(keeps_milestones);
            self.settle_at_start();
        }
    }

    fn assess(&self, given: Given<'_>, scope: Option<Scope>) -> Assessment {
        given.assess(self.terms, self.state, self.ledger.events, scope)
    }

    fn let_in(
        &mut self,
        given: Given<'_>,
        findings: Vec<Finding>,
        manner: Manner,
    ) -> Result<(), Box<RefusalRecord>> {
        self.ledger.let_in(self.ledger.events, given.time, findings, manner)
    }

    fn carry_out_event(&mut self, given: Given<'_>, scope: Option<Scope>, waives: bool) {
        self.ledger.attempt = None;
        if let Some(id) = given.id {
            self.ledger.ids.add(self.terms, id, &given);
        }
        let scope = scope.unwrap_or(Scope::Run);
        self.ledger.begin_event(given.deed);
        self.carry_out_deed(given.deed, scope, given.deed.amount(), waives);
        self.settle(After::Others);
        self.ledger.end_event();
    }

    fn carry_out_deed(&mut self, deed: &Deed, scope: Scope, quantity: u64, waives: bool) {
        let graph = &self.terms.graph;
        let at = |id: &ObligationId| scope.at(graph, *id);
        match deed {
            Deed::Act { actor, act, told, .. } => {
                let (act, told) = (scope.at(graph, *act), told.values());
                self.count_against_prohibitions(*actor, act, quantity, told);
                if waives {
                    self.waive(act);
                }
                self.add_to_counters(*actor, act, quantity, told);
                self.note_last(*actor, act);
                self.tell(scope, told);
                self.add_to_progress(*actor, act, quantity, told);
                if let Some(done) = &mut self.ledger.done {
                    let (act, scope, told) = (act.id, scope.into(), told.to_vec());
                    let (at, actor) = (self.state.clock, *actor);
                    done.push(Done { at, act, scope, actor, quantity, told });
                }
            }
            Deed::Attest { obligation, .. } => self.attest(at(obligation)),
            Deed::Deny { obligation, .. } => self.deny(at(obligation)),
            Deed::Release { obligation, .. } => {
                self.move_to(at(obligation), Status::Released, Cause::Released);
            }
            Deed::Extend { obligation, until, .. } => {
                self.give_term(at(obligation), *until, Cause::Extended);
            }
            Deed::Amend { obligation, amendment, .. } => self.amend(at(obligation), amendment),
            Deed::Waive { act, .. } => self.waive(scope.at(graph, *act)),
            Deed::Amended { .. } | Deed::Tick { .. } | Deed::Unknown(_) => {}
        }
    }

    fn count_against_prohibitions(
        &mut self,
        actor: PartyId,
        act: At<ActId>,
        quantity: u64,
        told: &[(ToldId, ToldValue)],
    ) {
        if self.terms.graph.acts[act.id].prohibited_by.is_empty() {
            return;
        }
        let prohibitions: Vec<At<ObligationId>> =
            self.state.prohibitions(self.terms, act).collect();
        for at in prohibitions {
            let counted = count(self.terms, self.state, at, actor, quantity, told);
            let Some((counted, is_past)) = counted else { continue };
            let obligation = &self.terms.obligations[at.id];
            let beyond = self.state[at].figure.unwrap_or(u64::MAX);
            if let Duty::Refrain(abstention) = &obligation.duty {
                let now = self.state.clock;
                limit::remember(
                    self.terms,
                    abstention,
                    self.state.stretch_mut(at),
                    now,
                    quantity,
                    beyond,
                );
            }
            self.state[at].count = counted;
            if is_past && obligation.binding {
                self.breach(at, self.may_be_repaired(at), Cause::LimitPassed);
            }
        }
    }

    /// The precondition and the window of an act bind nobody any longer.
    fn waive(&mut self, at: At<ActId>) {
        if std::mem::replace(&mut self.state[at].is_waived, true) {
            return;
        }
        self.change(at.scope, Transition::Waived { act: at.id });
        self.wake_performers(at);
        self.state.tally_anew(self.terms, at.scope, at.id);
        // A power that could be used no more can be used again: what was decided by that is open.
        if self.terms.acts[at.id].is_power && self.state[at].is_over() {
            self.state.reopen(self.terms);
        }
    }

    fn add_to_counters(
        &mut self,
        actor: PartyId,
        act: At<ActId>,
        quantity: u64,
        told: &[(ToldId, ToldValue)],
    ) {
        let graph = &self.terms.graph;
        for (id, counter) in self.terms.counters_of(act.id, actor) {
            if !matches_event(&counter.matching, told) {
                continue;
            }
            for scope in self.scopes_asking(counter.of, act.scope, actor, counter.by) {
                let at = scope.at(graph, id);
                let sum = self.state[at].saturating_add(quantity).min(counter.most);
                self.state[at] = sum;
                for (at_least, node) in &counter.thresholds {
                    if sum >= *at_least {
                        let node = scope.at(graph, *node);
                        self.state.set(self.terms, node, true);
                        self.state.decide(self.terms, node);
                    }
                }
            }
        }
    }

    /// The scopes whose conditions of a kind, or of the run, see what a party does in a scope; by whom it is
    /// asked to be done.
    fn scopes_asking(
        &self,
        kind: Option<KindId>,
        scope: Scope,
        actor: PartyId,
        by: Option<Doer>,
    ) -> Scopes {
        let scopes = self.state.scopes_seeing(kind, scope);
        match by {
            None => scopes,
            Some(_) => scopes.filtered(|scope| {
                self.terms.is_done_by(actor, by, self.state.each(self.terms, scope))
            }),
        }
    }

    /// Which act was done last, and when.
    fn note_last(&mut self, actor: PartyId, act: At<ActId>) {
        let now = self.state.clock;
        let graph = &self.terms.graph;
        for id in &graph.acts[act.id].betweens {
            let between = &graph.betweens[*id];
            let is_from = between.from == act.id;
            for scope in self.state.scopes_seeing(between.of, act.scope) {
                self.state[scope.at(graph, *id)] = is_from;
                self.state.set(self.terms, scope.at(graph, between.node), is_from);
            }
        }
        for id in &graph.acts[act.id].recents {
            let recent = &graph.recents[*id];
            for scope in self.scopes_asking(recent.of, act.scope, actor, recent.by) {
                self.state[scope.at(graph, *id)] = Some(now);
                let lasts = lasts(self.terms, &recent.term, now, now);
                self.state.set(self.terms, scope.at(graph, recent.node), lasts);
                if scope != Scope::Run {
                    continue;
                }
                // A term that rolls back can be over before it began: then nothing is to come.
                match recent_until(self.terms, *id, now).filter(|_| lasts) {
                    Some(until) => self.state.timers.add(until, Timer::Recent(*id)),
                    None => self.state.timers.remove(Timer::Recent(*id)),
                }
            }
        }
    }

    /// What was told last, and what that moves.
    fn tell(&mut self, scope: Scope, told: &[(ToldId, ToldValue)]) {
        let graph = &self.terms.graph;
        for (name, value) in told {
            self.state[scope.at(graph, *name)] = Some(value.clone());
        }
        for (name, _) in told {
            let node = &graph.told[*name];
            for place in &node.matchings {
                let Some((matching, node)) = graph.matchings.get(*place as usize) else { continue };
                for scope in self.state.scopes_seeing(graph.nodes[*node].of, scope) {
                    let view = ScopeView { terms: self.terms, state: self.state, scope };
                    let holds = told::matches_last(matching, &view);
                    self.state.set(self.terms, scope.at(graph, *node), holds);
                }
            }
            for place in &node.reached {
                let Some((moment, node)) = graph.reached_told.get(*place as usize) else {
                    continue;
                };
                for scope in self.state.scopes_seeing(graph.nodes[*node].of, scope) {
                    let view = ScopeView { terms: self.terms, state: self.state, scope };
                    let at = told::moment(moment, &view);
                    let holds = at.is_some_and(|at| at <= self.state.clock);
                    self.state.set(self.terms, scope.at(graph, *node), holds);
                    if scope != Scope::Run {
                        continue;
                    }
                    match at.filter(|_| !holds) {
                        Some(at) => self.state.timers.add(at, Timer::Reached(*node)),
                        None => self.state.timers.remove(Timer::Reached(*node)),
                    }
                }
            }
            for id in &node.needed_by {
                for scope in self.state.scopes_seeing(graph.obligations[*id].of, scope) {
                    self.state.agenda.wake_obligation(scope.at(graph, *id));
                }
            }
        }
    }

    fn add_to_progress(
        &mut self,
        actor: PartyId,
        act: At<ActId>,
        quantity: u64,
        told: &[(ToldId, ToldValue)],
    ) {
        for id in &self.terms.graph.acts[act.id].performed_by {
            let Duty::Perform(duty) = &self.terms.obligations[*id].duty else { continue };
            if !matches_event(&duty.matching, told) {
                continue;
            }
            for at in self.state.scopes_of(self.terms, act.scope, *id) {
                if !self.state[at].status.counts_progress(duty.early)
                    || !self.state.acts_for_debtor(self.terms, actor, at)
                {
                    continue;
                }
                let now = self.state.clock;
                let tracked = &mut self.state[at];
                let was_enough = tracked.is_enough();
                tracked.progress = tracked.progress.saturating_add(quantity);
                if tracked.status == Status::Breached && tracked.is_enough() && !was_enough {
                    let is_awaited = duty.deemed_after.is_some() || self.terms.graph.may_change;
                    tracked.enough_since = is_awaited.then_some(now);
                }
                let progress = tracked.progress;
                self.change(at.scope, Transition::Progressed { obligation: at.id, progress });
                self.state.agenda.wake_obligation(at);
                self.watch_silence(at);
            }
        }
    }

    /// The verifier denies: the progress is gone, and what was performed is due again, with the time
    /// that it was performed given back.
    fn deny(&mut self, at: At<ObligationId>) {
        let now = self.state.clock;
        let event = self.ledger.event;
        let tracked = &mut self.state[at];
        tracked.progress = 0;
        tracked.enough_since = None;
        if let Some(party) = tracked.parties.debtor {
            let matter = Matter::Denied { party, obligation: at.id };
            let subject = self.state.named(at.scope);
            self.ledger.findings.push(Finding { at: now, event, subject, matter });
        }
        self.change(at.scope, Transition::Progressed { obligation: at.id, progress: 0 });
        match self.state[at].status {
            Status::Performed => self.move_to(at, Status::Due, Cause::Denied),
            _ => {
                self.state.agenda.wake_obligation(at);
                self.watch_silence(at);
            }
        }
    }

    /// A new deadline; what stands breached is due again, and its breach is not undone.
    fn give_term(&mut self, at: At<ObligationId>, until: Instant, cause: Cause) {
        if self.state[at].status == Status::Breached {
            self.move_to(at, Status::Due, cause);
        }
        self.set_deadline(at, Some(until));
        self.state.agenda.wake_obligation(at);
    }

    fn amend(&mut self, at: At<ObligationId>, amendment: &Amendment) {
        let Amendment { verifier, debtor, creditor, until, quantity } = amendment;
        let now = self.state.clock;
        let tracked = &mut self.state[at];
        let parties = &mut tracked.parties;
        for (new, party, is_amended) in [
            (verifier, &mut parties.verifier, &mut tracked.amended.verifier),
            (debtor, &mut parties.debtor, &mut tracked.amended.debtor),
            (creditor, &mut parties.creditor, &mut tracked.amended.creditor),
        ] {
            if new.is_some() {
                *party = *new;
                *is_amended = true;
            }
        }
        if let Some(quantity) = quantity {
            tracked.figure = Some(quantity.whole());
            let is_awaited = self.terms.obligations[at.id].deemed_after().is_some()
                || self.terms.graph.may_change;
            if is_awaited && tracked.status == Status::Breached && tracked.is_enough() {
                tracked.enough_since.get_or_insert(now);
            }
        }
        self.change(at.scope, Transition::Amended { obligation: at.id });
        if let Some(until) = until {
            self.give_term(at, *until, Cause::Amended);
        }
        self.state.agenda.wake_obligation(at);
        self.watch_silence(at);
    }
}
