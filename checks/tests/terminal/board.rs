//! The board on a real terminal: the `settlement` example is driven key by key through a
//! pseudo-terminal, and what it draws is compared with screens kept as text in `screens`. To accept
//! what has changed, in the folder `checks`: `UPDATE_EXPECT=1 cargo test --test terminal`.

use std::fs::{self, File};
use std::io::BufReader;

use crate::terminal::{Terminal, WIDE, ends_with_its_terminal, example, folder};
use expect_test::{ExpectFile, expect_file};
use servanda::cuba::{self, Act, Reading};
use servanda::formats::BadLines;
use servanda::monitor::FindingKind;
use servanda::report::Phrases;
use servanda::stepping::{Settings, SteppingError, run};
use servanda::{Report, Verifier, cuba::Cuba};

/// A screen that is kept as text. The path is whole: `expect_file!` alone looks for it in the
/// outermost folder that has a manifest.
fn screen(name: &str) -> ExpectFile {
    expect_file![format!("{}/tests/terminal/screens/{name}", env!("CARGO_MANIFEST_DIR"))]
}

/// What a saved log comes to.
#[expect(clippy::unwrap_used, reason = "a log that can't be read is to fail the test")]
fn judged(path: &std::path::Path) -> Report<Cuba> {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let log = BufReader::new(File::open(path).unwrap());
    let mut reports = Verifier::new(&agreement).judge_log(log, BadLines::Stop).unwrap();
    assert_eq!(reports.len(), 1);
    reports.remove(0)
}

#[test]
fn from_the_first_act_to_a_saved_log_that_verifies() {
    let folder = folder("journey");
    let mut board = Terminal::open(&folder, &[]);
    board.shows(screen("start.txt"));

    // The Soviet Union's first act is open: what it brings is told, then it is done.
    board.press("Right Enter");
    board.shows(screen("open.txt"));
    board.press("Enter");
    board.shows(screen("accepted.txt"));

    // A closed one answers why not.
    board.press("Home");
    board.type_in("jjjjjjjj");
    board.press("Enter");
    board.shows(screen("closed.txt"));
    board.press("Esc");

    // Back, and on again.
    board.type_in("u");
    board.shows(screen("undone.txt"));
    board.type_in("U");
    board.waits_for("taken again: ussr: accept-proposal");

    // Saved, and left without a question.
    board.type_in("s");
    board.waits_for("file october-1962.jsonl");
    board.press("Enter");
    board.waits_for("saved: 1 event in `october-1962.jsonl`");
    board.type_in("q");
    let left = board.leaves();
    assert!(left.status.success());
    assert!(!left.screen.alternate_screen() && !left.screen.hide_cursor());

    let path = folder.join("october-1962.jsonl");
    let written = fs::read_to_string(&path).unwrap();
    let line = r#"{"time":"1962-10-28T00:05:00Z","actor":"ussr","act":"accept-proposal"}"#;
    assert_eq!(written, format!("{line}\n"));
    assert!(judged(&path).is_conformant());
}

#[test]
fn what_is_recorded_all_the_same_is_found_when_the_log_is_verified() {
    let folder = folder("recorded");
    let mut board = Terminal::open(&folder, &[]);
    board.type_in("jjjjjjjj");
    board.press("Enter");
    board.waits_for("us: lift-quarantine");
    board.type_in("r");
    board.waits_for("Record it all the same?");
    board.type_in("y");
    board.waits_for("premature");
    board.type_in("q");
    board.waits_for("There are steps that are in no file yet.");
    board.type_in("s");
    board.press("Enter");
    assert!(board.leaves().status.success());
    let report = judged(&folder.join("october-1962.jsonl"));
    let found: Vec<_> = report.findings().collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind(), FindingKind::Premature);
    assert_eq!(found[0].act(), Some(&Act::LiftQuarantine));
}

