//! Law: the engine and the reference model give one report. The bytes are the numbers that decide a
//! random agreement and a log for it.
#![no_main]

#[path = "../../tests/engine/mod.rs"]
mod engine;
#[path = "../../tests/generate/mod.rs"]
mod generate;
#[path = "../../tests/reference/mod.rs"]
mod reference;

use generate::{Shape, case_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let numbers: Vec<u32> = bytes.iter().map(|byte| u32::from(*byte)).collect();
    let case = case_of(&numbers, Shape::default());
    let options = reference::Options {
        submit: case.submit,
        as_of: case.as_of.clone(),
        known_by: case.known_by.clone(),
    };
    match (reference::judge(&case.agreement, &case.log, &options), engine::judge(&case)) {
        (Ok(expected), Ok(found)) => {
            let differences = engine::differences(&expected, &found);
            assert!(differences.is_empty(), "{differences:#?}\n{case:#?}");
        }
        (Err(_), Err(_)) => {}
        (expected, found) => panic!("{expected:?}\n{found:?}\n{case:#?}"),
    }
});
