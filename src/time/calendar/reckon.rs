//! When a term ends: dates are moved first, then the time of day is found, then hours are added.

use chrono::{Datelike, Months, NaiveDate};

use super::super::{Instant, Span};
use super::counting::{Days, Ends, Roll};
use super::error::Unreckoned;
use super::reading::{Reading, SinceMidnight};
use super::table::Calendar;
use super::term::{CalendarTerm, Reckoned};

/// Which way a term is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Later,
    Earlier,
}

/// A duration's parts, several times over: each is added by a rule of its own, for a calendar's days
/// need not have 24 hours.
struct Parts {
    months: u32,
    days: i64,
    seconds: i64,
}

impl Parts {
    /// None where that is past the end of time from every instant.
    fn of(span: Span, times: u64) -> Option<Self> {
        let times = |part: u64| part.checked_mul(times);
        Some(Self {
            months: times(span.calendar_months())?.try_into().ok()?,
            days: times(span.whole_days())?.try_into().ok()?,
            seconds: times(span.clock_seconds())?.try_into().ok()?,
        })
    }
}

impl<C: AsRef<Calendar>> CalendarTerm<C> {
    pub(crate) fn after_times(&self, start: Instant, times: u64) -> Reckoned {
        if times == 0 {
            return Ok(start);
        }
        self.moved(start, times, Way::Later)
    }

    pub(super) fn before(&self, end: Instant) -> Reckoned {
        self.moved(end, 1, Way::Earlier)
    }

    fn moved(&self, start: Instant, times: u64, way: Way) -> Reckoned {
        let calendar = self.calendar().as_ref();
        let Parts { months, days, seconds } =
            Parts::of(self.span(), times).ok_or(way.past_covered())?;
        let local = calendar.offsets.ahead(Reading::utc(start));
        let date = match months {
            0 => local.day(),
            months => way.months(local.day(), months).ok_or(way.past_covered())?,
        };
        let day = match self.days() {
            Days::Calendar => way.moved(date, days),
            Days::Working => calendar.working_day(date, days, way),
        };
        let day = calendar.covered(day, way.past_covered())?;
        let day = calendar.rolled(day, self.rolled())?;
        let end = calendar.reading_on(day, self.end_of_day(), local.time())?;
        let end = end.moved(way.signed(seconds));
        let instant = end.instant().ok_or(Unreckoned::Never)?;
        // Clocks are put forward by less than two days.
        if seconds != 0 || !calendar.covers_number(day.saturating_add(2)) {
            let shown = calendar.offsets.ahead(end).day();
            calendar.covered(Some(shown), way.past_covered())?;
        }
        Ok(instant)
    }
}

impl Calendar {
    /// The instant at a time of day of a day.
    pub(super) fn on(&self, day: i64, ends: Ends, same: SinceMidnight) -> Reckoned {
        self.reading_on(day, ends, same)?.instant().ok_or(Unreckoned::Never)
    }

    /// What the clocks of UTC show at a time of day of a day.
    fn reading_on(&self, day: i64, ends: Ends, same: SinceMidnight) -> Result<Reading, Unreckoned> {
        let time = match ends {
            Ends::SameTime => Some(same),
            Ends::Midnight => None,
            Ends::Close => self.close.of_day(),
            Ends::At(time) => time.of_day(),
        };
        let when = match time {
            Some(time) => self.offsets.when(Reading::at(day, time)),
            None => {
                let next = Reading::at(day, SinceMidnight::START).moved_days(1);
                self.offsets.when(next).map(Reading::just_before)
            }
        };
        when.ok_or(Unreckoned::Never)
    }

    /// The n-th working day from a day, which is none of them itself; the day, for none.
    fn working_day(&self, day: i64, n: i64, way: Way) -> Option<i64> {
        let rank = match (way, n) {
            (_, 0) => return Some(day),
            (Way::Later, n) => self.working_days.rank(day).checked_add(n)?,
            // Of those before it, the last is the first back.
            (Way::Earlier, n) => {
                self.working_days.rank(day.checked_sub(1)?).checked_sub(n.checked_sub(1)?)?
            }
        };
        self.working_days.nth(rank)
    }

    /// Where a day is moved that is no working day.
    fn rolled(&self, day: i64, roll: Roll) -> Result<i64, Unreckoned> {
        if roll == Roll::None {
            return Ok(day);
        }
        let Err(rank) = self.working_days.find(day) else { return Ok(day) };
        let following = self.working_days.nth(rank.wrapping_add(1));
        let goes_back = match roll {
            Roll::None | Roll::Following => false,
            Roll::Preceding => true,
            Roll::ModifiedFollowing => {
                following.is_none_or(|following| !is_in_the_month(following, day))
            }
        };
        if goes_back {
            let before = self.working_days.nth(rank);
            self.covered(before, Unreckoned::BeforeCovered)
        } else {
            self.covered(following, Unreckoned::AfterCovered)
        }
    }

    /// A day, if it is covered; `past` where there is no such day at all.
    pub(super) fn covered(&self, day: Option<i64>, past: Unreckoned) -> Result<i64, Unreckoned> {
        match day {
            None => Err(past),
            Some(day) if day < self.covered.0 => Err(Unreckoned::BeforeCovered),
            Some(day) if day > self.covered.1 => Err(Unreckoned::AfterCovered),
            Some(day) => Ok(day),
        }
    }
}

fn naive(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day.try_into().ok()?)
}

/// Whether a later day is in the month of a day.
fn is_in_the_month(later: i64, day: i64) -> bool {
    let month = naive(day).map(|date| (date.day0(), date.num_days_in_month()));
    month.is_some_and(|(gone, length)| {
        later.saturating_sub(day).saturating_add(gone.into()) < length.into()
    })
}

impl Way {
    fn past_covered(self) -> Unreckoned {
        match self {
            Self::Later => Unreckoned::AfterCovered,
            Self::Earlier => Unreckoned::BeforeCovered,
        }
    }

    fn months(self, day: i64, months: u32) -> Option<i64> {
        let (date, months) = (naive(day)?, Months::new(months));
        let moved = match self {
            Self::Later => date.checked_add_months(months),
            Self::Earlier => date.checked_sub_months(months),
        };
        Some(moved?.num_days_from_ce().into())
    }

    fn moved(self, day: i64, days: i64) -> Option<i64> {
        day.checked_add(self.signed(days))
    }

    /// `amount` is not negative.
    fn signed(self, amount: i64) -> i64 {
        match self {
            Self::Later => amount,
            Self::Earlier => amount.wrapping_neg(),
        }
    }
}
