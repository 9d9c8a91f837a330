//! A log that grows, rotates, is changed; a reader that goes away; two processes; torn writes.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::kit::{HISTORY, VERIFIED, command, folder, ran, servanda, text};

fn history() -> Vec<String> {
    let lines = fs::read_to_string(HISTORY).unwrap();
    lines.lines().map(|line| format!("{line}\n")).collect()
}

fn append(path: &Path, bytes: &str) {
    let mut file = OpenOptions::new().append(true).create(true).open(path).unwrap();
    file.write_all(bytes.as_bytes()).unwrap();
}

fn follow(log: &Path, more: &[&str]) -> Child {
    let arguments = ["verify", VERIFIED, text(log), "--follow", "--format", "json"];
    command(&[&arguments, more].concat())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until something is so.
fn until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(30), "it never comes");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What was told, by identity, and the last report.
fn told(out: &str) -> (BTreeMap<String, Value>, Option<Value>) {
    let mut all = BTreeMap::new();
    let mut reports = None;
    for line in out.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        match value.get("reports") {
            Some(last) => reports = Some(last.clone()),
            None => drop(all.insert(value["id"].as_str().unwrap().to_owned(), value)),
        }
    }
    (all, reports)
}

/// The identities in the report of the whole log.
fn expected() -> Vec<String> {
    let ran = servanda(&["verify", VERIFIED, HISTORY, "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let mut ids: Vec<String> =
        findings.iter().map(|finding| finding["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn a_log_that_is_rotated_by_renaming_is_read_to_its_end_and_then_the_new_one() {
    let folder = folder("rotated");
    let (log, old) = (folder.join("log.jsonl"), folder.join("log.jsonl.1"));
    let state = folder.join("state");
    let history = history();
    append(&log, &history[..4].concat());
    let child = follow(&log, &["--idle", "2", "--state", text(&state)]);
    until(|| fs::read_to_string(&state).is_ok_and(|it| it.contains(r#"\"line\":4"#)));
    // What was left in the old one is read; its last line has no end.
    fs::rename(&log, &old).unwrap();
    append(&old, &history[4..7].concat());
    append(&old, history[7].trim_end());
    append(&log, &history[8..].concat());
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("the log was rotated"), "{}", ran.err);
    let (told, reports) = told(&ran.out);
    assert_eq!(told.into_keys().collect::<Vec<_>>(), expected());
    assert_eq!(reports.unwrap()[0]["as_of"], "1962-12-06T17:00:00Z");
    // The state is of the new file now.
    let again = servanda(&["verify", VERIFIED, text(&log), "--state", text(&state)]);
    assert_eq!((again.code, &*again.err), (1, ""));
}

#[test]
fn a_line_that_is_put_in_before_what_was_judged_is_an_error() {
    let folder = folder("put-in");
    let (log, state) = (folder.join("log.jsonl"), folder.join("state"));
    let history = history();
    fs::write(&log, history[..10].concat()).unwrap();
    let arguments = ["verify", VERIFIED, text(&log), "--state", text(&state)];
    assert_ne!(servanda(&arguments).code, 2);
    let mut other = history.clone();
    other.swap(2, 3);
    for lines in [&other, &[&history[..1], &history].concat()] {
        fs::write(&log, lines.concat()).unwrap();
        let ran = servanda(&arguments);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("is not the log that was judged before"), "{}", ran.err);
    }
    fs::write(&log, history.concat()).unwrap();
    assert_eq!(servanda(&arguments).code, 1);
}

#[test]
fn what_a_reader_that_went_away_was_not_told_is_told_by_the_next_run() {
    let folder = folder("gone");
    let (log, state) = (folder.join("log.jsonl"), folder.join("state"));
    let history = history();
    fs::write(&log, history[..2].concat()).unwrap();
    let mut child = follow(&log, &["--state", text(&state)]);
    until(|| fs::read_to_string(&state).is_ok_and(|it| it.contains(r#"\"line\":2"#)));
    // The reader goes away, and then there is something to tell.
    drop(child.stdout.take());
    append(&log, &history[2..].concat());
    assert!(child.wait().unwrap().code().is_some_and(|code| code < 2));
    let next =
        ran(follow(&log, &["--idle", "1", "--state", text(&state)]).wait_with_output().unwrap());
    let (told, _) = told(&next.out);
    assert_eq!(told.into_keys().collect::<Vec<_>>(), expected());
}

#[test]
fn two_processes_do_not_share_a_state_file() {
    let folder = folder("shared");
    let (log, state) = (folder.join("log.jsonl"), folder.join("state"));
    fs::copy(HISTORY, &log).unwrap();
    let mut child = follow(&log, &["--state", text(&state)]);
    until(|| state.exists());
    let ran = servanda(&["verify", VERIFIED, text(&log), "--state", text(&state)]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("state: is in use by another process"), "{}", ran.err);
    child.kill().unwrap();
    child.wait().unwrap();
    let ran = servanda(&["verify", VERIFIED, text(&log), "--state", text(&state)]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    // Nothing is left beside it.
    let names: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn a_torn_end_is_cut_off_and_told() {
    let folder = folder("torn");
    let (log, state) = (folder.join("log.jsonl"), folder.join("state"));
    let history = history();
    let arguments = ["verify", VERIFIED, text(&log), "--state", text(&state)];
    fs::write(&log, history[..5].concat()).unwrap();
    servanda(&arguments);
    fs::write(&log, history.concat()).unwrap();
    let whole = servanda(&arguments);
    let bytes = fs::read(&state).unwrap();
    let start = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    for length in [start + 1, start + 40, bytes.len() - 1] {
        fs::write(&state, &bytes[..length]).unwrap();
        let ran = servanda(&arguments);
        assert_eq!((ran.code, &ran.out), (1, &whole.out), "{}", ran.err);
        assert!(ran.err.contains("its last write was not finished"), "{}", ran.err);
        assert_eq!(servanda(&arguments).err, "");
    }
    // What is damaged before the end is refused.
    let mut damaged = bytes.clone();
    damaged[start - 10] ^= 1;
    fs::write(&state, &damaged).unwrap();
    let ran = servanda(&arguments);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("does not fit its checksum"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_state_file_is_no_link() {
    let folder = folder("link");
    let (log, state, target) =
        (folder.join("log.jsonl"), folder.join("state"), folder.join("target"));
    fs::copy(HISTORY, &log).unwrap();
    std::os::unix::fs::symlink(&target, &state).unwrap();
    let ran = servanda(&["verify", VERIFIED, text(&log), "--state", text(&state)]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is a link"), "{}", ran.err);
    assert!(!target.exists());
}

#[test]
fn as_of_may_move_on_under_a_state() {
    let folder = folder("as-of");
    let (log, state) = (folder.join("log.jsonl"), folder.join("state"));
    fs::copy(HISTORY, &log).unwrap();
    let judged = |as_of: &[&str], state: &[&str]| {
        let arguments = ["verify", VERIFIED, text(&log), "--format", "json"];
        servanda(&[&arguments, as_of, state].concat())
    };
    let with_state = ["--state", text(&state)];
    for instant in ["1962-10-29T00:00:00Z", "1962-11-20T22:00:00Z", "1962-12-24T00:00:00Z"] {
        let as_of = ["--as-of", instant];
        let (whole, kept) = (judged(&as_of, &[]), judged(&as_of, &with_state));
        assert_eq!((kept.code, kept.out), (whole.code, whole.out), "{instant}: {}", kept.err);
    }
    let back = judged(&["--as-of", "1962-10-29T00:00:00Z"], &with_state);
    assert!(back.err.contains("was judged with another --submit, --as-of"), "{}", back.err);
    let (whole, kept) = (judged(&[], &[]), judged(&[], &with_state));
    assert_eq!((kept.code, kept.out), (whole.code, whole.out), "{}", kept.err);
}

#[test]
fn time_moves_without_events_where_that_is_asked_for() {
    let folder = folder("clock");
    let (log, state) = (folder.join("log.jsonl"), folder.join("state"));
    let history = history();
    fs::write(&log, history[..4].concat()).unwrap();
    let run = |more: &[&str]| {
        let child = follow(&log, &[&["--idle", "1", "--state", text(&state)], more].concat());
        ran(child.wait_with_output().unwrap())
    };
    assert!(told(&run(&[]).out).0.is_empty());
    // Nobody did anything for more than half a century.
    let ran = run(&["--clock"]);
    let (told_once, reports) = told(&ran.out);
    let found: Vec<&Value> = told_once.values().collect();
    assert_eq!((found.len(), &found[0]["line"]), (1, &Value::Null), "{}", ran.out);
    assert_eq!(found[0]["finding"]["kind"], "unmet");
    assert_eq!(reports.unwrap()[0]["findings"].as_array().unwrap().len(), 1);
    // It is told once, and what happened since is in order.
    fs::write(&log, history.concat()).unwrap();
    let (rest, _) = told(&run(&["--clock"]).out);
    assert!(rest.keys().all(|id| !told_once.contains_key(id)));
    assert!(rest.values().all(|it| it["finding"]["reason"] != "out-of-order"), "{rest:?}");
    assert_eq!(
        command(&["verify", VERIFIED, text(&log), "--clock"]).output().unwrap().status.code(),
        Some(2)
    );
}

/// Killed again and again while it follows: nothing is lost, and what is told twice has one identity.
/// `SERVANDA_KILLS` says how often (20).
#[test]
#[expect(clippy::print_stdout, reason = "what the run showed")]
fn nothing_is_lost_however_often_it_is_killed() {
    let kills: usize =
        std::env::var("SERVANDA_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(20);
    let folder = folder("killed");
    let (log, whole, state) =
        (folder.join("log.jsonl"), folder.join("whole.jsonl"), folder.join("state"));
    let lines: Vec<String> = (0..kills)
        .flat_map(|case| {
            let of_case = format!(", \"case\": \"case {case}\"}}\n");
            history()
                .into_iter()
                .map(move |line| format!("{}{of_case}", line.trim_end().strip_suffix('}').unwrap()))
        })
        .collect();
    fs::write(&whole, lines.concat()).unwrap();
    fs::write(&log, "").unwrap();
    let mut all = BTreeMap::new();
    let mut twice = 0;
    let mut hear = |out: &str| {
        // The last line may be torn, where it was killed while it told.
        let end = out.rfind('\n').map_or(0, |end| end + 1);
        for (id, value) in told(&out[..end]).0 {
            if let Some(before) = all.insert(id, value.clone()) {
                assert_eq!(before["finding"], value["finding"]);
                twice += 1;
            }
        }
    };
    let parts = lines.len().div_ceil(kills);
    for (number, part) in lines.chunks(parts).enumerate() {
        append(&log, &part.concat());
        let mut child = follow(&log, &["--state", text(&state)]);
        let output = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut out = Vec::new();
            let _ = BufReader::new(output).read_to_end(&mut out);
            String::from_utf8_lossy(&out).into_owned()
        });
        std::thread::sleep(Duration::from_millis(u64::try_from(number * 13 % 60).unwrap()));
        let _ = child.kill();
        let status = child.wait().unwrap();
        assert_ne!(status.code(), Some(2));
        hear(&reader.join().unwrap());
    }
    let last =
        ran(follow(&log, &["--idle", "0", "--state", text(&state)]).wait_with_output().unwrap());
    assert!(last.code < 2, "{}", last.err);
    hear(&last.out);
    let ran = servanda(&["verify", VERIFIED, text(&whole), "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let cases = report["cases"].as_array().unwrap();
    let expected = cases.iter().flat_map(|case| case["findings"].as_array().unwrap());
    let mut expected: Vec<String> =
        expected.map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    expected.sort();
    println!("{kills} kills: {} findings, {twice} told twice", expected.len());
    assert_eq!(all.into_keys().collect::<Vec<_>>(), expected);
    assert!(!fs::read(&state).unwrap().is_empty());
}
