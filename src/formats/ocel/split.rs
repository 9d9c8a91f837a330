//! One event of a document: what it comes to, which may be several events.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use crate::event::Event;
use crate::names::Text;
use crate::strict::shortened;

use super::super::json::message;
use super::super::log::{LONGEST_LINE, LineError, LineErrorKind};
use super::super::losses::Losses;
use super::entry::{Attribute, WrittenEvent};
use super::mapping::{Mapping, Source, Telling, usual_actor};

/// What stands between the id of an event and that of an object, where several events come of one.
const JOINT: char = '/';

/// The most bytes of words that may come of one event: what all of its events say is said in each.
const MOST: usize = 16 * LONGEST_LINE;

/// The objects of a document: which type each has.
#[derive(Debug, Default)]
pub(super) struct Objects {
    types: HashMap<Box<str>, usize>,
    names: Vec<Box<str>>,
    by_id: HashMap<Box<str>, usize>,
    /// The line from which on none could be read.
    end: Option<u64>,
}

impl Objects {
    /// Adds an object of a type; one that has another already is an error.
    pub(super) fn add(&mut self, id: Box<str>, kind: Box<str>) -> Result<(), String> {
        let next = self.names.len();
        let place = *self.types.entry(kind).or_insert_with_key(|kind| {
            self.names.push(kind.clone());
            next
        });
        match self.by_id.entry(id) {
            Slot::Vacant(slot) => {
                slot.insert(place);
                Ok(())
            }
            Slot::Occupied(slot) if *slot.get() == place => Ok(()),
            Slot::Occupied(slot) => {
                let name = |place: usize| self.names.get(place).map(|name| shortened(name));
                let (before, now) = (name(*slot.get()), name(place));
                Err(format!(
                    "the object `{}` is there before with the type `{}`, and here with `{}`",
                    shortened(slot.key()),
                    before.unwrap_or_default(),
                    now.unwrap_or_default(),
                ))
            }
        }
    }

    /// From this line on no object could be read.
    pub(super) fn end_at(&mut self, line: u64) {
        self.end = Some(line);
    }

    fn type_of(&self, id: &str) -> Option<&str> {
        self.names.get(*self.by_id.get(id)?).map(|name| &**name)
    }

    fn missing(&self, id: &str) -> String {
        let before = self.end.map(|line| format!(" that stand before line {line}"));
        let before = before.unwrap_or_default();
        format!("the object `{}` is not among the `objects`{before}", shortened(id))
    }
}

/// What takes an event of a document apart.
#[derive(Debug)]
pub(super) struct Splitter<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) objects: &'a Objects,
    /// Whether other events have the same id.
    pub(super) is_shared: bool,
    pub(super) line: u64,
    pub(super) losses: &'a mut Losses,
}

/// What an event of a document has, and which of it has found a place.
struct Having<'a> {
    event: &'a WrittenEvent,
    objects: &'a Objects,
    /// Whether each of its attributes has.
    attributes: Vec<bool>,
    related: Vec<Related<'a>>,
}

/// An object that the event is related to, by whichever qualifiers.
struct Related<'a> {
    id: &'a str,
    /// None if the document does not have the object.
    kind: Option<&'a str>,
    qualifiers: Vec<&'a str>,
    has_place: bool,
}

