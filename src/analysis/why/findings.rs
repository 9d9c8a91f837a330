//! Why something was found.

use crate::monitor::{Finding, Matter};
use crate::names::{Names, ObligationId};

use super::explainer::Explainer;
use super::reason::{Reason, Subject};

impl<V: Names> Explainer<'_, V> {
    /// A finding by itself: what stood behind it is for the caller to tell, who can bring the run
    /// there.
    pub(super) fn finding(&mut self, finding: &Finding<V>) -> Option<Reason<V>> {
        let found = finding.translate(self.monitor.agreement().lexicon()).ok()?;
        let mut reason = Reason::new(Subject::Finding(finding.clone()), true);
        reason.of.clone_from(&finding.subject);
        reason.since = Some(finding.at);
        reason.events = finding.event.into_iter().collect();
        match &found.matter {
            Matter::Overdue { obligation, .. }
            | Matter::Unmet { obligation, .. }
            | Matter::DeadlinePassed { obligation, .. }
            | Matter::Prohibited { obligation, .. }
            | Matter::Denied { obligation, .. }
            | Matter::Unreckoned { obligation } => {
                reason.cites.clone_from(&self.terms.obligations[*obligation].cites);
            }
            Matter::Premature { act, .. }
            | Matter::Belated { act, .. }
            | Matter::Waived { act, .. } => {
                reason.cites.clone_from(&self.terms.acts[*act].cites);
            }
            Matter::Void { .. } | Matter::VoidStatement { .. } | Matter::Repeated { .. } => {}
        }
        if self.past.acts.is_none() {
            reason.because = self.listed(finding);
        }
        Some(reason)
    }

    /// What stood behind a finding, in the state just before it.
    pub(super) fn behind(&mut self, finding: &Finding<V>) -> Vec<Reason<V>> {
        let Ok(found) = finding.translate(self.monitor.agreement().lexicon()) else {
            return Vec::new();
        };
        if let Some(subject) = &found.subject {
            // One that the event itself would have opened was not there yet.
            let Some(scope) = self.scope_named(subject.kind, &subject.name) else {
                return Vec::new();
            };
            self.speak_of(scope);
        }
        match &found.matter {
            Matter::Overdue { obligation, .. }
            | Matter::Unmet { obligation, .. }
            | Matter::DeadlinePassed { obligation, .. }
            | Matter::Prohibited { obligation, .. }
            | Matter::Denied { obligation, .. }
            | Matter::Unreckoned { obligation } => self.here(*obligation).into_iter().collect(),
            Matter::Premature { act, .. }
            | Matter::Belated { act, .. }
            | Matter::Waived { act, .. } => self.precondition(*act).into_iter().collect(),
            Matter::Void { deed, .. } | Matter::Repeated { deed } => {
                deed.obligation().and_then(|id| self.here(*id)).into_iter().collect()
            }
            Matter::VoidStatement { .. } => Vec::new(),
        }
    }

    /// An obligation of the scope that is spoken of.
    fn here(&mut self, id: ObligationId) -> Option<Reason<V>> {
        self.own(self.terms.obligations[id].of)?;
        Some(self.obligation(id))
    }

    /// What stands in for that where the run cannot be brought there: the conditions that the
    /// finding itself lists.
    fn listed(&self, finding: &Finding<V>) -> Vec<Reason<V>> {
        let unmet = finding.unmet().iter().cloned();
        unmet
            .map(|condition| Reason {
                of: finding.subject.clone(),
                ..Reason::new(Subject::Condition(condition), false)
            })
            .collect()
    }
}
