//! One run at work.

use crate::monitor::{Finding, Matter, Transition};
use crate::names::{Ids, ObligationId, Subject};
use crate::terms::Terms;

use super::journal::Journal;
use super::scope::{At, Scope};
use super::state::State;

/// A run in the hands of the rules: its terms, its state, and the journal that it writes.
pub(crate) struct Run<'a> {
    pub(crate) terms: &'a Terms,
    pub(crate) state: &'a mut State,
    pub(crate) journal: &'a mut Journal,
}

impl Run<'_> {
    /// Writes down what changes now in a scope.
    pub(super) fn change(&mut self, scope: Scope, transition: Transition<Ids>) {
        let subject = self.state.named(scope);
        self.journal.change(self.state.clock, subject, transition);
    }

    /// Something that time brought, or settling, is found in a scope.
    pub(super) fn find(&mut self, scope: Scope, matter: Matter<Ids>) {
        let (at, subject) = (self.state.clock, self.state.named(scope));
        self.journal.findings.push(Finding { at, event: None, subject, matter });
    }
}

impl State {
    /// The subject that a scope is, with its name; none of the run.
    pub(crate) fn named(&self, scope: Scope) -> Option<Subject> {
        match scope {
            Scope::Run => None,
            Scope::Subject(id) => self
                .subject(scope)
                .map(|subject| Subject { kind: id.kind, name: subject.name.clone() }),
        }
    }

    /// The scopes in which an obligation counts what happens to an act of this scope: of an act of a kind in
    /// that subject, or in the run; of an act of the run in the run, or in every subject that is open.
    pub(super) fn scopes_of(
        &self,
        terms: &Terms,
        act: Scope,
        obligation: ObligationId,
    ) -> Vec<At<ObligationId>> {
        let graph = &terms.graph;
        match (graph.obligations[obligation].of, act) {
            (Some(kind), Scope::Run) => {
                let living = self.living(Some(kind)).into_iter();
                living.map(|scope| scope.at(graph, obligation)).collect()
            }
            _ => vec![act.at(graph, obligation)],
        }
    }
}
