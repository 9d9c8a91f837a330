//! Guards: what must be so, beside the location and the input symbol, for an edge to be taken.

use std::num::NonZeroU64;

use crate::time::Instant;

use super::compact_run::CompactRun;
use super::register::NumberRegister;

/// What an edge asks of a step before it takes a run along.
#[derive(Debug)]
pub(super) struct Guard {
    /// The timers that fire, one bit for each; none where a deed takes the edge.
    pub(super) fires: u64,
    /// The only quantity that it is for, if it is not for all.
    pub(super) quantity: Option<NonZeroU64>,
    /// The instants that it is for, if it is not for all.
    pub(super) times: Option<TimeRange>,
    /// Whether the step's time goes into a register that holds none which is finer than a microsecond.
    pub(super) keeps_time: bool,
    /// What the step adds to, and what that must come to.
    pub(super) additions: Box<[Addition]>,
}

/// After one instant, if there is one, and before another, if there is another.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimeRange {
    pub(super) after: Option<Instant>,
    pub(super) before: Option<Instant>,
}

/// A register that the event's quantity is added to. Between two thresholds nothing is asked of a sum: so
/// the edge is for all sums from one bound to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Addition {
    pub(super) register: NumberRegister,
    /// Adding stops here.
    pub(super) most: u64,
    pub(super) from: u64,
    pub(super) to: u64,
}

impl Guard {
    #[inline]
    pub(super) fn admits(
        &self,
        run: &CompactRun,
        (quantity, fires): (u64, u64),
        time: &Instant,
    ) -> bool {
        self.fires == fires
            && is_for(self.quantity, quantity)
            && self.times.is_none_or(|times| times.contain(time))
            && (!self.keeps_time || time.is_packable())
            && self.additions.iter().all(|addition| {
                let sum = addition.sum(run, quantity);
                addition.from <= sum && sum <= addition.to
            })
    }
}

impl TimeRange {
    fn contain(&self, time: &Instant) -> bool {
        self.after.is_none_or(|after| after < *time)
            && self.before.is_none_or(|before| *time < before)
    }
}

impl Addition {
    #[inline]
    pub(super) fn sum(&self, run: &CompactRun, quantity: u64) -> u64 {
        run.number(self.register).saturating_add(quantity).min(self.most)
    }
}

/// Whether what is for this quantity only, or for all, is for that one.
#[inline]
pub(super) fn is_for(only: Option<NonZeroU64>, quantity: u64) -> bool {
    only.is_none_or(|only| only.get() == quantity)
}
