//! What a run has brought so far: changes, findings, refusals.

use crate::event::Deed;
use crate::monitor::{Change, Finding, RefusalRecord, Transition};
use crate::names::{Ids, PartyId, Subject};
use crate::terms::Renamed;
use crate::time::Instant;

use super::attempt::Attempt;
use super::done::Done;
use super::repeated::EventIds;
use super::tracked::EndedBy;

/// Which of the two ways to take an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As a gatekeeper: what would be void, prohibited, premature or belated is refused.
    Submit,
    /// As an auditor: what happened, happened.
    Record,
}

impl Manner {
    /// Whether an event of which this is found is refused.
    pub(super) fn refuses(self, findings: &[Finding]) -> bool {
        self == Self::Submit && findings.iter().any(|finding| finding.kind().is_refused())
    }
}

/// The written record of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    /// How many events the run has been given, refused ones included.
    pub(crate) events: u64,
    pub(crate) changes: Vec<Change>,
    pub(crate) findings: Vec<Finding>,
    /// The ids of the events that had an effect.
    pub(crate) ids: EventIds,
    /// Whether changes are kept past the step that made them.
    pub(crate) keeps_history: bool,
    /// What has happened, of a run whose agreement may change; none of any other.
    pub(crate) done: Option<Vec<Done>>,
    /// The place of the event that is being taken, for the changes that it brings.
    pub(crate) event: Option<u64>,
    /// Who did or spoke it.
    pub(crate) actors: Vec<PartyId>,
    /// How many periods have opened on the way to an event, while one is tried; no part of the record.
    pub(crate) opened: Option<u32>,
    /// What was worked out for an event that did not count, for the next one; no part of the record.
    pub(crate) attempt: Option<Box<Attempt>>,
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
    pub(in crate::monitor) fn after(ledger: &Ledger) -> Self {
        Self { changes: ledger.changes.len(), findings: ledger.findings.len() }
    }
}

/// What the last step brought is no part of the record, unless all changes are kept.
impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.events == other.events
            && self.keeps_history == other.keeps_history
            && self.history() == other.history()
            && self.findings == other.findings
            && self.ids == other.ids
            && self.done == other.done
    }
}

impl Eq for Ledger {}

impl Ledger {
    /// How many findings, ids and deeds it has.
    pub(in crate::monitor) fn weight(&self) -> usize {
        let done = self.done.as_ref().map_or(0, Vec::len);
        let parts = [self.findings.len(), self.ids.entries().len(), done];
        parts.into_iter().fold(0, usize::saturating_add)
    }

    /// Opens a step: what is written from here on is that step's.
    pub(in crate::monitor) fn open(&mut self) -> Mark {
        if !self.keeps_history {
            self.changes.clear();
        }
        Mark::after(self)
    }

    /// Whether there is anything in it that a run must keep while it waits for its turn.
    pub(in crate::monitor) fn has_anything(&self) -> bool {
        !self.findings.is_empty() || !self.ids.entries().is_empty() || self.attempt.is_some()
    }

    /// What a run keeps of it while it waits for its turn.
    pub(in crate::monitor) fn parked(&self) -> Self {
        Self { findings: self.findings.clone(), ids: self.ids.clone(), ..Self::default() }
    }

    /// All changes so far, where they are kept.
    pub(crate) fn history(&self) -> &[Change] {
        if self.keeps_history { &self.changes } else { &[] }
    }

    /// Writes down what an event was found to be, or answers the refusal of what a gatekeeper refuses.
    pub(in crate::monitor) fn let_in(
        &mut self,
        event: u64,
        at: Instant,
        findings: Vec<Finding>,
        manner: Manner,
    ) -> Result<(), Box<RefusalRecord>> {
        if manner.refuses(&findings) {
            return Err(Box::new(RefusalRecord { event, at, findings }));
        }
        self.findings.extend(findings);
        Ok(())
    }

    /// What was found goes by other names from here on.
    pub(super) fn rename(&mut self, renamed: &Renamed) {
        if renamed.changes_nothing() {
            return;
        }
        for finding in &mut self.findings {
            let Ok(named) = finding.translate(renamed);
            *finding = named;
        }
        for change in &mut self.changes {
            let Ok(named) = change.translate(renamed);
            *change = named;
        }
    }

    /// Something counts: what was worked out for an event that did not is of no use to the next.
    #[inline]
    pub(in crate::monitor) fn forget_attempt(&mut self) {
        if self.attempt.is_some() {
            self.attempt = None;
        }
    }

    /// What comes now is brought by an event.
    pub(super) fn begin_event(&mut self, deed: &Deed) {
        self.event = Some(self.events);
        self.actors.clear();
        self.actors.extend(deed.actors());
    }

    /// What comes now is brought by time.
    pub(super) fn end_event(&mut self) {
        self.event = None;
    }

    /// Who ends what ends now: time, or who did or spoke the event that is being taken.
    pub(super) fn ended_by(&self) -> EndedBy {
        match self.event {
            Some(_) => EndedBy::Actors(self.actors.as_slice().into()),
            None => EndedBy::Time,
        }
    }

    pub(super) fn change(
        &mut self,
        at: Instant,
        subject: Option<Subject>,
        transition: Transition<Ids>,
    ) {
        self.changes.push(Change { at, event: self.event, subject, transition });
    }

    pub(in crate::monitor) fn changes_since(&self, mark: Mark) -> &[Change] {
        self.changes.get(mark.changes..).unwrap_or_default()
    }

    pub(in crate::monitor) fn findings_since(&self, mark: Mark) -> &[Finding] {
        self.findings.get(mark.findings..).unwrap_or_default()
    }
}
