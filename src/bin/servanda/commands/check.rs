//! `check`: an agreement, before it is signed.

use std::io::IsTerminal;

use miette::{GraphicalReportHandler, GraphicalTheme};
use serde_json::{Value, json};
use servanda::Agreement;
use servanda::analysis::{Analysis, Lint, Severity, Topic};
use servanda::report::escaped;

use super::since;
use crate::Verdict;
use crate::arguments::{AnswerFormat, Check};
use crate::document::Document;
use crate::failure::Failure;
use crate::output::{write_out, write_styled};

pub fn run(arguments: &Check) -> Result<Verdict, Failure> {
    let document = Document::read(&arguments.agreement)?;
    if arguments.digest {
        let digest = document.agreement.digest();
        write_out(|out| match arguments.format {
            AnswerFormat::Text => Ok(writeln!(out, "{digest}")?),
            AnswerFormat::Json => Ok(writeln!(out, "{:#}", json!({"agreement": digest}))?),
        })?;
        return Ok(Verdict::Conformant);
    }
    if let Some(edition) = arguments.since {
        since::tell(&document, edition, arguments.format)?;
        return Ok(Verdict::Conformant);
    }
    let analysis = document.agreement.analyze_within(arguments.most_states);
    match arguments.format {
        AnswerFormat::Text => print(&document, &analysis)?,
        AnswerFormat::Json => {
            let written = written(&document, &analysis);
            write_out(|out| Ok(writeln!(out, "{written:#}")?))?;
        }
    }
    Ok(if analysis.is_sound() { Verdict::Conformant } else { Verdict::Findings })
}

/// Each lint with the line that it is about, then how many there are.
fn print(document: &Document, analysis: &Analysis) -> Result<(), Failure> {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode());
    let handler = handler.with_wrap_lines(std::io::stdout().is_terminal());
    write_styled(|out| {
        for lint in analysis.lints() {
            let severity = match lint.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Advice => miette::Severity::Advice,
            };
            let message = format!("{}: {}", escaped(&lint.place), lint.message);
            let problem = document
                .problem(&lint.place, &message)
                .kind(format!("{}: {}", lint.severity, lint.kind), severity)
                .help(Some(&*lint.advice));
            let mut text = String::new();
            // Writing to a text can't fail.
            let _ = handler.render_report(&mut text, &problem);
            writeln!(out, "{text}")?;
        }
        for place in analysis.left_open() {
            let bound = "there are more states than --most-states allows to look at";
            let why = analysis.unspoken().unwrap_or(bound);
            writeln!(out, "left open at {}: {why}", escaped(place))?;
        }
        let count = |severity: Severity| {
            analysis.lints().iter().filter(|lint| lint.severity == severity).count()
        };
        let title = escaped(document.agreement.title());
        match analysis.lints().len() {
            0 => writeln!(out, "{title}: nothing to say")?,
            _ => writeln!(
                out,
                "{title}: {}, {}, {} of advice",
                counted(count(Severity::Error), "error"),
                counted(count(Severity::Warning), "warning"),
                counted(count(Severity::Advice), "word"),
            )?,
        }
        Ok(())
    })
}

pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn written(document: &Document, analysis: &Analysis) -> Value {
    let lints: Vec<Value> = analysis.lints().iter().map(|lint| of_lint(document, lint)).collect();
    json!({
        "title": document.agreement.title(),
        "agreement": document.agreement.digest(),
        "version": env!("CARGO_PKG_VERSION"),
        "sound": analysis.is_sound(),
        "lints": lints,
        "left_open": analysis.left_open(),
        "unspoken": analysis.unspoken(),
    })
}

fn of_lint(document: &Document, lint: &Lint) -> Value {
    let agreement = &document.agreement;
    let at = document.find(&lint.place).map(|span| document.line_and_column(span.start));
    let circle: Vec<String> =
        lint.circle.iter().map(|waiting| place(agreement, &waiting.topic)).collect();
    let held_up: Vec<String> = lint.held_up.iter().map(|topic| place(agreement, topic)).collect();
    json!({
        "kind": lint.kind,
        "severity": lint.severity,
        "place": lint.place,
        "line": at.map(|(line, _)| line),
        "column": at.map(|(_, column)| column),
        "message": lint.message,
        "advice": lint.advice,
        "circle": circle,
        "held_up": held_up,
    })
}

/// Where a topic stands in the document.
fn place(agreement: &Agreement, topic: &Topic) -> String {
    match topic {
        Topic::Agreement => "agreement".to_owned(),
        Topic::Act(act) => format!("acts.{}", agreement.act_name(*act).unwrap_or_default()),
        Topic::Obligation(obligation) => {
            format!("obligations.{}", agreement.obligation_name(*obligation).unwrap_or_default())
        }
        Topic::Kind(kind) => format!("subjects.{}", agreement.kind_name(*kind).unwrap_or_default()),
        Topic::Passage(id) => format!("passages.{id}"),
    }
}
