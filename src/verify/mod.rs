//! Verifying: a whole log to its report.

mod by_time;
mod carried_over;
mod changing;
mod one_by_one;
#[cfg(feature = "json")]
mod parsed_line;
mod shards;
mod stands;
pub mod summary;
mod verification;

use crate::docket::{Docket, Judging, report};
use crate::event::Event;
use crate::monitor::{AtHand, Manner, Occurrence, ShardRunner};
#[cfg(feature = "render")]
use crate::monitor::{Monitor, RefusalRecord};
use crate::names::{Ids, Names};
use crate::report::Report;
use crate::terms::Agreement;
use crate::time::Instant;

pub use by_time::{
    ByTime, Difference, DifferenceText, Evidence, Journal, Moved, Revision, UndatedError,
};
#[cfg(feature = "render")]
pub(crate) use by_time::{DrawnCase, ToldMove, WithdrawnEvent};
pub use carried_over::CarriedOver;
pub use one_by_one::OneByOne;
#[cfg(feature = "json")]
pub(crate) use parsed_line::ParsedLine;
pub use stands::StandsOtherwise;
pub use verification::{Reports, Verification};

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
    /// The further agreements at hand, that may take its place.
    also: Vec<Agreement<V>>,
    judging: Judging,
    /// How many threads judge a log together.
    threads: usize,
}

impl<V: Names> Verifier<V> {
    /// Records every event, and judges as of the last event's time, with all that is known now.
    #[must_use]
    pub fn new(agreement: &Agreement<V>) -> Self {
        let also = Vec::new();
        Self { agreement: agreement.clone(), also, judging: Judging::default(), threads: 1 }
    }

