//! What an act tells (SEMANTICS.md, section 9).

use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::names::{Ids, Text, ToldId, Translate, Vocabulary};
use crate::strict;
use crate::terms::{Act, Decimal, FigureError, Terms, ToldType};
use crate::time::Instant;

/// What an act tells, name by name, each once. Most acts tell nothing.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Orders;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Order }
/// #     enum Obligation { Delivery }
/// #     enum Told { Pieces, Grade }
/// # }
/// use servanda::event::ToldValue;
/// use servanda::Event;
/// let order: Event<Orders> =
///     Event::act("2026-01-06T09:00:00Z".parse()?, Party::Buyer, Act::Order)
///         .telling(Told::Pieces, 10)
///         .telling(Told::Grade, "a");
/// let servanda::event::Deed::Act { told, .. } = &order.deed else { panic!("it is an act") };
/// assert_eq!(told.value(&Told::Grade), Some(&ToldValue::Word("a".into())));
/// # Ok::<(), servanda::time::InstantError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling<V: Vocabulary = Ids> {
    values: Box<[(V::Told, ToldValue<V>)]>,
}

/// One value that is told.
///
/// ```
/// use servanda::event::ToldValue;
/// use servanda::cuba::Cuba;
/// assert_eq!(ToldValue::<Cuba>::from(7), ToldValue::Quantity(7.into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToldValue<V: Vocabulary = Ids> {
    /// A figure.
    Quantity(Decimal),
    /// A point in time.
    Instant(Instant),
    /// A party.
    Party(V::Party),
    /// A word. What an event in words tells as a text is one until the agreement says what it is.
    Word(Box<str>),
}

impl<V: Vocabulary> Telling<V> {
    /// Nothing is told.
    #[must_use]
    pub fn nothing() -> Self {
        Self { values: Box::default() }
    }

    /// Each name with its value.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&V::Told, &ToldValue<V>)> {
        self.values.iter().map(|(name, value)| (name, value))
    }

    /// The value that is told by this name.
    #[must_use]
    pub fn value(&self, name: &V::Told) -> Option<&ToldValue<V>> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// How many values are told.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether nothing is told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The same, and this; what was told by this name before is told no more.
    #[must_use]
    pub fn and(self, name: V::Told, value: ToldValue<V>) -> Self {
        let mut values = self.values.into_vec();
        values.retain(|(known, _)| *known != name);
        values.push((name, value));
        Self { values: values.into() }
    }

    pub(super) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Telling<W>, T::Error> {
        let values = self
            .values
            .iter()
            .map(|(name, value)| Ok((translation.told(name)?, value.translate(translation)?)))
            .collect::<Result<_, T::Error>>()?;
        Ok(Telling { values })
    }
}

impl<V: Vocabulary> Default for Telling<V> {
    fn default() -> Self {
        Self::nothing()
    }
}

impl<V: Vocabulary> ToldValue<V> {
    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<ToldValue<W>, T::Error> {
        Ok(match self {
            Self::Quantity(figure) => ToldValue::Quantity(*figure),
            Self::Instant(instant) => ToldValue::Instant(*instant),
            Self::Party(party) => ToldValue::Party(translation.party(party)?),
            Self::Word(word) => ToldValue::Word(word.clone()),
        })
    }

    /// Whether it is of this kind; of a figure its unit is settled.
    fn is(&self, what: &ToldType) -> bool {
        match (self, what) {
            (Self::Quantity(_), ToldType::Quantity(_))
            | (Self::Instant(_), ToldType::Instant)
            | (Self::Party(_), ToldType::Party) => true,
            (Self::Word(word), ToldType::Words(words)) => words.contains(word),
            _ => false,
        }
    }
}

impl Telling {
    /// What is told by which name, by ids.
    pub(crate) fn values(&self) -> &[(ToldId, ToldValue)] {
        &self.values
    }

    /// Whether this is what each event of an act must tell: each name that it tells, in its type, and
    /// nothing else.
    pub(crate) fn is_what_must_be_told(&self, act: &Act) -> bool {
        self.values.len() == act.told().len()
            && act
                .told()
                .iter()
                .all(|(name, what)| self.value(name).is_some_and(|value| value.is(what)))
    }

    /// The values by the places of their names, so that what is the same is told in one order.
    pub(super) fn in_order(mut self) -> Self {
        self.values.sort_by_key(|(name, _)| *name);
        self
    }

