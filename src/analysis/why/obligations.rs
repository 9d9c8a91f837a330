//! Why an obligation stands as it does, whether an act may be done, and what it would take for an
//! obligation to stand otherwise.

use std::num::NonZeroU64;

use crate::monitor::{At, Cause, Scope, Status, Tracked, Transition, count};
use crate::names::{ActId, Key, Names, ObligationId, PartyId};
use crate::terms::{Condition, EarlyActs, Obligation, Performance};

use super::Move;
use super::explainer::{Explainer, Topic};
use super::reason::{Reason, Subject};

impl<'a, V: Names> Explainer<'a, V> {
    /// Why an obligation stands as it does, and what it would take to move it on.
    pub(super) fn obligation(&mut self, id: ObligationId) -> Reason<V> {
        let (terms, tracked) = self.of_obligation(id);
        let mut reason = self.standing_of(id);
        match tracked.status {
            Status::Dormant => self.in_its_way(&mut reason, id),
            Status::Due => {
                self.what_made_it_due(&mut reason, id);
                reason.takes = self.steps(id);
            }
            Status::Suspended => {
                self.what_rests_it(&mut reason, id);
                reason.takes = self.steps(id);
            }
            Status::Performed | Status::Discharged | Status::Cured => {
                reason.events = self.past.bringing(id);
                reason.takes = self.steps(id);
            }
            Status::Breached => {
                reason.events = self.breaking(id);
                reason.takes = self.steps(id);
            }
            Status::Released | Status::Lapsed | Status::Repaired => {}
        }
        let ended_by = match self.cause(id) {
            Some(Cause::Ended) => Some(&terms.until),
            Some(Cause::Terminated) => Some(self.termination_of(id)),
            _ => None,
        };
        // What ended it may have ceased to hold since: then the date and the event alone tell.
        if let Some(ended_by) = ended_by.filter(|condition| self.holds(condition)) {
            let below = self.condition(ended_by, true);
            reason.because.push(below);
        }
        reason
    }

    /// Whether a party may do an act now, and why not.
    pub(super) fn act(&mut self, party: PartyId, act: ActId) -> Reason<V> {
        let subject = Subject::May { act: self.act_name(act), party: Some(self.party_name(party)) };
        let terms = &self.terms.acts[act];
        let mut reason = self.about(terms.of, subject, false);
        reason.cites.clone_from(&terms.cites);
        let may = self.may_do(act);
        if !may.contains(&party) {
            reason.takes.push(self.act_move(act, &may, NonZeroU64::MIN));
            return reason;
        }
        // As the run sees an act of a kind, nothing of a subject's own forbids it.
        let prohibited_by: Vec<At<ObligationId>> = match self.own_act(act) {
            Some(at) => self.state.prohibitions(self.terms, at).collect(),
            None => {
                let of_run = self.terms.graph.acts[act].prohibited_by.iter();
                let of_run = of_run.filter(|id| self.terms.obligations[**id].of.is_none());
                of_run.map(|id| Scope::Run.at(&self.terms.graph, *id)).collect()
            }
        };
        let prohibited_by: Vec<At<ObligationId>> = prohibited_by
            .into_iter()
            .filter(|at| self.terms.obligations[at.id].binding)
            .filter(|at| {
                let counted = count(self.terms, self.state, *at, party, 1, &[]);
                counted.is_some_and(|(_, is_past)| is_past)
            })
            .collect();
        // In some subject another act of the kind may be forbidden, and this one not.
        reason.holds = match self.own_act(act) {
            Some(_) => prohibited_by.is_empty() && self.may(act),
            None => {
                let done = self.act_name(act);
                self.monitor.open_to(self.party_name(party)).any(|open| open == done)
            }
        };
        match self.precondition(act) {
            // Nothing else stands in its way: what it waits for is told at once.
            Some(below) if prohibited_by.is_empty() => {
                reason.since = below.since;
                reason.join = below.join;
                reason.because = below.because;
                reason.instead = below.instead;
            }
            // A waiver would do without the precondition, not without a prohibition.
            Some(below) => reason.because.push(below),
            None if !reason.holds => {}
            None if self.own_act(act).is_none() => {}
            None if self.holds(&terms.requires) && !terms.requires.is_always() => {
                self.date(&mut reason, &terms.requires);
                self.add(&mut reason, &terms.requires);
            }
            None if self.own_act(act).is_some_and(|at| self.state[at].is_waived) => {
                self.date_of_waiver(&mut reason, act);
            }
            None => {}
        }
        for at in prohibited_by {
            let below = self.within(at.scope, |this| {
                let mut below = this.standing_of(at.id);
                this.ending_or_resting(&mut below, at.id);
                below.instead.extend(this.release(at.id));
                below
            });
            reason.because.push(below);
        }
        reason
    }

