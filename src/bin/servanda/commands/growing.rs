//! The lines of a log that may still grow, and how far they are read.

use std::fs::{File, Metadata};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use blake3::{Hash, Hasher};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// How much of a line is kept in memory: one byte more than is read.
const MOST: usize = (1 << 20) + 1;

/// Where the reading of a log stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// How many bytes of whole lines are read.
    offset: u64,
    /// How many lines that is.
    pub line: u64,
    /// The hash of those bytes, to see that the log still begins so.
    past: Hash,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPosition {
    offset: u64,
    line: u64,
    past: String,
}

impl Default for Position {
    fn default() -> Self {
        Self { offset: 0, line: 0, past: Hasher::new().finalize() }
    }
}

impl Position {
    /// As a text.
    pub fn written(&self) -> String {
        let Self { offset, line, past } = self;
        serde_json::json!({"offset": offset, "line": line, "past": past.to_hex().as_str()})
            .to_string()
    }

    /// From a text.
    pub fn read(text: &str) -> Option<Self> {
        let WrittenPosition { offset, line, past } = serde_json::from_str(text).ok()?;
        Some(Self { offset, line, past: Hash::from_hex(past).ok()? })
    }
}

/// The whole lines of a log that may still grow.
pub struct Growing {
    input: Box<dyn BufRead>,
    /// The file that is read, to see whether another goes by its name now.
    file: Option<(PathBuf, Metadata)>,
    /// A line whose end has not come yet, as much of it as is kept.
    partial: Vec<u8>,
    /// How long that is, kept or not.
    length: u64,
    position: Position,
    /// What is read and judged, hashed; and with what is read and not yet judged.
    judged: Hasher,
    read: Hasher,
    /// Whether the input has an end, and it was reached.
    is_over: bool,
}

/// What has become of a log at whose end the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is where it was.
    Same,
    /// Nothing goes by its name now.
    Away,
    /// Another file goes by its name now.
    Rotated,
}

impl Growing {
    pub fn open(path: &Path, position: Position) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            let input = Box::new(io::stdin().lock());
            return Ok(Self::of(input, None, Hasher::new(), position));
        }
        let failed = |error| Failure::file(path, error);
        let (file, hasher) = at(path, &position).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        let input = Box::new(BufReader::new(file));
        Ok(Self::of(input, Some((path.to_owned(), metadata)), hasher, position))
    }

    fn of(
        input: Box<dyn BufRead>,
        file: Option<(PathBuf, Metadata)>,
        hasher: Hasher,
        position: Position,
    ) -> Self {
        let (judged, read) = (hasher.clone(), hasher);
        let (partial, length, is_over) = (Vec::new(), 0, false);
        Self { input, file, partial, length, position, judged, read, is_over }
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
                self.is_over = self.file.is_none();
                return Ok(if self.is_over { self.last() } else { None });
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(bytes.len(), |end| end.saturating_add(1));
            let room = MOST.saturating_sub(self.partial.len());
            let part = bytes.get(..end.unwrap_or(used)).unwrap_or_default();
            self.partial.extend(part.iter().take(room));
            self.read.update(bytes.get(..used).unwrap_or_default());
            self.length = self.length.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
            self.input.consume(used);
            if end.is_some() {
                return Ok(Some(std::mem::take(&mut self.partial)));
            }
        }
    }

    /// The line whose end has not come, where it will never come.
    pub fn last(&mut self) -> Option<Vec<u8>> {
        Some(std::mem::take(&mut self.partial)).filter(|partial| !partial.is_empty())
    }

    /// What is read and judged so far.
    pub fn position(&self) -> Position {
        Position { past: self.judged.finalize(), ..self.position.clone() }
    }

    /// The number of the line that came last, counted from 1.
    pub fn number(&self) -> u64 {
        self.position.line.saturating_add(1)
    }

    /// Whether the input has an end, and it was reached.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// The line that came last is judged.
    pub fn done(&mut self) {
        self.position.offset = self.position.offset.saturating_add(self.length);
        self.position.line = self.position.line.saturating_add(1);
        self.judged.clone_from(&self.read);
        self.length = 0;
    }

    /// What has become of the file that is read. One that is cut short can't be followed: what is
    /// judged of it is no longer there.
    pub fn fate(&self) -> Result<Fate, Failure> {
        let Some((path, file)) = &self.file else { return Ok(Fate::Same) };
        let read = self.position.offset.saturating_add(self.length);
        match std::fs::metadata(path) {
            Ok(there) if !same_file(&there, file) => Ok(Fate::Rotated),
            Ok(there) if there.len() < read => Err(Failure::file(path, shorter())),
            Ok(_) => Ok(Fate::Same),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Fate::Away),
            Err(error) => Err(Failure::file(path, error)),
        }
    }

    /// Goes on with the file that goes by the name now, from its start.
    pub fn reopen(&mut self) -> Result<(), Failure> {
        if let Some((path, _)) = &self.file {
            *self = Self::open(&path.clone(), Position::default())?;
        }
        Ok(())
    }
}

/// Whether both are one file, whatever its name.
#[cfg(unix)]
pub fn same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Whether both may be one file: elsewhere the system does not tell.
#[cfg(not(unix))]
pub fn same_file(_: &Metadata, _: &Metadata) -> bool {
    true
}

/// The log, from where it was read last, and the hash of what stands before.
fn at(path: &Path, position: &Position) -> io::Result<(File, Hasher)> {
    let other = |message: &str| Err(io::Error::new(io::ErrorKind::InvalidData, message));
    let mut file = File::open(path)?;
    let mut start = [0; 4];
    let read = file.read(&mut start)?;
    if start.starts_with(&[0x1f, 0x8b]) || (read == 4 && start == [0x28, 0xb5, 0x2f, 0xfd]) {
        return other("is compressed: such a log can't be followed, nor gone on with");
    }
    let mut hasher = Hasher::new();
    if position.offset == 0 {
        file.seek(SeekFrom::Start(0))?;
        return Ok((file, hasher));
    }
    if file.metadata()?.len() < position.offset {
        return Err(shorter());
    }
    file.seek(SeekFrom::Start(0))?;
    hasher.update_reader(Read::by_ref(&mut file).take(position.offset))?;
    if hasher.finalize() != position.past {
        return other("is not the log that was judged before: what was judged of it differs");
    }
    Ok((file, hasher))
}

fn shorter() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "is shorter than what was judged of it before")
}
