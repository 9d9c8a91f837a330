//! Parsed lines of a log, as far as they are judged.

use std::borrow::Cow;

use crate::docket::{Sharding, Taken};
use crate::event::Deed;
use crate::monitor::Occurrence;
use crate::names::Names;
use crate::report::Skipped;
use crate::terms::Decimal;
use crate::time::Instant;

use super::{Verification, Verifier};

/// What a line of a log says, as far as it is judged.
#[derive(Clone, Debug)]
pub(crate) struct ParsedLine<'a, V: Names> {
    /// Its place among the lines that were read together, counted from 1.
    pub(crate) place: u64,
    pub(crate) time: Instant,
    pub(crate) known: Option<Instant>,
    /// The case's name, which is a text.
    pub(crate) case: Option<Cow<'a, [u8]>>,
    /// The hash of the case's name.
    pub(crate) hash: u64,
    /// The subject that it names, and its id, which are texts.
    pub(crate) subject: Option<Cow<'a, [u8]>>,
    pub(crate) id: Option<Cow<'a, [u8]>>,
    pub(crate) idle_quantity: Option<Decimal>,
    pub(crate) deed: Deed<V>,
}

impl<V: Names> ParsedLine<'_, V> {
    fn occurrence(&self) -> Occurrence<'_, V> {
        Occurrence {
            time: self.time,
            known: self.known,
            subject: self.subject.as_deref(),
            id: self.id.as_deref(),
            idle_quantity: self.idle_quantity,
            deed: &self.deed,
        }
    }
}

impl<V: Names> Verification<V> {
    pub(crate) fn verifier(&self) -> &Verifier<V> {
        &self.verifier
    }

    /// To which shard each line goes.
    pub(crate) fn sharding(&self) -> &Sharding {
        &self.sharding
    }

    /// Takes what was parsed: each part, in a list for each shard, with the number of places that the parts
    /// before it take.
    pub(crate) fn take_parsed(&mut self, parsed: &[(u64, &[Vec<ParsedLine<'_, V>>])]) {
        let (judging, base) = (self.verifier.judging, self.place);
        let lines = parsed.iter().flat_map(|(_, shards)| shards.iter().flatten());
        let lines = lines.filter(|line| judging.takes(line.time, line.known));
        self.last = self.last.max(lines.map(|line| line.time).max());
        if let Some(cases) = &mut self.changing {
            let agreement = &self.verifier.agreement;
            for (before, shards) in parsed {
                for line in shards.iter().flatten() {
                    let place = base.saturating_add(*before).saturating_add(line.place);
                    let event = judging.takes(line.time, line.known).then(|| line.occurrence());
                    cases.take(agreement, line.case.as_deref(), place, event, judging.manner);
                }
            }
            return;
        }
        self.on_shards(|shard, docket| {
            for (before, shards) in parsed {
                let own = shards.get(shard).map(Vec::as_slice).unwrap_or_default().iter();
                let own = own.map(|parsed| Taken {
                    case: parsed.case.as_deref(),
                    hash: parsed.hash,
                    place: base.saturating_add(*before).saturating_add(parsed.place),
                    event: judging.takes(parsed.time, parsed.known).then(|| parsed.occurrence()),
                });
                docket.take_all(own);
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
