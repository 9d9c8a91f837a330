//! A whole log, judged.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use pyo3::exceptions::{PyIndexError, PyKeyError};
use pyo3::prelude::*;
use servanda::pictures::Chronicle;
use servanda::report::Skipped;
use servanda::{Instant, Verifier};

use crate::agreement::Agreement;
use crate::judging::{Judging, by_time};
use crate::logs::{Kept, Map, Reading, Sink, Taking, take_file, take_rows, take_table};
use crate::report::Report;
use crate::summary::Summary;
use crate::{errors, page, tables};

/// Where a log is read from.
#[derive(Debug)]
enum Log {
    File(PathBuf, Box<Reading>),
    Rows(Py<PyAny>, Option<Map>),
    Table(Py<PyAny>, Option<Map>),
}

impl Log {
    fn take(
        &self,
        py: Python<'_>,
        agreement: &servanda::Agreement,
        taking: &mut Taking,
    ) -> PyResult<()> {
        match self {
            Self::File(path, reading) => take_file(py, path, reading, agreement, taking),
            Self::Rows(rows, map) => take_rows(py, rows.bind(py), map.as_ref(), agreement, taking),
            Self::Table(table, map) => {
                take_table(py, table.bind(py), map.as_ref(), agreement, taking)
            }
        }
    }
}

/// A log that can be read once more, for the page of one of its cases.
#[pyclass(frozen, module = "servanda")]
#[derive(Debug)]
pub(crate) struct Source {
    log: Log,
    verifier: Verifier,
    skips: bool,
}

impl Source {
    /// A case with all that happened in it.
    pub(crate) fn chronicle(
        &self,
        py: Python<'_>,
        report: &servanda::Report,
    ) -> PyResult<Chronicle> {
        let mut taking = Taking::new(Sink::Kept(Kept::new(report.case())), self.skips);
        self.log.take(py, self.verifier.agreement(), &mut taking)?;
        let events = match taking.sink {
            Sink::Kept(kept) => kept.events,
            Sink::Run(_) | Sink::ByTime(_) => Vec::new(),
        };
        let chronicles = py.detach(|| Chronicle::by_case(&self.verifier, &events));
        let is_it = |it: &Chronicle| {
            let other = it.report();
            other.case() == report.case()
                && other.outcome() == report.outcome()
                && other.identities() == report.identities()
        };
        let same = chronicles.into_iter().find(is_it);
        same.ok_or_else(|| errors::log("the log says otherwise than when it was judged"))
    }
}

/// The reports of a log, one for each case in the order of their first events.
#[pyclass(frozen, module = "servanda")]
#[derive(Debug)]
pub(crate) struct Verdicts {
    agreement: Py<Agreement>,
    reports: Arc<[servanda::Report]>,
    cases: HashMap<Option<Box<str>>, usize>,
    events: u64,
    skipped: Vec<Skipped>,
    lost: Vec<String>,
    source: Option<Py<Source>>,
}

/// The reports one after the other.
#[pyclass(module = "servanda")]
#[derive(Debug)]
pub(crate) struct Cases {
    verdicts: Py<Verdicts>,
    next: usize,
}

#[pymethods]
impl Cases {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> Option<Report> {
        let report = self.verdicts.get().at(py, self.next)?;
        self.next = self.next.saturating_add(1);
        Some(report)
    }
}

fn judge(
    py: Python<'_>,
    agreement: Py<Agreement>,
    log: Log,
    judging: &Judging,
    skips: bool,
    can_be_read_again: bool,
) -> PyResult<Verdicts> {
    let of = &agreement.get().inner;
    let mut verifier = judging.verifier(agreement.get()).in_parallel();
    let sink = match judging.by_time {
        true => Sink::ByTime(Box::new(by_time(&verifier)?.evidence())),
        false => Sink::Run(Box::new(verifier.start())),
    };
    let mut taking = Taking::new(sink, skips);
    log.take(py, of, &mut taking)?;
    let end: Option<Instant> = taking.last.filter(|_| judging.is_as_of_end());
    if let Some(end) = end {
        verifier = verifier.as_of(end);
    }
    let (events, sink) = (taking.read, taking.sink);
    let reports: Vec<servanda::Report> = py.detach(|| match sink {
        Sink::Run(verification) if end.is_some() => verification.as_of_last().reports().collect(),
        Sink::Run(verification) => verification.reports().collect(),
        Sink::ByTime(evidence) => match end {
            Some(end) => evidence.as_of(end).reports().collect(),
            None => evidence.reports().collect(),
        },
        Sink::Kept(_) => Vec::new(),
    });
    // A page tells runs of one agreement, in the order of the log.
    let has_pages = can_be_read_again && judging.has_pages();
    let source = has_pages.then(|| Py::new(py, Source { log, verifier, skips })).transpose()?;
    let cases = reports.iter().enumerate();
    let cases = cases.map(|(place, report)| (report.case().map(Into::into), place)).collect();
    let first = reports.first();
    let skipped = first.map(|it| it.skipped().to_vec()).unwrap_or_default();
    let lost = first.map(|it| it.lost().map(str::to_owned).collect()).unwrap_or_default();
    Ok(Verdicts { agreement, reports: reports.into(), cases, events, skipped, lost, source })
}

