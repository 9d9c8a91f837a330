//! The dates on the axis: the roundest that there is room for.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use crate::pictures::fit::width;
use crate::report::Zone;

use super::scale::Scale;

/// The size of a date's letters, and the room between two dates.
pub(super) const SIZE: f64 = 11.0;
const ROOM: f64 = 16.0;
/// The most dates of one kind that are tried: more would have no room anyway.
const MOST: usize = 2_000;

/// A date on the axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) x: f64,
    pub(super) label: String,
    /// The year, where it is new.
    pub(super) year: Option<String>,
}

/// How far apart dates are, the roundest first.
#[derive(Clone, Copy, Debug)]
enum Step {
    Years(u32),
    Months(u32),
    /// These days of each month.
    Days(&'static [u32]),
    /// Every day.
    Daily,
    Seconds(u32),
}

const STEPS: [Step; 18] = [
    Step::Years(1000),
    Step::Years(100),
    Step::Years(10),
    Step::Years(1),
    Step::Months(6),
    Step::Months(3),
    Step::Months(1),
    Step::Days(&[1, 15]),
    Step::Days(&[1, 8, 15, 22]),
    Step::Daily,
    Step::Seconds(43_200),
    Step::Seconds(21_600),
    Step::Seconds(3_600),
    Step::Seconds(900),
    Step::Seconds(300),
    Step::Seconds(60),
    Step::Seconds(10),
    Step::Seconds(1),
];

/// The dates on a scale, as the clocks of a time zone show them: the roundest first, then finer ones where there is
/// still room.
pub(super) fn ticks(scale: &Scale, zone: Zone<'_>) -> Vec<Tick> {
    let (Some(first), Some(last)) = (scale.first(), scale.last()) else { return Vec::new() };
    let shown = |at| zone.local(at).to_chrono().naive_local();
    let mut placed: Vec<(NaiveDateTime, f64)> = Vec::new();
    let half = |date: NaiveDateTime| (width(&label(date), SIZE) + ROOM) / 2.0;
    for step in STEPS {
        for date in step.dates(shown(first), shown(last)) {
            let Some(instant) = zone.when(date) else { continue };
            let x = scale.place(instant);
            if placed.iter().all(|(other, taken)| (x - taken).abs() >= half(date) + half(*other)) {
                placed.push((date, x));
            }
        }
    }
    if placed.is_empty() {
        placed.push((shown(first), scale.place(first)));
    }
    placed.sort_by_key(|(date, _)| *date);
    let mut year = None;
    placed
        .into_iter()
        .map(|(date, x)| {
            let is_new = year.replace(date.year()) != Some(date.year());
            let year = is_new.then(|| format!("{:04}", date.year()));
            Tick { x, label: label(date), year }
        })
        .collect()
}

/// "8 Nov", with the time where it is not midnight.
fn label(date: NaiveDateTime) -> String {
    let form = match (date.hour(), date.minute(), date.second()) {
        (0, 0, 0) => "%-d %b",
        (_, _, 0) => "%-d %b %H:%M",
        _ => "%H:%M:%S",
    };
    date.format(form).to_string()
}

impl Step {
    /// The dates of this kind from one instant to another.
    fn dates(self, first: NaiveDateTime, last: NaiveDateTime) -> Vec<NaiveDateTime> {
        let Some(start) = self.before(first) else { return Vec::new() };
        let mut dates: Vec<_> = std::iter::successors(Some(start), |date| self.after(*date))
            .take_while(|date| *date <= last)
            .filter(|date| *date >= first && self.is_one(*date))
            .take(MOST.saturating_add(1))
            .collect();
        if dates.len() > MOST {
            dates.clear();
        }
        dates
    }

    /// The last date of this kind that is not after this one.
    fn before(self, date: NaiveDateTime) -> Option<NaiveDateTime> {
        let midnight =
            |year, month, day| NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(0, 0, 0);
        match self {
            Self::Years(years) => {
                let past = date.year().checked_rem_euclid(i32::try_from(years).ok()?)?;
                midnight(date.year().checked_sub(past)?, 1, 1)
            }
            Self::Months(months) => {
                let past = date.month0().checked_rem(months)?;
                midnight(date.year(), date.month().checked_sub(past)?, 1)
            }
            Self::Days(_) | Self::Daily => midnight(date.year(), date.month(), date.day()),
            Self::Seconds(seconds) => {
                let past = date.num_seconds_from_midnight().checked_rem(seconds)?;
                let whole = date.with_nanosecond(0)?;
                whole.checked_sub_signed(TimeDelta::seconds(i64::from(past)))
            }
        }
    }

    /// The next date, of those among which this kind is.
    fn after(self, date: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Self::Years(years) => date.checked_add_months(Months::new(years.checked_mul(12)?)),
            Self::Months(months) => date.checked_add_months(Months::new(months)),
            Self::Days(_) | Self::Daily => date.checked_add_days(Days::new(1)),
            Self::Seconds(seconds) => {
                date.checked_add_signed(TimeDelta::seconds(i64::from(seconds)))
            }
        }
    }

    fn is_one(self, date: NaiveDateTime) -> bool {
        match self {
            Self::Days(days) => days.contains(&date.day()),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    fn labels(first: &str, last: &str) -> Vec<String> {
        let instants: Vec<Instant> = [first, last].map(|text| text.parse().unwrap()).to_vec();
        let scale = Scale::new(instants, 0.0, 400.0);
        ticks(&scale, Zone::UTC)
            .into_iter()
            .map(|tick| tick.label + &tick.year.map(|year| format!(" {year}")).unwrap_or_default())
            .collect()
    }

    #[test]
    fn takes_the_roundest_dates() {
        assert_eq!(
            labels("1962-10-28T00:05:00Z", "1963-01-07T17:00:00Z"),
            ["1 Nov 1962", "15 Nov", "1 Dec", "15 Dec", "1 Jan 1963"]
        );
        assert_eq!(
            labels("2026-01-01T10:59:00Z", "2026-01-01T11:00:20Z"),
            ["1 Jan 10:59 2026", "10:59:20", "10:59:40", "1 Jan 11:00", "11:00:20"]
        );
    }

    #[test]
    fn spans_all_of_time_and_none() {
        let ages = labels("0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z");
        assert!(ages.len() > 3 && ages.iter().all(|age| age.starts_with("1 Jan")), "{ages:?}");
        assert_eq!(labels("2026-05-04T09:30:15Z", "2026-05-04T09:30:15Z"), ["09:30:15 2026"]);
    }
}
