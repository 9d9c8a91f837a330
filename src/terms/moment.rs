//! Instants of an agreement: written, or told in a run (SEMANTICS.md, section 9).

use std::hash::{Hash, Hasher};

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::names::{Ids, Name, Text, Translate, Vocabulary};
use crate::strict;
use crate::time::calendar::{CalendarDay, Ends, Reckoned, Term};
use crate::time::{Date, Instant};

use super::TermOf;
use super::agreement::Terms;
use super::figure::Share;
use super::told::ToldName;

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
#[derive(Clone, Debug, Eq)]
pub enum Moment<V: Vocabulary = Ids> {
    /// The agreement writes it.
    At(Instant),
    /// The agreement writes it by its day in a calendar.
    Day {
        /// As it is written.
        day: Box<CalendarDay>,
        /// The instant; an agreement that is built knows it.
        instant: Option<Instant>,
    },
    /// What was told last.
    Told {
        /// By what name it is told.
        name: ToldName<V>,
        /// How much later or earlier than told.
        shift: Option<Shift<V>>,
    },
}

/// Two are equal if they are written equally, be the instant of a day known or not yet.
impl<V: Vocabulary> PartialEq for Moment<V> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::At(instant), Self::At(other)) => instant == other,
            (Self::Day { day, .. }, Self::Day { day: other, .. }) => day == other,
            (Self::Told { name, shift }, Self::Told { name: other, shift: by }) => {
                name == other && shift == by
            }
            (Self::At(_) | Self::Day { .. } | Self::Told { .. }, _) => false,
        }
    }
}

impl<V: Vocabulary + Hash> Hash for Moment<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::At(instant) => instant.hash(state),
            Self::Day { day, .. } => day.hash(state),
            Self::Told { name, shift } => (name, shift).hash(state),
        }
    }
}

/// How much later or earlier.
///
/// ```
/// use servanda::terms::Shift;
/// use servanda::cuba::Cuba;
/// let a_month_before = Shift::<Cuba>::Before("P1M".parse()?);
/// assert_ne!(a_month_before, Shift::After("P1M".parse()?));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shift<V: Vocabulary = Ids> {
    /// So much later.
    After(TermOf<V>),
    /// So much earlier: every part of the duration taken off, months first.
    Before(TermOf<V>),
}

impl<V: Vocabulary> Shift<V> {
    /// How much.
    #[must_use]
    pub fn term(&self) -> &TermOf<V> {
        match self {
            Self::After(term) | Self::Before(term) => term,
        }
    }

    fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Shift<W>, T::Error> {
        Ok(match self {
            Self::After(term) => Shift::After(translation.term(term)?),
            Self::Before(term) => Shift::Before(translation.term(term)?),
        })
    }
}

