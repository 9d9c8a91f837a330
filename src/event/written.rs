//! An event as it is written on the wire: one flat object.

use std::fmt;
use std::num::NonZeroU64;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::names::{ByType, Names, Text};
use crate::strict;
use crate::time::Instant;

use super::{Amendment, Deed, Event};

/// An event on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(
        rename = "Event",
        description = "One line of a log: what happened, or a word about an obligation."
    )
)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenEvent {
    /// When it happened.
    time: Instant,
    /// Who did it, or said so.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    actor: Option<Box<str>>,
    /// Who agreed to it, of an `amend` or a `waive`.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    actors: Option<Vec<Box<str>>>,
    /// The act that was done.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    act: Option<Box<str>>,
    /// How much of the act was done; 1 if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::whole::<_, _, 1>",
        skip_serializing_if = "Option::is_none"
    )]
    quantity: Option<NonZeroU64>,
    /// The obligation of which its verifier says that it was performed.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    attest: Option<Box<str>>,
    /// The obligation of which its verifier says that it was not performed.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    deny: Option<Box<str>>,
    /// The obligation that its creditor gives up.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    release: Option<Box<str>>,
    /// The obligation to which its creditor gives a later deadline.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    extend: Option<Box<str>>,
    /// The new deadline, of an `extend`.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    until: Option<Instant>,
    /// The obligation that gets another verifier, another debtor, or both.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    amend: Option<Box<str>>,
    /// The new verifier, of an `amend`.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    verified_by: Option<Box<str>>,
    /// The new debtor, of an `amend`.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    debtor: Option<Box<str>>,
    /// The act whose precondition is waived.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    waive: Option<Box<str>>,
    /// When it came to be known; at its time if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    known: Option<Instant>,
    /// Which of many runs of the same agreement it belongs to.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    case: Option<Box<str>>,
    /// Its name in the log that it comes from.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    id: Option<Box<str>>,
    /// A remark.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    note: Option<Box<str>>,
    /// Where it is told.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    source: Option<Box<str>>,
}

/// Keys of an event that don't fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Misfit {
    /// Two words of which an event has one.
    Two(&'static str, &'static str),
    /// A key that the word needs and that is missing.
    Missing(&'static str, &'static str),
    /// A key that belongs to another word, or to none.
    Stray(&'static str, &'static str),
    /// An amendment of nothing.
    EmptyAmendment,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Two(first, second) => {
                write!(f, "an event says one thing, but has both `{first}` and `{second}`")
            }
            Self::Missing(word, key) => write!(f, "`{word}` needs `{key}`"),
            Self::Stray(word, key) => write!(f, "`{key}` does not belong to {word}"),
            Self::EmptyAmendment => f.write_str("`amend` needs `verified_by`, `debtor`, or both"),
        }
    }
}

/// The words of which an event has at most one, beside the keys that it may take.
pub(crate) const WORDS: [(&str, &[&str]); 7] = [
    ("act", &["actor", "quantity"]),
    ("attest", &["actor"]),
    ("deny", &["actor"]),
    ("release", &["actor"]),
    ("extend", &["actor", "until"]),
    ("amend", &["actors", "verified_by", "debtor"]),
    ("waive", &["actors"]),
];

impl WrittenEvent {
    /// The event, if its keys fit together.
    fn read(self) -> Result<Event<Text>, Misfit> {
        let word = self.word()?;
        self.no_strays(word)?;
        let need = |key| Misfit::Missing(word.map_or("a tick", |(word, _)| word), key);
        let actor = self.actor;
        let the_actor = |actor: Option<Box<str>>| actor.ok_or(need("actor"));
        let actors = self.actors;
        let the_actors = |actors: Option<Vec<Box<str>>>| actors.ok_or(need("actors"));
        let deed = if let Some(act) = self.act {
            let quantity = self.quantity.unwrap_or(NonZeroU64::MIN);
            Deed::Act { actor: the_actor(actor)?, act, quantity }
        } else if let Some(obligation) = self.attest {
            Deed::Attest { actor: the_actor(actor)?, obligation }
        } else if let Some(obligation) = self.deny {
            Deed::Deny { actor: the_actor(actor)?, obligation }
        } else if let Some(obligation) = self.release {
            Deed::Release { actor: the_actor(actor)?, obligation }
        } else if let Some(obligation) = self.extend {
            let until = self.until.ok_or(need("until"))?;
            Deed::Extend { actor: the_actor(actor)?, obligation, until }
        } else if let Some(obligation) = self.amend {
            let amendment = match (self.verified_by, self.debtor) {
                (Some(verifier), Some(debtor)) => Amendment::Both { verifier, debtor },
                (Some(verifier), None) => Amendment::Verifier(verifier),
                (None, Some(debtor)) => Amendment::Debtor(debtor),
                (None, None) => return Err(Misfit::EmptyAmendment),
            };
            Deed::Amend { actors: the_actors(actors)?, obligation, amendment }
        } else if let Some(act) = self.waive {
            Deed::Waive { actors: the_actors(actors)?, act }
        } else {
            Deed::Tick { actor }
        };
        Ok(Event {
            time: self.time,
            deed,
            known: self.known,
            case: self.case,
            id: self.id,
            note: self.note,
            source: self.source,
        })
    }

