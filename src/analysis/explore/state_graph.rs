//! The state graph of a cone, walked breadth first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::ops::ControlFlow;

use crate::monitor::Status;
use crate::terms::Terms;

use super::action::{Action, Actions, Play, key};
use super::cone::Cone;
use super::explorer::Progress;
use super::timeless::Timeless;

/// The states that were found, and the steps between them.
#[derive(Debug, Default)]
pub(crate) struct StateGraph {
    /// Each state by its key, with its number; 0 is where the walk began.
    pub(crate) numbers: HashMap<Box<[u8]>, u32>,
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

    /// How far the walk has come. To answer false is to end it.
    fn goes_on(&mut self, _progress: Progress) -> bool {
        true
    }
}

impl<F: FnMut(u32, &Timeless) -> bool> Visit for F {
    fn state(&mut self, number: u32, state: &Timeless) -> bool {
        self(number, state)
    }
}

/// How many steps are looked at between two words about progress.
const BETWEEN_WORDS: usize = 64;

impl Walk<'_> {
    /// Walks from a state.
    pub(crate) fn from(&self, start: &Timeless, visit: &mut dyn Visit) -> StateGraph {
        let mut graph = StateGraph { is_whole: true, ..StateGraph::default() };
        let mut front = Front { weight: weight(self.terms, start), ..Front::default() };
        let first = key(self.terms, self.cone, start);
        front.keys = first.len();
        graph.numbers.insert(first, 0);
        front.open.push_back((0, start.clone()));
        if !visit.state(0, start) {
            graph.is_whole = false;
            return graph;
        }
        let Self { terms, cone, play, breaches, .. } = *self;
        let mut steps = Actions { terms, cone, play, breaches, are_all: true };
        while let Some((from, state)) = front.open.pop_front() {
            let walked = steps.from(&state, &mut |step, next| {
                self.step(&mut graph, &mut front, visit, (from, &state), (step, next))
            });
            if walked.is_break() {
                graph.is_whole = false;
                break;
            }
        }
        graph.is_whole &= steps.are_all;
        graph.is_whole &= visit.goes_on(front.progress(&graph));
        graph.name(front.steps);
        graph
    }

    /// One step from a state to the next.
    fn step(
        &self,
        graph: &mut StateGraph,
        front: &mut Front,
        visit: &mut dyn Visit,
        (from, state): (u32, &Timeless),
        (step, next): (Action, Timeless),
    ) -> ControlFlow<()> {
        front.looked_at = front.looked_at.wrapping_add(1);
        if front.looked_at.is_multiple_of(BETWEEN_WORDS) && !visit.goes_on(front.progress(graph)) {
            return ControlFlow::Break(());
        }
        let breaches = breaks(self.terms, self.cone, state, &next);
        if breaches && !self.breaches {
            return ControlFlow::Continue(());
        }
        if next.has_passed() && !visit.passing(&next) {
            return ControlFlow::Break(());
        }
        let next_key = key(self.terms, self.cone, &next);
        let known = graph.numbers.get(&next_key).copied();
        let to = match known {
            Some(to) if to == from => return ControlFlow::Continue(()),
            Some(to) => to,
            None if graph.len() >= self.most_states => {
                graph.is_whole = false;
                return ControlFlow::Continue(());
            }
            None => number(graph.len()),
        };
        let place = number(front.steps.len());
        let step = *front.steps.entry(step).or_insert(place);
        graph.edges.push(Edge { from, to, step, breaches });
        if known.is_none() {
            front.keys = front.keys.saturating_add(next_key.len());
            graph.numbers.insert(next_key, to);
            if !visit.state(to, &next) {
                return ControlFlow::Break(());
            }
            front.open.push_back((to, next));
        }
        ControlFlow::Continue(())
    }
}

/// What a walk holds until it ends.
#[derive(Default)]
struct Front {
    /// The states that are still to be looked at.
    open: VecDeque<(u32, Timeless)>,
    /// Each step once, by its number.
    steps: BTreeMap<Action, u32>,
    looked_at: usize,
    /// How many bytes the keys of all states take.
    keys: usize,
    /// How many bytes an open state takes, about.
    weight: usize,
}

impl Front {
    fn progress(&self, graph: &StateGraph) -> Progress {
        let slots = size_of::<(Box<[u8]>, u32)>().saturating_add(ALLOCATED);
        let numbers = graph.numbers.capacity().saturating_mul(slots);
        let edges = graph.edges.capacity().saturating_mul(size_of::<Edge>());
        let states = self.open.len().saturating_mul(self.weight);
        let parts = [self.keys, numbers, edges, states];
        Progress {
            states: graph.len(),
            edges: graph.edges.len(),
            open: self.open.len(),
            bytes: parts.into_iter().fold(0, usize::saturating_add),
        }
    }
}

/// About how many bytes an allocation takes beside what is asked for.
const ALLOCATED: usize = 16;

/// About how many bytes an open state takes.
fn weight(terms: &Terms, state: &Timeless) -> usize {
    let whole = state.state();
    let lists = [
        whole.run.obligations.weight(),
        whole.run.counters.weight(),
        whole.run.acts.weight(),
        whole.run.since.weight(),
        // What holds of each condition, and who is to look again.
        terms.graph.nodes.len().saturating_mul(NODE),
        size_of::<Timeless>(),
    ];
    lists.into_iter().fold(ALLOCATED.saturating_mul(lists.len()), usize::saturating_add)
}

/// About how many bytes of a state one condition takes.
const NODE: usize = 8;

fn breaks(terms: &Terms, cone: &Cone, before: &Timeless, after: &Timeless) -> bool {
    cone.obligations.iter().any(|id| {
        terms.obligations[*id].binding
            && after.statuses()[*id].status == Status::Breached
            && before.statuses()[*id].status != Status::Breached
    })
}

impl StateGraph {
    /// How many states there are.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

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
        let mut best: Vec<Option<(usize, usize)>> = vec![None; self.len()];
        let mut came: Vec<Option<&Edge>> = vec![None; self.len()];
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
        let mut into: Vec<Vec<u32>> = vec![Vec::new(); self.len()];
        for edge in &self.edges {
            if let Some(into) = into.get_mut(index(edge.to)) {
                into.push(edge.from);
            }
        }
        self.closure(wanted, &into)
    }

    /// Which states can be reached from one of these, along edges that are admitted.
    pub(crate) fn reached_from(&self, these: &[bool], admits: impl Fn(&Edge) -> bool) -> Vec<bool> {
        let mut out: Vec<Vec<u32>> = vec![Vec::new(); self.len()];
        for edge in self.edges.iter().filter(|edge| admits(edge)) {
            if let Some(out) = out.get_mut(index(edge.from)) {
                out.push(edge.to);
            }
        }
        self.closure(these, &out)
    }

    fn closure(&self, these: &[bool], next: &[Vec<u32>]) -> Vec<bool> {
        let mut found: Vec<bool> = these.to_vec();
        found.resize(self.len(), false);
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
        let mut by_state: Vec<Vec<u32>> = vec![Vec::new(); self.len()];
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
