//! Logs from CSV, and to it.

mod records;
#[cfg(test)]
mod same;
mod watched;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::cells::{self, CellError, KEYS};
use super::json::message;
use super::log::{LineError, LineErrorKind};
use super::losses::Losses;
use super::naming::{InWords, Naming};
use super::plain_event::PlainEvent;
use super::times::Times;
use crate::event::{Entry, Event};
use crate::names::{Names, Text};
use crate::strict::shortened;
use crate::terms::Agreement;
pub(crate) use records::Rows;
use watched::Watched;

/// Which columns of a CSV file say what of an event. A key that is not mapped has the column of its
/// own name.
///
/// ```
/// let columns: servanda::formats::csv::Columns = "time=when,actor=who".parse()?;
/// let text = "when,who,act\n2026-05-06T12:00:00Z,buyer,pay\n";
/// let event = servanda::formats::csv::Log::new(text.as_bytes(), &columns)?.next().unwrap()?;
/// assert_eq!(event.deed.actor().map(|actor| &**actor), Some("buyer"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Keys by the columns that are mapped to them.
    keys: BTreeMap<String, &'static str>,
    ignored: Vec<String>,
    separator: u8,
    times: Times,
}

/// A column mapping that can't be read.
///
/// ```
/// use servanda::formats::csv;
/// assert_eq!("time".parse::<csv::Columns>(), Err(csv::ColumnsError::Form("time".to_owned())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnsError {
    /// Not of the form `key=column`.
    #[error("`{}`: expected the form `key=column`, as in `time=when,actor=who`", shortened(.0))]
    Form(String),
    /// Not a key of an event.
    #[error("`{}` is not a key of an event: expected one of {keys}", shortened(.0), keys = KEYS.join(", "))]
    Key(String),
    /// A key or a column that is mapped twice.
    #[error("`{}` is mapped twice", shortened(.0))]
    Twice(String),
}

/// A log in CSV, with a first row that names the columns: its events in words, or the errors of its
/// rows. An empty cell says nothing; several `actors` are separated by semicolons, or written as a
/// list in JSON.
///
/// ```
/// use servanda::formats::csv;
/// let text = "time,actors,waive\n2026-05-06T12:00:00Z,buyer;seller,deliver\n";
/// let event = csv::Log::new(text.as_bytes(), &csv::Columns::new())?.next().unwrap()?;
/// assert!(matches!(event.deed, servanda::event::Deed::Waive { actors, .. } if actors.len() == 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Log<R> {
    reader: csv::Reader<Watched<R>>,
    /// The key of each column, and its name; none for one that is passed over.
    columns: Vec<Option<(&'static str, String)>>,
    times: Times,
    record: csv::StringRecord,
    line: u64,
    is_over: bool,
}

impl Default for Columns {
    fn default() -> Self {
        let (keys, ignored, times) = (BTreeMap::new(), Vec::new(), Times::new());
        Self { keys, ignored, separator: b',', times }
    }
}

impl Columns {
    /// Every column has the name of the key that it says.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Passes over this column.
    ///
    /// ```
    /// use servanda::formats::csv;
    /// let text = "time,weather\n2026-05-06T12:00:00Z,rain\n";
    /// assert!(csv::Log::new(text.as_bytes(), &csv::Columns::new()).is_err());
    /// let events = csv::Log::new(text.as_bytes(), &csv::Columns::new().ignore("weather"))?;
    /// assert_eq!(events.count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn ignore(mut self, column: &str) -> Self {
        self.ignored.push(column.to_owned());
        self
    }

    /// What stands between two cells; a comma, unless another is named.
    ///
    /// ```
    /// use servanda::formats::csv;
    /// let text = "time;actor;act\n2026-05-06T12:00:00Z;buyer;pay\n";
    /// let columns = csv::Columns::new().separator(b';');
    /// let event = csv::Log::new(text.as_bytes(), &columns)?.next().unwrap()?;
    /// assert_eq!(event.deed.act().map(|act| &**act), Some("pay"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn separator(mut self, separator: u8) -> Self {
        self.separator = separator;
        self
    }

    /// How times are written; as RFC 3339 has it, unless something else is said.
    ///
    /// ```
    /// use servanda::formats::{Times, csv};
    /// let text = "time,actor,act\n06.05.2026 14:00,buyer,pay\n";
    /// let times = Times::new().format("%d.%m.%Y %H:%M")?.zone("+02:00")?;
    /// let event = csv::Log::new(text.as_bytes(), &csv::Columns::new().times(times))?.next().unwrap()?;
    /// assert_eq!(event.time, "2026-05-06T12:00:00Z".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn times(mut self, times: Times) -> Self {
        self.times = times;
        self
    }

    fn key(&self, column: &str) -> Option<&'static str> {
        let is_mapped = |key: &str| self.keys.values().any(|mapped| *mapped == key);
        let mapped = self.keys.get(column).copied();
        mapped.or_else(|| KEYS.into_iter().find(|key| *key == column && !is_mapped(key)))
    }
}

