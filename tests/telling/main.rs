//! What is told: where things stand, in sentences and in words, and the face that the crate shows.
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

mod explained;
mod floors;
mod kinds;
mod knowing;
mod local_times;
#[cfg(feature = "render")]
mod pages;
mod sentences;
mod standing;
mod surface;
