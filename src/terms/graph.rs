//! The conditions of an agreement as one graph: every formula once, each knowing what it is part of
//! and who watches it, so that a step looks only at what moved.

use std::collections::HashMap;

use crate::names::{ActId, CalendarId, Ids, Key, KindId, ObligationId, PartyId, Table, ToldId};
use crate::time::Instant;

use super::TermOf;
use super::address::{Address, AddressStep, GoesOn};
use super::agreement::Terms;
use super::condition::{Condition, Standing};
use super::doer::Doer;
use super::matching::Matching;
use super::moment::Moment;
use super::weaver::{Naming, in_order};

macro_rules! key {
    ($($(#[$about:meta])* $name:ident),*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(u32);

        impl Key for $name {
            fn at(place: u32) -> Self {
                Self(place)
            }

            fn place(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

key! {
    /// A formula, or a part of one. Parts have smaller ids than what they are part of.
    NodeId,
    /// A sum of quantities that some condition asks for.
    CounterId,
    /// An `elapsed` condition.
    ElapsedId,
    /// A `between` condition.
    BetweenId,
    /// A `recent` condition.
    RecentId,
    /// What `some` and `every` conditions ask of the subjects of a kind.
    QuantifierId
}

/// When the agreement begins, ends and is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) entry_into_force: Condition,
    pub(crate) terminates_when: Condition,
    pub(crate) settled_when: Option<Condition>,
}

/// The compiled conditions of an agreement.
#[derive(Clone, Debug)]
pub(crate) struct Graph {
    pub(crate) nodes: Table<NodeId, Node>,
    pub(crate) counters: Table<CounterId, Counter>,
    pub(crate) elapsed: Table<ElapsedId, ElapsedNode>,
    pub(crate) betweens: Table<BetweenId, BetweenNode>,
    pub(crate) recents: Table<RecentId, RecentNode>,
    pub(crate) reached: Vec<(Instant, NodeId)>,
    /// The `reached` conditions whose instant is told in a run, or is its start.
    pub(crate) reached_told: Vec<(Moment, NodeId)>,
    /// The `open` conditions.
    pub(crate) opens: Vec<(CalendarId, NodeId)>,
    /// The `told` conditions.
    pub(crate) matchings: Vec<(Matching, NodeId)>,
    pub(crate) acts: Table<ActId, ActNode>,
    pub(crate) obligations: Table<ObligationId, ObligationNode>,
    pub(crate) told: Table<ToldId, ToldNode>,
    pub(crate) quantifiers: Table<QuantifierId, QuantifierNode>,
    /// What exists once, in the run.
    pub(crate) run: ScopeNode,
    /// What exists once in each subject of a kind.
    pub(crate) kinds: Table<KindId, KindNode>,
    pub(crate) entry_into_force: NodeId,
    pub(crate) terminates_when: NodeId,
    pub(crate) settled_when: Option<NodeId>,
    /// Whether another agreement may take this one's place in a run: then runs remember what its rules may ask
    /// for, though those of this one don't.
    pub(crate) may_change: bool,
    /// The `elapsed` conditions that go on where one of the agreement before this one stood.
    pub(super) goes_on: GoesOn,
    pub(super) forms: HashMap<Form, NodeId>,
    pub(super) counter_ids: HashMap<CounterForm, CounterId>,
}

/// What exists once in a scope, in the order of its places there.
#[derive(Clone, Debug, Default)]
pub(crate) struct ScopeNode {
    pub(crate) nodes: Vec<NodeId>,
    pub(crate) counters: Vec<CounterId>,
    pub(crate) elapsed: Vec<ElapsedId>,
    pub(crate) betweens: Vec<BetweenId>,
    pub(crate) recents: Vec<RecentId>,
    pub(crate) acts: Vec<ActId>,
    pub(crate) obligations: Vec<ObligationId>,
    pub(crate) told: Vec<ToldId>,
}

/// A kind of subjects.
#[derive(Clone, Debug)]
pub(crate) struct KindNode {
    pub(crate) scope: ScopeNode,
    pub(crate) terminates_when: NodeId,
    /// Of the run: from when the list is closed, and from when periods are reckoned.
    pub(crate) closes_when: NodeId,
    pub(crate) from: Option<NodeId>,
    pub(crate) quantifiers: Vec<QuantifierId>,
    /// Formulas of the run that are part of one of the kind.
    pub(crate) imports: Vec<(NodeId, NodeId)>,
    /// Acts of the kind that an obligation of the run performs, or powers for which it waits: of these it is
    /// counted in how many subjects they may be done.
    pub(crate) tallied: Vec<ActId>,
}

/// A place in the tables of a scope.
pub(crate) type Place = u32;

/// One formula.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) rule: Rule,
    /// The kind in each of whose subjects it exists; none of the run.
    pub(crate) of: Option<KindId>,
    pub(crate) place: Place,
    /// What it is part of in its own scope, and who watches it there (an obligation of the run watches in
    /// every scope).
    pub(crate) part_of: Vec<NodeId>,
    pub(crate) watchers: Vec<Watcher>,
    /// Of one of the run: what it is part of, and who watches it, in each subject of a kind.
    pub(crate) in_kinds: Vec<(KindId, InKind)>,
}

/// What a formula of the run is to one of a kind.
#[derive(Clone, Copy, Debug)]
pub(crate) enum InKind {
    PartOf(NodeId),
    Watched(Watcher),
}

/// When a formula holds, in terms of how many of its parts do.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// It has no parts: the state itself says.
    Leaf(Leaf),
    /// All of so many.
    All(u32),
    /// At least one of so many.
    Any(u32),
    /// Its one part does not hold.
    Not,
}

/// A formula without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Leaf {
    Happened {
        counter: CounterId,
        at_least: u64,
    },
    Stands {
        obligation: ObligationId,
        standing: Standing,
    },
    Reached(Instant),
    /// By its place among those whose instant is told.
    ReachedTold(u32),
    Elapsed(ElapsedId),
    Between(BetweenId),
    Recent(RecentId),
    Open(CalendarId),
    /// By its place among the `told` conditions.
    Told(u32),
    /// Of so many subjects this holds.
    Some {
        quantifier: QuantifierId,
        at_least: u64,
    },
    /// The list of subjects is closed, there is one, and of each this holds.
    Every(QuantifierId),
}

/// Who must look again when a formula begins or ceases to hold, or is decided.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Watcher {
    Obligation(ObligationId),
    Elapsed(ElapsedId),
    /// An act whose window ends with it.
    Window(ActId),
    EntryIntoForce,
    Termination,
    /// A subject that terminates with it.
    SubjectTermination,
    /// A kind whose list closes, or whose periods begin, with it.
    List(KindId),
    /// A count of the subjects of which it holds.
    Quantifier(QuantifierId),
    /// An act of a kind of which it is counted in how many subjects it may be done, and whose precondition
    /// it is.
    Tally(ActId),
}

/// A sum of the quantities of an act's events: by whoever acts for a party, or by anyone; that told
/// so, or all.
#[derive(Clone, Debug)]
pub(crate) struct Counter {
    pub(crate) of: Option<KindId>,
    pub(crate) place: Place,
    pub(crate) act: ActId,
    pub(crate) by: Option<Doer>,
    pub(crate) matching: Matching,
    pub(crate) thresholds: Vec<(u64, NodeId)>,
    /// The highest threshold: past it nobody asks.
    pub(crate) most: u64,
}

impl Counter {
    /// From the last threshold that a sum has come to, up to the last number before the next.
    pub(crate) fn between_thresholds(&self, sum: u64) -> (u64, u64) {
        let thresholds = self.thresholds.iter().map(|(at_least, _)| *at_least);
        let from = thresholds.clone().filter(|at_least| *at_least <= sum).max().unwrap_or(0);
        let next = thresholds.filter(|at_least| *at_least > sum).min();
        (from, next.map_or(u64::MAX, |next| next.saturating_sub(1)))
    }
}

/// An `elapsed` condition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ElapsedNode {
    pub(crate) of: Option<KindId>,
    pub(crate) place: Place,
    pub(crate) since: NodeId,
    pub(crate) term: TermOf<Ids>,
    pub(crate) node: NodeId,
    /// The condition of the agreement before this one where it goes on.
    pub(crate) goes_on: Option<ElapsedId>,
}

