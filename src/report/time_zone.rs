//! In which time zone people see instants.

use chrono::Datelike;
#[cfg(any(feature = "render", feature = "step"))]
use chrono::NaiveDateTime;

use crate::monitor::Finding;
use crate::names::{Ids, ObligationId};
use crate::terms::{Deadline, Duty, Moment, Obligation, Reach, TermOf, Terms};
use crate::time::calendar::{Calendar, CalendarDay, LocalTime};
use crate::time::{Date, Instant};

use super::{Phrases, Sentences};

/// In which time zone people see instants. What programs read is in UTC always.
///
/// ```
/// use servanda::report::{InTimeZone, Phrases, PlainPhrases, TimeZone};
/// let in_utc = InTimeZone::new(&PlainPhrases, TimeZone::Utc);
/// assert_eq!(PlainPhrases.time_zone(), &TimeZone::Own);
/// assert_eq!(in_utc.time_zone(), &TimeZone::Utc);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeZone {
    /// Of what is said of an obligation, the time zone of the calendar that its own term names; else that of the
    /// agreement's only calendar; else UTC.
    #[default]
    Own,
    /// UTC.
    Utc,
    /// That of the agreement's calendar of this name; UTC where it has none.
    Calendar(Box<str>),
}

/// Phrases with instants in a time zone of one's choice.
///
/// ```
/// use servanda::report::{InTimeZone, PlainPhrases, TimeZone};
/// use servanda::{Agreement, Event, Verifier};
///
/// let agreement = r#"{
///   "title": "delivery", "date": "2026-05-04T23:00:00Z", "parties": {"shop": "who delivers"},
///   "calendars": {"tokyo": {"offset": "+09:00", "covers": ["2026-01-01", "2026-12-31"]}},
///   "acts": {"deliver": {"by": ["shop"]}}, "obligations": {}
/// }"#;
/// let agreement = Agreement::from_json(agreement)?;
/// let report = Verifier::new(&agreement).judge([Event::tick("2026-05-04T23:00:00Z".parse()?)]);
/// assert!(report.text().to_string().contains("as of 2026-05-05 08:00 +09:00"));
/// let in_utc = InTimeZone::new(&PlainPhrases, TimeZone::Utc);
/// assert!(report.text_with(&in_utc).to_string().contains("as of 2026-05-04 23:00 UTC"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct InTimeZone<'a> {
    phrases: &'a dyn Phrases,
    time_zone: TimeZone,
}

impl<'a> InTimeZone<'a> {
    /// These phrases, and this time zone.
    #[must_use]
    pub fn new(phrases: &'a dyn Phrases, time_zone: TimeZone) -> Self {
        Self { phrases, time_zone }
    }
}

impl std::fmt::Debug for InTimeZone<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("InTimeZone").field(&self.time_zone).finish()
    }
}

impl Phrases for InTimeZone<'_> {
    fn party(&self, name: &str) -> Option<&str> {
        self.phrases.party(name)
    }

    fn act(&self, name: &str) -> Option<&str> {
        self.phrases.act(name)
    }

    fn obligation(&self, name: &str) -> Option<&str> {
        self.phrases.obligation(name)
    }

    fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }
}

/// An instant as people read it: `1962-11-20 23:00 UTC`, with seconds where there are some. The last instant of
/// a day is its 24:00.
///
/// ```
/// use servanda::report::instant_text;
/// assert_eq!(instant_text("1962-11-20T23:00:00Z".parse()?), "1962-11-20 23:00 UTC");
/// assert_eq!(instant_text("1962-11-20T23:59:59.999999999Z".parse()?), "1962-11-20 24:00 UTC");
/// # Ok::<(), servanda::time::InstantError>(())
/// ```
#[must_use]
pub fn instant_text(instant: Instant) -> String {
    let text = instant.to_string();
    shown(text.strip_suffix('Z').unwrap_or(&text), "UTC")
}

/// The clocks that people see: those of a calendar, or UTC.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Zone<'a>(Option<&'a Calendar>);

impl<'a> Zone<'a> {
    /// UTC.
    #[cfg(all(test, any(feature = "render", feature = "step")))]
    pub(crate) const UTC: Self = Self(None);

    /// Those of this calendar.
    pub(crate) const fn of(calendar: Option<&'a Calendar>) -> Self {
        Self(calendar)
    }

    /// The year and the month, counted from 0, that the clocks show at an instant.
    pub(crate) fn month(self, instant: Instant) -> (i32, u32) {
        match self.covered(instant) {
            Some(local) => (local.to_chrono().year(), local.to_chrono().month0()),
            None => (instant.to_chrono().year(), instant.to_chrono().month0()),
        }
    }

    /// An instant as the clocks show it, with their offset: `1962-11-20 18:00 -05:00`.
    pub(crate) fn text(self, instant: Instant) -> String {
        let Some(local) = self.covered(instant) else { return instant_text(instant) };
        let (text, offset) = (local.to_string(), local.offset().to_string());
        shown(text.strip_suffix(&*offset).unwrap_or(&text), &offset)
    }

