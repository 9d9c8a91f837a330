//! Lines of a log that is judged by time: events, and what is said of the log itself
//! ([SEMANTICS.md, section 11](crate::guide::law#11-evidence-that-moves)).

use crate::names::{ByType, Ids, NamelessError, Names, Text, Translate, Vocabulary};
use crate::terms::{Agreement, FigureError, Named};
use crate::time::Instant;

use super::{Event, Speaker};

/// One line of a log that is judged by time: an event, or a statement about the log.
///
/// ```
/// use servanda::event::{Entry, Statement};
/// use servanda::names::Text;
///
/// let line = r#"{"time":"1992-01-14T00:00:00Z","actor":"registrar","retract":"n7"}"#;
/// let entry: Entry<Text> = serde_json::from_str(line)?;
/// let withdrawn = Statement::retract(entry.time(), "registrar".into(), "n7");
/// assert_eq!(entry, Entry::from(withdrawn));
/// assert_eq!(serde_json::to_string(&entry)?, line);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry<V: Vocabulary = Ids> {
    /// Something that happened.
    Event(Event<V>),
    /// Something that is said of the log.
    Statement(Statement<V>),
}

/// What is said of a log: that an event in it is withdrawn or was wrong, or that it is complete.
///
/// ```
/// use servanda::Event;
/// use servanda::cuba::{Act, Cuba, Party};
/// use servanda::event::{Stated, Statement};
///
/// let (told, happened) = ("1962-11-22T00:00:00Z".parse()?, "1962-11-20T23:47:00Z".parse()?);
/// let lifted = Event::<Cuba>::act(happened, Party::Us, Act::LiftQuarantine);
/// let corrected = Statement::correct(told, Party::Us, "n10", lifted).note("the minute was wrong");
/// assert!(matches!(corrected.what, Stated::Correction { .. }));
/// # Ok::<(), servanda::time::InstantError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement<V: Vocabulary = Ids> {
    /// When it was said.
    pub time: Instant,
    /// What was said.
    pub what: Stated<V>,
    /// When it came to be known; without it, at its time.
    pub known: Option<Instant>,
    /// Of which of many runs it speaks; a completeness that names none speaks of all.
    pub case: Option<Box<str>>,
    /// A remark.
    pub note: Option<Box<str>>,
    /// Where it is told.
    pub source: Option<Box<str>>,
}

/// What a statement says.
///
/// ```
/// use servanda::cuba::{Cuba, Party};
/// use servanda::event::{Stated, Statement};
/// let now = "1962-11-22T00:00:00Z".parse()?;
/// let complete: Statement<Cuba> = Statement::complete(now, Party::Un, now);
/// assert_eq!(complete.what, Stated::Completeness { until: now, actor: Party::Un });
/// # Ok::<(), servanda::time::InstantError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated<V: Vocabulary = Ids> {
    /// The log is to be judged without what has an id.
    Retraction {
        /// The id.
        id: Box<str>,
        /// Who withdraws it.
        speaker: Speaker<V>,
    },
    /// Another event is to be judged instead of what has an id.
    Correction {
        /// The id.
        id: Box<str>,
        /// The event that is judged instead, under the same id. What it says itself of its `id`, `known`
        /// and `case` does not matter: it has them of the line and of what it corrects.
        event: Box<Event<V>>,
        /// Who corrects it.
        speaker: Speaker<V>,
    },
    /// The log has all that happened up to an instant.
    Completeness {
        /// The instant.
        until: Instant,
        /// Who says so.
        actor: V::Party,
    },
    /// Something by a party that the agreement doesn't know, in the words of the log. It is void.
    Unknown(Box<Stated<Text>>),
}

impl<V: Vocabulary> Statement<V> {
    /// Something said of the log at an instant, with nothing else said of it.
    pub fn new(time: Instant, what: Stated<V>) -> Self {
        Self { time, what, known: None, case: None, note: None, source: None }
    }

