//! The command `servanda`, as it is called from a shell: what it prints, where, and how it exits.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at once"
)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const VERIFIED: &str = "tests/cases/cuba-1962/agreement-verified.json";
const HISTORY: &str = "tests/cases/cuba-1962/log-history.jsonl";
const IDEAL: &str = "tests/cases/cuba-1962/log-ideal.jsonl";

/// What a run came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_servanda"));
    command.args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn servanda(arguments: &[&str]) -> Ran {
    ran(command(arguments).stdin(Stdio::null()).output().unwrap())
}

fn servanda_reading(input: &[u8], arguments: &[&str]) -> Ran {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have seen enough before it has read all.
    let _ = child.stdin.take().unwrap().write_all(input);
    ran(child.wait_with_output().unwrap())
}

/// A folder of its own for a test, empty.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn verify_exits_by_its_verdict_and_prints_on_standard_output() {
    let ideal = servanda(&["verify", VERIFIED, IDEAL]);
    assert_eq!(ideal.code, 0, "{}", ideal.err);
    assert!(ideal.out.contains("Outcome: settled, conformant"), "{}", ideal.out);
    assert_eq!(ideal.err, "");
    let history = servanda(&["verify", VERIFIED, HISTORY]);
    assert_eq!(history.code, 1);
    assert!(history.out.contains("Outcome: pending, not conformant"), "{}", history.out);
    assert_eq!(history.err, "");
}

#[test]
fn verify_takes_its_cuts_and_manners() {
    let early = servanda(&["verify", VERIFIED, HISTORY, "--as-of", "1962-10-29T00:00:00Z"]);
    assert_eq!(early.code, 0, "{}", early.out);
    assert!(early.out.contains("as of 1962-10-29 00:00 UTC"));
    let known = servanda(&["verify", VERIFIED, HISTORY, "--known-by", "1962-10-28T23:00:00Z"]);
    assert!(known.out.contains("cease-work               ussr        due"), "{}", known.out);
    let submitted = servanda(&["verify", VERIFIED, HISTORY, "--submit"]);
    assert_eq!(submitted.code, 1);
    assert!(submitted.out.contains("Refused"), "{}", submitted.out);
}

#[test]
fn verify_prints_every_format() {
    let json = servanda(&["verify", VERIFIED, HISTORY, "--format", "json"]);
    let report: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json.code, &report["outcome"]), (1, &"pending".into()));
    let sarif = servanda(&["verify", VERIFIED, HISTORY, "--format", "sarif"]);
    let report: Value = serde_json::from_str(&sarif.out).unwrap();
    let results = report["runs"][0]["results"].as_array().unwrap();
    let premature = results.iter().find(|result| result["ruleId"] == "premature").unwrap();
    let place = &premature["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], HISTORY);
    let lifted = fs::read_to_string(HISTORY).unwrap();
    let lifted = lifted.lines().position(|line| line.contains("lift-quarantine")).unwrap() + 1;
    assert_eq!(place["region"]["startLine"], lifted);
    let junit = servanda(&["verify", VERIFIED, HISTORY, "--format", "junit"]);
    assert!(junit.out.contains("<failure type=\"premature\""), "{}", junit.out);
}

