//! The rules alone: with no automaton to replay what they came to, no answer changes. It is a test of its
//! own, for the budget is the whole process's.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests may stop at once"
)]

mod engine;
#[path = "generate/mod.rs"]
mod generate;

use generate::{NUMBERS, UNTOLD, case_of, chooser};
use servanda::Monitor;
use servanda::monitor::{automata_bytes, set_automata_budget};

#[test]
fn the_rules_alone_come_to_the_same() {
    let mut judged = 0;
    for seed in 0..60 {
        let mut case = case_of(&chooser::numbers(seed, NUMBERS), UNTOLD);
        // A run that has not begun stands nowhere.
        case.agreement["date"] = serde_json::json!(generate::times::written(0));
        let Ok(agreement) = engine::agreement(&case.agreement) else { continue };
        set_automata_budget(0);
        let by_rules = engine::judge(&case);
        let _monitor = Monitor::new(&agreement);
        assert_eq!(automata_bytes(), 0, "seed {seed}");
        set_automata_budget(usize::MAX);
        let replayed = engine::judge(&case);
        let _monitor = Monitor::new(&engine::agreement(&case.agreement).unwrap());
        assert!(automata_bytes() > 0, "seed {seed}");
        assert_eq!(by_rules, replayed, "seed {seed}\n{case:#?}");
        judged += 1;
    }
    assert!(judged > 40, "{judged}");
}
