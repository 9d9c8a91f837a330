//! What one step answers.

use crate::names::{Ids, Names};
use crate::terms::{Agreement, Named};

use super::journal::{Journal, Mark};
use super::paths::{Compact, Trodden};
use super::{Change, Finding};

/// What a step brought: every change with its cause, and every finding. It borrows from the monitor;
/// nothing is built that is not asked for.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a, V: Names = Ids> {
    pub(super) agreement: &'a Agreement<V>,
    pub(super) journal: &'a Journal,
    pub(super) brought: Brought<'a>,
}

/// Where a step's changes and findings are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Brought<'a> {
    /// In the journal, from here on.
    Written(Mark),
    /// Told by the path that took the run along last; it has no findings.
    Told(Trodden<'a>, &'a Compact),
}

/// The changes of a step or of a whole run, in the order in which they came.
#[derive(Clone, Debug)]
pub struct Changes<'a, V: Names = Ids> {
    agreement: &'a Agreement<V>,
    source: Source<'a>,
}

#[derive(Clone, Debug)]
enum Source<'a> {
    Written(std::slice::Iter<'a, Change>),
    Told { path: Trodden<'a>, run: &'a Compact, event: u64, next: usize },
}

impl<V: Names> Iterator for Changes<'_, V> {
    type Item = Change<V>;

    fn next(&mut self) -> Option<Change<V>> {
        let names = Named(self.agreement.lexicon());
        let Ok(change) = match &mut self.source {
            Source::Written(changes) => changes.next()?.translate(&names),
            Source::Told { path, run, event, next } => {
                let transition = path.told(run, *next)?;
                *next = next.saturating_add(1);
                Change { at: run.clock, event: Some(*event), transition }.translate(&names)
            }
        };
        Some(change)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = match &self.source {
            Source::Written(changes) => changes.len(),
            Source::Told { path, next, .. } => path.tells().saturating_sub(*next),
        };
        (left, Some(left))
    }
}

impl<V: Names> ExactSizeIterator for Changes<'_, V> {}

impl<'a, V: Names> Step<'a, V> {
    /// What changed, in the order in which it did.
    #[must_use]
    pub fn changes(&self) -> Changes<'a, V> {
        let source = match self.brought {
            Brought::Written(mark) => Source::Written(self.journal.changes_since(mark).iter()),
            Brought::Told(path, run) => {
                Source::Told { path, run, event: self.journal.events, next: 0 }
            }
        };
        Changes { agreement: self.agreement, source }
    }

    /// What was found, in the order of the report.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = Finding<V>> + use<'a, V> {
        let names = Named(self.agreement.lexicon());
        let findings = match self.brought {
            Brought::Written(mark) => self.journal.findings_since(mark),
            Brought::Told(..) => &[],
        };
        findings.iter().map(move |finding| {
            let Ok(finding) = finding.translate(&names);
            finding
        })
    }

    /// Whether nothing changed and nothing was found.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.changes().len() == 0 && self.findings().len() == 0
    }
}
