//! The laws that the fuzz targets hold the crate to, one to a file: what must hold of any bytes. The
//! targets in `fuzz/` throw new bytes at them, `tests/law/corpus.rs` those that were found worth keeping.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    unreachable_pub,
    reason = "laws are asserted, and each target uses its own"
)]

pub mod against_reference;
pub mod agreement;
pub mod log;
pub mod plain_line;
pub mod replay;
pub mod saved_state;
