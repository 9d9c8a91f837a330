//! How large a state graph is, part by part.

use std::collections::BTreeSet;

use crate::names::Names;
use crate::terms::Terms;

use super::action::key;
use super::cone::Cone;
use super::explorer::{Explorer, joined};
use super::state_graph::{StateGraph, index};
use super::timeless::Timeless;

/// The size of a state graph.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::Explorer;
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let graph = Explorer::new(&agreement).most_states(50).graph();
/// assert!(graph.explored >= 50 && !graph.is_whole);   // there is more
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GraphSize {
    /// How many states there are.
    pub states: u128,
    /// How many edges between them; timers of different parts are taken to fire one at a time.
    pub edges: u128,
    /// How many states were looked at to know.
    pub explored: usize,
    /// In how many parts, each explored apart.
    pub parts: usize,
    /// Whether this is all; else the bound was hit, and there is more.
    pub is_whole: bool,
}

impl GraphSize {
    /// That of an agreement of which no state is looked at.
    pub(super) fn unknown() -> Self {
        Self { states: 0, edges: 0, explored: 0, parts: 0, is_whole: false }
    }
}

/// The parts of a state graph.
pub(super) struct Census {
    /// The graph of what all parts share: when the agreement enters into force and terminates.
    shared: StateGraph,
    parts: Vec<Part>,
    explored: usize,
    is_whole: bool,
}

/// One part, counted by where what is shared stands.
struct Part {
    states: Vec<u128>,
    /// Edges along which what is shared stays as it is.
    edges: Vec<u128>,
}

impl Census {
    pub(super) fn of<V: Names>(explorer: &mut Explorer<'_, V>) -> Self {
        let agreement = explorer.agreement.clone();
        let terms = agreement.terms();
        let play = explorer.play();
        let mut see = |_: u32, _: &Timeless| true;
        let mut cone = Cone::shared(terms);
        let mut shared = explorer.walk(&cone, &play, true, &mut see);
        if !is_tree(&shared) {
            // Where what is shared can come about in several ways, the parts must agree on which.
            cone = Cone::default();
            shared = explorer.walk(&cone, &play, true, &mut see);
        }
        let mut explored = if cone.size() == 0 { 0 } else { shared.len() };
        let mut is_whole = shared.is_whole;
        let mut parts = Vec::new();
        for part in joined(everything(terms), &cone) {
            if part.is_part_of(&cone) {
                continue;
            }
            let mut stands = Vec::new();
            let mut see = |_: u32, state: &Timeless| {
                // Where nothing is shared, it all stands at one place, in force or not.
                let stand = match cone.size() {
                    0 => Some(0),
                    _ => {
                        shared.numbers.get(&*key(terms, &cone, state)).map(|number| index(*number))
                    }
                };
                stands.push(stand);
                true
            };
            explorer.begin();
            let graph = explorer.walk(&part.and(&cone), &play, true, &mut see);
            explored = explored.saturating_add(graph.len());
            is_whole &= graph.is_whole;
            parts.push(Part::of(&graph, &stands, shared.len()));
        }
        Self { shared, parts, explored, is_whole }
    }

    pub(super) fn graph(&self) -> GraphSize {
        let Self { shared, parts, explored, is_whole } = self;
        let mut graph = GraphSize {
            states: 0,
            edges: 0,
            explored: *explored,
            parts: parts.len(),
            is_whole: *is_whole,
        };
        for stand in 0..shared.len() {
            let (mut states, mut edges) = (1_u128, 0_u128);
            for part in parts {
                let of_part = part.states.get(stand).copied().unwrap_or(0);
                let own = part.edges.get(stand).copied().unwrap_or(0);
                // An edge of one part, wherever the others stand.
                edges = edges.saturating_mul(of_part).saturating_add(own.saturating_mul(states));
                states = states.saturating_mul(of_part);
            }
            let steps = shared.edges.iter().filter(|edge| index(edge.from) == stand).count();
            let steps = u128::try_from(steps).unwrap_or(u128::MAX).saturating_mul(states);
            graph.states = graph.states.saturating_add(states);
            graph.edges = graph.edges.saturating_add(edges).saturating_add(steps);
        }
        graph
    }
}

