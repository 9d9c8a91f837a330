//! What must have been told: `where`, and the condition `told` (SEMANTICS.md, section 9).

use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::names::{Ids, Name, Text, Translate, Vocabulary};
use crate::strict;
use crate::time::Instant;
use crate::time::calendar::CalendarDay;

use super::decimal::Decimal;
use super::told::ToldName;

/// What must have been told, name by name; all of it must match. Of nothing, everything matches.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Orders;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Order, Deliver }
/// #     enum Obligation { Delivery }
/// #     enum Told { Pieces, Grade }
/// # }
/// use servanda::terms::Matching;
/// use servanda::owes;
/// let delivery: servanda::Obligation<Orders> = owes(Party::Seller, Party::Buyer)
///     .perform(Act::Deliver)
///     .told(Matching::words(Told::Grade, ["a", "b"]).and_at_least(Told::Pieces, 10_u64))
///     .into();
/// assert_eq!(delivery.matching().map(|it| it.len()), Some(2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Matching<V: Vocabulary = Ids> {
    entries: Vec<(ToldName<V>, Match)>,
}

/// What one thing told must be.
///
/// ```
/// use servanda::terms::Match;
/// let small = Match::Bounds { at_least: None, at_most: Some(10.into()) };
/// assert_ne!(small, Match::Words(vec!["small".into()]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Match {
    /// One of these words.
    Words(Vec<Box<str>>),
    /// A quantity or an instant within bounds, these included.
    Bounds {
        /// The least; without it there is none.
        at_least: Option<Bound>,
        /// The most; without it there is none.
        at_most: Option<Bound>,
    },
}

/// A bound of what is told.
///
/// ```
/// use servanda::terms::Bound;
/// assert_eq!(Bound::from(10_u64), Bound::Quantity(10.into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// Of quantities.
    Quantity(Decimal),
    /// Of instants.
    Instant(Instant),
    /// Of instants, written by its day in a calendar. Once an agreement is built it knows the instant, and
    /// this is [`Bound::Instant`].
    Day(Box<CalendarDay>),
}

impl<V: Vocabulary> Matching<V> {
    /// Whatever was told.
    #[must_use]
    pub fn anything() -> Self {
        Self { entries: Vec::new() }
    }

    /// One of these words was told.
    pub fn words<'a, T: Name<In = V>>(name: T, words: impl IntoIterator<Item = &'a str>) -> Self
    where
        V: Vocabulary<Told = T>,
    {
        let words = words.into_iter().map(Into::into).collect();
        Self::anything().and(ToldName::Told(name), Match::Words(words))
    }

    /// At least so much, or an instant not before this one, was told.
    pub fn at_least<T: Name<In = V>>(name: T, bound: impl Into<Bound>) -> Self
    where
        V: Vocabulary<Told = T>,
    {
        Self::anything().and_at_least(name, bound)
    }

    /// At most so much, or an instant not after this one, was told.
    pub fn at_most<T: Name<In = V>>(name: T, bound: impl Into<Bound>) -> Self
    where
        V: Vocabulary<Told = T>,
    {
        Self::anything().and_at_most(name, bound)
    }

    /// And one of these words.
    #[must_use]
    pub fn and_words<'a, T: Name<In = V>>(
        self,
        name: T,
        words: impl IntoIterator<Item = &'a str>,
    ) -> Self
    where
        V: Vocabulary<Told = T>,
    {
        let words = words.into_iter().map(Into::into).collect();
        self.and(ToldName::Told(name), Match::Words(words))
    }

    /// And at least so much.
    #[must_use]
    pub fn and_at_least<T: Name<In = V>>(self, name: T, bound: impl Into<Bound>) -> Self
    where
        V: Vocabulary<Told = T>,
    {
        let at_least = Some(bound.into());
        self.and(ToldName::Told(name), Match::Bounds { at_least, at_most: None })
    }

    /// And at most so much.
    #[must_use]
    pub fn and_at_most<T: Name<In = V>>(self, name: T, bound: impl Into<Bound>) -> Self
    where
        V: Vocabulary<Told = T>,
    {
        let at_most = Some(bound.into());
        self.and(ToldName::Told(name), Match::Bounds { at_least: None, at_most })
    }

    /// And this of what is told by this name; bounds of one name are joined.
    #[must_use]
    pub fn and(mut self, name: ToldName<V>, what: Match) -> Self {
        match (self.entries.iter_mut().find(|(known, _)| *known == name), what) {
            (
                Some((_, Match::Bounds { at_least, at_most })),
                Match::Bounds { at_least: least, at_most: most },
            ) => {
                *at_least = least.or(at_least.take());
                *at_most = most.or(at_most.take());
            }
            (_, what) => self.entries.push((name, what)),
        }
        self
    }

    /// Each name with what it must be, in the order of the document.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&ToldName<V>, &Match)> {
        self.entries.iter().map(|(name, what)| (name, what))
    }

    /// Of how many names something is asked.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is asked, so that everything matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Each name with what it must be, to set their figures in their units.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&ToldName<V>, &mut Match)> {
        self.entries.iter_mut().map(|(name, what)| (&*name, what))
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Matching<W>, T::Error> {
        let entries = self
            .entries
            .iter()
            .map(|(name, what)| Ok((name.translate(translation)?, what.clone())))
            .collect::<Result<_, _>>()?;
        Ok(Matching { entries })
    }
}

