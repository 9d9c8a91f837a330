//! The runs of a log, one for each `case`, each in its own state.

use crate::monitor::{Manner, Monitor, Occurrence, ParkedRun, RefusalRecord, ShardRunner};
use crate::names::Names;
use crate::report::Report;
use crate::terms::Agreement;
use crate::time::Instant;

use super::case_index::CaseIndex;
use super::name::Name;

/// The runs of those cases of a log that fall to one thread.
#[derive(Clone, Debug)]
pub(crate) struct Cases<V: Names> {
    runner: ShardRunner<V>,
    index: CaseIndex,
    /// In the order of their first events; in pieces, so that growing moves nothing and holds
    /// nothing in reserve.
    pieces: Vec<Vec<Case>>,
    /// The place of each one's first event in the log; 0 where a case was closed.
    firsts: Vec<u64>,
    /// The numbers of cases that were closed: the next ones take them.
    vacant: Vec<usize>,
    /// The number of the case whose event came last.
    last: usize,
}

/// One run.
///
/// It is two lines of the processor's cache that are fetched together: a log of many cases waits for
/// each line.
#[derive(Clone, Debug)]
#[repr(C, align(128))]
pub(crate) struct Case {
    name: Option<Name>,
    /// The place of the last event that it took.
    last: u64,
    run: ParkedRun,
}

/// An event as its case takes it.
#[derive(Clone, Debug)]
pub(crate) struct Taken<'a, V: Names> {
    /// The case's name, which is a text.
    pub(crate) case: Option<&'a [u8]>,
    pub(crate) hash: u64,
    pub(crate) place: u64,
    /// None where the event is left out; its case has begun all the same.
    pub(crate) event: Option<Occurrence<'a, V>>,
}

const PIECE: usize = 1_024;

/// So few pieces are at hand anyway.
const FEW: usize = 4;

/// The most events for which runs are looked up together.
const TOGETHER: usize = 32;

impl<V: Names> Cases<V> {
    pub(crate) fn new(agreement: &Agreement<V>, keeps_milestones: bool) -> Self {
        Self {
            runner: ShardRunner::new(agreement, keeps_milestones),
            index: CaseIndex::new(),
            pieces: Vec::new(),
            firsts: Vec::new(),
            vacant: Vec::new(),
            last: 0,
        }
    }

    /// The same cases, whose runs another runner takes on: each is to be [`Cases::put`] anew.
    pub(crate) fn taken_on_by(&self, runner: ShardRunner<V>) -> Self {
        Self { runner, ..self.clone() }
    }

    /// Takes events in their order.
    pub(crate) fn take_all<'a>(
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
    pub(crate) fn take(&mut self, event: Taken<'_, V>, manner: Manner) {
        let number = self.number(&event);
        let Some(case) = case_mut(&mut self.pieces, number) else { return };
        if let Some(occurrence) = event.event {
            case.last = event.place;
            self.runner.take(&mut case.run, event.place, occurrence, manner);
        }
    }

