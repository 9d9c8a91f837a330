//! What a goal still needs, with everything that stands in the way of something else left out.
//!
//! This is the *delete relaxation* of planning (Bonet and Geffner's additive heuristic, Hoffmann's
//! relaxed plan): once true, a fact is taken to stay true. So it is cheap to know which facts can
//! come about at all, at what cost, and which action is the next for each; and what can't come about
//! even so can't come about. It takes one pass over the agreement, however many states there are.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::monitor::{Scope, State, Status, Tracked};
use crate::names::{ActId, ObligationId, PartyId};
use crate::terms::{
    Condition, Duty, ElapsedId, Leaf, NodeId, Reach, Rule as Form, Standing, Terms,
};

use super::super::explore::Play;
use super::Ask;

/// Something that can be so, by its place in the lists of [`Relaxed`].
pub(super) type Fact = usize;

/// Something to be done now, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Need {
    /// An act, for the progress of a duty.
    Perform {
        party: PartyId,
        act: ActId,
        duty: ObligationId,
    },
    /// An act, until so much of it has been done.
    Act {
        party: PartyId,
        act: ActId,
        at_least: u64,
        by: Option<PartyId>,
    },
    Attest {
        party: PartyId,
        obligation: ObligationId,
    },
    Release {
        party: PartyId,
        obligation: ObligationId,
    },
    /// Time has to pass.
    Wait,
    /// What no plan found without a search counts on: that a verifier denies.
    Deny,
}

/// How a fact comes about: all that it needs is so, and perhaps something is done.
#[derive(Debug)]
struct Support {
    needs: Vec<Fact>,
    gives: Fact,
    need: Option<Need>,
    /// The obligation of whose life this is a part: once that is closed, nothing of it comes about.
    of: Option<ObligationId>,
}

/// Every fact that matters of an agreement, and how it comes about.
#[derive(Debug)]
pub(super) struct Relaxed<'a> {
    terms: &'a Terms,
    supports: Vec<Support>,
    /// For each fact the supports that need it.
    needed_by: Vec<Vec<usize>>,
    facts: HashMap<Key, Fact>,
    /// In the order of their numbers; none for what is so only because of its supports.
    seeds: Vec<Option<Key>>,
    play: &'a Play,
    /// The obligation whose life is being told.
    of: Option<ObligationId>,
}

/// A fact in words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// A condition of the agreement holds, or doesn't.
    Node(NodeId, bool),
    /// An obligation stands so, or doesn't.
    Stands(ObligationId, Standing, bool),
    /// An act's precondition stands in nobody's way.
    May(ActId),
    /// An act is open to a party.
    Open(ActId, PartyId),
    /// A prohibition leaves room for one more.
    Room(ObligationId),
    /// An obligation has fallen due.
    Begun(ObligationId),
    /// All that a duty asks for was done.
    Done(ObligationId),
    Closed(ObligationId),
    /// The time of an `elapsed` condition has begun.
    Since(ElapsedId),
    InForce,
    Terminated,
    NotTerminated,
    /// So much is done of a duty as it asks for, be it due or not.
    Enough(ObligationId),
    /// Only what its supports say: a part of a goal.
    Part(usize),
}

/// What the facts cost, in one state.
pub(super) struct Costs {
    /// The cost of each fact, and the support by which it comes about; none for one that can't.
    costs: Vec<Option<(u64, Option<usize>)>>,
}

/// What waiting costs, in acts: a plan that needs none comes first.
const WAIT: u64 = 16;

impl<'a> Relaxed<'a> {
    /// The facts of an agreement, for a run that stands so.
    pub(super) fn new(terms: &'a Terms, play: &'a Play, state: &State) -> Self {
        let mut relaxed = Self {
            terms,
            supports: Vec::new(),
            needed_by: Vec::new(),
            facts: HashMap::new(),
            seeds: Vec::new(),
            play,
            of: None,
        };
        relaxed.conditions();
        relaxed.acts(state);
        for id in terms.obligations.keys() {
            relaxed.of = Some(id);
            relaxed.obligation(id, state);
        }
        relaxed.of = None;
        relaxed.support(vec![Key::Node(terms.graph.entry_into_force, true)], Key::InForce, None);
        relaxed.support(vec![Key::Node(terms.graph.terminates_when, true)], Key::Terminated, None);
        relaxed
    }

