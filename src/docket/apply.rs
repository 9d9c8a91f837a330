//! What happens to a docket.

use std::borrow::Borrow;

use crate::event::Event;
use crate::monitor::{Manner, Monitor, Occurrence, Refusal};
use crate::names::Names;
use crate::report::{Report, Skipped};
use crate::time::Instant;

use super::answer::{Noted, NotedKind};
use super::cases::Taken;
use super::{Answer, Docket, Found, report};

impl<V: Names> Docket<V> {
    /// Takes the events that stand at an offset of the log and after it, each as the docket was told to
    /// (by itself it records). An event at an offset that was taken already is passed over: so a log
    /// can be replayed from anywhere. Of a log in shards, give each shard its events at their offsets
    /// in the whole log; offsets that it does not get are no loss.
    ///
    /// Offsets count from 0; the place of an event in reports is its offset and 1.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::docket::Docket;
    ///
    /// let mut docket = Docket::new(&cuba::agreement(Reading::Verified)?);
    /// docket.apply(0, &cuba::history()[..5]);
    /// docket.apply(3, &cuba::history()[3..]);   // two of them again
    /// assert_eq!(docket.offset(), 11);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn apply<E: Borrow<Event<V>>>(&mut self, offset: u64, events: impl IntoIterator<Item = E>) {
        for (event, offset) in events.into_iter().zip(offset..) {
            if offset >= self.offset {
                self.offset = offset;
                self.take_next(event.borrow());
            }
        }
    }

    /// Records the event that comes next, and answers what it brought.
    pub fn record(&mut self, event: &Event<V>) -> Answer<V> {
        let (answer, _) = self.answer(event, Manner::Record);
        answer
    }

    /// Submits the event that comes next, and answers what it brought.
    ///
    /// # Errors
    /// The [`Refusal`], as of [`Monitor::submit`]. It has taken an offset all the same.
    pub fn submit(&mut self, event: &Event<V>) -> Result<Answer<V>, Box<Refusal<V>>> {
        match self.answer(event, Manner::Submit) {
            (answer, None) => Ok(answer),
            (_, Some(refusal)) => Err(refusal),
        }
    }

    /// Moves all clocks on to an instant, but those that are past it, and answers what that brought.
    pub fn advance(&mut self, to: Instant) -> Vec<Found<V>> {
        let before = self.noted.len();
        for number in self.cases.numbers() {
            let counts = self.counts(number);
            self.cases.advance(number, to);
            self.note_since(number, counts);
        }
        self.found_after(before)
    }

    /// Moves the clock of each case whose next timer fires at an instant or before to just after that
    /// timer, as often as there is one; the other clocks stay where they are. Answers what that
    /// brought.
    ///
    /// So time is kept for a log whose events come late: a clock is moved no further than it must be,
    /// and an event that happened since is still in order.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::docket::Docket;
    ///
    /// let mut docket = Docket::new(&cuba::agreement(Reading::Verified)?);
    /// docket.apply(0, &cuba::history()[..2]);
    /// let found = docket.fire("1962-10-31T00:00:00Z".parse()?);
    /// assert_eq!(found.len(), 1);   // a hope that was disappointed after two days
    /// assert!(docket.run(None).unwrap().clock() < Some("1962-10-30T14:04:01Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fire(&mut self, until: Instant) -> Vec<Found<V>> {
        let before = self.noted.len();
        for number in self.cases.numbers() {
            let next = |docket: &Self| {
                let case = docket.cases.case(number)?;
                let next = case.run().next_timeout()?.max(case.run().now());
                Some(next).filter(|next| *next < until)
            };
            while let Some(fires) = next(self) {
                let counts = self.counts(number);
                self.cases.advance(number, fires.just_after());
                self.note_since(number, counts);
            }
        }
        self.found_after(before)
    }

    /// Begins the run of a case, unless there is one. Events begin those of their cases by themselves.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::docket::Docket;
    ///
    /// let mut docket = Docket::new(&cuba::agreement(Reading::Verified)?);
    /// assert!(docket.open("one") && !docket.open("one"));
    /// assert!(docket.close(Some("one")).is_some());
    /// assert!(docket.is_empty());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn open(&mut self, case: &str) -> bool {
        let hash = self.sharding.hash(Some(case.as_bytes()));
        let (number, is_new) = self.cases.open(Some(case), hash, self.offset.saturating_add(1));
        if is_new {
            self.changed.cases.insert(number);
            self.note_since(number, (0, 0));
        }
        is_new
    }

    /// Takes a case out, and tells what its run comes to. An event of that case that comes later
    /// begins a new run.
    pub fn close(&mut self, case: Option<&str>) -> Option<Report<V>> {
        let number = self.find(case)?;
        let run = self.cases.case(number)?.run().clone();
        let runner = &mut self.cases.runner().clone();
        let report = report(runner, &self.agreement, run, self.judging.end());
        self.cases.close(number, self.sharding.hash(case.map(str::as_bytes)));
        self.noted.retain(|noted| noted.case != number);
        self.changed.cases.remove(&number);
        self.changed.closed.push(case.map(Into::into));
        Some(report.with_case(case.map(Into::into)))
    }

    /// Whether an event is not left out, because it happened or came to be known after the instant of
    /// which the docket judges.
    #[must_use]
    pub fn takes(&self, event: &Event<V>) -> bool {
        self.judging.takes(event.time, event.known)
    }

    /// Notes a line of the log that could not be read. It takes the next offset, and has no effect.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::docket::Docket;
    /// let mut docket = Docket::new(&cuba::agreement(Reading::Verified)?);
    /// docket.skip(1, &"half a line");
    /// docket.apply(1, &cuba::collapse()[4..5]);
    /// assert_eq!(docket.findings_since(0)[0].finding.event, Some(2));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn skip(&mut self, line: u64, error: &dyn std::fmt::Display) {
        self.offset = self.offset.saturating_add(1);
        self.skipped.push(Skipped { line, error: error.to_string() });
    }

    /// Keeps a text that whoever feeds the docket wants to find again when it is restored.
    pub fn set_note(&mut self, note: &str) {
        self.note = note.into();
    }

    /// Takes an event whose place is known, without noting what it brings: nobody will ask for less
    /// than the whole.
    pub(crate) fn take_one(&mut self, event: Taken<'_, V>) {
        self.cases.take(event, self.judging.manner);
    }

    /// The same for events in their order.
    pub(crate) fn take_all<'a>(&mut self, events: impl Iterator<Item = Taken<'a, V>>) {
        self.cases.take_all(events, self.judging.manner);
    }

    fn take_next(&mut self, event: &Event<V>) {
        let case = event.case.as_deref().map(str::as_bytes);
        let hash = self.sharding.hash(case);
        let before = self.cases.find(event.case.as_deref(), hash);
        // What the agreement's date itself brings is told with the first event.
        let counts = before.map_or((0, 0), |number| self.counts(number));
        let occurrence = self.takes(event).then(|| Occurrence::of(event));
        self.has_left_out |= occurrence.is_none();
        let place = self.offset.saturating_add(1);
        let taken = Taken { case, hash, place, event: occurrence };
        let number = self.cases.take_numbered(taken, self.judging.manner);
        self.note_since(number, counts);
        self.changed.cases.insert(number);
        self.offset = place;
    }

    fn answer(&mut self, event: &Event<V>, manner: Manner) -> (Answer<V>, Option<Box<Refusal<V>>>) {
        let place = self.offset.saturating_add(1);
        let hash = self.sharding.hash(event.case.as_deref().map(str::as_bytes));
        let (number, is_new) = self.cases.open(event.case.as_deref(), hash, place);
        let counts = if is_new { (0, 0) } else { self.counts(number) };
        let mut answer = Answer { changes: Vec::new(), findings: Vec::new() };
        let mut refused = None;
        if let Some(case) = self.cases.case(number) {
            let mut run: Monitor<V> = case.monitor(self.cases.runner());
            let mut refusals = case.run().refusals().to_vec();
            let (step, refusal) = run.answer_at(place, event, manner);
            answer.changes = step.changes().collect();
            if let Some(refusal) = refusal {
                refused = Some(Box::new(refusal.named(&self.agreement)));
                refusals.push(*refusal);
            }
            self.cases.put(number, &run, refusals);
        }
        let before = self.noted.len();
        self.note_since(number, counts);
        self.changed.cases.insert(number);
        self.offset = place;
        answer.findings = self.found_after(before);
        (answer, refused)
    }

    /// How many findings and refusals a case has.
    fn counts(&self, number: usize) -> (usize, usize) {
        self.cases
            .case(number)
            .map_or((0, 0), |case| (case.run().findings().len(), case.run().refusals().len()))
    }

    /// Notes what a case has beyond what it had.
    pub(super) fn note_since(&mut self, number: usize, (findings, refusals): (usize, usize)) {
        let (found, refused) = self.counts(number);
        let offset = self.offset;
        let noted = (findings..found)
            .map(NotedKind::Finding)
            .chain((refusals..refused).map(NotedKind::Refusal))
            .map(|what| Noted { offset, case: number, what });
        self.noted.extend(noted);
        if (found, refused) != (findings, refusals) {
            self.changed.cases.insert(number);
        }
    }
}
