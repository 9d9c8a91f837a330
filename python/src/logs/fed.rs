//! Rows as lines of JSON, for a mapping to be laid on them.

use std::io::{self, BufRead, Read};

use pyo3::prelude::*;
use serde_json::Value;

use super::input::Stopped;

/// Lines that are written as they are read.
pub(super) struct Fed<F> {
    next: F,
    line: Vec<u8>,
    read: usize,
    stopped: Stopped,
}

impl<F: FnMut() -> PyResult<Option<Value>>> Fed<F> {
    pub(super) fn new(next: F, stopped: &Stopped) -> Self {
        Self { next, line: Vec::new(), read: 0, stopped: stopped.clone() }
    }
}

impl<F: FnMut() -> PyResult<Option<Value>>> Read for Fed<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let read = bytes.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<F: FnMut() -> PyResult<Option<Value>>> BufRead for Fed<F> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read >= self.line.len() {
            self.line.clear();
            self.read = 0;
            let next = (self.next)().map_err(|error| self.stopped.set(error))?;
            if let Some(value) = next {
                serde_json::to_writer(&mut self.line, &value)?;
                self.line.push(b'\n');
            }
        }
        Ok(self.line.get(self.read..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.read = self.read.saturating_add(amount);
    }
}
