//! Printing reports.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io::Write;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use serde::ser::{Error, Serialize, Serializer};
use servanda::formats::sarif::LogFile;
use servanda::formats::{junit, sarif};
use servanda::report::{Skipped, escaped};
use servanda::{Report, Status};

use crate::Verdict;
use crate::arguments::ReportFormat;
use crate::clocks::phrases;
use crate::failure::Failure;
use crate::output::{folded, write_out, write_styled};

/// Prints reports, and says whether all are conformant: one alone for a log of one run; for several,
/// in JSON, an object of all `cases`. Where the format allows, each is printed before the next is
/// made.
pub fn print(
    reports: impl ExactSizeIterator<Item = Report>,
    format: ReportFormat,
    file: &LogFile,
) -> Result<Verdict, Failure> {
    let conformant = Cell::new(true);
    let beside = RefCell::new(None);
    let is_of_many = reports.len() > 1;
    let mut reports = reports.inspect(|report| {
        conformant.set(conformant.get() && report.is_conformant());
        if is_of_many && beside.borrow().is_none() {
            *beside.borrow_mut() = Some(Beside::of(report));
        }
    });
    let write = |out: &mut dyn Write| {
        match format {
            ReportFormat::Text => {
                for report in &mut reports {
                    write_text(
                        out,
                        &report.text_with(phrases()).to_string(),
                        report.is_conformant(),
                    )?;
                }
                if let Some(beside) = &*beside.borrow() {
                    write_text(out, &beside.to_string(), false)?;
                }
            }
            ReportFormat::Json => {
                let written = match reports.len() {
                    1 => serde_json::to_writer_pretty(&mut *out, &reports.next()),
                    _ => {
                        let cases = Streamed(RefCell::new(&mut reports));
                        let several = Several { cases, beside: &beside, conformant: &conformant };
                        serde_json::to_writer_pretty(&mut *out, &several)
                    }
                };
                written.map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
            ReportFormat::Sarif => sarif::write(out, &reports.by_ref().collect::<Vec<_>>(), file)?,
            ReportFormat::Junit => junit::write(out, reports.by_ref())?,
            // These go by many cases, however few there are.
            ReportFormat::JsonLines | ReportFormat::Csv => {}
        }
        Ok(())
    };
    match format {
        ReportFormat::Text => write_styled(write)?,
        _ => write_out(write)?,
    }
    // What had no reader any more has a verdict all the same.
    reports.for_each(drop);
    Ok(if conformant.get() { Verdict::Conformant } else { Verdict::Findings })
}

/// The reports of a log of several cases; whether all conform is known once they are written.
#[derive(serde::Serialize)]
#[serde(bound(serialize = "I: Iterator<Item = Report>"))]
struct Several<'a, I: Iterator<Item = Report>> {
    cases: Streamed<I>,
    #[serde(flatten)]
    beside: &'a RefCell<Option<Beside>>,
    conformant: &'a Cell<bool>,
}

/// What several reports of a log tell once together.
#[derive(serde::Serialize)]
pub struct Beside {
    skipped: Vec<Skipped>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lost: Vec<String>,
}

impl Beside {
    pub fn of(report: &Report) -> Self {
        let lost = report.lost().map(str::to_owned).collect();
        Self { skipped: report.skipped().to_vec(), lost }
    }
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let skipped: Vec<String> = self.skipped.iter().map(Skipped::to_string).collect();
        let lost = self.lost.iter().map(|lost| escaped(lost).into_owned()).collect();
        for (heading, lines) in [(PASSED_OVER, skipped), (LOST, lost)] {
            if !lines.is_empty() {
                writeln!(f, "{heading}")?;
                lines.iter().try_for_each(|line| writeln!(f, "  {line}"))?;
                writeln!(f)?;
            }
        }
        Ok(())
    }
}

/// The heading of the lines that could not be read, and that of what has no place in an event.
const PASSED_OVER: &str = "Passed over";
const LOST: &str = "Without a place in an event";

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
pub fn write_text(out: &mut dyn Write, text: &str, is_conformant: bool) -> Result<(), Failure> {
    let colour = |colour: AnsiColor| colour.on_default();
    for (number, line) in text.lines().enumerate() {
        let style = match line {
            "All conformant" => colour(AnsiColor::Green).bold(),
            _ if line.starts_with("All conformant; ") => colour(AnsiColor::Yellow).bold(),
            _ if line.starts_with("Not conformant: ") => colour(AnsiColor::Red).bold(),
            PASSED_OVER | LOST | "Told, and nobody's fault" => colour(AnsiColor::Yellow).bold(),
            _ if number == 0 => Style::new().bold(),
            // What was not read may say otherwise.
            _ if line.starts_with("Outcome: ") && is_conformant && line.contains("; ") => {
                colour(AnsiColor::Yellow).bold()
            }
            _ if line.starts_with("Outcome: ") && is_conformant => colour(AnsiColor::Green).bold(),
            _ if line.starts_with("Outcome: ") => colour(AnsiColor::Red).bold(),
            _ if line.starts_with("Breached: ") => colour(AnsiColor::Red),
            _ if line.starts_with("To verify: ") => colour(AnsiColor::Cyan),
            _ if line.starts_with("Next: ") || line.starts_with("Open: ") => Style::new().bold(),
            "Findings" | "Refused" => colour(AnsiColor::Red).bold(),
            _ if line.starts_with("      ") => Style::new().dimmed(),
            _ => Style::new(),
        };
        if let Some((before, status, after)) = standing(line) {
            let style = of_status(status);
            writeln!(out, "{before}{style}{status}{style:#}{after}")?;
            continue;
        }
        for line in folded(line, 2) {
            writeln!(out, "{style}{line}{style:#}")?;
        }
    }
    Ok(())
}

/// The word by which an obligation stands in a row of a table, with what is before and after it.
fn standing(line: &str) -> Option<(&str, Status, &str)> {
    let is_row = line.starts_with("  ") && line.trim_start().contains("  ");
    let statuses = Status::ALL.into_iter().filter(|_| is_row);
    let found = statuses.filter_map(|status| {
        let word = status.to_string();
        // It stands in a cell of its own, of which the first is a name.
        let places = line.match_indices(&word).map(|(place, _)| place);
        let mut in_cell = places.filter(|place| {
            let end = place.saturating_add(word.len());
            let before = line.get(..*place).unwrap_or_default();
            let after = line.get(end..).unwrap_or_default();
            let ends = after.is_empty() || after.starts_with("  ") || after.starts_with(" (");
            before.ends_with("  ") && !before.trim().is_empty() && ends
        });
        let place = in_cell.next()?;
        let end = place.saturating_add(word.len());
        Some((line.get(..place)?, status, line.get(end..)?))
    });
    found.min_by_key(|(before, ..)| before.len())
}

fn of_status(status: Status) -> Style {
    match status {
        Status::Breached => AnsiColor::Red.on_default().bold(),
        Status::Due => AnsiColor::Blue.on_default().bold(),
        Status::Performed => AnsiColor::Cyan.on_default(),
        Status::Suspended => AnsiColor::Yellow.on_default(),
        Status::Discharged | Status::Cured | Status::Repaired => AnsiColor::Green.on_default(),
        Status::Released => AnsiColor::Magenta.on_default(),
        Status::Dormant | Status::Lapsed => Style::new().dimmed(),
    }
}

/// A path as an address: with `/` between the folders.
pub fn address(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    match path.is_absolute() {
        true => format!("file://{}", path.display()),
        false => parts.join("/"),
    }
}
