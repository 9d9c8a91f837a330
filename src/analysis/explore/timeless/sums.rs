//! Sums, kept as far as conditions and duties ask.

use crate::monitor::{Scope, State, count};
use crate::names::{ActId, ObligationId, PartyId};
use crate::terms::{CounterId, Duty, Terms};

use super::Timeless;

/// A sum that an act adds to, and how far it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Passing {
    pub(crate) sum: Sum,
    /// The threshold that it comes to or passes.
    pub(crate) to: u64,
}

/// A sum that an act adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sum {
    /// One that conditions ask for.
    Counter(CounterId),
    /// The progress of a duty to perform.
    Progress(ObligationId),
    /// The count of a prohibition.
    Count(ObligationId),
}

impl Timeless {
    /// The sums that an act by a party adds to now.
    pub(crate) fn sums(
        &self,
        terms: &Terms,
        party: PartyId,
        act: ActId,
    ) -> Vec<(Sum, u64, Vec<u64>)> {
        sums(terms, &self.state, party, act)
    }

    pub(super) fn set_sum(&mut self, sum: Sum, to: u64) {
        match sum {
            Sum::Counter(id) => self.state.run.counters[id] = to,
            Sum::Progress(id) => self.state.run.obligations[id].progress = to,
            Sum::Count(id) => self.state.run.obligations[id].count.done = to,
        }
    }

    /// Each sum to the highest threshold that it has come to. What lies between asks nothing, and a
    /// prohibition's count may start again with a new period.
    pub(super) fn lower_sums(&mut self, terms: &Terms) {
        for (id, counter) in terms.graph.counters.iter() {
            let sum = &mut self.state.run.counters[id];
            let passed = counter.thresholds.iter().map(|(at, _)| *at).filter(|at| *at <= *sum);
            *sum = passed.max().unwrap_or(0);
        }
        for (id, obligation) in terms.obligations.iter() {
            let clock = self.state.clock;
            let tracked = &mut self.state.run.obligations[id];
            match &obligation.duty {
                Duty::Perform(duty) => {
                    let quantity = tracked.needed(duty);
                    tracked.progress = if tracked.progress >= quantity { quantity } else { 0 };
                }
                Duty::Achieve(_) => {}
                Duty::Refrain(limit) => {
                    // Past the limit counts no more: a breach is for good, and of one that does not
                    // bind nothing comes.
                    tracked.count.done = 0;
                    tracked.count.period = 0;
                    tracked.count.start = limit.per().and(tracked.count.start).map(|_| clock);
                }
            }
        }
    }
}

/// The sums that an act by a party adds to now, each with what it has come to and the thresholds
/// still ahead.
pub(crate) fn sums(
    terms: &Terms,
    state: &State,
    party: PartyId,
    act: ActId,
) -> Vec<(Sum, u64, Vec<u64>)> {
    let graph = &terms.graph;
    let mut sums = Vec::new();
    for (id, counter) in terms.counters_of(act, party) {
        let mut ahead: Vec<u64> = counter.thresholds.iter().map(|(at, _)| *at).collect();
        ahead.retain(|at| *at > state.run.counters[id]);
        ahead.sort_unstable();
        sums.push((Sum::Counter(id), state.run.counters[id], ahead));
    }
    for id in &graph.acts[act].performed_by {
        let tracked = &state.run.obligations[*id];
        let Some(duty) = terms.obligations[*id].performance() else { continue };
        let counts = tracked.status.counts_progress(duty.early);
        let quantity = tracked.needed(duty);
        if counts
            && state.acts_for_debtor(terms, party, Scope::Run.at(&terms.graph, *id))
            && tracked.progress < quantity
        {
            sums.push((Sum::Progress(*id), tracked.progress, vec![quantity]));
        }
    }
    for id in &graph.acts[act].prohibited_by {
        let tracked = &state.run.obligations[*id];
        let Duty::Refrain(limit) = &terms.obligations[*id].duty else { continue };
        // As if one were done: the count of the present period, which may have begun since.
        let Some((counted, _)) =
            count(terms, state, Scope::Run.at(&terms.graph, *id), party, 1, &[])
        else {
            continue;
        };
        let done = if counted.period == tracked.count.period { tracked.count.done } else { 0 };
        if done < limit.most() {
            sums.push((Sum::Count(*id), done, vec![limit.most()]));
        }
    }
    sums.retain(|(_, _, ahead)| !ahead.is_empty());
    sums
}
