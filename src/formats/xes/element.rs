//! The elements of an XES document, as they are read one after the other.

use std::io::{self, BufRead, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event as Markup};

use crate::escape::escaped;
use crate::strict::shortened;

use super::super::log::{LONGEST_LINE, LineError, LineErrorKind};
use super::plain::{Extent, PlainAttributes};

/// An attribute of a log, a trace or an event, with those inside it.
#[derive(Debug, Default)]
pub(super) struct Attribute {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) inner: Vec<Attribute>,
}

/// What comes next in a document.
#[derive(Debug)]
pub(super) enum Piece {
    TraceStart,
    TraceEnd,
    EventStart,
    EventEnd,
    Attribute(Attribute),
    /// An attribute without others in it, where these are asked for: [`Pieces::key`] and [`Pieces::value`].
    Flat,
    End,
}

/// The pieces of a document, in their order.
#[derive(Debug)]
pub(super) struct Pieces<R> {
    reader: quick_xml::Reader<Counting<R>>,
    buffer: Vec<u8>,
    /// The attributes that are open, each inside the one before it.
    open: Vec<Attribute>,
    /// How deep in an element that says nothing of the log's events.
    skipped: usize,
    /// The element that stood empty, whose end comes next.
    pending: Option<Piece>,
    /// The elements that are open, the innermost last: their names, and where they begin.
    path: Vec<(String, u64)>,
    /// Whether the element that holds all others has begun.
    is_begun: bool,
    /// The classifiers of the log so far: their names, and the attributes that they are made of.
    classifiers: Vec<(String, Vec<String>)>,
    /// The attribute without others in it that was read last, where these are asked for.
    flat: Option<Attribute>,
    /// Whether an element has begun or ended last: then the next one may be read without the reader of XML.
    is_at_element: bool,
    plain: PlainAttributes,
}

/// Counts the lines that have gone by, and the bytes of one piece: it is held in memory, so there
/// must be an end to it.
#[derive(Debug)]
struct Counting<R> {
    reader: R,
    lines: u64,
    piece: usize,
}

impl<R: BufRead> Read for Counting<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let read = bytes.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counting<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece > LONGEST_LINE {
            let message = format!("one piece of it is longer than {LONGEST_LINE} bytes");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Some(gone) = self.reader.fill_buf().ok().and_then(|bytes| bytes.get(..amount)) {
            let lines = memchr::memchr_iter(b'\n', gone).count();
            self.lines = self.lines.saturating_add(u64::try_from(lines).unwrap_or(u64::MAX));
        }
        self.piece = self.piece.saturating_add(amount);
        self.reader.consume(amount);
    }
}

