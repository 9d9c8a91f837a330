//! What a clock shows, as a number: days and seconds are then counted by plain sums.

use chrono::{DateTime, NaiveDateTime};

use super::super::Instant;
use super::offset::Offset;

/// What a clock shows, where it counts seconds from the beginning of 1970 by its own time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Reading {
    seconds: i64,
    nanoseconds: u32,
}

/// A time of day: since the day's beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SinceMidnight {
    pub(super) seconds: u32,
    pub(super) nanoseconds: u32,
}

impl SinceMidnight {
    /// The day's beginning.
    pub(super) const START: Self = Self { seconds: 0, nanoseconds: 0 };
}

const DAY: i64 = 24 * 60 * 60;
/// The first of 1970, counted from the first of the year 1, which has the number 1.
const FIRST_DAY: i64 = 719_163;
const LAST_NANOSECOND: u32 = 999_999_999;

// Times are of the years 0000 to 9999, and what is added is less: no sum below saturates or wraps.
impl Reading {
    /// What a clock of UTC shows at an instant.
    pub(super) fn utc(instant: Instant) -> Self {
        Self::of(instant.0.naive_utc())
    }

    pub(super) fn of(clocks: NaiveDateTime) -> Self {
        let clocks = clocks.and_utc();
        Self { seconds: clocks.timestamp(), nanoseconds: clocks.timestamp_subsec_nanos() }
    }

    /// At a time of a day, which may be its end.
    pub(super) fn at(day: i64, time: SinceMidnight) -> Self {
        let begins = day.saturating_sub(FIRST_DAY).saturating_mul(DAY);
        Self { seconds: begins.saturating_add(time.seconds.into()), nanoseconds: time.nanoseconds }
    }

    /// The instant at which a clock of UTC shows it.
    pub(super) fn instant(self) -> Option<Instant> {
        Instant::try_from(DateTime::from_timestamp(self.seconds, self.nanoseconds)?).ok()
    }

    /// Its day, counted as [`Date`](super::super::Date) counts.
    pub(super) fn day(self) -> i64 {
        self.seconds.div_euclid(DAY).saturating_add(FIRST_DAY)
    }

    pub(super) fn time(self) -> SinceMidnight {
        // What is left of a day is less than one.
        let seconds = u32::try_from(self.seconds.rem_euclid(DAY)).unwrap_or_default();
        SinceMidnight { seconds, nanoseconds: self.nanoseconds }
    }

    /// What it shows so many seconds later, or earlier by fewer than none.
    pub(super) fn moved(self, seconds: i64) -> Self {
        Self { seconds: self.seconds.saturating_add(seconds), ..self }
    }

    pub(super) fn moved_days(self, days: i64) -> Self {
        self.moved(days.saturating_mul(DAY))
    }

    /// What the clocks of a place show when those of UTC show this.
    pub(super) fn ahead(self, offset: Offset) -> Self {
        self.moved(offset.seconds())
    }

    /// What the clocks of UTC show when those of a place show this.
    pub(super) fn behind(self, offset: Offset) -> Self {
        self.moved(offset.seconds().saturating_neg())
    }

    /// The last before it.
    pub(super) fn just_before(self) -> Self {
        match self.nanoseconds.checked_sub(1) {
            Some(nanoseconds) => Self { nanoseconds, ..self },
            None => Self { nanoseconds: LAST_NANOSECOND, ..self.moved(-1) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Date;
    use super::*;

    #[test]
    fn an_instant_is_read_and_found_again() {
        for (text, date, seconds) in [
            ("0000-01-01T00:00:00Z", "0000-01-01", 0),
            ("1962-10-28T00:05:00.000000001Z", "1962-10-28", 300),
            ("1969-12-31T23:59:59.999999999Z", "1969-12-31", 86_399),
            ("1970-01-01T00:00:00Z", "1970-01-01", 0),
            ("9999-12-31T23:59:59.999999999Z", "9999-12-31", 86_399),
        ] {
            let instant: Instant = text.parse().unwrap();
            let reading = Reading::utc(instant);
            let day = date.parse::<Date>().unwrap().number();
            assert_eq!((reading.day(), reading.time().seconds), (day, seconds), "{text}");
            assert_eq!(Reading::at(day, reading.time()), reading, "{text}");
            assert_eq!(reading.instant(), Some(instant), "{text}");
        }
    }

    #[test]
    fn the_last_before_is_a_nanosecond_earlier() {
        let reading = |text: &str| Reading::utc(text.parse().unwrap());
        let midnight = reading("2026-01-01T00:00:00Z");
        assert_eq!(midnight.just_before(), reading("2025-12-31T23:59:59.999999999Z"));
        let later = reading("2026-01-01T00:00:00.000000001Z");
        assert_eq!(later.just_before(), midnight);
    }

    #[test]
    fn past_the_ends_of_time_there_is_no_instant() {
        let last = Reading::utc(Instant::LAST);
        assert_eq!(last.moved(1).instant(), None);
        assert_eq!(Reading::utc(Instant::FIRST).moved(-1).instant(), None);
        assert_eq!(Reading::at(i64::MAX, SinceMidnight::START).instant(), None);
    }
}
