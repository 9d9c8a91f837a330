//! Lanes: how columns share the width, and how what is in one flows down them.

/// How many lanes each column has: at least one, and more where it holds more than it can show;
/// one of double weight is served as if it were twice as crowded.
pub(super) fn shared(counts: &[usize], weights: &[usize], lanes: usize, rows: usize) -> Vec<usize> {
    let mut shares = vec![1_usize; counts.len()];
    for _ in counts.len()..lanes {
        // The most crowded column gets the next lane, if it is crowded at all.
        let crowd = |place: &usize| -> usize {
            let (count, share) = (counts.get(*place), shares.get(*place));
            let (count, share) = (count.copied().unwrap_or_default(), share.copied().unwrap_or(1));
            count.div_ceil(share.max(1))
        };
        let claim = |place: &usize| -> usize {
            let weight = weights.get(*place).copied().unwrap_or(1);
            crowd(place).saturating_mul(weight)
        };
        let crowded = (0..counts.len()).rev().filter(|place| crowd(place) > rows).max_by_key(claim);
        match crowded {
            Some(place) => {
                if let Some(share) = shares.get_mut(place) {
                    *share = share.saturating_add(1);
                }
            }
            None => break,
        }
    }
    shares
}

/// The part of a list of so many that is shown where there is room for fewer: around what is chosen.
pub(super) fn window(count: usize, room: usize, chosen: Option<usize>) -> std::ops::Range<usize> {
    if count <= room {
        return 0..count;
    }
    let chosen = chosen.unwrap_or_default();
    let start = chosen.saturating_sub(room / 2).min(count.saturating_sub(room));
    start..start.saturating_add(room)
}

/// What lies outside of a window: `↑3 ↓12`.
pub(super) fn outside(count: usize, shown: &std::ops::Range<usize>) -> String {
    let above = if shown.start > 0 { format!("↑{}", shown.start) } else { String::new() };
    let below = match count.saturating_sub(shown.end) {
        0 => String::new(),
        below => format!("↓{below}"),
    };
    format!("{above} {below}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crowded_get_more() {
        assert_eq!(shared(&[12, 2, 1], &[1, 1, 1], 4, 3), [2, 1, 1]);
        assert_eq!(shared(&[12, 9], &[1, 1], 5, 3), [3, 2]);
        assert_eq!(shared(&[12, 9], &[1, 2], 5, 3), [2, 3]);
        assert_eq!(shared(&[2, 2], &[1, 1], 5, 3), [1, 1]);
        assert!(shared(&[], &[], 5, 3).is_empty());
    }

    #[test]
    fn what_is_chosen_is_shown() {
        for chosen in 0..10 {
            let shown = window(10, 4, Some(chosen));
            assert!(shown.contains(&chosen) && shown.len() == 4);
        }
        assert_eq!(window(3, 4, None), 0..3);
        assert_eq!(outside(10, &(2..6)), "↑2 ↓4");
    }
}