impl FromStr for Columns {
    type Err = ColumnsError;

    fn from_str(text: &str) -> Result<Self, ColumnsError> {
        let mut columns = Self::new();
        for pair in cells::pairs(text) {
            let (key, column) =
                pair.split_once('=').ok_or_else(|| ColumnsError::Form(pair.clone()))?;
            let known = KEYS.into_iter().find(|known| *known == key.trim());
            let key = known.ok_or_else(|| ColumnsError::Key(key.trim().to_owned()))?;
            if columns.keys.values().any(|mapped| *mapped == key) {
                return Err(ColumnsError::Twice(key.to_owned()));
            }
            if columns.keys.insert(column.trim().to_owned(), key).is_some() {
                return Err(ColumnsError::Twice(column.trim().to_owned()));
            }
        }
        Ok(columns)
    }
}

impl<R: Read> Log<R> {
    /// A log that is read from here.
    ///
    /// # Errors
    /// Where the first row can't be read, names a column that says nothing of an event and is not to
    /// be ignored, or lacks one that the mapping names.
    pub fn new(reader: R, columns: &Columns) -> Result<Self, LineError> {
        let watched = Watched::new(reader, columns.separator);
        let mut reader =
            csv::ReaderBuilder::new().delimiter(columns.separator).from_reader(watched);
        let headers = reader.headers().map_err(|error| failed(error, 1))?.clone();
        if let Some(error) = reader.get_ref().open_quote() {
            return Err(error);
        }
        let entry = |message: String| LineError::new(1, LineErrorKind::Entry { message });
        let mut keys: Vec<Option<(&'static str, String)>> = Vec::new();
        for header in &headers {
            if columns.ignored.iter().any(|ignored| ignored == header) {
                keys.push(None);
                continue;
            }
            let key = columns.key(header).ok_or_else(|| {
                entry(format!(
                    "the column `{}` is no key of an event: map a key to it, or ignore it",
                    shortened(header)
                ))
            })?;
            if keys.iter().flatten().any(|(known, _)| *known == key) {
                return Err(entry(format!("the column `{}` is there twice", shortened(header))));
            }
            keys.push(Some((key, header.to_owned())));
        }
        let is_there = |column: &str| headers.iter().any(|header| header == column);
        if let Some(column) = columns.keys.keys().find(|column| !is_there(column)) {
            return Err(entry(format!("there is no column `{}`", shortened(column))));
        }
        if !keys.iter().flatten().any(|(key, _)| *key == "time") {
            return Err(entry("there is no column `time`: map one with `time=column`".to_owned()));
        }
        let record = csv::StringRecord::new();
        let times = columns.times.clone();
        Ok(Self { reader, columns: keys, times, record, line: 1, is_over: false })
    }

    /// The number of the line at which the row that was read last starts, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The next row of a log that is judged by time: an event, or what is said of the log. The `event` of a
    /// `correct` is an object in JSON.
    ///
    /// ```
    /// use servanda::event::Entry;
    /// use servanda::formats::csv;
    /// let text = "time,actor,retract\n2026-05-07T12:00:00Z,buyer,p1\n";
    /// let entry = csv::Log::new(text.as_bytes(), &csv::Columns::new())?.next_entry().unwrap()?;
    /// assert!(matches!(entry, Entry::Statement(_)));
    /// # Ok::<(), servanda::formats::LineError>(())
    /// ```
    pub fn next_entry(&mut self) -> Option<Result<Entry<Text>, LineError>> {
        self.next_as()
    }

    /// The next event, in the names of an agreement: the same as one in words that is
    /// [resolved](Event::resolved), and faster.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Reading};
    /// use servanda::event::Deed;
    /// use servanda::formats::csv;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let text = "time,actor,act\n1962-10-28T14:04:00Z,ussr,accept-proposal\n";
    /// let mut log = csv::Log::new(text.as_bytes(), &csv::Columns::new())?;
    /// let event = log.next_of(&agreement).ok_or("an event")??;
    /// assert!(matches!(event.deed, Deed::Act { act: Act::AcceptProposal, .. }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn next_of<V: Names>(
        &mut self,
        agreement: &Agreement<V>,
    ) -> Option<Result<Event<V>, LineError>> {
        let row = self.next_row()?;
        Some(row.and_then(|()| {
            if let Some(event) = self.plain().and_then(|plain| agreement.plain(&plain)) {
                return Ok(event);
            }
            let event = self.full_row().and_then(|words| agreement.resolved(words));
            event.map_err(|kind| LineError::new(self.line, kind))
        }))
    }

