//! What can be wrong with calendars and terms.

use std::fmt;

use super::super::{Date, Instant};
use super::time_of_day::TimeOfDay;

/// Everything that is wrong with a calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", Lines(defects))]
pub struct CalendarError {
    defects: Vec<CalendarDefect>,
}

impl CalendarError {
    pub(super) fn new(defects: Vec<CalendarDefect>) -> Self {
        Self { defects }
    }

    /// What is wrong, in the order of the document.
    #[must_use]
    pub fn defects(&self) -> &[CalendarDefect] {
        &self.defects
    }
}

struct Lines<'a>(&'a [CalendarDefect]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, defect) in self.0.iter().enumerate() {
            let separator = if place == 0 { "" } else { "\n" };
            write!(f, "{separator}{defect}")?;
        }
        Ok(())
    }
}

/// One thing that is wrong with a calendar, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarDefect {
    place: Box<str>,
    rule: CalendarRule,
}

impl CalendarDefect {
    pub(super) fn new(place: impl Into<Box<str>>, rule: CalendarRule) -> Self {
        Self { place: place.into(), rule }
    }

    /// Where it stands in the calendar: `offsets[1]`.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong.
    #[must_use]
    pub fn rule(&self) -> &CalendarRule {
        &self.rule
    }
}

impl fmt::Display for CalendarDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.rule)
    }
}

/// A rule that a calendar breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarRule {
    /// The changes of the offset are not in order of time.
    #[error("it changes at {after}, which is not after the change before, at {before}")]
    OffsetsInOrder {
        /// When the change before comes.
        before: Instant,
        /// When this one comes.
        after: Instant,
    },
    /// It closes before it opens.
    #[error("it opens at {opens}, which is not before it closes at {close}")]
    NeverOpen {
        /// When it opens.
        opens: TimeOfDay,
        /// When it closes.
        close: TimeOfDay,
    },
    /// The days that it covers end before they begin.
    #[error("the last day, {to}, is before the first, {from}")]
    NothingCovered {
        /// The first day.
        from: Date,
        /// The last.
        to: Date,
    },
}

impl CalendarRule {
    /// How to mend it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::OffsetsInOrder { .. } => "list the changes of the offset in order of time",
            Self::NeverOpen { .. } => {
                "hours that go past midnight can't be written: let it close by `24:00`"
            }
            Self::NothingCovered { .. } => "write the first day that it covers before the last",
        }
    }
}

/// Why a duration, counted as it is to be, is no term.
///
/// ```
/// use servanda::time::calendar::{CalendarTerm, TermError};
/// let month = CalendarTerm::new("P1M".parse()?, "berlin");
/// assert_eq!(month.working(), Err(TermError::NotWholeDays));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TermError {
    /// Working days are asked for, but the duration has years, months or a time of day.
    #[error("`days` = `working` counts whole days or weeks: the duration has other parts")]
    NotWholeDays,
    /// The term is to end at a time of day, but the duration has hours, minutes or seconds.
    #[error(
        "`ends` says at what time of day it ends: the duration can't have hours, minutes or seconds"
    )]
    HoursToADaysEnd,
    /// An instant by its day has no other time of day that it could take.
    #[error("`ends` = `same-time` is of no day by itself")]
    SameTimeAsNothing,
}

impl TermError {
    /// How to mend it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotWholeDays => "write whole days (`P3D`), or leave `days` out",
            Self::HoursToADaysEnd => "leave out the hours, or leave `ends` out",
            Self::SameTimeAsNothing => "write `midnight`, `close` or a time of day, as `09:00`",
        }
    }
}

/// Why it can't be reckoned when a term ends.
///
/// ```
/// use servanda::time::calendar::Unreckoned;
/// assert_eq!(Unreckoned::AfterCovered.to_string(), "it ends after the days that the calendar covers");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unreckoned {
    /// It ends before the days that the calendar covers.
    #[error("it ends before the days that the calendar covers")]
    BeforeCovered,
    /// It ends after the days that the calendar covers.
    #[error("it ends after the days that the calendar covers")]
    AfterCovered,
    /// It ends before the year 0000 or after the year 9999: it never does.
    #[error("it ends outside the years 0000 to 9999")]
    Never,
}

impl Unreckoned {
    /// Whether it is the calendar that does not reach so far, so that nobody knows when the term ends;
    /// else it is known that it never does.
    #[must_use]
    pub fn is_of_calendar(self) -> bool {
        self != Self::Never
    }
}
