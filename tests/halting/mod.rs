//! A reader that pauses, and may fail.

use std::io::{self, BufReader, Read};

/// Gives a byte at a time, each after an interruption; fails at the end if it is to.
pub(crate) struct Halting<'a> {
    rest: &'a [u8],
    is_interrupted: bool,
    fails: bool,
}

impl<'a> Halting<'a> {
    pub(crate) fn new(text: &'a str, fails: bool) -> BufReader<Self> {
        BufReader::with_capacity(1, Self { rest: text.as_bytes(), is_interrupted: false, fails })
    }
}

impl Read for Halting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.is_interrupted = !self.is_interrupted;
        if self.is_interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if self.rest.is_empty() && self.fails {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        self.rest.read(buffer)
    }
}