impl Splitter<'_> {
    /// Adds the events that this one comes to, or what is wrong with it.
    pub(super) fn split(
        mut self,
        event: WrittenEvent,
        into: &mut VecDeque<Result<Event<Text>, LineError>>,
    ) {
        let line = self.line;
        let bad = |message: String| {
            let message = format!("event `{}`: {message}", shortened(&event.id));
            LineError::new(line, LineErrorKind::Entry { message })
        };
        let mut having = Having::of(&event, self.objects);
        match self.words(&mut having) {
            Ok(events) => {
                self.tell(&having);
                let read = |words| {
                    serde_json::from_value(Value::Object(words))
                        .map_err(|error| bad(message(&error)))
                };
                into.extend(events.into_iter().map(read));
            }
            Err(message) => into.push_back(Err(bad(message))),
        }
    }

    /// The events in the words of a log.
    fn words(&mut self, having: &mut Having<'_>) -> Result<Vec<Map<String, Value>>, String> {
        let event = having.event;
        let mut words = Map::new();
        let mut say = |key: &str, value: Value| words.insert(key.to_owned(), value);
        say("time", event.time.to_string().into());
        say("act", (*event.r#type).into());
        let actor = match self.mapping.has("actor") {
            true => having.one("actor", self.mapping.sources("actor"))?,
            false => having.one("actor", usual_actor().collect::<Vec<_>>().iter())?,
        };
        say("actor", text(actor.ok_or_else(|| nobody(event))?).into());
        for key in ["known", "note", "source"] {
            if let Some(value) = having.one(key, self.mapping.sources(key))? {
                say(key, text(value).into());
            }
        }
        if let Some(value) = having.one("quantity", self.mapping.sources("quantity"))? {
            say("quantity", told(value, Telling::Number));
        }
        let told = self.told(having)?;
        if !told.is_empty() {
            say("told", Value::Object(told));
        }
        let cases = having.all(self.mapping.sources("case"))?;
        let subjects = match self.mapping.has("subject") {
            true => having.all(self.mapping.sources("subject"))?,
            false => {
                let kind = self.mapping.act(&event.r#type).and_then(|act| act.kind.as_ref());
                let kind = kind.map(|kind| Source::Type(kind.clone()));
                having.all(kind.iter())?
            }
        };
        let count = cases.len().max(1).saturating_mul(subjects.len().max(1));
        if count > 1 {
            let said = serde_json::to_string(&words).unwrap_or_default().len();
            if count.saturating_mul(said) > MOST {
                return Err(format!(
                    "it would be {count} events with more than {MOST} bytes in all"
                ));
            }
        }
        self.changed(cases.len(), subjects.len());
        let is_joined = subjects.len() > 1 || self.is_shared;
        let mut events = Vec::with_capacity(count);
        for case in or_none(&cases) {
            for subject in or_none(&subjects) {
                let mut words = words.clone();
                let mut say = |key: &str, value: String| words.insert(key.to_owned(), value.into());
                let id = match subject {
                    Some(subject) if is_joined => format!("{}{JOINT}{subject}", event.id),
                    _ => event.id.to_string(),
                };
                say("id", id);
                if let Some(case) = case {
                    say("case", case.clone());
                }
                if let Some(subject) = subject {
                    say("subject", subject.clone());
                }
                events.push(words);
            }
        }
        Ok(events)
    }

    /// What the event tells: what its act tells by the agreement, and what is mapped.
    fn told(&self, having: &mut Having<'_>) -> Result<Map<String, Value>, String> {
        let agreed = self.mapping.act(&having.event.r#type);
        let mut said = Map::new();
        for (place, attribute) in having.event.attributes.iter().enumerate() {
            let name = &attribute.name;
            let tells = agreed.and_then(|act| act.tells.iter().find(|(told, _)| told == name));
            let telling = match tells {
                Some((_, telling)) => *telling,
                None if self.mapping.tells(name) => Telling::Any,
                None => continue,
            };
            if says_nothing(attribute) {
                continue;
            }
            having.take_attribute(place);
            let value = told(plain(attribute)?, telling);
            if said.insert(name.to_string(), value).is_some() {
                return Err(twice(name));
            }
        }
        Ok(said)
    }

    fn changed(&mut self, cases: usize, subjects: usize) {
        let line = self.line;
        if subjects > 1 {
            let what = "an event about several objects of its act's kind is one event for each, its \
                `id` joined with the object's";
            self.losses.changed_at_line(line, what);
        }
        if cases > 1 {
            let what = "an event about several objects that are cases is one event for each";
            self.losses.changed_at_line(line, what);
        }
        if self.is_shared {
            self.losses.changed_at_line(line, "an event has an `id` that another one has");
        }
    }

    /// Tells what has found no place.
    fn tell(&mut self, having: &Having<'_>) {
        let (event, line) = (having.event, self.line);
        let mut lose = |what: String| self.losses.at_line(line, what);
        for (attribute, has_place) in event.attributes.iter().zip(&having.attributes) {
            let name = shortened(&attribute.name);
            if !has_place && !says_nothing(attribute) {
                lose(format!("there is no place for the attribute `{name}` of an event"));
            }
            for key in attribute.others.keys() {
                let key = shortened(key);
                lose(format!("there is no place for the key `{key}` of an event's attribute"));
            }
        }
        for key in event.others.keys() {
            lose(format!("there is no place for the key `{}` of an event", shortened(key)));
        }
        for related in having.related.iter().filter(|related| !related.has_place) {
            lose(match related.kind {
                Some(kind) => {
                    let kind = shortened(kind);
                    format!("there is no place for an event's object of the type `{kind}`")
                }
                None => "an event's object is not among the `objects`".to_owned(),
            });
        }
        for key in event.relationships.iter().flat_map(|relationship| relationship.others.keys()) {
            let key = shortened(key);
            lose(format!("there is no place for the key `{key}` of an event's relationship"));
        }
        let is_mapped = |qualifier: &&str| {
            let source = Source::Qualifier((*qualifier).into());
            qualifier.is_empty() || self.mapping.takes(&source)
        };
        let mut qualifiers = having.related.iter().flat_map(|related| &related.qualifiers);
        if !qualifiers.all(is_mapped) {
            let what = "there is no place for the qualifiers of an event's objects";
            self.losses.at_line(line, what);
        }
    }
}

impl<'a> Having<'a> {
    fn of(event: &'a WrittenEvent, objects: &'a Objects) -> Self {
        let mut related: Vec<Related<'a>> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for relationship in &event.relationships {
            let (id, qualifier) = (&*relationship.object, &*relationship.qualifier);
            let next = related.len();
            match places.entry(id) {
                Slot::Vacant(slot) => {
                    slot.insert(next);
                    let (kind, qualifiers) = (objects.type_of(id), vec![qualifier]);
                    related.push(Related { id, kind, qualifiers, has_place: false });
                }
                Slot::Occupied(slot) => {
                    if let Some(related) = related.get_mut(*slot.get()) {
                        related.qualifiers.push(qualifier);
                    }
                }
            }
        }
        let attributes = vec![false; event.attributes.len()];
        Self { event, objects, attributes, related }
    }

    /// The one value of a key, by the first of its sources that has something.
    fn one<'s>(
        &mut self,
        key: &str,
        sources: impl Iterator<Item = &'s Source>,
    ) -> Result<Option<Value>, String> {
        let mut values = self.values(sources)?.into_iter();
        match (values.next(), values.next()) {
            (Some(first), Some(second)) => Err(format!(
                "it has several objects for its `{key}`: `{}`, `{}`",
                shortened(&text(first)),
                shortened(&text(second))
            )),
            (first, _) => Ok(first),
        }
    }

    /// All of them, as texts.
    fn all<'s>(
        &mut self,
        sources: impl Iterator<Item = &'s Source>,
    ) -> Result<Vec<String>, String> {
        Ok(self.values(sources)?.into_iter().map(text).collect())
    }

    fn values<'s>(
        &mut self,
        sources: impl Iterator<Item = &'s Source>,
    ) -> Result<Vec<Value>, String> {
        for source in sources {
            let values = match source {
                Source::Attribute(name) => self.attribute(name)?.into_iter().collect(),
                Source::Type(kind) => self.of_type(kind)?,
                Source::Qualifier(qualifier) => {
                    self.objects_where(|related| related.qualifiers.contains(&&**qualifier))
                }
                Source::Value(value) => vec![Value::from(&**value)],
            };
            if !values.is_empty() {
                return Ok(values);
            }
        }
        Ok(Vec::new())
    }

    fn attribute(&mut self, name: &str) -> Result<Option<Value>, String> {
        let attributes = self.event.attributes.iter().enumerate();
        let mut said = attributes
            .filter(|(_, attribute)| *attribute.name == *name && !says_nothing(attribute));
        let (first, second) = (said.next(), said.next());
        let Some((place, attribute)) = first else { return Ok(None) };
        if second.is_some() {
            return Err(twice(name));
        }
        self.take_attribute(place);
        plain(attribute).map(Some)
    }

    fn take_attribute(&mut self, place: usize) {
        if let Some(has_place) = self.attributes.get_mut(place) {
            *has_place = true;
        }
    }

    fn of_type(&mut self, kind: &str) -> Result<Vec<Value>, String> {
        // What the document does not have might be of it.
        match self.related.iter().find(|related| related.kind.is_none()) {
            Some(related) => Err(self.objects.missing(related.id)),
            None => Ok(self.objects_where(|related| related.kind == Some(kind))),
        }
    }

    fn objects_where(&mut self, is_meant: impl Fn(&Related<'_>) -> bool) -> Vec<Value> {
        let meant = self.related.iter_mut().filter(|related| is_meant(related));
        let taken = meant.map(|related| {
            related.has_place = true;
            Value::from(related.id)
        });
        taken.collect()
    }
}

