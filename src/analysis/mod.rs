//! Analysis: what an agreement, a run or a log can be asked beyond what happened.

mod explore;
mod exposure;
mod lint;
mod mend;
mod reach;
mod what_if;
mod why;

pub use explore::{Explorer, Progress, StateGraph};
pub use exposure::{Exposure, Order, Position, Side};
pub use lint::{Analysis, Lint, LintKind, Severity, Topic, Waiting};
pub use mend::{Edit, Limits, Mending, MendingText, Offence};
pub use reach::{Answer, Blocker, DeadEnd, DeadEnds, Goal, LeftOpen, Plan, Reach, UnaskedError};
pub use what_if::{Difference, DifferenceText, Shift, Turn};
pub use why::{Again, Explanation, ExplanationText, Join, Move, Question, Reason, Story, Subject};
