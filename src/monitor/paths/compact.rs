//! A run on a path: the number of its place, and its registers.

use std::ops::{Index, IndexMut};

use crate::names::Table;
use crate::time::Instant;

use super::layout::{InstantSlot, NumberSlot};

/// A run, as small as it can be kept.
#[derive(Clone, Debug)]
pub(in crate::monitor) struct Compact {
    pub(super) place: u32,
    pub(in crate::monitor) clock: Instant,
    /// When the next timer fires.
    pub(in crate::monitor) next: Option<Instant>,
    pub(super) numbers: Numbers,
    pub(super) instants: Table<InstantSlot, Option<Instant>>,
}

/// The numbers of a run, by their slots. A single one takes no memory of its own: a log has many
/// runs.
///
/// INVARIANT: there are as many as the layout has slots, from which all slots come; one counts as
/// [`Numbers::One`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    One(u64),
    Many(Table<NumberSlot, u64>),
}

impl Numbers {
    /// So many, all 0.
    pub(super) fn zero(count: usize) -> Self {
        match count {
            1 => Self::One(0),
            count => Self::Many((0..count).map(|_| 0).collect()),
        }
    }
}

impl Index<NumberSlot> for Numbers {
    type Output = u64;

    #[inline]
    fn index(&self, slot: NumberSlot) -> &u64 {
        match self {
            Self::One(number) => number,
            Self::Many(numbers) => &numbers[slot],
        }
    }
}

impl IndexMut<NumberSlot> for Numbers {
    #[inline]
    fn index_mut(&mut self, slot: NumberSlot) -> &mut u64 {
        match self {
            Self::One(number) => number,
            Self::Many(numbers) => &mut numbers[slot],
        }
    }
}

impl Compact {
    /// Whether any instant is kept.
    #[inline]
    pub(in crate::monitor) fn is_timed(&self) -> bool {
        self.instants.values().next().is_some_and(Option::is_some)
    }

    /// Whether the clock can move to this instant with no timer firing: on the way there, or there.
    #[inline]
    pub(in crate::monitor) fn is_still_at(&self, time: &Instant) -> bool {
        self.clock <= *time && self.next.is_none_or(|next| *time < next)
    }
}
