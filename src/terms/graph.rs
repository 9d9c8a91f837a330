//! The conditions of an agreement as one graph: every formula once, each knowing what it is part of
//! and who watches it, so that a step looks only at what moved.

use std::collections::HashMap;

use crate::names::{ActId, Ids, Key, ObligationId, PartyId, Table, ToldId};
use crate::time::{Instant, Span};

use super::act::Act;
use super::condition::{Condition, Standing};
use super::duty::{Deadline, Duty};
use super::figure::Figure;
use super::matching::Matching;
use super::moment::Moment;
use super::obligation::Obligation;
use super::told::ToldName;
use super::who::Who;

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
    RecentId
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
    /// The `told` conditions.
    pub(crate) matchings: Vec<(Matching, NodeId)>,
    pub(crate) acts: Table<ActId, ActNode>,
    pub(crate) obligations: Table<ObligationId, ObligationNode>,
    pub(crate) told: Table<ToldId, ToldNode>,
    pub(crate) entry_into_force: NodeId,
    pub(crate) terminates_when: NodeId,
    pub(crate) settled_when: Option<NodeId>,
    forms: HashMap<Form, NodeId>,
    counter_ids: HashMap<CounterForm, CounterId>,
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
    /// By its place among the `told` conditions.
    Told(u32),
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
}

/// A sum of the quantities of an act's events: by whoever acts for a party, or by anyone; that told
/// so, or all.
#[derive(Clone, Debug)]
pub(crate) struct Counter {
    pub(crate) act: ActId,
    pub(crate) by: Option<PartyId>,
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
    pub(crate) since: NodeId,
    pub(crate) span: Span,
    pub(crate) node: NodeId,
}

/// A `between` condition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BetweenNode {
    pub(crate) from: ActId,
    pub(crate) to: ActId,
    pub(crate) node: NodeId,
}

/// A `recent` condition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecentNode {
    pub(crate) act: ActId,
    pub(crate) by: Option<PartyId>,
    pub(crate) span: Span,
    pub(crate) node: NodeId,
}

/// What an act touches.
#[derive(Clone, Debug)]
pub(crate) struct ActNode {
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
    /// `told` conditions, by their places.
    pub(crate) matchings: Vec<u32>,
    /// `reached` conditions, by their places.
    pub(crate) reached: Vec<u32>,
    /// Obligations that need it to fall due.
    pub(crate) needed_by: Vec<ObligationId>,
}

/// A formula's identity, by which equal ones become one node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Form {
    Leaf(Leaf),
    ReachedTold(Moment),
    Elapsed(NodeId, Span),
    Between(ActId, ActId),
    Recent(ActId, Option<PartyId>, Span),
    Told(Matching),
    All(Vec<NodeId>),
    Any(Vec<NodeId>),
    Not(NodeId),
}

type CounterForm = (ActId, Option<PartyId>, Matching);

#[derive(Default)]
struct Weaver {
    nodes: Vec<Node>,
    forms: HashMap<Form, NodeId>,
    counters: Vec<Counter>,
    counter_ids: HashMap<CounterForm, CounterId>,
    elapsed: Vec<ElapsedNode>,
    betweens: Vec<BetweenNode>,
    recents: Vec<RecentNode>,
    reached: Vec<(Instant, NodeId)>,
    reached_told: Vec<(Moment, NodeId)>,
    matchings: Vec<(Matching, NodeId)>,
    standings: Vec<(ObligationId, Standing, NodeId)>,
}

