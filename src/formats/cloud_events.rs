//! Logs from CloudEvents 1.0 in JSON, and to it: one to a line, or all in one batch.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::event::{ABOUT_THE_LOG, Entry, Event};
use crate::names::Text;
use crate::strict::{self, Strict, shortened};
use crate::time::Instant;

use super::json::message;
use super::lines::{Lines, without_mark};
use super::log::{LONGEST_LINE, LineError, LineErrorKind};
use super::losses::Losses;

/// The `type` of the CloudEvents that are written here.
const TYPE: &str = "servanda.event";
/// The `source` of those whose event says none.
const SOURCE: &str = "urn:servanda:log";
/// The extension attribute that names the required attributes which the event itself lacks.
const LACKING: &str = "servandalacking";
/// Attributes that an event has a place for, or that say nothing that the event doesn't.
const KEPT: [&str; 9] =
    ["specversion", "type", "id", "source", "time", "subject", "datacontenttype", "data", LACKING];

/// A log in CloudEvents 1.0 in JSON: one CloudEvent to a line, or a batch, which is one list of
/// them. Its events are in words.
///
/// The `data` of a CloudEvent is the event. What that leaves out of `time`, `id` and `source` is
/// taken from the attributes of those names. A batch is held in memory as a whole.
///
/// ```
/// let text = r#"{"specversion": "1.0", "id": "7", "source": "/till", "type": "sale.paid",
///     "time": "2026-05-06T12:00:00Z", "data": {"actor": "buyer", "act": "pay"}}"#;
/// let line = text.replace('\n', " ");
/// let event = servanda::formats::cloud_events::Log::new(line.as_bytes()).next().unwrap()?;
/// assert_eq!(event.time, "2026-05-06T12:00:00Z".parse()?);
/// assert_eq!(event.id.as_deref(), Some("7"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Log<R> {
    form: Form<R>,
    line: u64,
    losses: Losses,
}

#[derive(Debug)]
enum Form<R> {
    /// Nothing is read yet.
    Unread(R),
    Lines(Lines<Started<R>>),
    /// The elements of a batch, each with the line where it starts.
    Batch(std::vec::IntoIter<(u64, String)>),
    Over,
}

/// An input whose first bytes were looked at.
type Started<R> = io::Chain<io::Cursor<Vec<u8>>, R>;

/// A CloudEvent on the wire, as far as it is read.
#[derive(Deserialize)]
struct Envelope<'a> {
    specversion: String,
    id: String,
    source: String,
    r#type: String,
    #[serde(default, deserialize_with = "strict::present")]
    time: Option<String>,
    #[serde(default, deserialize_with = "strict::present")]
    servandalacking: Option<String>,
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(flatten)]
    others: BTreeMap<String, serde::de::IgnoredAny>,
}

impl<R: BufRead> Log<R> {
    /// A log that is read from here.
    pub fn new(reader: R) -> Self {
        Self { form: Form::Unread(reader), line: 0, losses: Losses::default() }
    }

    /// The number of the line at which the CloudEvent that was read last starts, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        match &self.form {
            Form::Lines(lines) => lines.number(),
            _ => self.line,
        }
    }

    /// The attributes so far that an event has no place for.
    #[must_use]
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    /// Looks whether the input is a batch.
    fn start(&mut self, mut reader: R) -> Result<(), LineError> {
        let failed = |error: io::Error| LineError::new(1, error);
        // A mark of the order of bytes says nothing in UTF-8.
        let mut start = Vec::with_capacity(3);
        (&mut reader).take(3).read_to_end(&mut start).map_err(failed)?;
        let start = without_mark(&start).to_vec();
        let mut reader = io::Cursor::new(start).chain(reader);
        let mut lines = 0_u64;
        let first = loop {
            let bytes = match reader.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(failed(error)),
            };
            let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            match bytes.get(blank) {
                Some(first) => break Some(*first),
                None if bytes.is_empty() => break None,
                None => {
                    lines = lines.saturating_add(newlines(bytes));
                    reader.consume(blank);
                }
            }
        };
        if first != Some(b'[') {
            self.form = Form::Lines(Lines::after(lines, reader));
            return Ok(());
        }
        let mut text = String::new();
        reader.read_to_string(&mut text).map_err(failed)?;
        let elements: Vec<&RawValue> = serde_json::from_str(&text).map_err(|error| {
            let line = u64::try_from(error.line()).unwrap_or(u64::MAX).saturating_add(lines);
            let kind = LineErrorKind::Form { column: error.column(), message: message(&error) };
            LineError::new(line, kind)
        })?;
        let mut line = lines.saturating_add(1);
        let mut before = 0_usize;
        let elements: Vec<(u64, String)> = elements
            .into_iter()
            .map(|element| {
                // Both are parts of one text.
                let start = element.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
                let between = text.as_bytes().get(before..start).unwrap_or_default();
                line = line.saturating_add(newlines(between));
                before = start;
                (line, element.get().to_owned())
            })
            .collect();
        self.form = Form::Batch(elements.into_iter());
        Ok(())
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    u64::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(u64::MAX)
}

