//! How events are judged.

use crate::monitor::Manner;
use crate::time::Instant;

/// How events are judged: recorded or submitted, as of when, as known by when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Judging {
    pub(crate) manner: Manner,
    pub(crate) as_of: Option<Instant>,
    pub(crate) known_by: Option<Instant>,
    /// Whether runs remember for reports when things came about.
    pub(crate) keeps_milestones: bool,
}

impl Default for Judging {
    fn default() -> Self {
        Self { manner: Manner::Record, as_of: None, known_by: None, keeps_milestones: true }
    }
}

impl Judging {
    /// As of when it is judged, if that is told.
    pub(crate) fn end(&self) -> Option<Instant> {
        self.as_of.or(self.known_by)
    }

    /// Whether an event of that time, known since then, is not left out.
    pub(crate) fn takes(&self, time: Instant, known: Option<Instant>) -> bool {
        self.end().is_none_or(|end| time <= end)
            && self.known_by.is_none_or(|known_by| known.unwrap_or(time) <= known_by)
    }
}
