//! Instants and lengths of time (section 2).

use chrono::{DateTime, Datelike, Months, SecondsFormat, TimeDelta, Utc};

pub(crate) type Instant = DateTime<Utc>;

/// The last year that comes. What would lie past it never does.
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

/// The instant, unless it lies past the end of time.
pub(crate) fn if_it_comes(instant: Instant) -> Option<Instant> {
    (instant.year() <= LAST_YEAR).then_some(instant)
}

/// `instant` moved later by an exact time.
pub(crate) fn moved(instant: Instant, by: TimeDelta) -> Option<Instant> {
    instant.checked_add_signed(by).and_then(if_it_comes)
}

/// An ISO 8601 duration of whole numbers: months and years by the calendar,
/// everything else exact, since a day is 24 hours (section 2).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Duration {
    text: String,
    months: u64,
    seconds: u64,
}

impl Duration {
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a positive ISO 8601 duration of whole numbers");
        let body = text.strip_prefix('P').ok_or_else(wrong)?;
        let (date, time) = match body.split_once('T') {
            Some((_, "")) => return Err(wrong()),
            Some((date, time)) => (date, time),
            None => (body, ""),
        };
        let [years, months, weeks, days] = figures(date, ['Y', 'M', 'W', 'D']).ok_or_else(wrong)?;
        let [hours, minutes, seconds] = figures(time, ['H', 'M', 'S']).ok_or_else(wrong)?;
        let months = years.saturating_mul(12).saturating_add(months);
        let days = weeks.saturating_mul(7).saturating_add(days);
        let hours = days.saturating_mul(24).saturating_add(hours);
        let minutes = hours.saturating_mul(60).saturating_add(minutes);
        let seconds = minutes.saturating_mul(60).saturating_add(seconds);
        if months == 0 && seconds == 0 {
            return Err(wrong());
        }
        Ok(Self { text: text.to_owned(), months, seconds })
    }

    /// `start` + `times` × this: the months first, then the exact rest. The
    /// months are multiplied before they are added, so that a month that is too
    /// short shortens no later one.
    pub(crate) fn after(&self, start: Instant, times: u64) -> Option<Instant> {
        let months = u32::try_from(self.months.checked_mul(times)?).ok()?;
        let seconds = i64::try_from(self.seconds.checked_mul(times)?).ok()?;
        let day = start.checked_add_months(Months::new(months))?;
        moved(day, TimeDelta::try_seconds(seconds)?)
    }

    /// The start of the period that `now` is in, where period k runs from
    /// `start` + k × this (section 2, `per`). `now` is not before `start`.
    pub(crate) fn period_start(&self, start: Instant, now: Instant) -> Instant {
        let has_begun = |k: u64| self.after(start, k).is_some_and(|begin| begin <= now);
        // Halving: counting up by seconds over years would take too long.
        let mut not_begun = 1;
        while has_begun(not_begun) {
            not_begun *= 2;
        }
        let mut begun = not_begun / 2;
        while not_begun - begun > 1 {
            let middle = begun + (not_begun - begun) / 2;
            if has_begun(middle) {
                begun = middle;
            } else {
                not_begun = middle;
            }
        }
        self.after(start, begun).unwrap_or(start)
    }

    /// As the document wrote it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// The figures of `text` by their units, which stand in the given order, each
/// at most once.
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
