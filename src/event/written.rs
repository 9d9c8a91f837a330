//! An event as it is written on the wire: one flat object.

use std::fmt;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::names::{ByType, Names, Text, check_subject_name};
use crate::strict;
use crate::terms::Decimal;
use crate::time::Instant;

use super::telling::{self, Telling};
use super::{Amendment, Deed, Entry, Event, Speaker, Stated, Statement, ToldValue};

/// An event on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(
        rename = "Event",
        description = "One line of a log: what happened, a word about an obligation, or, in a log that is judged by time, about the log."
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
    /// Who agreed to it, of an `amend` or a `waive`; who says so together, of another word.
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
    /// How much of the act was done; 1 if nothing is said. The new quantity, of an `amend`. Beside another word it has no effect.
    #[serde(default, deserialize_with = "quantity", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(extend("not" = {"enum": [0, "0"]})))]
    quantity: Option<Decimal>,
    /// What the act tells, each name with its value.
    #[serde(
        default,
        deserialize_with = "telling::read",
        serialize_with = "telling::write",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, ToldValue<Text>>")
    )]
    told: Option<Vec<(Box<str>, ToldValue<Text>)>>,
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
    /// The new deadline, of an `extend` or an `amend`.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    until: Option<Instant>,
    /// The obligation that gets other terms: any of verifier, debtor, creditor, deadline, quantity.
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
    /// The new creditor, of an `amend`.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    creditor: Option<Box<str>>,
    /// The act whose precondition and window are waived.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    waive: Option<Box<str>>,
    /// The digest of the agreement under which the run stands from now on.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    amended: Option<Box<str>>,
    /// The id of what is withdrawn: the log is judged without it. In a log that is judged by time.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    retract: Option<Box<str>>,
    /// The id of what was wrong: `event` is judged instead. In a log that is judged by time.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    correct: Option<Box<str>>,
    /// The event that is judged instead, of a `correct`: without `id`, `known` and `case`.
    #[serde(default, deserialize_with = "instead", skip_serializing_if = "Option::is_none")]
    event: Option<Box<Self>>,
    /// The instant up to which the log has all that happened. In a log that is judged by time.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    complete: Option<Instant>,
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
    /// Which of many things of one kind it is about.
    #[serde(default, deserialize_with = "subject", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 256)))]
    subject: Option<Box<str>>,
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
    /// Both `actor` and `actors`.
    TwoSpeakers,
    /// What stands only in a log that is judged by time.
    ByTime(&'static str),
    /// What the event of a correction does not say.
    NotInstead(&'static str),
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Two(first, second) => {
                write!(f, "an event says one thing, but has both `{first}` and `{second}`")
            }
            Self::Missing(word, key) => write!(f, "`{word}` needs `{key}`"),
            Self::Stray(word, key) => write!(f, "`{key}` does not belong to {word}"),
            Self::EmptyAmendment => f.write_str(
                "`amend` needs at least one of `verified_by`, `debtor`, `creditor`, `until` and \
                 `quantity`",
            ),
            Self::TwoSpeakers => f.write_str(
                "an event has `actor` or `actors`, not both: one party, or several together",
            ),
            Self::ByTime(word) => write!(
                f,
                "`{word}` stands only in a log that is judged by time: judge by time \
                 (`Verifier::by_time`, `--by-time`)"
            ),
            Self::NotInstead(key) => {
                write!(
                    f,
                    "the event of a correction has no `{key}`: the line and what it corrects have"
                )
            }
        }
    }
}

/// The words of which a line has at most one, beside the keys that it may take.
pub(crate) const WORDS: [(&str, &[&str]); 11] = [
    ("act", &["actor", "quantity", "told"]),
    ("attest", &["actor", "actors"]),
    ("deny", &["actor", "actors"]),
    ("release", &["actor", "actors"]),
    ("extend", &["actor", "actors", "until"]),
    ("amend", &["actors", "verified_by", "debtor", "creditor", "until", "quantity"]),
    ("waive", &["actors"]),
    ("amended", &["actor", "actors"]),
    ("retract", &["actor", "actors"]),
    ("correct", &["actor", "actors", "event"]),
    ("complete", &["actor"]),
];

/// The words that are about the log itself, and have no part in what happened.
pub(crate) const ABOUT_THE_LOG: [&str; 3] = ["retract", "correct", "complete"];

/// Keys of an event that a line about the log does not have.
pub(crate) const OF_EVENTS: [&str; 3] = ["quantity", "subject", "id"];

impl WrittenEvent {
    /// The line, if its keys fit together.
    fn read_entry(self) -> Result<Entry<Text>, Misfit> {
        match self.word()? {
            Some((word, takes)) if ABOUT_THE_LOG.contains(&word) => {
                self.no_strays(Some((word, takes)))?;
                self.no_keys_of_events(word)?;
                Ok(Entry::Statement(self.statement(word)?))
            }
            _ => Ok(Entry::Event(self.read()?)),
        }
    }

