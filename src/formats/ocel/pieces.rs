//! The entries of a document's lists, one after the other, however long the document is.
//!
//! What stands inside an entry is for serde to read; here it is only found where one ends: at the
//! bracket that closes it.

use std::io::BufRead;

use crate::strict::shortened;

use super::super::json::message;
use super::super::log::{LONGEST_LINE, LineError, LineErrorKind};
use super::bytes::{At, Bytes};
use super::scan::Scan;

/// What comes next in a document.
#[derive(Debug)]
pub(super) enum Piece {
    /// An entry of the list of events, whose text is in [`Pieces::entry`].
    Event,
    /// An entry of the list of objects.
    Object,
    /// An entry of another list, or a value that stands for itself.
    Other,
    /// A key of the document that OCEL does not have.
    Key(String),
    End,
}

/// The lists of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Events,
    Objects,
    EventTypes,
    ObjectTypes,
    Unknown,
}

/// Where reading stands.
#[derive(Clone, Copy, Debug)]
enum State {
    Start,
    /// Before a key, which may be the first.
    Key {
        is_first: bool,
    },
    /// Before the value of a key that OCEL does not have.
    Value,
    /// Before an entry, which may be the first.
    Entry {
        list: List,
        is_first: bool,
        began: At,
    },
    End,
}

