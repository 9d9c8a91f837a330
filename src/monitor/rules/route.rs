//! To which subject an event goes, and which it opens (SEMANTICS.md, section 8).

use crate::event::{Deed, ToldValue};
use crate::monitor::Status;
use crate::names::{ActId, KindId, PartyId, ToldId, is_subject_name};
use crate::terms::{Duty, Opening, Terms, Unnamed};

use super::alone::Given;
use super::scope::{Scope, SubjectId};
use super::state::{ScopeView, State, act_bit};
use super::subjects::MOST_SUBJECTS;
use super::told;
use super::told::matches_event;

/// Where an event goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    /// To a scope that there is.
    To(Scope),
    /// It opens a subject of this name.
    Opens(KindId, &'a str),
    /// It opens one of the next periods before that begins.
    OpensAhead(KindId, u64),
    /// To the subjects that lack it, the oldest first.
    Oldest(KindId),
}

impl Route<'_> {
    /// The scope that it leads to, if there is one already.
    pub(super) fn scope(self) -> Option<Scope> {
        match self {
            Self::To(scope) => Some(scope),
            Self::Opens(..) | Self::OpensAhead(..) | Self::Oldest(_) => None,
        }
    }
}

impl State {
    /// Where an event goes as things stand; nowhere if its subject there is not and can't be opened.
    pub(super) fn route<'a>(&self, terms: &Terms, given: &Given<'a>) -> Option<Route<'a>> {
        let kind = match given.deed {
            Deed::Act { act, actor, .. } => {
                return match terms.acts[*act].of {
                    None => given.subject.is_none().then_some(Route::To(Scope::Run)),
                    Some(kind) => self.route_act(terms, given, kind, *act, *actor),
                };
            }
            Deed::Waive { act, .. } => terms.acts[*act].of,
            deed => deed.obligation().and_then(|id| terms.obligations[*id].of),
        };
        match (kind, given.subject) {
            (None, None) => Some(Route::To(Scope::Run)),
            (Some(kind), Some(name)) => self.subject_named(kind, name).map(Route::To),
            _ => None,
        }
    }

    fn subject_named(&self, kind: KindId, name: &[u8]) -> Option<Scope> {
        let place = self.kinds[kind].subjects.find(name)?;
        Some(Scope::Subject(SubjectId { kind, place }))
    }

    fn route_act<'a>(
        &self,
        terms: &Terms,
        given: &Given<'a>,
        kind: KindId,
        act: ActId,
        actor: PartyId,
    ) -> Option<Route<'a>> {
        if let Some(name) = given.subject {
            return self.route_named(terms, kind, act, name);
        }
        let of_kind = &terms.kinds[kind].terms;
        match terms.acts[act].unnamed.unwrap_or_else(|| of_kind.unnamed()) {
            Unnamed::Actor => {
                let members = terms.kinds[kind].members.iter();
                let place = members.zip(0_u32..).find(|(party, _)| **party == actor)?.1;
                Some(Route::To(Scope::Subject(SubjectId { kind, place })))
            }
            Unnamed::Current => {
                let place = self.period_of(terms, kind, given.time)?;
                Some(Route::To(Scope::Subject(SubjectId { kind, place })))
            }
            Unnamed::Oldest => Some(Route::Oldest(kind)),
            Unnamed::Refused => self.route_by_id(terms, given, kind, act),
        }
    }

    /// An act that opens subjects, and names none, goes to the one that has the event's id for a name.
    pub(super) fn route_by_id<'a>(
        &self,
        terms: &Terms,
        given: &Given<'a>,
        kind: KindId,
        act: ActId,
    ) -> Option<Route<'a>> {
        let id = given.id.filter(|_| terms.kinds[kind].terms.is_opened_by(&act))?;
        self.route_named(terms, kind, act, id)
    }

    fn route_named<'a>(
        &self,
        terms: &Terms,
        kind: KindId,
        act: ActId,
        name: &'a [u8],
    ) -> Option<Route<'a>> {
        if let Some(scope) = self.subject_named(kind, name) {
            return Some(Route::To(scope));
        }
        let state = &self.kinds[kind];
        if state.is_list_closed() || state.subjects.len() >= MOST_SUBJECTS {
            return None;
        }
        match &terms.kinds[kind].terms.opening {
            Opening::EachOf(_) => None,
            Opening::ByActs { acts, .. } => {
                let name = std::str::from_utf8(name).ok().filter(|name| is_subject_name(name))?;
                acts.contains(&act).then_some(Route::Opens(kind, name))
            }
            Opening::Periods(_) => {
                let k = self.period_ahead(terms, kind, name)?;
                Some(Route::OpensAhead(kind, k))
            }
        }
    }

    /// The subject that opened first of those in which an act would count towards a duty that is not done,
    /// and what that lacks at the most.
    pub(super) fn oldest(
        &self,
        terms: &Terms,
        kind: KindId,
        act: ActId,
        actor: PartyId,
        told: &[(ToldId, ToldValue)],
    ) -> Option<(Scope, u64)> {
        let mut found = None;
        let wanted = act_bit(terms.graph.acts[act].place);
        self.kinds[kind].subjects.lacking_until(wanted, |place| {
            let scope = Scope::Subject(SubjectId { kind, place });
            found = self.lacks(terms, scope, act, actor, told).map(|lacks| (scope, lacks));
            found.is_none()
        });
        found
    }

    fn lacks(
        &self,
        terms: &Terms,
        scope: Scope,
        act: ActId,
        actor: PartyId,
        told: &[(ToldId, ToldValue)],
    ) -> Option<u64> {
        let graph = &terms.graph;
        let view = ScopeView { terms, state: self, scope };
        let own = graph.acts[act].performed_by.iter();
        let own = own.filter(|id| graph.obligations[**id].of == scope.kind());
        own.filter_map(|id| {
            let Duty::Perform(duty) = &terms.obligations[*id].duty else { return None };
            let at = scope.at(graph, *id);
            let tracked = &self[at];
            let counts = tracked.status != Status::Performed
                && tracked.status.counts_progress(duty.early)
                && self.acts_for_debtor(terms, actor, at)
                && matches_event(&duty.matching, told);
            if !counts {
                return None;
            }
            let owed = tracked.figure.or_else(|| match &duty.quantity {
                None => Some(1),
                Some(quantity) => told::figure(quantity, &view),
            });
            match owed {
                Some(owed) => owed.checked_sub(tracked.progress).filter(|lacks| *lacks > 0),
                // So much that nothing is too much.
                None => Some(u64::MAX),
            }
        })
        .max()
    }
}
