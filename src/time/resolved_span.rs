//! How much later: a duration, reckoned up.

use super::Span;

/// A duration, or several of one, in the numbers that are added to an instant one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ResolvedSpan {
    /// Of the calendar.
    pub(super) months: u32,
    /// Of 24 hours.
    pub(super) days: u64,
    /// Less than a day: most deadlines have none, and a date alone is quickly moved.
    pub(super) seconds: u32,
}

const DAY: u64 = 24 * 60 * 60;

impl ResolvedSpan {
    /// So many times a duration; none where that is past the end of time from every instant.
    pub(crate) fn of(span: Span, times: u64) -> Option<Self> {
        let months = u32::try_from(span.calendar_months().checked_mul(times)?).ok()?;
        let seconds = span.exact_seconds().checked_mul(times)?;
        let (days, seconds) = (seconds / DAY, u32::try_from(seconds % DAY).ok()?);
        Some(Self { months, days, seconds })
    }
}
