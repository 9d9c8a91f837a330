//! Walking what can come of an agreement.
//!
//! A [`Cone`] is what can influence a question; a [`StateGraph`] is the graph of its states, with time
//! abstracted to the order of its instants and deadlines ([`Timeless`]). What is not
//! in a graph that is whole is in no run. What is in it need not be in a run: a [`Concretizer`] finds the
//! events, with their instants, that bring a monitor there.

mod action;
mod concrete;
mod cone;
mod explorer;
mod size;
mod state_graph;
mod timeless;
mod unspoken;

pub(crate) use action::{Action, Conduct, Play, holds};
pub(crate) use concrete::{ConcreteRun, Concretizer, done, figure, later, named, next_periods};
pub(crate) use cone::Cone;
pub(crate) use explorer::joined;
pub use explorer::{Explorer, Progress};
pub use size::GraphSize;
pub(crate) use state_graph::{Edge, StateGraph, Visit, index};
pub(crate) use timeless::{Sum, Timeless, TimerKind, pending, sums};
pub(crate) use unspoken::Unspoken;
