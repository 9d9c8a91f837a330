//! Events: what happened. One [`Event`] is one line of a log ([SEMANTICS.md, section 5](crate::guide::law#5-events));
//! in a log that is judged by time a line is an [`Entry`], which may speak of the log itself
//! ([section 11](crate::guide::law#11-evidence-that-moves)).

mod amendment;
mod deed;
mod entry;
mod resolve;
mod speaker;
mod telling;
mod written;

use crate::digest::Digest;
use crate::names::{Ids, Names, Text, Vocabulary};
use crate::terms::{Agreement, Decimal, FigureError};
use crate::time::Instant;

#[cfg(any(feature = "schema", feature = "cloud-events"))]
pub(crate) use written::ABOUT_THE_LOG;
#[cfg(feature = "schema")]
pub(crate) use written::{OF_EVENTS, WORDS, WrittenEvent};

pub use amendment::Amendment;
pub use deed::Deed;
pub use entry::{Entry, Stated, Statement};
pub use speaker::Speaker;
pub use telling::{Telling, ToldValue};

/// One thing that happened, or one word about an obligation.
///
/// ```
/// use servanda::{Event, cuba};
/// let time = "1962-10-28T14:04:00Z".parse()?;
/// let acceptance: Event<cuba::Cuba> =
///     Event::act(time, cuba::Party::Ussr, cuba::Act::AcceptProposal).note("broadcast");
/// # Ok::<(), servanda::time::InstantError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<V: Vocabulary = Ids> {
    /// When it happened.
    pub time: Instant,
    /// What happened.
    pub deed: Deed<V>,
    /// When it came to be known; without it, at its time.
    pub known: Option<Instant>,
    /// Which of many runs of the same agreement it belongs to.
    pub case: Option<Box<str>>,
    /// Which of many things of one kind it is about: text of 1 to 256 bytes without control
    /// characters.
    pub subject: Option<Box<str>>,
    /// A quantity that stands beside a word that takes none: it has no effect, but is part of what the
    /// event says, as whoever says it twice must.
    pub idle_quantity: Option<Decimal>,
    /// Its name in the log that it comes from.
    pub id: Option<Box<str>>,
    /// A remark.
    pub note: Option<Box<str>>,
    /// Where it is told.
    pub source: Option<Box<str>>,
}

impl<V: Vocabulary> Event<V> {
    /// A deed at an instant, with nothing else said of it.
    pub fn new(time: Instant, deed: Deed<V>) -> Self {
        let (case, subject, id, note, source) = (None, None, None, None, None);
        Self { time, deed, known: None, case, subject, idle_quantity: None, id, note, source }
    }

    /// A party does an act, once; [`Event::quantity`] says more.
    pub fn act(time: Instant, actor: V::Party, act: V::Act) -> Self {
        Self::new(time, Deed::act_once(actor, act))
    }

    /// A verifier attests that an obligation was performed.
    pub fn attest(time: Instant, actor: V::Party, obligation: V::Obligation) -> Self {
        Self::new(time, Deed::Attest { speaker: Speaker::One(actor), obligation })
    }

    /// A verifier denies that an obligation was performed.
    pub fn deny(time: Instant, actor: V::Party, obligation: V::Obligation) -> Self {
        Self::new(time, Deed::Deny { speaker: Speaker::One(actor), obligation })
    }

    /// A creditor gives an obligation up.
    pub fn release(time: Instant, actor: V::Party, obligation: V::Obligation) -> Self {
        Self::new(time, Deed::Release { speaker: Speaker::One(actor), obligation })
    }

