//! Business hours.

use super::super::Instant;
use super::reading::{Reading, SinceMidnight};
use super::table::Calendar;
use super::time_of_day::TimeOfDay;

impl Calendar {
    /// Whether it is a working day's business hours: the local date is a working day that the calendar
    /// covers, and the local time of day is at or after `opens` and before `close`. Of a time that the
    /// clocks show twice, both are.
    ///
    /// ```
    /// use servanda::time::calendar::Calendar;
    /// let desk = Calendar::builder("2026-01-01".parse()?, "2026-12-31".parse()?)
    ///     .opens("09:00".parse()?)
    ///     .close("17:00".parse()?)
    ///     .build()?;
    /// assert!(!desk.is_open("2026-01-05T08:59:59Z".parse()?));
    /// assert!(desk.is_open("2026-01-05T09:00:00Z".parse()?));
    /// assert!(!desk.is_open("2026-01-05T17:00:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_open(&self, instant: Instant) -> bool {
        self.is_open_at(self.offsets.ahead(Reading::utc(instant)))
    }

    /// The next instant after this one at which [`is_open`](Self::is_open) may change: where it opens or
    /// closes, or its offset from UTC changes; none if neither comes any more.
    ///
    /// ```
    /// use servanda::Instant;
    /// use servanda::time::calendar::Calendar;
    /// let desk = Calendar::builder("2026-01-01".parse()?, "2026-12-31".parse()?)
    ///     .opens("09:00".parse()?)
    ///     .close("17:00".parse()?)
    ///     .build()?;
    /// let friday: Instant = "2026-01-02T09:00:00Z".parse()?;
    /// let closes = desk.next_change(friday);
    /// assert_eq!(closes, Some("2026-01-02T17:00:00Z".parse()?));
    /// assert_eq!(closes.and_then(|it| desk.next_change(it)), Some("2026-01-05T09:00:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn next_change(&self, instant: Instant) -> Option<Instant> {
        let clocks = self.offsets.ahead(Reading::utc(instant));
        let change = match self.is_open_at(clocks) {
            true => self.closes(clocks),
            false => self.opening(clocks),
        };
        // By the offset of now: where that changes before, it is looked at again then.
        let change = change.and_then(|change| change.behind(self.offset_at(instant)).instant());
        [change, self.offsets.next_change(instant)].into_iter().flatten().min()
    }

    fn is_open_at(&self, clocks: Reading) -> bool {
        self.opens.has_come(clocks.time())
            && !self.close.has_come(clocks.time())
            && self.covers_number(clocks.day())
            && self.working_days.has(clocks.day())
    }

    /// When the clocks will show that it closes, being open now.
    fn closes(&self, clocks: Reading) -> Option<Reading> {
        let today = clocks.day();
        if let Some(close) = self.close.of_day() {
            return Some(Reading::at(today, close));
        }
        if self.opens != TimeOfDay::START {
            return Some(start_of(today.checked_add(1)?));
        }
        // Open day and night, until the next day that is none of its working days.
        let uncovered = self.covered.1.checked_add(1)?;
        let day_off = self.days_off.next(today);
        Some(start_of(day_off.map_or(uncovered, |day| day.min(uncovered))))
    }

    /// When the clocks will show that it opens, being closed now.
    fn opening(&self, clocks: Reading) -> Option<Reading> {
        let today = clocks.day();
        let last_missed = match self.opens.has_come(clocks.time()) {
            true => today,
            false => today.checked_sub(1)?,
        };
        let before = last_missed.max(self.covered.0.checked_sub(1)?);
        let day = self.working_days.next(before).filter(|day| self.covers_number(*day))?;
        Some(Reading::at(day, self.opens.of_day()?))
    }
}

fn start_of(day: i64) -> Reading {
    Reading::at(day, SinceMidnight::START)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(opens: &str, close: &str) -> Calendar {
        let date = |text: &str| text.parse().unwrap();
        Calendar::builder(date("2026-03-23"), date("2026-04-10"))
            .offset("+01:00".parse().unwrap())
            .offset_from("2026-03-29T01:00:00Z".parse().unwrap(), "+02:00".parse().unwrap())
            .holidays(["2026-04-03", "2026-04-06"].map(date))
            .working([date("2026-04-04")])
            .opens(opens.parse().unwrap())
            .close(close.parse().unwrap())
            .build()
            .unwrap()
    }

    /// All changes from the first of March on, in local time where it is one of being open.
    fn changes(calendar: &Calendar) -> Vec<String> {
        let mut at: Instant = "2026-03-01T00:00:00Z".parse().unwrap();
        let mut was_open = calendar.is_open(at);
        let mut changes = Vec::new();
        while let Some(next) = calendar.next_change(at) {
            assert!(next > at);
            if calendar.is_open(next) != was_open {
                was_open = !was_open;
                changes.push(calendar.local(next).to_string());
            }
            at = next;
        }
        changes
    }

    #[test]
    fn a_desk_opens_and_closes_on_working_days() {
        let changes = changes(&calendar("09:00", "17:00"));
        // Five days of each week, but for two holidays, and one Saturday.
        assert_eq!(changes.len(), 2 * (15 - 2 + 1));
        assert_eq!(changes[..2], ["2026-03-23T09:00:00+01:00", "2026-03-23T17:00:00+01:00"]);
        assert_eq!(changes[10], "2026-03-30T09:00:00+02:00");
        assert_eq!(changes[18..20], ["2026-04-04T09:00:00+02:00", "2026-04-04T17:00:00+02:00"]);
        assert_eq!(changes[27], "2026-04-10T17:00:00+02:00");
    }

    #[test]
    fn open_all_day_is_open_through_the_night() {
        assert_eq!(
            changes(&calendar("00:00", "24:00")),
            [
                "2026-03-23T00:00:00+01:00",
                "2026-03-28T00:00:00+01:00",
                "2026-03-30T00:00:00+02:00",
                "2026-04-03T00:00:00+02:00",
                "2026-04-04T00:00:00+02:00",
                "2026-04-05T00:00:00+02:00",
                "2026-04-07T00:00:00+02:00",
                "2026-04-11T00:00:00+02:00",
            ]
        );
    }

    #[test]
    fn open_until_midnight_closes_each_night() {
        let changes = changes(&calendar("22:00", "24:00"));
        assert_eq!(
            changes[..3],
            ["2026-03-23T22:00:00+01:00", "2026-03-24T00:00:00+01:00", "2026-03-24T22:00:00+01:00",]
        );
        assert_eq!(changes.last().unwrap(), "2026-04-11T00:00:00+02:00");
    }

    #[test]
    fn a_change_of_offset_is_one_to_look_at() {
        let desk = calendar("09:00", "17:00");
        let saturday = "2026-03-28T12:00:00Z".parse().unwrap();
        assert_eq!(desk.next_change(saturday), Some("2026-03-29T01:00:00Z".parse().unwrap()));
        let after_all = "2026-05-01T00:00:00Z".parse().unwrap();
        assert_eq!(desk.next_change(after_all), None);
    }
}