#[test]
fn a_log_of_several_cases_has_a_report_for_each() {
    let log = concat!(
        "{\"time\":\"1962-10-28T14:04:00Z\",\"actor\":\"ussr\",\"act\":\"accept-proposal\",\"case\":\"a\"}\n",
        "{\"time\":\"1962-10-28T14:04:00Z\",\"actor\":\"us\",\"act\":\"lift-quarantine\",\"case\":\"b\"}\n",
    );
    let ran = servanda_reading(log.as_bytes(), &["verify", VERIFIED, "-", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let reports: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(reports["conformant"], false);
    assert_eq!(reports["cases"][0]["case"], "a");
    assert_eq!(reports["cases"][1]["case"], "b");
}

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

#[test]
fn a_log_may_be_compressed() {
    let folder = folder("compressed");
    let history = fs::read(HISTORY).unwrap();
    let plain = servanda(&["verify", VERIFIED, HISTORY]).out;
    let gzip = folder.join("log.jsonl.gz");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&history).unwrap();
    fs::write(&gzip, encoder.finish().unwrap()).unwrap();
    assert_eq!(servanda(&["verify", VERIFIED, text(&gzip)]).out, plain);
    let packed = zstd::encode_all(history.as_slice(), 1).unwrap();
    let zstd = folder.join("log.zst");
    fs::write(&zstd, &packed).unwrap();
    assert_eq!(servanda(&["verify", VERIFIED, text(&zstd)]).out, plain);
    assert_eq!(servanda_reading(&packed, &["verify", VERIFIED, "-"]).out, plain);
    // Cut short, it is no log.
    fs::write(&gzip, &fs::read(&gzip).unwrap()[..100]).unwrap();
    let cut = servanda(&["verify", VERIFIED, text(&gzip)]);
    assert_eq!(cut.code, 2, "{}", cut.out);
}

#[test]
fn csv_is_read_by_its_mapping() {
    let log = "when;who;what;weather\n1962-10-28T14:04:00Z;ussr;accept-proposal;fair\n";
    let arguments = ["verify", VERIFIED, "-", "--log-format", "csv", "--separator", ";"];
    let ran = servanda_reading(log.as_bytes(), &arguments);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("the column `when` is no key of an event"), "{}", ran.err);
    let more = ["--map", "time=when,actor=who,act=what", "--ignore", "weather"];
    let ran = servanda_reading(log.as_bytes(), &[arguments.as_slice(), &more].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("cease-work               ussr        due"), "{}", ran.out);
}

#[test]
fn convert_takes_a_log_through_every_format_and_back() {
    let folder = folder("convert");
    let report = servanda(&["verify", VERIFIED, HISTORY, "--format", "json"]).out;
    for extension in ["csv", "xes", "cloudevents", "jsonl"] {
        let there = folder.join(format!("log.{extension}"));
        let ran = servanda(&["convert", HISTORY, "--strict", "-o", text(&there)]);
        assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (0, "", ""), "{extension}");
        let verified = servanda(&["verify", VERIFIED, text(&there), "--format", "json"]);
        assert_eq!(verified.out, report, "{extension}");
        let back = servanda(&["convert", text(&there), "--to", "jsonl", "--strict"]);
        let again = servanda(&["convert", HISTORY, "--to", "jsonl"]);
        assert_eq!(back.out, again.out, "{extension}");
    }
    let batch = servanda(&["convert", HISTORY, "--to", "cloudevents-batch"]);
    let events: Value = serde_json::from_str(&batch.out).unwrap();
    assert_eq!(events[0]["specversion"], "1.0");
}

