//! Logs in JSON Lines, in their own words: without an agreement to say which names are known.

use std::io::BufRead;

use serde::de::DeserializeOwned;

use crate::event::{Entry, Event};
use crate::names::Text;

use super::json::message;
use super::lines::Lines;
use super::log::{LineError, LineErrorKind};

/// A log in JSON Lines, its events in words: for what needs no agreement, such as writing it in
/// another format. [`Log`](crate::formats::json::Log) reads one to be judged.
///
/// ```
/// let text = r#"{"time": "2026-05-06T12:00:00Z", "actor": "buyer", "act": "pay"}"#;
/// let event = servanda::formats::json::WordLog::new(text.as_bytes()).next().unwrap()?;
/// assert_eq!(event.deed.act().map(|act| &**act), Some("pay"));
/// # Ok::<(), servanda::formats::LineError>(())
/// ```
#[derive(Debug)]
pub struct WordLog<R> {
    lines: Lines<R>,
}

impl<R: BufRead> WordLog<R> {
    /// A log that is read from here.
    pub fn new(reader: R) -> Self {
        Self { lines: Lines::new(reader) }
    }

    /// The next line of a log that is judged by time: an event, or what is said of the log.
    ///
    /// ```
    /// use servanda::event::Entry;
    /// let text = r#"{"time": "2026-05-07T12:00:00Z", "actor": "buyer", "retract": "p1"}"#;
    /// let entry = servanda::formats::json::WordLog::new(text.as_bytes()).next_entry().unwrap()?;
    /// assert!(matches!(entry, Entry::Statement(_)));
    /// # Ok::<(), servanda::formats::LineError>(())
    /// ```
    pub fn next_entry(&mut self) -> Option<Result<Entry<Text>, LineError>> {
        self.lines.next_with(words)
    }

    /// The number of the line that was read last, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.lines.number()
    }
}

impl<R: BufRead> Iterator for WordLog<R> {
    type Item = Result<Event<Text>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.lines.next_with(words)
    }
}

/// What a line says, in words.
pub(super) fn words<T: DeserializeOwned>(line: &[u8]) -> Result<T, LineErrorKind> {
    serde_json::from_slice(line)
        .map_err(|error| LineErrorKind::Form { column: error.column(), message: message(&error) })
}
