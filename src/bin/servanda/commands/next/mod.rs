//! `next`: what is open in each case, by deadline, and whose move it is.

mod calendar;
mod json;
mod text;

use servanda::formats::LineErrorKind;
use servanda::report::OpenDuty;
use servanda::{Agreement, Instant, Report, Status};

use crate::arguments::{AsOf, Next, NextFormat};
use crate::document;
use crate::failure::Failure;
use crate::logs::{self, Events, How};
use crate::output::{note, write_out, write_styled};

use super::so_far::{amends, note_amendment};
use super::verify;

/// A duty that is open in a case.
struct Entry {
    case: Option<Box<str>>,
    /// Where the clock of the case stands.
    as_of: Instant,
    duty: OpenDuty,
}

impl Entry {
    /// Whether its deadline has passed, be it a term or a hope.
    fn is_late(&self) -> bool {
        self.duty.deadline.is_some_and(|at| at < self.as_of)
    }
}

pub fn run(arguments: &Next) -> Result<(), Failure> {
    let is_standard_input = |path: &std::path::Path| path.as_os_str() == "-";
    let log = arguments.log.as_deref();
    if is_standard_input(&arguments.agreement) && log.is_some_and(is_standard_input) {
        return Err(Failure::plain("only one of the agreement and the log can be standard input"));
    }
    let agreement = document::read(&arguments.agreement)?;
    let party = arguments.party.as_deref().map(|name| agreement.party(name)).transpose();
    let party = party.map_err(Failure::plain)?;
    let mut entries: Vec<Entry> = Vec::new();
    for report in reports(arguments, &agreement)? {
        let Some(as_of) = report.as_of() else { continue };
        let until = arguments.within.and_then(|within| as_of.after(within));
        for duty in report.open_duties() {
            let is_theirs = party.is_none() || duty.awaited() == party;
            let is_soon = duty.running_deadline().zip(until).is_some_and(|(at, to)| at <= to);
            let is_pressing = matches!(duty.status, Status::Breached | Status::Performed);
            if is_theirs && (arguments.within.is_none() || is_soon || is_pressing) {
                let case = report.case().map(Into::into);
                entries.push(Entry { case, as_of, duty });
            }
        }
    }
    entries.sort_by_key(|entry| (entry.duty.deadline.is_none(), entry.duty.deadline));
    match arguments.format {
        NextFormat::Text => write_styled(|out| text::write(out, &agreement, &entries)),
        NextFormat::Json => write_out(|out| json::write(out, &agreement, &entries)),
        NextFormat::Ics => {
            let calendar = calendar::written(&agreement, &entries)?;
            write_out(|out| Ok(out.write_all(calendar.as_bytes())?))
        }
    }
}

/// The reports of all cases, or of the one that is named.
fn reports(arguments: &Next, agreement: &Agreement) -> Result<Vec<Report>, Failure> {
    let verifier = verify::verifier(agreement, &arguments.judging);
    let Some(path) = &arguments.log else {
        return Ok(vec![verifier.judge(Vec::<servanda::Event>::new())]);
    };
    let how = How::of(path, &arguments.reading)?;
    let input = logs::open(path, how.encoding).map_err(|error| Failure::file(path, error))?;
    let mut events =
        Events::of(input, &how, agreement).map_err(|error| logs::failed(path, &error, None))?;
    let mut verification = verifier.start();
    let mut read = 0_u64;
    let mut amended: Option<u64> = None;
    for event in events.by_ref() {
        match event {
            Ok(event) => {
                let is_meant = arguments.case.is_none() || event.case == arguments.case;
                read = read.saturating_add(1);
                if amends(&event) {
                    amended.get_or_insert(read);
                }
                if is_meant {
                    verification.take(&event);
                }
            }
            Err(error) => {
                let can_go_on = !matches!(error.kind(), LineErrorKind::Input(_));
                if !arguments.judging.skip || !can_go_on {
                    return Err(logs::failed(path, &error, Some(verify::MEND)));
                }
                verification.skip(error.line(), error.kind());
            }
        }
    }
    amended.into_iter().for_each(note_amendment);
    logs::some_event(path, read, verification.skipped(), events.losses())?;
    logs::tell_changes(events.losses());
    logs::told(events.losses()).iter().for_each(|loss| note(format!("lost: {loss}")));
    let skipped = verification.skipped().len();
    if skipped > 0 {
        note(format!("{skipped} lines of the log were passed over"));
    }
    if arguments.judging.as_of == Some(AsOf::End) {
        verification = verification.as_of_last();
    }
    let reports: Vec<Report> = verification.reports().collect();
    let is_known = |case: &str| reports.iter().any(|it| it.case() == Some(case));
    match arguments.case.as_deref() {
        Some(case) if !is_known(case) => {
            Err(Failure::plain(format!("the log has no case `{case}`")))
        }
        _ => Ok(reports),
    }
}

/// The passages that a duty rests on.
fn cites(agreement: &Agreement, duty: &OpenDuty) -> Vec<String> {
    let terms = agreement.obligation_terms(duty.obligation);
    terms
        .map(|terms| terms.citations().iter().map(|it| it.to_string()).collect())
        .unwrap_or_default()
}
