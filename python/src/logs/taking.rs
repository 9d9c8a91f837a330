//! What becomes of the lines of a log.

use std::fmt::Display;

use servanda::event::Entry;
use servanda::verify::{Evidence, Verification};
use servanda::{Event, Instant};

/// Where the lines of a log go.
#[derive(Debug)]
pub(crate) enum Sink {
    /// They are judged as they come.
    Run(Box<Verification>),
    /// They are judged by time.
    ByTime(Box<Evidence>),
    /// Those of one case are kept.
    Kept(Kept),
}

/// The events of one case; at the places of all others there is nothing but a tick of another case.
#[derive(Debug)]
pub(crate) struct Kept {
    case: Option<Box<str>>,
    other: String,
    pub(crate) events: Vec<Event>,
}

impl Kept {
    pub(crate) fn new(case: Option<&str>) -> Self {
        let other = format!("other than {}", case.unwrap_or_default());
        Self { case: case.map(Into::into), other, events: Vec::new() }
    }
}

/// A log that is being taken.
#[derive(Debug)]
pub(crate) struct Taking {
    pub(crate) sink: Sink,
    /// Whether bad lines are passed over.
    pub(crate) skips: bool,
    pub(crate) read: u64,
    pub(crate) skipped: u64,
    pub(crate) last: Option<Instant>,
}

impl Taking {
    pub(crate) fn new(sink: Sink, skips: bool) -> Self {
        Self { sink, skips, read: 0, skipped: 0, last: None }
    }

    pub(crate) fn is_by_time(&self) -> bool {
        matches!(self.sink, Sink::ByTime(_))
    }

    pub(crate) fn entry(&mut self, entry: Entry) {
        match entry {
            Entry::Event(event) => self.event(event),
            Entry::Statement(_) => {
                self.read = self.read.saturating_add(1);
                if let Sink::ByTime(evidence) = &mut self.sink {
                    evidence.take(&entry);
                }
            }
        }
    }

    pub(crate) fn event(&mut self, event: Event) {
        self.read = self.read.saturating_add(1);
        self.last = self.last.max(Some(event.time));
        match &mut self.sink {
            Sink::Run(verification) => verification.take(&event),
            Sink::ByTime(evidence) => evidence.take(&Entry::Event(event)),
            Sink::Kept(kept) => kept.events.push(match event.case == kept.case {
                true => event,
                false => Event::tick(event.time).case(&kept.other),
            }),
        }
    }

    /// A line that can't be read, and is passed over.
    pub(crate) fn skip(&mut self, line: u64, error: &dyn Display) {
        self.skipped = self.skipped.saturating_add(1);
        match &mut self.sink {
            Sink::Run(verification) => verification.skip(line, error),
            Sink::ByTime(evidence) => evidence.skip(line, error),
            Sink::Kept(kept) => {
                // It takes a place in the log, and nothing happens, at whatever time.
                let time = self.last.or(Instant::utc(1, 1, 1, 0, 0, 0).ok());
                kept.events.extend(time.map(|time| Event::tick(time).case(&kept.other)));
            }
        }
    }

    /// What the log says that no event has a place for.
    pub(crate) fn lose(&mut self, what: &str) {
        match &mut self.sink {
            Sink::Run(verification) => verification.lose(what),
            Sink::ByTime(evidence) => evidence.lose(what),
            Sink::Kept(_) => {}
        }
    }

    /// Something that was passed over was at this instant.
    pub(crate) fn moved_to(&mut self, instant: Instant) {
        self.last = self.last.max(Some(instant));
        if let Sink::Run(verification) = &mut self.sink {
            verification.moved_to(instant);
        }
    }
}
