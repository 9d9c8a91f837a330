//! Shards: to which of them a case falls.

use std::hash::{BuildHasher, RandomState};

use crate::digest::Digest;

/// So many shards, one for each thread; a case always falls to the same.
///
/// Names are told apart by hashes that nobody can foresee, so that no log can make them clash;
/// nothing that is told depends on them.
#[derive(Clone, Debug)]
pub(crate) struct Sharding {
    pub(crate) count: usize,
    hasher: RandomState,
}

impl Sharding {
    pub(crate) fn new(count: usize) -> Self {
        Self { count, hasher: RandomState::new() }
    }

    /// The hash of a case's name.
    #[inline]
    pub(crate) fn hash(&self, case: Option<&[u8]>) -> u64 {
        case.map_or(0, |case| self.hasher.hash_one(case))
    }

    /// The shard to which a case of this hash falls.
    #[inline]
    pub(crate) fn of(&self, hash: u64) -> usize {
        if self.count == 1 {
            return 0;
        }
        let count = u64::try_from(self.count).unwrap_or(1);
        (hash >> 20).checked_rem(count).and_then(|shard| usize::try_from(shard).ok()).unwrap_or(0)
    }
}

/// To which of so many shards a case falls: the same on every machine and in every version. It is the
/// first 64 bits of the SHA-256 of the case's name, as a whole number (the first byte the highest),
/// modulo the number of shards; events without a case fall to shard 0.
///
/// ```
/// use servanda::docket::shard;
/// assert_eq!(["one", "two", "three"].map(|case| shard(Some(case), 4)), [0, 2, 2]);
/// assert_eq!(shard(None, 4), 0);
/// ```
#[must_use]
pub fn shard(case: Option<&str>, shards: usize) -> usize {
    let Some(case) = case else { return 0 };
    let digest = Digest::of(case.as_bytes());
    let bits = digest.as_bytes().first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    let shards = u64::try_from(shards).unwrap_or(u64::MAX);
    bits.checked_rem(shards).and_then(|shard| usize::try_from(shard).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_fall_to_all_threads_and_always_to_the_same() {
        let four = Sharding::new(4);
        let shards: Vec<usize> = (0..4_u64).map(|name| four.of(name << 20)).collect();
        assert_eq!(shards, [0, 1, 2, 3]);
        assert_eq!(Sharding::new(1).of(u64::MAX), 0);
    }
}
