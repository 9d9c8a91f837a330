//! The ids of the events that had an effect, and what those said: an event that is told again does
//! nothing, and one that says something else under a known id is void (SEMANTICS.md, section 5).

use hashbrown::HashTable;

use crate::terms::Terms;

use super::alone::Given;
use super::said::{Half, half};

/// What an event under a known id says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    SaysTheSame,
    SaysOtherwise,
}

/// Of each event with an id that had an effect, in the order in which they came: a hash of its id, and
/// one of what it said.
///
/// An event takes 32 bytes here and a slot of the index; both grow by little, so that many events take
/// at most 48 bytes each.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventIds {
    entries: Vec<(Half, Half)>,
    /// The places of the entries, found by the hashes of their ids.
    index: HashTable<u32>,
}

/// The same events under the same ids.
impl PartialEq for EventIds {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl Eq for EventIds {}

impl EventIds {
    /// Whether an id is known, and if so whether the event says what was said under it.
    pub(super) fn known(&self, terms: &Terms, id: &[u8], event: &Given<'_>) -> Option<Known> {
        if self.entries.is_empty() {
            return None;
        }
        let said = self.said(&half(id))?;
        Some(match said == event.what_it_says(terms) {
            true => Known::SaysTheSame,
            false => Known::SaysOtherwise,
        })
    }

    /// Whether an event under an id has had an effect.
    pub(crate) fn has(&self, id: &[u8]) -> bool {
        !self.entries.is_empty() && self.said(&half(id)).is_some()
    }

    /// An event under an id that is not known had an effect.
    pub(super) fn add(&mut self, terms: &Terms, id: &[u8], event: &Given<'_>) {
        self.add_entry(half(id), event.what_it_says(terms));
    }

    /// The hashes of ids, and of what was said under each, in the order in which they came.
    pub(crate) fn entries(&self) -> &[(Half, Half)] {
        &self.entries
    }

    /// From hashes that were written down; none if one id is there twice.
    pub(crate) fn of(entries: impl IntoIterator<Item = (Half, Half)>) -> Option<Self> {
        let mut ids = Self::default();
        for (id, said) in entries {
            if ids.said(&id).is_some() {
                return None;
            }
            ids.add_entry(id, said);
        }
        Some(ids)
    }

    fn said(&self, id: &Half) -> Option<Half> {
        let entry = |place: &u32| self.entries.get(*place as usize);
        let place = self.index.find(slot(id), |it| entry(it).is_some_and(|(it, _)| it == id))?;
        entry(place).map(|(_, said)| *said)
    }

    fn add_entry(&mut self, id: Half, said: Half) {
        // A run has no more events than that.
        let Ok(place) = u32::try_from(self.entries.len()) else { return };
        if self.entries.len() == self.entries.capacity() {
            self.entries.reserve_exact((self.entries.len() / 8).max(4));
        }
        self.entries.push((id, said));
        let entries = &self.entries;
        let hash = |place: &u32| entries.get(*place as usize).map_or(0, |(id, _)| slot(id));
        self.index.insert_unique(slot(&id), place, hash);
    }
}

/// Where a hash is looked for: its first bytes, which are as good as any.
fn slot(id: &Half) -> u64 {
    let (first, _) = id.split_at(8);
    first.iter().fold(0, |slot, byte| slot << 8 | u64::from(*byte))
}
