//! The bytes of a document, and where they stand.

use std::io::{self, BufRead};

use super::super::log::LineError;

/// A place in the text, both counted from 1; the column in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) line: u64,
    pub(super) column: usize,
}

/// The bytes of a document, of which none is read twice.
#[derive(Debug)]
pub(super) struct Bytes<R> {
    reader: R,
    at: At,
    is_over: bool,
}

impl<R: BufRead> Bytes<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, at: At { line: 1, column: 1 }, is_over: false }
    }

    /// Where the next byte stands.
    pub(super) fn at(&self) -> At {
        self.at
    }

    /// Passes over this mark at the beginning of the text; answers whether it is there whole or not at
    /// all.
    pub(super) fn pass_mark(&mut self, mark: &[u8]) -> Result<bool, LineError> {
        for (place, expected) in mark.iter().enumerate() {
            if self.fill()?.first() != Some(expected) {
                return Ok(place == 0);
            }
            self.reader.consume(1);
        }
        Ok(true)
    }

    /// Passes over blanks, and shows what comes after them; none at the end of the input.
    pub(super) fn blank(&mut self) -> Result<Option<u8>, LineError> {
        loop {
            let bytes = self.fill()?;
            let is_blank = |byte: &&u8| matches!(**byte, b' ' | b'\n' | b'\r' | b'\t');
            let blank = bytes.iter().take_while(is_blank).count();
            match bytes.get(blank).copied() {
                None if bytes.is_empty() => return Ok(None),
                next => {
                    self.pass(blank);
                    if next.is_some() {
                        return Ok(next);
                    }
                }
            }
        }
    }

    /// What is in the reader's memory; nothing at the end of the input.
    pub(super) fn fill(&mut self) -> Result<&[u8], LineError> {
        while !self.is_over {
            match self.reader.fill_buf() {
                Ok([]) => self.is_over = true,
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(LineError::new(self.at.line, error)),
            }
        }
        if self.is_over {
            return Ok(&[]);
        }
        // What is in memory already is not read again.
        self.reader.fill_buf().map_err(|error| LineError::new(self.at.line, error))
    }

    /// Goes on behind so many bytes.
    pub(super) fn pass(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        if let Some(bytes) = self.reader.fill_buf().ok().and_then(|bytes| bytes.get(..count)) {
            let ends = memchr::memchr_iter(b'\n', bytes).count();
            let ends = u64::try_from(ends).unwrap_or(u64::MAX);
            self.at.line = self.at.line.saturating_add(ends);
            let before = match memchr::memrchr(b'\n', bytes) {
                Some(end) => {
                    self.at.column = 1;
                    end.saturating_add(1)
                }
                None => 0,
            };
            let after = count.saturating_sub(before);
            self.at.column = self.at.column.saturating_add(after);
        }
        self.reader.consume(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_however_the_text_comes() {
        let text = "\u{feff} \n\r\n\tab\nc";
        for size in 1..=text.len() {
            let reader = io::BufReader::with_capacity(size, text.as_bytes());
            let mut bytes = Bytes::new(reader);
            assert!(bytes.pass_mark(b"\xef\xbb\xbf").unwrap());
            assert_eq!(bytes.blank().unwrap(), Some(b'a'));
            assert_eq!(bytes.at(), At { line: 3, column: 2 });
            bytes.pass(1);
            assert_eq!(bytes.blank().unwrap(), Some(b'b'));
            bytes.pass(1);
            assert_eq!(bytes.blank().unwrap(), Some(b'c'));
            assert_eq!(bytes.at(), At { line: 4, column: 1 });
            bytes.pass(1);
            assert_eq!(bytes.blank().unwrap(), None);
            assert_eq!(bytes.at(), At { line: 4, column: 2 });
        }
    }

    #[test]
    fn half_a_mark_is_none() {
        let passed = |text: &[u8]| Bytes::new(text).pass_mark(b"\xef\xbb\xbf").unwrap();
        assert!(passed(b"") && passed(b"{") && passed(b"\xef\xbb\xbf"));
        assert!(!passed(b"\xef\xbb{") && !passed(b"\xef"));
    }
}
