//! Logs in JSON Lines, in their own words: without an agreement to say which names are known.

use std::io::BufRead;

use crate::event::Event;
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

    /// The number of the line that was read last, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.lines.number()
    }
}

impl<R: BufRead> Iterator for WordLog<R> {
    type Item = Result<Event<Text>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.lines.next_with(|line| {
            serde_json::from_slice(line).map_err(|error| LineErrorKind::Form {
                column: error.column(),
                message: message(&error),
            })
        })
    }
}
