//! Where a verification stopped, kept in a file to go on from.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use servanda::Verifier;
use servanda::verify::{ResumeError, SavedWatch, Watch};

use crate::failure::Failure;

use super::growing::Position;

/// The form of the file; another is not read.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    form: u32,
    position: Position,
    watch: SavedWatch,
}

/// Keeps where a watch stands: whole, or not at all.
pub fn save(path: &Path, watch: &Watch, position: &Position) -> Result<(), Failure> {
    let state = State { form: FORM, position: position.clone(), watch: watch.save() };
    let written = serde_json::to_vec(&state).map_err(io::Error::from);
    written.and_then(|text| replace(path, &text)).map_err(|error| {
        Failure::Output(io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    })
}

/// Writes a file beside this one, then puts it in its place.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let mut file = File::create(&beside)?;
    file.write_all(text)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&beside, path)
}

/// Where the last run stopped; a new watch if there was none.
pub fn load(path: &Path, verifier: &Verifier) -> Result<(Watch, Position), Failure> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok((verifier.watch(), Position::default()));
        }
        Err(error) => return Err(Failure::file(path, error)),
    };
    let broken = |message: String| {
        Failure::with_help(
            format!("{}: {message}", path.display()),
            "to judge the log from its start, name another file, or delete this one",
        )
    };
    let state: State = serde_json::from_slice(&text)
        .map_err(|error| broken(format!("not a state that servanda wrote: {error}")))?;
    if state.form != FORM {
        return Err(broken(format!("is of the form {}, but {FORM} is read", state.form)));
    }
    let watch = verifier.resume(state.watch).map_err(|error| match error {
        ResumeError::OtherManner => {
            broken("was judged with another --submit, --as-of or --known-by than now".to_owned())
        }
        error => broken(error.to_string()),
    })?;
    Ok((watch, state.position))
}
