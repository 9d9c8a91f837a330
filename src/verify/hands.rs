//! The hands that a log is dealt into: to which of them a case falls.

use std::hash::{BuildHasher, RandomState};

/// So many hands, one for each thread; a case always falls to the same.
///
/// Names are told apart by hashes that nobody can foresee, so that no log can make them clash;
/// nothing that is told depends on them.
#[derive(Clone, Debug)]
pub(crate) struct Hands {
    pub(crate) count: usize,
    hasher: RandomState,
}

impl Hands {
    pub(super) fn new(count: usize) -> Self {
        Self { count, hasher: RandomState::new() }
    }

    /// The hash of a case's name.
    #[inline]
    pub(crate) fn hash(&self, case: Option<&[u8]>) -> u64 {
        case.map_or(0, |case| self.hasher.hash_one(case))
    }

    /// The hand to which a case of this hash falls.
    #[inline]
    pub(crate) fn of(&self, hash: u64) -> usize {
        if self.count == 1 {
            return 0;
        }
        let count = u64::try_from(self.count).unwrap_or(1);
        (hash >> 20).checked_rem(count).and_then(|hand| usize::try_from(hand).ok()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_fall_to_all_threads_and_always_to_the_same() {
        let four = Hands::new(4);
        let hands: Vec<usize> = (0..4_u64).map(|name| four.of(name << 20)).collect();
        assert_eq!(hands, [0, 1, 2, 3]);
        assert_eq!(Hands::new(1).of(u64::MAX), 0);
    }
}
