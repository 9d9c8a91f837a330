//! The state graph of a cone, walked breadth first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};

use crate::monitor::{Status, Timeless};
use crate::terms::Terms;

use super::action::{Action, Actions, Play, key};
use super::cone::Cone;

/// The states that were found, and the steps between them.
#[derive(Debug, Default)]
pub(crate) struct StateGraph {
    /// By number; 0 is where the walk began.
    pub(crate) states: Vec<Box<[u8]>>,
    pub(crate) edges: Vec<Edge>,
    steps: Vec<Action>,
    /// Whether nothing was left out for want of room.
    pub(crate) is_whole: bool,
}

/// A step from one state to another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// The place of the step among those of the graph.
    step: u32,
    /// Whether a binding obligation is breached by it.
    pub(crate) breaches: bool,
}

/// A walk that is to be made.
pub(crate) struct Walk<'a> {
    pub(crate) terms: &'a Terms,
    pub(crate) cone: &'a Cone,
    pub(crate) play: &'a Play,
    pub(crate) most_states: usize,
    /// Whether steps that breach a binding obligation are taken.
    pub(crate) breaches: bool,
}

/// What the walk tells, and what it may be told.
pub(crate) trait Visit {
    /// A new state. To answer false is to end the walk.
    fn state(&mut self, number: u32, state: &Timeless) -> bool;

    /// A step that passed through other standings before it came to rest. To answer false is to end
    /// the walk.
    fn passing(&mut self, _state: &Timeless) -> bool {
        true
    }

    /// So many states and edges were found, and so many states are still to be looked at.
    fn progress(&mut self, _states: usize, _edges: usize, _open: usize) {}
}

impl<F: FnMut(u32, &Timeless) -> bool> Visit for F {
    fn state(&mut self, number: u32, state: &Timeless) -> bool {
        self(number, state)
    }
}

/// How many states are looked at between two words about progress.
const BETWEEN_WORDS: usize = 1024;

impl Walk<'_> {
    /// Walks from a state.
    pub(crate) fn from(&self, start: &Timeless, visit: &mut dyn Visit) -> StateGraph {
        let Self { terms, cone, play, .. } = *self;
        let mut graph = StateGraph { is_whole: true, ..StateGraph::default() };
        let mut numbers: HashMap<Box<[u8]>, u32> = HashMap::new();
        let mut numbers_of_steps: BTreeMap<Action, u32> = BTreeMap::new();
        let first = key(terms, cone, start);
        numbers.insert(first.clone(), 0);
        graph.states.push(first);
        if !visit.state(0, start) {
            graph.is_whole = false;
            return graph;
        }
        let mut steps = Actions { terms, cone, play, breaches: self.breaches, are_all: true };
        let mut open = VecDeque::from([(0_u32, start.clone())]);
        let mut looked_at = 0_usize;
        while let Some((from, state)) = open.pop_front() {
            looked_at = looked_at.wrapping_add(1);
            if looked_at.is_multiple_of(BETWEEN_WORDS) {
                visit.progress(graph.states.len(), graph.edges.len(), open.len());
            }
            for (step, next) in steps.from(&state) {
                let breaches = breaks(terms, cone, &state, &next);
                if breaches && !self.breaches {
                    continue;
                }
                if next.has_passed() && !visit.passing(&next) {
                    graph.is_whole = false;
                    graph.name(numbers_of_steps);
                    return graph;
                }
                let next_key = key(terms, cone, &next);
                let known = numbers.get(&next_key).copied();
                if known == Some(from) {
                    continue;
                }
                let to = match known {
                    Some(to) => to,
                    None if graph.states.len() >= self.most_states => {
                        graph.is_whole = false;
                        continue;
                    }
                    None => number(graph.states.len()),
                };
                let place = number(numbers_of_steps.len());
                let step = *numbers_of_steps.entry(step).or_insert(place);
                graph.edges.push(Edge { from, to, step, breaches });
                if known.is_none() {
                    numbers.insert(next_key.clone(), to);
                    graph.states.push(next_key);
                    if !visit.state(to, &next) {
                        graph.is_whole = false;
                        graph.name(numbers_of_steps);
                        return graph;
                    }
                    open.push_back((to, next));
                }
            }
        }
        graph.is_whole &= steps.are_all;
        visit.progress(graph.states.len(), graph.edges.len(), 0);
        graph.name(numbers_of_steps);
        graph
    }
}

fn breaks(terms: &Terms, cone: &Cone, before: &Timeless, after: &Timeless) -> bool {
    cone.obligations.iter().any(|id| {
        terms.obligations[*id].binding
            && after.statuses()[*id].status == Status::Breached
            && before.statuses()[*id].status != Status::Breached
    })
}