    /// Has a look at the runs that events are likely to go to, so that they are at hand when they
    /// are needed: a log of many cases always asks for one that the processor has long forgotten,
    /// and it waits for many at once no longer than for one.
    fn look_up(&self, events: &[Taken<'_, V>]) {
        // Where another thread heard the events, their names are far, too.
        let slots = events.iter().map(|event| {
            let name = event.case.and_then(<[u8]>::first).copied().unwrap_or_default();
            self.index.begin(event.hash) ^ u64::from(name)
        });
        std::hint::black_box(slots.fold(0, |all, slot| all ^ slot));
        let mut likely = [None; TOGETHER];
        for (likely, event) in likely.iter_mut().zip(events) {
            let number = self.index.find(event.hash, |_| true);
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
    pub(crate) fn monitor(&self, name: Option<&str>, hash: u64) -> Option<Monitor<V>> {
        Some(self.case(self.find(name, hash)?)?.monitor(&self.runner))
    }

    /// The number of a case, if there is one of this name.
    pub(crate) fn find(&self, name: Option<&str>, hash: u64) -> Option<usize> {
        let is_it = |number| {
            self.firsts.get(number).is_some_and(|first| *first != 0)
                && self.case(number).is_some_and(|case| case.name() == name)
        };
        self.index.find(hash, is_it)
    }

    /// The case of a number.
    pub(crate) fn case(&self, number: usize) -> Option<&Case> {
        case(&self.pieces, number)
    }

    /// The place of a case's first event.
    pub(crate) fn first(&self, number: usize) -> u64 {
        self.firsts.get(number).copied().unwrap_or_default()
    }

    /// How many cases there are.
    pub(crate) fn len(&self) -> usize {
        self.firsts.len().saturating_sub(self.vacant.len())
    }

    /// The numbers of the cases, in the order of their first events.
    pub(crate) fn numbers(&self) -> Vec<usize> {
        let mut numbers: Vec<usize> =
            (0..self.firsts.len()).filter(|number| self.first(*number) != 0).collect();
        numbers.sort_by_key(|number| self.first(*number));
        numbers
    }

    /// Whoever takes the runs on.
    pub(crate) fn runner(&self) -> &ShardRunner<V> {
        &self.runner
    }

    /// Takes an event, and tells the number of its case.
    pub(crate) fn take_numbered(&mut self, event: Taken<'_, V>, manner: Manner) -> usize {
        let number = self.number(&event);
        self.take(event, manner);
        number
    }

    /// The number of a case, which begins with the event of this place if there is none.
    pub(crate) fn open(&mut self, name: Option<&str>, hash: u64, place: u64) -> (usize, bool) {
        match self.find(name, hash) {
            Some(number) => (number, false),
            None => (self.begin(name.map(str::as_bytes), hash, place), true),
        }
    }

    /// Puts a run in the place of a case's own, with what was refused of its events.
    pub(crate) fn put(
        &mut self,
        number: usize,
        run: &Monitor<V>,
        refusals: impl IntoIterator<Item = RefusalRecord>,
    ) {
        if let Some(case) = case_mut(&mut self.pieces, number) {
            case.last = run.events();
            let mut parked = ParkedRun::of(run);
            parked.refuse(refusals.into_iter().collect());
            case.run = parked;
        }
    }

    /// Moves the clock of a case's run on.
    pub(crate) fn advance(&mut self, number: usize, to: Instant) {
        if let Some(case) = case_mut(&mut self.pieces, number) {
            self.runner.advance(&mut case.run, to);
        }
    }

    /// Takes a case out.
    pub(crate) fn close(&mut self, number: usize, hash: u64) {
        let (Some(case), Some(first)) =
            (case_mut(&mut self.pieces, number), self.firsts.get_mut(number))
        else {
            return;
        };
        *case = Case { name: None, last: 0, run: self.runner.start() };
        *first = 0;
        self.index.remove(hash, number);
        self.vacant.push(number);
        self.last = usize::MAX;
    }

    /// The runs so far, in the order of their first events, with the place of that event and with
    /// whoever takes them on.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (u64, &ShardRunner<V>, &Case)> {
        let cases = self.firsts.iter().zip(self.pieces.iter().flatten());
        cases.map(|(first, case)| (*first, &self.runner, case))
    }

    /// Whoever takes the runs on, the places of their first events, and the runs in that order.
    pub(crate) fn into_runs(self) -> (ShardRunner<V>, Vec<u64>, Vec<Vec<Case>>) {
        (self.runner, self.firsts, self.pieces)
    }

    /// The number of an event's case, which may begin with it.
    #[inline]
    fn number(&mut self, event: &Taken<'_, V>) -> usize {
        let pieces = &self.pieces;
        if case(pieces, self.last).is_some_and(|case| case.is_of(event)) {
            return self.last;
        }
        let is_it = |number| case(pieces, number).is_some_and(|case| case.is_of(event));
        self.last = match self.index.find(event.hash, is_it) {
            Some(number) => number,
            None => self.begin(event.case, event.hash, event.place),
        };
        self.last
    }

    fn begin(&mut self, name: Option<&[u8]>, hash: u64, place: u64) -> usize {
        let begun = Case { name: name.map(Name::from), last: 0, run: self.runner.start() };
        if let Some(number) = self.vacant.pop()
            && let Some(case) = case_mut(&mut self.pieces, number)
            && let Some(first) = self.firsts.get_mut(number)
        {
            (*case, *first) = (begun, place);
            self.index.enter(hash, number);
            return number;
        }
        let number = self.firsts.len();
        self.firsts.push(place);
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
        self.index.enter(hash, number);
        number
    }
}

impl Case {
    #[inline]
    fn is_of<V: Names>(&self, event: &Taken<'_, V>) -> bool {
        self.name.as_ref().map(Name::as_bytes) == event.case
    }

    /// The name that the log gave it, if it did.
    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_ref().map(Name::as_str)
    }

    /// The run, as it waits.
    pub(crate) fn run(&self) -> &ParkedRun {
        &self.run
    }

    /// The run so far.
    pub(crate) fn monitor<V: Names>(&self, runner: &ShardRunner<V>) -> Monitor<V> {
        runner.monitor(&self.run, self.last)
    }

    /// What the run comes to, as of an instant or of its last event's time.
    pub(crate) fn report<V: Names>(
        self,
        runner: &mut ShardRunner<V>,
        agreement: &Agreement<V>,
        as_of: Option<Instant>,
    ) -> Report<V> {
        let name = self.name().map(Into::into);
        report(runner, agreement, self.run, as_of).with_case(name)
    }
}

/// What a run comes to, as of an instant or of its last event's time.
pub(crate) fn report<V: Names>(
    runner: &mut ShardRunner<V>,
    agreement: &Agreement<V>,
    mut run: ParkedRun,
    as_of: Option<Instant>,
) -> Report<V> {
    // An end before the clock moves nothing.
    if let Some(end) = as_of {
        runner.advance(&mut run, end);
    }
    Report::at_end(agreement, run).with_as_of(as_of)
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
    use crate::Event;
    use crate::cuba::{self, Reading};

    #[test]
    fn a_case_is_two_lines() {
        assert_eq!(size_of::<Case>(), 128);
    }

    #[test]
    fn cases_whose_names_have_one_hash_are_kept_apart() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let date = agreement.date().unwrap();
        let mut cases = Cases::new(&agreement, true);
        let tick = Event::tick(date);
        for (place, name) in (1..).zip(["a", "b", "a", "c"]) {
            let case = Some(name.as_bytes());
            let event = Some(Occurrence::of(&tick));
            cases.take(Taken { case, hash: 7, place, event }, Manner::Record);
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
                event: Some(Occurrence::of(event)),
            })
        };
        let (mut together, mut alone) =
            (Cases::new(&agreement, true), Cases::new(&agreement, true));
        together.take_all(events(), Manner::Record);
        events().for_each(|event| alone.take(event, Manner::Record));
        let told = |cases: &Cases<_>| -> Vec<_> {
            let runs = cases.runs().map(|(first, runner, case)| {
                (first, case.name().map(str::to_owned), case.monitor(runner))
            });
            runs.collect()
        };
        assert_eq!(alone.runs().count(), names.len());
        assert!(told(&together) == told(&alone));
    }

    #[test]
    fn a_run_that_is_asked_for_brings_what_it_found() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        for manner in [Manner::Record, Manner::Submit] {
            let mut cases = Cases::new(&agreement, true);
            let mut alone = Monitor::new(&agreement);
            for (place, event) in (1..).zip(&cuba::history()) {
                let occurrence = Some(Occurrence::of(event));
                cases.take(Taken { case: None, hash: 0, place, event: occurrence }, manner);
                alone.take_at(place, event, manner);
            }
            let run = cases.monitor(None, 0).unwrap();
            assert!(run.findings().eq(alone.findings()));
            assert_eq!((run.events(), run.state()), (alone.events(), alone.state()));
        }
    }
}
