//! Taking an event: first by itself, then the clock, then as things stand, then its effect
//! (SEMANTICS.md, section 5).

use crate::event::{Amendment, Deed, ToldValue};
use crate::monitor::{Cause, Finding, Matter, RefusalRecord, Status, Transition};
use crate::names::{ActId, ObligationId, PartyId, ToldId};
use crate::terms::{Duty, Terms};
use crate::time::Instant;

use super::alone::Given;
use super::assess::{Assessment, Assessor};
use super::attempt::Attempt;
use super::journal::{Journal, Manner};
use super::limit::{self, count};
use super::run::Run;
use super::settle::After;
use super::state::{State, recent_until};
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
    /// if it has one, and nothing is written down.
    pub(in crate::monitor) fn has_no_effect(
        &self,
        terms: &Terms,
        state: &State,
        journal: &mut Journal,
        manner: Manner,
    ) -> Option<Result<(), Box<RefusalRecord>>> {
        // Limits for each period are counted as of the event's time, which only the rules move to.
        if state.clock != self.time && matches!(self.deed, Deed::Act { .. }) {
            return None;
        }
        let Assessment { findings, is_void } = self.assess(terms, state, journal.events);
        (is_void || manner.refuses(&findings))
            .then(|| journal.let_in(journal.events, self.time, findings, manner))
    }

    fn assess(&self, terms: &Terms, state: &State, place: u64) -> Assessment {
        let assessor = Assessor { terms, state, place, time: self.time };
        assessor.assess(self.deed, self.subject)
    }
}

