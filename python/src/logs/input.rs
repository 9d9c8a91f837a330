//! The bytes of a log: unpacked, in UTF-8, and read no further when somebody presses Ctrl-C.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::{Arc, Mutex};

use encoding_rs::Encoding;
use pyo3::prelude::*;

use super::unpacked::unpacked;
use super::{archive, encoded};

/// The bytes of a log.
pub(crate) type Input = Box<dyn BufRead>;

/// How many bytes are read before it is looked whether somebody wants it to end.
const LOOK: usize = 1 << 18;

/// What stopped the reading of a log from outside it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stopped(Arc<Mutex<Option<PyErr>>>);

impl Stopped {
    pub(crate) fn take(&self) -> Option<PyErr> {
        self.0.lock().ok()?.take()
    }

    pub(crate) fn set(&self, error: PyErr) -> io::Error {
        if let Ok(mut stopped) = self.0.lock() {
            *stopped = Some(error);
        }
        io::Error::other("stopped")
    }
}

/// Opens a log: unpacked where it starts as gzip, zstd or an archive do, and in UTF-8.
pub(crate) fn open(
    path: &Path,
    encoding: Option<&'static Encoding>,
    stopped: &Stopped,
) -> io::Result<Input> {
    let unpacked = match archive::member(path)? {
        Some(member) => member,
        None => opened(File::open(path)?)?,
    };
    let stopped = stopped.clone();
    Ok(Box::new(Watched { input: encoded::in_utf8(unpacked, encoding)?, since: 0, stopped }))
}

fn opened(file: File) -> io::Result<Input> {
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a folder, not a log"));
    }
    unpacked(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// A log that is read no further once Python has heard a signal.
struct Watched {
    input: Input,
    since: usize,
    stopped: Stopped,
}

impl Read for Watched {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let read = bytes.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Watched {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since >= LOOK {
            self.since = 0;
            Python::attach(|py| py.check_signals()).map_err(|error| self.stopped.set(error))?;
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.since = self.since.saturating_add(amount);
        self.input.consume(amount);
    }
}
