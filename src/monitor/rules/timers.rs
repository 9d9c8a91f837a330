//! What fires when: a small ordered table.

use crate::names::{Key, ObligationId};
use crate::terms::{ElapsedId, NodeId};
use crate::time::Instant;

/// The pending timers, in the order in which they fire: by instant, and at one instant conditions
/// before deadlines ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).
///
/// INVARIANT: a heap, in which each entry comes before the two that hang below it; and each
/// obligation's deadline is there once at most, where `places` says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timers {
    heap: Vec<(Instant, Timer)>,
    /// Where in the heap each obligation's deadline is.
    places: Vec<u32>,
}

/// What fires. The order of the variants is the order of firing at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::monitor) enum Timer {
    /// A `reached` condition comes to hold at its instant.
    Reached(NodeId),
    /// An `elapsed` condition comes to hold at its instant.
    Elapsed(ElapsedId),
    /// A deadline fires just after its instant.
    Deadline(ObligationId),
}

/// The place of what is not in the heap.
const NOWHERE: u32 = u32::MAX;

impl Timers {
    /// Adds a timer; a deadline that is pending already gets this instant instead.
    pub(in crate::monitor) fn add(&mut self, at: Instant, timer: Timer) {
        if let Timer::Deadline(id) = timer {
            self.remove(id);
        }
        let place = self.heap.len();
        self.heap.push((at, timer));
        self.rise(place);
    }

    /// Takes an obligation's deadline out of the table, if it is pending.
    pub(super) fn remove(&mut self, id: ObligationId) {
        let place = self.places.get(id.place()).copied().unwrap_or(NOWHERE);
        if place != NOWHERE {
            self.take_out(place as usize);
        }
    }

    /// What fires next, and when.
    pub(in crate::monitor) fn next(&self) -> Option<(Instant, Timer)> {
        self.heap.first().copied()
    }

    /// Takes what fires next out of the table.
    pub(super) fn take(&mut self) {
        self.take_out(0);
    }

    fn take_out(&mut self, place: usize) {
        let Some(last) = self.heap.len().checked_sub(1).filter(|last| place <= *last) else {
            return;
        };
        self.heap.swap(place, last);
        if let Some((_, Timer::Deadline(id))) = self.heap.pop()
            && let Some(place) = self.places.get_mut(id.place())
        {
            *place = NOWHERE;
        }
        if place < last {
            let place = self.rise(place);
            self.sink(place);
        }
    }

    /// Moves an entry up to where it belongs.
    fn rise(&mut self, mut place: usize) -> usize {
        while let Some(above) = place.checked_sub(1).map(|place| place / 2)
            && self.heap.get(place) < self.heap.get(above)
        {
            self.heap.swap(place, above);
            self.note(place);
            place = above;
        }
        self.note(place);
        place
    }

    /// Moves an entry down to where it belongs.
    fn sink(&mut self, mut place: usize) {
        loop {
            let left = place.saturating_mul(2).saturating_add(1);
            let right = left.saturating_add(1);
            let Some(mut first) = self.heap.get(left) else { break };
            let mut below = left;
            if let Some(other) = self.heap.get(right).filter(|other| *other < first) {
                (first, below) = (other, right);
            }
            if self.heap.get(place).is_none_or(|entry| entry <= first) {
                break;
            }
            self.heap.swap(place, below);
            self.note(place);
            place = below;
        }
        self.note(place);
    }

    /// Notes where an entry is now.
    fn note(&mut self, place: usize) {
        if let Some((_, Timer::Deadline(id))) = self.heap.get(place) {
            if self.places.len() <= id.place() {
                self.places.resize(id.place().saturating_add(1), NOWHERE);
            }
            if let Some(noted) = self.places.get_mut(id.place()) {
                // There are no more entries than names and conditions, of which there are 2^32.
                *noted = u32::try_from(place).unwrap_or(NOWHERE);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn fires_in_order_whatever_was_added_moved_and_removed() {
        let mut number = 1_u64;
        let mut below = |limit: u64| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (number >> 33) % limit
        };
        let at = |second: u64| {
            Instant::utc(2026, 1, 1, 0, (second / 60) as u32, (second % 60) as u32).unwrap()
        };
        let (mut timers, mut expected) = (Timers::default(), BTreeSet::new());
        for step in 0..20_000 {
            let id = ObligationId::at(below(40) as u32);
            let timer = match step % 7 {
                0 => Timer::Elapsed(ElapsedId::at(step)),
                1 => Timer::Reached(NodeId::at(step)),
                _ => Timer::Deadline(id),
            };
            match below(3) {
                0 => {
                    assert_eq!(timers.next(), expected.first().copied());
                    timers.take();
                    expected.pop_first();
                }
                1 => {
                    timers.remove(id);
                    expected.retain(|(_, it)| *it != Timer::Deadline(id));
                }
                _ => {
                    let at = at(below(600));
                    timers.add(at, timer);
                    expected.retain(|(_, it)| *it != timer);
                    expected.insert((at, timer));
                }
            }
        }
        while let Some(first) = expected.pop_first() {
            assert_eq!(timers.next(), Some(first));
            timers.take();
        }
        assert_eq!(timers.next(), None);
    }
}