impl Graph {
    pub(super) fn of(
        acts: &Table<ActId, Act>,
        promised: &Table<ObligationId, Obligation>,
        told: usize,
        ends: &Ends,
    ) -> Self {
        let mut weaver = Weaver::default();
        let mut acts: Table<ActId, ActNode> = acts
            .values()
            .map(|act| ActNode {
                requires: weaver.weave(&act.requires),
                expires_when: weaver.weave(&act.expires_when),
                counters: Vec::new(),
                betweens: Vec::new(),
                recents: Vec::new(),
                performed_by: Vec::new(),
                prohibited_by: Vec::new(),
            })
            .collect();
        let mut obligations: Table<ObligationId, ObligationNode> = promised
            .values()
            .map(|obligation| ObligationNode {
                when: weaver.weave(&obligation.when),
                until: weaver.weave(&obligation.until),
                suspended_while: weaver.weave(&obligation.suspended_while),
                achieve: match &obligation.duty {
                    Duty::Achieve(achievement) => Some(weaver.weave(&achievement.goal)),
                    Duty::Perform(_) | Duty::Refrain(_) => None,
                },
                standings: Vec::new(),
                has_windows: false,
                repairs: Vec::new(),
            })
            .collect();
        let entry_into_force = weaver.weave(&ends.entry_into_force);
        let terminates_when = weaver.weave(&ends.terminates_when);
        let settled_when = ends.settled_when.as_ref().map(|condition| weaver.weave(condition));

        for (obligation, standing, node) in &weaver.standings {
            obligations[*obligation].standings.push((*standing, *node));
        }
        let mut nodes: Table<NodeId, Node> = weaver.nodes.into_iter().collect();
        for (id, obligation) in promised.iter() {
            let node = &obligations[id];
            let mut watched = vec![node.when, node.until, node.suspended_while];
            watched.extend(node.achieve);
            let mut ends = Vec::new();
            for act in obligation.acts() {
                let act = &mut acts[*act];
                if obligation.is_prohibition() {
                    act.prohibited_by.push(id);
                } else {
                    act.performed_by.push(id);
                    watched.push(act.requires);
                    ends.push(act.expires_when);
                }
            }
            let never = weaver.forms.get(&Form::Any(Vec::new()));
            obligations[id].has_windows = ends.iter().any(|end| Some(end) != never);
            watched.sort_unstable();
            watched.dedup();
            for condition in watched {
                nodes[condition].watchers.push(Watcher::Obligation(id));
            }
            if let Some(repaired_by) = obligation.repaired_by {
                obligations[repaired_by].repairs.push(id);
            }
        }
        for (id, act) in acts.iter() {
            nodes[act.expires_when].watchers.push(Watcher::Window(id));
        }
        let counters: Table<CounterId, Counter> = weaver.counters.into_iter().collect();
        for (id, counter) in counters.iter() {
            acts[counter.act].counters.push(id);
        }
        let betweens: Table<BetweenId, BetweenNode> = weaver.betweens.into_iter().collect();
        for (id, between) in betweens.iter() {
            acts[between.from].betweens.push(id);
            if between.to != between.from {
                acts[between.to].betweens.push(id);
            }
        }
        let recents: Table<RecentId, RecentNode> = weaver.recents.into_iter().collect();
        for (id, recent) in recents.iter() {
            acts[recent.act].recents.push(id);
        }
        let elapsed: Table<ElapsedId, ElapsedNode> = weaver.elapsed.into_iter().collect();
        for (id, condition) in elapsed.iter() {
            nodes[condition.since].watchers.push(Watcher::Elapsed(id));
        }
        nodes[entry_into_force].watchers.push(Watcher::EntryIntoForce);
        nodes[terminates_when].watchers.push(Watcher::Termination);
        let told = ToldNode::each(told, &weaver.matchings, &weaver.reached_told, promised);
        Self {
            nodes,
            counters,
            elapsed,
            betweens,
            recents,
            reached: weaver.reached,
            reached_told: weaver.reached_told,
            matchings: weaver.matchings,
            acts,
            obligations,
            told,
            entry_into_force,
            terminates_when,
            settled_when,
            forms: weaver.forms,
            counter_ids: weaver.counter_ids,
        }
    }

