//! What is too much to be shown one by one, folded by day, month or year.

use crate::time::Date;

/// More groups than this nobody goes through.
const MOST_GROUPS: usize = 60;

/// Items that are shown together: folded under a heading, or all there are, without one.
pub(super) struct Group<T> {
    pub(super) heading: Option<String>,
    pub(super) items: Vec<T>,
}

impl<T> Group<T> {
    /// Items in their order. Up to `most` are shown as they are; more are folded by day, or where that makes too
    /// many groups by month, by year, or a hundred and more at a time.
    pub(super) fn of(items: Vec<T>, most: usize, day: impl Fn(&T) -> Date) -> Vec<Self> {
        if items.len() <= most {
            let all = Self { heading: None, items };
            return if all.items.is_empty() { Vec::new() } else { vec![all] };
        }
        // A date is written as year, month and day, so its beginning says the month, or the year.
        for length in ["2026-11-28".len(), "2026-11".len(), "2026".len()] {
            let written = |item: &T| {
                let mut text = day(item).to_string();
                text.truncate(length);
                text
            };
            let count = items.chunk_by(|one, next| written(one) == written(next)).count();
            if count <= MOST_GROUPS {
                return chunked(items, |last, item| written(last) == written(item), written);
            }
        }
        let each = items.len().div_ceil(MOST_GROUPS).max(100);
        let mut numbered = items.into_iter();
        let mut groups = Vec::new();
        loop {
            let items: Vec<T> = numbered.by_ref().take(each).collect();
            let (Some(first), Some(last)) = (items.first(), items.last()) else { return groups };
            let heading = format!("{} to {}", day(first), day(last));
            groups.push(Self { heading: Some(heading), items });
        }
    }
}

/// Neighbours that belong together, each group under what is written of its first.
fn chunked<T>(
    items: Vec<T>,
    is_same: impl Fn(&T, &T) -> bool,
    heading: impl Fn(&T) -> String,
) -> Vec<Group<T>> {
    let mut groups: Vec<Group<T>> = Vec::new();
    for item in items {
        match groups.last_mut() {
            Some(group) if group.items.last().is_some_and(|last| is_same(last, &item)) => {
                group.items.push(item);
            }
            _ => groups.push(Group { heading: Some(heading(&item)), items: vec![item] }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(count: u32, apart: u32) -> Vec<Date> {
        let first = Date::of(2026, 1, 1).unwrap().to_chrono();
        let later = |number: u32| {
            let days = chrono::Days::new(u64::from(number.saturating_mul(apart)));
            first.checked_add_days(days).unwrap()
        };
        (0..count).map(|number| Date::try_from(later(number)).unwrap()).collect()
    }

    fn headings(days: Vec<Date>) -> Vec<String> {
        let count = days.len();
        let groups = Group::of(days, 100, |day| *day);
        assert_eq!(groups.iter().map(|group| group.items.len()).sum::<usize>(), count);
        assert!(groups.len() <= MOST_GROUPS);
        groups.into_iter().filter_map(|group| group.heading).collect()
    }

    #[test]
    fn what_is_too_much_is_folded_as_finely_as_can_be_gone_through() {
        assert_eq!(headings(days(100, 1)), [""; 0]);
        assert_eq!(headings(days(1_000, 0)), ["2026-01-01"]);
        let by_month = headings(days(150, 1));
        assert_eq!(by_month, ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]);
        let by_year = headings(days(3_000, 1));
        assert_eq!((by_year.len(), &*by_year[0]), (9, "2026"));
        // Years that come and go have no end.
        let to_and_fro = [days(1, 0), days(2, 400).split_off(1)].concat().repeat(100);
        assert_eq!(headings(to_and_fro).len(), 2);
    }
}
