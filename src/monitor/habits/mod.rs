//! Habits: what a deed comes to, told by what stands near it.
//!
//! A run that is kept whole, because its agreement is too large for [paths](super::paths) or has too
//! many places, has nothing as small as a place to know a step by. But a deed reads and moves little:
//! the duties that it performs, those that wait for them, the formulas between. So when a deed comes
//! again, the rules are watched as they work it out, and a *habit* is worn: how all that they read
//! stood, and what they moved. Every later run that finds the same near the deed, whatever stands
//! further off, takes the habit.
//!
//! Only what is plain becomes a habit: an act or an attestation of which nothing is found, and which
//! moves neither the whole agreement nor an `elapsed` condition, nor ends a rest. All else is worked
//! out by the rules each time. The rules are the law; habits are what they came to.

mod form;
mod further;
mod habit;
mod near;
mod store;
mod watch;

pub(super) use store::Habits;
