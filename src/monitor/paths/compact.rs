//! A run on a path: where it stands, and its registers.

use crate::names::{Key, Table};
use crate::time::Instant;

use super::layout::{InstantSlot, Layout, NumberSlot};

/// A run, as small as it can be kept.
///
/// INVARIANT: it has a register for each slot of its layout, from which all slots come.
#[derive(Clone, Debug)]
pub(in crate::monitor) enum Compact {
    /// A few registers are kept in place: a log has many runs, and waits for each piece of memory
    /// that one of them takes. Those that the layout has no slot for are never written.
    Few { standing: Standing, numbers: [u64; NUMBERS], instants: [Option<Instant>; INSTANTS] },
    Many {
        standing: Standing,
        numbers: Table<NumberSlot, u64>,
        instants: Table<InstantSlot, Option<Instant>>,
    },
}

/// Where a run stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) struct Standing {
    /// The number of its place.
    pub(super) place: u32,
    pub(in crate::monitor) clock: Instant,
    /// When the next timer fires.
    pub(in crate::monitor) next: Option<Instant>,
}

/// As many as the settlement of 1962 has, as it was proposed.
const NUMBERS: usize = 1;
const INSTANTS: usize = 4;

impl Compact {
    /// A run with nothing in its registers.
    pub(super) fn new(layout: &Layout, standing: Standing) -> Self {
        if layout.numbers <= NUMBERS && layout.instants <= INSTANTS {
            return Self::Few { standing, numbers: [0; NUMBERS], instants: [None; INSTANTS] };
        }
        let numbers = (0..layout.numbers).map(|_| 0).collect();
        let instants = (0..layout.instants).map(|_| None).collect();
        Self::Many { standing, numbers, instants }
    }

    #[inline]
    pub(in crate::monitor) fn standing(&self) -> &Standing {
        match self {
            Self::Few { standing, .. } | Self::Many { standing, .. } => standing,
        }
    }

    #[inline]
    pub(in crate::monitor) fn standing_mut(&mut self) -> &mut Standing {
        match self {
            Self::Few { standing, .. } | Self::Many { standing, .. } => standing,
        }
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the invariant of compact runs")]
    pub(super) fn number(&self, slot: NumberSlot) -> u64 {
        match self {
            Self::Few { numbers, .. } => numbers[slot.place()],
            Self::Many { numbers, .. } => numbers[slot],
        }
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the invariant of compact runs")]
    pub(super) fn number_mut(&mut self, slot: NumberSlot) -> &mut u64 {
        match self {
            Self::Few { numbers, .. } => &mut numbers[slot.place()],
            Self::Many { numbers, .. } => &mut numbers[slot],
        }
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the invariant of compact runs")]
    pub(super) fn instant(&self, slot: InstantSlot) -> Option<Instant> {
        match self {
            Self::Few { instants, .. } => instants[slot.place()],
            Self::Many { instants, .. } => instants[slot],
        }
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the invariant of compact runs")]
    pub(super) fn instant_mut(&mut self, slot: InstantSlot) -> &mut Option<Instant> {
        match self {
            Self::Few { instants, .. } => &mut instants[slot.place()],
            Self::Many { instants, .. } => &mut instants[slot],
        }
    }

    /// Whether the clock can move to this instant with no timer firing: on the way there, or there.
    #[inline]
    pub(in crate::monitor) fn is_still_at(&self, time: &Instant) -> bool {
        let Standing { clock, next, .. } = self.standing();
        *clock <= *time && next.is_none_or(|next| *time < next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Reading};

    #[test]
    fn each_slot_has_its_own_value_however_many_there_are() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut layout = Layout::of(agreement.terms()).unwrap();
        let at = |place: u32| Some(Instant::literal(2026, 1, 1, place, 0));
        for (count, others) in (0..9_u32).flat_map(|count| [(count, 0), (count, 1), (0, count)]) {
            (layout.numbers, layout.instants) = (others as usize, count as usize);
            let standing = Standing { place: 7, clock: Instant::FIRST, next: at(0) };
            let mut run = Compact::new(&layout, standing);
            let is_few = count <= 4 && others <= 1;
            assert_eq!(matches!(run, Compact::Few { .. }), is_few, "{count} {others}");
            let (slots, sums) = (InstantSlot::at, NumberSlot::at);
            assert!((0..count).all(|place| run.instant(slots(place)).is_none()));
            assert!((0..others).all(|place| run.number(sums(place)) == 0));
            for place in 0..count {
                *run.instant_mut(slots(place)) = at(place);
            }
            for place in 0..others {
                *run.number_mut(sums(place)) = 10 + u64::from(place);
            }
            assert!((0..count).all(|place| run.instant(slots(place)) == at(place)));
            assert!((0..others).all(|place| run.number(sums(place)) == 10 + u64::from(place)));
            run.standing_mut().place = 8;
            assert_eq!((run.standing().place, run.standing().next), (8, at(0)));
        }
    }

    #[test]
    fn a_run_of_the_settlement_is_kept_in_place() {
        for reading in [Reading::Verified, Reading::Established] {
            let agreement = cuba::agreement(reading).unwrap();
            let layout = Layout::of(agreement.terms()).unwrap();
            assert_eq!((layout.numbers, layout.instants), (NUMBERS, INSTANTS));
        }
    }
}
