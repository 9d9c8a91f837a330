//! The calendar of a place: what its clocks show, and on which days it works.

use std::collections::BTreeSet;

use super::super::{Date, Instant};
use super::builder::CalendarBuilder;
use super::local::{LocalTime, Offsets};
use super::offset::Offset;
use super::ranks::Ranks;
#[cfg(any(feature = "render", feature = "step"))]
use super::reading::Reading;
use super::time_of_day::TimeOfDay;
use super::weekday::Weekday;

/// What the clocks of a place show, which days are working days, and when they are open: a table, so
/// that what follows from it depends on nothing else ([SEMANTICS.md, section 10](crate::guide::law#10-calendars)).
///
/// ```
/// use servanda::time::calendar::Calendar;
///
/// let berlin = Calendar::builder("2026-01-01".parse()?, "2026-12-31".parse()?)
///     .offset("+01:00".parse()?)
///     .offset_from("2026-03-29T01:00:00Z".parse()?, "+02:00".parse()?)
///     .offset_from("2026-10-25T01:00:00Z".parse()?, "+01:00".parse()?)
///     .holiday("2026-05-01".parse()?)
///     .opens("09:00".parse()?)
///     .close("17:00".parse()?)
///     .build()?;
/// assert!(!berlin.is_working_day("2026-05-01".parse()?));
/// assert!(berlin.is_open("2026-04-30T07:00:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It is read and written as section 10's table says:
///
/// ```
/// # #[cfg(feature = "json")] {
/// use servanda::time::calendar::Calendar;
/// let written = r#"{"offset":"-05:00","holidays":["2026-07-03"],"covers":["2026-01-01","2026-12-31"]}"#;
/// let calendar: Calendar = serde_json::from_str(written)?;
/// assert_eq!(serde_json::to_string(&calendar)?, written);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Calendar {
    pub(super) offsets: Offsets,
    /// Which weekdays are no working days: bits, Monday's the lowest.
    pub(super) weekend: u8,
    /// In order, each once.
    pub(super) holidays: Box<[Date]>,
    /// In order, each once.
    pub(super) working: Box<[Date]>,
    pub(super) opens: TimeOfDay,
    pub(super) close: TimeOfDay,
    covers: (Date, Date),
    /// The numbers of these two days.
    pub(super) covered: (i64, i64),
    pub(super) working_days: Ranks,
    /// All other days.
    pub(super) days_off: Ranks,
}

/// Monday to Sunday.
const WEEK: u8 = 0b111_1111;

impl Calendar {
    /// Starts a calendar that holds for the days from one to another, both included: in UTC, with
    /// Saturday and Sunday for a weekend, no holidays, and open all day.
    pub fn builder(from: Date, to: Date) -> CalendarBuilder {
        CalendarBuilder::new(from, to)
    }

    /// From what a builder found to be right.
    pub(super) fn new(
        offsets: Offsets,
        weekend: u8,
        holidays: BTreeSet<Date>,
        working: BTreeSet<Date>,
        (opens, close): (TimeOfDay, TimeOfDay),
        covers: (Date, Date),
    ) -> Self {
        let by_week = Ranks::new(WEEK & !weekend, &BTreeSet::new());
        let made_off = holidays.difference(&working).filter(|date| by_week.has(date.number()));
        let made_working = working.iter().filter(|date| !by_week.has(date.number()));
        let differing = made_off.chain(made_working).map(|date| date.number()).collect();
        Self {
            offsets,
            weekend,
            opens,
            close,
            covers,
            covered: (covers.0.number(), covers.1.number()),
            working_days: Ranks::new(WEEK & !weekend, &differing),
            days_off: Ranks::new(weekend, &differing),
            holidays: holidays.into_iter().collect(),
            working: working.into_iter().collect(),
        }
    }

    /// What the clocks show at an instant.
    #[must_use]
    pub fn local(&self, instant: Instant) -> LocalTime {
        LocalTime(self.offsets.local(instant))
    }

    /// When the clocks show a time: the later of two instants, and where they skip it, the first after the gap.
    #[cfg(any(feature = "render", feature = "step"))]
    pub(crate) fn when(&self, local: chrono::NaiveDateTime) -> Option<Instant> {
        self.offsets.when(Reading::of(local))?.instant()
    }

    /// Whether a day is a working day: by `working`, else by `holidays` and the weekend. It answers of
    /// days that it does not cover too, as far as it goes.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        self.working_days.has(date.number())
    }

    /// Whether a day is one of the weekend, be it a working day all the same.
    #[must_use]
    pub fn is_weekend(&self, date: Date) -> bool {
        // The first of the year 1 was a Monday, and has the number 1.
        let weekday = date.number().saturating_sub(1).rem_euclid(7);
        u32::try_from(weekday).is_ok_and(|weekday| self.weekend & (1 << weekday) != 0)
    }

    /// Whether it holds for a day.
    #[must_use]
    pub fn is_covered(&self, date: Date) -> bool {
        self.covers_number(date.number())
    }

    /// The first and the last day for which it holds.
    #[must_use]
    pub fn covers(&self) -> (Date, Date) {
        self.covers
    }

    /// The offset from UTC before the first change.
    #[must_use]
    pub fn offset(&self) -> Offset {
        self.offsets.first
    }

    /// The changes of the offset, in order of time: from when on, and to what.
    #[must_use]
    pub fn offsets(&self) -> &[(Instant, Offset)] {
        &self.offsets.changes
    }

    /// The offset from UTC at an instant.
    #[must_use]
    pub fn offset_at(&self, instant: Instant) -> Offset {
        self.offsets.at(instant)
    }

    /// The weekdays that are no working days, in the order of the week.
    pub fn weekend(&self) -> impl Iterator<Item = Weekday> {
        Weekday::ALL.into_iter().filter(|day| self.weekend & day.bit() != 0)
    }

    /// The dates that are no working days, in order.
    #[must_use]
    pub fn holidays(&self) -> &[Date] {
        &self.holidays
    }

    /// The dates that are working days though weekend or holiday, in order.
    #[must_use]
    pub fn working(&self) -> &[Date] {
        &self.working
    }

    /// The time of day from which a working day is open.
    #[must_use]
    pub fn opens(&self) -> TimeOfDay {
        self.opens
    }

    /// The time of day from which a working day is open no more.
    #[must_use]
    pub fn close(&self) -> TimeOfDay {
        self.close
    }

    pub(super) fn covers_number(&self, day: i64) -> bool {
        (self.covered.0..=self.covered.1).contains(&day)
    }
}

/// Starts a calendar that holds for the days from one to another, both included: see
/// [`Calendar::builder`], for where a vocabulary has an enum `Calendar` of its own.
///
/// ```
/// use servanda::time::calendar::covering;
/// let utc = covering("2026-01-01".parse()?, "2026-12-31".parse()?).build()?;
/// assert!(utc.is_covered("2026-12-31".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn covering(from: Date, to: Date) -> CalendarBuilder {
    CalendarBuilder::new(from, to)
}

impl AsRef<Self> for Calendar {
    fn as_ref(&self) -> &Self {
        self
    }
}
