//! `verify --follow` and `verify --state`: a log that grows.

use std::io::{Cursor, Write};
use std::path::Path;
use std::time::{Duration, Instant as Moment};

use anstyle::AnsiColor;
use servanda::formats::LineErrorKind;
use servanda::formats::sarif::LogFile;
use servanda::report::{Prose, escaped};
use servanda::verify::Watch;
use servanda::{Agreement, Event, Finding, Report, Verifier};

use crate::Verdict;
use crate::arguments::{LogFormat, ReportFormat, Verify};
use crate::document::{Problem, word_at};
use crate::failure::Failure;
use crate::logs::{self, Events};
use crate::output::{note, write_out, write_styled};

use super::growing::{Growing, Position};
use super::{report, state, verify};

/// How long to wait before looking whether the log has grown.
const PAUSE: Duration = Duration::from_millis(200);
/// How often the state is kept while there is much to read.
const KEEP: Duration = Duration::from_secs(10);

pub fn run(arguments: &Verify, verifier: &Verifier) -> Result<Verdict, Failure> {
    let format = logs::format_of(&arguments.log, arguments.reading.log_format);
    check(arguments, format)?;
    let (watch, position) = match &arguments.state {
        Some(path) => state::load(path, verifier)?,
        None => (verifier.watch(), Position::default()),
    };
    let lines = Growing::open(&arguments.log, position)?;
    let mut follower =
        Follower { arguments, format, agreement: verifier.agreement(), watch, lines };
    follower.read()?;
    follower.keep()?;
    let Follower { watch, lines, .. } = follower;
    if lines.has_partial() {
        note("the last line has no end yet: it is not judged");
    }
    let reports = watch.reports();
    if arguments.follow && arguments.format == ReportFormat::Json {
        write_out(|out| {
            let last = serde_json::json!({"reports": reports});
            Ok(writeln!(out, "{last}")?)
        })?;
        return Ok(match reports.iter().all(Report::is_conformant) {
            true => Verdict::Conformant,
            false => Verdict::Findings,
        });
    }
    let file = LogFile::new(&report::address(&arguments.log));
    report::print(reports.into_iter(), arguments.format, &file)
}

/// What can't be followed, or gone on with.
fn check(arguments: &Verify, format: LogFormat) -> Result<(), Failure> {
    let option = if arguments.follow { "--follow" } else { "--state" };
    if !matches!(format, LogFormat::JsonLines | LogFormat::CloudEvents) {
        let message = format!("{option} reads JSON Lines, and CloudEvents one a line");
        return Err(Failure::with_help(message, "convert the log with `servanda convert`"));
    }
    if arguments.state.is_some() && arguments.log.as_os_str() == "-" {
        return Err(Failure::plain("--state needs a log that is a file, to go on in it"));
    }
    let is_for_lines = match arguments.format {
        ReportFormat::Text | ReportFormat::Json => true,
        ReportFormat::Junit => !arguments.follow,
        ReportFormat::Sarif => false,
    };
    if !is_for_lines {
        let message = format!("{option} does not go with this --format");
        return Err(Failure::with_help(message, "use text or json"));
    }
    Ok(())
}

struct Follower<'a> {
    arguments: &'a Verify,
    format: LogFormat,
    agreement: &'a Agreement,
    watch: Watch,
    lines: Growing,
}

