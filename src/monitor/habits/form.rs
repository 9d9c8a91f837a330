//! Forming a habit of a deed that was watched: what the rules read and moved, if it is plain.

use std::sync::OnceLock;

use crate::monitor::{Status, Transition};
use crate::names::{ActId, Key, ObligationId};
use crate::terms::{Leaf, NodeId, Rule, Terms};

use super::super::settle::Run;
use super::super::state::Tracked;
use super::super::tale::Tale;
use super::super::trace::{Counted, Trace};
use super::further::{Bounds, Count, Further, Sum};
use super::habit::Habit;
use super::near::{Deadline, Moves, Near, Stand};
use super::watch::Watched;

impl Watched {
    /// The habit, where all that was moved is explained.
    pub(super) fn habit(
        &self,
        run: &Run<'_>,
        trace: &Trace,
        told: Vec<Transition>,
    ) -> Option<Box<Habit>> {
        let mut near = self.near(run, trace, &told)?;
        let fixed = near.iter().filter_map(|near| match near.moves?.deadline? {
            Deadline::At(instant) => Some(instant),
            Deadline::Later(_) | Deadline::Never => None,
        });
        let before = fixed.min();
        let further = self.further(run, trace, turns(run.terms, trace, &mut near));
        let head = Habit {
            actor: u32::try_from(self.actor.place()).ok()?,
            in_force: run.state.in_force,
            terminated: run.state.terminated,
            before,
            further: (!further.is_empty()).then(|| Box::new(further)),
            tale: Tale { told: told.into(), found: Box::default() },
            other: OnceLock::new(),
            near: (),
        };
        head.beside(near)
    }

    /// The obligations that were looked at; none where one moved that is not plain.
    fn near(&self, run: &Run<'_>, trace: &Trace, told: &[Transition]) -> Option<Vec<Near>> {
        let near = trace.looked.iter().map(|(id, stood)| {
            let asked = asked(run.terms, *id);
            let moves = self.moves(run, *id, stood, told)?;
            Some(Near { id: *id, asked, stood: Stand::of(stood, asked), moves })
        });
        near.collect()
    }

    /// What else was read and moved.
    fn further(&self, run: &Run<'_>, trace: &Trace, turns: Vec<NodeId>) -> Further {
        let (terms, state) = (run.terms, &*run.state);
        let asked = self.read(terms, trace);
        let held = |node| state.holds(node) != has_turned(trace, node);
        let waived = self.acts(terms, trace).into_iter();
        let sums = self.sums.iter().map(|(id, sum)| {
            let counter = &terms.graph.counters[*id];
            let bounds = |sum| {
                let (least, most) = counter.between_thresholds(sum);
                Bounds { least, most }
            };
            let (from, to) = (bounds(*sum), bounds(state.counters[*id]));
            Sum { counter: *id, most: counter.most, from, to }
        });
        let counts = trace.counted.iter().map(|counted| {
            let exactly = Bounds { least: counted.before, most: counted.before };
            let held = held_throughout(terms.graph.nodes[counted.node].rule, counted);
            Count { node: counted.node, held: held.unwrap_or(exactly), more: counted.more }
        });
        Further {
            asked: asked.into_iter().map(|node| (node, held(node))).collect(),
            turns: turns.into(),
            waived: waived.map(|act| (act, state.waived[act])).collect(),
            sums: sums.collect(),
            counts: counts.collect(),
        }
    }

    /// Where an obligation moved, if it did; none where that is not plain.
    fn moves(
        &self,
        run: &Run<'_>,
        id: ObligationId,
        stood: &Tracked,
        told: &[Transition],
    ) -> Option<Option<Moves>> {
        let stands = &run.state.obligations[id];
        let told = || told.iter().filter(|transition| transition.obligation() == Some(&id));
        if told().next().is_none() {
            // That something counts against a prohibition is not told.
            return (stands == stood).then_some(None);
        }
        // How far a deadline moves depends on how long its duty rested.
        let ends_rest = |it: &Transition| {
            matches!(it, Transition::Moved { from: Status::Suspended, .. })
                && stood.suspended_since.is_some()
        };
        if told().any(ends_rest) {
            return None;
        }
        let has_progressed = told().any(|it| matches!(it, Transition::Progressed { .. }));
        let deadline = if told().any(|it| matches!(it, Transition::Scheduled { .. })) {
            Some(Deadline::of(run.terms.obligations[id].performance()?.deadline?))
        } else {
            None
        };
        let runs = |tracked: &Tracked| tracked.running_deadline().is_some();
        let moves = Moves {
            status: stands.status,
            fired: stands.fired,
            done: has_progressed.then(|| stands.progress >= asked(run.terms, id)),
            deadline,
            rests: stood.suspended_since.is_none() && stands.suspended_since.is_some(),
            is_retimed: deadline.is_some() || runs(stood) != runs(stands),
            turns: None,
        };
        let mut expected = *stood;
        moves.carry_out(&mut expected, self.quantity, run.state.clock);
        (expected == *stands).then_some(Some(moves))
    }

