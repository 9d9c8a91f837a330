//! A point in time.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, Months, NaiveDate, SecondsFormat, TimeDelta, Timelike, Utc,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ResolvedSpan, Span, rfc3339};

/// A point in time, in UTC, from the year 0000 to the end of the year 9999, to the nanosecond.
///
/// That is what RFC 3339 can write, so every instant can be printed and read back. Time ends there:
/// what would come later never comes (a deadline past the year 9999 is none).
///
/// Read from RFC 3339 with any offset, printed with `Z`:
///
/// ```
/// use servanda::Instant;
///
/// // 20:05 in Washington, still on summer time.
/// let letter: Instant = "1962-10-27T20:05:00-04:00".parse()?;
/// assert_eq!(letter.to_string(), "1962-10-28T00:05:00Z");
/// # Ok::<(), servanda::time::InstantError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub(super) DateTime<Utc>);

/// Why a text or a chrono time is no [`Instant`].
///
/// ```
/// use servanda::time::InstantError;
/// use servanda::Instant;
/// assert_eq!("28 October 1962".parse::<Instant>(), Err(InstantError::Form));
/// assert_eq!("1962-13-28T00:00:00Z".parse::<Instant>(), Err(InstantError::Range));
/// assert_eq!("2016-12-31T23:59:60Z".parse::<Instant>(), Err(InstantError::LeapSecond));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InstantError {
    /// The text is not of the form of RFC 3339.
    #[error(
        "not an instant: expected the form `1962-10-27T20:05:00Z` or with an offset as `-04:00`"
    )]
    Form,
    /// A field is outside its range: a 13th month, the 30th of February, a 24th hour.
    #[error("no such instant: a month, day, hour, minute, second or offset is out of its range")]
    Range,
    /// Second 60: a leap second has no place on the clock that instants are compared on.
    #[error("second 60 (a leap second) is not accepted: write second 59, or 00 of the next minute")]
    LeapSecond,
    /// More than nine digits of a second.
    #[error("finer than a nanosecond: at most nine digits may follow the second")]
    TooFine,
    /// Before the year 0000 or after the year 9999, in UTC.
    #[error("outside the years 0000 to 9999 (UTC)")]
    Year,
}

impl Instant {
    /// The end of time.
    pub(crate) const LAST: Self = {
        if let Some(date) = NaiveDate::from_ymd_opt(9999, 12, 31)
            && let Some(last) = date.and_hms_nano_opt(23, 59, 59, 999_999_999)
        {
            Self(last.and_utc())
        } else {
            Self::literal(9999, 12, 31, 23, 59)
        }
    };

    /// The first of all instants.
    pub(crate) const FIRST: Self = Self::literal(0, 1, 1, 0, 0);

    /// From the fields of a date and a time in UTC.
    ///
    /// # Errors
    /// [`InstantError::Range`] when a field is out of its range, [`InstantError::Year`] outside
    /// the years 0000 to 9999.
    ///
    /// ```
    /// use servanda::Instant;
    /// let sent = Instant::utc(1962, 10, 28, 0, 5, 0)?;
    /// assert_eq!(sent, "1962-10-28T00:05:00Z".parse()?);
    ///
    /// // In a constant, too: a date that doesn't exist does not compile there.
    /// const SENT: Instant = match Instant::utc(1962, 10, 28, 0, 5, 0) {
    ///     Ok(instant) => instant,
    ///     Err(_) => panic!("no such instant"),
    /// };
    /// assert_eq!(SENT, sent);
    /// # Ok::<(), servanda::time::InstantError>(())
    /// ```
    pub const fn utc(
        year: i32,
        month: u32,
        day: u32,
        hour: u32,
        minute: u32,
        second: u32,
    ) -> Result<Self, InstantError> {
        let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else {
            return Err(InstantError::Range);
        };
        let Some(time) = date.and_hms_opt(hour, minute, second) else {
            return Err(InstantError::Range);
        };
        if year < 0 || year > 9999 {
            return Err(InstantError::Year);
        }
        Ok(Self(time.and_utc()))
    }

