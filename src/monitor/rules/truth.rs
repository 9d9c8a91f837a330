//! Which formulas hold now, kept up to date by what moves ([SEMANTICS.md, section 3](crate::guide::law#3-conditions)).
//!
//! A formula is not evaluated: it counts how many of its parts hold, and a part that turns tells it. So a
//! step costs what it moves, however large the agreement is.

use crate::names::Table;
use crate::terms::{Graph, Leaf, NodeId, Rule};

use super::agenda::Agenda;

/// Which formulas hold, and how many parts of each do.
#[derive(Clone, Debug)]
pub(crate) struct Truth {
    holds: Table<NodeId, bool>,
    parts_holding: Table<NodeId, u32>,
    /// Formulas to look at again; empty between calls.
    moved: Vec<NodeId>,
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
    pub(in crate::monitor) fn all(&self) -> impl Iterator<Item = bool> {
        self.holds.values().copied()
    }

    /// About how many bytes it takes.
    pub(in crate::monitor) fn weight(&self) -> usize {
        self.holds.weight().saturating_add(self.parts_holding.weight())
    }

    pub(super) fn holds(&self, node: NodeId) -> bool {
        self.holds[node]
    }

    /// Says whether a formula without parts holds now, and carries that to all it is part of.
    pub(in crate::monitor) fn set(
        &mut self,
        graph: &Graph,
        leaf: NodeId,
        holds: bool,
        agenda: &mut Agenda,
    ) {
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
