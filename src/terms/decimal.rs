//! Figures as they are written: whole numbers, and decimal ones where an act has a unit
//! (SEMANTICS.md, section 9).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::unit::Unit;
use crate::strict::shortened;

/// A decimal number of at least nothing, exact: nothing is ever rounded.
///
/// In an agreement that was built, each figure has the places of the unit in which it is counted, and
/// [`Decimal::whole`] is what it comes to in the unit's smallest part.
///
/// ```
/// use servanda::terms::Decimal;
/// let price: Decimal = "1200.50".parse()?;
/// assert_eq!((price.whole(), price.places()), (120_050, 2));
/// assert_eq!(price.to_string(), "1200.50");
/// assert_eq!(Decimal::from(42).whole(), 42);
/// # Ok::<(), servanda::terms::FigureError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Decimal {
    digits: u64,
    places: u8,
    /// Whether it was written as a text or with a point, as only figures in a unit may be.
    is_spelt: bool,
}

/// Why a figure can't stand where it stands.
///
/// ```
/// use servanda::terms::{Decimal, FigureError};
/// assert_eq!("1e3".parse::<Decimal>(), Err(FigureError::Form));
/// assert_eq!("99999999999999999999".parse::<Decimal>(), Err(FigureError::TooLarge));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FigureError {
    /// The text is no decimal number.
    #[error("not a decimal number: expected digits, as in `1200` or `1200.50`")]
    Form,
    /// A number that was read with more digits than a binary fraction holds exactly.
    #[error("a number of more than 15 digits is exact only as a text: write it in quotes")]
    TooPrecise,
    /// Past the largest quantity.
    #[error("larger than the largest quantity, which is {}", u64::MAX)]
    TooLarge,
    /// A decimal number, or a text, where things are counted that have no unit.
    #[error("`{figure}` is not written as a whole number, and `{act}` has no unit")]
    NotWhole {
        /// The figure.
        figure: Box<str>,
        /// The act or told name that has no unit.
        act: Box<str>,
    },
    /// More places than the unit has.
    #[error("`{figure}` has more places than {unit}, which has {places}")]
    TooManyPlaces {
        /// The figure.
        figure: Box<str>,
        /// The unit.
        unit: Box<str>,
        /// The places of the unit.
        places: u8,
    },
    /// No figure where a unit asks for one.
    #[error("`{act}` is counted in {unit}: how much must be said")]
    Missing {
        /// The act.
        act: Box<str>,
        /// The unit.
        unit: Box<str>,
    },
    /// Nothing, where something must be.
    #[error("a quantity must be more than nothing")]
    Zero,
}

/// The most digits of a number that a binary fraction tells exactly.
const EXACT_DIGITS: usize = 15;

impl Decimal {
    /// One.
    pub(crate) const ONE: Self = Self { digits: 1, places: 0, is_spelt: false };

    /// Nothing.
    pub(crate) const NOTHING: Self = Self { digits: 0, places: 0, is_spelt: false };

    /// What it comes to in the smallest part that its places tell apart: cents, of dollars with two
    /// places.
    #[must_use]
    #[inline]
    pub fn whole(self) -> u64 {
        self.digits
    }

    /// How many digits follow the point.
    #[must_use]
    pub fn places(self) -> u8 {
        self.places
    }

    /// So many of the smallest part that so many places tell apart.
    pub(super) fn of_smallest(digits: u64, places: u8) -> Self {
        Self { digits, places, is_spelt: false }
    }

    /// So much of the smallest part of a unit; without a unit, so many.
    pub(crate) fn of_whole(whole: u64, unit: Option<&Unit>) -> Self {
        Self::of_smallest(whole, unit.map_or(0, Unit::places))
    }

    /// The same figure with the places of a unit; without a unit only a whole number fits. `counted`
    /// names what it counts.
    pub(crate) fn in_unit(self, unit: Option<&Unit>, counted: &str) -> Result<Self, FigureError> {
        let Some(unit) = unit else {
            if self.is_spelt || self.places > 0 {
                let figure = self.to_string().into();
                return Err(FigureError::NotWhole { figure, act: shortened(counted).into() });
            }
            return Ok(self);
        };
        let Some(missing) = unit.places().checked_sub(self.places) else {
            return Err(FigureError::TooManyPlaces {
                figure: self.to_string().into(),
                unit: unit.name().into(),
                places: unit.places(),
            });
        };
        let scale = 10_u64.checked_pow(missing.into()).ok_or(FigureError::TooLarge)?;
        let digits = self.digits.checked_mul(scale).ok_or(FigureError::TooLarge)?;
        Ok(Self { digits, places: unit.places(), is_spelt: false })
    }

    /// From a number that was read as a binary fraction, if that tells exactly what was written.
    fn exactly(number: f64) -> Result<Self, FigureError> {
        if !number.is_finite() || number.is_sign_negative() {
            return Err(FigureError::Form);
        }
        // The shortest text that reads as this number: what was written, up to 15 digits.
        let text = number.to_string();
        let digits = text.trim_start_matches(['0', '.']).bytes().filter(u8::is_ascii_digit);
        if digits.count() > EXACT_DIGITS {
            return Err(FigureError::TooPrecise);
        }
        text.parse()
    }
}

