//! Logs from JSON Lines: one event a line, in constant memory.

use std::io::{self, BufRead};

use crate::event::Event;
use crate::names::{Names, Text};
use crate::strict::shortened;
use crate::terms::{Agreement, FigureError};

use super::json::message;
use super::lines::without_mark;
use super::plain;
use super::times::TimeError;

/// The longest line that is read, unless [`Log::longest_line`] says otherwise: 1 MiB.
pub(super) const LONGEST_LINE: usize = 1_048_576;

/// A log in JSON Lines: an iterator over its events, or the errors of its lines.
///
/// It holds one line at a time. A line that is too long is passed over without being kept. After a
/// bad line it goes on with the next: stop there or note it, as you like. Empty lines are nothing.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::formats::json::Log;
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let text = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}
/// {"time": "1962-10-28T14:04:60Z", "actor": "ussr", "act": "cease-work"}"#;
/// let mut log = Log::new(text.as_bytes(), &agreement);
/// assert!(log.next().unwrap().is_ok());
/// let error = log.next().unwrap().unwrap_err();
/// assert!(error.to_string().starts_with("line 2, column 31: `1962-10-28T14:04:60Z`: second 60"));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Debug)]
pub struct Log<R, V: Names> {
    reader: R,
    agreement: Agreement<V>,
    line: u64,
    longest: usize,
    buffer: Vec<u8>,
    is_over: bool,
}

/// A line of a log that can't be read.
///
/// ```
/// use servanda::formats::json::Log;
/// use servanda::cuba;
/// let agreement = cuba::agreement(cuba::Reading::Verified)?;
/// let text = "\n{\"time\": \"1962-10-28T14:04:00Z\", \"actr\": \"ussr\"}";
/// let error = Log::new(text.as_bytes(), &agreement).find_map(Result::err).ok_or("an error")?;
/// assert_eq!(error.line(), 2);
/// assert!(error.to_string().starts_with("line 2, column "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[error("line {line}{}: {kind}", kind.column().map(|column| format!(", column {column}")).unwrap_or_default())]
pub struct LineError {
    line: u64,
    kind: LineErrorKind,
}

/// What is wrong with a line.
///
/// ```
/// use servanda::formats::json::Log;
/// use servanda::cuba;
/// let agreement = cuba::agreement(cuba::Reading::Verified)?;
/// let text = "\n{\"time\": \"1962-10-28T14:04:00Z\", \"actr\": \"ussr\"}";
/// let error = Log::new(text.as_bytes(), &agreement).find_map(Result::err).ok_or("an error")?;
/// assert!(matches!(error.kind(), servanda::formats::LineErrorKind::Form { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LineErrorKind {
    /// The input itself can't be read any further.
    #[error("can't be read: {0}")]
    Input(#[from] io::Error),
    /// The line is too long.
    #[error("longer than {longest} bytes")]
    TooLong {
        /// The longest line that is read.
        longest: usize,
    },
    /// The line is not JSON, or has keys or values that don't belong there.
    #[error("{message}")]
    Form {
        /// The column in bytes, counted from 1; 0 where it is the line as a whole.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// A figure that does not fit the unit in which the agreement counts it.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// A time that is not written as the log is said to write them.
    #[error("column `{}`: {error}", shortened(column))]
    Time {
        /// The column or attribute.
        column: String,
        /// What is wrong with it, and what would read it.
        #[source]
        error: TimeError,
    },
    /// What stands there is well written, but is no event.
    #[error("{message}")]
    Entry {
        /// What is wrong with it.
        message: String,
    },
}

impl<R: BufRead, V: Names> Log<R, V> {
    /// A log that is read from here, its names those of an agreement.
    pub fn new(reader: R, agreement: &Agreement<V>) -> Self {
        Self {
            reader,
            agreement: agreement.clone(),
            line: 0,
            longest: LONGEST_LINE,
            buffer: Vec::new(),
            is_over: false,
        }
    }

    /// The longest line that is read, in bytes.
    ///
    /// ```
    /// use servanda::formats::json::Log;
    /// use servanda::cuba;
    /// let agreement = cuba::agreement(cuba::Reading::Verified)?;
    /// let text = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}"#;
    /// let mut log = Log::new(text.as_bytes(), &agreement).longest_line(40);
    /// let error = log.next().and_then(Result::err).ok_or("an error")?;
    /// assert_eq!(error.to_string(), "line 1: longer than 40 bytes");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn longest_line(mut self, bytes: usize) -> Self {
        self.longest = bytes;
        self
    }

    /// The number of the line that was read last, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Reads the next line, empty ones too; none at the end of the input.
    fn read(&mut self) -> Option<Result<Option<Event<V>>, LineErrorKind>> {
        self.buffer.clear();
        loop {
            let bytes = match self.reader.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.is_over = true;
                    self.line = self.line.saturating_add(1);
                    return Some(Err(error.into()));
                }
            };
            let end = memchr::memchr(b'\n', bytes);
            let (part, _) =
                bytes.split_at_checked(end.unwrap_or(bytes.len())).unwrap_or((bytes, &[]));
            let is_last = end.is_some() || part.is_empty();
            if part.is_empty() && end.is_none() && self.buffer.is_empty() {
                return None;
            }
            let length = self.buffer.len().saturating_add(part.len());
            if length > self.longest {
                self.line = self.line.saturating_add(1);
                return Some(
                    self.pass_over_line()
                        .and(Err(LineErrorKind::TooLong { longest: self.longest })),
                );
            }
            // A line that is whole in the reader's own memory is read there.
            let line = if is_last && self.buffer.is_empty() {
                part
            } else {
                self.buffer.extend_from_slice(part);
                &*self.buffer
            };
            let line = if self.line == 0 { without_mark(line) } else { line };
            let event = is_last.then(|| event(line, &self.agreement));
            let used = part.len().saturating_add(usize::from(end.is_some()));
            self.reader.consume(used);
            if let Some(event) = event {
                self.line = self.line.saturating_add(1);
                return Some(event);
            }
        }
    }

    fn pass_over_line(&mut self) -> Result<(), LineErrorKind> {
        self.buffer.clear();
        loop {
            let bytes = match self.reader.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.is_over = true;
                    return Err(error.into());
                }
            };
            let (used, is_done) = match memchr::memchr(b'\n', bytes) {
                Some(end) => (end.saturating_add(1), true),
                None => (bytes.len(), bytes.is_empty()),
            };
            self.reader.consume(used);
            if is_done {
                return Ok(());
            }
        }
    }
}

