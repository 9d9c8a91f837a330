//! A path: what one step comes to, without the thinking.

use std::num::NonZeroU64;
use std::sync::OnceLock;

use crate::monitor::{Finding, Manner, Matter, Transition};
use crate::names::Table;
use crate::terms::Condition;
use crate::time::{Instant, Span};

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
    /// What it tells; numbers and instants that are kept in registers are read there.
    pub(super) told: Box<[Transition]>,
    /// What it finds; the instants and the place in the log are the step's.
    pub(super) found: Box<[Finding]>,
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
    After(Span),
    /// A fixed instant.
    At(Instant),
}

impl Add {
    #[inline]
    pub(super) fn sum(&self, numbers: &Table<NumberSlot, u64>, quantity: u64) -> u64 {
        numbers[self.slot].saturating_add(quantity).min(self.most)
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
                let sum = add.sum(&run.numbers, quantity);
                add.from <= sum && sum <= add.to
            })
    }

    fn take(&self, run: &mut Compact, quantity: u64, time: &Instant) {
        for add in &self.adds {
            run.numbers[add.slot] = add.sum(&run.numbers, quantity);
        }
        for (slot, write) in &self.writes {
            run.instants[*slot] = match write {
                Write::Now => Some(*time),
                Write::After(span) => time.after(*span),
                Write::At(instant) => Some(*instant),
            };
        }
        run.place = self.to;
        run.clock = *time;
        if let Some(pending) = &self.retimed {
            run.next = pending.iter().filter_map(|it| it.at(&run.instants)).min();
        }
    }

    /// What it found on a run that it has just taken along, at the event of this place.
    pub(super) fn found(&self, at: Instant, event: Option<u64>) -> impl Iterator<Item = Finding> {
        self.found.iter().map(move |finding| {
            let mut matter = finding.matter.clone();
            // A deadline fires at its instant.
            if let Matter::Overdue { deadline, .. } = &mut matter {
                *deadline = at;
            }
            Finding { at, event: finding.event.and(event), matter }
        })
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        let parts = [
            size_of::<Self>(),
            size_of_val(&*self.adds),
            size_of_val(&*self.writes),
            self.retimed.as_deref().map_or(0, size_of_val),
            size_of_val(&*self.told),
            size_of_val(&*self.found),
            self.found.iter().map(weight).sum(),
        ];
        parts.into_iter().fold(0, usize::saturating_add)
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

/// About how many bytes a finding holds beside itself.
fn weight(finding: &Finding) -> usize {
    let conditions: usize = match &finding.matter {
        Matter::Premature { unmet, .. } | Matter::Waived { unmet, .. } => {
            unmet.iter().map(size).fold(0, usize::saturating_add)
        }
        Matter::Void { needed, .. } => needed.len(),
        _ => 0,
    };
    conditions.saturating_mul(size_of::<Condition>())
}

/// Of how many formulas a condition is made.
fn size(condition: &Condition) -> usize {
    condition.parts().iter().map(size).fold(1, usize::saturating_add)
}
