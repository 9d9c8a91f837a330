//! Whole days of an iCalendar file (RFC 5545): its events that have a date and no time of day, each as
//! often as it recurs.

use ical::component::{IcalComponent, IcalComponentKind, IcalComponentName};
use ical::prop::{IcalPropKind, IcalPropName};
use ical::recur::IcalRecurDateTime;
use ical::recur::set::IcalRecurSet;
use ical::tree::cst::IcalCst;
use ical::value::IcalValue;
use servanda::time::Date;

use crate::failure::Failure;

/// The events of a file.
pub struct Events {
    of_days: Vec<Event>,
    /// How many have a time of day.
    pub timed: usize,
}

struct Event {
    starts: IcalRecurSet,
    /// How many days it lasts.
    days: i64,
}

const DAY: i64 = 24 * 60 * 60;

impl Events {
    pub fn read(text: &str, name: &str) -> Result<Self, Failure> {
        let mut events = Self { of_days: Vec::new(), timed: 0 };
        for calendar in IcalCst::parse_many(text) {
            let calendar = calendar.map_err(|error| {
                Failure::with_help(
                    format!("{name}: {error}"),
                    "expected iCalendar, as in RFC 5545: `BEGIN:VCALENDAR`",
                )
            })?;
            let calendar = calendar.decode();
            for event in calendar.components.iter().filter(|it| is_series(it)) {
                events.take(event, &calendar.components);
            }
        }
        Ok(events)
    }

    /// All days of all events, up to a day.
    pub fn until(&self, last: Date) -> Vec<Date> {
        let days = self.of_days.iter().flat_map(|event| {
            let starts = event.starts.expand().map(|it| (it.id, it.start));
            let starts = starts.take_while(move |(id, _)| day_of(id).is_some_and(|it| it <= last));
            starts.flat_map(|(_, start)| (0..event.days).filter_map(move |day| later(&start, day)))
        });
        days.collect()
    }

    fn take(&mut self, event: &IcalComponent<'_>, all: &[IcalComponent<'_>]) {
        if text(event, IcalPropKind::Status).is_some_and(|it| it.eq_ignore_ascii_case("CANCELLED"))
        {
            return;
        }
        let Some(start) = text(event, IcalPropKind::DtStart) else {
            return;
        };
        if start.contains('T') {
            self.timed = self.timed.saturating_add(1);
            return;
        }
        let mut starts = IcalRecurSet::of_component(event);
        // A single day of a series may have been moved.
        if let Some(uid) = text(event, IcalPropKind::Uid) {
            for other in all.iter().filter(|it| text(it, IcalPropKind::Uid) == Some(uid)) {
                starts.with_override(other);
            }
        }
        self.of_days.push(Event { starts, days: days(event).unwrap_or(1).max(1) });
    }
}

/// Whether it is an event, and no day of another that was moved.
fn is_series(component: &IcalComponent<'_>) -> bool {
    component.name == IcalComponentName::Kind(IcalComponentKind::VEvent)
        && value(component, IcalPropKind::RecurrenceId).is_none()
}

/// How many days it lasts: to its end, which is excluded, or by its duration; one if neither is said.
fn days(event: &IcalComponent<'_>) -> Option<i64> {
    let seconds = match (value(event, IcalPropKind::Duration), text(event, IcalPropKind::DtEnd)) {
        (Some(IcalValue::Duration(duration)), _) => duration.seconds()?,
        (_, Some(end)) => {
            let start = IcalRecurDateTime::parse(text(event, IcalPropKind::DtStart)?).ok()?;
            IcalRecurDateTime::parse(end).ok()?.seconds().checked_sub(start.seconds())?
        }
        _ => return None,
    };
    Some(seconds / DAY)
}

fn value<'a, 'b>(event: &'a IcalComponent<'b>, kind: IcalPropKind) -> Option<&'a IcalValue<'b>> {
    event.props.iter().find(|it| it.name == IcalPropName::Kind(kind)).map(|it| &it.value)
}

fn text<'a>(event: &'a IcalComponent<'_>, kind: IcalPropKind) -> Option<&'a str> {
    match value(event, kind)? {
        IcalValue::Date(date) => Some(&date.0),
        IcalValue::DateTime(time) => Some(&time.0),
        IcalValue::Text(text) => Some(&text.0),
        _ => None,
    }
}

fn day_of(day: &IcalRecurDateTime) -> Option<Date> {
    Date::of(day.year, day.month.into(), day.day.into()).ok()
}

fn later(start: &IcalRecurDateTime, days: i64) -> Option<Date> {
    let seconds = start.seconds().checked_add(days.checked_mul(DAY)?)?;
    day_of(&IcalRecurDateTime::from_seconds(seconds))
}