    /// An instant that the crate itself names. For constants only: a date that doesn't exist does
    /// not compile there.
    pub(crate) const fn literal(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Self {
        if let (0..=9999, Some(date)) = (year, NaiveDate::from_ymd_opt(year, month, day))
            && let Some(time) = date.and_hms_opt(hour, minute, 0)
        {
            return Self(time.and_utc());
        }
        #[expect(
            clippy::panic,
            reason = "evaluated when the crate is compiled, never when it runs"
        )]
        {
            panic!("no such instant")
        }
    }

    /// The first instant after this one; the end of time has none.
    pub(crate) fn just_after(self) -> Self {
        let next = self.0.checked_add_signed(TimeDelta::nanoseconds(1));
        next.and_then(|next| Self::try_from(next).ok()).unwrap_or(Self::LAST)
    }

    /// From the bytes of an RFC 3339 text.
    pub(crate) fn from_bytes(text: &[u8]) -> Result<Self, InstantError> {
        rfc3339::parse(text)
    }

    /// This instant as chrono has it.
    ///
    /// ```
    /// use servanda::Instant;
    /// let letter = Instant::utc(1962, 10, 28, 0, 5, 0)?;
    /// assert_eq!(letter.to_chrono().timestamp(), -226_540_500);
    /// # Ok::<(), servanda::time::InstantError>(())
    /// ```
    #[must_use]
    pub fn to_chrono(self) -> DateTime<Utc> {
        self.0
    }

    /// This instant a duration later; none past the end of time.
    ///
    /// Months and years are added first, on the calendar (the 31st of a month that has none becomes
    /// its last day), then the exact part ([SEMANTICS.md, section 2](crate::guide::law#2-an-agreement)).
    ///
    /// ```
    /// use servanda::Instant;
    /// let january: Instant = "2024-01-31T12:00:00Z".parse()?;
    /// let later = january.after("P1M".parse()?).map(|instant| instant.to_string());
    /// assert_eq!(later.as_deref(), Some("2024-02-29T12:00:00Z"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn after(self, span: Span) -> Option<Self> {
        self.after_times(span, 1)
    }

    /// This instant a duration earlier: months and years are taken off first, on the calendar, then
    /// the exact part; none before the beginning of time.
    ///
    /// ```
    /// use servanda::Instant;
    /// let march: Instant = "2024-03-31T12:00:00Z".parse()?;
    /// let earlier = march.before("P1M".parse()?).map(|instant| instant.to_string());
    /// assert_eq!(earlier.as_deref(), Some("2024-02-29T12:00:00Z"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn before(self, span: Span) -> Option<Self> {
        let ResolvedSpan { months, days, seconds } = ResolvedSpan::of(span, 1)?;
        let moved = self.0.naive_utc().checked_sub_months(Months::new(months))?;
        let moved = moved.date().checked_sub_days(Days::new(days))?.and_time(moved.time());
        let moved = moved.checked_sub_signed(TimeDelta::seconds(seconds.into()))?;
        Self::try_from(moved.and_utc()).ok()
    }

    /// This instant `times` durations later, the calendar part multiplied before it is added; none
    /// past the end of time.
    pub(crate) fn after_times(self, span: Span, times: u64) -> Option<Self> {
        self.later(ResolvedSpan::of(span, times)?)
    }

    /// This instant later by so much; none past the end of time.
    pub(crate) fn later(self, span: ResolvedSpan) -> Option<Self> {
        let mut moved = self.0.naive_utc();
        if span.months > 0 {
            moved = moved.checked_add_months(Months::new(span.months))?;
        }
        moved = moved.date().checked_add_days(Days::new(span.days))?.and_time(moved.time());
        if span.seconds > 0 {
            moved = moved.checked_add_signed(TimeDelta::seconds(span.seconds.into()))?;
        }
        Self::try_from(moved.and_utc()).ok()
    }

    /// Its date in UTC, as text.
    pub(crate) fn date(self) -> String {
        self.0.date_naive().to_string()
    }

    /// How many seconds later another instant is; fewer than none for an earlier one.
    pub(crate) fn seconds_until(self, other: Self) -> i64 {
        other.0.signed_duration_since(self.0).num_seconds()
    }

    /// This instant later by the time from `start` to `end`; none past the end of time.
    pub(crate) fn after_pause(self, start: Self, end: Self) -> Option<Self> {
        let moved = self.0.checked_add_signed(end.0.signed_duration_since(start.0))?;
        Self::try_from(moved).ok()
    }
}

