//! One run of an agreement.

use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use pythonize::pythonize;
use serde::Serialize;
use servanda::monitor::{Change, Finding, Refusal, Transition};
use servanda::names::{Subject, Text};
use servanda::report::{Prose, escaped};
use servanda::{Instant, Saved, Status};

use crate::agreement::Agreement;
use crate::events::event_of;
use crate::instants::{self, At};
use crate::report::Report;
use crate::{errors, page};

/// What follows: the state machine of one run.
#[pyclass(module = "servanda")]
#[derive(Debug)]
pub(crate) struct Monitor {
    agreement: Py<Agreement>,
    inner: servanda::Monitor,
}

/// A change as Python has it.
#[derive(Serialize)]
pub(crate) struct WrittenChange {
    at: Instant,
    event: Option<u64>,
    subject: Option<Subject<Text>>,
    obligation: Option<Box<str>>,
    from: Option<Status>,
    to: Option<Status>,
    text: String,
}

impl WrittenChange {
    pub(crate) fn of(agreement: &servanda::Agreement, change: &Change) -> Self {
        let name = |obligation: &_| agreement.obligation_name(*obligation).map(Into::into);
        let (from, to) = match &change.transition {
            Transition::Moved { from, to, .. } => (Some(*from), Some(*to)),
            _ => (None, None),
        };
        let subject = change.subject.as_ref().and_then(|subject| {
            let kind = agreement.kind_name(subject.kind)?.into();
            Some(Subject { kind, name: subject.name.clone() })
        });
        Self {
            at: change.at,
            event: change.event,
            subject,
            obligation: change.obligation().and_then(name),
            from,
            to,
            text: Prose::new(agreement).change(change),
        }
    }
}

/// What an event or time brought.
pub(crate) fn step<'py>(
    py: Python<'py>,
    agreement: &servanda::Agreement,
    changes: &[Change],
    findings: &[Finding],
) -> PyResult<Bound<'py, PyAny>> {
    let changes: Vec<_> = changes.iter().map(|it| WrittenChange::of(agreement, it)).collect();
    let prose = Prose::new(agreement);
    let findings: Vec<_> = findings.iter().map(|it| prose.written(it)).collect();
    let step = py.import("servanda._step")?.getattr("Step")?;
    step.call1((pythonize(py, &changes)?, pythonize(py, &findings)?))
}

/// The error of an event that was refused, with all that would have been found.
pub(crate) fn refused(
    py: Python<'_>,
    agreement: &servanda::Agreement,
    refusal: &Refusal,
) -> PyResult<PyErr> {
    let prose = Prose::new(agreement);
    let findings: Vec<_> = refusal.findings.iter().map(|it| prose.written(it)).collect();
    let findings = pythonize(py, &findings)?.unbind();
    Ok(errors::RefusedError::new_err((prose.refusal(refusal), findings)))
}

/// The party of a name.
pub(crate) fn party(
    agreement: &servanda::Agreement,
    name: &str,
) -> PyResult<servanda::names::PartyId> {
    agreement.party(name).map_err(errors::unknown_name)
}

/// All parties, or the one that is asked for.
pub(crate) fn parties(
    agreement: &servanda::Agreement,
    name: Option<&str>,
) -> PyResult<Vec<servanda::names::PartyId>> {
    match name {
        Some(name) => Ok(vec![party(agreement, name)?]),
        None => Ok(agreement.parties().collect()),
    }
}

#[pymethods]
impl Monitor {
    #[new]
    fn new(agreement: Py<Agreement>) -> Self {
        let inner = servanda::Monitor::new(&agreement.get().inner);
        Self { agreement, inner }
    }

    /// A run that goes on where another stood.
    #[staticmethod]
    fn restore(agreement: Py<Agreement>, state: &[u8]) -> PyResult<Self> {
        let saved: Saved = serde_json::from_slice(state).map_err(errors::state)?;
        let inner = servanda::Monitor::restore(&agreement.get().inner, saved);
        Ok(Self { inner: inner.map_err(errors::state)?, agreement })
    }

