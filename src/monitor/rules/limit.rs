//! What doing more comes to against the limit of a prohibition ([SEMANTICS.md, section 5](crate::guide::law#5-events)).

use std::num::NonZeroU64;

use crate::names::{ObligationId, PartyId};
use crate::terms::{Duty, Terms};

use super::count::{Count, present};
use super::state::{State, Tracked};

/// What a prohibition counts once this much more is done, and whether that is past its limit; none
/// where it is not in force or not this actor's.
pub(crate) fn count(
    terms: &Terms,
    state: &State,
    id: ObligationId,
    actor: PartyId,
    quantity: NonZeroU64,
) -> Option<(Count, bool)> {
    let tracked: &Tracked = &state.obligations[id];
    let Duty::Refrain(abstention) = &terms.obligations[id].duty else {
        return None;
    };
    if !tracked.prohibits() || tracked.debtor != actor {
        return None;
    }
    let mut count = present(abstention, tracked.count, state.clock);
    let done = count.done.checked_add(quantity.get());
    // Past the largest number is past every limit; past the limit it is one.
    let is_past = done.is_none_or(|done| done > abstention.beyond);
    count.done = done.unwrap_or(u64::MAX).min(abstention.most());
    Some((count, is_past))
}
