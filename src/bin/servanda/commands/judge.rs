//! Who judges a log that grows: a docket, in the order of the log, or a journal, by time.

use std::io::Write;

use servanda::docket::{Docket, Found, Refused};
use servanda::event::Entry;
use servanda::report::Skipped;
use servanda::verify::{Journal, Revision};
use servanda::{Agreement, Instant, Report, Verifier};

use crate::arguments::Verify;
use crate::failure::Failure;

use super::tell::{Moved, Teller};

/// Who judges the lines of a log that grows.
pub enum Judge {
    InOrder(Box<Docket>),
    ByTime(Box<Journal>),
}

/// What a line, or time, brought.
pub enum Told {
    /// What was found and refused.
    InOrder(Vec<Found>, Vec<Refused>),
    /// What came, and what went.
    ByTime(Vec<Revision>),
}

impl Judge {
    pub fn new(arguments: &Verify, verifier: &Verifier) -> Result<Self, Failure> {
        if !arguments.by_time {
            return Ok(Self::InOrder(Box::new(verifier.docket())));
        }
        let by_time = verifier.clone().by_time().map_err(Failure::plain)?;
        Ok(Self::ByTime(Box::new(by_time.journal())))
    }

    /// By whose names what is found is told.
    pub fn agreement(&self) -> &Agreement {
        match self {
            Self::InOrder(docket) => docket.agreement(),
            Self::ByTime(journal) => journal.agreement(),
        }
    }

    pub fn case_count(&self) -> usize {
        match self {
            Self::InOrder(docket) => docket.len(),
            Self::ByTime(journal) => journal.case_count(),
        }
    }

    pub fn skipped(&self) -> &[Skipped] {
        match self {
            Self::InOrder(docket) => docket.skipped(),
            Self::ByTime(journal) => journal.skipped(),
        }
    }

    pub fn skip(&mut self, line: u64, error: &dyn std::fmt::Display) {
        match self {
            Self::InOrder(docket) => docket.skip(line, error),
            Self::ByTime(journal) => journal.skip(line, error),
        }
    }

    pub fn reports(&self) -> Vec<Report> {
        match self {
            Self::InOrder(docket) => docket.reports(),
            Self::ByTime(journal) => journal.reports().collect(),
        }
    }

    /// Whether a line is not left out.
    pub fn takes(&self, line: &Entry) -> bool {
        match (self, line) {
            (Self::InOrder(docket), Entry::Event(event)) => docket.takes(event),
            (Self::InOrder(_), Entry::Statement(_)) | (Self::ByTime(_), _) => true,
        }
    }

    /// Takes a line whose findings nobody waits for.
    pub fn take_untold(&mut self, line: &Entry) {
        match (self, line) {
            (Self::InOrder(docket), Entry::Event(event)) => docket.apply(docket.offset(), [event]),
            (Self::InOrder(_), Entry::Statement(_)) => {}
            (Self::ByTime(journal), line) => drop(journal.take(line)),
        }
    }

    /// Takes a line, and answers what it brought.
    pub fn take(&mut self, line: &Entry) -> Told {
        match (self, line) {
            (Self::InOrder(docket), Entry::Event(event)) => {
                let offset = docket.offset();
                // What time alone has brought since the event before was told when it came.
                let told = docket.findings_since(offset).len();
                docket.apply(offset, [event]);
                let found = docket.findings_since(offset).split_off(told);
                Told::InOrder(found, docket.refusals_since(offset))
            }
            // Where a log is not judged by time, such a line is an error of the line.
            (Self::InOrder(_), Entry::Statement(_)) => Told::InOrder(Vec::new(), Vec::new()),
            (Self::ByTime(journal), line) => Told::ByTime(journal.take(line)),
        }
    }

    /// Fires what is pending before an instant.
    pub fn fire(&mut self, until: Instant) -> Told {
        match self {
            Self::InOrder(docket) => Told::InOrder(docket.fire(until), Vec::new()),
            Self::ByTime(journal) => Told::ByTime(journal.fire(until)),
        }
    }
}

impl Told {
    pub fn is_empty(&self) -> bool {
        match self {
            Self::InOrder(found, refused) => found.is_empty() && refused.is_empty(),
            Self::ByTime(revisions) => revisions.is_empty(),
        }
    }

    pub fn write(&self, out: &mut dyn Write, teller: &Teller<'_>) -> Result<(), Failure> {
        let mut write = |found: &[Found], refused: &[Refused], moved: Moved| {
            found.iter().try_for_each(|found| teller.found(out, found, moved))?;
            refused.iter().try_for_each(|refused| teller.refused(out, refused, moved))
        };
        match self {
            Self::InOrder(found, refused) => write(found, refused, Moved::Stays),
            Self::ByTime(revisions) => revisions.iter().try_for_each(|it| {
                write(&it.gone, &it.refusals_gone, Moved::Went)?;
                write(&it.come, &it.refusals_come, Moved::Came)
            }),
        }
    }
}
