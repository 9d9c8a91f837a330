//! The runs of a log, one for each `case`, each in its own state.

use crate::event::Deed;
use crate::monitor::{Manner, Monitor, ParkedRun, ShardRunner};
use crate::names::Names;
use crate::report::Report;
use crate::terms::Agreement;
use crate::time::Instant;

use super::name::Name;
use super::roll::Roll;

/// The runs of those cases of a log that fall to one thread.
#[derive(Clone, Debug)]
pub(super) struct Cases<V: Names> {
    warden: ShardRunner<V>,
    roll: Roll,
    /// In the order of their first events; in pieces, so that growing moves nothing and holds
    /// nothing in reserve.
    pieces: Vec<Vec<Case>>,
    /// The place of each one's first event in the log.
    firsts: Vec<u64>,
    /// The number of the case whose event came last.
    last: usize,
}

/// One run.
///
/// It is two lines of the processor's cache that are fetched together: a log of many cases waits for
/// each line.
#[derive(Clone, Debug)]
#[repr(C, align(128))]
pub(super) struct Case {
    name: Option<Name>,
    /// The place of the last event that it took.
    last: u64,
    run: ParkedRun,
}

/// An event as its case takes it.
#[derive(Clone, Debug)]
pub(super) struct Taken<'a, V: Names> {
    /// The case's name, which is a text.
    pub(super) case: Option<&'a [u8]>,
    pub(super) hash: u64,
    pub(super) place: u64,
    pub(super) time: Instant,
    /// None where the event is left out; its case has begun all the same.
    pub(super) deed: Option<&'a Deed<V>>,
}

const PIECE: usize = 1_024;

/// So few pieces are at hand anyway.
const FEW: usize = 4;

/// The most events for which runs are looked up together.
const TOGETHER: usize = 32;

impl<V: Names> Cases<V> {
    pub(super) fn new(agreement: &Agreement<V>) -> Self {
        Self {
            warden: ShardRunner::new(agreement),
            roll: Roll::new(),
            pieces: Vec::new(),
            firsts: Vec::new(),
            last: 0,
        }
    }

    /// Takes events in their order.
    pub(super) fn take_all<'a>(
        &mut self,
        events: impl Iterator<Item = Taken<'a, V>>,
        manner: Manner,
    ) {
        if self.pieces.len() < FEW {
            return events.for_each(|event| self.take(event, manner));
        }
        let mut events = events.fuse();
        let mut together = Vec::with_capacity(TOGETHER);
        loop {
            together.extend(events.by_ref().take(TOGETHER));
            if together.is_empty() {
                return;
            }
            self.look_up(&together);
            together.drain(..).for_each(|event| self.take(event, manner));
        }
    }

    #[inline]
    pub(super) fn take(&mut self, event: Taken<'_, V>, manner: Manner) {
        let number = self.number(&event);
        let Some(case) = case_mut(&mut self.pieces, number) else { return };
        if let Some(deed) = event.deed {
            case.last = event.place;
            self.warden.take(&mut case.run, event.place, event.time, deed, manner);
        }
    }

    /// Has a look at the runs that events are likely to go to, so that they are at hand when they
    /// are needed: a log of many cases always asks for one that the processor has long forgotten,
    /// and it waits for many at once no longer than for one.
    fn look_up(&self, events: &[Taken<'_, V>]) {
        // Where another thread heard the events, their names are far, too.
        let slots = events.iter().map(|event| {
            let name = event.case.and_then(<[u8]>::first).copied().unwrap_or_default();
            self.roll.begin(event.hash) ^ u64::from(name)
        });
        std::hint::black_box(slots.fold(0, |all, slot| all ^ slot));
        let mut likely = [None; TOGETHER];
        for (likely, event) in likely.iter_mut().zip(events) {
            let number = self.roll.find(event.hash, |_| true);
            *likely = number.and_then(|number| case(&self.pieces, number));
        }
        let cases = || likely.iter().flatten();
        // The one is in the first line of a case, the other in the second.
        let seen = cases().map(|case| case.last ^ u64::from(case.run.has_findings()));
        std::hint::black_box(seen.fold(0, |all, case| all ^ case));
        // A long name is kept elsewhere, perhaps across two lines.
        let names = cases().filter_map(|case| case.name.as_ref().map(Name::as_bytes));
        let ends = names.filter_map(|name| Some(name.first()? ^ name.last()?));
        std::hint::black_box(ends.fold(0, |all, end| all ^ end));
    }

    /// The run of one case so far.
    pub(super) fn monitor(&self, name: Option<&str>, hash: u64) -> Option<Monitor<V>> {
        let case = |number| case(&self.pieces, number);
        let number =
            self.roll.find(hash, |number| case(number).is_some_and(|case| case.name() == name))?;
        Some(case(number)?.monitor(&self.warden))
    }

    /// The runs so far, in the order of their first events, with the place of that event and with
    /// whoever takes them on.
    pub(super) fn runs(&self) -> impl Iterator<Item = (u64, &ShardRunner<V>, &Case)> {
        let cases = self.firsts.iter().zip(self.pieces.iter().flatten());
        cases.map(|(first, case)| (*first, &self.warden, case))
    }

    /// Whoever takes the runs on, the places of their first events, and the runs in that order.
    pub(super) fn into_runs(self) -> (ShardRunner<V>, Vec<u64>, Vec<Vec<Case>>) {
        (self.warden, self.firsts, self.pieces)
    }

    /// The number of an event's case, which may begin with it.
    #[inline]
    fn number(&mut self, event: &Taken<'_, V>) -> usize {
        let pieces = &self.pieces;
        if case(pieces, self.last).is_some_and(|case| case.is_of(event)) {
            return self.last;
        }
        let is_it = |number| case(pieces, number).is_some_and(|case| case.is_of(event));
        self.last = match self.roll.find(event.hash, is_it) {
            Some(number) => number,
            None => self.begin(event),
        };
        self.last
    }

    fn begin(&mut self, event: &Taken<'_, V>) -> usize {
        let name = event.case.map(Name::from);
        let begun = Case { name, last: 0, run: self.warden.start() };
        self.firsts.push(event.place);
        match self.pieces.last_mut().filter(|piece| piece.len() < PIECE) {
            Some(piece) => piece.push(begun),
            None => {
                // The first piece grows as it must: most logs have few cases.
                let mut piece = Vec::new();
                if !self.pieces.is_empty() {
                    piece.reserve_exact(PIECE);
                }
                piece.push(begun);
                self.pieces.push(piece);
            }
        }
        self.roll.enter(event.hash)
    }
}

