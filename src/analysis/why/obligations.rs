//! Why an obligation stands as it does, whether an act may be done, and what it would take for an
//! obligation to stand otherwise.

use std::num::NonZeroU64;

use crate::monitor::{Cause, Status, Tracked, Transition, count};
use crate::names::{ActId, Names, ObligationId, PartyId};
use crate::terms::{Condition, Duty, EarlyActs, Obligation, Standing};

use super::Move;
use super::explainer::{Explainer, Topic};
use super::reason::{Join, Reason, Subject};

impl<'a, V: Names> Explainer<'a, V> {
    /// Why an obligation stands as it does, and what it would take to move it on.
    pub(super) fn obligation(&mut self, id: ObligationId) -> Reason<V> {
        let (terms, tracked) = self.of_obligation(id);
        let mut reason = self.standing_of(id);
        reason.holds = true;
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
            Status::Released | Status::Lapsed => {}
        }
        let ended_by = match self.cause(id) {
            Some(Cause::Ended) => Some(&terms.until),
            Some(Cause::Terminated) => Some(&self.terms.ends.terminates_when),
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
        let mut reason = Reason::new(subject, false);
        let terms = &self.terms.acts[act];
        reason.cites.clone_from(&terms.cites);
        if !terms.by.contains(&party) {
            reason.takes.push(self.doing(act, &terms.by, NonZeroU64::MIN));
            return reason;
        }
        let closed = self.monitor.closed(party, act);
        reason.holds = closed.is_none();
        if self.state.may(self.terms, act) {
            if self.holds(&terms.requires) && !terms.requires.is_always() {
                let below = self.condition(&terms.requires, true);
                self.date(&mut reason, &terms.requires);
                reason.because.push(below);
            } else if self.state.waived[act] {
                self.date_of_waiver(&mut reason, act);
            }
        } else if let Some(below) = self.precondition(act) {
            reason.since = below.since;
            reason.because = below.because;
            reason.join = below.join;
            reason.instead = below.instead;
        }
        let prohibited_by = closed.map(|closed| closed.prohibited_by).unwrap_or_default();
        if prohibited_by.is_empty() {
            return reason;
        }
        // A waiver would do without the precondition, not without a prohibition.
        reason.instead.clear();
        if reason.holds != self.state.may(self.terms, act) && reason.join == Join::Any {
            let any = std::mem::take(&mut reason.because);
            let mut waits =
                Reason::new(Subject::May { act: self.act_name(act), party: None }, false);
            (waits.join, waits.because) = (Join::Any, any);
            (reason.join, reason.because) = (Join::All, vec![waits]);
        }
        let lexicon = self.monitor.agreement().lexicon();
        for id in prohibited_by.into_iter().filter_map(|it| lexicon.obligation_id(it)) {
            let mut below = self.standing_of(id);
            below.holds = true;
            self.ending(&mut below, id);
            below.instead.push(self.release(id));
            reason.because.push(below);
        }
        reason
    }

    /// An obligation stands in some way, or not.
    pub(super) fn stands(
        &mut self,
        mut reason: Reason<V>,
        id: ObligationId,
        standing: Standing,
        wanted: bool,
    ) -> Reason<V> {
        let (_, tracked) = self.of_obligation(id);
        let holds = tracked.stands(standing);
        if holds && matches!(standing, Standing::Discharged | Standing::Performed) {
            reason.events = self.past.bringing(id);
        }
        if holds == wanted {
            return reason;
        }
        self.tell(Topic::Obligation(id), reason, |this, reason| {
            if holds {
                this.to_leave(reason, id, standing)
            } else {
                this.to_reach(reason, id, standing)
            }
        })
    }

    /// What it takes for an obligation to stand no longer as it does.
    fn to_leave(&mut self, reason: &mut Reason<V>, id: ObligationId, standing: Standing) {
        match standing {
            Standing::Dormant => self.in_its_way(reason, id),
            Standing::Due => {
                reason.takes = self.steps(id);
                if reason.takes.is_empty() {
                    self.to_end_or_rest(reason, id);
                }
            }
            Standing::Performed => reason.takes = self.steps(id),
            Standing::Suspended => self.what_rests_it(reason, id),
            Standing::Discharged | Standing::Breached | Standing::Released | Standing::Lapsed => {
                reason.takes.push(Move::Impossible);
                return;
            }
        }
        reason.instead.push(self.release(id));
    }

