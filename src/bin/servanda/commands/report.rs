//! Printing reports.

use std::io::Write;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use servanda::{LogFile, Report, write_junit, write_sarif};

use crate::arguments::ReportFormat;
use crate::failure::Failure;
use crate::output::write_out;

/// Prints reports: one alone for a log of one run; for several, in JSON, an object of all `cases`.
pub fn print(reports: &[Report], format: ReportFormat, file: &LogFile) -> Result<(), Failure> {
    write_out(|out| {
        match format {
            ReportFormat::Text => {
                for report in reports {
                    write_text(out, report)?;
                }
            }
            ReportFormat::Json => {
                match reports {
                    [report] => serde_json::to_writer_pretty(&mut *out, report),
                    reports => {
                        let conformant = reports.iter().all(Report::is_conformant);
                        let all = Several { conformant, cases: reports };
                        serde_json::to_writer_pretty(&mut *out, &all)
                    }
                }
                .map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
            ReportFormat::Sarif => write_sarif(out, reports, file)?,
            ReportFormat::Junit => write_junit(out, reports)?,
        }
        Ok(())
    })
}

/// The reports of a log of several cases.
#[derive(serde::Serialize)]
struct Several<'a> {
    conformant: bool,
    cases: &'a [Report],
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
