//! What is heard of a log: its lines, as far as they are judged.

use std::borrow::Cow;
use std::hash::RandomState;

use crate::event::Deed;
use crate::names::Names;
use crate::report::Skipped;
use crate::time::Instant;

use super::cases::{Cases, TOGETHER, Taken};
use super::verification::shard_of;
use super::{Verification, Verifier};

/// What a line of a log says, as far as it is judged.
#[derive(Clone, Debug)]
pub(crate) struct Heard<'a, V: Names> {
    /// Its place among the lines that were read together, counted from 1.
    pub(crate) place: u64,
    pub(crate) time: Instant,
    pub(crate) known: Option<Instant>,
    /// The case's name, which is a text.
    pub(crate) case: Option<Cow<'a, [u8]>>,
    /// The hash of the case's name.
    pub(crate) hash: u64,
    pub(crate) deed: Deed<V>,
}

impl<V: Names> Verification<V> {
    pub(crate) fn verifier(&self) -> &Verifier<V> {
        &self.verifier
    }

    pub(crate) fn hasher(&self) -> RandomState {
        self.hasher.clone()
    }

    /// Takes what was heard: each part with the number of places that the parts before it take.
    pub(crate) fn take_heard(&mut self, heard: &[(u64, &[Heard<'_, V>])]) {
        let (verifier, base) = (&self.verifier, self.place);
        let shards = self.shards.len();
        let take = |(shard, cases): (usize, &mut Cases<V>)| {
            for (before, part) in heard {
                let before = base.saturating_add(*before);
                for part in part.chunks(TOGETHER) {
                    let is_own = |event: &&Heard<'_, V>| shard_of(event.hash, shards) == shard;
                    let own = || part.iter().filter(is_own);
                    let mut hashes = [0; TOGETHER];
                    let mut length = 0_usize;
                    for (hash, event) in hashes.iter_mut().zip(own()) {
                        *hash = event.hash;
                        length = length.saturating_add(1);
                    }
                    cases.look_up(hashes.get(..length).unwrap_or_default());
                    for event in own() {
                        let Heard { place, time, known, hash, .. } = *event;
                        let place = before.saturating_add(place);
                        let deed = Some(&event.deed).filter(|_| verifier.takes(time, known));
                        let case = event.case.as_deref();
                        cases.take(Taken { case, hash, place, time, deed }, verifier.manner);
                    }
                }
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

    /// So many lines have taken their places.
    pub(crate) fn move_on(&mut self, places: u64) {
        self.place = self.place.saturating_add(places);
    }

    /// Notes a line that could not be read, whose place is taken already.
    pub(crate) fn note(&mut self, line: u64, error: &dyn std::fmt::Display) {
        self.skipped.push(Skipped { line, error: error.to_string() });
    }
}