    /// A creditor gives an obligation a later deadline.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Obligation, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let accepted = "1962-10-28T14:04:00Z".parse()?;
    /// monitor.submit(&Event::act(accepted, Party::Ussr, Act::AcceptProposal))?;
    /// monitor.submit(&Event::act(accepted, Party::Ussr, Act::InstructRepresentative))?;
    /// let later = "1962-11-20T00:00:00Z".parse()?;
    /// monitor.submit(&Event::extend(accepted, Party::Ussr, Obligation::Announce, later))?;
    /// assert_eq!(monitor.deadline(Obligation::Announce), Some(later));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn extend(
        time: Instant,
        actor: V::Party,
        obligation: V::Obligation,
        until: Instant,
    ) -> Self {
        Self::new(time, Deed::Extend { speaker: Speaker::One(actor), obligation, until })
    }

    /// Parties give an obligation other terms, for this run.
    ///
    /// ```
    /// use servanda::cuba::{self, Obligation, Party, Reading};
    /// use servanda::event::Amendment;
    /// use servanda::{Event, Monitor};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let agreed = Event::amend(
    ///     monitor.clock().unwrap(),
    ///     [Party::Ussr, Party::Us],
    ///     Obligation::RemoveWeapons,
    ///     Amendment::verifier(Party::Us),
    /// );
    /// monitor.submit(&agreed)?;
    /// assert_eq!(monitor.verifier(Obligation::RemoveWeapons), Some(Party::Us));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn amend(
        time: Instant,
        actors: impl IntoIterator<Item = V::Party>,
        obligation: V::Obligation,
        amendment: Amendment<V>,
    ) -> Self {
        let actors = actors.into_iter().collect();
        Self::new(time, Deed::Amend { actors, obligation, amendment })
    }

    /// Parties waive the precondition of an act.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Established)?);
    /// let now = monitor.clock().unwrap();
    /// assert!(monitor.submit(&Event::act(now, Party::Us, Act::LiftQuarantine)).is_err());
    /// monitor.submit(&Event::waive(now, [Party::Us], Act::LiftQuarantine))?;
    /// monitor.submit(&Event::act(now, Party::Us, Act::LiftQuarantine))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn waive(time: Instant, actors: impl IntoIterator<Item = V::Party>, act: V::Act) -> Self {
        Self::new(time, Deed::Waive { actors: actors.into_iter().collect(), act })
    }

    /// Nothing happens but that time passes.
    ///
    /// ```
    /// use servanda::{Event, Monitor, cuba};
    /// let mut monitor = Monitor::new(&cuba::agreement(cuba::Reading::Verified)?);
    /// let noon = "1962-10-28T12:00:00Z".parse()?;
    /// monitor.record(&Event::tick(noon));
    /// assert_eq!(monitor.clock(), Some(noon));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tick(time: Instant) -> Self {
        Self::new(time, Deed::Tick { actor: None })
    }

    /// A party puts the agreement of this digest in the place of the run's own; [`Event::together`] says who agrees to
    /// it together.
    ///
    /// ```
    /// use servanda::cuba::{self, Cuba, Party, Reading};
    /// use servanda::Event;
    /// let practised = cuba::agreement(Reading::Practised)?.digest();
    /// let changed: Event<Cuba> = Event::amended("1962-11-20T23:00:00Z".parse()?, Party::Us, practised);
    /// assert_eq!(changed.together([Party::Us, Party::Ussr]).deed.actor(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn amended(time: Instant, actor: V::Party, agreement: Digest) -> Self {
        let (speaker, agreement) = (Speaker::One(actor), agreement.to_string().into());
        Self::new(time, Deed::Amended { speaker, agreement })
    }

    /// How much of the act was done; of any other deed this says nothing.
    ///
    /// ```
    /// use servanda::cuba::{Act, Cuba, Party};
    /// use servanda::event::Deed;
    /// use servanda::Event;
    /// let event: Event<Cuba> =
    ///     Event::act("1962-11-08T00:00:00Z".parse()?, Party::Ussr, Act::RemoveWeapons)
    ///         .quantity(42);
    /// assert!(matches!(event.deed, Deed::Act { quantity, .. } if quantity == Some(42.into())));
    /// # Ok::<(), servanda::time::InstantError>(())
    /// ```
    #[must_use]
    pub fn quantity(mut self, quantity: impl Into<Decimal>) -> Self {
        if let Deed::Act { quantity: done, .. } = &mut self.deed {
            *done = Some(quantity.into());
        }
        self
    }

    /// What the act tells by this name; of any other deed this says nothing.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Orders;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Order }
    /// #     enum Obligation { Delivery }
    /// #     enum Told { Pieces, DeliverBy }
    /// # }
    /// use servanda::{Event, Instant};
    /// let by: Instant = "2026-01-10T00:00:00Z".parse()?;
    /// let order: Event<Orders> =
    ///     Event::act("2026-01-06T09:00:00Z".parse()?, Party::Buyer, Act::Order)
    ///         .telling(Told::Pieces, 10)
    ///         .telling(Told::DeliverBy, by);
    /// # let _ = order;
    /// # Ok::<(), servanda::time::InstantError>(())
    /// ```
    #[must_use]
    pub fn telling(mut self, name: V::Told, value: impl Into<ToldValue<V>>) -> Self {
        if let Deed::Act { told, .. } = &mut self.deed {
            *told = std::mem::take(told).and(name, value.into());
        }
        self
    }

    /// These parties say the word together; of an act, an `amend` and a `waive` this says nothing.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Desk;
    /// #     enum Party { Customer, Provider, Ann, Bo }
    /// #     enum Act { Answer }
    /// #     enum Obligation { Answered }
    /// # }
    /// use servanda::Event;
    /// let time = "2026-01-06T09:00:00Z".parse()?;
    /// let released: Event<Desk> = Event::release(time, Party::Ann, Obligation::Answered)
    ///     .together([Party::Ann, Party::Bo]);
    /// assert_eq!(released.deed.actor(), None);
    /// # Ok::<(), servanda::time::InstantError>(())
    /// ```
    #[must_use]
    pub fn together(mut self, parties: impl IntoIterator<Item = V::Party>) -> Self {
        match &mut self.deed {
            Deed::Attest { speaker, .. }
            | Deed::Deny { speaker, .. }
            | Deed::Release { speaker, .. }
            | Deed::Extend { speaker, .. }
            | Deed::Amended { speaker, .. } => {
                *speaker = Speaker::Together(parties.into_iter().collect());
            }
            Deed::Act { .. }
            | Deed::Amend { .. }
            | Deed::Waive { .. }
            | Deed::Tick { .. }
            | Deed::Unknown(_) => {}
        }
        self
    }

    /// When it came to be known.
    ///
    /// ```
    /// use servanda::Event;
    /// use servanda::cuba::{Act, Cuba, Party};
    /// let (happened, known) = ("1962-11-20T00:00:00Z".parse()?, "1962-12-01T00:00:00Z".parse()?);
    /// let event: Event<Cuba> = Event::act(happened, Party::Ussr, Act::CeaseWork).known(known);
    /// assert_eq!(event.known_from(), known);
    /// # Ok::<(), servanda::time::InstantError>(())
    /// ```
    #[must_use]
    pub fn known(mut self, known: Instant) -> Self {
        self.known = Some(known);
        self
    }

    /// Which of many runs of the same agreement it belongs to.
    #[must_use]
    pub fn case(mut self, case: &str) -> Self {
        self.case = Some(case.into());
        self
    }

    /// Which of many things of one kind it is about.
    #[must_use]
    pub fn subject(mut self, subject: &str) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Its name in the log that it comes from.
    #[must_use]
    pub fn id(mut self, id: &str) -> Self {
        self.id = Some(id.into());
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

    /// The same with another deed, in another vocabulary.
    pub(crate) fn with<W: Vocabulary>(&self, deed: Deed<W>) -> Event<W> {
        Event {
            time: self.time,
            deed,
            known: self.known,
            case: self.case.clone(),
            subject: self.subject.clone(),
            idle_quantity: self.idle_quantity,
            id: self.id.clone(),
            note: self.note.clone(),
            source: self.source.clone(),
        }
    }

    /// The instant by which it was known.
    #[must_use]
    pub fn known_from(&self) -> Instant {
        self.known.unwrap_or(self.time)
    }
}

