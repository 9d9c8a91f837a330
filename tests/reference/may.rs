//! Ought implies may: which acts may be done, and whose windows are over (sections 4 and 8).
//! In each of these the scope is that of what asks.

use super::document::{Act, Obligation, Opening};
use super::state::{RUN, ScopeId};
use super::view::View;

impl<'a> View<'a> {
    /// Where an act stands, as an obligation or condition of this scope sees it: in one scope, or
    /// (asked from the run, of an act of a kind) in each subject.
    fn seen_from(&self, act: &Act, scope: ScopeId) -> Option<ScopeId> {
        match &act.of {
            None => Some(RUN),
            Some(_) if scope != RUN => Some(scope),
            Some(_) => None,
        }
    }

    /// The precondition and the window bind nobody, or stand in nobody's way.
    pub(crate) fn is_open_in(&self, act: &Act, scope: ScopeId) -> bool {
        let here = &self.state.scopes[scope].acts[&act.name];
        here.is_waived || !here.is_over && self.holds(&act.requires, scope)
    }

    fn is_shut_in(&self, act: &Act, scope: ScopeId) -> bool {
        let here = &self.state.scopes[scope].acts[&act.name];
        here.is_over && !here.is_waived
    }

    /// Whether an act may be done.
    pub(crate) fn may_be_done(&self, act: &Act, scope: ScopeId) -> bool {
        match (self.seen_from(act, scope), &act.of) {
            (Some(scope), _) => self.is_open_in(act, scope),
            (None, Some(kind)) => {
                let opens = self.opens(act) && !self.is_list_closed(kind) && !act.has_conditions;
                opens || self.state.subjects(kind).any(|(id, _)| self.is_open_in(act, id))
            }
            (None, None) => false,
        }
    }

    /// Whether its window is over and unwaived.
    pub(crate) fn is_shut(&self, act: &Act, scope: ScopeId) -> bool {
        match (self.seen_from(act, scope), &act.of) {
            (Some(scope), _) => self.is_shut_in(act, scope),
            (None, Some(kind)) => {
                self.is_list_closed(kind)
                    && self.state.subjects(kind).all(|(id, _)| self.is_shut_in(act, id))
            }
            (None, None) => false,
        }
    }

    /// Whether an act opens its kind.
    pub(crate) fn opens(&self, act: &Act) -> bool {
        let kind = act.of.as_deref().and_then(|kind| self.agreement.kind(kind));
        match kind.map(|it| &it.opening) {
            Some(Opening::ByEvents { acts, .. }) => acts.contains(&act.name),
            _ => false,
        }
    }

    pub(crate) fn acts_of(&self, obligation: &'a Obligation) -> impl Iterator<Item = &'a Act> {
        let agreement = self.agreement;
        obligation.performs().iter().filter_map(|name| agreement.act(name))
    }
}
