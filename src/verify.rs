//! Verifying: a whole log to its report.

use std::collections::HashMap;

use crate::event::Event;
use crate::monitor::{Manner, Monitor};
use crate::names::{Ids, Names};
use crate::report::{Report, Skipped};
use crate::terms::Agreement;
use crate::time::Instant;

/// Judges a log against an agreement: how, as of when, as known by when.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::{Outcome, Verifier};
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let report = Verifier::new(&agreement)
///     .as_of("1963-01-07T17:00:00Z".parse()?)
///     .judge(cuba::as_it_might_have_gone());
/// assert_eq!(report.outcome(), Outcome::Settled);
/// assert!(report.is_conformant());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verifier<V: Names = Ids> {
    agreement: Agreement<V>,
    manner: Manner,
    as_of: Option<Instant>,
    known_by: Option<Instant>,
}

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
#[derive(Clone, Debug)]
pub struct Verification<V: Names = Ids> {
    verifier: Verifier<V>,
    /// How many events the log had so far, those left out included.
    place: u64,
    runs: Vec<(Option<Box<str>>, Monitor<V>)>,
    by_case: HashMap<Option<Box<str>>, usize>,
    skipped: Vec<Skipped>,
}

impl<V: Names> Verifier<V> {
    /// Records every event, and judges as of the last event's time, with all that is known now.
    #[must_use]
    pub fn new(agreement: &Agreement<V>) -> Self {
        Self { agreement: agreement.clone(), manner: Manner::Record, as_of: None, known_by: None }
    }

    /// Submits each event to a gatekeeper instead, which refuses what would be void, prohibited or
    /// premature.
    ///
    /// ```
    /// use servanda::{Verifier, cuba};
    /// let verifier = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?);
    /// assert_eq!(verifier.judge(cuba::collapse()).refusals().len(), 0);
    /// assert!(verifier.submitting().judge(cuba::collapse()).refusals().len() > 0);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn submitting(mut self) -> Self {
        self.manner = Manner::Submit;
        self
    }

    /// Leaves out what happened after this instant, and moves the clock on to it at the end.
    #[must_use]
    pub fn as_of(mut self, instant: Instant) -> Self {
        self.as_of = Some(instant);
        self
    }

    /// Leaves out what came to be known after this instant.
    ///
    /// ```
    /// use servanda::cuba::{Act, Party};
    /// use servanda::{Event, Verifier, cuba};
    /// let agreement = cuba::agreement(cuba::Reading::Verified)?;
    /// let (day, week) = ("1962-11-01T00:00:00Z".parse()?, "1962-11-08T00:00:00Z".parse()?);
    /// let secret = [Event::act(day, Party::Ussr, Act::IntroduceWeapons).known(week)];
    /// let before = Verifier::new(&agreement).known_by(day).judge(&secret);
    /// assert_eq!(before.as_of(), agreement.date());   // nothing was known to have happened
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn known_by(mut self, instant: Instant) -> Self {
        self.known_by = Some(instant);
        self
    }

    /// The agreement that it judges against.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    /// Judges a log of one run; what an event says of its `case` is ignored.
    pub fn judge<E: std::borrow::Borrow<Event<V>>>(
        &self,
        events: impl IntoIterator<Item = E>,
    ) -> Report<V> {
        let mut monitor = Monitor::new(&self.agreement).without_history();
        for (event, place) in events.into_iter().zip(1_u64..) {
            self.take(&mut monitor, place, event.borrow());
        }
        self.report(&mut monitor)
    }

    /// Starts a verification that takes events as they come.
    #[must_use]
    pub fn start(&self) -> Verification<V> {
        Verification {
            verifier: self.clone(),
            place: 0,
            runs: Vec::new(),
            by_case: HashMap::new(),
            skipped: Vec::new(),
        }
    }

    /// What it leaves out: what happened after an instant, and what came to be known after one.
    pub(crate) fn cuts(&self) -> (Option<Instant>, Option<Instant>) {
        (self.as_of, self.known_by)
    }

    /// How it takes events.
    pub(crate) fn manner(&self) -> Manner {
        self.manner
    }

    /// The instant that it judges as of, if it is told one.
    pub(crate) fn end(&self) -> Option<Instant> {
        self.as_of
    }

    /// Whether an event is not left out.
    pub(crate) fn takes(&self, event: &Event<V>) -> bool {
        self.as_of.is_none_or(|as_of| event.time <= as_of)
            && self.known_by.is_none_or(|known_by| event.known_from() <= known_by)
    }

    /// Takes the event at a place of the log, if it is not left out.
    pub(crate) fn take(&self, monitor: &mut Monitor<V>, place: u64, event: &Event<V>) {
        if self.takes(event) {
            monitor.take_at(place, event, self.manner);
        }
    }

    /// Moves the clock to the end, and tells what the run comes to.
    pub(crate) fn report(&self, monitor: &mut Monitor<V>) -> Report<V> {
        let end = self.as_of.unwrap_or(monitor.clock());
        // An end before the agreement's date moves nothing: the clock starts there.
        let _ = monitor.advance(end.max(monitor.clock()));
        Report::of(monitor).with_as_of(end)
    }
}

impl<V: Names> Verification<V> {
    /// Takes the next event of the log.
    pub fn take(&mut self, event: &Event<V>) {
        self.place = self.place.saturating_add(1);
        let number = match self.by_case.get(&event.case) {
            Some(number) => *number,
            None => {
                let monitor = Monitor::new(&self.verifier.agreement).without_history();
                self.by_case.insert(event.case.clone(), self.runs.len());
                self.runs.push((event.case.clone(), monitor));
                self.runs.len().saturating_sub(1)
            }
        };
        if let Some((_, monitor)) = self.runs.get_mut(number) {
            self.verifier.take(monitor, self.place, event);
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

    /// The reports, one for each `case` in the order of their first events; one for a log that
    /// names no case, be it empty. The lines that were passed over are noted in each.
    #[must_use]
    pub fn finish(self) -> Vec<Report<V>> {
        let Self { verifier, mut runs, skipped, .. } = self;
        if runs.is_empty() {
            runs.push((None, Monitor::new(&verifier.agreement).without_history()));
        }
        runs.into_iter()
            .map(|(case, mut monitor)| {
                verifier.report(&mut monitor).with_case(case).with_skipped(skipped.clone())
            })
            .collect()
    }
}
