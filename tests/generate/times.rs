//! Instants and durations, counted in seconds from a start near the end of a leap January.

use chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, Utc};

use super::Chooser;

/// Midnight before the 31st of January 2024: months from here end on different days.
fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_706_572_800, 0).unwrap()
}

/// So many seconds after the start, as RFC 3339 in UTC.
pub fn written(seconds: i64) -> String {
    (start() + TimeDelta::seconds(seconds)).to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The same instant in one of its spellings: with an offset, with a fraction of nothing.
pub fn spelled(chooser: &mut Chooser<'_>, seconds: i64) -> String {
    match chooser.below(12) {
        0..=9 => written(seconds),
        10 => {
            let local = start() + TimeDelta::seconds(seconds) - TimeDelta::minutes(270);
            format!("{}-04:30", local.format("%Y-%m-%dT%H:%M:%S"))
        }
        _ => {
            let instant = start() + TimeDelta::seconds(seconds);
            assert!(instant.year() > 2000);
            format!("{}.000Z", instant.format("%Y-%m-%dT%H:%M:%S"))
        }
    }
}

/// The instant of a text.
pub fn read(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// The text of an instant, so many seconds later.
pub fn later(text: &str, seconds: i64) -> String {
    (read(text) + TimeDelta::seconds(seconds)).to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// One nanosecond after so many seconds: what comes just after a deadline.
pub fn just_after(seconds: i64) -> String {
    (start() + TimeDelta::seconds(seconds) + TimeDelta::nanoseconds(1))
        .to_rfc3339_opts(SecondsFormat::Nanos, true)
}

/// Durations with about how many seconds they last.
pub const EXACT: [(&str, i64); 9] = [
    ("PT1H", 3_600),
    ("PT2H", 7_200),
    ("PT30M", 1_800),
    ("P1D", 86_400),
    ("PT90M", 5_400),
    ("PT3H", 10_800),
    ("P1DT1H", 90_000),
    ("PT1S", 1),
    ("P1W", 604_800),
];

/// Durations whose length the calendar decides.
pub const CALENDAR: [(&str, i64); 3] =
    [("P1M", 86_400 * 30), ("P1Y", 86_400 * 366), ("P1M1DT1H", 86_400 * 31 + 3_600)];

/// Durations that end within the last year that there is, or past it.
pub const FAR: [&str; 3] = ["P7975Y", "P7976Y", "P4294967295Y"];

/// A duration.
pub fn span(chooser: &mut Chooser<'_>, calendar: bool) -> &'static str {
    if !calendar || !chooser.chance(15) {
        chooser.one(&EXACT).0
    } else if chooser.chance(8) {
        chooser.one::<&str>(&FAR)
    } else {
        chooser.one(&CALENDAR).0
    }
}
