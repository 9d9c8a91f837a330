//! What fires when: a small ordered table.

use crate::names::{ActId, Key, KindId, ObligationId};
use crate::terms::{ElapsedId, Graph, NodeId, RecentId};
use crate::time::Instant;

/// The pending timers, in the order in which they fire: by instant, and at one instant conditions
/// before deadlines, silences and windows (SEMANTICS.md, section 4).
///
/// INVARIANT: a heap, in which each entry comes before the two that hang below it; and each timer is
/// there once at most, where `places` says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timers {
    heap: Vec<(Instant, Timer)>,
    /// Where in the heap each timer is, by its slot.
    places: Vec<u32>,
    slots: Slots,
}

/// What fires. The order of the variants is the order of firing at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// A `reached` condition comes to hold at its instant.
    Reached(NodeId),
    /// An `elapsed` condition comes to hold at its instant.
    Elapsed(ElapsedId),
    /// A `recent` condition ceases to hold at its instant.
    Recent(RecentId),
    /// An `open` condition may begin or cease to hold at its instant.
    Open(NodeId),
    /// A period of a kind begins or ends at its instant.
    Period(KindId),
    /// A deadline fires just after its instant.
    Deadline(ObligationId),
    /// A verifier has been silent for so long; it fires just after its instant.
    Silence(ObligationId),
    /// A window that time brought to its end; it is over just after its instant.
    Window(ActId),
}

/// When something fires, of what fires at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// At its instant.
    Conditions,
    /// Just after its instant.
    Others,
}

impl Timer {
    /// Whether it fires at its instant, with the conditions, and not just after it.
    pub(in crate::monitor) fn is_of_conditions(self) -> bool {
        self.phase() == Phase::Conditions
    }

    pub(in crate::monitor) fn phase(self) -> Phase {
        match self {
            Self::Reached(_)
            | Self::Elapsed(_)
            | Self::Recent(_)
            | Self::Open(_)
            | Self::Period(_) => Phase::Conditions,
            Self::Deadline(_) | Self::Silence(_) | Self::Window(_) => Phase::Others,
        }
    }
}

/// Where each kind of timer begins among the slots.
#[derive(Clone, Copy, Debug, Default)]
struct Slots {
    elapsed: usize,
    recent: usize,
    period: usize,
    deadline: usize,
    silence: usize,
    window: usize,
    all: usize,
}

impl Slots {
    fn of(graph: &Graph) -> Self {
        let elapsed = graph.nodes.len();
        let recent = elapsed.saturating_add(graph.elapsed.len());
        let period = recent.saturating_add(graph.recents.len());
        let deadline = period.saturating_add(graph.kinds.len());
        let silence = deadline.saturating_add(graph.obligations.len());
        let window = silence.saturating_add(graph.obligations.len());
        let all = window.saturating_add(graph.acts.len());
        Self { elapsed, recent, period, deadline, silence, window, all }
    }

    fn slot(&self, timer: Timer) -> usize {
        match timer {
            // A formula is of one of these two, so they share a slot for each.
            Timer::Reached(node) | Timer::Open(node) => node.place(),
            Timer::Elapsed(id) => self.elapsed.saturating_add(id.place()),
            Timer::Recent(id) => self.recent.saturating_add(id.place()),
            Timer::Period(kind) => self.period.saturating_add(kind.place()),
            Timer::Deadline(id) => self.deadline.saturating_add(id.place()),
            Timer::Silence(id) => self.silence.saturating_add(id.place()),
            Timer::Window(act) => self.window.saturating_add(act.place()),
        }
    }
}

/// The place of what is not in the heap.
const NOWHERE: u32 = u32::MAX;

impl Timers {
    pub(crate) fn new(graph: &Graph) -> Self {
        Self { heap: Vec::new(), places: Vec::new(), slots: Slots::of(graph) }
    }

    /// Adds a timer; one that is pending already gets this instant instead.
    pub(in crate::monitor) fn add(&mut self, at: Instant, timer: Timer) {
        self.remove(timer);
        let place = self.heap.len();
        self.heap.push((at, timer));
        self.rise(place);
    }

    /// Takes a timer out of the table, if it is pending.
    pub(super) fn remove(&mut self, timer: Timer) {
        let place = self.places.get(self.slots.slot(timer)).copied().unwrap_or(NOWHERE);
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
        if let Some((_, timer)) = self.heap.pop()
            && let Some(place) = self.places.get_mut(self.slots.slot(timer))
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
        let Some((_, timer)) = self.heap.get(place) else { return };
        let slot = self.slots.slot(*timer);
        if self.places.len() <= slot {
            // The slots are as many as names and conditions; most runs need the first ones only.
            self.places.resize(self.slots.all.max(slot.saturating_add(1)), NOWHERE);
        }
        if let Some(noted) = self.places.get_mut(slot) {
            // There are no more entries than names and conditions, of which there are 2^32.
            *noted = u32::try_from(place).unwrap_or(NOWHERE);
        }
    }
}