    fn no_keys_of_events(&self, word: &'static str) -> Result<(), Misfit> {
        let given = [self.quantity.is_some(), self.subject.is_some(), self.id.is_some()];
        match OF_EVENTS.into_iter().zip(given).find(|(_, given)| *given) {
            Some((key, _)) => Err(Misfit::Stray(word, key)),
            None => Ok(()),
        }
    }

    fn statement(self, word: &'static str) -> Result<Statement<Text>, Misfit> {
        let what = if let Some(id) = self.retract {
            Stated::Retraction { id, speaker: speaker(word, self.actor, self.actors)? }
        } else if let Some(id) = self.correct {
            let speaker = speaker(word, self.actor, self.actors)?;
            let event = self.event.ok_or(Misfit::Missing(word, "event"))?;
            let given = [
                ("id", event.id.is_some()),
                ("known", event.known.is_some()),
                ("case", event.case.is_some()),
            ];
            if let Some((key, _)) = given.into_iter().find(|(_, given)| *given) {
                return Err(Misfit::NotInstead(key));
            }
            Stated::Correction { id, event: Box::new(event.read()?), speaker }
        } else {
            let until = self.complete.ok_or(Misfit::Missing(word, "complete"))?;
            let actor = self.actor.ok_or(Misfit::Missing(word, "actor"))?;
            Stated::Completeness { until, actor }
        };
        Ok(Statement {
            time: self.time,
            what,
            known: self.known,
            case: self.case,
            note: self.note,
            source: self.source,
        })
    }

    /// The event, if its keys fit together.
    fn read(self) -> Result<Event<Text>, Misfit> {
        let word = self.word()?;
        if let Some((word, _)) = word.filter(|(word, _)| ABOUT_THE_LOG.contains(word)) {
            return Err(Misfit::ByTime(word));
        }
        self.no_strays(word)?;
        let word = word.map_or("a tick", |(word, _)| word);
        let idle_quantity = self.quantity.filter(|_| !matches!(word, "act" | "amend"));
        let need = |key| Misfit::Missing(word, key);
        let the_actors = |actors: Option<Vec<Box<str>>>| actors.ok_or(need("actors"));
        let deed = if let Some(act) = self.act {
            let (actor, quantity) = (self.actor.ok_or(need("actor"))?, self.quantity);
            Deed::Act { actor, act, quantity, told: Telling::of(self.told.unwrap_or_default()) }
        } else if let Some(obligation) = self.attest {
            Deed::Attest { speaker: speaker(word, self.actor, self.actors)?, obligation }
        } else if let Some(obligation) = self.deny {
            Deed::Deny { speaker: speaker(word, self.actor, self.actors)?, obligation }
        } else if let Some(obligation) = self.release {
            Deed::Release { speaker: speaker(word, self.actor, self.actors)?, obligation }
        } else if let Some(obligation) = self.extend {
            let until = self.until.ok_or(need("until"))?;
            Deed::Extend { speaker: speaker(word, self.actor, self.actors)?, obligation, until }
        } else if let Some(obligation) = self.amend {
            let amendment = Amendment {
                verifier: self.verified_by,
                debtor: self.debtor,
                creditor: self.creditor,
                until: self.until,
                quantity: self.quantity,
            };
            if amendment.is_empty() {
                return Err(Misfit::EmptyAmendment);
            }
            Deed::Amend { actors: the_actors(self.actors)?, obligation, amendment }
        } else if let Some(act) = self.waive {
            Deed::Waive { actors: the_actors(self.actors)?, act }
        } else if let Some(agreement) = self.amended {
            Deed::Amended { speaker: speaker(word, self.actor, self.actors)?, agreement }
        } else {
            Deed::Tick { actor: self.actor }
        };
        Ok(Event {
            time: self.time,
            deed,
            known: self.known,
            case: self.case,
            subject: self.subject,
            idle_quantity,
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
            self.amended.is_some(),
            self.retract.is_some(),
            self.correct.is_some(),
            self.complete.is_some(),
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
            ("told", self.told.is_some()),
            ("until", self.until.is_some()),
            ("verified_by", self.verified_by.is_some()),
            ("debtor", self.debtor.is_some()),
            ("creditor", self.creditor.is_some()),
            ("event", self.event.is_some()),
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
        let Self { time, deed, known, case, subject, idle_quantity, id, note, source } =
            self.clone();
        let deed = match deed {
            Deed::Unknown(deed) => *deed,
            deed => deed.translate(&ByType).map_err(serde::ser::Error::custom)?,
        };
        Event { time, deed, known, case, subject, idle_quantity, id, note, source }
            .serialize(serializer)
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

/// As a log writes it. What is said by ids is to be [`Entry::spelled`] first: an id has no name by
/// itself.
impl<V: Names> Serialize for Entry<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Event(event) => event.serialize(serializer),
            Self::Statement(statement) => statement.serialize(serializer),
        }
    }
}

impl Serialize for Entry<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Event(event) => event.serialize(serializer),
            Self::Statement(statement) => statement.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Entry<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written: WrittenEvent = strict::object(deserializer)?;
        written.read_entry().map_err(D::Error::custom)
    }
}

