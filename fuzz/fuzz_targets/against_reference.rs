//! The engine and the reference model give one report.
#![no_main]

#[path = "../../tests/engine/mod.rs"]
mod engine;
#[path = "../../tests/generate/mod.rs"]
mod generate;
#[path = "../../tests/laws/against_reference.rs"]
mod law;
#[path = "../../tests/reference/mod.rs"]
mod reference;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::holds(bytes));
