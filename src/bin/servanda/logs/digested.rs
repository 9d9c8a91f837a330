//! A log that is hashed while it is read.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use encoding_rs::Encoding;
use servanda::report::Digesting;
use servanda::report::LogDigest;

use super::encoded;
use super::input::{Input, packed};
use super::unpacked::unpacked;

/// What is known of a log whose bytes are hashed while it is read.
pub struct Digested(Rc<RefCell<Passed>>);

/// What has passed.
struct Passed {
    /// The log as it lies; a reader may leave some of it.
    packed: Input,
    digesting: Digesting,
    lines: u64,
    /// Whether a line has begun whose end has not passed.
    is_open: bool,
}

/// Opens a log as [`super::open`] does, and hashes it on the way.
pub fn open_digested(
    path: &Path,
    encoding: Option<&'static Encoding>,
) -> io::Result<(Input, Digested)> {
    let (packed, digesting) = (packed(path)?, Digesting::default());
    let passed = Rc::new(RefCell::new(Passed { packed, digesting, lines: 0, is_open: false }));
    let bytes = Bytes(Rc::clone(&passed));
    let unpacked = unpacked(Box::new(BufReader::with_capacity(1 << 16, bytes)))?;
    let lines = Lines { input: unpacked, passed: Rc::clone(&passed) };
    let lines = Box::new(BufReader::with_capacity(1 << 16, lines));
    Ok((encoded::in_utf8(lines, encoding)?, Digested(passed)))
}

impl Digested {
    /// Hashes what no reader asked for, and tells what the whole log is.
    pub fn finish(self) -> io::Result<LogDigest> {
        io::copy(&mut Bytes(Rc::clone(&self.0)), &mut io::sink())?;
        let passed = self.0.borrow();
        let lines = passed.lines.saturating_add(u64::from(passed.is_open));
        Ok(LogDigest { sha256: passed.digesting.digest(), lines })
    }
}

/// The bytes as they lie, which are hashed.
struct Bytes(Rc<RefCell<Passed>>);

impl Read for Bytes {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut passed = self.0.borrow_mut();
        let read = passed.packed.read(into)?;
        passed.digesting.add(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// What was unpacked, whose lines are counted.
struct Lines {
    input: Input,
    passed: Rc<RefCell<Passed>>,
}

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.input.fill_buf()?;
        let read = bytes.len().min(into.len());
        let (part, place) = (bytes.get(..read), into.get_mut(..read));
        if let (Some(part), Some(place)) = (part, place) {
            place.copy_from_slice(part);
            let mut passed = self.passed.borrow_mut();
            let ends = part.iter().filter(|byte| **byte == b'\n').count();
            passed.lines = passed.lines.saturating_add(u64::try_from(ends).unwrap_or(u64::MAX));
            passed.is_open = part.last().map_or(passed.is_open, |last| *last != b'\n');
        }
        self.input.consume(read);
        Ok(read)
    }
}
