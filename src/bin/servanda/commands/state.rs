//! Where a verification stopped, kept in a file to go on from: a docket, and what has changed in it
//! since.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use servanda::Verifier;
use servanda::docket::{Docket, DocketError, Restored};
use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::output::note;

use super::growing::Position;

/// The file is written anew when it has grown by so many times what it was then, and by so many bytes.
const TIMES: u64 = 4;
const AT_LEAST: u64 = 1 << 20;

/// A state file, which no other process may use meanwhile.
pub struct StateFile {
    path: PathBuf,
    file: File,
    /// How many bytes it has.
    length: u64,
    /// How many it had when it was written anew.
    whole: u64,
    /// What was kept last: the offset and the position.
    kept: Option<(u64, String)>,
}

/// Where the last run with this file stopped; a docket without a case if there was none.
pub fn open(path: &Path, verifier: &Verifier) -> Result<(StateFile, Docket, Position), Failure> {
    let failed = |error| Failure::file(path, error);
    loop {
        let is_link = fs::symlink_metadata(path).is_ok_and(|it| it.file_type().is_symlink());
        if is_link {
            return Err(broken(path, "is a link: name the file itself"));
        }
        match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => {
                lock(path, &file)?;
                // Somebody may have put another file in its place before it was locked.
                if is_at(path, &file).map_err(failed)? {
                    return load(path, file, verifier);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut docket = verifier.docket();
                let position = Position::default();
                docket.set_note(&position.written());
                let (beside, length) = write_beside(path, &mut docket).map_err(failed)?;
                match beside.persist_noclobber(path) {
                    Ok(file) => {
                        let path = path.to_owned();
                        let state = StateFile { path, file, length, whole: length, kept: None };
                        return Ok((state, docket, position));
                    }
                    Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {}
                    Err(error) => return Err(failed(error.error)),
                }
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

impl StateFile {
    /// Keeps where a docket stands: what changed, in one line that counts only when it is whole.
    pub fn keep(&mut self, docket: &mut Docket, position: &Position) -> Result<(), Failure> {
        let now = (docket.offset(), position.written());
        if self.kept.as_ref() == Some(&now) && !docket.has_changed() {
            return Ok(());
        }
        docket.set_note(&now.1);
        self.write(docket).map_err(|error| {
            Failure::Output(io::Error::new(
                error.kind(),
                format!("{}: {error}", self.path.display()),
            ))
        })?;
        self.kept = Some(now);
        Ok(())
    }

    /// Has the file written anew when it is kept next.
    fn renew(&mut self) {
        self.whole = 0;
        self.length = self.length.max(AT_LEAST);
    }

    fn write(&mut self, docket: &mut Docket) -> io::Result<()> {
        let most = self.whole.saturating_mul(TIMES).max(AT_LEAST);
        if self.length >= most || self.whole == 0 {
            let (beside, length) = write_beside(&self.path, docket)?;
            let file = beside.persist(&self.path)?;
            (self.file, self.length, self.whole) = (file, length, length);
            return sync_folder(&self.path);
        }
        if self.file.metadata()?.len() != self.length || !is_at(&self.path, &self.file)? {
            let message = "was changed by somebody else meanwhile: nothing is written to it";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let changes = docket.changes();
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(&changes)?;
        self.file.sync_data()?;
        self.length = self.length.saturating_add(u64::try_from(changes.len()).unwrap_or(u64::MAX));
        Ok(())
    }
}

fn load(
    path: &Path,
    mut file: File,
    verifier: &Verifier,
) -> Result<(StateFile, Docket, Position), Failure> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|error| Failure::file(path, error))?;
    let Restored { docket, whole, .. } = verifier.restore(&bytes).map_err(|error| match error {
        DocketError::OtherManner => {
            broken(path, "was judged with another --submit, --as-of or --known-by than now")
        }
        error => broken(path, &error.to_string()),
    })?;
    let position = Position::read(docket.note()).ok_or_else(|| {
        broken(path, "not a state that servanda wrote: it has no position in a log")
    })?;
    if let Some(torn) = bytes.len().checked_sub(whole).filter(|torn| *torn > 0) {
        note(format_args!(
            "{}: its last write was not finished: {torn} bytes are cut off, and what they were about is \
             judged again",
            path.display()
        ));
        let length = u64::try_from(whole).unwrap_or(u64::MAX);
        file.set_len(length).map_err(|error| Failure::file(path, error))?;
    }
    let length = u64::try_from(whole).unwrap_or(u64::MAX);
    let kept = Some((docket.offset(), docket.note().to_owned()));
    let mut state = StateFile { path: path.to_owned(), file, length, whole: length, kept };
    // The head says as of when it is judged: that may have moved on.
    if docket.is_judged_anew() {
        state.renew();
        state.kept = None;
    }
    Ok((state, docket, position))
}

fn broken(path: &Path, message: &str) -> Failure {
    Failure::with_help(
        format!("{}: {message}", path.display()),
        "to judge the log from its start, name another file, or delete this one",
    )
}

fn lock(path: &Path, file: &File) -> Result<(), Failure> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(Failure::with_help(
            format!("{}: is in use by another process", path.display()),
            "let that one end first, or name another file",
        )),
        Err(TryLockError::Error(error)) => Err(Failure::file(path, error)),
    }
}

/// Writes the whole docket to a new file beside this one, and locks that. It has a name that no other
/// file has, and goes away unless it is put in the place of this one.
fn write_beside(path: &Path, docket: &mut Docket) -> io::Result<(NamedTempFile, u64)> {
    let mut beside = NamedTempFile::new_in(folder(path))?;
    let (_, bytes) = docket.checkpoint();
    beside.as_file().try_lock()?;
    beside.write_all(&bytes)?;
    beside.as_file().sync_all()?;
    Ok((beside, u64::try_from(bytes.len()).unwrap_or(u64::MAX)))
}

/// Whether this is the file that goes by the name now.
fn is_at(path: &Path, file: &File) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(there) => Ok(super::growing::same_file(&there, &file.metadata()?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// The folder that a file is in.
fn folder(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// That a file goes by another name now is to outlast a loss of power.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder(path))?.sync_all()?;
    }
    Ok(())
}
