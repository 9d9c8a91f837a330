//! Reading: the events of a document, in order of time.

use std::collections::{HashSet, VecDeque};
use std::io::BufRead;

use serde::de::IgnoredAny;

use crate::event::Event;
use crate::names::Text;
use crate::strict::shortened;
use crate::time::Instant;

use super::super::log::{LineError, LineErrorKind};
use super::super::losses::Losses;
use super::entry::{WrittenEvent, WrittenObject};
use super::mapping::Mapping;
use super::pieces::{Piece, Pieces};
use super::split::{Objects, Splitter};

/// A log in OCEL 2.0 (JSON), its events in words, or the errors of its entries.
///
/// The document is read entry by entry, and all its events and objects are held in memory, for they are
/// in no order. An entry that can't be read is an error with its line, and loses no other; where the
/// document itself is broken or cut off, its error comes after the events that stand before.
///
/// ```
/// use servanda::formats::ocel;
/// let text = r#"{
///     "objectTypes": [{"name": "order", "attributes": []}],
///     "eventTypes": [{"name": "pay", "attributes": [{"name": "actor", "type": "string"}]}],
///     "objects": [{"id": "PO1", "type": "order"}, {"id": "PO2", "type": "order"}],
///     "events": [{"id": "e1", "type": "pay", "time": "2026-05-06T14:00:00+02:00",
///         "attributes": [{"name": "actor", "value": "buyer"}],
///         "relationships": [{"objectId": "PO1", "qualifier": "for"},
///             {"objectId": "PO2", "qualifier": "for"}]}]
/// }"#;
/// let mapping = ocel::Mapping::new().kind("pay", "order");
/// let mut log = ocel::Log::new(text.as_bytes(), &mapping);
/// let event = log.next().unwrap()?;
/// assert_eq!(event.subject.as_deref(), Some("PO1"));
/// assert_eq!(event.id.as_deref(), Some("e1/PO1"));
/// assert_eq!(event.time, "2026-05-06T12:00:00Z".parse()?);
/// assert_eq!(log.line(), 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Log<R> {
    state: State<R>,
    mapping: Mapping,
    line: u64,
    losses: Losses,
}

#[derive(Debug)]
enum State<R> {
    Unread(R),
    Read(Box<Document>),
    Over,
}

/// A document that was read.
#[derive(Debug)]
struct Document {
    entries: std::vec::IntoIter<Entry>,
    objects: Objects,
    /// The ids that several events have.
    shared: HashSet<Box<str>>,
    /// What has become of the entry that was taken last.
    events: VecDeque<Result<Event<Text>, LineError>>,
    /// What is wrong with the document itself.
    broken: Option<LineError>,
}

/// An entry of a list, or what is wrong with it.
#[derive(Debug)]
struct Entry {
    /// When its turn is.
    turn: Instant,
    line: u64,
    event: Result<Box<WrittenEvent>, LineError>,
}

impl<R: BufRead> Log<R> {
    /// A log that is read from here, by this mapping.
    pub fn new(reader: R, mapping: &Mapping) -> Self {
        let (mapping, losses) = (mapping.clone(), Losses::default());
        Self { state: State::Unread(reader), mapping, line: 0, losses }
    }

    /// The number of the line at which the event that was read last starts, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// What the document says so far that an event has no place for; and among the
    /// [changes](Losses::changes), of which event several have become, and what was not in order.
    #[must_use]
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    fn read(&mut self, reader: R) -> Document {
        let mut pieces = Pieces::new(reader);
        let (mut entries, mut objects) = (Vec::new(), Objects::default());
        let broken = self.pieces(&mut pieces, &mut entries, &mut objects).err();
        if let Some(error) = broken.as_ref().filter(|_| !pieces.has_all_objects()) {
            objects.end_at(error.line());
        }
        entries.sort_by_key(|entry| entry.turn);
        let shared = shared_ids(&entries);
        let entries = entries.into_iter();
        Document { entries, objects, shared, events: VecDeque::new(), broken }
    }

