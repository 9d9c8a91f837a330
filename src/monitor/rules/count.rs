//! What a prohibition has counted, and in which period ([SEMANTICS.md, section 5](crate::guide::law#5-events)).

use crate::terms::{Abstention, Reach, Terms};
use crate::time::Instant;

/// The count of a prohibition against its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// When it fell due, if its limit is one for each period: the start of period 0.
    pub(crate) start: Option<Instant>,
    /// The number of the present period.
    pub(crate) period: u64,
    /// How much was done in the present period, or in all, up to the first past the limit.
    pub(crate) done: u64,
    /// Whether a breached prohibition is in force no longer.
    pub(crate) ended: bool,
}

/// The count in the period that now lies in.
pub(in crate::monitor) fn present(
    terms: &Terms,
    abstention: &Abstention,
    count: Count,
    now: Instant,
) -> Count {
    let (Reach::Per(term), Some(start)) = (&abstention.reach, count.start) else {
        return count;
    };
    let term = terms.term(term);
    let begins_by_now =
        |period: u64| term.after_times(start, period).is_ok_and(|begin| begin <= now);
    // There may have been as many periods as time has minutes: the present one is sought with strides of
    // growing length, and then with their halves.
    let mut period = count.period;
    let mut stride = 1_u64;
    while begins_by_now(period.saturating_add(stride)) {
        period = period.saturating_add(stride);
        stride = stride.saturating_mul(2);
    }
    while stride > 0 {
        if begins_by_now(period.saturating_add(stride)) {
            period = period.saturating_add(stride);
        }
        stride /= 2;
    }
    if period == count.period { count } else { Count { period, done: 0, ..count } }
}
