//! Instants in eight bytes, for whoever keeps many of them.

use std::num::NonZeroU64;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::Instant;

/// Where each field begins: year, day of the year, second of the day, microsecond. None is negative, and
/// the day of the year is at least 1.
const YEAR: u32 = 46;
const DAY: u32 = 37;
const SECOND: u32 = 20;

/// The last nanosecond of a second, and the number that stands for it: one past all microseconds.
const LAST: u32 = 999_999_999;
const PAST_ALL: u32 = 1_000_000;

impl Instant {
    /// Whether it is of whole microseconds, or the last of a second, as the ends of days are: another does
    /// not go into eight bytes.
    #[inline]
    pub(crate) fn is_packable(&self) -> bool {
        let nanosecond = self.0.naive_utc().nanosecond();
        nanosecond.is_multiple_of(1_000) || nanosecond == LAST
    }

    /// In eight bytes, of which a later instant has the greater; `None` of one that is not
    /// [packable](Instant::is_packable).
    #[inline]
    pub(crate) fn packed(self) -> Option<NonZeroU64> {
        // Asked of its parts, each field is at hand; asked of the whole, hours and minutes are counted.
        let (date, time) = (self.0.naive_utc().date(), self.0.naive_utc().time());
        let nanosecond = time.nanosecond();
        let (microsecond, rest) = match nanosecond {
            LAST => (PAST_ALL, 0),
            other => (other / 1_000, other % 1_000),
        };
        let year = u64::try_from(date.year()).ok()?;
        let second = time.num_seconds_from_midnight();
        let fields = [
            year << YEAR,
            u64::from(date.ordinal()) << DAY,
            u64::from(second) << SECOND,
            u64::from(microsecond),
        ];
        let packed = fields.iter().fold(0, |packed, field| packed | field);
        NonZeroU64::new(packed).filter(|_| rest == 0)
    }

    /// What was [packed](Instant::packed); `None` of bytes that no instant comes to.
    #[inline]
    pub(crate) fn unpacked(packed: NonZeroU64) -> Option<Self> {
        let field = |from: u32, to: u32| {
            let bits = packed.get() & (1_u64.unbounded_shl(to)).wrapping_sub(1);
            u32::try_from(bits >> from).ok()
        };
        let year = i32::try_from(field(YEAR, u64::BITS)?).ok()?;
        let date = NaiveDate::from_yo_opt(year, field(DAY, YEAR)?)?;
        let nanosecond = match field(0, SECOND)? {
            PAST_ALL => LAST,
            microsecond => microsecond.checked_mul(1_000)?,
        };
        let time = NaiveTime::from_num_seconds_from_midnight_opt(field(SECOND, DAY)?, nanosecond)?;
        Some(Self(date.and_time(time).and_utc()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_and_keeps_its_order() {
        let texts = [
            "0000-01-01T00:00:00Z",
            "0000-01-01T00:00:00.000001Z",
            "1962-10-28T00:05:00Z",
            "1962-12-31T23:59:59.999999Z",
            "1962-12-31T23:59:59.999999999Z",
            "1963-01-01T00:00:00Z",
            "2024-02-29T12:30:15.5Z",
            "9999-12-31T23:59:59.999999Z",
        ];
        let mut last = None;
        for text in texts {
            let instant: Instant = text.parse().unwrap();
            let packed = instant.packed().unwrap();
            assert!(last < Some(packed), "{text}");
            assert_eq!(Instant::unpacked(packed), Some(instant), "{text}");
            last = Some(packed);
        }
        let fine: Instant = "1962-10-28T00:05:00.0000001Z".parse().unwrap();
        assert!(!fine.is_packable() && fine.packed().is_none());
        assert_eq!(Instant::unpacked(NonZeroU64::MAX), None);
    }
}
