//! Terms: how long, and as which calendar counts it.

use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::super::{Instant, Span, SpanError};
use super::counting::{Days, Ends, Roll};
use super::error::{TermError, Unreckoned};
use super::table::Calendar;

/// When something ends, or why that can't be reckoned.
pub type Reckoned = Result<Instant, Unreckoned>;

/// How long: a duration, or a duration as a calendar counts it.
///
/// `C` says which calendar: by name as documents write it (`Term`, `Term<&str>`), or at hand
/// (`Term<&Calendar>`, `Term<Arc<Calendar>>`), which it takes to reckon. [`map`](Term::map) and
/// [`try_map`](Term::try_map) go from one to the other.
///
/// ```
/// use servanda::time::calendar::{Calendar, Term};
/// # #[cfg(feature = "json")] {
/// let term: Term = serde_json::from_str(r#"{"term": "P1M", "in": "utc", "ends": "midnight"}"#)?;
/// let utc = Calendar::builder("2026-01-01".parse()?, "2026-12-31".parse()?).build()?;
/// let end = term.map(|_| &utc).after("2026-01-31T10:30:00Z".parse()?)?;
/// assert_eq!(end, "2026-02-28T23:59:59.999999999Z".parse()?);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term<C = Box<str>> {
    /// A duration: a day is 24 hours, months and years are those of UTC.
    Span(Span),
    /// A duration as a calendar counts it.
    Calendar(CalendarTerm<C>),
}

/// A duration as a calendar counts it: with its defaults, days of the calendar, to the same time of day.
///
/// From an instant, its local date is moved by years and months, then by weeks and days (or to the n-th
/// working day); `roll` moves a date that is no working day; `ends` says the time of day; hours, minutes
/// and seconds are added last, exactly.
///
/// ```
/// use servanda::time::calendar::{CalendarTerm, Ends, Roll, TermError};
/// let term = CalendarTerm::new("P1M".parse()?, "berlin").ends(Ends::Close)?.roll(Roll::Following);
/// assert_eq!((*term.calendar(), term.span().to_string().as_str()), ("berlin", "P1M"));
/// let hours = CalendarTerm::new("PT8H".parse()?, "berlin");
/// assert_eq!(hours.ends(Ends::Midnight), Err(TermError::HoursToADaysEnd));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Two are equal if they come to the same, be a default said or not.
#[derive(Clone, Copy, Debug)]
pub struct CalendarTerm<C = Box<str>> {
    span: Span,
    /// These are none where nothing is said: what is said is written as it was read.
    days: Option<Days>,
    ends: Option<Ends>,
    roll: Option<Roll>,
    calendar: C,
}

impl<C: PartialEq> PartialEq for CalendarTerm<C> {
    fn eq(&self, other: &Self) -> bool {
        self.meaning() == other.meaning()
    }
}

impl<C: Eq> Eq for CalendarTerm<C> {}

impl<C: Hash> Hash for CalendarTerm<C> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.meaning().hash(state);
    }
}

impl<C> Term<C> {
    /// The duration: what is counted.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Span(span) => *span,
            Self::Calendar(term) => term.span,
        }
    }

    /// The duration, if no calendar counts it.
    #[must_use]
    pub fn plain(&self) -> Option<Span> {
        match self {
            Self::Span(span) => Some(*span),
            Self::Calendar(_) => None,
        }
    }

    /// The calendar that counts it, if one does.
    #[must_use]
    pub fn calendar(&self) -> Option<&C> {
        match self {
            Self::Span(_) => None,
            Self::Calendar(term) => Some(&term.calendar),
        }
    }

    /// The same term, by another word for its calendar, or with the calendar at hand.
    pub fn map<'a, D>(&'a self, calendar: impl FnOnce(&'a C) -> D) -> Term<D> {
        match self {
            Self::Span(span) => Term::Span(*span),
            Self::Calendar(term) => Term::Calendar(term.with(calendar(&term.calendar))),
        }
    }

    /// The same term, where there may be no such calendar.
    ///
    /// # Errors
    /// Whatever comes of looking for the calendar.
    pub fn try_map<'a, D, E>(
        &'a self,
        calendar: impl FnOnce(&'a C) -> Result<D, E>,
    ) -> Result<Term<D>, E> {
        Ok(match self {
            Self::Span(span) => Term::Span(*span),
            Self::Calendar(term) => Term::Calendar(term.with(calendar(&term.calendar)?)),
        })
    }
}

