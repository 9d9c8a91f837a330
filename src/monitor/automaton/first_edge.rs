//! The first edge of a location and symbol. Most edges do no more than to lead to another location and to
//! write down when, and that is told beside the location.

use std::num::NonZeroU64;

use crate::time::Instant;

use super::compact_run::{CompactRun, Position};
use super::edge::Edge;
use super::guard::{Guard, is_for};
use super::locations::Seat;
use super::register::InstantRegister;

/// An edge, with what is to be known of it at once.
#[derive(Debug)]
pub(super) struct FirstEdge {
    /// Where it does no more than to take a run to another location: what fires next there.
    leads: Option<NextTimer>,
    to: Seat,
    quantity: Option<NonZeroU64>,
    pub(super) edge: Box<Edge>,
}

/// When the next timer fires.
#[derive(Clone, Copy, Debug)]
enum NextTimer {
    /// When it did before.
    Same,
    Never,
    /// At the instant in the register.
    Register(InstantRegister),
}

impl FirstEdge {
    pub(super) fn of(edge: Edge) -> Self {
        let (leads, to, quantity) = (leads(&edge), edge.to, edge.guard.quantity);
        Self { leads, to, quantity, edge: Box::new(edge) }
    }

    /// Takes a run along, if the edge only leads and is for this quantity, and its time can be kept.
    #[inline]
    pub(super) fn lead(&self, run: &mut CompactRun, quantity: u64, time: &Instant) -> bool {
        let Some(next) = self.leads else {
            return false;
        };
        if !is_for(self.quantity, quantity) {
            return false;
        }
        let Edge { milestones, milestone_layout, .. } = &*self.edge;
        if run.update_milestones(*milestone_layout, milestones, time).is_none() {
            return false;
        }
        let next = match next {
            NextTimer::Same => run.position().next,
            NextTimer::Never => None,
            NextTimer::Register(register) => run.instant(register),
        };
        *run.position_mut() = Position { location: self.to, clock: *time, next };
        true
    }
}

/// What fires next, if the edge of a deed takes a run to another location and does nothing else but write
/// milestones, and its guard asks for nothing but a quantity, and a time that can be kept.
///
/// The edge is taken apart without `..`: what a new field does, a run that is only led would miss.
fn leads(edge: &Edge) -> Option<NextTimer> {
    let Edge {
        guard: Guard { fires: _, quantity: _, times, keeps_time: _, additions },
        assignments,
        deadline,
        milestones: _,
        milestone_layout: _,
        to: _,
        timers,
        effects,
        // What is refused has been found.
        is_refused: _,
        other: _,
    } = edge;
    let only_leads = additions.is_empty()
        && assignments.is_empty()
        && deadline.is_none()
        && times.is_none()
        && !effects.have_findings();
    match timers.as_deref().filter(|_| only_leads) {
        None => only_leads.then_some(NextTimer::Same),
        Some([]) => Some(NextTimer::Never),
        Some([only]) => only.register().map(NextTimer::Register),
        Some(_) => None,
    }
}
