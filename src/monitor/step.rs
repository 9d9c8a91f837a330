//! What one step answers.

use crate::names::{Ids, Names};
use crate::terms::{Agreement, Named};

use super::journal::{Journal, Mark};
use super::paths::{Compact, Trodden};
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
    pub(super) agreement: &'a Agreement<V>,
    pub(super) journal: &'a Journal,
    /// What it brought is in the journal, from here on.
    pub(super) mark: Mark,
    /// After that come the changes that are not written down: those told by the path that took the
    /// run along last.
    pub(super) told: Option<(Trodden<'a>, &'a Compact)>,
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
    agreement: &'a Agreement<V>,
    written: std::slice::Iter<'a, Change>,
    told: Option<Told<'a>>,
}

#[derive(Clone, Copy, Debug)]
struct Told<'a> {
    path: Trodden<'a>,
    run: &'a Compact,
    event: u64,
    next: usize,
}

impl<V: Names> Iterator for Changes<'_, V> {
    type Item = Change<V>;

    fn next(&mut self) -> Option<Change<V>> {
        let names = Named(self.agreement.lexicon());
        let Ok(change) = match (self.written.next(), &mut self.told) {
            (Some(change), _) => change.translate(&names),
            (None, None) => return None,
            (None, Some(told)) => {
                let transition = told.path.told(told.run, told.next)?;
                told.next = told.next.saturating_add(1);
                let event = Some(told.event);
                Change { at: told.run.clock, event, transition }.translate(&names)
            }
        };
        Some(change)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let told = self.told.map_or(0, |told| told.path.tells().saturating_sub(told.next));
        let left = self.written.len().saturating_add(told);
        (left, Some(left))
    }
}

impl<V: Names> ExactSizeIterator for Changes<'_, V> {}

impl<'a, V: Names> Step<'a, V> {
    /// What changed, in the order in which it did.
    #[must_use]
    pub fn changes(&self) -> Changes<'a, V> {
        let event = self.journal.events;
        Changes {
            agreement: self.agreement,
            written: self.journal.changes_since(self.mark).iter(),
            told: self.told.map(|(path, run)| Told { path, run, event, next: 0 }),
        }
    }

    /// What was found, in the order of the report.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = Finding<V>> + use<'a, V> {
        let names = Named(self.agreement.lexicon());
        self.journal.findings_since(self.mark).iter().map(move |finding| {
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