/// As a log writes it. What is said by ids is to be [`Statement::spelled`] first.
impl<V: Names> Serialize for Statement<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.by_type().map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl Serialize for Statement<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WrittenEvent::from(self.clone()).serialize(serializer)
    }
}

impl From<Statement<Text>> for WrittenEvent {
    fn from(statement: Statement<Text>) -> Self {
        let mut written = Self {
            known: statement.known,
            case: statement.case,
            note: statement.note,
            source: statement.source,
            ..Self::at(statement.time)
        };
        written.state(statement.what);
        written
    }
}

impl From<Event<Text>> for WrittenEvent {
    fn from(event: Event<Text>) -> Self {
        let mut written = Self {
            known: event.known,
            case: event.case,
            subject: event.subject,
            quantity: event.idle_quantity,
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
            told: None,
            attest: None,
            deny: None,
            release: None,
            extend: None,
            until: None,
            amend: None,
            verified_by: None,
            debtor: None,
            creditor: None,
            waive: None,
            amended: None,
            retract: None,
            correct: None,
            event: None,
            complete: None,
            known: None,
            case: None,
            subject: None,
            id: None,
            note: None,
            source: None,
        }
    }

    fn say(&mut self, deed: Deed<Text>) {
        match deed {
            Deed::Act { actor, act, quantity, told } => {
                self.actor = Some(actor);
                self.act = Some(act);
                self.quantity = quantity;
                self.told = Some(told.into_entries()).filter(|told| !told.is_empty());
            }
            Deed::Attest { speaker, obligation } => {
                self.spoken_by(speaker);
                self.attest = Some(obligation);
            }
            Deed::Deny { speaker, obligation } => {
                self.spoken_by(speaker);
                self.deny = Some(obligation);
            }
            Deed::Release { speaker, obligation } => {
                self.spoken_by(speaker);
                self.release = Some(obligation);
            }
            Deed::Extend { speaker, obligation, until } => {
                self.spoken_by(speaker);
                self.extend = Some(obligation);
                self.until = Some(until);
            }
            Deed::Amend { actors, obligation, amendment } => {
                self.actors = Some(actors);
                self.amend = Some(obligation);
                self.verified_by = amendment.verifier;
                self.debtor = amendment.debtor;
                self.creditor = amendment.creditor;
                self.until = amendment.until;
                self.quantity = amendment.quantity;
            }
            Deed::Waive { actors, act } => {
                self.actors = Some(actors);
                self.waive = Some(act);
            }
            Deed::Amended { speaker, agreement } => {
                self.spoken_by(speaker);
                self.amended = Some(agreement);
            }
            Deed::Tick { actor } => self.actor = actor,
            Deed::Unknown(deed) => self.say(*deed),
        }
    }

    fn state(&mut self, what: Stated<Text>) {
        match what {
            Stated::Retraction { id, speaker } => {
                self.spoken_by(speaker);
                self.retract = Some(id);
            }
            Stated::Correction { id, event, speaker } => {
                self.spoken_by(speaker);
                self.correct = Some(id);
                // What it has of the line and of what it corrects is said there.
                let event = Event { id: None, known: None, case: None, ..*event };
                self.event = Some(Box::new(event.into()));
            }
            Stated::Completeness { until, actor } => {
                self.actor = Some(actor);
                self.complete = Some(until);
            }
            Stated::Unknown(what) => self.state(*what),
        }
    }

    fn spoken_by(&mut self, speaker: Speaker<Text>) {
        match speaker {
            Speaker::One(actor) => self.actor = Some(actor),
            Speaker::Together(actors) => self.actors = Some(actors),
        }
    }
}

fn speaker(
    word: &'static str,
    actor: Option<Box<str>>,
    actors: Option<Vec<Box<str>>>,
) -> Result<Speaker<Text>, Misfit> {
    match (actor, actors) {
        (Some(actor), None) => Ok(Speaker::One(actor)),
        (None, Some(actors)) => Ok(Speaker::Together(actors)),
        (Some(_), Some(_)) => Err(Misfit::TwoSpeakers),
        (None, None) => Err(Misfit::Missing(word, "actor")),
    }
}

/// Reads how much was done: more than nothing.
fn quantity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    let quantity = Decimal::deserialize(deserializer)?;
    if quantity.whole() == 0 {
        let expected = "a quantity of more than nothing";
        return Err(D::Error::invalid_value(Unexpected::Unsigned(0), &expected));
    }
    Ok(Some(quantity))
}

/// Reads the event of a correction, from an object only.
fn instead<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Box<WrittenEvent>>, D::Error> {
    strict::object(deserializer).map(|event| Some(Box::new(event)))
}

/// Reads the name of a subject.
fn subject<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    let name = Box::<str>::deserialize(deserializer)?;
    check_subject_name(&name).map_err(D::Error::custom)?;
    Ok(Some(name))
}
