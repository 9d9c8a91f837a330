//! Which formulas hold now, and which are decided for good, kept up to date by what moves
//! (SEMANTICS.md, section 3).

use crate::names::{ActId, Key, KindId, Table};
use crate::terms::{Graph, InKind, Leaf, NodeId, Rule, Terms, Watcher};

use super::kinds::{Quantified, Tally};
use super::scope::{At, Scope, SubjectId};
use super::state::State;
use super::subjects::Tallied;

/// Which formulas of a scope hold and which are decided for good, and how many parts of each are so.
#[derive(Clone, Debug)]
pub(crate) struct Truth {
    pub(super) formulas: Table<NodeId, Formula>,
}

/// How a formula stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Formula {
    pub(super) holds: bool,
    /// Whether what it is now, it is for good.
    pub(super) is_decided: bool,
    pub(super) parts_holding: u32,
    /// How many parts hold for good, and how many fail for good.
    pub(super) parts_holding_for_good: u32,
    pub(super) parts_failing_for_good: u32,
}

impl Truth {
    /// Of no formula.
    pub(crate) fn none() -> Self {
        Self { formulas: Table::from_iter([]) }
    }

    fn of(formulas: usize) -> Self {
        Self { formulas: (0..formulas).map(|_| Formula::default()).collect() }
    }

    /// Whether each formula holds, and whether it is decided.
    pub(in crate::monitor) fn all(&self) -> impl Iterator<Item = (bool, bool)> {
        self.formulas.values().map(|formula| (formula.holds, formula.is_decided))
    }

    /// Whether a formula of an agreement without kinds holds.
    pub(crate) fn holds_in_run(&self, node: NodeId) -> bool {
        self.formulas[node].holds
    }

    /// About how many bytes it takes.
    pub(in crate::monitor) fn weight(&self) -> usize {
        self.formulas.weight()
    }
}

impl State {
    #[inline]
    fn formula(&self, at: At<NodeId>) -> Formula {
        let truth = self.subject(at.scope).map_or(&self.truth, |subject| &subject.truth);
        truth.formulas[NodeId::at(at.place)]
    }

    fn formula_mut(&mut self, at: At<NodeId>) -> &mut Formula {
        let truth = match at.scope {
            Scope::Run => &mut self.truth,
            Scope::Subject(id) => {
                self.touch(id);
                match self.remembered.kinds[id.kind].subjects.get_mut(id.place) {
                    Some(subject) => &mut subject.truth,
                    None => &mut self.truth,
                }
            }
        };
        &mut truth.formulas[NodeId::at(at.place)]
    }

    pub(crate) fn holds(&self, at: At<NodeId>) -> bool {
        self.formula(at).holds
    }

    /// Whether a formula does not hold, and will not whatever comes.
    pub(crate) fn fails_for_good(&self, at: At<NodeId>) -> bool {
        let formula = self.formula(at);
        formula.is_decided && !formula.holds
    }

    // From nothing.

    /// Tells all formulas anew, in every scope.
    pub(super) fn derive_truth(&mut self, terms: &Terms) {
        let graph = &terms.graph;
        self.truth = Truth::of(graph.run.nodes.len());
        self.quantified = graph.quantifiers.values().map(|_| Quantified::default()).collect();
        for (kind, node) in graph.kinds.iter() {
            let state = &mut self.remembered.kinds[kind];
            state.tallies = vec![Tally::default(); node.tallied.len()];
            for place in 0..state.subjects.len() {
                if let Some(subject) = state.subjects.get_mut(place) {
                    subject.truth = Truth::of(node.scope.nodes.len());
                    subject.tallied = vec![Tallied::default(); node.tallied.len()].into();
                }
                self.touched.push(SubjectId { kind, place });
            }
        }
        // Parts have smaller ids than what they are part of, and what is asked of subjects a smaller one
        // than the condition that asks it: so each is told before it is counted.
        for (id, node) in graph.nodes.iter() {
            for scope in self.scopes(node.of) {
                self.derive_formula(terms, scope.at(graph, id));
            }
        }
        for kind in graph.kinds.keys() {
            for scope in self.scopes(Some(kind)) {
                for act in &graph.kinds[kind].tallied {
                    self.tally_anew(terms, scope, *act);
                }
            }
        }
        // That a power can be used no more in any subject was not counted yet when its formulas were told.
        for counter in graph.counters.values().filter(|it| it.of.is_none()) {
            let is_power_of_kind =
                terms.acts[counter.act].is_power && graph.acts[counter.act].of.is_some();
            if is_power_of_kind && self.is_shut(terms, Scope::Run, counter.act) {
                for (_, node) in &counter.thresholds {
                    self.decide(terms, Scope::Run.at(graph, *node));
                }
            }
        }
    }

