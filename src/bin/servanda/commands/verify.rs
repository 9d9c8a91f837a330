//! `verify`: a log against an agreement.

use std::path::PathBuf;

use servanda::formats::sarif::LogFile;
use servanda::formats::{BadLines, LineErrorKind};
use servanda::verify::Verification;
use servanda::{Agreement, Event, Report, Verifier};

use crate::Verdict;
use crate::arguments::{AsOf, Judging, ReportFormat, Verify};
use crate::clocks;
use crate::document;
use crate::failure::Failure;
use crate::logs::{self, Ending, Events, How};
use crate::output::note;

use super::{by_time, follow, of_many, report};

/// How to mend a log that stops at a bad line.
pub const MEND: &str = "mend the line, or pass over such lines with --skip";

pub fn run(arguments: &Verify) -> Result<Verdict, Failure> {
    let is_standard_input = |path: &std::path::Path| path.as_os_str() == "-";
    if is_standard_input(&arguments.agreement) && is_standard_input(&arguments.log) {
        return Err(Failure::plain("only one of the agreement and the log can be standard input"));
    }
    of_many::check(arguments)?;
    let agreement = document::read(&arguments.agreement)?;
    let verifier = also(verifier(&agreement, &arguments.judging), &arguments.also)?;
    if arguments.follow || arguments.state.is_some() {
        return follow::run(arguments, &verifier);
    }
    if arguments.by_time {
        return by_time::run(arguments, &verifier);
    }
    let mut how = How::of(&arguments.log, &arguments.reading)?;
    if let Some(attribute) = &arguments.cases.by {
        how = how.with_attribute(attribute)?;
    }
    let mut file = LogFile::new(&report::address(&arguments.log));
    let unreadable = |error| Failure::file(&arguments.log, error);
    if !arguments.digest {
        let input = logs::open(&arguments.log, how.encoding).map_err(unreadable)?;
        let judged = judge(arguments, &how, &verifier, input, &mut file)?;
        return told(arguments, judged, &file, |report| report);
    }
    let (input, digested) =
        logs::open_digested(&arguments.log, how.encoding).map_err(unreadable)?;
    let judged = judge(arguments, &how, &verifier, input, &mut file)?;
    let log = digested.finish().map_err(unreadable)?;
    told(arguments, judged, &file, |report| report.with_log(log))
}

/// A verifier that has further agreements at hand, from files.
pub fn also(verifier: Verifier, files: &[PathBuf]) -> Result<Verifier, Failure> {
    files.iter().try_fold(verifier, |verifier, file| Ok(verifier.also(&document::read(file)?)))
}

/// A log that was judged, and what it says of its cases.
pub struct Judged {
    pub verification: Verification,
    /// Of a log whose cases have attributes that are asked for.
    pub events: Option<Events>,
}

/// Tells what it comes to: of many cases the summary, unless each is asked for.
fn told(
    arguments: &Verify,
    judged: Judged,
    file: &LogFile,
    noted: impl Fn(Report) -> Report,
) -> Result<Verdict, Failure> {
    let Judged { mut verification, events } = judged;
    let is_of_many = verification.case_count() > of_many::MANY;
    match arguments.judging.as_of {
        Some(AsOf::End) => verification = verification.as_of_last(),
        None if is_of_many && arguments.judging.known_by.is_none() => {
            verification = verification.as_of_last();
            if let Some(last) = verification.last_instant() {
                note(format!("each case is judged as of the log's last event, {last} (--as-of)"));
            }
        }
        _ => {}
    }
    let reports = verification.reports().map(noted);
    match of_many::is_asked_for(&arguments.cases, arguments.format, is_of_many) {
        true => of_many::print(arguments, reports, events.as_ref()),
        false => report::print(reports, arguments.format, file),
    }
}

/// Judges the log; notes the line of each event where the report tells lines.
fn judge(
    arguments: &Verify,
    how: &How,
    verifier: &Verifier,
    input: logs::Input,
    file: &mut LogFile,
) -> Result<Judged, Failure> {
    let path = &arguments.log;
    let skips = arguments.judging.skip;
    let tells_lines = arguments.format == ReportFormat::Sarif;
    let case = arguments.cases.case.as_deref();
    if how.is_plain() && !tells_lines && case.is_none() {
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
        return Ok(Judged { verification, events: None });
    }
    let mut events = Events::of(input, how, verifier.agreement())
        .map_err(|error| logs::failed(path, &error, None))?;
    let mut verification = verifier.clone().in_parallel().start();
    let (mut read, mut is_there) = (0_u64, false);
    let mut together: Vec<Event> = Vec::with_capacity(TOGETHER);
    let mut last = None;
    while let Some(event) = events.next() {
        file.next_event_at(events.line());
        match event {
            Ok(event) => {
                read = read.saturating_add(1);
                last = last.max(Some(event.time));
                if case.is_some() && event.case.as_deref() != case {
                    // It is not judged, but has its place.
                    take(&mut verification, &mut together);
                    verification.pass();
                    continue;
                }
                is_there = true;
                together.push(event);
                if together.len() >= TOGETHER {
                    take(&mut verification, &mut together);
                }
            }
            Err(error) => {
                let can_go_on = !matches!(error.kind(), LineErrorKind::Input(_));
                if !skips || !can_go_on {
                    return Err(logs::failed(path, &error, Some(MEND)));
                }
                take(&mut verification, &mut together);
                verification.skip(error.line(), error.kind());
            }
        }
    }
    take(&mut verification, &mut together);
    let losses = events.losses();
    logs::some_event(path, events.judged().unwrap_or(read), verification.skipped(), losses)?;
    if let Some(case) = case.filter(|_| !is_there) {
        return Err(Failure::plain(format!("the log has no case `{case}`")));
    }
    logs::tell_changes(losses);
    for loss in logs::told(losses) {
        note(format!("lost: {loss}"));
        verification.lose(&loss);
    }
    if let Some(last) = last.max(events.last_instant()) {
        verification.moved_to(last);
    }
    Ok(Judged { verification, events: arguments.cases.by.is_some().then_some(events) })
}

/// How many events are judged together: enough to be worth waking other threads.
const TOGETHER: usize = 4_096;

/// Takes the events that were read so far.
fn take(verification: &mut Verification, together: &mut Vec<Event>) {
    verification.take_all(together);
    together.clear();
}

/// The verifier that is asked for.
pub fn verifier(agreement: &Agreement, judging: &Judging) -> Verifier {
    let mut verifier = Verifier::new(agreement);
    if judging.submit {
        verifier = verifier.submitting();
    }
    if let Some(AsOf::At(when)) = judging.as_of {
        verifier = verifier.as_of(clocks::instant(agreement, when));
    }
    if let Some(when) = judging.known_by {
        verifier = verifier.known_by(clocks::instant(agreement, when));
    }
    verifier
}
