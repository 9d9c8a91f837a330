//! What many cases come to together.

use std::sync::Arc;

use pyo3::prelude::*;
use pythonize::pythonize;
use servanda::Agreement;
use servanda::pictures::Portfolio;

use crate::page;

/// The summary of judged cases.
#[pyclass(frozen, module = "servanda")]
#[derive(Debug)]
pub(crate) struct Summary {
    inner: servanda::verify::summary::Summary,
    agreement: Agreement,
    reports: Arc<[servanda::Report]>,
}

impl Summary {
    pub(crate) fn of(agreement: &Agreement, reports: &Arc<[servanda::Report]>) -> Self {
        let mut inner = servanda::verify::summary::Summary::new(agreement);
        reports.iter().for_each(|report| inner.add(report));
        Self { inner, agreement: agreement.clone(), reports: Arc::clone(reports) }
    }

    pub(crate) fn text(&self) -> String {
        self.inner.text().to_string()
    }
}

#[pymethods]
impl Summary {
    #[getter]
    fn cases(&self) -> u64 {
        self.inner.cases()
    }

    #[getter]
    fn conformant(&self) -> u64 {
        self.inner.conformant()
    }

    /// How many findings there are of each kind.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, pyo3::types::PyDict>> {
        let dict = pyo3::types::PyDict::new(py);
        for (kind, found) in self.inner.findings() {
            dict.set_item(kind.as_str(), found.times)?;
        }
        Ok(dict)
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize(py, &self.inner)?)
    }

    /// All cases as one page with pictures.
    pub(crate) fn page(&self, py: Python<'_>) -> String {
        py.detach(|| {
            let mut portfolio = Portfolio::new(&self.agreement);
            self.reports.iter().for_each(|report| portfolio.add(report));
            portfolio.html()
        })
    }

    fn _repr_html_(&self, py: Python<'_>) -> String {
        page::framed(&self.page(py))
    }

    fn __str__(&self) -> String {
        self.text()
    }

    fn __repr__(&self) -> String {
        let (conformant, cases) = (self.inner.conformant(), self.inner.cases());
        format!("<servanda.Summary: {conformant} of {cases} cases conformant>")
    }
}