impl Run<'_> {
    /// Takes the event that the journal counted last.
    pub(crate) fn take(&mut self, given: Given<'_>, manner: Manner) -> Verdict {
        let place = self.journal.events;
        let clock = self.state.clock;
        if let Some(found) = given.found_alone(self.terms, clock, &self.journal.ids, place) {
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
        if self.lies_behind_timers(given.time) && given.may_be_taken_back(self.terms, manner) {
            self.attempt(given, manner)
        } else {
            self.take_here(given, manner)
        }
    }

    /// Whether something happens before an event of that time is looked at: a timer fires, or the run
    /// begins.
    fn lies_behind_timers(&self, time: Instant) -> bool {
        self.state.start.is_none() || self.state.fires_before(time)
    }

    /// Takes an event for which no timer has to be taken back.
    fn take_here(&mut self, given: Given<'_>, manner: Manner) -> Verdict {
        let before = self.state.clock;
        self.begin(given.time);
        self.advance(given.time);
        let Assessment { findings, is_void } = self.assess(given);
        let waives = findings.iter().any(|it| matches!(it.matter, Matter::Waived { .. }));
        if let Err(refusal) = self.let_in(given, findings, manner) {
            self.state.clock = before;
            return Err(refusal);
        }
        if is_void {
            self.state.clock = before;
            return Ok(false);
        }
        self.carry_out_event(given, waives);
        Ok(true)
    }

    /// Takes an event that may be void or refused as things stand once timers have fired: what they
    /// bring counts only if the event does. What was worked out for one that does not serves the next.
    fn attempt(&mut self, given: Given<'_>, manner: Manner) -> Verdict {
        // A run that has not begun would have begun with that event, and begins anew with this one.
        let has_begun = self.state.start.is_some();
        let mut attempt = match self.journal.attempt.take() {
            Some(attempt) if has_begun && attempt.state.clock <= given.time => attempt,
            _ => Box::new(Attempt::of(self.state)),
        };
        let Assessment { findings, is_void } = attempt.work(self.terms, self.journal, |run| {
            run.begin(given.time);
            run.advance(given.time);
            run.assess(given)
        });
        if is_void || manner.refuses(&findings) {
            self.journal.attempt = Some(attempt);
            return self.let_in(given, findings, manner).map(|()| false);
        }
        attempt.stand(self.state, self.journal);
        let waives = findings.iter().any(|it| matches!(it.matter, Matter::Waived { .. }));
        self.let_in(given, findings, manner)?;
        self.carry_out_event(given, waives);
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

    fn assess(&self, given: Given<'_>) -> Assessment {
        given.assess(self.terms, self.state, self.journal.events)
    }

    fn let_in(
        &mut self,
        given: Given<'_>,
        findings: Vec<Finding>,
        manner: Manner,
    ) -> Result<(), Box<RefusalRecord>> {
        self.journal.let_in(self.journal.events, given.time, findings, manner)
    }

    fn carry_out_event(&mut self, given: Given<'_>, waives: bool) {
        self.journal.attempt = None;
        if let Some(id) = given.id {
            self.journal.ids.add(self.terms, id, &given);
        }
        self.journal.begin_event(given.deed);
        self.carry_out_deed(given.deed, waives);
        self.settle(After::Others);
        self.journal.end_event();
    }

    fn carry_out_deed(&mut self, deed: &Deed, waives: bool) {
        match deed {
            Deed::Act { actor, act, told, .. } => {
                let (quantity, told) = (deed.amount(), told.values());
                self.count_against_prohibitions(*actor, *act, quantity, told);
                if waives {
                    self.waive(*act);
                }
                self.add_to_counters(*actor, *act, quantity, told);
                self.note_last(*actor, *act);
                self.tell(told);
                self.add_to_progress(*actor, *act, quantity, told);
            }
            Deed::Attest { obligation, .. } => self.attest(*obligation),
            Deed::Deny { obligation, .. } => self.deny(*obligation),
            Deed::Release { obligation, .. } => {
                self.move_to(*obligation, Status::Released, Cause::Released);
            }
            Deed::Extend { obligation, until, .. } => {
                self.give_term(*obligation, *until, Cause::Extended);
            }
            Deed::Amend { obligation, amendment, .. } => self.amend(*obligation, amendment),
            Deed::Waive { act, .. } => self.waive(*act),
            Deed::Tick { .. } | Deed::Unknown(_) => {}
        }
    }

    fn count_against_prohibitions(
        &mut self,
        actor: PartyId,
        act: ActId,
        quantity: u64,
        told: &[(ToldId, ToldValue)],
    ) {
        for id in &self.terms.graph.acts[act].prohibited_by {
            let counted = count(self.terms, self.state, *id, actor, quantity, told);
            let Some((counted, is_past)) = counted else { continue };
            let obligation = &self.terms.obligations[*id];
            let beyond = self.state.obligations[*id].figure.unwrap_or(u64::MAX);
            if let Duty::Refrain(abstention) = &obligation.duty {
                let now = self.state.clock;
                limit::remember(abstention, &mut self.state.stretches[*id], now, quantity, beyond);
            }
            self.state.obligations[*id].count = counted;
            if is_past && obligation.binding {
                self.breach(*id, self.may_be_repaired(*id), Cause::LimitPassed);
            }
        }
    }

    /// The precondition and the window of an act bind nobody any longer.
    fn waive(&mut self, act: ActId) {
        if std::mem::replace(&mut self.state.acts[act].is_waived, true) {
            return;
        }
        self.journal.change(self.state.clock, Transition::Waived { act });
        for id in &self.terms.graph.acts[act].performed_by {
            self.state.agenda.wake_obligation(*id);
        }
        // A power that could be used no more can be used again: what was decided by that is open.
        if self.terms.acts[act].is_power && self.state.acts[act].is_over() {
            self.state.reopen(self.terms);
        }
    }

    fn add_to_counters(
        &mut self,
        actor: PartyId,
        act: ActId,
        quantity: u64,
        told: &[(ToldId, ToldValue)],
    ) {
        let graph = &self.terms.graph;
        for (id, counter) in self.terms.counters_of(act, actor) {
            if !matches_event(&counter.matching, told) {
                continue;
            }
            let sum = &mut self.state.counters[id];
            *sum = sum.saturating_add(quantity).min(counter.most);
            let sum = *sum;
            for (at_least, node) in &counter.thresholds {
                if sum >= *at_least {
                    let (truth, agenda) = (&mut self.state.truth, &mut self.state.agenda);
                    truth.set(graph, *node, true, agenda);
                    truth.decide(graph, *node, agenda);
                }
            }
        }
    }

    /// Which act was done last, and when.
    fn note_last(&mut self, actor: PartyId, act: ActId) {
        let now = self.state.clock;
        let graph = &self.terms.graph;
        let (truth, agenda) = (&mut self.state.truth, &mut self.state.agenda);
        for id in &graph.acts[act].betweens {
            let between = &graph.betweens[*id];
            let is_from = between.from == act;
            self.state.between[*id] = is_from;
            truth.set(graph, between.node, is_from, agenda);
        }
        for id in &graph.acts[act].recents {
            let recent = &graph.recents[*id];
            if !recent.by.is_none_or(|by| self.terms.acts_for(actor, by)) {
                continue;
            }
            self.state.recent[*id] = Some(now);
            truth.set(graph, recent.node, true, agenda);
            match recent_until(graph, *id, now) {
                Some(until) => self.state.timers.add(until, Timer::Recent(*id)),
                None => self.state.timers.remove(Timer::Recent(*id)),
            }
        }
    }

    /// What was told last, and what that moves.
    fn tell(&mut self, told: &[(ToldId, ToldValue)]) {
        let graph = &self.terms.graph;
        for (name, value) in told {
            self.state.told[*name] = Some(value.clone());
        }
        for (name, _) in told {
            let node = &graph.told[*name];
            for place in &node.matchings {
                let Some((matching, node)) = graph.matchings.get(*place as usize) else { continue };
                let holds = told::matches_last(matching, &self.state.told);
                self.state.truth.set(graph, *node, holds, &mut self.state.agenda);
            }
            for place in &node.reached {
                let Some((moment, node)) = graph.reached_told.get(*place as usize) else {
                    continue;
                };
                let at = told::moment(moment, self.state.start, &self.state.told);
                let holds = at.is_some_and(|at| at <= self.state.clock);
                self.state.truth.set(graph, *node, holds, &mut self.state.agenda);
                match at.filter(|_| !holds) {
                    Some(at) => self.state.timers.add(at, Timer::Reached(*node)),
                    None => self.state.timers.remove(Timer::Reached(*node)),
                }
            }
            for id in &node.needed_by {
                self.state.agenda.wake_obligation(*id);
            }
        }
    }

    fn add_to_progress(
        &mut self,
        actor: PartyId,
        act: ActId,
        quantity: u64,
        told: &[(ToldId, ToldValue)],
    ) {
        for id in &self.terms.graph.acts[act].performed_by {
            let Duty::Perform(duty) = &self.terms.obligations[*id].duty else { continue };
            if !self.state.obligations[*id].status.counts_progress(duty.early)
                || !self.state.acts_for_debtor(self.terms, actor, *id)
                || !matches_event(&duty.matching, told)
            {
                continue;
            }
            let now = self.state.clock;
            let tracked = &mut self.state.obligations[*id];
            let was_enough = tracked.is_enough();
            tracked.progress = tracked.progress.saturating_add(quantity);
            if tracked.status == Status::Breached && tracked.is_enough() && !was_enough {
                tracked.enough_since = duty.deemed_after.map(|_| now);
            }
            let progress = tracked.progress;
            self.journal.change(now, Transition::Progressed { obligation: *id, progress });
            self.state.agenda.wake_obligation(*id);
            self.watch_silence(*id);
        }
    }

    /// The verifier denies: the progress is gone, and what was performed is due again, with the time
    /// that it was performed given back.
    fn deny(&mut self, id: ObligationId) {
        let now = self.state.clock;
        let event = self.journal.event;
        let tracked = &mut self.state.obligations[id];
        tracked.progress = 0;
        tracked.enough_since = None;
        if let Some(party) = tracked.parties.debtor {
            let matter = Matter::Denied { party, obligation: id };
            self.journal.findings.push(Finding { at: now, event, matter });
        }
        self.journal.change(now, Transition::Progressed { obligation: id, progress: 0 });
        match self.state.obligations[id].status {
            Status::Performed => self.move_to(id, Status::Due, Cause::Denied),
            _ => {
                self.state.agenda.wake_obligation(id);
                self.watch_silence(id);
            }
        }
    }

    /// A new deadline; what stands breached is due again, and its breach is not undone.
    fn give_term(&mut self, id: ObligationId, until: Instant, cause: Cause) {
        if self.state.obligations[id].status == Status::Breached {
            self.move_to(id, Status::Due, cause);
        }
        self.set_deadline(id, Some(until));
        self.state.agenda.wake_obligation(id);
    }

    fn amend(&mut self, id: ObligationId, amendment: &Amendment) {
        let Amendment { verifier, debtor, creditor, until, quantity } = amendment;
        let tracked = &mut self.state.obligations[id];
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
            let is_awaited = self.terms.obligations[id].deemed_after().is_some();
            if is_awaited && tracked.status == Status::Breached && tracked.is_enough() {
                tracked.enough_since.get_or_insert(self.state.clock);
            }
        }
        self.journal.change(self.state.clock, Transition::Amended { obligation: id });
        if let Some(until) = until {
            self.give_term(id, *until, Cause::Amended);
        }
        self.state.agenda.wake_obligation(id);
        self.watch_silence(id);
    }
}
