//! A verification under way.

use std::iter::{Flatten, Peekable};
use std::sync::Arc;

use crate::docket::{Case, Docket, Sharding, Taken, report};
use crate::event::Event;
use crate::monitor::Occurrence;
use crate::monitor::{Monitor, ShardRunner};
use crate::names::{Ids, Names};
use crate::report::{Report, Skipped};
use crate::time::Instant;

use super::Verifier;
use super::changing::{ChangingCase, ChangingCases};

/// A verification under way: it takes events as they come, and keeps each `case` apart.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::Verifier;
///
/// let mut verification = Verifier::new(&cuba::agreement(Reading::Verified)?).start();
/// for event in cuba::history() {
///     verification.take(&event.case("as it was"));
/// }
/// for event in cuba::as_it_might_have_gone() {
///     verification.take(&event.case("as it might have gone"));
/// }
/// let reports = verification.finish();
/// assert_eq!(reports[1].case(), Some("as it might have gone"));
/// assert!(!reports[0].is_conformant() && reports[1].is_conformant());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
///
/// A case in the middle of the settlement of 1962 takes less than 256 bytes, its name, its place in
/// the roll and what the allocator adds included; what was found on it comes to that.
#[derive(Clone, Debug)]
pub struct Verification<V: Names = Ids> {
    pub(super) verifier: Verifier<V>,
    /// How many events the log had so far, those left out included.
    pub(super) place: u64,
    pub(super) sharding: Sharding,
    pub(super) shards: Vec<Docket<V>>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) lost: Vec<Box<str>>,
    /// The latest instant of an event that was not left out.
    pub(super) last: Option<Instant>,
    /// The runs, where their agreement may change.
    pub(super) changing: Option<ChangingCases>,
}

/// The reports of a verification, one for each `case` in the order of their first events: each is
/// made when it is asked for, and what its case took is given back then.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::Verifier;
/// let mut verification = Verifier::new(&cuba::agreement(Reading::Verified)?).start();
/// for event in cuba::collapse() {
///     verification.take(&event.case("as it was feared"));
/// }
/// let mut reports = verification.reports();
/// assert_eq!(reports.len(), 1);
/// assert_eq!(reports.next().unwrap().case(), Some("as it was feared"));
/// assert!(reports.next().is_none());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Debug)]
pub struct Reports<V: Names = Ids> {
    verifier: Verifier<V>,
    shards: Vec<Shard<V>>,
    skipped: Arc<[Skipped]>,
    lost: Arc<[Box<str>]>,
    left: usize,
    is_of_many: bool,
    changing: Option<std::vec::IntoIter<ChangingCase>>,
}

#[derive(Debug)]
struct Shard<V: Names> {
    runner: ShardRunner<V>,
    /// The places of the first events of its cases.
    firsts: Peekable<std::vec::IntoIter<u64>>,
    cases: Flatten<std::vec::IntoIter<Vec<Case>>>,
}

impl<V: Names> Verification<V> {
    pub(super) fn new(verifier: &Verifier<V>) -> Self {
        let docket = Docket::judging(&verifier.agreement, verifier.judging);
        let threads = if verifier.also.is_empty() { verifier.threads } else { 1 };
        let sharding = Sharding::new(threads.max(1));
        Self {
            verifier: verifier.clone(),
            place: 0,
            shards: vec![docket; sharding.count],
            sharding,
            skipped: Vec::new(),
            lost: Vec::new(),
            last: None,
            changing: verifier.at_hand().map(ChangingCases::new),
        }
    }

    /// Takes the next event of the log.
    #[inline]
    pub fn take(&mut self, event: &Event<V>) {
        self.place = self.place.saturating_add(1);
        let case = event.case.as_deref().map(str::as_bytes);
        let hash = self.sharding.hash(case);
        let event = self.verifier.takes(event).then(|| Occurrence::of(event));
        self.last = self.last.max(event.as_ref().map(|event| event.time));
        if let Some(cases) = &mut self.changing {
            let (agreement, manner) = (&self.verifier.agreement, self.verifier.judging.manner);
            cases.take(agreement, case, self.place, event, manner);
            return;
        }
        if let Some(docket) = self.shards.get_mut(self.sharding.of(hash)) {
            docket.take_one(Taken { case, hash, place: self.place, event });
        }
    }

    /// Notes a line of the log that could not be read. It takes a place in the log, and no effect.
    ///
    /// ```
    /// use servanda::{Verifier, cuba};
    /// let mut verification = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?).start();
    /// verification.skip(7, &"half a line");
    /// assert_eq!(verification.finish()[0].skipped()[0].error, "half a line");
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn skip(&mut self, line: u64, error: &dyn std::fmt::Display) {
        self.place = self.place.saturating_add(1);
        self.skipped.push(Skipped { line, error: error.to_string() });
    }

