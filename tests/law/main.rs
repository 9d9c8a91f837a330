//! The law: what an agreement, its events and its runs come to, by examples, at random, and against the
//! reference model.
#![cfg(all(feature = "json", feature = "toml"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "tests may stop at once"
)]

mod amended;
mod automaton;
mod calendars;
mod cases;
mod corpus;
mod cuba;
mod differential;
mod digest;
mod docket;
#[path = "../engine/mod.rs"]
mod engine;
mod evidence;
mod found;
#[path = "../generate/mod.rs"]
mod generate;
mod journal;
#[path = "../laws/mod.rs"]
mod laws;
mod many;
mod monitor;
mod occurrence;
mod properties;
#[path = "../reference/mod.rs"]
mod reference;
mod subjects;
#[path = "../walk/mod.rs"]
mod walk;
mod walks;
mod written;
