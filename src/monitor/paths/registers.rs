//! What a run keeps in registers. A few are kept in place: a log has many runs, and waits for each
//! piece of memory that one of them takes.

use std::ops::{Index, IndexMut};

use crate::names::{Key, Table};
use crate::time::Instant;

use super::layout::{InstantSlot, NumberSlot};

/// The numbers of a run.
pub(super) type Numbers = Registers<NumberSlot, u64, 1>;

/// The instants of a run.
pub(super) type Instants = Registers<InstantSlot, Option<Instant>, 6>;

/// Values by their slots.
///
/// INVARIANT: there are as many as the layout has slots, from which all slots come; up to `FEW` they
/// are in place, and what is left of that is never written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Registers<K, T, const FEW: usize> {
    Few([T; FEW]),
    Many(Table<K, T>),
}

impl<K: Key, T: Copy + Default, const FEW: usize> Registers<K, T, FEW> {
    /// So many, with nothing in them.
    pub(super) fn empty(count: usize) -> Self {
        if count <= FEW {
            Self::Few([T::default(); FEW])
        } else {
            Self::Many((0..count).map(|_| T::default()).collect())
        }
    }

    /// The first, or nothing if there is none.
    #[inline]
    pub(super) fn first(&self) -> T {
        let first = match self {
            Self::Few(values) => values.first(),
            Self::Many(values) => values.values().next(),
        };
        first.copied().unwrap_or_default()
    }
}

impl<K: Key, T, const FEW: usize> Index<K> for Registers<K, T, FEW> {
    type Output = T;

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the invariant of registers")]
    fn index(&self, slot: K) -> &T {
        match self {
            Self::Few(values) => &values[slot.place()],
            Self::Many(values) => &values[slot],
        }
    }
}

impl<K: Key, T, const FEW: usize> IndexMut<K> for Registers<K, T, FEW> {
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the invariant of registers")]
    fn index_mut(&mut self, slot: K) -> &mut T {
        match self {
            Self::Few(values) => &mut values[slot.place()],
            Self::Many(values) => &mut values[slot],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_slot_has_its_own_value_however_many_there_are() {
        for count in 0..9_u32 {
            let mut instants = Instants::empty(count as usize);
            assert_eq!(instants.first(), None);
            let at = |place: u32| Some(Instant::literal(2026, 1, 1, place, 0));
            for place in 0..count {
                instants[InstantSlot::at(place)] = at(place);
            }
            for place in 0..count {
                assert_eq!(instants[InstantSlot::at(place)], at(place));
            }
            assert_eq!(instants.first(), at(0).filter(|_| count > 0));
            assert_eq!(matches!(instants, Registers::Few(_)), count <= 6);
        }
    }
}
