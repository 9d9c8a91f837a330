//! The lines of an input, none longer than is read, one at a time.

use std::io::{BufRead, Read};

use super::log::{LONGEST_LINE, LineError, LineErrorKind};

/// The start of an input without the mark of the order of bytes, which says nothing in UTF-8.
pub(super) fn without_mark(start: &[u8]) -> &[u8] {
    start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start)
}

/// The lines of an input; empty ones are nothing.
#[derive(Debug)]
pub(super) struct Lines<R> {
    reader: R,
    number: u64,
    buffer: Vec<u8>,
    is_over: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self::after(0, reader)
    }

    /// The lines of an input of which so many were read already.
    pub(super) fn after(number: u64, reader: R) -> Self {
        Self { reader, number, buffer: Vec::new(), is_over: false }
    }

    /// The number of the line that was read last, counted from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// What the next line says, by this reading of it; none at the end of the input.
    pub(super) fn next_with<T>(
        &mut self,
        read: impl FnOnce(&[u8]) -> Result<T, LineErrorKind>,
    ) -> Option<Result<T, LineError>> {
        while !self.is_over {
            let line = self.fill();
            match line {
                Ok(0) => return None,
                Ok(_) if self.number == 1 && without_mark(&self.buffer).is_empty() => {}
                Ok(_) if self.buffer.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => {
                    let line = match self.number {
                        1 => without_mark(&self.buffer),
                        _ => &self.buffer,
                    };
                    return Some(read(line).map_err(|kind| LineError::new(self.number, kind)));
                }
                Err(kind) => return Some(Err(LineError::new(self.number, kind))),
            }
        }
        None
    }

    /// Reads one line, and says how many bytes it had.
    fn fill(&mut self) -> Result<usize, LineErrorKind> {
        self.buffer.clear();
        // One byte more than the longest line: its end.
        let limit = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX).saturating_add(1);
        let read = (&mut self.reader).take(limit).read_until(b'\n', &mut self.buffer);
        self.number = self.number.saturating_add(u64::from(!matches!(read, Ok(0))));
        let length = read.inspect_err(|_| self.is_over = true)?;
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
        } else if length > LONGEST_LINE {
            self.buffer = Vec::new();
            self.reader.skip_until(b'\n').inspect_err(|_| self.is_over = true)?;
            return Err(LineErrorKind::TooLong { longest: LONGEST_LINE });
        }
        Ok(length)
    }
}