/// A `between` condition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BetweenNode {
    pub(crate) of: Option<KindId>,
    pub(crate) place: Place,
    pub(crate) from: ActId,
    pub(crate) to: ActId,
    pub(crate) node: NodeId,
    /// Of a kind, where the first act is the run's: whether that has happened, when a subject opens.
    pub(crate) at_opening: Option<NodeId>,
}

/// A `recent` condition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecentNode {
    pub(crate) of: Option<KindId>,
    pub(crate) place: Place,
    pub(crate) act: ActId,
    pub(crate) by: Option<Doer>,
    pub(crate) term: TermOf<Ids>,
    pub(crate) node: NodeId,
}

/// What `some` and `every` conditions ask of the subjects of a kind.
#[derive(Clone, Debug)]
pub(crate) struct QuantifierNode {
    pub(crate) kind: KindId,
    /// A formula of the kind.
    pub(crate) holds: NodeId,
    /// The conditions that ask it.
    pub(crate) asked_by: Vec<NodeId>,
}

/// What an act touches.
#[derive(Clone, Debug)]
pub(crate) struct ActNode {
    pub(crate) of: Option<KindId>,
    pub(crate) place: Place,
    pub(crate) requires: NodeId,
    pub(crate) expires_when: NodeId,
    pub(crate) counters: Vec<CounterId>,
    pub(crate) betweens: Vec<BetweenId>,
    pub(crate) recents: Vec<RecentId>,
    pub(crate) performed_by: Vec<ObligationId>,
    pub(crate) prohibited_by: Vec<ObligationId>,
}

