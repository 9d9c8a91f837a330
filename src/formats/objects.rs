//! A log of objects in JSON, one a line, whatever their keys are.

use std::io::BufRead;

use serde_json::{Map, Value};

use super::json::message;
use super::lines::Lines;
use super::log::{LineError, LineErrorKind};
use super::mapping::record::{Fields, Keys, Record, Records};

/// The objects of a log, one a line.
#[derive(Debug)]
pub(crate) struct Objects<R> {
    lines: Lines<R>,
}

impl<R: BufRead> Objects<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { lines: Lines::new(reader) }
    }
}

impl<R: BufRead + std::fmt::Debug> Records for Objects<R> {
    fn next(&mut self, keys: &mut Keys, record: &mut Record) -> Option<Result<(), LineError>> {
        let object = self.lines.next_with(|line| {
            serde_json::from_slice::<Map<String, Value>>(line).map_err(|error| {
                LineErrorKind::Form { column: error.column(), message: message(&error) }
            })
        })?;
        record.line = self.lines.number();
        record.own.clear();
        Some(object.map(|object| add(&object, "", keys, &mut record.own)))
    }
}

/// Adds what stands in an object, each value by the names on the way to it.
fn add(object: &Map<String, Value>, before: &str, keys: &mut Keys, fields: &mut Fields) {
    for (key, value) in object {
        let whole;
        let name = match before {
            "" => key.as_str(),
            before => {
                whole = format!("{before}.{key}");
                &whole
            }
        };
        match value {
            Value::Null => {}
            Value::String(text) => fields.push(keys.number(name), text),
            Value::Object(inner) => add(inner, name, keys, fields),
            other => fields.push(keys.number(name), &other.to_string()),
        }
    }
}