    /// The log is to be judged without what has this id.
    pub fn retract(time: Instant, actor: V::Party, id: &str) -> Self {
        Self::new(time, Stated::Retraction { id: id.into(), speaker: Speaker::One(actor) })
    }

    /// This event is to be judged instead of what has this id.
    pub fn correct(time: Instant, actor: V::Party, id: &str, event: Event<V>) -> Self {
        let (id, event, speaker) = (id.into(), Box::new(event), Speaker::One(actor));
        Self::new(time, Stated::Correction { id, event, speaker })
    }

    /// The log has all that happened up to an instant.
    pub fn complete(time: Instant, actor: V::Party, until: Instant) -> Self {
        Self::new(time, Stated::Completeness { until, actor })
    }

    /// These parties withdraw or correct it together; of a completeness this says nothing.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Party};
    /// use servanda::event::Statement;
    /// let now = "1962-11-22T00:00:00Z".parse()?;
    /// let withdrawn: Statement<Cuba> =
    ///     Statement::retract(now, Party::Us, "n10").together([Party::Us, Party::Ussr]);
    /// assert_eq!(withdrawn.what.actor(), None);
    /// # Ok::<(), servanda::time::InstantError>(())
    /// ```
    #[must_use]
    pub fn together(mut self, parties: impl IntoIterator<Item = V::Party>) -> Self {
        match &mut self.what {
            Stated::Retraction { speaker, .. } | Stated::Correction { speaker, .. } => {
                *speaker = Speaker::Together(parties.into_iter().collect());
            }
            Stated::Completeness { .. } | Stated::Unknown(_) => {}
        }
        self
    }

    /// When it came to be known.
    #[must_use]
    pub fn known(mut self, known: Instant) -> Self {
        self.known = Some(known);
        self
    }

    /// Of which of many runs of the same agreement it speaks.
    #[must_use]
    pub fn case(mut self, case: &str) -> Self {
        self.case = Some(case.into());
        self
    }

    /// A remark.
    #[must_use]
    pub fn note(mut self, note: &str) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Where it is told.
    #[must_use]
    pub fn source(mut self, source: &str) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The instant by which it was known.
    #[must_use]
    pub fn known_from(&self) -> Instant {
        self.known.unwrap_or(self.time)
    }

    /// Whether it speaks of all runs of a log of many: a completeness that names none.
    pub(crate) fn is_for_all(&self) -> bool {
        let is_completeness = |what: &Stated<Text>| matches!(what, Stated::Completeness { .. });
        let is_completeness = match &self.what {
            Stated::Completeness { .. } => true,
            Stated::Unknown(what) => is_completeness(what),
            Stated::Retraction { .. } | Stated::Correction { .. } => false,
        };
        self.case.is_none() && is_completeness
    }

    fn with<W: Vocabulary>(&self, what: Stated<W>) -> Statement<W> {
        Statement {
            time: self.time,
            what,
            known: self.known,
            case: self.case.clone(),
            note: self.note.clone(),
            source: self.source.clone(),
        }
    }
}

impl<V: Vocabulary> Stated<V> {
    /// The one party that says it; none where several do together.
    #[must_use]
    pub fn actor(&self) -> Option<&V::Party> {
        match self {
            Self::Retraction { speaker, .. } | Self::Correction { speaker, .. } => speaker.one(),
            Self::Completeness { actor, .. } => Some(actor),
            Self::Unknown(_) => None,
        }
    }