#[test]
fn convert_says_what_is_lost_and_refuses_it_when_strict() {
    let log =
        b"{\"time\":\"2026-05-06T12:00:00Z\",\"actor\":\"a\",\"act\":\"b\",\"note\":\"\\u0001\"}\n";
    let arguments = ["convert", "-", "--from", "jsonl", "--to", "xes"];
    let ran = servanda_reading(log, &arguments);
    assert_eq!(ran.code, 0);
    assert!(
        ran.err.contains("lost: `servanda:note` has a character that XML can't hold"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("</log>"));
    let strict = servanda_reading(log, &[arguments.as_slice(), &["--strict"]].concat());
    assert_eq!((strict.code, strict.out.as_str()), (2, ""));
    assert!(strict.err.contains("`servanda:note`"), "{}", strict.err);
}

#[test]
fn convert_takes_an_agreement_through_every_format_and_back() {
    let folder = folder("convert-agreement");
    let json = servanda(&["convert", VERIFIED, "--to", "json"]).out;
    for extension in ["toml", "yaml"] {
        let there = folder.join(format!("agreement.{extension}"));
        let ran = servanda(&["convert", VERIFIED, "--strict", "--output", text(&there)]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{extension}");
        assert_eq!(servanda(&["convert", text(&there), "--to", "json", "--strict"]).out, json);
    }
    // Comments are what an agreement in TOML may say that is not kept.
    let folder = folder.join("agreement.toml");
    assert_eq!(servanda(&["init", text(&folder), "--force"]).code, 0);
    let ran = servanda(&["convert", text(&folder), "--to", "yaml"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("lost: the comments"), "{}", ran.err);
    assert_eq!(servanda(&["convert", text(&folder), "--to", "yaml", "--strict"]).code, 2);
}

#[test]
fn init_writes_an_agreement_that_is_sound_and_spares_what_is_there() {
    let folder = folder("init");
    let path = folder.join("agreement.toml");
    let ran = servanda(&["init", text(&path)]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    let log = folder.join("log.jsonl");
    fs::write(
        &log,
        "{\"time\": \"2026-05-06T12:00:00Z\", \"actor\": \"buyer\", \"act\": \"pay\"}\n",
    )
    .unwrap();
    let verified = servanda(&["verify", text(&path), text(&log)]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    fs::write(&path, "mine").unwrap();
    let again = servanda(&["init", text(&path)]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("there is a file of this name"), "{}", again.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(servanda(&["init", text(&path), "--force"]).code, 0);
    assert!(fs::read_to_string(&path).unwrap().contains("[parties]"));
}

#[test]
fn schemas_completions_and_manual_are_printed() {
    for of in ["agreement", "event", "report"] {
        let ran = servanda(&["schema", of]);
        assert_eq!(ran.code, 0);
        assert!(ran.out == fs::read_to_string(format!("schemas/{of}.json")).unwrap(), "{of}");
    }
    for (shell, sign) in
        [("bash", "_servanda()"), ("zsh", "#compdef servanda"), ("fish", "complete -c servanda")]
    {
        let ran = servanda(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains(sign), "{shell}: {}", ran.out);
    }
    let page = servanda(&["man"]);
    assert!(page.code == 0 && page.out.contains(".TH servanda 1"), "{}", page.out);
    assert!(page.out.contains("there are findings"), "the exit codes are told");
    let folder = folder("man");
    assert_eq!(servanda(&["man", text(&folder)]).code, 0);
    assert!(folder.join("servanda-verify.1").exists());
}

#[test]
fn help_tells_the_exit_codes() {
    for arguments in [vec!["--help"], vec!["verify", "--help"], vec!["convert", "-h"]] {
        let ran = servanda(&arguments);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("1  there are findings"), "{}", ran.out);
    }
}

// A log that grows.

fn lines(file: &str) -> Vec<String> {
    fs::read_to_string(file).unwrap().lines().map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_state_file_goes_on_where_the_last_run_stopped() {
    let folder = folder("state");
    let (log, state) = (folder.join("log.jsonl"), folder.join("state.json"));
    let whole = servanda(&["verify", VERIFIED, HISTORY, "--format", "json"]);
    let history = lines(HISTORY);
    let mut written = String::new();
    let arguments = ["verify", VERIFIED, text(&log), "--state", text(&state), "--format", "json"];
    let mut last = None;
    for part in history.chunks(3) {
        written.extend(part.iter().map(String::as_str));
        fs::write(&log, &written).unwrap();
        last = Some(servanda(&arguments));
    }
    let last = last.unwrap();
    assert_eq!((last.code, last.out), (whole.code, whole.out.clone()));
    // Nothing new: the same again.
    assert_eq!(servanda(&arguments).out, whole.out);
    // A line whose end has not come is not judged, and not lost.
    let (start, end) = ("{\"time\":\"1963-02-01T00:00:00Z\",", "\"note\":\"late\"}\n");
    fs::write(&log, format!("{written}{start}")).unwrap();
    let ran = servanda(&arguments);
    assert!(ran.err.contains("the last line has no end yet"), "{}", ran.err);
    assert_eq!(ran.out, whole.out);
    fs::write(&log, format!("{written}{start}{end}")).unwrap();
    let report: Value = serde_json::from_str(&servanda(&arguments).out).unwrap();
    assert_eq!(report["as_of"], "1963-02-01T00:00:00Z");
    assert!(!folder.join("state.json.new").exists());
}

#[test]
fn a_state_is_refused_where_it_does_not_fit() {
    let folder = folder("state-refused");
    let (log, state) = (folder.join("log.jsonl"), folder.join("state.json"));
    fs::copy(HISTORY, &log).unwrap();
    let run = |agreement: &str, more: &[&str]| {
        let arguments = ["verify", agreement, text(&log), "--state", text(&state)];
        servanda(&[arguments.as_slice(), more].concat())
    };
    let refused = |ran: Ran, message: &str| {
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{message}");
        assert!(ran.err.contains(message), "{}", ran.err);
    };
    assert_eq!(run(VERIFIED, &[]).code, 1);
    let other = "tests/cases/cuba-1962/agreement-practised.json";
    refused(run(other, &[]), "saved under another agreement");
    refused(run(VERIFIED, &["--submit"]), "judged with another --submit");
    refused(run(VERIFIED, &["--format", "sarif"]), "does not go with this --format");
    let history = fs::read_to_string(HISTORY).unwrap();
    fs::write(&log, history.replace("1962", "1963")).unwrap();
    refused(run(VERIFIED, &[]), "is not the log that was judged before");
    fs::write(&log, "").unwrap();
    refused(run(VERIFIED, &[]), "is shorter than what was judged of it before");
    fs::write(&state, "{}").unwrap();
    refused(run(VERIFIED, &[]), "not a state that servanda wrote");
    let piped = servanda_reading(b"", &["verify", VERIFIED, "-", "--state", text(&state)]);
    refused(piped, "--state needs a log that is a file");
}

#[test]
fn a_bad_line_stops_a_growing_log_and_loses_nothing() {
    let folder = folder("state-bad-line");
    let (log, state) = (folder.join("log.jsonl"), folder.join("state.json"));
    let history = lines(HISTORY);
    let with = |line: &str| {
        let mut lines = history.clone();
        lines.insert(4, line.to_owned());
        lines.concat()
    };
    fs::write(&log, with("{\"time\": 3}\n")).unwrap();
    let arguments = ["verify", VERIFIED, text(&log), "--state", text(&state)];
    let ran = servanda(&arguments);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("log.jsonl: line 5, column 10"), "{}", ran.err);
    fs::write(&log, with("\n")).unwrap();
    assert_eq!(servanda(&arguments).out, servanda(&["verify", VERIFIED, HISTORY]).out);
}

#[test]
fn following_tells_findings_as_events_arrive() {
    let mut child = command(&["verify", VERIFIED, "-", "--follow", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let history = lines(HISTORY);
    let lifted = history.iter().position(|line| line.contains("lift-quarantine")).unwrap();
    for line in &history[..=lifted] {
        input.write_all(line.as_bytes()).unwrap();
    }
    // The log is still open, and what its events brought is told.
    let mut kinds = Vec::new();
    while !kinds.contains(&"premature".to_owned()) {
        let mut line = String::new();
        assert!(output.read_line(&mut line).unwrap() > 0, "it ended: {kinds:?}");
        let told: Value = serde_json::from_str(&line).unwrap();
        kinds.push(told["finding"]["kind"].as_str().unwrap().to_owned());
        if told["finding"]["kind"] == "premature" {
            assert_eq!(told["line"], lifted + 1);
        }
    }
    drop(input);
    let rest: Vec<String> = output.lines().map(Result::unwrap).collect();
    let last: Value = serde_json::from_str(rest.last().unwrap()).unwrap();
    assert_eq!(last["reports"][0]["outcome"], "pending");
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn following_a_file_goes_on_until_it_is_idle() {
    let folder = folder("follow");
    let (log, state) = (folder.join("log.jsonl"), folder.join("state.json"));
    let history = lines(HISTORY);
    fs::write(&log, history[..2].concat()).unwrap();
    let child = command(&[
        "verify",
        VERIFIED,
        text(&log),
        "--follow",
        "--idle",
        "2",
        "--state",
        text(&state),
    ])
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .unwrap();
    // It keeps its state once it has caught up; then the log grows.
    while !state.exists() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let mut file = fs::OpenOptions::new().append(true).open(&log).unwrap();
    file.write_all(history[2..].concat().as_bytes()).unwrap();
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.starts_with("line "), "findings come first: {}", ran.out);
    assert!(ran.out.contains(": premature: "), "{}", ran.out);
    assert!(ran.out.ends_with(&servanda(&["verify", VERIFIED, HISTORY]).out), "{}", ran.out);
}
