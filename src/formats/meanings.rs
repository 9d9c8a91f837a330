//! What each kind of finding means, for those who have only its name.

use crate::monitor::FindingKind;

/// The kinds of findings, with what each means.
pub(super) const MEANINGS: [(FindingKind, &str); 8] = [
    (FindingKind::Overdue, "A duty was not done by its deadline."),
    (FindingKind::Prohibited, "Something was done that its actor must not do."),
    (FindingKind::Premature, "An act was done before its precondition held."),
    (FindingKind::Void, "An event had no effect."),
    (FindingKind::Denied, "A verifier denied that a duty was performed."),
    (FindingKind::Unmet, "A hope was disappointed; nobody's fault."),
    (FindingKind::DeadlinePassed, "A duty fell due past its fixed deadline; nobody's fault."),
    (
        FindingKind::Waived,
        "The only party that a precondition protects acted before it held; nobody's fault.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_there_once() {
        for (kind, _) in MEANINGS {
            assert_eq!(MEANINGS.iter().filter(|(known, _)| *known == kind).count(), 1);
        }
    }
}
