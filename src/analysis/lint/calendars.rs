//! What calendars and the terms that they count come to: days that a rule moves, days past the last that is
//! covered, holidays that are none.

use std::collections::BTreeMap;

use crate::names::{CalendarId, Ids};
use crate::terms::{Opening, TermOf, Terms};
use crate::time::calendar::{Calendar, CalendarDay, CalendarTerm, Ends, Roll, Term, Unreckoned};
use crate::time::{Date, Instant, Span};

use super::super::durations::{self, PlacedTerm};
use super::{Lint, LintKind, Said, Severity, Topic};

pub(super) fn lints(terms: &Terms) -> Vec<Lint> {
    let mut lints: Vec<Said> = Vec::new();
    for placed in durations::all(terms) {
        match &placed.term {
            Term::Calendar(term) => {
                let calendar = &*terms.calendars[*term.calendar()].table;
                lints.extend(day_by_rule(terms, &placed, &term.with(calendar)));
                lints.extend(outruns(terms, &placed, term));
            }
            // Whoever has no calendar at all counts months as everybody does.
            Term::Span(span) if terms.calendars.len() > 0 => {
                lints.extend(plain_month(terms, &placed, *span));
            }
            Term::Span(_) => {}
        }
    }
    lints.extend(periods_past_the_calendar(terms));
    for calendar in terms.calendars.keys() {
        lints.extend(idle_holidays(terms, calendar));
    }
    lints.into_iter().map(Said::lint).collect()
}

/// So many days are looked at: more than four years, so that every month has had its shortest length.
const DAYS: usize = 1_500;

/// A term that ends, from some day on, on another date than one would count: the first such day.
fn day_by_rule(terms: &Terms, placed: &PlacedTerm, term: &CalendarTerm<&Calendar>) -> Option<Said> {
    let calendar = *term.calendar();
    let (first, last) = calendar.covers();
    let from = terms.date.map_or(first, |date| calendar.local(date).date().max(first));
    let days = std::iter::successors(Some(from), |day| day.next()).take_while(|day| *day <= last);
    let (day, moved) = days.take(DAYS).find_map(|day| Some((day, moved(term, day)?)))?;
    Some(by_rule(placed, day, moved))
}

/// A deadline of months that no calendar counts, which ends from some day on, in UTC, on another day of the month.
fn plain_month(terms: &Terms, placed: &PlacedTerm, span: Span) -> Option<Said> {
    let is_deadline = matches!(placed.key, "within" | "at");
    if !is_deadline || span.calendar_months() == 0 || span.exact_seconds() > 0 {
        return None;
    }
    let begun = |date: Instant| Date::try_from(date.to_chrono().date_naive()).ok();
    let days = std::iter::successors(begun(terms.date?), |day| day.next());
    let end_of = |day: Date| {
        let start = Instant::try_from(day.to_chrono().and_hms_opt(0, 0, 0)?.and_utc()).ok()?;
        begun(start.after(span)?)
    };
    let mut ends = days.take(DAYS).filter_map(|day| Some((day, end_of(day)?)));
    let (day, end) = ends.find(|(day, end)| end.day() != day.day())?;
    Some(by_rule(placed, day, Moved::Clamped(end)))
}

fn by_rule(placed: &PlacedTerm, day: Date, moved: Moved) -> Said {
    let (end, why) = match moved {
        Moved::Clamped(end) => (end, "the month has no such day".to_owned()),
        Moved::Rolled { from, to } => (to, format!("{from} is no working day")),
    };
    Said {
        kind: LintKind::DayByRule,
        severity: Severity::Advice,
        place: placed.place.clone(),
        topic: placed.topic.clone(),
        message: format!("on which day it ends a rule decides: from {day} on, {end}, for {why}"),
        advice: "see that those who sign mean the same day".to_owned(),
    }
}

/// A date that a rule has moved.
enum Moved {
    /// To the last day of its month.
    Clamped(Date),
    /// From a day that is no working day.
    Rolled { from: Date, to: Date },
}

fn moved(term: &CalendarTerm<&Calendar>, day: Date) -> Option<Moved> {
    let calendar = *term.calendar();
    let noon = Ends::At("12:00".parse().ok()?);
    let start = CalendarDay::new(day, calendar).ends(noon).ok()?.instant().ok()?;
    let end_of = |term: CalendarTerm<&Calendar>| {
        let end = Term::Calendar(term).after(start).ok()?;
        Some(calendar.local(end).date())
    };
    let unrolled = end_of(term.roll(Roll::None))?;
    let rolled = end_of(*term)?;
    let span = term.span();
    if rolled != unrolled {
        return Some(Moved::Rolled { from: unrolled, to: rolled });
    }
    // Days that are added to months hide on which of them the month ended.
    let is_of_months = span.calendar_months() > 0 && span.exact_seconds() == 0;
    (is_of_months && unrolled.day() != day.day()).then_some(Moved::Clamped(unrolled))
}

