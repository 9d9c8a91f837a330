//! Milestones: when what came about in a run, which no rule compares with anything but reports tell.
//!
//! They lie behind the registers of a run, in the same piece of memory: a word of control; then one byte for
//! each, 0 where it has not come, else the place of its instant, counted from 1; then the instants, for many
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

/// Which milestones come with a step, and which are no longer so: word by word, all that lie in one at once.
#[derive(Debug, Default)]
pub(super) struct MilestoneUpdate {
    changes: Box<[WordChange]>,
    /// Whether any comes.
    comes: bool,
}

/// What a step does to the bytes of one word.
#[derive(Clone, Copy, Debug)]
struct WordChange {
    /// Its place among the words of the bytes.
    word: usize,
    /// Of the bytes that are written, all bits.
    written: u32,
    /// Of those that come, the lowest bit.
    comes: u32,
}

/// So many instants get room when there is none for another.
const MORE: usize = 4;

/// An instant takes two words.
const WORDS: usize = 2;

/// The first two bytes of the word of control: the place of the instant that came last, and how many have had
/// a place.
const LAST: usize = 0;
const USED: usize = 1;

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
        let byte = byte(words, self.word_of(milestone), milestone.place() % 4);
        let packed = self.instant(words, byte.checked_sub(1)?)?;
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
        let place = match instant {
            None => 0,
            Some(instant) => {
                let packed = instant.packed()?.get();
                match self.known(words, packed) {
                    Some(place) => place,
                    None => self.place_of(words, packed)?,
                }
            }
        };
        set_byte(words, self.word_of(milestone), milestone.place() % 4, place)
    }

    /// What a step writes where these milestones come, and these are no longer so.
    pub(super) fn update(self, milestones: &[(Milestone, bool)]) -> MilestoneUpdate {
        let mut changes: Vec<WordChange> = Vec::new();
        for (milestone, comes) in milestones {
            let word = milestone.place() / 4;
            let of_byte = |bits: u8| {
                let mut bytes = [0; 4];
                if let Some(byte) = bytes.get_mut(milestone.place() % 4) {
                    *byte = bits;
                }
                u32::from_le_bytes(bytes)
            };
            let (written, comes) = (of_byte(u8::MAX), of_byte(u8::from(*comes)));
            match changes.iter_mut().find(|change| change.word == word) {
                Some(change) => {
                    change.comes = (change.comes & !written) | comes;
                    change.written |= written;
                }
                None => changes.push(WordChange { word, written, comes }),
            }
        }
        let comes = changes.iter().any(|change| change.comes != 0);
        MilestoneUpdate { changes: changes.into(), comes }
    }

    /// Writes what a step at this time brings; `None`, and nothing is written, if it is too fine.
    #[inline]
    pub(super) fn apply(
        self,
        words: &mut Box<[u32]>,
        update: &MilestoneUpdate,
        time: &Instant,
    ) -> Option<()> {
        if update.is_empty() || !self.are_kept(words) {
            return Some(());
        }
        let place = if update.comes { self.place_of(words, time.packed()?.get())? } else { 0 };
        let bytes = words.get_mut(self.first.saturating_add(1)..)?;
        for WordChange { word, written, comes } in &update.changes {
            let word = bytes.get_mut(*word)?;
            *word = (*word & !written) | comes.wrapping_mul(u32::from(place));
        }
        Some(())
    }

    /// The place, counted from 1, that an instant gets, or has if it was the last to come.
    #[inline]
    fn place_of(self, words: &mut Box<[u32]>, packed: u64) -> Option<u8> {
        let instants = self.instants();
        let (head, instants) = words.split_at_mut_checked(instants)?;
        let (instants, _) = instants.as_chunks_mut::<WORDS>();
        let control = head.get_mut(self.first)?;
        let [last, used, ..] = control.to_le_bytes();
        let [low, high] = split(packed);
        if let Some(instant) = instants.get(usize::from(last).wrapping_sub(1))
            && *instant == [low, high]
        {
            return Some(last);
        }
        let place = used.wrapping_add(1);
        match instants.get_mut(usize::from(used)) {
            Some(instant) if place > 0 => {
                *instant = [low, high];
                *control = u32::from_le_bytes([place, place, 0, 0]);
                Some(place)
            }
            _ => self.make_room(words, packed),
        }
    }

    /// There is no room behind the instants that there are: the place of one that nothing holds any longer,
    /// or more room.
    #[cold]
    fn make_room(self, words: &mut Box<[u32]>, packed: u64) -> Option<u8> {
        let used = byte(words, self.first, USED);
        let mut is_held = [false; 1 + u8::MAX as usize];
        let bytes = words.get(self.first.saturating_add(1)..self.instants())?;
        for place in bytes.iter().flat_map(|word| word.to_le_bytes()) {
            if let Some(is_held) = is_held.get_mut(usize::from(place)) {
                *is_held = true;
            }
        }
        let is_free = |place: &u8| is_held.get(usize::from(*place)) == Some(&false);
        if let Some(place) = (1..=used).find(is_free) {
            self.write(words, place.wrapping_sub(1), packed)?;
            set_byte(words, self.first, LAST, place)?;
            return Some(place);
        }
        let mut longer = std::mem::take(words).into_vec();
        let room = WORDS.saturating_mul(MORE);
        longer.reserve_exact(room);
        longer.resize(longer.len().saturating_add(room), 0);
        *words = longer.into_boxed_slice();
        // Each milestone holds one place at most, so there are as many places at most.
        (used < u8::MAX).then(|| self.place_of(words, packed)).flatten()
    }

    /// The place of an instant that was written before.
    fn known(self, words: &[u32], packed: u64) -> Option<u8> {
        let used = byte(words, self.first, USED);
        (0..used).find(|place| self.instant(words, *place) == Some(packed))?.checked_add(1)
    }

    /// The instant at a place, counted from 0.
    #[inline]
    fn instant(self, words: &[u32], place: u8) -> Option<u64> {
        let at = self.instants().saturating_add(WORDS.wrapping_mul(place.into()));
        let [low, high] = words.get(at..at.saturating_add(WORDS))? else { return None };
        Some(u64::from(*high) << 32 | u64::from(*low))
    }

    #[inline]
    fn write(self, words: &mut [u32], place: u8, packed: u64) -> Option<()> {
        let at = self.instants().saturating_add(WORDS.wrapping_mul(place.into()));
        words.get_mut(at..at.saturating_add(WORDS))?.copy_from_slice(&split(packed));
        Some(())
    }

    fn word_of(self, milestone: Milestone) -> usize {
        self.first.saturating_add(1).saturating_add(milestone.place() / 4)
    }

    /// The first word of the instants.
    #[inline]
    fn instants(self) -> usize {
        self.first.saturating_add(1).saturating_add(self.count.div_ceil(4))
    }
}

