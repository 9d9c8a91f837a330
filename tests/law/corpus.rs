//! What the fuzz targets found worth keeping, thrown at their laws once more: `fuzz/corpus` holds the
//! smallest set of inputs that reaches all that was ever reached.

use std::path::Path;

/// Holds every input of a target to its law; there are at least so many.
fn replay(target: &str, at_least: usize, holds: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut inputs: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.sort();
    assert!(inputs.len() >= at_least, "only {} inputs for {target}", inputs.len());
    for input in inputs {
        let bytes = std::fs::read(&input).unwrap();
        if std::panic::catch_unwind(|| holds(&bytes)).is_err() {
            panic!("{}", input.display());
        }
    }
}

#[test]
fn agreements_write_themselves_back() {
    replay("agreement", 400, crate::laws::agreement::holds);
}

#[test]
fn every_line_of_a_log_is_an_event_or_an_error() {
    replay("log", 170, crate::laws::log::holds);
}

#[test]
fn both_readers_agree_on_every_line() {
    replay("plain_line", 170, crate::laws::plain_line::holds);
}

#[test]
fn a_saved_state_is_refused_or_goes_on() {
    replay("saved_state", 200, crate::laws::saved_state::holds);
}

#[test]
fn the_engine_agrees_with_the_reference() {
    replay("against_reference", 80, crate::laws::against_reference::holds);
}

#[test]
fn what_other_runs_did_changes_no_run() {
    replay("replay", 15, crate::laws::replay::holds);
}
