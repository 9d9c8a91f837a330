//! Errors as Python has them: classes of the package, with the library's own texts.

use std::fmt::Display;

use pyo3::prelude::*;
use servanda::formats::{LineError, LineErrorKind};

pyo3::import_exception!(servanda._errors, AgreementError);
pyo3::import_exception!(servanda._errors, LogError);
pyo3::import_exception!(servanda._errors, RefusedError);
pyo3::import_exception!(servanda._errors, StateError);
pyo3::import_exception!(servanda._errors, UnknownNameError);

/// An agreement that can't be read.
pub(crate) fn agreement(error: impl Display) -> PyErr {
    AgreementError::new_err(error.to_string())
}

/// A state that can't be gone on from.
pub(crate) fn state(error: impl Display) -> PyErr {
    StateError::new_err(error.to_string())
}

/// A name that the agreement does not have.
pub(crate) fn unknown_name(error: impl Display) -> PyErr {
    UnknownNameError::new_err(error.to_string())
}

/// A log that can't be read, where no more can be said than that.
pub(crate) fn log(message: impl Display) -> PyErr {
    LogError::new_err(message.to_string())
}

/// A line of a log that can't be read.
pub(crate) fn line(name: &str, error: &LineError) -> PyErr {
    let column = match error.kind() {
        LineErrorKind::Time { column, .. } => Some(column.clone()),
        _ => None,
    };
    LogError::new_err((format!("{name}: {error}"), Some(error.line()), column))
}

/// What is wrong with one event: where, and in what column.
#[derive(Clone, Debug)]
pub(crate) struct Misfit {
    pub(crate) column: Option<Box<str>>,
    pub(crate) message: String,
}

impl Misfit {
    pub(crate) fn new(message: impl Display) -> Self {
        Self { column: None, message: message.to_string() }
    }

    pub(crate) fn of_column(column: &str, message: impl Display) -> Self {
        Self { column: Some(column.into()), message: message.to_string() }
    }
}

impl Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.column {
            Some(column) => write!(f, "column `{column}`: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// A file that can't be opened or written, as Python says it.
pub(crate) fn file(path: &std::path::Path, error: std::io::Error) -> PyErr {
    // The kind decides the class (`FileNotFoundError`), the message names the file.
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display())).into()
}
