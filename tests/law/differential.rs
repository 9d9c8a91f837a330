//! The engine against the reference model, on random agreements and logs.

use crate::generate::wanted::COMMON;
use crate::generate::{Census, NUMBERS, ONE_SCOPE, UNTOLD, case_of, cases, chooser};
use crate::laws::against_reference::{judged, judged_by_reference};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_reference_agree(case in cases(ONE_SCOPE)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn engine_and_reference_agree_where_there_is_an_automaton(case in cases(UNTOLD)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn every_status_finding_and_refusal_occurs_in_quantity() {
    let mut census = Census::default();
    let mut refused = 0;
    for seed in 0..600 {
        let case = case_of(&chooser::numbers(seed, NUMBERS), ONE_SCOPE);
        match judged_by_reference(&case) {
            Ok(reports) => reports.iter().for_each(|report| census.count(&case, report)),
            Err(_) => refused += 1,
        }
    }
    println!("{census}{refused} agreements with a circle of resting");
    assert_eq!(census.too_rare(COMMON), [""; 0], "too rare to be tested\n{census}");
    assert!(refused > 0);
}