impl MilestoneUpdate {
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        size_of_val(&*self.changes)
    }
}

/// Eight bytes in two words, the lower first.
#[inline]
fn split(packed: u64) -> [u32; WORDS] {
    let [a, b, c, d, e, f, g, h] = packed.to_le_bytes();
    [u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])]
}

#[inline]
fn byte(words: &[u32], word: usize, number: usize) -> u8 {
    let word = words.get(word).copied().unwrap_or_default();
    word.to_le_bytes().get(number).copied().unwrap_or_default()
}

#[inline]
fn set_byte(words: &mut [u32], word: usize, number: usize, byte: u8) -> Option<()> {
    let word = words.get_mut(word)?;
    let mut bytes = word.to_le_bytes();
    *bytes.get_mut(number)? = byte;
    *word = u32::from_le_bytes(bytes);
    Some(())
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

    #[test]
    fn a_step_writes_all_its_milestones_at_once() {
        let at = |minute: u32| Instant::literal(2026, 1, 1, minute / 60, minute % 60);
        let layout = MilestoneLayout { first: 2, count: 11 };
        let mut next = 0;
        let all: Vec<Milestone> = (0..11).map(|_| Milestone::next(&mut next)).collect();
        let mut words: Box<[u32]> = vec![0; layout.words(true)].into();
        let mut expected = [None; 11];
        for minute in 0..200_u32 {
            let (one, other) = (minute as usize % 11, minute as usize * 3 % 11);
            let update = layout.update(&[(all[one], true), (all[other], minute % 4 > 0)]);
            layout.apply(&mut words, &update, &at(minute / 2)).unwrap();
            expected[one] = Some(at(minute / 2));
            expected[other] = Some(at(minute / 2)).filter(|_| minute % 4 > 0);
            let kept: Vec<_> = all.iter().map(|it| layout.get(&words, *it)).collect();
            assert_eq!(kept, expected, "{minute}");
        }
        assert!(words.len() <= layout.most_words() + WORDS * MORE);
        let fine = "2026-01-01T00:00:00.000000001Z".parse().unwrap();
        assert_eq!(layout.apply(&mut words, &layout.update(&[(all[0], true)]), &fine), None);
        layout.apply(&mut words, &layout.update(&[(all[0], false)]), &fine).unwrap();
        assert_eq!(layout.get(&words, all[0]), None);
    }
}
