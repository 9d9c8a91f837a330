//! Instants and durations, counted in seconds from a start near the end of a leap January.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use super::Chooser;

pub const DAY: i64 = 86_400;

/// The morning of the 30th of January 2024: months from here end on different days.
pub fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_706_594_400, 0).unwrap()
}

/// So many seconds after the start.
pub fn at(seconds: i64) -> DateTime<Utc> {
    start() + TimeDelta::seconds(seconds)
}

/// So many seconds after the start, as RFC 3339 in UTC.
pub fn written(seconds: i64) -> String {
    at(seconds).to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The same instant in one of its spellings: with an offset, with a fraction of nothing.
pub fn spelled(chooser: &mut Chooser<'_>, seconds: i64) -> String {
    match chooser.below(14) {
        0..=11 => written(seconds),
        12 => {
            let local = at(seconds) - TimeDelta::minutes(270);
            format!("{}-04:30", local.format("%Y-%m-%dT%H:%M:%S"))
        }
        _ => format!("{}.000Z", at(seconds).format("%Y-%m-%dT%H:%M:%S")),
    }
}

/// One nanosecond after so many seconds: what comes just after a deadline.
pub fn just_after(seconds: i64) -> String {
    (at(seconds) + TimeDelta::nanoseconds(1)).to_rfc3339_opts(SecondsFormat::Nanos, true)
}

/// The text of an instant, so many seconds later.
pub fn later(text: &str, seconds: i64) -> String {
    (read(text) + TimeDelta::seconds(seconds)).to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The instant of a text.
pub fn read(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// Durations with about how many seconds they last.
pub const EXACT: [(&str, i64); 9] = [
    ("P1D", DAY),
    ("P2D", 2 * DAY),
    ("PT6H", 21_600),
    ("PT36H", 129_600),
    ("P1W", 7 * DAY),
    ("PT1H", 3_600),
    ("P5D", 5 * DAY),
    ("P1DT12H", 129_600),
    ("PT90M", 5_400),
];

/// Durations whose length the calendar decides.
pub const MONTHS: [(&str, i64); 3] =
    [("P1M", 30 * DAY), ("P2M", 60 * DAY), ("P1M1DT1H", 31 * DAY + 3_600)];

/// Durations that end within the last year that there is, or past it.
pub const FAR: [&str; 3] = ["P7975Y", "P7976Y", "P4294967295Y"];

/// A duration.
pub fn span(chooser: &mut Chooser<'_>, months: bool) -> &'static str {
    if !months || !chooser.chance(11) {
        chooser.one(&EXACT).0
    } else if chooser.chance(8) {
        chooser.one::<&str>(&FAR)
    } else {
        chooser.one(&MONTHS).0
    }
}

/// About how many seconds a duration lasts; a term lasts a day more than what it is made of.
pub fn length(span: &Value) -> i64 {
    let known = |text: &str| {
        let all = EXACT.iter().chain(&MONTHS);
        all.clone().find(|(it, _)| *it == text).map_or(3 * DAY, |(_, seconds)| *seconds)
    };
    match span {
        Value::String(text) => known(text),
        term => known(term["term"].as_str().unwrap_or_default()),
    }
}