impl<R: BufRead> Iterator for Log<R> {
    type Item = Result<Event<Text>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_as()
    }
}

impl<R: BufRead> Log<R> {
    /// The next line of a log that is judged by time: an event, or what is said of the log.
    ///
    /// ```
    /// use servanda::event::Entry;
    /// let line = r#"{"specversion": "1.0", "id": "8", "source": "/till", "type": "sale.withdrawn",
    ///     "time": "2026-05-07T12:00:00Z", "data": {"actor": "buyer", "retract": "7"}}"#;
    /// let line = line.replace('\n', " ");
    /// let mut log = servanda::formats::cloud_events::Log::new(line.as_bytes());
    /// assert!(matches!(log.next_entry().unwrap()?, Entry::Statement(_)));
    /// # Ok::<(), servanda::formats::LineError>(())
    /// ```
    pub fn next_entry(&mut self) -> Option<Result<Entry<Text>, LineError>> {
        self.next_as()
    }

    fn next_as<T: DeserializeOwned>(&mut self) -> Option<Result<T, LineError>> {
        if matches!(self.form, Form::Unread(_))
            && let Form::Unread(reader) = std::mem::replace(&mut self.form, Form::Over)
            && let Err(error) = self.start(reader)
        {
            self.line = error.line();
            return Some(Err(error));
        }
        let mut others = Vec::new();
        let next = match &mut self.form {
            Form::Lines(lines) => lines.next_with(|line| event(line, &mut others))?,
            Form::Batch(elements) => {
                let (line, element) = elements.next()?;
                self.line = line;
                if element.len() > LONGEST_LINE {
                    let kind = LineErrorKind::TooLong { longest: LONGEST_LINE };
                    return Some(Err(LineError::new(line, kind)));
                }
                event(element.as_bytes(), &mut others)
                    .map_err(|kind| LineError::new(line, without_column(kind)))
            }
            Form::Unread(_) | Form::Over => return None,
        };
        let line = self.line();
        for attribute in others {
            let attribute = shortened(&attribute);
            let what = format!("an event has no place for the attribute `{attribute}`");
            self.losses.at_line(line, what);
        }
        Some(next)
    }
}

/// Of an element of a batch only its first line is known.
fn without_column(kind: LineErrorKind) -> LineErrorKind {
    match kind {
        LineErrorKind::Form { message, .. } => LineErrorKind::Entry { message },
        kind => kind,
    }
}

/// The event in a CloudEvent, and the attributes that it has no place for.
fn event<T: DeserializeOwned>(text: &[u8], others: &mut Vec<String>) -> Result<T, LineErrorKind> {
    let entry = |message: String| LineErrorKind::Entry { message };
    let Strict(envelope): Strict<Envelope<'_>> = serde_json::from_slice(text).map_err(|error| {
        LineErrorKind::Form { column: error.column(), message: message(&error) }
    })?;
    if envelope.specversion != "1.0" {
        let version = shortened(&envelope.specversion);
        return Err(entry(format!("CloudEvents of version `{version}` are not read, but 1.0 is")));
    }
    let mut data: Map<String, Value> = serde_json::from_str(envelope.data.get())
        .map_err(|_| entry("`data` is not an object: it must be an event".to_owned()))?;
    let lacking = envelope.servandalacking.unwrap_or_default();
    let attributes =
        [("time", envelope.time), ("id", Some(envelope.id)), ("source", Some(envelope.source))];
    // A statement about the log has no id of its own.
    let is_statement = ABOUT_THE_LOG.iter().any(|word| data.contains_key(*word));
    for (key, value) in attributes {
        let is_lacking =
            lacking.split(' ').any(|lacking| lacking == key) || (is_statement && key == "id");
        if let (Some(value), false) = (value, is_lacking) {
            data.entry(key).or_insert(Value::String(value));
        }
    }
    if envelope.r#type != TYPE {
        others.extend(Some("type".to_owned()));
    }
    let unknown = envelope.others.into_keys();
    others
        .extend(unknown.filter(|key| {
            !KEPT.contains(&&**key) || (key == "subject" && envelope.r#type != TYPE)
        }));
    // A key twice in `data` is for the strict reader to find, in the text itself.
    if let Err(error) = serde_json::from_str::<NoKeyTwice>(envelope.data.get()) {
        return Err(entry(format!("`data`: {}", message(&error))));
    }
    serde_json::from_value(Value::Object(data))
        .map_err(|error| entry(format!("`data`: {}", message(&error))))
}

