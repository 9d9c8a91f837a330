//! The engine against the reference model, on random agreements and logs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "tests may stop at once"
)]

mod engine;
mod generate;
mod reference;

use generate::{Case, Census, NUMBERS, Shape, case_of, cases, chooser};
use proptest::prelude::*;
use serde_json::Value;

/// Both verdicts; they must be one.
fn judged(case: &Case) -> Result<Option<Value>, String> {
    let options = reference::Options {
        submit: case.submit,
        as_of: case.as_of.clone(),
        known_by: case.known_by.clone(),
    };
    let expected = reference::judge(&case.agreement, &case.log, &options);
    let found = engine::judge(case);
    match (expected, found) {
        (Ok(expected), Ok(found)) => match engine::differences(&expected, &found) {
            differences if differences.is_empty() => Ok(Some(expected)),
            differences => Err(differences.join("\n")),
        },
        (Err(_), Err(_)) => Ok(None),
        (expected, found) => Err(format!("reference: {expected:?}\nengine: {found:?}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_reference_agree(case in cases(Shape::default())) {
        judged(&case).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn every_status_finding_and_refusal_occurs_in_quantity() {
    let mut census = Census::default();
    let mut refused = 0;
    for seed in 0..4_000 {
        let case = case_of(&chooser::numbers(seed, NUMBERS), Shape::default());
        match judged(&case) {
            Ok(Some(report)) => census.count(&report),
            Ok(None) => refused += 1,
            Err(difference) => panic!("seed {seed}: {difference}\n{case:#?}"),
        }
    }
    println!("{census}{refused} agreements with a circle of resting");
    assert_eq!(census.rarer_than(5), [""; 0], "too rare to be tested\n{census}");
    assert!(refused > 0);
}
