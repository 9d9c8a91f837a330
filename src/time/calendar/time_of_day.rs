//! A time of day.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::reading::SinceMidnight;

/// A time of day in whole minutes, from `00:00` to `24:00`, the day's end.
///
/// ```
/// use servanda::time::calendar::TimeOfDay;
/// let close: TimeOfDay = "17:30".parse()?;
/// assert_eq!((close.hour(), close.minute()), (17, 30));
/// assert!(close < TimeOfDay::MIDNIGHT);
/// # Ok::<(), servanda::time::calendar::TimeOfDayError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    /// Since the day's beginning.
    minutes: u16,
}

/// Why a text is no [`TimeOfDay`].
///
/// ```
/// use servanda::time::calendar::{TimeOfDay, TimeOfDayError};
/// assert_eq!("5 pm".parse::<TimeOfDay>(), Err(TimeOfDayError::Form));
/// assert_eq!("24:01".parse::<TimeOfDay>(), Err(TimeOfDayError::Range));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeOfDayError {
    /// The text is not of the form `HH:MM`.
    #[error("not a time of day: expected the form `17:30`")]
    Form,
    /// After `24:00`, or more than 59 minutes beside the hours.
    #[error("no such time of day: expected one from `00:00` to `24:00`")]
    Range,
}

const DAY: u16 = 24 * 60;

impl TimeOfDay {
    /// `00:00`, the day's beginning.
    pub const START: Self = Self { minutes: 0 };

    /// `24:00`, the day's end.
    pub const MIDNIGHT: Self = Self { minutes: DAY };

    /// From an hour and a minute; none after `24:00`.
    #[must_use]
    pub fn of(hour: u16, minute: u16) -> Option<Self> {
        let minutes = hour.checked_mul(60)?.checked_add(minute)?;
        (minute < 60 && minutes <= DAY).then_some(Self { minutes })
    }

    /// The hour, from 0 to 24.
    #[must_use]
    pub fn hour(self) -> u16 {
        self.minutes / 60
    }

    /// The minute, from 0 to 59.
    #[must_use]
    pub fn minute(self) -> u16 {
        self.minutes % 60
    }

    /// As a time of a day; none of `24:00`, which is the next day's.
    pub(super) fn of_day(self) -> Option<SinceMidnight> {
        (self < Self::MIDNIGHT).then(|| SinceMidnight { seconds: self.seconds(), nanoseconds: 0 })
    }

    /// Whether a time of day has come to this one.
    pub(super) fn has_come(self, time: SinceMidnight) -> bool {
        self.seconds() <= time.seconds
    }

    fn seconds(self) -> u32 {
        // At most a day's.
        u32::from(self.minutes).wrapping_mul(60)
    }
}

/// Two numbers of two digits each, with a colon between.
pub(super) fn fields(text: &str) -> Option<(u16, u16)> {
    let &[h0, h1, b':', m0, m1] = text.as_bytes() else {
        return None;
    };
    let pair = |tens: u8, ones: u8| {
        let digit = |byte: u8| char::from(byte).to_digit(10).and_then(|it| u16::try_from(it).ok());
        digit(tens)?.checked_mul(10)?.checked_add(digit(ones)?)
    };
    Some((pair(h0, h1)?, pair(m0, m1)?))
}

impl FromStr for TimeOfDay {
    type Err = TimeOfDayError;

    fn from_str(text: &str) -> Result<Self, TimeOfDayError> {
        let (hour, minute) = fields(text).ok_or(TimeOfDayError::Form)?;
        Self::of(hour, minute).ok_or(TimeOfDayError::Range)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::strict::text(deserializer, "a time of day")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_reads() {
        for text in ["00:00", "09:05", "17:30", "23:59", "24:00"] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_other_forms() {
        for text in ["", "9:00", "0900", "09:0", "09:00:00", "ab:cd", "09.00", "-1:00"] {
            assert_eq!(text.parse::<TimeOfDay>(), Err(TimeOfDayError::Form), "{text}");
        }
        for text in ["24:01", "25:00", "12:60", "99:99"] {
            assert_eq!(text.parse::<TimeOfDay>(), Err(TimeOfDayError::Range), "{text}");
        }
    }

    #[test]
    fn a_days_end_is_no_time_of_that_day() {
        assert_eq!(TimeOfDay::START.of_day(), Some(SinceMidnight::START));
        assert_eq!(TimeOfDay::MIDNIGHT.of_day(), None);
    }
}
