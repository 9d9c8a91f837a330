//! What a run says of one subject (SEMANTICS.md, section 8).

use crate::names::{ActId, Names, ObligationId, PartyId, Subject};
use crate::terms::{Named, Terms};
use crate::time::Instant;

use super::outlook::{Closed, Owed};
use super::public::Monitor;
use super::rules::{At, Scope, SubjectId, Tracked, count, unmet};
use super::{Status, rules};

/// One subject of a run: what is owed in it, and what may be done.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Orders;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Order, Deliver }
/// #     enum Obligation { Delivery }
/// #     enum Told {}
/// #     enum Kind { Order }
/// # }
/// use servanda::terms::opened_by;
/// use servanda::{Agreement, Event, Monitor, Status, by, owes};
///
/// let orders = Agreement::<Orders>::builder("Orders", "2026-01-01T00:00:00Z".parse()?)
///     .party(Party::Buyer, "who orders")
///     .party(Party::Seller, "who delivers")
///     .subjects(Kind::Order, opened_by([Act::Order]).gist("what is ordered at once"))
///     .act(Act::Order, by([Party::Buyer]).of_kind(Kind::Order))
///     .act(Act::Deliver, by([Party::Seller]).of_kind(Kind::Order))
///     .obligation(
///         Obligation::Delivery,
///         owes(Party::Seller, Party::Buyer)
///             .perform(Act::Deliver)
///             .within("P2W".parse()?)
///             .of_kind(Kind::Order),
///     )
///     .build()?;
/// let mut monitor = Monitor::new(&orders);
/// let monday = "2026-01-05T09:00:00Z".parse()?;
/// for name in ["A-1", "A-2"] {
///     monitor.submit(&Event::act(monday, Party::Buyer, Act::Order).subject(name))?;
/// }
/// monitor.submit(&Event::act(monday, Party::Seller, Act::Deliver).subject("A-2"))?;
///
/// let names: Vec<&str> = monitor.subjects(Kind::Order).map(|order| order.name()).collect();
/// assert_eq!(names, ["A-1", "A-2"]);
/// let first = monitor.subject(Kind::Order, "A-1").ok_or("it is open")?;
/// assert_eq!(first.status(Obligation::Delivery), Some(Status::Due));
/// assert_eq!(first.deadline(Obligation::Delivery), Some("2026-01-19T09:00:00Z".parse()?));
/// assert_eq!(first.owed_by(Party::Seller).count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SubjectMonitor<'a, V: Names> {
    monitor: &'a Monitor<V>,
    kind: V::Kind,
    scope: Scope,
    subject: &'a rules::Subject,
}

impl<V: Names> Monitor<V> {
    /// What stands in one subject of a kind; none if there is no subject of this name.
    /// [`SubjectMonitor`] has an example.
    #[must_use]
    pub fn subject(&self, kind: V::Kind, name: &str) -> Option<SubjectMonitor<'_, V>> {
        let id = self.agreement().lexicon().kind_id(kind)?;
        let place = self.state().kinds[id].subjects.find(name.as_bytes())?;
        self.subject_monitor(kind, Scope::Subject(SubjectId { kind: id, place }))
    }

    /// The subjects of a kind, in the order in which they opened; none of a kind that is not of this
    /// agreement.
    pub fn subjects(&self, kind: V::Kind) -> impl Iterator<Item = SubjectMonitor<'_, V>> {
        let id = self.agreement().lexicon().kind_id(kind);
        let scopes = id.into_iter().flat_map(|id| self.state().scopes(Some(id)));
        scopes.filter_map(move |scope| self.subject_monitor(kind, scope))
    }

    /// Whether the list of a kind's subjects is closed: no further one opens.
    #[must_use]
    pub fn is_list_closed(&self, kind: V::Kind) -> bool {
        let id = self.agreement().lexicon().kind_id(kind);
        id.is_none_or(|id| self.state().kinds[id].is_list_closed())
    }

    fn subject_monitor(&self, kind: V::Kind, scope: Scope) -> Option<SubjectMonitor<'_, V>> {
        let subject = self.state().subject(scope)?;
        Some(SubjectMonitor { monitor: self, kind, scope, subject })
    }

    /// An obligation in a scope; none if it is not of this agreement, or of another kind.
    pub(crate) fn obligation_in(
        &self,
        scope: Scope,
        obligation: V::Obligation,
    ) -> Option<At<ObligationId>> {
        let id = self.agreement().lexicon().obligation_id(obligation)?;
        let is_here = self.terms().obligations[id].of == scope.kind();
        is_here.then(|| scope.at(&self.terms().graph, id))
    }

    /// What stands of an obligation of the run.
    pub(crate) fn tracked(&self, obligation: V::Obligation) -> Option<&Tracked> {
        let at = self.obligation_in(Scope::Run, obligation)?;
        Some(&self.state()[at])
    }

    pub(crate) fn terms(&self) -> &Terms {
        self.agreement().terms()
    }

    /// What a party owes in a scope.
    pub(super) fn owed_in(
        &self,
        scope: Scope,
        debtor: Option<PartyId>,
    ) -> impl Iterator<Item = Owed<V>> {
        let (state, lexicon) = (self.state(), self.agreement().lexicon());
        let graph = &self.terms().graph;
        let names = Named(lexicon);
        graph.scope(scope.kind()).obligations.iter().filter_map(move |id| {
            let tracked = &state[scope.at(graph, *id)];
            let is_open = match tracked.status {
                Status::Due => true,
                Status::Breached => !tracked.count.ended,
                _ => false,
            };
            let is_owed = is_open && debtor.is_some() && tracked.parties.debtor == debtor;
            let subject = state.named(scope).filter(|_| is_owed).map(|subject| {
                let Ok(subject) = subject.translate(&names);
                subject
            });
            is_owed.then(|| Owed {
                obligation: lexicon.obligation(*id),
                subject,
                status: tracked.status,
                deadline: tracked.deadline,
            })
        })
    }

    /// Why a party may not do an act now in a scope; none if it may.
    pub(crate) fn closed_in(&self, party: PartyId, act: At<ActId>) -> Option<Closed<V>> {
        let (terms, state) = (self.terms(), self.state());
        let lexicon = self.agreement().lexicon();
        let prohibited_by: Vec<V::Obligation> = state
            .prohibitions(terms, act)
            .filter(|at| terms.obligations[at.id].binding)
            .filter(|at| {
                let counted = count(terms, state, *at, party, 1, &[]);
                counted.is_some_and(|(_, is_past)| is_past)
            })
            .map(|at| lexicon.obligation(at.id))
            .collect();
        let may = state.may_in(terms, act);
        if may && prohibited_by.is_empty() {
            return None;
        }
        let unmet = if may { Vec::new() } else { unmet(terms, state, act) };
        let unmet = unmet
            .iter()
            .map(|condition| {
                let Ok(condition) = condition.translate(&Named(lexicon));
                condition
            })
            .collect();
        Some(Closed { act: lexicon.act(act.id), unmet, prohibited_by })
    }

    /// Every act of a scope that a party is among those who may do.
    pub(super) fn own_acts_in(
        &self,
        scope: Scope,
        party: Option<PartyId>,
    ) -> impl Iterator<Item = (PartyId, At<ActId>)> {
        let (terms, state) = (self.terms(), self.state());
        let graph = &terms.graph;
        party.into_iter().flat_map(move |party| {
            let acts = graph.scope(scope.kind()).acts.iter().map(move |id| scope.at(graph, *id));
            acts.filter(move |at| {
                let of_act = &terms.acts[at.id];
                of_act.by.contains(&party)
                    || (of_act.is_open_to_each && state.each(terms, scope) == Some(party))
            })
            .map(move |at| (party, at))
        })
    }
}

