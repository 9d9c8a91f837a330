//! The monitor as its users see it: names at the edge, ids inside.

use std::sync::Arc;

use crate::event::Event;
use crate::names::{Ids, Names, ObligationId};
use crate::terms::Agreement;
use crate::time::Instant;

use super::automaton::{Cache, RecordedEffects};
use super::rules::{At, Ledger, Manner, Mark, Remembered, Scope, State};
use super::runner::{Occurrence, Runner, is_plain};
use super::storage::{ParkedState, RunStorage};
use super::{Change, Changes, Finding, Outcome, Refusal, RefusalRecord, Status, Step};

/// The state machine of one run of an agreement: it takes events one at a time and says what is
/// owed, kept and breached, by whom and why.
///
/// **Give it events in the order of the log; it answers each with what changed, and between events
/// it stands still.**
///
/// There are two ways to give it an event. [`Monitor::submit`] is a gatekeeper: what would be void,
/// prohibited, premature or belated is refused, with every reason, and nothing changes, the clock
/// neither. [`Monitor::record`] is an auditor: what happened, happened, and is found to be what it
/// is. [`Monitor::rehearse_submit`] and [`Monitor::rehearse_record`] do the same to a copy.
///
/// ```
/// use servanda::cuba::{self, Act, Obligation, Party, Reading};
/// use servanda::{Event, Monitor, Status};
///
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let accepted = "1962-10-28T14:04:00Z".parse()?;
/// monitor.submit(&Event::act(accepted, Party::Ussr, Act::AcceptProposal))?;
/// assert_eq!(monitor.status(Obligation::CeaseWork), Some(Status::Due));
///
/// // The quarantine can't be lifted yet, and the refusal says why.
/// let too_early = Event::act(accepted, Party::Us, Act::LiftQuarantine);
/// let refusal = monitor.submit(&too_early).unwrap_err();
/// assert_eq!(refusal.findings[0].unmet().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Monitor<V: Names = Ids> {
    agreement: Agreement<V>,
    cache: Arc<Cache>,
    storage: RunStorage,
    ledger: Ledger,
}

/// A dry run: what a monitor would have answered, and the monitor as it would be then.
///
/// ```
/// use servanda::cuba::{self, Act, Obligation, Party, Reading};
/// use servanda::{Event, Monitor, Status};
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
/// let rehearsal = monitor.rehearse_submit(&accepted)?;
/// assert!(!rehearsal.step().is_idle());
/// assert_eq!(rehearsal.monitor().status(Obligation::CeaseWork), Some(Status::Due));
/// assert_eq!(monitor.status(Obligation::CeaseWork), Some(Status::Dormant));   // nothing happened
/// assert_eq!(rehearsal.into_monitor().events(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rehearsal<V: Names = Ids> {
    monitor: Monitor<V>,
    mark: Mark,
}

/// The clock was to go back.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::monitor::OutOfOrderError;
/// use servanda::Monitor;
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// monitor.advance(cuba::ANSWER_BROADCAST)?;
/// let error = monitor.advance(cuba::LETTER_SENT).unwrap_err();
/// assert_eq!((error.clock, error.to), (cuba::ANSWER_BROADCAST, cuba::LETTER_SENT));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the clock stands at {clock} and cannot go back to {to}")]
#[non_exhaustive]
pub struct OutOfOrderError {
    /// Where the clock stands.
    pub clock: Instant,
    /// Where it was to go.
    pub to: Instant,
}

impl<V: Names> Monitor<V> {
    /// Starts a run at the agreement's date.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::{Monitor, Outcome};
    /// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// assert_eq!(monitor.clock().unwrap(), cuba::LETTER_SENT);
    /// assert_eq!(monitor.outcome(), Outcome::Pending);
    /// assert!(!monitor.is_in_force());   // it waits for an answer
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn new(agreement: &Agreement<V>) -> Self {
        let mut monitor = Self::keeping(agreement, true);
        monitor.storage.reserve(&monitor.cache);
        monitor
    }

    /// A run that remembers for reports when things come about, or does not.
    pub(crate) fn keeping(agreement: &Agreement<V>, keeps_milestones: bool) -> Self {
        let state = State::new(agreement.terms()).keeping(keeps_milestones);
        let ledger = Ledger { keeps_history: true, ..Ledger::default() };
        let mut monitor = Self::at(agreement, state, ledger);
        monitor.runner().ask_rules(|run| run.settle_at_start());
        monitor.storage.compacted(&monitor.cache, agreement.terms());
        monitor
    }

