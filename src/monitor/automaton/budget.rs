//! How much the automata may take: a budget of bytes for each agreement, and one for all of a process.

use std::sync::atomic::{AtomicUsize, Ordering};

/// About how many bytes the automaton of one agreement takes at the most: 16 MiB.
pub(super) const MOST_BYTES: usize = 16_777_216;

/// What all automata of the process take together, and may take.
static PROCESS: Shared = Shared { spent: AtomicUsize::new(0), most: AtomicUsize::new(268_435_456) };

/// About how many bytes one automaton takes so far. They are given back when it goes.
#[derive(Debug)]
pub(super) struct Budget {
    spent: AtomicUsize,
    shared: &'static Shared,
}

#[derive(Debug)]
struct Shared {
    spent: AtomicUsize,
    most: AtomicUsize,
}

/// Sets about how many bytes the automata of all agreements of this process may take together: 256 MiB,
/// if nobody says otherwise.
///
/// A monitor remembers, for all runs of its agreement, what steps come to (at most 16 MiB for one
/// agreement, until its last monitor and the last copy of it are gone). Past the budget nothing new is
/// remembered: what an automaton would have answered is worked out each time, and every answer is the
/// same. With a budget of 0 that is so from the start. What is already remembered stays.
///
/// ```
/// use servanda::Monitor;
/// use servanda::cuba::{self, Reading};
/// use servanda::monitor::{automata_bytes, set_automata_budget};
/// set_automata_budget(64 * 1024 * 1024);
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// assert!(automata_bytes() > 0);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
pub fn set_automata_budget(bytes: usize) {
    PROCESS.most.store(bytes, Ordering::Relaxed);
}

/// About how many bytes the automata of all agreements of this process take now.
#[must_use]
pub fn automata_bytes() -> usize {
    PROCESS.spent.load(Ordering::Relaxed)
}

impl Default for Budget {
    fn default() -> Self {
        Self { spent: AtomicUsize::new(0), shared: &PROCESS }
    }
}

impl Budget {
    /// Spends so many bytes, if they are left to this automaton and to all.
    pub(super) fn afford(&self, bytes: usize) -> Option<()> {
        spend(&self.spent, bytes, MOST_BYTES)?;
        let most = self.shared.most.load(Ordering::Relaxed);
        let afforded = spend(&self.shared.spent, bytes, most);
        if afforded.is_none() {
            self.spent.fetch_sub(bytes, Ordering::Relaxed);
        }
        afforded
    }

    #[cfg(test)]
    pub(super) fn spent(&self) -> usize {
        self.spent.load(Ordering::Relaxed)
    }
}

impl Drop for Budget {
    fn drop(&mut self) {
        let spent = self.spent.load(Ordering::Relaxed);
        self.shared.spent.fetch_sub(spent, Ordering::Relaxed);
    }
}

fn spend(spent: &AtomicUsize, bytes: usize, most: usize) -> Option<()> {
    let add = |spent: usize| spent.checked_add(bytes).filter(|spent| *spent <= most);
    spent.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add).ok().map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(most: usize) -> (Budget, &'static Shared) {
        let shared: &'static Shared = Box::leak(Box::new(Shared {
            spent: AtomicUsize::new(0),
            most: AtomicUsize::new(most),
        }));
        (Budget { spent: AtomicUsize::new(0), shared }, shared)
    }

    #[test]
    fn what_can_not_be_afforded_is_not_spent() {
        let (budget, _) = budget(usize::MAX);
        assert_eq!(budget.afford(MOST_BYTES - 1), Some(()));
        assert_eq!(budget.afford(2), None);
        assert_eq!(budget.afford(usize::MAX), None);
        assert_eq!(budget.spent(), MOST_BYTES - 1);
        assert_eq!(budget.afford(1), Some(()));
        assert_eq!(budget.spent(), MOST_BYTES);
    }

    #[test]
    fn all_automata_share_what_the_process_may_spend() {
        let (first, shared) = budget(100);
        let second = Budget { spent: AtomicUsize::new(0), shared };
        assert_eq!(first.afford(60), Some(()));
        assert_eq!(second.afford(50), None);
        assert_eq!((second.spent(), shared.spent.load(Ordering::Relaxed)), (0, 60));
        drop(first);
        assert_eq!(second.afford(100), Some(()), "what goes gives back");
        assert_eq!(second.afford(1), None);
    }
}
