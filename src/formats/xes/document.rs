//! The events of a whole document.

use std::collections::HashSet;
use std::io::BufRead;
use std::ops::Range;

use serde_json::{Map, Value};

use crate::event::Event;
use crate::names::Vocabulary;
use crate::strict::shortened;

use super::super::json;
use super::super::log::{LineError, LineErrorKind};
use super::super::losses::Losses;
use super::super::naming::Naming;
use super::super::times::Times;
use super::element::{Attribute, Piece, Pieces};
use super::said::{OWN_WORDS, Plain, Said, own};
use super::{CASELESS, NAME, OURS, PLACE, RESOURCE, TICK, TIMESTAMP, TRANSITION};

/// A document that is being read, its events in these names.
#[derive(Debug)]
pub(super) struct Document<'a, N> {
    pub(super) naming: &'a N,
    pub(super) losses: &'a mut Losses,
}

/// A trace of the document: where it begins, and which entries are of it.
#[derive(Clone, Debug)]
struct Trace {
    line: u64,
    events: Range<usize>,
}

/// The traces of the document so far that have events.
#[derive(Debug, Default)]
struct Traces {
    count: usize,
    names: HashSet<Box<str>>,
    unnamed: Vec<Trace>,
}

impl Traces {
    /// One trace alone needs no name. Among several, to which run the events of one without belong
    /// can't be said: it is one bad entry.
    fn refuse_unnamed<V: Vocabulary>(&self, entries: &mut Vec<Entry<V>>) {
        if self.count < 2 {
            return;
        }
        for Trace { line, events } in self.unnamed.iter().rev() {
            let message = format!("a trace without a `{NAME}` among others: no case can be named");
            let event = Err(LineErrorKind::Entry { message });
            entries.splice(events.clone(), [Entry { line: *line, place: None, event }]);
        }
    }
}

/// An event of the document, or what is wrong with it.
#[derive(Debug)]
pub(super) struct Entry<V: Vocabulary> {
    pub(super) line: u64,
    pub(super) place: Option<u64>,
    pub(super) event: Result<Event<V>, LineErrorKind>,
}

