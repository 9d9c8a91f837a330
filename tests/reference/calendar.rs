//! Calendars and terms (section 10).

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use serde_json::Value;

use super::json::{opt_list, text};
use super::time::{Instant, if_it_comes, instant, moved};

#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    pub(crate) name: String,
    offset: TimeDelta,
    /// From each instant on, its offset.
    offsets: Vec<(Instant, TimeDelta)>,
    weekend: Vec<Weekday>,
    holidays: Vec<NaiveDate>,
    working: Vec<NaiveDate>,
    opens: TimeDelta,
    close: TimeDelta,
    covers: (NaiveDate, NaiveDate),
}

/// Where in its day a term or a day's instant ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ends {
    SameTime,
    Midnight,
    Close,
    At(TimeDelta),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Roll {
    None,
    Following,
    Preceding,
    ModifiedFollowing,
}

const ONE_DAY: i64 = 24 * 60;

fn date(value: &Value) -> Result<NaiveDate, String> {
    let written = text(value)?;
    NaiveDate::parse_from_str(&written, "%Y-%m-%d").map_err(|why| format!("`{written}`: {why}"))
}

/// `HH:MM` as the time since the day's start; 24:00 is the next day's.
fn time_of_day(written: &str) -> Result<TimeDelta, String> {
    let wrong = || format!("`{written}` is not a time of day");
    let (hours, minutes) = written.split_once(':').ok_or_else(wrong)?;
    let hours: i64 = hours.parse().map_err(|_| wrong())?;
    let minutes: i64 = minutes.parse().map_err(|_| wrong())?;
    let all = hours * 60 + minutes;
    if minutes > 59 || all > ONE_DAY {
        return Err(wrong());
    }
    Ok(TimeDelta::minutes(all))
}

fn offset(written: &str) -> Result<TimeDelta, String> {
    let wrong = || format!("`{written}` is not an offset");
    match written.split_at_checked(1).ok_or_else(wrong)? {
        ("+", rest) => time_of_day(rest),
        ("-", rest) => time_of_day(rest).map(|it| -it),
        _ => Err(wrong()),
    }
}

fn weekday(value: &Value) -> Result<Weekday, String> {
    let written = text(value)?;
    written.parse().map_err(|_| format!("`{written}` is not a weekday"))
}

impl Ends {
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        Ok(match text(value)?.as_str() {
            "same-time" => Self::SameTime,
            "midnight" => Self::Midnight,
            "close" => Self::Close,
            other => Self::At(time_of_day(other)?),
        })
    }
}

impl Calendar {
    pub(crate) fn read(name: &str, value: &Value) -> Result<Self, String> {
        let dates =
            |key: &str| opt_list(value, key)?.iter().map(date).collect::<Result<Vec<_>, _>>();
        let time = |key: &str, default: &str| match value.get(key) {
            Some(written) => time_of_day(&text(written)?),
            None => time_of_day(default),
        };
        let covers = dates("covers")?;
        let [from, to] = covers[..] else { return Err(format!("`{name}` covers nothing")) };
        let offsets = opt_list(value, "offsets")?
            .iter()
            .map(|pair| Ok((instant(&text(&pair[0])?)?, offset(&text(&pair[1])?)?)))
            .collect::<Result<Vec<_>, String>>()?;
        let weekend = match value.get("weekend") {
            Some(_) => {
                opt_list(value, "weekend")?.iter().map(weekday).collect::<Result<Vec<_>, _>>()?
            }
            None => vec![Weekday::Sat, Weekday::Sun],
        };
        Ok(Self {
            name: name.to_owned(),
            offset: match value.get("offset") {
                Some(written) => offset(&text(written)?)?,
                None => TimeDelta::zero(),
            },
            offsets,
            weekend,
            holidays: dates("holidays")?,
            working: dates("working")?,
            opens: time("opens", "00:00")?,
            close: time("close", "24:00")?,
            covers: (from, to),
        })
    }

    fn offset_at(&self, at: Instant) -> TimeDelta {
        self.offsets.iter().rfind(|(from, _)| *from <= at).map_or(self.offset, |(_, it)| *it)
    }

    pub(crate) fn local(&self, at: Instant) -> NaiveDateTime {
        at.naive_utc() + self.offset_at(at)
    }

    /// The instant of a local time: the later of two; the first after a gap.
    fn at_local(&self, local: NaiveDateTime) -> Instant {
        let mut segments = vec![(None, self.offset)];
        segments.extend(self.offsets.iter().map(|(from, it)| (Some(*from), *it)));
        let found = segments.iter().enumerate().rev().find_map(|(place, (from, offset))| {
            let at = (local - *offset).and_utc();
            let has_begun = from.is_none_or(|from| from <= at);
            let has_ended = segments
                .get(place + 1)
                .is_some_and(|(next, _)| next.is_some_and(|next| next <= at));
            (has_begun && !has_ended).then_some(at)
        });
        let after_gap = || {
            let mut before = self.offset;
            for (from, offset) in &self.offsets {
                let (end, begin) = (from.naive_utc() + before, from.naive_utc() + *offset);
                if end <= local && local < begin {
                    return *from;
                }
                before = *offset;
            }
            (local - self.offset).and_utc()
        };
        found.unwrap_or_else(after_gap)
    }