    /// What a dormant obligation waits for until it is due.
    pub(super) fn in_its_way(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, _) = self.of_obligation(id);
        if self.state.in_force.is_none() {
            let mut below = Reason::new(Subject::InForce, false);
            let entry = &self.terms.ends.entry_into_force;
            self.date(&mut below, entry);
            let below = self.tell(Topic::EntryIntoForce, below, |this, below| {
                this.rest_on(below, entry);
            });
            reason.because.push(below);
        }
        if !self.holds(&terms.when) {
            self.add(reason, &terms.when);
        }
        let act = terms.performance().map(|duty| self.act_of(duty));
        if let Some(below) = act.and_then(|act| self.precondition(act)) {
            // What it waits for anyway need not be told twice.
            let is_new = |point: &Reason<V>| !reason.because.contains(point);
            if below.because.is_empty() || below.because.iter().any(is_new) {
                reason.because.push(below);
            }
        }
    }

    /// What made an obligation due, as far as it still holds.
    fn what_made_it_due(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, _) = self.of_obligation(id);
        let requires = terms.performance().map(|duty| &self.terms.acts[self.act_of(duty)].requires);
        let entry = &self.terms.ends.entry_into_force;
        for condition in [Some(entry), Some(&terms.when), requires].into_iter().flatten() {
            if !condition.is_always() && self.holds(condition) {
                self.add(reason, condition);
            }
        }
    }

    /// What makes an obligation rest.
    pub(super) fn what_rests_it(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, _) = self.of_obligation(id);
        if self.holds(&terms.suspended_while) {
            let below = self.condition(&terms.suspended_while, false);
            reason.because.push(below);
        }
        if let Some(duty) = terms.performance() {
            let act = self.act_of(duty);
            reason.because.extend(self.precondition(act));
        }
    }

    /// What has yet to be done of a duty: the act, then the verifier's word.
    pub(super) fn steps(&self, id: ObligationId) -> Vec<Move<V>> {
        let (terms, tracked) = self.of_obligation(id);
        let Some(duty) = terms.performance() else { return Vec::new() };
        if tracked.status.is_closed() {
            return Vec::new();
        }
        let starts_anew =
            tracked.status == Status::Dormant && matches!(duty.early, EarlyActs::Ignored);
        let done = if starts_anew { 0 } else { tracked.progress };
        let needed = tracked.needed(duty);
        let left = NonZeroU64::new(needed.saturating_sub(done));
        let debtors: Vec<PartyId> = tracked.parties.debtor.into_iter().collect();
        let mut steps = Vec::new();
        if let Some(quantity) = left.filter(|_| tracked.status != Status::Performed) {
            let mut step = self.act_move(self.act_of(duty), &debtors, quantity);
            if let Move::Act { deadline, .. } = &mut step {
                *deadline = tracked.running_deadline();
            }
            steps.push(step);
        }
        if let Some(verifier) = tracked.parties.verifier {
            steps.push(Move::Attest {
                by: self.party_name(verifier),
                obligation: self.obligation_name(id),
            });
        }
        steps
    }

    /// An obligation with its status, and since when it stands so.
    pub(super) fn standing_of(&self, id: ObligationId) -> Reason<V> {
        let (terms, tracked) = self.of_obligation(id);
        let subject = Subject::Obligation {
            obligation: self.obligation_name(id),
            status: tracked.status,
            cause: self.cause(id),
        };
        let mut reason = self.about(terms.of, subject, true);
        reason.cites.clone_from(&terms.cites);
        match (self.past.last_move(id), self.past.changes) {
            (Some(change), _) => {
                reason.since = Some(change.at);
                reason.events = change.event.into_iter().collect();
            }
            (None, Some(_)) => reason.since = Some(self.past.date),
            (None, None) => {}
        }
        reason
    }

    /// The events by which an obligation was broken: those that its findings name.
    fn breaking(&self, id: ObligationId) -> Vec<u64> {
        let findings = self.monitor.ledger().findings.iter();
        let own = self.own(self.terms.obligations[id].of).and_then(|scope| self.state.named(scope));
        let breaches = findings.filter(|finding| {
            let is_about = finding.obligation() == Some(&id) && finding.subject == own;
            finding.kind().is_breach() && is_about
        });
        breaches.filter_map(|finding| finding.event).collect()
    }

    fn cause(&self, id: ObligationId) -> Option<Cause> {
        match self.past.last_move(id)?.transition {
            Transition::Moved { cause, .. } => Some(cause),
            _ => None,
        }
    }

    /// What terminates an obligation: the agreement's end, or its subject's.
    fn termination_of(&self, id: ObligationId) -> &'a Condition {
        let terms = self.terms;
        let own = self.state.scope(self.scope).terminated.and(terms.obligations[id].of);
        own.map_or(&terms.ends.terminates_when, |kind| &terms.kinds[kind].terms.terminates_when)
    }

    /// Its creditor gives it up; nobody can while that one is to be told.
    pub(super) fn release(&self, id: ObligationId) -> Option<Move<V>> {
        let (_, tracked) = self.of_obligation(id);
        let by = self.party_name(tracked.parties.creditor?);
        Some(Move::Release { by, obligation: self.obligation_name(id) })
    }

    fn date_of_waiver(&self, reason: &mut Reason<V>, act: ActId) {
        if let Some(change) = self.past.waiver(act) {
            reason.since = Some(change.at);
            reason.events = change.event.into_iter().collect();
        }
    }

    /// The act by which a duty can be done: of several one that may be done, or else the first.
    pub(super) fn act_of(&self, duty: &Performance) -> ActId {
        let may = duty.acts.iter().find(|act| self.may(**act));
        may.or(duty.acts.first()).copied().unwrap_or(ActId::at(0))
    }

    pub(super) fn of_obligation(&self, id: ObligationId) -> (&'a Obligation, &'a Tracked) {
        (&self.terms.obligations[id], &self.state[self.scope.at(&self.terms.graph, id)])
    }
}
