//! A day.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Instant;

/// A day of the calendar, of the years 0000 to 9999, in no zone of its own: `2026-03-29`.
///
/// ```
/// use servanda::time::Date;
/// let date: Date = "2026-03-29".parse()?;
/// assert_eq!(Date::of(2026, 3, 29), Ok(date));
/// assert_eq!(date.to_string(), "2026-03-29");
/// # Ok::<(), servanda::time::DateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub(super) NaiveDate);

/// Why a text, or three numbers, are no [`Date`].
///
/// ```
/// use servanda::time::{Date, DateError};
/// assert_eq!("29 March 2026".parse::<Date>(), Err(DateError::Form));
/// assert_eq!("2026-02-29".parse::<Date>(), Err(DateError::Range));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// The text is not of the form of ISO 8601.
    #[error("not a date: expected the form `2026-03-29`")]
    Form,
    /// A 13th month, a 30th of February, a year past 9999.
    #[error("no such date: its year, month or day is out of its range")]
    Range,
}

impl Date {
    /// From a year, a month and a day, each counted as people do.
    ///
    /// # Errors
    /// [`DateError::Range`] if there is no such day from the year 0000 to the year 9999.
    pub fn of(year: i32, month: u32, day: u32) -> Result<Self, DateError> {
        NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::Range)?.try_into()
    }

    /// Its year.
    ///
    /// ```
    /// use servanda::time::Date;
    /// assert_eq!(Date::of(2026, 3, 29).map(Date::year), Ok(2026));
    /// ```
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Its day of the month.
    ///
    /// ```
    /// use servanda::time::Date;
    /// assert_eq!(Date::of(2026, 3, 29).map(Date::day), Ok(29));
    /// ```
    #[must_use]
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day after it; none past the last day of the year 9999.
    ///
    /// ```
    /// use servanda::time::Date;
    /// let last: Date = "2026-02-28".parse()?;
    /// assert_eq!(last.next(), Some("2026-03-01".parse()?));
    /// # Ok::<(), servanda::time::DateError>(())
    /// ```
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.0.succ_opt()?.try_into().ok()
    }

    /// Its last instant in UTC.
    pub(crate) fn end_in_utc(self) -> Instant {
        let end = self.0.and_hms_nano_opt(23, 59, 59, 999_999_999);
        // Every day of these years has one.
        end.and_then(|end| Instant::try_from(end.and_utc()).ok()).unwrap_or(Instant::LAST)
    }

    /// This day as chrono has it.
    ///
    /// ```
    /// use servanda::time::Date;
    /// let date = Date::of(2026, 3, 29)?;
    /// assert_eq!(Date::try_from(date.to_chrono()), Ok(date));
    /// # Ok::<(), servanda::time::DateError>(())
    /// ```
    #[must_use]
    pub fn to_chrono(self) -> NaiveDate {
        self.0
    }

    /// How many days there are from the first of the year 1, a Monday, to this one, both counted.
    pub(super) fn number(self) -> i64 {
        self.0.num_days_from_ce().into()
    }
}

impl TryFrom<NaiveDate> for Date {
    type Error = DateError;

    fn try_from(date: NaiveDate) -> Result<Self, DateError> {
        if (0..=9999).contains(&date.year()) { Ok(Self(date)) } else { Err(DateError::Range) }
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_bytes() else {
            return Err(DateError::Form);
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |number, digit| {
                let digit = char::from(*digit).to_digit(10)?;
                number.checked_mul(10)?.checked_add(digit.try_into().ok()?)
            })
        };
        let (Some(year), Some(month), Some(day)) =
            (number(&[y0, y1, y2, y3]), number(&[m0, m1]), number(&[d0, d1]))
        else {
            return Err(DateError::Form);
        };
        Self::of(year.into(), month.into(), day.into())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::strict::text(deserializer, "a date")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_form_only() {
        for text in
            ["", "2026", "2026-3-29", "2026-03-29 ", "20260329", "+026-03-29", "2026-03-2\u{0669}"]
        {
            assert_eq!(text.parse::<Date>(), Err(DateError::Form), "{text}");
        }
        for text in ["2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31"] {
            assert_eq!(text.parse::<Date>(), Err(DateError::Range), "{text}");
        }
        for text in ["0000-01-01", "2024-02-29", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        assert_eq!(Date::of(10_000, 1, 1), Err(DateError::Range));
        assert_eq!(Date::of(-1, 12, 31), Err(DateError::Range));
    }

    #[test]
    fn days_are_counted_from_a_monday() {
        assert_eq!(Date::of(1, 1, 1).unwrap().number(), 1);
        assert_eq!(Date::of(2026, 11, 30).unwrap().number().rem_euclid(7), 1);
    }
}
