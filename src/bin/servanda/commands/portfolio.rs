//! `render --to portfolio`: a log of many cases as one page.

use std::path::Path;

use servanda::formats::LineErrorKind;
use servanda::pictures::{Chronicle, Page, Portfolio};
use servanda::{Event, Verifier};

use crate::arguments::{AsOf, Render};
use crate::clocks::phrases;
use crate::document;
use crate::failure::Failure;
use crate::logs::{self, Events, How};
use crate::output::note;

use super::{render, verify};

/// Draws the page of a log of many cases, each judged as of the log's last event, if nothing else is said; and a page
/// of each case beside it, if that is asked for.
pub fn run(arguments: &Render) -> Result<(), Failure> {
    let run = &arguments.run;
    let Some(path) = &run.log else {
        return Err(Failure::plain("a portfolio is of a log: name one"));
    };
    if run.case.is_some() {
        let message = "a portfolio is of all cases of a log";
        return Err(Failure::with_help(message, "draw one case with --to html"));
    }
    let agreement = document::read(&run.agreement)?;
    let mut verifier = verify::verifier(&agreement, &run.judging);
    let how = How::of(path, &run.reading)?;
    let input = logs::open(path, how.encoding).map_err(|error| Failure::file(path, error))?;
    let mut events =
        Events::of(input, &how, &agreement).map_err(|error| logs::failed(path, &error, None))?;
    let mut verification = verifier.start();
    let mut read = 0_u64;
    let mut kept: Vec<Event> = Vec::new();
    for event in events.by_ref() {
        match event {
            Ok(event) => {
                verification.take(&event);
                if arguments.pages.is_some() {
                    kept.push(event);
                }
                read = read.saturating_add(1);
            }
            Err(error) => {
                let can_go_on = !matches!(error.kind(), LineErrorKind::Input(_));
                if !run.judging.skip || !can_go_on {
                    return Err(logs::failed(path, &error, Some(verify::MEND)));
                }
                verification.skip(error.line(), error.kind());
            }
        }
    }
    let losses = events.losses();
    let judged = events.judged().unwrap_or(read);
    logs::some_event(path, judged, verification.skipped(), losses)?;
    logs::tell_changes(losses);
    logs::told(losses).iter().for_each(|loss| note(format!("lost: {loss}")));
    if let Some(last) = events.last_instant() {
        verification.moved_to(last);
    }
    if matches!(run.judging.as_of, None | Some(AsOf::End)) {
        verification = verification.as_of_last();
        if let Some(last) = verification.last_instant() {
            verifier = verifier.as_of(last);
        }
    }
    let mut portfolio = Portfolio::told(&agreement, phrases());
    if let (Some(name), Some(output)) = (&arguments.pages, &arguments.output) {
        portfolio = portfolio.with_pages(name);
        pages(&output.with_file_name(name), &verifier, kept)?;
    }
    verification.reports().for_each(|report| portfolio.add(&report));
    render::written(arguments, &portfolio.html())
}

/// Each time after so many pages it is told how many there are.
const TOLD: usize = 10_000;

/// Draws each case on a page of its own.
fn pages(folder: &Path, verifier: &Verifier, events: Vec<Event>) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::written(folder, &error))?;
    let cases = Chronicle::each_case(verifier, events);
    let count = cases.len();
    for (number, chronicle) in cases.enumerate() {
        if number > 0 && number.is_multiple_of(TOLD) {
            note(format!("{number} of {count} pages are drawn"));
        }
        let path = folder.join(Portfolio::page_name(number));
        let page = Page::of(&chronicle).with(phrases()).without_graph().html();
        std::fs::write(&path, page).map_err(|error| Failure::written(&path, &error))?;
    }
    Ok(())
}
