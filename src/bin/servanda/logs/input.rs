//! The bytes of a log: where they come from, unpacked, with a bar that shows how far they are read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::Path;

use encoding_rs::Encoding;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::unpacked::unpacked;
use super::{archive, encoded};

/// A log shorter than this is read too soon for a bar to be seen.
const LONG: u64 = 8 << 20;

/// The bytes of a log.
pub type Input = Box<dyn BufRead>;

/// Opens a log; `-` is standard input. One that starts as gzip or zstd do is unpacked, and so is the one file of
/// an archive; what is not UTF-8 is written in it.
pub fn open(path: &Path, encoding: Option<&'static Encoding>) -> io::Result<Input> {
    let unpacked = match archive::member(path)? {
        Some(member) => member,
        None => unpacked(packed(path)?)?,
    };
    encoded::in_utf8(unpacked, encoding)
}

/// Opens a log as it lies.
pub fn packed(path: &Path) -> io::Result<Input> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a folder, not a log"));
    }
    let length = file.metadata()?.len();
    if length < LONG || !io::stderr().is_terminal() {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, file)));
    }
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    let look = "{bar:40} {bytes} of {total_bytes}, {eta} left";
    bar.set_style(ProgressStyle::with_template(look).unwrap_or(ProgressStyle::default_bar()));
    Ok(Box::new(BufReader::with_capacity(1 << 16, Tracked { file, bar })))
}

/// The bytes of a log, of which the last is remembered.
pub struct Ending {
    input: Input,
    last: Option<u8>,
}

impl Ending {
    pub fn of(input: Input) -> Self {
        Self { input, last: None }
    }

    /// Whether what was read last is a line without its end.
    pub fn is_open(&self) -> bool {
        self.last.is_some_and(|byte| byte != b'\n')
    }
}

impl Read for Ending {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let read = bytes.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Ending {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        let bytes = self.input.fill_buf().ok();
        let last = bytes.and_then(|bytes| bytes.get(..amount)?.last().copied());
        self.last = last.or(self.last);
        self.input.consume(amount);
    }
}

/// A file whose bar goes on as it is read, and goes away at its end.
struct Tracked {
    file: File,
    bar: ProgressBar,
}

impl Read for Tracked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.bar.inc(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read)
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// One line of a log, read again to be shown; none of standard input or a pipe, which is gone.
pub fn copy_of_line(path: &Path, number: u64) -> Option<String> {
    /// What is read of a line, to be shown.
    const MOST: u64 = 1 << 20;
    // What is no file can't be read twice: a pipe would be waited for.
    if path.as_os_str() == "-" || !path.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return None;
    }
    let mut input = open(path, None).ok()?;
    for _ in 1..number {
        input.skip_until(b'\n').ok()?;
    }
    let mut line = Vec::new();
    input.take(MOST).read_until(b'\n', &mut line).ok()?;
    let text = String::from_utf8_lossy(&line);
    Some(text.trim_end_matches(['\n', '\r']).to_owned())
}