    fn pieces(
        &mut self,
        pieces: &mut Pieces<R>,
        entries: &mut Vec<Entry>,
        objects: &mut Objects,
    ) -> Result<(), LineError> {
        // What can't be read has its turn after what stands before it.
        let mut before = Instant::FIRST;
        loop {
            let piece = pieces.next()?;
            let line = pieces.line();
            match piece {
                Piece::Event => {
                    let event = pieces.entry::<WrittenEvent>().map(Box::new);
                    let turn = event.as_ref().map_or(before, |event| event.time);
                    if turn < before {
                        let what =
                            "an event that stands after a later one is taken in its turn by time";
                        self.losses.changed_at_line(line, what);
                    }
                    before = before.max(turn);
                    entries.push(Entry { turn, line, event });
                }
                Piece::Object => {
                    let object = pieces.entry::<WrittenObject>();
                    if let Err(error) = object.and_then(|object| self.keep(object, line, objects)) {
                        entries.push(Entry { turn: Instant::FIRST, line, event: Err(error) });
                    }
                }
                Piece::Other => {
                    if let Err(error) = pieces.entry::<IgnoredAny>() {
                        entries.push(Entry { turn: before, line, event: Err(error) });
                    }
                }
                Piece::Key(key) => {
                    let what = format!("there is no place for the key `{}`", shortened(&key));
                    self.losses.at_line(line, what);
                }
                Piece::End => return Ok(()),
            }
        }
    }

    /// Keeps of an object what it is, and tells what is not kept.
    fn keep(
        &mut self,
        object: WrittenObject,
        line: u64,
        objects: &mut Objects,
    ) -> Result<(), LineError> {
        let names = object.attributes.iter().map(|attribute| &attribute.0.name);
        for name in names.chain(object.others.keys()) {
            let name = shortened(name);
            let what = format!("there is no place for the attribute `{name}` of an object");
            self.losses.at_line(line, what);
        }
        for relationship in &object.relationships {
            let other = if relationship.others.is_empty() { "" } else { ", and what it says more" };
            let what = format!("there is no place for an object's relationship to another{other}");
            self.losses.at_line(line, what);
        }
        objects
            .add(object.id, object.r#type)
            .map_err(|message| LineError::new(line, LineErrorKind::Entry { message }))
    }
}

/// The ids that several events have.
fn shared_ids(entries: &[Entry]) -> HashSet<Box<str>> {
    let events = entries.iter().filter_map(|entry| entry.event.as_ref().ok());
    let mut ids: Vec<&str> = events.map(|event| &*event.id).collect();
    ids.sort_unstable();
    let pairs = ids.iter().zip(ids.iter().skip(1));
    pairs.filter(|(id, next)| id == next).map(|(id, _)| (*id).into()).collect()
}

impl<R: BufRead> Iterator for Log<R> {
    type Item = Result<Event<Text>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        if matches!(self.state, State::Unread(_))
            && let State::Unread(reader) = std::mem::replace(&mut self.state, State::Over)
        {
            self.state = State::Read(Box::new(self.read(reader)));
        }
        let State::Read(document) = &mut self.state else { return None };
        loop {
            if let Some(event) = document.events.pop_front() {
                if let Err(error) = &event {
                    self.line = error.line();
                }
                return Some(event);
            }
            let Some(Entry { line, event, .. }) = document.entries.next() else {
                let error = document.broken.take()?;
                self.line = error.line();
                return Some(Err(error));
            };
            self.line = line;
            match event {
                Err(error) => document.events.push_back(Err(error)),
                Ok(event) => {
                    let splitter = Splitter {
                        mapping: &self.mapping,
                        objects: &document.objects,
                        is_shared: document.shared.contains(&event.id),
                        line,
                        losses: &mut self.losses,
                    };
                    splitter.split(*event, &mut document.events);
                }
            }
        }
    }
}

impl<R: BufRead + std::fmt::Debug> super::super::mapping::Events for Log<R> {
    fn at_line(&self) -> u64 {
        self.line()
    }

    fn lost(&self) -> &Losses {
        self.losses()
    }
}
