//! Why a condition holds or not, and what it would take to change that.

use std::num::NonZeroU64;

use crate::monitor::{Scope, count};
use crate::names::{ActId, Names, PartyId};
use crate::terms::{Condition, Decimal};

use super::Move;
use super::explainer::{Explainer, joined, shortest};
use super::past::Tally;
use super::reason::{Join, Reason, Subject};

impl<V: Names> Explainer<'_, V> {
    /// A condition, and whether it is wanted to hold: where it is not as it is wanted, the reason
    /// says what it would take.
    pub(super) fn condition(&mut self, condition: &Condition, wanted: bool) -> Reason<V> {
        // What names nothing of the subject's own is told of the run.
        if self.scope != Scope::Run
            && let Some(node) = self.past.node(self.terms, condition)
            && self.terms.graph.nodes[node].of.is_none()
        {
            return self.within(Scope::Run, |this| this.condition(condition, wanted));
        }
        let holds = self.holds(condition);
        if let Condition::All(parts) | Condition::Any(parts) = condition
            && let [only] = &**parts
        {
            return self.condition(only, wanted);
        }
        let subject = Subject::Condition(self.named(condition));
        let mut reason = self.about(self.scope.kind(), subject, holds);
        self.date(&mut reason, condition);
        let is_final = holds && !wanted;
        match condition {
            Condition::Happened { act, by, at_least, .. } => {
                let at_least = at_least.map_or(1, Decimal::whole);
                reason.cites.clone_from(&self.terms.acts[*act].cites);
                let by = self.past.party(self.state, self.terms, *by);
                if holds {
                    reason.events = self.past.events_of(self.terms, *act, by, at_least);
                } else if wanted {
                    self.not_done_yet(&mut reason, *act, by, at_least);
                }
                if is_final {
                    reason.takes.push(Move::Impossible);
                }
                reason
            }
            Condition::Stands { obligation, standing } => {
                reason.cites.clone_from(&self.terms.obligations[*obligation].cites);
                self.stands(reason, *obligation, *standing, wanted)
            }
            Condition::Reached(instant) => {
                if is_final {
                    reason.takes.push(Move::Impossible);
                } else if !holds && wanted {
                    let wait = |until| Move::Wait { until };
                    reason.takes.extend(instant.written().map(wait));
                }
                reason
            }
            Condition::Elapsed { since, term } => {
                let first = self.past.first_held(self.state, self.terms, since);
                match first.flatten() {
                    _ if is_final => reason.takes.push(Move::Impossible),
                    _ if holds || !wanted => {}
                    Some(first) => reason.takes.push(match self.terms.term(term).after(first) {
                        Ok(until) => Move::Wait { until },
                        Err(_) => Move::Impossible,
                    }),
                    None => {
                        self.rest_on(&mut reason, since);
                        reason.takes.push(Move::WaitFor { term: self.named_term(term) });
                    }
                }
                reason
            }
            Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Open(_)
            | Condition::Told(_) => reason,
            Condition::Some { of, holds, at_least } => {
                self.of_some(reason, *of, holds, *at_least, wanted)
            }
            Condition::Every { of, holds } => self.of_every(reason, *of, holds, wanted),
            Condition::All(parts) => self.parts(reason, parts, true, wanted),
            Condition::Any(parts) => self.parts(reason, parts, false, wanted),
            Condition::Not(part) => {
                let below = self.condition(part, !wanted);
                joined(reason, Join::All, vec![below])
            }
        }
    }

    /// The parts that matter: those that make it what it is, and where it should be otherwise those
    /// that would have to change.
    fn parts(
        &mut self,
        reason: Reason<V>,
        parts: &[Condition],
        is_all: bool,
        wanted: bool,
    ) -> Reason<V> {
        let holds = reason.holds;
        if parts.is_empty() {
            let mut reason = reason;
            if holds != wanted {
                reason.takes.push(Move::Impossible);
            }
            return reason;
        }
        // An `all` holds by all of its parts and fails by one; an `any` the other way round.
        let by_each = holds == is_all;
        let that_decide: Vec<&Condition> =
            parts.iter().filter(|part| self.holds(part) == holds).collect();
        let reasons: Vec<Reason<V>> =
            that_decide.into_iter().map(|part| self.condition(part, wanted)).collect();
        match (holds == wanted, by_each) {
            (true, true) => joined(reason, Join::All, reasons),
            (true, false) => joined(reason, Join::All, shortest(reasons)),
            // To change what rests on each, one of them is enough; otherwise all must change.
            (false, true) => joined(reason, Join::Any, reasons),
            (false, false) => joined(reason, Join::All, reasons),
        }
    }

    /// An act that was not done so many times yet.
    fn not_done_yet(
        &mut self,
        reason: &mut Reason<V>,
        act: ActId,
        by: Option<PartyId>,
        at_least: u64,
    ) {
        let may = self.may_do(act);
        if by.is_some_and(|by| !may.contains(&by)) {
            reason.takes.push(Move::Impossible);
            return;
        }
        let done = match self.past.sum(self.state, self.terms, act, by) {
            Tally::Exactly(done) | Tally::AtLeast(done) => done,
        };
        let doers = by.map_or(may, |by| vec![by]);
        let Some(quantity) = NonZeroU64::new(at_least.saturating_sub(done)) else { return };
        reason.because.extend(self.precondition(act));
        reason.takes.push(self.act_move(act, &doers, quantity));
    }

    /// The parties that may do an act, as it is spoken of here.
    pub(super) fn may_do(&self, act: ActId) -> Vec<PartyId> {
        let terms = &self.terms.acts[act];
        let mut may = terms.by.clone();
        let own = self.own(terms.of).and_then(|scope| self.state.each(self.terms, scope));
        let each: Vec<PartyId> = match (terms.of, own) {
            _ if !terms.is_open_to_each => Vec::new(),
            (_, Some(each)) => vec![each],
            (Some(kind), None) => self.terms.kinds[kind].members.clone(),
            (None, None) => Vec::new(),
        };
        may.extend(each.into_iter().filter(|party| !terms.by.contains(party)));
        may
    }

    /// That one of these parties does an act: those who break nothing by it, if there are such.
    pub(super) fn act_move(&self, act: ActId, doers: &[PartyId], quantity: NonZeroU64) -> Move<V> {
        let here = self.own_act(act);
        // In which subject an act of a kind would be done the run can't say: its own prohibitions count it.
        let prohibitions: Vec<_> = match here {
            Some(at) => self.state.prohibitions(self.terms, at).collect(),
            None => {
                let of_run = self.terms.graph.acts[act].prohibited_by.iter();
                let of_run = of_run.filter(|id| self.terms.obligations[**id].of.is_none());
                of_run.map(|id| Scope::Run.at(&self.terms.graph, *id)).collect()
            }
        };
        let breaks = |doer: PartyId| {
            let broken = prohibitions.iter().filter(move |at| {
                let counted = count(self.terms, self.state, **at, doer, quantity.get(), &[]);
                self.terms.obligations[at.id].binding && counted.is_some_and(|(_, past)| past)
            });
            broken.map(|at| at.id)
        };
        let free: Vec<PartyId> =
            doers.iter().copied().filter(|doer| breaks(*doer).next().is_none()).collect();
        let by = if free.is_empty() { doers.to_vec() } else { free };
        let mut broken: Vec<_> = by.iter().flat_map(|doer| breaks(*doer)).collect();
        broken.sort_unstable();
        broken.dedup();
        Move::Act {
            by: by.into_iter().map(|doer| self.party_name(doer)).collect(),
            act: self.act_name(act),
            quantity,
            deadline: None,
            breaks: broken.into_iter().map(|id| self.obligation_name(id)).collect(),
        }
    }
}
