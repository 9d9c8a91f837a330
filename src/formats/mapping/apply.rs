//! An entry of a log, and the event that it is.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::event::{Deed, Event, Telling, ToldValue};
use crate::names::{Text, check_subject_name};
use crate::strict::shortened;
use crate::terms::{Decimal, ToldType};
use crate::time::Instant;

use super::super::cells::{self, CellError};
use super::super::json;
use super::super::log::LineErrorKind;
use super::Mapping;
use super::plan::{Plan, Source};
use super::record::{Keys, Record};

/// How often something was passed over, and at which line first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Often {
    pub(super) times: u64,
    pub(super) first: u64,
}

/// What was passed over, by kinds and names.
#[derive(Debug, Default)]
pub(super) struct Dropped {
    pub(super) transitions: HashMap<Box<str>, Often>,
    pub(super) ignored: HashMap<Box<str>, Often>,
    pub(super) others: HashMap<Box<str>, Often>,
    pub(super) nameless: Option<Often>,
}

/// What is not told apart any more is told together.
const MOST: usize = 10_000;

impl Often {
    pub(super) fn add(often: Option<Self>, line: u64) -> Self {
        let Self { times, first } = often.unwrap_or(Self { times: 0, first: line });
        Self { times: times.saturating_add(1), first }
    }
}

fn count(names: &mut HashMap<Box<str>, Often>, name: &str, line: u64) {
    if let Some(often) = names.get_mut(name) {
        often.times = often.times.saturating_add(1);
        return;
    }
    let name = if names.len() < MOST { name } else { "(others)" };
    let often = Often::add(names.get(name).copied(), line);
    names.insert(name.into(), often);
}

impl Dropped {
    /// Whether an event of an activity is passed over: for the mapping says so, or its act is not known.
    fn takes(&mut self, mapping: &Mapping, activity: &str, act: &str, line: u64) -> bool {
        if mapping.ignored.contains(activity) {
            count(&mut self.ignored, activity, line);
            return false;
        }
        let is_known = match &mapping.known {
            Some(known) => known.contains_key(act),
            None => mapping.activities.is_empty() || mapping.activities.contains_key(activity),
        };
        if mapping.ignores_others && !is_known {
            count(&mut self.others, activity, line);
            return false;
        }
        true
    }
}

/// What a mapping makes of an entry.
pub(super) struct Applying<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) plan: &'a Plan,
    pub(super) keys: &'a Keys,
    pub(super) dropped: &'a mut Dropped,
}

