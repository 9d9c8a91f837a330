//! Lists of subjects, and where periods begin (section 8).

use super::document::{Kind, Opening};
use super::time::Instant;
use super::view::View;

/// A kind opens no more subjects than this in a run.
pub(crate) const MOST_SUBJECTS: usize = 1_000_000;

impl View<'_> {
    pub(crate) fn is_list_closed(&self, kind: &str) -> bool {
        let Some(kind) = self.agreement.kind(kind) else { return true };
        let here = &self.state.kinds[&kind.name];
        match &kind.opening {
            Opening::EachOf(_) => true,
            Opening::ByEvents { .. } => here.has_closed,
            Opening::Periods { times, .. } => {
                let count = u64::try_from(here.opened.len()).unwrap_or(u64::MAX);
                here.has_closed
                    || times.is_some_and(|times| count >= times)
                    || here.opened.len() >= MOST_SUBJECTS
                    || self.state.terminated.is_some()
                    || self.can_not_reckon_next(kind)
            }
        }
    }

    /// Whether the period that would open next can't be reckoned to its end.
    fn can_not_reckon_next(&self, kind: &Kind) -> bool {
        let here = &self.state.kinds[&kind.name];
        let Some(grid) = here.grid else { return false };
        let next = match here.opened.iter().max() {
            Some(last) => last + 1,
            None => self.period_index(kind, grid, self.state.clock).unwrap_or(0),
        };
        self.period(kind, grid, next).is_none()
    }

    /// Where period k begins and ends.
    pub(crate) fn period(&self, kind: &Kind, grid: Instant, k: u64) -> Option<(Instant, Instant)> {
        let Opening::Periods { every, .. } = &kind.opening else { return None };
        let k = i64::try_from(k).ok()?;
        let (start, end) = (every.after(grid, k)?, every.after(grid, k.checked_add(1)?)?);
        Some((start, end))
    }

    /// Which period an instant lies in, among those that are long enough to have one.
    pub(crate) fn period_at(&self, kind: &Kind, grid: Instant, at: Instant) -> Option<u64> {
        let Opening::Periods { every, .. } = &kind.opening else { return None };
        let k = index_at(|k| every.after(grid, i64::try_from(k).ok()?), at)?;
        // Terms that roll may leave a period without an instant: the last that has begun holds.
        let (start, end) = self.period(kind, grid, k)?;
        (start <= at && at < end).then_some(k)
    }

    /// The last period that has begun at an instant.
    pub(crate) fn period_index(&self, kind: &Kind, grid: Instant, at: Instant) -> Option<u64> {
        let Opening::Periods { every, .. } = &kind.opening else { return None };
        index_at(|k| every.after(grid, i64::try_from(k).ok()?), at)
    }
}

/// The last k whose beginning is not after `at`; none before the first.
pub(crate) fn index_at(begin: impl Fn(u64) -> Option<Instant>, at: Instant) -> Option<u64> {
    let has_begun = |k: u64| begin(k).is_some_and(|begin| begin <= at);
    if !has_begun(0) {
        return None;
    }
    let mut not_begun = 1;
    while has_begun(not_begun) {
        not_begun *= 2;
    }
    let mut begun = not_begun / 2;
    while not_begun - begun > 1 {
        let middle = begun + (not_begun - begun) / 2;
        if has_begun(middle) {
            begun = middle;
        } else {
            not_begun = middle;
        }
    }
    Some(begun)
}
