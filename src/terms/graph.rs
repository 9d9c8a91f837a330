//! The conditions of an agreement as one graph: every formula once, each knowing what it is part of
//! and who watches it, so that a step looks only at what moved.

use std::collections::HashMap;

use crate::names::{ActId, Key, ObligationId, PartyId, Table};
use crate::time::{Instant, Span};

use super::act::Act;
use super::condition::{Condition, Standing};
use super::obligation::Obligation;

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
    ElapsedId
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
    pub(crate) reached: Vec<(Instant, NodeId)>,
    pub(crate) acts: Table<ActId, ActNode>,
    pub(crate) obligations: Table<ObligationId, ObligationNode>,
    pub(crate) entry_into_force: NodeId,
    pub(crate) terminates_when: NodeId,
    pub(crate) settled_when: Option<NodeId>,
    keys: HashMap<FormulaKey, NodeId>,
    counter_ids: HashMap<(ActId, Option<PartyId>), CounterId>,
}

/// One formula.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) rule: Rule,
    pub(crate) part_of: Vec<NodeId>,
    pub(crate) watchers: Vec<Watcher>,
}

/// When a formula holds, in terms of how many of its parts do.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// It has no parts: the state itself says.
    Leaf(Leaf),
    /// All of so many.
    All(u32),
    /// At least one.
    Any,
    /// Its one part does not hold.
    Not,
}

/// A formula without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Leaf {
    Happened { counter: CounterId, at_least: u64 },
    Stands { obligation: ObligationId, standing: Standing },
    Reached(Instant),
    Elapsed(ElapsedId),
}

/// Who must look again when a formula begins or ceases to hold.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Watcher {
    Obligation(ObligationId),
    Elapsed(ElapsedId),
    EntryIntoForce,
    Termination,
}

/// A sum of the quantities of an act's events, by one party or by all.
#[derive(Clone, Debug)]
pub(crate) struct Counter {
    pub(crate) act: ActId,
    pub(crate) by: Option<PartyId>,
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
    pub(crate) since: NodeId,
    pub(crate) span: Span,
    pub(crate) node: NodeId,
}

/// What an act touches.
#[derive(Clone, Debug)]
pub(crate) struct ActNode {
    pub(crate) requires: NodeId,
    pub(crate) counters: Vec<CounterId>,
    pub(crate) performed_by: Vec<ObligationId>,
    pub(crate) prohibited_by: Vec<ObligationId>,
}

/// What moves an obligation, and what it moves.
#[derive(Clone, Debug)]
pub(crate) struct ObligationNode {
    pub(crate) when: NodeId,
    pub(crate) until: NodeId,
    pub(crate) suspended_while: NodeId,
    pub(crate) standings: Vec<(Standing, NodeId)>,
}

/// A formula's identity, by which equal ones become one node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum FormulaKey {
    Leaf(Leaf),
    Elapsed(NodeId, Span),
    All(Vec<NodeId>),
    Any(Vec<NodeId>),
    Not(NodeId),
}

#[derive(Default)]
struct GraphBuilder {
    nodes: Vec<Node>,
    keys: HashMap<FormulaKey, NodeId>,
    counters: Vec<Counter>,
    counter_ids: HashMap<(ActId, Option<PartyId>), CounterId>,
    elapsed: Vec<ElapsedNode>,
    reached: Vec<(Instant, NodeId)>,
    standings: Vec<(ObligationId, Standing, NodeId)>,
}

