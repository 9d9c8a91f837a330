//! `compare`: an agreement and the one that is to take its place, clause by clause.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value, json};
use servanda::docket::Docket;
use servanda::report::escaped;
use servanda::terms::{AgreementDifferences, CarryError, ClauseChange};
use servanda::verify::CarriedOver;
use servanda::{Agreement, Instant, Outcome, Report};

use super::check::counted;
use crate::Verdict;
use crate::arguments::{AnswerFormat, Compare};
use crate::clocks::{self, phrases};
use crate::document;
use crate::failure::Failure;
use crate::output::write_out;

pub fn run(arguments: &Compare) -> Result<Verdict, Failure> {
    let (old, new) = (document::read(&arguments.old)?, document::read(&arguments.new)?);
    let differences = old.differences(&new);
    let runs = match &arguments.state {
        Some(path) => {
            let at = arguments.at.map(|at| clocks::instant(&old, at));
            Some(OpenRuns::of(path, &old, &new, at)?)
        }
        None => None,
    };
    match arguments.format {
        AnswerFormat::Text => write_out(|out| {
            write!(out, "{differences}")?;
            let title = escaped(new.title());
            match differences.mean_the_same() {
                true => writeln!(out, "{title}: means the same, and has the same digest")?,
                false => {
                    let clauses = counted(differences.clauses().len(), "clause");
                    writeln!(out, "{title}: {clauses} otherwise; its digest is {}", new.digest())?;
                }
            }
            runs.iter().try_for_each(|runs| runs.tell(out))
        })?,
        AnswerFormat::Json => {
            let mut written = written(&differences);
            if let Some(runs) = &runs {
                written.insert("runs".to_owned(), runs.written()?);
            }
            let written = Value::Object(written);
            write_out(|out| Ok(writeln!(out, "{written:#}")?))?;
        }
    }
    let is_same = differences.mean_the_same();
    Ok(if is_same { Verdict::Conformant } else { Verdict::Findings })
}

/// What becomes of a run: its case, and what it is carried over to, or why it can't be.
type Run = (Option<String>, Result<CarriedOver, CarryError>);

/// What becomes of the runs that are still open.
struct OpenRuns {
    /// In the order of their first events.
    runs: Vec<Run>,
}

impl OpenRuns {
    fn of(
        path: &Path,
        old: &Agreement,
        new: &Agreement,
        at: Option<Instant>,
    ) -> Result<Self, Failure> {
        let bytes = std::fs::read(path).map_err(|error| Failure::file(path, error))?;
        let restored = Docket::restore(old, &bytes)
            .map_err(|error| Failure::plain(format!("{}: {error}", path.display())))?;
        let open = restored.docket.runs().filter(|(_, run)| {
            !matches!(Report::of(run).outcome(), Outcome::Settled | Outcome::Terminated)
        });
        // A run that has not begun has nothing that could be carried over.
        let runs = open.filter_map(|(case, run)| {
            let at = at.or(run.clock())?;
            Some((case.map(str::to_owned), CarriedOver::of(&run, new, at)))
        });
        Ok(Self { runs: runs.collect() })
    }

    fn tell(&self, out: &mut dyn Write) -> Result<(), Failure> {
        let count = |is: fn(&CarriedOver) -> bool| {
            self.runs.iter().filter(|(_, run)| run.as_ref().is_ok_and(is)).count()
        };
        let (same, otherwise) = (count(CarriedOver::is_empty), count(|run| !run.is_empty()));
        let cannot = self.runs.iter().filter(|(_, run)| run.is_err()).count();
        writeln!(
            out,
            "\n{}; otherwise: {otherwise}, as before: {same}, can't be carried over: {cannot}",
            counted(self.runs.len(), "open run")
        )?;
        for (case, run) in &self.runs {
            let name = match case {
                Some(case) => format!("case {}: ", escaped(case)),
                None => String::new(),
            };
            match run {
                Ok(run) if run.is_empty() => {}
                Ok(run) => write!(out, "\n{name}{}", run.text_with(phrases()))?,
                Err(error) => {
                    writeln!(
                        out,
                        "\n{name}can't be carried over: {}",
                        escaped(&error.to_string())
                    )?;
                }
            }
        }
        Ok(())
    }

    fn written(&self) -> Result<Value, Failure> {
        let runs = self.runs.iter().map(|(case, run)| WrittenRun {
            case: case.as_deref(),
            carried: run.as_ref().ok(),
            cannot_carry: run.as_ref().err().map(ToString::to_string),
        });
        let runs: Vec<WrittenRun<'_>> = runs.collect();
        serde_json::to_value(runs).map_err(|error| Failure::Output(error.into()))
    }
}

/// What becomes of a run, on the wire.
#[derive(Serialize)]
struct WrittenRun<'a> {
    case: Option<&'a str>,
    #[serde(flatten)]
    carried: Option<&'a CarriedOver>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cannot_carry: Option<String>,
}

fn written(differences: &AgreementDifferences) -> Map<String, Value> {
    let clauses = differences.clauses().iter().map(|clause| {
        let (change, keys) = match &clause.change {
            ClauseChange::Added => ("added", &[][..]),
            ClauseChange::Dropped => ("dropped", &[][..]),
            ClauseChange::Reworded => ("reworded", &[][..]),
            ClauseChange::Moved => ("moved", &[][..]),
            ClauseChange::Changed { keys } => ("changed", &keys[..]),
            _ => ("other", &[][..]),
        };
        let keys = keys.iter().map(|it| json!({"key": it.key, "was": it.was, "is": it.is}));
        json!({
            "section": clause.section,
            "name": clause.name,
            "change": change,
            "keys": keys.collect::<Vec<_>>(),
        })
    });
    [
        ("means_the_same", json!(differences.mean_the_same())),
        ("clauses", clauses.collect()),
        ("cannot_carry", json!(differences.cannot_carry().map(ToString::to_string))),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into_iter()
    .collect()
}
