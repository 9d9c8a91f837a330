//! What a docket answers.

use crate::monitor::{Change, Finding, Refusal};
use crate::names::{Ids, Names};
use crate::report::FindingId;
use crate::terms::Named;

use super::Docket;

/// What one event, or time, brought to a case.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::docket::Docket;
/// use servanda::Event;
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let lifted = Event::act(cuba::LETTER_SENT, Party::Us, Act::LiftQuarantine).case("one");
/// let answer = Docket::new(&agreement).record(&lifted);
/// assert_eq!(answer.findings.len(), 1);
/// assert!(!answer.changes.is_empty());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer<V: Names = Ids> {
    /// What changed, in the order in which it did.
    pub changes: Vec<Change<V>>,
    /// What was found, be it of the event or of the time that passed before it.
    pub findings: Vec<Found<V>>,
}

/// A finding of a docket.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::docket::Docket;
/// use servanda::Event;
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let lifted = Event::act(cuba::LETTER_SENT, Party::Us, Act::LiftQuarantine).case("one");
/// let mut docket = Docket::new(&agreement);
/// docket.apply(0, [&lifted]);
/// let found = &docket.findings_since(0)[0];
/// assert_eq!((found.offset, found.case.as_deref(), found.finding.event), (0, Some("one"), Some(1)));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found<V: Names = Ids> {
    /// The offset of the event that brought it; of what time alone brought, that of the event that was
    /// to come next.
    pub offset: u64,
    /// The case that it is of.
    pub case: Option<Box<str>>,
    /// What it is known by, wherever it is told.
    pub id: FindingId,
    /// The finding.
    pub finding: Finding<V>,
}

/// A refusal of a docket.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::{Event, Verifier};
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let lifted = Event::act(cuba::LETTER_SENT, Party::Us, Act::LiftQuarantine).case("one");
/// let mut docket = Verifier::new(&agreement).submitting().docket();
/// docket.apply(0, [&lifted]);
/// let refused = &docket.refusals_since(0)[0];
/// assert_eq!((refused.offset, refused.case.as_deref()), (0, Some("one")));
/// assert_eq!(refused.refusal.findings.len(), 1);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused<V: Names = Ids> {
    /// The offset of the event.
    pub offset: u64,
    /// The case that it is of.
    pub case: Option<Box<str>>,
    /// The refusal.
    pub refusal: Refusal<V>,
    /// The identities of its findings, in their order.
    pub ids: Vec<FindingId>,
}

/// That something came, and where it is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted {
    pub(super) offset: u64,
    /// The number of the case.
    pub(super) case: usize,
    pub(super) what: NotedKind,
}

/// What came: the number of a finding, or of a refusal, of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotedKind {
    Finding(usize),
    Refusal(usize),
}

impl<V: Names> Docket<V> {
    /// What was found by the event at an offset and since, in the order in which it came.
    ///
    /// An engine that keeps the offset up to which it has told everything gets each finding at least
    /// once; those that it gets again have the identities that it has seen.
    #[must_use]
    pub fn findings_since(&self, offset: u64) -> Vec<Found<V>> {
        self.noted_since(offset).iter().filter_map(|noted| self.found(*noted)).collect()
    }

    /// What was refused at an offset and since, in the order in which it came.
    #[must_use]
    pub fn refusals_since(&self, offset: u64) -> Vec<Refused<V>> {
        self.noted_since(offset).iter().filter_map(|noted| self.refused(*noted)).collect()
    }

    pub(super) fn noted_since(&self, offset: u64) -> &[Noted] {
        let start = self.noted.partition_point(|noted| noted.offset < offset);
        self.noted.get(start..).unwrap_or_default()
    }

    /// What was found since so many things were noted.
    pub(super) fn found_after(&self, before: usize) -> Vec<Found<V>> {
        let noted = self.noted.get(before..).unwrap_or_default();
        noted.iter().filter_map(|noted| self.found(*noted)).collect()
    }

    fn found(&self, noted: Noted) -> Option<Found<V>> {
        let NotedKind::Finding(number) = noted.what else { return None };
        let case = self.cases.case(noted.case)?;
        let findings = case.run().findings().get(..=number)?;
        let id = FindingId::of_last(self.agreement.terms(), case.name(), findings)?;
        let Ok(finding) = findings.last()?.translate(&Named(self.agreement.lexicon()));
        Some(Found { offset: noted.offset, case: case.name().map(Into::into), id, finding })
    }

    fn refused(&self, noted: Noted) -> Option<Refused<V>> {
        let NotedKind::Refusal(number) = noted.what else { return None };
        let case = self.cases.case(noted.case)?;
        let refusal = case.run().refusals().get(number)?;
        let ids = FindingId::all(self.agreement.terms(), case.name(), &refusal.findings);
        let refusal = refusal.named(&self.agreement);
        Some(Refused { offset: noted.offset, case: case.name().map(Into::into), refusal, ids })
    }
}