    /// In another vocabulary. What the event of a correction names that this does not have makes it an
    /// event that is not known, in the words of `spelled`; a party that it does not have is an error.
    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        to: &T,
    ) -> Result<Stated<W>, T::Error> {
        Ok(match self {
            Self::Retraction { id, speaker } => {
                Stated::Retraction { id: id.clone(), speaker: speaker.translate(to)? }
            }
            Self::Correction { id, event, speaker } => {
                let deed = event.deed.translate(to)?;
                let event = Box::new(event.with(deed));
                Stated::Correction { id: id.clone(), event, speaker: speaker.translate(to)? }
            }
            Self::Completeness { until, actor } => {
                Stated::Completeness { until: *until, actor: to.party(actor)? }
            }
            Self::Unknown(what) => Stated::Unknown(what.clone()),
        })
    }

    /// Who says it, in another vocabulary.
    fn who<W: Vocabulary, T: Translate<V, W>>(&self, to: &T) -> Result<Speaker<W>, T::Error> {
        Ok(match self {
            Self::Retraction { speaker, .. } | Self::Correction { speaker, .. } => {
                speaker.translate(to)?
            }
            Self::Completeness { actor, .. } => Speaker::One(to.party(actor)?),
            Self::Unknown(_) => Speaker::Together(Vec::new()),
        })
    }
}

impl<V: Vocabulary> Statement<V> {
    /// In words, as far as the types of its names know them.
    pub(super) fn by_type(&self) -> Result<Statement<Text>, NamelessError>
    where
        V: Names,
    {
        Ok(self.with(match self.what.translate(&ByType)? {
            Stated::Unknown(what) => *what,
            what => what,
        }))
    }
}

impl<V: Vocabulary> From<Event<V>> for Entry<V> {
    fn from(event: Event<V>) -> Self {
        Self::Event(event)
    }
}

impl<V: Vocabulary> From<Statement<V>> for Entry<V> {
    fn from(statement: Statement<V>) -> Self {
        Self::Statement(statement)
    }
}

impl<V: Vocabulary> Entry<V> {
    /// In another vocabulary.
    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        to: &T,
    ) -> Result<Entry<W>, T::Error> {
        Ok(match self {
            Self::Event(event) => Entry::Event(event.with(event.deed.translate(to)?)),
            Self::Statement(statement) => {
                Entry::Statement(statement.with(statement.what.translate(to)?))
            }
        })
    }

    /// When it happened, or was said.
    pub fn time(&self) -> Instant {
        match self {
            Self::Event(event) => event.time,
            Self::Statement(statement) => statement.time,
        }
    }

    /// The instant at which it came to be known, where it says so.
    #[must_use]
    pub fn known(&self) -> Option<Instant> {
        match self {
            Self::Event(event) => event.known,
            Self::Statement(statement) => statement.known,
        }
    }

    /// The instant by which it was known.
    #[must_use]
    pub fn known_from(&self) -> Instant {
        self.known().unwrap_or(self.time())
    }

    /// Which of many runs of the same agreement it belongs to.
    #[must_use]
    pub fn case(&self) -> Option<&str> {
        match self {
            Self::Event(event) => event.case.as_deref(),
            Self::Statement(statement) => statement.case.as_deref(),
        }
    }
}

impl Entry<Text> {
    /// The line in the names of an agreement. An event with a name that the agreement doesn't know, and a
    /// statement of a party that it doesn't know, is found void when the log is judged.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::event::{Entry, Stated, Statement};
    /// use servanda::names::Text;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let now = "1962-11-22T00:00:00Z".parse()?;
    /// let entry = Entry::<Text>::from(Statement::retract(now, "nobody".into(), "n10"));
    /// let Entry::Statement(statement) = entry.resolved(&agreement)? else { panic!("it is one") };
    /// assert!(matches!(statement.what, Stated::Unknown(_)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As of [`Event::resolved`], of a correction's event too.
    pub fn resolved<V: Names>(self, agreement: &Agreement<V>) -> Result<Entry<V>, FigureError> {
        Ok(match self {
            Self::Event(event) => Entry::Event(event.resolved(agreement)?),
            Self::Statement(statement) => {
                let what = statement.what.clone().resolved(agreement)?;
                Entry::Statement(statement.with(what))
            }
        })
    }
}

