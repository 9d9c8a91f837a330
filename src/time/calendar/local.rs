//! Local time: what the clocks show, and when they show it.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};

use super::super::{Date, Instant};
use super::offset::Offset;
use super::reading::Reading;

/// How far local time is ahead of UTC, at first and from each instant on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Offsets {
    pub(super) first: Offset,
    /// In order of time.
    pub(super) changes: Box<[(Instant, Offset)]>,
    /// What the clocks of UTC show at each change.
    begins: Box<[Reading]>,
}

impl Offsets {
    /// `changes` are in order of time.
    pub(super) fn new(first: Offset, changes: Box<[(Instant, Offset)]>) -> Self {
        let begins = changes.iter().map(|(from, _)| Reading::utc(*from)).collect();
        Self { first, changes, begins }
    }

    /// The offset at an instant.
    pub(super) fn at(&self, instant: Instant) -> Offset {
        self.stretch(self.begun(Reading::utc(instant)))
    }

    /// The next change after an instant.
    pub(super) fn next_change(&self, instant: Instant) -> Option<Instant> {
        let next = self.begun(Reading::utc(instant));
        self.changes.get(next).map(|(from, _)| *from)
    }

    /// What the clocks show at an instant.
    pub(super) fn local(&self, instant: Instant) -> DateTime<FixedOffset> {
        instant.0.with_timezone(&self.at(instant).0)
    }

    /// What the clocks show when those of UTC show this.
    pub(super) fn ahead(&self, utc: Reading) -> Reading {
        utc.ahead(self.stretch(self.begun(utc)))
    }

    /// What the clocks of UTC show when those here show a time: the later of two, and where they skip it, the
    /// first after the gap.
    pub(super) fn when(&self, local: Reading) -> Option<Reading> {
        // An offset is less than a day: a change that is further away has nothing to do with it.
        let begun = self.begun(local.moved_days(1));
        let day_before = local.moved_days(-1);
        let mut place = begun;
        loop {
            let from = self.begin(place);
            let instant = local.behind(self.stretch(place));
            if from.is_none_or(|from| from <= instant)
                && self.begins.get(place).is_none_or(|next| instant < *next)
            {
                return Some(instant);
            }
            match (from, place.checked_sub(1)) {
                (Some(from), Some(earlier)) if from > day_before => place = earlier,
                _ => break,
            }
        }
        (place..begun).find_map(|change| {
            let from = *self.begins.get(change)?;
            let after = self.stretch(change.checked_add(1)?);
            let skipped = from.ahead(self.stretch(change))..from.ahead(after);
            skipped.contains(&local).then_some(from)
        })
    }

    /// How many changes have come when the clocks of UTC show this.
    fn begun(&self, utc: Reading) -> usize {
        self.begins.partition_point(|from| *from <= utc)
    }

    /// When the offset between two changes began to hold: before the first, never.
    fn begin(&self, place: usize) -> Option<Reading> {
        self.begins.get(place.checked_sub(1)?).copied()
    }

    /// The offset between two changes: before the first, place 0.
    fn stretch(&self, place: usize) -> Offset {
        let change = place.checked_sub(1).and_then(|change| self.changes.get(change));
        change.map_or(self.first, |(_, offset)| *offset)
    }
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
        let changes =
            changes.iter().map(|(from, offset)| (from.parse().unwrap(), offset.parse().unwrap()));
        Offsets::new(first.parse().unwrap(), changes.collect())
    }

    fn when(offsets: &Offsets, local: &str) -> String {
        let local = Reading::of(local.parse().unwrap());
        offsets.when(local).unwrap().instant().unwrap().to_string()
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
            let local = berlin.ahead(Reading::utc(instant));
            assert_eq!(local, Reading::of(berlin.local(instant).naive_local()));
            let later = berlin.when(local).unwrap();
            assert!(later >= Reading::utc(instant));
            assert_eq!(berlin.ahead(later), local);
            instant = instant.after(step).unwrap();
        }
    }
}
