//! A run as the automaton keeps it: where it stands, and its registers.

use crate::names::{Key, Table};
use crate::time::Instant;

use super::register::{InstantRegister, NumberRegister, RegisterLayout};

/// A run, as small as it can be kept.
///
/// INVARIANT: it has a register for each register of its layout, from which all slots come.
#[derive(Clone, Debug)]
pub(in crate::monitor) enum CompactRun {
    /// A few registers are kept in place: a log has many runs, and waits for each piece of memory
    /// that one of them takes. Those that the layout has no register for are never written.
    Few { position: Position, numbers: [u64; NUMBERS], instants: [Option<Instant>; INSTANTS] },
    Many {
        position: Position,
        numbers: Table<NumberRegister, u64>,
        instants: Table<InstantRegister, Option<Instant>>,
    },
}

/// Where a run stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) struct Position {
    /// The number of its location.
    pub(super) location: u32,
    pub(in crate::monitor) clock: Instant,
    /// When the next timer fires.
    pub(in crate::monitor) next: Option<Instant>,
}

/// As many as the settlement of 1962 has, as it was proposed.
const NUMBERS: usize = 1;
const INSTANTS: usize = 4;

impl CompactRun {
    /// A run with nothing in its registers.
    pub(super) fn new(layout: &RegisterLayout, position: Position) -> Self {
        if layout.numbers <= NUMBERS && layout.instants <= INSTANTS {
            return Self::Few { position, numbers: [0; NUMBERS], instants: [None; INSTANTS] };
        }
        let numbers = (0..layout.numbers).map(|_| 0).collect();
        let instants = (0..layout.instants).map(|_| None).collect();
        Self::Many { position, numbers, instants }
    }

    #[inline]
    pub(in crate::monitor) fn position(&self) -> &Position {
        match self {
            Self::Few { position, .. } | Self::Many { position, .. } => position,
        }
    }

    #[inline]
    pub(in crate::monitor) fn position_mut(&mut self) -> &mut Position {
        match self {
            Self::Few { position, .. } | Self::Many { position, .. } => position,
        }
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the invariant of compact runs")]
    pub(super) fn number(&self, register: NumberRegister) -> u64 {
        match self {
            Self::Few { numbers, .. } => numbers[register.place()],
            Self::Many { numbers, .. } => numbers[register],
        }
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the invariant of compact runs")]
    pub(super) fn number_mut(&mut self, register: NumberRegister) -> &mut u64 {
        match self {
            Self::Few { numbers, .. } => &mut numbers[register.place()],
            Self::Many { numbers, .. } => &mut numbers[register],
        }
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the invariant of compact runs")]
    pub(super) fn instant(&self, register: InstantRegister) -> Option<Instant> {
        match self {
            Self::Few { instants, .. } => instants[register.place()],
            Self::Many { instants, .. } => instants[register],
        }
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the invariant of compact runs")]
    pub(super) fn instant_mut(&mut self, register: InstantRegister) -> &mut Option<Instant> {
        match self {
            Self::Few { instants, .. } => &mut instants[register.place()],
            Self::Many { instants, .. } => &mut instants[register],
        }
    }

    /// Whether the clock can move to this instant with no timer firing: on the way there, or there.
    #[inline]
    pub(in crate::monitor) fn is_still_at(&self, time: &Instant) -> bool {
        let Position { clock, next, .. } = self.position();
        *clock <= *time && next.is_none_or(|next| *time < next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Reading};

    #[test]
    fn each_register_has_its_own_value_however_many_there_are() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut layout = RegisterLayout::of(agreement.terms());
        let at = |place: u32| Some(Instant::literal(2026, 1, 1, place, 0));
        for (count, others) in (0..9_u32).flat_map(|count| [(count, 0), (count, 1), (0, count)]) {
            (layout.numbers, layout.instants) = (others as usize, count as usize);
            let position = Position { location: 7, clock: Instant::FIRST, next: at(0) };
            let mut run = CompactRun::new(&layout, position);
            let is_few = count <= 4 && others <= 1;
            assert_eq!(matches!(run, CompactRun::Few { .. }), is_few, "{count} {others}");
            let (instants, sums) = (InstantRegister::at, NumberRegister::at);
            assert!((0..count).all(|place| run.instant(instants(place)).is_none()));
            assert!((0..others).all(|place| run.number(sums(place)) == 0));
            for place in 0..count {
                *run.instant_mut(instants(place)) = at(place);
            }
            for place in 0..others {
                *run.number_mut(sums(place)) = 10 + u64::from(place);
            }
            assert!((0..count).all(|place| run.instant(instants(place)) == at(place)));
            assert!((0..others).all(|place| run.number(sums(place)) == 10 + u64::from(place)));
            run.position_mut().location = 8;
            assert_eq!((run.position().location, run.position().next), (8, at(0)));
        }
    }

    #[test]
    fn a_run_of_the_settlement_is_kept_in_place() {
        for reading in [Reading::Verified, Reading::Established] {
            let agreement = cuba::agreement(reading).unwrap();
            let layout = RegisterLayout::of(agreement.terms());
            assert_eq!((layout.numbers, layout.instants), (NUMBERS, INSTANTS));
        }
    }
}
