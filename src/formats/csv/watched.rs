//! What goes to the reader of CSV, watched on its way: a quote that is never closed, and a row
//! without an end, are nothing to it.

use std::io::{self, Read};

use super::super::log::{LONGEST_LINE, LineError, LineErrorKind};

/// The bytes of a file in CSV, and where in its grammar they stand.
#[derive(Debug)]
pub(super) struct Watched<R> {
    reader: R,
    separator: u8,
    place: Place,
    /// The line that is being read, counted from 1.
    line: u64,
    /// The line at which the quote that was opened last began.
    quote: u64,
    /// How many bytes the row has so far.
    row: usize,
    is_over: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    CellStart,
    Cell,
    Quoted,
    /// After a quote within a quoted cell: its end, or the first of two that mean one.
    QuoteInQuoted,
}

impl<R> Watched<R> {
    pub(super) fn new(reader: R, separator: u8) -> Self {
        let place = Place::CellStart;
        Self { reader, separator, place, line: 1, quote: 0, row: 0, is_over: false }
    }

    /// That the input has ended inside a quote.
    pub(super) fn open_quote(&self) -> Option<LineError> {
        let message = "the file ends inside the quote that begins here".to_owned();
        let is_open = self.is_over && self.place == Place::Quoted;
        is_open.then(|| LineError::new(self.quote, LineErrorKind::Entry { message }))
    }

    /// Watches what was read.
    fn watch_all(&mut self, bytes: &[u8]) {
        let is_quoted = matches!(self.place, Place::Quoted | Place::QuoteInQuoted);
        // In the first line a mark of the order of bytes may stand.
        if is_quoted || self.line == 1 || memchr::memchr(b'"', bytes).is_some() {
            return bytes.iter().for_each(|byte| self.watch(*byte));
        }
        // Without a quote only the last byte says where the bytes end.
        let Some(last) = bytes.last() else { return };
        let ends = memchr::memchr_iter(b'\n', bytes).count();
        self.line = self.line.saturating_add(u64::try_from(ends).unwrap_or(u64::MAX));
        self.row = match memchr::memrchr2(b'\n', b'\r', bytes) {
            Some(end) => bytes.len().saturating_sub(end).saturating_sub(1),
            None => self.row.saturating_add(bytes.len()),
        };
        let is_start = matches!(last, b'\n' | b'\r') || *last == self.separator;
        self.place = if is_start { Place::CellStart } else { Place::Cell };
    }

    fn watch(&mut self, byte: u8) {
        self.row = self.row.saturating_add(1);
        self.place = match (self.place, byte) {
            (Place::Quoted, b'"') => Place::QuoteInQuoted,
            (Place::Quoted, _) => Place::Quoted,
            (Place::QuoteInQuoted, b'"') => Place::Quoted,
            (Place::CellStart, b'"') => {
                self.quote = self.line;
                Place::Quoted
            }
            (_, b'\n' | b'\r') => {
                self.row = 0;
                Place::CellStart
            }
            (_, byte) if byte == self.separator => Place::CellStart,
            // A mark of the order of bytes may stand before the first cell.
            (Place::CellStart, 0xef | 0xbb | 0xbf) if self.line == 1 && self.row <= 3 => {
                Place::CellStart
            }
            _ => Place::Cell,
        };
        if byte == b'\n' {
            self.line = self.line.saturating_add(1);
        }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.row > LONGEST_LINE {
            // What was read of the row is in memory: there must be an end to it.
            let message = format!("a row is longer than {LONGEST_LINE} bytes");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let read = loop {
            // The reader of CSV would give up where it is interrupted.
            match self.reader.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        self.is_over |= read == 0 && !buffer.is_empty();
        self.watch_all(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote_of(text: &str) -> Option<u64> {
        let mut watched = Watched::new(text.as_bytes(), b',');
        io::copy(&mut watched, &mut io::sink()).unwrap();
        watched.open_quote().map(|error| error.line())
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found_where_it_began() {
        assert_eq!(quote_of("a,\"b\n"), Some(1));
        assert_eq!(quote_of("\u{feff}\"a,\"\"b\n"), Some(1));
        assert_eq!(quote_of("a,b\n\"x\ny\",\"\n\n"), Some(3));
        assert_eq!(quote_of("a\r\nb,\"\"\"c"), Some(2));
    }

    #[test]
    fn quotes_that_are_closed_or_stand_within_a_cell_are_none() {
        for text in ["", "a\"b\n", "\"a\"\n", "\"a\"", "\"a\"\"\",b", "x,\"a\nb\"\r\n", "\"a\"b,c"]
        {
            assert_eq!(quote_of(text), None, "{text}");
        }
    }

    #[test]
    fn bytes_are_watched_together_as_one_by_one() {
        let letters = ['"', ',', '\n', '\r', 'a'];
        for number in 0..5_usize.pow(6) {
            let text: String =
                (0..6).map(|place| letters[number / 5_usize.pow(place) % 5]).collect();
            let text = format!("x\n{text}");
            let mut one_by_one = Watched::new(&b""[..], b',');
            text.bytes().for_each(|byte| one_by_one.watch(byte));
            for pieces in [1, 2, 3, 8] {
                let mut together = Watched::new(&b""[..], b',');
                text.as_bytes().chunks(pieces).for_each(|bytes| together.watch_all(bytes));
                let state = |it: &Watched<_>| (it.place, it.line, it.quote, it.row);
                assert_eq!(state(&together), state(&one_by_one), "{text:?}");
            }
        }
    }

    #[test]
    fn the_watch_comes_to_what_the_reader_of_csv_does() {
        // Whatever the bytes: where the watch sees an open quote, one more quote and cell is a row's
        // end to the reader, and not before.
        let letters = ['"', ',', '\n', 'a'];
        for number in 0..4_usize.pow(6) {
            let text: String =
                (0..6).map(|place| letters[number / 4_usize.pow(place) % 4]).collect();
            let cells = |text: &str| {
                let mut reader = csv::ReaderBuilder::new();
                let mut reader =
                    reader.has_headers(false).flexible(true).from_reader(text.as_bytes());
                reader.records().map(|record| record.unwrap().len()).sum::<usize>()
            };
            // A comma adds a cell where no quote is open.
            let adds = cells(&format!("{text},")) > cells(&text);
            let ends_plain = !text.is_empty() && !text.ends_with('\n');
            if ends_plain {
                assert_eq!(adds, quote_of(&text).is_none(), "{text:?}");
            }
        }
    }

    #[test]
    fn a_row_without_an_end_is_given_up() {
        let text = format!("a,\"{}", "x".repeat(3 * LONGEST_LINE));
        let mut watched = Watched::new(text.as_bytes(), b',');
        let error = io::copy(&mut watched, &mut io::sink()).unwrap_err().to_string();
        assert_eq!(error, "a row is longer than 1048576 bytes");
    }
}
