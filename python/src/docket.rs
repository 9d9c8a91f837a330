//! Many runs of one agreement.

use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use pythonize::pythonize;
use serde::Serialize;
use servanda::docket::Found;
use servanda::report::{Prose, escaped};

use crate::agreement::Agreement;
use crate::errors;
use crate::events::event_of;
use crate::instants::{self, At};
use crate::monitor::{WrittenOwed, parties, refused, step};
use crate::report::Report;

/// Many runs of one agreement, one for each case.
#[pyclass(module = "servanda")]
#[derive(Debug)]
pub(crate) struct Docket {
    agreement: Py<Agreement>,
    inner: servanda::docket::Docket,
}

/// A finding of a docket: of which case it is, and what it is known by.
#[derive(Serialize)]
struct WrittenFound<'a, F> {
    case: Option<&'a str>,
    id: String,
    #[serde(flatten)]
    finding: F,
}

impl Docket {
    fn found<'py>(&self, py: Python<'py>, found: &[Found]) -> PyResult<Bound<'py, PyAny>> {
        let prose = Prose::new(self.inner.agreement());
        let found: Vec<_> = found
            .iter()
            .map(|it| WrittenFound {
                case: it.case.as_deref(),
                id: it.id.to_string(),
                finding: prose.written(&it.finding),
            })
            .collect();
        Ok(pythonize(py, &found)?)
    }
}

#[pymethods]
impl Docket {
    #[new]
    fn new(agreement: Py<Agreement>) -> Self {
        let inner = servanda::docket::Docket::new(&agreement.get().inner);
        Self { agreement, inner }
    }

    /// A docket that goes on where another stood.
    #[staticmethod]
    fn restore(py: Python<'_>, agreement: Py<Agreement>, state: &[u8]) -> PyResult<Self> {
        let of = &agreement.get().inner;
        let restored = py.detach(|| servanda::docket::Docket::restore(of, state));
        let restored = restored.map_err(errors::state)?;
        if restored.whole < state.len() {
            return Err(errors::state("the end of it is torn: it was not written to its end"));
        }
        Ok(Self { inner: restored.docket, agreement })
    }

    /// The state of all cases, to go on from.
    fn save<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let (_, bytes) = py.detach(|| self.inner.checkpoint());
        PyBytes::new(py, &bytes)
    }

    fn submit<'py>(
        &mut self,
        py: Python<'py>,
        event: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let event = event_of(event, self.inner.agreement())?;
        match self.inner.submit(&event) {
            Ok(answer) => {
                let findings: Vec<_> = answer.findings.into_iter().map(|it| it.finding).collect();
                step(py, self.inner.agreement(), &answer.changes, &findings)
            }
            Err(refusal) => Err(refused(py, self.inner.agreement(), &refusal)?),
        }
    }

    fn record<'py>(
        &mut self,
        py: Python<'py>,
        event: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let event = event_of(event, self.inner.agreement())?;
        let answer = self.inner.record(&event);
        let findings: Vec<_> = answer.findings.into_iter().map(|it| it.finding).collect();
        step(py, self.inner.agreement(), &answer.changes, &findings)
    }

    /// Moves all clocks on, and answers what that brought.
    fn advance<'py>(&mut self, py: Python<'py>, to: At) -> PyResult<Bound<'py, PyAny>> {
        let found = py.detach(|| self.inner.advance(to.0));
        self.found(py, &found)
    }

    /// What was found by the event at an offset and since.
    #[pyo3(signature = (offset=0))]
    fn findings_since<'py>(&self, py: Python<'py>, offset: u64) -> PyResult<Bound<'py, PyAny>> {
        self.found(py, &self.inner.findings_since(offset))
    }

    /// What a party owes now in all cases, or what all do.
    #[pyo3(signature = (party=None))]
    fn owed<'py>(&self, py: Python<'py>, party: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let agreement = self.inner.agreement();
        let owed = parties(agreement, party)?.into_iter().flat_map(|party| {
            let debtor = agreement.party_name(party);
            self.inner.owed_by(party).map(move |(case, it)| WrittenOwed {
                case,
                debtor,
                owed: it.spelled(agreement),
            })
        });
        Ok(pythonize(py, &owed.collect::<Vec<_>>())?)
    }

    fn reports(&self, py: Python<'_>) -> Vec<Report> {
        let reports = py.detach(|| self.inner.reports());
        reports.into_iter().map(Report::alone).collect()
    }

    /// The report of one case; none of one that there is not.
    #[pyo3(signature = (case=None))]
    fn report(&self, case: Option<&str>) -> Option<Report> {
        let run = self.inner.run(case)?;
        Some(Report::alone(servanda::Report::of(&run).with_case(case.map(Into::into))))
    }

    /// Takes a case out, and answers what its run comes to.
    #[pyo3(signature = (case=None))]
    fn close(&mut self, case: Option<&str>) -> Option<Report> {
        self.inner.close(case).map(Report::alone)
    }

    #[getter]
    fn agreement(&self, py: Python<'_>) -> Py<Agreement> {
        self.agreement.clone_ref(py)
    }

    #[getter]
    fn offset(&self) -> u64 {
        self.inner.offset()
    }

    #[getter]
    fn next_timeout<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        instants::datetime_or_none(py, self.inner.next_timeout())
    }

    fn __len__(&self) -> usize {
        self.inner.len()
    }

    fn __repr__(&self) -> String {
        let (title, cases) = (escaped(self.inner.agreement().title()), self.inner.len());
        format!("<servanda.Docket `{title}`: {cases} cases>")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let restore = slf.get_type().getattr("restore")?;
        let mut this = slf.borrow_mut();
        let agreement = this.agreement.clone_ref(py);
        let state = (agreement, this.save(py)).into_bound_py_any(py)?;
        PyTuple::new(py, [restore, state])
    }
}