impl Shift {
    /// The instant so much later or earlier than this one.
    pub(crate) fn from(&self, terms: &Terms, instant: Instant) -> Reckoned {
        match self {
            Self::After(term) => terms.term(term).after(instant),
            Self::Before(term) => terms.term(term).before(instant),
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
    pub fn after(self, term: TermOf<V>) -> Self {
        self.shifted(Shift::After(term))
    }

    /// So much earlier than what is told; of an instant that is written this says nothing.
    #[must_use]
    pub fn before(self, term: TermOf<V>) -> Self {
        self.shifted(Shift::Before(term))
    }

    /// The instant, if the agreement writes it.
    #[must_use]
    pub fn written(&self) -> Option<Instant> {
        match self {
            Self::At(instant) => Some(*instant),
            Self::Day { instant, .. } => *instant,
            Self::Told { .. } => None,
        }
    }

    /// The calendar by which it is reckoned from what is told, if one is.
    pub(crate) fn calendar(&self) -> Option<&V::Calendar> {
        match self {
            Self::At(_) | Self::Day { .. } => None,
            Self::Told { shift, .. } => shift.as_ref().and_then(|shift| shift.term().calendar()),
        }
    }

    /// Whether it is reckoned from what a run or a subject knows of itself, which never changes.
    pub(crate) fn is_built_in(&self) -> bool {
        match self {
            Self::At(_) | Self::Day { .. } => false,
            Self::Told { name, .. } => {
                matches!(name, ToldName::Start | ToldName::End | ToldName::Opened)
            }
        }
    }

    fn shifted(self, shift: Shift<V>) -> Self {
        match self {
            Self::At(_) | Self::Day { .. } => self,
            Self::Told { name, .. } => Self::Told { name, shift: Some(shift) },
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Moment<W>, T::Error> {
        Ok(match self {
            Self::At(instant) => Moment::At(*instant),
            Self::Day { day, instant } => Moment::Day {
                day: day.clone(),
                instant: instant.or_else(|| translation.instant(day)),
            },
            Self::Told { name, shift } => Moment::Told {
                name: name.translate(translation)?,
                shift: shift.as_ref().map(|it| it.translate(translation)).transpose()?,
            },
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
            Self::Day { day, .. } => day.serialize(serializer),
            Self::Told { name, shift } => {
                let mut written =
                    WrittenMoment { told: Some(name.as_str().into()), ..WrittenMoment::default() };
                match shift {
                    None => {}
                    Some(Shift::After(term)) => written.after = Some(term.clone()),
                    Some(Shift::Before(term)) => written.before = Some(term.clone()),
                }
                written.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Moment<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match strict::Form::<Instant, OfObject>::deserialize(deserializer)? {
            strict::Form::Plain(instant) => Self::At(instant),
            strict::Form::Object(OfObject(moment)) => moment,
        })
    }
}

/// What an object says, read within it: so an error is told with the place of the object.
struct OfObject(Moment<Text>);

impl<'de> Deserialize<'de> for OfObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        WrittenMoment::deserialize(deserializer)?.read().map(Self).map_err(D::Error::custom)
    }
}

/// An instant that is no plain one, on the wire: told, or by its day in a calendar.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMoment {
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    told: Option<Box<str>>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    share: Option<Share>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    after: Option<Term>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    before: Option<Term>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    day: Option<Date>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    ends: Option<Ends>,
    #[serde(
        default,
        rename = "in",
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    calendar: Option<Box<str>>,
}

impl WrittenMoment {
    fn read(self) -> Result<Moment<Text>, String> {
        let Self { told, share, after, before, day, ends, calendar } = self;
        if share.is_some() {
            return Err("`share` belongs to a figure that is told".to_owned());
        }
        match (told, day) {
            (Some(_), Some(_)) => Err("an instant is told or a day, not both".to_owned()),
            (None, None) => Err("an instant is a text of RFC 3339, or an object with `told`, or \
                                 with `day` and `in`"
                .to_owned()),
            (Some(told), None) if ends.is_none() && calendar.is_none() => {
                let shift = match (after, before) {
                    (Some(_), Some(_)) => {
                        return Err(
                            "a told instant is moved by `after` or `before`, not both".to_owned()
                        );
                    }
                    (after, before) => after.map(Shift::After).or(before.map(Shift::Before)),
                };
                Ok(Moment::Told { name: (&*told).into(), shift })
            }
            (Some(_), None) => Err("`ends` and `in` belong to a day, not to what is told: write \
                                    them in the term of `after` or `before`"
                .to_owned()),
            (None, Some(day)) if after.is_none() && before.is_none() => {
                let calendar = calendar.ok_or("a day needs `in`: the calendar whose day it is")?;
                let day = CalendarDay::new(day, calendar);
                let day = match ends {
                    None => day,
                    Some(ends) => {
                        day.ends(ends).map_err(|error| format!("{error}; {}", error.help()))?
                    }
                };
                Ok(Moment::Day { day: day.into(), instant: None })
            }
            (None, Some(_)) => {
                Err("`after` and `before` belong to an instant that is told".to_owned())
            }
        }
    }
}
