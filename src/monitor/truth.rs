//! Which formulas hold now, kept up to date by what moves.

use crate::names::{Key, ObligationId, Table};
use crate::terms::{ElapsedId, Graph, Leaf, NodeId, Rule, Watcher};

/// Which formulas hold, and how many parts of each do.
#[derive(Clone, Debug)]
pub(super) struct Truth {
    holds: Table<NodeId, bool>,
    parts_holding: Table<NodeId, u32>,
    /// Formulas to look at again; empty between calls.
    moved: Vec<NodeId>,
}

/// Who must look at the state in the next round.
#[derive(Clone, Debug)]
pub(super) struct Agenda {
    pub(super) obligations: Vec<ObligationId>,
    queued: Table<ObligationId, bool>,
    pub(super) elapsed: Vec<ElapsedId>,
    pub(super) entry_into_force: bool,
    pub(super) termination: bool,
}

impl Truth {
    /// From nothing: `leaf` says which formulas without parts hold.
    pub(super) fn new(graph: &Graph, leaf: impl Fn(Leaf) -> bool) -> Self {
        let mut truth = Self {
            holds: graph.nodes.values().map(|_| false).collect(),
            parts_holding: graph.nodes.values().map(|_| 0).collect(),
            moved: Vec::new(),
        };
        // Parts have smaller ids than what they are part of, so each is told before it is counted.
        for (id, node) in graph.nodes.iter() {
            let holds = match node.rule {
                Rule::Leaf(it) => leaf(it),
                rule => truth.by_parts(rule, id),
            };
            truth.holds[id] = holds;
            if holds {
                for whole in &node.part_of {
                    let parts = &mut truth.parts_holding[*whole];
                    *parts = parts.saturating_add(1);
                }
            }
        }
        truth
    }

    /// Whether each formula holds.
    pub(super) fn all(&self) -> impl Iterator<Item = bool> {
        self.holds.values().copied()
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        self.holds.weight().saturating_add(self.parts_holding.weight())
    }

    pub(super) fn holds(&self, node: NodeId) -> bool {
        self.holds[node]
    }

    /// Says whether a formula without parts holds now, and carries that to all it is part of.
    pub(super) fn set(&mut self, graph: &Graph, leaf: NodeId, holds: bool, agenda: &mut Agenda) {
        if self.holds[leaf] == holds {
            return;
        }
        self.flip(graph, leaf, agenda);
        while let Some(node) = self.moved.pop() {
            if self.by_parts(graph.nodes[node].rule, node) != self.holds[node] {
                self.flip(graph, node, agenda);
            }
        }
    }

    fn flip(&mut self, graph: &Graph, id: NodeId, agenda: &mut Agenda) {
        let node = &graph.nodes[id];
        let holds = !self.holds[id];
        self.holds[id] = holds;
        for watcher in &node.watchers {
            agenda.wake(*watcher);
        }
        for whole in &node.part_of {
            let parts = &mut self.parts_holding[*whole];
            *parts = if holds { parts.saturating_add(1) } else { parts.saturating_sub(1) };
            self.moved.push(*whole);
        }
    }

    fn by_parts(&self, rule: Rule, node: NodeId) -> bool {
        let parts = self.parts_holding[node];
        match rule {
            Rule::Leaf(_) => self.holds[node],
            Rule::All(all) => parts == all,
            Rule::Any => parts > 0,
            Rule::Not => parts == 0,
        }
    }
}

impl Agenda {
    /// Everybody looks.
    pub(super) fn full(graph: &Graph) -> Self {
        Self {
            obligations: graph.obligations.keys().collect(),
            queued: graph.obligations.values().map(|_| true).collect(),
            elapsed: graph.elapsed.keys().collect(),
            entry_into_force: true,
            termination: true,
        }
    }

    /// About how many bytes it takes when nobody is on it.
    pub(super) fn weight(&self) -> usize {
        self.queued.weight()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.obligations.is_empty()
            && self.elapsed.is_empty()
            && !self.entry_into_force
            && !self.termination
    }

    pub(super) fn wake(&mut self, watcher: Watcher) {
        match watcher {
            Watcher::Obligation(id) => self.wake_obligation(id),
            Watcher::Elapsed(id) => self.elapsed.push(id),
            Watcher::EntryIntoForce => self.entry_into_force = true,
            Watcher::Termination => self.termination = true,
        }
    }

    pub(super) fn wake_obligation(&mut self, id: ObligationId) {
        if !self.queued[id] {
            self.queued[id] = true;
            self.obligations.push(id);
        }
    }

    /// Takes the one obligation that is to look, if nobody else is.
    pub(super) fn take_only(&mut self) -> Option<ObligationId> {
        let [id] = *self.obligations else {
            return None;
        };
        if self.entry_into_force || self.termination || !self.elapsed.is_empty() {
            return None;
        }
        self.obligations.clear();
        self.queued[id] = false;
        Some(id)
    }

    /// Moves the obligations that are to look into `round`, in the order of the document.
    pub(super) fn take_obligations(&mut self, round: &mut Vec<ObligationId>) {
        round.clear();
        std::mem::swap(round, &mut self.obligations);
        round.sort_unstable_by_key(|id| id.place());
        for id in round.iter() {
            self.queued[*id] = false;
        }
    }
}
