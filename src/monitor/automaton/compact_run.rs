//! A run as the automaton keeps it: where it stands, and its registers.

use std::num::NonZeroU64;

use crate::names::Key;
use crate::time::Instant;

use super::locations::Seat;
use super::register::{InstantRegister, NumberRegister, RegisterLayout};

/// A run, as small as it can be kept.
///
/// INVARIANT: it has the words of all registers of its layout, from which all registers come.
#[derive(Clone, Debug)]
pub(in crate::monitor) struct CompactRun {
    position: Position,
    /// The first words. They fill up what many runs that lie side by side would leave empty, and most
    /// steps need no others: a log has many runs, and waits for each piece of memory that one takes.
    near: [u32; NEAR],
    /// The rest, in one piece of just that size: nothing for an agreement of few registers.
    far: Box<[u32]>,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) struct Position {
    pub(super) location: Seat,
    pub(in crate::monitor) clock: Instant,
    /// When the next timer fires.
    pub(in crate::monitor) next: Option<Instant>,
}

const NEAR: usize = 11;

impl CompactRun {
    /// A run with nothing in its registers.
    pub(super) fn new(layout: &RegisterLayout, position: Position) -> Self {
        let far = layout.words.saturating_sub(NEAR);
        Self { position, near: [0; NEAR], far: (0..far).map(|_| 0).collect() }
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
        self.word(register.place()).into()
    }

    /// Writes a number; `None`, and nothing is written, if it is too great.
    #[inline]
    pub(super) fn set_number(&mut self, register: NumberRegister, number: u64) -> Option<()> {
        *self.word_mut(register.place())? = u32::try_from(number).ok()?;
        Some(())
    }

    #[inline]
    pub(super) fn instant(&self, register: InstantRegister) -> Option<Instant> {
        Instant::unpacked(self.packed(register)?)
    }

    /// The instant as it is kept: the later one has the greater number.
    #[inline]
    pub(super) fn packed(&self, register: InstantRegister) -> Option<NonZeroU64> {
        let (low, high) =
            (self.word(register.place()), self.word(register.place().wrapping_add(1)));
        let packed = (u64::from(high) << 32) | u64::from(low);
        NonZeroU64::new(packed)
    }

    /// Writes an instant; `None`, and nothing is written, if it is too fine.
    #[inline]
    pub(super) fn set_instant(
        &mut self,
        register: InstantRegister,
        instant: Option<Instant>,
    ) -> Option<()> {
        let packed = match instant {
            Some(instant) => instant.packed()?.get(),
            None => 0,
        };
        let [a, b, c, d, e, f, g, h] = packed.to_le_bytes();
        *self.word_mut(register.place())? = u32::from_le_bytes([a, b, c, d]);
        *self.word_mut(register.place().wrapping_add(1))? = u32::from_le_bytes([e, f, g, h]);
        Some(())
    }

    /// Whether the clock can move to this instant with no timer firing: on the way there, or there.
    #[inline]
    pub(in crate::monitor) fn is_still_at(&self, time: &Instant) -> bool {
        let Position { clock, next, .. } = self.position();
        *clock <= *time && next.is_none_or(|next| *time < next)
    }

    #[inline]
    fn word(&self, place: usize) -> u32 {
        let word = match place.checked_sub(NEAR) {
            None => self.near.get(place),
            Some(place) => self.far.get(place),
        };
        word.copied().unwrap_or_default()
    }

    #[inline]
    fn word_mut(&mut self, place: usize) -> Option<&mut u32> {
        match place.checked_sub(NEAR) {
            None => self.near.get_mut(place),
            Some(place) => self.far.get_mut(place),
        }
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
        for instants in 0..20_u32 {
            // Instants and numbers in turn, so that some lie across the end of the near words.
            layout.words = 3 * instants as usize;
            let position = Position { location: Seat::FIRST, clock: Instant::FIRST, next: at(0) };
            let mut run = CompactRun::new(&layout, position);
            let instant = |place: u32| InstantRegister::at(3 * place);
            let number = |place: u32| NumberRegister::at(3 * place + 2);
            assert!((0..instants).all(|place| run.instant(instant(place)).is_none()));
            assert!((0..instants).all(|place| run.number(number(place)) == 0));
            for place in 0..instants {
                run.set_instant(instant(place), at(place)).unwrap();
                run.set_number(number(place), 10 + u64::from(place)).unwrap();
            }
            assert!((0..instants).all(|place| run.instant(instant(place)) == at(place)));
            assert!((0..instants).all(|place| run.number(number(place)) == 10 + u64::from(place)));
            assert_eq!(run.position().next, at(0));
        }
    }

    #[test]
    fn what_does_not_fit_is_not_written() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let layout = RegisterLayout::of(agreement.terms());
        let position = Position { location: Seat::FIRST, clock: Instant::FIRST, next: None };
        let mut run = CompactRun::new(&layout, position);
        let (number, instant) = (NumberRegister::at(0), InstantRegister::at(1));
        run.set_number(number, u64::from(u32::MAX)).unwrap();
        assert_eq!(run.set_number(number, u64::from(u32::MAX) + 1), None);
        assert_eq!(run.number(number), u64::from(u32::MAX));
        let fine = "2026-01-01T00:00:00.000000001Z".parse().unwrap();
        assert_eq!(run.set_instant(instant, Some(fine)), None);
        assert_eq!(run.instant(instant), None);
    }
}