    /// Has a further agreement at hand, which a line of the log may put in this one's place by its digest
    /// ([section 12](crate::guide::law#12-an-agreement-that-changes)). From that line on the log is read as the
    /// new agreement reads it, and the report is of that one, with what the old one left behind.
    /// A docket has none of them at hand: it is carried over as a whole
    /// ([`Docket::carry_over`](crate::docket::Docket::carry_over)).
    ///
    /// ```
    /// use servanda::event::Deed;
    /// use servanda::{Agreement, Event, Status, Verifier};
    ///
    /// let text = r#"{"title": "Loan", "date": "2026-03-01T00:00:00Z",
    ///     "parties": {"lender": "", "borrower": ""}, "acts": {"repay": {"by": ["borrower"]}},
    ///     "obligations": {"debt": {"debtor": "borrower", "creditor": "lender", "perform": "repay", "within": "P7D"}}}"#;
    /// let old = Agreement::from_json(text)?;
    /// let new = Agreement::from_json(&text.replace("debt\"", "interest\""))?;
    ///
    /// let (borrower, lender) = (old.party("borrower")?, old.party("lender")?);
    /// let changed = Event::amended("2026-03-02T00:00:00Z".parse()?, borrower, new.digest());
    /// let report = Verifier::new(&old).also(&new).judge([changed.together([borrower, lender])]);
    /// assert_eq!(report.agreement().digest(), new.digest());
    /// let standing: Vec<_> = report.obligations().map(|it| it.status).collect();
    /// assert_eq!(standing, [Status::Due]);
    /// let left: Vec<_> = report.left_behind().collect();
    /// assert_eq!(left[0].standings.status, Status::Lapsed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn also(mut self, agreement: &Agreement<V>) -> Self {
        self.also.push(agreement.clone());
        // What another agreement makes of a run may rest on when things came about.
        self.judging.keeps_milestones = true;
        self
    }

    /// The same, by ids.
    #[cfg(feature = "render")]
    fn erased(&self) -> Verifier {
        Verifier {
            agreement: self.agreement.erased(),
            also: self.also.iter().map(Agreement::erased).collect(),
            judging: self.judging,
            threads: self.threads,
        }
    }

    /// The agreements at hand, where there is more than one.
    pub(crate) fn at_hand(&self) -> Option<AtHand> {
        let others: Vec<Agreement> = self.also.iter().map(Agreement::erased).collect();
        (!others.is_empty()).then(|| AtHand::new(&self.agreement.erased(), &others))
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
        self.judging.manner = Manner::Submit;
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
        self.judging.as_of = Some(instant);
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
    /// assert_eq!(before.as_of(), Some(day));
    /// assert!(before.is_conformant());   // nothing was known to have happened
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn known_by(mut self, instant: Instant) -> Self {
        self.judging.known_by = Some(instant);
        self
    }

    /// Runs remember less: when the agreement entered into force and terminated, and when each
    /// obligation fell due, was breached, came to rest and was closed, is left out of reports. A case
    /// of the settlement takes two fifths less memory so, and nothing else differs.
    ///
    /// ```
    /// use servanda::cuba::{self, Obligation, Reading};
    /// use servanda::{Status, Verifier};
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).without_milestones();
    /// let mut docket = verifier.docket();
    /// docket.apply(0, cuba::history());
    /// let report = &docket.reports()[0];
    /// let weapons = report.obligations().find(|it| it.obligation == Obligation::RemoveWeapons);
    /// let weapons = weapons.ok_or("an obligation")?;
    /// assert_eq!((weapons.status, weapons.due), (Status::Performed, None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn without_milestones(mut self) -> Self {
        self.judging.keeps_milestones = !self.also.is_empty();
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
        // Runs whose agreement may change are judged one after the other.
        if self.also.is_empty() { self.threads } else { 1 }
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
        if let Some(at_hand) = self.at_hand() {
            return self.judge_changing(at_hand, events);
        }
        let mut runner = ShardRunner::new(&self.agreement, self.judging.keeps_milestones);
        let mut run = runner.start();
        for (event, place) in events.into_iter().zip(1_u64..) {
            let event = event.borrow();
            if self.takes(event) {
                runner.take(&mut run, place, Occurrence::of(event), self.judging.manner);
            }
        }
        report(&mut runner, &self.agreement, run, self.end())
    }

    /// Starts a verification that takes events as they come.
    #[must_use]
    pub fn start(&self) -> Verification<V> {
        Verification::new(self)
    }

    /// A docket that takes events as this verifier does. What it comes to is what the verifier says of
    /// the whole log, wherever it is saved and gone on with.
    ///
    /// ```
    /// use servanda::Verifier;
    /// use servanda::cuba::{self, Reading};
    /// use servanda::docket::Docket;
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let verifier = Verifier::new(&agreement);
    /// let mut docket = verifier.docket();
    /// docket.apply(0, &cuba::history()[..5]);
    ///
    /// // Later on, and elsewhere.
    /// let (offset, bytes) = docket.checkpoint();
    /// let mut docket = Docket::restore(&agreement, &bytes)?.docket;
    /// docket.apply(offset, &cuba::history()[5..]);
    /// assert_eq!(docket.reports(), [verifier.judge(cuba::history())]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn docket(&self) -> Docket<V> {
        Docket::judging(&self.agreement, self.judging)
    }

    /// A docket that was saved, to go on with as this verifier takes events. The instant as of which it
    /// judges may have moved on since, as long as the docket has left out nothing.
    ///
    /// ```
    /// use servanda::Verifier;
    /// use servanda::cuba::{self, Reading};
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
    /// let early = verifier.clone().as_of("1962-10-29T00:00:00Z".parse()?);
    /// let late = verifier.clone().as_of("1962-11-29T00:00:00Z".parse()?);
    ///
    /// let mut docket = early.docket();
    /// docket.apply(0, &cuba::history()[..1]);
    /// let (_, bytes) = docket.checkpoint();
    /// assert!(late.restore(&bytes).is_ok() && verifier.submitting().restore(&bytes).is_err());
    ///
    /// docket.apply(1, &cuba::history()[1..]);   // most of them are left out
    /// let (_, bytes) = docket.checkpoint();
    /// assert!(late.restore(&bytes).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where no docket of this agreement that judged so can be like that.
    #[cfg(feature = "json")]
    pub fn restore(
        &self,
        bytes: &[u8],
    ) -> Result<crate::docket::Restored<V>, crate::docket::DocketError> {
        let restored = Docket::restore(&self.agreement, bytes)?;
        let (whole, docket) = (restored.whole, restored.docket.judging_now(self.judging)?);
        Ok(crate::docket::Restored { docket, whole })
    }

    /// How it takes events.
    pub(crate) fn manner(&self) -> Manner {
        self.judging.manner
    }

    /// The instant that it judges as of, if it is told one.
    pub(crate) fn end(&self) -> Option<Instant> {
        self.judging.end()
    }

    /// Whether an event is not left out.
    pub(crate) fn takes(&self, event: &Event<V>) -> bool {
        self.judging.takes(event.time, event.known)
    }

    /// Takes the event at a place of the log, if it is not left out; answers its refusal, if it is refused.
    #[cfg(feature = "render")]
    pub(crate) fn take(
        &self,
        monitor: &mut Monitor<V>,
        place: u64,
        event: &Event<V>,
    ) -> Option<Box<RefusalRecord>> {
        self.takes(event).then(|| monitor.take_at(place, event, self.manner())).flatten()
    }

    /// Moves the clock to the end, and tells what the run comes to.
    #[cfg(feature = "render")]
    pub(crate) fn report(
        &self,
        monitor: &mut Monitor<V>,
        refusals: Vec<RefusalRecord>,
    ) -> Report<V> {
        let end = self.end();
        // An end before the clock moves nothing.
        let _ = monitor.advance(end.unwrap_or(monitor.now()).max(monitor.now()));
        Report::of(monitor).with_refusals(refusals).with_as_of(end)
    }
}