    /// The one word that the event says, with the keys that it takes; none for a tick.
    fn word(&self) -> Result<Option<(&'static str, &'static [&'static str])>, Misfit> {
        let given = [
            self.act.is_some(),
            self.attest.is_some(),
            self.deny.is_some(),
            self.release.is_some(),
            self.extend.is_some(),
            self.amend.is_some(),
            self.waive.is_some(),
        ];
        let mut words = WORDS.into_iter().zip(given).filter(|(_, given)| *given);
        match (words.next(), words.next()) {
            (Some(((first, _), _)), Some(((second, _), _))) => Err(Misfit::Two(first, second)),
            (word, _) => Ok(word.map(|(word, _)| word)),
        }
    }

    fn no_strays(&self, word: Option<(&'static str, &[&str])>) -> Result<(), Misfit> {
        let (word, takes) = word.unwrap_or(("a tick", &["actor"]));
        let given = [
            ("actor", self.actor.is_some()),
            ("actors", self.actors.is_some()),
            ("quantity", self.quantity.is_some()),
            ("until", self.until.is_some()),
            ("verified_by", self.verified_by.is_some()),
            ("debtor", self.debtor.is_some()),
        ];
        match given.into_iter().find(|(key, given)| *given && !takes.contains(key)) {
            Some((key, _)) => Err(Misfit::Stray(word, key)),
            None => Ok(()),
        }
    }
}

/// As a log writes it. What is said by ids is to be [`Event::spelled`] first: an id has no name by
/// itself.
impl<V: Names> Serialize for Event<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { time, deed, known, case, id, note, source } = self.clone();
        let deed = match deed {
            Deed::Unknown(deed) => *deed,
            deed => deed.translate(&ByType).map_err(serde::ser::Error::custom)?,
        };
        Event { time, deed, known, case, id, note, source }.serialize(serializer)
    }
}

impl Serialize for Event<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WrittenEvent::from(self.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Event<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written: WrittenEvent = strict::object(deserializer)?;
        written.read().map_err(D::Error::custom)
    }
}

impl From<Event<Text>> for WrittenEvent {
    fn from(event: Event<Text>) -> Self {
        let mut written = Self {
            known: event.known,
            case: event.case,
            id: event.id,
            note: event.note,
            source: event.source,
            ..Self::at(event.time)
        };
        written.say(event.deed);
        written
    }
}

impl WrittenEvent {
    fn at(time: Instant) -> Self {
        Self {
            time,
            actor: None,
            actors: None,
            act: None,
            quantity: None,
            attest: None,
            deny: None,
            release: None,
            extend: None,
            until: None,
            amend: None,
            verified_by: None,
            debtor: None,
            waive: None,
            known: None,
            case: None,
            id: None,
            note: None,
            source: None,
        }
    }

    fn say(&mut self, deed: Deed<Text>) {
        match deed {
            Deed::Act { actor, act, quantity } => {
                self.actor = Some(actor);
                self.act = Some(act);
                self.quantity = Some(quantity).filter(|quantity| *quantity > NonZeroU64::MIN);
            }
            Deed::Attest { actor, obligation } => {
                self.actor = Some(actor);
                self.attest = Some(obligation);
            }
            Deed::Deny { actor, obligation } => {
                self.actor = Some(actor);
                self.deny = Some(obligation);
            }
            Deed::Release { actor, obligation } => {
                self.actor = Some(actor);
                self.release = Some(obligation);
            }
            Deed::Extend { actor, obligation, until } => {
                self.actor = Some(actor);
                self.extend = Some(obligation);
                self.until = Some(until);
            }
            Deed::Amend { actors, obligation, amendment } => {
                self.actors = Some(actors);
                self.amend = Some(obligation);
                self.verified_by = amendment.verifier().cloned();
                self.debtor = amendment.debtor().cloned();
            }
            Deed::Waive { actors, act } => {
                self.actors = Some(actors);
                self.waive = Some(act);
            }
            Deed::Tick { actor } => self.actor = actor,
            Deed::Unknown(deed) => self.say(*deed),
        }
    }
}
