//! What an agreement has left behind that another took the place of ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)): no word or act reaches it any more.

use crate::monitor::Status;
use crate::names::{ObligationId, Subject as Named};
use crate::time::Instant;

use super::tracked::Tracked;

/// All that was left behind, in the order in which it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeftBehind {
    /// Obligations of the run, and of subjects that are still there.
    pub(crate) obligations: Vec<LeftObligation>,
    /// Subjects, with all their obligations.
    pub(crate) subjects: Vec<LeftSubject>,
}

/// An obligation that was left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeftObligation {
    /// The subject in which it was owed, where that is still there; none of the run's.
    pub(crate) subject: Option<Named>,
    pub(crate) obligation: ObligationId,
    /// Whether it was binding: one of its name may live again, and be otherwise.
    pub(crate) binding: bool,
    pub(crate) tracked: Tracked,
}

/// A subject that was left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeftSubject {
    pub(crate) subject: Named,
    pub(crate) opened: Instant,
    pub(crate) period: Option<(Instant, Instant)>,
    pub(crate) terminated: Option<Instant>,
    pub(crate) obligations: Vec<LeftObligation>,
}

impl LeftBehind {
    pub(crate) fn is_empty(&self) -> bool {
        self.obligations.is_empty() && self.subjects.is_empty()
    }

    /// Where an obligation stands that was left behind, or whose subject was.
    pub(crate) fn find(&self, id: ObligationId, subject: Option<&Named>) -> Option<&Tracked> {
        let own = self.obligations.iter().filter(|it| it.subject.as_ref() == subject);
        let gone = self.subjects.iter().filter(|it| Some(&it.subject) == subject);
        let mut all = gone.flat_map(|it| &it.obligations).chain(own);
        all.rfind(|it| it.obligation == id).map(|it| &it.tracked)
    }

    /// Whether something binding stands breached in it.
    pub(crate) fn is_breached(&self) -> bool {
        let of_subjects = self.subjects.iter().flat_map(|it| &it.obligations);
        let mut all = self.obligations.iter().chain(of_subjects);
        all.any(|it| it.binding && it.tracked.status == Status::Breached)
    }
}
