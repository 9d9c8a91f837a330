//! Instants and lengths of time (section 2).

use chrono::{DateTime, Datelike, Months, SecondsFormat, TimeDelta, Utc};

pub(crate) type Instant = DateTime<Utc>;

/// The last year that can be written in RFC 3339. What would lie past it never comes.
const LAST_YEAR: i32 = 9999;

pub(crate) fn instant(text: &str) -> Result<Instant, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|instant| instant.to_utc())
        .map_err(|why| format!("`{text}` is not an instant: {why}"))
}

/// RFC 3339 in UTC, with as few digits of a second as are exact.
pub(crate) fn printed(instant: Instant) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

pub(crate) fn if_it_comes(instant: Instant) -> Option<Instant> {
    (0..=LAST_YEAR).contains(&instant.year()).then_some(instant)
}

/// `instant` moved by an exact time.
pub(crate) fn moved(instant: Instant, by: TimeDelta) -> Option<Instant> {
    instant.checked_add_signed(by).and_then(if_it_comes)
}

/// An ISO 8601 duration of whole numbers, part by part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Duration {
    pub(crate) months: u64,
    pub(crate) days: u64,
    pub(crate) seconds: u64,
    /// True of a duration that wrote hours, minutes or seconds.
    pub(crate) has_time: bool,
}

impl Duration {
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not an ISO 8601 duration of whole numbers");
        let body = text.strip_prefix('P').ok_or_else(wrong)?;
        let (date, time) = match body.split_once('T') {
            Some((_, "")) => return Err(wrong()),
            Some((date, time)) => (date, time),
            None if body.is_empty() => return Err(wrong()),
            None => (body, ""),
        };
        let [years, months, weeks, days] = figures(date, ['Y', 'M', 'W', 'D']).ok_or_else(wrong)?;
        let [hours, minutes, seconds] = figures(time, ['H', 'M', 'S']).ok_or_else(wrong)?;
        Ok(Self {
            months: years.saturating_mul(12).saturating_add(months),
            days: weeks.saturating_mul(7).saturating_add(days),
            seconds: hours
                .saturating_mul(60)
                .saturating_add(minutes)
                .saturating_mul(60)
                .saturating_add(seconds),
            has_time: !time.is_empty(),
        })
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.months == 0 && self.days == 0 && self.seconds == 0
    }

    /// `times` times its months, days and seconds; taken off where `times` is below zero.
    pub(crate) fn parts(&self, times: i64) -> Option<(i64, i64, i64)> {
        let part = |figure: u64| i64::try_from(figure).ok()?.checked_mul(times);
        Some((part(self.months)?, part(self.days)?, part(self.seconds)?))
    }

    /// `start` + `times` × this, in UTC: the months first, multiplied before they are added, then
    /// the exact rest; a day is 24 hours.
    pub(crate) fn after(&self, start: Instant, times: i64) -> Option<Instant> {
        let (months, days, seconds) = self.parts(times)?;
        let exact = TimeDelta::try_days(days)?.checked_add(&TimeDelta::try_seconds(seconds)?)?;
        let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        let day = match months < 0 {
            true => start.checked_sub_months(count)?,
            false => start.checked_add_months(count)?,
        };
        moved(day, exact)
    }
}

/// The figures of `text` by their units, which stand in the given order, each at most once.
fn figures<const N: usize>(text: &str, units: [char; N]) -> Option<[u64; N]> {
    let mut figures = [0; N];
    let mut next_unit = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let figure = rest[..end].parse().ok()?;
        let unit = rest[end..].chars().next()?;
        let place = (next_unit..N).find(|&place| units[place] == unit)?;
        figures[place] = figure;
        next_unit = place + 1;
        rest = &rest[end + unit.len_utf8()..];
    }
    Some(figures)
}
