//! `render --to portfolio`: a log of many cases as one page.

use servanda::formats::LineErrorKind;
use servanda::pictures::Portfolio;

use crate::arguments::{AsOf, Run};
use crate::clocks::phrases;
use crate::document;
use crate::failure::Failure;
use crate::logs::{self, Events, How};
use crate::output::note;

use super::verify;

/// The page of a log of many cases, each judged as of the log's last event, if nothing else is said.
pub fn drawn(run: &Run) -> Result<String, Failure> {
    let Some(path) = &run.log else {
        return Err(Failure::plain("a portfolio is of a log: name one"));
    };
    if run.case.is_some() {
        let message = "a portfolio is of all cases of a log";
        return Err(Failure::with_help(message, "draw one case with --to html"));
    }
    let agreement = document::read(&run.agreement)?;
    let verifier = verify::verifier(&agreement, &run.judging);
    let how = How::of(path, &run.reading)?;
    let input = logs::open(path, how.encoding).map_err(|error| Failure::file(path, error))?;
    let mut events =
        Events::of(input, &how, &agreement).map_err(|error| logs::failed(path, &error, None))?;
    let mut verification = verifier.start();
    let mut read = 0_u64;
    for event in events.by_ref() {
        match event {
            Ok(event) => {
                verification.take(&event);
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
    }
    let mut portfolio = Portfolio::told(&agreement, phrases());
    verification.reports().for_each(|report| portfolio.add(&report));
    Ok(portfolio.html())
}