impl Part {
    /// `stands`: for each state of the part, where what is shared stands.
    fn of(graph: &StateGraph, stands: &[Option<usize>], shared: usize) -> Self {
        let mut part = Self { states: vec![0; shared], edges: vec![0; shared] };
        let stand = |state: u32| stands.get(index(state)).copied().flatten();
        for stand in stands.iter().flatten() {
            if let Some(states) = part.states.get_mut(*stand) {
                *states = states.saturating_add(1);
            }
        }
        for edge in &graph.edges {
            if let Some(from) = stand(edge.from)
                && stand(edge.to) == Some(from)
                && let Some(edges) = part.edges.get_mut(from)
            {
                *edges = edges.saturating_add(1);
            }
        }
        part
    }
}

/// Whether each state but the first is come to from one other.
fn is_tree(graph: &StateGraph) -> bool {
    let ways: BTreeSet<(u32, u32)> = graph.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    graph.is_whole && ways.len().saturating_add(1) == graph.len()
}

/// A cone for each thing in an agreement.
fn everything(terms: &Terms) -> Vec<Cone> {
    let acts = terms.acts.keys().map(|id| Cone::of_act(terms, id));
    let obligations = terms.obligations.keys().map(|id| Cone::of_obligation(terms, id));
    let settled = terms.ends.settled_when.iter().map(|it| Cone::of_condition(terms, it));
    acts.chain(obligations).chain(settled).collect()
}

#[cfg(test)]
mod tests {
    use super::super::state_graph::Walk;
    use super::*;
    use crate::condition::{happened, not};
    use crate::terms::{Agreement, by, owes};

    crate::vocabulary! {
        struct Fair;
        enum Party { Ada, Bob }
        enum Act { Sign, Pay, Deliver, Sing }
        enum Obligation { Price, Delivery, Song }
    }

    /// Three duties, and an act by which the agreement enters into force.
    fn fair() -> Agreement<Fair> {
        let agreement = Agreement::<Fair>::builder("fair", "2026-01-01T00:00:00Z".parse().unwrap())
            .party(Party::Ada, "")
            .party(Party::Bob, "")
            .act(Act::Sign, by([Party::Bob]))
            .act(Act::Pay, by([Party::Ada]))
            .act(Act::Deliver, by([Party::Bob]).requires(happened(Act::Sign)))
            .act(Act::Sing, by([Party::Ada]).requires(not(happened(Act::Sing))))
            .entry_into_force(happened(Act::Sign));
        let price = owes(Party::Ada, Party::Bob).perform(Act::Pay).verified_by(Party::Bob);
        let delivery = owes(Party::Bob, Party::Ada).perform(Act::Deliver);
        agreement
            .obligation(Obligation::Price, price)
            .obligation(Obligation::Delivery, delivery.within("P1D".parse().unwrap()))
            .obligation(Obligation::Song, owes(Party::Ada, Party::Bob).perform(Act::Sing))
            .build()
            .unwrap()
    }

    #[test]
    fn parts_count_what_the_whole_would() {
        let agreement = fair();
        let mut explorer = Explorer::new(&agreement);
        let size = explorer.graph();
        let terms = agreement.terms();
        let whole = everything(terms).iter().fold(Cone::default(), Cone::and);
        let play = explorer.play();
        let walk =
            Walk { terms, cone: &whole, play: &play, most_states: usize::MAX, breaches: true };
        let graph = walk.from(&explorer.start(), &mut |_: u32, _: &Timeless| true);
        assert_eq!(size.parts, 3);
        assert_eq!(size.states, graph.len() as u128);
        assert_eq!(size.edges, graph.edges.len() as u128);
        assert!(size.explored < graph.len(), "{} {}", size.explored, graph.len());
    }
}
