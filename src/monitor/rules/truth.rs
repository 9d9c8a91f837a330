//! Which formulas hold now, and which are decided for good, kept up to date by what moves
//! (SEMANTICS.md, section 3).

use crate::names::Table;
use crate::terms::{Graph, Leaf, NodeId, Rule};

use super::agenda::Agenda;

/// Which formulas hold and which are decided for good, and how many parts of each are so.
#[derive(Clone, Debug)]
pub(crate) struct Truth {
    formulas: Table<NodeId, Formula>,
    /// Formulas to look at again; empty between calls.
    moved: Vec<NodeId>,
}

/// How a formula stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Formula {
    holds: bool,
    /// Whether what it is now, it is for good.
    is_decided: bool,
    parts_holding: u32,
    /// How many parts hold for good, and how many fail for good.
    parts_holding_for_good: u32,
    parts_failing_for_good: u32,
}

impl Truth {
    /// From nothing: `leaf` says of each formula without parts whether it holds, and `decided`
    /// whether that is for good. (An `elapsed` depends on its `since`, which has a smaller id: it is
    /// handed in.)
    pub(super) fn new(
        graph: &Graph,
        leaf: impl Fn(Leaf) -> bool,
        decided: impl Fn(Leaf, &Self) -> bool,
    ) -> Self {
        let mut truth = Self {
            formulas: graph.nodes.values().map(|_| Formula::default()).collect(),
            moved: Vec::new(),
        };
        // Parts have smaller ids than what they are part of, so each is told before it is counted.
        for (id, node) in graph.nodes.iter() {
            let holds = match node.rule {
                Rule::Leaf(it) => leaf(it),
                rule => truth.by_parts(rule, id),
            };
            truth.formulas[id].holds = holds;
            let is_decided = match node.rule {
                Rule::Leaf(it) => decided(it, &truth),
                rule => truth.is_decided_by_parts(rule, id),
            };
            truth.formulas[id].is_decided = is_decided;
            for whole in &node.part_of {
                let whole = &mut truth.formulas[*whole];
                whole.parts_holding = whole.parts_holding.saturating_add(u32::from(holds));
                if is_decided {
                    whole.count_decided(holds);
                }
            }
        }
        truth
    }

    /// Whether each formula holds, and whether it is decided.
    pub(in crate::monitor) fn all(&self) -> impl Iterator<Item = (bool, bool)> {
        self.formulas.values().map(|formula| (formula.holds, formula.is_decided))
    }

    /// About how many bytes it takes.
    pub(in crate::monitor) fn weight(&self) -> usize {
        self.formulas.weight()
    }

    pub(in crate::monitor) fn holds(&self, node: NodeId) -> bool {
        self.formulas[node].holds
    }

    /// Whether a formula does not hold, and will not whatever comes.
    pub(crate) fn fails_for_good(&self, node: NodeId) -> bool {
        let formula = self.formulas[node];
        formula.is_decided && !formula.holds
    }

    /// Says whether a formula without parts holds now, and carries that to all it is part of.
    pub(super) fn set(&mut self, graph: &Graph, leaf: NodeId, holds: bool, agenda: &mut Agenda) {
        if self.formulas[leaf].holds == holds {
            return;
        }
        self.flip(graph, leaf, agenda);
        while let Some(node) = self.moved.pop() {
            if self.by_parts(graph.nodes[node].rule, node) != self.formulas[node].holds {
                self.flip(graph, node, agenda);
            }
        }
    }

    /// Says that a formula without parts stays as it is for good, and carries that to all it is part
    /// of.
    pub(super) fn decide(&mut self, graph: &Graph, leaf: NodeId, agenda: &mut Agenda) {
        if self.formulas[leaf].is_decided {
            return;
        }
        self.fix(graph, leaf, agenda);
        while let Some(node) = self.moved.pop() {
            let is_open = !self.formulas[node].is_decided;
            if is_open && self.is_decided_by_parts(graph.nodes[node].rule, node) {
                self.fix(graph, node, agenda);
            }
        }
    }

    fn flip(&mut self, graph: &Graph, id: NodeId, agenda: &mut Agenda) {
        let node = &graph.nodes[id];
        let holds = !self.formulas[id].holds;
        self.formulas[id].holds = holds;
        for watcher in &node.watchers {
            agenda.wake(*watcher);
        }
        for whole in &node.part_of {
            let parts = &mut self.formulas[*whole].parts_holding;
            *parts = if holds { parts.saturating_add(1) } else { parts.saturating_sub(1) };
            self.moved.push(*whole);
        }
    }

    fn fix(&mut self, graph: &Graph, id: NodeId, agenda: &mut Agenda) {
        let node = &graph.nodes[id];
        let formula = &mut self.formulas[id];
        formula.is_decided = true;
        let holds = formula.holds;
        for watcher in &node.watchers {
            agenda.wake(*watcher);
        }
        for whole in &node.part_of {
            self.formulas[*whole].count_decided(holds);
            self.moved.push(*whole);
        }
    }

    fn by_parts(&self, rule: Rule, node: NodeId) -> bool {
        let formula = self.formulas[node];
        match rule {
            Rule::Leaf(_) => formula.holds,
            Rule::All(all) => formula.parts_holding == all,
            Rule::Any(_) => formula.parts_holding > 0,
            Rule::Not => formula.parts_holding == 0,
        }
    }

    /// An `all` is decided once one part fails for good, or all hold for good; an `any` the other way
    /// round.
    fn is_decided_by_parts(&self, rule: Rule, node: NodeId) -> bool {
        let formula = self.formulas[node];
        let (holding, failing) = (formula.parts_holding_for_good, formula.parts_failing_for_good);
        match rule {
            Rule::Leaf(_) => formula.is_decided,
            Rule::All(parts) => failing > 0 || holding == parts,
            Rule::Any(parts) => holding > 0 || failing == parts,
            Rule::Not => holding > 0 || failing > 0,
        }
    }
}

impl Formula {
    /// One more part is decided.
    fn count_decided(&mut self, holds: bool) {
        let parts =
            if holds { &mut self.parts_holding_for_good } else { &mut self.parts_failing_for_good };
        *parts = parts.saturating_add(1);
    }
}
