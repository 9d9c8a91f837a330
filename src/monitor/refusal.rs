//! Refusals: an event that a gatekeeper did not let in, and why.

use std::fmt;

use crate::names::{Ids, Names};
use crate::terms::{Agreement, Named};
use crate::time::Instant;

use super::Finding;

/// An event that was submitted and refused, with every reason.
///
/// It prints in one line, in names and words, what would be if the event were let in; it serialises
/// as a report writes it. [`Prose`](crate::report::Prose) tells it in phrases of your own.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::monitor::FindingKind;
/// use servanda::{Event, Monitor};
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let lifted = Event::act(cuba::ANSWER_BROADCAST, Party::Us, Act::LiftQuarantine);
/// let refusal = monitor.submit(&lifted).unwrap_err();
/// assert_eq!((refusal.event, refusal.at), (1, cuba::ANSWER_BROADCAST));
/// assert_eq!(refusal.findings[0].kind(), FindingKind::Premature);
/// assert_eq!(
///     refusal.to_string(),
///     "event 1 (1962-10-28T14:04:00Z) is refused: `lift-quarantine` by United States of America would \
///      be premature: United Nations has not done `establish-arrangements`, and `remove-weapons` is not \
///      discharged",
/// );
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal<V: Names = Ids> {
    /// The place of the event in the log, counted from 1.
    pub event: u64,
    /// The event's time.
    pub at: Instant,
    /// The findings that it would have had.
    pub findings: Vec<Finding<V>>,
    /// For the names of what the findings speak of.
    agreement: Agreement<V>,
}

/// A refusal as a run keeps it: by ids, and without its agreement, of which a run has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RefusalRecord {
    pub(crate) event: u64,
    pub(crate) at: Instant,
    pub(crate) findings: Vec<Finding>,
}

impl<V: Names> Refusal<V> {
    /// The agreement by whose names it speaks.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    /// The refusal as a run keeps it; none where it speaks of what its agreement doesn't have.
    pub(crate) fn record(&self) -> Option<RefusalRecord> {
        let lexicon = self.agreement.lexicon();
        let findings = self.findings.iter().map(|finding| finding.translate(lexicon));
        let findings = findings.collect::<Result<_, _>>().ok()?;
        Some(RefusalRecord { event: self.event, at: self.at, findings })
    }
}

impl RefusalRecord {
    /// The refusal in the names of its agreement.
    pub(crate) fn named<V: Names>(&self, agreement: &Agreement<V>) -> Refusal<V> {
        let names = Named(agreement.lexicon());
        let findings = self.findings.iter().map(|finding| {
            let Ok(finding) = finding.translate(&names);
            finding
        });
        Refusal {
            event: self.event,
            at: self.at,
            findings: findings.collect(),
            agreement: agreement.clone(),
        }
    }
}

impl<V: Names> fmt::Debug for Refusal<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("event", &self.event)
            .field("at", &self.at)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}
