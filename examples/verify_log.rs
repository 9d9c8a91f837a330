//! Verifies any log against any agreement file.
//!
//! ```text
//! verify_log AGREEMENT LOG [--as-of T] [--known-by T] [--submit] [--skip] [--json]
//! ```
//!
//! The report goes to standard output, errors to standard error. Exit code 0: conformant; 1: there
//! are findings; 2: the input can't be read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use servanda::formats::BadLines;
use servanda::{Agreement, Instant, Report, Verifier};

/// Verifies a log of events against an agreement.
#[derive(Parser)]
#[command(
    name = "verify_log",
    after_help = "Exit codes: 0 conformant, 1 findings, 2 input that can't be read"
)]
struct Arguments {
    /// The agreement: JSON, or TOML if the name ends in `.toml`
    agreement: PathBuf,
    /// The log: JSON Lines, one event a line; `-` is standard input
    log: PathBuf,
    /// Leave out what happened after this instant, and judge as of it
    #[arg(long, value_name = "T")]
    as_of: Option<Instant>,
    /// Leave out what came to be known after this instant
    #[arg(long, value_name = "T")]
    known_by: Option<Instant>,
    /// Submit each event to a gatekeeper instead of recording it
    #[arg(long)]
    submit: bool,
    /// Pass over lines that can't be read, and note them in the report
    #[arg(long)]
    skip: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match verify(&arguments) {
        Ok(reports) => match print(&reports, arguments.json) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => complain(&error),
            _ if reports.iter().all(Report::is_conformant) => ExitCode::SUCCESS,
            _ => ExitCode::from(1),
        },
        Err(message) => complain(&message),
    }
}

fn complain(message: &dyn std::fmt::Display) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {message}");
    ExitCode::from(2)
}

fn verify(arguments: &Arguments) -> Result<Vec<Report>, String> {
    let agreement = read_agreement(&arguments.agreement)?;
    let mut verifier = Verifier::new(&agreement);
    if arguments.submit {
        verifier = verifier.submitting();
    }
    if let Some(instant) = arguments.as_of {
        verifier = verifier.as_of(instant);
    }
    if let Some(instant) = arguments.known_by {
        verifier = verifier.known_by(instant);
    }
    let bad_lines = if arguments.skip { BadLines::Skip } else { BadLines::Stop };
    let name = arguments.log.display();
    let log = open(&arguments.log).map_err(|error| format!("{name}: {error}"))?;
    let mut verification = verifier.start();
    let read = verification.take_log(log, bad_lines, |_| ()).map_err(|error| {
        format!("{name}: {error}\n  help: mend the line, or pass over such lines with --skip")
    })?;
    // A log of which something was written, but no event could be read, is no log to judge.
    let skipped = verification.skipped();
    match skipped.first() {
        Some(first) if read.events == 0 => Err(format!(
            "{name}: no event of it could be read: {} lines were passed over\n  help: {first}",
            skipped.len()
        )),
        _ => Ok(verification.finish()),
    }
}

fn read_agreement(path: &Path) -> Result<Agreement, String> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let agreement = if path.extension().is_some_and(|extension| extension == "toml") {
        Agreement::from_toml(&text)
    } else {
        Agreement::from_json(&text)
    };
    agreement.map_err(|error| format!("{name}: {error}"))
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(BufReader::new(File::open(path)?)))
}

/// One report alone for a log of one run; for several, an object of all `cases`.
fn print(reports: &[Report], json: bool) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match (reports, json) {
        ([report], true) => serde_json::to_writer_pretty(&mut out, report)?,
        (reports, true) => {
            let all = serde_json::json!({
                "conformant": reports.iter().all(Report::is_conformant),
                "cases": reports,
                "skipped": reports.first().map(Report::skipped),
            });
            serde_json::to_writer_pretty(&mut out, &all)?;
        }
        (reports, false) => {
            for report in reports {
                write!(out, "{}", report.text())?;
            }
            // Several reports tell once together what was passed over.
            for skipped in reports.get(1).map(Report::skipped).unwrap_or_default() {
                writeln!(out, "passed over: {skipped}")?;
            }
        }
    }
    if json {
        writeln!(out)?;
    }
    out.flush()
}
