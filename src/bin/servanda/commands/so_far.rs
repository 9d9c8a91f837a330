//! The run that an answer speaks of: an agreement, and its log so far.

use std::collections::HashSet;

use servanda::analysis::Story;
use servanda::event::Deed;
use servanda::formats::LineErrorKind;
use servanda::report::Skipped;
use servanda::{Agreement, Event, Instant, Verifier};

use crate::arguments::{AsOf, Run};
use crate::clocks;
use crate::document;
use crate::failure::Failure;
use crate::logs::{self, Events, How};
use crate::output::note;

use super::verify;

/// How many cases an error names.
const MOST_NAMED: usize = 10;

/// An agreement and the log of one run of it, without what was left out.
pub struct SoFar {
    pub agreement: Agreement,
    pub events: Vec<Event>,
    pub skipped: Vec<Skipped>,
    /// The instant as of which it is judged, if that is said.
    as_of: Option<Instant>,
    /// The place of the first event that puts another agreement in the place of this one.
    amended: Option<u64>,
}

impl SoFar {
    pub fn read(run: &Run) -> Result<Self, Failure> {
        let agreement = document::read(&run.agreement)?;
        let (events, skipped) = (Vec::new(), Vec::new());
        let mut so_far = Self { agreement, events, skipped, as_of: None, amended: None };
        so_far.read_log(run)?;
        so_far.as_of = match run.judging.as_of {
            Some(AsOf::At(when)) => Some(clocks::instant(&so_far.agreement, when)),
            Some(AsOf::End) => so_far.events.iter().map(|event| event.time).max(),
            None => None,
        };
        let mut seen: HashSet<Option<&str>> = HashSet::new();
        let cases = so_far.events.iter().map(|event| event.case.as_deref());
        let cases: Vec<Option<&str>> = cases.filter(|case| seen.insert(*case)).collect();
        if !cases.is_empty() || run.case.is_some() {
            one_case(run, &cases)?;
        }
        so_far.amended = so_far.events.iter().zip(1..).find(|(it, _)| amends(it)).map(|it| it.1);
        if let Some(case) = &run.case {
            so_far.events.retain(|event| event.case.as_deref() == Some(case));
        }
        let known_by = run.judging.known_by.map(|it| clocks::instant(&so_far.agreement, it));
        so_far.events.retain(|event| {
            so_far.as_of.is_none_or(|as_of| event.time <= as_of)
                && known_by.is_none_or(|known_by| event.known_from() <= known_by)
        });
        Ok(so_far)
    }

    fn read_log(&mut self, run: &Run) -> Result<(), Failure> {
        let Some(path) = &run.log else { return Ok(()) };
        if path.as_os_str() == "-" && run.agreement.as_os_str() == "-" {
            let message = "only one of the agreement and the log can be standard input";
            return Err(Failure::plain(message));
        }
        let how = How::of(path, &run.reading)?;
        let input = logs::open(path, how.encoding).map_err(|error| Failure::file(path, error))?;
        let mut events = Events::of(input, &how, &self.agreement)
            .map_err(|error| logs::failed(path, &error, None))?;
        for event in events.by_ref() {
            match event {
                Ok(event) => self.events.push(event),
                Err(error) => {
                    let can_go_on = !matches!(error.kind(), LineErrorKind::Input(_));
                    if !run.judging.skip || !can_go_on {
                        return Err(logs::failed(path, &error, Some(verify::MEND)));
                    }
                    let (line, error) = (error.line(), error.kind().to_string());
                    self.skipped.push(Skipped { line, error });
                }
            }
        }
        let read = u64::try_from(self.events.len()).unwrap_or(u64::MAX);
        let judged = events.judged().unwrap_or(read);
        logs::some_event(path, judged, &self.skipped, events.losses())?;
        if !self.skipped.is_empty() {
            note(format!("{} lines of the log were passed over", self.skipped.len()));
        }
        logs::tell_changes(events.losses());
        logs::told(events.losses()).iter().for_each(|loss| note(format!("lost: {loss}")));
        Ok(())
    }

    /// Tells of an event that puts another agreement in the place of this one, if there is one.
    pub fn tell_of_amendment(&self) {
        if let Some(place) = self.amended {
            note_amendment(place);
        }
    }

    /// The run, with its log.
    pub fn story(&self, run: &Run) -> Story {
        self.tell_of_amendment();
        let mut story = Story::new(&self.agreement);
        for event in &self.events {
            if run.judging.submit {
                // A refusal is kept by the run.
                let _ = story.submit(event);
            } else {
                story.record(event);
            }
        }
        if let (Some(as_of), Some(clock)) = (self.as_of, story.monitor().clock()) {
            // An instant before the clock moves nothing.
            let _ = story.advance(as_of.max(clock));
        }
        story
    }

    /// The verifier that is asked for.
    pub fn verifier(&self, run: &Run) -> Verifier {
        self.verifier_of(&self.agreement, run)
    }

    /// The same for another agreement, as of the same instant.
    pub fn verifier_of(&self, agreement: &Agreement, run: &Run) -> Verifier {
        let verifier = verify::verifier(agreement, &run.judging);
        match self.as_of {
            Some(instant) => verifier.as_of(instant),
            None => verifier,
        }
    }
}

/// Says that an answer knows of one agreement only.
pub fn note_amendment(place: u64) {
    note(format!(
        "event {place} puts another agreement in the place of this one; here all is told by this one, for which that is \
         void (`verify --also` and `render --also` judge by both)"
    ));
}

/// Whether an event puts another agreement in the place of the first.
pub fn amends(event: &Event) -> bool {
    matches!(&event.deed, Deed::Unknown(words) if matches!(**words, Deed::Amended { .. }))
}

/// The number of the case that is asked for, or of the only one.
pub fn one_case(run: &Run, cases: &[Option<&str>]) -> Result<usize, Failure> {
    let named = || {
        let named = cases.iter().take(MOST_NAMED).map(|case| case.unwrap_or("(none)"));
        let named = named.collect::<Vec<_>>().join(", ");
        match cases.len().saturating_sub(MOST_NAMED) {
            0 => named,
            more => format!("{named}, and {more} more"),
        }
    };
    match &run.case {
        Some(case) => {
            let number = cases.iter().position(|it| *it == Some(&**case));
            number.ok_or_else(|| {
                Failure::plain(format!("the log has no case `{case}`: it has {}", named()))
            })
        }
        None if cases.len() > 1 => Err(Failure::with_help(
            format!("the log has several cases: {}", named()),
            "name one with --case",
        )),
        None => Ok(0),
    }
}
