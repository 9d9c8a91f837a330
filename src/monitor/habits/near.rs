//! An obligation near a deed: how it stood, and where a habit moves it.

use crate::monitor::Status;
use crate::names::{ObligationId, PartyId};
use crate::terms::{Deadline as Term, NodeId};
use crate::time::{Instant, Leap};

use super::super::state::Tracked;

/// An obligation that the rules looked at.
#[derive(Debug)]
pub(super) struct Near {
    pub(super) id: ObligationId,
    /// What it asks for; of a prohibition, what is never done.
    pub(super) asked: u64,
    pub(super) stood: Stand,
    pub(super) moves: Option<Moves>,
}

/// All that the rules read of it, but for instants that they only write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    status: Status,
    debtor: PartyId,
    verifier: Option<PartyId>,
    ever_breached: bool,
    fired: bool,
    is_done: bool,
    is_timed: bool,
    is_resting: bool,
    has_ended: bool,
}

/// Where it moves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moves {
    pub(super) status: Status,
    pub(super) fired: bool,
    /// Whether its progress grows by what the deed does, and whether it is done then.
    pub(super) done: Option<bool>,
    pub(super) deadline: Option<Deadline>,
    /// Whether it begins to rest, with a deadline that moves with that.
    pub(super) rests: bool,
    /// Whether its deadline's timer starts or stops.
    pub(super) is_retimed: bool,
    /// A formula that begins or ceases to hold with that.
    pub(super) turns: Option<NodeId>,
}

/// The deadline that it gets.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deadline {
    /// So much later than now, where that is in time.
    Later(Leap),
    At(Instant),
    /// Past the end of time from every instant.
    Never,
}

impl Deadline {
    pub(super) fn of(term: Term) -> Self {
        match term {
            Term::Within(span) => Leap::of(span, 1).map_or(Self::Never, Self::Later),
            Term::At(instant) => Self::At(instant),
        }
    }
}

impl Stand {
    pub(super) fn of(tracked: &Tracked, asked: u64) -> Self {
        Self {
            status: tracked.status,
            debtor: tracked.debtor,
            verifier: tracked.verifier,
            ever_breached: tracked.ever_breached,
            fired: tracked.fired,
            is_done: tracked.progress >= asked,
            is_timed: tracked.deadline.is_some(),
            is_resting: tracked.suspended_since.is_some(),
            has_ended: tracked.count.ended,
        }
    }
}

impl Near {
    /// Whether it stands as it did, and a deed of this quantity takes it as far as it did.
    #[inline]
    pub(super) fn is_as_it_was(&self, tracked: &Tracked, quantity: u64) -> bool {
        self.stood == Stand::of(tracked, self.asked)
            && self.moves.and_then(|moves| moves.done).is_none_or(|done| {
                (tracked.progress.saturating_add(quantity) >= self.asked) == done
            })
    }
}

impl Moves {
    #[inline]
    pub(super) fn carry_out(&self, tracked: &mut Tracked, quantity: u64, now: Instant) {
        tracked.status = self.status;
        tracked.fired = self.fired;
        if self.done.is_some() {
            tracked.progress = tracked.progress.saturating_add(quantity);
        }
        match self.deadline {
            None => {}
            Some(Deadline::Later(leap)) => tracked.deadline = now.later(leap),
            Some(Deadline::At(instant)) => tracked.deadline = Some(instant),
            Some(Deadline::Never) => tracked.deadline = None,
        }
        if self.rests {
            tracked.suspended_since = Some(now);
        }
    }
}