/// The event of a line; none of an empty one.
fn event<V: Names>(
    line: &[u8],
    agreement: &Agreement<V>,
) -> Result<Option<Event<V>>, LineErrorKind> {
    match plain::parsed(line).and_then(|plain| plain.event(agreement)) {
        Some(event) => Ok(Some(event)),
        None => strict(line, agreement),
    }
}

/// The same, by the strict reader.
pub(super) fn strict<V: Names>(
    line: &[u8],
    agreement: &Agreement<V>,
) -> Result<Option<Event<V>>, LineErrorKind> {
    if line.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    let words: Result<Event<Text>, _> = serde_json::from_slice(line);
    let words = words.map_err(|error| LineErrorKind::Form {
        column: error.column(),
        message: message(&error),
    })?;
    Ok(Some(words.resolved(agreement)?))
}

impl<R: BufRead, V: Names> Iterator for Log<R, V> {
    type Item = Result<Event<V>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            match self.read()? {
                Ok(None) => {}
                Ok(Some(event)) => return Some(Ok(event)),
                Err(kind) => return Some(Err(LineError { line: self.line, kind })),
            }
        }
        None
    }
}

impl LineError {
    /// What is wrong with a line of this number, counted from 1: for a reader of another format.
    ///
    /// ```
    /// use servanda::formats::LineError;
    /// use servanda::terms::FigureError;
    /// let error = LineError::new(7, FigureError::Zero);
    /// assert_eq!(error.to_string(), "line 7: a quantity must be more than nothing");
    /// ```
    pub fn new(line: u64, kind: impl Into<LineErrorKind>) -> Self {
        Self { line, kind: kind.into() }
    }

    #[cfg(feature = "xes")]
    pub(super) fn into_parts(self) -> (u64, LineErrorKind) {
        (self.line, self.kind)
    }

    /// The number of the line, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// What is wrong with it.
    #[must_use]
    pub fn kind(&self) -> &LineErrorKind {
        &self.kind
    }
}

impl LineErrorKind {
    /// The column in bytes, counted from 1, where there is one.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        match self {
            Self::Form { column, .. } => Some(*column).filter(|column| *column > 0),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_has_a_column_only_where_the_reader_knew_one() {
        let at = |column| LineErrorKind::Form { column, message: "odd".into() }.column();
        assert_eq!((at(0), at(1), at(7)), (None, Some(1), Some(7)));
        assert_eq!(LineErrorKind::TooLong { longest: 9 }.column(), None);
    }
}
