//! A saved state is refused, or goes on.
#![no_main]

#[path = "../../tests/laws/saved_state.rs"]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::holds(bytes));