    /// What the row that was read last says, if that is plain.
    fn plain(&self) -> Option<PlainEvent<'_>> {
        let mut plain = PlainEvent::new(true);
        for (cell, column) in self.record.iter().zip(&self.columns) {
            if let Some((key, _)) = column
                && !cell.is_empty()
            {
                plain.keep_cell(key, unmarked(cell), &self.times)?;
            }
        }
        Some(plain)
    }

    /// What the row says that was read last.
    fn row<T: DeserializeOwned + From<Event<Text>>>(&self) -> Result<T, LineErrorKind> {
        if let Some(event) = self.plain().and_then(|plain| InWords.plain(&plain)) {
            return Ok(event.into());
        }
        self.full_row()
    }

    /// The same of any row: what is wrong with it, if anything is.
    fn full_row<T: DeserializeOwned>(&self) -> Result<T, LineErrorKind> {
        let mut event = Map::new();
        for (cell, column) in self.record.iter().zip(&self.columns) {
            let Some((key, header)) = column else { continue };
            if !cell.is_empty() {
                let value = value(key, cell, &self.times).map_err(|error| match error {
                    CellError::Time(error) => LineErrorKind::Time { column: header.clone(), error },
                    CellError::Other(what) => {
                        let (header, cell) = (shortened(header), shortened(cell));
                        LineErrorKind::Entry {
                            message: format!("column `{header}`: `{cell}`: {what}"),
                        }
                    }
                })?;
                event.insert((*key).to_owned(), value);
            }
        }
        let event = serde_json::from_value(Value::Object(event));
        event.map_err(|error| LineErrorKind::Entry { message: message(&error) })
    }
}

/// What a cell says. The mark that keeps spreadsheets from running it says nothing.
fn value(key: &str, cell: &str, times: &Times) -> Result<Value, CellError> {
    cells::value(key, unmarked(cell), times)
}

/// A cell without the mark that keeps spreadsheets from running it.
fn unmarked(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// What the reader of CSV says is wrong, and whether that is the end.
fn failed(error: csv::Error, line: u64) -> LineError {
    let line = error.position().map_or(line, csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::Io(error) => LineError::new(line, error),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let message = format!("the row has {len} cells, but there are {expected_len} columns");
            LineError::new(line, LineErrorKind::Entry { message })
        }
        csv::ErrorKind::Utf8 { .. } => {
            let message = "the row is not UTF-8".to_owned();
            LineError::new(line, LineErrorKind::Entry { message })
        }
        _ => {
            let message = "the row can't be read".to_owned();
            LineError::new(line, LineErrorKind::Entry { message })
        }
    }
}

impl<R: Read> Iterator for Log<R> {
    type Item = Result<Event<Text>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_as()
    }
}

impl<R: Read> Log<R> {
    /// What the next row says.
    fn next_as<T: DeserializeOwned + From<Event<Text>>>(&mut self) -> Option<Result<T, LineError>> {
        let row = self.next_row()?;
        Some(row.and_then(|()| self.row().map_err(|kind| LineError::new(self.line, kind))))
    }

