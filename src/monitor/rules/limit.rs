//! What doing more comes to against the limit of a prohibition ([SEMANTICS.md, section 5](crate::guide::law#5-events)).

use crate::event::ToldValue;
use crate::names::{ActId, CalendarId, ObligationId, PartyId, ToldId};
use crate::terms::{Abstention, Duty, Matching, Reach, Terms};
use crate::time::Instant;
use crate::time::calendar::Term;

use super::count::{Count, present};
use super::scope::{At, Scope, Scopes, SubjectId};
use super::state::State;
use super::told::matches_event;

/// What a prohibition counts once this much more is done, and whether that is past its limit; none
/// where it is not in force, not this actor's, or about what told otherwise.
pub(crate) fn count(
    terms: &Terms,
    state: &State,
    at: At<ObligationId>,
    actor: PartyId,
    quantity: u64,
    told: &[(ToldId, ToldValue)],
) -> Option<(Count, bool)> {
    let tracked = &state[at];
    let Duty::Refrain(abstention) = &terms.obligations[at.id].duty else {
        return None;
    };
    let is_about = tracked.prohibits()
        && state.acts_for_debtor(terms, actor, at)
        && matches_event(&abstention.matching, told);
    if !is_about {
        return None;
    }
    let beyond = tracked.figure?;
    let mut count = present(terms, abstention, tracked.count, state.clock);
    if let Reach::InAny(_) = abstention.reach {
        count.done = counted_lately(terms, abstention, state, at);
    }
    // What is done now counts as all else does: not where its calendar can't reckon the stretch.
    let quantity =
        if counts_at(terms, abstention, state.clock, state.clock) { quantity } else { 0 };
    // Sums stop at the largest number, so nothing is past a limit that is it.
    let done = count.done.saturating_add(quantity);
    let is_past = done > beyond;
    // However far past the limit, it is past it.
    count.done = done.min(beyond.saturating_add(1));
    Some((count, is_past))
}

impl State {
    /// The prohibitions that count an act of a scope, in the scopes in which they do: a prohibition of a kind
    /// of periods counts what is done while its period lasts, to whichever period it goes.
    pub(crate) fn prohibitions(
        &self,
        terms: &Terms,
        act: At<ActId>,
    ) -> impl Iterator<Item = At<ObligationId>> {
        let graph = &terms.graph;
        graph.acts[act.id].prohibited_by.iter().flat_map(move |id| {
            let kind = act.scope.kind().filter(|_| graph.obligations[*id].of.is_some());
            let scopes = match kind.filter(|kind| terms.kinds[*kind].terms.is_of_periods()) {
                None => self.living_seeing(graph.obligations[*id].of, act.scope),
                Some(kind) => {
                    let place = self.period_of(terms, kind, self.clock);
                    Scopes::One(place.map(|place| Scope::Subject(SubjectId { kind, place })))
                }
            };
            scopes.map(move |scope| scope.at(graph, *id))
        })
    }

    /// The parties that act for one of those who may do an act, and whom a binding prohibition in force
    /// leaves no room for one more, whatever it would tell.
    pub(crate) fn forbidden(&self, terms: &Terms, act: At<ActId>) -> Vec<PartyId> {
        let binding: Vec<At<ObligationId>> = self
            .prohibitions(terms, act)
            .filter(|at| {
                let obligation = &terms.obligations[at.id];
                obligation.binding && obligation.matching().is_none_or(Matching::is_empty)
            })
            .collect();
        let is_forbidden = |party: &PartyId| {
            self.may_do(terms, *party, act)
                && binding.iter().any(|at| {
                    let counted = count(terms, self, *at, *party, 1, &[]);
                    counted.is_some_and(|(_, is_past)| is_past)
                })
        };
        terms.parties.keys().filter(is_forbidden).collect()
    }

    /// Whether a party acts for one of those who may do an act in its scope.
    pub(crate) fn may_do(&self, terms: &Terms, actor: PartyId, act: At<ActId>) -> bool {
        let each = self.each(terms, act.scope);
        terms.may_do(actor, act.id) || (each.is_some() && terms.may_do_as_each(actor, act.id, each))
    }
}

/// How much a prohibition has counted within the stretch that ends now.
fn counted_lately(
    terms: &Terms,
    abstention: &Abstention,
    state: &State,
    at: At<ObligationId>,
) -> u64 {
    let counts = |done: Instant| counts_at(terms, abstention, done, state.clock);
    let lately = state.stretch(at).iter().filter(|(done, _)| counts(*done));
    lately.fold(0, |sum, (_, quantity)| sum.saturating_add(*quantity))
}

/// Whether what was done at an instant still counts: within any stretch of the duration.
fn counts_at(terms: &Terms, abstention: &Abstention, done: Instant, now: Instant) -> bool {
    match &abstention.reach {
        Reach::InAny(term) => lasts(terms, term, done, now),
        Reach::InAll | Reach::Per(_) => true,
    }
}

/// Whether a stretch that began at an instant is not over. One that ends past the end of time goes on; one
/// whose end its calendar can't reckon is over.
pub(super) fn lasts(terms: &Terms, term: &Term<CalendarId>, began: Instant, now: Instant) -> bool {
    match terms.term(term).after(began) {
        Ok(end) => now < end,
        Err(_) => term.calendar().is_none(),
    }
}

/// Remembers what was counted now, as far as it can matter: what lies so long ago that later acts alone
/// pass the limit is forgotten, and so is what lies before the stretch; nothing is where another agreement may
/// count otherwise.
pub(super) fn remember(
    terms: &Terms,
    abstention: &Abstention,
    stretch: &mut Vec<(Instant, u64)>,
    now: Instant,
    quantity: u64,
    beyond: u64,
) {
    if terms.graph.may_change {
        return stretch.push((now, quantity));
    }
    if !matches!(abstention.reach, Reach::InAny(_)) {
        return;
    }
    stretch.push((now, quantity));
    let mut later = 0_u64;
    let mut first = stretch.len();
    for (place, (at, quantity)) in stretch.iter().enumerate().rev() {
        if later > beyond || !counts_at(terms, abstention, *at, now) {
            break;
        }
        later = later.saturating_add(*quantity);
        first = place;
    }
    stretch.drain(..first);
}
