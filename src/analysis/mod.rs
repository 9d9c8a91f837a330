//! Analysis: what an agreement, a run or a log can be asked beyond what happened.

mod mend;
mod outlook;
mod readings;
mod what_if;
mod why;

pub use mend::{Edit, Limits, Mending, MendingText, Offence};
pub use outlook::{
    Agenda, AgendaText, Ahead, Breach, Choice, Finality, Outlook, OutlookText, Task, Threat,
    Waiting,
};
pub use readings::{FindingRow, Readings, ReadingsText, StatusRow, TurningPoint};
pub use what_if::{Difference, DifferenceText, Shift, Turn};
pub use why::{Again, Explanation, ExplanationText, Join, Move, Question, Reason, Story, Subject};
