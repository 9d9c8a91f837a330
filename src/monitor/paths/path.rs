//! A path: what one step comes to, without the thinking.

use std::sync::OnceLock;

use crate::monitor::Transition;
use crate::names::Table;
use crate::terms::Terms;
use crate::time::{Instant, Span};

use super::compact::Compact;
use super::key::Pending;
use super::layout::{InstantSlot, Layout, NumberSlot, Plain};

/// From one place to another.
#[derive(Debug)]
pub(super) struct Path {
    /// The only quantity that it is for, if it is not for all.
    pub(super) quantity: Option<u64>,
    /// It is for instants before this one.
    pub(super) before: Option<Instant>,
    pub(super) adds: Box<[Add]>,
    pub(super) writes: Box<[(InstantSlot, Write)]>,
    pub(super) to: u32,
    /// What is pending there, where that is not the same as before.
    pub(super) retimed: Option<Box<[Pending]>>,
    /// What it tells; numbers and instants that are kept in registers are read there.
    pub(super) told: Box<[Transition]>,
    /// The path of the same deed for other numbers and instants.
    pub(super) other: OnceLock<Box<Path>>,
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
    After(Span),
    /// A fixed instant.
    At(Instant),
}

impl Add {
    pub(super) fn sum(&self, numbers: &Table<NumberSlot, u64>, quantity: u64) -> u64 {
        numbers[self.slot].saturating_add(quantity).min(self.most)
    }
}

impl Path {
    /// The path of this or the other paths of the same deed that is for this event.
    #[inline]
    pub(super) fn that_admits(&self, run: &Compact, event: Plain, time: Instant) -> Option<&Self> {
        let mut path = self;
        while !path.admits(run, event, time) {
            path = path.other.get()?;
        }
        Some(path)
    }

    #[inline]
    fn admits(&self, run: &Compact, event: Plain, time: Instant) -> bool {
        self.quantity.is_none_or(|quantity| quantity == event.quantity)
            && self.before.is_none_or(|before| time < before)
            && self.adds.iter().all(|add| {
                let sum = add.sum(&run.numbers, event.quantity);
                add.from <= sum && sum <= add.to
            })
    }

    /// Takes a run along.
    #[inline]
    pub(super) fn take(&self, terms: &Terms, run: &mut Compact, event: Plain, time: Instant) {
        for add in &self.adds {
            run.numbers[add.slot] = add.sum(&run.numbers, event.quantity);
        }
        for (slot, write) in &self.writes {
            run.instants[*slot] = match write {
                Write::Now => Some(time),
                Write::After(span) => time.after(*span),
                Write::At(instant) => Some(*instant),
            };
        }
        run.place = self.to;
        run.clock = time;
        if let Some(pending) = &self.retimed {
            run.next = pending.iter().filter_map(|it| it.at(terms, &run.instants)).min();
        }
    }

    /// How much it tells.
    pub(super) fn tells(&self) -> usize {
        self.told.len()
    }

    /// What it told a run that it has just taken along.
    pub(super) fn told(&self, layout: &Layout, run: &Compact, number: usize) -> Option<Transition> {
        let transition = self.told.get(number)?.clone();
        Some(match transition {
            Transition::Progressed { obligation, progress } => {
                let slot = layout.obligations[obligation].progress;
                let progress = slot.map_or(progress, |slot| run.numbers[slot]);
                Transition::Progressed { obligation, progress }
            }
            Transition::Scheduled { obligation, deadline } => {
                let slot = layout.obligations[obligation].deadline;
                let deadline = slot.map_or(deadline, |slot| run.instants[slot]);
                Transition::Scheduled { obligation, deadline }
            }
            other => other,
        })
    }
}