impl Graph {
    pub(super) fn of(
        acts: &Table<ActId, Act>,
        promised: &Table<ObligationId, Obligation>,
        ends: &Ends,
    ) -> Self {
        let mut builder = GraphBuilder::default();
        let requires: Table<ActId, NodeId> =
            acts.values().map(|act| builder.formula(&act.requires)).collect();
        let mut obligations: Table<ObligationId, ObligationNode> = promised
            .values()
            .map(|obligation| ObligationNode {
                when: builder.formula(&obligation.when),
                until: builder.formula(&obligation.until),
                suspended_while: builder.formula(&obligation.suspended_while),
                standings: Vec::new(),
            })
            .collect();
        let entry_into_force = builder.formula(&ends.entry_into_force);
        let terminates_when = builder.formula(&ends.terminates_when);
        let settled_when = ends.settled_when.as_ref().map(|condition| builder.formula(condition));

        let mut acts: Table<ActId, ActNode> = requires
            .values()
            .map(|requires| ActNode {
                requires: *requires,
                counters: Vec::new(),
                performed_by: Vec::new(),
                prohibited_by: Vec::new(),
            })
            .collect();
        for (obligation, standing, node) in &builder.standings {
            obligations[*obligation].standings.push((*standing, *node));
        }
        let mut nodes: Table<NodeId, Node> = builder.nodes.into_iter().collect();
        for (id, obligation) in promised.iter() {
            let node = &obligations[id];
            let mut watched = vec![node.when, node.until, node.suspended_while];
            let act = &mut acts[*obligation.act()];
            if obligation.is_prohibition() {
                act.prohibited_by.push(id);
            } else {
                act.performed_by.push(id);
                watched.push(act.requires);
            }
            watched.sort_unstable();
            watched.dedup();
            for condition in watched {
                nodes[condition].watchers.push(Watcher::Obligation(id));
            }
        }
        let counters: Table<CounterId, Counter> = builder.counters.into_iter().collect();
        for (id, counter) in counters.iter() {
            acts[counter.act].counters.push(id);
        }
        let elapsed: Table<ElapsedId, ElapsedNode> = builder.elapsed.into_iter().collect();
        for (id, condition) in elapsed.iter() {
            nodes[condition.since].watchers.push(Watcher::Elapsed(id));
        }
        nodes[entry_into_force].watchers.push(Watcher::EntryIntoForce);
        nodes[terminates_when].watchers.push(Watcher::Termination);
        Self {
            nodes,
            counters,
            elapsed,
            reached: builder.reached,
            acts,
            obligations,
            entry_into_force,
            terminates_when,
            settled_when,
            keys: builder.keys,
            counter_ids: builder.counter_ids,
        }
    }

    /// The node of a condition of the agreement, or of a part of one.
    pub(crate) fn find(&self, condition: &Condition) -> Option<NodeId> {
        let key = match condition {
            Condition::Happened { act, by, at_least } => {
                let counter = *self.counter_ids.get(&(*act, *by))?;
                FormulaKey::Leaf(Leaf::Happened { counter, at_least: *at_least })
            }
            Condition::Stands { obligation, standing } => {
                FormulaKey::Leaf(Leaf::Stands { obligation: *obligation, standing: *standing })
            }
            Condition::Reached(instant) => FormulaKey::Leaf(Leaf::Reached(*instant)),
            Condition::Elapsed { since, span } => FormulaKey::Elapsed(self.find(since)?, *span),
            Condition::All(parts) => FormulaKey::All(self.find_each(parts)?),
            Condition::Any(parts) => FormulaKey::Any(self.find_each(parts)?),
            Condition::Not(condition) => FormulaKey::Not(self.find(condition)?),
        };
        self.keys.get(&key).copied()
    }

    /// The sums to which an act by a party adds.
    pub(crate) fn counters_of(
        &self,
        act: ActId,
        party: PartyId,
    ) -> impl Iterator<Item = (CounterId, &Counter)> {
        let counters = self.acts[act].counters.iter().map(|id| (*id, &self.counters[*id]));
        counters.filter(move |(_, counter)| counter.by.is_none_or(|by| by == party))
    }

    /// The sum that some condition asks for of an act, by one party or by all.
    pub(crate) fn counter(&self, act: ActId, by: Option<PartyId>) -> Option<CounterId> {
        self.counter_ids.get(&(act, by)).copied()
    }