/// A term that can't be reckoned from the date of the agreement on, or from the first day covered.
fn outruns(terms: &Terms, placed: &PlacedTerm, term: &CalendarTerm<CalendarId>) -> Option<Said> {
    let calendar = &*terms.calendars[*term.calendar()].table;
    let (first, last) = calendar.covers();
    let start = terms.date.or_else(|| CalendarDay::new(first, calendar).instant().ok())?;
    let why = terms.term(&placed.term).after(start).err().filter(|_| placed.key != "every")?;
    Some(outrun(terms, placed, term.calendar(), start, last, why))
}

fn outrun(
    terms: &Terms,
    placed: &PlacedTerm,
    calendar: &CalendarId,
    start: Instant,
    last: Date,
    why: Unreckoned,
) -> Said {
    let NamedIn { name, from } = NamedIn::of(terms, *calendar, start);
    Said {
        kind: LintKind::OutrunsCalendar,
        severity: Severity::Warning,
        place: placed.place.clone(),
        topic: placed.topic.clone(),
        message: format!("from {from} on it can't be reckoned: {why}; `{name}` ends on {last}"),
        advice: "let the calendar cover more days".to_owned(),
    }
}

/// A calendar's name, and an instant as its clocks show it.
struct NamedIn<'a> {
    name: &'a str,
    from: String,
}

impl<'a> NamedIn<'a> {
    fn of(terms: &'a Terms, id: CalendarId, instant: Instant) -> Self {
        let calendar = &terms.calendars[id];
        Self { name: &calendar.name, from: calendar.table.local(instant).date().to_string() }
    }
}

/// Periods of which the calendar ends before the last one does.
fn periods_past_the_calendar(terms: &Terms) -> Vec<Said> {
    let mut lints = Vec::new();
    for placed in durations::all(terms) {
        let Topic::Kind(kind) = placed.topic else { continue };
        let Opening::Periods(periods) = terms.kinds[kind].terms.opening() else { continue };
        let Some(calendar) = placed.term.calendar().filter(|_| placed.key == "every") else {
            continue;
        };
        let (_, last) = terms.calendars[*calendar].table.covers();
        let Some(start) = terms.date else { continue };
        match periods.times() {
            Some(times) => {
                let every: &TermOf<Ids> = periods.every();
                if let Err(why) = terms.term(every).after_times(start, times) {
                    lints.push(outrun(terms, &placed, calendar, start, last, why));
                }
            }
            None => {
                let NamedIn { name, .. } = NamedIn::of(terms, *calendar, start);
                lints.push(Said {
                    kind: LintKind::OutrunsCalendar,
                    severity: Severity::Advice,
                    place: placed.place.clone(),
                    topic: placed.topic.clone(),
                    message: format!("periods end with the calendar: `{name}` ends on {last}"),
                    advice: "say `times`, or let the calendar cover as many days as are meant"
                        .to_owned(),
                });
            }
        }
    }
    lints
}

/// So many holidays of a year are enough to tell a pattern.
const ENOUGH: usize = 3;

/// Holidays that all fall on weekends in some year: a sign that they are those of another year.
fn idle_holidays(terms: &Terms, id: CalendarId) -> Option<Said> {
    let calendar = &terms.calendars[id];
    let mut years: BTreeMap<i32, Vec<Date>> = BTreeMap::new();
    for date in calendar.table.holidays() {
        years.entry(date.year()).or_default().push(*date);
    }
    let is_idle = |date: &Date| calendar.table.is_weekend(*date);
    let (year, dates) =
        years.into_iter().find(|(_, dates)| dates.len() >= ENOUGH && dates.iter().all(is_idle))?;
    Some(Said {
        kind: LintKind::IdleHolidays,
        severity: Severity::Warning,
        place: format!("calendars.{}.holidays", calendar.name),
        topic: Topic::Agreement,
        message: format!(
            "all {} holidays of {year} fall on weekends: they may be those of another year",
            dates.len()
        ),
        advice: "look them up again for that year".to_owned(),
    })
}