impl<V: Vocabulary> Default for Matching<V> {
    fn default() -> Self {
        Self::anything()
    }
}

impl Match {
    /// Its bounds, to set their figures in a unit.
    pub(super) fn bounds_mut(&mut self) -> impl Iterator<Item = (&'static str, &mut Bound)> {
        let (at_least, at_most) = match self {
            Self::Words(_) => (None, None),
            Self::Bounds { at_least, at_most } => (at_least.as_mut(), at_most.as_mut()),
        };
        [("at_least", at_least), ("at_most", at_most)]
            .into_iter()
            .filter_map(|(key, bound)| Some((key, bound?)))
    }
}

impl From<Instant> for Bound {
    fn from(instant: Instant) -> Self {
        Self::Instant(instant)
    }
}

impl From<u64> for Bound {
    fn from(quantity: u64) -> Self {
        Self::Quantity(quantity.into())
    }
}

impl From<Decimal> for Bound {
    fn from(quantity: Decimal) -> Self {
        Self::Quantity(quantity)
    }
}

impl Serialize for Matching<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.entries.iter().map(|(name, what)| (name.as_str(), what)))
    }
}

impl<'de> Deserialize<'de> for Matching<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries: Vec<(Box<str>, Match)> = strict::entries(deserializer)?;
        let named = entries.into_iter().map(|(name, what)| (ToldName::from(&*name), what));
        Ok(Self { entries: named.collect() })
    }
}

impl Serialize for Match {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Words(words) => match words.as_slice() {
                [word] => word.serialize(serializer),
                words => words.serialize(serializer),
            },
            Self::Bounds { at_least, at_most } => {
                let (at_least, at_most) = (at_least.clone(), at_most.clone());
                WrittenBounds { at_least, at_most }.serialize(serializer)
            }
        }
    }
}

/// Bounds on the wire.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBounds {
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    at_least: Option<Bound>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    at_most: Option<Bound>,
}

impl<'de> Deserialize<'de> for Match {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MatchForm)
    }
}

struct MatchForm;

impl<'de> de::Visitor<'de> for MatchForm {
    type Value = Match;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word, a list of words, or an object with `at_least` and `at_most`")
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Match, E> {
        Ok(Match::Words(vec![word.into()]))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Match, A::Error> {
        let mut words = Vec::new();
        while let Some(word) = list.next_element()? {
            words.push(word);
        }
        Ok(Match::Words(words))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Match, A::Error> {
        let form = de::value::MapAccessDeserializer::new(map);
        let WrittenBounds { at_least, at_most } = WrittenBounds::deserialize(form)?;
        Ok(Match::Bounds { at_least, at_most })
    }
}

impl Serialize for Bound {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Quantity(quantity) => quantity.serialize(serializer),
            Self::Instant(instant) => instant.serialize(serializer),
            Self::Day(day) => day.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BoundForm)
    }
}

struct BoundForm;

impl<'de> de::Visitor<'de> for BoundForm {
    type Value = Bound;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a quantity, an instant of RFC 3339, or a day in a calendar")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Bound, E> {
        Decimal::deserialize(de::value::U64Deserializer::new(number)).map(Bound::Quantity)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Bound, E> {
        Decimal::deserialize(de::value::I64Deserializer::new(number)).map(Bound::Quantity)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Bound, E> {
        Decimal::deserialize(de::value::F64Deserializer::new(number)).map(Bound::Quantity)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Bound, A::Error> {
        let form = de::value::MapAccessDeserializer::new(map);
        CalendarDay::deserialize(form).map(|day| Bound::Day(day.into()))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Bound, E> {
        if let Ok(quantity) = text.parse() {
            return Ok(Bound::Quantity(quantity));
        }
        text.parse().map(Bound::Instant).map_err(|error| {
            E::custom(format_args!("`{}` is no quantity, and {error}", strict::shortened(text)))
        })
    }
}