impl Follower<'_> {
    /// Reads to the end; following, until there has been nothing new for long enough.
    fn read(&mut self) -> Result<(), Failure> {
        let path = &self.arguments.log;
        let mut grown = Moment::now();
        let mut kept = Moment::now();
        let mut is_kept = false;
        loop {
            let line = self.lines.next().map_err(|error| Failure::file(path, error))?;
            if let Some(line) = line {
                self.take(&line)?;
                self.lines.done(&line);
                grown = Moment::now();
                is_kept = false;
                if kept.elapsed() > KEEP {
                    self.keep()?;
                    kept = Moment::now();
                }
                continue;
            }
            if !self.arguments.follow || self.lines.is_over() {
                return Ok(());
            }
            if !is_kept {
                self.keep()?;
                kept = Moment::now();
                is_kept = true;
            }
            let idle = self.arguments.idle.map(Duration::from_secs);
            if idle.is_some_and(|idle| grown.elapsed() >= idle) {
                return Ok(());
            }
            self.lines.still_there(path)?;
            std::thread::sleep(PAUSE);
        }
    }

    fn keep(&self) -> Result<(), Failure> {
        let Some(path) = &self.arguments.state else { return Ok(()) };
        state::save(path, &self.watch, self.lines.position())
    }

    fn take(&mut self, line: &[u8]) -> Result<(), Failure> {
        let number = self.lines.position().line.saturating_add(1);
        let input = Box::new(Cursor::new(line.to_vec()));
        let events = Events::new(input, self.format, &self.arguments.reading, self.agreement);
        match events.map(|mut events| events.next()) {
            Ok(None) => Ok(()),
            Ok(Some(Ok(event))) => self.judge(number, &event),
            Ok(Some(Err(error))) | Err(error) => {
                if self.arguments.judging.skip {
                    self.watch.skip(number, error.kind());
                    return Ok(());
                }
                // What came before the line is not lost.
                self.keep()?;
                Err(bad_line(&self.arguments.log, number, line, error.kind()))
            }
        }
    }

    /// Takes an event, and tells what it brought at once.
    fn judge(&mut self, line: u64, event: &Event) -> Result<(), Failure> {
        let told = self.watch.take(event);
        if !self.arguments.follow {
            return Ok(());
        }
        let place = Place { line, case: event.case.as_deref() };
        let refused = told.refusal.map(|refusal| refusal.findings).unwrap_or_default();
        if told.findings.is_empty() && refused.is_empty() {
            return Ok(());
        }
        let write = |out: &mut dyn Write| {
            for finding in &told.findings {
                self.tell(out, place, finding, false)?;
            }
            for finding in &refused {
                self.tell(out, place, finding, true)?;
            }
            Ok(())
        };
        match self.arguments.format {
            ReportFormat::Json => write_out(write),
            _ => write_styled(write),
        }
    }

    fn tell(
        &self,
        out: &mut dyn Write,
        Place { line, case }: Place<'_>,
        finding: &Finding,
        is_refused: bool,
    ) -> Result<(), Failure> {
        let prose = Prose::new(self.agreement);
        if self.arguments.format == ReportFormat::Json {
            let told = serde_json::json!({
                "line": line,
                "case": case,
                "refused": is_refused,
                "finding": prose.written(finding),
            });
            return Ok(writeln!(out, "{told}")?);
        }
        let style = match is_refused || !finding.kind().is_only_told() {
            true => AnsiColor::Red.on_default(),
            false => AnsiColor::Yellow.on_default(),
        };
        let kind = if is_refused { "refused" } else { finding.kind().as_str() };
        let of_case = case.map(|case| format!(", case {}", escaped(case))).unwrap_or_default();
        let told = prose.finding(finding);
        Ok(writeln!(out, "line {line}{of_case}, {}: {style}{kind}{style:#}: {told}", finding.at)?)
    }
}

#[derive(Clone, Copy)]
struct Place<'a> {
    line: u64,
    case: Option<&'a str>,
}

fn bad_line(path: &Path, number: u64, line: &[u8], kind: &LineErrorKind) -> Failure {
    let text = String::from_utf8_lossy(line);
    let before = usize::try_from(number.saturating_sub(1)).unwrap_or(0);
    let name = path.display().to_string();
    let column = kind.column();
    let at = column.map(|column| format!(", column {column}")).unwrap_or_default();
    let span = column.and_then(|column| word_at(&text, 1, column));
    let message = format!("{name}: line {number}{at}: {kind}");
    let problem = Problem::after(before, &message, &name, &text, span);
    miette::Report::from(problem.help(Some(verify::MEND))).into()
}
