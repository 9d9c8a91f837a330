//! The index of the cases of a log: from a case's name to its number.

/// Numbers by the hashes of names. It holds no names: whoever asks compares them.
///
/// Each slot keeps the part of the hash that says where it belongs, so that a slot of another name
/// is passed over without a look at that name, and a longer index is made of this one alone.
#[derive(Clone, Debug)]
pub(super) struct CaseIndex {
    /// As many as a power of two, at most half of them taken; 0 is free. A slot has its hash's
    /// highest bits, and the number, counted from 1, below them.
    slots: Box<[u64]>,
    taken: usize,
}

/// How many bits of a slot hold the number: more cases than any memory holds.
const NUMBER_BITS: u32 = 36;
const NUMBER: u64 = (1 << NUMBER_BITS) - 1;

impl CaseIndex {
    pub(super) fn new() -> Self {
        Self { slots: [0; 16].into(), taken: 0 }
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

    /// Enters the number of a name that has this hash.
    pub(super) fn enter(&mut self, hash: u64, number: usize) {
        self.taken = self.taken.saturating_add(1);
        if self.taken > self.slots.len() / 2 {
            let longer = vec![0; self.slots.len().saturating_mul(2)].into();
            for slot in std::mem::replace(&mut self.slots, longer) {
                if slot != 0 {
                    self.put(slot);
                }
            }
        }
        self.put(slot(hash, number));
    }

    /// Takes out the number of a name that has this hash. What lies after it and belongs before it
    /// moves up, so that no search ends at the gap.
    pub(super) fn remove(&mut self, hash: u64, number: usize) {
        let length = self.slots.len();
        let removed = slot(hash, number);
        let mut after = places(hash, length).skip_while(|place| {
            self.slots.get(*place).is_some_and(|slot| *slot != 0 && *slot != removed)
        });
        let Some(mut gap) = after.next().filter(|place| self.slots.get(*place) == Some(&removed))
        else {
            return;
        };
        let after: Vec<usize> = places_from(gap, length)
            .skip(1)
            .take_while(|place| self.slots.get(*place).is_some_and(|slot| *slot != 0))
            .collect();
        let mask = length.wrapping_sub(1);
        for place in after {
            let Some(slot) = self.slots.get(place).copied() else { continue };
            let distance = |from: usize| place.wrapping_sub(from) & mask;
            if distance(home(slot, length)) >= distance(gap) {
                if let Some(empty) = self.slots.get_mut(gap) {
                    *empty = slot;
                }
                gap = place;
            }
        }
        if let Some(empty) = self.slots.get_mut(gap) {
            *empty = 0;
        }
        self.taken = self.taken.saturating_sub(1);
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

/// What a slot has of a name: its hash's highest bits, and its number counted from 1.
fn slot(hash: u64, number: usize) -> u64 {
    let counted = u64::try_from(number).unwrap_or(NUMBER).saturating_add(1).min(NUMBER);
    (hash & !NUMBER) | counted
}

/// Every place, from the one that a hash asks for on.
#[inline]
fn places(hash: u64, length: usize) -> impl Iterator<Item = usize> {
    places_from(home(hash, length), length)
}

/// Every place, from this one on.
#[inline]
fn places_from(first: usize, length: usize) -> impl Iterator<Item = usize> {
    let mask = length.wrapping_sub(1);
    (0..length).map(move |step| first.wrapping_add(step) & mask)
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
            let mut index = CaseIndex::new();
            for name in 0..300 {
                assert_eq!(index.find(hash(name), |number| number == name), None);
                index.enter(hash(name), name);
            }
            for name in 0..300 {
                assert_eq!(index.find(hash(name), |number| number == name), Some(name));
            }
            for name in (0..300).filter(|name| name % 3 != 0) {
                index.remove(hash(name), name);
                index.remove(hash(name), name);
            }
            for name in 0..300 {
                let expected = Some(name).filter(|name| name % 3 == 0);
                assert_eq!(index.find(hash(name), |number| number == name), expected);
            }
        }
    }

    #[test]
    fn a_search_begins_where_a_name_belongs() {
        let (mut index, hash) = (CaseIndex::new(), 7 << 60);
        assert_eq!(index.begin(hash), 0);
        index.enter(hash, 0);
        assert_eq!(index.begin(hash), hash | 1);
        assert_eq!(index.begin(!hash), 0);
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