    pub(crate) fn is_working(&self, day: NaiveDate) -> bool {
        self.working.contains(&day)
            || !self.holidays.contains(&day) && !self.weekend.contains(&day.weekday())
    }

    pub(crate) fn covers(&self, day: NaiveDate) -> bool {
        (self.covers.0..=self.covers.1).contains(&day)
    }

    /// The instant of a time on a day.
    pub(crate) fn on(&self, day: NaiveDate, ends: &Ends, same: NaiveTime) -> Option<Instant> {
        let midnight = |next: NaiveDate| {
            moved(self.at_local(next.and_time(NaiveTime::MIN)), TimeDelta::nanoseconds(-1))
        };
        let at = |since: TimeDelta| {
            if since == TimeDelta::minutes(ONE_DAY) {
                return midnight(day.succ_opt()?);
            }
            if_it_comes(self.at_local(day.and_time(NaiveTime::MIN) + since))
        };
        match ends {
            Ends::SameTime => if_it_comes(self.at_local(day.and_time(same))),
            Ends::Midnight => midnight(day.succ_opt()?),
            Ends::Close => at(self.close),
            Ends::At(since) => at(*since),
        }
    }

    /// The instant that `{"day": .., "ends": ..}` writes.
    pub(crate) fn day(&self, value: &Value, default: &str) -> Result<Instant, String> {
        let day = date(&value["day"])?;
        let ends = match value.get("ends") {
            Some(ends) => Ends::read(ends)?,
            None => Ends::read(&Value::from(default))?,
        };
        if !self.covers(day) {
            return Err(format!("`{}` does not cover {day}", self.name));
        }
        self.on(day, &ends, NaiveTime::MIN).ok_or_else(|| format!("{day} never comes"))
    }

    /// A working day's business hours.
    pub(crate) fn is_open(&self, at: Instant) -> bool {
        let local = self.local(at);
        let since = local.time() - NaiveTime::MIN;
        self.covers(local.date())
            && self.is_working(local.date())
            && self.opens <= since
            && since < self.close
    }

    /// Instants soon after `at`, among them the next at which [`Self::is_open`] may change.
    pub(crate) fn changes(&self, at: Instant) -> Vec<Instant> {
        let mut changes: Vec<_> = self.offsets.iter().map(|(from, _)| *from).collect();
        let today = self.local(at).date();
        let last = self.covers.1 + Days::new(2);
        if today > last {
            return changes;
        }
        let mut offsets = vec![self.offset];
        offsets.extend(self.offsets.iter().map(|(_, it)| *it));
        // Days before the covered ones change nothing: the first that is covered does.
        let from = today.max(self.covers.0 - Days::new(1));
        for day in (0..4).filter_map(|days| from.checked_add_days(Days::new(days))) {
            for since in [self.opens, self.close] {
                let local = day.and_time(NaiveTime::MIN) + since;
                changes.extend(offsets.iter().map(|offset| (local - *offset).and_utc()));
            }
        }
        changes
    }

    pub(crate) fn rolled(&self, day: NaiveDate, roll: Roll) -> Option<NaiveDate> {
        let following = || self.next_working(day, 1);
        let preceding = || self.next_working(day, -1);
        if self.is_working(day) {
            return Some(day);
        }
        match roll {
            Roll::None => Some(day),
            Roll::Following => following(),
            Roll::Preceding => preceding(),
            Roll::ModifiedFollowing => match following() {
                Some(next) if next.month() == day.month() => Some(next),
                _ => preceding(),
            },
        }
    }

    /// The `n`th working day after (or before) a day.
    pub(crate) fn next_working(&self, day: NaiveDate, n: i64) -> Option<NaiveDate> {
        let mut day = day;
        let mut left = n.unsigned_abs();
        let bounds = (self.covers.0 - Days::new(400), self.covers.1 + Days::new(400));
        while left > 0 {
            day = if n < 0 { day.pred_opt()? } else { day.succ_opt()? };
            let is_past = if n < 0 { day < bounds.0 } else { day > bounds.1 };
            if is_past {
                return None;
            }
            if self.is_working(day) {
                left -= 1;
            }
        }
        Some(day)
    }
}

pub(crate) fn calendar_of<'a>(
    value: &Value,
    calendars: &'a [Calendar],
) -> Result<&'a Calendar, String> {
    let name = text(&value["in"])?;
    calendars.iter().find(|it| it.name == name).ok_or_else(|| format!("no calendar `{name}`"))
}
