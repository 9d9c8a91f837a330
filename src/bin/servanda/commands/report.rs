//! Printing reports.

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use serde::ser::{Error, Serialize, Serializer};
use servanda::Report;
use servanda::formats::sarif::LogFile;
use servanda::formats::{junit, sarif};

use crate::Verdict;
use crate::arguments::ReportFormat;
use crate::failure::Failure;
use crate::output::write_out;

/// Prints reports, and says whether all are conformant: one alone for a log of one run; for several,
/// in JSON, an object of all `cases`. Where the format allows, each is printed before the next is
/// made.
pub fn print(
    reports: impl ExactSizeIterator<Item = Report>,
    format: ReportFormat,
    file: &LogFile,
) -> Result<Verdict, Failure> {
    let conformant = Cell::new(true);
    let mut reports = reports.inspect(|report| {
        conformant.set(conformant.get() && report.is_conformant());
    });
    write_out(|out| {
        match format {
            ReportFormat::Text => {
                for report in &mut reports {
                    write_text(out, &report)?;
                }
            }
            ReportFormat::Json => {
                let written = match reports.len() {
                    1 => serde_json::to_writer_pretty(&mut *out, &reports.next()),
                    _ => {
                        let cases = Streamed(RefCell::new(&mut reports));
                        let several = Several { cases, conformant: &conformant };
                        serde_json::to_writer_pretty(&mut *out, &several)
                    }
                };
                written.map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
            ReportFormat::Sarif => sarif::write(out, &reports.by_ref().collect::<Vec<_>>(), file)?,
            ReportFormat::Junit => junit::write(out, &reports.by_ref().collect::<Vec<_>>())?,
        }
        Ok(())
    })?;
    // What had no reader any more has a verdict all the same.
    reports.for_each(drop);
    Ok(if conformant.get() { Verdict::Conformant } else { Verdict::Findings })
}

/// The reports of a log of several cases; whether all conform is known once they are written.
#[derive(serde::Serialize)]
#[serde(bound(serialize = "I: Iterator<Item = Report>"))]
struct Several<'a, I: Iterator<Item = Report>> {
    cases: Streamed<I>,
    conformant: &'a Cell<bool>,
}

/// A list whose elements are made as they are written.
struct Streamed<I>(RefCell<I>);

impl<I: Iterator<Item = Report>> Serialize for Streamed<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.try_borrow_mut() {
            Ok(mut reports) => serializer.collect_seq(&mut *reports),
            Err(error) => Err(S::Error::custom(error)),
        }
    }
}

/// The report as text, what matters most in colour.
fn write_text(out: &mut dyn Write, report: &Report) -> Result<(), Failure> {
    let colour = |colour: AnsiColor| colour.on_default();
    for (number, line) in report.text().to_string().lines().enumerate() {
        let style = match line {
            _ if number == 0 => Style::new().bold(),
            _ if line.starts_with("Outcome: ") && report.is_conformant() => {
                colour(AnsiColor::Green).bold()
            }
            _ if line.starts_with("Outcome: ") => colour(AnsiColor::Red).bold(),
            "Findings" | "Refused" => colour(AnsiColor::Red).bold(),
            "Told, and nobody's fault" | "Passed over" => colour(AnsiColor::Yellow).bold(),
            _ if line.starts_with("      ") => Style::new().dimmed(),
            _ => Style::new(),
        };
        writeln!(out, "{style}{line}{style:#}")?;
    }
    Ok(())
}

/// A path as an address: with `/` between the folders.
pub fn address(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    match path.is_absolute() {
        true => format!("file://{}", path.display()),
        false => parts.join("/"),
    }
}
