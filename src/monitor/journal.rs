//! What a run has brought so far: changes, findings, refusals.

use crate::names::Ids;
use crate::time::Instant;

use super::{Change, Finding, Manner, Matter, Refusal, Transition};

/// The written record of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    /// How many events the run has been given, refused ones included.
    pub(crate) events: u64,
    pub(crate) changes: Vec<Change>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) refusals: Vec<Refusal>,
    /// Whether changes are kept past the step that made them.
    pub(crate) keeps_history: bool,
    /// The place of the event that is being taken, for the changes that it brings.
    pub(crate) event: Option<u64>,
}

/// Lengths of the record at some moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(super) changes: usize,
    pub(super) findings: usize,
}

impl Mark {
    /// Before anything was written.
    pub(super) const START: Self = Self { changes: 0, findings: 0 };

    /// After all that is written.
    pub(super) fn after(journal: &Journal) -> Self {
        Self { changes: journal.changes.len(), findings: journal.findings.len() }
    }
}

/// What the last step brought is no part of the record, unless all changes are kept.
impl PartialEq for Journal {
    fn eq(&self, other: &Self) -> bool {
        self.events == other.events
            && self.keeps_history == other.keeps_history
            && self.history() == other.history()
            && self.findings == other.findings
            && self.refusals == other.refusals
    }
}

impl Eq for Journal {}

impl Journal {
    /// Opens a step: what is written from here on is that step's.
    pub(super) fn open(&mut self) -> Mark {
        if !self.keeps_history {
            self.changes.clear();
        }
        Mark::after(self)
    }

    /// All changes so far, where they are kept.
    pub(crate) fn history(&self) -> &[Change] {
        if self.keeps_history { &self.changes } else { &[] }
    }

    pub(super) fn change(&mut self, at: Instant, transition: Transition<Ids>) {
        self.changes.push(Change { at, event: self.event, transition });
    }

    /// Something that time brought, or settling.
    pub(super) fn find(&mut self, at: Instant, matter: Matter<Ids>) {
        self.findings.push(Finding { at, event: None, matter });
    }

    /// Takes in what the event that came last is found to be: as findings, or as a refusal of what a
    /// gatekeeper refuses. Answers whether it is accepted.
    pub(super) fn take_in(&mut self, at: Instant, findings: Vec<Finding>, manner: Manner) -> bool {
        if findings.is_empty() {
            return true;
        }
        let is_refused = findings.iter().any(|finding| finding.kind().is_refused());
        if is_refused && manner == Manner::Submit {
            self.refusals.push(Refusal { event: self.events, at, findings });
            return false;
        }
        self.findings.extend(findings);
        true
    }

    pub(super) fn changes_since(&self, mark: Mark) -> &[Change] {
        self.changes.get(mark.changes..).unwrap_or_default()
    }

    pub(super) fn findings_since(&self, mark: Mark) -> &[Finding] {
        self.findings.get(mark.findings..).unwrap_or_default()
    }
}
