//! The monitor: what follows. A state machine that takes events one at a time (SEMANTICS.md,
//! section 4). It reads no clock and does no input or output: time comes in with the events.

mod assess;
mod budget;
mod cause;
mod change;
mod clock;
mod doing;
mod finding;
mod journal;
mod keeper;
mod life;
mod outlook;
mod paths;
mod public;
mod resting;
mod settle;
mod state;
mod status;
mod step;
mod take;
mod tale;
mod timeless;
mod timers;
mod truth;

pub(crate) use assess::count;
pub use cause::Cause;
pub use change::{Change, Transition};
pub use finding::{Finding, FindingKind, Matter, Refusal, VoidReason};
pub(crate) use journal::Journal;
pub use outlook::{Closed, Owed};
pub use public::{Monitor, OutOfOrderError, Rehearsal};
pub(crate) use resting::{Resting, Warden};
pub(crate) use state::{Count, Remembered, State, Tracked};
pub use status::{Outcome, Status};
pub use step::{Changes, Step};
pub(crate) use take::Manner;
pub(crate) use timeless::{Bell, Passing, Pending, Sum, Timeless, pending, sums};
