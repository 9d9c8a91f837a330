//! The rules: the whole law of a run (SEMANTICS.md, sections 3 to 6, 8, 9 and 12), and nothing but the law.
//!
//! They work on the whole state of a run and write what comes of it into its ledger. They know nothing
//! of how a run is kept or how its steps are replayed: whatever else the monitor does, it asks them.
//!
//! | the law | where it stands |
//! | --- | --- |
//! | 3, when a condition holds | [`truth`] |
//! | 4, what a run remembers: of an obligation or act, of a scope, in all | [`tracked`], [`scope_state`], [`state`] |
//! | 4, rounds: who looks, and what each obligation comes to (1 to 6) | [`agenda`], [`settle`] |
//! | 4, falling due, moving from status to status, deadlines that rest | [`moves`] |
//! | 4, what fires when; a deadline that fires | [`timers`], [`clock`] |
//! | 5, what is wrong with an event by itself; ids that were there before | [`alone`], [`repeated`], [`said`] |
//! | 5, the clock first; out of order; submit and record; the effect of each event | [`take`], [`attempt`] |
//! | 5, void, and for which reason; premature, waived, prohibited; what is unmet | [`assess`] |
//! | 5, who speaks for whom | [`speech`] |
//! | 5, the limit of a prohibition, its periods | [`limit`], [`count`] |
//! | 6, the outcome | [`outcome`] |
//! | 6, findings and refusals, in the order in which they come | [`ledger`] |
//! | 8, scopes, and what a kind and its subjects remember | [`scope`], [`kinds`], [`subjects`] |
//! | 8, to which subject an event goes; what opens, which list closes | [`route`], [`opening`] |
//! | 9, what is told, figures and instants | [`told`] |
//! | 12, another agreement in the place of the run's own; what is carried over, what left behind | [`amended`], [`carry`], [`done`], [`left_behind`] |
//!
//! What belongs to one part of the law is said of a [`State`] or a [`Run`] in the file of that part; so the
//! files know each other, and none of them knows anything outside of the rules but terms and events.

mod agenda;
mod alone;
mod amended;
mod assess;
mod attempt;
mod carry;
mod carry_sums;
mod clock;
mod count;
mod done;
mod kinds;
mod ledger;
mod left_behind;
mod limit;
mod moves;
mod opening;
mod outcome;
mod repeated;
mod resting;
mod route;
mod run;
mod said;
mod scope;
mod scope_state;
mod settle;
mod speech;
mod state;
mod subjects;
mod take;
mod timers;
mod told;
mod tracked;
mod truth;

pub(crate) use alone::Given;
pub(super) use amended::{Change, change};
pub(crate) use assess::unmet;
pub(crate) use count::Count;
#[cfg(feature = "step")]
pub(super) use count::present;
pub(crate) use kinds::KindState;
pub(super) use ledger::Mark;
pub(crate) use ledger::{Ledger, Manner};
pub(crate) use left_behind::{LeftBehind, LeftObligation, LeftSubject};
pub(crate) use limit::count;
pub(crate) use repeated::EventIds;
pub(crate) use run::Run;
pub(crate) use said::Half;
pub(crate) use scope::{At, Scope, SubjectId};
pub(crate) use scope_state::ScopeState;
pub(crate) use state::{Remembered, State};
pub(crate) use subjects::Subject;
pub(super) use take::Verdict;
pub(crate) use timers::{Timer, Timers};
pub(crate) use tracked::{Amended, EndedBy, Parties, Tracked, TrackedAct, Window};
pub(crate) use truth::Truth;