    /// The fact that something asked for is so.
    pub(super) fn ask(&mut self, ask: &Ask) -> Fact {
        match ask {
            Ask::Kept(id) => {
                let kept = self.part();
                self.support(vec![Key::Closed(*id)], kept.clone(), None);
                if self.terms.obligations[*id].is_prohibition() {
                    for standing in [Standing::Due, Standing::Suspended] {
                        let stands = Key::Stands(*id, standing, true);
                        self.support(vec![stands], kept.clone(), None);
                    }
                }
                self.fact(kept)
            }
            Ask::Unbroken(id) => {
                let unbroken = self.part();
                self.support(
                    vec![Key::Stands(*id, Standing::Breached, false)],
                    unbroken.clone(),
                    None,
                );
                self.support(vec![Key::Closed(*id)], unbroken.clone(), None);
                self.fact(unbroken)
            }
            Ask::InForce => self.fact(Key::InForce),
            // Once it has, it has.
            Ask::NotTerminated => self.fact(Key::NotTerminated),
            Ask::Open(act, by) => {
                let open = self.part();
                for party in by.iter().filter(|party| self.play.is_awake(**party)) {
                    self.support(vec![Key::Open(*act, *party)], open.clone(), None);
                }
                self.fact(open)
            }
            Ask::Holds(condition) => {
                let key = self.condition(condition, true);
                self.fact(key)
            }
        }
    }

    /// The fact that an obligation is closed.
    pub(super) fn closed(&self, id: ObligationId) -> Option<Fact> {
        self.facts.get(&Key::Closed(id)).copied()
    }

    /// What each fact costs from a state.
    pub(super) fn costs(&self, state: &State) -> Costs {
        let mut costs: Vec<Option<(u64, Option<usize>)>> = vec![None; self.seeds.len()];
        let mut open: Vec<usize> = self.supports.iter().map(|it| it.needs.len()).collect();
        let mut sums: Vec<u64> = vec![0; self.supports.len()];
        let mut heap = BinaryHeap::new();
        for (fact, key) in self.seeds.iter().enumerate() {
            if key.as_ref().is_some_and(|key| self.is_so(state, key)) {
                heap.push(Reverse((0_u64, fact, None)));
            }
        }
        for (number, support) in self.supports.iter().enumerate() {
            if support.needs.is_empty() && Self::is_open(state, support) {
                let cost = support.need.map_or(0, Need::cost);
                heap.push(Reverse((cost, support.gives, Some(number))));
            }
        }
        while let Some(Reverse((cost, fact, by))) = heap.pop() {
            let Some(slot) = costs.get_mut(fact).filter(|slot| slot.is_none()) else { continue };
            *slot = Some((cost, by));
            for number in self.needed_by.get(fact).into_iter().flatten() {
                let (Some(left), Some(sum)) = (open.get_mut(*number), sums.get_mut(*number)) else {
                    continue;
                };
                *left = left.saturating_sub(1);
                *sum = sum.saturating_add(cost);
                let support = self.supports.get(*number).filter(|_| *left == 0);
                let Some(support) = support.filter(|support| Self::is_open(state, support)) else {
                    continue;
                };
                let cost = sum.saturating_add(support.need.map_or(0, Need::cost));
                heap.push(Reverse((cost, support.gives, Some(*number))));
            }
        }
        Costs { costs }
    }

    /// Whether a support can still bring anything about.
    fn is_open(state: &State, support: &Support) -> bool {
        support.of.is_none_or(|id| !state.run.obligations[id].status.is_closed())
    }

