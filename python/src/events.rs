//! Events from Python's mappings.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyList, PyMapping, PyString, PyTuple};
use serde::Deserialize as _;
use serde_json::{Map, Number, Value};
use servanda::event::Entry;
use servanda::formats::json::told_of_json;
use servanda::names::Text;
use servanda::{Agreement, Event};

use crate::errors::{self, Misfit};

/// A line of a log as a Python mapping has it, or a text as a line of JSON.
pub(crate) fn value_of_line(line: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Ok(text) = line.cast::<PyString>() {
        return serde_json::from_str(text.to_str()?)
            .map_err(|error| errors::log(told_of_json(&error)));
    }
    let mapping = line.cast::<PyMapping>().map_err(|_| {
        let what = line.get_type().name().map(|it| it.to_string()).unwrap_or_default();
        errors::log(format!("an event is a mapping or a line of JSON, and not `{what}`"))
    })?;
    let mut keys = Map::new();
    for item in mapping.items()?.iter() {
        let (key, value): (String, Bound<'_, PyAny>) = item.extract()?;
        match value_of(&value)? {
            // What a table has no cell for is said by nothing.
            Value::Null => {}
            value => {
                keys.insert(key, value);
            }
        }
    }
    Ok(Value::Object(keys))
}

/// A value of an event: texts, numbers, instants, lists and mappings of these.
fn value_of(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    if object.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Value::String(text.to_str()?.to_owned()));
    }
    if let Ok(truth) = object.cast::<PyBool>() {
        return Ok(Value::Bool(truth.is_true()));
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        return Ok(value_of_float(number.value()));
    }
    if let Ok(number) = object.extract::<u64>() {
        return Ok(Value::from(number));
    }
    if let Ok(number) = object.extract::<i64>() {
        return Ok(Value::from(number));
    }
    if let Ok(keys) = object.cast::<PyDict>() {
        let mut map = Map::new();
        for (key, value) in keys {
            map.insert(key.extract()?, value_of(&value)?);
        }
        return Ok(Value::Object(map));
    }
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        let values = object.try_iter()?.map(|value| value_of(&value?));
        return Ok(Value::Array(values.collect::<PyResult<_>>()?));
    }
    // What a table says of a cell that it does not have is like nothing, itself neither.
    if is_missing(object) {
        return Ok(Value::Null);
    }
    if let Ok(text) = object.call_method0("isoformat") {
        return Ok(Value::String(text.extract()?));
    }
    // A `Decimal`, and what else is written as it is read.
    Ok(Value::String(object.str()?.to_str()?.to_owned()))
}

/// A whole number that a column with gaps has made a float of is whole.
pub(crate) fn value_of_float(number: f64) -> Value {
    /// Up to here each whole number is a float.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    if number.is_nan() {
        return Value::Null;
    }
    if number.fract() == 0.0 && (0.0..WHOLE).contains(&number) {
        // Within these bounds nothing is cut off.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in bounds")]
        return Value::from(number as u64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn is_missing(object: &Bound<'_, PyAny>) -> bool {
    // `NA` of pandas answers neither yes nor no.
    !object.eq(object).unwrap_or(false)
}

/// The event that such keys say.
pub(crate) fn event(value: Value, agreement: &Agreement) -> Result<Event, Misfit> {
    let event = Event::<Text>::deserialize(value).map_err(|it| Misfit::new(told_of_json(&it)))?;
    event.resolved(agreement).map_err(Misfit::new)
}

/// The line that such keys say, of a log that is judged by time.
pub(crate) fn entry(value: Value, agreement: &Agreement) -> Result<Entry, Misfit> {
    let entry = Entry::<Text>::deserialize(value).map_err(|it| Misfit::new(told_of_json(&it)))?;
    entry.resolved(agreement).map_err(Misfit::new)
}

/// The event that a Python object says.
pub(crate) fn event_of(object: &Bound<'_, PyAny>, agreement: &Agreement) -> PyResult<Event> {
    event(value_of_line(object)?, agreement).map_err(errors::log)
}
