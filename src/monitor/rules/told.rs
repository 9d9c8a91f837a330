//! What is told in a run, and what it comes to (SEMANTICS.md, section 9).

use crate::event::ToldValue;
use crate::names::{PartyId, Table, ToldId};
use crate::terms::{Bound, Figure, Match, Matching, Moment, Shift, ToldName, Who};
use crate::time::Instant;

/// The values told last, by name.
pub(super) type Told = Table<ToldId, Option<ToldValue>>;

/// Whether an event that told this matches.
pub(super) fn matches_event(matching: &Matching, told: &[(ToldId, ToldValue)]) -> bool {
    matches(matching, |name| told.iter().find(|(told, _)| *told == name).map(|(_, value)| value))
}

/// Whether what was told last matches; where something named has not been told, it does not.
pub(super) fn matches_last(matching: &Matching, told: &Told) -> bool {
    matches(matching, |name| told[name].as_ref())
}

fn matches<'a>(matching: &Matching, told: impl Fn(ToldId) -> Option<&'a ToldValue>) -> bool {
    matching.iter().all(|(name, wanted)| match name {
        ToldName::Told(name) => told(*name).is_some_and(|value| fits(value, wanted)),
        ToldName::Start => false,
    })
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
pub(super) fn moment(moment: &Moment, start: Option<Instant>, told: &Told) -> Option<Instant> {
    match moment {
        Moment::At(instant) => Some(*instant),
        Moment::Told { name, shift } => {
            let instant = match name {
                ToldName::Start => start?,
                ToldName::Told(name) => match told[*name] {
                    Some(ToldValue::Instant(instant)) => instant,
                    _ => return None,
                },
            };
            shift.map_or(Some(instant), |shift: Shift| shift.from(instant))
        }
    }
}

/// Whether an instant stands in the agreement or has been told, be it that what it comes to lies past
/// the end of time.
pub(super) fn is_told(moment: &Moment, start: Option<Instant>, told: &Told) -> bool {
    match moment {
        Moment::At(_) => true,
        Moment::Told { name: ToldName::Start, .. } => start.is_some(),
        Moment::Told { name: ToldName::Told(name), .. } => {
            matches!(told[*name], Some(ToldValue::Instant(_)))
        }
    }
}

/// The figure that stands in the agreement, or a share of the one that was told last.
pub(super) fn figure(figure: &Figure, told: &Told) -> Option<u64> {
    match figure {
        Figure::Written(written) => Some(written.whole()),
        Figure::Told { name: ToldName::Told(name), share } => match told[*name] {
            Some(ToldValue::Quantity(quantity)) => Some(share.of(quantity.whole())),
            _ => None,
        },
        Figure::Told { name: ToldName::Start, .. } => None,
    }
}

/// The party that stands in the agreement, or that was told last.
pub(super) fn party(who: &Who, told: &Told) -> Option<PartyId> {
    match who {
        Who::Named(party) => Some(*party),
        Who::Told(ToldName::Told(name)) => match told[*name] {
            Some(ToldValue::Party(party)) => Some(party),
            _ => None,
        },
        Who::Told(ToldName::Start) => None,
    }
}