    /// What is to be done now for facts to come about: each once, in no order that matters. None
    /// where one can't.
    pub(super) fn needs(
        &self,
        costs: &Costs,
        goals: impl Iterator<Item = Fact>,
    ) -> Option<Vec<Need>> {
        let mut seen = vec![false; self.seeds.len()];
        let mut needs = Vec::new();
        for goal in goals {
            costs.of(goal)?;
            let mut open = vec![goal];
            while let Some(fact) = open.pop() {
                let Some(is_seen) = seen.get_mut(fact).filter(|is_seen| !**is_seen) else {
                    continue;
                };
                *is_seen = true;
                let Some((_, Some(number))) = costs.of(fact) else { continue };
                let Some(support) = self.supports.get(number) else { continue };
                let is_ready = support.needs.iter().all(|it| matches!(costs.of(*it), Some((0, _))));
                match support.need {
                    Some(need) if is_ready => needs.push(need),
                    _ => open.extend(&support.needs),
                }
            }
        }
        needs.sort_unstable();
        needs.dedup();
        Some(needs)
    }

    fn conditions(&mut self) {
        let graph = &self.terms.graph;
        let mut parts: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        for (id, node) in graph.nodes.iter() {
            for whole in &node.part_of {
                parts.entry(*whole).or_default().push(id);
            }
        }
        for (id, node) in graph.nodes.iter() {
            let parts: &[NodeId] = parts.get(&id).map_or(&[], Vec::as_slice);
            let each = |holds: bool| parts.iter().map(move |part| Key::Node(*part, holds));
            match node.rule {
                Form::All(_) => {
                    self.support(each(true).collect(), Key::Node(id, true), None);
                    each(false).for_each(|it| self.support(vec![it], Key::Node(id, false), None));
                }
                Form::Any(_) => {
                    self.support(each(false).collect(), Key::Node(id, false), None);
                    each(true).for_each(|it| self.support(vec![it], Key::Node(id, true), None));
                }
                Form::Not => {
                    self.support(each(false).collect(), Key::Node(id, true), None);
                    self.support(each(true).collect(), Key::Node(id, false), None);
                }
                Form::Leaf(leaf) => self.leaf(id, leaf),
            }
        }
    }

    fn leaf(&mut self, id: NodeId, leaf: Leaf) {
        let graph = &self.terms.graph;
        match leaf {
            Leaf::Happened { counter, at_least } => {
                let counter = &graph.counters[counter];
                let (act, by) = (counter.act, counter.by);
                for party in self.terms.doers(act) {
                    if self.terms.is_done_by(party, by, None) && self.play.is_awake(party) {
                        let need = Need::Act {
                            party,
                            act,
                            at_least,
                            by: by.and_then(|by| by.party().copied()),
                        };
                        let open = vec![Key::Open(act, party)];
                        self.support(open, Key::Node(id, true), Some(need));
                    }
                }
            }
            Leaf::Stands { obligation, standing } => {
                for holds in [true, false] {
                    let stands = Key::Stands(obligation, standing, holds);
                    self.support(vec![stands], Key::Node(id, holds), None);
                }
            }
            Leaf::Reached(_) => {
                self.support(Vec::new(), Key::Node(id, true), Some(Need::Wait));
            }
            // Which act was done last, and what was told, can always turn: at the most it takes time.
            Leaf::ReachedTold(_)
            | Leaf::Between(_)
            | Leaf::Recent(_)
            | Leaf::Open(_)
            | Leaf::Told(_)
            | Leaf::Some { .. }
            | Leaf::Every(_) => {
                self.support(Vec::new(), Key::Node(id, true), Some(Need::Wait));
                self.support(Vec::new(), Key::Node(id, false), Some(Need::Wait));
            }
            Leaf::Elapsed(elapsed) => {
                let since = Key::Node(graph.elapsed[elapsed].since, true);
                self.support(vec![since], Key::Since(elapsed), None);
                let begun = vec![Key::Since(elapsed)];
                self.support(begun, Key::Node(id, true), Some(Need::Wait));
            }
        }
    }

