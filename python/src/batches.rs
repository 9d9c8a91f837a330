//! Judging streams of batches: sorted by case and place, in memory that does not grow with the log.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_pyarrow::{FromPyArrow as _, ToPyArrow as _};
use arrow_schema::{DataType, SchemaRef};
use pyo3::prelude::*;
use servanda::event::Entry;
use servanda::verify::{ByTime, Evidence, OneByOne};
use servanda::{Report, Verifier};

use crate::agreement::Agreement;
use crate::errors::{self, LogError, Misfit};
use crate::found::Found;
use crate::judging::{Judging, by_time};
use crate::names::Names;
use crate::row::{Columns, Rows};
use crate::table::{Cell, Kind, Table, schema, whole};
use crate::tables::count;

/// The columns of verdicts: of cases, of findings, of refusals and of rows that were passed over.
const VERDICTS: [(&str, Kind); 20] = [
    ("row", Kind::Text),
    ("case", Kind::Text),
    ("place", Kind::Whole),
    ("kind", Kind::Text),
    ("party", Kind::Text),
    ("at", Kind::At),
    ("subject", Kind::Text),
    ("obligation", Kind::Text),
    ("act", Kind::Text),
    ("reason", Kind::Text),
    ("deadline", Kind::At),
    ("id", Kind::Text),
    ("text", Kind::Text),
    ("column", Kind::Text),
    ("outcome", Kind::Text),
    ("conformant", Kind::Flag),
    ("events", Kind::Whole),
    ("findings", Kind::Whole),
    ("refusals", Kind::Whole),
    ("as_of", Kind::At),
];

/// The schema of what [`BatchJudge`] answers.
#[pyfunction]
pub(crate) fn verdict_schema(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    schema(&VERDICTS).to_pyarrow(py)
}

/// A case that is being judged.
#[derive(Debug)]
struct Run {
    case: Option<Box<str>>,
    /// Where its last row stands.
    place: u64,
    /// How many of its rows were judged.
    events: u64,
    /// Its lines, where it is judged by time.
    evidence: Option<Box<Evidence>>,
}

/// A row that can't be judged.
struct Bad {
    case: Option<String>,
    place: Option<u64>,
    misfit: Misfit,
}

impl Bad {
    fn text(&self) -> String {
        let case = self.case.as_ref().map(|case| format!("case `{case}`"));
        let place = self.place.map(|place| format!("place {place}"));
        let parts: Vec<String> = case.into_iter().chain(place).collect();
        match parts.is_empty() {
            true => self.misfit.to_string(),
            false => format!("{}: {}", parts.join(", "), self.misfit),
        }
    }

    fn error(self) -> PyErr {
        let text = self.text();
        let column = self.misfit.column.map(String::from);
        LogError::new_err((text, None::<u64>, column, self.case, self.place))
    }
}

/// Judges batches one by one.
#[pyclass(module = "servanda")]
#[derive(Debug)]
pub(crate) struct BatchJudge {
    agreement: servanda::Agreement,
    names: Arc<Names>,
    one_by_one: OneByOne,
    by_time: Option<ByTime>,
    pairs: Vec<(String, String)>,
    columns: Option<(SchemaRef, Arc<Columns>)>,
    /// Whether cases are named by whole numbers, and so sorted by these.
    has_numbered_cases: bool,
    skips: bool,
    tells_cases: bool,
    tells_findings: bool,
    run: Option<Run>,
    rows: u64,
    table: Table,
}

#[pymethods]
impl BatchJudge {
    #[new]
    fn new(
        agreement: Py<Agreement>,
        judging: Judging,
        pairs: Vec<(String, String)>,
        skips: bool,
        tells_cases: bool,
        tells_findings: bool,
    ) -> PyResult<Self> {
        let verifier: Verifier = judging.verifier(agreement.get());
        let by_time = match judging.by_time {
            true => Some(by_time(&verifier)?),
            false => None,
        };
        let agreement = agreement.get().inner.clone();
        Ok(Self {
            names: Arc::new(Names::of(&agreement)),
            one_by_one: verifier.one_by_one(),
            agreement,
            by_time,
            pairs,
            columns: None,
            has_numbered_cases: false,
            skips,
            tells_cases,
            tells_findings,
            run: None,
            rows: 0,
            table: Table::new(&VERDICTS),
        })
    }