/// What moves an obligation, and what it moves.
#[derive(Clone, Debug)]
pub(crate) struct ObligationNode {
    pub(crate) of: Option<KindId>,
    pub(crate) place: Place,
    pub(crate) when: NodeId,
    pub(crate) until: NodeId,
    pub(crate) suspended_while: NodeId,
    /// Of a duty to achieve: what is to be achieved.
    pub(crate) achieve: Option<NodeId>,
    pub(crate) standings: Vec<(Standing, NodeId)>,
    /// Whether it is to perform, and the window of one of its acts can end.
    pub(crate) has_windows: bool,
    /// The obligations that it repairs once it is discharged.
    pub(crate) repairs: Vec<ObligationId>,
}

/// Who looks again when something of this name is told.
#[derive(Clone, Debug, Default)]
pub(crate) struct ToldNode {
    pub(crate) of: Option<KindId>,
    pub(crate) place: Place,
    /// `told` conditions, by their places.
    pub(crate) matchings: Vec<u32>,
    /// `reached` conditions, by their places.
    pub(crate) reached: Vec<u32>,
    /// Obligations that need it to fall due.
    pub(crate) needed_by: Vec<ObligationId>,
}

/// A formula's identity, by which equal ones become one node.
///
/// What a formula with parts belongs to, its parts say; of others the kind stands here where it is needed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
    Leaf(Leaf),
    ReachedTold(Option<KindId>, Moment),
    /// With the condition where it goes on: two that are alike may have begun at different times.
    Elapsed(NodeId, TermOf<Ids>, Option<ElapsedId>),
    Between(Option<KindId>, ActId, ActId),
    Recent(Option<KindId>, ActId, Option<Doer>, TermOf<Ids>),
    Told(Option<KindId>, Matching),
    /// A formula of the run, as one of a kind.
    InKind(KindId, NodeId),
    All(Vec<NodeId>),
    Any(Vec<NodeId>),
    Not(NodeId),
}

pub(super) type CounterForm = (Option<KindId>, ActId, Option<Doer>, Matching);

impl Graph {
    /// The node of a condition of the agreement, or of a part of one, that belongs to the subjects of a kind
    /// or to the run.
    pub(crate) fn find(
        &self,
        terms: &Terms,
        kind: Option<KindId>,
        condition: &Condition,
    ) -> Option<NodeId> {
        self.find_at(terms, kind, condition, None)
    }

