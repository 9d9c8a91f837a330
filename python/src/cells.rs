//! Cells of Arrow's columns, whatever their type, as texts, instants and values of events.

use std::borrow::Cow;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, TimeUnit};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use servanda::Instant;

use crate::errors::Misfit;
use crate::events::value_of_float;

/// The cells of one column of one batch.
#[derive(Debug)]
pub(crate) struct Cells<'a> {
    name: &'a str,
    array: &'a ArrayRef,
    /// Which rows have no value, be it that their column has none at all, or their category.
    nulls: Option<NullBuffer>,
    texts: Texts<'a>,
}

/// The same as texts, if that is what they are.
#[derive(Debug)]
enum Texts<'a> {
    Text(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
    /// Categories of pandas and polars: each row has the number of its value.
    Named(Vec<usize>, Box<Self>),
    Other,
}

impl<'a> Texts<'a> {
    fn of(array: &'a dyn Array) -> Self {
        match array.data_type() {
            DataType::Utf8 => Self::Text(array.as_string()),
            DataType::LargeUtf8 => Self::Large(array.as_string()),
            DataType::Utf8View => Self::View(array.as_string_view()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary();
                let values = Self::of(&**dictionary.values());
                // Where there is no value, no row has a number that leads to one.
                let keys = match dictionary.values().is_empty() {
                    true => Vec::new(),
                    false => dictionary.normalized_keys(),
                };
                match values {
                    Self::Other => Self::Other,
                    values => Self::Named(keys, Box::new(values)),
                }
            }
            _ => Self::Other,
        }
    }

    fn get(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Text(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Named(keys, values) => values.get(*keys.get(row)?),
            Self::Other => None,
        }
    }
}

impl<'a> Cells<'a> {
    pub(crate) fn of(name: &'a str, array: &'a ArrayRef) -> Self {
        Self { name, array, nulls: array.logical_nulls(), texts: Texts::of(&**array) }
    }

    pub(crate) fn name(&self) -> &'a str {
        self.name
    }

    pub(crate) fn is_empty(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
    }

    /// Whether no row has a value.
    pub(crate) fn has_none(&self) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.null_count() == nulls.len())
    }

    /// A cell as the text that it is, without a copy.
    pub(crate) fn text(&self, row: usize) -> Option<&'a str> {
        match self.is_empty(row) {
            true => None,
            false => self.texts.get(row),
        }
    }

    /// A cell that names something: a text, or a whole number.
    pub(crate) fn named(&self, row: usize) -> Result<Option<Cow<'a, str>>, Misfit> {
        if self.is_empty(row) {
            return Ok(None);
        }
        if let Some(text) = self.texts.get(row) {
            return Ok(Some(Cow::Borrowed(text)));
        }
        match self.value(row)? {
            Value::Number(number) => Ok(Some(Cow::Owned(number.to_string()))),
            _ => Err(Misfit::of_column(self.name, "neither a text nor a whole number")),
        }
    }

    pub(crate) fn whole(&self, row: usize) -> Result<Option<i64>, Misfit> {
        match self.value(row)? {
            Value::Null => Ok(None),
            value => match value.as_i64() {
                Some(number) => Ok(Some(number)),
                None => Err(Misfit::of_column(self.name, "not a whole number")),
            },
        }
    }

    pub(crate) fn instant(&self, row: usize) -> Result<Option<Instant>, Misfit> {
        if self.is_empty(row) {
            return Ok(None);
        }
        let told = |error| Misfit::of_column(self.name, error);
        if let Some(text) = self.texts.get(row) {
            return text.parse().map(Some).map_err(|error| told(format!("`{text}`: {error}")));
        }
        instant(&**self.array, row).map(Some).map_err(told)
    }

    /// A cell as a key of an event has it.
    pub(crate) fn value(&self, row: usize) -> Result<Value, Misfit> {
        if self.is_empty(row) {
            return Ok(Value::Null);
        }
        if let Some(text) = self.texts.get(row) {
            return Ok(Value::from(text));
        }
        value(&**self.array, row).map_err(|error| Misfit::of_column(self.name, error))
    }
}

