//! Blame is sound: who does each act as soon as it is due, and nothing else, is never blamed.

use super::each_case;
use super::generate2::times;
use super::reference2::judge_with_diligent;

#[test]
fn a_diligent_party_is_never_blamed() {
    let mut acts = 0;
    each_case(40, |seed, case, _| {
        let parties = case.agreement["parties"].as_object().unwrap();
        for (party, _) in parties.iter().filter(|(_, it)| it.is_string()).take(2) {
            let is_by = |line: &serde_json::Value| {
                let actors = line["actors"].as_array().into_iter().flatten();
                line["actor"] == *party || actors.into_iter().any(|it| it == party)
            };
            let others: Vec<_> = case.log.iter().filter(|it| !is_by(it)).cloned().collect();
            let end = times::written(40 * times::DAY);
            let as_of = case.as_of.as_ref().unwrap_or(&end);
            let did = judge_with_diligent(&case.agreement, &others, party, as_of).unwrap();
            acts += did.acts;
            for finding in did.report["findings"].as_array().unwrap() {
                let kind = finding["kind"].as_str().unwrap();
                let is_his = finding["party"] == *party;
                let could_not =
                    finding["obligation"].as_str().is_some_and(|it| did.skipped.contains(it));
                let is_blame = ["overdue", "premature", "belated"].contains(&kind);
                assert!(!(is_his && is_blame && !could_not), "seed {seed}: {finding}");
            }
        }
    });
    assert!(acts > 30, "{acts}");
}
