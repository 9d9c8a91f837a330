//! What a run comes to, as it stands ([SEMANTICS.md, section 6](crate::guide::law#6-the-report)).

use crate::monitor::{Outcome, Status};
use crate::terms::Terms;

use super::state::State;

impl State {
    /// What the run comes to.
    pub(in crate::monitor) fn outcome(&self, terms: &Terms) -> Outcome {
        let standings = || terms.obligations.values().zip(self.obligations.values());
        let is_settled = match terms.graph.settled_when {
            Some(node) => self.holds(node),
            None => standings().filter(|(terms, _)| terms.binding).all(|(terms, tracked)| {
                let rests_or_runs = matches!(tracked.status, Status::Due | Status::Suspended);
                tracked.status.is_closed() || (terms.is_prohibition() && rests_or_runs)
            }),
        };
        let is_breached =
            standings().any(|(terms, tracked)| terms.binding && tracked.status == Status::Breached);
        if is_breached {
            Outcome::Breached
        } else if is_settled {
            Outcome::Settled
        } else if self.terminated {
            Outcome::Terminated
        } else {
            Outcome::Pending
        }
    }
}
