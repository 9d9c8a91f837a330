//! Instants between Python and the library.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;
use servanda::Instant;

/// An instant that is handed over as a text of RFC 3339 or as a `datetime` with a time zone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At(pub(crate) Instant);

impl FromPyObject<'_, '_> for At {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let text = match object.cast::<PyString>() {
            Ok(text) => text.to_owned(),
            // A `datetime`, and what goes by its protocol; without a zone its text has none either.
            Err(_) => {
                let text = object.call_method0("isoformat").map_err(|_| no_instant(&object))?;
                text.cast_into::<PyString>()?
            }
        };
        let text = text.to_str()?;
        text.parse().map(Self).map_err(|error| PyValueError::new_err(format!("`{text}`: {error}")))
    }
}

fn no_instant(object: &Bound<'_, PyAny>) -> PyErr {
    let what = object.get_type().name().map(|it| it.to_string()).unwrap_or_default();
    PyTypeError::new_err(format!("an instant is a `datetime` or a text, and not `{what}`"))
}

/// An instant as the library writes it, for whoever wants to know early whether it is one.
#[pyfunction]
pub(crate) fn instant_text(instant: At) -> String {
    instant.0.to_string()
}

/// As a `datetime` in UTC; what is finer than a microsecond, Python has no place for.
pub(crate) fn datetime(py: Python<'_>, instant: Instant) -> PyResult<Bound<'_, PyAny>> {
    Ok(instant.to_chrono().into_pyobject(py)?.into_any())
}

/// The same, if there is one.
pub(crate) fn datetime_or_none(
    py: Python<'_>,
    instant: Option<Instant>,
) -> PyResult<Option<Bound<'_, PyAny>>> {
    instant.map(|instant| datetime(py, instant)).transpose()
}