    fn acts(&mut self, state: &State) {
        for (id, node) in self.terms.graph.acts.iter() {
            self.support(vec![Key::Node(node.requires, true)], Key::May(id), None);
            for party in self.terms.doers(id).filter(|party| self.play.is_awake(*party)) {
                let prohibitions = node.prohibited_by.iter().filter(|prohibition| {
                    let is_theirs = state.acts_for_debtor(
                        self.terms,
                        party,
                        Scope::Run.at(&self.terms.graph, **prohibition),
                    );
                    is_theirs && self.terms.obligations[**prohibition].binding
                });
                let room = prohibitions.map(|prohibition| Key::Room(*prohibition));
                let needs: Vec<Key> = room.chain([Key::May(id)]).collect();
                self.support(needs, Key::Open(id, party), None);
            }
        }
    }

    fn obligation(&mut self, id: ObligationId, state: &State) {
        let obligation = &self.terms.obligations[id];
        let node = &self.terms.graph.obligations[id];
        let tracked = &state.run.obligations[id];
        let is = |standing| Key::Stands(id, standing, true);
        let is_not = |standing| Key::Stands(id, standing, false);
        let ends: Vec<Key> =
            [(true, Key::Node(node.until, true)), (!obligation.survives, Key::Terminated)]
                .into_iter()
                .filter_map(|(ends, key)| ends.then_some(key))
                .collect();
        let mut begins = vec![Key::InForce, Key::Node(node.when, true)];
        if let Some(goal) = node.achieve {
            let needs = vec![Key::Begun(id), Key::Node(goal, true)];
            self.support(needs, Key::Done(id), None);
        }
        // What can no longer arise lapses, be it a duty or a prohibition.
        let graph = &self.terms.graph;
        let entry = &self.terms.ends.entry_into_force;
        for (condition, node) in [(&obligation.when, node.when), (entry, graph.entry_into_force)] {
            if can_be_decided(self.terms, condition, false) {
                self.support(vec![Key::Node(node, false)], is(Standing::Lapsed), None);
            }
        }
        match (obligation.performance(), node.achieve) {
            (Some(_), _) | (None, Some(_)) => {
                for act in obligation.acts() {
                    // Of several acts one is enough to begin, so none is asked for.
                    if obligation.acts().len() == 1 {
                        begins.push(Key::May(*act));
                    }
                    for party in self.performers(tracked, *act) {
                        let need = Need::Perform { party, act: *act, duty: id };
                        let needs = vec![Key::Begun(id), Key::Open(*act, party)];
                        self.support(needs, Key::Done(id), Some(need));
                    }
                    let expires = self.terms.graph.acts[*act].expires_when;
                    self.support(vec![Key::Node(expires, true)], is(Standing::Lapsed), None);
                }
                match tracked.parties.verifier {
                    None => self.support(vec![Key::Done(id)], is(Standing::Discharged), None),
                    Some(verifier) => {
                        self.support(vec![Key::Done(id)], is(Standing::Performed), None);
                        if self.play.is_awake(verifier) {
                            let need = Need::Attest { party: verifier, obligation: id };
                            let performed = vec![Key::Done(id)];
                            self.support(performed, is(Standing::Discharged), Some(need));
                        }
                    }
                }
                if tracked.status != Status::Breached {
                    for end in ends {
                        self.support(vec![end], is(Standing::Lapsed), None);
                    }
                }
                for standing in [Standing::Due, Standing::Suspended] {
                    self.support(vec![Key::Done(id)], is_not(standing), None);
                }
            }
            (None, None) => {
                if tracked.status == Status::Dormant {
                    for end in ends.clone() {
                        self.support(vec![end], is(Standing::Lapsed), None);
                    }
                }
                if tracked.status != Status::Breached {
                    for end in ends {
                        self.support(vec![Key::Begun(id), end], is(Standing::Discharged), None);
                    }
                }
                // A prohibition that rests forbids nothing.
                for ends in [Key::Closed(id), is(Standing::Suspended)] {
                    self.support(vec![ends], Key::Room(id), None);
                }
                if matches!(&obligation.duty, Duty::Refrain(limit) if limit.reach != Reach::InAll) {
                    self.support(Vec::new(), Key::Room(id), Some(Need::Wait));
                }
            }
        }
        if obligation.performance().is_some() {
            // What is done already falls due whether or not its act may be done.
            let needs = vec![Key::InForce, Key::Node(node.when, true), Key::Enough(id)];
            self.support(needs, Key::Begun(id), None);
        }
        self.support(begins, Key::Begun(id), None);
        self.support(vec![Key::Begun(id)], is(Standing::Due), None);
        self.support(vec![Key::Begun(id)], is_not(Standing::Dormant), None);
        let mut rests = vec![Key::Node(node.suspended_while, true)];
        if obligation.performance().is_some() {
            let acts = obligation.acts().iter();
            rests.extend(acts.map(|act| Key::Node(self.terms.graph.acts[*act].requires, false)));
            if tracked.parties.verifier.is_some_and(|verifier| self.play.is_awake(verifier)) {
                let performed = vec![is(Standing::Performed)];
                self.support(performed, is_not(Standing::Performed), Some(Need::Deny));
            }
        }
        for rest in rests {
            let needs = vec![Key::Begun(id), rest];
            self.support(needs.clone(), is(Standing::Suspended), None);
            self.support(needs, is_not(Standing::Due), None);
        }
        let goes_on = vec![Key::Node(node.suspended_while, false)];
        self.support(goes_on, is_not(Standing::Suspended), None);
        if let Some(creditor) = tracked.parties.creditor
            && self.play.is_released(id)
            && self.play.is_awake(creditor)
        {
            let need = Need::Release { party: creditor, obligation: id };
            self.support(Vec::new(), is(Standing::Released), Some(need));
        }
        if let Some(repair) = obligation.repaired_by {
            let repaired = vec![Key::Stands(repair, Standing::Discharged, true)];
            self.support(repaired, is(Standing::Repaired), None);
        }
        let closed =
            [Standing::Discharged, Standing::Repaired, Standing::Lapsed, Standing::Released];
        for standing in closed {
            self.support(vec![is(standing)], Key::Closed(id), None);
        }
        self.support(vec![Key::Closed(id)], is(Standing::Closed), None);
        self.support(vec![is(Standing::Discharged)], is(Standing::Kept), None);
        self.support(vec![is(Standing::Discharged)], is(Standing::Cured), None);
        self.support(vec![Key::Closed(id)], is_not(Standing::InBreach), None);
        for standing in [Standing::Dormant, Standing::Due, Standing::Performed, Standing::Suspended]
        {
            self.support(vec![Key::Closed(id)], is_not(standing), None);
        }
    }

