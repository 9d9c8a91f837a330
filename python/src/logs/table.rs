//! Logs from tables of Arrow.

use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{RecordBatch, RecordBatchReader as _};
use arrow_pyarrow::FromPyArrow as _;
use pyo3::prelude::*;
use serde_json::{Map as Keys, Value};
use servanda::Agreement;
use servanda::event::Entry;

use super::fed::Fed;
use super::file::{some_event, take_words};
use super::how::Map;
use super::input::Stopped;
use super::taking::Taking;
use super::words::Words;
use crate::cells::Cells;
use crate::errors::{self, Misfit};
use crate::names::Names;
use crate::row::{Columns, Rows};

/// What errors call such a log.
const NAME: &str = "the table";

/// Takes a log from anything that has Arrow's stream interface.
pub(crate) fn take_table(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    map: Option<&Map>,
    agreement: &Agreement,
    taking: &mut Taking,
) -> PyResult<()> {
    let mut reader = RecordBatchStreamReader::from_pyarrow_bound(table)?;
    let pairs = match map {
        Some(toml @ Map::Toml(_)) => return take_mapped(py, reader, toml, agreement, taking),
        Some(Map::Pairs(pairs)) => &pairs[..],
        None => &[],
    };
    let told = |misfit: Misfit| errors::log(format!("{NAME}: {misfit}"));
    let columns = Columns::of(&reader.schema(), pairs).map_err(told)?;
    let names = Names::of(agreement);
    let mut place = 0_u64;
    loop {
        py.check_signals()?;
        // What the table's engine does for the next batch may need the interpreter, so it is asked unlocked.
        let Some(batch) = py.detach(|| reader.next()) else { break };
        let batch = batch.map_err(|error| errors::log(format!("{NAME}: {error}")))?;
        py.detach(|| take_batch(&batch, &columns, agreement, &names, taking, &mut place))?;
    }
    for column in columns.unread() {
        taking.lose(&format!("no event has a place for the column `{column}`"));
    }
    some_event(NAME, taking)
}

fn take_batch(
    batch: &RecordBatch,
    columns: &Columns,
    agreement: &Agreement,
    names: &Names,
    taking: &mut Taking,
    place: &mut u64,
) -> PyResult<()> {
    let rows = Rows::of(columns, batch, agreement, names);
    let by_time = taking.is_by_time();
    for row in 0..batch.num_rows() {
        *place = place.saturating_add(1);
        match entry(&rows, row, by_time) {
            Ok(entry) => taking.entry(entry),
            Err(misfit) if taking.skips => taking.skip(*place, &misfit),
            Err(misfit) => {
                let text = format!("{NAME}: row {place}: {misfit}");
                let column = misfit.column.as_deref().map(str::to_owned);
                return Err(errors::LogError::new_err((text, Some(*place), column)));
            }
        }
    }
    Ok(())
}

/// What a row says, and of which case.
fn entry(rows: &Rows<'_>, row: usize, by_time: bool) -> Result<Entry, Misfit> {
    let case = rows.case(row)?;
    let mut entry = rows.entry(row, by_time)?;
    if let Some(case) = case {
        match &mut entry {
            Entry::Event(event) => event.case = Some((*case).into()),
            Entry::Statement(statement) => statement.case = Some((*case).into()),
        }
    }
    Ok(entry)
}

/// Takes a table by a mapping that says more than which column says what: its rows are lines to the library.
fn take_mapped(
    py: Python<'_>,
    mut reader: RecordBatchStreamReader,
    map: &Map,
    agreement: &Agreement,
    taking: &mut Taking,
) -> PyResult<()> {
    let mapping = map.mapping()?.for_agreement(agreement);
    let stopped = Stopped::default();
    let mut batch: Option<(RecordBatch, usize)> = None;
    let next = || {
        loop {
            if let Some((rows, row)) = &mut batch
                && *row < rows.num_rows()
            {
                let value = line(rows, *row).map_err(|it| errors::log(format!("{NAME}: {it}")))?;
                *row = row.saturating_add(1);
                return Ok(Some(value));
            }
            py.check_signals()?;
            match py.detach(|| reader.next()) {
                None => return Ok(None),
                Some(Ok(rows)) => batch = Some((rows, 0)),
                Some(Err(error)) => return Err(errors::log(format!("{NAME}: {error}"))),
            }
        }
    };
    let words = Words::Mapped(Box::new(mapping.json_lines(Fed::new(next, &stopped))));
    let taken = take_words(words, agreement, taking);
    if let Some(error) = stopped.take() {
        return Err(error);
    }
    taken.map_err(|error| errors::line(NAME, &error))?;
    some_event(NAME, taking)
}

/// All that a row says, by the names of its columns.
fn line(batch: &RecordBatch, row: usize) -> Result<Value, Misfit> {
    let schema = batch.schema_ref();
    let mut keys = Keys::new();
    for (field, column) in schema.fields().iter().zip(batch.columns()) {
        let value = Cells::of(field.name(), column).value(row)?;
        if !value.is_null() {
            keys.insert(field.name().clone(), value);
        }
    }
    Ok(Value::Object(keys))
}