    /// The state, to go on from.
    fn save<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = serde_json::to_vec(&self.inner.save()).map_err(errors::state)?;
        Ok(PyBytes::new(py, &bytes))
    }

    fn submit<'py>(
        &mut self,
        py: Python<'py>,
        event: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let agreement = self.agreement.clone_ref(py);
        let agreement = &agreement.get().inner;
        let event = event_of(event, agreement)?;
        match self.inner.submit(&event) {
            Ok(brought) => {
                let changes: Vec<_> = brought.changes().collect();
                let findings: Vec<_> = brought.findings().collect();
                step(py, agreement, &changes, &findings)
            }
            Err(refusal) => Err(refused(py, agreement, &refusal)?),
        }
    }

    fn record<'py>(
        &mut self,
        py: Python<'py>,
        event: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let agreement = self.agreement.clone_ref(py);
        let agreement = &agreement.get().inner;
        let event = event_of(event, agreement)?;
        let brought = self.inner.record(&event);
        let (changes, findings): (Vec<_>, Vec<_>) =
            (brought.changes().collect(), brought.findings().collect());
        step(py, agreement, &changes, &findings)
    }

    fn advance<'py>(&mut self, py: Python<'py>, to: At) -> PyResult<Bound<'py, PyAny>> {
        let agreement = self.agreement.clone_ref(py);
        let agreement = &agreement.get().inner;
        let brought = self.inner.advance(to.0).map_err(errors::log)?;
        let (changes, findings): (Vec<_>, Vec<_>) =
            (brought.changes().collect(), brought.findings().collect());
        step(py, agreement, &changes, &findings)
    }

    /// What a party owes now, or what all do.
    #[pyo3(signature = (party=None))]
    fn owed<'py>(&self, py: Python<'py>, party: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let agreement = self.inner.agreement();
        let parties = parties(agreement, party)?;
        let owed = parties.into_iter().flat_map(|party| {
            let debtor = agreement.party_name(party);
            self.inner.owed_by(party).map(move |it| WrittenOwed {
                case: None,
                debtor,
                owed: it.spelled(agreement),
            })
        });
        Ok(pythonize(py, &owed.collect::<Vec<_>>())?)
    }

    /// What a party may do now.
    fn open_to(&self, party: &str) -> PyResult<Vec<&str>> {
        let agreement = self.inner.agreement();
        let party = self::party(agreement, party)?;
        Ok(self.inner.open_to(party).filter_map(|act| agreement.act_name(act)).collect())
    }

    /// Where an obligation stands.
    fn status(&self, obligation: &str) -> PyResult<Option<&'static str>> {
        let id = self.inner.agreement().obligation(obligation).map_err(errors::unknown_name)?;
        Ok(self.inner.status(id).map(Status::as_str))
    }

    /// The deadline of an obligation, if it has one now.
    fn deadline<'py>(
        &self,
        py: Python<'py>,
        obligation: &str,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let id = self.inner.agreement().obligation(obligation).map_err(errors::unknown_name)?;
        instants::datetime_or_none(py, self.inner.deadline(id))
    }

    fn report(&self) -> Report {
        Report::of_monitor(&self.inner)
    }

    #[getter]
    fn agreement(&self, py: Python<'_>) -> Py<Agreement> {
        self.agreement.clone_ref(py)
    }

    #[getter]
    fn clock<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        instants::datetime_or_none(py, self.inner.clock())
    }

    #[getter]
    fn next_timeout<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        instants::datetime_or_none(py, self.inner.next_timeout())
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
    fn events(&self) -> u64 {
        self.inner.events()
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.inner == other.inner
    }

    fn __str__(&self) -> String {
        servanda::Report::of(&self.inner).text().to_string()
    }

    fn __repr__(&self) -> String {
        let title = self.inner.agreement().title();
        format!("<servanda.Monitor `{}`: {}>", escaped(title), self.inner.outcome().as_str())
    }

    fn _repr_html_(&self) -> String {
        page::framed(&self.report().page_of_run(&self.inner))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let this = slf.borrow();
        let restore = slf.get_type().getattr("restore")?;
        let state = (this.agreement.clone_ref(py), this.save(py)?).into_bound_py_any(py)?;
        PyTuple::new(py, [restore, state])
    }
}

/// What is owed, by whom, and in which case.
#[derive(Serialize)]
pub(crate) struct WrittenOwed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) case: Option<&'a str>,
    pub(crate) debtor: Option<&'a str>,
    #[serde(flatten)]
    pub(crate) owed: Option<servanda::Owed<Text>>,
}
