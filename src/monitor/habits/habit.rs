//! One habit: where it applies, and what it moves.

use std::sync::OnceLock;

use crate::names::ObligationId;
use crate::time::Instant;

use super::super::doing::Doing;
use super::super::state::State;
use super::super::tale::{Kept, Tale};
use super::super::timers::Timer;
use super::further::Further;
use super::near::Near;

/// What a deed comes to where all this stands as it stood.
///
/// It lies in memory in one piece, beside what it is near to: a large agreement has many, and what
/// is read of one costs less than to come to it.
#[derive(Debug)]
pub(super) struct Habit<N: ?Sized = [Near]> {
    /// The place of who does it.
    pub(super) actor: u32,
    pub(super) in_force: bool,
    pub(super) terminated: bool,
    /// The instant from which on it is no longer for.
    pub(super) before: Option<Instant>,
    /// Apart, for most have nothing of it.
    pub(super) further: Option<Box<Further>>,
    pub(super) tale: Tale,
    /// The habit of the same deed where other things stand near.
    pub(super) other: OnceLock<Box<Habit>>,
    pub(super) near: N,
}

impl Habit<()> {
    /// The same beside the obligations that it is near to; none where those are too many.
    pub(super) fn beside(self, near: Vec<Near>) -> Option<Box<Habit>> {
        match near.len() {
            0 => self.in_one::<0>(near),
            1 => self.in_one::<1>(near),
            2 => self.in_one::<2>(near),
            3 => self.in_one::<3>(near),
            4 => self.in_one::<4>(near),
            5 => self.in_one::<5>(near),
            6 => self.in_one::<6>(near),
            7 => self.in_one::<7>(near),
            8 => self.in_one::<8>(near),
            _ => None,
        }
    }

    fn in_one<const COUNT: usize>(self, near: Vec<Near>) -> Option<Box<Habit>> {
        let Self { actor, in_force, terminated, before, further, tale, other, near: () } = self;
        let near: [Near; COUNT] = near.try_into().ok()?;
        let habit = Habit { actor, in_force, terminated, before, further, tale, other, near };
        Some(Box::new(habit))
    }
}

impl Habit {
    /// Takes a run along this or another habit of the same deed that is for it. No timer of the run
    /// fires up to that time. Answers which it was.
    pub(super) fn follow(&self, state: &mut State, doing: Doing, time: Instant) -> Option<&Self> {
        let mut habit = self;
        while habit.actor != doing.actor || !habit.admits(state, doing.quantity, time) {
            habit = habit.other.get()?;
        }
        habit.take(state, doing.quantity, time);
        Some(habit)
    }

    fn admits(&self, state: &State, quantity: u64, time: Instant) -> bool {
        self.in_force == state.in_force
            && self.terminated == state.terminated
            && self.before.is_none_or(|before| time < before)
            && self.near.iter().all(|it| it.is_as_it_was(&state.obligations[it.id], quantity))
            && self.further.as_ref().is_none_or(|further| further.admits(state, quantity))
    }

    fn take(&self, state: &mut State, quantity: u64, time: Instant) {
        for Near { id, moves, .. } in &self.near {
            let Some(moves) = moves else { continue };
            let tracked = &mut state.obligations[*id];
            moves.carry_out(tracked, quantity, time);
            if moves.is_retimed {
                match tracked.running_deadline() {
                    Some(at) => state.timers.add(at, Timer::Deadline(*id)),
                    None => state.timers.remove(*id),
                }
            }
            if let Some(node) = moves.turns {
                state.truth.turn(node);
            }
        }
        if let Some(further) = &self.further {
            further.take(state, quantity);
        }
        state.clock = time;
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        [
            size_of_val(self),
            self.further.as_ref().map_or(0, |further| further.weight()),
            self.tale.weight(),
        ]
        .into_iter()
        .fold(0, usize::saturating_add)
    }
}

/// Of a whole run all is kept.
impl Kept for State {
    fn progress(&self, obligation: ObligationId) -> Option<u64> {
        Some(self.obligations[obligation].progress)
    }

    fn deadline(&self, obligation: ObligationId) -> Option<Option<Instant>> {
        Some(self.obligations[obligation].deadline)
    }
}
