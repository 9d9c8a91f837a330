//! One run at work.

use crate::terms::Terms;

use super::journal::Journal;
use super::state::State;

/// A run in the hands of the rules: its terms, its state, and the journal that it writes.
pub(crate) struct Run<'a> {
    pub(crate) terms: &'a Terms,
    pub(crate) state: &'a mut State,
    pub(crate) journal: &'a mut Journal,
}
