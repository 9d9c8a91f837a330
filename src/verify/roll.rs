//! The roll of the cases of a log: from a case's name to its number.

/// Numbers by the hashes of names. It holds no names: whoever asks compares them.
///
/// Each slot keeps some bits of the hash beside the number, so that a slot of another name is
/// passed over without a look at that name.
#[derive(Clone, Debug)]
pub(super) struct Roll {
    /// As many as a power of two, at most half of them taken; 0 is free.
    slots: Box<[u64]>,
    numbers: usize,
}

/// The bits of a slot that hold the number, counted from 1; the others are the hash's highest.
const NUMBER: u64 = 0xff_ffff_ffff;

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

    /// The number that most likely goes by this hash, unless there is none.
    #[inline]
    pub(super) fn guess(&self, hash: u64) -> Option<usize> {
        let slot = *self.slots.get(places(hash, self.slots.len()).next()?)?;
        usize::try_from((slot & NUMBER).checked_sub(1)?).ok()
    }

    /// Gives the next number to a name of this hash; `hash_of` says the hashes of those before it.
    pub(super) fn enter(&mut self, hash: u64, hash_of: impl Fn(usize) -> u64) -> usize {
        let number = self.numbers;
        self.numbers = number.saturating_add(1);
        if self.numbers > self.slots.len() / 2 {
            self.slots = std::iter::repeat_n(0, self.slots.len().saturating_mul(2)).collect();
            for known in 0..number {
                self.put(hash_of(known), known);
            }
        }
        self.put(hash, number);
        number
    }

    fn put(&mut self, hash: u64, number: usize) {
        let counted = u64::try_from(number).unwrap_or(NUMBER).saturating_add(1).min(NUMBER);
        for place in places(hash, self.slots.len()) {
            if let Some(slot @ 0) = self.slots.get_mut(place) {
                *slot = (hash & !NUMBER) | counted;
                return;
            }
        }
    }
}

/// Every place, from the one that a hash asks for on.
#[inline]
fn places(hash: u64, length: usize) -> impl Iterator<Item = usize> {
    let mask = length.wrapping_sub(1);
    #[expect(clippy::cast_possible_truncation, reason = "only the lowest bits count")]
    let first = hash as usize;
    (0..length).map(move |step| first.wrapping_add(step) & mask)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_even_where_all_hashes_are_one() {
        for spread in [0, 1, 1 << 20, 0x9e37_79b9_7f4a_7c15] {
            let hash = |name: usize| (name as u64).wrapping_mul(spread);
            let mut roll = Roll::new();
            for name in 0..300 {
                assert_eq!(roll.find(hash(name), |number| number == name), None);
                assert_eq!(roll.enter(hash(name), hash), name);
            }
            for name in 0..300 {
                assert_eq!(roll.find(hash(name), |number| number == name), Some(name));
            }
        }
    }
}
