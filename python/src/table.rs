//! Tables of results: as Arrow where pyarrow is there, else as lists of dicts.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder, UInt64Builder,
};
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int64Type, TimestampMicrosecondType, UInt64Type};
use arrow_array::{Array as _, ArrayRef, RecordBatch};
use arrow_pyarrow::ToPyArrow as _;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use pyo3::IntoPyObjectExt as _;
use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use servanda::Instant;

use crate::{errors, instants};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// A number that every engine has.
    Whole,
    /// One up to 2^64 − 1.
    Count,
    Flag,
    At,
}

/// A cell of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Empty,
    Text(&'a str),
    Whole(i64),
    Count(u64),
    Flag(bool),
    At(Instant),
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }
}

impl From<Option<Instant>> for Cell<'_> {
    fn from(instant: Option<Instant>) -> Self {
        instant.map_or(Self::Empty, Self::At)
    }
}

/// A place in a log, or a number of things. There is no log as long as would not fit.
pub(crate) fn whole(number: u64) -> Cell<'static> {
    Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The zone in which instants are handed over.
const UTC: &str = "UTC";

#[derive(Debug)]
enum Column {
    Text(StringBuilder),
    Whole(Int64Builder),
    Count(UInt64Builder),
    Flag(BooleanBuilder),
    At(TimestampMicrosecondBuilder),
}

impl Column {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Whole => Self::Whole(Int64Builder::new()),
            Kind::Count => Self::Count(UInt64Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
            Kind::At => Self::At(TimestampMicrosecondBuilder::new().with_timezone(UTC)),
        }
    }

    fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Self::Text(column), Cell::Text(text)) => column.append_value(text),
            (Self::Whole(column), Cell::Whole(number)) => column.append_value(number),
            (Self::Count(column), Cell::Count(number)) => column.append_value(number),
            (Self::Flag(column), Cell::Flag(flag)) => column.append_value(flag),
            (Self::At(column), Cell::At(at)) => {
                column.append_value(at.to_chrono().timestamp_micros());
            }
            (Self::Text(column), _) => column.append_null(),
            (Self::Whole(column), _) => column.append_null(),
            (Self::Count(column), _) => column.append_null(),
            (Self::Flag(column), _) => column.append_null(),
            (Self::At(column), _) => column.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Whole(column) => Arc::new(column.finish()),
            Self::Count(column) => Arc::new(column.finish()),
            Self::Flag(column) => Arc::new(column.finish()),
            Self::At(column) => Arc::new(column.finish()),
        }
    }
}

/// A table that grows by rows.
#[derive(Debug)]
pub(crate) struct Table {
    schema: SchemaRef,
    columns: Vec<Column>,
    rows: usize,
}

impl Table {
    pub(crate) fn new(columns: &[(&str, Kind)]) -> Self {
        let schema = schema(columns);
        let columns = columns.iter().map(|(_, kind)| Column::new(*kind)).collect();
        Self { schema, columns, rows: 0 }
    }

    pub(crate) fn push<const N: usize>(&mut self, cells: [Cell<'_>; N]) {
        self.rows = self.rows.saturating_add(1);
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(cell);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The rows so far; the table is empty then.
    pub(crate) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.rows = 0;
        let columns = self.columns.iter_mut().map(Column::finish).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
    }

    /// The rows so far, for Python.
    pub(crate) fn hand_over<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let batch = self.finish().map_err(errors::log)?;
        match py.import("pyarrow") {
            Ok(pyarrow) => {
                let batches = PyList::new(py, [batch.to_pyarrow(py)?])?;
                pyarrow.getattr("Table")?.call_method1("from_batches", (batches,))
            }
            Err(error) if error.is_instance_of::<PyImportError>(py) => dicts(py, &batch),
            Err(error) => Err(error),
        }
    }
}

/// The types of columns, all of which may be without a value.
pub(crate) fn schema(columns: &[(&str, Kind)]) -> SchemaRef {
    let field = |(name, kind): &(&str, Kind)| {
        let of = match kind {
            Kind::Text => DataType::Utf8,
            Kind::Whole => DataType::Int64,
            Kind::Count => DataType::UInt64,
            Kind::Flag => DataType::Boolean,
            Kind::At => DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into())),
        };
        Field::new(*name, of, true)
    };
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

/// One dict for each row.
fn dicts<'py>(py: Python<'py>, batch: &RecordBatch) -> PyResult<Bound<'py, PyAny>> {
    let schema = batch.schema();
    let rows = (0..batch.num_rows()).map(|row| {
        let dict = PyDict::new(py);
        for (field, column) in schema.fields().iter().zip(batch.columns()) {
            dict.set_item(field.name(), value(py, column, row)?)?;
        }
        Ok(dict)
    });
    Ok(PyList::new(py, rows.collect::<PyResult<Vec<_>>>()?)?.into_any())
}

fn value<'py>(py: Python<'py>, column: &ArrayRef, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).into_bound_py_any(py),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into_bound_py_any(py),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).into_bound_py_any(py),
        DataType::Boolean => column.as_boolean().value(row).into_bound_py_any(py),
        _ => {
            let micros = column.as_primitive::<TimestampMicrosecondType>().value(row);
            let at = chrono::DateTime::from_timestamp_micros(micros).map(Instant::try_from);
            instants::datetime_or_none(py, at.and_then(Result::ok))?.into_bound_py_any(py)
        }
    }
}
