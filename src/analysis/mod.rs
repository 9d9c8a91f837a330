//! Analysis: what an agreement, a run or a log can be asked beyond what happened.

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