    /// The same run without a memory of its changes: [`Monitor::history`] stays empty from here on,
    /// and a long run takes no more memory than a short one. Findings and refusals are kept.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::Monitor;
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?).without_history();
    /// for event in cuba::history() {
    ///     monitor.record(&event);
    /// }
    /// assert_eq!(monitor.changes().count(), 0);
    /// assert!(monitor.findings().len() > 0);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn without_history(mut self) -> Self {
        self.ledger.keeps_history = false;
        self.ledger.changes = Vec::new();
        self
    }

    /// Takes an event as a gatekeeper.
    ///
    /// # Errors
    /// The [`Refusal`] of an event that would be void, prohibited, or premature (also where
    /// recording would call it waived: say [`Event::waive`] first). Nothing has changed but that
    /// time has passed.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::monitor::FindingKind;
    /// use servanda::{Event, Monitor};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Established)?);
    /// let now = cuba::ANSWER_BROADCAST;
    /// monitor.submit(&Event::act(now, Party::Ussr, Act::AcceptProposal))?;
    /// // The gate protects the United States alone: recording would take that for a waiver.
    /// let refusal = monitor.submit(&Event::act(now, Party::Us, Act::LiftQuarantine)).unwrap_err();
    /// assert_eq!(refusal.findings[0].kind(), FindingKind::Waived);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn submit(&mut self, event: &Event<V>) -> Result<Step<'_, V>, Box<Refusal<V>>> {
        let (step, refusal) = self.take(event, Manner::Submit);
        match refusal {
            None => Ok(step),
            Some(refusal) => Err(Box::new(step.monitor.named(&refusal))),
        }
    }

    /// The same run by ids, whatever its vocabulary: for code that serves all agreements alike.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let mut typed = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// typed.record(&Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal));
    /// let by_ids: Monitor = typed.erased();
    /// let due = by_ids.agreement().obligation("cease-work")?;
    /// assert_eq!(by_ids.status(due), Some(servanda::Status::Due));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn erased(&self) -> Monitor {
        Monitor {
            agreement: self.agreement.erased(),
            cache: Arc::clone(&self.cache),
            storage: self.storage.clone(),
            ledger: self.ledger.clone(),
        }
    }

    /// Takes an event as an auditor: a void event has no effect, a premature or prohibited act has
    /// its effect and its finding.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::monitor::FindingKind;
    /// use servanda::{Event, Monitor};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let lifted = Event::act(cuba::ANSWER_BROADCAST, Party::Us, Act::LiftQuarantine);
    /// let step = monitor.record(&lifted);
    /// assert_eq!(step.findings().next().unwrap().kind(), FindingKind::Premature);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn record(&mut self, event: &Event<V>) -> Step<'_, V> {
        // What is recorded is never refused.
        self.take(event, Manner::Record).0
    }

    /// What [`Monitor::submit`] would answer.
    ///
    /// # Errors
    /// As for [`Monitor::submit`].
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let lifted = Event::act(monitor.clock().unwrap(), Party::Us, Act::LiftQuarantine);
    /// assert!(monitor.rehearse_submit(&lifted).is_err());
    /// assert_eq!(monitor.events(), 0);   // it was only asked
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn rehearse_submit(&self, event: &Event<V>) -> Result<Rehearsal<V>, Box<Refusal<V>>> {
        let mut rehearsal = self.stage();
        rehearsal.monitor.submit(event)?;
        Ok(self.staged(rehearsal))
    }

    /// What [`Monitor::record`] would answer.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let lifted = Event::act(monitor.clock().unwrap(), Party::Us, Act::LiftQuarantine);
    /// assert_eq!(monitor.rehearse_record(&lifted).step().findings().len(), 1);
    /// assert!(monitor.is_conformant());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn rehearse_record(&self, event: &Event<V>) -> Rehearsal<V> {
        let mut rehearsal = self.stage();
        rehearsal.monitor.record(event);
        self.staged(rehearsal)
    }

    /// A copy that writes down what changes, for the rehearsal to tell.
    fn stage(&self) -> Rehearsal<V> {
        let mut monitor = self.clone();
        if !self.ledger.keeps_history {
            monitor.ledger.changes.clear();
        }
        monitor.ledger.keeps_history = true;
        let mark = Mark::after(&monitor.ledger);
        Rehearsal { monitor, mark }
    }

    fn staged(&self, mut rehearsal: Rehearsal<V>) -> Rehearsal<V> {
        rehearsal.monitor.ledger.keeps_history = self.ledger.keeps_history;
        rehearsal
    }

    /// Moves the clock on: every timer up to there fires.
    ///
    /// # Errors
    /// The clock cannot go back.
    ///
    /// ```
    /// use servanda::cuba::{self, Obligation, Reading};
    /// use servanda::monitor::FindingKind;
    /// use servanda::Monitor;
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// for event in &cuba::history()[..2] {
    ///     monitor.record(event);
    /// }
    /// // The announcement was hoped for within two days.
    /// let step = monitor.advance("1962-10-31T00:00:00Z".parse()?)?;
    /// let finding = step.findings().next().unwrap();
    /// assert_eq!(finding.kind(), FindingKind::Unmet);
    /// assert_eq!(finding.obligation(), Some(&Obligation::Announce));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advance(&mut self, to: Instant) -> Result<Step<'_, V>, OutOfOrderError> {
        let clock = self.now();
        if to < clock {
            return Err(OutOfOrderError { clock, to });
        }
        let mark = self.ledger.open();
        self.runner().advance(to);
        Ok(self.since(mark))
    }

    /// The agreement that it keeps.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    /// Where the clock stands; none of a run that has not begun: the agreement has no date, and no
    /// event has counted yet.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::Monitor;
    /// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// assert_eq!(monitor.clock(), Some(cuba::LETTER_SENT));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn clock(&self) -> Option<Instant> {
        self.has_begun().then(|| self.now())
    }

    /// Whether the run has begun.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.storage.has_begun(&self.cache, self.agreement.terms())
    }

    /// Where the clock stands, the first instant of all before the run has begun.
    pub(crate) fn now(&self) -> Instant {
        self.storage.clock(&self.cache, self.agreement.terms())
    }

    /// Whether the agreement has entered into force.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.state().in_force.is_some()
    }

    /// Whether the agreement has terminated.
    #[must_use]
    pub fn is_terminated(&self) -> bool {
        self.state().run.terminated.is_some()
    }

    /// How many events it has been given, refused ones included.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let lifted = Event::act(monitor.clock().unwrap(), Party::Us, Act::LiftQuarantine);
    /// assert!(monitor.submit(&lifted).is_err());
    /// assert_eq!(monitor.events(), 1);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn events(&self) -> u64 {
        self.ledger.events
    }

    /// The next instant at which something fires, if time alone can still bring something. A
    /// deadline fires just after its instant.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::Monitor;
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// assert_eq!(monitor.next_timeout(), None);   // not in force, time alone brings nothing
    /// for event in &cuba::history()[..2] {
    ///     monitor.record(event);
    /// }
    /// assert_eq!(monitor.next_timeout(), Some("1962-10-30T14:04:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn next_timeout(&self) -> Option<Instant> {
        self.storage.next_timeout(&self.cache, self.agreement.terms())
    }

    /// What the run comes to, as it stands ([SEMANTICS.md, section 6](crate::guide::law#6-the-report)).
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.state().outcome(self.agreement.terms())
    }

    /// Whether nothing was found but what is only told. What was refused left nothing behind.
    #[must_use]
    pub fn is_conformant(&self) -> bool {
        self.ledger.findings.iter().all(|finding| finding.kind().is_only_told())
    }

    /// Where an obligation stands; none for one that is not of this agreement, or is owed in each subject of a
    /// kind: for that ask [`Monitor::subject`].
    #[must_use]
    pub fn status(&self, obligation: V::Obligation) -> Option<Status> {
        Some(self.tracked(obligation)?.status)
    }

    /// How much of an obligation is done (of a prohibition, 0); none for one that is not of this
    /// agreement. It counts up to the largest `u64`.
    #[must_use]
    pub fn progress(&self, obligation: V::Obligation) -> Option<u64> {
        Some(self.tracked(obligation)?.progress)
    }

    /// How much a duty to perform takes: what was fixed when it fell due, and amended since; before that, what
    /// the agreement writes. None of what is no such duty, or of a figure that is still to be told.
    ///
    /// ```
    /// use servanda::Monitor;
    /// use servanda::cuba::{self, Obligation, Reading};
    /// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// assert_eq!(monitor.quantity(Obligation::RemoveWeapons), Some(84));
    /// assert_eq!(monitor.quantity(Obligation::StayCeased), None);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn quantity(&self, obligation: V::Obligation) -> Option<u64> {
        self.quantity_of(self.obligation_in(Scope::Run, obligation)?)
    }

    pub(super) fn quantity_of(&self, at: At<ObligationId>) -> Option<u64> {
        let duty = self.agreement.terms().obligations[at.id].performance()?;
        self.state()[at].figure.or_else(|| duty.written_quantity())
    }

    /// The deadline of an obligation, if it has one now. While the obligation rests, its deadline is
    /// shown where it stood; it moves when the rest is over.
    #[must_use]
    pub fn deadline(&self, obligation: V::Obligation) -> Option<Instant> {
        self.tracked(obligation)?.deadline
    }

    /// Who owes an obligation now; none for one that is not of this agreement.
    #[must_use]
    pub fn debtor(&self, obligation: V::Obligation) -> Option<V::Party> {
        let lexicon = self.agreement.lexicon();
        self.tracked(obligation)?.parties.debtor.map(|debtor| lexicon.party(debtor))
    }

    /// Whose attestation an obligation needs now, if anyone's.
    #[must_use]
    pub fn verifier(&self, obligation: V::Obligation) -> Option<V::Party> {
        let lexicon = self.agreement.lexicon();
        self.tracked(obligation)?.parties.verifier.map(|verifier| lexicon.party(verifier))
    }

    /// All that changed about an obligation, in the order in which it did.
    ///
    /// ```
    /// use servanda::cuba::{self, Obligation, Reading};
    /// use servanda::Monitor;
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// for event in cuba::history() {
    ///     monitor.record(&event);
    /// }
    /// let last = monitor.history(Obligation::RemoveWeapons).last().unwrap();
    /// assert_eq!(last.event, Some(11));   // the bombers left
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn history(&self, obligation: V::Obligation) -> impl Iterator<Item = Change<V>> {
        self.changes().filter(move |change| change.obligation() == Some(&obligation))
    }

    /// All that changed so far.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::Monitor;
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// for event in cuba::history() {
    ///     monitor.record(&event);
    /// }
    /// assert!(monitor.changes().is_sorted_by_key(|change| change.at));
    /// assert!(monitor.changes().len() > 20);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn changes(&self) -> Changes<'_, V> {
        let keeps = self.ledger.keeps_history;
        self.since(if keeps { Mark::START } else { Mark::after(&self.ledger) }).changes()
    }

    /// All that was found so far, in the order of the report.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = Finding<V>> {
        self.since(Mark::START).findings()
    }

    fn named(&self, refusal: &RefusalRecord) -> Refusal<V> {
        refusal.named(&self.agreement)
    }

    pub(super) fn at(agreement: &Agreement<V>, state: State, ledger: Ledger) -> Self {
        let cache = Cache::of(agreement.terms());
        let storage = RunStorage::new(Box::new(state));
        Self { agreement: agreement.clone(), cache, storage, ledger }
    }

    /// Takes the next event, and answers what it brought, or with nothing brought why it was refused.
    #[inline]
    fn take(
        &mut self,
        event: &Event<V>,
        manner: Manner,
    ) -> (Step<'_, V>, Option<Box<RefusalRecord>>) {
        let (agreement, cache) = (&self.agreement, &*self.cache);
        let (storage, ledger) = (&mut self.storage, &mut self.ledger);
        ledger.events = ledger.events.wrapping_add(1);
        let has_no_more = event.id.is_none() && event.subject.is_none();
        let followed = match is_plain(has_no_more, event.time, event.known) {
            true => storage.follow(cache, &event.time, &event.deed, agreement.lexicon(), manner),
            false => None,
        };
        let (mark, answer) = match followed {
            Some(effects) if !ledger.keeps_history && !effects.have_findings() => {
                ledger.forget_attempt();
                (Mark::after(ledger), Ok(Some(effects)))
            }
            followed => {
                let mark = ledger.open();
                let mut runner = Runner { agreement, cache, storage, ledger };
                let answer = match followed {
                    Some(effects) => Ok(runner.followed(effects, event.time)),
                    None => runner.take(Occurrence::of(event), manner),
                };
                (mark, answer)
            }
        };
        let (effects, refusal) = match answer {
            Ok(effects) => (effects, None),
            Err(refusal) => (None, Some(refusal)),
        };
        (Step { monitor: self, mark, effects }, refusal)
    }

    /// The change of this number, of those that the edge brought which the run took last.
    pub(super) fn change(&self, effects: &RecordedEffects, number: usize) -> Option<Change> {
        let transition = self.storage.transition(&self.cache, effects, number)?;
        Some(Change { at: self.now(), event: Some(self.ledger.events), subject: None, transition })
    }

    #[inline]
    fn runner(&mut self) -> Runner<'_, '_, V> {
        Runner {
            agreement: &self.agreement,
            cache: &self.cache,
            storage: &mut self.storage,
            ledger: &mut self.ledger,
        }
    }

    fn since(&self, mark: Mark) -> Step<'_, V> {
        Step { monitor: self, mark, effects: None }
    }

    pub(crate) fn state(&self) -> &State {
        self.storage.whole(&self.cache, self.agreement.terms())
    }

    /// A run by ids that begins where this one stands: nothing was found in it.
    pub(crate) fn by_ids(&self) -> Monitor {
        Monitor {
            agreement: self.agreement.erased(),
            cache: Arc::clone(&self.cache),
            storage: self.storage.clone(),
            ledger: Ledger::default(),
        }
    }

    /// Takes the event at a place of a log, of which others may have been left out; answers the refusal,
    /// if it is refused.
    pub(crate) fn take_at(
        &mut self,
        place: u64,
        event: &Event<V>,
        manner: Manner,
    ) -> Option<Box<RefusalRecord>> {
        self.ledger.events = place.saturating_sub(1);
        self.take(event, manner).1
    }

    /// The same, and what that brought.
    pub(crate) fn answer_at(
        &mut self,
        place: u64,
        event: &Event<V>,
        manner: Manner,
    ) -> (Step<'_, V>, Option<Box<RefusalRecord>>) {
        self.ledger.events = place.saturating_sub(1);
        self.take(event, manner)
    }

    /// From a run that waited for its turn.
    pub(super) fn resumed(agreement: &Agreement<V>, parked: ParkedState, ledger: Ledger) -> Self {
        let cache = Cache::of(agreement.terms());
        Self { agreement: agreement.clone(), cache, storage: RunStorage::resumed(parked), ledger }
    }

    /// The state, as a run keeps it that waits for its turn.
    pub(super) fn parked_state(&self) -> ParkedState {
        self.storage.clone().parked(&self.cache, self.agreement.terms())
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// A run that goes on where another stood, if that was a state at rest.
    pub(crate) fn resume(
        agreement: &Agreement<V>,
        remembered: Remembered,
        ledger: Ledger,
    ) -> Option<Self> {
        let state = State::derived(agreement.terms(), remembered);
        let before = state.clone();
        let mut monitor = Self::at(agreement, state, ledger);
        let findings = monitor.ledger.findings.len();
        let changes = monitor.ledger.changes.len();
        monitor.runner().ask_rules(|run| run.settle_as_it_stands());
        let is_at_rest = *monitor.state() == before
            && monitor.ledger.findings.len() == findings
            && monitor.ledger.changes.len() == changes;
        is_at_rest.then_some(monitor)
    }
}

/// Two monitors are equal if they keep the same agreement, are in the same state, and have brought
/// the same.
impl<V: Names> PartialEq for Monitor<V> {
    fn eq(&self, other: &Self) -> bool {
        self.agreement == other.agreement
            && self.state() == other.state()
            && self.ledger == other.ledger
    }
}

impl<V: Names> Eq for Monitor<V> {}

impl<V: Names> Rehearsal<V> {
    /// What the step would have brought.
    #[must_use]
    pub fn step(&self) -> Step<'_, V> {
        self.monitor.since(self.mark)
    }

    /// The monitor as it would be then.
    #[must_use]
    pub fn monitor(&self) -> &Monitor<V> {
        &self.monitor
    }

    /// Makes it so.
    #[must_use]
    pub fn into_monitor(self) -> Monitor<V> {
        self.monitor
    }
}
