//! The ids of the events that had an effect, and what those said: an event that is told again does
//! nothing, and one that says something else under a known id is void (SEMANTICS.md, section 5).

use hashbrown::HashTable;
use sha2::{Digest, Sha256};

use crate::event::{Deed, ToldValue};
use crate::names::{ActId, ObligationId, PartyId};
use crate::terms::Terms;

use super::alone::Given;

/// What an event under a known id says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    SaysTheSame,
    SaysOtherwise,
}

/// Half of a SHA-256: long enough that nobody finds another text that has it.
pub(crate) type Half = [u8; 16];

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
        Some(match said == what_it_says(terms, event) {
            true => Known::SaysTheSame,
            false => Known::SaysOtherwise,
        })
    }

    /// An event under an id that is not known had an effect.
    pub(super) fn add(&mut self, terms: &Terms, id: &[u8], event: &Given<'_>) {
        self.add_entry(half(id), what_it_says(terms, event));
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

fn half(bytes: &[u8]) -> Half {
    first_half(Sha256::new().chain_update(bytes))
}

fn first_half(hasher: Sha256) -> Half {
    let mut half = Half::default();
    for (half, byte) in half.iter_mut().zip(hasher.finalize()) {
        *half = byte;
    }
    half
}

/// A hash of what an event says, in names: all but when it came to be known, its note and its source.
fn what_it_says(terms: &Terms, event: &Given<'_>) -> Half {
    let mut said = Said { terms, hasher: Sha256::new() };
    said.text(&event.time.to_string());
    said.deed(event.deed);
    if let Some(quantity) = event.idle_quantity {
        said.text("quantity");
        said.number(quantity.whole());
    }
    first_half(said.hasher)
}

/// Writes what an event says into a hash, each text with its length, so that no two say the same.
struct Said<'a> {
    terms: &'a Terms,
    hasher: Sha256,
}

impl Said<'_> {
    fn deed(&mut self, deed: &Deed) {
        match deed {
            Deed::Act { actor, act, told, .. } => {
                self.text("act");
                self.act(*act);
                self.party(*actor);
                self.number(deed.amount());
                for (name, value) in told.iter() {
                    let name = &self.terms.told[*name].name;
                    self.text(name);
                    self.value(value);
                }
            }
            Deed::Attest { speaker, obligation } => {
                self.word("attest", *obligation, speaker.parties());
            }
            Deed::Deny { speaker, obligation } => {
                self.word("deny", *obligation, speaker.parties());
            }
            Deed::Release { speaker, obligation } => {
                self.word("release", *obligation, speaker.parties());
            }
            Deed::Extend { speaker, obligation, until } => {
                self.word("extend", *obligation, speaker.parties());
                self.text(&until.to_string());
            }
            Deed::Amend { actors, obligation, amendment } => {
                self.word("amend", *obligation, actors);
                let crate::event::Amendment { verifier, debtor, creditor, until, quantity } =
                    amendment;
                for party in [verifier, debtor, creditor] {
                    self.number(party.is_some().into());
                    if let Some(party) = party {
                        self.party(*party);
                    }
                }
                self.text(&until.map(|until| until.to_string()).unwrap_or_default());
                self.number(quantity.is_some().into());
                self.number(quantity.map_or(0, |quantity| quantity.whole()));
            }
            Deed::Waive { actors, act } => {
                self.text("waive");
                self.act(*act);
                self.parties(actors);
            }
            Deed::Tick { actor } => {
                self.text("tick");
                self.parties(actor.as_slice());
            }
            // It has no effect, so what it says is never known.
            Deed::Unknown(_) => self.text("unknown"),
        }
    }

    fn word(&mut self, word: &str, obligation: ObligationId, speakers: &[PartyId]) {
        self.text(word);
        let name = &self.terms.obligation_names[obligation];
        self.text(name);
        self.parties(speakers);
    }

    fn value(&mut self, value: &ToldValue) {
        match value {
            ToldValue::Quantity(quantity) => {
                self.text("quantity");
                self.number(quantity.whole());
            }
            ToldValue::Instant(instant) => {
                self.text("instant");
                self.text(&instant.to_string());
            }
            ToldValue::Party(party) => {
                self.text("party");
                self.party(*party);
            }
            ToldValue::Word(word) => {
                self.text("word");
                self.text(word);
            }
        }
    }

    /// Parties in any order say the same.
    fn parties(&mut self, parties: &[PartyId]) {
        let mut parties = parties.to_vec();
        parties.sort_unstable();
        parties.dedup();
        self.number(parties.len() as u64);
        for party in parties {
            self.party(party);
        }
    }

    fn party(&mut self, party: PartyId) {
        let name = &self.terms.parties[party].name;
        self.text(name);
    }

    fn act(&mut self, act: ActId) {
        let name = &self.terms.act_names[act];
        self.text(name);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.hasher.update(text.as_bytes());
    }

    fn number(&mut self, number: u64) {
        self.hasher.update(number.to_le_bytes());
    }
}
