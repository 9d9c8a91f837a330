//! What is different on a terminal: the board, colour, the bar.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use servanda_checks::repository;

use crate::terminal::{Left, Terminal, command};

const VERIFIED: &str = "tests/cases/cuba-1962/agreement-verified.json";
const HISTORY: &str = "tests/cases/cuba-1962/log-history.jsonl";

/// Runs the command on a terminal, in the repository.
fn on_terminal(arguments: &[&str], settings: &[(&str, &str)]) -> Terminal {
    Terminal::running(command(), arguments, repository(), settings)
}

/// Runs the command where there is no terminal: how it exits, and what it prints.
fn elsewhere(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(command());
    command.args(arguments).current_dir(repository()).stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn folder(name: &str) -> PathBuf {
    servanda_checks::folder(env!("CARGO_TARGET_TMPDIR"), name)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn step_opens_the_board_and_saves_a_log_that_verifies() {
    let log = folder("step").join("log.jsonl");
    let mut board = on_terminal(&["step", VERIFIED, "--save", text(&log)], &[]);
    board.waits_for("? keys");
    board.press("Right Enter Enter");
    board.waits_for("in force");
    board.type_in("s");
    board.press("Enter");
    board.waits_for("saved: 1 event");
    board.type_in("q");
    assert!(board.leaves().status.success());
    assert!(fs::read_to_string(&log).unwrap().contains("accept-proposal"));
    assert_eq!(elsewhere(&["verify", VERIFIED, text(&log)]).0, Some(0));
    // A log that is there is gone on with.
    let mut board = on_terminal(&["step", VERIFIED, HISTORY], &[]);
    board.waits_for("? keys");
    board.waits_for("premature");
    board.type_in("q");
    assert!(board.leaves().status.success());
}

#[test]
fn step_needs_a_terminal() {
    let (code, out, err) = elsewhere(&["step", VERIFIED]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("stepping needs a terminal"), "{err}");
}

#[test]
fn a_report_is_in_colour_unless_no_color_is_set() {
    let verify = ["verify", VERIFIED, HISTORY];
    let Left { bytes, status, .. } = on_terminal(&verify, &[]).leaves();
    assert_eq!(status.code(), Some(1));
    assert!(bytes.contains("\u{1b}[1m\u{1b}[31mOutcome: pending"), "{bytes:?}");
    let Left { bytes, .. } = on_terminal(&verify, &[("NO_COLOR", "1")]).leaves();
    assert!(bytes.contains("Outcome: pending") && !bytes.contains('\u{1b}'), "{bytes:?}");
    let Left { bytes, .. } = on_terminal(&["verify", "nowhere.json", HISTORY], &[]).leaves();
    assert!(bytes.contains("nowhere.json") && bytes.contains('\u{1b}'), "{bytes:?}");
}

#[test]
fn a_long_log_has_a_bar_that_goes_away() {
    let log = folder("bar").join("log.jsonl");
    let tick =
        "{\"time\":\"1962-10-28T14:04:00Z\",\"note\":\"".to_owned() + &"x".repeat(60_000) + "\"}\n";
    fs::write(&log, tick.repeat(150)).unwrap();
    let Left { bytes, screen, status } =
        on_terminal(&["verify", VERIFIED, text(&log)], &[]).leaves();
    assert_eq!(status.code(), Some(0));
    assert!(bytes.contains("MiB of 8.5"), "{}", bytes.get(..2000).unwrap_or(&bytes));
    assert!(!screen.contents().contains("MiB of"), "{}", screen.contents());
    let (code, _, err) = elsewhere(&["verify", VERIFIED, text(&log)]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "no bar where there is no terminal");
}

/// What puts a terminal back as it was: the usual screen, and the cursor.
const USUAL_SCREEN: &str = "\u{1b}[?1049l";

#[test]
fn a_signal_that_ends_the_board_puts_the_terminal_back() {
    use std::os::unix::process::ExitStatusExt;

    for (name, number) in [("HUP", 1), ("INT", 2), ("QUIT", 3), ("TERM", 15)] {
        let mut board = on_terminal(&["step", VERIFIED], &[]);
        board.waits_for("? keys");
        board.signal(name);
        let Left { status, bytes, .. } = board.leaves();
        assert_eq!(status.signal(), Some(number), "{name}");
        assert!(bytes.contains(USUAL_SCREEN), "{name}: {bytes:?}");
    }
}

#[test]
fn the_board_stops_and_goes_on() {
    let mut board = on_terminal(&["step", VERIFIED], &[]);
    board.waits_for("? keys");
    board.signal("TSTP");
    assert!(board.until_written(USUAL_SCREEN), "the terminal is put back while it is stopped");
    board.signal("CONT");
    board.waits_for("? keys");
    board.press("Right Enter Enter");
    board.waits_for("in force");
    board.type_in("q");
    board.waits_for("There are steps that are in no file yet.");
    board.type_in("d");
    assert!(board.leaves().status.success());
}
