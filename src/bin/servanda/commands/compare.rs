//! `compare`: an agreement and the one that is to take its place, clause by clause.

use serde_json::{Value, json};
use servanda::report::escaped;
use servanda::terms::{AgreementDifferences, ClauseChange};

use super::check::counted;
use crate::Verdict;
use crate::arguments::{AnswerFormat, Compare};
use crate::document;
use crate::failure::Failure;
use crate::output::write_out;

pub fn run(arguments: &Compare) -> Result<Verdict, Failure> {
    let (old, new) = (document::read(&arguments.old)?, document::read(&arguments.new)?);
    let differences = old.differences(&new);
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
            Ok(())
        })?,
        AnswerFormat::Json => {
            let written = written(&differences);
            write_out(|out| Ok(writeln!(out, "{written:#}")?))?;
        }
    }
    let is_same = differences.mean_the_same();
    Ok(if is_same { Verdict::Conformant } else { Verdict::Findings })
}

fn written(differences: &AgreementDifferences) -> Value {
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
    json!({
        "means_the_same": differences.mean_the_same(),
        "clauses": clauses.collect::<Vec<_>>(),
        "cannot_carry": differences.cannot_carry().map(ToString::to_string),
    })
}
