//! Law: the engine and the reference model give one report.
#![allow(
    dead_code,
    clippy::panic,
    unreachable_pub,
    reason = "a law is asserted, and each test uses its part"
)]

use serde_json::Value;

use crate::engine;
use crate::generate::amended::DIGEST;
use crate::generate::{Case, Shape, case_of};
use crate::reference;

/// The bytes are the numbers that decide a random agreement and a log for it.
pub fn holds(bytes: &[u8]) {
    let numbers: Vec<u32> = bytes.iter().map(|byte| u32::from(*byte)).collect();
    let case = case_of(&numbers, Shape::default());
    if let Err(difference) = judged(&case) {
        panic!("{difference}\n{case:#?}");
    }
}

/// The verdict on each run of a case, in which both agree; none where both refuse the agreement.
pub fn judged(case: &Case) -> Result<Option<Vec<Value>>, String> {
    match (judged_by_reference(case), engine::judge(case)) {
        (Ok(expected), Ok(found)) => {
            match engine::differences(&Value::Array(expected.clone()), &found) {
                differences if differences.is_empty() => Ok(Some(expected)),
                differences => Err(differences.join("\n")),
            }
        }
        (Err(_), Err(_)) => Ok(None),
        (expected, found) => Err(format!("reference: {expected:?}\nengine: {found:?}")),
    }
}

/// The reference model's verdict on each run of a case, or why it refuses the agreement.
pub fn judged_by_reference(case: &Case) -> Result<Vec<Value>, String> {
    reference::judge_each_case(&case.agreement, &case.log, &options(case))
}

/// How a case is to be judged, as the reference model is told.
pub fn options(case: &Case) -> reference::Options {
    reference::Options {
        submit: case.submit,
        as_of: case.as_of.clone(),
        known_by: case.known_by.clone(),
        by_time: case.by_time,
        amended: case.amended.iter().map(|it| (DIGEST.to_owned(), it.clone())).collect(),
    }
}
