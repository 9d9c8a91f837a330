//! What one step answers.

use crate::names::{Ids, Names};
use crate::terms::{Agreement, Named};

use super::{Change, Finding};

/// What a step brought: every change with its cause, and every finding. It borrows from the monitor;
/// nothing is built that is not asked for.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a, V: Names = Ids> {
    pub(super) agreement: &'a Agreement<V>,
    pub(super) changes: &'a [Change],
    pub(super) findings: &'a [Finding],
}

impl<'a, V: Names> Step<'a, V> {
    /// What changed, in the order in which it did.
    pub fn changes(&self) -> impl ExactSizeIterator<Item = Change<V>> + use<'a, V> {
        let names = Named(self.agreement.lexicon());
        self.changes.iter().map(move |change| {
            let Ok(change) = change.translate(&names);
            change
        })
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
        self.changes.is_empty() && self.findings.is_empty()
    }
}
