//! Every line of a log is an event or an error with its line.
#![no_main]

#[path = "../../tests/laws/log.rs"]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::holds(bytes));