/// What a time without a zone lacks.
const NO_ZONE: &str = "a time without a zone: say in which zone it is (`dt.tz_localize` of pandas, \
     `dt.replace_time_zone` of polars, `TIMESTAMP` and not `TIMESTAMP_NTZ` in Spark)";

/// Whether a column can hold instants: of times only such as say in which zone.
pub(crate) fn check_times(name: &str, of: &DataType) -> Result<(), Misfit> {
    match of {
        DataType::Timestamp(_, None) => Err(Misfit::of_column(name, NO_ZONE)),
        _ => Ok(()),
    }
}

fn instant(array: &dyn Array, row: usize) -> Result<Instant, String> {
    let DataType::Timestamp(unit, zone) = array.data_type() else {
        return Err("neither a time nor a text".to_owned());
    };
    if zone.is_none() {
        return Err(NO_ZONE.to_owned());
    }
    let at: Option<DateTime<Utc>> = match unit {
        TimeUnit::Second => {
            DateTime::from_timestamp(array.as_primitive::<TimestampSecondType>().value(row), 0)
        }
        TimeUnit::Millisecond => {
            let millis = array.as_primitive::<TimestampMillisecondType>().value(row);
            DateTime::from_timestamp_millis(millis)
        }
        TimeUnit::Microsecond => {
            let micros = array.as_primitive::<TimestampMicrosecondType>().value(row);
            DateTime::from_timestamp_micros(micros)
        }
        TimeUnit::Nanosecond => {
            let nanos = array.as_primitive::<TimestampNanosecondType>().value(row);
            Some(DateTime::from_timestamp_nanos(nanos))
        }
    };
    let at = at.ok_or("past the end of time")?;
    Instant::try_from(at).map_err(|error| error.to_string())
}

/// A cell that has a value.
fn value(array: &dyn Array, row: usize) -> Result<Value, String> {
    if array.is_null(row) {
        return Ok(Value::Null);
    }
    Ok(match array.data_type() {
        DataType::Null => Value::Null,
        DataType::Boolean => Value::Bool(array.as_boolean().value(row)),
        DataType::Int8 => array.as_primitive::<Int8Type>().value(row).into(),
        DataType::Int16 => array.as_primitive::<Int16Type>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).into(),
        DataType::UInt16 => array.as_primitive::<UInt16Type>().value(row).into(),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).into(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Float32 => value_of_float(array.as_primitive::<Float32Type>().value(row).into()),
        DataType::Float64 => value_of_float(array.as_primitive::<Float64Type>().value(row)),
        DataType::Decimal128(..) => {
            array.as_primitive::<Decimal128Type>().value_as_string(row).into()
        }
        DataType::Timestamp(..) => instant(array, row)?.to_string().into(),
        DataType::List(_) => list(&array.as_list::<i32>().value(row))?,
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(row))?,
        DataType::Struct(fields) => {
            let cells = array.as_struct();
            let mut keys = Map::new();
            for (field, column) in fields.iter().zip(cells.columns()) {
                put(&mut keys, field.name(), value(&**column, row)?);
            }
            Value::Object(keys)
        }
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            let mut keys = Map::new();
            let [names, values] = entries.columns() else {
                return Err("a map without keys".to_owned());
            };
            let names = Texts::of(&**names);
            for entry in 0..entries.len() {
                let name = names.get(entry).ok_or("a map whose keys are no texts")?;
                put(&mut keys, name, value(&**values, entry)?);
            }
            Value::Object(keys)
        }
        other => match Texts::of(array).get(row) {
            Some(text) => Value::from(text),
            None => return Err(format!("of a type that no event has: {other}")),
        },
    })
}

fn list(values: &ArrayRef) -> Result<Value, String> {
    (0..values.len()).map(|row| value(&**values, row)).collect::<Result<_, _>>().map(Value::Array)
}

/// What there is no value for is said by nothing.
fn put(keys: &mut Map<String, Value>, name: &str, value: Value) {
    if !value.is_null() {
        keys.insert(name.to_owned(), value);
    }
}
