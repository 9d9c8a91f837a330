//! Calendars and terms (section 10 of SEMANTICS.md): the cases that were written down, and at random.

use proptest::prelude::*;

use crate::generate::{CALENDARS, cases};
use crate::laws::against_reference::judged;
use crate::written::{each_line_comes_to_its_report, each_log_comes_to_its_reports};

#[test]
fn random_cases_come_to_their_reports() {
    assert_eq!(each_line_comes_to_its_report("second/random/calendars.jsonl"), 100);
}

#[test]
fn agreements_from_life_come_to_their_reports() {
    let folders = ["second/lease", "second/desk"];
    assert_eq!(folders.into_iter().map(each_log_comes_to_its_reports).sum::<usize>(), 5);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_reference_agree_by_calendars(case in cases(CALENDARS)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }
}
