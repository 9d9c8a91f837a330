//! When a term ends: dates are moved first, then the time of day is found, then hours are added.

use chrono::{Datelike, Days as ChronoDays, Months, NaiveDate, NaiveTime, TimeDelta};

use super::super::{Instant, Span};
use super::counting::{Days, Ends, Roll};
use super::error::Unreckoned;
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
        let local = calendar.offsets.local(start).naive_local();
        let date = match way {
            _ if months == 0 => Some(local.date()),
            Way::Later => local.date().checked_add_months(Months::new(months)),
            Way::Earlier => local.date().checked_sub_months(Months::new(months)),
        };
        let date = i64::from(date.ok_or(way.past_covered())?.num_days_from_ce());
        let day = match self.days() {
            Days::Calendar => way.moved(date, days),
            Days::Working => calendar.working_day(date, days, way),
        };
        let day = calendar.covered(day, way.past_covered())?;
        let date = calendar.rolled(day, self.rolled())?;
        let end = calendar.on(date, self.end_of_day(), local.time())?;
        let end = match seconds {
            0 => end,
            _ => end.moved_seconds(way.signed(seconds)).ok_or(Unreckoned::Never)?,
        };
        let shown = calendar.offsets.local(end).naive_local().date();
        calendar.covered(Some(shown.num_days_from_ce().into()), way.past_covered())?;
        Ok(end)
    }
}

impl Calendar {
    /// The instant at a time of day of a date.
    pub(super) fn on(&self, date: NaiveDate, ends: Ends, same: NaiveTime) -> Reckoned {
        let time = match ends {
            Ends::SameTime => Some(same),
            Ends::Midnight => None,
            Ends::Close => self.close.of_day(),
            Ends::At(time) => time.of_day(),
        };
        let when = match time {
            Some(time) => self.offsets.when(date.and_time(time)),
            None => date
                .checked_add_days(ChronoDays::new(1))
                .and_then(|next| self.offsets.when(next.and_time(NaiveTime::MIN)))
                .and_then(|next| next.checked_sub_signed(TimeDelta::nanoseconds(1))),
        };
        when.and_then(|when| Instant::try_from(when.and_utc()).ok()).ok_or(Unreckoned::Never)
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

    /// Where a date that is no working day is moved.
    fn rolled(&self, day: i64, roll: Roll) -> Result<NaiveDate, Unreckoned> {
        let date = naive(day).ok_or(Unreckoned::AfterCovered)?;
        if roll == Roll::None || self.working_days.has(day) {
            return Ok(date);
        }
        let following = || self.date_of(self.working_days.next(day), Unreckoned::AfterCovered);
        let preceding = || {
            let before = self.working_days.nth(self.working_days.rank(day));
            self.date_of(before, Unreckoned::BeforeCovered)
        };
        match roll {
            Roll::Preceding => preceding(),
            Roll::None | Roll::Following => following(),
            Roll::ModifiedFollowing => {
                let next = self.working_days.next(day).and_then(naive);
                match next {
                    Some(next) if (next.year(), next.month()) == (date.year(), date.month()) => {
                        following()
                    }
                    _ => preceding(),
                }
            }
        }
    }

    fn date_of(&self, day: Option<i64>, past: Unreckoned) -> Result<NaiveDate, Unreckoned> {
        naive(self.covered(day, past)?).ok_or(past)
    }

    /// A day, if it is covered; `past` where there is no such day at all.
    fn covered(&self, day: Option<i64>, past: Unreckoned) -> Result<i64, Unreckoned> {
        match day {
            None => Err(past),
            Some(day) if day < self.covers.0.number() => Err(Unreckoned::BeforeCovered),
            Some(day) if day > self.covers.1.number() => Err(Unreckoned::AfterCovered),
            Some(day) => Ok(day),
        }
    }
}

fn naive(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day.try_into().ok()?)
}

impl Way {
    fn past_covered(self) -> Unreckoned {
        match self {
            Self::Later => Unreckoned::AfterCovered,
            Self::Earlier => Unreckoned::BeforeCovered,
        }
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

impl Instant {
    /// Later by so many seconds, or earlier by fewer than none; none past the ends of time.
    fn moved_seconds(self, seconds: i64) -> Option<Self> {
        let moved = self.0.checked_add_signed(TimeDelta::try_seconds(seconds)?)?;
        Self::try_from(moved).ok()
    }
}
