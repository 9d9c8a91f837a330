//! Questions asked of the agreement itself: lint, reachability, exposure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "tests may stop at once"
)]

mod engine;
mod generate;

#[path = "analysis/exposure.rs"]
mod exposure;
#[path = "analysis/lints.rs"]
mod lints;
#[path = "analysis/properties.rs"]
mod properties;
#[path = "analysis/reach.rs"]
mod reach;
