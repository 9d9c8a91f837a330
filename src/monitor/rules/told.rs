//! What is told in a run, and what it comes to (SEMANTICS.md, section 9).

use std::borrow::Cow;

use crate::event::ToldValue;
use crate::names::{PartyId, ToldId};
use crate::terms::{Bound, Figure, Match, Matching, Moment, ToldName, Who};
use crate::time::Instant;
use crate::time::calendar::Reckoned;

use super::state::ScopeView;

/// Whether an event that told this matches.
pub(super) fn matches_event(matching: &Matching, told: &[(ToldId, ToldValue)]) -> bool {
    matches(matching, |name| {
        let found = told.iter().find(|(told, _)| Some(told) == name.told());
        found.map(|(_, value)| Cow::Borrowed(value))
    })
}

/// Whether what was told last matches; where something named has not been told, it does not.
pub(super) fn matches_last(matching: &Matching, scope: &ScopeView<'_>) -> bool {
    matches(matching, |name| scope.told(name))
}

fn matches<'a>(
    matching: &Matching,
    told: impl Fn(&ToldName) -> Option<Cow<'a, ToldValue>>,
) -> bool {
    matching.iter().all(|(name, wanted)| told(name).is_some_and(|value| fits(&value, wanted)))
}

/// Whether a value is what is wanted: one of the words, or within the bounds, which are included.
fn fits(value: &ToldValue, wanted: &Match) -> bool {
    match (value, wanted) {
        (ToldValue::Word(word), Match::Words(words)) => words.contains(word),
        (ToldValue::Quantity(told), Match::Bounds { at_least, at_most }) => {
            let figure = |bound: &Option<Bound>| match bound {
                Some(Bound::Quantity(figure)) => Some(figure.whole()),
                _ => None,
            };
            is_within(told.whole(), figure(at_least), figure(at_most))
        }
        (ToldValue::Instant(told), Match::Bounds { at_least, at_most }) => {
            let instant = |bound: &Option<Bound>| match bound {
                Some(Bound::Instant(instant)) => Some(*instant),
                _ => None,
            };
            is_within(*told, instant(at_least), instant(at_most))
        }
        _ => false,
    }
}

fn is_within<T: Ord>(told: T, at_least: Option<T>, at_most: Option<T>) -> bool {
    at_least.is_none_or(|bound| told >= bound) && at_most.is_none_or(|bound| told <= bound)
}

/// The instant that stands in the agreement, or that was told last.
pub(super) fn moment(moment: &Moment, scope: &ScopeView<'_>) -> Option<Instant> {
    reckoned(moment, scope)?.ok()
}

/// The same, or why it can't be reckoned; none where it has not been told.
pub(super) fn reckoned(moment: &Moment, scope: &ScopeView<'_>) -> Option<Reckoned> {
    match moment {
        Moment::At(instant) => Some(Ok(*instant)),
        Moment::Day { instant, .. } => instant.map(Ok),
        Moment::Told { name, shift } => {
            let instant = told_instant(name, scope)?;
            Some(shift.as_ref().map_or(Ok(instant), |shift| shift.from(scope.terms, instant)))
        }
    }
}

fn told_instant(name: &ToldName, scope: &ScopeView<'_>) -> Option<Instant> {
    match scope.told(name).as_deref() {
        Some(ToldValue::Instant(instant)) => Some(*instant),
        _ => None,
    }
}

/// The figure that stands in the agreement, or a share of the one that was told last.
pub(super) fn figure(figure: &Figure, scope: &ScopeView<'_>) -> Option<u64> {
    match figure {
        Figure::Written(written) => Some(written.whole()),
        Figure::Told { name, share } => match scope.told(name).as_deref() {
            Some(ToldValue::Quantity(quantity)) => Some(share.of(quantity.whole())),
            _ => None,
        },
    }
}

/// The party that stands in the agreement, that was told last, or that the subject is.
pub(super) fn party(who: &Who, scope: &ScopeView<'_>) -> Option<PartyId> {
    match who {
        Who::Named(party) => Some(*party),
        Who::Told(name) => match scope.told(name).as_deref() {
            Some(ToldValue::Party(party)) => Some(*party),
            _ => None,
        },
        Who::Each => scope.each(),
    }
}
