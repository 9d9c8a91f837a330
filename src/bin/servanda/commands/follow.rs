//! `verify --follow` and `verify --state`: a log that grows.
//!
//! What is found is told first and kept in the state file after that, so that a run which is ended in
//! between tells it again, with the same identity, and nothing is lost: at least once.

use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant as Moment, SystemTime};

use servanda::event::Entry;
use servanda::formats::sarif::LogFile;
use servanda::formats::{LineError, LineErrorKind};
use servanda::{Agreement, Instant, Report, Verifier};

use crate::Verdict;
use crate::arguments::{AsOf, LogFormat, ReportFormat, Verify};
use crate::document::{Problem, word_at};
use crate::failure::Failure;
use crate::logs::{self, Entries, Events, How};
use crate::output::{Reader, note, write_out, write_told};

use super::growing::{Fate, Growing, Position};
use super::judge::{Judge, Told};
use super::state::StateFile;
use super::tell::Teller;
use super::{report, state, verify};

/// How long to wait before looking whether the log has grown.
const PAUSE: Duration = Duration::from_millis(200);
/// How often the state is kept while there is much to read.
const KEEP: Duration = Duration::from_secs(10);

pub fn run(arguments: &Verify, verifier: &Verifier) -> Result<Verdict, Failure> {
    let how = How::of(&arguments.log, &arguments.reading)?;
    check(arguments, &how)?;
    let (state, judge, position) = match &arguments.state {
        Some(path) => {
            let (state, docket, position) = state::open(path, verifier)?;
            (Some(state), Judge::InOrder(Box::new(docket)), position)
        }
        None => (None, Judge::new(arguments, verifier)?, Position::default()),
    };
    let lines = Growing::open(&arguments.log, position)?;
    let mut follower = Follower {
        arguments,
        how,
        agreement: verifier.agreement().clone(),
        judge,
        lines,
        state,
        reader: Reader::There,
    };
    follower.read()?;
    follower.keep()?;
    follower.end()?;
    let Follower { judge, reader, .. } = follower;
    // An event opens its case, though it be left out.
    let cases = u64::try_from(judge.case_count()).unwrap_or(u64::MAX);
    logs::some_event(&arguments.log, cases, judge.skipped(), None)?;
    let reports = judge.reports();
    let verdict = match reports.iter().all(Report::is_conformant) {
        true => Verdict::Conformant,
        false => Verdict::Findings,
    };
    if reader == Reader::Gone {
        return Ok(verdict);
    }
    if arguments.follow && arguments.format == ReportFormat::Json {
        write_out(|out| {
            let last = serde_json::json!({"reports": reports});
            Ok(writeln!(out, "{last}")?)
        })?;
        return Ok(verdict);
    }
    let file = LogFile::new(&report::address(&arguments.log));
    report::print(reports.into_iter(), arguments.format, &file)
}

/// What can't be followed, or gone on with.
fn check(arguments: &Verify, how: &How) -> Result<(), Failure> {
    let option = if arguments.follow { "--follow" } else { "--state" };
    if how.mapping.is_some() || how.encoding.is_some() {
        let message = format!("{option} reads events as they are written, in UTF-8");
        return Err(Failure::with_help(message, "convert the log with `servanda convert`"));
    }
    if arguments.judging.as_of == Some(AsOf::End) {
        return Err(Failure::plain(format!("{option} does not know the end of the log")));
    }
    if !arguments.also.is_empty() && !arguments.by_time {
        let message = "--follow takes --also only with --by-time";
        return Err(Failure::with_help(message, "add --by-time, or leave out --follow"));
    }
    if !matches!(how.format, LogFormat::JsonLines | LogFormat::CloudEvents) {
        let message = format!("{option} reads JSON Lines, and CloudEvents one a line");
        return Err(Failure::with_help(message, "convert the log with `servanda convert`"));
    }
    if arguments.state.is_some() && arguments.log.as_os_str() == "-" {
        return Err(Failure::plain("--state needs a log that is a file, to go on in it"));
    }
    let is_for_lines = match arguments.format {
        ReportFormat::Text | ReportFormat::Json => true,
        ReportFormat::Junit => !arguments.follow,
        ReportFormat::Sarif | ReportFormat::JsonLines | ReportFormat::Csv => false,
    };
    if !is_for_lines {
        let message = format!("{option} does not go with this --format");
        return Err(Failure::with_help(message, "use text or json"));
    }
    Ok(())
}

struct Follower<'a> {
    arguments: &'a Verify,
    how: How,
    agreement: Agreement,
    judge: Judge,
    lines: Growing,
    /// None where no state is kept, or no more of it.
    state: Option<StateFile>,
    /// Whether anybody still reads what is told.
    reader: Reader,
}