    /// The parties that are awake and whose doing an act counts for a duty: those who act for its debtor.
    fn performers(&self, tracked: &Tracked, act: ActId) -> Vec<PartyId> {
        let debtor = tracked.parties.debtor;
        let parties = self.terms.parties.keys().filter(|party| {
            debtor.is_some_and(|debtor| self.terms.acts_for(*party, debtor))
                && self.terms.may_do(*party, act)
                && self.play.is_awake(*party)
        });
        parties.collect()
    }

    /// A condition of a goal, which need not be one of the agreement as a whole.
    fn condition(&mut self, condition: &Condition, holds: bool) -> Key {
        if let Some(node) = self.terms.graph.find(self.terms, None, condition) {
            return Key::Node(node, holds);
        }
        match condition {
            Condition::Stands { obligation, standing } => {
                Key::Stands(*obligation, *standing, holds)
            }
            Condition::Not(part) => self.condition(part, !holds),
            Condition::All(parts) | Condition::Any(parts) => {
                let whole = self.part();
                let keys: Vec<Key> = parts.iter().map(|part| self.condition(part, holds)).collect();
                if matches!(condition, Condition::All(_)) == holds {
                    self.support(keys, whole.clone(), None);
                } else {
                    keys.into_iter().for_each(|key| self.support(vec![key], whole.clone(), None));
                }
                whole
            }
            // No run remembers it: it has no support.
            Condition::Happened { .. }
            | Condition::Reached(_)
            | Condition::Elapsed { .. }
            | Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Open(_)
            | Condition::Some { .. }
            | Condition::Every { .. }
            | Condition::Told(_) => self.part(),
        }
    }

