//! What was known when, as a person reads it: the settlement of 1962 as it was known in Washington on the day on
//! which the quarantine was lifted, on the day on which the talks ended, and today.

use std::fs;

use servanda::formats::BadLines;
use servanda::{Agreement, Verifier};

const LIFTED: &str = "1962-11-20T23:00:00Z";
const ENDED: &str = "1963-01-07T17:00:00Z";
const TOLD: &str = "2012-10-10T00:00:00Z";

fn difference(known_by: &str, against: &str) -> String {
    let read = |name: &str| {
        fs::read_to_string(format!("{}/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let agreement = Agreement::from_json(&read("cuba-weapons/agreement.json")).unwrap();
    let verifier = Verifier::new(&agreement).as_of(ENDED.parse().unwrap()).by_time().unwrap();
    let mut evidence = verifier.evidence();
    evidence.take_log(read("evidence/history.jsonl").as_bytes(), BadLines::Stop).unwrap();
    let (known_by, against) = (known_by.parse().unwrap(), against.parse().unwrap());
    evidence.differences(known_by, against).map(|it| it.to_string()).collect()
}

#[test]
fn what_washington_learnt_until_the_talks_ended() {
    let told = difference(LIFTED, ENDED);
    for line in [
        "Outcome: pending, conformant; before: breached, not conformant",
        "      overdue: went with line 24, known 1962-12-06 17:00 UTC",
        "  weapon bombers: removal                due → discharged; closed 1962-12-12 17:00 UTC; 1 done, not 0",
    ] {
        assert!(told.lines().any(|it| it == line), "{line}\n{told}");
    }
    assert!(!told.contains("Newly found") && !told.contains("tactical"), "{told}");
}

#[test]
fn what_is_known_today_of_the_day_on_which_the_talks_ended() {
    let told = difference(ENDED, TOLD);
    for line in [
        "Outcome: pending, conformant, as before",
        "      waived: came with line 27, known 1992-01-14 00:00 UTC",
        "  weapon tactical-weapons: removal                performed, new",
    ] {
        assert!(told.lines().any(|it| it == line), "{line}\n{told}");
    }
    assert!(!told.contains("Found no more"), "{told}");
}

#[test]
fn what_makes_no_difference_is_told_as_none() {
    let told = difference("1990-01-01T00:00:00Z", "1991-01-01T00:00:00Z");
    assert!(told.contains("Outcome: pending, conformant, as before"), "{told}");
    assert!(told.contains("Nothing is found otherwise, and nothing stands otherwise."), "{told}");
}