    /// Reads the next row; none at the end.
    fn next_row(&mut self) -> Option<Result<(), LineError>> {
        if self.is_over {
            return None;
        }
        match self.reader.read_record(&mut self.record) {
            Ok(false) => None,
            Ok(true) => {
                self.line = self.record.position().map_or(self.line, csv::Position::line);
                if let Some(error) = self.reader.get_ref().open_quote() {
                    self.is_over = true;
                    self.line = error.line();
                    return Some(Err(error));
                }
                Some(Ok(()))
            }
            Err(error) => {
                self.is_over = error.is_io_error();
                let error = failed(error, self.line.saturating_add(1));
                self.line = error.line();
                Some(Err(error))
            }
        }
    }
}

/// Writes a log as CSV: a column for each key that some event has. What that can't hold is said.
///
/// A cell that a spreadsheet would run as a formula, for it begins with `=`, `+`, `-`, `@` or a blank
/// that is none, gets a `'` before it, which spreadsheets take as the mark of a text; it reads back
/// without it. [`Losses::changes`] tells of such cells.
///
/// # Errors
/// Where it can't be written.
///
/// ```
/// let event: servanda::Event<servanda::names::Text> = serde_json::from_str(
///     r#"{"time": "2026-05-06T12:00:00Z", "actor": "buyer", "act": "pay"}"#,
/// )?;
/// let mut out = Vec::new();
/// servanda::formats::csv::write(&mut out, &[event])?;
/// assert!(String::from_utf8(out)?.contains("2026-05-06T12:00:00Z,buyer"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write<W: Write>(out: W, events: &[Event<Text>]) -> io::Result<Losses> {
    write_rows(out, events)
}

/// Writes a log that is judged by time, as [`write()`] does one of events.
///
/// # Errors
/// Where it can't be written.
///
/// ```
/// use servanda::event::{Entry, Statement};
/// use servanda::names::Text;
/// let now = "2026-05-07T12:00:00Z".parse()?;
/// let entry = Entry::<Text>::from(Statement::retract(now, "buyer".into(), "p1"));
/// let mut out = Vec::new();
/// servanda::formats::csv::write_entries(&mut out, &[entry])?;
/// assert!(String::from_utf8(out)?.contains("2026-05-07T12:00:00Z,buyer,p1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_entries<W: Write>(out: W, entries: &[Entry<Text>]) -> io::Result<Losses> {
    write_rows(out, entries)
}

fn write_rows<W: Write>(out: W, events: &[impl Serialize]) -> io::Result<Losses> {
    let mut losses = Losses::default();
    let mut rows = Vec::with_capacity(events.len());
    let mut is_used = [false; KEYS.len()];
    is_used[0] = true;
    for (event, place) in events.iter().zip(1..) {
        let Value::Object(mut row) = serde_json::to_value(event)? else { continue };
        for (key, used) in KEYS.iter().zip(&mut is_used) {
            *used |= row.contains_key(*key);
            if row.get(*key) == Some(&Value::String(String::new())) {
                losses.at_event(place, format!("an empty `{key}` reads back as none"));
                row.remove(*key);
            }
        }
        rows.push(row);
    }
    let keys: Vec<&str> =
        KEYS.into_iter().zip(is_used).filter_map(|(key, used)| used.then_some(key)).collect();
    let mut out = csv::Writer::from_writer(out);
    out.write_record(&keys)?;
    for (row, place) in rows.iter().zip(1..) {
        let mut cells: Vec<String> = Vec::with_capacity(keys.len());
        for key in &keys {
            let cell = row.get(*key).map(cell).unwrap_or_default();
            if is_formula(&cell) {
                let what = format!("`{key}` begins as a formula does: `'` stands before it");
                losses.changed_at_event(place, what);
                cells.push(format!("'{cell}"));
            } else {
                cells.push(cell);
            }
        }
        out.write_record(&cells)?;
    }
    out.flush()?;
    Ok(losses)
}