    fn find_each(&self, conditions: &[Condition]) -> Option<Vec<NodeId>> {
        let nodes: Option<Vec<NodeId>> = conditions.iter().map(|it| self.find(it)).collect();
        nodes.map(in_order)
    }
}

/// Each part once, in one order: so equal formulas become one node.
fn in_order(mut parts: Vec<NodeId>) -> Vec<NodeId> {
    parts.sort_unstable();
    parts.dedup();
    parts
}

impl GraphBuilder {
    fn formula(&mut self, condition: &Condition) -> NodeId {
        match condition {
            Condition::Happened { act, by, at_least } => {
                let counter = self.counter(*act, *by);
                self.leaf(Leaf::Happened { counter, at_least: *at_least })
            }
            Condition::Stands { obligation, standing } => {
                self.leaf(Leaf::Stands { obligation: *obligation, standing: *standing })
            }
            Condition::Reached(instant) => self.leaf(Leaf::Reached(*instant)),
            Condition::Elapsed { since, span } => {
                let since = self.formula(since);
                self.elapsed(since, *span)
            }
            Condition::All(conditions) => {
                let parts = self.parts(conditions);
                let rule = Rule::All(number(parts.len()));
                self.node(FormulaKey::All(parts.clone()), rule, &parts)
            }
            Condition::Any(conditions) => {
                let parts = self.parts(conditions);
                self.node(FormulaKey::Any(parts.clone()), Rule::Any, &parts)
            }
            Condition::Not(condition) => {
                let part = self.formula(condition);
                self.node(FormulaKey::Not(part), Rule::Not, &[part])
            }
        }
    }

    fn parts(&mut self, conditions: &[Condition]) -> Vec<NodeId> {
        in_order(conditions.iter().map(|condition| self.formula(condition)).collect())
    }

    fn leaf(&mut self, leaf: Leaf) -> NodeId {
        let known = self.nodes.len();
        let id = self.node(FormulaKey::Leaf(leaf), Rule::Leaf(leaf), &[]);
        if id.place() == known {
            match leaf {
                Leaf::Happened { counter, at_least } => {
                    if let Some(counter) = self.counters.get_mut(counter.place()) {
                        counter.thresholds.push((at_least, id));
                        counter.most = counter.most.max(at_least);
                    }
                }
                Leaf::Stands { obligation, standing } => {
                    self.standings.push((obligation, standing, id));
                }
                Leaf::Reached(instant) => self.reached.push((instant, id)),
                Leaf::Elapsed(_) => {}
            }
        }
        id
    }

    fn elapsed(&mut self, since: NodeId, span: Span) -> NodeId {
        let key = FormulaKey::Elapsed(since, span);
        if let Some(node) = self.keys.get(&key) {
            return *node;
        }
        let id = ElapsedId(number(self.elapsed.len()));
        let node = self.node(key, Rule::Leaf(Leaf::Elapsed(id)), &[]);
        self.elapsed.push(ElapsedNode { since, span, node });
        node
    }

    fn counter(&mut self, act: ActId, by: Option<PartyId>) -> CounterId {
        let next = CounterId(number(self.counters.len()));
        let id = *self.counter_ids.entry((act, by)).or_insert(next);
        if id == next {
            self.counters.push(Counter { act, by, thresholds: Vec::new(), most: 0 });
        }
        id
    }

    fn node(&mut self, key: FormulaKey, rule: Rule, parts: &[NodeId]) -> NodeId {
        let next = NodeId(number(self.nodes.len()));
        let id = *self.keys.entry(key).or_insert(next);
        if id == next {
            self.nodes.push(Node { rule, part_of: Vec::new(), watchers: Vec::new() });
            for part in parts {
                if let Some(part) = self.nodes.get_mut(part.place()) {
                    part.part_of.push(id);
                }
            }
        }
        id
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "an agreement with more than 2^32 names and conditions is refused when it is built"
)]
fn number(length: usize) -> u32 {
    length as u32
}
