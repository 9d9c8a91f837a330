//! A stream of numbers that decides everything a generator leaves open.
//!
//! Whoever generates hands it numbers: proptest (which shrinks them), a fuzzer's bytes, or a seed.
//! Where the numbers run out every choice is the first one, so fewer and smaller numbers make
//! smaller cases.

/// Decides by numbers.
#[derive(Clone, Debug)]
pub struct Chooser<'a> {
    numbers: std::slice::Iter<'a, u32>,
}

impl<'a> Chooser<'a> {
    /// Decides by these numbers.
    pub fn new(numbers: &'a [u32]) -> Self {
        Self { numbers: numbers.iter() }
    }

    /// A number below this.
    pub fn below(&mut self, limit: usize) -> usize {
        match self.numbers.next() {
            Some(number) if limit > 0 => *number as usize % limit,
            _ => 0,
        }
    }

    /// A number from this one to that one, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// Yes in so many of a hundred cases; no where the numbers have run out.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of these.
    pub fn one<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len())]
    }

    /// A number of these, but in so many of a thousand cases one so large that sums pass the largest.
    pub fn number(&mut self, usual: std::ops::RangeInclusive<u64>, huge: usize) -> u64 {
        if self.below(1_000) >= 1_000 - huge {
            return *self.one(&[u64::MAX, u64::MAX - 1, 1 << 63]);
        }
        let (low, high) = usual.into_inner();
        low + self.below((high - low + 1) as usize) as u64
    }

    /// Some of these, at least so many, in their order.
    pub fn some<T: Clone>(&mut self, things: &[T], at_least: usize) -> Vec<T> {
        let count = self.between(at_least, things.len());
        let mut left: Vec<T> = things.to_vec();
        while left.len() > count {
            let gone = self.below(left.len());
            left.remove(gone);
        }
        left
    }
}

/// So many numbers from a seed (splitmix64), for runs that need no shrinking.
pub fn numbers(seed: u64, count: usize) -> Vec<u32> {
    let mut state = seed;
    let next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z >> 32) as u32
    };
    std::iter::repeat_with(next).take(count).collect()
}
