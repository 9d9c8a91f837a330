//! What one step answers.

use crate::names::{Ids, Names};
use crate::terms::{Agreement, Named};
use crate::time::Instant;

use super::paths::{Compact, Trodden};
use super::{Change, Finding};

/// What a step brought: every change with its cause, and every finding. It borrows from the monitor;
/// nothing is built that is not asked for.
#[derive(Clone, Debug)]
pub struct Step<'a, V: Names = Ids> {
    pub(super) agreement: &'a Agreement<V>,
    pub(super) changes: Changes<'a, V>,
    pub(super) findings: &'a [Finding],
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
    Told { path: Trodden<'a>, run: &'a Compact, at: Instant, event: u64, next: usize },
}

impl<'a, V: Names> Changes<'a, V> {
    pub(super) fn written(agreement: &'a Agreement<V>, changes: &'a [Change]) -> Self {
        Self { agreement, source: Source::Written(changes.iter()) }
    }

    /// Those that a path told the run that it took along last.
    pub(super) fn told(
        agreement: &'a Agreement<V>,
        path: Trodden<'a>,
        run: &'a Compact,
        event: u64,
    ) -> Self {
        Self { agreement, source: Source::Told { path, run, at: run.clock, event, next: 0 } }
    }
}

impl<V: Names> Iterator for Changes<'_, V> {
    type Item = Change<V>;

    fn next(&mut self) -> Option<Change<V>> {
        let names = Named(self.agreement.lexicon());
        let Ok(change) = match &mut self.source {
            Source::Written(changes) => changes.next()?.translate(&names),
            Source::Told { path, run, at, event, next } => {
                let transition = path.told(run, *next)?;
                *next = next.saturating_add(1);
                Change { at: *at, event: Some(*event), transition }.translate(&names)
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
        self.changes.clone()
    }

    /// What was found, in the order of the report.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = Finding<V>> + use<'a, V> {
        let names = Named(self.agreement.lexicon());
        self.findings.iter().map(move |finding| {
            let Ok(finding) = finding.translate(&names);
            finding
        })
    }

    /// Whether nothing changed and nothing was found.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.changes.len() == 0 && self.findings.is_empty()
    }
}
