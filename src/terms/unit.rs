//! In what an act's quantities are counted.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::decimal::Decimal;

/// A unit: its name, and how many places its figures have at the most.
///
/// ```
/// use servanda::terms::{Decimal, Unit};
/// let dollars = Unit::new("USD", 2);
/// assert_eq!((dollars.name(), dollars.places()), ("USD", 2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(description = "In what quantities are counted."))]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its name: `USD`.
    name: Box<str>,
    /// How many digits its figures have behind the point at the most.
    #[serde(deserialize_with = "places")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 18)))]
    places: u8,
}

/// The most places of a unit: one of it still fits a quantity.
const MOST_PLACES: u8 = 18;

impl Unit {
    /// A unit of this name, whose figures have so many places; at the most 18 are.
    #[must_use]
    pub fn new(name: &str, places: u8) -> Self {
        Self { name: name.into(), places: places.min(MOST_PLACES) }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many digits its figures have behind the point at the most.
    #[must_use]
    pub fn places(&self) -> u8 {
        self.places
    }

    /// So many of its smallest part, as a figure with all its places.
    ///
    /// ```
    /// use servanda::terms::Unit;
    /// assert_eq!(Unit::new("USD", 2).figure(120_050).to_string(), "1200.50");
    /// ```
    #[must_use]
    pub fn figure(&self, smallest: u64) -> Decimal {
        Decimal::of_smallest(smallest, self.places)
    }
}

/// `USD with 2 places`.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.places {
            1 => write!(f, "{} with one place", self.name),
            places => write!(f, "{} with {places} places", self.name),
        }
    }
}

fn places<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let places: Option<u64> = crate::strict::whole::<_, _, 0>(deserializer)?;
    let places = places.and_then(|places| u8::try_from(places).ok());
    places.filter(|places| *places <= MOST_PLACES).ok_or_else(|| {
        serde::de::Error::custom(format_args!("a unit has at most {MOST_PLACES} places"))
    })
}
