//! Questions asked of the agreement itself, before it is signed and during its life.

mod explore;
mod reach;

pub use explore::{Explorer, Progress, StateGraph};
pub use reach::{Answer, Blocker, DeadEnd, DeadEnds, Goal, LeftOpen, Plan, Reach, UnaskedError};
