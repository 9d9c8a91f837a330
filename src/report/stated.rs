//! What is said of a log, in sentences (SEMANTICS.md, section 11).

use crate::escape::escaped;
use crate::event::{Deed, Entry, Event, Speaker, Stated};
use crate::monitor::VoidReason;
use crate::names::{PartyId, Text};

use super::Sentences;

impl Sentences<'_> {
    /// A line of a log as a sentence, with when it happened or was said.
    pub(crate) fn entry(&self, entry: &Entry) -> String {
        match entry {
            Entry::Event(event) => self.event(event),
            Entry::Statement(it) => {
                format!("{}, said {}", self.stated(&it.what), self.instant(it.time))
            }
        }
    }

    fn event(&self, event: &Event) -> String {
        let subject = event.subject.as_ref();
        let subject = subject.map(|it| format!(" (`{}`)", escaped(it))).unwrap_or_default();
        let quantity = match &event.deed {
            Deed::Act { quantity: Some(quantity), .. } => format!(" ({quantity})"),
            _ => String::new(),
        };
        format!("{}{quantity}{subject}, {}", self.deed(&event.deed), self.instant(event.time))
    }

    /// What a statement says.
    pub(super) fn stated(&self, stated: &Stated) -> String {
        match stated {
            Stated::Retraction { id, speaker } => {
                format!("that {} withdrew `{}`", self.speaker(speaker), escaped(id))
            }
            Stated::Correction { id, event, speaker } => {
                let (who, id) = (self.speaker(speaker), escaped(id));
                format!("that {who} corrected `{id}` ({})", self.event(event))
            }
            Stated::Completeness { until, actor } => {
                format!(
                    "that {} called the log complete up to {}",
                    self.party(*actor),
                    self.instant(*until)
                )
            }
            Stated::Unknown(what) => {
                let who = who(what).first().map_or("someone", |name| &**name);
                format!("what `{}` said of the log", escaped(who))
            }
        }
    }

    /// Why a statement is void.
    pub(super) fn why_stated_in_vain(
        &self,
        reason: VoidReason,
        needed: &[PartyId],
        stated: &Stated,
    ) -> String {
        match (reason, stated) {
            (VoidReason::Unknown, Stated::Unknown(what)) => self.stranger(what),
            (VoidReason::Unknown, _) => "nothing of that id stands before it".to_owned(),
            (VoidReason::Complete, Stated::Correction { .. }) => {
                "a line before it said that the log had all that happened by the time of what it corrects, or of what \
                 it says instead"
                    .to_owned()
            }
            (VoidReason::Complete, _) => {
                "a line before it said that the log had all that happened by the time of what it withdraws".to_owned()
            }
            (VoidReason::OutOfOrder, Stated::Completeness { .. }) => {
                "it is earlier than what came before it, or speaks of what was still to come"
                    .to_owned()
            }
            (VoidReason::OutOfOrder, _) => {
                "it was known earlier than what came before it".to_owned()
            }
            (VoidReason::NoConsent, _) if needed.is_empty() => match self.terms.registrar {
                Some(registrar) => format!("only {} may", self.party(registrar)),
                None => "only a registrar could, and there is none".to_owned(),
            },
            (VoidReason::NoConsent, _) => format!("{} did not consent", self.parties(needed)),
            (VoidReason::Unauthorized, _) => format!("only {} may", self.parties(needed)),
            (reason, _) => reason.to_string(),
        }
    }

    /// The first party that the agreement doesn't know, with the nearest that it does.
    fn stranger(&self, what: &Stated<Text>) -> String {
        let unknown = who(what).iter().find_map(|name| self.terms.party(name).err());
        unknown.map_or_else(
            || "the agreement does not know its names".to_owned(),
            |unknown| unknown.to_string(),
        )
    }
}

/// Who says it, in words.
fn who(what: &Stated<Text>) -> &[Box<str>] {
    match what {
        Stated::Retraction { speaker, .. } | Stated::Correction { speaker, .. } => {
            Speaker::parties(speaker)
        }
        Stated::Completeness { actor, .. } => std::slice::from_ref(actor),
        Stated::Unknown(what) => who(what),
    }
}
