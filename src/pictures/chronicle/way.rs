//! How the way of an act stands at the end.

use crate::monitor::State;
use crate::names::{ActId, PartyId};
use crate::terms::Terms;

/// Whether an act may be done at the end: one of a kind in some subject, or in one that it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// It may, but not by these parties, to whom it is forbidden.
    Open(Vec<PartyId>),
    /// Nothing must come first any more, but it is forbidden to all who could do it.
    Forbidden,
    /// Something must come first.
    Waits,
    /// Its time is over.
    Over,
}

impl Way {
    pub(super) fn of(state: &State, terms: &Terms, act: ActId) -> Self {
        let kind = terms.acts[act].of;
        if kind.is_some_and(|kind| state.may_open(terms, kind, act)) {
            return Self::Open(Vec::new());
        }
        let (mut is_forbidden, mut waits) = (false, false);
        for scope in state.scopes(kind) {
            let at = scope.at(&terms.graph, act);
            if !state.may_in(terms, at) {
                waits |= !state[at].is_over();
                continue;
            }
            let forbidden = state.forbidden(terms, at);
            let mut doers = terms.parties.keys().filter(|party| state.may_do(terms, *party, at));
            if forbidden.is_empty() || doers.any(|party| !forbidden.contains(&party)) {
                return Self::Open(forbidden);
            }
            is_forbidden = true;
        }
        match (is_forbidden, waits || kind.is_some()) {
            (true, _) => Self::Forbidden,
            (false, true) => Self::Waits,
            (false, false) => Self::Over,
        }
    }
}
