//! Every duration of an agreement, and every calendar that counts something, each with its place.

use crate::names::{CalendarId, Ids, ObligationId};
use crate::terms::{Condition, Deadline, Duty, Moment, Opening, Reach, Shift, TermOf, Terms};

use super::lint::Topic;
use super::lint::conditions::{self, Placed};

/// A duration where it stands.
pub(super) struct PlacedTerm {
    pub(super) place: String,
    pub(super) topic: Topic,
    /// The key under which it stands: `within`, `for`.
    pub(super) key: &'static str,
    pub(super) term: TermOf<Ids>,
}

/// Each duration, in the order of the document.
pub(super) fn all(terms: &Terms) -> Vec<PlacedTerm> {
    let mut all = Vec::new();
    for (id, kind) in terms.kinds.iter() {
        if let Opening::Periods(periods) = kind.terms.opening() {
            let place = format!("subjects.{}.every", terms.kind_names[id]);
            let term = *periods.every();
            all.push(PlacedTerm { place, topic: Topic::Kind(id), key: "every", term });
        }
    }
    for id in terms.obligations.keys() {
        of_obligation(terms, id, &mut all);
    }
    for Placed { place, topic, condition } in conditions::all(terms) {
        of_condition(&place, &topic, condition, &mut all);
    }
    all
}

fn of_obligation(terms: &Terms, id: ObligationId, all: &mut Vec<PlacedTerm>) {
    let obligation = &terms.obligations[id];
    let mut see = |key: &'static str, term: &TermOf<Ids>| {
        let place = format!("obligations.{}.{key}", terms.obligation_names[id]);
        all.push(PlacedTerm { place, topic: Topic::Obligation(id), key, term: *term });
    };
    match obligation.deadline() {
        Some(Deadline::Within(term)) => see("within", term),
        Some(Deadline::At(moment)) => {
            if let Some(term) = shift(moment) {
                see("at", term);
            }
        }
        None => {}
    }
    if let Duty::Refrain(limit) = obligation.duty() {
        match limit.reach() {
            Reach::InAll => {}
            Reach::Per(term) => see("per", term),
            Reach::InAny(term) => see("in_any", term),
        }
    }
    if let Some(term) = obligation.deemed_after() {
        see("deemed_after", term);
    }
}

fn of_condition(place: &str, topic: &Topic, condition: &Condition, all: &mut Vec<PlacedTerm>) {
    let found = match condition {
        Condition::Elapsed { term, .. } | Condition::Recent { term, .. } => Some(("for", term)),
        Condition::Reached(moment) => shift(moment).map(|term| ("reached", term)),
        _ => None,
    };
    if let Some((key, term)) = found {
        let (place, topic) = (place.to_owned(), topic.clone());
        all.push(PlacedTerm { place, topic, key, term: *term });
    }
    for part in condition.parts() {
        of_condition(place, topic, part, all);
    }
}

fn shift(moment: &Moment) -> Option<&TermOf<Ids>> {
    match moment {
        Moment::At(_) | Moment::Day { .. } => None,
        Moment::Told { shift, .. } => shift.as_ref().map(Shift::term),
    }
}

/// The first place at which a calendar counts something, or is asked whether it is open.
pub(super) fn first_by_calendar(terms: &Terms) -> Option<String> {
    let counted = all(terms).into_iter().find(|it| it.term.calendar().is_some());
    counted.map(|it| it.place).or_else(|| {
        let asked = conditions::all(terms).into_iter().find(|it| asks_hours(it.condition));
        asked.map(|it| it.place)
    })
}

/// The calendars that an `open` of a condition asks.
pub(super) fn hours_asked(condition: &Condition, calendars: &mut Vec<CalendarId>) {
    if let Condition::Open(calendar) = condition {
        calendars.push(*calendar);
    }
    for part in condition.parts() {
        hours_asked(part, calendars);
    }
}

fn asks_hours(condition: &Condition) -> bool {
    let mut calendars = Vec::new();
    hours_asked(condition, &mut calendars);
    !calendars.is_empty()
}