impl Applying<'_> {
    /// The event of an entry; none of one that is passed over. `place` is its place in the log; where several
    /// columns are joined to one text, it stands in `joined`.
    pub(super) fn event(
        &mut self,
        record: &Record,
        place: u64,
        [joined, other]: &mut [String; 2],
    ) -> Result<Option<Event<Text>>, LineErrorKind> {
        let (mapping, plan, line) = (self.mapping, self.plan, record.line);
        let transition = plan.transition.of(record, other);
        if let Some(transition) = transition.filter(|it| !plan.lifecycle.takes(it)) {
            count(&mut self.dropped.transitions, transition, line);
            return Ok(None);
        }
        if plan.has_other_words {
            return self.in_words(record, place).map(Some);
        }
        let Some(mut activity) = plan.act.of(record, joined) else {
            self.dropped.nameless = Some(Often::add(self.dropped.nameless, line));
            return Ok(None);
        };
        let with_transition;
        if let (super::Lifecycle::Joined, Some(transition)) = (&plan.lifecycle, transition) {
            with_transition = format!("{activity}+{transition}");
            activity = &with_transition;
        }
        let act = mapping.activities.get(activity).map_or(activity, String::as_str);
        if !self.dropped.takes(mapping, activity, act, line) {
            return Ok(None);
        }
        let actor = mapping.actor(activity, act, move || {
            plan.actor.as_ref().and_then(|source| source.of(record, other))
        });
        let Some(actor) = actor else { return Err(self.nobody()) };
        let time = self.time(record, &plan.time)?;
        let mut event = Event::act(time, actor.into(), act.into());
        self.beside(record, place, &mut event)?;
        if let Deed::Act { told, .. } = &mut event.deed {
            *told = self.told(record, act)?;
        }
        Ok(Some(event))
    }

    /// The passing of time in a case, whatever has happened in it; none where its time can't be read.
    pub(super) fn tick(&self, record: &Record) -> Option<Event<Text>> {
        let mut tick =
            Event::new(self.time(record, &self.plan.time).ok()?, Deed::Tick { actor: None });
        tick.case = self.case(record);
        Some(tick)
    }

    /// What an event of an act says beside who did it when.
    fn beside(
        &self,
        record: &Record,
        place: u64,
        event: &mut Event<Text>,
    ) -> Result<(), LineErrorKind> {
        let mapping = self.mapping;
        event.case = self.case(record);
        if mapping.is_place_the_id {
            event.id = Some(place.to_string().into());
        }
        for (key, value) in &mapping.constants {
            let value: Box<str> = value.as_str().into();
            match *key {
                "subject" => event.subject = Some(value),
                "source" => event.source = Some(value),
                "note" => event.note = Some(value),
                "quantity" => set_quantity(event, &value)?,
                _ => {}
            }
        }
        for (key, source) in &self.plan.others {
            let mut joined = String::new();
            if *key == "known" {
                let is_there = source.of(record, &mut joined).is_some();
                event.known = is_there.then(|| self.time(record, source)).transpose()?;
                continue;
            }
            let Some(value) = source.of(record, &mut joined) else { continue };
            match *key {
                "subject" => event.subject = Some(value.into()),
                "id" => event.id = Some(value.into()),
                "source" => event.source = Some(value.into()),
                "note" => event.note = Some(value.into()),
                "quantity" => set_quantity(event, value)?,
                _ => {}
            }
        }
        if let Some(subject) = &event.subject {
            check_subject_name(subject).map_err(|error| entry(error.to_string()))?;
        }
        Ok(())
    }

    fn case(&self, record: &Record) -> Option<Box<str>> {
        let mut joined = String::new();
        let read = self.plan.case.as_ref().and_then(|source| source.of(record, &mut joined));
        let constant = || self.mapping.constants.get("case").map(String::as_str);
        read.or_else(constant).map(Into::into)
    }

    fn time(&self, record: &Record, source: &Source) -> Result<Instant, LineErrorKind> {
        let mut joined = String::new();
        match source.of(record, &mut joined) {
            Some(text) => self
                .mapping
                .times
                .read(text)
                .map_err(|error| LineErrorKind::Time { column: source.name(self.keys), error }),
            None => Err(entry(format!(
                "there is no `{}` to say when it happened",
                shortened(&source.name(self.keys))
            ))),
        }
    }

    fn nobody(&self) -> LineErrorKind {
        let column = self.plan.actor.as_ref().map(|source| source.name(self.keys));
        let column = column.unwrap_or_else(|| "actor".to_owned());
        entry(format!("there is no `{}` to say who did it", shortened(&column)))
    }

    /// What an act tells, of what is mapped; where the agreement is known, in its types.
    fn told(&self, record: &Record, act: &str) -> Result<Telling<Text>, LineErrorKind> {
        let mut telling = Telling::nothing();
        let agreed = self.mapping.known.as_ref().and_then(|known| known.get(act));
        for (name, key) in &self.plan.told {
            let Some(text) = record.get(*key) else { continue };
            let what = agreed.map(|told| told.iter().find(|(known, _)| known == name));
            let value =
                match what {
                    // The agreement has it that the act does not tell it.
                    Some(None) => continue,
                    Some(Some((_, ToldType::Instant))) => {
                        let instant = self.mapping.times.read(text).map_err(|error| {
                            LineErrorKind::Time { column: name.to_string(), error }
                        })?;
                        ToldValue::Instant(instant)
                    }
                    Some(Some((_, ToldType::Party))) => {
                        ToldValue::Word(self.mapping.party_of(text).into())
                    }
                    Some(Some((_, ToldType::Words(_)))) => ToldValue::Word(text.into()),
                    Some(Some((_, ToldType::Quantity(_)))) | None => match figure(text) {
                        Some(figure) => ToldValue::Quantity(figure),
                        None => ToldValue::Word(text.into()),
                    },
                };
            telling = telling.and(name.clone(), value);
        }
        Ok(telling)
    }

    /// An event of any word, by all keys that are mapped.
    fn in_words(&self, record: &Record, place: u64) -> Result<Event<Text>, LineErrorKind> {
        let (mapping, plan) = (self.mapping, self.plan);
        let mut words = Map::new();
        let mut say = |key: &str, source: &Source| -> Result<(), LineErrorKind> {
            let mut joined = String::new();
            let Some(text) = source.of(record, &mut joined) else { return Ok(()) };
            let named = |what: &str| {
                let column = source.name(self.keys);
                entry(format!("`{}`: `{}`: {what}", shortened(&column), shortened(text)))
            };
            let value = cells::value(key, text, &mapping.times).map_err(|error| match error {
                CellError::Time(error) => {
                    LineErrorKind::Time { column: source.name(self.keys), error }
                }
                CellError::Other(what) => named(what),
            })?;
            words.insert(key.to_owned(), value);
            Ok(())
        };
        say("time", &plan.time)?;
        say("act", &plan.act)?;
        for (key, source) in &plan.others {
            say(key, source)?;
        }
        if let Some(source) = plan.actor.as_ref().filter(|_| !words.contains_key("actors")) {
            let mut joined = String::new();
            if let Some(actor) = source.of(record, &mut joined) {
                words.insert("actor".to_owned(), mapping.party_of(actor).into());
            }
        }
        if let Some(activity) = words.get("act").and_then(Value::as_str).map(str::to_owned) {
            let act = mapping.activities.get(&activity).unwrap_or(&activity);
            let told = words.get("actor").and_then(Value::as_str).map(str::to_owned);
            if let Some(actor) = mapping.actor(&activity, act, || told.as_deref()) {
                words.insert("actor".to_owned(), actor.into());
            }
            let told = self.told(record, act)?;
            if !told.is_empty() {
                let told = serde_json::to_value(told).unwrap_or_default();
                words.insert("told".to_owned(), told);
            }
            words.insert("act".to_owned(), act.as_str().into());
        }
        if let Some(case) = self.case(record) {
            words.insert("case".to_owned(), Value::String(case.into()));
        }
        if mapping.is_place_the_id {
            words.insert("id".to_owned(), place.to_string().into());
        }
        for (key, value) in &mapping.constants {
            if !words.contains_key(*key) && !matches!(*key, "actor" | "case") {
                let value = cells::value(key, value, &mapping.times);
                words.insert((*key).to_owned(), value.unwrap_or_default());
            }
        }
        serde_json::from_value(Value::Object(words)).map_err(|error| entry(json::message(&error)))
    }
}

