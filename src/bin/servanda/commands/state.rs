//! Where a verification stopped, kept in a file to go on from.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use servanda::{Agreement, Instant, Monitor, Saved, Skipped, Verification, Verifier};

use crate::arguments::Judging;
use crate::failure::Failure;

/// The form of the file; another is not read.
const FORM: u32 = 1;

/// Where the reading of a log stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// How many bytes of whole lines are read.
    pub offset: u64,
    /// How many lines that is.
    pub line: u64,
    /// The end of the last of them, to see that the log is still the same.
    pub last: Vec<u8>,
}

/// How the log was judged so far: what is judged otherwise can't go on from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manner {
    submit: bool,
    as_of: Option<Instant>,
    known_by: Option<Instant>,
}

#[derive(Serialize)]
struct ToWrite<'a> {
    form: u32,
    judged: Manner,
    position: &'a Position,
    place: u64,
    skipped: &'a [Skipped],
    runs: Vec<Run>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    form: u32,
    judged: Manner,
    position: Position,
    place: u64,
    skipped: Vec<Skipped>,
    runs: Vec<Run>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    case: Option<Box<str>>,
    state: Saved,
}

impl Manner {
    fn of(judging: &Judging) -> Self {
        Self { submit: judging.submit, as_of: judging.as_of, known_by: judging.known_by }
    }
}

/// Keeps where a verification stands: whole, or not at all.
pub fn save(
    path: &Path,
    judging: &Judging,
    verification: &Verification,
    position: &Position,
) -> Result<(), Failure> {
    let runs = verification.runs();
    let state = ToWrite {
        form: FORM,
        judged: Manner::of(judging),
        position,
        place: verification.place(),
        skipped: verification.skipped(),
        runs: runs
            .map(|(case, run)| Run { case: case.map(Into::into), state: run.save() })
            .collect(),
    };
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

/// Where the last run stopped; a new verification if there was none.
pub fn load(
    path: &Path,
    judging: &Judging,
    verifier: &Verifier,
) -> Result<(Verification, Position), Failure> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok((verifier.start(), Position::default()));
        }
        Err(error) => return Err(Failure::file(path, error)),
    };
    let broken = |message: String| {
        Failure::with_help(
            format!("{}: {message}", path.display()),
            "to judge the log from its start, name another file, or delete this one",
        )
    };
    let state: Read = serde_json::from_slice(&text)
        .map_err(|error| broken(format!("not a state that servanda wrote: {error}")))?;
    if state.form != FORM {
        return Err(broken(format!("is of the form {}, but {FORM} is read", state.form)));
    }
    if state.judged != Manner::of(judging) {
        return Err(broken(
            "was judged with another --submit, --as-of or --known-by than now".to_owned(),
        ));
    }
    let runs = restored(verifier.agreement(), state.runs).map_err(broken)?;
    Ok((verifier.resume(state.place, runs, state.skipped), state.position))
}

type Runs = Vec<(Option<Box<str>>, Monitor)>;

fn restored(agreement: &Agreement, runs: Vec<Run>) -> Result<Runs, String> {
    runs.into_iter()
        .map(|Run { case, state }| match Monitor::restore(agreement, state) {
            Ok(run) => Ok((case, run)),
            Err(error) => Err(error.to_string()),
        })
        .collect()
}
