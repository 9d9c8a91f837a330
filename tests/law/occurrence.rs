//! Everything that the law speaks of occurs in quantity among the generated cases.

use crate::generate::spoil::{WAYS, spoil};
use crate::generate::wanted::{COMMON, OF_CALENDARS, OF_EVIDENCE, OF_SUBJECTS};
use crate::generate::{
    CALENDARS, Case, Census, Chooser, EVIDENCE, NUMBERS, ONE_SCOPE, SUBJECTS, Shape, case_of,
    chooser,
};
use crate::laws::against_reference::judged_by_reference;

fn occur(shape: Shape, count: u64, wanted: &[&[&'static str]]) {
    let mut census = Census::default();
    for seed in 0..count {
        let case = case_of(&chooser::numbers(seed, NUMBERS), shape);
        match judged_by_reference(&case) {
            Ok(reports) => census.count(&case, &reports),
            // The only agreements that are not acceptable are those with a circle of resting.
            Err(why) => assert!(why.ends_with("rests on itself"), "{seed}: {why}"),
        }
    }
    let too_rare = census.too_rare(&wanted.concat());
    println!("{census}");
    assert_eq!(too_rare, [""; 0], "too rare to be tested\n{census}");
}

#[test]
fn every_status_finding_and_refusal_occurs_in_quantity() {
    occur(ONE_SCOPE, 600, &[COMMON]);
}

#[test]
fn in_agreements_with_subjects() {
    occur(SUBJECTS, 160, &[COMMON, OF_SUBJECTS]);
}

#[test]
fn in_agreements_with_calendars() {
    occur(CALENDARS, 160, &[COMMON, OF_SUBJECTS, OF_CALENDARS]);
}

#[test]
fn in_logs_judged_by_time_and_agreements_that_change() {
    occur(EVIDENCE, 200, &[OF_EVIDENCE]);
}

/// What spoils an agreement in one way makes it unacceptable.
#[test]
fn spoilt_agreements_are_refused() {
    for (seed, way) in WAYS.iter().cycle().take(110).enumerate() {
        let numbers = chooser::numbers(seed as u64, NUMBERS);
        let case = case_of(&numbers, SUBJECTS);
        if judged_by_reference(&case).is_err() {
            continue;
        }
        let spoilt = spoil(&mut Chooser::new(&numbers), &case.agreement, way);
        let found = judged_by_reference(&Case { agreement: spoilt, ..case });
        assert!(found.is_err(), "seed {seed}: {way}");
    }
}
