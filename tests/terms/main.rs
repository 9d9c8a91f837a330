//! What an agreement and an event can say: read, written back, built in Rust; and what is refused, with
//! its place.

#![cfg(all(feature = "json", feature = "toml"))]
#![allow(clippy::unwrap_used, reason = "tests may stop at once")]

mod built;
mod defects;
mod lines;
mod round_trip;