/// The kinds of attributes.
pub(super) const KINDS: [&str; 8] =
    ["string", "date", "int", "float", "boolean", "id", "list", "container"];

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(reader: R) -> Self {
        let mut reader = quick_xml::Reader::from_reader(Counting { reader, lines: 0, piece: 0 });
        reader.config_mut().trim_text(true);
        Self {
            reader,
            buffer: Vec::new(),
            open: Vec::new(),
            skipped: 0,
            pending: None,
            path: Vec::new(),
            is_begun: false,
            classifiers: Vec::new(),
            flat: None,
            is_at_element: false,
            plain: PlainAttributes::default(),
        }
    }

    /// Attributes without others in them are [`Piece::Flat`], which is faster.
    pub(super) fn flat(mut self) -> Self {
        self.flat = Some(Attribute::default());
        self
    }

    /// The name of the flat attribute that was read last.
    pub(super) fn key(&self) -> &str {
        self.flat.as_ref().map_or("", |attribute| &attribute.key)
    }

    /// Its value.
    pub(super) fn value(&self) -> &str {
        self.flat.as_ref().map_or("", |attribute| &attribute.value)
    }

    /// The attributes that a classifier of this name is made of.
    pub(super) fn classifier(&self, name: &str) -> Option<&[String]> {
        let known = self.classifiers.iter().find(|(known, _)| known == name);
        known.map(|(_, parts)| &**parts)
    }

    /// The number of the line that is being read, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.reader.get_ref().lines.saturating_add(1)
    }

    pub(super) fn next(&mut self) -> Result<Piece, LineError> {
        loop {
            if let Some(piece) = self.pending.take() {
                return Ok(piece);
            }
            self.buffer.clear();
            let line = self.line();
            self.reader.get_mut().piece = 0;
            let mut buffer = std::mem::take(&mut self.buffer);
            let markup = self.reader.read_event_into(&mut buffer).map_err(|error| {
                let kind = match error {
                    quick_xml::Error::Io(error) => unreadable(&error),
                    error => LineErrorKind::Entry {
                        message: format!("not XML: {}", escaped(&error.to_string())),
                    },
                };
                LineError::new(line, kind)
            })?;
            self.is_at_element =
                matches!(markup, Markup::Start(_) | Markup::Empty(_) | Markup::End(_));
            let piece = match markup {
                Markup::Start(start) => self.opened(&start, false, self.line()),
                Markup::Empty(start) => self.opened(&start, true, self.line()),
                Markup::End(end) => Ok(self.closed(end.name().as_ref())),
                Markup::Eof => self.end(),
                Markup::Text(text) if self.path.is_empty() && !text.is_empty() => {
                    Err("not XES: text outside the element `log`".to_owned())
                }
                _ => Ok(None),
            };
            let piece = piece
                .map_err(|message| LineError::new(self.line(), LineErrorKind::Entry { message }))?;
            self.buffer = buffer;
            if let Some(piece) = piece {
                return Ok(piece);
            }
        }
    }

    /// Reads the event that comes next, if it is [plain](super::plain) and may stand here, and tells the line at which
    /// it starts. Then [`Pieces::next`] goes on after it.
    pub(super) fn plain_event(&mut self) -> Result<Option<u64>, LineError> {
        let around = self.path.last().map(|(name, _)| name.as_str());
        let is_between = self.is_at_element
            && self.pending.is_none()
            && self.skipped == 0
            && self.open.is_empty()
            && matches!(around, Some("trace" | "log"));
        if !is_between {
            return Ok(None);
        }
        let line = self.line();
        let unreadable = |error| LineError::new(line, unreadable(&error));
        self.reader.get_mut().piece = 0;
        let mut stream = self.reader.stream();
        let bytes = loop {
            match stream.fill_buf() {
                Ok(bytes) => break bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(error)),
            }
        };
        let Some(Extent { before, end }) = self.plain.read(bytes) else { return Ok(None) };
        stream.consume(before);
        let line = stream.get_ref().lines.saturating_add(1);
        stream.consume(end.saturating_sub(before));
        Ok(Some(line))
    }

    /// The keys and the values of the attributes of the plain event that was read last.
    pub(super) fn of_plain_event(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.plain.iter()
    }

    /// The end of the input: there must be a log by then, and nothing open.
    fn end(&self) -> Result<Option<Piece>, String> {
        match self.path.last() {
            Some((name, line)) => {
                let name = shortened(name);
                Err(format!("the file ends inside the element `{name}` that begins in line {line}"))
            }
            None if !self.is_begun => Err("not XES: there is no element `log`".to_owned()),
            None => Ok(Some(Piece::End)),
        }
    }

    fn opened(
        &mut self,
        start: &BytesStart<'_>,
        is_empty: bool,
        line: u64,
    ) -> Result<Option<Piece>, String> {
        let name = start.local_name();
        let name: &str = name.as_ref();
        self.has_place(name)?;
        if !is_empty {
            self.path.push((name.to_owned(), line));
        }
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_add(usize::from(!is_empty));
            return Ok(None);
        }
        match name {
            "log" => {
                self.is_begun = true;
                Ok(None)
            }
            "trace" => {
                self.pending = is_empty.then_some(Piece::TraceEnd);
                Ok(Some(Piece::TraceStart))
            }
            "event" => {
                self.pending = is_empty.then_some(Piece::EventEnd);
                Ok(Some(Piece::EventStart))
            }
            "values" => Ok(None),
            "classifier" => {
                self.classifiers.push(classifier(start)?);
                self.skipped = usize::from(!is_empty);
                Ok(None)
            }
            _ if KINDS.contains(&name) => {
                if let (true, true, Some(flat)) = (is_empty, self.open.is_empty(), &mut self.flat) {
                    fill(flat, start)?;
                    return Ok(Some(Piece::Flat));
                }
                let mut attribute = Attribute::default();
                fill(&mut attribute, start)?;
                if !is_empty {
                    self.open.push(attribute);
                    return Ok(None);
                }
                Ok(self.done(attribute))
            }
            // Extensions, globals, classifiers: they say nothing of the events.
            _ => {
                self.skipped = usize::from(!is_empty);
                Ok(None)
            }
        }
    }

    /// Whether an element may stand where it begins: a log alone, traces in the log, events in a
    /// trace or the log. What else there is may stand anywhere inside the log.
    fn has_place(&self, name: &str) -> Result<(), String> {
        let around = self.path.last().map(|(name, _)| name.as_str());
        match (name, around) {
            ("log", None) if !self.is_begun => Ok(()),
            (_, None) if !self.is_begun => {
                Err("not XES: the first element is not `log`".to_owned())
            }
            (name, None) => {
                let name = shortened(name);
                Err(format!("not XES: a second element `{name}` after the end of the log"))
            }
            ("trace", Some("log")) | ("event", Some("trace" | "log")) => Ok(()),
            ("log" | "trace" | "event", Some(around)) => {
                let around = shortened(around);
                Err(format!("not XES: the element `{name}` has no place inside `{around}`"))
            }
            _ => Ok(()),
        }
    }

    fn closed(&mut self, name: &str) -> Option<Piece> {
        self.path.pop();
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_sub(1);
            return None;
        }
        let local = name.rsplit(':').next().unwrap_or(name);
        match local {
            "trace" => Some(Piece::TraceEnd),
            "event" => Some(Piece::EventEnd),
            "values" | "log" => None,
            _ => {
                let attribute = self.open.pop()?;
                self.done(attribute)
            }
        }
    }

    /// An attribute that is whole: one more of the one around it, or a piece of its own.
    fn done(&mut self, attribute: Attribute) -> Option<Piece> {
        match self.open.last_mut() {
            Some(outer) => {
                outer.inner.push(attribute);
                None
            }
            None => Some(Piece::Attribute(attribute)),
        }
    }
}

