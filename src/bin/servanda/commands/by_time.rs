//! `verify --by-time`: a log judged as if each event had been logged when it happened, and what two instants of
//! knowledge make of it.

use std::io::Write;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use servanda::event::Entry;
use servanda::formats::sarif::LogFile;
use servanda::formats::{LineErrorKind, Losses};
use servanda::report::LogDigest;
use servanda::verify::{Difference, Evidence};
use servanda::{Instant, Verifier};

use crate::Verdict;
use crate::arguments::{AsOf, Judging, ReportFormat, Verify};
use crate::clocks::{self, phrases};
use crate::failure::Failure;
use crate::logs::{self, Entries, How};
use crate::output::{note, write_out, write_styled};

use super::{of_many, report, verify};

pub fn run(arguments: &Verify, verifier: &Verifier) -> Result<Verdict, Failure> {
    let how = How::of(&arguments.log, &arguments.reading)?;
    let log = LogByTime { path: &arguments.log, how: &how, judging: &arguments.judging };
    let mut file = LogFile::new(&report::address(&arguments.log));
    let unreadable = |error| Failure::file(&arguments.log, error);
    let (evidence, digest): (Evidence, Option<LogDigest>) = if arguments.digest {
        let (input, digested) =
            logs::open_digested(&arguments.log, how.encoding).map_err(unreadable)?;
        let evidence = log.evidence(verifier, input, |line| file.next_event_at(line))?;
        (evidence, Some(digested.finish().map_err(unreadable)?))
    } else {
        let input = logs::open(&arguments.log, how.encoding).map_err(unreadable)?;
        (log.evidence(verifier, input, |line| file.next_event_at(line))?, None)
    };
    if let (Some(known_by), Some(against)) = (arguments.judging.known_by, arguments.against) {
        let [known_by, against] =
            [known_by, against].map(|when| clocks::instant(verifier.agreement(), when));
        return differ(arguments, evidence, known_by, against);
    }
    let is_of_many = evidence.case_count() > of_many::MANY;
    let reports = evidence.reports().map(|report| match digest {
        Some(digest) => report.with_log(digest),
        None => report,
    });
    match of_many::is_asked_for(&arguments.cases, arguments.format, is_of_many) {
        true => of_many::print(arguments, reports, None),
        false => report::print(reports, arguments.format, &file),
    }
}

/// A log that is judged by time.
pub struct LogByTime<'a> {
    pub path: &'a Path,
    pub how: &'a How,
    pub judging: &'a Judging,
}

impl LogByTime<'_> {
    /// All lines of the log; of each is told at which line of the file it starts.
    pub fn evidence(
        &self,
        verifier: &Verifier,
        input: logs::Input,
        mut starts: impl FnMut(u64),
    ) -> Result<Evidence, Failure> {
        let path = self.path;
        let by_time = verifier.clone().by_time().map_err(Failure::plain)?;
        let mut entries = Entries::of(input, self.how, verifier.agreement())
            .map_err(|error| logs::failed(path, &error, None))?;
        let mut evidence = by_time.evidence();
        let (mut read, mut last) = (0_u64, None);
        while let Some(entry) = entries.next() {
            starts(entries.line());
            match entry {
                Ok(entry) => {
                    if let Entry::Event(event) = &entry {
                        last = last.max(Some(event.time));
                    }
                    evidence.take(&entry);
                    read = read.saturating_add(1);
                }
                Err(error) => {
                    let can_go_on = !matches!(error.kind(), LineErrorKind::Input(_));
                    if !self.judging.skip || !can_go_on {
                        return Err(logs::failed(path, &error, Some(verify::MEND)));
                    }
                    evidence.skip(error.line(), error.kind());
                }
            }
        }
        let losses: Option<&Losses> = entries.losses();
        logs::some_event(path, read, evidence.skipped(), losses)?;
        logs::tell_changes(losses);
        for loss in logs::told(losses) {
            note(format!("lost: {loss}"));
            evidence.lose(&loss);
        }
        Ok(match (self.judging.as_of, last) {
            (Some(AsOf::End), Some(last)) => evidence.as_of(last),
            _ => evidence,
        })
    }
}

/// What two instants of knowledge make of the log: one difference alone for a log of one run; for several, in
/// JSON, an object of all `cases`.
fn differ(
    arguments: &Verify,
    evidence: Evidence,
    known_by: Instant,
    against: Instant,
) -> Result<Verdict, Failure> {
    let differences = differences(evidence, known_by, against)?;
    match arguments.format {
        ReportFormat::Text => write_styled(|out| {
            differences.iter().try_for_each(|difference| {
                write_text(out, &difference.text_with(phrases()).to_string())
            })
        })?,
        ReportFormat::Json => write_out(|out| {
            let written = match &*differences {
                [difference] => serde_json::to_writer_pretty(&mut *out, difference),
                several => {
                    let all = serde_json::json!({ "cases": several });
                    serde_json::to_writer_pretty(&mut *out, &all)
                }
            };
            written.map_err(std::io::Error::from)?;
            Ok(writeln!(out)?)
        })?,
        ReportFormat::Sarif | ReportFormat::Junit | ReportFormat::JsonLines | ReportFormat::Csv => {
            return Err(Failure::plain("a difference is printed as text or as JSON"));
        }
    }
    Ok(match differences.iter().all(Difference::is_empty) {
        true => Verdict::Conformant,
        false => Verdict::Findings,
    })
}

/// The difference of each case.
pub fn differences(
    evidence: Evidence,
    known_by: Instant,
    against: Instant,
) -> Result<Vec<Difference>, Failure> {
    if against < known_by {
        return Err(Failure::with_help(
            "--against is before --known-by",
            "name the earlier instant with --known-by",
        ));
    }
    Ok(evidence.differences(known_by, against).collect())
}

/// The difference as text, its headings in colour.
fn write_text(out: &mut dyn Write, text: &str) -> Result<(), Failure> {
    let bold = |colour: AnsiColor| colour.on_default().bold();
    for (number, line) in text.lines().enumerate() {
        let style = match line {
            "Found no more" => bold(AnsiColor::Green),
            "Newly found" => bold(AnsiColor::Red),
            "Stand otherwise" => bold(AnsiColor::Yellow),
            _ if number == 0 || line.starts_with("Outcome: ") => Style::new().bold(),
            _ if line.starts_with("      ") => Style::new().dimmed(),
            _ => Style::new(),
        };
        writeln!(out, "{style}{line}{style:#}")?;
    }
    Ok(())
}