    /// Tells the formulas of a subject that has just opened, of which nothing is told yet.
    pub(super) fn derive_subject(&mut self, terms: &Terms, id: SubjectId) {
        let graph = &terms.graph;
        let node = &graph.kinds[id.kind];
        let scope = Scope::Subject(id);
        if let Some(subject) = self.remembered.kinds[id.kind].subjects.get_mut(id.place) {
            subject.truth = Truth::of(node.scope.nodes.len());
            subject.tallied = vec![Tallied::default(); node.tallied.len()].into();
        }
        self.touched.push(id);
        for (part, whole) in &node.imports {
            let part = self.formula(Scope::Run.at(graph, *part));
            self.formula_mut(scope.at(graph, *whole)).count_part(part);
        }
        for node in &node.scope.nodes {
            self.derive_formula(terms, scope.at(graph, *node));
        }
        for act in &node.tallied {
            self.tally_anew(terms, scope, *act);
        }
        // There is one more of which `every` is asked.
        for quantifier in &node.quantifiers {
            self.look_at_askers(graph, *quantifier);
        }
        self.settle_moved(terms);
    }

    fn derive_formula(&mut self, terms: &Terms, at: At<NodeId>) {
        let graph = &terms.graph;
        self.take_up(at.scope);
        let node = &graph.nodes[at.id];
        let holds = match node.rule {
            Rule::Leaf(leaf) => self.leaf_holds(terms, at.scope, leaf),
            rule => by_parts(rule, self.formula(at)),
        };
        self.formula_mut(at).holds = holds;
        let is_decided = match node.rule {
            Rule::Leaf(leaf) => self.leaf_is_decided(terms, at.scope, leaf),
            rule => is_decided_by_parts(rule, self.formula(at)),
        };
        self.formula_mut(at).is_decided = is_decided;
        let formula = self.formula(at);
        for whole in &node.part_of {
            self.formula_mut(at.scope.at(graph, *whole)).count_part(formula);
        }
        for watcher in &node.watchers {
            if let Watcher::Quantifier(quantifier) = watcher {
                let quantified = &mut self.quantified[*quantifier];
                quantified.holding = quantified.holding.saturating_add(u32::from(holds));
                if is_decided {
                    quantified.count_decided(holds);
                }
            }
        }
        // While all is told anew, the run's formulas are told once, for all subjects that there are.
        if at.scope == Scope::Run {
            for (kind, what) in &node.in_kinds {
                if let InKind::PartOf(whole) = what {
                    for scope in self.scopes(Some(*kind)) {
                        self.formula_mut(scope.at(graph, *whole)).count_part(formula);
                    }
                }
            }
        }
    }

    // What moves.

    /// Says whether a formula without parts holds now, and carries that to all it is part of.
    pub(super) fn set(&mut self, terms: &Terms, leaf: At<NodeId>, holds: bool) {
        if self.formula(leaf).holds != holds {
            self.flip(&terms.graph, leaf);
            self.settle_moved(terms);
        }
    }

    /// Says that a formula without parts stays as it is for good, and carries that to all it is part
    /// of.
    pub(super) fn decide(&mut self, terms: &Terms, leaf: At<NodeId>) {
        if !self.formula(leaf).is_decided {
            self.fix(&terms.graph, leaf);
            self.settle_moved(terms);
        }
    }

    fn settle_moved(&mut self, terms: &Terms) {
        let graph = &terms.graph;
        while let Some(at) = self.moved.pop() {
            let rule = graph.nodes[at.id].rule;
            let holds = match rule {
                Rule::Leaf(leaf) => self.quantifier_holds(terms, leaf),
                rule => by_parts(rule, self.formula(at)),
            };
            if holds != self.formula(at).holds {
                self.flip(graph, at);
            }
            let is_decided = match rule {
                Rule::Leaf(leaf) => self.quantifier_is_decided(terms, leaf),
                rule => is_decided_by_parts(rule, self.formula(at)),
            };
            if is_decided && !self.formula(at).is_decided {
                self.fix(graph, at);
            }
        }
    }