/// Two decimals are equal if they are written alike but for quotes: with the same places.
impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        (self.digits, self.places) == (other.digits, other.places)
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.digits, self.places).hash(state);
    }
}

impl From<u64> for Decimal {
    fn from(whole: u64) -> Self {
        Self { digits: whole, places: 0, is_spelt: false }
    }
}

impl From<std::num::NonZeroU64> for Decimal {
    fn from(whole: std::num::NonZeroU64) -> Self {
        whole.get().into()
    }
}

impl FromStr for Decimal {
    type Err = FigureError;

    fn from_str(text: &str) -> Result<Self, FigureError> {
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return Err(FigureError::Form),
            None => (text, ""),
        };
        let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let has_one_spelling = whole == "0" || !whole.starts_with('0');
        if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) || !has_one_spelling {
            return Err(FigureError::Form);
        }
        let digits = whole.bytes().chain(fraction.bytes()).try_fold(0_u64, |sum, digit| {
            sum.checked_mul(10)?.checked_add(u64::from(digit.wrapping_sub(b'0')))
        });
        Ok(Self {
            digits: digits.ok_or(FigureError::TooLarge)?,
            places: u8::try_from(fraction.len()).map_err(|_| FigureError::TooLarge)?,
            is_spelt: true,
        })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::from(self.places);
        let text = format!("{:0>width$}", self.digits, width = places.saturating_add(1));
        let (whole, fraction) =
            text.split_at_checked(text.len().saturating_sub(places)).unwrap_or((&text, ""));
        match places {
            0 => f.write_str(whole),
            _ => write!(f, "{whole}.{fraction}"),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.places == 0 && !self.is_spelt {
            true => serializer.serialize_u64(self.digits),
            false => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

/// Reads a decimal from a number or a text.
struct Written;

impl Visitor<'_> for Written {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a number from 0 to {}", u64::MAX)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Decimal, E> {
        match u64::try_from(number) {
            Ok(number) => Ok(number.into()),
            Err(_) => Err(E::invalid_value(Unexpected::Signed(number), &self)),
        }
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Decimal, E> {
        match Decimal::exactly(number) {
            Ok(decimal) => Ok(decimal),
            Err(FigureError::Form) => Err(E::invalid_value(Unexpected::Float(number), &self)),
            Err(error) => Err(E::custom(error)),
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        text.parse().map_err(|error| E::custom(format_args!("`{}`: {error}", shortened(text))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollars() -> Unit {
        Unit::new("USD", 2)
    }

    #[test]
    fn prints_what_it_reads() {
        for text in ["0", "1", "0.5", "1200.50", "0.05", "18446744073709551615", "0.00"] {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_other_forms() {
        for text in ["", ".5", "5.", "-1", "+1", "1e3", "01", "00.5", "1,5", "1.5.5", " 1", "x"] {
            assert_eq!(text.parse::<Decimal>(), Err(FigureError::Form), "{text}");
        }
        assert_eq!("18446744073709551616".parse::<Decimal>(), Err(FigureError::TooLarge));
    }

    #[test]
    fn a_unit_gives_its_places_and_takes_no_more() {
        let read = |text: &str| text.parse::<Decimal>().unwrap().in_unit(Some(&dollars()), "pay");
        assert_eq!(read("1200").map(Decimal::whole), Ok(120_000));
        assert_eq!(read("1200.5").map(|it| it.to_string()).as_deref(), Ok("1200.50"));
        assert!(matches!(read("1200.505"), Err(FigureError::TooManyPlaces { places: 2, .. })));
        assert_eq!(read("18446744073709551615"), Err(FigureError::TooLarge));
    }

    #[test]
    fn without_a_unit_only_a_whole_number_is_a_figure() {
        assert_eq!(Decimal::from(7).in_unit(None, "pay").map(Decimal::whole), Ok(7));
        for text in ["7", "7.0", "7.5"] {
            let decimal: Decimal = text.parse().unwrap();
            assert!(matches!(decimal.in_unit(None, "pay"), Err(FigureError::NotWhole { .. })));
        }
    }

    #[test]
    fn a_number_that_a_binary_fraction_does_not_tell_is_refused() {
        assert_eq!(Decimal::exactly(1200.5).map(|it| it.to_string()).as_deref(), Ok("1200.5"));
        assert_eq!(Decimal::exactly(0.1).map(|it| it.to_string()).as_deref(), Ok("0.1"));
        assert_eq!(Decimal::exactly(90_071_992_547_409.93), Err(FigureError::TooPrecise));
        for odd in [f64::NAN, f64::INFINITY, -1.0, -0.0] {
            assert_eq!(Decimal::exactly(odd), Err(FigureError::Form));
        }
        assert_eq!(Decimal::exactly(1e300), Err(FigureError::TooPrecise));
    }
}
