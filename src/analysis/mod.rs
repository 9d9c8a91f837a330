//! Analysis: what an agreement, a run or a log can be asked beyond what happened.
//!
//! | to ask | of | answers |
//! | --- | --- | --- |
//! | [`Agreement::analyze`](crate::Agreement::analyze) | an agreement | an [`Analysis`]: what is wrong with it before anybody signs it |
//! | [`Agreement::changed_since`](crate::Agreement::changed_since) | an agreement | each [`Changed`] place: where an earlier [`Edition`] of the law came to another verdict |
//! | [`Explorer`] | an agreement or a run | what can come: a [`Plan`], a [`Blocker`], [`DeadEnds`], an [`Exposure`] |
//! | [`Agreement::unfolded`](crate::Agreement::unfolded) | an agreement with kinds of subjects | an [`Unfolded`] one without, which an [`Explorer`] can walk |
//! | [`Monitor::why`](crate::Monitor::why) | a run | an [`Explanation`], a [`Story`]: why things stand as they do, what it would take |
//! | [`Monitor::what_if`](crate::Monitor::what_if) | a run | a [`Difference`]: what events would change |
//! | [`Monitor::outlook`](crate::Monitor::outlook), [`Monitor::agenda`](crate::Monitor::agenda) | a run | an [`Outlook`], an [`Agenda`]: what comes if nobody acts, what each act brings |
//! | [`Verifier::mend`](crate::Verifier::mend) | a log | a [`Mending`]: how it would conform |
//! | [`Readings`] | a log, several agreements | where their verdicts part |
//!
//! ```
//! use servanda::analysis::{Explorer, Goal};
//! use servanda::cuba::{self, Act, Party, Reading};
//!
//! let agreement = cuba::agreement(Reading::Verified)?;
//! let mut explorer = Explorer::new(&agreement);
//! // The quarantine can be lifted in keeping with the agreement, and the Soviet Union could prevent
//! // it on its own.
//! let lifting = Goal::Done(Act::LiftQuarantine);
//! assert!(explorer.reach(&lifting)?.is_reachable());
//! assert!(explorer.blockers(&lifting)?.iter().any(|it| it.party == Party::Ussr));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What asks for all that *can* come walks a state graph in which time is abstracted to the order of
//! its instants and deadlines. The graph is an over-approximation: no run leaves it, and it may hold
//! more than runs do. So a *no* is read off a graph that is whole, a *yes* is a list of events that a
//! monitor has taken, and what is neither is said to be unknown. stateright could have done the
//! walking, but not the rest: ways that cost least, ways back from a goal, parts explored apart; the
//! walk itself is a page.

mod durations;
mod explore;
mod exposure;
mod lint;
mod mend;
mod outlook;
mod reach;
mod readings;
mod since;
mod unfold;
mod what_if;
mod why;

pub use explore::{Explorer, GraphSize, Progress};
pub use exposure::{Exposure, Order, Position, Side};
#[cfg(feature = "render")]
pub(crate) use lint::standoffs;
pub use lint::{Analysis, Link, Lint, LintKind, Severity, Topic};
pub use mend::{Edit, Limits, Mending, MendingText, Offence};
pub use outlook::{
    Agenda, AgendaText, Ahead, Breach, Choice, Finality, Outlook, OutlookText, Task, Threat,
    Waiting,
};
pub use reach::{
    Answer, Blocker, DeadEnd, DeadEnds, Goal, LeftOpen, Plan, PlanText, Planned, Reach,
    UnaskedError,
};
pub use readings::{FindingRow, Readings, ReadingsText, StatusRow, TurningPoint};
pub use since::{Changed, Edition, EditionError};
pub use unfold::{LeftOut, UnfoldError, Unfolded};
pub use what_if::{Difference, DifferenceText, Shift, Turn};
pub use why::{Again, Explanation, ExplanationText, Join, Move, Question, Reason, Story, Subject};
