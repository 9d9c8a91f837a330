//! What it would take for an obligation to come to stand in some way, or to stand so no longer.

use std::num::NonZeroU64;

use crate::monitor::{Status, count};
use crate::names::{ActId, Names, ObligationId, PartyId};
use crate::terms::{Condition, Duty, Standing};

use super::Move;
use super::explainer::{Explainer, Topic};
use super::reason::{Join, Reason, Subject};

impl<'a, V: Names> Explainer<'a, V> {
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
        let scope = self.own(self.terms.obligations[id].of).unwrap_or(self.scope);
        self.tell(Topic::Obligation(id, scope), reason, |this, reason| {
            if holds {
                this.leaving(reason, id, standing)
            } else {
                this.reaching(reason, id, standing)
            }
        })
    }

    /// What it takes for an obligation to stand no longer as it does.
    fn leaving(&mut self, reason: &mut Reason<V>, id: ObligationId, standing: Standing) {
        match standing {
            Standing::Dormant => self.in_its_way(reason, id),
            Standing::Due => {
                reason.takes = self.steps(id);
                if reason.takes.is_empty() {
                    self.ending_or_resting(reason, id);
                }
            }
            Standing::Performed => reason.takes = self.steps(id),
            Standing::Suspended => self.what_rests_it(reason, id),
            Standing::InBreach => reason.takes = self.steps(id),
            Standing::Discharged
            | Standing::Breached
            | Standing::Released
            | Standing::Lapsed
            | Standing::Cured
            | Standing::Repaired
            | Standing::Kept
            | Standing::Closed => {
                reason.takes.push(Move::Impossible);
                return;
            }
        }
        reason.instead.extend(self.release(id));
    }

    /// What it takes for a prohibition to be in force no longer; its creditor's release aside.
    pub(super) fn ending_or_resting(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, _) = self.of_obligation(id);
        let ends = self.terminations(id);
        let ways = std::iter::once(&terms.until).chain(ends).chain([&terms.suspended_while]);
        for condition in ways.filter(|it| !it.is_never()) {
            let below = self.condition(condition, true);
            reason.because.push(below);
        }
        reason.join = Join::Any;
    }

    /// What it takes for an obligation to come to stand so.
    fn reaching(&mut self, reason: &mut Reason<V>, id: ObligationId, standing: Standing) {
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
            Standing::Kept if tracked.breached.is_some() => reason.takes.push(Move::Impossible),
            // It is also closed once it can no longer arise: that is nobody's move.
            Standing::Closed if status == Status::Dormant => {
                reason.because.clear();
                if self.ends(id).next().is_some() {
                    self.ending(reason, id);
                }
            }
            Standing::Kept | Standing::Closed if is_duty => {
                reason.because.extend(self.resting_on_its_act(id));
                reason.takes = self.steps(id);
            }
            Standing::Kept | Standing::Closed => self.ending(reason, id),
            Standing::Cured if is_duty && tracked.breached.is_some() => {
                reason.takes = self.steps(id);
            }
            Standing::Cured if is_duty => self.breaching(reason, id),
            Standing::Repaired => match terms.repaired_by {
                Some(by) if tracked.breached.is_some() => {
                    let standing = Standing::Discharged;
                    let by = Condition::Stands { obligation: by, standing };
                    let below = self.condition(&by, true);
                    reason.because.push(below);
                }
                Some(_) => self.breaching(reason, id),
                None => reason.takes.push(Move::Impossible),
            },
            Standing::InBreach => self.breaching(reason, id),
            Standing::Performed if is_duty && status != Status::Breached => {
                match tracked.parties.verifier {
                    Some(_) => {
                        reason.because.extend(self.resting_on_its_act(id));
                        reason.takes = self.steps(id);
                        reason.takes.retain(|step| !matches!(step, Move::Attest { .. }));
                    }
                    None => reason.takes.push(Move::Impossible),
                }
            }
            Standing::Due => match (status, tracked.parties.verifier) {
                (Status::Dormant, _) => {}
                (Status::Suspended, _) => self.what_rests_it(reason, id),
                // It waits for its verifier whatever ends; denied, it ends too.
                (Status::Performed, Some(_)) if self.is_terminated() && !terms.survives => {
                    reason.takes.push(Move::Impossible);
                }
                (Status::Performed, Some(verifier)) => {
                    if self.holds(&terms.until) {
                        let below = self.condition(&terms.until, false);
                        reason.because.push(below);
                    }
                    self.what_rests_it(reason, id);
                    reason.takes.push(self.denial(id, verifier));
                }
                _ => reason.takes.push(Move::Impossible),
            },
            Standing::Suspended if matches!(status, Status::Dormant | Status::Due) => {
                let below = self.condition(&terms.suspended_while, true);
                reason.because.push(below);
            }
            Standing::Breached => self.breaching(reason, id),
            Standing::Released => reason.takes.extend(self.release(id)),
            Standing::Lapsed if is_duty && status != Status::Breached => self.ending(reason, id),
            Standing::Lapsed if status == Status::Dormant => {
                reason.because.clear();
                self.ending(reason, id);
            }
            _ => reason.takes.push(Move::Impossible),
        }
    }

    /// What terminates an obligation: the agreement's end, and its subject's.
    fn terminations(&self, id: ObligationId) -> impl Iterator<Item = &'a Condition> + use<'a, V> {
        let (terms, _) = self.of_obligation(id);
        let own = terms.of.map(|kind| &self.terms.kinds[kind].terms.terminates_when);
        let ends = [Some(&self.terms.ends.terminates_when), own.filter(|own| !own.is_never())];
        ends.into_iter().flatten().filter(|_| !terms.survives)
    }

    /// What ends an obligation from outside, where that can be.
    fn ends(&self, id: ObligationId) -> impl Iterator<Item = &'a Condition> + use<'a, V> {
        let (terms, _) = self.of_obligation(id);
        let ends = std::iter::once(&terms.until).chain(self.terminations(id));
        ends.filter(|end| !end.is_never())
    }

    /// Whether the agreement has terminated, or the subject that is spoken of.
    fn is_terminated(&self) -> bool {
        let own = self.state.scope(self.scope).terminated;
        self.state.run.terminated.or(own).is_some()
    }

    /// What ends an obligation from outside: its own end, or the agreement's.
    pub(super) fn ending(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, _) = self.of_obligation(id);
        let ends: Vec<&Condition> = self.ends(id).collect();
        if ends.is_empty() {
            reason.takes.push(Move::Impossible);
            return;
        }
        let ways = ends.iter().map(|end| (*end).clone()).collect();
        let endings: Vec<Reason<V>> =
            ends.into_iter().map(|end| self.condition(end, true)).collect();
        if reason.because.is_empty() {
            (reason.join, reason.because) = (Join::Any, endings);
        } else if let [_] = &*endings {
            reason.because.extend(endings);
        } else {
            // What else is needed is needed with each of them.
            let either = Condition::Any(ways);
            let subject = Subject::Condition(self.named(&either));
            let mut below = self.about(terms.of, subject, false);
            self.date(&mut below, &either);
            (below.join, below.because) = (Join::Any, endings);
            reason.because.push(below);
        }
    }

    /// How an open obligation comes to be breached.
    fn breaching(&mut self, reason: &mut Reason<V>, id: ObligationId) {
        let (terms, tracked) = self.of_obligation(id);
        let never = |reason: &mut Reason<V>| {
            reason.because.clear();
            reason.takes.push(Move::Impossible);
        };
        let debtors: Vec<PartyId> = tracked.parties.debtor.into_iter().collect();
        match &terms.duty {
            _ if !terms.binding || terms.target => never(reason),
            Duty::Achieve(_) => {}
            Duty::Perform(duty) => {
                match (tracked.deadline, tracked.status, tracked.parties.verifier) {
                    (None, Status::Dormant, _) if duty.deadline.is_some() => {}
                    // Its deadline rests; denied, it is due again with the time that was left.
                    (Some(deadline), Status::Performed, Some(verifier)) => {
                        reason.takes.push(self.denial(id, verifier));
                        let from = tracked.deadline_rests_from.unwrap_or(self.state.clock);
                        let moved = deadline.after_pause(from, self.state.clock);
                        let deadline = moved.unwrap_or(deadline);
                        reason
                            .takes
                            .push(Move::Miss { obligation: self.obligation_name(id), deadline });
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
                }
            }
            // A prohibition can bind one who may not do the act at all.
            Duty::Refrain(duty) => {
                let may = |act: &&ActId| debtors.iter().any(|it| self.terms.may_do(*it, **act));
                let Some(act) = duty.acts.iter().find(may).copied() else {
                    never(reason);
                    return;
                };
                // Once more would count as this; where it rests or is not due, nothing counts yet.
                let debtor = tracked.parties.debtor;
                let counted = debtor.and_then(|it| {
                    count(self.terms, self.state, self.scope.at(&self.terms.graph, id), it, 1, &[])
                });
                let done = counted.map_or(0, |(counted, _)| counted.done.saturating_sub(1));
                let limit = tracked.figure.or(duty.written_limit()).unwrap_or(u64::MAX);
                // Sums stop at the largest number: nothing is past a limit that is it.
                let past_it = limit.checked_add(1).map(|past| past.saturating_sub(done));
                let Some(past_it) = past_it.and_then(NonZeroU64::new) else {
                    never(reason);
                    return;
                };
                if tracked.status == Status::Suspended {
                    self.what_rests_it(reason, id);
                }
                reason.takes.push(self.act_move(act, &debtors, past_it));
            }
        }
    }

    /// Where the act of a duty may not be done now, what that waits for. (A dormant duty waits for
    /// it anyway.)
    fn resting_on_its_act(&mut self, id: ObligationId) -> Option<Reason<V>> {
        let (terms, tracked) = self.of_obligation(id);
        let duty = terms.performance()?;
        let is_done = tracked.progress >= tracked.needed(duty);
        if tracked.status == Status::Dormant || is_done {
            return None;
        }
        let act = self.act_of(duty);
        self.precondition(act)
    }

    fn denial(&self, id: ObligationId, verifier: PartyId) -> Move<V> {
        Move::Deny { by: self.party_name(verifier), obligation: self.obligation_name(id) }
    }
}
