//! What things are called on a page.

use std::collections::HashSet;

use crate::names::{ActId, Ids, Key, ObligationId, PartyId, Subject};
use crate::pictures::Chronicle;
use crate::pictures::fit::{clean, headed};
use crate::pictures::subject_anchor;
use crate::report::{Aftermaths, Phrases, Sentences};
use crate::terms::{Act, Terms, Who};
use crate::time::{Date, Instant};

use super::{Link, anchor, kinds};

/// Names and sentences, cleaned for a page.
pub(super) struct Words<'a> {
    pub(super) terms: &'a Terms,
    pub(super) phrases: &'a dyn Phrases,
    pub(super) sentences: Sentences<'a>,
    /// What came of each finding.
    pub(super) aftermaths: Aftermaths<'a, Ids>,
    /// The anchors of the subjects that the page lists.
    listed: HashSet<String>,
}

impl<'a> Words<'a> {
    pub(super) fn new(chronicle: &'a Chronicle, phrases: &'a dyn Phrases) -> Self {
        let terms = chronicle.report().agreement().terms();
        let mut listed = HashSet::new();
        for kind in terms.kinds.keys() {
            let subjects = chronicle.report().subjects(kind).take(kinds::MOST);
            listed.extend(subjects.map(|it| subject_anchor(terms, &it.subject)));
        }
        let aftermaths = Aftermaths::of(chronicle.report(), phrases);
        Self { terms, phrases, sentences: Sentences { terms, phrases }, aftermaths, listed }
    }

    /// The day of an instant, where the agreement is.
    pub(super) fn day(&self, at: Instant) -> Date {
        self.sentences.zone(None).local(at).date()
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

    /// A subject, if the page lists it.
    pub(super) fn to_subject(&self, subject: &Subject) -> Option<Link> {
        let anchor = subject_anchor(self.terms, subject);
        let text = format!("{} {subject}", clean(&self.terms.kind_names[subject.kind]));
        self.listed.contains(&anchor).then_some(Link { anchor, text })
    }

    /// Who owes, or to whom, as the agreement says it.
    pub(super) fn who(&self, who: &Who) -> String {
        match who {
            Who::Named(party) => self.party(*party),
            Who::Told(_) => self.party_or_told(None),
            Who::Each => "each".to_owned(),
        }
    }

    /// An act; one that only an agreement before had, the page does not list.
    pub(super) fn to_act(&self, id: ActId) -> Link {
        let is_listed = id.place() < self.terms.as_written().acts.len();
        let anchor = if is_listed { anchor("act", id.place()) } else { "acts".to_owned() };
        Link { anchor, text: self.act(id) }
    }

    /// The acts of the agreement, without those that only agreements before had.
    pub(super) fn acts(&self) -> impl Iterator<Item = (ActId, &'a Act)> {
        self.terms.acts.iter().take(self.terms.as_written().acts.len())
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
