//! What a log of many cases comes to: the summary, and the cases that are asked for.

use serde::Serialize;
use servanda::verify::summary::Summary;
use servanda::{Outcome, Report};

use crate::Verdict;
use crate::arguments::{Cases, Only, ReportFormat, Verify};
use crate::clocks::phrases;
use crate::failure::Failure;
use crate::logs::Events;
use crate::output::{write_out, write_styled};

use super::report::{self, Beside};
use super::tables::Tables;

/// Of more cases than this the summary is told.
pub const MANY: usize = 20;

/// Refuses options that don't go together.
pub fn check(arguments: &Verify) -> Result<(), Failure> {
    let is_csv = arguments.format == ReportFormat::Csv;
    match (&arguments.output, is_csv) {
        (None, true) => Err(Failure::with_help(
            "--format csv writes two tables",
            "say in which folder: --output FOLDER",
        )),
        (Some(_), false) => Err(Failure::plain("--output goes with --format csv")),
        _ => Ok(()),
    }
}

/// Whether the cases are to be told together.
pub fn is_asked_for(cases: &Cases, format: ReportFormat, is_of_many: bool) -> bool {
    let is_summed_up = (is_of_many && !cases.each) || cases.summary || cases.by.is_some();
    let goes_by_case = cases.only.is_some();
    match format {
        ReportFormat::Text | ReportFormat::Json => is_summed_up || goes_by_case,
        ReportFormat::JsonLines | ReportFormat::Csv => true,
        ReportFormat::Sarif | ReportFormat::Junit => goes_by_case,
    }
}

/// Tells what the reports come to together, and those that are asked for; says whether all are conformant.
pub fn print(
    arguments: &Verify,
    reports: impl Iterator<Item = Report>,
    events: Option<&Events>,
) -> Result<Verdict, Failure> {
    let cases = &arguments.cases;
    let mut reports = reports.peekable();
    let Some(first) = reports.peek() else { return Ok(Verdict::Conformant) };
    let (beside, mut summary) =
        (Beside::of(first), Summary::told(first.agreement(), phrases()).with_worst(cases.top));
    let mut add = |report: &Report| match &cases.by {
        Some(by) => {
            summary.add_of(events.and_then(|it| it.attribute_of(report.case(), by)), report);
        }
        None => summary.add(report),
    };
    let is_wanted = |report: &Report| cases.only.is_none_or(|only| is(only, report));
    match arguments.format {
        ReportFormat::Csv => {
            let folder = arguments.output.as_deref().unwrap_or(".".as_ref());
            let mut tables = Tables::create(folder)?;
            for report in reports {
                add(&report);
                if is_wanted(&report) {
                    tables.add(&report)?;
                }
            }
            tables.finish()?;
            write_styled(|out| Ok(write!(out, "{}{beside}", summary.text())?))?;
        }
        ReportFormat::JsonLines => write_out(|out| {
            for report in &mut reports {
                add(&report);
                if is_wanted(&report) {
                    serde_json::to_writer(&mut *out, &report).map_err(std::io::Error::from)?;
                    writeln!(out)?;
                }
            }
            Ok(())
        })?,
        ReportFormat::Sarif | ReportFormat::Junit => {
            let mut chosen = Vec::new();
            for report in reports {
                add(&report);
                if is_wanted(&report) {
                    chosen.push(report);
                }
            }
            let file = servanda::formats::sarif::LogFile::new(&report::address(&arguments.log));
            report::print(chosen.into_iter(), arguments.format, &file)?;
        }
        ReportFormat::Text | ReportFormat::Json => {
            // Beside the summary the first that are not conformant are told, unless others are asked for.
            let wanted = |report: &Report| match cases.only {
                Some(only) => is(only, report),
                None => !report.is_conformant(),
            };
            let mut told: Vec<Report> = Vec::new();
            let mut left = 0_usize;
            for report in reports {
                add(&report);
                if wanted(&report) {
                    match told.len() < cases.top || cases.each {
                        true => told.push(report),
                        false => left = left.saturating_add(1),
                    }
                }
            }
            match arguments.format {
                ReportFormat::Json => as_json(&summary, &told, &beside)?,
                _ => as_text(&summary, &told, left, &beside)?,
            }
        }
    }
    Ok(match summary.conformant() == summary.cases() {
        true => Verdict::Conformant,
        false => Verdict::Findings,
    })
}

fn as_text(
    summary: &Summary,
    told: &[Report],
    left: usize,
    beside: &Beside,
) -> Result<(), Failure> {
    write_styled(|out| {
        report::write_text(
            out,
            &summary.text().to_string(),
            summary.conformant() == summary.cases(),
        )?;
        report::write_text(out, &beside.to_string(), false)?;
        for report in told {
            report::write_text(
                out,
                &report.text_with(phrases()).to_string(),
                report.is_conformant(),
            )?;
        }
        if left > 0 {
            writeln!(out, "and {left} more such cases (--top, --each, --case, --only)")?;
        }
        Ok(())
    })
}

fn as_json(summary: &Summary, told: &[Report], beside: &Beside) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Together<'a> {
        summary: &'a Summary,
        cases: &'a [Report],
        #[serde(flatten)]
        beside: &'a Beside,
        conformant: bool,
    }
    let conformant = summary.conformant() == summary.cases();
    write_out(|out| {
        let together = Together { summary, cases: told, beside, conformant };
        serde_json::to_writer_pretty(&mut *out, &together).map_err(std::io::Error::from)?;
        Ok(writeln!(out)?)
    })
}

/// Whether a case is one of these.
fn is(only: Only, report: &Report) -> bool {
    match only {
        Only::Breached => report.outcome() == Outcome::Breached,
        Only::Open => report.outcome() == Outcome::Pending,
        Only::Conformant => report.is_conformant(),
        Only::NotConformant => !report.is_conformant(),
    }
}
