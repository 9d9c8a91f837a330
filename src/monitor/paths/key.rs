//! From a whole state to its place and registers, and back.

use crate::names::Key;
use crate::terms::{Duty, Terms};
use crate::time::{Instant, Span};

use super::super::state::{State, Tracked};
use super::super::timers::{Timer, Timers};
use super::compact::{Compact, Standing};
use super::layout::{InstantSlot, Layout, Slots};

/// All of a state but its registers and its clock, written in bytes: states are in the same place
/// if these are the same.
pub(super) fn key(layout: &Layout, terms: &Terms, state: &State) -> Box<[u8]> {
    let mut key = Vec::with_capacity(256);
    let flag = |key: &mut Vec<u8>, flag: bool| key.push(u8::from(flag));
    let number = |key: &mut Vec<u8>, number: u64| key.extend(number.to_le_bytes());
    flag(&mut key, state.in_force);
    flag(&mut key, state.terminated);
    for (id, tracked) in state.obligations.iter() {
        let slots = &layout.obligations[id];
        key.push(tracked.status as u8);
        number(&mut key, tracked.debtor.place() as u64);
        number(&mut key, tracked.verifier.map_or(u64::MAX, |verifier| verifier.place() as u64));
        flag(&mut key, tracked.ever_breached);
        flag(&mut key, tracked.fired);
        flag(&mut key, tracked.deadline.is_some());
        flag(&mut key, tracked.suspended_since.is_some());
        flag(&mut key, tracked.count.start.is_some());
        flag(&mut key, tracked.count.ended);
        match slots.progress {
            Some(_) => flag(&mut key, is_done(terms, state, id)),
            None => number(&mut key, tracked.progress),
        }
        if slots.counted.is_none() {
            number(&mut key, tracked.count.done);
        }
    }
    for (id, sum) in state.counters.iter() {
        if layout.sums[id].is_none() {
            number(&mut key, *sum);
        }
    }
    for waived in state.waived.values() {
        flag(&mut key, *waived);
    }
    for since in state.since.values() {
        flag(&mut key, since.is_some());
    }
    key.extend(state.truth.all().map(u8::from));
    key.into()
}

fn is_done(terms: &Terms, state: &State, id: crate::names::ObligationId) -> bool {
    match &terms.obligations[id].duty {
        Duty::Perform(duty) => state.obligations[id].progress >= duty.quantity.get(),
        Duty::Refrain(_) => false,
    }
}

/// The registers of a state.
pub(super) fn registers(layout: &Layout, place: u32, state: &State) -> Compact {
    let next = state.timers.next().map(|(at, _)| at);
    let mut run = Compact::new(layout, Standing { place, clock: state.clock, next });
    for (id, sum) in state.counters.iter() {
        if let Some(slot) = layout.sums[id] {
            *run.number_mut(slot) = *sum;
        }
    }
    for (id, tracked) in state.obligations.iter() {
        let slots = &layout.obligations[id];
        let Tracked { progress, deadline, suspended_since, count, .. } = tracked;
        for (slot, number) in [
            (slots.progress, progress),
            (slots.counted, &count.done),
            (slots.period, &count.period),
        ] {
            if let Some(slot) = slot {
                *run.number_mut(slot) = *number;
            }
        }
        for (slot, instant) in [
            (slots.deadline, deadline),
            (slots.suspended_since, suspended_since),
            (slots.start, &count.start),
        ] {
            if let Some(slot) = slot {
                *run.instant_mut(slot) = *instant;
            }
        }
    }
    for (id, since) in state.since.iter() {
        *run.instant_mut(layout.since[id]) = *since;
    }
    run
}

/// The whole state of a run: that of its place, with the registers written in.
pub(super) fn whole(layout: &Layout, terms: &Terms, place: &State, run: &Compact) -> State {
    let mut state = place.clone();
    state.clock = run.standing().clock;
    for (id, slot) in layout.sums.iter() {
        if let Some(slot) = slot {
            state.counters[id] = run.number(*slot);
        }
    }
    for (id, slots) in layout.obligations.iter() {
        state.obligations[id] = tracked(slots, state.obligations[id], run);
    }
    for (id, slot) in layout.since.iter() {
        state.since[id] = run.instant(*slot);
    }
    state.timers = Timers::default();
    for pending in pending(layout, terms, place) {
        if let Some(at) = pending.at(run) {
            state.timers.add(at, pending.timer);
        }
    }
    state
}

/// What is tracked of an obligation at a place, with the registers written in.
pub(super) fn tracked(slots: &Slots, at_place: Tracked, run: &Compact) -> Tracked {
    let mut tracked = at_place;
    for (slot, number) in [
        (slots.progress, &mut tracked.progress),
        (slots.counted, &mut tracked.count.done),
        (slots.period, &mut tracked.count.period),
    ] {
        if let Some(slot) = slot {
            *number = run.number(slot);
        }
    }
    for (slot, instant) in [
        (slots.deadline, &mut tracked.deadline),
        (slots.suspended_since, &mut tracked.suspended_since),
        (slots.start, &mut tracked.count.start),
    ] {
        if let Some(slot) = slot {
            *instant = run.instant(slot);
        }
    }
    tracked
}

/// A timer that is pending at a place, and where its instant is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pending {
    timer: Timer,
    clock: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Fixed(Instant),
    /// So long after what is kept.
    Since(InstantSlot, Span),
    Kept(InstantSlot),
}

impl Pending {
    /// Whether it is a deadline's timer.
    pub(super) fn is_deadline(&self) -> bool {
        matches!(self.timer, Timer::Deadline(_))
    }

    /// Where its instant is kept, if that is one of the registers.
    pub(super) fn kept(&self) -> Option<InstantSlot> {
        match self.clock {
            Source::Kept(slot) => Some(slot),
            Source::Fixed(_) | Source::Since(..) => None,
        }
    }

    /// When it fires; none if that lies past the end of time.
    #[inline]
    pub(super) fn at(&self, run: &Compact) -> Option<Instant> {
        match self.clock {
            Source::Fixed(instant) => Some(instant),
            Source::Since(slot, span) => run.instant(slot)?.after(span),
            Source::Kept(slot) => run.instant(slot),
        }
    }
}

/// The timers that are pending at a place.
pub(super) fn pending(layout: &Layout, terms: &Terms, place: &State) -> Vec<Pending> {
    let mut pending = Vec::new();
    for (instant, node) in &terms.graph.reached {
        if !place.holds(*node) {
            let clock = Source::Fixed(*instant);
            pending.push(Pending { timer: Timer::Reached(*node), clock });
        }
    }
    for (id, since) in place.since.iter() {
        let elapsed = &terms.graph.elapsed[id];
        if since.is_some() && !place.holds(elapsed.node) {
            let clock = Source::Since(layout.since[id], elapsed.span);
            pending.push(Pending { timer: Timer::Elapsed(id), clock });
        }
    }
    for (id, tracked) in place.obligations.iter() {
        if let (Some(_), Some(slot)) = (tracked.running_deadline(), layout.obligations[id].deadline)
        {
            pending.push(Pending { timer: Timer::Deadline(id), clock: Source::Kept(slot) });
        }
    }
    pending
}
