//! Calendars and terms: local time, working days, the end of the day ([SEMANTICS.md, section 10](crate::guide::law#10-calendars)).
//!
//! A [`Calendar`] is a table: offsets from UTC, a weekend, holidays, business hours, and the days for
//! which it holds. Nothing here reads a database of time zones, so the same table gives the same answer
//! on every machine and in every year. A [`Term`] is a duration, or a duration as a calendar counts it:
//!
//! ```
//! use servanda::Instant;
//! use servanda::time::calendar::{Calendar, CalendarTerm, Ends, Term};
//!
//! let berlin = Calendar::builder("2026-01-01".parse()?, "2026-12-31".parse()?)
//!     .offset("+01:00".parse()?)
//!     .offset_from("2026-03-29T01:00:00Z".parse()?, "+02:00".parse()?)
//!     .offset_from("2026-10-25T01:00:00Z".parse()?, "+01:00".parse()?)
//!     .holidays(["2026-04-03".parse()?, "2026-04-06".parse()?])
//!     .build()?;
//!
//! // As documents write it, the calendar by its name ...
//! let term: Term<&str> =
//!     CalendarTerm::new("P3D".parse()?, "berlin").working()?.ends(Ends::Midnight)?.into();
//! assert_eq!(term.in_words(), "three working days, to the day's end, Berlin");
//!
//! // ... and with the calendar at hand, from the Wednesday before Easter on.
//! let term = term.map(|_| &berlin);
//! let start: Instant = "2026-04-01T09:30:00+02:00".parse()?;
//! let end = term.after(start)?;
//! assert_eq!(berlin.local(end).to_string(), "2026-04-08T23:59:59.999999999+02:00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Whoever has a plain duration pays nothing for calendars: [`Term::Span`] is added as ever.

mod builder;
mod counting;
mod day;
mod error;
mod hours;
mod local;
mod offset;
mod ranks;
mod reading;
mod reckon;
mod table;
mod term;
mod time_of_day;
mod weekday;
mod words;
mod written_calendar;
mod written_term;

pub use builder::CalendarBuilder;
pub use counting::{Days, Ends, EndsError, Roll, WordError};
pub use day::CalendarDay;
pub use error::{CalendarDefect, CalendarError, CalendarRule, TermError, Unreckoned};
pub use local::LocalTime;
pub use offset::{Offset, OffsetError};
pub use table::{Calendar, covering};
pub use term::{CalendarTerm, Reckoned, Term};
pub use time_of_day::{TimeOfDay, TimeOfDayError};
pub use weekday::{Weekday, WeekdayError};
pub use written_term::term_or_at_once;

#[cfg(test)]
mod cases;
#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "tests may stop at once")]
mod laws;