    /// Takes the next batch, and answers what it completed; nothing where it completed nothing.
    fn take<'py>(
        &mut self,
        py: Python<'py>,
        batch: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        // By the interface of streams, for by that of batches all texts would be looked at once more, those that a
        // slice leaves out too.
        let mut batches = RecordBatchStreamReader::from_pyarrow_bound(batch)?;
        loop {
            let Some(batch) = py.detach(|| batches.next()) else { break };
            let batch = batch.map_err(errors::log)?;
            py.detach(|| self.judge(&batch))?;
        }
        self.answer(py)
    }

    /// Ends the last case, and answers what it came to.
    fn finish<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        py.detach(|| self.end());
        self.answer(py)
    }
}

impl BatchJudge {
    fn answer<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        if self.table.is_empty() {
            return Ok(None);
        }
        let batch = self.table.finish().map_err(errors::log)?;
        batch.to_pyarrow(py).map(Some)
    }

    /// The columns of a batch, which are looked for once for all that have the same.
    fn columns(&mut self, batch: &RecordBatch) -> PyResult<Arc<Columns>> {
        let schema = batch.schema_ref();
        if let Some((known, columns)) = &self.columns
            && known.fields() == schema.fields()
        {
            return Ok(Arc::clone(columns));
        }
        let columns = Arc::new(Columns::of(schema, &self.pairs).map_err(errors::log)?);
        self.has_numbered_cases = columns.case_column().is_some_and(|number| {
            schema.fields().get(number).is_some_and(|it| is_whole(it.data_type()))
        });
        self.columns = Some((Arc::clone(schema), Arc::clone(&columns)));
        Ok(columns)
    }

    fn judge(&mut self, batch: &RecordBatch) -> PyResult<()> {
        let columns = self.columns(batch)?;
        let (agreement, names) = (self.agreement.clone(), Arc::clone(&self.names));
        let rows = Rows::of(&columns, batch, &agreement, &names);
        for row in 0..batch.num_rows() {
            self.rows = self.rows.saturating_add(1);
            if let Err(bad) = self.row(&columns, &rows, row) {
                if !self.skips {
                    return Err(bad.error());
                }
                self.note(&bad);
            }
        }
        Ok(())
    }

    fn row(&mut self, columns: &Columns, rows: &Rows<'_>, row: usize) -> Result<(), Bad> {
        // The case first: an error of anything else says of which it is.
        let case = rows.case(row);
        let place = rows.place(row);
        let bad = |case: Option<&str>, place: Option<u64>, misfit: Misfit| Bad {
            case: case.map(str::to_owned),
            place,
            misfit,
        };
        let known_place = place.as_ref().ok().copied().flatten();
        let case = case.map_err(|misfit| bad(None, known_place, misfit))?;
        let name = case.as_deref();
        if let (None, Some(column)) = (name, columns.case_name()) {
            let what = "no value, and each row is of a case";
            return Err(bad(None, known_place, Misfit::of_column(column, what)));
        }
        let place = place.map_err(|misfit| bad(name, None, misfit))?;
        // Without a column of places, a row's place is where it comes in the stream.
        let place = place.unwrap_or(self.rows);
        let told = |misfit| bad(name, Some(place), misfit);
        self.come_to(columns, &case, place).map_err(told)?;
        let entry = rows.entry(row, self.by_time.is_some()).map_err(told)?;
        if let Some(run) = &mut self.run {
            run.take(place, entry, &mut self.one_by_one);
        }
        Ok(())
    }

    /// Ends the case before, if this is another, and begins it.
    fn come_to(
        &mut self,
        columns: &Columns,
        case: &Option<Cow<'_, str>>,
        place: u64,
    ) -> Result<(), Misfit> {
        let Some(run) = &mut self.run else {
            self.run = Some(self.begin(case, place));
            return Ok(());
        };
        let (before, now) = (run.case.as_deref(), case.as_deref());
        match order(before, now, self.has_numbered_cases) {
            Ordering::Equal => {
                let last = run.place;
                run.place = last.max(place);
                let column = columns.place_name().unwrap_or("place");
                match place.cmp(&last) {
                    Ordering::Greater => Ok(()),
                    Ordering::Equal => {
                        Err(Misfit::of_column(column, "two rows of the case have this place"))
                    }
                    Ordering::Less => Err(Misfit::of_column(
                        column,
                        format!(
                            "comes after place {last}: rows are to be sorted by case and place"
                        ),
                    )),
                }
            }
            Ordering::Less => {
                self.end();
                self.run = Some(self.begin(case, place));
                Ok(())
            }
            Ordering::Greater => {
                let before = before.unwrap_or_default();
                Err(Misfit::of_column(
                    columns.case_name().unwrap_or("case"),
                    format!(
                        "comes after case `{before}`: rows are to be sorted by case and place, and each case \
                         comes once, whole"
                    ),
                ))
            }
        }
    }

    fn begin(&self, case: &Option<Cow<'_, str>>, place: u64) -> Run {
        let evidence = self.by_time.as_ref().map(|it| Box::new(it.evidence()));
        Run { case: case.as_deref().map(Into::into), place, events: 0, evidence }
    }

    fn end(&mut self) {
        let Some(run) = self.run.take() else { return };
        // Of a case of which no row could be judged there is nothing to tell but these rows.
        if run.events == 0 {
            return;
        }
        let report = match run.evidence {
            Some(evidence) => evidence.reports().next(),
            None => Some(self.one_by_one.end()),
        };
        if let Some(report) = report {
            self.tell(&report.with_case(run.case), run.events);
        }
    }

    fn tell(&mut self, report: &Report, events: u64) {
        let case = Cell::from(report.case());
        if self.tells_findings {
            let mut tell = |row: &'static str, place: Cell<'_>, found: &Found| {
                let mut cells = [Cell::Empty; VERDICTS.len()];
                let told = [
                    Cell::Text(row),
                    case,
                    place,
                    found.kind(),
                    found.party(),
                    found.at(),
                    found.subject(),
                    found.obligation(),
                    found.act(),
                    found.reason(),
                    found.deadline(),
                    found.id(),
                    found.text(),
                ];
                cells.iter_mut().zip(told).for_each(|(cell, told)| *cell = told);
                self.table.push(cells);
            };
            for found in Found::all(report) {
                tell("finding", found.event(), &found);
            }
            for (event, found) in Found::refused(report) {
                tell("refusal", whole(event), &found);
            }
        }
        if self.tells_cases {
            let outcome = report.outcome();
            let mut cells = [Cell::Empty; VERDICTS.len()];
            let [row, name, .., outcome_cell, conformant, events_cell, findings, refusals, as_of] =
                &mut cells;
            *row = Cell::Text("case");
            *name = case;
            *outcome_cell = Cell::Text(outcome.as_str());
            *conformant = Cell::Flag(report.is_conformant());
            *events_cell = whole(events);
            *findings = count(report.findings().len());
            *refusals = count(report.refusals().len());
            *as_of = report.as_of().into();
            self.table.push(cells);
        }
    }

    /// A row of a row that was passed over.
    fn note(&mut self, bad: &Bad) {
        let mut cells = [Cell::Empty; VERDICTS.len()];
        let text = bad.misfit.message.as_str();
        let [row, case, place, .., text_cell, column, _, _, events, _, _, _] = &mut cells;
        *row = Cell::Text("bad");
        *case = bad.case.as_deref().into();
        *place = bad.place.map_or(Cell::Empty, whole);
        *text_cell = Cell::Text(text);
        *column = bad.misfit.column.as_deref().into();
        *events = whole(1);
        self.table.push(cells);
    }
}

impl Run {
    fn take(&mut self, place: u64, mut entry: Entry, one_by_one: &mut OneByOne) {
        self.events = self.events.saturating_add(1);
        // Of which case it is, is known here.
        match &mut entry {
            Entry::Event(event) => event.case = None,
            Entry::Statement(statement) => statement.case = None,
        }
        match (&mut self.evidence, &entry) {
            (Some(evidence), entry) => {
                evidence.next_at(place);
                evidence.take(entry);
            }
            (None, Entry::Event(event)) => one_by_one.take(place, event),
            // What is said of a log is read only where it is judged by time.
            (None, Entry::Statement(_)) => {}
        }
    }
}

/// In which order two cases come.
fn order(before: Option<&str>, now: Option<&str>, are_numbers: bool) -> Ordering {
    let number = |case: Option<&str>| case.and_then(|it| it.parse::<i128>().ok());
    match are_numbers {
        true => number(before).cmp(&number(now)),
        false => before.cmp(&now),
    }
}

fn is_whole(of: &DataType) -> bool {
    of.is_integer()
}
