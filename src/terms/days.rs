//! Instants that are written by their day in a calendar, reckoned: an agreement that stands knows instants.

use std::collections::BTreeMap;

use crate::names::Text;
use crate::time::Instant;
use crate::time::calendar::{Calendar, CalendarDay, Reckoned};

use super::builder::Draft;
use super::condition::Condition;
use super::duty::{Deadline, Duty};
use super::error::{BrokenRule, Defect};
use super::kind::{Opening, PeriodsFrom};
use super::matching::{Bound, Match, Matching};
use super::moment::Moment;
use super::written_date::WrittenDate;

/// Reckons the instant of each day; days that their calendar does not cover. Calendars that
/// nobody declares are told elsewhere.
pub(super) fn reckon(draft: &mut Draft) -> Vec<Defect> {
    // Without a calendar there is no day to be reckoned.
    if draft.calendars.is_empty() {
        return Vec::new();
    }
    let calendars = draft.calendars.iter().cloned().collect();
    let mut reckoner = Reckoner { calendars: &calendars, defects: Vec::new() };
    reckoner.draft(draft);
    reckoner.defects
}

struct Reckoner<'a> {
    calendars: &'a BTreeMap<Box<str>, Calendar>,
    defects: Vec<Defect>,
}

impl Reckoner<'_> {
    fn draft(&mut self, draft: &mut Draft) {
        if let Some(WrittenDate::Day(day)) = &draft.date
            && let Some(instant) = self.instant("date", day)
        {
            draft.date = Some(instant.into());
        }
        for (name, kind) in &mut draft.kinds {
            let place = format!("subjects.{name}");
            match &mut kind.opening {
                Opening::EachOf(_) => {}
                Opening::Periods(periods) => {
                    match &mut periods.from {
                        PeriodsFrom::EntryIntoForce | PeriodsFrom::At(_) => {}
                        PeriodsFrom::Day(day) => {
                            if let Some(instant) = self.instant(&format!("{place}.from"), day) {
                                periods.from = PeriodsFrom::At(instant);
                            }
                        }
                        PeriodsFrom::When(condition) => {
                            self.condition(&format!("{place}.from"), condition);
                        }
                    }
                    self.condition(&format!("{place}.ends_when"), &mut periods.ends_when);
                }
                Opening::ByActs { closes_when, .. } => {
                    self.condition(&format!("{place}.closes_when"), closes_when);
                }
            }
            self.condition(&format!("{place}.terminates_when"), &mut kind.terminates_when);
        }
        for (name, act) in &mut draft.acts {
            self.condition(&format!("acts.{name}.requires"), &mut act.requires);
            self.condition(&format!("acts.{name}.expires_when"), &mut act.expires_when);
        }
        for (name, obligation) in &mut draft.obligations {
            let place = format!("obligations.{name}");
            match &mut obligation.duty {
                Duty::Perform(duty) => {
                    self.matching(&format!("{place}.where"), &mut duty.matching);
                }
                Duty::Refrain(duty) => {
                    self.matching(&format!("{place}.where"), &mut duty.matching);
                }
                Duty::Achieve(duty) => {
                    self.condition(&format!("{place}.achieve"), &mut duty.goal);
                }
            }
            if let Some(Some(Deadline::At(moment))) = obligation.duty.deadline_mut()
                && let Moment::Day { day, instant } = moment
            {
                *instant = self.reckoned(&format!("{place}.at"), day, |day| day.deadline());
            }
            self.condition(&format!("{place}.when"), &mut obligation.when);
            self.condition(&format!("{place}.until"), &mut obligation.until);
            self.condition(&format!("{place}.suspended_while"), &mut obligation.suspended_while);
        }
        let ends = [
            ("entry_into_force", &mut draft.entry_into_force),
            ("terminates_when", &mut draft.terminates_when),
            ("settled_when", &mut draft.settled_when),
        ];
        for (place, condition) in ends {
            if let Some(condition) = condition {
                self.condition(place, condition);
            }
        }
    }

    fn condition(&mut self, place: &str, condition: &mut Condition<Text>) {
        match condition {
            Condition::Happened { matching, .. } => {
                self.matching(&format!("{place}.happened.where"), matching);
            }
            Condition::Told(matching) => self.matching(&format!("{place}.told"), matching),
            Condition::Reached(moment) => {
                if let Moment::Day { day, instant } = moment {
                    *instant = self.instant(&format!("{place}.reached"), day);
                }
            }
            Condition::Elapsed { since, .. } => {
                self.condition(&format!("{place}.elapsed.since"), since);
            }
            Condition::Some { holds, .. } => self.condition(&format!("{place}.some.holds"), holds),
            Condition::Every { holds, .. } => {
                self.condition(&format!("{place}.every.holds"), holds);
            }
            Condition::Not(part) => self.condition(&format!("{place}.not"), part),
            Condition::All(parts) => self.each(&format!("{place}.all"), parts),
            Condition::Any(parts) => self.each(&format!("{place}.any"), parts),
            Condition::Stands { .. }
            | Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Open(_) => {}
        }
    }

    fn each(&mut self, place: &str, parts: &mut [Condition<Text>]) {
        for (number, part) in parts.iter_mut().enumerate() {
            self.condition(&format!("{place}[{number}]"), part);
        }
    }

    fn matching(&mut self, place: &str, matching: &mut Matching<Text>) {
        for (name, what) in matching.iter_mut() {
            let Match::Bounds { at_least, at_most } = what else { continue };
            for (key, bound) in [("at_least", at_least), ("at_most", at_most)] {
                if let Some(Bound::Day(day)) = bound {
                    let place = format!("{place}.{}.{key}", name.as_str());
                    if let Some(instant) = self.instant(&place, day) {
                        *bound = Some(Bound::Instant(instant));
                    }
                }
            }
        }
    }

    /// The instant of a day where it is no deadline.
    fn instant(&mut self, place: &str, day: &CalendarDay) -> Option<Instant> {
        self.reckoned(place, day, |day| day.instant())
    }

    fn reckoned(
        &mut self,
        place: &str,
        day: &CalendarDay,
        instant: fn(&CalendarDay<&Calendar>) -> Reckoned,
    ) -> Option<Instant> {
        let calendar = self.calendars.get(day.calendar())?;
        match instant(&day.map(|_| calendar)) {
            Ok(instant) => Some(instant),
            Err(why) => {
                let (from, to) = calendar.covers();
                let (name, day) = (day.calendar().clone(), day.day());
                let rule = BrokenRule::Unreckoned { day, calendar: name, why, from, to };
                self.defects.push(Defect::new(place, rule));
                None
            }
        }
    }
}
