//! What one step answers.

use crate::names::{Ids, Names};
use crate::terms::Named;

use super::automaton::RecordedEffects;
use super::public::Monitor;
use super::rules::{Mark, State};
use super::{Change, Finding};

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
    /// What it brought is in the ledger, from here on.
    pub(super) mark: Mark,
    /// After that come the changes that are not written down: those of the edge that the run took.
    pub(super) effects: Option<&'a RecordedEffects>,
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
    effects: Option<&'a RecordedEffects>,
    /// How many of those changes were answered.
    answered: usize,
}

impl<V: Names> Iterator for Changes<'_, V> {
    type Item = Change<V>;

    fn next(&mut self) -> Option<Change<V>> {
        let names = Named(self.monitor.agreement().lexicon());
        let Ok(change) = match self.written.next() {
            Some(change) => change.translate(&names),
            None => {
                let change = self.monitor.change(self.effects?, self.answered)?;
                self.answered = self.answered.saturating_add(1);
                change.translate(&names)
            }
        };
        Some(change)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let ahead =
            self.effects.map_or(0, |effects| effects.changes().saturating_sub(self.answered));
        let left = self.written.len().saturating_add(ahead);
        (left, Some(left))
    }
}

impl<V: Names> ExactSizeIterator for Changes<'_, V> {}

impl<'a, V: Names> Step<'a, V> {
    /// The state after it.
    pub(crate) fn state(&self) -> &'a State {
        self.monitor.state()
    }

    /// The monitor after the step: what is so now, without ending the loan.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Obligation, Party, Reading};
    /// use servanda::{Event, Monitor, Status};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
    /// let step = monitor.record(&accepted);
    /// assert_eq!(step.monitor().status(Obligation::CeaseWork), Some(Status::Due));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn monitor(&self) -> &'a Monitor<V> {
        self.monitor
    }

    /// What changed, in the order in which it did.
    #[must_use]
    pub fn changes(&self) -> Changes<'a, V> {
        let written = self.monitor.ledger().changes_since(self.mark).iter();
        Changes { monitor: self.monitor, written, effects: self.effects, answered: 0 }
    }

    /// What was found, in the order of the report.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = Finding<V>> + use<'a, V> {
        let names = Named(self.monitor.agreement().lexicon());
        self.monitor.ledger().findings_since(self.mark).iter().map(move |finding| {
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
