//! A duration, or a term: a duration in a calendar (sections 2 and 10).

use chrono::{Months, TimeDelta};
use serde_json::Value;

use super::calendar::{Calendar, Ends, Roll, calendar_of};
use super::json::text;
use super::time::{Duration, Instant, moved};

/// A duration, or a duration in a calendar.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub(crate) duration: Duration,
    pub(crate) within: Option<InCalendar>,
}

#[derive(Clone, Debug)]
pub(crate) struct InCalendar {
    pub(crate) calendar: Calendar,
    pub(crate) working: bool,
    pub(crate) ends: Ends,
    pub(crate) roll: Roll,
}

impl Term {
    pub(crate) fn read(value: &Value, calendars: &[Calendar]) -> Result<Self, String> {
        let Some(written) = value.get("term") else {
            return Ok(Self { duration: Duration::read(&text(value)?)?, within: None });
        };
        let calendar = calendar_of(value, calendars)?.clone();
        let ends = match value.get("ends") {
            Some(ends) => Ends::read(ends)?,
            None => Ends::SameTime,
        };
        let roll = match value.get("roll").and_then(Value::as_str) {
            None | Some("none") => Roll::None,
            Some("following") => Roll::Following,
            Some("preceding") => Roll::Preceding,
            Some("modified-following") => Roll::ModifiedFollowing,
            Some(other) => return Err(format!("`{other}` is not a roll")),
        };
        let working = value.get("days").and_then(Value::as_str) == Some("working");
        let duration = Duration::read(&text(written)?)?;
        if working && (duration.months > 0 || duration.has_time) {
            return Err("working days are whole days".to_owned());
        }
        if ends != Ends::SameTime && duration.has_time {
            return Err("hours have no end of day".to_owned());
        }
        Ok(Self { duration, within: Some(InCalendar { calendar, working, ends, roll }) })
    }

    /// `start` + `times` × this; none where it can't be reckoned or never comes.
    pub(crate) fn after(&self, start: Instant, times: i64) -> Option<Instant> {
        if times == 0 {
            return Some(start);
        }
        let Some(InCalendar { calendar, working, ends, roll }) = &self.within else {
            return self.duration.after(start, times);
        };
        let (months, days, seconds) = self.duration.parts(times)?;
        let local = calendar.local(start);
        let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        let mut day = match months < 0 {
            true => local.date().checked_sub_months(count)?,
            false => local.date().checked_add_months(count)?,
        };
        day = match working {
            true => calendar.next_working(day, days)?,
            false => day.checked_add_signed(TimeDelta::try_days(days)?)?,
        };
        if !calendar.covers(day) {
            return None;
        }
        let day = calendar.rolled(day, *roll)?;
        if !calendar.covers(day) {
            return None;
        }
        let at = calendar.on(day, ends, local.time())?;
        let at = moved(at, TimeDelta::try_seconds(seconds)?)?;
        calendar.covers(calendar.local(at).date()).then_some(at)
    }

    /// Whether a stretch of it that began at `start` is not over at `now`. One whose end lies past the last
    /// year that there is goes on; one that the calendar can't reckon is over.
    pub(crate) fn lasts(&self, start: Instant, now: Instant) -> bool {
        match self.after(start, 1) {
            Some(end) => now < end,
            None => self.within.is_none(),
        }
    }

    /// True of whole days, weeks, months or years.
    pub(crate) fn is_of_whole_days(&self) -> bool {
        !self.duration.has_time
    }
}
