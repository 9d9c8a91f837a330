//! What each kind of finding means, for those who have only its name.

use crate::monitor::FindingKind;

/// The kinds of findings, with what each means.
pub(super) fn meanings() -> impl Iterator<Item = (FindingKind, &'static str)> {
    FindingKind::ALL.into_iter().map(|kind| (kind, meaning(kind)))
}

fn meaning(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Overdue => "A duty was not done by its deadline.",
        FindingKind::Prohibited => "Something was done that its actor must not do.",
        FindingKind::Premature => "An act was done before its precondition held.",
        FindingKind::Belated => "An act was done after its window was over.",
        FindingKind::Void => "An event had no effect.",
        FindingKind::Denied => "A verifier denied that a duty was performed.",
        FindingKind::Unmet => "A hope was disappointed; nobody's fault.",
        FindingKind::DeadlinePassed => "A duty fell due past its fixed deadline; nobody's fault.",
        FindingKind::Waived => {
            "The only party that a precondition or window protects did without it; nobody's fault."
        }
        FindingKind::Unreckoned => {
            "A duty fell due, and its calendar does not reach its deadline; nobody's fault."
        }
        FindingKind::Repeated => "An event was told again, and said the same; nobody's fault.",
    }
}
