//! Verifies any log against any agreement file.
//!
//! ```text
//! verify_log AGREEMENT LOG [--as-of T] [--known-by T] [--submit] [--skip] [--json]
//!            [--by-time [--against T]] [--also FILE]...
//! ```
//!
//! The report goes to standard output, errors to standard error. Exit code 0: conformant; 1: there
//! are findings; 2: the input can't be read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use servanda::formats::{BadLines, LineError};
use servanda::report::Skipped;
use servanda::verify::{Difference, Evidence};
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
    /// Judge each event as if it had been logged when it happened; then lines may withdraw or correct
    /// events, or say that the log is complete
    #[arg(long)]
    by_time: bool,
    /// Print what the log known by --known-by and by this instant differ in, as JSON
    #[arg(long, value_name = "T", requires_all = ["by_time", "known_by"])]
    against: Option<Instant>,
    /// A further agreement at hand, which a line of the log may put in the agreement's place by its digest
    #[arg(long, value_name = "FILE")]
    also: Vec<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let (Some(known_by), Some(against)) = (arguments.known_by, arguments.against) {
        return match differences(&arguments, known_by, against) {
            Ok(differences) => match print_differences(&differences) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => complain(&error),
                _ if differences.iter().all(Difference::is_empty) => ExitCode::SUCCESS,
                _ => ExitCode::from(1),
            },
            Err(message) => complain(&message),
        };
    }
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

/// The verifier that is asked for.
fn verifier(arguments: &Arguments) -> Result<Verifier, String> {
    let agreement = read_agreement(&arguments.agreement)?;
    let mut verifier = Verifier::new(&agreement);
    for file in &arguments.also {
        verifier = verifier.also(&read_agreement(file)?);
    }
    if arguments.submit {
        verifier = verifier.submitting();
    }
    if let Some(instant) = arguments.as_of {
        verifier = verifier.as_of(instant);
    }
    if let Some(instant) = arguments.known_by {
        verifier = verifier.known_by(instant);
    }
    Ok(verifier)
}

/// All lines of a log that is judged by time.
fn evidence(arguments: &Arguments) -> Result<Evidence, String> {
    let by_time = verifier(arguments)?.by_time().map_err(|error| error.to_string())?;
    let mut evidence = by_time.evidence();
    let taken = evidence.take_log(open(arguments)?, bad_lines(arguments));
    let taken = taken.map_err(|error| unreadable(arguments, &error))?;
    some_event(arguments, taken, evidence.skipped())?;
    Ok(evidence)
}

fn differences(
    arguments: &Arguments,
    known_by: Instant,
    against: Instant,
) -> Result<Vec<Difference>, String> {
    if against < known_by {
        return Err("--against is before --known-by".to_owned());
    }
    Ok(evidence(arguments)?.differences(known_by, against).collect())
}

fn bad_lines(arguments: &Arguments) -> BadLines {
    if arguments.skip { BadLines::Skip } else { BadLines::Stop }
}

fn unreadable(arguments: &Arguments, error: &LineError) -> String {
    let name = arguments.log.display();
    format!("{name}: {error}\n  help: mend the line, or pass over such lines with --skip")
}

/// A log of which something was written, but no event could be read, is no log to judge.
fn some_event(arguments: &Arguments, read: u64, skipped: &[Skipped]) -> Result<(), String> {
    match skipped.first() {
        Some(first) if read == 0 => Err(format!(
            "{}: no event of it could be read: {} lines were passed over\n  help: {first}",
            arguments.log.display(),
            skipped.len()
        )),
        _ => Ok(()),
    }
}

fn verify(arguments: &Arguments) -> Result<Vec<Report>, String> {
    if arguments.by_time {
        return Ok(evidence(arguments)?.reports().collect());
    }
    let verifier = verifier(arguments)?;
    let mut verification = verifier.start();
    let read = verification.take_log(open(arguments)?, bad_lines(arguments), |_| ());
    let read = read.map_err(|error| unreadable(arguments, &error))?;
    some_event(arguments, read.events, verification.skipped())?;
    Ok(verification.finish())
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

fn open(arguments: &Arguments) -> Result<Box<dyn BufRead>, String> {
    let path = &arguments.log;
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Box::new(BufReader::new(file)))
}

/// One difference alone for a log of one run; for several, an object of all `cases`.
fn print_differences(differences: &[Difference]) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match differences {
        [difference] => serde_json::to_writer_pretty(&mut out, difference)?,
        several => {
            serde_json::to_writer_pretty(&mut out, &serde_json::json!({ "cases": several }))?;
        }
    }
    writeln!(out)?;
    out.flush()
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
