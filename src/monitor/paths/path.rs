//! A path: what one step comes to, without the thinking.

use std::num::NonZeroU64;
use std::sync::OnceLock;

use crate::monitor::Manner;
use crate::names::ObligationId;
use crate::time::{Instant, Leap};

use super::super::tale::{Kept, Tale};
use super::compact::Compact;
use super::key::Pending;
use super::layout::{InstantSlot, Layout, NumberSlot};

/// From one place to another.
#[derive(Debug)]
pub(super) struct Path {
    /// The pending timers that fire on it, one bit for each; none where a deed takes it.
    pub(super) fires: u64,
    /// The only quantity that it is for, if it is not for all.
    pub(super) quantity: Option<NonZeroU64>,
    /// The instants that it is for, if it is not for all.
    pub(super) times: Option<Times>,
    pub(super) adds: Box<[Add]>,
    pub(super) writes: Box<[(InstantSlot, Write)]>,
    pub(super) to: u32,
    /// What is pending there, where that is not the same as before.
    pub(super) retimed: Option<Box<[Pending]>>,
    /// What it brings; numbers and instants that are kept in registers are read there.
    pub(super) tale: Tale,
    /// Whether a gatekeeper refuses the event.
    pub(super) is_refused: bool,
    /// The path of the same deed for other numbers and instants.
    pub(super) other: OnceLock<Box<Path>>,
}

/// From one instant on, and before another, if there is another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) since: Instant,
    pub(super) before: Option<Instant>,
}

/// A number that the event's quantity is added to. The path is for sums from one bound to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Add {
    pub(super) slot: NumberSlot,
    /// Adding stops here.
    pub(super) most: u64,
    pub(super) from: u64,
    pub(super) to: u64,
}

/// What is written where an instant is kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Write {
    /// The event's time.
    Now,
    /// So long after the event's time.
    After(Leap),
    /// A fixed instant.
    At(Instant),
}

impl Add {
    #[inline]
    pub(super) fn sum(&self, run: &Compact, quantity: u64) -> u64 {
        run.number(self.slot).saturating_add(quantity).min(self.most)
    }
}

impl Times {
    fn contain(&self, time: &Instant) -> bool {
        self.since <= *time && self.before.is_none_or(|before| *time < before)
    }
}

/// Whether what is for this quantity only, or for all, is for that one.
#[inline]
pub(super) fn is_for(only: Option<NonZeroU64>, quantity: u64) -> bool {
    only.is_none_or(|only| only.get() == quantity)
}

impl Path {
    /// Takes a run along this or the other path of the same deed that is for this step: of this
    /// quantity, or with these timers. Answers which it was.
    #[inline(never)]
    pub(super) fn follow(
        &self,
        run: &mut Compact,
        (quantity, fires): (u64, u64),
        time: &Instant,
        manner: Manner,
    ) -> Option<&Self> {
        let mut path = self;
        while path.fires != fires || !path.admits(run, quantity, time) {
            path = path.other.get()?;
        }
        if path.is_refused && manner == Manner::Submit {
            return None;
        }
        path.take(run, quantity, time);
        Some(path)
    }

    fn admits(&self, run: &Compact, quantity: u64, time: &Instant) -> bool {
        is_for(self.quantity, quantity)
            && self.times.is_none_or(|times| times.contain(time))
            && self.adds.iter().all(|add| {
                let sum = add.sum(run, quantity);
                add.from <= sum && sum <= add.to
            })
    }

    fn take(&self, run: &mut Compact, quantity: u64, time: &Instant) {
        for add in &self.adds {
            *run.number_mut(add.slot) = add.sum(run, quantity);
        }
        for (slot, write) in &self.writes {
            *run.instant_mut(*slot) = match write {
                Write::Now => Some(*time),
                Write::After(leap) => time.later(*leap),
                Write::At(instant) => Some(*instant),
            };
        }
        if let Some(pending) = &self.retimed {
            run.standing_mut().next = pending.iter().filter_map(|it| it.at(run)).min();
        }
        let standing = run.standing_mut();
        (standing.place, standing.clock) = (self.to, *time);
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        let parts = [
            size_of::<Self>(),
            size_of_val(&*self.adds),
            size_of_val(&*self.writes),
            self.retimed.as_deref().map_or(0, size_of_val),
            self.tale.weight(),
        ];
        parts.into_iter().fold(0, usize::saturating_add)
    }
}

/// The registers of a run, where what was told of it is read.
pub(super) struct Own<'a> {
    pub(super) layout: &'a Layout,
    pub(super) run: &'a Compact,
}

impl Kept for Own<'_> {
    fn progress(&self, obligation: ObligationId) -> Option<u64> {
        self.layout.obligations[obligation].progress.map(|slot| self.run.number(slot))
    }

    fn deadline(&self, obligation: ObligationId) -> Option<Option<Instant>> {
        self.layout.obligations[obligation].deadline.map(|slot| self.run.instant(slot))
    }
}
