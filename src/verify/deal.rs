//! Dealing events out to the threads that judge them, and to their cases.

use crate::event::Event;
use crate::names::Names;

use super::Verification;
use super::cases::{Cases, Taken};
use super::verification::{hash, shard_of};

/// How many events are dealt out at once, on each thread.
const HAND: usize = 1_024;

impl<V: Names> Verification<V> {
    /// Takes the next events of the log, which is faster than one at a time where there are many
    /// cases, and on as many threads as the verifier was told to use.
    ///
    /// ```
    /// use servanda::Verifier;
    /// use servanda::cuba::{self, Reading};
    ///
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
    /// let mut verification = verifier.start();
    /// verification.take_all(&cuba::history());
    /// assert_eq!(verification.finish(), [verifier.judge(cuba::history())]);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn take_all(&mut self, events: &[Event<V>]) {
        let verifier = self.verifier.clone();
        let mut hand: Vec<(u64, &Event<V>)> = Vec::new();
        let most = HAND.saturating_mul(self.shards.len());
        for events in events.chunks(most) {
            let case =
                |event: &'_ Event<V>| hash(&self.hasher, event.case.as_deref().map(str::as_bytes));
            hand.clear();
            hand.extend(events.iter().map(|event| (case(event), event)));
            let base = self.place;
            self.deal(&[(0, &hand)], |(hash, event), _, number| Taken {
                case: event.case.as_deref().map(str::as_bytes),
                hash: *hash,
                place: base.saturating_add(number),
                time: event.time,
                deed: Some(&event.deed).filter(|_| verifier.takes(event)),
            });
            let taken = u64::try_from(events.len()).unwrap_or(u64::MAX);
            self.place = self.place.saturating_add(taken);
        }
    }

    /// Deals events out: each part with the number of places that the parts before it take. `taken`
    /// is told that number and the event's own in its part, counted from 1.
    pub(super) fn deal<T: Sync>(
        &mut self,
        parts: &[(u64, &[T])],
        taken: impl Fn(&T, u64, u64) -> Taken<'_, V> + Sync,
    ) {
        let manner = self.verifier.manner;
        let shards = self.shards.len();
        let take = |(shard, cases): (usize, &mut Cases<V>)| {
            for (before, part) in parts {
                let numbered = part.iter().zip(1_u64..);
                let own = numbered
                    .map(|(event, number)| taken(event, *before, number))
                    .filter(|event| shard_of(event.hash, shards) == shard);
                cases.take_all(own, manner);
            }
        };
        #[cfg(feature = "parallel")]
        if shards > 1 {
            use rayon::prelude::*;
            self.shards.par_iter_mut().enumerate().for_each(take);
            return;
        }
        self.shards.iter_mut().enumerate().for_each(take);
    }
}
