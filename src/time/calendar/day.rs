//! Instants that are written by their day.

use super::super::Date;
use super::counting::Ends;
use super::error::{TermError, Unreckoned};
use super::reading::SinceMidnight;
use super::table::Calendar;
use super::term::Reckoned;
use super::time_of_day::TimeOfDay;

/// An instant that is written by its day in a calendar: `{"day": "2026-01-15", "in": "berlin"}`.
///
/// Which time of day it is if none is said depends on where it stands: of a deadline the day's end, of
/// anything else the day's beginning. `C` says which calendar, as of a [`Term`](super::Term).
///
/// ```
/// use servanda::time::calendar::{Calendar, CalendarDay};
/// let utc = Calendar::builder("2026-01-01".parse()?, "2026-12-31".parse()?).build()?;
/// let day = CalendarDay::new("2026-01-15".parse()?, &utc);
/// assert_eq!(day.deadline(), Ok("2026-01-15T23:59:59.999999999Z".parse()?));
/// assert_eq!(day.instant(), Ok("2026-01-15T00:00:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CalendarDay<C = Box<str>> {
    day: Date,
    ends: Option<Ends>,
    calendar: C,
}

impl<C> CalendarDay<C> {
    /// This day of this calendar, at no time of day that is said.
    #[must_use]
    pub fn new(day: Date, calendar: C) -> Self {
        Self { day, ends: None, calendar }
    }

    /// At this time of day.
    ///
    /// # Errors
    /// [`TermError::SameTimeAsNothing`] of [`Ends::SameTime`].
    pub fn ends(self, ends: Ends) -> Result<Self, TermError> {
        match ends {
            Ends::SameTime => Err(TermError::SameTimeAsNothing),
            ends => Ok(Self { ends: Some(ends.plainly()), ..self }),
        }
    }

    /// The day.
    #[must_use]
    pub fn day(&self) -> Date {
        self.day
    }

    /// The time of day, if one is said.
    #[must_use]
    pub fn time_of_day(&self) -> Option<Ends> {
        self.ends
    }

    /// The calendar.
    #[must_use]
    pub fn calendar(&self) -> &C {
        &self.calendar
    }

    /// The same day, by another word for its calendar, or with the calendar at hand.
    pub fn map<'a, D>(&'a self, calendar: impl FnOnce(&'a C) -> D) -> CalendarDay<D> {
        CalendarDay { day: self.day, ends: self.ends, calendar: calendar(&self.calendar) }
    }

    /// The same day, where there may be no such calendar.
    ///
    /// # Errors
    /// Whatever comes of looking for the calendar.
    pub fn try_map<'a, D, E>(
        &'a self,
        calendar: impl FnOnce(&'a C) -> Result<D, E>,
    ) -> Result<CalendarDay<D>, E> {
        Ok(CalendarDay { day: self.day, ends: self.ends, calendar: calendar(&self.calendar)? })
    }
}

impl<C: AsRef<Calendar>> CalendarDay<C> {
    /// The instant, as a deadline: the day's end if no time of day is said.
    ///
    /// # Errors
    /// [`Unreckoned`] if the calendar does not cover the day, or time ends before.
    pub fn deadline(&self) -> Reckoned {
        self.at(self.ends.unwrap_or(Ends::Midnight))
    }

    /// The instant, where it is no deadline: the day's beginning if no time of day is said.
    ///
    /// # Errors
    /// [`Unreckoned`] if the calendar does not cover the day, or time ends before.
    pub fn instant(&self) -> Reckoned {
        self.at(self.ends.unwrap_or(Ends::At(TimeOfDay::START)))
    }

    fn at(&self, ends: Ends) -> Reckoned {
        let calendar = self.calendar.as_ref();
        let day = calendar.covered(Some(self.day.number()), Unreckoned::AfterCovered)?;
        calendar.on(day, ends, SinceMidnight::START)
    }
}
