//! What of an agreement no walk can speak of.

use super::super::durations::first_by_calendar;
use crate::terms::{Deadline, Duty, Obligation, Reach, Speaks, Terms};

/// A place of an agreement that a walk can't follow, and why. A walk chooses who does what and when; it
/// does not choose what is told, when a run begins, on which day of a calendar, or how acts crowd within a stretch of time, and it has no
/// place for subjects, of which there can be any number. Where there is such a place, no walk is made, and
/// what it would have told is left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unspoken {
    pub(crate) place: String,
    pub(crate) why: &'static str,
}

impl Unspoken {
    /// The first thing that a walk can't follow, if there is any.
    pub(crate) fn of(terms: &Terms) -> Option<Self> {
        subjects(terms)
            .or_else(|| told(terms))
            .or_else(|| calendars(terms))
            .or_else(|| stretch(terms))
            .or_else(|| date(terms))
            .or_else(|| speakers(terms))
    }
}

fn subjects(terms: &Terms) -> Option<Unspoken> {
    let (_, kind) = terms.kind_names.iter().next()?;
    Some(Unspoken { place: format!("subjects.{kind}"), why: "walks do not speak of subjects" })
}

fn told(terms: &Terms) -> Option<Unspoken> {
    let why = "walks do not speak of what is told";
    let mut acts = terms.acts.iter();
    if let Some((id, _)) = acts.find(|(_, act)| !act.tells.is_empty()) {
        return Some(Unspoken { place: format!("acts.{}.tells", terms.act_names[id]), why });
    }
    // Where no act tells anything, this is the run's start.
    let is_told =
        |it: &Obligation| matches!(it.deadline(), Some(Deadline::At(at)) if at.written().is_none());
    let is_asked = !terms.graph.reached_told.is_empty() || terms.obligations.values().any(is_told);
    is_asked.then(|| Unspoken { place: "start".to_owned(), why })
}

fn calendars(terms: &Terms) -> Option<Unspoken> {
    let place = first_by_calendar(terms)?;
    Some(Unspoken { place, why: "walks do not speak of what a calendar counts" })
}

fn stretch(terms: &Terms) -> Option<Unspoken> {
    let is_stretch = |it: &Obligation| matches!(&it.duty, Duty::Refrain(limit) if matches!(limit.reach, Reach::InAny(_)));
    let (id, _) = terms.obligations.iter().find(|(_, it)| is_stretch(it))?;
    let place = format!("obligations.{}.in_any", terms.obligation_names[id]);
    Some(Unspoken { place, why: "walks do not speak of how much is done within a stretch of time" })
}

fn date(terms: &Terms) -> Option<Unspoken> {
    let is_fixed = |it: &Obligation| matches!(it.deadline(), Some(Deadline::At(_)));
    let has_instants = !terms.graph.reached.is_empty() || terms.obligations.values().any(is_fixed);
    let why = "without a date it is open which instants are past when a run begins";
    (terms.date.is_none() && has_instants).then(|| Unspoken { place: "date".to_owned(), why })
}

fn speakers(terms: &Terms) -> Option<Unspoken> {
    let mut parties = terms.parties.values();
    let party = parties
        .find(|party| party.group.as_ref().is_some_and(|group| group.speaks == Speaks::Any))?;
    let why = "walks do not speak of groups for which any member speaks";
    Some(Unspoken { place: format!("parties.{}.speaks", party.name), why })
}
