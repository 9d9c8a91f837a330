//! The locations of an automaton by their number: a table that grows without moving what is in it.

use std::sync::OnceLock;

use super::budget::Budget;
use super::location::{Facts, Location};

/// The most locations that an automaton has.
pub(super) const MOST: u32 = 4_096;

/// So many are in the first piece, and in the second; each after that has twice as many as the one before.
const FIRST: u32 = 32;

/// What is known of a location is written once and never moves: whoever reads needs no lock.
#[derive(Debug)]
pub(super) struct Locations {
    /// Most agreements come to few locations: these are found at once.
    first: Box<[Location]>,
    /// The other pieces, which are made as they are needed.
    others: [OnceLock<Box<[Location]>>; 7],
}

/// Where a location is in the table, in one number: its piece and its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::monitor) struct Seat(u32);

impl Locations {
    /// None yet; if there are to be none, or there is no room for the first piece, there never are any.
    pub(super) fn new(budget: &Budget, are_to_be: bool) -> Self {
        let bytes = (FIRST as usize).saturating_mul(size_of::<Location>());
        let first = if are_to_be && budget.afford(bytes).is_some() { FIRST } else { 0 };
        Self {
            first: (0..first).map(|_| Location::default()).collect(),
            others: Default::default(),
        }
    }

    #[inline]
    pub(super) fn get(&self, seat: Seat) -> Option<&Location> {
        match self.first.get(seat.0 as usize) {
            None => self.others.get(seat.other_piece()?)?.get()?.get(seat.place()),
            first => first,
        }
    }

    /// Makes the location of a number that none has yet; `None` if there is no room for it.
    pub(super) fn put(&self, number: u32, facts: Facts, budget: &Budget) -> Option<Seat> {
        let seat = Seat::of(number);
        let places = match seat.other_piece() {
            None => &self.first,
            Some(piece) => {
                let piece = self.others.get(piece).filter(|_| number < MOST)?;
                let length = FIRST.checked_shl(u32::try_from(seat.other_piece()?).ok()?)? as usize;
                if piece.get().is_none() {
                    budget.afford(length.checked_mul(size_of::<Location>())?)?;
                }
                piece.get_or_init(|| (0..length).map(|_| Location::default()).collect())
            }
        };
        budget.afford(facts.weight())?;
        places.get(seat.place())?.facts.set(Box::new(facts)).ok()?;
        Some(seat)
    }

    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = &Location> {
        (0..MOST)
            .map_while(|number| self.get(Seat::of(number)))
            .filter(|it| it.facts.get().is_some())
    }
}

impl Seat {
    /// Of the first location.
    pub(super) const FIRST: Self = Self(0);

    const PLACE_BITS: u32 = MOST.ilog2();

    fn of(number: u32) -> Self {
        // A piece but the first begins at a power of two.
        match number.checked_ilog2().and_then(|log| log.checked_sub(FIRST.ilog2())) {
            None => Self(number),
            Some(piece) => {
                let (begin, piece) = (FIRST.wrapping_shl(piece), piece.wrapping_add(1));
                Self(piece.wrapping_shl(Self::PLACE_BITS) | number.wrapping_sub(begin))
            }
        }
    }

    /// The number of its piece among those after the first; `None` if it is in the first.
    #[inline]
    fn other_piece(self) -> Option<usize> {
        (self.0.wrapping_shr(Self::PLACE_BITS) as usize).checked_sub(1)
    }

    #[inline]
    fn place(self) -> usize {
        (self.0 & MOST.wrapping_sub(1)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_a_seat_of_its_own_in_a_piece_that_is_full() {
        let mut expected = (None, 0);
        for number in 0..MOST {
            let seat = Seat::of(number);
            assert_eq!((seat.other_piece(), seat.place()), expected, "{number}");
            expected.1 += 1;
            let length = FIRST << expected.0.unwrap_or(0);
            if expected.1 == length as usize {
                expected = (Some(expected.0.map_or(0, |piece| piece + 1)), 0);
            }
        }
        assert_eq!(expected, (Some(7), 0), "all pieces are full");
    }
}
