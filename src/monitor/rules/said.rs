//! What an event says, as a hash: two events of one id either say the same or do not (SEMANTICS.md,
//! section 5).

use sha2::{Digest, Sha256};

use crate::event::{Deed, ToldValue};
use crate::names::{ActId, Ids, ObligationId, PartyId, Text, ToldId, Vocabulary};
use crate::terms::{Decimal, Terms};

use super::alone::Given;

/// Half of a SHA-256: long enough that nobody finds another text that has it.
pub(crate) type Half = [u8; 16];

pub(super) fn half(bytes: &[u8]) -> Half {
    first_half(Sha256::new().chain_update(bytes))
}

fn first_half(hasher: Sha256) -> Half {
    let mut half = Half::default();
    for (half, byte) in half.iter_mut().zip(hasher.finalize()) {
        *half = byte;
    }
    half
}

impl Given<'_> {
    /// A hash of what it says, in names: all but when it came to be known, its note and its source.
    pub(crate) fn what_it_says(&self, terms: &Terms) -> Half {
        let is_unknown = matches!(self.deed, Deed::Unknown(_));
        let mut said = Said { hasher: Sha256::new(), tells_places: is_unknown };
        said.text(&self.time.to_string());
        match self.deed {
            Deed::Unknown(deed) => {
                said.text("unknown");
                said.deed(&InWords, deed);
            }
            deed => said.deed(terms, deed),
        }
        if let Some(quantity) = self.idle_quantity {
            said.text("quantity");
            said.number(quantity.whole());
        }
        if let Some(subject) = self.subject {
            said.text("subject");
            said.bytes(subject);
        }
        first_half(said.hasher)
    }
}

/// How the names of a deed are spelt.
trait Spelling<V: Vocabulary> {
    fn party<'a>(&'a self, party: &'a V::Party) -> &'a str;
    fn act<'a>(&'a self, act: &'a V::Act) -> &'a str;
    fn obligation<'a>(&'a self, obligation: &'a V::Obligation) -> &'a str;
    fn told<'a>(&'a self, told: &'a V::Told) -> &'a str;
}

impl Spelling<Ids> for Terms {
    fn party<'a>(&'a self, party: &'a PartyId) -> &'a str {
        &self.parties[*party].name
    }

    fn act<'a>(&'a self, act: &'a ActId) -> &'a str {
        &self.act_names[*act]
    }

    fn obligation<'a>(&'a self, obligation: &'a ObligationId) -> &'a str {
        &self.obligation_names[*obligation]
    }

    fn told<'a>(&'a self, told: &'a ToldId) -> &'a str {
        &self.told[*told].name
    }
}

/// Names that are words already.
struct InWords;

impl Spelling<Text> for InWords {
    fn party<'a>(&'a self, party: &'a Box<str>) -> &'a str {
        party
    }

    fn act<'a>(&'a self, act: &'a Box<str>) -> &'a str {
        act
    }

    fn obligation<'a>(&'a self, obligation: &'a Box<str>) -> &'a str {
        obligation
    }

    fn told<'a>(&'a self, told: &'a Box<str>) -> &'a str {
        told
    }
}

/// Writes what an event says into a hash, each text with its length, so that no two say the same.
struct Said {
    hasher: Sha256,
    /// Whether figures have the places that they were written with: those of what is known have the
    /// places of their unit.
    tells_places: bool,
}

impl Said {
    fn deed<V: Vocabulary>(&mut self, names: &impl Spelling<V>, deed: &Deed<V>) {
        match deed {
            Deed::Act { actor, act, quantity, told } => {
                self.text("act");
                self.text(names.act(act));
                self.text(names.party(actor));
                self.number(deed.amount());
                self.places(quantity.as_ref());
                // An agreement tells its names in its own order; what it doesn't know has none.
                let mut told: Vec<_> = told.iter().collect();
                told.sort_by(|one, other| one.0.cmp(other.0));
                for (name, value) in told {
                    self.text(names.told(name));
                    self.value(names, value);
                }
            }
            Deed::Attest { speaker, obligation } => {
                self.word(names, "attest", obligation, speaker.parties());
            }
            Deed::Deny { speaker, obligation } => {
                self.word(names, "deny", obligation, speaker.parties());
            }
            Deed::Release { speaker, obligation } => {
                self.word(names, "release", obligation, speaker.parties());
            }
            Deed::Extend { speaker, obligation, until } => {
                self.word(names, "extend", obligation, speaker.parties());
                self.text(&until.to_string());
            }
            Deed::Amend { actors, obligation, amendment } => {
                self.word(names, "amend", obligation, actors);
                let crate::event::Amendment { verifier, debtor, creditor, until, quantity } =
                    amendment;
                for party in [verifier, debtor, creditor] {
                    self.number(party.is_some().into());
                    if let Some(party) = party {
                        self.text(names.party(party));
                    }
                }
                self.text(&until.map(|until| until.to_string()).unwrap_or_default());
                self.number(quantity.is_some().into());
                self.number(quantity.map_or(0, |quantity| quantity.whole()));
                self.places(quantity.as_ref());
            }
            Deed::Waive { actors, act } => {
                self.text("waive");
                self.text(names.act(act));
                self.parties(names, actors);
            }
            Deed::Amended { speaker, agreement } => {
                self.text("amended");
                self.text(agreement);
                self.parties(names, speaker.parties());
            }
            Deed::Tick { actor } => {
                self.text("tick");
                self.parties(names, actor.as_slice());
            }
            Deed::Unknown(deed) => self.deed(&InWords, deed),
        }
    }

    fn word<V: Vocabulary>(
        &mut self,
        names: &impl Spelling<V>,
        word: &str,
        obligation: &V::Obligation,
        speakers: &[V::Party],
    ) {
        self.text(word);
        self.text(names.obligation(obligation));
        self.parties(names, speakers);
    }

    fn value<V: Vocabulary>(&mut self, names: &impl Spelling<V>, value: &ToldValue<V>) {
        match value {
            ToldValue::Quantity(quantity) => {
                self.text("quantity");
                self.number(quantity.whole());
                self.places(Some(quantity));
            }
            ToldValue::Instant(instant) => {
                self.text("instant");
                self.text(&instant.to_string());
            }
            ToldValue::Party(party) => {
                self.text("party");
                self.text(names.party(party));
            }
            ToldValue::Word(word) => {
                self.text("word");
                self.text(word);
            }
        }
    }

    /// Parties in any order say the same.
    fn parties<V: Vocabulary>(&mut self, names: &impl Spelling<V>, parties: &[V::Party]) {
        let mut parties = parties.to_vec();
        parties.sort_unstable();
        parties.dedup();
        self.number(parties.len() as u64);
        for party in parties {
            self.text(names.party(&party));
        }
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.hasher.update(bytes);
    }

    fn places(&mut self, figure: Option<&Decimal>) {
        if self.tells_places {
            self.number(figure.map_or(0, |figure| figure.places().into()));
        }
    }

    fn number(&mut self, number: u64) {
        self.hasher.update(number.to_le_bytes());
    }
}