/// An object in which no key stands twice.
#[derive(Deserialize)]
#[serde(transparent)]
struct NoKeyTwice {
    #[serde(deserialize_with = "strict::entries")]
    #[expect(dead_code, reason = "it is read to see whether it can be")]
    entries: Vec<(Box<str>, serde::de::IgnoredAny)>,
}

/// How CloudEvents are laid out.
///
/// ```
/// assert_eq!(servanda::formats::cloud_events::Framing::default(), servanda::formats::cloud_events::Framing::Lines);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Framing {
    /// One to a line.
    #[default]
    Lines,
    /// All in one list.
    Batch,
}

/// Writes a log as CloudEvents 1.0 in JSON. The `data` of each is the event, so nothing is lost.
///
/// The attributes `id` and `source`, which every CloudEvent must have, are the event's own, or else
/// its place in the log and `urn:servanda:log`; `servandalacking` tells which are not its own, so
/// that it reads back the same. `subject` is its `case`.
///
/// # Errors
/// Where it can't be written.
///
/// ```
/// let event: servanda::Event<servanda::names::Text> = serde_json::from_str(
///     r#"{"time": "2026-05-06T12:00:00Z", "actor": "buyer", "act": "pay"}"#,
/// )?;
/// let mut out = Vec::new();
/// servanda::formats::cloud_events::write(&mut out, &[event], servanda::formats::cloud_events::Framing::Lines)?;
/// assert!(String::from_utf8(out)?.contains(r#""specversion":"1.0""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write<W: Write>(out: W, events: &[Event<Text>], form: Framing) -> io::Result<()> {
    write_each(out, events.iter().map(|event| (Heads::of(event), event)), form)
}

/// Writes a log that is judged by time, as [`write()`] does one of events.
///
/// # Errors
/// Where it can't be written.
///
/// ```
/// use servanda::event::{Entry, Statement};
/// use servanda::formats::cloud_events::{Framing, write_entries};
/// use servanda::names::Text;
/// let now = "2026-05-07T12:00:00Z".parse()?;
/// let entry = Entry::<Text>::from(Statement::retract(now, "buyer".into(), "p1"));
/// let mut out = Vec::new();
/// write_entries(&mut out, &[entry], Framing::Lines)?;
/// assert!(String::from_utf8(out)?.contains(r#""retract":"p1""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_entries<W: Write>(out: W, entries: &[Entry<Text>], form: Framing) -> io::Result<()> {
    let heads = |entry: &'_ Entry<Text>| match entry {
        Entry::Event(event) => Heads::of(event),
        Entry::Statement(statement) => Heads {
            id: None,
            source: statement.source.clone(),
            case: statement.case.clone(),
            time: statement.time,
        },
    };
    write_each(out, entries.iter().map(|entry| (heads(entry), entry)), form)
}

/// What the attributes of a CloudEvent say of a line.
struct Heads {
    id: Option<Box<str>>,
    source: Option<Box<str>>,
    case: Option<Box<str>>,
    time: Instant,
}

impl Heads {
    fn of(event: &Event<Text>) -> Self {
        let (id, source) = (event.id.clone(), event.source.clone());
        Self { id, source, case: event.case.clone(), time: event.time }
    }
}

