//! What a step of the rules looked at and moved, beyond what its deed names.

use crate::names::ObligationId;
use crate::terms::NodeId;

use super::state::Tracked;

/// Kept while a step is watched, by whatever looks or moves.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    /// Whose rules were looked at, and how each stood before its first look.
    pub(super) looked: Vec<(ObligationId, Tracked)>,
    /// The formulas that began or ceased to hold, each time that they did.
    pub(super) flipped: Vec<NodeId>,
    /// The formulas of whose parts one began or ceased to hold.
    pub(super) counted: Vec<Counted>,
    /// Whether it reached further than a habit tells: to the whole agreement, to an `elapsed`
    /// condition, or to too much.
    pub(super) is_far: bool,
}

/// How many parts of a formula held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub(super) node: NodeId,
    /// Before the step.
    pub(super) before: u32,
    /// How many more at the end, at the least moment and at the most.
    pub(super) more: i32,
    pub(super) least: i32,
    pub(super) most: i32,
}

/// The most of a kind that are traced: past that a step is not near.
const MOST: usize = 32;

impl Trace {
    pub(super) fn look(&mut self, id: ObligationId, tracked: &Tracked) {
        if self.looked.iter().all(|(looked, _)| *looked != id) && self.has_room(self.looked.len()) {
            self.looked.push((id, *tracked));
        }
    }

    pub(super) fn flip(&mut self, node: NodeId) {
        if self.has_room(self.flipped.len()) {
            self.flipped.push(node);
        }
    }

    /// One more part of a formula holds, or one less; as many did before.
    pub(super) fn count(&mut self, node: NodeId, before: u32, holds: bool) {
        let known = self.counted.iter().position(|counted| counted.node == node);
        let place = known.unwrap_or(self.counted.len());
        if known.is_none() && self.has_room(place) {
            self.counted.push(Counted { node, before, more: 0, least: 0, most: 0 });
        }
        if let Some(counted) = self.counted.get_mut(place) {
            counted.more = counted.more.saturating_add(if holds { 1 } else { -1 });
            counted.least = counted.least.min(counted.more);
            counted.most = counted.most.max(counted.more);
        }
    }

    fn has_room(&mut self, length: usize) -> bool {
        self.is_far |= length >= MOST;
        !self.is_far
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::{Count as Counting, Status};
    use crate::names::{Key, PartyId};

    #[test]
    fn a_formula_is_counted_once_with_its_least_and_most() {
        let mut trace = Trace::default();
        let (one, other) = (NodeId::at(1), NodeId::at(2));
        trace.count(one, 5, true);
        trace.count(other, 1, false);
        for holds in [true, false, false, false] {
            trace.count(one, 0, holds);
        }
        let counted = |at: usize| {
            let Counted { node, before, more, least, most } = trace.counted[at];
            (node, before, more, least, most)
        };
        assert_eq!(trace.counted.len(), 2);
        assert_eq!(counted(0), (one, 5, -1, -1, 2));
        assert_eq!(counted(1), (other, 1, -1, -1, 0));
        assert!(!trace.is_far);
    }

    #[test]
    fn what_is_too_much_is_far() {
        let tracked = Tracked {
            status: Status::Due,
            debtor: PartyId::at(0),
            verifier: None,
            ever_breached: false,
            progress: 0,
            deadline: None,
            fired: false,
            suspended_since: None,
            count: Counting::default(),
        };
        let adds: [fn(&mut Trace, u32, &Tracked); 3] = [
            |trace, place, tracked| trace.look(ObligationId::at(place), tracked),
            |trace, place, _| trace.flip(NodeId::at(place)),
            |trace, place, _| trace.count(NodeId::at(place), 0, true),
        ];
        for add in adds {
            let mut trace = Trace::default();
            for place in 0..32 {
                add(&mut trace, place, &tracked);
                assert!(!trace.is_far);
            }
            add(&mut trace, 32, &tracked);
            assert!(trace.is_far);
            let lengths = [trace.looked.len(), trace.flipped.len(), trace.counted.len()];
            assert_eq!(lengths.iter().sum::<usize>(), 32);
        }
    }
}
