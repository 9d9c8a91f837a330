//! What other runs did before changes no run.
#![no_main]

#[path = "../../tests/engine/idle.rs"]
mod engine;
#[path = "../../tests/laws/replay.rs"]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::holds(bytes));
