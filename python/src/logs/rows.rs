//! Logs from Python's mappings.

use pyo3::prelude::*;
use servanda::Agreement;
use servanda::event::Entry;

use super::fed::Fed;
use super::file::{some_event, take_words};
use super::how::Map;
use super::input::Stopped;
use super::taking::Taking;
use super::words::Words;
use crate::errors::{self, Misfit};
use crate::events::{self, value_of_line};

/// What errors call such a log.
const NAME: &str = "the log";

/// How many rows are taken before it is looked whether somebody wants it to end.
const LOOK: u64 = 4096;

/// Takes a log from an iterable of mappings, by a mapping of their keys or as events are written.
pub(crate) fn take_rows(
    py: Python<'_>,
    rows: &Bound<'_, PyAny>,
    map: Option<&Map>,
    agreement: &Agreement,
    taking: &mut Taking,
) -> PyResult<()> {
    let mut rows = rows.try_iter()?;
    if let Some(map) = map {
        let mapping = map.mapping()?.for_agreement(agreement);
        let stopped = Stopped::default();
        let next = || {
            py.check_signals()?;
            rows.next().map(|row| value_of_line(&row?)).transpose()
        };
        let words = Words::Mapped(Box::new(mapping.json_lines(Fed::new(next, &stopped))));
        let taken = take_words(words, agreement, taking);
        if let Some(error) = stopped.take() {
            return Err(error);
        }
        taken.map_err(|error| errors::line(NAME, &error))?;
        return some_event(NAME, taking);
    }
    for (row, place) in rows.zip(1_u64..) {
        if place.checked_rem(LOOK) == Some(0) {
            py.check_signals()?;
        }
        let value = value_of_line(&row?);
        let entry: Result<Entry, Misfit> = match (value, taking.is_by_time()) {
            (Ok(value), true) => events::entry(value, agreement),
            (Ok(value), false) => events::event(value, agreement).map(Entry::Event),
            (Err(error), _) if error.is_instance_of::<errors::LogError>(py) => {
                Err(Misfit::new(error.value(py)))
            }
            (Err(error), _) => return Err(error),
        };
        match entry {
            Ok(entry) => taking.entry(entry),
            Err(misfit) if taking.skips => taking.skip(place, &misfit),
            Err(misfit) => {
                let text = format!("{NAME}: row {place}: {misfit}");
                return Err(errors::LogError::new_err((text, Some(place), None::<String>)));
            }
        }
    }
    some_event(NAME, taking)
}
