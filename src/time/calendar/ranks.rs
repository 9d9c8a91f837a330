//! Days of one kind, counted: which of them is the n-th.

use std::collections::BTreeSet;

/// The days that are of a kind: some weekdays, but for some dates.
///
/// A day's *rank* is how many such days there are up to it, itself included, from the first of the
/// year 1 on (fewer than none before). Weekdays are counted by division and the dates that differ lie
/// sorted with their ranks, so the n-th day from here is found without going through those between.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ranks {
    /// Which weekdays are of the kind: bits, Monday's the lowest.
    week: u8,
    in_a_week: i64,
    /// In order of time, the days that are not what their weekday says.
    exceptions: Box<[Exception]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Exception {
    day: i64,
    rank: i64,
    /// By how much the ranks from here on differ from those by weekdays alone.
    shift: i64,
}

// All sums below are of day numbers, which have seven digits, or are of ranks that callers give, which
// `nth` clamps: none of them wraps.
impl Ranks {
    /// `differing` are the days that are not what their weekday says.
    pub(super) fn new(week: u8, differing: &BTreeSet<i64>) -> Self {
        let mut ranks =
            Self { week, in_a_week: week.count_ones().into(), exceptions: Box::default() };
        let mut shift = 0_i64;
        ranks.exceptions = differing
            .iter()
            .map(|&day| {
                let change = if ranks.is_by_week(day) { -1 } else { 1 };
                shift = shift.wrapping_add(change);
                Exception { day, rank: ranks.by_week(day).wrapping_add(shift), shift }
            })
            .collect();
        ranks
    }

    /// Whether this day is of the kind.
    pub(super) fn has(&self, day: i64) -> bool {
        self.find(day).is_ok()
    }

    /// How many there are up to this day, itself included.
    pub(super) fn rank(&self, day: i64) -> i64 {
        let before = self.exceptions.partition_point(|it| it.day <= day);
        self.by_week(day).wrapping_add(self.shift(before))
    }

    /// Whether this day is of the kind; how many there are up to it, if it is not.
    pub(super) fn find(&self, day: i64) -> Result<(), i64> {
        let before = self.exceptions.partition_point(|it| it.day <= day);
        let last = before.checked_sub(1).and_then(|last| self.exceptions.get(last));
        match self.is_by_week(day) != last.is_some_and(|it| it.day == day) {
            true => Ok(()),
            false => Err(self.by_week(day).wrapping_add(self.shift(before))),
        }
    }

    /// The day of this rank; none where there are not so many.
    pub(super) fn nth(&self, rank: i64) -> Option<i64> {
        let before = self.exceptions.partition_point(|it| it.rank < rank);
        let by_week = self.nth_by_week(rank.checked_sub(self.shift(before))?);
        // The next day that differs may be the one: it is then of the kind though its weekday is not.
        match (self.exceptions.get(before), by_week) {
            (Some(next), Some(day)) => Some(day.min(next.day)),
            (Some(next), None) => (next.rank == rank).then_some(next.day),
            (None, day) => day,
        }
    }

    /// The first after this day.
    pub(super) fn next(&self, day: i64) -> Option<i64> {
        self.nth(self.rank(day).wrapping_add(1))
    }

    fn shift(&self, exceptions: usize) -> i64 {
        let last = exceptions.checked_sub(1).and_then(|last| self.exceptions.get(last));
        last.map_or(0, |it| it.shift)
    }

    fn is_by_week(&self, day: i64) -> bool {
        self.week >> day.wrapping_sub(1).rem_euclid(7) & 1 == 1
    }

    fn by_week(&self, day: i64) -> i64 {
        let (weeks, place) = (day.wrapping_sub(1).div_euclid(7), day.wrapping_sub(1).rem_euclid(7));
        let so_far = self.week & (u8::MAX >> 7_i64.wrapping_sub(place));
        weeks.wrapping_mul(self.in_a_week).wrapping_add(so_far.count_ones().into())
    }

    fn nth_by_week(&self, rank: i64) -> Option<i64> {
        let each = self.in_a_week;
        if each == 0 {
            return None;
        }
        let (weeks, mut left) =
            (rank.checked_sub(1)?.div_euclid(each), rank.checked_sub(1)?.rem_euclid(each));
        let mut week = self.week;
        while left > 0 {
            // Takes the lowest bit away.
            week &= week.wrapping_sub(1);
            left = left.wrapping_sub(1);
        }
        weeks.checked_mul(7)?.checked_add(1)?.checked_add(week.trailing_zeros().into())
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "tests may stop at once")]
mod tests {
    use super::*;

    /// The working days from Monday to Friday.
    const FIVE: u8 = 0b001_1111;

    fn plain(week: u8, differing: &BTreeSet<i64>, day: i64) -> bool {
        let by_week = week >> (day - 1).rem_euclid(7) & 1 == 1;
        by_week != differing.contains(&day)
    }

    #[test]
    fn ranks_are_those_of_counting_one_by_one() {
        let sets: [&[i64]; 6] =
            [&[], &[1], &[6, 7], &[-3, 5, 6, 12, 13, 14], &[1, 2, 3, 4, 5], &[8, 20, 21, 22, 27]];
        for differing in sets.map(|days| days.iter().copied().collect::<BTreeSet<i64>>()) {
            for week in [FIVE, 0, 0b111_1111, 1, 0b100_0000, 0b101_0101] {
                let ranks = Ranks::new(week, &differing);
                let mut rank = ranks.rank(-40);
                for day in -39..60 {
                    let is = plain(week, &differing, day);
                    assert_eq!(ranks.has(day), is, "{week:b} {differing:?} {day}");
                    rank += i64::from(is);
                    assert_eq!(ranks.rank(day), rank, "{week:b} {differing:?} {day}");
                    let found = if is { Ok(()) } else { Err(rank) };
                    assert_eq!(ranks.find(day), found, "{week:b} {differing:?} {day}");
                    if is {
                        assert_eq!(ranks.nth(rank), Some(day), "{week:b} {differing:?} {day}");
                    }
                    let next = (day + 1..200).find(|day| plain(week, &differing, *day));
                    assert_eq!(ranks.next(day), next, "{week:b} {differing:?} {day}");
                }
            }
        }
    }

    #[test]
    fn a_rank_past_all_days_is_no_days() {
        let week = Ranks::new(FIVE, &BTreeSet::new());
        assert_eq!(week.nth(i64::MAX), None);
        assert_eq!(week.nth(i64::MIN), None);
        let none = Ranks::new(0, &[3].into());
        assert_eq!((none.nth(0), none.nth(1), none.nth(2)), (None, Some(3), None));
    }
}