impl Stated<Text> {
    fn resolved<V: Names>(self, agreement: &Agreement<V>) -> Result<Stated<V>, FigureError> {
        let speaker = self.who(agreement.terms());
        let event = match &self {
            Self::Correction { event, .. } => Some(Box::new(event.clone().resolved(agreement)?)),
            _ => None,
        };
        let Ok(speaker) = speaker else { return Ok(Stated::Unknown(Box::new(self))) };
        let Ok(speaker) = speaker.translate(&Named(agreement.lexicon()));
        Ok(match (self, event, speaker) {
            (Self::Retraction { id, .. }, _, speaker) => Stated::Retraction { id, speaker },
            (Self::Correction { id, .. }, Some(event), speaker) => {
                Stated::Correction { id, event, speaker }
            }
            (Self::Completeness { until, .. }, _, Speaker::One(actor)) => {
                Stated::Completeness { until, actor }
            }
            (Self::Unknown(what), ..) => Stated::Unknown(what),
            (what, ..) => Stated::Unknown(Box::new(what)),
        })
    }
}

impl<V: Names> Entry<V> {
    /// The line in words, as it is written in a log: `Entry<Text>` goes through serde.
    ///
    /// ```
    /// use servanda::cuba::{self, Party, Reading};
    /// use servanda::event::{Entry, Statement};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let now = "1962-11-22T00:00:00Z".parse()?;
    /// let withdrawn = Entry::from(Statement::retract(now, Party::Us, "n10"));
    /// assert_eq!(
    ///     serde_json::to_string(&withdrawn.spelled(&agreement))?,
    ///     r#"{"time":"1962-11-22T00:00:00Z","actor":"us","retract":"n10"}"#
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn spelled(&self, agreement: &Agreement<V>) -> Entry<Text> {
        match self {
            Self::Event(event) => Entry::Event(event.spelled(agreement)),
            Self::Statement(statement) => Entry::Statement(statement.spelled(agreement)),
        }
    }

    /// By the ids of an agreement.
    pub(crate) fn identified(&self, agreement: &Agreement<V>) -> Entry {
        match self {
            Self::Event(event) => Entry::Event(event.with(event.deed.identified(agreement))),
            Self::Statement(statement) => {
                Entry::Statement(statement.with(statement.what.identified(agreement)))
            }
        }
    }
}

impl<V: Names> Statement<V> {
    /// The statement in words, as it is written in a log; [`Entry::spelled`] has an example.
    #[must_use]
    pub fn spelled(&self, agreement: &Agreement<V>) -> Statement<Text> {
        self.with(self.what.spelled(agreement))
    }
}

impl<V: Names> Stated<V> {
    /// By the ids of an agreement; one of a party that it doesn't have is not known.
    fn identified(&self, agreement: &Agreement<V>) -> Stated {
        let Ok(speaker) = self.who(agreement.lexicon()) else {
            return Stated::Unknown(Box::new(self.spelled(agreement)));
        };
        match (self, speaker) {
            (Self::Retraction { id, .. }, speaker) => {
                Stated::Retraction { id: id.clone(), speaker }
            }
            (Self::Correction { id, event, .. }, speaker) => {
                let event = Box::new(event.with(event.deed.identified(agreement)));
                Stated::Correction { id: id.clone(), event, speaker }
            }
            (Self::Completeness { until, .. }, Speaker::One(actor)) => {
                Stated::Completeness { until: *until, actor }
            }
            (what, _) => Stated::Unknown(Box::new(what.spelled(agreement))),
        }
    }

    /// In words; a name that is not the agreement's goes by its own text.
    fn spelled(&self, agreement: &Agreement<V>) -> Stated<Text> {
        let spelled = super::resolve::Spelled(agreement);
        match self {
            Self::Unknown(what) => (**what).clone(),
            Self::Correction { id, event, speaker } => {
                let Ok(speaker) = speaker.translate(&spelled);
                let event = Box::new(event.spelled(agreement));
                Stated::Correction { id: id.clone(), event, speaker }
            }
            what => {
                let Ok(what) = what.translate(&spelled);
                what
            }
        }
    }
}
