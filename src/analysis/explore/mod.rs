//! Walking what can come of an agreement.
//!
//! A [`Slice`] is what can influence a question; a [`Web`] is the graph of its states, with time
//! abstracted to the order of its instants and deadlines ([`crate::monitor::Timeless`]). What is not
//! in a web that is whole is in no run. What is in it need not be in a run: a [`Trial`] finds the
//! events, with their instants, that bring a monitor there.

mod census;
mod concrete;
mod explorer;
mod slice;
mod step;
mod web;

pub use census::StateGraph;
pub(crate) use concrete::{Trial, Tried, named};
pub(crate) use explorer::joined;
pub use explorer::{Explorer, Progress};
pub(crate) use slice::Slice;
pub(crate) use step::{Conduct, Play, Step, holds};
pub(crate) use web::{Edge, Visit, Web, index};
