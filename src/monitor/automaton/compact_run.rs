//! A run as the automaton keeps it: where it stands, and its registers.

use std::num::NonZeroU64;

use crate::time::Instant;

use super::locations;
use super::milestones::{Milestone, MilestoneLayout, MilestoneUpdate};
use super::register::{
    InstantRegister, NEAR_INSTANTS, NEAR_NUMBERS, NumberRegister, RegisterLayout, Seat,
};

/// A run, as small as it can be kept.
///
/// INVARIANT: it has all registers of its layout, from which all registers come.
#[derive(Clone, Debug)]
pub(in crate::monitor) struct CompactRun {
    position: Position,
    /// The first registers are kept here, as they are. They fill up what runs that lie side by side would
    /// leave empty, and most steps need no others: a log has many runs, and waits for each piece of memory
    /// that one takes.
    instants: [Option<Instant>; NEAR_INSTANTS],
    numbers: [u32; NEAR_NUMBERS],
    /// The words of the other registers, packed, in one piece of just that size: nothing for an agreement
    /// of few registers. The milestones follow, where they are kept.
    far: Box<[u32]>,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) struct Position {
    pub(super) location: locations::Seat,
    pub(in crate::monitor) clock: Instant,
    /// When the next timer fires.
    pub(in crate::monitor) next: Option<Instant>,
}

impl CompactRun {
    /// A run with nothing in its registers.
    pub(super) fn new(layout: &RegisterLayout, keeps_milestones: bool, position: Position) -> Self {
        Self {
            position,
            instants: [None; NEAR_INSTANTS],
            numbers: [0; NEAR_NUMBERS],
            far: (0..layout.milestones.words(keeps_milestones)).map(|_| 0).collect(),
        }
    }

    #[inline]
    pub(in crate::monitor) fn position(&self) -> &Position {
        &self.position
    }

    #[inline]
    pub(in crate::monitor) fn position_mut(&mut self) -> &mut Position {
        &mut self.position
    }

    #[inline]
    pub(super) fn number(&self, register: NumberRegister) -> u64 {
        match register.seat() {
            Seat::Near(place) => self.numbers.get(place).copied().unwrap_or_default().into(),
            Seat::Far(place) => self.word(place).into(),
        }
    }

    /// Writes a number; `None`, and nothing is written, if it is too great.
    #[inline]
    pub(super) fn set_number(&mut self, register: NumberRegister, number: u64) -> Option<()> {
        let word = match register.seat() {
            Seat::Near(place) => self.numbers.get_mut(place)?,
            Seat::Far(place) => self.far.get_mut(place)?,
        };
        *word = u32::try_from(number).ok()?;
        Some(())
    }

    #[inline]
    pub(super) fn instant(&self, register: InstantRegister) -> Option<Instant> {
        match register.seat() {
            Seat::Near(place) => *self.instants.get(place)?,
            Seat::Far(place) => {
                let (low, high) = (self.word(place), self.word(place.wrapping_add(1)));
                let packed = (u64::from(high) << 32) | u64::from(low);
                Instant::unpacked(NonZeroU64::new(packed)?)
            }
        }
    }

    /// Writes an instant; `None`, and nothing is written, if it is too fine.
    #[inline]
    pub(super) fn set_instant(
        &mut self,
        register: InstantRegister,
        instant: Option<Instant>,
    ) -> Option<()> {
        match register.seat() {
            Seat::Near(place) => *self.instants.get_mut(place)? = instant,
            Seat::Far(place) => {
                let packed = match instant {
                    Some(instant) => instant.packed()?.get(),
                    None => 0,
                };
                let [a, b, c, d, e, f, g, h] = packed.to_le_bytes();
                *self.far.get_mut(place)? = u32::from_le_bytes([a, b, c, d]);
                *self.far.get_mut(place.wrapping_add(1))? = u32::from_le_bytes([e, f, g, h]);
            }
        }
        Some(())
    }

    pub(super) fn keeps_milestones(&self, layout: &RegisterLayout) -> bool {
        layout.milestones.are_kept(&self.far)
    }

