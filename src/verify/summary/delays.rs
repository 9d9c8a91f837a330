//! How long something took, of many: the least, the median, nine in ten, the most.

/// Delays of many cases, in seconds. All are kept, eight bytes each, so what is told of them is exact.
///
/// ```
/// use servanda::verify::summary::Delays;
/// let mut delays = Delays::default();
/// [90, 60, 30, 240].into_iter().for_each(|seconds| delays.add(seconds));
/// assert_eq!((delays.count(), delays.least(), delays.most()), (4, Some(30), Some(240)));
/// assert_eq!(delays.quantile(50), Some(60));
/// assert_eq!(delays.quantile(90), Some(240));
/// # let empty = Delays::default();
/// # assert_eq!(empty.quantile(50), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Delays {
    seconds: Vec<u64>,
}

impl Delays {
    /// One more.
    pub fn add(&mut self, seconds: u64) {
        self.seconds.push(seconds);
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.seconds.len()
    }

    /// The least.
    #[must_use]
    pub fn least(&self) -> Option<u64> {
        self.seconds.iter().min().copied()
    }

    /// The most.
    #[must_use]
    pub fn most(&self) -> Option<u64> {
        self.seconds.iter().max().copied()
    }

    /// The least one that so many in a hundred do not exceed.
    #[must_use]
    pub fn quantile(&self, percent: u8) -> Option<u64> {
        let last = self.seconds.len().checked_sub(1)?;
        let rank = self.seconds.len().saturating_mul(usize::from(percent)).div_ceil(100);
        let mut sorted = self.seconds.clone();
        let (_, value, _) = sorted.select_nth_unstable(rank.saturating_sub(1).min(last));
        Some(*value)
    }

    /// How many lie above the bound before and at or below each of these, which are given from the least on.
    ///
    /// ```
    /// use servanda::verify::summary::Delays;
    /// let mut delays = Delays::default();
    /// [30, 60, 61, 4_000].into_iter().for_each(|seconds| delays.add(seconds));
    /// assert_eq!(delays.up_to([60, 3_600, u64::MAX]), [2, 1, 1]);
    /// ```
    #[must_use]
    pub fn up_to<const N: usize>(&self, bounds: [u64; N]) -> [u64; N] {
        let mut counts = [0_u64; N];
        for seconds in &self.seconds {
            let place = bounds.partition_point(|bound| bound < seconds);
            if let Some(count) = counts.get_mut(place) {
                *count = count.saturating_add(1);
            }
        }
        counts
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.seconds.extend_from_slice(&other.seconds);
    }

    /// All of them, from the least to the most.
    fn sorted(&self) -> Vec<u64> {
        let mut sorted = self.seconds.clone();
        sorted.sort_unstable();
        sorted
    }
}

/// In whatever order they came.
impl PartialEq for Delays {
    fn eq(&self, other: &Self) -> bool {
        self.sorted() == other.sorted()
    }
}

impl Eq for Delays {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_sorted_list() {
        let mut delays = Delays::default();
        (1..=100).rev().for_each(|seconds| delays.add(seconds));
        let told = [0, 1, 50, 90, 99, 100].map(|percent| delays.quantile(percent));
        assert_eq!(told, [1, 1, 50, 90, 99, 100].map(Some));
        let mut one = Delays::default();
        one.add(7);
        assert_eq!([one.quantile(1), one.quantile(100), one.least()], [Some(7); 3]);
        delays.merge(&one);
        assert_eq!(delays.count(), 101);
    }
}
