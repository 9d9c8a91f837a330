//! A run on a path: the number of its place, and its registers.

use crate::time::Instant;

use super::registers::{Instants, Numbers};

/// A run, as small as it can be kept.
#[derive(Clone, Debug)]
pub(in crate::monitor) struct Compact {
    pub(super) place: u32,
    pub(in crate::monitor) clock: Instant,
    /// When the next timer fires.
    pub(in crate::monitor) next: Option<Instant>,
    pub(super) numbers: Numbers,
    pub(super) instants: Instants,
}

impl Compact {
    /// Whether any instant is kept.
    #[inline]
    pub(in crate::monitor) fn is_timed(&self) -> bool {
        self.instants.first().is_some()
    }

    /// Whether the clock can move to this instant with no timer firing: on the way there, or there.
    #[inline]
    pub(in crate::monitor) fn is_still_at(&self, time: &Instant) -> bool {
        self.clock <= *time && self.next.is_none_or(|next| *time < next)
    }
}
