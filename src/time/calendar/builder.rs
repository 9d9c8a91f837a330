//! Calendars, put together and checked.

use std::collections::BTreeSet;

use super::super::{Date, Instant};
use super::error::{CalendarDefect, CalendarError, CalendarRule};
use super::local::Offsets;
use super::offset::Offset;
use super::table::Calendar;
use super::time_of_day::TimeOfDay;
use super::weekday::Weekday;

/// A [`Calendar`] in the making: see [`Calendar::builder`].
#[derive(Clone, Debug)]
#[must_use]
pub struct CalendarBuilder {
    offset: Offset,
    offsets: Vec<(Instant, Offset)>,
    weekend: u8,
    holidays: BTreeSet<Date>,
    working: BTreeSet<Date>,
    opens: TimeOfDay,
    close: TimeOfDay,
    covers: (Date, Date),
}

impl CalendarBuilder {
    pub(super) fn new(from: Date, to: Date) -> Self {
        Self {
            offset: Offset::UTC,
            offsets: Vec::new(),
            weekend: Weekday::Saturday.bit() | Weekday::Sunday.bit(),
            holidays: BTreeSet::new(),
            working: BTreeSet::new(),
            opens: TimeOfDay::START,
            close: TimeOfDay::MIDNIGHT,
            covers: (from, to),
        }
    }

    /// How far local time is ahead of UTC, until it changes.
    pub fn offset(mut self, offset: Offset) -> Self {
        self.offset = offset;
        self
    }

    /// How far it is ahead from an instant on. Changes are given in order of time.
    pub fn offset_from(mut self, instant: Instant, offset: Offset) -> Self {
        self.offsets.push((instant, offset));
        self
    }

    /// The weekdays that are no working days, instead of Saturday and Sunday.
    pub fn weekend(mut self, weekend: impl IntoIterator<Item = Weekday>) -> Self {
        self.weekend = weekend.into_iter().fold(0, |days, day| days | day.bit());
        self
    }

    /// A date that is no working day.
    pub fn holiday(self, date: Date) -> Self {
        self.holidays([date])
    }

    /// Dates that are no working days.
    pub fn holidays(mut self, dates: impl IntoIterator<Item = Date>) -> Self {
        self.holidays.extend(dates);
        self
    }

    /// Dates that are working days, though weekend or holiday.
    pub fn working(mut self, dates: impl IntoIterator<Item = Date>) -> Self {
        self.working.extend(dates);
        self
    }

    /// The time of day from which a working day is open.
    pub fn opens(mut self, time: TimeOfDay) -> Self {
        self.opens = time;
        self
    }

    /// The time of day from which a working day is open no more.
    pub fn close(mut self, time: TimeOfDay) -> Self {
        self.close = time;
        self
    }

    /// The calendar, if it keeps the rules.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its place.
    ///
    /// ```
    /// use servanda::time::calendar::Calendar;
    /// let error = Calendar::builder("2026-12-31".parse()?, "2026-01-01".parse()?).build().unwrap_err();
    /// assert_eq!(error.to_string(), "covers: the last day, 2026-01-01, is before the first, 2026-12-31");
    /// # Ok::<(), servanda::time::DateError>(())
    /// ```
    pub fn build(self) -> Result<Calendar, CalendarError> {
        let mut defects = Vec::new();
        for (place, pair) in self.offsets.windows(2).enumerate() {
            if let [(before, _), (after, _)] = pair
                && before >= after
            {
                let place = format!("offsets[{}]", place.saturating_add(1));
                defects.push(CalendarDefect::new(
                    place,
                    CalendarRule::OffsetsInOrder { before: *before, after: *after },
                ));
            }
        }
        let (opens, close) = (self.opens, self.close);
        if opens >= close {
            defects.push(CalendarDefect::new("opens", CalendarRule::NeverOpen { opens, close }));
        }
        let (from, to) = self.covers;
        if from > to {
            defects.push(CalendarDefect::new("covers", CalendarRule::NothingCovered { from, to }));
        }
        if !defects.is_empty() {
            return Err(CalendarError::new(defects));
        }
        let offsets = Offsets::new(self.offset, self.offsets.into());
        Ok(Calendar::new(
            offsets,
            self.weekend,
            self.holidays,
            self.working,
            (opens, close),
            self.covers,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told_with_its_place() {
        let [early, late] = ["2026-01-01", "2026-12-31"].map(|date| date.parse().unwrap());
        let change: Instant = "2026-03-29T01:00:00Z".parse().unwrap();
        let nine: TimeOfDay = "09:00".parse().unwrap();
        let error = Calendar::builder(late, early)
            .offset_from(change, Offset::UTC)
            .offset_from(change, Offset::UTC)
            .opens(nine)
            .close(nine)
            .build()
            .unwrap_err();
        let places: Vec<&str> = error.defects().iter().map(CalendarDefect::place).collect();
        assert_eq!(places, ["offsets[1]", "opens", "covers"]);
        for defect in error.defects() {
            assert!(!defect.rule().help().is_empty());
        }
        assert_eq!(
            error.to_string(),
            "offsets[1]: it changes at 2026-03-29T01:00:00Z, which is not after the change before, \
             at 2026-03-29T01:00:00Z\n\
             opens: it opens at 09:00, which is not before it closes at 09:00\n\
             covers: the last day, 2026-01-01, is before the first, 2026-12-31"
        );
    }

    #[test]
    fn a_date_that_is_holiday_and_working_is_a_working_day() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let calendar = Calendar::builder(date("2026-01-01"), date("2026-01-01"))
            .holidays(["2026-05-01", "2026-05-04", "2026-05-09"].map(date))
            .working(["2026-05-01", "2026-05-02", "2026-05-09"].map(date))
            .build()
            .unwrap();
        for (day, is_working) in [
            ("2026-05-01", true),
            ("2026-05-02", true),
            ("2026-05-03", false),
            ("2026-05-04", false),
            ("2026-05-05", true),
            ("2026-05-09", true),
            ("2026-05-10", false),
        ] {
            assert_eq!(calendar.is_working_day(date(day)), is_working, "{day}");
        }
        assert!(!calendar.is_covered(date("2026-05-01")));
    }
}