    fn flip(&mut self, graph: &Graph, at: At<NodeId>) {
        let node = &graph.nodes[at.id];
        let formula = self.formula_mut(at);
        let holds = !formula.holds;
        formula.holds = holds;
        for watcher in &node.watchers {
            match watcher {
                Watcher::Quantifier(quantifier) => {
                    let holding = &mut self.quantified[*quantifier].holding;
                    *holding = step(*holding, holds);
                    self.look_at_askers(graph, *quantifier);
                }
                watcher => self.wake(graph, *watcher, at.scope),
            }
        }
        for whole in &node.part_of {
            let whole = at.scope.at(graph, *whole);
            let parts = &mut self.formula_mut(whole).parts_holding;
            *parts = step(*parts, holds);
            self.moved.push(whole);
        }
        for (kind, what) in &node.in_kinds {
            self.in_kind(graph, *kind, *what, &|formula| {
                formula.parts_holding = step(formula.parts_holding, holds);
            });
        }
    }

    fn fix(&mut self, graph: &Graph, at: At<NodeId>) {
        let node = &graph.nodes[at.id];
        let formula = self.formula_mut(at);
        formula.is_decided = true;
        let holds = formula.holds;
        for watcher in &node.watchers {
            match watcher {
                Watcher::Quantifier(quantifier) => {
                    self.quantified[*quantifier].count_decided(holds);
                    self.look_at_askers(graph, *quantifier);
                }
                watcher => self.wake(graph, *watcher, at.scope),
            }
        }
        for whole in &node.part_of {
            let whole = at.scope.at(graph, *whole);
            self.formula_mut(whole).count_decided(holds);
            self.moved.push(whole);
        }
        for (kind, what) in &node.in_kinds {
            self.in_kind(graph, *kind, *what, &|formula| formula.count_decided(holds));
        }
    }

    /// Carries what moves in the run to the subjects of a kind.
    fn in_kind(&mut self, graph: &Graph, kind: KindId, what: InKind, count: &dyn Fn(&mut Formula)) {
        match what {
            InKind::PartOf(whole) => {
                for scope in self.scopes(Some(kind)) {
                    let whole = scope.at(graph, whole);
                    count(self.formula_mut(whole));
                    self.moved.push(whole);
                }
            }
            InKind::Watched(watcher @ Watcher::Obligation(_)) => {
                for scope in self.living(Some(kind)) {
                    self.wake(graph, watcher, scope);
                }
            }
            InKind::Watched(watcher) => {
                for scope in self.scopes(Some(kind)) {
                    self.wake(graph, watcher, scope);
                }
            }
        }
    }

    /// Somebody looks in the next round, who watches something in a scope.
    fn wake(&mut self, graph: &Graph, watcher: Watcher, scope: Scope) {
        let agenda = &mut self.agenda;
        match watcher {
            Watcher::Obligation(id) => agenda.wake_obligation(scope.at(graph, id)),
            Watcher::Elapsed(id) => agenda.elapsed.push(scope.at(graph, id)),
            Watcher::Window(act) => agenda.windows.push(scope.at(graph, act)),
            Watcher::EntryIntoForce => agenda.entry_into_force = true,
            Watcher::Termination => agenda.termination = true,
            Watcher::SubjectTermination => {
                if let Scope::Subject(subject) = scope {
                    agenda.terminations.push(subject);
                }
            }
            Watcher::List(kind) => agenda.wake_kind(kind),
            Watcher::Tally(act) => agenda.tallies.push((scope, act)),
            Watcher::Quantifier(_) => {}
        }
    }

    // What is asked of subjects.

    fn look_at_askers(&mut self, graph: &Graph, id: crate::terms::QuantifierId) {
        let askers = graph.quantifiers[id].asked_by.iter();
        self.moved.extend(askers.map(|node| Scope::Run.at(graph, *node)));
    }

    /// The list of a kind has been closed.
    pub(super) fn look_at_list(&mut self, terms: &Terms, kind: KindId) {
        for quantifier in &terms.graph.kinds[kind].quantifiers {
            self.look_at_askers(&terms.graph, *quantifier);
        }
        self.settle_moved(terms);
    }

    /// Whether a condition that asks many subjects holds; of others this says nothing.
    pub(super) fn quantifier_holds(&self, terms: &Terms, leaf: Leaf) -> bool {
        let graph = &terms.graph;
        match leaf {
            Leaf::Some { quantifier, at_least } => {
                u64::from(self.quantified[quantifier].holding) >= at_least
            }
            Leaf::Every(quantifier) => {
                let state = &self.kinds[graph.quantifiers[quantifier].kind];
                let all = state.subjects.len();
                let holding = self.quantified[quantifier].holding;
                state.is_list_closed() && all > 0 && holding == all
            }
            _ => false,
        }
    }