/// That the input can't be read any further.
fn unreadable(error: &io::Error) -> LineErrorKind {
    LineErrorKind::Input(io::Error::new(error.kind(), error.to_string()))
}

/// The name of a classifier, and the attributes that it is made of: with a blank between two, those with
/// blanks in single quotes.
fn classifier(start: &BytesStart<'_>) -> Result<(String, Vec<String>), String> {
    let (mut name, mut keys) = (String::new(), String::new());
    for part in start.attributes() {
        let part = part.map_err(|error| format!("not XML: {}", escaped(&error.to_string())))?;
        let value = part
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| format!("not XML: {}", escaped(&error.to_string())))?
            .into_owned();
        match part.key.local_name().as_ref() {
            "name" => name = value,
            "keys" => keys = value,
            _ => {}
        }
    }
    let mut parts = Vec::new();
    for (place, piece) in keys.split('\'').enumerate() {
        match place % 2 {
            0 => parts.extend(piece.split_whitespace().map(str::to_owned)),
            _ => parts.push(piece.to_owned()),
        }
    }
    Ok((name, parts))
}

/// Reads the name and the value of an attribute, into the room of one before.
fn fill(attribute: &mut Attribute, start: &BytesStart<'_>) -> Result<(), String> {
    attribute.key.clear();
    attribute.value.clear();
    for part in start.attributes() {
        let part = part.map_err(|error| format!("not XML: {}", escaped(&error.to_string())))?;
        let into = match part.key.local_name().as_ref() {
            "key" => &mut attribute.key,
            "value" => &mut attribute.value,
            _ => continue,
        };
        let value = part
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| format!("not XML: {}", escaped(&error.to_string())))?;
        into.clear();
        into.push_str(&value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_however_they_are_read() {
        let mut counting = Counting { reader: "a\nbc\n\nd".as_bytes(), lines: 0, piece: 0 };
        let mut some = [0; 4];
        assert_eq!(counting.read(&mut some).unwrap(), 4);
        assert_eq!((&some, counting.lines), (b"a\nbc", 1));
        counting.consume(1);
        assert_eq!(counting.lines, 2);
        assert_eq!(counting.fill_buf().unwrap(), b"\nd");
    }
}