/// Judges a log from a file.
#[pyfunction]
pub(crate) fn verify_path(
    py: Python<'_>,
    agreement: Py<Agreement>,
    path: PathBuf,
    judging: Judging,
    skips: bool,
    reading: Reading,
) -> PyResult<Verdicts> {
    judge(py, agreement, Log::File(path, Box::new(reading)), &judging, skips, true)
}

/// Judges a log from an iterable of mappings.
#[pyfunction]
pub(crate) fn verify_rows(
    py: Python<'_>,
    agreement: Py<Agreement>,
    rows: Py<PyAny>,
    judging: Judging,
    skips: bool,
    map: Option<Map>,
    can_be_read_again: bool,
) -> PyResult<Verdicts> {
    judge(py, agreement, Log::Rows(rows, map), &judging, skips, can_be_read_again)
}

/// Judges a log from anything that has Arrow's stream interface.
#[pyfunction]
pub(crate) fn verify_table(
    py: Python<'_>,
    agreement: Py<Agreement>,
    table: Py<PyAny>,
    judging: Judging,
    skips: bool,
    map: Option<Map>,
    can_be_read_again: bool,
) -> PyResult<Verdicts> {
    judge(py, agreement, Log::Table(table, map), &judging, skips, can_be_read_again)
}

impl Verdicts {
    fn at(&self, py: Python<'_>, place: usize) -> Option<Report> {
        let source = self.source.as_ref().map(|source| source.clone_ref(py));
        Some(Report::of_log(self.reports.get(place)?.clone(), source))
    }
}

#[pymethods]
impl Verdicts {
    #[getter]
    fn agreement(&self, py: Python<'_>) -> Py<Agreement> {
        self.agreement.clone_ref(py)
    }

    /// How many events were read.
    #[getter]
    fn events(&self) -> u64 {
        self.events
    }

    #[getter]
    fn conformant(&self) -> bool {
        self.reports.iter().all(servanda::Report::is_conformant)
    }

    /// The one report of a log of one run.
    #[getter]
    fn report(&self, py: Python<'_>) -> PyResult<Report> {
        match self.reports.len() {
            1 => self.at(py, 0).ok_or_else(|| PyIndexError::new_err("there is no report")),
            several => Err(errors::log(format!(
                "the log has {several} cases: ask for one by its name, as in `verdicts[\"A-1\"]`"
            ))),
        }
    }

    #[getter]
    fn summary(&self, py: Python<'_>) -> Summary {
        let agreement = &self.agreement.get().inner;
        py.detach(|| Summary::of(agreement, &self.reports))
    }

    /// The lines that were passed over: the number of each, and why.
    #[getter]
    fn skipped(&self) -> Vec<(u64, &str)> {
        self.skipped.iter().map(|it| (it.line, &*it.error)).collect()
    }

    /// What the log says that no event has a place for.
    #[getter]
    fn lost(&self) -> Vec<&str> {
        self.lost.iter().map(String::as_str).collect()
    }

    fn cases<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.detach(|| tables::cases(&self.reports)).hand_over(py)
    }

    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.detach(|| tables::findings(&self.reports)).hand_over(py)
    }

    fn refusals<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.detach(|| tables::refusals(&self.reports)).hand_over(py)
    }

    fn obligations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.detach(|| tables::obligations(&self.reports)).hand_over(py)
    }

    fn __len__(&self) -> usize {
        self.reports.len()
    }

    /// A report by its number, or by the name of its case.
    fn __getitem__(&self, py: Python<'_>, key: &Bound<'_, PyAny>) -> PyResult<Report> {
        if let Ok(number) = key.extract::<isize>() {
            let len = isize::try_from(self.reports.len()).unwrap_or(isize::MAX);
            let place = if number < 0 { number.saturating_add(len) } else { number };
            let report = usize::try_from(place).ok().and_then(|place| self.at(py, place));
            return report.ok_or_else(|| PyIndexError::new_err("there are not so many cases"));
        }
        let case: Option<&str> = key.extract()?;
        let place = self.cases.get(&case.map(Into::into));
        let report = place.and_then(|place| self.at(py, *place));
        report.ok_or_else(|| {
            let name = case.map_or("that of events without one".to_owned(), |it| format!("`{it}`"));
            PyKeyError::new_err(format!("the log has no case {name}"))
        })
    }

    fn __iter__(slf: Py<Self>) -> Cases {
        Cases { verdicts: slf, next: 0 }
    }

    fn __contains__(&self, case: Option<&str>) -> bool {
        self.cases.contains_key(&case.map(Into::into))
    }

    fn __str__(&self, py: Python<'_>) -> String {
        match &*self.reports {
            [report] => report.text().to_string(),
            _ => {
                let agreement = &self.agreement.get().inner;
                py.detach(|| Summary::of(agreement, &self.reports).text())
            }
        }
    }

    fn __repr__(&self) -> String {
        let conformant = self.reports.iter().filter(|it| it.is_conformant()).count();
        format!("<servanda.Verdicts: {conformant} of {} cases conformant>", self.reports.len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        match (&*self.reports, &self.source) {
            ([report], Some(source)) => {
                let chronicle = source.get().chronicle(py, report)?;
                let page = py.detach(|| servanda::pictures::Page::of(&chronicle).html());
                Ok(page::framed(&page))
            }
            ([report], None) => Ok(page::plain(&report.text().to_string())),
            _ => {
                let agreement = &self.agreement.get().inner;
                let html = py.detach(|| Summary::of(agreement, &self.reports)).page(py);
                Ok(page::framed(&html))
            }
        }
    }
}
