//! The monitor: a state machine that takes events one at a time and says what follows (SEMANTICS.md,
//! sections 3 to 6). It reads no clock and does no input or output: time comes in with the events.

// The rules decide, the cache replays. `rules` is the whole law, once. `automaton` keeps what the rules came
// to in steps that many runs take, and takes later runs along without asking again: delete it and no answer
// changes. `runner` asks the one or replays the other, `storage` keeps a run's state compact or whole,
// `parked` keeps many runs, and `public` gives one run to users.
mod automaton;
mod carried;
mod cause;
mod change;
mod changing;
mod finding;
mod outlook;
mod parked;
mod public;
mod refusal;
mod rules;
mod runner;
mod status;
mod step;
mod storage;
mod subject_monitor;

pub use automaton::{automata_bytes, set_automata_budget};
pub use cause::Cause;
pub use change::{Change, Transition};
pub(crate) use changing::{AtHand, ChangingRun, named_in};
pub use finding::{Finding, FindingKind, Matter, VoidReason};
pub use outlook::{Closed, Owed};
pub(crate) use parked::{ParkedRun, ShardRunner};
pub use public::{Monitor, OutOfOrderError, Rehearsal};
pub use refusal::Refusal;
pub(crate) use refusal::RefusalRecord;
pub(crate) use rules::{
    Amended, At, Count, EndedBy, EventIds, Given, Half, KindState, Ledger, LeftBehind,
    LeftObligation, LeftSubject, Manner, Parties, Remembered, Run, Scope, ScopeState, State,
    Subject, SubjectId, Timer, Timers, Tracked, TrackedAct, Truth, Window, count, unmet,
};
pub(crate) use runner::Occurrence;
pub use status::{Lapse, Outcome, Status};
pub use step::{Changes, Step};
pub use subject_monitor::SubjectMonitor;