fn write_each<'a, W: Write, T: Serialize + 'a>(
    mut out: W,
    events: impl Iterator<Item = (Heads, &'a T)>,
    form: Framing,
) -> io::Result<()> {
    let is_batch = form == Framing::Batch;
    if is_batch {
        out.write_all(b"[")?;
    }
    for ((heads, event), place) in events.zip(1_u64..) {
        if is_batch {
            out.write_all(if place > 1 { b",\n" } else { b"\n" })?;
        }
        serde_json::to_writer(&mut out, &envelope(&heads, event, place)?)?;
        if !is_batch {
            out.write_all(b"\n")?;
        }
    }
    if is_batch {
        out.write_all(b"\n]\n")?;
    }
    out.flush()
}

fn envelope(heads: &Heads, event: &impl Serialize, place: u64) -> io::Result<Map<String, Value>> {
    // An empty attribute is none in CloudEvents.
    let id = heads.id.as_deref().filter(|id| !id.is_empty());
    let source = heads.source.as_deref().filter(|source| is_reference(source));
    let lacking: Vec<&str> = [("id", id), ("source", source)]
        .into_iter()
        .filter_map(|(key, own)| own.is_none().then_some(key))
        .collect();
    let mut envelope = Map::new();
    let mut set = |key: &str, value: &str| envelope.insert(key.to_owned(), value.into());
    set("specversion", "1.0");
    set("id", id.unwrap_or(&place.to_string()));
    set("source", source.unwrap_or(SOURCE));
    set("type", TYPE);
    set("time", &heads.time.to_string());
    set("datacontenttype", "application/json");
    if let Some(case) = heads.case.as_deref().filter(|case| !case.is_empty()) {
        set("subject", case);
    }
    if !lacking.is_empty() {
        set(LACKING, &lacking.join(" "));
    }
    envelope.insert("data".to_owned(), serde_json::to_value(event)?);
    Ok(envelope)
}

/// Whether a text can be a URI reference, by the characters that it has.
fn is_reference(text: &str) -> bool {
    let is_allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<Event<Text>, String>> {
        Log::new(text.as_bytes()).map(|event| event.map_err(|error| error.to_string())).collect()
    }

    const PAID: &str = r#"{"specversion":"1.0","id":"7","source":"/till","type":"sale.paid","traceparent":"00-1","data":{"time":"2026-05-06T12:00:00Z","actor":"buyer","act":"pay"}}"#;

    #[test]
    fn a_batch_and_lines_say_the_same() {
        let lines = format!("\n{PAID}\n{PAID}\n");
        let batch = format!("\n[\n{PAID},\n\n{PAID}]");
        assert_eq!(read(&lines), read(&batch));
        let mut log = Log::new(batch.as_bytes());
        log.next();
        assert_eq!(log.line(), 3);
        log.next();
        assert_eq!(log.line(), 5);
        let mut log = Log::new(lines.as_bytes());
        log.next();
        assert_eq!(log.line(), 2);
    }

    #[test]
    fn what_an_event_has_no_place_for_is_told() {
        let mut log = Log::new(PAID.as_bytes());
        assert!(log.next().unwrap().is_ok());
        let losses = log.losses().to_string();
        assert_eq!(
            losses,
            "an event has no place for the attribute `traceparent`: line 1\n\
             an event has no place for the attribute `type`: line 1"
        );
    }

    #[test]
    fn what_is_no_event_is_refused() {
        let error = |from: &str, to: &str| {
            assert!(PAID.contains(from), "nothing to replace: {from}");
            read(&PAID.replace(from, to))[0].clone().unwrap_err()
        };
        assert!(error("1.0", "0.3").contains("version `0.3` are not read"));
        assert!(error(r#""id":"7","#, "").contains("missing field `id`"));
        assert!(error(r#""act":"pay""#, r#""atc":"pay""#).contains("unknown field `atc`"));
        assert!(error(r#""act":"pay""#, r#""act":"pay","act":"x""#).contains("duplicate key"));
        assert!(error(r#""time":"2026-05-06T12:00:00Z","#, "").contains("missing field `time`"));
        let text = PAID.split(r#""data":"#).next().unwrap();
        assert!(read(&format!("{text}\"data\":[]}}"))[0].is_err());
        assert!(read("[1").first().unwrap().is_err());
    }
}
