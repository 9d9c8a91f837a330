//! Figures of an agreement: written, or told in a run (SEMANTICS.md, section 9).

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::names::{Ids, Name, Text, Translate, Vocabulary};
use crate::strict;

use super::decimal::{Decimal, FigureError};
use super::told::{ToldName, WrittenTold};

/// How much: a figure that the agreement writes, or one that an act tells.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Orders;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Order, Pay }
/// #     enum Obligation { Price }
/// #     enum Told { Price }
/// # }
/// use servanda::terms::{Duty, Figure};
/// use servanda::owes;
/// let price: servanda::Obligation<Orders> = owes(Party::Buyer, Party::Seller)
///     .perform(Act::Pay)
///     .quantity(Figure::share_of("0.05".parse()?, Told::Price))
///     .into();
/// let Duty::Perform(payment) = price.duty() else { panic!("it is a duty to perform") };
/// assert_eq!(payment.quantity().and_then(Figure::written), None);
/// # Ok::<(), servanda::terms::ShareError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Figure<V: Vocabulary = Ids> {
    /// The agreement writes it.
    Written(Decimal),
    /// What was told last, or a share of it.
    Told {
        /// By what name it is told.
        name: ToldName<V>,
        /// How much of what is told.
        share: Share,
    },
}

/// A share of what is told: a decimal number above 0 with at most nine places, at most 1,000,000.
///
/// ```
/// use servanda::terms::{Share, ShareError};
/// let share: Share = "0.05".parse()?;
/// assert_eq!(share.of(1_201), 61);   // rounded up
/// assert_eq!(Share::WHOLE.to_string(), "1");
/// assert_eq!("0".parse::<Share>(), Err(ShareError));
/// # Ok::<(), servanda::terms::ShareError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    billionths: u64,
}

/// A text or number that is no [`Share`].
///
/// ```
/// assert_eq!("1000000.1".parse::<servanda::terms::Share>(), Err(servanda::terms::ShareError));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a share is a decimal number above 0 with at most nine places, and at most 1000000")]
pub struct ShareError;

const PLACES: u8 = 9;
const BILLION: u64 = 1_000_000_000;
const MOST: u64 = 1_000_000 * BILLION;

impl<V: Vocabulary> Figure<V> {
    /// What is told by this name.
    pub fn told<T: Name<In = V>>(name: T) -> Self
    where
        V: Vocabulary<Told = T>,
    {
        Self::share_of(Share::WHOLE, name)
    }

    /// A share of what is told by this name, rounded up to a whole one.
    pub fn share_of<T: Name<In = V>>(share: Share, name: T) -> Self
    where
        V: Vocabulary<Told = T>,
    {
        Self::Told { name: ToldName::Told(name), share }
    }

    /// The figure, if the agreement writes it.
    #[must_use]
    pub fn written(&self) -> Option<Decimal> {
        match self {
            Self::Written(figure) => Some(*figure),
            Self::Told { .. } => None,
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Figure<W>, T::Error> {
        Ok(match self {
            Self::Written(figure) => Figure::Written(*figure),
            Self::Told { name, share } => {
                Figure::Told { name: name.translate(translation)?, share: *share }
            }
        })
    }
}

impl<V: Vocabulary, D: Into<Decimal>> From<D> for Figure<V> {
    fn from(figure: D) -> Self {
        Self::Written(figure.into())
    }
}

impl Share {
    /// The whole of what is told.
    pub const WHOLE: Self = Self { billionths: BILLION };

    /// The share of a quantity, rounded up; it stops at the largest quantity.
    #[must_use]
    pub fn of(self, quantity: u64) -> u64 {
        let product = u128::from(quantity).saturating_mul(self.billionths.into());
        u64::try_from(product.div_ceil(BILLION.into())).unwrap_or(u64::MAX)
    }
}

impl TryFrom<Decimal> for Share {
    type Error = ShareError;

    fn try_from(decimal: Decimal) -> Result<Self, ShareError> {
        let missing = PLACES.checked_sub(decimal.places()).ok_or(ShareError)?;
        let scale = 10_u64.checked_pow(missing.into()).ok_or(ShareError)?;
        let billionths = decimal.whole().checked_mul(scale).ok_or(ShareError)?;
        (1..=MOST).contains(&billionths).then_some(Self { billionths }).ok_or(ShareError)
    }
}

impl FromStr for Share {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        text.parse().map_err(|_: FigureError| ShareError).and_then(Decimal::try_into)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.billionths / BILLION, self.billionths % BILLION);
        match rest {
            0 => write!(f, "{whole}"),
            _ => {
                let places = format!("{rest:09}");
                write!(f, "{whole}.{}", places.trim_end_matches('0'))
            }
        }
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Decimal::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl Serialize for Figure<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Written(figure) => figure.serialize(serializer),
            Self::Told { name, share } => WrittenTold {
                share: Some(*share).filter(|share| *share != Share::WHOLE),
                ..WrittenTold::of(name)
            }
            .serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Figure<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = strict::Form::<Decimal, WrittenTold>::deserialize(deserializer)?;
        Ok(match form {
            strict::Form::Plain(figure) => Self::Written(figure),
            strict::Form::Object(told) => {
                told.no_shift().map_err(D::Error::custom)?;
                let share = told.share.unwrap_or(Share::WHOLE);
                Self::Told { name: told.name(), share }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_up_and_stops_at_the_largest_quantity() {
        for (share, quantity, expected) in [
            ("0.05", 100, 5),
            ("0.05", 101, 6),
            ("0.05", 0, 0),
            ("1", 7, 7),
            ("1.25", 3, 4),
            ("0.000000001", 1, 1),
            ("1000000", u64::MAX, u64::MAX),
        ] {
            assert_eq!(share.parse::<Share>().unwrap().of(quantity), expected, "{share}");
        }
    }

    #[test]
    fn a_share_has_its_bounds() {
        for text in ["0", "0.0", "1000000.000000001", "0.0000000001", "-1", "x", ""] {
            assert_eq!(text.parse::<Share>(), Err(ShareError), "{text}");
        }
        for text in ["1000000", "0.000000001", "0.05", "1.25"] {
            assert_eq!(text.parse::<Share>().unwrap().to_string(), text);
        }
        assert_eq!("0.50".parse::<Share>().unwrap().to_string(), "0.5");
    }
}