/// Each of these, or none once.
fn or_none(all: &[String]) -> impl Iterator<Item = Option<&String>> {
    let none = all.is_empty().then_some(None);
    all.iter().map(Some).chain(none)
}

/// What says nothing, as an empty cell does: many write it where there is no value.
fn says_nothing(attribute: &Attribute) -> bool {
    match &attribute.value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// The value of an attribute, which is no list and no object.
fn plain(attribute: &Attribute) -> Result<Value, String> {
    match &attribute.value {
        Value::Array(_) | Value::Object(_) => {
            let name = shortened(&attribute.name);
            Err(format!("the attribute `{name}` is not a text, a number or a truth value"))
        }
        value => Ok(value.clone()),
    }
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        value => value.to_string(),
    }
}

/// A value as it is told: OCEL may have written a number as a text, and a word as a number.
fn told(value: Value, telling: Telling) -> Value {
    match (telling, value) {
        (Telling::Number, Value::String(text)) => match text.parse::<u64>() {
            Ok(number) => number.into(),
            Err(_) => text.into(),
        },
        (Telling::Text, value) | (_, value @ Value::Bool(_)) => text(value).into(),
        (_, value) => value,
    }
}

fn twice(name: &str) -> String {
    format!("the attribute `{}` is there twice", shortened(name))
}