impl Event<Text> {
    /// The event in the names of an agreement. One with a name that the agreement doesn't know
    /// becomes [`Deed::Unknown`]: the monitor finds it void.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::event::Deed;
    /// use servanda::names::Text;
    /// use servanda::Event;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let words: Event<Text> = serde_json::from_str(
    ///     r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposals"}"#,
    /// )?;
    /// // A name that the agreement doesn't know is no error here: the event is void.
    /// assert!(matches!(words.resolved(&agreement)?.deed, Deed::Unknown(_)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A figure that does not fit the unit in which the agreement counts it, or that is missing where
    /// the act has a unit.
    pub fn resolved<V: Names>(self, agreement: &Agreement<V>) -> Result<Event<V>, FigureError> {
        let Self { time, deed, known, case, subject, idle_quantity, id, note, source } = self;
        let deed = deed.resolved(agreement)?;
        Ok(Event { time, deed, known, case, subject, idle_quantity, id, note, source })
    }

    /// The same, where a figure that does not fit makes the event one that the agreement doesn't know.
    pub(crate) fn resolved_or_unknown<V: Names>(self, agreement: &Agreement<V>) -> Event<V> {
        let Self { time, deed, known, case, subject, idle_quantity, id, note, source } = self;
        let deed = deed.resolved_or_unknown(agreement);
        Event { time, deed, known, case, subject, idle_quantity, id, note, source }
    }
}

impl<V: Names> Event<V> {
    /// The event in words, as it is written in a log: `Event<Text>` goes through serde.
    ///
    /// ```
    /// use servanda::{Event, cuba};
    /// let agreement = cuba::agreement(cuba::Reading::Verified)?;
    /// let accepted = Event::act(cuba::LETTER_SENT, cuba::Party::Ussr, cuba::Act::AcceptProposal);
    /// let line = serde_json::to_string(&accepted.spelled(&agreement))?;
    /// assert_eq!(
    ///     line,
    ///     r#"{"time":"1962-10-28T00:05:00Z","actor":"ussr","act":"accept-proposal"}"#
    /// );
    /// let words: Event<servanda::names::Text> = serde_json::from_str(&line)?;
    /// assert_eq!(words.resolved(&agreement)?, accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn spelled(&self, agreement: &Agreement<V>) -> Event<Text> {
        self.with(self.deed.spelled(agreement))
    }
}
