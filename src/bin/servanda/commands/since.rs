//! `check --since`: where an agreement means otherwise now.

use std::io::IsTerminal;

use miette::{GraphicalReportHandler, GraphicalTheme};
use serde_json::{Value, json};
use servanda::analysis::{Changed, Edition};
use servanda::report::escaped;

use super::check::counted;
use crate::arguments::AnswerFormat;
use crate::document::Document;
use crate::failure::Failure;
use crate::output::{write_out, write_styled};

pub(super) fn tell(
    document: &Document,
    edition: Edition,
    format: AnswerFormat,
) -> Result<(), Failure> {
    let changed = document.agreement.changed_since(edition);
    match format {
        AnswerFormat::Text => print(document, edition, &changed),
        AnswerFormat::Json => {
            let written = written(document, edition, &changed);
            write_out(|out| Ok(writeln!(out, "{written:#}")?))
        }
    }
}

/// Each place with its line, then how many there are, and what has no place.
fn print(document: &Document, edition: Edition, changed: &[Changed]) -> Result<(), Failure> {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode());
    let handler = handler.with_wrap_lines(std::io::stdout().is_terminal());
    write_styled(|out| {
        for Changed { place, then, now, .. } in changed {
            let problem = document
                .problem(place, &format!("{}: now, {now}", escaped(place)))
                .kind(format!("since {edition}"), miette::Severity::Advice)
                .help(Some(format!("with servanda {edition}, {then}")));
            let mut text = String::new();
            // Writing to a text can't fail.
            let _ = handler.render_report(&mut text, &problem);
            writeln!(out, "{text}")?;
        }
        let title = escaped(document.agreement.title());
        let places = counted(changed.len(), "place");
        writeln!(out, "{title}: {places} where a verdict can differ from servanda {edition}")?;
        writeln!(
            out,
            "(some lines of a log are taken otherwise whatever the agreement says, as void ones: the \
             guide's chapter `editions` tells which)"
        )?;
        Ok(())
    })
}

fn written(document: &Document, edition: Edition, changed: &[Changed]) -> Value {
    let places: Vec<Value> = changed
        .iter()
        .map(|Changed { place, then, now, .. }| {
            let at = document.find(place).map(|span| document.line_and_column(span.start));
            json!({
                "place": place,
                "line": at.map(|(line, _)| line),
                "column": at.map(|(_, column)| column),
                "then": then,
                "now": now,
            })
        })
        .collect();
    json!({
        "title": document.agreement.title(),
        "agreement": document.agreement.digest(),
        "version": env!("CARGO_PKG_VERSION"),
        "since": edition.to_string(),
        "changed": places,
    })
}
