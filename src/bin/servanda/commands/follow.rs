//! `verify --follow` and `verify --state`: a log that grows.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant as Moment};

use anstyle::AnsiColor;
use servanda::{
    Agreement, Event, Finding, LineErrorKind, LogFile, Monitor, Prose, Verification, Verifier,
};

use crate::Verdict;
use crate::arguments::{LogFormat, ReportFormat, Verify};
use crate::document::{Excerpt, Problem, word_at};
use crate::failure::Failure;
use crate::logs::{self, Events};
use crate::output::{note, write_out};

use super::state::{self, Position};
use super::{report, verify};

/// How long to wait before looking whether the log has grown.
const PAUSE: Duration = Duration::from_millis(200);
/// How often the state is kept while there is much to read.
const KEEP: Duration = Duration::from_secs(10);
/// How much of a line is kept in memory: one byte more than is read.
const MOST: usize = (1 << 20) + 1;
/// How much of the last line is kept, to see that the log is still the same.
const LAST: usize = 200;

pub fn run(arguments: &Verify, verifier: &Verifier) -> Result<Verdict, Failure> {
    let format = logs::format_of(&arguments.log, arguments.reading.log_format);
    check(arguments, format)?;
    let (verification, position) = match &arguments.state {
        Some(path) => state::load(path, &arguments.judging, verifier)?,
        None => (verifier.start(), Position::default()),
    };
    let lines = Growing::open(&arguments.log, position)?;
    let mut follower =
        Follower { arguments, format, agreement: verifier.agreement(), verification, lines };
    follower.read()?;
    follower.keep()?;
    let Follower { verification, lines, .. } = follower;
    if !lines.partial.is_empty() {
        note("the last line has no end yet: it is not judged");
    }
    let reports = verification.finish();
    if arguments.follow && arguments.format == ReportFormat::Json {
        write_out(|out| {
            let last = serde_json::json!({"reports": reports});
            Ok(writeln!(out, "{last}")?)
        })?;
    } else {
        let file = LogFile::new(&report::address(&arguments.log));
        report::print(&reports, arguments.format, &file)?;
    }
    Ok(verify::verdict(&reports))
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
    verification: Verification,
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
            if !self.arguments.follow || self.lines.is_over {
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
        state::save(path, &self.arguments.judging, &self.verification, &self.lines.position)
    }

    fn take(&mut self, line: &[u8]) -> Result<(), Failure> {
        let number = self.lines.position.line.saturating_add(1);
        let input = Box::new(Cursor::new(line.to_vec()));
        let events = Events::new(input, self.format, &self.arguments.reading, self.agreement);
        match events.map(|mut events| events.next()) {
            Ok(None) => Ok(()),
            Ok(Some(Ok(event))) => self.judge(number, &event),
            Ok(Some(Err(error))) | Err(error) => {
                if self.arguments.judging.skip {
                    self.verification.skip(number, error.kind());
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
        if !self.arguments.follow {
            self.verification.take(event);
            return Ok(());
        }
        let case = event.case.as_deref();
        let before = self.verification.run(case);
        let (findings, refusals) =
            before.map_or((0, 0), |run| (run.findings().len(), run.refusals().len()));
        self.verification.take(event);
        let Some(run) = self.verification.run(case) else { return Ok(()) };
        let place = Place { line, case };
        write_out(|out| {
            for finding in run.findings().skip(findings) {
                self.tell(out, place, &finding, false)?;
            }
            for refusal in run.refusals().skip(refusals) {
                for finding in &refusal.findings {
                    self.tell(out, place, finding, true)?;
                }
            }
            Ok(())
        })
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
        let of_case = case.map(|case| format!(", case {case}")).unwrap_or_default();
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
    let (text, column) = logs::around(&text, column);
    let span = column.and_then(|column| word_at(&text, 1, column));
    let problem = Problem::new(
        format!("{name}: line {number}{at}: {kind}"),
        Excerpt::after(before, &name, &text),
        span,
    );
    miette::Report::from(problem.help(Some(verify::MEND))).into()
}

/// The whole lines of a log that may still grow.
struct Growing {
    input: Box<dyn BufRead>,
    /// A line whose end has not come yet, as much of it as is kept.
    partial: Vec<u8>,
    /// How long that is, kept or not.
    length: u64,
    position: Position,
    /// Whether the input has an end, and it was reached.
    is_over: bool,
    is_file: bool,
}

impl Growing {
    fn open(path: &Path, position: Position) -> Result<Self, Failure> {
        let is_file = path.as_os_str() != "-";
        let input: Box<dyn BufRead> = if is_file {
            let file = at(path, &position).map_err(|error| Failure::file(path, error))?;
            Box::new(BufReader::new(file))
        } else {
            Box::new(io::stdin().lock())
        };
        Ok(Self { input, partial: Vec::new(), length: 0, position, is_over: false, is_file })
    }

    /// The next whole line; none if it has not come yet.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let bytes = match self.input.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if bytes.is_empty() {
                // Standard input has an end, and what stands before it is a line.
                self.is_over = !self.is_file;
                let is_line = self.is_over && !self.partial.is_empty();
                return Ok(is_line.then(|| std::mem::take(&mut self.partial)));
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(bytes.len(), |end| end.saturating_add(1));
            let room = MOST.saturating_sub(self.partial.len());
            let part = bytes.get(..end.unwrap_or(used)).unwrap_or_default();
            self.partial.extend(part.iter().take(room));
            self.length = self.length.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
            self.input.consume(used);
            if end.is_some() {
                return Ok(Some(std::mem::take(&mut self.partial)));
            }
        }
    }

    /// The line that came last is judged.
    fn done(&mut self, line: &[u8]) {
        self.position.offset = self.position.offset.saturating_add(self.length);
        self.position.line = self.position.line.saturating_add(1);
        self.length = 0;
        if line.len() < MOST {
            let start = line.len().saturating_sub(LAST);
            self.position.last = line.get(start..).unwrap_or_default().to_vec();
            self.position.last.push(b'\n');
        } else {
            self.position.last = b"\n".to_vec();
        }
    }

    /// A log that is cut short has been replaced: what is judged of it is no longer there.
    fn still_there(&self, path: &Path) -> Result<(), Failure> {
        if !self.is_file {
            return Ok(());
        }
        let read = self.position.offset.saturating_add(self.length);
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.len() < read => Err(Failure::file(path, shorter())),
            Ok(_) => Ok(()),
            Err(error) => Err(Failure::file(path, error)),
        }
    }
}

/// The log, from where it was read last.
fn at(path: &Path, position: &Position) -> io::Result<File> {
    let other = |message: &str| Err(io::Error::new(io::ErrorKind::InvalidData, message));
    let mut file = File::open(path)?;
    let mut start = [0; 4];
    let read = file.read(&mut start)?;
    if start.starts_with(&[0x1f, 0x8b]) || (read == 4 && start == [0x28, 0xb5, 0x2f, 0xfd]) {
        return other("is compressed: such a log can't be followed, nor gone on with");
    }
    if file.metadata()?.len() < position.offset {
        return Err(shorter());
    }
    let length = u64::try_from(position.last.len()).unwrap_or(u64::MAX);
    file.seek(SeekFrom::Start(position.offset.saturating_sub(length)))?;
    let mut last = vec![0; position.last.len()];
    file.read_exact(&mut last)?;
    if last != position.last {
        return other("is not the log that was judged before: the last line that was read differs");
    }
    Ok(file)
}

fn shorter() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "is shorter than what was judged of it before")
}
