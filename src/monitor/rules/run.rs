//! One run at work.

use crate::terms::Terms;

use super::journal::Journal;
use super::state::State;

/// A run in the hands of the rules: its terms, its state, and the journal that it writes.
pub(in crate::monitor) struct Run<'a> {
    pub(in crate::monitor) terms: &'a Terms,
    pub(in crate::monitor) state: &'a mut State,
    pub(in crate::monitor) journal: &'a mut Journal,
}
