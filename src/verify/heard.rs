//! What is heard of a log: its lines, as far as they are judged.

use std::borrow::Cow;

use crate::event::Deed;
use crate::names::Names;
use crate::report::Skipped;
use crate::time::Instant;

use super::cases::Taken;
use super::hands::Hands;
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

    /// The hands into which lines are heard, one for each thread.
    pub(crate) fn hands(&self) -> &Hands {
        &self.hands
    }

    /// Takes what was heard: each part, dealt into hands, with the number of places that the parts
    /// before it take.
    pub(crate) fn take_heard(&mut self, heard: &[(u64, &[Vec<Heard<'_, V>>])]) {
        let (verifier, base) = (self.verifier.clone(), self.place);
        self.deal(|shard, cases| {
            for (before, hands) in heard {
                let own = hands.get(shard).map(Vec::as_slice).unwrap_or_default().iter();
                let own = own.map(|heard| Taken {
                    case: heard.case.as_deref(),
                    hash: heard.hash,
                    place: base.saturating_add(*before).saturating_add(heard.place),
                    time: heard.time,
                    deed: Some(&heard.deed).filter(|_| verifier.takes_in(heard.time, heard.known)),
                });
                cases.take_all(own, verifier.manner);
            }
        });
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