impl TryFrom<DateTime<Utc>> for Instant {
    type Error = InstantError;

    fn try_from(time: DateTime<Utc>) -> Result<Self, InstantError> {
        let fields = time.naive_utc();
        if !(0..=9999).contains(&fields.year()) {
            return Err(InstantError::Year);
        }
        // chrono writes a leap second as a 59th second with more than 10^9 nanoseconds.
        if fields.nanosecond() >= 1_000_000_000 {
            return Err(InstantError::LeapSecond);
        }
        Ok(Self(time))
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(instant: Instant) -> Self {
        instant.0
    }
}

impl FromStr for Instant {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Self, InstantError> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::strict::text(deserializer, "an instant of RFC 3339")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn washington_left_summer_time_between_letter_and_answer() {
        assert_eq!(instant("1962-10-27T20:05:00-04:00"), instant("1962-10-28T00:05:00Z"));
        assert_eq!(instant("1962-10-28T09:04:00-05:00"), instant("1962-10-28T14:04:00Z"));
    }

    #[test]
    fn an_instant_goes_to_chrono_and_back() {
        let letter = instant("1962-10-28T00:05:00.25Z");
        let time = DateTime::<Utc>::from(letter);
        assert_eq!((time.timestamp(), time.timestamp_subsec_millis()), (-226_540_500, 250));
        assert_eq!(Instant::try_from(time), Ok(letter));
    }

    #[test]
    fn months_end_on_the_last_day() {
        let start = instant("2023-01-31T00:00:00Z");
        let month: Span = "P1M".parse().unwrap();
        assert_eq!(start.after(month), Some(instant("2023-02-28T00:00:00Z")));
        assert_eq!(start.after_times(month, 2), Some(instant("2023-03-31T00:00:00Z")));
    }

    #[test]
    fn months_are_taken_off_first() {
        let end = instant("2024-03-31T12:00:00Z");
        for (span, start) in [
            ("P1M", "2024-02-29T12:00:00Z"),
            ("P1M1D", "2024-02-28T12:00:00Z"),
            ("P1MT13H", "2024-02-28T23:00:00Z"),
            ("P1Y1M", "2023-02-28T12:00:00Z"),
        ] {
            assert_eq!(end.before(span.parse().unwrap()), Some(instant(start)), "{span}");
        }
        assert_eq!(Instant::FIRST.before("PT1S".parse().unwrap()), None);
    }

    #[test]
    fn time_ends_with_the_year_9999() {
        let last = instant("9999-12-31T23:59:59.999999999Z");
        assert_eq!(last.after("PT1S".parse().unwrap()), None);
        assert_eq!("9999-12-31T23:59:59-00:01".parse::<Instant>(), Err(InstantError::Year));
        assert_eq!("0000-01-01T00:00:00+00:01".parse::<Instant>(), Err(InstantError::Year));
    }

    #[test]
    fn prints_what_it_reads() {
        for text in
            ["0000-01-01T00:00:00Z", "2024-02-29T23:59:59.000000001Z", "2000-01-01T00:00:00.500Z"]
        {
            assert_eq!(instant(text).to_string(), text);
        }
    }
}
