//! What if: what a sequence of events would change.

mod json;
mod text;

use crate::event::Event;
use crate::monitor::{Finding, Monitor, Outcome, Refusal, Status, Tracked};
use crate::names::{Ids, Names, ObligationId, Subject};
use crate::report::{Phrases, PlainPhrases};
use crate::terms::{Agreement, Named};
use crate::time::Instant;

pub use text::DifferenceText;

/// What is before, and what is after.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::{Event, Monitor};
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
/// let difference = monitor.what_if([&accepted]);
/// assert_eq!((difference.in_force.from, difference.in_force.to), (false, true));
/// assert!(!difference.outcome.is_change());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Turn<T> {
    /// Before.
    pub from: T,
    /// After.
    pub to: T,
}

/// An obligation that something changes about.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::{Event, Monitor};
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
/// let difference = monitor.what_if([&accepted]);
/// let shift = &difference.obligations[0];
/// assert_eq!(shift.obligation, cuba::Obligation::CeaseWork);
/// assert_eq!(shift.status.to, servanda::Status::Due);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shift<V: Names = Ids> {
    /// The obligation.
    pub obligation: V::Obligation,
    /// The subject in which it changes; none of what is the run's.
    pub subject: Option<Subject<V>>,
    /// Where it stands.
    pub status: Turn<Status>,
    /// How much of it is done; of a prohibition, 0.
    pub progress: Turn<u64>,
    /// Its deadline, if it has one.
    pub deadline: Turn<Option<Instant>>,
    /// Who owes it.
    pub debtor: Turn<Option<V::Party>>,
    /// To whom it is owed.
    pub creditor: Turn<Option<V::Party>>,
    /// Whose attestation it needs, if anyone's.
    pub verifier: Turn<Option<V::Party>>,
}

/// What a sequence of events would change: [`Monitor::what_if`].
///
/// It prints as text ([`Difference::text`]) and serialises with serde.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::{Event, Monitor};
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
/// let difference = monitor.what_if([&accepted]);
/// assert!(!difference.is_idle());
/// assert!(difference.findings.is_empty());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference<V: Names = Ids> {
    agreement: Agreement<V>,
    /// Where the clock stands.
    pub clock: Turn<Instant>,
    /// What the run comes to.
    pub outcome: Turn<Outcome>,
    /// Whether the agreement is in force.
    pub in_force: Turn<bool>,
    /// Whether it has terminated.
    pub terminated: Turn<bool>,
    /// The subjects that open, each kind's in the order in which they do.
    pub subjects: Vec<Subject<V>>,
    /// The obligations that something changes about, in the order of the document: those of the run, then
    /// those of each kind, subject by subject. One of a subject that opens was dormant before.
    pub obligations: Vec<Shift<V>>,
    /// The acts that become open to a party: submitting one, once, would not be refused any more. (One of a
    /// kind is open if it is in some subject, or would open one.)
    pub opened: Vec<(V::Party, V::Act)>,
    /// The acts that are open to a party no longer.
    pub closed: Vec<(V::Party, V::Act)>,
    /// What is found. The places of events go on from those that the monitor has been given.
    pub findings: Vec<Finding<V>>,
    /// What is refused.
    pub refusals: Vec<Refusal<V>>,
}

impl<V: Names> Monitor<V> {
    /// What these events would change, one after the other, if they happened: recorded on a copy.
    /// [`Event::tick`] asks what time alone would change.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Obligation, Party, Reading};
    /// use servanda::{Event, Monitor, Status};
    ///
    /// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
    /// let difference = monitor.what_if([&accepted]);
    /// assert!(difference.in_force.to);
    /// let due: Vec<Obligation> = difference.new_duties().collect();
    /// assert!(due.contains(&Obligation::CeaseWork));
    /// assert!(!due.contains(&Obligation::LiftQuarantine));
    /// assert_eq!(monitor.status(Obligation::CeaseWork), Some(Status::Dormant));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn what_if<E: std::borrow::Borrow<Event<V>>>(
        &self,
        events: impl IntoIterator<Item = E>,
    ) -> Difference<V> {
        let mut after = self.clone();
        for event in events {
            after.record(event.borrow());
        }
        Difference::between(self, &after, Vec::new())
    }

    /// What these events would change if they were submitted: what is refused changes nothing, and is
    /// listed.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let too_early = Event::act(monitor.clock().unwrap(), Party::Us, Act::LiftQuarantine);
    /// assert_eq!(monitor.what_if_submitted([&too_early]).refusals.len(), 1);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn what_if_submitted<E: std::borrow::Borrow<Event<V>>>(
        &self,
        events: impl IntoIterator<Item = E>,
    ) -> Difference<V> {
        let (mut after, mut refusals) = (self.clone(), Vec::new());
        for event in events {
            let refused = after.submit(event.borrow()).err();
            refusals.extend(refused.map(|refusal| *refusal));
        }
        Difference::between(self, &after, refusals)
    }
}

impl<T: PartialEq> Turn<T> {
    /// Whether the two differ.
    pub fn is_change(&self) -> bool {
        self.from != self.to
    }
}