/// That nothing says who did it, with what might.
fn nobody(event: &WrittenEvent) -> String {
    const MOST: usize = 5;
    let names: Vec<String> = event
        .attributes
        .iter()
        .take(MOST)
        .map(|attribute| format!("`{}`", shortened(&attribute.name)))
        .collect();
    let has = match names.is_empty() {
        true => String::new(),
        false => format!("; its attributes are {}", names.join(", ")),
    };
    format!(
        "nothing says who did it: map the actor, as in `actor=clerk` for an attribute or \
         `actor=type:employee` for an object{has}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_has_one_type() {
        let mut objects = Objects::default();
        assert_eq!(objects.add("a".into(), "order".into()), Ok(()));
        assert_eq!(objects.add("b".into(), "item".into()), Ok(()));
        assert_eq!(objects.add("a".into(), "order".into()), Ok(()));
        let error = objects.add("a".into(), "item".into()).unwrap_err();
        assert_eq!(
            error,
            "the object `a` is there before with the type `order`, and here with `item`"
        );
        assert_eq!((objects.type_of("a"), objects.type_of("b")), (Some("order"), Some("item")));
        assert_eq!(objects.type_of("c"), None);
    }

    #[test]
    fn a_value_is_told_in_the_type_that_the_agreement_has() {
        let cases = [
            (Telling::Number, "\"500\"", "500"),
            (Telling::Number, "500", "500"),
            (Telling::Number, "\"5 t\"", "\"5 t\""),
            (Telling::Number, "\"18446744073709551616\"", "\"18446744073709551616\""),
            (Telling::Text, "7", "\"7\""),
            (Telling::Text, "true", "\"true\""),
            (Telling::Any, "7.5", "7.5"),
            (Telling::Any, "\"7.50\"", "\"7.50\""),
            (Telling::Any, "false", "\"false\""),
        ];
        for (telling, written, expected) in cases {
            let value = serde_json::from_str(written).unwrap();
            assert_eq!(told(value, telling).to_string(), expected, "{telling:?} {written}");
        }
    }
}