    /// Passes over the next event of the log, which is not to be judged: it takes a place in it, and no effect.
    ///
    /// ```
    /// use servanda::{Verifier, cuba};
    /// let mut verification = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?).start();
    /// verification.pass();
    /// verification.take(&cuba::history()[0]);
    /// assert_eq!((verification.place(), verification.case_count()), (2, 1));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn pass(&mut self) {
        self.place = self.place.saturating_add(1);
    }

    /// An event of the log that is not judged was at this instant: see [`Verification::as_of_last`].
    ///
    /// ```
    /// use servanda::{Verifier, cuba};
    /// let mut verification = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?).start();
    /// verification.take(&cuba::history()[0]);
    /// verification.moved_to("1963-01-01T00:00:00Z".parse()?);
    /// let report = verification.as_of_last().reports().next().ok_or("a report")?;
    /// assert_eq!(report.as_of(), Some("1963-01-01T00:00:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn moved_to(&mut self, instant: Instant) {
        self.last = self.last.max(Some(instant));
    }

    /// Notes what the log says that no event has a place for, so that every report tells it.
    ///
    /// ```
    /// use servanda::{Verifier, cuba};
    /// let mut verification = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?).start();
    /// verification.lose("an event has no place for the attribute `cost`: 7 times");
    /// assert!(verification.finish()[0].lost().any(|lost| lost.contains("`cost`")));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn lose(&mut self, what: &str) {
        self.lost.push(what.into());
    }

    /// How many cases there are so far.
    #[must_use]
    pub fn case_count(&self) -> usize {
        let changing = self.changing.as_ref().map_or(0, ChangingCases::len);
        self.shards.iter().map(Docket::len).fold(changing, usize::saturating_add)
    }

    /// The latest instant of an event so far, of all cases; none before the first.
    #[must_use]
    pub fn last_instant(&self) -> Option<Instant> {
        self.last
    }

    /// Judges each case as of the latest instant of an event of any case, so that what lies open past a case's own
    /// last event is found. A verifier that was told an instant judges as of that.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::{Event, Verifier};
    /// let mut verification = Verifier::new(&cuba::agreement(Reading::Verified)?).start();
    /// for event in &cuba::history()[..2] {
    ///     verification.take(&event.clone().case("one"));
    /// }
    /// verification.take(&Event::tick("1963-01-01T00:00:00Z".parse()?).case("another"));
    /// let verification = verification.as_of_last();
    /// let report = verification.reports().next().ok_or("a report")?;
    /// assert_eq!(report.as_of(), Some("1963-01-01T00:00:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn as_of_last(mut self) -> Self {
        if let (None, Some(last)) = (self.verifier.end(), self.last) {
            self.verifier = self.verifier.as_of(last);
        }
        self
    }

    /// How many events the log had so far, those left out or passed over included.
    #[must_use]
    pub fn place(&self) -> u64 {
        self.place
    }

    /// The run of each `case` so far, in the order of their first events. A run is kept smaller than
    /// a monitor: each is made when it is asked for.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::Verifier;
    /// let mut verification = Verifier::new(&cuba::agreement(Reading::Verified)?).start();
    /// for (event, case) in cuba::history().into_iter().zip(["one", "two"].into_iter().cycle()) {
    ///     verification.take(&event.case(case));
    /// }
    /// let cases: Vec<_> = verification.runs().map(|(case, run)| (case, run.events())).collect();
    /// assert_eq!(cases, [(Some("one"), 11), (Some("two"), 10)]);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn runs(&self) -> impl ExactSizeIterator<Item = (Option<&str>, Monitor<V>)> {
        let mut runs: Vec<_> = self.shards.iter().flat_map(Docket::cases).collect();
        runs.sort_unstable_by_key(|(first, ..)| *first);
        let runs = runs.into_iter().map(|(_, runner, case)| (case.name(), case.monitor(runner)));
        let changing = self.changing.iter().flat_map(|it| it.runs(&self.verifier.agreement));
        runs.chain(changing).collect::<Vec<_>>().into_iter()
    }

    /// The run of one `case` so far, if the log has named it.
    ///
    /// ```
    /// use servanda::cuba::{self, Obligation, Reading};
    /// use servanda::{Status, Verifier};
    /// let mut verification = Verifier::new(&cuba::agreement(Reading::Verified)?).start();
    /// verification.take(&cuba::history()[0].clone().case("one"));
    /// let run = verification.run(Some("one")).unwrap();
    /// assert_eq!(run.status(Obligation::CeaseWork), Some(Status::Due));
    /// assert!(verification.run(Some("two")).is_none());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn run(&self, case: Option<&str>) -> Option<Monitor<V>> {
        if let Some(changing) = &self.changing {
            return changing.run(&self.verifier.agreement, case);
        }
        let hash = self.sharding.hash(case.map(str::as_bytes));
        self.shards.get(self.sharding.of(hash))?.monitor(case, hash)
    }

    /// The lines that were passed over so far.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// The reports, one for each `case` in the order of their first events; one for a log that
    /// names no case, be it empty. The lines that were passed over are noted in each.
    ///
    /// [`Verification::reports`] makes them one at a time.
    #[must_use]
    pub fn finish(self) -> Vec<Report<V>> {
        self.reports().collect()
    }

    /// The same reports, each made when it is asked for.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::{Outcome, Verifier};
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let mut verification = Verifier::new(&agreement).start();
    /// for event in cuba::as_it_might_have_gone() {
    ///     for case in ["one", "two"] {
    ///         verification.take(&event.clone().case(case));
    ///     }
    /// }
    /// let settled = |report: servanda::Report<_>| report.outcome() == Outcome::Settled;
    /// assert!(verification.reports().all(settled));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn reports(self) -> Reports<V> {
        let Self { verifier, shards, skipped, lost, changing, .. } = self;
        let changing = changing.map(ChangingCases::into_cases);
        let mut left = changing.as_ref().map_or(0, |cases| cases.len());
        let shards = shards.into_iter().map(|docket| {
            let (runner, firsts, pieces) = docket.into_runs();
            left = left.saturating_add(firsts.len());
            let (firsts, cases) = (firsts.into_iter().peekable(), pieces.into_iter().flatten());
            Shard { runner, firsts, cases }
        });
        let shards: Vec<Shard<V>> = shards.collect();
        // A log without an event is one of a run in which nothing happened.
        let (skipped, lost) = (skipped.into(), lost.into());
        let (left, is_of_many) = (left.max(1), left > 1);
        Reports { verifier, shards, skipped, lost, left, is_of_many, changing }
    }
}

