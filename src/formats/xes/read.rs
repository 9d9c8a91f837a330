//! Reading: the events of all traces, in the order of the log.

use std::collections::HashSet;
use std::io::BufRead;
use std::ops::Range;

use serde_json::{Map, Value};

use crate::event::Event;
use crate::names::Text;
use crate::strict::shortened;

use super::super::json;
use super::super::log::{LineError, LineErrorKind};
use super::super::losses::Losses;
use super::super::times::Times;
use super::element::{Attribute, Piece, Pieces};
use super::{CASELESS, NAME, OURS, PLACE, RESOURCE, TEXTS, TICK, TIMESTAMP, TRANSITION};

/// A log in XES (IEEE 1849), its events in words, or the errors of its events.
///
/// A trace is a `case`; `time:timestamp` is the time, `org:resource` the actor, `concept:name` the
/// act. An event whose `lifecycle:transition` is another than `complete` is passed over, and told
/// among the losses. Where every event says its place in the whole log, they come in that order
/// (so it is for logs that [`write_xes`](crate::formats::xes::write) wrote), otherwise trace by trace. The
/// whole log is held in memory. An error is a file that ends before its elements do, a second one
/// after the log, a trace or event in another place than XES has for it, an event that does not say
/// what was done, and a trace without a name among others.
///
/// ```
/// let text = r#"<log xes.version="1849-2016"><trace>
///   <string key="concept:name" value="sale 7"/>
///   <event>
///     <string key="concept:name" value="pay"/>
///     <string key="org:resource" value="buyer"/>
///     <date key="time:timestamp" value="2026-05-06T12:00:00.000+00:00"/>
///   </event>
/// </trace></log>"#;
/// let event = servanda::formats::xes::Log::new(text.as_bytes()).next().unwrap()?;
/// assert_eq!(event.case.as_deref(), Some("sale 7"));
/// assert_eq!(event.deed.act().map(|act| &**act), Some("pay"));
/// # Ok::<(), servanda::formats::LineError>(())
/// ```
#[derive(Debug)]
pub struct Log<R> {
    state: State<R>,
    line: u64,
    losses: Losses,
}

#[derive(Debug)]
enum State<R> {
    Unread(R),
    Read(std::vec::IntoIter<Entry>),
    Over,
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
    fn refuse_unnamed(&self, entries: &mut Vec<Entry>) {
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
struct Entry {
    line: u64,
    place: Option<u64>,
    event: Result<Event<Text>, LineErrorKind>,
}

impl<R: BufRead> Log<R> {
    /// A log that is read from here.
    pub fn new(reader: R) -> Self {
        Self { state: State::Unread(reader), line: 0, losses: Losses::default() }
    }

    /// The number of the line at which the event that was read last starts, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// What the document says that an event has no place for.
    #[must_use]
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    fn read(&mut self, reader: R) -> Vec<Entry> {
        let mut pieces = Pieces::new(reader);
        let mut entries = Vec::new();
        if let Err(error) = self.log(&mut pieces, &mut entries) {
            let (line, kind) = error.into_parts();
            entries.push(Entry { line, place: None, event: Err(kind) });
            return entries;
        }
        if entries.iter().all(|entry| entry.place.is_some()) {
            entries.sort_by_key(|entry| entry.place);
        }
        entries
    }

    fn log(&mut self, pieces: &mut Pieces<R>, entries: &mut Vec<Entry>) -> Result<(), LineError> {
        let mut case: Option<String> = None;
        let mut is_caseless = false;
        // Attributes of the trace may stand after its events.
        let mut trace = Trace { line: 0, events: entries.len()..entries.len() };
        let mut traces = Traces::default();
        loop {
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
    fn event(&mut self, line: u64, pieces: &mut Pieces<R>) -> Result<Option<Entry>, LineError> {
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
        let find = |key: &str| attributes.iter().find(|attribute| attribute.key == key);
        let is_ours = attributes.iter().any(|attribute| attribute.key.starts_with(OURS));
        if let Some(transition) = find(TRANSITION)
            && !transition.value.eq_ignore_ascii_case("complete")
        {
            let transition = shortened(&transition.value);
            let what = format!("an event of the transition `{transition}` is passed over");
            self.losses.at_line(line, what);
            return Ok(None);
        }
        let mut place = None;
        let mut words = Map::new();
        let has_own_word = attributes.iter().any(|attribute| {
            let key = attribute.key.strip_prefix(OURS).unwrap_or_default();
            ["act", "attest", "deny", "release", "extend", "amend", "waive", "amended", "tick"]
                .contains(&key)
        });
        let entry = |message: String| LineErrorKind::Entry { message };
        let mut wrong = None;
        if !has_own_word && find(NAME).is_none() {
            wrong = Some(entry(format!("there is no `{NAME}` to say what was done")));
        }
        for attribute in &attributes {
            let key = attribute.key.as_str();
            let (key, value) = match key {
                TIMESTAMP => match Times::new().read(&attribute.value) {
                    Ok(instant) => ("time", Value::from(instant.to_string())),
                    Err(error) => {
                        wrong = Some(LineErrorKind::Time { column: key.to_owned(), error });
                        continue;
                    }
                },
                RESOURCE => ("actor", Value::from(attribute.value.as_str())),
                NAME if !has_own_word => ("act", Value::from(attribute.value.as_str())),
                NAME | TRANSITION | TICK => continue,
                PLACE => {
                    place = attribute.value.parse().ok();
                    continue;
                }
                _ => match key.strip_prefix(OURS).and_then(|key| own(key, attribute)) {
                    Some(own) => own,
                    None => {
                        self.lose(line, "an event", key);
                        continue;
                    }
                },
            };
            if words.insert(key.to_owned(), value).is_some() {
                wrong = Some(entry(format!("`{}` is there twice", shortened(&attribute.key))));
            }
        }
        let event = match wrong {
            Some(wrong) => Err(wrong),
            None => serde_json::from_value(Value::Object(words)).map_err(|error| {
                let error = json::message(&error);
                entry(if is_ours { error } else { in_words_of_xes(&error) })
            }),
        };
        Ok(Some(Entry { line, place, event }))
    }
}

/// The key and the value of an attribute of ours.
fn own<'a>(key: &'a str, attribute: &Attribute) -> Option<(&'a str, Value)> {
    let text = || Value::from(attribute.value.as_str());
    match key {
        "quantity" => {
            Some((key, attribute.value.parse::<u64>().map_or_else(|_| text(), Value::from)))
        }
        "actors" => Some((key, attribute.inner.iter().map(|actor| actor.value.as_str()).collect())),
        // What is told stands there as the object that it is in a line of JSON.
        "told" => Some((key, serde_json::from_str(&attribute.value).unwrap_or_else(|_| text()))),
        "until" | "known" => Some((key, text())),
        _ if TEXTS.contains(&key) => Some((key, text())),
        _ => None,
    }
}

/// What is missing goes by the name that it has in XES.
fn in_words_of_xes(error: &str) -> String {
    error
        .replace("missing field `time`", "there is no `time:timestamp`")
        .replace("`act` needs `actor`", "there is no `org:resource` to say who did it")
}

impl<R: BufRead> Iterator for Log<R> {
    type Item = Result<Event<Text>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        if matches!(self.state, State::Unread(_))
            && let State::Unread(reader) = std::mem::replace(&mut self.state, State::Over)
        {
            self.state = State::Read(self.read(reader).into_iter());
        }
        let State::Read(entries) = &mut self.state else { return None };
        let Entry { line, event, .. } = entries.next()?;
        self.line = line;
        Some(event.map_err(|kind| LineError::new(line, kind)))
    }
}
