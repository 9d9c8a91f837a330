//! What a log comes to.

use pyo3::prelude::*;
use pythonize::pythonize;
use servanda::pictures::{Chronicle, Page};
use servanda::report::escaped;

use crate::verdicts::Source;
use crate::{errors, instants, page};

/// What a log comes to: the outcome, where each obligation stands, what was found and refused.
#[pyclass(frozen, module = "servanda")]
#[derive(Debug)]
pub(crate) struct Report {
    inner: servanda::Report,
    /// Where its events are to be read once more for its page.
    source: Option<Py<Source>>,
    /// Its page, where the run is at hand that it is made of.
    page: Option<String>,
}

impl Report {
    pub(crate) fn alone(inner: servanda::Report) -> Self {
        Self { inner, source: None, page: None }
    }

    pub(crate) fn of_log(inner: servanda::Report, source: Option<Py<Source>>) -> Self {
        Self { inner, source, page: None }
    }

    pub(crate) fn of_monitor(monitor: &servanda::Monitor) -> Self {
        let page = Page::of(&Chronicle::of(monitor)).html();
        Self { inner: servanda::Report::of(monitor), source: None, page: Some(page) }
    }

    pub(crate) fn page_of_run(&self, monitor: &servanda::Monitor) -> String {
        self.page.clone().unwrap_or_else(|| Page::of(&Chronicle::of(monitor)).html())
    }
}

#[pymethods]
impl Report {
    #[getter]
    fn case(&self) -> Option<&str> {
        self.inner.case()
    }

    #[getter]
    fn outcome(&self) -> &'static str {
        self.inner.outcome().as_str()
    }

    #[getter]
    fn conformant(&self) -> bool {
        self.inner.is_conformant()
    }

    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        instants::datetime_or_none(py, self.inner.as_of())
    }

    #[getter]
    fn in_force<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        instants::datetime_or_none(py, self.inner.in_force())
    }

    #[getter]
    fn terminated<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        instants::datetime_or_none(py, self.inner.terminated())
    }

    #[getter]
    fn complete<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        instants::datetime_or_none(py, self.inner.complete())
    }

    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.to_dict(py)?.get_item("findings")
    }

    #[getter]
    fn refusals<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.to_dict(py)?.get_item("refusals")
    }

    #[getter]
    fn obligations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.to_dict(py)?.get_item("obligations")
    }

    /// All of it as a dict, with the keys of the report in JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize(py, &self.inner)?)
    }

    /// The report as a page of HTML with a timeline.
    fn page(&self, py: Python<'_>) -> PyResult<String> {
        if let Some(page) = &self.page {
            return Ok(page.clone());
        }
        let Some(source) = &self.source else {
            return Err(errors::log("there is no page: its events are not at hand any more"));
        };
        let chronicle = source.get().chronicle(py, &self.inner)?;
        Ok(py.detach(|| Page::of(&chronicle).html()))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        if self.page.is_none() && self.source.is_none() {
            return Ok(page::plain(&self.inner.text().to_string()));
        }
        Ok(page::framed(&self.page(py)?))
    }

    fn __str__(&self) -> String {
        self.inner.text().to_string()
    }

    fn __repr__(&self) -> String {
        let case =
            self.inner.case().map(|case| format!(" `{}`", escaped(case))).unwrap_or_default();
        let found = self.inner.findings().len();
        format!("<servanda.Report{case}: {}, {found} findings>", self.inner.outcome().as_str())
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}