    fn support(&mut self, needs: Vec<Key>, gives: Key, need: Option<Need>) {
        let number = self.supports.len();
        let gives = self.fact(gives);
        let needs: Vec<Fact> = needs.into_iter().map(|key| self.fact(key)).collect();
        for fact in &needs {
            if let Some(needed_by) = self.needed_by.get_mut(*fact) {
                needed_by.push(number);
            }
        }
        self.supports.push(Support { needs, gives, need, of: self.of });
    }

    fn part(&mut self) -> Key {
        let key = Key::Part(self.seeds.len());
        self.fact(key.clone());
        key
    }

    fn fact(&mut self, key: Key) -> Fact {
        let next = self.seeds.len();
        let fact = *self.facts.entry(key.clone()).or_insert(next);
        if fact == next {
            self.seeds.push(Some(key).filter(|key| !matches!(key, Key::Part(_))));
            self.needed_by.push(Vec::new());
        }
        fact
    }

    /// Whether a fact is so in a state.
    fn is_so(&self, state: &State, key: &Key) -> bool {
        let tracked = |id: ObligationId| &state.run.obligations[id];
        match key {
            Key::Node(node, holds) => {
                state.holds(Scope::Run.at(&self.terms.graph, *node)) == *holds
            }
            Key::Stands(id, standing, holds) => tracked(*id).stands(*standing) == *holds,
            Key::May(act) => state.may(self.terms, Scope::Run, *act),
            Key::Room(id) => {
                let Duty::Refrain(limit) = &self.terms.obligations[*id].duty else {
                    return true;
                };
                let tracked = tracked(*id);
                let limit = tracked.figure.or(limit.written_limit()).unwrap_or(0);
                !tracked.prohibits() || tracked.count.done < limit
            }
            Key::Begun(id) => {
                let status = tracked(*id).status;
                status != Status::Dormant && !status.is_closed()
            }
            Key::Done(id) => {
                tracked(*id).status != Status::Dormant
                    && state.is_done(self.terms, Scope::Run.at(&self.terms.graph, *id))
            }
            Key::Since(id) => state.run.since[*id].is_some(),
            Key::Closed(id) => tracked(*id).status.is_closed(),
            Key::InForce => state.in_force.is_some(),
            Key::Terminated => state.run.terminated.is_some(),
            Key::NotTerminated => state.run.terminated.is_none(),
            Key::Enough(id) => self.terms.obligations[*id].performance().is_some_and(|duty| {
                let tracked = tracked(*id);
                tracked.progress >= tracked.needed(duty)
            }),
            Key::Open(..) | Key::Part(_) => false,
        }
    }
}

impl Need {
    fn cost(self) -> u64 {
        match self {
            Self::Wait | Self::Deny => WAIT,
            _ => 1,
        }
    }
}

impl Costs {
    /// The cost of a fact, and how it comes about; none where it can't.
    fn of(&self, fact: Fact) -> Option<(u64, Option<usize>)> {
        self.costs.get(fact).copied().flatten()
    }

    /// Whether a fact can come about, as far as this tells.
    pub(super) fn can_be(&self, fact: Fact) -> bool {
        self.of(fact).is_some()
    }
}

/// Whether a condition can come to hold, or not to hold, for good (SEMANTICS.md, section 3).
fn can_be_decided(terms: &Terms, condition: &Condition, holds: bool) -> bool {
    let part = |part: &Condition| can_be_decided(terms, part, holds);
    match condition {
        Condition::Happened { act, .. } => holds || terms.acts[*act].is_power,
        Condition::Stands { .. } => true,
        Condition::Reached(_) => holds,
        Condition::Elapsed { since, .. } => holds || part(since),
        Condition::Between { .. }
        | Condition::Recent { .. }
        | Condition::Open(_)
        | Condition::Told(_) => false,
        Condition::Some { holds: asked, .. } | Condition::Every { holds: asked, .. } => part(asked),
        Condition::All(parts) if holds => parts.iter().all(part),
        Condition::All(parts) => parts.iter().any(part),
        Condition::Any(parts) if holds => parts.iter().any(part),
        Condition::Any(parts) => parts.iter().all(part),
        Condition::Not(negated) => can_be_decided(terms, negated, !holds),
    }
}
