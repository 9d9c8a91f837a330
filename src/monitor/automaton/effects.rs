//! Recorded effects: what a step brought, told again to every run that takes its edge.

use crate::monitor::{Finding, Matter, Transition};
use crate::terms::Condition;
use crate::time::Instant;

use super::compact_run::CompactRun;
use super::register::RegisterLayout;

/// Changes and findings that are the same for all runs, but for their instants, their place in the
/// log, and what a run has in registers.
#[derive(Debug, Default)]
pub(in crate::monitor) struct RecordedEffects {
    pub(super) transitions: Box<[Transition]>,
    pub(super) findings: Box<[Finding]>,
}

impl RecordedEffects {
    /// How many changes there are.
    pub(in crate::monitor) fn changes(&self) -> usize {
        self.transitions.len()
    }

    #[inline]
    pub(in crate::monitor) fn have_findings(&self) -> bool {
        !self.findings.is_empty()
    }

    /// The change of this number, of a run that has just taken the edge.
    pub(super) fn transition(
        &self,
        layout: &RegisterLayout,
        run: &CompactRun,
        number: usize,
    ) -> Option<Transition> {
        Some(match self.transitions.get(number)?.clone() {
            Transition::Progressed { obligation, progress } => {
                let register = layout.obligations[obligation].progress;
                let progress = register.map_or(progress, |register| run.number(register));
                Transition::Progressed { obligation, progress }
            }
            Transition::Scheduled { obligation, deadline } => {
                let register = layout.obligations[obligation].deadline;
                let deadline = register.map_or(deadline, |register| run.instant(register));
                Transition::Scheduled { obligation, deadline }
            }
            other => other,
        })
    }

    /// What was found, at this instant and at the event of this place.
    pub(in crate::monitor) fn findings(
        &self,
        at: Instant,
        event: Option<u64>,
    ) -> impl Iterator<Item = Finding> {
        self.findings.iter().map(move |finding| {
            let mut matter = finding.matter.clone();
            // A deadline fires at its instant.
            if let Matter::Overdue { deadline, .. } = &mut matter {
                *deadline = at;
            }
            Finding { at, event: finding.event.and(event), subject: None, matter }
        })
    }

    /// About how many bytes it takes beside itself.
    pub(super) fn weight(&self) -> usize {
        let lists = [size_of_val(&*self.transitions), size_of_val(&*self.findings)];
        let findings = self.findings.iter().map(weight);
        lists.into_iter().chain(findings).fold(0, usize::saturating_add)
    }
}

/// About how many bytes a finding holds beside itself.
fn weight(finding: &Finding) -> usize {
    let conditions: usize = match &finding.matter {
        Matter::Premature { unmet, .. }
        | Matter::Belated { unmet, .. }
        | Matter::Waived { unmet, .. } => unmet.iter().map(size).fold(0, usize::saturating_add),
        Matter::Void { needed, .. } => needed.len(),
        _ => 0,
    };
    conditions.saturating_mul(size_of::<Condition>())
}

/// Of how many formulas a condition is made.
fn size(condition: &Condition) -> usize {
    condition.parts().iter().map(size).fold(1, usize::saturating_add)
}
