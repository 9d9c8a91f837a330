//! What a run has brought so far: changes, findings, refusals.

use crate::monitor::{Change, Finding, Matter, RefusalRecord, Transition};
use crate::names::Ids;
use crate::time::Instant;

/// The written record of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    /// How many events the run has been given, refused ones included.
    pub(crate) events: u64,
    pub(crate) changes: Vec<Change>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) refusals: Vec<RefusalRecord>,
    /// Whether changes are kept past the step that made them.
    pub(crate) keeps_history: bool,
    /// The place of the event that is being taken, for the changes that it brings.
    pub(crate) event: Option<u64>,
}

/// Lengths of the record at some moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    changes: usize,
    findings: usize,
}

impl Mark {
    /// Before anything was written.
    pub(in crate::monitor) const START: Self = Self { changes: 0, findings: 0 };

    /// After all that is written.
    pub(in crate::monitor) fn after(journal: &Journal) -> Self {
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
    pub(in crate::monitor) fn open(&mut self) -> Mark {
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

    pub(in crate::monitor) fn changes_since(&self, mark: Mark) -> &[Change] {
        self.changes.get(mark.changes..).unwrap_or_default()
    }

    pub(in crate::monitor) fn findings_since(&self, mark: Mark) -> &[Finding] {
        self.findings.get(mark.findings..).unwrap_or_default()
    }
}
