//! A lazily built automaton with registers: steps that were taken before are not worked out again.
//!
//! It is a timed automaton whose clocks are registers for instants, with registers for numbers beside
//! them, and it is built as a lazy DFA is: a location or an edge is made when a run first needs it.
//!
//! What an event does depends on little: where everything stands (the *location*), who did what (the
//! *input symbol*), and a few numbers and instants (the *registers*) that are only compared, added to and
//! moved. So the first run that takes a step asks the rules, and an *edge* is recorded from one location
//! to another: its *guard* (the comparisons that the step rested on), what it assigns to the registers,
//! and its effects. Every later run of the same agreement that comes there with that symbol follows the
//! edge. A *compact run* is the number of its location and its registers, and nothing else.
//!
//! Only plain steps become edges: an act or an attestation, or the timers that fire at one instant, where
//! all that changes and is found follows from the location and from comparisons of registers. All else the
//! rules work out each time.
//!
//! The [cache](Cache) of locations and edges has a [budget](budget), whatever the logs hold. Past
//! that, runs that come to new locations go on by the rules alone, as do the runs of an agreement that is
//! too large for an automaton, and the answers are the same.

mod budget;
mod cache;
mod compact_run;
mod edge;
mod effects;
mod first_edge;
mod guard;
mod key;
mod location;
mod locations;
mod milestones;
mod record;
mod register;
mod symbol;

pub use budget::{automata_bytes, set_automata_budget};
pub(super) use cache::{Cache, Firing};
pub(super) use compact_run::CompactRun;
pub(super) use effects::RecordedEffects;
pub(super) use record::Observed;
