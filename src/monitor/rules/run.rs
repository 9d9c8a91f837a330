//! One run at work.

use crate::monitor::{Finding, Matter, Transition};
use crate::names::{Ids, KindId, ObligationId, Subject};
use crate::terms::Terms;

use super::ledger::Ledger;
use super::scope::{At, Scope, Scopes};
use super::state::State;

/// A run in the hands of the rules: its terms, its state, and the ledger that it writes.
pub(crate) struct Run<'a> {
    pub(crate) terms: &'a Terms,
    pub(crate) state: &'a mut State,
    pub(crate) ledger: &'a mut Ledger,
}

impl Run<'_> {
    /// Writes down what changes now in a scope.
    pub(super) fn change(&mut self, scope: Scope, transition: Transition<Ids>) {
        let subject = self.state.named(scope);
        self.ledger.change(self.state.clock, subject, transition);
    }

    /// Something that time brought, or settling, is found in a scope.
    pub(super) fn find(&mut self, scope: Scope, matter: Matter<Ids>) {
        let (at, subject) = (self.state.clock, self.state.named(scope));
        self.ledger.findings.push(Finding { at, event: None, subject, matter });
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

    /// The scopes of a kind, or the run, that see what happens in a scope: a subject sees itself, the run all,
    /// and every subject the run.
    pub(super) fn scopes_seeing(&self, kind: Option<KindId>, scope: Scope) -> Scopes {
        match (kind, scope) {
            (None, _) => Scopes::One(Some(Scope::Run)),
            (Some(_), Scope::Subject(_)) => Scopes::One(Some(scope)),
            (Some(_), Scope::Run) => {
                let all: Vec<Scope> = self.scopes(kind).collect();
                Scopes::Many(all.into_iter())
            }
        }
    }

    /// The same, but of subjects only those in which something is not closed.
    pub(super) fn living_seeing(&self, kind: Option<KindId>, scope: Scope) -> Scopes {
        match (kind, scope) {
            (Some(_), Scope::Run) => Scopes::Many(self.living(kind).into_iter()),
            _ => self.scopes_seeing(kind, scope),
        }
    }

    /// An obligation in each scope in which it counts what happens in this one.
    pub(super) fn scopes_of<'a>(
        &self,
        terms: &'a Terms,
        scope: Scope,
        obligation: ObligationId,
    ) -> impl Iterator<Item = At<ObligationId>> + use<'a> {
        let graph = &terms.graph;
        let scopes = self.living_seeing(graph.obligations[obligation].of, scope);
        scopes.map(move |scope| scope.at(graph, obligation))
    }
}