impl<C: AsRef<Calendar>> Term<C> {
    /// When it ends, from an instant on.
    ///
    /// # Errors
    /// [`Unreckoned`] if the calendar does not reach so far, or time ends before.
    #[inline]
    pub fn after(&self, start: Instant) -> Reckoned {
        self.after_times(start, 1)
    }

    /// When so many of it end, from an instant on: its parts are multiplied before they are added. None
    /// of it ends at once.
    ///
    /// # Errors
    /// [`Unreckoned`] if the calendar does not reach so far, or time ends before.
    #[inline]
    pub fn after_times(&self, start: Instant, times: u64) -> Reckoned {
        match self {
            Self::Span(span) => start.after_times(*span, times).ok_or(Unreckoned::Never),
            Self::Calendar(term) => term.after_times(start, times),
        }
    }

    /// When it begins, to end at an instant: the same with every part taken off, months first.
    ///
    /// # Errors
    /// [`Unreckoned`] if the calendar does not reach so far back, or time begins after.
    pub fn before(&self, end: Instant) -> Reckoned {
        match self {
            Self::Span(span) => end.before(*span).ok_or(Unreckoned::Never),
            Self::Calendar(term) => term.before(end),
        }
    }
}

/// A plain duration: what a calendar counts names it, by [`CalendarTerm::new`].
impl<C> FromStr for Term<C> {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        text.parse().map(Self::Span)
    }
}

impl<C> From<Span> for Term<C> {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

impl<C> From<CalendarTerm<C>> for Term<C> {
    fn from(term: CalendarTerm<C>) -> Self {
        Self::Calendar(term)
    }
}

impl<C> CalendarTerm<C> {
    /// This duration as this calendar counts it.
    #[must_use]
    pub fn new(span: Span, calendar: C) -> Self {
        Self { span, days: None, ends: None, roll: None, calendar }
    }

    /// Counts working days only.
    ///
    /// # Errors
    /// [`TermError::NotWholeDays`] if the duration has years, months or a time of day.
    pub fn working(self) -> Result<Self, TermError> {
        if self.span.is_calendar() || self.span.clock_seconds() > 0 {
            return Err(TermError::NotWholeDays);
        }
        Ok(Self { days: Some(Days::Working), ..self })
    }

    /// Ends at this time of day. `24:00` is midnight.
    ///
    /// # Errors
    /// [`TermError::HoursToADaysEnd`] if the duration has hours, minutes or seconds and the time of day
    /// is not to stay the same.
    pub fn ends(self, ends: Ends) -> Result<Self, TermError> {
        if ends != Ends::SameTime && self.span.clock_seconds() > 0 {
            return Err(TermError::HoursToADaysEnd);
        }
        Ok(Self { ends: Some(ends.plainly()), ..self })
    }

    /// Moves a date that is no working day.
    #[must_use]
    pub fn roll(self, roll: Roll) -> Self {
        Self { roll: Some(roll), ..self }
    }

    /// The duration: what is counted.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// Which days are counted.
    #[must_use]
    pub fn days(&self) -> Days {
        self.days.unwrap_or(Days::Calendar)
    }

    /// At what time of day it ends.
    #[must_use]
    pub fn end_of_day(&self) -> Ends {
        self.ends.unwrap_or(Ends::SameTime)
    }

    /// Where a date is moved that is no working day.
    #[must_use]
    pub fn rolled(&self) -> Roll {
        self.roll.unwrap_or(Roll::None)
    }

    /// The calendar that counts it.
    #[must_use]
    pub fn calendar(&self) -> &C {
        &self.calendar
    }

    /// What is said of days, of the time of day and of rolling.
    pub(super) fn said(&self) -> (Option<Days>, Option<Ends>, Option<Roll>) {
        (self.days, self.ends, self.roll)
    }

    /// The same with all days counted, where that is said.
    pub(super) fn all_days(self) -> Self {
        Self { days: Some(Days::Calendar), ..self }
    }

    fn meaning(&self) -> (Span, Days, Ends, Roll, &C) {
        (self.span, self.days(), self.end_of_day(), self.rolled(), &self.calendar)
    }

    pub(crate) fn with<D>(&self, calendar: D) -> CalendarTerm<D> {
        CalendarTerm {
            span: self.span,
            days: self.days,
            ends: self.ends,
            roll: self.roll,
            calendar,
        }
    }
}
