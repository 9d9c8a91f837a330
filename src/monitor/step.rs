//! What one step answers.

use crate::names::{Ids, Names};
use crate::terms::Named;

use super::journal::Mark;
use super::tale::Tale;
use super::{Change, Finding, Monitor};

/// What a step brought: every change with its cause, and every finding. It borrows from the monitor;
/// nothing is built that is not asked for.
///
/// ```
/// use servanda::cuba::{self, Act, Obligation, Party, Reading};
/// use servanda::{Event, Monitor};
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
/// let step = monitor.record(&accepted);
/// assert!(step.changes().any(|it| it.obligation() == Some(&Obligation::CeaseWork)));
/// assert_eq!(step.findings().len(), 0);
/// assert!(!step.is_idle());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Step<'a, V: Names = Ids> {
    pub(super) monitor: &'a Monitor<V>,
    /// What it brought is in the journal, from here on.
    pub(super) mark: Mark,
    /// After that come the changes that are not written down: those that were told when the run was
    /// taken along last.
    pub(super) tale: Option<&'a Tale>,
}

/// The changes of a step or of a whole run, in the order in which they came.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::{Event, Monitor};
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// monitor.record(&Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal));
/// let mut changes = monitor.changes();
/// let all = changes.len();
/// assert!(changes.by_ref().all(|change| change.event == Some(1)));
/// assert!(all > 1 && changes.len() == 0);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Changes<'a, V: Names = Ids> {
    monitor: &'a Monitor<V>,
    written: std::slice::Iter<'a, Change>,
    tale: Option<&'a Tale>,
    /// How much of the tale was told.
    told: usize,
}

impl<V: Names> Iterator for Changes<'_, V> {
    type Item = Change<V>;

    fn next(&mut self) -> Option<Change<V>> {
        let names = Named(self.monitor.agreement().lexicon());
        let Ok(change) = match self.written.next() {
            Some(change) => change.translate(&names),
            None => {
                let change = self.monitor.told_by(self.tale?, self.told)?;
                self.told = self.told.saturating_add(1);
                change.translate(&names)
            }
        };
        Some(change)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let told = self.tale.map_or(0, |tale| tale.tells().saturating_sub(self.told));
        let left = self.written.len().saturating_add(told);
        (left, Some(left))
    }
}

impl<V: Names> ExactSizeIterator for Changes<'_, V> {}

impl<'a, V: Names> Step<'a, V> {
    /// What changed, in the order in which it did.
    #[must_use]
    pub fn changes(&self) -> Changes<'a, V> {
        let written = self.monitor.journal().changes_since(self.mark).iter();
        Changes { monitor: self.monitor, written, tale: self.tale, told: 0 }
    }

    /// What was found, in the order of the report.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = Finding<V>> + use<'a, V> {
        let names = Named(self.monitor.agreement().lexicon());
        self.monitor.journal().findings_since(self.mark).iter().map(move |finding| {
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
