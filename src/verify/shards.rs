//! Events for the shards that judge them, each on a thread of its own.

use crate::event::Event;
use crate::monitor::Occurrence;
use crate::names::Names;

use super::Verification;
use crate::docket::{Docket, Taken};

/// How many events are handed out at once, for each shard.
const SHARE: usize = 1_024;

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
        if self.changing.is_some() {
            return events.iter().for_each(|event| self.take(event));
        }
        let (judging, sharding) = (self.verifier.judging, self.sharding.clone());
        let mut hashed: Vec<(u64, &Event<V>)> = Vec::new();
        let most = SHARE.saturating_mul(self.shards.len());
        for events in events.chunks(most) {
            let case =
                |event: &'_ Event<V>| sharding.hash(event.case.as_deref().map(str::as_bytes));
            hashed.clear();
            hashed.extend(events.iter().map(|event| (case(event), event)));
            let base = self.place;
            let times = events.iter().filter(|event| judging.takes(event.time, event.known));
            self.last = self.last.max(times.map(|event| event.time).max());
            self.on_shards(|shard, docket| {
                let numbered = hashed.iter().zip(1_u64..);
                let own = numbered.filter(|((hash, _), _)| sharding.of(*hash) == shard);
                let own = own.map(|((hash, event), number)| Taken {
                    case: event.case.as_deref().map(str::as_bytes),
                    hash: *hash,
                    place: base.saturating_add(number),
                    event: judging.takes(event.time, event.known).then(|| Occurrence::of(event)),
                });
                docket.take_all(own);
            });
            let taken = u64::try_from(events.len()).unwrap_or(u64::MAX);
            self.place = self.place.saturating_add(taken);
        }
    }

    /// Has each shard take its own events, on a thread of its own where there is one.
    pub(super) fn on_shards(&mut self, take: impl Fn(usize, &mut Docket<V>) + Sync) {
        let take = |(shard, docket): (usize, &mut Docket<V>)| take(shard, docket);
        #[cfg(feature = "parallel")]
        if self.shards.len() > 1 {
            use rayon::prelude::*;
            self.shards.par_iter_mut().enumerate().for_each(take);
            return;
        }
        self.shards.iter_mut().enumerate().for_each(take);
    }
}
