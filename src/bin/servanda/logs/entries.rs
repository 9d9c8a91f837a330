//! The lines of a log that is judged by time, whatever its format.

use servanda::event::Entry;
use servanda::formats::LineError;
use servanda::formats::json::EntryLog;
use servanda::names::Text;
use servanda::{Agreement, Ids};

use super::how::How;
use super::input::Input;
use super::read::{Named, Words};

/// The lines of a log in the names of an agreement: events, and what is said of the log. Only JSON Lines, CSV and
/// CloudEvents have a place for the latter.
pub type Entries = Named<EntryLog<Input, Ids>>;

impl Entries {
    /// The lines of a log, however it is written.
    pub fn of(input: Input, how: &How, agreement: &Agreement) -> Result<Self, LineError> {
        Self::new(input, how, agreement, EntryLog::new)
    }

    /// The line at which what was read last starts.
    pub fn line(&self) -> u64 {
        match self {
            Self::JsonLines(log) => log.line(),
            Self::Xes(log) => log.line(),
            Self::Words(words, _) => words.line(),
        }
    }
}

impl Iterator for Entries {
    type Item = Result<Entry, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::JsonLines(log) => log.next(),
            Self::Xes(log) => log.next().map(|event| event.map(Entry::Event)),
            Self::Words(words, agreement) => {
                let entry = next_entry(words)?;
                let line = words.line();
                let resolved = |entry: Entry<Text>| {
                    entry.resolved(agreement).map_err(|error| LineError::new(line, error))
                };
                Some(entry.and_then(resolved))
            }
        }
    }
}

/// The next line of a log, in words.
pub fn next_entry(words: &mut Words) -> Option<Result<Entry<Text>, LineError>> {
    match words {
        Words::JsonLines(log) => log.next_entry(),
        Words::Csv(log) => log.next_entry(),
        Words::CloudEvents(log) => log.next_entry(),
        Words::Xes(log) => log.next().map(|event| event.map(Entry::Event)),
        Words::Ocel(log) => log.next().map(|event| event.map(Entry::Event)),
        Words::Mapped(log) => log.next().map(|event| event.map(Entry::Event)),
    }
}