impl Follower<'_> {
    /// Reads to the end; following, until there has been nothing new for long enough, or nobody reads
    /// what is told any more.
    fn read(&mut self) -> Result<(), Failure> {
        let path = &self.arguments.log;
        let (mut grown, mut kept) = (Moment::now(), Moment::now());
        let mut was_rotated = false;
        loop {
            let line = self.lines.next().map_err(|error| Failure::file(path, error))?;
            if let Some(line) = line {
                self.take(&line)?;
                grown = Moment::now();
                was_rotated = false;
                if kept.elapsed() > KEEP {
                    self.keep()?;
                    kept = Moment::now();
                }
            } else {
                if !self.arguments.follow || self.lines.is_over() {
                    return Ok(());
                }
                self.keep()?;
                kept = Moment::now();
                let idle = self.arguments.idle.map(Duration::from_secs);
                if idle.is_some_and(|idle| grown.elapsed() >= idle) {
                    return Ok(());
                }
                match self.lines.fate()? {
                    // Whoever writes may have had something left when it was renamed.
                    Fate::Rotated if was_rotated => {
                        self.rotate()?;
                        was_rotated = false;
                    }
                    fate => {
                        was_rotated = fate == Fate::Rotated;
                        self.fire()?;
                        std::thread::sleep(PAUSE);
                    }
                }
            }
            if self.reader == Reader::Gone {
                // What could not be told is told by the next run.
                self.state = None;
                return Ok(());
            }
        }
    }

    /// What stands behind the last whole line. Who follows waits for its end. Else it is judged, as `verify`
    /// does it by itself, unless it is still being written; and the state is kept as it was before, so that
    /// whoever goes on reads the line again.
    fn end(&mut self) -> Result<(), Failure> {
        let Some(last) = self.lines.last() else { return Ok(()) };
        let name = logs::name_of(&self.arguments.log);
        let Some(line) = self.line(&last).ok().filter(|_| !self.arguments.follow) else {
            note(format!("{name}: the last line has no end yet: it is not judged"));
            return Ok(());
        };
        note(format!(
            "{name}: the last line has no end: it is taken for a whole one, and read again next time"
        ));
        self.state = None;
        line.map_or(Ok(()), |line| self.judge(self.lines.number(), &line))
    }

    /// Ends with the file that was read, and goes on with the one that has its name now.
    fn rotate(&mut self) -> Result<(), Failure> {
        if let Some(last) = self.lines.last() {
            note("the log was rotated: its last line has no end, and is judged as it is");
            self.take(&last)?;
        }
        self.lines.reopen()?;
        self.keep()
    }

    /// Moves time on with the system's clock, where that is asked for.
    fn fire(&mut self) -> Result<(), Failure> {
        let Some(late) = self.arguments.clock else { return Ok(()) };
        let now = SystemTime::now().checked_sub(Duration::from_secs(late));
        let now = now.map(chrono::DateTime::<chrono::Utc>::from);
        let now = now.and_then(|now| Instant::try_from(now).ok());
        let Some(now) = now else { return Ok(()) };
        let told = self.judge.fire(now);
        self.tell(None, &told)
    }

    fn keep(&mut self) -> Result<(), Failure> {
        let position = self.lines.position();
        match &mut self.state {
            Some(state) => match &mut self.judge {
                Judge::InOrder(docket) => state.keep(docket, &position),
                // No state is kept of it.
                Judge::ByTime(_) => Ok(()),
            },
            None => Ok(()),
        }
    }

    fn take(&mut self, line: &[u8]) -> Result<(), Failure> {
        let number = self.lines.number();
        match self.line(line) {
            Ok(None) => {}
            Ok(Some(line)) => self.judge(number, &line)?,
            Err(error) => {
                if !self.arguments.judging.skip {
                    // What came before the line is not lost.
                    self.keep()?;
                    return Err(bad_line(&self.arguments.log, number, line, error.kind()));
                }
                self.judge.skip(number, error.kind());
            }
        }
        self.lines.done();
        Ok(())
    }

    /// What a line says; nothing if it is empty.
    fn line(&self, line: &[u8]) -> Result<Option<Entry>, LineError> {
        let input = Box::new(Cursor::new(line.to_vec()));
        match self.judge {
            Judge::InOrder(_) => {
                let event = Events::of(input, &self.how, &self.agreement)?.next().transpose()?;
                Ok(event.map(Entry::Event))
            }
            Judge::ByTime(_) => Entries::of(input, &self.how, &self.agreement)?.next().transpose(),
        }
    }

    /// Takes a line, and tells what it brought at once.
    fn judge(&mut self, number: u64, line: &Entry) -> Result<(), Failure> {
        if self.state.is_some() && !self.judge.takes(line) {
            // A later run may judge as of an instant at which this event counts: it has to read it.
            self.keep()?;
            self.state = None;
            note(format_args!(
                "line {number} is left out: the state is kept as it was before, and the next run goes on \
                 there"
            ));
        }
        if !self.arguments.follow {
            self.judge.take_untold(line);
            return Ok(());
        }
        let told = self.judge.take(line);
        self.tell(Some(number), &told)
    }

    fn tell(&mut self, line: Option<u64>, told: &Told) -> Result<(), Failure> {
        if told.is_empty() {
            return Ok(());
        }
        let is_json = self.arguments.format == ReportFormat::Json;
        let teller = Teller { agreement: self.judge.agreement(), line, is_json };
        let reader = write_told(!is_json, |out| told.write(out, &teller))?;
        if reader == Reader::Gone {
            self.reader = reader;
        }
        Ok(())
    }
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