impl StateGraph {
    fn name(&mut self, numbers: BTreeMap<Action, u32>) {
        let mut steps: Vec<(u32, Action)> =
            numbers.into_iter().map(|(step, number)| (number, step)).collect();
        steps.sort_unstable();
        self.steps = steps.into_iter().map(|(_, step)| step).collect();
    }

    /// The step of an edge.
    pub(crate) fn step(&self, edge: &Edge) -> Option<&Action> {
        self.steps.get(index(edge.step))
    }

    /// The shortest way from the beginning to a state: few steps, and of breaches the fewest first.
    pub(crate) fn way(&self, to: u32) -> Option<Vec<&Edge>> {
        let cost = |edge: &Edge| Some((usize::from(edge.breaches), 1));
        self.cheapest(|state| state == to, cost)
    }

    /// The cheapest way from the beginning to a state that is wanted: the sum of the first costs
    /// counts first, then that of the second. An edge without a cost is not taken.
    pub(crate) fn cheapest(
        &self,
        wanted: impl Fn(u32) -> bool,
        cost: impl Fn(&Edge) -> Option<(usize, usize)>,
    ) -> Option<Vec<&Edge>> {
        let out = self.outgoing();
        let mut best: Vec<Option<(usize, usize)>> = vec![None; self.states.len()];
        let mut came: Vec<Option<&Edge>> = vec![None; self.states.len()];
        let mut heap = BinaryHeap::from([Reverse(((0_usize, 0_usize), 0_u32))]);
        *best.first_mut()? = Some((0, 0));
        while let Some(Reverse((spent, state))) = heap.pop() {
            if best.get(index(state)).copied().flatten() != Some(spent) {
                continue;
            }
            if wanted(state) {
                let mut way = Vec::new();
                let mut at = state;
                while at != 0 {
                    let edge = came.get(index(at)).copied().flatten()?;
                    way.push(edge);
                    at = edge.from;
                }
                way.reverse();
                return Some(way);
            }
            for edge in out.of(self, state) {
                let Some((first, second)) = cost(edge) else { continue };
                let next = (spent.0.saturating_add(first), spent.1.saturating_add(second));
                let known = best.get_mut(index(edge.to))?;
                if known.is_none_or(|known| next < known) {
                    *known = Some(next);
                    *came.get_mut(index(edge.to))? = Some(edge);
                    heap.push(Reverse((next, edge.to)));
                }
            }
        }
        None
    }

    /// From which states one of these can be reached.
    pub(crate) fn can_reach(&self, wanted: &[bool]) -> Vec<bool> {
        let mut into: Vec<Vec<u32>> = vec![Vec::new(); self.states.len()];
        for edge in &self.edges {
            if let Some(into) = into.get_mut(index(edge.to)) {
                into.push(edge.from);
            }
        }
        self.closure(wanted, &into)
    }

    /// Which states can be reached from one of these, along edges that are admitted.
    pub(crate) fn reached_from(&self, these: &[bool], admits: impl Fn(&Edge) -> bool) -> Vec<bool> {
        let mut out: Vec<Vec<u32>> = vec![Vec::new(); self.states.len()];
        for edge in self.edges.iter().filter(|edge| admits(edge)) {
            if let Some(out) = out.get_mut(index(edge.from)) {
                out.push(edge.to);
            }
        }
        self.closure(these, &out)
    }

    fn closure(&self, these: &[bool], next: &[Vec<u32>]) -> Vec<bool> {
        let mut found: Vec<bool> = these.to_vec();
        found.resize(self.states.len(), false);
        let mut open: Vec<u32> =
            (0..).zip(&found).filter(|(_, is)| **is).map(|(number, _)| number).collect();
        while let Some(state) = open.pop() {
            for other in next.get(index(state)).into_iter().flatten() {
                if let Some(is) = found.get_mut(index(*other)).filter(|is| !**is) {
                    *is = true;
                    open.push(*other);
                }
            }
        }
        found
    }

    /// The edges out of each state.
    pub(crate) fn outgoing(&self) -> Outgoing {
        let mut by_state: Vec<Vec<u32>> = vec![Vec::new(); self.states.len()];
        for (place, edge) in (0..).zip(&self.edges) {
            if let Some(edges) = by_state.get_mut(index(edge.from)) {
                edges.push(place);
            }
        }
        Outgoing(by_state)
    }
}

/// The edges out of each state, by their places.
pub(crate) struct Outgoing(Vec<Vec<u32>>);

impl Outgoing {
    /// Those out of a state.
    pub(crate) fn of<'w>(
        &self,
        graph: &'w StateGraph,
        state: u32,
    ) -> impl Iterator<Item = &'w Edge> {
        let places = self.0.get(index(state));
        places.into_iter().flatten().filter_map(|place| graph.edges.get(index(*place)))
    }
}

/// The place of a number in a list.
pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