impl Mapping {
    /// The party that a resource is.
    pub(super) fn party_of<'a>(&'a self, resource: &'a str) -> &'a str {
        let known = self.parties.get(resource).or_else(|| self.parties.get("*"));
        known.map_or(resource, String::as_str)
    }

    /// Who does an activity.
    pub(super) fn actor<'a>(
        &'a self,
        activity: &str,
        act: &str,
        resource: impl FnOnce() -> Option<&'a str>,
    ) -> Option<&'a str> {
        let of_act = self.actors.get(activity).or_else(|| self.actors.get(act));
        if let Some(party) = of_act {
            return Some(party);
        }
        match resource() {
            Some(resource) => Some(self.party_of(resource)),
            None => {
                let constant = self.constants.get("actor");
                constant.or_else(|| self.parties.get("*")).map(String::as_str)
            }
        }
    }

    /// An event that another reader has made of an entry, by what this says of activities and resources; none
    /// of one that is passed over.
    pub(super) fn retouched(
        &self,
        mut event: Event<Text>,
        line: u64,
        dropped: &mut Dropped,
    ) -> Option<Event<Text>> {
        if let Deed::Act { actor, act, .. } = &mut event.deed {
            let activity = std::mem::take(act);
            let known = self.activities.get(&*activity).map_or(&*activity, String::as_str);
            if !dropped.takes(self, &activity, known, line) {
                return None;
            }
            let party = self.actor(&activity, known, || Some(&**actor));
            let party: Option<Box<str>> = party.map(Into::into);
            *actor = party.unwrap_or_else(|| std::mem::take(actor));
            *act = known.into();
        }
        Some(event)
    }
}

/// A number: one without a fraction is whole, though it be written `35.0`.
fn figure(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let is_whole = |whole: &str, rest: &str| !whole.is_empty() && rest.bytes().all(|it| it == b'0');
    let whole = match text.split_once('.') {
        Some((whole, rest)) if is_whole(whole, rest) => whole,
        _ => text,
    };
    match whole.parse::<u64>() {
        Ok(whole) => Some(whole.into()),
        Err(_) => text.parse().ok(),
    }
}

fn set_quantity(event: &mut Event<Text>, text: &str) -> Result<(), LineErrorKind> {
    let figure = figure(text)
        .ok_or_else(|| entry(format!("the quantity `{}` is not a number", shortened(text))))?;
    if let Deed::Act { quantity, .. } = &mut event.deed {
        *quantity = Some(figure);
    }
    Ok(())
}

fn entry(message: String) -> LineErrorKind {
    LineErrorKind::Entry { message }
}