/// Whether a spreadsheet would take a cell for a formula and run it, be it behind marks that say that
/// it is none.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// What stands in a cell for this.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(names) => {
            let texts: Option<Vec<&str>> = names.iter().map(Value::as_str).collect();
            let is_plain = |name: &&str| {
                !name.is_empty()
                    && !name.contains(';')
                    && name.trim() == *name
                    && !name.starts_with('[')
            };
            match texts {
                Some(texts) if !texts.is_empty() && texts.iter().all(is_plain) => texts.join(";"),
                _ => value.to_string(),
            }
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_keys_are_those_of_an_event() {
        let error = serde_json::from_str::<Event<Text>>(r#"{"tim": 0}"#).unwrap_err().to_string();
        let listed = KEYS.map(|key| format!("`{key}`")).join(", ");
        assert!(error.contains(&format!("expected one of {listed} at")), "{error}");
    }

    #[test]
    fn a_bad_cell_names_its_column_and_the_next_row_is_read() {
        let text = "when,who,act\n2026-05-06,buyer,pay\n2026-05-06T12:00:00Z,buyer,pay\n";
        let columns = "time=when,actor=who".parse().unwrap();
        let mut log = Log::new(text.as_bytes(), &columns).unwrap();
        let error = log.next().unwrap().unwrap_err().to_string();
        assert!(
            error.starts_with("line 2: column `when`: `2026-05-06`: there is no offset from UTC"),
            "{error}"
        );
        assert!(log.next().unwrap().is_ok());
        assert_eq!(log.line(), 3);
        assert!(log.next().is_none());
    }

    #[test]
    fn a_column_that_says_nothing_is_an_error_until_it_is_ignored() {
        let text = "time,actor,act,weather\n2026-05-06T12:00:00Z,buyer,pay,rain\n";
        let error = Log::new(text.as_bytes(), &Columns::new()).unwrap_err().to_string();
        assert!(error.contains("the column `weather` is no key of an event"), "{error}");
        let columns = Columns::new().ignore("weather");
        assert!(Log::new(text.as_bytes(), &columns).unwrap().next().unwrap().is_ok());
    }

    #[test]
    fn a_mapping_names_keys_and_columns_that_are_there() {
        let error = |text: &str| text.parse::<Columns>().unwrap_err().to_string();
        assert!(error("time").starts_with("`time`: expected the form"));
        assert!(error("tim=when").starts_with("`tim` is not a key of an event"));
        assert_eq!(error("time=a,time=b"), "`time` is mapped twice");
        assert_eq!(error("time=a,actor=a"), "`a` is mapped twice");
        let columns: Columns = "quantity=amount, EUR,time=when".parse().unwrap();
        let text = "when,\"amount, EUR\",actor,act\n2026-05-06 12:00Z,3,buyer,pay\n";
        assert!(Log::new(text.as_bytes(), &columns).unwrap().next().unwrap().is_ok());
        let columns = "time=when".parse().unwrap();
        let error = Log::new("time\n".as_bytes(), &columns).unwrap_err().to_string();
        assert!(error.contains("the column `time` is no key"), "{error}");
        let error = Log::new("actor,act\n".as_bytes(), &Columns::new()).unwrap_err();
        assert!(error.to_string().contains("no column `time`"), "{error}");
    }

    #[test]
    fn no_cell_is_run_by_a_spreadsheet() {
        for (note, cell) in [
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("'=1", "''=1"),
            ("''-1", "'''-1"),
            ("@a", "'@a"),
            ("\t=1", "'\t=1"),
            ("'a", "'a"),
            ("a=1", "a=1"),
        ] {
            let event = serde_json::json!({"time": "2026-05-06T12:00:00Z", "note": note});
            let event: Event<Text> = serde_json::from_value(event).unwrap();
            let mut out = Vec::new();
            let losses = write(&mut out, std::slice::from_ref(&event)).unwrap();
            assert!(losses.is_empty());
            assert_eq!(losses.changes().count(), usize::from(note != cell), "{note}");
            assert!(String::from_utf8_lossy(&out).contains(cell), "{note}");
            let read = Log::new(out.as_slice(), &Columns::new()).unwrap().next().unwrap();
            assert_eq!(read.unwrap(), event);
        }
    }

    #[test]
    fn several_actors_go_in_one_cell() {
        for names in [vec!["us", "ussr"], vec!["a;b"], vec![" a"], vec!["[x"], vec![], vec![""]] {
            let value: Value = names.into();
            let read = super::value("actors", &cell(&value), &Times::new()).ok();
            assert_eq!(read, Some(value));
        }
    }
}