impl<V: Names> Shift<V> {
    fn between(
        agreement: &Agreement<V>,
        id: ObligationId,
        subject: Option<Subject<V>>,
        (from, to): (&Tracked, &Tracked),
    ) -> Self {
        let lexicon = agreement.lexicon();
        let party = |id| lexicon.party(id);
        Self {
            obligation: lexicon.obligation(id),
            subject,
            status: Turn { from: from.status, to: to.status },
            progress: Turn { from: from.progress, to: to.progress },
            deadline: Turn { from: from.deadline, to: to.deadline },
            debtor: Turn { from: from.parties.debtor.map(party), to: to.parties.debtor.map(party) },
            creditor: Turn {
                from: from.parties.creditor.map(party),
                to: to.parties.creditor.map(party),
            },
            verifier: Turn {
                from: from.parties.verifier.map(party),
                to: to.parties.verifier.map(party),
            },
        }
    }

    fn is_change(&self) -> bool {
        self.status.is_change()
            || self.progress.is_change()
            || self.deadline.is_change()
            || self.debtor.is_change()
            || self.creditor.is_change()
            || self.verifier.is_change()
    }
}

impl<V: Names> Difference<V> {
    /// Between a run and the same run later on, with what was refused on the way.
    fn between(before: &Monitor<V>, after: &Monitor<V>, refusals: Vec<Refusal<V>>) -> Self {
        let agreement = before.agreement().clone();
        let (terms, names) = (agreement.terms(), Named(agreement.lexicon()));
        let (mut subjects, mut obligations) = (Vec::new(), Vec::new());
        let kinds = std::iter::once(None).chain(terms.kinds.keys().map(Some));
        for kind in kinds {
            for scope in after.state().scopes(kind) {
                let subject = after.state().named(scope).map(|subject| {
                    let Ok(subject) = subject.translate(&names);
                    subject
                });
                // A run keeps its subjects, and each its place.
                let is_new = subject.is_some() && before.state().subject(scope).is_none();
                subjects.extend(subject.clone().filter(|_| is_new));
                for id in &terms.graph.scope(kind).obligations {
                    let tracked = |of: &Monitor<V>| of.state()[scope.at(&terms.graph, *id)];
                    let to = tracked(after);
                    let from = match is_new {
                        true => Tracked::dormant(to.parties),
                        false => tracked(before),
                    };
                    let shift = Shift::between(&agreement, *id, subject.clone(), (&from, &to));
                    obligations.extend(shift.is_change().then_some(shift));
                }
            }
        }
        let open = |monitor: &Monitor<V>| -> Vec<(V::Party, V::Act)> {
            let parties = agreement.parties();
            parties.flat_map(|it| monitor.open_to(it).map(move |act| (it, act))).collect()
        };
        let (open_before, open_after) = (open(before), open(after));
        let without = |all: &[(V::Party, V::Act)], these: &[(V::Party, V::Act)]| {
            all.iter().copied().filter(|it| !these.contains(it)).collect()
        };
        Self {
            clock: Turn { from: before.now(), to: after.now() },
            outcome: Turn { from: before.outcome(), to: after.outcome() },
            in_force: Turn { from: before.is_in_force(), to: after.is_in_force() },
            terminated: Turn { from: before.is_terminated(), to: after.is_terminated() },
            subjects,
            obligations,
            opened: without(&open_after, &open_before),
            closed: without(&open_before, &open_after),
            findings: after.findings().skip(before.findings().len()).collect(),
            refusals,
            agreement,
        }
    }

    /// The agreement that it speaks of.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    /// The duties and prohibitions that are due after and were not before.
    ///
    /// ```
    /// use servanda::Monitor;
    /// use servanda::cuba::{self, Obligation, Reading};
    /// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let accepted = monitor.what_if([cuba::history()[0].clone()]);
    /// assert!(accepted.new_duties().any(|duty| duty == Obligation::CeaseWork));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn new_duties(&self) -> impl Iterator<Item = V::Obligation> {
        let is_new =
            |shift: &&Shift<V>| shift.status.to == Status::Due && shift.status.from != Status::Due;
        self.obligations.iter().filter(is_new).map(|shift| shift.obligation)
    }

    /// Whether nothing changes but, at most, the clock.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.obligations.is_empty()
            && self.subjects.is_empty()
            && self.opened.is_empty()
            && self.closed.is_empty()
            && self.findings.is_empty()
            && self.refusals.is_empty()
            && !self.outcome.is_change()
            && !self.in_force.is_change()
            && !self.terminated.is_change()
    }

    /// The difference as text, in plain phrases.
    #[must_use]
    pub fn text(&self) -> DifferenceText<'_, V> {
        self.text_with(&PlainPhrases)
    }

    /// The difference as text, in phrases of your own.
    #[must_use]
    pub fn text_with<'a>(&'a self, phrases: &'a dyn Phrases) -> DifferenceText<'a, V> {
        DifferenceText::new(self, phrases)
    }
}