impl<N: Naming> Document<'_, N> {
    /// The events of a whole document, in the order of the log.
    pub(super) fn read<R: BufRead>(&mut self, reader: R) -> Vec<Entry<N::Vocabulary>> {
        let mut pieces = Pieces::new(reader);
        let mut entries = Vec::new();
        if let Err(error) = self.log(&mut pieces, &mut entries) {
            let (line, kind) = error.into_parts();
            entries.push(Entry { line, place: None, event: Err(kind) });
            return entries;
        }
        if entries.iter().all(|entry| entry.place.is_some()) {
            // The places are sorted apart from the entries, which are large.
            entries.sort_by_cached_key(|entry| entry.place);
        }
        entries
    }

    fn log<R: BufRead>(
        &mut self,
        pieces: &mut Pieces<R>,
        entries: &mut Vec<Entry<N::Vocabulary>>,
    ) -> Result<(), LineError> {
        let mut case: Option<String> = None;
        let mut is_caseless = false;
        // Attributes of the trace may stand after its events.
        let mut trace = Trace { line: 0, events: entries.len()..entries.len() };
        let mut traces = Traces::default();
        loop {
            if let Some(line) = pieces.plain_event()? {
                let attributes = pieces.of_plain_event();
                let attributes = attributes.map(|(key, value)| Said { key, value, inner: &[] });
                entries.extend(self.entry(line, attributes));
                continue;
            }
            match pieces.next()? {
                Piece::TraceStart => {
                    case = None;
                    is_caseless = false;
                    trace = Trace { line: pieces.line(), events: entries.len()..entries.len() };
                }
                Piece::TraceEnd => {
                    trace.events.end = entries.len();
                    let case = case.take().filter(|_| !is_caseless);
                    let case: Option<Box<str>> = case.map(Into::into);
                    for entry in entries.iter_mut().skip(trace.events.start) {
                        if let Ok(event) = &mut entry.event {
                            event.case.clone_from(&case);
                        }
                    }
                    if trace.events.is_empty() {
                        continue;
                    }
                    traces.count = traces.count.saturating_add(1);
                    match case {
                        Some(name) if !traces.names.insert(name.clone()) => {
                            let what = "a trace has the name of one before: both are one case";
                            self.losses.at_line(trace.line, what);
                        }
                        None if !is_caseless => traces.unnamed.push(trace.clone()),
                        _ => {}
                    }
                }
                Piece::EventStart => {
                    let line = pieces.line();
                    if let Some(entry) = self.event(line, pieces)? {
                        entries.push(entry);
                    }
                }
                Piece::Attribute(attribute) if attribute.key == NAME => {
                    if case.is_some_and(|before| before != attribute.value) {
                        self.lose(pieces.line(), "a trace that has two", NAME);
                    }
                    case = Some(attribute.value);
                }
                Piece::Attribute(attribute) if attribute.key == CASELESS => is_caseless = true,
                Piece::Attribute(attribute) => {
                    self.lose(pieces.line(), "the log or a trace", &attribute.key);
                }
                Piece::EventEnd | Piece::Flat => {}
                Piece::End => break,
            }
        }
        traces.refuse_unnamed(entries);
        Ok(())
    }

    fn lose(&mut self, line: u64, of: &str, key: &str) {
        let key = shortened(key);
        self.losses.at_line(line, format!("there is no place for the attribute `{key}` of {of}"));
    }

    /// The event that has just started; none for one that is passed over.
    fn event<R: BufRead>(
        &mut self,
        line: u64,
        pieces: &mut Pieces<R>,
    ) -> Result<Option<Entry<N::Vocabulary>>, LineError> {
        let mut attributes = Vec::new();
        loop {
            match pieces.next()? {
                Piece::Attribute(attribute) => attributes.push(attribute),
                Piece::EventEnd => break,
                Piece::EventStart
                | Piece::TraceStart
                | Piece::TraceEnd
                | Piece::Flat
                | Piece::End => {
                    let message = "an event ends where it should not".to_owned();
                    return Err(LineError::new(line, LineErrorKind::Entry { message }));
                }
            }
        }
        let attributes = attributes.iter().map(|Attribute { key, value, inner }| {
            let (key, value) = (key.as_str(), value.as_str());
            Said { key, value, inner }
        });
        Ok(self.entry(line, attributes))
    }

    /// What an event of these attributes says; none if it is passed over.
    pub(super) fn entry<'a>(
        &mut self,
        line: u64,
        attributes: impl Iterator<Item = Said<'a>> + Clone,
    ) -> Option<Entry<N::Vocabulary>> {
        let find = |key: &str| attributes.clone().find(|attribute| attribute.key == key);
        if let Some(transition) = find(TRANSITION)
            && !transition.value.eq_ignore_ascii_case("complete")
        {
            let transition = shortened(transition.value);
            let what = format!("an event of the transition `{transition}` is passed over");
            self.losses.at_line(line, what);
            return None;
        }
        if let Some(Plain { event, place, lost }) = Plain::of(attributes.clone())
            && let Some(event) = self.naming.plain(&event)
        {
            lost.iter().for_each(|key| self.lose(line, "an event", key));
            return Some(Entry { line, place, event: Ok(event) });
        }
        Some(self.full_entry(line, attributes))
    }

    /// The same of any event that is not passed over: what is wrong with it, if anything is.
    pub(super) fn full_entry<'a>(
        &mut self,
        line: u64,
        attributes: impl Iterator<Item = Said<'a>> + Clone,
    ) -> Entry<N::Vocabulary> {
        let find = |key: &str| attributes.clone().find(|attribute| attribute.key == key);
        let is_ours = attributes.clone().any(|attribute| attribute.key.starts_with(OURS));
        let mut place = None;
        let mut words = Map::new();
        let has_own_word = attributes.clone().any(|attribute| {
            let key = attribute.key.strip_prefix(OURS).unwrap_or_default();
            OWN_WORDS.contains(&key)
        });
        let entry = |message: String| LineErrorKind::Entry { message };
        let mut wrong = None;
        if !has_own_word && find(NAME).is_none() {
            wrong = Some(entry(format!("there is no `{NAME}` to say what was done")));
        }
        for attribute in attributes {
            let key = attribute.key;
            let (key, value) = match key {
                TIMESTAMP => match Times::new().read(attribute.value) {
                    Ok(instant) => ("time", Value::from(instant.to_string())),
                    Err(error) => {
                        wrong = Some(LineErrorKind::Time { column: key.to_owned(), error });
                        continue;
                    }
                },
                RESOURCE => ("actor", Value::from(attribute.value)),
                NAME if !has_own_word => ("act", Value::from(attribute.value)),
                NAME | TRANSITION | TICK => continue,
                PLACE => {
                    place = attribute.value.parse().ok();
                    continue;
                }
                _ => match key.strip_prefix(OURS).and_then(|key| own(key, &attribute)) {
                    Some(own) => own,
                    None => {
                        self.lose(line, "an event", key);
                        continue;
                    }
                },
            };
            if words.insert(key.to_owned(), value).is_some() {
                wrong = Some(entry(format!("`{}` is there twice", shortened(attribute.key))));
            }
        }
        let event = match wrong {
            Some(wrong) => Err(wrong),
            None => serde_json::from_value(Value::Object(words))
                .map_err(|error| {
                    let error = json::message(&error);
                    entry(if is_ours { error } else { in_words_of_xes(&error) })
                })
                .and_then(|words| self.naming.resolved(words)),
        };
        Entry { line, place, event }
    }
}

/// What is missing goes by the name that it has in XES.
fn in_words_of_xes(error: &str) -> String {
    error
        .replace("missing field `time`", "there is no `time:timestamp`")
        .replace("`act` needs `actor`", "there is no `org:resource` to say who did it")
}
