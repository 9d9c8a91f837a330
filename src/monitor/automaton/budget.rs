//! What is remembered of steps is bounded: a budget of bytes, spent and never given back.

use std::sync::atomic::{AtomicUsize, Ordering};

/// About how many bytes are spent, at the most: 16 MiB.
pub(super) const MOST_BYTES: usize = 16_777_216;

/// How many bytes are spent so far, about.
#[derive(Debug, Default)]
pub(super) struct Budget(AtomicUsize);

impl Budget {
    /// Spends so many bytes, if they are left.
    pub(super) fn afford(&self, bytes: usize) -> Option<()> {
        let spend = |spent: usize| spent.checked_add(bytes).filter(|spent| *spent <= MOST_BYTES);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).ok().map(|_| ())
    }

    #[cfg(test)]
    pub(super) fn spent(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_not_be_afforded_is_not_spent() {
        let budget = Budget::default();
        assert_eq!(budget.afford(MOST_BYTES - 1), Some(()));
        assert_eq!(budget.afford(2), None);
        assert_eq!(budget.afford(usize::MAX), None);
        assert_eq!(budget.spent(), MOST_BYTES - 1);
        assert_eq!(budget.afford(1), Some(()));
        assert_eq!(budget.spent(), MOST_BYTES);
    }
}
