//! A log that grows: `--state` and `--follow`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::Value;

use crate::kit::{HISTORY, Ran, VERIFIED, command, folder, ran, servanda, servanda_reading, text};

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
    // A line that is still being written is not judged, and not lost.
    let (start, end) = ("{\"time\":\"1963-02-01T00:00:00Z\",", "\"note\":\"late\"}\n");
    fs::write(&log, format!("{written}{start}")).unwrap();
    let ran = servanda(&arguments);
    assert!(ran.err.contains("the last line has no end yet"), "{}", ran.err);
    assert_eq!(ran.out, whole.out);
    fs::write(&log, format!("{written}{start}{end}")).unwrap();
    let report: Value = serde_json::from_str(&servanda(&arguments).out).unwrap();
    assert_eq!(report["as_of"], "1963-02-01T00:00:00Z");
    // One that is whole but for its end is judged, as it is without a state; and read again, once it has one.
    let (late, end) = ("{\"time\":\"1963-03-01T00:00:00Z\"}", "\n");
    let written = fs::read_to_string(&log).unwrap();
    for end in ["", end, end] {
        fs::write(&log, format!("{written}{late}{end}")).unwrap();
        let ran = servanda(&arguments);
        let told = "the last line has no end: it is taken for a whole one";
        assert_eq!(ran.err.contains(told), end.is_empty(), "{}", ran.err);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(report["as_of"], "1963-03-01T00:00:00Z");
        let whole = servanda(&["verify", VERIFIED, text(&log), "--format", "json"]);
        assert_eq!(whole.err.contains(told), end.is_empty(), "{}", whole.err);
        assert_eq!((ran.code, ran.out), (whole.code, whole.out));
    }
    // Where no line could be read nothing was judged.
    let nothing = folder.join("nothing.jsonl");
    fs::write(&nothing, "nothing\nat all\n").unwrap();
    let state = folder.join("nothing.state");
    let ran = servanda(&["verify", VERIFIED, text(&nothing), "--state", text(&state), "--skip"]);
    assert_eq!((ran.code, &*ran.out), (2, ""));
    assert!(ran.err.contains("all 2 lines were passed over"), "{}", ran.err);
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
    let packed = folder.join("log.zst");
    fs::write(&packed, zstd::encode_all(history.as_bytes(), 1).unwrap()).unwrap();
    let arguments = ["verify", VERIFIED, text(&packed), "--follow", "--idle", "1"];
    refused(servanda(&arguments), "is compressed: such a log can't be followed");
    let csv = servanda(&["verify", VERIFIED, "log.csv", "--follow"]);
    refused(csv, "--follow reads JSON Lines, and CloudEvents one a line");
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
