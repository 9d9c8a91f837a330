//! The locations of an automaton by their number: a table that grows without moving what is in it.

use std::sync::OnceLock;

use super::budget::Budget;
use super::location::Location;

/// The most locations that an automaton has.
pub(super) const MOST: u32 = 4_096;

/// So many are in the first piece; each piece after the second has twice as many as the one before.
const FIRST: u32 = 32;

/// A location is written once and never moves: whoever reads needs no lock. The pieces are made as they
/// are needed, for most agreements come to few locations.
#[derive(Debug, Default)]
pub(super) struct Locations {
    pieces: [OnceLock<Box<[OnceLock<Location>]>>; 8],
}

impl Locations {
    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<&Location> {
        let (piece, place) = seat(number);
        self.pieces.get(piece)?.get()?.get(place)?.get()
    }

    /// Puts in a location of a number that none has yet; `None` if there is no room for it.
    pub(super) fn put(&self, number: u32, location: Location, budget: &Budget) -> Option<()> {
        let (piece, place) = seat(number);
        let piece = self.pieces.get(piece).filter(|_| number < MOST)?;
        if piece.get().is_none() {
            budget.afford(length(number).checked_mul(size_of::<OnceLock<Location>>())?)?;
        }
        budget.afford(location.weight())?;
        let places = piece.get_or_init(|| (0..length(number)).map(|_| OnceLock::new()).collect());
        places.get(place)?.set(location).ok()
    }

    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = &Location> {
        (0..MOST).map_while(|number| self.get(number))
    }
}

/// In which piece a number is, and where in it.
#[inline]
fn seat(number: u32) -> (usize, usize) {
    // A piece but the first begins at a power of two.
    match number.checked_ilog2().and_then(|log| log.checked_sub(FIRST.ilog2())) {
        None => (0, number as usize),
        Some(piece) => {
            let begin = FIRST.wrapping_shl(piece);
            (piece.wrapping_add(1) as usize, number.wrapping_sub(begin) as usize)
        }
    }
}

/// How many are in the piece of a number.
fn length(number: u32) -> usize {
    let begin = number.checked_ilog2().map_or(0, |log| 1_u32.wrapping_shl(log));
    begin.max(FIRST) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_a_seat_of_its_own_in_a_piece_that_is_full() {
        let mut expected = (0, 0);
        for number in 0..MOST {
            assert_eq!(seat(number), expected, "{number}");
            expected.1 += 1;
            if expected.1 == length(number) {
                expected = (expected.0 + 1, 0);
            }
        }
        assert_eq!(expected, (8, 0), "all pieces are full");
    }
}
