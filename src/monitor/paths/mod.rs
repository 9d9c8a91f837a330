//! Worn paths: steps that were taken before are not thought through again.
//!
//! What an event does depends on little: where everything stands (the *place*), who did what, and
//! a few numbers and instants (the *registers*) that are only compared and moved. So the first run
//! that takes a step has the rules work it out, and wears a *path* from one place to another: the
//! comparisons that it rested on, what it writes into the registers, and what it tells. Every later
//! run of the same agreement that comes by follows the path. A run on a path is a place's number
//! and its registers, and nothing else.
//!
//! Only what is plain becomes a path: an act or an attestation, or the timers that fire at one
//! instant, where all that it changes and finds follows from the place and from comparisons of
//! registers. All else is worked out by the rules each time. The rules are the law; the paths are
//! what they came to.
//!
//! What is worn is bounded: about [`MOST_BYTES`](super::budget::MOST_BYTES) for an agreement, whatever
//! its logs hold. Past that, runs that come to new places go on by the rules alone, as do the runs of an
//! agreement that is too large for paths, and the answers are the same.

mod compact;
mod head;
mod key;
mod layout;
mod path;
mod store;
mod wear;

pub(super) use compact::Compact;
pub(super) use store::{Firing, Paths};
pub(super) use wear::Effects;