    /// What it takes for a prohibition to be in force no longer; its creditor's release aside.
    fn to_end_or_rest(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, _) = self.of_obligation(id);
        let end = (!terms.survives).then_some(&self.terms.ends.terminates_when);
        let ways = [Some(&terms.until), end, Some(&terms.suspended_while)];
        for condition in ways.into_iter().flatten().filter(|it| !it.is_never()) {
            let below = self.condition(condition, true);
            reason.because.push(below);
        }
        reason.join = Join::Any;
    }

    /// What it takes for an obligation to come to stand so.
    fn to_reach(&mut self, reason: &mut Reason<V>, id: ObligationId, standing: Standing) {
        let (terms, tracked) = self.of_obligation(id);
        let status = tracked.status;
        let is_duty = !terms.is_prohibition();
        if status.is_closed() {
            reason.takes.push(Move::Impossible);
            return;
        }
        if status == Status::Dormant && !matches!(standing, Standing::Released | Standing::Dormant)
        {
            self.in_its_way(reason, id);
        }
        match standing {
            Standing::Discharged if is_duty => {
                reason.because.extend(self.resting_on_its_act(id));
                reason.takes = self.steps(id);
            }
            Standing::Discharged if status != Status::Breached => self.ending(reason, id),
            Standing::Performed if is_duty && status != Status::Breached => {
                match tracked.verifier {
                    Some(_) => {
                        reason.because.extend(self.resting_on_its_act(id));
                        reason.takes = self.steps(id);
                        reason.takes.retain(|step| !matches!(step, Move::Attest { .. }));
                    }
                    None => reason.takes.push(Move::Impossible),
                }
            }
            Standing::Due => match (status, tracked.verifier) {
                (Status::Dormant, _) => {}
                (Status::Suspended, _) => self.what_rests_it(reason, id),
                (Status::Performed, Some(verifier)) if !self.is_late(id) => {
                    self.what_rests_it(reason, id);
                    reason.takes.push(self.denial(id, verifier));
                }
                _ => reason.takes.push(Move::Impossible),
            },
            Standing::Suspended if matches!(status, Status::Dormant | Status::Due) => {
                let below = self.condition(&terms.suspended_while, true);
                reason.because.push(below);
            }
            Standing::Breached => self.to_be_breached(reason, id),
            Standing::Released => reason.takes.push(self.release(id)),
            Standing::Lapsed if is_duty && status != Status::Breached => self.ending(reason, id),
            Standing::Lapsed if status == Status::Dormant => {
                reason.because.clear();
                self.ending(reason, id);
            }
            _ => reason.takes.push(Move::Impossible),
        }
    }

    /// What a dormant obligation waits for until it is due.
    fn in_its_way(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, _) = self.of_obligation(id);
        if !self.state.in_force {
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
        if let Some(below) = terms.performance().and_then(|duty| self.precondition(duty.act)) {
            // What it waits for anyway need not be told twice.
            let is_new = |point: &Reason<V>| !reason.because.contains(point);
            if below.because.is_empty() || below.because.iter().any(is_new) {
                reason.because.push(below);
            }
        }
    }

    /// Where the act of a duty may not be done now, what that waits for. (A dormant duty waits for
    /// it anyway.)
    fn resting_on_its_act(&mut self, id: ObligationId) -> Option<Reason<V>> {
        let (terms, tracked) = self.of_obligation(id);
        let duty = terms.performance()?;
        let is_done = tracked.progress >= duty.quantity.get();
        if tracked.status == Status::Dormant || is_done {
            return None;
        }
        self.precondition(duty.act)
    }

    /// What made an obligation due, as far as it still holds.
    fn what_made_it_due(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, _) = self.of_obligation(id);
        let requires = terms.performance().map(|duty| &self.terms.acts[duty.act].requires);
        let entry = &self.terms.ends.entry_into_force;
        for condition in [Some(entry), Some(&terms.when), requires].into_iter().flatten() {
            if !condition.is_always() && self.holds(condition) {
                self.add(reason, condition);
            }
        }
    }

    /// What makes an obligation rest.
    fn what_rests_it(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, _) = self.of_obligation(id);
        if self.holds(&terms.suspended_while) {
            let below = self.condition(&terms.suspended_while, false);
            reason.because.push(below);
        }
        if let Some(duty) = terms.performance() {
            reason.because.extend(self.precondition(duty.act));
        }
    }

    /// What ends an obligation from outside: its own end, or the agreement's.
    fn ending(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, _) = self.of_obligation(id);
        let mut ends: Vec<&Condition> = vec![&terms.until];
        if !terms.survives {
            ends.push(&self.terms.ends.terminates_when);
        }
        ends.retain(|end| !end.is_never());
        if ends.is_empty() {
            reason.takes.push(Move::Impossible);
            return;
        }
        let endings: Vec<Reason<V>> =
            ends.into_iter().map(|end| self.condition(end, true)).collect();
        if reason.because.is_empty() {
            (reason.join, reason.because) = (Join::Any, endings);
        } else if let [_] = &*endings {
            reason.because.extend(endings);
        } else {
            // What else is needed is needed with each of them.
            let either =
                Condition::Any(vec![terms.until.clone(), self.terms.ends.terminates_when.clone()]);
            let mut below = Reason::new(Subject::Condition(self.named(&either)), false);
            (below.join, below.because) = (Join::Any, endings);
            reason.because.push(below);
        }
    }

    /// How an open obligation comes to be breached.
    fn to_be_breached(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, tracked) = self.of_obligation(id);
        let never = |reason: &mut Reason<V>| {
            reason.because.clear();
            reason.takes.push(Move::Impossible);
        };
        match &terms.duty {
            _ if !terms.binding || terms.target => never(reason),
            Duty::Perform(duty) => match (tracked.deadline, tracked.status, tracked.verifier) {
                (None, Status::Dormant, _) if duty.deadline.is_some() => {}
                (Some(deadline), Status::Performed, Some(verifier)) => {
                    if deadline >= self.state.clock {
                        reason
                            .takes
                            .push(Move::Miss { obligation: self.obligation_name(id), deadline });
                    }
                    reason.takes.push(self.denial(id, verifier));
                }
                (Some(deadline), _, _) => {
                    if tracked.status == Status::Suspended {
                        self.what_rests_it(reason, id);
                    }
                    reason
                        .takes
                        .push(Move::Miss { obligation: self.obligation_name(id), deadline });
                }
                (None, _, _) => never(reason),
            },
            // By an amendment a prohibition can come to bind one who may not do the act at all.
            Duty::Refrain(duty) if !self.terms.acts[duty.act].by.contains(&tracked.debtor) => {
                never(reason);
            }
            Duty::Refrain(duty) => {
                // Once more would count as this; where it rests or is not due, nothing counts yet.
                let once = NonZeroU64::MIN;
                let counted = count(self.terms, self.state, id, tracked.debtor, once);
                let done = counted.map_or(0, |(counted, _)| counted.done.saturating_sub(1));
                let left = NonZeroU64::new(duty.most().saturating_sub(done)).unwrap_or(once);
                if tracked.status == Status::Suspended {
                    self.what_rests_it(reason, id);
                }
                reason.takes.push(self.doing(duty.act, &[tracked.debtor], left));
            }
        }
    }

    /// What has yet to be done of a duty: the act, then the verifier's word.
    fn steps(&self, id: ObligationId) -> Vec<Move<V>> {
        let (terms, tracked) = self.of_obligation(id);
        let Some(duty) = terms.performance() else { return Vec::new() };
        if tracked.status.is_closed() {
            return Vec::new();
        }
        let starts_anew =
            tracked.status == Status::Dormant && matches!(duty.early, EarlyActs::Ignored);
        let done = if starts_anew { 0 } else { tracked.progress };
        let left = NonZeroU64::new(duty.quantity.get().saturating_sub(done));
        let mut steps = Vec::new();
        if let Some(quantity) = left.filter(|_| tracked.status != Status::Performed) {
            let mut step = self.doing(duty.act, &[tracked.debtor], quantity);
            if let Move::Act { deadline, .. } = &mut step {
                *deadline = tracked.running_deadline();
            }
            steps.push(step);
        }
        if let Some(verifier) = tracked.verifier {
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
        let mut reason = Reason::new(subject, true);
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
        let findings = self.monitor.journal().findings.iter();
        let breaches = findings
            .filter(|finding| finding.kind().is_breach() && finding.obligation() == Some(&id));
        breaches.filter_map(|finding| finding.event).collect()
    }

    /// Whether a duty that is denied now is breached by it.
    fn is_late(&self, id: ObligationId) -> bool {
        let (terms, tracked) = self.of_obligation(id);
        let is_past = tracked.deadline.is_some_and(|deadline| deadline < self.state.clock);
        is_past && terms.binding && !terms.target
    }

    fn cause(&self, id: ObligationId) -> Option<Cause> {
        match self.past.last_move(id)?.transition {
            Transition::Moved { cause, .. } => Some(cause),
            _ => None,
        }
    }

    fn release(&self, id: ObligationId) -> Move<V> {
        let (terms, _) = self.of_obligation(id);
        Move::Release { by: self.party_name(terms.creditor), obligation: self.obligation_name(id) }
    }

    fn denial(&self, id: ObligationId, verifier: PartyId) -> Move<V> {
        Move::Deny { by: self.party_name(verifier), obligation: self.obligation_name(id) }
    }

    fn date_of_waiver(&self, reason: &mut Reason<V>, act: ActId) {
        let mut changes = self.past.changes.unwrap_or_default().iter();
        let waived = changes.find(|change| {
            matches!(&change.transition, Transition::Waived { act: waived } if *waived == act)
        });
        if let Some(change) = waived {
            reason.since = Some(change.at);
            reason.events = change.event.into_iter().collect();
        }
    }

    fn of_obligation(&self, id: ObligationId) -> (&'a Obligation, &'a Tracked) {
        (&self.terms.obligations[id], &self.state.obligations[id])
    }
}
