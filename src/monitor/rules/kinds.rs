//! What a run remembers of a kind of subjects (SEMANTICS.md, section 8): its list, and where its periods lie.

use crate::names::KindId;
use crate::terms::{Kind, Opening, Periods, PeriodsFrom, Terms};
use crate::time::Instant;

use super::state::{Remembered, State};
use super::subjects::{MOST_SUBJECTS, Subjects};
use super::tracked::EndedBy;

/// What is remembered of a kind.
#[derive(Clone, Debug)]
pub(crate) struct KindState {
    /// When period 0 begins, once that is known.
    pub(crate) grid: Option<Instant>,
    /// Whether `closes_when` or `ends_when` has held.
    pub(crate) has_ended: bool,
    /// Who closed the list, if it is closed.
    pub(crate) closed_by: Option<EndedBy>,
    /// The last period that has opened.
    pub(crate) last: Option<u64>,
    pub(crate) subjects: Subjects,
    /// What is counted of the acts that obligations of the run perform, by their places among those; it
    /// is derived.
    pub(crate) tallies: Vec<Tally>,
}

/// Of how many subjects a formula holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quantified {
    pub(super) holding: u32,
    pub(super) holding_for_good: u32,
    pub(super) failing_for_good: u32,
}

/// In how many subjects an act may be done, and in how many its window is over and unwaived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(super) open: u32,
    pub(super) shut: u32,
}

/// Two are the same if the same is remembered.
impl PartialEq for KindState {
    fn eq(&self, other: &Self) -> bool {
        let Self { grid, has_ended, closed_by, last, subjects, tallies: _ } = self;
        *grid == other.grid
            && *has_ended == other.has_ended
            && *closed_by == other.closed_by
            && *last == other.last
            && *subjects == other.subjects
    }
}

impl Eq for KindState {}

impl KindState {
    /// Before any subject has opened.
    pub(crate) fn at_first(kind: &Kind) -> Self {
        let grid = match &kind.opening {
            Opening::Periods(Periods { from: PeriodsFrom::At(instant), .. }) => Some(*instant),
            _ => None,
        };
        Self {
            grid,
            has_ended: false,
            closed_by: kind.is_over_parties().then_some(EndedBy::Time),
            last: None,
            subjects: Subjects::none(),
            tallies: Vec::new(),
        }
    }

    pub(crate) fn is_list_closed(&self) -> bool {
        self.closed_by.is_some()
    }

    /// The place of period k, if it has opened.
    pub(super) fn place_of(&self, terms: &Terms, periods: &Periods, k: u64) -> Option<u32> {
        let (start, _) = period(terms, periods, self.grid?, k)?;
        self.subjects.find(period_name(terms, periods, start).as_bytes())
    }

    /// Whether a subject of this period and name can be one of the kind.
    pub(crate) fn fits(
        &self,
        terms: &Terms,
        kind: &Kind,
        own: Option<(Instant, Instant)>,
        name: &str,
    ) -> bool {
        match (&kind.opening, own, self.grid) {
            (Opening::Periods(periods), Some((start, end)), Some(grid)) => {
                let k = period_at(terms, periods, grid, start);
                k.and_then(|k| period(terms, periods, grid, k)) == Some((start, end))
                    && period_name(terms, periods, start) == name
            }
            (Opening::Periods(_), ..) => false,
            (_, own, _) => own.is_none(),
        }
    }
}

/// Where period k of a grid begins and ends; none if that lies past the end of time, or its calendar can't
/// reckon it.
pub(crate) fn period(
    terms: &Terms,
    periods: &Periods,
    grid: Instant,
    k: u64,
) -> Option<(Instant, Instant)> {
    let every = terms.term(&periods.every);
    let start = every.after_times(grid, k).ok()?;
    Some((start, every.after_times(grid, k.checked_add(1)?).ok()?))
}

/// The last period that has begun at an instant; none before the first.
pub(crate) fn period_at(
    terms: &Terms,
    periods: &Periods,
    grid: Instant,
    now: Instant,
) -> Option<u64> {
    let every = terms.term(&periods.every);
    let has_begun = |k: u64| every.after_times(grid, k).is_ok_and(|begin| begin <= now);
    if !has_begun(0) {
        return None;
    }
    let mut stride = 1_u64;
    while has_begun(stride) {
        stride = stride.saturating_mul(2);
    }
    let (mut begun, mut not_begun) = (stride / 2, stride);
    while not_begun.saturating_sub(begun) > 1 {
        let middle = begun.midpoint(not_begun);
        if has_begun(middle) {
            begun = middle;
        } else {
            not_begun = middle;
        }
    }
    Some(begun)
}

/// A period is named by its beginning: its date where it lasts whole days, weeks, months or years.
/// The date is that of its calendar, where one counts it.
pub(crate) fn period_name(terms: &Terms, periods: &Periods, start: Instant) -> String {
    let every = terms.term(&periods.every);
    match (every.span().is_of_whole_days(), every.calendar()) {
        (true, Some(calendar)) => calendar.local(start).date().to_string(),
        (true, None) => start.date(),
        (false, _) => start.to_string(),
    }
}

impl Remembered {
    /// Whether no further subject of a kind can open.
    pub(super) fn is_list_over(&self, terms: &Terms, kind: KindId) -> bool {
        let state = &self.kinds[kind];
        match &terms.kinds[kind].terms.opening {
            Opening::EachOf(_) => true,
            Opening::ByActs { .. } => state.has_ended,
            Opening::Periods(periods) => {
                let count = state.subjects.len();
                state.has_ended
                    || periods.times.is_some_and(|times| u64::from(count) >= times)
                    || count >= MOST_SUBJECTS
                    || self.run.terminated.is_some()
                    || self.can_not_reckon_next(terms, periods, kind)
            }
        }
    }

    /// Whether the period that would open next can't be reckoned to its end.
    fn can_not_reckon_next(&self, terms: &Terms, periods: &Periods, kind: KindId) -> bool {
        let state = &self.kinds[kind];
        let Some(grid) = state.grid else { return false };
        let next = match state.last {
            Some(last) => last.saturating_add(1),
            None => period_at(terms, periods, grid, self.clock).unwrap_or(0),
        };
        period(terms, periods, grid, next).is_none()
    }
}

impl State {
    /// The place of the open period that an instant lies in.
    pub(crate) fn period_of(&self, terms: &Terms, kind: KindId, at: Instant) -> Option<u32> {
        let Opening::Periods(periods) = &terms.kinds[kind].terms.opening else { return None };
        let grid = self.kinds[kind].grid?;
        self.kinds[kind].place_of(terms, periods, period_at(terms, periods, grid, at)?)
    }

    /// When a period begins or ends next, if that matters to anybody.
    pub(super) fn next_boundary(&self, terms: &Terms, kind: KindId) -> Option<Instant> {
        let Opening::Periods(periods) = &terms.kinds[kind].terms.opening else { return None };
        let state = &self.kinds[kind];
        let grid = state.grid?;
        let next = period_at(terms, periods, grid, self.clock).map_or(0, |k| k.saturating_add(1));
        // Once the last period has ended, nothing begins or ends any more.
        let is_over =
            state.is_list_closed() && state.last.is_none_or(|last| next > last.saturating_add(1));
        if is_over {
            return None;
        }
        terms.term(&periods.every).after_times(grid, next).ok()
    }
}
