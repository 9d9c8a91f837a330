//! What a step brought, as it is told again to every run that takes it.

use crate::monitor::{Finding, Matter, Transition};
use crate::names::ObligationId;
use crate::terms::Condition;
use crate::time::Instant;

/// Changes and findings that are the same for all runs, but for their instants, their place in the
/// log, and what a run keeps for itself.
#[derive(Debug, Default)]
pub(super) struct Tale {
    pub(super) told: Box<[Transition]>,
    pub(super) found: Box<[Finding]>,
}

/// What a run keeps for itself.
pub(super) trait Kept {
    /// The progress of an obligation, if it is kept.
    fn progress(&self, obligation: ObligationId) -> Option<u64>;
    /// The deadline of an obligation, if that is kept.
    fn deadline(&self, obligation: ObligationId) -> Option<Option<Instant>>;
}

impl Tale {
    /// How many changes it tells.
    pub(super) fn tells(&self) -> usize {
        self.told.len()
    }

    /// Whether it finds anything.
    #[inline]
    pub(super) fn finds(&self) -> bool {
        !self.found.is_empty()
    }

    /// The change of this number, told to a run that has just taken the step.
    pub(super) fn told(&self, kept: &impl Kept, number: usize) -> Option<Transition> {
        let transition = self.told.get(number)?.clone();
        Some(match transition {
            Transition::Progressed { obligation, progress } => {
                let progress = kept.progress(obligation).unwrap_or(progress);
                Transition::Progressed { obligation, progress }
            }
            Transition::Scheduled { obligation, deadline } => {
                let deadline = kept.deadline(obligation).unwrap_or(deadline);
                Transition::Scheduled { obligation, deadline }
            }
            other => other,
        })
    }

    /// What was found, at this instant and at the event of this place.
    pub(super) fn found(&self, at: Instant, event: Option<u64>) -> impl Iterator<Item = Finding> {
        self.found.iter().map(move |finding| {
            let mut matter = finding.matter.clone();
            // A deadline fires at its instant.
            if let Matter::Overdue { deadline, .. } = &mut matter {
                *deadline = at;
            }
            Finding { at, event: finding.event.and(event), matter }
        })
    }

    /// About how many bytes it takes beside itself.
    pub(super) fn weight(&self) -> usize {
        let lists = [size_of_val(&*self.told), size_of_val(&*self.found)];
        lists.into_iter().chain(self.found.iter().map(weight)).fold(0, usize::saturating_add)
    }
}

/// About how many bytes a finding holds beside itself.
fn weight(finding: &Finding) -> usize {
    let conditions: usize = match &finding.matter {
        Matter::Premature { unmet, .. } | Matter::Waived { unmet, .. } => {
            unmet.iter().map(size).fold(0, usize::saturating_add)
        }
        Matter::Void { needed, .. } => needed.len(),
        _ => 0,
    };
    conditions.saturating_mul(size_of::<Condition>())
}

/// Of how many formulas a condition is made.
fn size(condition: &Condition) -> usize {
    condition.parts().iter().map(size).fold(1, usize::saturating_add)
}
