//! How much later: a duration, reckoned up.

use super::Span;

/// A duration, or several of one, in the two numbers that are added to an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leap {
    /// Of the calendar; added first.
    pub(super) months: u32,
    pub(super) seconds: i64,
}

impl Leap {
    /// So many times a duration; none where that is past the end of time from every instant.
    pub(crate) fn of(span: Span, times: u64) -> Option<Self> {
        let months = u32::try_from(span.calendar_months().checked_mul(times)?).ok()?;
        let seconds = i64::try_from(span.exact_seconds().checked_mul(times)?).ok()?;
        Some(Self { months, seconds })
    }
}
