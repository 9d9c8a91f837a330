//! What a run comes to, as it stands ([SEMANTICS.md, section 6](crate::guide::law#6-the-report)).

use crate::monitor::{Outcome, Status};
use crate::terms::Terms;

use super::state::State;

impl State {
    /// What the run comes to: the first that applies.
    pub(crate) fn outcome(&self, terms: &Terms) -> Outcome {
        if self.start.is_none() {
            return Outcome::Pending;
        }
        let binding = || {
            let all = terms.obligations.values().zip(self.obligations.values());
            all.filter(|(terms, _)| terms.binding)
        };
        let is_settled = match terms.graph.settled_when {
            Some(node) => self.holds(node),
            None => false,
        };
        let is_settled_by_default = || {
            terms.graph.settled_when.is_none()
                && self.in_force.is_some()
                && binding().all(|(terms, tracked)| {
                    let runs = matches!(tracked.status, Status::Due | Status::Suspended);
                    tracked.status.is_closed() || (terms.is_prohibition() && runs)
                })
        };
        let is_owed =
            |status| matches!(status, Status::Due | Status::Suspended | Status::Performed);
        let is_clear = || {
            let mut duties = binding().filter(|(terms, _)| !terms.is_prohibition());
            self.in_force.is_some() && !duties.any(|(_, tracked)| is_owed(tracked.status))
        };
        if binding().any(|(_, tracked)| tracked.status == Status::Breached) {
            Outcome::Breached
        } else if is_settled {
            Outcome::Settled
        } else if self.terminated.is_some() {
            Outcome::Terminated
        } else if is_settled_by_default() {
            Outcome::Settled
        } else if is_clear() {
            Outcome::Clear
        } else {
            Outcome::Pending
        }
    }
}
