//! Verifying: a whole log to its report.

mod cases;
mod deal;
mod hands;
#[cfg(feature = "json")]
mod heard;
mod name;
mod roll;
mod verification;

use crate::event::Event;
use crate::monitor::{Manner, Monitor, ParkedRun, ShardRunner};
use crate::names::{Ids, Names};
use crate::report::Report;
use crate::terms::Agreement;
use crate::time::Instant;

pub use crate::watch::{ResumeError, SavedWatch, Told, Watch};
pub use verification::{Reports, Verification};
#[cfg(feature = "json")]
pub(crate) use {hands::Hands, heard::Heard};

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
    /// How many threads judge a log together.
    threads: usize,
}

impl<V: Names> Verifier<V> {
    /// Records every event, and judges as of the last event's time, with all that is known now.
    #[must_use]
    pub fn new(agreement: &Agreement<V>) -> Self {
        Self {
            agreement: agreement.clone(),
            manner: Manner::Record,
            as_of: None,
            known_by: None,
            threads: 1,
        }
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
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::Verifier;
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
    /// let before = verifier.clone().as_of("1962-11-20T22:00:00Z".parse()?).judge(cuba::history());
    /// assert!(before.is_conformant());   // an hour later the quarantine was lifted
    /// assert!(!verifier.judge(cuba::history()).is_conformant());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Judges a log of many cases on all threads of the present rayon pool. The reports are the same
    /// as on one thread, and in the same order.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::formats::BadLines;
    /// use servanda::Verifier;
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
    /// let log = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}"#;
    /// let one_thread = verifier.judge_log(log.as_bytes(), BadLines::Stop)?;
    /// let all_threads = verifier.in_parallel().judge_log(log.as_bytes(), BadLines::Stop)?;
    /// assert_eq!(all_threads, one_thread);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "parallel")]
    #[must_use]
    pub fn in_parallel(mut self) -> Self {
        self.threads = rayon::current_num_threads();
        self
    }

    /// The agreement that it judges against.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    #[cfg(feature = "json")]
    pub(crate) fn threads(&self) -> usize {
        self.threads
    }

    /// Judges a log of one run; what an event says of its `case` is ignored.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::{Outcome, Verifier};
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Practised)?);
    /// let report = verifier.judge(cuba::practice());
    /// assert!(report.is_conformant());
    /// assert_eq!(report.outcome(), Outcome::Pending);   // the assurance was never given
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn judge<E: std::borrow::Borrow<Event<V>>>(
        &self,
        events: impl IntoIterator<Item = E>,
    ) -> Report<V> {
        let mut warden = ShardRunner::new(&self.agreement);
        let mut run = warden.start();
        for (event, place) in events.into_iter().zip(1_u64..) {
            let event = event.borrow();
            if self.takes(event) {
                warden.take(&mut run, place, event.time, &event.deed, self.manner);
            }
        }
        report(&mut warden, &self.agreement, run, self.as_of)
    }

    /// Starts a verification that takes events as they come.
    #[must_use]
    pub fn start(&self) -> Verification<V> {
        Verification::new(self)
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
        self.takes_in(event.time, event.known)
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

    /// Whether an event of that time is not left out.
    fn takes_in(&self, time: Instant, known: Option<Instant>) -> bool {
        self.as_of.is_none_or(|as_of| time <= as_of)
            && self.known_by.is_none_or(|known_by| known.unwrap_or(time) <= known_by)
    }
}

/// What a run comes to, as of an instant or of its last event's time.
fn report<V: Names>(
    warden: &mut ShardRunner<V>,
    agreement: &Agreement<V>,
    mut run: ParkedRun,
    as_of: Option<Instant>,
) -> Report<V> {
    let end = as_of.unwrap_or(run.clock());
    // An end before the agreement's date moves nothing: the clock starts there.
    warden.advance(&mut run, end);
    Report::at_end(agreement, run).with_as_of(end)
}
