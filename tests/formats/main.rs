//! What is read and written: logs in every format, reports for CI systems.
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

#[cfg(feature = "cli")]
mod documents;
#[cfg(feature = "cli")]
mod foreign;
#[cfg(feature = "cli")]
#[path = "../generate/mod.rs"]
mod generate;
#[path = "../halting/mod.rs"]
mod halting;
mod input;
#[cfg(feature = "cli")]
mod mapping;
#[cfg(feature = "cli")]
mod ocel;
#[cfg(feature = "cli")]
mod round_trips;
#[cfg(feature = "schema")]
mod schemas;
