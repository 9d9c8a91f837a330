//! Watching the rules at work.

use crate::event::Deed;
use crate::monitor::Transition;
use crate::names::{ActId, ObligationId, PartyId};
use crate::terms::CounterId;

use super::super::journal::Mark;
use super::super::settle::Run;
use super::super::take::Manner;
use super::super::trace::Trace;
use super::habit::Habit;

/// Has the rules take a deed, and answers whether it was accepted, and what habit that forms.
pub(super) fn watch(run: &mut Run<'_>, deed: &Deed, manner: Manner) -> (bool, Option<Box<Habit>>) {
    let Some(watched) = Watched::of(run, deed) else {
        return (run.take(deed, manner), None);
    };
    let mark = Mark::after(run.journal);
    let is_accepted = run.take(deed, manner);
    let trace = run.state.agenda.trace.take();
    let told: Vec<Transition> =
        run.journal.changes_since(mark).iter().map(|change| change.transition.clone()).collect();
    let is_plain = is_accepted && run.journal.findings_since(mark).is_empty();
    let habit = trace
        .filter(|trace| is_plain && !trace.is_far)
        .and_then(|trace| watched.habit(run, &trace, told));
    (is_accepted, habit)
}

/// A deed that is watched.
pub(super) struct Watched {
    pub(super) actor: PartyId,
    pub(super) quantity: u64,
    /// None of an attestation.
    pub(super) act: Option<ActId>,
    /// What it adds to, and the sums before.
    pub(super) sums: Vec<(CounterId, u64)>,
}

impl Watched {
    /// Begins to watch: what the deed names is looked at first. None of a deed that forms no habits.
    fn of(run: &mut Run<'_>, deed: &Deed) -> Option<Self> {
        let graph = &run.terms.graph;
        let (watched, near): (Self, Vec<ObligationId>) = match deed {
            Deed::Act { actor, act, quantity } => {
                let node = &graph.acts[*act];
                let sums = graph.counters_of(*act, *actor);
                let sums = sums.map(|(id, _)| (id, run.state.counters[id])).collect();
                let (actor, quantity, act) = (*actor, quantity.get(), Some(*act));
                let near = node.performed_by.iter().chain(&node.prohibited_by).copied();
                (Self { actor, quantity, act, sums }, near.collect())
            }
            Deed::Attest { actor, obligation } => {
                let watched = Self { actor: *actor, quantity: 1, act: None, sums: Vec::new() };
                (watched, vec![*obligation])
            }
            _ => return None,
        };
        let mut trace = Trace::default();
        for id in near {
            trace.look(id, &run.state.obligations[id]);
        }
        run.state.agenda.trace = Some(Box::new(trace));
        Some(watched)
    }
}