    /// The same of the one that stands at a place: of `elapsed` conditions that are alike, one may go on where
    /// one of another agreement stood.
    pub(crate) fn find_at(
        &self,
        terms: &Terms,
        kind: Option<KindId>,
        condition: &Condition,
        mut at: Option<&mut Address>,
    ) -> Option<NodeId> {
        let Terms { acts, obligations, told, kinds, .. } = terms;
        let names = Naming { acts, obligations, told, kinds };
        let own = || names.own(condition, kind);
        let form = match condition {
            Condition::Happened { act, by, matching, .. } => {
                let counter = *self.counter_ids.get(&(own(), *act, *by, matching.clone()))?;
                let at_least = condition.threshold();
                Form::Leaf(Leaf::Happened { counter, at_least })
            }
            Condition::Stands { obligation, standing } => {
                Form::Leaf(Leaf::Stands { obligation: *obligation, standing: *standing })
            }
            Condition::Reached(moment) => match moment.written() {
                Some(instant) => Form::Leaf(Leaf::Reached(instant)),
                None => Form::ReachedTold(own(), moment.clone()),
            },
            Condition::Elapsed { since, term } => {
                let goes_on = at.as_deref().and_then(|at| self.goes_on.get(at)).copied();
                let is_somewhere = at.is_some();
                let since = self.find_part(terms, kind, since, &mut at, AddressStep::Since)?;
                match is_somewhere {
                    true => Form::Elapsed(since, *term, goes_on),
                    false => return self.find_elapsed(since, term),
                }
            }
            Condition::Between { from, to } => Form::Between(own(), *from, *to),
            Condition::Recent { act, by, term } => Form::Recent(own(), *act, *by, *term),
            Condition::Open(calendar) => Form::Leaf(Leaf::Open(*calendar)),
            Condition::Told(matching) => Form::Told(own(), matching.clone()),
            Condition::All(parts) => {
                Form::All(self.find_each(terms, kind, parts, &mut at, AddressStep::All)?)
            }
            Condition::Any(parts) => {
                Form::Any(self.find_each(terms, kind, parts, &mut at, AddressStep::Any)?)
            }
            Condition::Not(condition) => {
                Form::Not(self.find_part(terms, kind, condition, &mut at, AddressStep::Not)?)
            }
            Condition::Some { of, holds, at_least } => {
                let node = self.find_part(terms, Some(*of), holds, &mut at, AddressStep::Some)?;
                let quantifier = self.quantifier(*of, node)?;
                Form::Leaf(Leaf::Some { quantifier, at_least: *at_least })
            }
            Condition::Every { of, holds } => {
                let node = self.find_part(terms, Some(*of), holds, &mut at, AddressStep::Every)?;
                Form::Leaf(Leaf::Every(self.quantifier(*of, node)?))
            }
        };
        self.forms.get(&form).copied()
    }

    fn find_part(
        &self,
        terms: &Terms,
        kind: Option<KindId>,
        part: &Condition,
        at: &mut Option<&mut Address>,
        step: AddressStep,
    ) -> Option<NodeId> {
        if let Some(at) = at {
            at.enter(step);
        }
        let found = self.find_at(terms, kind, part, at.as_deref_mut());
        if let Some(at) = at {
            at.leave();
        }
        found
    }

    /// An `elapsed` wherever it stands: the one that goes on nowhere, if there is one.
    fn find_elapsed(&self, since: NodeId, term: &TermOf<Ids>) -> Option<NodeId> {
        let alike = |it: &&ElapsedNode| it.since == since && it.term == *term;
        let found = self.forms.get(&Form::Elapsed(since, *term, None)).copied();
        found.or_else(|| self.elapsed.values().find(alike).map(|it| it.node))
    }

    fn quantifier(&self, kind: KindId, holds: NodeId) -> Option<QuantifierId> {
        let mut node = holds;
        if self.nodes[node].of.is_none() {
            node = *self.forms.get(&Form::InKind(kind, node))?;
        }
        let of_kind = self.kinds[kind].quantifiers.iter();
        of_kind.copied().find(|id| self.quantifiers[*id].holds == node)
    }

    /// Whether a `reached` condition that holds, holds for good: its instant stands in the agreement, or
    /// is reckoned from the run's start.
    pub(crate) fn is_reached_for_good(&self, node: NodeId) -> bool {
        match self.nodes[node].rule {
            Rule::Leaf(Leaf::Reached(_)) => true,
            Rule::Leaf(Leaf::ReachedTold(place)) => {
                let moment = self.reached_told.get(place as usize);
                moment.is_some_and(|(moment, _)| moment.is_built_in())
            }
            _ => false,
        }
    }

    /// The sum that some condition asks for of an act, by one party or by all, whatever it told.
    pub(crate) fn counter(&self, act: ActId, by: Option<PartyId>) -> Option<CounterId> {
        self.counter_in(None, act, by)
    }

    /// The same of an act of a kind, as a subject counts what is its own.
    pub(crate) fn counter_in(
        &self,
        own: Option<KindId>,
        act: ActId,
        by: Option<PartyId>,
    ) -> Option<CounterId> {
        let form = (own, act, by.map(Doer::Party), Matching::anything());
        self.counter_ids.get(&form).copied()
    }

    fn find_each(
        &self,
        terms: &Terms,
        kind: Option<KindId>,
        conditions: &[Condition],
        at: &mut Option<&mut Address>,
        step: impl Fn(usize) -> AddressStep,
    ) -> Option<Vec<NodeId>> {
        let parts = conditions.iter().enumerate();
        let nodes: Option<Vec<NodeId>> =
            parts.map(|(place, it)| self.find_part(terms, kind, it, at, step(place))).collect();
        nodes.map(in_order)
    }

    /// What exists in a scope.
    pub(crate) fn scope(&self, kind: Option<KindId>) -> &ScopeNode {
        match kind {
            None => &self.run,
            Some(kind) => &self.kinds[kind].scope,
        }
    }
}
