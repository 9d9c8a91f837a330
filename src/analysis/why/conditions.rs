//! Why a condition holds or not, and what it would take to change that.

use std::num::NonZeroU64;

use crate::monitor::{count, Scope};
use crate::names::{ActId, Names, PartyId};
use crate::terms::{Condition, Decimal};

use super::Move;
use super::explainer::{Explainer, joined, shortest};
use super::past::{Tally, party};
use super::reason::{Join, Reason, Subject};

impl<V: Names> Explainer<'_, V> {
    /// A condition, and whether it is wanted to hold: where it is not as it is wanted, the reason
    /// says what it would take.
    pub(super) fn condition(&mut self, condition: &Condition, wanted: bool) -> Reason<V> {
        let holds = self.holds(condition);
        if let Condition::All(parts) | Condition::Any(parts) = condition
            && let [only] = &**parts
        {
            return self.condition(only, wanted);
        }
        let mut reason = Reason::new(Subject::Condition(self.named(condition)), holds);
        self.date(&mut reason, condition);
        let is_final = holds && !wanted;
        match condition {
            Condition::Happened { act, by, at_least, .. } => {
                let at_least = at_least.map_or(1, Decimal::whole);
                reason.cites.clone_from(&self.terms.acts[*act].cites);
                if holds {
                    reason.events = self.past.doing(*act, party(*by), at_least);
                } else if wanted {
                    self.not_done_yet(&mut reason, *act, party(*by), at_least);
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
            Condition::Elapsed { since, span } => {
                let first = self.past.first_held(self.state, self.terms, since);
                match first.flatten() {
                    _ if is_final => reason.takes.push(Move::Impossible),
                    _ if holds || !wanted => {}
                    Some(first) => reason.takes.push(match first.after(*span) {
                        Some(until) => Move::Wait { until },
                        None => Move::Impossible,
                    }),
                    None => {
                        self.rest_on(&mut reason, since);
                        reason.takes.push(Move::WaitFor { span: *span });
                    }
                }
                reason
            }
            Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Told(_)
            | Condition::Some { .. }
            | Condition::Every { .. } => reason,
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
        let may = &self.terms.acts[act].by;
        if by.is_some_and(|by| !may.contains(&by)) {
            reason.takes.push(Move::Impossible);
            return;
        }
        let done = match self.past.sum(self.state, self.terms, act, by) {
            Tally::Exactly(done) | Tally::AtLeast(done) => done,
        };
        let doers = by.map_or_else(|| may.clone(), |by| vec![by]);
        let Some(quantity) = NonZeroU64::new(at_least.saturating_sub(done)) else { return };
        reason.because.extend(self.precondition(act));
        reason.takes.push(self.doing(act, &doers, quantity));
    }

    /// That one of these parties does an act: those who break nothing by it, if there are such.
    pub(super) fn doing(&self, act: ActId, doers: &[PartyId], quantity: NonZeroU64) -> Move<V> {
        let prohibitions = &self.terms.graph.acts[act].prohibited_by;
        let breaks = |doer: PartyId| {
            prohibitions.iter().copied().filter(move |id| {
                let counted = count(self.terms, self.state, Scope::Run.at(&self.terms.graph, *id), doer, quantity.get(), &[]);
                self.terms.obligations[*id].binding && counted.is_some_and(|(_, past)| past)
            })
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