    /// The node of a condition of the agreement, or of a part of one.
    pub(crate) fn find(&self, condition: &Condition) -> Option<NodeId> {
        let form = match condition {
            Condition::Happened { act, by, matching, .. } => {
                let counter = *self.counter_ids.get(&(*act, *by, matching.clone()))?;
                let at_least = condition.threshold();
                Form::Leaf(Leaf::Happened { counter, at_least })
            }
            Condition::Stands { obligation, standing } => {
                Form::Leaf(Leaf::Stands { obligation: *obligation, standing: *standing })
            }
            Condition::Reached(Moment::At(instant)) => Form::Leaf(Leaf::Reached(*instant)),
            Condition::Reached(moment) => Form::ReachedTold(moment.clone()),
            Condition::Elapsed { since, span } => Form::Elapsed(self.find(since)?, *span),
            Condition::Between { from, to } => Form::Between(*from, *to),
            Condition::Recent { act, by, span } => Form::Recent(*act, *by, *span),
            Condition::Told(matching) => Form::Told(matching.clone()),
            Condition::All(parts) => Form::All(self.find_each(parts)?),
            Condition::Any(parts) => Form::Any(self.find_each(parts)?),
            Condition::Not(condition) => Form::Not(self.find(condition)?),
        };
        self.forms.get(&form).copied()
    }

    /// Whether a `reached` condition that holds, holds for good: its instant stands in the agreement, or
    /// is reckoned from the run's start.
    pub(crate) fn is_reached_for_good(&self, node: NodeId) -> bool {
        match self.nodes[node].rule {
            Rule::Leaf(Leaf::Reached(_)) => true,
            Rule::Leaf(Leaf::ReachedTold(place)) => {
                let moment = self.reached_told.get(place as usize);
                moment.is_some_and(|(moment, _)| moment.is_of_the_start())
            }
            _ => false,
        }
    }

    /// The sum that some condition asks for of an act, by one party or by all, whatever it told.
    pub(crate) fn counter(&self, act: ActId, by: Option<PartyId>) -> Option<CounterId> {
        self.counter_ids.get(&(act, by, Matching::anything())).copied()
    }

    fn find_each(&self, conditions: &[Condition]) -> Option<Vec<NodeId>> {
        let nodes: Option<Vec<NodeId>> = conditions.iter().map(|it| self.find(it)).collect();
        nodes.map(in_order)
    }
}

impl ToldNode {
    /// Of each name, who looks again when it is told.
    fn each(
        names: usize,
        matchings: &[(Matching, NodeId)],
        reached: &[(Moment, NodeId)],
        promised: &Table<ObligationId, Obligation>,
    ) -> Table<ToldId, Self> {
        let mut told: Table<ToldId, Self> = (0..names).map(|_| Self::default()).collect();
        for ((matching, _), place) in matchings.iter().zip(0_u32..) {
            for name in matching.iter().filter_map(|(name, _)| name.told()) {
                told[*name].matchings.push(place);
            }
        }
        for ((moment, _), place) in reached.iter().zip(0_u32..) {
            if let Moment::Told { name: ToldName::Told(name), .. } = moment {
                told[*name].reached.push(place);
            }
        }
        for (id, obligation) in promised.iter() {
            let mut names = Vec::new();
            needed(obligation, |name| names.push(name));
            names.sort_unstable();
            names.dedup();
            for name in names {
                told[name].needed_by.push(id);
            }
        }
        told
    }
}

/// What must have been told before an obligation falls due.
fn needed(obligation: &Obligation, mut name: impl FnMut(ToldId)) {
    let mut of = |told: &ToldName<Ids>| {
        if let ToldName::Told(told) = told {
            name(*told);
        }
    };
    let parties = [Some(&obligation.debtor), Some(&obligation.creditor), obligation.verifier()];
    for party in parties.into_iter().flatten() {
        if let Who::Told(told) = party {
            of(told);
        }
    }
    let figure = match &obligation.duty {
        Duty::Perform(performance) => performance.quantity.as_ref(),
        Duty::Refrain(abstention) => Some(&abstention.beyond),
        Duty::Achieve(_) => None,
    };
    if let Some(Figure::Told { name: told, .. }) = figure {
        of(told);
    }
    if let Some(Deadline::At(Moment::Told { name: told, .. })) = obligation.deadline() {
        of(told);
    }
}

/// Each part once, in one order: so equal formulas become one node.
fn in_order(mut parts: Vec<NodeId>) -> Vec<NodeId> {
    parts.sort_unstable();
    parts.dedup();
    parts
}

