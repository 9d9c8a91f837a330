//! The engine against the reference model, on random agreements and logs.

use crate::generate::{ONE_SCOPE, UNTOLD, cases};
use crate::laws::against_reference::judged;
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
