//! Local time: what the clocks show, and when they show it.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat};

use super::super::{Date, Instant};
use super::offset::Offset;

/// How far local time is ahead of UTC, at first and from each instant on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Offsets {
    pub(super) first: Offset,
    /// In order of time.
    pub(super) changes: Box<[(Instant, Offset)]>,
}

impl Offsets {
    /// The offset at an instant.
    pub(super) fn at(&self, instant: Instant) -> Offset {
        self.stretch(self.changes.partition_point(|(from, _)| *from <= instant))
    }

    /// The next change after an instant.
    pub(super) fn next_change(&self, instant: Instant) -> Option<Instant> {
        let next = self.changes.partition_point(|(from, _)| *from <= instant);
        self.changes.get(next).map(|(from, _)| *from)
    }

    /// What the clocks show at an instant.
    pub(super) fn local(&self, instant: Instant) -> DateTime<FixedOffset> {
        instant.0.with_timezone(&self.at(instant).0)
    }

    /// When the clocks show a time: the later of two instants, and where they skip it, the first after
    /// the gap. In UTC; none where no calendar has it.
    pub(super) fn when(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        // An offset is less than a day: a change that is further away has nothing to do with it.
        let (day_before, day_after) =
            (shifted_days(local, -1).unwrap_or(local), shifted_days(local, 1).unwrap_or(local));
        let begun = self.changes.partition_point(|(from, _)| from.0.naive_utc() <= day_after);
        let mut place = begun;
        loop {
            let from = place.checked_sub(1).and_then(|last| self.from(last));
            let instant = local.checked_sub_offset(self.stretch(place).0)?;
            if from.is_none_or(|from| from <= instant)
                && self.from(place).is_none_or(|next| instant < next)
            {
                return Some(instant);
            }
            match (from, place.checked_sub(1)) {
                (Some(from), Some(earlier)) if from > day_before => place = earlier,
                _ => break,
            }
        }
        (place..begun).find_map(|change| {
            let (from, after) = self.changes.get(change)?;
            let before = self.stretch(change);
            let clocks = |offset: Offset| from.0.with_timezone(&offset.0).naive_local();
            (clocks(before) <= local && local < clocks(*after)).then(|| from.0.naive_utc())
        })
    }

    /// The offset between two changes: before the first, place 0.
    fn stretch(&self, place: usize) -> Offset {
        let change = place.checked_sub(1).and_then(|change| self.changes.get(change));
        change.map_or(self.first, |(_, offset)| *offset)
    }

    fn from(&self, change: usize) -> Option<NaiveDateTime> {
        self.changes.get(change).map(|(from, _)| from.0.naive_utc())
    }
}

fn shifted_days(time: NaiveDateTime, days: i64) -> Option<NaiveDateTime> {
    time.checked_add_signed(chrono::TimeDelta::try_days(days)?)
}

/// What the clocks of a place show at an instant, with the offset. It prints as RFC 3339 has it.
///
/// ```
/// use servanda::time::calendar::Calendar;
/// let berlin = Calendar::builder("2026-01-01".parse()?, "2026-12-31".parse()?)
///     .offset("+01:00".parse()?)
///     .offset_from("2026-03-29T01:00:00Z".parse()?, "+02:00".parse()?)
///     .build()?;
/// let local = berlin.local("2026-03-29T01:30:00Z".parse()?);
/// assert_eq!(local.to_string(), "2026-03-29T03:30:00+02:00");
/// assert_eq!(local.date(), "2026-03-29".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocalTime(pub(super) DateTime<FixedOffset>);

impl LocalTime {
    /// What the clocks of UTC show.
    #[cfg(any(feature = "render", feature = "step"))]
    pub(crate) fn utc(instant: Instant) -> Self {
        Self(instant.0.fixed_offset())
    }

    /// The date that the clocks show.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.naive_date())
    }

    /// How far they are ahead of UTC.
    #[must_use]
    pub fn offset(self) -> Offset {
        Offset(*self.0.offset())
    }

    /// This local time as chrono has it.
    #[must_use]
    pub fn to_chrono(self) -> DateTime<FixedOffset> {
        self.0
    }

    fn naive_date(self) -> NaiveDate {
        self.0.naive_local().date()
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, false))
    }
}

