//! What doing more comes to against the limit of a prohibition ([SEMANTICS.md, section 5](crate::guide::law#5-events)).

use crate::event::ToldValue;
use crate::names::{ActId, ObligationId, PartyId, ToldId};
use crate::terms::{Abstention, Duty, Matching, Reach, Terms};
use crate::time::Instant;

use super::count::{Count, present};
use super::state::State;
use super::told::matches_event;

/// What a prohibition counts once this much more is done, and whether that is past its limit; none
/// where it is not in force, not this actor's, or about what told otherwise.
pub(crate) fn count(
    terms: &Terms,
    state: &State,
    id: ObligationId,
    actor: PartyId,
    quantity: u64,
    told: &[(ToldId, ToldValue)],
) -> Option<(Count, bool)> {
    let tracked = &state.obligations[id];
    let Duty::Refrain(abstention) = &terms.obligations[id].duty else {
        return None;
    };
    let is_about = tracked.prohibits()
        && state.acts_for_debtor(terms, actor, id)
        && matches_event(&abstention.matching, told);
    if !is_about {
        return None;
    }
    let beyond = tracked.figure?;
    let mut count = present(abstention, tracked.count, state.clock);
    if let Reach::InAny(_) = abstention.reach {
        count.done = counted_lately(abstention, state, id);
    }
    // Sums stop at the largest number, so nothing is past a limit that is it.
    let done = count.done.saturating_add(quantity);
    let is_past = done > beyond;
    // However far past the limit, it is past it.
    count.done = done.min(beyond.saturating_add(1));
    Some((count, is_past))
}

impl State {
    /// The parties that act for one of those who may do an act, and whom a binding prohibition in force
    /// leaves no room for one more, whatever it would tell.
    pub(crate) fn forbidden(&self, terms: &Terms, act: ActId) -> Vec<PartyId> {
        let prohibitions = || {
            let prohibitions = terms.graph.acts[act].prohibited_by.iter();
            prohibitions.filter(|id| {
                let obligation = &terms.obligations[**id];
                obligation.binding && obligation.matching().is_none_or(Matching::is_empty)
            })
        };
        let is_forbidden = |party: &PartyId| {
            terms.may_do(*party, act)
                && prohibitions().any(|id| {
                    let counted = count(terms, self, *id, *party, 1, &[]);
                    counted.is_some_and(|(_, is_past)| is_past)
                })
        };
        terms.parties.keys().filter(is_forbidden).collect()
    }
}

/// How much a prohibition has counted within the stretch that ends now.
fn counted_lately(abstention: &Abstention, state: &State, id: ObligationId) -> u64 {
    let lately =
        state.stretches[id].iter().filter(|(at, _)| counts_at(abstention, *at, state.clock));
    lately.fold(0, |sum, (_, quantity)| sum.saturating_add(*quantity))
}

/// Whether what was done at an instant still counts: within any stretch of the duration.
fn counts_at(abstention: &Abstention, done: Instant, now: Instant) -> bool {
    match abstention.reach {
        Reach::InAny(span) => done.after(span).is_none_or(|end| now < end),
        Reach::InAll | Reach::Per(_) => true,
    }
}

/// Remembers what was counted now, as far as it can matter: what lies so long ago that later acts alone
/// pass the limit is forgotten, and so is what lies before the stretch.
pub(super) fn remember(
    abstention: &Abstention,
    stretch: &mut Vec<(Instant, u64)>,
    now: Instant,
    quantity: u64,
    beyond: u64,
) {
    if !matches!(abstention.reach, Reach::InAny(_)) {
        return;
    }
    stretch.push((now, quantity));
    let mut later = 0_u64;
    let mut first = stretch.len();
    for (place, (at, quantity)) in stretch.iter().enumerate().rev() {
        if later > beyond || !counts_at(abstention, *at, now) {
            break;
        }
        later = later.saturating_add(*quantity);
        first = place;
    }
    stretch.drain(..first);
}
