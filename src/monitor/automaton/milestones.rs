//! Milestones: when what came about in a run, which no rule compares with anything but reports tell.
//!
//! They lie behind the registers of a run, in the same piece of memory: first one byte for each, 0 where it
//! has not come, else the place of its instant, counted from 1; then the instants, each once, for many
//! things come about at one. A run that is told to keep none has no words for them.

use std::num::NonZeroU64;

use crate::time::Instant;

/// The place of a milestone among those of an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Milestone(u16);

/// Where the milestones of an agreement's runs lie, and how many there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MilestoneLayout {
    /// How many words of registers lie before them.
    pub(super) first: usize,
    pub(super) count: usize,
}

/// So many instants get room when there is none for another.
const MORE: usize = 2;

/// An instant takes two words.
const WORDS: usize = 2;

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

impl MilestoneLayout {
    /// How many words a run has at first, with those of its registers.
    pub(super) fn words(self, keeps_milestones: bool) -> usize {
        match keeps_milestones {
            true => self.instants().saturating_add(WORDS.saturating_mul(MORE)),
            false => self.first,
        }
    }

    /// How many it has when each milestone has an instant of its own.
    pub(super) fn most_words(self) -> usize {
        self.instants().saturating_add(WORDS.saturating_mul(self.count))
    }

    /// Whether a run with these words keeps milestones.
    #[inline]
    pub(super) fn are_kept(self, words: &[u32]) -> bool {
        words.len() > self.first
    }

    pub(super) fn get(self, words: &[u32], milestone: Milestone) -> Option<Instant> {
        let place = usize::from(self.byte(words, milestone)).checked_sub(1)?;
        let packed = self.packed(words).nth(place)?;
        Instant::unpacked(NonZeroU64::new(packed)?)
    }

    /// Writes an instant, or that there is none; `None`, and nothing is written, if it is too fine.
    pub(super) fn set(
        self,
        words: &mut Box<[u32]>,
        milestone: Milestone,
        instant: Option<Instant>,
    ) -> Option<()> {
        if !self.are_kept(words) {
            return Some(());
        }
        let byte = match instant {
            None => 0,
            Some(instant) => self.place_of(words, instant.packed()?.get())?,
        };
        let word = words.get_mut(self.first.saturating_add(milestone.place() / 4))?;
        let mut bytes = word.to_le_bytes();
        *bytes.get_mut(milestone.place() % 4)? = byte;
        *word = u32::from_le_bytes(bytes);
        Some(())
    }

    /// The place of an instant, counted from 1, which it gets if it has none.
    fn place_of(self, words: &mut Box<[u32]>, packed: u64) -> Option<u8> {
        // The last ones that came lie at the end.
        let known: Option<usize> =
            self.packed(words).enumerate().filter(|(_, it)| *it == packed).map(|it| it.0).last();
        let place = match known {
            Some(place) => place,
            None => {
                let free = self.free(words);
                let place = free.unwrap_or_else(|| self.packed(words).count());
                if free.is_none() {
                    let mut longer = Vec::new();
                    let room = WORDS.saturating_mul(MORE);
                    longer.reserve_exact(words.len().saturating_add(room));
                    longer.extend_from_slice(words);
                    longer.resize(words.len().saturating_add(room), 0);
                    *words = longer.into_boxed_slice();
                }
                let [a, b, c, d, e, f, g, h] = packed.to_le_bytes();
                let at = self.instants().saturating_add(WORDS.saturating_mul(place));
                *words.get_mut(at)? = u32::from_le_bytes([a, b, c, d]);
                *words.get_mut(at.saturating_add(1))? = u32::from_le_bytes([e, f, g, h]);
                place
            }
        };
        u8::try_from(place.checked_add(1)?).ok()
    }

    /// A place that no milestone holds, or no longer.
    fn free(self, words: &[u32]) -> Option<usize> {
        let bytes = || (0..self.count).map(|it| self.byte_at(words, it));
        let is_held = |place: usize| bytes().any(|it| usize::from(it) == place.saturating_add(1));
        self.packed(words).enumerate().map(|it| it.0).find(|place| !is_held(*place))
    }

    fn packed(self, words: &[u32]) -> impl Iterator<Item = u64> {
        let (pairs, _) = words.get(self.instants()..).unwrap_or_default().as_chunks::<WORDS>();
        pairs.iter().map(|[low, high]| u64::from(*high) << 32 | u64::from(*low))
    }

    fn byte(self, words: &[u32], milestone: Milestone) -> u8 {
        self.byte_at(words, milestone.place())
    }

    fn byte_at(self, words: &[u32], place: usize) -> u8 {
        let word = words.get(self.first.saturating_add(place / 4)).copied().unwrap_or_default();
        word.to_le_bytes().get(place % 4).copied().unwrap_or_default()
    }

    /// The first word of the instants.
    fn instants(self) -> usize {
        self.first.saturating_add(self.count.div_ceil(4))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_milestone_has_its_own_instant_and_a_place_is_used_again() {
        let at = |minute: u32| Instant::literal(2026, 1, 1, minute / 60, minute % 60);
        let layout = MilestoneLayout { first: 3, count: 21 };
        let mut next = 0;
        let all: Vec<Milestone> = (0..21).map(|_| Milestone::next(&mut next)).collect();
        let mut words: Box<[u32]> = vec![7; 3].into();
        let mut longer = words.to_vec();
        longer.resize(layout.words(true), 0);
        // One that keeps none has nothing of any.
        layout.set(&mut words, all[0], Some(at(0))).unwrap();
        assert_eq!((layout.get(&words, all[0]), words.len()), (None, 3));
        words = longer.into();
        assert!(all.iter().all(|it| layout.get(&words, *it).is_none()));
        for (it, minute) in all.iter().zip(0..) {
            // Two and two come at one instant.
            layout.set(&mut words, *it, Some(at(minute / 2))).unwrap();
        }
        for (it, minute) in all.iter().zip(0..) {
            assert_eq!(layout.get(&words, *it), Some(at(minute / 2)));
        }
        let length = words.len();
        for minute in 0..1_000 {
            layout.set(&mut words, all[3], None).unwrap();
            assert_eq!(layout.get(&words, all[3]), None);
            layout.set(&mut words, all[3], Some(at(100 + minute))).unwrap();
            assert_eq!(layout.get(&words, all[3]), Some(at(100 + minute)));
            assert_eq!(layout.get(&words, all[2]), Some(at(1)));
        }
        assert!(words.len() <= length + WORDS * MORE);
        assert_eq!(words[..3], [7; 3]);
        let fine = "2026-01-01T00:00:00.000000001Z".parse().unwrap();
        assert_eq!(layout.set(&mut words, all[0], Some(fine)), None);
        assert_eq!(layout.get(&words, all[0]), Some(at(0)));
    }
}