/// The pieces of a document, in their order.
#[derive(Debug)]
pub(super) struct Pieces<R> {
    bytes: Bytes<R>,
    state: State,
    /// The lists that have begun.
    begun: Vec<List>,
    /// The lists that have ended.
    ended: Vec<List>,
    /// The text of the value that was read last; empty if it is too long to be kept.
    text: Vec<u8>,
    is_too_long: bool,
    /// Where that value begins.
    began: At,
    /// Where the document begins.
    document: At,
}

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(reader: R) -> Self {
        let bytes = Bytes::new(reader);
        let at = bytes.at();
        Self {
            bytes,
            state: State::Start,
            begun: Vec::new(),
            ended: Vec::new(),
            text: Vec::new(),
            is_too_long: false,
            began: at,
            document: at,
        }
    }

    /// The number of the line at which the value that was read last begins, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.began.line
    }

    /// Whether all objects of the document have been read.
    pub(super) fn has_all_objects(&self) -> bool {
        self.ended.contains(&List::Objects)
    }

    /// What the entry that was read last says, by this reading of it.
    pub(super) fn entry<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T, LineError> {
        if self.is_too_long {
            let kind = LineErrorKind::TooLong { longest: LONGEST_LINE };
            return Err(LineError::new(self.began.line, kind));
        }
        serde_json::from_slice(&self.text).map_err(|error| {
            let below = u64::try_from(error.line()).unwrap_or(u64::MAX).saturating_sub(1);
            let before = if below == 0 { self.began.column.saturating_sub(1) } else { 0 };
            let at = At {
                line: self.began.line.saturating_add(below),
                column: before.saturating_add(error.column()),
            };
            wrong(at, message(&error))
        })
    }

    /// The next piece. After an error there is nothing more: where the next entry begins is not known.
    pub(super) fn next(&mut self) -> Result<Piece, LineError> {
        loop {
            match self.state {
                State::Start => self.start()?,
                State::Key { is_first } => {
                    if let Some(key) = self.key(is_first)? {
                        return Ok(Piece::Key(key));
                    }
                }
                State::Value => {
                    if self.next_byte()? == b'[' {
                        self.open(List::Unknown);
                    } else {
                        self.value("value")?;
                        self.state = State::Key { is_first: false };
                        return Ok(Piece::Other);
                    }
                }
                State::Entry { list, is_first, began } => {
                    if self.goes_on(b']', is_first, list.name(), began)? {
                        self.value("entry")?;
                        self.state = State::Entry { list, is_first: false, began };
                        return Ok(match list {
                            List::Events => Piece::Event,
                            List::Objects => Piece::Object,
                            _ => Piece::Other,
                        });
                    }
                    self.ended.push(list);
                    self.state = State::Key { is_first: false };
                }
                State::End => return self.end(),
            }
        }
    }

    fn start(&mut self) -> Result<(), LineError> {
        // A mark of the order of bytes says nothing in UTF-8.
        if !self.bytes.pass_mark(b"\xef\xbb\xbf")? {
            return Err(self.here("not OCEL 2.0: the text is not UTF-8"));
        }
        if self.bytes.blank()? != Some(b'{') {
            let message = "not OCEL 2.0: expected an object with the lists `events` and `objects`";
            return Err(self.here(message));
        }
        self.document = self.bytes.at();
        self.bytes.pass(1);
        self.state = State::Key { is_first: true };
        Ok(())
    }

    /// Goes on behind a key; answers with one that OCEL does not have.
    fn key(&mut self, is_first: bool) -> Result<Option<String>, LineError> {
        if !self.goes_on(b'}', is_first, "document", self.document)? {
            self.state = State::End;
            return Ok(None);
        }
        if self.next_byte()? != b'"' {
            return Err(self.here("expected a key in quotes"));
        }
        self.value("key")?;
        let key: String = self.entry()?;
        let place = self.began;
        if self.next_byte()? != b':' {
            return Err(self.here("expected `:`"));
        }
        self.bytes.pass(1);
        if key.starts_with("ocel:") {
            let message = format!(
                "not OCEL 2.0: the key `{}` is of OCEL 1.0, which is not read",
                shortened(&key)
            );
            return Err(wrong(place, message));
        }
        let list = match key.as_str() {
            "events" => List::Events,
            "objects" => List::Objects,
            "eventTypes" => List::EventTypes,
            "objectTypes" => List::ObjectTypes,
            _ => {
                self.state = State::Value;
                return Ok(Some(key));
            }
        };
        if self.begun.contains(&list) {
            return Err(wrong(place, format!("the key `{key}` is there twice")));
        }
        if self.next_byte()? != b'[' {
            return Err(self.here(format!("`{key}` is not a list")));
        }
        self.open(list);
        Ok(None)
    }

    fn open(&mut self, list: List) {
        let began = self.bytes.at();
        self.begun.push(list);
        self.bytes.pass(1);
        self.state = State::Entry { list, is_first: true, began };
    }

    /// Whether there is one more before the closing bracket, which is passed.
    fn goes_on(
        &mut self,
        closing: u8,
        is_first: bool,
        inside: &str,
        began: At,
    ) -> Result<bool, LineError> {
        match self.bytes.blank()? {
            None => Err(cut_off(inside, began)),
            Some(byte) if byte == closing => {
                self.bytes.pass(1);
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.bytes.pass(1);
                match self.bytes.blank()? {
                    None => Err(cut_off(inside, began)),
                    Some(_) => Ok(true),
                }
            }
            Some(_) if is_first => Ok(true),
            Some(_) => Err(self.here(format!("expected `,` or `{}`", char::from(closing)))),
        }
    }

    /// Behind the document.
    fn end(&mut self) -> Result<Piece, LineError> {
        if self.bytes.blank()?.is_some() {
            return Err(self.here("not OCEL 2.0: more after the end of the document"));
        }
        for (list, name) in [(List::Events, "events"), (List::Objects, "objects")] {
            if !self.begun.contains(&list) {
                return Err(self.here(format!("not OCEL 2.0: there is no list `{name}`")));
            }
        }
        Ok(Piece::End)
    }

    /// Reads a whole value, and keeps its text if it is not too long.
    fn value(&mut self, what: &str) -> Result<(), LineError> {
        self.text.clear();
        self.is_too_long = false;
        self.began = self.bytes.at();
        let mut scan = Scan::new();
        loop {
            let bytes = self.bytes.fill()?;
            if bytes.is_empty() {
                return match scan.may_end() {
                    true => Ok(()),
                    false => Err(cut_off(what, self.began)),
                };
            }
            let (used, found) = scan.take(bytes);
            self.is_too_long |= self.text.len().saturating_add(used) > LONGEST_LINE;
            if self.is_too_long {
                self.text = Vec::new();
            } else {
                self.text.extend_from_slice(bytes.get(..used).unwrap_or_default());
            }
            self.bytes.pass(used);
            match found {
                None => {}
                Some(Ok(())) => return Ok(()),
                Some(Err(message)) => return Err(self.here(message)),
            }
        }
    }

    /// What comes after blanks, in the document itself.
    fn next_byte(&mut self) -> Result<u8, LineError> {
        self.bytes.blank()?.ok_or_else(|| cut_off("document", self.document))
    }

    fn here(&self, message: impl Into<String>) -> LineError {
        wrong(self.bytes.at(), message.into())
    }
}

impl List {
    fn name(self) -> &'static str {
        match self {
            Self::Events => "list `events`",
            Self::Objects => "list `objects`",
            Self::EventTypes => "list `eventTypes`",
            Self::ObjectTypes => "list `objectTypes`",
            Self::Unknown => "list",
        }
    }
}

fn cut_off(inside: &str, began: At) -> LineError {
    wrong(began, format!("the file ends inside the {inside} that begins here"))
}

fn wrong(at: At, message: String) -> LineError {
    LineError::new(at.line, LineErrorKind::Form { column: at.column, message })
}
