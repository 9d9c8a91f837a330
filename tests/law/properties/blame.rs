//! 7. Blame is sound: a party that does each act as soon as it is due, and nothing else, is never named
//!    as overdue, prohibited, premature or belated, whatever the others do: except that an act can be owed
//!    and forbidden at once, and that who owes that something be achieved answers for the world.
//!
//! The reference model plays the party, and so writes a log; it and the engine judge that log.

use serde_json::Value;

use super::model::each_case;
use crate::engine;
use crate::generate::{Case, NUMBERS, ONE_SCOPE, Shape, case_of, chooser, times};
use crate::reference::{Diligence, judge_with_diligent};

/// The log of the others, as it becomes where one party is diligent: first for one party, then for another.
fn played(case: &Case) -> Vec<(String, Diligence)> {
    let parties = case.agreement["parties"].as_object().unwrap();
    let single = parties.iter().filter(|(_, it)| it.is_string()).take(2);
    let end = times::written(40 * times::DAY);
    let as_of = case.as_of.as_ref().unwrap_or(&end);
    let play = |party: &String| {
        let is_by = |line: &Value| {
            let actors = line["actors"].as_array().into_iter().flatten();
            line["actor"] == **party || actors.into_iter().any(|it| it == party)
        };
        let others: Vec<_> = case.log.iter().filter(|it| !is_by(it)).cloned().collect();
        judge_with_diligent(&case.agreement, &others, party, as_of)
    };
    single.filter_map(|(party, _)| Some((party.clone(), play(party).ok()?))).collect()
}

/// Nothing found blames the party, but for what it is excused for.
fn is_not_blamed(report: &Value, party: &str, did: &Diligence, seed: u64) {
    for finding in report["findings"].as_array().unwrap() {
        let is_his = finding["party"] == *party;
        // What another's deadline makes due, and due at once, is late before a log can say that it was
        // done: a line of that instant comes before the deadline, and any other after it.
        let is_late_at_once =
            |it: &str| standing(report, &finding["subject"], it)["due"] == finding["at"];
        let could_not = finding["obligation"]
            .as_str()
            .is_some_and(|it| did.skipped.contains(it) || is_late_at_once(it));
        let is_blame =
            ["overdue", "premature", "belated"].contains(&finding["kind"].as_str().unwrap());
        assert!(!is_his || !is_blame || could_not, "seed {seed}: {finding}");
        if is_his && finding["kind"] == "prohibited" {
            // It was owed and forbidden at once: the party did it because it owed it.
            let place = usize::try_from(finding["event"].as_u64().unwrap()).unwrap();
            assert!(did.own.contains(&place), "seed {seed}: {finding}");
        }
    }
}

/// Where an obligation stands, of the run or of a subject.
fn standing<'a>(report: &'a Value, subject: &Value, obligation: &str) -> &'a Value {
    let of_subject = subject.as_object().and_then(|it| it.iter().next());
    let scope = match of_subject {
        Some((kind, name)) => &report["subjects"][kind]["subjects"][name.as_str().unwrap()],
        None => report,
    };
    &scope["obligations"][obligation]
}

#[test]
fn the_diligent_are_not_blamed() {
    let mut acts = 0;
    for seed in 0..400 {
        let shape = Shape { runs: 1, ..ONE_SCOPE };
        let case = case_of(&chooser::numbers(seed, NUMBERS), shape);
        for (party, did) in played(&case) {
            acts += did.own.len();
            // Both come to the same, so what is found is found by both.
            let log = Case { log: did.log.clone(), submit: false, known_by: None, ..case.clone() };
            let report = engine::judge(&log).unwrap();
            is_not_blamed(&report[0], &party, &did, seed);
        }
    }
    assert!(acts > 150, "{acts}");
}

#[test]
fn the_diligent_are_not_blamed_in_subjects_and_by_calendars() {
    let mut acts = 0;
    each_case(40, |seed, case, _| {
        for (party, did) in played(case) {
            acts += did.own.len();
            is_not_blamed(&did.report, &party, &did, seed);
        }
    });
    assert!(acts > 90, "{acts}");
}