    /// The figures in the units in which they are told.
    pub(super) fn settled<'a>(
        mut self,
        type_of: impl Fn(&crate::names::ToldId) -> (&'a str, &'a ToldType),
    ) -> Result<Self, FigureError> {
        for (name, value) in &mut self.values {
            if let (ToldValue::Quantity(figure), (name, ToldType::Quantity(unit))) =
                (value, type_of(name))
            {
                *figure = figure.in_unit(unit.as_ref(), name)?;
            }
        }
        Ok(self)
    }
}

impl ToldValue<Text> {
    /// The value by ids, if it is of the type in which this name is told.
    pub(crate) fn of_type(&self, terms: &Terms, name: ToldId) -> Option<ToldValue> {
        let what = &terms.told[name].what;
        let value: ToldValue = self.as_type(what).translate(terms).ok()?;
        match (value, what) {
            (ToldValue::Quantity(figure), ToldType::Quantity(unit)) => {
                let figure = figure.in_unit(unit.as_ref(), &terms.told[name].name).ok()?;
                Some(ToldValue::Quantity(figure))
            }
            (value, what) => Some(value).filter(|value| value.is(what)),
        }
    }

    /// A text as what the agreement says that it is; another stays the text that it is.
    pub(super) fn as_type(&self, what: &ToldType) -> Self {
        let Self::Word(word) = self else { return self.clone() };
        let read = match what {
            // Only figures in a unit are written as texts.
            ToldType::Quantity(Some(_)) => word.parse().ok().map(Self::Quantity),
            ToldType::Instant => word.parse().ok().map(Self::Instant),
            ToldType::Party => Some(Self::Party(word.clone())),
            ToldType::Quantity(None) | ToldType::Words(_) => None,
        };
        read.unwrap_or_else(|| self.clone())
    }
}

impl Telling<Text> {
    /// Its texts as what the agreement says that they are; `type_of` knows no name that it doesn't.
    pub(super) fn as_types<'a>(&self, type_of: impl Fn(&str) -> Option<&'a ToldType>) -> Self {
        let values = self.values.iter().map(|(name, value)| {
            let value = match type_of(name) {
                Some(what) => value.as_type(what),
                None => value.clone(),
            };
            (name.clone(), value)
        });
        Self { values: values.collect() }
    }

    /// From entries, each name once.
    pub(super) fn of(entries: Vec<(Box<str>, ToldValue<Text>)>) -> Self {
        Self { values: entries.into() }
    }

    pub(super) fn into_entries(self) -> Vec<(Box<str>, ToldValue<Text>)> {
        self.values.into_vec()
    }
}

impl<V: Vocabulary> From<u64> for ToldValue<V> {
    fn from(figure: u64) -> Self {
        Self::Quantity(figure.into())
    }
}

impl<V: Vocabulary> From<Decimal> for ToldValue<V> {
    fn from(figure: Decimal) -> Self {
        Self::Quantity(figure)
    }
}

impl<V: Vocabulary> From<Instant> for ToldValue<V> {
    fn from(instant: Instant) -> Self {
        Self::Instant(instant)
    }
}

impl<V: Vocabulary> From<&str> for ToldValue<V> {
    fn from(word: &str) -> Self {
        Self::Word(word.into())
    }
}

impl Serialize for Telling<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        strict::in_order(&self.values, serializer)
    }
}

impl Serialize for ToldValue<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Quantity(figure) => figure.serialize(serializer),
            Self::Instant(instant) => instant.serialize(serializer),
            Self::Party(text) | Self::Word(text) => text.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for ToldValue<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl de::Visitor<'_> for Form {
            type Value = ToldValue<Text>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 0 on, or a text")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(number.into())
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
                let number = de::value::I64Deserializer::new(number);
                Decimal::deserialize(number).map(ToldValue::Quantity)
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
                let number = de::value::F64Deserializer::new(number);
                Decimal::deserialize(number).map(ToldValue::Quantity)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(text.into())
            }
        }

        deserializer.deserialize_any(Form)
    }
}

/// What an act tells, as it is written.
pub(super) type Entries = Vec<(Box<str>, ToldValue<Text>)>;

/// Reads what is told from an object.
pub(super) fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Entries>, D::Error> {
    strict::entries(deserializer).map(Some)
}

/// Writes what is told as an object.
pub(super) fn write<S: Serializer>(
    told: &Option<Entries>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    strict::in_order(told.as_deref().unwrap_or_default(), serializer)
}
