//! What a habit reads and moves beside obligations: formulas, waivers, sums.

use crate::names::ActId;
use crate::terms::{CounterId, NodeId};

use super::super::state::State;

/// What else was read and moved than obligations.
#[derive(Debug)]
pub(super) struct Further {
    /// Whether formulas held that were read.
    pub(super) asked: Box<[(NodeId, bool)]>,
    /// The formulas that begin or cease to hold, beside those that the obligations tell.
    pub(super) turns: Box<[NodeId]>,
    /// Whether acts' preconditions were waived.
    pub(super) waived: Box<[(ActId, bool)]>,
    pub(super) sums: Box<[Sum]>,
    pub(super) counts: Box<[Count]>,
}

/// A sum that the deed adds to: it goes from between two thresholds to between two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    pub(super) counter: CounterId,
    /// Adding stops here.
    pub(super) most: u64,
    pub(super) from: Bounds<u64>,
    pub(super) to: Bounds<u64>,
}

/// A formula of which parts begin or cease to hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count {
    pub(super) node: NodeId,
    /// How many held.
    pub(super) held: Bounds<u32>,
    /// How many more do after.
    pub(super) more: i32,
}

/// From one number to another, both included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds<T> {
    pub(super) least: T,
    pub(super) most: T,
}

impl<T: PartialOrd> Bounds<T> {
    #[inline]
    pub(super) fn contain(&self, number: T) -> bool {
        self.least <= number && number <= self.most
    }
}

impl Sum {
    #[inline]
    fn after(&self, sum: u64, quantity: u64) -> u64 {
        sum.saturating_add(quantity).min(self.most)
    }
}

impl Further {
    pub(super) fn admits(&self, state: &State, quantity: u64) -> bool {
        self.asked.iter().all(|(node, held)| state.truth.holds(*node) == *held)
            && self.waived.iter().all(|(act, waived)| state.waived[*act] == *waived)
            && self.counts.iter().all(|it| it.held.contain(state.truth.parts_holding(it.node)))
            && self.sums.iter().all(|it| {
                let sum = state.counters[it.counter];
                it.from.contain(sum) && it.to.contain(it.after(sum, quantity))
            })
    }

    pub(super) fn take(&self, state: &mut State, quantity: u64) {
        for sum in &self.sums {
            state.counters[sum.counter] = sum.after(state.counters[sum.counter], quantity);
        }
        for count in &self.counts {
            state.truth.recount(count.node, count.more);
        }
        for node in &self.turns {
            state.truth.turn(*node);
        }
    }

    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        let Self { asked, turns, waived, sums, counts } = self;
        let lengths = [asked.len(), turns.len(), waived.len(), sums.len(), counts.len()];
        lengths == [0; 5]
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        [
            size_of::<Self>(),
            size_of_val(&*self.asked),
            size_of_val(&*self.turns),
            size_of_val(&*self.waived),
            size_of_val(&*self.sums),
            size_of_val(&*self.counts),
        ]
        .into_iter()
        .fold(0, usize::saturating_add)
    }
}
