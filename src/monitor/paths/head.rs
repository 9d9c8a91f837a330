//! The head of a path: most only lead from one place to another, and that can be told there.

use std::num::NonZeroU64;

use crate::time::Instant;

use super::compact::{Compact, Standing};
use super::layout::InstantSlot;
use super::path::{Path, is_for};

/// The beginning of a path, with what is to be known at once.
#[derive(Debug)]
pub(super) struct Head {
    /// Where it does no more than to take a run to another place: what fires next there.
    leads: Option<Next>,
    to: u32,
    quantity: Option<NonZeroU64>,
    pub(super) path: Box<Path>,
}

/// When the next timer fires.
#[derive(Clone, Copy, Debug)]
enum Next {
    /// When it did before.
    Same,
    Never,
    /// At the instant that is kept there.
    Kept(InstantSlot),
}

impl Head {
    pub(super) fn of(path: Path) -> Self {
        let (leads, to, quantity) = (leads(&path), path.to, path.quantity);
        Self { leads, to, quantity, path: Box::new(path) }
    }

    /// Takes a run along, if the path only leads and is for this quantity.
    #[inline]
    pub(super) fn lead(&self, run: &mut Compact, quantity: u64, time: &Instant) -> bool {
        let Some(next) = self.leads else {
            return false;
        };
        if !is_for(self.quantity, quantity) {
            return false;
        }
        let next = match next {
            Next::Same => run.standing().next,
            Next::Never => None,
            Next::Kept(slot) => run.instant(slot),
        };
        *run.standing_mut() = Standing { place: self.to, clock: *time, next };
        true
    }
}

/// What fires next, if the path of a deed takes a run to another place and does nothing else, for
/// which it asks nothing but its quantity: what it asks of the time comes of what it writes or finds.
fn leads(path: &Path) -> Option<Next> {
    let only_leads = path.adds.is_empty() && path.writes.is_empty() && !path.tale.finds();
    match path.retimed.as_deref().filter(|_| only_leads) {
        None => only_leads.then_some(Next::Same),
        Some([]) => Some(Next::Never),
        Some([only]) => only.kept().map(Next::Kept),
        Some(_) => None,
    }
}
