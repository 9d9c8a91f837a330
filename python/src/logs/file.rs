//! Logs from files.

use std::path::Path;

use pyo3::prelude::*;
use servanda::Agreement;
use servanda::formats::{BadLines, LineError, LineErrorKind, Losses};

use super::how::{How, Reading};
use super::input::{self, Stopped};
use super::taking::{Sink, Taking};
use super::words::Words;
use crate::errors;

/// Takes a log from a file. Nothing of Python is held meanwhile.
pub(crate) fn take_file(
    py: Python<'_>,
    path: &Path,
    reading: &Reading,
    agreement: &Agreement,
    taking: &mut Taking,
) -> PyResult<()> {
    let how = How::of(path, reading)?;
    let stopped = Stopped::default();
    let name = path.display().to_string();
    let taken = py.detach(|| {
        let input =
            input::open(path, how.encoding, &stopped).map_err(|error| errors::file(path, error))?;
        if let (true, Sink::Run(verification)) = (how.is_plain(), &mut taking.sink) {
            // What is read and judged fastest.
            let bad_lines = if taking.skips { BadLines::Skip } else { BadLines::Stop };
            let taken = verification.take_log(input, bad_lines, |_| ());
            let progress = taken.map_err(|error| errors::line(&name, &error))?;
            taking.read = progress.events;
            taking.skipped = u64::try_from(verification.skipped().len()).unwrap_or(u64::MAX);
            taking.last = verification.last_instant();
            return Ok(());
        }
        let words = Words::new(input, &how, agreement);
        let words = words.map_err(|error| errors::line(&name, &error))?;
        take_words(words, agreement, taking).map_err(|error| errors::line(&name, &error))
    });
    if let Some(error) = stopped.take() {
        return Err(error);
    }
    taken?;
    some_event(&name, taking)
}

/// Takes the lines of a log in words.
pub(super) fn take_words(
    mut words: Words<'_>,
    agreement: &Agreement,
    taking: &mut Taking,
) -> Result<(), LineError> {
    while let Some(entry) = words.next(taking.is_by_time()) {
        let line = words.line();
        let resolved = entry.and_then(|entry| {
            entry.resolved(agreement).map_err(|error| LineError::new(line, error))
        });
        match resolved {
            Ok(entry) => taking.entry(entry),
            Err(error) => {
                let can_go_on = !matches!(error.kind(), LineErrorKind::Input(_));
                if !taking.skips || !can_go_on {
                    return Err(error);
                }
                taking.skip(error.line(), error.kind());
            }
        }
    }
    let losses = words.losses().filter(|losses| !losses.is_empty()).map(Losses::to_string);
    losses.iter().flat_map(|losses| losses.lines()).for_each(|lost| taking.lose(lost));
    if let Some(last) = words.last_instant() {
        taking.moved_to(last);
    }
    Ok(())
}

/// A log of which something was written, but no event could be read, is no log to judge.
pub(super) fn some_event(name: &str, taking: &Taking) -> PyResult<()> {
    match (taking.read, taking.skipped) {
        (0, 1) => Err(errors::log(format!(
            "{name}: no event of it could be read: its one line was passed over"
        ))),
        (0, skipped) if skipped > 1 => Err(errors::log(format!(
            "{name}: no event of it could be read: all {skipped} lines were passed over"
        ))),
        _ => Ok(()),
    }
}