impl Weaver {
    fn weave(&mut self, condition: &Condition) -> NodeId {
        match condition {
            Condition::Happened { act, by, matching, .. } => {
                let counter = self.counter(*act, *by, matching);
                self.leaf(Leaf::Happened { counter, at_least: condition.threshold() })
            }
            Condition::Stands { obligation, standing } => {
                self.leaf(Leaf::Stands { obligation: *obligation, standing: *standing })
            }
            Condition::Reached(Moment::At(instant)) => self.leaf(Leaf::Reached(*instant)),
            Condition::Reached(moment) => {
                let leaf = Leaf::ReachedTold(number(self.reached_told.len()));
                let (node, is_new) = self.node(Form::ReachedTold(moment.clone()), leaf);
                if is_new {
                    self.reached_told.push((moment.clone(), node));
                }
                node
            }
            Condition::Elapsed { since, span } => {
                let since = self.weave(since);
                let leaf = Leaf::Elapsed(ElapsedId(number(self.elapsed.len())));
                let (node, is_new) = self.node(Form::Elapsed(since, *span), leaf);
                if is_new {
                    self.elapsed.push(ElapsedNode { since, span: *span, node });
                }
                node
            }
            Condition::Between { from, to } => {
                let leaf = Leaf::Between(BetweenId(number(self.betweens.len())));
                let (node, is_new) = self.node(Form::Between(*from, *to), leaf);
                if is_new {
                    self.betweens.push(BetweenNode { from: *from, to: *to, node });
                }
                node
            }
            Condition::Recent { act, by, span } => {
                let leaf = Leaf::Recent(RecentId(number(self.recents.len())));
                let (node, is_new) = self.node(Form::Recent(*act, *by, *span), leaf);
                if is_new {
                    self.recents.push(RecentNode { act: *act, by: *by, span: *span, node });
                }
                node
            }
            Condition::Told(matching) => {
                let leaf = Leaf::Told(number(self.matchings.len()));
                let (node, is_new) = self.node(Form::Told(matching.clone()), leaf);
                if is_new {
                    self.matchings.push((matching.clone(), node));
                }
                node
            }
            Condition::All(conditions) => {
                let parts = self.parts(conditions);
                let rule = Rule::All(number(parts.len()));
                self.whole(Form::All(parts.clone()), rule, &parts)
            }
            Condition::Any(conditions) => {
                let parts = self.parts(conditions);
                let rule = Rule::Any(number(parts.len()));
                self.whole(Form::Any(parts.clone()), rule, &parts)
            }
            Condition::Not(condition) => {
                let part = self.weave(condition);
                self.whole(Form::Not(part), Rule::Not, &[part])
            }
        }
    }

    fn parts(&mut self, conditions: &[Condition]) -> Vec<NodeId> {
        in_order(conditions.iter().map(|condition| self.weave(condition)).collect())
    }

    fn leaf(&mut self, leaf: Leaf) -> NodeId {
        let (id, is_new) = self.node(Form::Leaf(leaf), leaf);
        if is_new {
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
                // These have forms of their own.
                Leaf::ReachedTold(_)
                | Leaf::Elapsed(_)
                | Leaf::Between(_)
                | Leaf::Recent(_)
                | Leaf::Told(_) => {}
            }
        }
        id
    }

    fn counter(&mut self, act: ActId, by: Option<PartyId>, matching: &Matching) -> CounterId {
        let next = CounterId(number(self.counters.len()));
        let id = *self.counter_ids.entry((act, by, matching.clone())).or_insert(next);
        if id == next {
            let matching = matching.clone();
            self.counters.push(Counter { act, by, matching, thresholds: Vec::new(), most: 0 });
        }
        id
    }

    /// A formula without parts, and whether it is new.
    fn node(&mut self, form: Form, leaf: Leaf) -> (NodeId, bool) {
        let known = self.nodes.len();
        let id = self.whole(form, Rule::Leaf(leaf), &[]);
        (id, id.place() == known)
    }

    fn whole(&mut self, form: Form, rule: Rule, parts: &[NodeId]) -> NodeId {
        let next = NodeId(number(self.nodes.len()));
        let id = *self.forms.entry(form).or_insert(next);
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
