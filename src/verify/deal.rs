//! Dealing events out to the threads that judge them, and to their cases.

use crate::event::Event;
use crate::names::Names;

use super::Verification;
use super::cases::{Cases, Taken};

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
        let (verifier, hands) = (self.verifier.clone(), self.hands.clone());
        let mut hand: Vec<(u64, &Event<V>)> = Vec::new();
        let most = HAND.saturating_mul(self.shards.len());
        for events in events.chunks(most) {
            let case = |event: &'_ Event<V>| hands.hash(event.case.as_deref().map(str::as_bytes));
            hand.clear();
            hand.extend(events.iter().map(|event| (case(event), event)));
            let base = self.place;
            self.deal(|shard, cases| {
                let numbered = hand.iter().zip(1_u64..);
                let own = numbered.filter(|((hash, _), _)| hands.of(*hash) == shard);
                let own = own.map(|((hash, event), number)| Taken {
                    case: event.case.as_deref().map(str::as_bytes),
                    hash: *hash,
                    place: base.saturating_add(number),
                    time: event.time,
                    deed: Some(&event.deed).filter(|_| verifier.takes(event)),
                });
                cases.take_all(own, verifier.manner);
            });
            let taken = u64::try_from(events.len()).unwrap_or(u64::MAX);
            self.place = self.place.saturating_add(taken);
        }
    }

    /// Has each thread take its own events for its cases.
    pub(super) fn deal(&mut self, take: impl Fn(usize, &mut Cases<V>) + Sync) {
        let take = |(shard, cases): (usize, &mut Cases<V>)| take(shard, cases);
        #[cfg(feature = "parallel")]
        if self.shards.len() > 1 {
            use rayon::prelude::*;
            self.shards.par_iter_mut().enumerate().for_each(take);
            return;
        }
        self.shards.iter_mut().enumerate().for_each(take);
    }
}
