//! Findings that went or came as more became known, each with the line that made it so.

use std::collections::HashMap;
use std::sync::Arc;

use crate::event::{Deed, Entry};
use crate::monitor::{Finding, FindingKind, Matter, VoidReason, named_in};
use crate::names::{ActId, Ids, KindId, Names, ObligationId, PartyId};
use crate::terms::{Agreement, Terms};
use crate::time::Instant;

/// A finding that went or came as more became known.
///
/// ```
/// use servanda::Verifier;
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::{Event, monitor::FindingKind};
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
/// let (done, told) = ("1962-11-01T00:00:00Z".parse()?, "1962-11-08T00:00:00Z".parse()?);
/// let mut evidence = verifier.evidence();
/// evidence.take(&Event::act(done, Party::Us, Act::LiftQuarantine).known(told).into());
/// let differences: Vec<_> = evidence.differences(done, told).collect();
/// let come = differences[0].come().next().ok_or("a finding")?;
/// assert_eq!((come.finding.kind(), come.by), (FindingKind::Premature, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Moved<V: Names = Ids> {
    /// The finding.
    pub finding: Finding<V>,
    /// The place in the log of the line with whose knowing it went, or came, for the last time.
    pub by: u64,
    /// That line.
    pub line: Entry<V>,
}

/// What makes two findings the same: all that the law tells of them but what was unmet, and whether they are
/// certain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::verify) struct Key {
    kind: FindingKind,
    at: Instant,
    event: Option<u64>,
    party: Option<PartyId>,
    /// A party that the agreement doesn't know.
    stranger: Option<Box<str>>,
    subject: Option<(KindId, Arc<str>)>,
    obligation: Option<ObligationId>,
    act: Option<ActId>,
    reason: Option<VoidReason>,
}

/// How often each finding is there.
pub(in crate::verify) type Counts = HashMap<Key, usize>;

impl Key {
    pub(super) fn of(finding: &Finding) -> Self {
        let (reason, stranger) = match &finding.matter {
            Matter::Void { reason, deed, .. } => (Some(*reason), stranger(deed)),
            Matter::VoidStatement { reason, stated, .. } => {
                let stranger = match stated {
                    crate::event::Stated::Unknown(what) => what.actor().cloned(),
                    _ => None,
                };
                (Some(*reason), stranger)
            }
            Matter::Repeated { deed } => (None, stranger(deed)),
            _ => (None, None),
        };
        // A void or repeated event tells itself what it is about.
        let tells = matches!(finding.kind(), FindingKind::Void | FindingKind::Repeated);
        Self {
            kind: finding.kind(),
            at: finding.at,
            event: finding.event,
            party: finding.party().copied(),
            stranger,
            subject: finding.subject.as_ref().map(|it| (it.kind, it.name.clone())),
            obligation: finding.obligation().copied().filter(|_| !tells),
            act: finding.act().copied().filter(|_| !tells),
            reason,
        }
    }

    pub(in crate::verify) fn count(findings: &[Finding]) -> Counts {
        let mut counts = Counts::new();
        for finding in findings {
            let count = counts.entry(Self::of(finding)).or_default();
            *count = count.saturating_add(1);
        }
        counts
    }
}

fn stranger(deed: &Deed) -> Option<Box<str>> {
    match deed {
        Deed::Unknown(deed) => deed.actor().cloned(),
        _ => None,
    }
}

/// The places in a list of findings of those that the others have not, each with its key: of several that are
/// the same, those past the others' number.
pub(in crate::verify) fn beyond(findings: &[Finding], others: &Counts) -> Vec<(usize, Key)> {
    let mut seen = Counts::new();
    let mut beyond = Vec::new();
    for (number, finding) in findings.iter().enumerate() {
        let key = Key::of(finding);
        let seen = seen.entry(key.clone()).or_default();
        *seen = seen.saturating_add(1);
        if *seen > others.get(&key).copied().unwrap_or_default() {
            beyond.push((number, key));
        }
    }
    beyond
}

/// Findings by the ids of an agreement that has all names, where there is one.
pub(super) fn named_alike(
    all_names: Option<&Agreement>,
    terms: &Terms,
    findings: &[Finding],
) -> Vec<Finding> {
    match all_names {
        Some(all) => findings.iter().map(|found| named_in(all, terms, found)).collect(),
        None => findings.to_vec(),
    }
}