    pub(super) fn quantifier_is_decided(&self, terms: &Terms, leaf: Leaf) -> bool {
        let graph = &terms.graph;
        match leaf {
            Leaf::Some { quantifier, at_least } => {
                let Quantified { holding_for_good, failing_for_good, .. } =
                    self.quantified[quantifier];
                let state = &self.kinds[graph.quantifiers[quantifier].kind];
                let can_still = state.subjects.len().saturating_sub(failing_for_good);
                u64::from(holding_for_good) >= at_least
                    || (state.is_list_closed() && u64::from(can_still) < at_least)
            }
            Leaf::Every(quantifier) => {
                let Quantified { holding_for_good, failing_for_good, .. } =
                    self.quantified[quantifier];
                let state = &self.kinds[graph.quantifiers[quantifier].kind];
                let all = state.subjects.len();
                state.is_list_closed() && (failing_for_good > 0 || holding_for_good == all)
            }
            _ => false,
        }
    }

    // What is counted of acts for obligations of the run.

    /// In how many subjects an act may be done, and in how many it may be done no more.
    pub(super) fn tally(&self, terms: &Terms, kind: KindId, act: ActId) -> Tally {
        let place = terms.graph.kinds[kind].tallied.iter().position(|it| *it == act);
        let tally = place.and_then(|place| self.kinds[kind].tallies.get(place));
        tally.copied().unwrap_or_default()
    }

    /// Something has moved that an act of a subject hangs on.
    pub(super) fn tally_anew(&mut self, terms: &Terms, scope: Scope, act: ActId) {
        let graph = &terms.graph;
        let Scope::Subject(id) = scope else { return };
        let Some(place) = graph.kinds[id.kind].tallied.iter().position(|it| *it == act) else {
            return;
        };
        self.take_up(scope);
        let at = scope.at(graph, act);
        let now = Tallied { is_open: self.may_in(terms, at), is_shut: self[at].is_shut() };
        let state = &mut self.remembered.kinds[id.kind];
        let tallied = state.subjects.get(id.place).and_then(|it| it.tallied.get(place));
        let before = tallied.copied().unwrap_or_default();
        if before == now {
            return;
        }
        if let Some(tallied) =
            state.subjects.get_mut(id.place).and_then(|it| it.tallied.get_mut(place))
        {
            *tallied = now;
        }
        if let Some(tally) = state.tallies.get_mut(place) {
            let counted = |count: u32, before: bool, now: bool| match (before, now) {
                (false, true) => count.saturating_add(1),
                (true, false) => count.saturating_sub(1),
                _ => count,
            };
            tally.open = counted(tally.open, before.is_open, now.is_open);
            tally.shut = counted(tally.shut, before.is_shut, now.is_shut);
        }
        for obligation in &graph.acts[act].performed_by {
            if graph.obligations[*obligation].of.is_none() {
                self.agenda.wake_obligation(Scope::Run.at(graph, *obligation));
            }
        }
    }
}

/// One more, or one less.
fn step(count: u32, is_more: bool) -> u32 {
    if is_more { count.saturating_add(1) } else { count.saturating_sub(1) }
}

fn by_parts(rule: Rule, formula: Formula) -> bool {
    match rule {
        Rule::Leaf(_) => formula.holds,
        Rule::All(all) => formula.parts_holding == all,
        Rule::Any(_) => formula.parts_holding > 0,
        Rule::Not => formula.parts_holding == 0,
    }
}

/// An `all` is decided once one part fails for good, or all hold for good; an `any` the other way
/// round.
fn is_decided_by_parts(rule: Rule, formula: Formula) -> bool {
    let (holding, failing) = (formula.parts_holding_for_good, formula.parts_failing_for_good);
    match rule {
        Rule::Leaf(_) => formula.is_decided,
        Rule::All(parts) => failing > 0 || holding == parts,
        Rule::Any(parts) => holding > 0 || failing == parts,
        Rule::Not => holding > 0 || failing > 0,
    }
}

impl Formula {
    /// A part of it is counted for the first time.
    fn count_part(&mut self, part: Self) {
        self.parts_holding = self.parts_holding.saturating_add(u32::from(part.holds));
        if part.is_decided {
            self.count_decided(part.holds);
        }
    }

    /// One more part is decided.
    fn count_decided(&mut self, holds: bool) {
        let parts =
            if holds { &mut self.parts_holding_for_good } else { &mut self.parts_failing_for_good };
        *parts = parts.saturating_add(1);
    }
}

impl Quantified {
    fn count_decided(&mut self, holds: bool) {
        let subjects = if holds { &mut self.holding_for_good } else { &mut self.failing_for_good };
        *subjects = subjects.saturating_add(1);
    }
}
