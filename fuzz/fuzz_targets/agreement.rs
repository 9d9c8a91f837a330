//! Agreements write themselves back, and run.
#![no_main]

#[path = "../../tests/laws/agreement.rs"]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::holds(bytes));
