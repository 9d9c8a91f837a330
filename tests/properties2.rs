//! Properties of the second reading of the law (section 7), on random agreements and logs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "tests may stop at once"
)]

mod generate2;
mod reference2;

#[path = "properties2/blame.rs"]
mod blame;
#[path = "properties2/occurrence.rs"]
mod occurrence;
#[path = "properties2/same_report.rs"]
mod same_report;

use generate2::amended::DIGEST;
use generate2::{CALENDARS, Case, NUMBERS, ONE_SCOPE, SUBJECTS, Shape, case_of, chooser};
use reference2::{Options, judge};
use serde_json::Value;

const SHAPES: [Shape; 3] = [ONE_SCOPE, SUBJECTS, CALENDARS];

fn options(case: &Case) -> Options {
    Options {
        submit: case.submit,
        as_of: case.as_of.clone(),
        known_by: case.known_by.clone(),
        by_time: case.by_time,
        amended: case.amended.iter().map(|it| (DIGEST.to_owned(), it.clone())).collect(),
    }
}

fn judged(case: &Case) -> Result<Value, String> {
    judge(&case.agreement, &case.log, &options(case))
}

/// So many cases of each shape that are judged, each with its seed and its report.
fn each_case(count: u64, mut see: impl FnMut(u64, &Case, &Value)) {
    for (shape, first) in SHAPES.into_iter().zip([0, 10_000, 20_000]) {
        for seed in first..first + count {
            let case = case_of(&chooser::numbers(seed, NUMBERS), shape);
            if let Ok(report) = judged(&case) {
                see(seed, &case, &report);
            }
        }
    }
}
