//! The roll of the cases of a log: from a case's name to its number.

/// Numbers by the hashes of names. It holds no names: whoever asks compares them.
///
/// Each slot keeps the part of the hash that says where it belongs, so that a slot of another name
/// is passed over without a look at that name, and a longer roll is made of this one alone.
#[derive(Clone, Debug)]
pub(super) struct Roll {
    /// As many as a power of two, at most half of them taken; 0 is free. A slot has its hash's
    /// highest bits, and the number, counted from 1, below them.
    slots: Box<[u64]>,
    numbers: usize,
}

/// How many bits of a slot hold the number: more cases than any memory holds.
const NUMBER_BITS: u32 = 36;
const NUMBER: u64 = (1 << NUMBER_BITS) - 1;

impl Roll {
    pub(super) fn new() -> Self {
        Self { slots: [0; 16].into(), numbers: 0 }
    }

    /// The number of the name that has this hash and of which `is_it` says so.
    #[inline]
    pub(super) fn find(&self, hash: u64, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        for place in places(hash, self.slots.len()) {
            let slot = self.slots.get(place).copied().filter(|slot| *slot != 0)?;
            if (slot ^ hash) & !NUMBER == 0 {
                let number = usize::try_from((slot & NUMBER).saturating_sub(1)).ok()?;
                if is_it(number) {
                    return Some(number);
                }
            }
        }
        None
    }

    /// The slot where a search for this hash begins.
    #[inline]
    pub(super) fn begin(&self, hash: u64) -> u64 {
        self.slots.get(home(hash, self.slots.len())).copied().unwrap_or_default()
    }

    /// Gives the next number to a name of this hash.
    pub(super) fn enter(&mut self, hash: u64) -> usize {
        let number = self.numbers;
        self.numbers = number.saturating_add(1);
        if self.numbers > self.slots.len() / 2 {
            let longer = vec![0; self.slots.len().saturating_mul(2)].into();
            for slot in std::mem::replace(&mut self.slots, longer) {
                if slot != 0 {
                    self.put(slot);
                }
            }
        }
        let counted = u64::try_from(self.numbers).unwrap_or(NUMBER).min(NUMBER);
        self.put((hash & !NUMBER) | counted);
        number
    }

    fn put(&mut self, taken: u64) {
        for place in places(taken, self.slots.len()) {
            if let Some(slot @ 0) = self.slots.get_mut(place) {
                *slot = taken;
                return;
            }
        }
    }
}

/// Every place, from the one that a hash asks for on.
#[inline]
fn places(hash: u64, length: usize) -> impl Iterator<Item = usize> {
    let home = home(hash, length);
    let mask = length.wrapping_sub(1);
    (0..length).map(move |step| home.wrapping_add(step) & mask)
}

/// The place that a hash asks for: its highest bits, spread over the whole length.
#[inline]
fn home(hash: u64, length: usize) -> usize {
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    // The length has no more bits than a number: nothing wraps.
    let place = (hash >> NUMBER_BITS).wrapping_mul(length) >> (u64::BITS - NUMBER_BITS);
    usize::try_from(place).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_even_where_all_hashes_are_one() {
        for spread in [0, 1, 1 << 20, 1 << 36, 1 << 60, 0x9e37_79b9_7f4a_7c15, u64::MAX] {
            let hash = |name: usize| (name as u64).wrapping_mul(spread);
            let mut roll = Roll::new();
            for name in 0..300 {
                assert_eq!(roll.find(hash(name), |number| number == name), None);
                assert_eq!(roll.enter(hash(name)), name);
            }
            for name in 0..300 {
                assert_eq!(roll.find(hash(name), |number| number == name), Some(name));
            }
        }
    }

    #[test]
    fn a_search_begins_where_a_name_belongs() {
        let (mut roll, hash) = (Roll::new(), 7 << 60);
        assert_eq!(roll.begin(hash), 0);
        assert_eq!((roll.enter(hash), roll.begin(hash)), (0, hash | 1));
        assert_eq!(roll.begin(!hash), 0);
    }

    #[test]
    fn hashes_are_spread_over_the_whole_roll() {
        for length in [16, 1 << 20, 1 << 28] {
            assert_eq!((home(0, length), home(u64::MAX, length)), (0, length - 1));
            assert_eq!(home(1 << 63, length), length / 2);
        }
        // Longer than there are parts of hashes: each begins a stretch.
        assert_eq!(home(u64::MAX, 1 << 32), (1 << 32) - 16);
    }
}
