//! What things are called on a page.

use crate::names::{ActId, Key, ObligationId, PartyId};
use crate::pictures::Chronicle;
use crate::pictures::fit::{clean, headed};
use crate::report::{Phrases, Sentences};
use crate::terms::Terms;

use super::{Link, anchor};

/// Names and sentences, cleaned for a page.
pub(super) struct Words<'a> {
    pub(super) terms: &'a Terms,
    pub(super) phrases: &'a dyn Phrases,
    pub(super) sentences: Sentences<'a>,
}

impl<'a> Words<'a> {
    pub(super) fn new(chronicle: &'a Chronicle, phrases: &'a dyn Phrases) -> Self {
        let terms = chronicle.report().agreement().terms();
        Self { terms, phrases, sentences: Sentences { terms, phrases } }
    }

    pub(super) fn party(&self, id: PartyId) -> String {
        clean(&self.sentences.party(id))
    }

    /// A party, or that it is still to be told.
    pub(super) fn party_or_told(&self, id: Option<PartyId>) -> String {
        id.map_or_else(|| "(to be told)".to_owned(), |id| self.party(id))
    }

    /// An obligation at the head of something: "The removal of the weapons", or its name.
    pub(super) fn obligation(&self, id: ObligationId) -> String {
        let name = &self.terms.obligation_names[id];
        match self.phrases.obligation(name) {
            Some(phrase) => headed(&clean(phrase)),
            None => clean(name),
        }
    }

    /// An act by its name.
    pub(super) fn act(&self, id: ActId) -> String {
        clean(&self.terms.act_names[id])
    }

    pub(super) fn to_obligation(&self, id: ObligationId) -> Link {
        Link { anchor: anchor("obligation", id.place()), text: self.obligation(id) }
    }

    pub(super) fn to_act(&self, id: ActId) -> Link {
        Link { anchor: anchor("act", id.place()), text: self.act(id) }
    }

    /// The passages of these ids, those that the agreement has.
    pub(super) fn to_passages(&self, cites: &[Box<str>]) -> Vec<Link> {
        cites
            .iter()
            .filter_map(|id| {
                let place = self.terms.passages.iter().position(|(known, _)| known == id)?;
                Some(Link { anchor: anchor("passage", place), text: clean(id) })
            })
            .collect()
    }
}