impl fmt::Debug for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offsets(first: &str, changes: &[(&str, &str)]) -> Offsets {
        Offsets {
            first: first.parse().unwrap(),
            changes: changes
                .iter()
                .map(|(from, offset)| (from.parse().unwrap(), offset.parse().unwrap()))
                .collect(),
        }
    }

    fn when(offsets: &Offsets, local: &str) -> String {
        let local = local.parse().unwrap();
        Instant::try_from(offsets.when(local).unwrap().and_utc()).unwrap().to_string()
    }

    #[test]
    fn a_time_that_is_skipped_is_the_first_after_the_gap_and_one_of_two_the_later() {
        let berlin = offsets(
            "+01:00",
            &[("2026-03-29T01:00:00Z", "+02:00"), ("2026-10-25T01:00:00Z", "+01:00")],
        );
        for (local, expected) in [
            ("2026-01-01T00:00:00", "2025-12-31T23:00:00Z"),
            ("2026-03-29T01:59:59.999999999", "2026-03-29T00:59:59.999999999Z"),
            ("2026-03-29T02:00:00", "2026-03-29T01:00:00Z"),
            ("2026-03-29T02:59:59.999999999", "2026-03-29T01:00:00Z"),
            ("2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
            ("2026-10-25T01:59:59", "2026-10-24T23:59:59Z"),
            ("2026-10-25T02:00:00", "2026-10-25T01:00:00Z"),
            ("2026-10-25T02:59:59", "2026-10-25T01:59:59Z"),
            ("2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
        ] {
            assert_eq!(when(&berlin, local), expected, "{local}");
        }
    }

    #[test]
    fn a_whole_day_can_be_skipped() {
        // Apia went from one side of the date line to the other.
        let apia = offsets("-10:00", &[("2011-12-30T10:00:00Z", "+14:00")]);
        assert_eq!(when(&apia, "2011-12-29T23:59:59"), "2011-12-30T09:59:59Z");
        assert_eq!(when(&apia, "2011-12-30T12:00:00"), "2011-12-30T10:00:00Z");
        assert_eq!(when(&apia, "2011-12-31T00:00:00"), "2011-12-30T10:00:00Z");
        assert_eq!(when(&apia, "2011-12-31T00:00:01"), "2011-12-30T10:00:01Z");
    }

    #[test]
    fn changes_may_follow_each_other_within_a_day() {
        let odd = offsets(
            "+00:00",
            &[
                ("2026-01-01T00:00:00Z", "+23:00"),
                ("2026-01-01T01:00:00Z", "-23:00"),
                ("2026-01-01T02:00:00Z", "+00:00"),
            ],
        );
        // In the first gap and shown by no later clock.
        assert_eq!(when(&odd, "2026-01-01T00:30:00"), "2026-01-01T00:00:00Z");
        // Shown before the first change and again after the second.
        assert_eq!(when(&odd, "2025-12-31T02:30:00"), "2026-01-01T01:30:00Z");
        // Shown after the first change, and again a day later.
        assert_eq!(when(&odd, "2026-01-01T23:30:00"), "2026-01-01T23:30:00Z");
    }

    #[test]
    fn what_the_clocks_show_is_shown_then() {
        let berlin = offsets(
            "+01:00",
            &[("2026-03-29T01:00:00Z", "+02:00"), ("2026-10-25T01:00:00Z", "+01:00")],
        );
        let mut instant: Instant = "2026-03-27T00:00:00Z".parse().unwrap();
        let step = "PT17M".parse().unwrap();
        for _ in 0..20_000 {
            let local = berlin.local(instant).naive_local();
            let later = berlin.when(local).unwrap();
            assert!(later >= instant.0.naive_utc());
            assert_eq!(berlin.local(Instant(later.and_utc())).naive_local(), local);
            instant = instant.after(step).unwrap();
        }
    }
}
