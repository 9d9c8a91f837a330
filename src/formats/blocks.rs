//! A text in blocks of whole lines, in constant memory.

use std::io::{self, BufRead};

use super::log::LineErrorKind;

/// Reads blocks of whole lines.
#[derive(Debug)]
pub(super) struct Blocks<R> {
    reader: R,
    longest: usize,
    /// About how many bytes a block has.
    size: usize,
    /// The beginning of a line whose end is still to come.
    begun: Vec<u8>,
    is_over: bool,
}

/// Whole lines, and what came after them.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) text: Vec<u8>,
    /// The error of a line that follows the text, if it can't be kept or read.
    pub(super) after: Option<LineErrorKind>,
    /// How many bytes were read, those of lines that were not kept included.
    pub(super) bytes: u64,
}

impl<R: BufRead> Blocks<R> {
    pub(super) fn new(reader: R, longest: usize, size: usize) -> Self {
        Self { reader, longest, size, begun: Vec::new(), is_over: false }
    }

    /// Reads the next block into the memory of an old one. Answers whether there was one.
    pub(super) fn read(&mut self, block: &mut Block) -> bool {
        block.text.clear();
        block.after = None;
        block.bytes = 0;
        if self.is_over {
            return false;
        }
        std::mem::swap(&mut block.text, &mut self.begun);
        // Where the last line begins that has not ended.
        let mut open = 0_usize;
        loop {
            let bytes = match self.reader.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.is_over = true;
                    block.text.truncate(open);
                    block.after = Some(error.into());
                    return true;
                }
            };
            if bytes.is_empty() {
                self.is_over = true;
                return !block.text.is_empty();
            }
            let wanted = self.size.max(1).min(bytes.len());
            let (part, _) = bytes.split_at_checked(wanted).unwrap_or((bytes, &[]));
            let start = block.text.len();
            block.text.extend_from_slice(part);
            let used = part.len();
            if let Some(end) = memchr::memrchr(b'\n', part) {
                open = start.saturating_add(end).saturating_add(1);
            }
            self.reader.consume(used);
            block.bytes = block.bytes.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
            let unfinished = block.text.len().saturating_sub(open);
            if unfinished > self.longest {
                block.text.truncate(open);
                block.after = Some(self.pass_over(&mut block.bytes));
                return true;
            }
            if open > 0 && block.text.len() >= self.size {
                self.begun.clear();
                self.begun.extend_from_slice(block.text.get(open..).unwrap_or_default());
                block.text.truncate(open);
                return true;
            }
        }
    }

    /// Passes over the rest of a line that is too long.
    fn pass_over(&mut self, passed: &mut u64) -> LineErrorKind {
        loop {
            let bytes = match self.reader.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.is_over = true;
                    return error.into();
                }
            };
            let (used, is_done) = match memchr::memchr(b'\n', bytes) {
                Some(end) => (end.saturating_add(1), true),
                None => (bytes.len(), bytes.is_empty()),
            };
            self.reader.consume(used);
            *passed = passed.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
            if is_done {
                return LineErrorKind::TooLong { longest: self.longest };
            }
        }
    }
}

/// The lines of a block, without their ends.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let (line, after) = rest.split_at_checked(end)?;
        rest = after.get(1..).unwrap_or_default();
        Some(line)
    })
}

/// Cuts a block into so many parts of whole lines, about equal.
#[cfg(feature = "parallel")]
pub(super) fn parts(text: &[u8], count: usize) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = text;
    for left in (1..=count.max(1)).rev() {
        let about = rest.len().checked_div(left).unwrap_or_default();
        let tail = rest.get(about..).unwrap_or_default();
        let end = match memchr::memchr(b'\n', tail) {
            Some(end) => about.saturating_add(end).saturating_add(1),
            None => rest.len(),
        };
        let (part, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        parts.push(part);
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_whole_lines_whatever_their_size() {
        let text = b"one\n\nthree and more\nfour\n\n\nlast without an end";
        for size in 1..60 {
            for piece in [1, 2, 7, 100] {
                let reader = io::BufReader::with_capacity(piece, &text[..]);
                let mut blocks = Blocks::new(reader, 1_000, size);
                let (mut block, mut found, mut read) = (Block::default(), Vec::new(), 0);
                while blocks.read(&mut block) {
                    found.extend(lines(&block.text).map(<[u8]>::to_vec));
                    read += block.bytes;
                    assert!(block.after.is_none());
                    assert!(!block.text.is_empty());
                    assert!(blocks.is_over || block.text.len() + blocks.begun.len() >= size);
                }
                let expected: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
                assert_eq!(found, expected, "{size} {piece}");
                assert_eq!(read, text.len() as u64);
            }
        }
    }

    #[test]
    fn a_line_may_be_as_long_as_the_longest_and_no_longer() {
        for (text, is_kept) in
            [("aaaaaaaaaa\nb", true), ("aaaaaaaaaaa\nb", false), ("aaaaaaaaaaaa\nb", false)]
        {
            let reader = io::BufReader::with_capacity(1, text.as_bytes());
            let mut blocks = Blocks::new(reader, 10, 100);
            let mut block = Block::default();
            assert!(blocks.read(&mut block));
            assert_eq!(block.after.is_none(), is_kept, "{text}");
        }
    }

    #[cfg(feature = "parallel")]
    #[test]
    fn parts_are_about_equal() {
        let text = b"line\n".repeat(12);
        assert_eq!(parts(&text, 3).iter().map(|part| part.len()).collect::<Vec<_>>(), [25, 20, 15]);
        assert_eq!(parts(&text, 1), [&text[..]]);
    }

    #[cfg(feature = "parallel")]
    #[test]
    fn parts_are_whole_lines_whatever_their_number() {
        let text = b"one\n\nthree and more\nfour\n\n\nlast";
        for count in 0..20 {
            let parts = parts(text, count);
            assert_eq!(parts.len(), count.max(1));
            assert_eq!(parts.concat(), text);
            let found: Vec<&[u8]> = parts.iter().flat_map(|part| lines(part)).collect();
            assert_eq!(found, lines(text).collect::<Vec<_>>());
        }
    }
}
