//! Milestones: when what came about in a run, which no rule compares with anything but reports tell.

use crate::time::Instant;

/// The place of a milestone among those of an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Milestone(u16);

impl Milestone {
    /// The next one, of so many before it.
    pub(super) fn next(count: &mut usize) -> Self {
        let place = u16::try_from(*count).unwrap_or(u16::MAX);
        *count = count.saturating_add(1);
        Self(place)
    }

    fn place(self) -> usize {
        usize::from(self.0)
    }
}

/// The milestones of a run: one byte for each that its agreement has, and each instant once, for many
/// things come about at one.
///
/// The first words hold the bytes, eight in each: 0 where the milestone has not come, else the place of its
/// instant among the words that follow, counted from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Milestones {
    words: Vec<u64>,
}

/// So many words are added when there is no room for another instant.
const MORE: usize = 2;

impl Milestones {
    /// None has come yet, of so many.
    pub(super) fn new(count: usize) -> Self {
        let bytes = head(count);
        let mut words = Vec::new();
        words.reserve_exact(bytes.saturating_add(MORE));
        words.resize(bytes, 0);
        Self { words }
    }

    /// Makes room for as many instants as can come, so that none needs memory later on.
    pub(super) fn reserve(&mut self, count: usize) {
        let all = head(count).saturating_add(count);
        self.words.reserve_exact(all.saturating_sub(self.words.len()));
    }

    pub(super) fn get(&self, milestone: Milestone, count: usize) -> Option<Instant> {
        let place = usize::from(self.byte(milestone)).checked_sub(1)?;
        let packed = self.words.get(head(count).saturating_add(place))?;
        Instant::unpacked(std::num::NonZeroU64::new(*packed)?)
    }

    /// Writes an instant, or that there is none; `None`, and nothing is written, if it is too fine.
    pub(super) fn set(
        &mut self,
        milestone: Milestone,
        count: usize,
        instant: Option<Instant>,
    ) -> Option<()> {
        let byte = match instant {
            None => 0,
            Some(instant) => self.place_of(instant.packed()?.get(), count)?,
        };
        let word = self.words.get_mut(milestone.place() / 8)?;
        let shift = shift(milestone);
        *word = (*word & !(0xff_u64.wrapping_shl(shift))) | u64::from(byte).wrapping_shl(shift);
        Some(())
    }

    /// The place of an instant, counted from 1, which it gets if it has none.
    fn place_of(&mut self, packed: u64, count: usize) -> Option<u8> {
        let head = head(count);
        let instants = self.words.get(head..)?;
        if let Some(place) = instants.iter().rposition(|known| *known == packed) {
            return u8::try_from(place.checked_add(1)?).ok();
        }
        // A place that no milestone holds any longer.
        let is_held = |place: &usize| {
            let all = (0..count).map(|it| self.byte(Milestone(u16::try_from(it).unwrap_or(0))));
            all.map(usize::from).any(|byte| byte == place.saturating_add(1))
        };
        if self.words.len() == self.words.capacity()
            && let Some(free) = (0..instants.len()).find(|place| !is_held(place))
        {
            *self.words.get_mut(head.saturating_add(free))? = packed;
            return u8::try_from(free.checked_add(1)?).ok();
        }
        let place = u8::try_from(instants.len().checked_add(1)?).ok()?;
        if self.words.len() == self.words.capacity() {
            self.words.reserve_exact(MORE);
        }
        self.words.push(packed);
        Some(place)
    }

    fn byte(&self, milestone: Milestone) -> u8 {
        let word = self.words.get(milestone.place() / 8).copied().unwrap_or_default();
        let [byte, ..] = word.wrapping_shr(shift(milestone)).to_le_bytes();
        byte
    }
}

/// How many words hold the bytes.
fn head(count: usize) -> usize {
    count.div_ceil(8)
}

fn shift(milestone: Milestone) -> u32 {
    u32::from(milestone.0 % 8).wrapping_mul(8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_milestone_has_its_own_instant_and_a_place_is_used_again() {
        let at = |minute: u32| Instant::literal(2026, 1, 1, minute / 60, minute % 60);
        let count = 21;
        let mut next = 0;
        let all: Vec<Milestone> = (0..count).map(|_| Milestone::next(&mut next)).collect();
        let mut milestones = Milestones::new(count);
        assert!(all.iter().all(|it| milestones.get(*it, count).is_none()));
        for (it, minute) in all.iter().zip(0..) {
            // Two and two come at one instant.
            milestones.set(*it, count, Some(at(minute / 2))).unwrap();
        }
        for (it, minute) in all.iter().zip(0..) {
            assert_eq!(milestones.get(*it, count), Some(at(minute / 2)));
        }
        let length = milestones.words.len();
        for minute in 0..1_000 {
            milestones.set(all[3], count, None).unwrap();
            assert_eq!(milestones.get(all[3], count), None);
            milestones.set(all[3], count, Some(at(100 + minute))).unwrap();
            assert_eq!(milestones.get(all[3], count), Some(at(100 + minute)));
            assert_eq!(milestones.get(all[2], count), Some(at(1)));
        }
        assert!(milestones.words.len() <= length + MORE);
        let fine = "2026-01-01T00:00:00.000000001Z".parse().unwrap();
        assert_eq!(milestones.set(all[0], count, Some(fine)), None);
        assert_eq!(milestones.get(all[0], count), Some(at(0)));
    }
}
