//! The command `servanda`, as it is called from a shell: what it prints, where, and how it exits.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at once"
)]

mod amended;
mod answers;
mod by_time;
mod calendars;
mod digest;
mod documents;
mod following;
mod growing;
mod hostile;
mod kit;
#[cfg(unix)]
#[allow(
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a test may stop at once, and tells how many it tried"
)]
mod mutated;
mod next;
mod of_many;
mod real_logs;
mod refused;
mod since;
mod verify;
