//! What a run comes to, as it stands ([SEMANTICS.md, section 6](crate::guide::law#6-the-report)).

use crate::monitor::{Outcome, Status};
use crate::terms::Terms;

use super::scope::Scope;
use super::state::State;

impl State {
    /// What the run comes to: the first that applies.
    pub(crate) fn outcome(&self, terms: &Terms) -> Outcome {
        if self.start.is_none() {
            return Outcome::Pending;
        }
        let scopes = std::iter::once(None).chain(terms.kinds.keys().map(Some));
        let scopes: Vec<Scope> = scopes.flat_map(|kind| self.scopes(kind)).collect();
        let binding = || {
            scopes.iter().flat_map(|scope| {
                let all = terms.graph.scope(scope.kind()).obligations.iter();
                let all =
                    all.map(|id| (&terms.obligations[*id], &self[scope.at(&terms.graph, *id)]));
                all.filter(|(terms, _)| terms.binding)
            })
        };
        let is_to_open = || {
            let mut periods = terms.kinds.iter().filter(|(_, kind)| kind.terms.is_of_periods());
            periods.any(|(id, _)| !self.kinds[id].is_list_closed())
        };
        let is_settled = match terms.graph.settled_when {
            Some(node) => self.holds(Scope::Run.at(&terms.graph, node)),
            None => false,
        };
        let is_settled_by_default = || {
            terms.graph.settled_when.is_none()
                && self.in_force.is_some()
                && !is_to_open()
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
        let is_left_breached = self.left_behind.as_ref().is_some_and(|left| left.is_breached());
        if is_left_breached || binding().any(|(_, tracked)| tracked.status == Status::Breached) {
            Outcome::Breached
        } else if is_settled {
            Outcome::Settled
        } else if self.run.terminated.is_some() {
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
