//! Edges: what one step comes to, without the thinking.

use std::sync::{Arc, OnceLock};

use crate::monitor::rules::Manner;
use crate::time::calendar::{Calendar, CalendarTerm};
use crate::time::{Instant, ResolvedSpan};

use super::compact_run::CompactRun;
use super::effects::RecordedEffects;
use super::guard::Guard;
use super::location::LocationTimer;
use super::locations::Seat;
use super::milestones::{MilestoneLayout, MilestoneUpdate};
use super::register::InstantRegister;

/// From one location to another.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) guard: Guard,
    pub(super) assignments: Box<[(InstantRegister, Assignment)]>,
    /// A deadline that a calendar reckons from the event's time, and the register for it.
    pub(super) deadline: Option<ReckonedDeadline>,
    /// Which milestones come with it, and which are no longer so.
    pub(super) milestones: MilestoneUpdate,
    /// Where the milestones of the agreement's runs lie.
    pub(super) milestone_layout: MilestoneLayout,
    /// The location that it leads to.
    pub(super) to: Seat,
    /// The timers that are pending there, where they are not the same as before.
    pub(super) timers: Option<Box<[LocationTimer]>>,
    pub(super) effects: RecordedEffects,
    /// Whether a gatekeeper refuses the event.
    pub(super) is_refused: bool,
    /// Another edge of the same location and symbol, with another guard.
    pub(super) other: OnceLock<Box<Edge>>,
}

/// The register for a deadline, and the term by which a calendar reckons it.
pub(super) type ReckonedDeadline = (InstantRegister, CalendarTerm<Arc<Calendar>>);

/// What is written into a register for an instant.
#[derive(Clone, Copy, Debug)]
pub(super) enum Assignment {
    /// The event's time.
    Now,
    /// So long after the event's time.
    After(ResolvedSpan),
    /// A fixed instant.
    At(Instant),
    /// None.
    Clear,
}

impl Edge {
    /// Takes a run along this edge, or along the other one of its location and symbol whose guard admits
    /// this step: of this quantity, or with these timers. Answers which it was.
    #[inline(never)]
    pub(super) fn follow(
        &self,
        run: &mut CompactRun,
        (quantity, fires): (u64, u64),
        time: &Instant,
        manner: Manner,
    ) -> Option<&Self> {
        let mut edge = self;
        while !edge.guard.admits(run, (quantity, fires), time) {
            edge = edge.other.get()?;
        }
        // A refusal is written with what is refused of this event: the rules do that.
        if edge.is_refused && manner == Manner::Submit {
            return None;
        }
        let deadline = match &edge.deadline {
            None => None,
            Some((register, term)) => Some((*register, reckoned(term, time)?)),
        };
        edge.take(run, quantity, time, deadline)?;
        Some(edge)
    }

    /// The guard has seen to it that each register can hold what it is to.
    fn take(
        &self,
        run: &mut CompactRun,
        quantity: u64,
        time: &Instant,
        deadline: Option<(InstantRegister, Instant)>,
    ) -> Option<()> {
        for addition in &self.guard.additions {
            run.set_number(addition.register, addition.sum(run, quantity))?;
        }
        for (register, assignment) in &self.assignments {
            let instant = match assignment {
                Assignment::Now => Some(*time),
                Assignment::After(span) => time.later(*span),
                Assignment::At(instant) => Some(*instant),
                Assignment::Clear => None,
            };
            run.set_instant(*register, instant)?;
        }
        if let Some((register, deadline)) = deadline {
            run.set_instant(register, Some(deadline))?;
        }
        run.update_milestones(self.milestone_layout, &self.milestones, time)?;
        if let Some(timers) = &self.timers {
            run.position_mut().next = timers.iter().filter_map(|timer| timer.at(run)).min();
        }
        let position = run.position_mut();
        (position.location, position.clock) = (self.to, *time);
        Some(())
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        let parts = [
            size_of::<Self>(),
            size_of_val(&*self.guard.additions),
            size_of_val(&*self.assignments),
            self.milestones.weight(),
            self.timers.as_deref().map_or(0, size_of_val),
            self.effects.weight(),
        ];
        parts.into_iter().fold(0, usize::saturating_add)
    }
}

/// When a term ends, if an edge may set that: where it can't be reckoned, or has passed already, the rules
/// find something.
fn reckoned(term: &CalendarTerm<Arc<Calendar>>, now: &Instant) -> Option<Instant> {
    let then = term.after_times(*now, 1).ok()?;
    (then >= *now && then.is_packable()).then_some(then)
}