impl<V: Names> Reports<V> {
    /// The lines of the log that could not be read and were passed over.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// What the log says that no event has a place for.
    pub fn lost(&self) -> impl ExactSizeIterator<Item = &str> + use<'_, V> {
        self.lost.iter().map(|lost| &**lost)
    }
}

impl<V: Names> Iterator for Reports<V> {
    type Item = Report<V>;

    fn next(&mut self) -> Option<Report<V>> {
        self.left = self.left.checked_sub(1)?;
        let (agreement, as_of) = (&self.verifier.agreement, self.verifier.end());
        let told = |report: Report<V>| {
            let report = report.with_skipped(Arc::clone(&self.skipped));
            report.with_lost(Arc::clone(&self.lost)).of_many(self.is_of_many)
        };
        if let Some(case) = self.changing.as_mut().and_then(Iterator::next) {
            return Some(told(case.report(agreement, as_of)));
        }
        let mut next: Option<(u64, &mut Shard<V>)> = None;
        for shard in &mut self.shards {
            let Some(first) = shard.firsts.peek().copied() else { continue };
            if next.as_ref().is_none_or(|(earliest, _)| first < *earliest) {
                next = Some((first, shard));
            }
        }
        let report = match next {
            Some((_, shard)) => {
                shard.firsts.next();
                shard.cases.next()?.report(&mut shard.runner, agreement, as_of)
            }
            None => {
                let runner = &mut self.shards.first_mut()?.runner;
                report(runner, agreement, runner.start(), as_of)
            }
        };
        Some(told(report))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<V: Names> ExactSizeIterator for Reports<V> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Reading};

    #[test]
    fn it_tells_how_far_it_is() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut verification = Verifier::new(&agreement).start();
        assert_eq!(verification.place(), 0);
        let first = &cuba::history()[0];
        verification.take(&first.clone().case("one"));
        verification.skip(2, &"half a line");
        verification.take(&first.clone().case("two"));
        verification.take(&first.clone().case("two"));
        assert_eq!(verification.place(), 4);
        let skipped = [Skipped { line: 2, error: "half a line".into() }];
        assert_eq!(verification.skipped(), skipped);
        // A run is that of its own events, the skipped line's place counted.
        let events = |case| verification.run(Some(case)).map(|run| run.events());
        assert_eq!((events("one"), events("two"), events("three")), (Some(1), Some(4), None));
        let mut alone = Monitor::new(&agreement);
        alone.record(first);
        assert_eq!(verification.run(Some("one")).unwrap().state(), alone.state());
        let runs: Vec<_> = verification.runs().map(|(case, run)| (case, run.events())).collect();
        assert_eq!(runs, [(Some("one"), 1), (Some("two"), 4)]);
    }
}
