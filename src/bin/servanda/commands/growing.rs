//! The lines of a log that may still grow, and how far they are read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// How much of a line is kept in memory: one byte more than is read.
const MOST: usize = (1 << 20) + 1;
/// How much of the last line is kept, to see that the log is still the same.
const LAST: usize = 200;

/// Where the reading of a log stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// How many bytes of whole lines are read.
    offset: u64,
    /// How many lines that is.
    pub line: u64,
    /// The end of the last of them, to see that the log is still the same.
    last: Vec<u8>,
}

/// The whole lines of a log that may still grow.
pub struct Growing {
    input: Box<dyn BufRead>,
    /// A line whose end has not come yet, as much of it as is kept.
    partial: Vec<u8>,
    /// How long that is, kept or not.
    length: u64,
    position: Position,
    /// Whether the input has an end, and it was reached.
    is_over: bool,
    is_file: bool,
}

impl Growing {
    pub fn open(path: &Path, position: Position) -> Result<Self, Failure> {
        let is_file = path.as_os_str() != "-";
        let input: Box<dyn BufRead> = if is_file {
            let file = at(path, &position).map_err(|error| Failure::file(path, error))?;
            Box::new(BufReader::new(file))
        } else {
            Box::new(io::stdin().lock())
        };
        Ok(Self { input, partial: Vec::new(), length: 0, position, is_over: false, is_file })
    }

    /// The next whole line; none if it has not come yet.
    pub fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let bytes = match self.input.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if bytes.is_empty() {
                // Standard input has an end, and what stands before it is a line.
                self.is_over = !self.is_file;
                let is_line = self.is_over && !self.partial.is_empty();
                return Ok(is_line.then(|| std::mem::take(&mut self.partial)));
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(bytes.len(), |end| end.saturating_add(1));
            let room = MOST.saturating_sub(self.partial.len());
            let part = bytes.get(..end.unwrap_or(used)).unwrap_or_default();
            self.partial.extend(part.iter().take(room));
            self.length = self.length.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
            self.input.consume(used);
            if end.is_some() {
                return Ok(Some(std::mem::take(&mut self.partial)));
            }
        }
    }

    /// What is read and judged so far.
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// Whether the input has an end, and it was reached.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Whether a line has begun whose end has not come.
    pub fn has_partial(&self) -> bool {
        !self.partial.is_empty()
    }

    /// The line that came last is judged.
    pub fn done(&mut self, line: &[u8]) {
        self.position.offset = self.position.offset.saturating_add(self.length);
        self.position.line = self.position.line.saturating_add(1);
        self.length = 0;
        if line.len() < MOST {
            let start = line.len().saturating_sub(LAST);
            self.position.last = line.get(start..).unwrap_or_default().to_vec();
            self.position.last.push(b'\n');
        } else {
            self.position.last = b"\n".to_vec();
        }
    }

    /// A log that is cut short has been replaced: what is judged of it is no longer there.
    pub fn still_there(&self, path: &Path) -> Result<(), Failure> {
        if !self.is_file {
            return Ok(());
        }
        let read = self.position.offset.saturating_add(self.length);
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.len() < read => Err(Failure::file(path, shorter())),
            Ok(_) => Ok(()),
            Err(error) => Err(Failure::file(path, error)),
        }
    }
}

/// The log, from where it was read last.
fn at(path: &Path, position: &Position) -> io::Result<File> {
    let other = |message: &str| Err(io::Error::new(io::ErrorKind::InvalidData, message));
    let mut file = File::open(path)?;
    let mut start = [0; 4];
    let read = file.read(&mut start)?;
    if start.starts_with(&[0x1f, 0x8b]) || (read == 4 && start == [0x28, 0xb5, 0x2f, 0xfd]) {
        return other("is compressed: such a log can't be followed, nor gone on with");
    }
    if file.metadata()?.len() < position.offset {
        return Err(shorter());
    }
    let length = u64::try_from(position.last.len()).unwrap_or(u64::MAX);
    file.seek(SeekFrom::Start(position.offset.saturating_sub(length)))?;
    let mut last = vec![0; position.last.len()];
    file.read_exact(&mut last)?;
    if last != position.last {
        return other("is not the log that was judged before: the last line that was read differs");
    }
    Ok(file)
}

fn shorter() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "is shorter than what was judged of it before")
}
