//! The engine against the reference model, on random agreements and logs.

use crate::generate::{Census, NUMBERS, Shape, case_of, cases, chooser};
use crate::laws::against_reference::{judged, judged_by_reference};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

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
        match judged_by_reference(&case) {
            Ok(reports) => census.count(&case, &reports),
            Err(_) => refused += 1,
        }
    }
    println!("{census}{refused} agreements with a circle of resting");
    assert_eq!(census.too_rare(), [""; 0], "too rare to be tested\n{census}");
    assert!(refused > 0);
}