    pub(super) fn milestone(
        &self,
        layout: &RegisterLayout,
        milestone: Milestone,
    ) -> Option<Instant> {
        layout.milestones.get(&self.far, milestone)
    }

    /// Writes a milestone; `None`, and nothing is written, if its instant is too fine.
    pub(super) fn set_milestone(
        &mut self,
        layout: MilestoneLayout,
        milestone: Milestone,
        instant: Option<Instant>,
    ) -> Option<()> {
        layout.set(&mut self.far, milestone, instant)
    }

    /// Writes what a step at this time brings; `None`, and nothing is written, if it is too fine.
    #[inline]
    pub(super) fn update_milestones(
        &mut self,
        layout: MilestoneLayout,
        update: &MilestoneUpdate,
        time: &Instant,
    ) -> Option<()> {
        layout.apply(&mut self.far, update, time)
    }

    /// Makes room for all milestones that can come, if any are kept.
    pub(super) fn reserve(&mut self, layout: &RegisterLayout) {
        let all = layout.milestones.most_words();
        if self.keeps_milestones(layout) && self.far.len() < all {
            let mut words = std::mem::take(&mut self.far).into_vec();
            words.resize(all, 0);
            self.far = words.into();
        }
    }

    /// Whether the clock can move to this instant with no timer firing: on the way there, or there.
    #[inline]
    pub(in crate::monitor) fn is_still_at(&self, time: &Instant) -> bool {
        let Position { clock, next, .. } = self.position();
        *clock <= *time && next.is_none_or(|next| *time < next)
    }

    #[inline]
    fn word(&self, place: usize) -> u32 {
        self.far.get(place).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Reading};

    #[test]
    fn each_register_has_its_own_value_however_many_there_are() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut layout = RegisterLayout::of(agreement.terms());
        let at = |minute: u32| Some(Instant::literal(2026, 1, 1, 0, minute));
        for count in 0..20_u32 {
            let mut words = 0;
            let registers: Vec<(InstantRegister, NumberRegister)> = (0..count)
                .map(|place| {
                    let instant = InstantRegister::of(place as usize, &mut words);
                    (instant, NumberRegister::of(place as usize, &mut words))
                })
                .collect();
            layout.milestones.first = words as usize;
            let position =
                Position { location: locations::Seat::FIRST, clock: Instant::FIRST, next: at(0) };
            let mut run = CompactRun::new(&layout, true, position);
            for (instant, number) in &registers {
                assert_eq!((run.instant(*instant), run.number(*number)), (None, 0));
            }
            for ((instant, number), place) in registers.iter().zip(0..) {
                run.set_instant(*instant, at(place)).unwrap();
                run.set_number(*number, 10 + u64::from(place)).unwrap();
            }
            for ((instant, number), place) in registers.iter().zip(0..) {
                let kept = (run.instant(*instant), run.number(*number));
                assert_eq!(kept, (at(place), 10 + u64::from(place)), "{place} of {count}");
            }
            assert_eq!(run.position().next, at(0));
        }
    }

    #[test]
    fn what_does_not_fit_is_not_written() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut layout = RegisterLayout::of(agreement.terms());
        let mut words = 0;
        let instant = InstantRegister::of(NEAR_INSTANTS, &mut words);
        let number = NumberRegister::of(NEAR_NUMBERS, &mut words);
        layout.milestones.first = words as usize;
        let location = locations::Seat::FIRST;
        let position = Position { location, clock: Instant::FIRST, next: None };
        let mut run = CompactRun::new(&layout, true, position);
        run.set_number(number, u64::from(u32::MAX)).unwrap();
        assert_eq!(run.set_number(number, u64::from(u32::MAX) + 1), None);
        assert_eq!(run.number(number), u64::from(u32::MAX));
        let fine = "2026-01-01T00:00:00.000000001Z".parse().unwrap();
        assert_eq!(run.set_instant(instant, Some(fine)), None);
        assert_eq!(run.instant(instant), None);
        let near = InstantRegister::of(0, &mut words);
        run.set_instant(near, Some(fine)).unwrap();
        assert_eq!(run.instant(near), Some(fine));
    }
}