impl Case {
    #[inline]
    fn is_of<V: Names>(&self, event: &Taken<'_, V>) -> bool {
        self.name.as_ref().map(Name::as_bytes) == event.case
    }

    /// The name that the log gave it, if it did.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_ref().map(Name::as_str)
    }

    /// The run so far.
    pub(super) fn monitor<V: Names>(&self, warden: &ShardRunner<V>) -> Monitor<V> {
        warden.monitor(&self.run, self.last)
    }

    /// What the run comes to, as of an instant or of its last event's time.
    pub(super) fn report<V: Names>(
        self,
        warden: &mut ShardRunner<V>,
        agreement: &Agreement<V>,
        as_of: Option<Instant>,
    ) -> Report<V> {
        let name = self.name().map(Into::into);
        super::report(warden, agreement, self.run, as_of).with_case(name)
    }
}

#[inline]
fn case(pieces: &[Vec<Case>], number: usize) -> Option<&Case> {
    pieces.get(number / PIECE)?.get(number % PIECE)
}

#[inline]
fn case_mut(pieces: &mut [Vec<Case>], number: usize) -> Option<&mut Case> {
    pieces.get_mut(number / PIECE)?.get_mut(number % PIECE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Reading};

    #[test]
    fn a_case_is_two_lines() {
        assert_eq!(size_of::<Case>(), 128);
    }

    #[test]
    fn cases_whose_names_have_one_hash_are_kept_apart() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let date = agreement.date();
        let mut cases = Cases::new(&agreement);
        let tick = Deed::Tick { actor: None };
        for (place, name) in (1..).zip(["a", "b", "a", "c"]) {
            let (case, deed) = (Some(name.as_bytes()), Some(&tick));
            cases.take(Taken { case, hash: 7, place, time: date, deed }, Manner::Record);
        }
        let last = |name| cases.monitor(Some(name), 7).map(|run| run.events());
        assert_eq!((last("a"), last("b"), last("c")), (Some(3), Some(2), Some(4)));
        assert!(last("d").is_none() && cases.monitor(Some("a"), u64::MAX).is_none());
        assert!(cases.runs().map(|(first, ..)| first).eq([1, 2, 4]));
    }

    #[test]
    fn many_cases_come_to_the_same_taken_together_or_one_by_one() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let history = cuba::history();
        // Each second name is a long one, and has the hash of the one before it.
        let name = |number: u64| format!("{number}{}", "-".repeat(number as usize % 2 * 40));
        let names: Vec<(u64, String)> =
            (0..5_000).map(|number| ((number / 2) << 50, name(number))).collect();
        let events = || {
            let rounds = history.iter().take(3);
            let events = rounds.flat_map(|event| names.iter().map(move |name| (event, name)));
            events.zip(1_u64..).map(|((event, (hash, name)), place)| Taken {
                case: Some(name.as_bytes()),
                hash: *hash,
                place,
                time: event.time,
                deed: Some(&event.deed),
            })
        };
        let (mut together, mut alone) = (Cases::new(&agreement), Cases::new(&agreement));
        together.take_all(events(), Manner::Record);
        events().for_each(|event| alone.take(event, Manner::Record));
        let told = |cases: &Cases<_>| -> Vec<_> {
            let runs = cases.runs().map(|(first, warden, case)| {
                (first, case.name().map(str::to_owned), case.monitor(warden))
            });
            runs.collect()
        };
        assert_eq!(alone.runs().count(), names.len());
        assert!(told(&together) == told(&alone));
    }

    #[test]
    fn a_run_that_is_asked_for_brings_what_it_found_and_refused() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        for manner in [Manner::Record, Manner::Submit] {
            let mut cases = Cases::new(&agreement);
            let mut alone = Monitor::new(&agreement);
            for (place, event) in (1..).zip(&cuba::history()) {
                let (time, deed) = (event.time, Some(&event.deed));
                cases.take(Taken { case: None, hash: 0, place, time, deed }, manner);
                alone.take_at(place, event, manner);
            }
            let run = cases.monitor(None, 0).unwrap();
            assert!(run.findings().eq(alone.findings()) && run.refusals().eq(alone.refusals()));
            assert_ne!(run.findings().len() + run.refusals().len(), 0);
            assert_eq!((run.events(), run.state()), (alone.events(), alone.state()));
        }
    }
}
