//! Where the events of a log stand in its file.

/// A log as a file: its address, and the line of each event, for reports that point into it.
///
/// ```
/// let mut file = servanda::formats::sarif::LogFile::new("logs/may.jsonl");
/// file.next_event_at(1);
/// file.next_event_at(3);
/// assert_eq!(file.line(2), Some(3));
/// assert_eq!(file.line(3), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFile {
    address: String,
    lines: Vec<u64>,
}

impl LogFile {
    /// A file of this address: its path, with `/` between the folders.
    #[must_use]
    pub fn new(address: &str) -> Self {
        Self { address: address.to_owned(), lines: Vec::new() }
    }

    /// The next event, or the next entry that could not be read, starts at this line, counted
    /// from 1.
    pub fn next_event_at(&mut self, line: u64) {
        self.lines.push(line);
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The line of the event at a place of the log; both are counted from 1.
    #[must_use]
    pub fn line(&self, place: u64) -> Option<u64> {
        let index = usize::try_from(place.checked_sub(1)?).ok()?;
        self.lines.get(index).copied()
    }
}
