//! How a log is judged, as Python says it.

use pyo3::prelude::*;
use servanda::verify::ByTime;
use servanda::{Instant, Verifier};

use crate::agreement::Agreement;
use crate::errors;
use crate::instants::At;

/// How a log is judged: the keys of a dict that the package puts together.
#[derive(Debug)]
pub(crate) struct Judging {
    submit: bool,
    as_of: Option<AsOf>,
    known_by: Option<At>,
    pub(crate) by_time: bool,
    also: Vec<Py<Agreement>>,
}

/// As of when a log is judged.
#[derive(Clone, Copy, Debug)]
pub(crate) enum AsOf {
    At(Instant),
    /// As of the log's last event.
    End,
}

impl FromPyObject<'_, '_> for Judging {
    type Error = PyErr;

    fn extract(dict: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(Self {
            submit: dict.get_item("submit")?.extract()?,
            as_of: dict.get_item("as_of")?.extract()?,
            known_by: dict.get_item("known_by")?.extract()?,
            by_time: dict.get_item("by_time")?.extract()?,
            also: dict.get_item("also")?.extract()?,
        })
    }
}

impl FromPyObject<'_, '_> for AsOf {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        match object.extract::<&str>() {
            Ok("end") => Ok(Self::End),
            _ => object.extract::<At>().map(|At(instant)| Self::At(instant)),
        }
    }
}

impl Judging {
    pub(crate) fn verifier(&self, agreement: &Agreement) -> Verifier {
        let mut verifier = Verifier::new(&agreement.inner);
        for other in &self.also {
            verifier = verifier.also(&other.get().inner);
        }
        if self.submit {
            verifier = verifier.submitting();
        }
        if let Some(AsOf::At(instant)) = self.as_of {
            verifier = verifier.as_of(instant);
        }
        if let Some(At(instant)) = self.known_by {
            verifier = verifier.known_by(instant);
        }
        verifier
    }

    /// Whether a case can be drawn: it is a run of one agreement, in the order of the log.
    pub(crate) fn has_pages(&self) -> bool {
        !self.by_time && self.also.is_empty()
    }

    /// Whether each case is judged as of the log's last event.
    pub(crate) fn is_as_of_end(&self) -> bool {
        matches!(self.as_of, Some(AsOf::End))
    }
}

/// A verifier that judges by time.
pub(crate) fn by_time(verifier: &Verifier) -> PyResult<ByTime> {
    verifier.clone().by_time().map_err(errors::agreement)
}