#[test]
fn a_file_is_written_over_only_after_a_yes() {
    let folder = folder("overwrite");
    let path = folder.join("october-1962.jsonl");
    fs::write(&path, "something of somebody's\n").unwrap();
    let mut board = Terminal::open(&folder, &[]);
    board.press("Right Enter Enter");
    board.waits_for("in force · not saved");
    board.type_in("s");
    board.press("Enter");
    board.waits_for("Write over it?");
    board.type_in("n");
    board.waits_for("Enter save");
    assert_eq!(fs::read_to_string(&path).unwrap(), "something of somebody's\n");
    board.press("Enter");
    board.waits_for("Write over it?");
    board.type_in("y");
    board.waits_for("saved: 1 event");
    board.type_in("q");
    assert!(board.leaves().status.success());
    assert!(judged(&path).is_conformant());
}

#[test]
fn a_new_size_is_drawn_anew() {
    let folder = folder("resized");
    let mut board = Terminal::open(&folder, &[]);
    board.press("Right Enter Enter");
    board.waits_for("in force · not saved");
    board.resize(WIDE);
    board.shows(screen("wide.txt"));
    board.type_in("qd");
    assert!(board.leaves().status.success());
    assert!(!folder.join("october-1962.jsonl").exists(), "discarded is discarded");
}

#[test]
fn no_color_is_respected() {
    // A colour of the foreground or background; bold, dim and reversed are none.
    let coloured = |bytes: &str| {
        let codes = bytes.split("\u{1b}[").skip(1).filter_map(|rest| rest.split_once('m'));
        let codes = codes.flat_map(|(codes, _)| codes.split(';'));
        codes
            .filter_map(|code| code.parse::<u32>().ok())
            .any(|code| matches!(code, 30..=38 | 40..=48 | 90..=97 | 100..=107))
    };
    for (settings, expected) in [(&[][..], true), (&[("NO_COLOR", "1")], false)] {
        let folder = folder("colour");
        let mut board = Terminal::open(&folder, settings);
        board.waits_for("who may do what now");
        board.type_in("q");
        assert_eq!(coloured(&board.leaves().bytes), expected);
    }
}

#[test]
fn without_a_terminal_it_says_what_it_needs() {
    let output = std::process::Command::new(example()).arg("--interactive").output().unwrap();
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("needs a terminal"), "{told}");
}

#[test]
fn when_the_terminal_goes_away_so_does_the_board() {
    assert!(ends_with_its_terminal(&folder("hangup")));
}

#[test]
fn a_panic_leaves_the_terminal_as_it_was() {
    let own = std::env::current_exe().unwrap();
    let arguments = ["--ignored", "--exact", "board::a_board_that_panics", "--nocapture"];
    let settings = [("RUST_BACKTRACE", "0")];
    let mut board = Terminal::running(&own, &arguments, &folder("panic"), &settings);
    board.waits_for("? keys");
    // The first act that is closed comes into view, and why: that takes words.
    board.type_in("jjjjjjjj");
    let left = board.leaves();
    assert!(left.bytes.contains("\u{1b}[?1049h"), "the board was open");
    assert!(!left.screen.alternate_screen() && !left.screen.hide_cursor());
    assert!(left.screen.contents().contains("no words for this"), "{}", left.screen.contents());
    assert!(!left.status.success());
}

/// Opens a board that panics while it is drawn, if it is on a terminal.
#[test]
#[ignore = "run on a pseudo-terminal by `a_panic_leaves_the_terminal_as_it_was`"]
fn a_board_that_panics() {
    struct Speechless;

    impl Phrases for Speechless {
        fn party(&self, _name: &str) -> Option<&str> {
            None
        }

        fn act(&self, _name: &str) -> Option<&str> {
            panic!("no words for this")
        }

        fn obligation(&self, _name: &str) -> Option<&str> {
            None
        }
    }

    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let ran = run(&agreement, Vec::new(), &Settings::new().phrases(&Speechless));
    assert!(matches!(ran, Err(SteppingError::NoTerminal)));
}