impl<'a, V: Names> SubjectMonitor<'a, V> {
    /// The kind that it is of.
    #[must_use]
    pub fn kind(&self) -> V::Kind {
        self.kind
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.subject.name
    }

    /// Its kind and its name.
    #[must_use]
    pub fn subject(&self) -> Subject<V> {
        Subject { kind: self.kind, name: self.subject.name.clone() }
    }

    /// When it opened.
    #[must_use]
    pub fn opened(&self) -> Instant {
        self.subject.opened
    }

    /// Who did the event that opened it; none where events open no subjects.
    #[must_use]
    pub fn opener(&self) -> Option<V::Party> {
        self.subject.opener.map(|party| self.monitor.agreement().lexicon().party(party))
    }

    /// Of a period: when it begins, and when it ends, that instant excluded.
    #[must_use]
    pub fn period(&self) -> Option<(Instant, Instant)> {
        self.subject.period
    }

    /// Whether it has terminated by itself.
    #[must_use]
    pub fn is_terminated(&self) -> bool {
        self.subject.state.terminated.is_some()
    }

    fn tracked(&self, obligation: V::Obligation) -> Option<&'a Tracked> {
        let at = self.monitor.obligation_in(self.scope, obligation)?;
        Some(&self.monitor.state()[at])
    }

    /// Where an obligation stands in it; none for one of another kind, or of the run.
    #[must_use]
    pub fn status(&self, obligation: V::Obligation) -> Option<Status> {
        Some(self.tracked(obligation)?.status)
    }

    /// How much of an obligation is done in it.
    #[must_use]
    pub fn progress(&self, obligation: V::Obligation) -> Option<u64> {
        Some(self.tracked(obligation)?.progress)
    }

    /// How much a duty to perform takes in it.
    #[must_use]
    pub fn quantity(&self, obligation: V::Obligation) -> Option<u64> {
        let at = self.monitor.obligation_in(self.scope, obligation)?;
        self.monitor.quantity_of(at)
    }

    /// The deadline of an obligation in it, if it has one now.
    #[must_use]
    pub fn deadline(&self, obligation: V::Obligation) -> Option<Instant> {
        self.tracked(obligation)?.deadline
    }

    /// Who owes an obligation in it now.
    #[must_use]
    pub fn debtor(&self, obligation: V::Obligation) -> Option<V::Party> {
        let lexicon = self.monitor.agreement().lexicon();
        self.tracked(obligation)?.parties.debtor.map(|debtor| lexicon.party(debtor))
    }

    /// What a party owes in it now: as [`Monitor::owed_by`].
    pub fn owed_by(&self, party: V::Party) -> impl Iterator<Item = Owed<V>> {
        let debtor = self.monitor.agreement().lexicon().party_id(party);
        self.monitor.owed_in(self.scope, debtor)
    }

    /// The acts that a party may do in it now: as [`Monitor::open_to`].
    pub fn open_to(&self, party: V::Party) -> impl Iterator<Item = V::Act> {
        let lexicon = self.monitor.agreement().lexicon();
        let own = self.monitor.own_acts_in(self.scope, lexicon.party_id(party));
        own.filter(|(party, at)| self.monitor.closed_in(*party, *at).is_none())
            .map(|(_, at)| lexicon.act(at.id))
    }

    /// The acts that a party may do in it at some time but not now: as [`Monitor::closed_to`].
    pub fn closed_to(&self, party: V::Party) -> impl Iterator<Item = Closed<V>> {
        let party = self.monitor.agreement().lexicon().party_id(party);
        let own = self.monitor.own_acts_in(self.scope, party);
        own.filter_map(|(party, at)| self.monitor.closed_in(party, at))
    }
}
