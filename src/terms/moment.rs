//! Instants of an agreement: written, or told in a run (SEMANTICS.md, section 9).

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::names::{Ids, Name, Text, Translate, Vocabulary};
use crate::strict;
use crate::time::{Instant, Span};

use super::told::{ToldName, WrittenTold};

/// A point in time that the agreement writes, or one that is told, as it is or so much later or
/// earlier.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Orders;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Order, Deliver }
/// #     enum Obligation { Delivery }
/// #     enum Told { DeliverBy }
/// # }
/// use servanda::terms::Moment;
/// use servanda::owes;
/// let last_call: Moment<Orders> = Moment::told(Told::DeliverBy).before("P2D".parse()?);
/// let delivery: servanda::Obligation<Orders> = owes(Party::Seller, Party::Buyer)
///     .perform(Act::Deliver)
///     .at_moment(last_call)
///     .into();
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Moment<V: Vocabulary = Ids> {
    /// The agreement writes it.
    At(Instant),
    /// What was told last.
    Told {
        /// By what name it is told.
        name: ToldName<V>,
        /// How much later or earlier than told.
        shift: Option<Shift>,
    },
}

/// How much later or earlier.
///
/// ```
/// use servanda::terms::Shift;
/// use servanda::Instant;
/// let told: Instant = "2026-03-31T12:00:00Z".parse()?;
/// let earlier = Shift::Before("P1M".parse()?).from(told);
/// assert_eq!(earlier, Some("2026-02-28T12:00:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shift {
    /// So much later.
    After(Span),
    /// So much earlier: every part of the duration taken off, months first.
    Before(Span),
}

impl Shift {
    /// The instant so much later or earlier than this one; none past the ends of time.
    #[must_use]
    pub fn from(self, instant: Instant) -> Option<Instant> {
        match self {
            Self::After(span) => instant.after(span),
            Self::Before(span) => instant.before(span),
        }
    }
}

impl<V: Vocabulary> Moment<V> {
    /// The instant that is told by this name.
    pub fn told<T: Name<In = V>>(name: T) -> Self
    where
        V: Vocabulary<Told = T>,
    {
        Self::Told { name: ToldName::Told(name), shift: None }
    }

    /// The instant at which the clock of the run started.
    ///
    /// ```
    /// use servanda::condition::reached_moment;
    /// use servanda::terms::Moment;
    /// use servanda::cuba::Cuba;
    /// let a_month_in = reached_moment(Moment::<Cuba>::start().after("P1M".parse()?));
    /// # let _ = a_month_in;
    /// # Ok::<(), servanda::time::SpanError>(())
    /// ```
    #[must_use]
    pub fn start() -> Self {
        Self::Told { name: ToldName::Start, shift: None }
    }

    /// The instant at which the subject opened.
    #[must_use]
    pub fn opened() -> Self {
        Self::Told { name: ToldName::Opened, shift: None }
    }

    /// The instant at which the period ends, in a kind of periods; [`Moment::start`] is where it begins.
    #[must_use]
    pub fn end() -> Self {
        Self::Told { name: ToldName::End, shift: None }
    }

    /// So much later than what is told; of an instant that is written this says nothing.
    #[must_use]
    pub fn after(self, span: Span) -> Self {
        self.shifted(Shift::After(span))
    }

    /// So much earlier than what is told; of an instant that is written this says nothing.
    #[must_use]
    pub fn before(self, span: Span) -> Self {
        self.shifted(Shift::Before(span))
    }

    /// The instant, if the agreement writes it.
    #[must_use]
    pub fn written(&self) -> Option<Instant> {
        match self {
            Self::At(instant) => Some(*instant),
            Self::Told { .. } => None,
        }
    }

    /// Whether it is reckoned from what a run or a subject knows of itself, which never changes.
    pub(crate) fn is_built_in(&self) -> bool {
        match self {
            Self::At(_) => false,
            Self::Told { name, .. } => {
                matches!(name, ToldName::Start | ToldName::End | ToldName::Opened)
            }
        }
    }

    fn shifted(self, shift: Shift) -> Self {
        match self {
            Self::At(instant) => Self::At(instant),
            Self::Told { name, .. } => Self::Told { name, shift: Some(shift) },
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Moment<W>, T::Error> {
        Ok(match self {
            Self::At(instant) => Moment::At(*instant),
            Self::Told { name, shift } => {
                Moment::Told { name: name.translate(translation)?, shift: *shift }
            }
        })
    }
}

impl<V: Vocabulary> From<Instant> for Moment<V> {
    fn from(instant: Instant) -> Self {
        Self::At(instant)
    }
}

impl Serialize for Moment<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At(instant) => instant.serialize(serializer),
            Self::Told { name, shift } => {
                let mut told = WrittenTold::of(name);
                match shift {
                    None => {}
                    Some(Shift::After(span)) => told.after = Some(*span),
                    Some(Shift::Before(span)) => told.before = Some(*span),
                }
                told.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Moment<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match strict::Form::<Instant, WrittenTold>::deserialize(deserializer)? {
            strict::Form::Plain(instant) => Self::At(instant),
            strict::Form::Object(told) => {
                told.no_share().map_err(D::Error::custom)?;
                let shift = match (told.after, told.before) {
                    (Some(_), Some(_)) => {
                        return Err(D::Error::custom(
                            "a told instant is moved by `after` or `before`, not both",
                        ));
                    }
                    (after, before) => after.map(Shift::After).or(before.map(Shift::Before)),
                };
                Self::Told { name: told.name(), shift }
            }
        })
    }
}
