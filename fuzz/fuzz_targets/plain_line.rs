//! The fast reader of plain lines and the strict one agree.
#![no_main]

#[path = "../../tests/laws/plain_line.rs"]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::holds(bytes));
