//! Days of the week.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the week.
///
/// ```
/// use servanda::time::calendar::Weekday;
/// assert_eq!(Weekday::Friday.to_string(), "friday");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// The first day of the week of ISO 8601.
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The last.
    Sunday,
}

/// Why a text is no [`Weekday`].
///
/// ```
/// use servanda::time::calendar::{Weekday, WeekdayError};
/// assert_eq!("sunday".parse(), Ok(Weekday::Sunday));
/// assert_eq!("Sun".parse::<Weekday>(), Err(WeekdayError));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the week: expected one from `monday` to `sunday`")]
pub struct WeekdayError;

impl Weekday {
    /// All of them, in the order of the week.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Its name in English, in lower case, as documents write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    /// Its bit in a set of weekdays, Monday's the lowest.
    pub(super) fn bit(self) -> u8 {
        match self {
            Self::Monday => 1,
            Self::Tuesday => 1 << 1,
            Self::Wednesday => 1 << 2,
            Self::Thursday => 1 << 3,
            Self::Friday => 1 << 4,
            Self::Saturday => 1 << 5,
            Self::Sunday => 1 << 6,
        }
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Weekday {
    type Err = WeekdayError;

    fn from_str(text: &str) -> Result<Self, WeekdayError> {
        Self::ALL.into_iter().find(|day| day.as_str() == text).ok_or(WeekdayError)
    }
}

impl Serialize for Weekday {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Weekday {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::strict::text(deserializer, "a day of the week")
    }
}
