//! Analysis: what an agreement, a run or a log can be asked beyond what happened.
//!
//! What asks for all that *can* come ([`Explorer`], [`Agreement::analyze`](crate::Agreement::analyze))
//! walks a state graph in which time is abstracted to the order of its instants and deadlines. The
//! graph is an over-approximation: no run leaves it, and it may hold more than runs do. So a *no* is
//! read off a graph that is whole, a *yes* is a list of events that a monitor has taken, and what is
//! neither is said to be unknown. stateright could have done the walking, but not the rest: ways that
//! cost least, ways back from a goal, parts explored apart; the walk itself is a page.

mod explore;
mod exposure;
mod lint;
mod mend;
mod outlook;
mod reach;
mod readings;
mod what_if;
mod why;

pub use explore::{Explorer, Progress, StateGraph};
pub use exposure::{Exposure, Order, Position, Side};
#[cfg(feature = "render")]
pub(crate) use lint::standoffs;
pub use lint::{Analysis, Link, Lint, LintKind, Severity, Topic};
pub use mend::{Edit, Limits, Mending, MendingText, Offence};
pub use outlook::{
    Agenda, AgendaText, Ahead, Breach, Choice, Finality, Outlook, OutlookText, Task, Threat,
    Waiting,
};
pub use reach::{Answer, Blocker, DeadEnd, DeadEnds, Goal, LeftOpen, Plan, Reach, UnaskedError};
pub use readings::{FindingRow, Readings, ReadingsText, StatusRow, TurningPoint};
pub use what_if::{Difference, DifferenceText, Shift, Turn};
pub use why::{Again, Explanation, ExplanationText, Join, Move, Question, Reason, Story, Subject};