    /// What the clocks show at an instant.
    #[cfg(any(feature = "render", feature = "step"))]
    pub(crate) fn local(self, instant: Instant) -> LocalTime {
        self.covered(instant).unwrap_or_else(|| LocalTime::utc(instant))
    }

    /// When the clocks show a time: the later of two instants, and where they skip it, the first after the gap.
    #[cfg(any(feature = "render", feature = "step"))]
    pub(crate) fn when(self, local: NaiveDateTime) -> Option<Instant> {
        let in_utc = Instant::try_from(local.and_utc()).ok()?;
        match self.0 {
            Some(calendar) => calendar.when(local).filter(|at| self.covered(*at).is_some()),
            None => None,
        }
        .or(Some(in_utc))
    }

    /// The last instant of a day.
    pub(crate) fn end_of(self, day: Date) -> Instant {
        let local = self.0.and_then(|calendar| CalendarDay::new(day, calendar).deadline().ok());
        local.unwrap_or_else(|| day.end_in_utc())
    }

    /// What it is called.
    #[cfg(feature = "step")]
    pub(crate) fn name(self) -> &'static str {
        match self.0 {
            Some(_) => "local time",
            None => "UTC",
        }
    }

    /// The calendar, where there is one.
    pub(crate) fn calendar(self) -> Option<&'a Calendar> {
        self.0
    }

    /// The same where the calendar covers it: nobody says what the clocks show on other days.
    fn covered(self, instant: Instant) -> Option<LocalTime> {
        let calendar = self.0?;
        let local = calendar.local(instant);
        let (first, last) = calendar.covers();
        (first..=last).contains(&local.date()).then_some(local)
    }
}

/// Date and time of day as RFC 3339 has them, as people read them.
fn shown(date_and_time: &str, zone: &str) -> String {
    let text = date_and_time.replacen('T', " ", 1);
    match text.strip_suffix("23:59:59.999999999") {
        Some(day) => format!("{day}24:00 {zone}"),
        None => format!("{} {zone}", text.strip_suffix(":00").unwrap_or(&text)),
    }
}

impl<'a> Sentences<'a> {
    /// An instant in the time zone of the agreement.
    pub(crate) fn instant(&self, at: Instant) -> String {
        self.zone(None).text(at)
    }

    /// An instant of which something is said of an obligation: in the time zone of its own term.
    pub(crate) fn instant_of(&self, id: ObligationId, at: Instant) -> String {
        self.zone(Some(id)).text(at)
    }

    /// When something was found.
    pub(crate) fn found_at(&self, finding: &Finding) -> String {
        self.zone(finding.obligation().copied()).text(finding.at)
    }

    /// The time zone in which people see what is said of an obligation, or of the agreement.
    pub(crate) fn zone(&self, id: Option<ObligationId>) -> Zone<'a> {
        Zone(self.calendar(id))
    }

    /// Whether some instants may be told in local time.
    #[cfg(feature = "render")]
    pub(crate) fn is_local(&self) -> bool {
        self.phrases.time_zone() != &TimeZone::Utc && self.terms.calendars.len() > 0
    }

    /// The calendar in whose time zone people see what is said of an obligation, or of the agreement.
    fn calendar(&self, id: Option<ObligationId>) -> Option<&'a Calendar> {
        let terms = self.terms;
        match self.phrases.time_zone() {
            TimeZone::Utc => None,
            TimeZone::Calendar(name) => terms.calendar_table(name),
            TimeZone::Own => {
                let own = id.and_then(|id| own_calendar(terms, &terms.obligations[id]));
                let only =
                    || terms.calendars.values().next().filter(|_| terms.calendars.len() == 1);
                own.or_else(|| Some(&*only()?.table))
            }
        }
    }
}

/// The calendar that an obligation's own terms name: its deadline before all others.
fn own_calendar<'a>(terms: &'a Terms, obligation: &Obligation) -> Option<&'a Calendar> {
    let named = |term: &TermOf<Ids>| term.calendar().map(|id| &*terms.calendars[*id].table);
    let deadline = match obligation.deadline() {
        Some(Deadline::Within(term)) => named(term),
        Some(Deadline::At(Moment::Day { day, .. })) => terms.calendar_table(day.calendar()),
        Some(Deadline::At(Moment::Told { shift: Some(shift), .. })) => named(shift.term()),
        Some(Deadline::At(Moment::At(_) | Moment::Told { shift: None, .. })) | None => None,
    };
    let reach = match &obligation.duty {
        Duty::Refrain(abstention) => match abstention.reach() {
            Reach::Per(term) | Reach::InAny(term) => Some(term),
            Reach::InAll => None,
        },
        Duty::Perform(_) | Duty::Achieve(_) => None,
    };
    deadline.or_else(|| obligation.deemed_after().or(reach).and_then(named))
}
