//! The engine and the reference model give one report.
#![no_main]

#[path = "../../tests/engine/mod.rs"]
mod engine;
#[path = "../../tests/generate2/mod.rs"]
mod generate;
#[path = "../../tests/laws/against_reference.rs"]
mod law;
#[path = "../../tests/reference2/mod.rs"]
mod reference;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::holds(bytes));
