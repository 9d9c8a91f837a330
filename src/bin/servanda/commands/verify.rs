//! `verify`: a log against an agreement.

use servanda::formats::sarif::LogFile;
use servanda::formats::{BadLines, LineErrorKind};
use servanda::verify::Reports;
use servanda::{Agreement, Verifier};

use crate::Verdict;
use crate::arguments::{Judging, LogFormat, ReportFormat, Verify};
use crate::document;
use crate::failure::Failure;
use crate::logs::{self, Ending, Events};
use crate::output::note;

use super::{follow, report};

/// How to mend a log that stops at a bad line.
pub const MEND: &str = "mend the line, or pass over such lines with --skip";

pub fn run(arguments: &Verify) -> Result<Verdict, Failure> {
    let is_standard_input = |path: &std::path::Path| path.as_os_str() == "-";
    if is_standard_input(&arguments.agreement) && is_standard_input(&arguments.log) {
        return Err(Failure::plain("only one of the agreement and the log can be standard input"));
    }
    let agreement = document::read(&arguments.agreement)?;
    let verifier = verifier(&agreement, &arguments.judging);
    if arguments.follow || arguments.state.is_some() {
        return follow::run(arguments, &verifier);
    }
    let mut file = LogFile::new(&report::address(&arguments.log));
    let unreadable = |error| Failure::file(&arguments.log, error);
    if !arguments.digest {
        let input = logs::open(&arguments.log).map_err(unreadable)?;
        let reports = judge(arguments, &verifier, input, &mut file)?;
        return report::print(reports, arguments.format, &file);
    }
    let (input, digested) = logs::open_digested(&arguments.log).map_err(unreadable)?;
    let reports = judge(arguments, &verifier, input, &mut file)?;
    let log = digested.finish().map_err(unreadable)?;
    report::print(reports.map(|report| report.with_log(log)), arguments.format, &file)
}

/// The reports, and the line of each event where the report tells lines.
fn judge(
    arguments: &Verify,
    verifier: &Verifier,
    input: logs::Input,
    file: &mut LogFile,
) -> Result<Reports, Failure> {
    let path = &arguments.log;
    let skips = arguments.judging.skip;
    let format = logs::format_of(path, &arguments.reading)?;
    let tells_lines = arguments.format == ReportFormat::Sarif;
    if format == LogFormat::JsonLines && !tells_lines {
        // What is read and judged fastest.
        let bad_lines = if skips { BadLines::Skip } else { BadLines::Stop };
        let mut verification = verifier.clone().in_parallel().start();
        let mut input = Ending::of(input);
        let taken = verification.take_log(&mut input, bad_lines, |_| ());
        let read = taken.map_err(|error| logs::failed(path, &error, Some(MEND)))?;
        logs::some_event(path, read.events, verification.skipped(), None)?;
        if input.is_open() {
            let name = logs::name_of(path);
            note(format!("{name}: the last line has no end: it is taken for a whole one"));
        }
        return Ok(verification.reports());
    }
    let mut events = Events::new(input, format, &arguments.reading, verifier.agreement())
        .map_err(|error| logs::failed(path, &error, None))?;
    let mut verification = verifier.start();
    let mut read = 0_u64;
    while let Some(event) = events.next() {
        file.next_event_at(events.line());
        match event {
            Ok(event) => {
                verification.take(&event);
                read = read.saturating_add(1);
            }
            Err(error) => {
                let can_go_on = !matches!(error.kind(), LineErrorKind::Input(_));
                if !skips || !can_go_on {
                    return Err(logs::failed(path, &error, Some(MEND)));
                }
                verification.skip(error.line(), error.kind());
            }
        }
    }
    let losses = events.losses();
    logs::some_event(path, read, verification.skipped(), losses)?;
    logs::tell_changes(losses);
    for loss in logs::told(losses) {
        note(format!("lost: {loss}"));
        verification.lose(&loss);
    }
    Ok(verification.reports())
}

/// The verifier that is asked for.
pub fn verifier(agreement: &Agreement, judging: &Judging) -> Verifier {
    let mut verifier = Verifier::new(agreement);
    if judging.submit {
        verifier = verifier.submitting();
    }
    if let Some(instant) = judging.as_of {
        verifier = verifier.as_of(instant);
    }
    if let Some(instant) = judging.known_by {
        verifier = verifier.known_by(instant);
    }
    verifier
}