    /// The formulas that were read and that nothing else in the habit tells.
    fn read(&self, terms: &Terms, trace: &Trace) -> Vec<NodeId> {
        let graph = &terms.graph;
        let acts = self.acts(terms, trace);
        let mut read: Vec<NodeId> = acts.into_iter().map(|act| graph.acts[act].requires).collect();
        for (id, stood) in &trace.looked {
            let node = &graph.obligations[*id];
            if stood.status == Status::Dormant {
                read.push(node.when);
            }
            if !stood.status.is_closed() {
                read.extend([node.until, node.suspended_while]);
            }
        }
        read.retain(|node| match graph.nodes[*node].rule {
            Rule::Leaf(Leaf::Stands { obligation, .. }) => {
                trace.looked.iter().all(|(looked, _)| *looked != obligation)
            }
            Rule::Leaf(Leaf::Happened { counter, .. }) => {
                self.sums.iter().all(|(sum, _)| *sum != counter)
            }
            Rule::Leaf(Leaf::Reached(_) | Leaf::Elapsed(_)) => true,
            _ if graph.constant(*node).is_some() => false,
            Rule::All(_) | Rule::Any | Rule::Not => {
                trace.counted.iter().all(|counted| counted.node != *node)
            }
        });
        in_order(read)
    }

    /// The act itself, and those that the duties near ask for, as far as they can be waived with
    /// effect.
    fn acts(&self, terms: &Terms, trace: &Trace) -> Vec<ActId> {
        let duties = trace
            .looked
            .iter()
            .filter_map(|(id, _)| Some(terms.obligations[*id].performance()?.act));
        let mut acts: Vec<ActId> = self.act.into_iter().chain(duties).collect();
        let requires = |act: ActId| terms.graph.acts[act].requires;
        acts.retain(|act| terms.graph.constant(requires(*act)) != Some(true));
        in_order(acts)
    }
}

/// What an obligation asks for; of a prohibition, what is never done.
fn asked(terms: &Terms, id: ObligationId) -> u64 {
    terms.obligations[id].performance().map_or(u64::MAX, |duty| duty.quantity.get())
}

/// The formulas that hold now and did not before, or the other way round, but for one of each near
/// obligation that moved: that goes with it.
fn turns(terms: &Terms, trace: &Trace, near: &mut [Near]) -> Vec<NodeId> {
    let flipped = trace.flipped.iter().copied();
    let mut turns = in_order(flipped.filter(|node| has_turned(trace, *node)).collect());
    for Near { id, moves, .. } in near {
        let mut standings = terms.graph.obligations[*id].standings.iter().map(|(_, node)| node);
        let place = standings.find_map(|node| turns.iter().position(|turned| turned == node));
        if let (Some(moves), Some(place)) = (moves, place) {
            moves.turns = Some(turns.remove(place));
        }
    }
    turns
}

fn has_turned(trace: &Trace, node: NodeId) -> bool {
    trace.flipped.iter().filter(|flipped| **flipped == node).count() % 2 == 1
}

/// For how many parts a formula would have stayed as it was at every moment of the step; none where
/// it did not stay, or where that can't be told but of the number itself.
fn held_throughout(rule: Rule, counted: &Counted) -> Option<Bounds<u32>> {
    let bounds = match rule {
        // Fewer than all, at the most moment too.
        Rule::All(all) => {
            let most = all.checked_sub(1)?.checked_sub(counted.most.unsigned_abs())?;
            Bounds { least: 0, most }
        }
        // One at least, at the least moment too.
        Rule::Any => {
            let least = counted.least.unsigned_abs().checked_add(1)?;
            Bounds { least, most: u32::MAX }
        }
        Rule::Not | Rule::Leaf(_) => return None,
    };
    Some(bounds).filter(|bounds| bounds.contain(counted.before))
}

fn in_order<T: Key>(mut ids: Vec<T>) -> Vec<T> {
    ids.sort_unstable_by_key(|id| id.place());
    ids.dedup_by_key(|id| id.place());
    ids
}
