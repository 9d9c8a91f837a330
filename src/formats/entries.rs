//! Logs in JSON Lines that are judged by time: events, and what is said of the log.

use std::io::BufRead;

use crate::event::Entry;
use crate::names::{Names, Text};
use crate::report::Report;
use crate::terms::Agreement;
use crate::verify::{ByTime, Evidence};

use super::judge::{BadLines, LogError};
use super::lines::Lines;
use super::log::{LineError, LineErrorKind};
use super::plain;
use super::words::words;

/// A log in JSON Lines that is judged by time: an iterator over its lines, or their errors.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::event::Entry;
/// use servanda::formats::json::EntryLog;
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let text = r#"{"time": "1962-11-20T23:00:00Z", "actor": "us", "act": "lift-quarantine", "id": "n10"}
/// {"time": "1962-11-22T00:00:00Z", "actors": ["us", "ussr"], "retract": "n10"}"#;
/// let entries: Vec<_> = EntryLog::new(text.as_bytes(), &agreement).collect::<Result<_, _>>()?;
/// assert!(matches!(&entries[..], [Entry::Event(_), Entry::Statement(_)]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct EntryLog<R, V: Names> {
    lines: Lines<R>,
    agreement: Agreement<V>,
}

impl<R: BufRead, V: Names> EntryLog<R, V> {
    /// A log that is read from here, its names those of an agreement.
    pub fn new(reader: R, agreement: &Agreement<V>) -> Self {
        Self { lines: Lines::new(reader), agreement: agreement.clone() }
    }

    /// The number of the line that was read last, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.lines.number()
    }
}

impl<R: BufRead, V: Names> Iterator for EntryLog<R, V> {
    type Item = Result<Entry<V>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        let agreement = &self.agreement;
        self.lines.next_with(|line| entry(line, agreement))
    }
}

fn entry<V: Names>(line: &[u8], agreement: &Agreement<V>) -> Result<Entry<V>, LineErrorKind> {
    match plain::parsed(line).and_then(|plain| plain.event(agreement)) {
        Some(event) => Ok(Entry::Event(event)),
        None => Ok(words::<Entry<Text>>(line)?.resolved(agreement)?),
    }
}

impl<V: Names> Evidence<V> {
    /// Takes a whole log in JSON Lines, and tells how many lines were taken.
    ///
    /// # Errors
    /// The line at which it stopped; what came before it is taken.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::formats::BadLines;
    /// use servanda::Verifier;
    ///
    /// let mut evidence = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?.evidence();
    /// let log = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}"#;
    /// assert_eq!(evidence.take_log(log.as_bytes(), BadLines::Stop)?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn take_log<R: BufRead>(
        &mut self,
        reader: R,
        bad_lines: BadLines,
    ) -> Result<u64, LineError> {
        let agreement = self.agreement().clone();
        let mut taken = 0_u64;
        for entry in EntryLog::new(reader, &agreement) {
            match entry {
                Ok(entry) => {
                    self.take(&entry);
                    taken = taken.saturating_add(1);
                }
                Err(error) => {
                    let can_go_on = !matches!(error.kind(), LineErrorKind::Input(_));
                    if bad_lines == BadLines::Stop || !can_go_on {
                        return Err(error);
                    }
                    self.skip(error.line(), error.kind());
                }
            }
        }
        Ok(taken)
    }
}

impl<V: Names> ByTime<V> {
    /// Judges a log in JSON Lines by time: one report for each `case` in the order of their first lines, or one
    /// for a log that names no case.
    ///
    /// # Errors
    /// The line at which it stopped, with the reports of what came before it.
    ///
    /// ```
    /// use servanda::formats::BadLines;
    /// use servanda::{Verifier, cuba};
    /// let verifier = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?).by_time()?;
    /// let text = r#"{"time": "1962-11-22T00:00:00Z", "actor": "nobody", "retract": "n10"}"#;
    /// let reports = verifier.judge_log(text.as_bytes(), BadLines::Stop)?;
    /// assert!(reports[0].text().to_string().contains("unknown party `nobody`"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn judge_log<R: BufRead>(
        &self,
        reader: R,
        bad_lines: BadLines,
    ) -> Result<Vec<Report<V>>, Box<LogError<V>>> {
        let mut evidence = self.evidence();
        match evidence.take_log(reader, bad_lines) {
            Ok(_) => Ok(evidence.reports().collect()),
            Err(line) => {
                let events = evidence.place();
                Err(Box::new(LogError { line, events, reports: evidence.reports().collect() }))
            }
        }
    }
}
