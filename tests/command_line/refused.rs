//! What is refused, what fails, and how that is told.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::kit::{
    HISTORY, IDEAL, VERIFIED, command, folder, ran, servanda, servanda_reading, text,
};

#[test]
fn a_bad_line_is_shown_with_its_number_and_exits_with_2() {
    let folder = folder("bad-line");
    let log = folder.join("log.jsonl");
    let history = fs::read_to_string(HISTORY).unwrap();
    fs::write(&log, history.replacen("\"act\": \"cease-work\"", "\"atc\": \"cease-work\"", 1))
        .unwrap();
    let ran = servanda(&["verify", VERIFIED, text(&log)]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("log.jsonl: line 3, column "), "{}", ran.err);
    assert!(ran.err.contains(" 3 │ {\"time\": \"1962-10-28T22:00:00Z\""), "{}", ran.err);
    assert!(ran.err.contains("─┬─"), "the word is underlined: {}", ran.err);
    assert!(ran.err.contains("help: mend the line, or pass over such lines with --skip"));
    let skipped = servanda(&["verify", VERIFIED, text(&log), "--skip"]);
    assert_eq!(skipped.code, 1);
    assert!(skipped.out.contains("Passed over\n  line 3: unknown field `atc`"), "{}", skipped.out);
    // Of standard input the line is told, though it can't be shown.
    let piped = servanda_reading(b"\n{\"time\": 3}\n", &["verify", VERIFIED, "-"]);
    assert_eq!(piped.code, 2);
    assert!(piped.err.contains("standard input: line 2, column 10"), "{}", piped.err);
}

#[test]
fn a_bad_agreement_is_shown_with_each_line_underlined() {
    let folder = folder("bad-agreement");
    let toml = servanda(&["init", "-"]).out;
    let forms = [
        ("toml", "perform = \"deliver\"", "perform = \"delivr\""),
        ("yaml", "perform: deliver", "perform: delivr"),
        ("json", "\"perform\": \"deliver\"", "\"perform\": \"delivr\""),
    ];
    for (form, sound, bad) in forms {
        let arguments = ["convert", "-", "--from", "toml", "--to", form];
        let document = match form {
            "toml" => toml.clone(),
            _ => servanda_reading(toml.as_bytes(), &arguments).out,
        };
        assert!(document.contains(sound), "{form}: {document}");
        let file = folder.join(format!("agreement.{form}"));
        fs::write(&file, document.replace(sound, bad)).unwrap();
        let ran = servanda(&["verify", text(&file), IDEAL]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{form}");
        let message = "obligations.delivery.perform: unknown act `delivr`: did you mean `deliver`?";
        assert!(ran.err.contains(message), "{form}: {}", ran.err);
        let mut shown = ran.err.lines().skip_while(|line| !line.contains(bad));
        let name = if form == "yaml" { "delivr" } else { "\"delivr\"" };
        let column =
            |line: &str, what: &str| line.find(what).map(|at| line.split_at(at).0.chars().count());
        let at = column(shown.next().expect("the line is shown"), name);
        assert_eq!(column(shown.next().unwrap(), "─"), at, "{form}:\n{}", ran.err);
    }
    // What is not of its format at all.
    let file = folder.join("broken.json");
    fs::write(&file, "{\n  \"title\": \"x\",\n  \"date\": 3\n}").unwrap();
    let ran = servanda(&["verify", text(&file), IDEAL]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("broken.json: line 3, column "), "{}", ran.err);
    assert!(ran.err.contains(" 3 │   \"date\": 3"), "{}", ran.err);
}

#[test]
fn of_many_defects_the_first_are_shown() {
    let folder = folder("many-defects");
    let file = folder.join("agreement.json");
    let names: Vec<String> = (0..25).map(|number| format!("\"nobody-{number}\"")).collect();
    let sound = fs::read_to_string(VERIFIED).unwrap();
    let (start, end) = sound.split_once("\"by\": [").unwrap();
    fs::write(&file, format!("{start}\"by\": [{}, {end}", names.join(", "))).unwrap();
    let ran = servanda(&["verify", text(&file), IDEAL]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("breaks 25 rules; these are the first 20"), "{}", ran.err);
    assert_eq!(ran.err.matches("unknown party").count(), 20);
}

#[test]
fn what_is_not_there_or_not_said_exits_with_2() {
    for arguments in [
        vec!["verify", "nowhere.json", IDEAL],
        vec!["verify", VERIFIED, "nowhere.jsonl"],
        vec!["verify", VERIFIED, "tests"],
        vec!["verify", "-", "-"],
        vec!["verify", VERIFIED],
        vec!["verify", VERIFIED, IDEAL, "--as-of", "yesterday"],
        vec!["verify", VERIFIED, IDEAL, "--format", "pdf"],
        vec!["verify", VERIFIED, IDEAL, "--log-format", "csv"],
        vec!["verify", VERIFIED, IDEAL, "--idle", "1"],
        vec!["convert", VERIFIED],
        vec!["convert", VERIFIED, "--to", "csv"],
        vec!["convert", IDEAL, "--to", "toml"],
        vec!["convert", "Cargo.lock", "--to", "toml"],
        vec!["schema", "party"],
        vec!["completions", "dos"],
        vec![],
    ] {
        let ran = servanda(&arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    }
}

#[test]
fn an_output_that_cannot_be_written_exits_with_3() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(&["verify", VERIFIED, IDEAL]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("the output can't be written"), "{err}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut child = command(&["schema", "agreement"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn colour_is_for_terminals_unless_it_is_asked_for() {
    assert!(!servanda(&["verify", VERIFIED, HISTORY]).out.contains('\u{1b}'));
    assert!(!servanda(&["verify", "nowhere.json", HISTORY]).err.contains('\u{1b}'));
    assert!(servanda(&["--color", "always", "verify", VERIFIED, HISTORY]).out.contains('\u{1b}'));
    let asked =
        command(&["verify", VERIFIED, HISTORY]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(asked.stdout.contains(&0x1b));
    let refused = command(&["verify", VERIFIED, HISTORY]).env("NO_COLOR", "1").output().unwrap();
    assert!(!refused.stdout.contains(&0x1b));
}
