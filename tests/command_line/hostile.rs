//! Input that is written to mislead, to stop or to exhaust whoever reads it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::kit::{
    HISTORY, IDEAL, Ran, VERIFIED, command, folder, ran, servanda, servanda_reading, text,
};

/// A name that would clear the screen, turn the direction of writing, and forge a line of a report.
const HOSTILE: &str =
    "x\u{1b}[2J\u{9b}1m\u{202e}\u{200b}\u{7f}\u{2028}\r\nOutcome: settled, conformant\n  none";

/// What shows nothing of itself, or changes how others show.
fn hidden(text: &str) -> Option<char> {
    text.chars().find(|letter| {
        (letter.is_control() && *letter != '\n')
            || "\u{202e}\u{200b}\u{2028}\u{2066}\u{feff}".contains(*letter)
    })
}

fn hostile_agreement(folder: &Path) -> String {
    let name = |what: &str| format!("{what}{HOSTILE}");
    let (a, b, pay, duty, cite) = (name("a"), name("b"), name("pay"), name("duty"), name("cite"));
    let agreement = json!({
        "title": HOSTILE,
        "date": "2026-01-01T00:00:00Z",
        "parties": {&a: HOSTILE, &b: HOSTILE},
        "passages": {&cite: {"gist": HOSTILE, "normative": true}},
        "acts": {&pay: {"by": [&a], "cites": [&cite]}, "late": {"by": [&a], "requires": {"happened": &pay}}},
        "obligations": {
            &duty: {"debtor": &a, "creditor": &b, "perform": &pay, "within": "P1D", "cites": [&cite]},
            "never": {"debtor": &a, "creditor": &b, "refrain": "late"},
        },
    });
    let file = folder.join("agreement.json");
    fs::write(&file, agreement.to_string()).unwrap();
    text(&file).to_owned()
}

fn hostile_log(folder: &Path) -> String {
    let actor = format!("a{HOSTILE}");
    let events = [
        json!({"time": "2026-01-01T01:00:00Z", "actor": actor, "act": "late", "case": HOSTILE,
            "id": HOSTILE, "note": HOSTILE, "source": HOSTILE}),
        json!({"time": "2026-01-03T01:00:00Z", "actor": HOSTILE, "act": HOSTILE, "case": HOSTILE}),
        json!({"time": "2026-01-03T01:00:00Z", "actor": actor, "deny": HOSTILE, "case": HOSTILE}),
    ];
    let lines: Vec<String> = events.iter().map(Value::to_string).collect();
    let file = folder.join("log.jsonl");
    fs::write(&file, lines.join("\n") + "\n").unwrap();
    text(&file).to_owned()
}

fn shows_nothing_hidden(arguments: &[&str], ran: &Ran) {
    for (output, name) in [(&ran.out, "output"), (&ran.err, "errors")] {
        assert_eq!(hidden(output), None, "{name} of {arguments:?}:\n{output:?}");
        let is_forged = output.lines().any(|line| line.trim() == "Outcome: settled, conformant");
        assert!(!is_forged, "{name} of {arguments:?}:\n{output}");
    }
}

#[test]
fn no_name_can_pass_for_something_else_in_what_a_person_reads() {
    let folder = folder("hostile-names");
    let agreement = hostile_agreement(&folder);
    let log = hostile_log(&folder);
    let bad = folder.join("bad.jsonl");
    fs::write(
        &bad,
        format!("{{\"time\": \"2026-01-01T01:00:00Z\", \"{}\": 1}}\n", "k\u{202e}\u{1b}[2J"),
    )
    .unwrap();
    let bad = text(&bad);
    let case = ["--case", HOSTILE];
    let mut tried = 0;
    let mut shows = |arguments: &[&str]| {
        let ran = servanda(arguments);
        assert!(ran.code < 3, "{arguments:?}: {}", ran.err);
        shows_nothing_hidden(arguments, &ran);
        tried += 1;
        ran
    };
    let verified = shows(&["verify", &agreement, &log]);
    assert!(verified.out.contains(r"case x\u{1b}[2J\u{9b}1m\u{202e}\u{200b}"), "{}", verified.out);
    shows(&["verify", &agreement, &log, "--submit"]);
    shows(&["verify", &agreement, &log, "--follow", "--idle", "0"]);
    shows(&["verify", &agreement, bad]);
    shows(&["verify", &agreement, bad, "--skip"]);
    shows(&["verify", &agreement, bad, "--follow", "--idle", "0"]);
    shows(&["check", &agreement]);
    shows(&["explain", &agreement, &log, case[0], case[1]]);
    shows(&["explain", &agreement, &log]);
    shows(&["explain", &agreement, &log, "--case", "none"]);
    let duty = format!("duty{HOSTILE}");
    shows(&["explain", &agreement, &log, case[0], case[1], "--obligation", &duty]);
    shows(&["explain", &agreement, &log, case[0], case[1], "--act", "late"]);
    shows(&["explain", &agreement, &log, "--obligation", HOSTILE]);
    shows(&["what-if", &agreement, "--until", "2026-02-01T00:00:00Z"]);
    shows(&["what-if", &agreement, &log, case[0], case[1], "--mend"]);
    shows(&["plan", &agreement, "--blockers", "--dead-ends", "--exposure"]);
    for picture in ["graph", "mermaid", "dot"] {
        shows(&["render", &agreement, "--to", picture]);
    }
    for picture in ["timeline", "html"] {
        shows(&["render", &agreement, &log, case[0], case[1], "--to", picture]);
    }
    shows(&["verify", HOSTILE, &log]);
    shows(&["verify", &agreement, HOSTILE]);
    shows(&["convert", HOSTILE, "--to", "csv"]);
    let sound = fs::read_to_string(&agreement).unwrap();
    let defective = folder.join("defective.json");
    fs::write(&defective, sound.replace("\"perform\":\"pay", "\"perform\":\"pya")).unwrap();
    shows(&["verify", text(&defective), &log]);
    assert_eq!(tried, 25);
    // Machines read what was written.
    let written = servanda(&["verify", &agreement, &log, "--format", "json"]).out;
    let report: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(report["case"], HOSTILE);
}

#[test]
fn look_alikes_are_told_with_their_code_points() {
    let folder = folder("look-alikes");
    let with = |twin: &str| {
        let agreement = json!({
            "title": "t", "date": "2026-01-01T00:00:00Z",
            "parties": {"ussr": "", twin: "", "caf\u{e9}": ""},
            "acts": {"pay": {"by": ["ussr"]}},
            "obligations": {"price": {
                "debtor": "ussr", "creditor": "caf\u{e9}", "perform": "pay", "within": "P1D",
            }},
        });
        let file = folder.join("agreement.json");
        fs::write(&file, agreement.to_string()).unwrap();
        servanda(&["check", text(&file)])
    };
    for (twin, told) in [
        ("uss\u{433}", "it has U+0433 instead of U+0072"),
        ("USSR", "looks like `ussr`: it has U+0055"),
        ("ussr ", "it has U+0020 instead of nothing"),
        ("us\u{200b}sr", r"`us\u{200b}sr` looks like `ussr`: it has U+200B instead of nothing"),
        ("cafe\u{301}", "looks like `cafe\u{301}`: it has U+00E9 instead of U+0065 U+0301"),
        ("un\u{200b}", r"`un\u{200b}` has characters that can't be seen"),
    ] {
        let ran = with(twin);
        assert_eq!(ran.code, 1, "{twin}: {}", ran.out);
        assert!(ran.out.contains("warning: look-alike"), "{twin}: {}", ran.out);
        assert!(ran.out.contains(told), "{twin}: {}", ran.out);
    }
    let ran = with("us");
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn a_log_that_ends_too_soon_is_told_with_the_line() {
    let folder = folder("half-a-file");
    let ends = |name: &str, log: &str, told: &str| {
        let file = folder.join(name);
        fs::write(&file, log).unwrap();
        let ran = servanda(&["verify", VERIFIED, text(&file)]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}: {}", ran.err);
        assert!(ran.err.contains(told), "{name}: {}", ran.err);
    };
    let row = "1962-10-28T14:04:00Z,ussr,accept-proposal,";
    ends(
        "quote.csv",
        &format!("time,actor,act,note\n{row}\"never closed\n{row}a\n"),
        "line 2: the file ends inside the quote that begins here",
    );
    let event = "<event><string key=\"concept:name\" value=\"accept-proposal\"/>\n\
        <string key=\"org:resource\" value=\"ussr\"/>\n\
        <date key=\"time:timestamp\" value=\"1962-10-28T14:04:00Z\"/></event>\n";
    ends(
        "cut.xes",
        &format!("<log>\n<trace>\n{event}"),
        "the file ends inside the element `trace` that begins in line 2",
    );
    ends(
        "two.xes",
        &format!("<log><trace>{event}</trace></log>\n<log><trace>{event}</trace></log>"),
        "a second element `log` after the end of the log",
    );
    ends(
        "place.xes",
        &format!("<log><else>\n{event}</else></log>"),
        "line 2: not XES: the element `event` has no place inside `else`",
    );
    ends(
        "unnamed.xes",
        &format!("<log>\n<trace>{event}</trace><trace>{event}</trace></log>"),
        "line 2: a trace without a `concept:name` among others",
    );
    ends(
        "nameless.xes",
        &format!("<log><trace>{}</trace></log>", event.replace("concept:name", "name")),
        "there is no `concept:name` to say what was done",
    );
}

#[test]
fn a_log_of_which_nothing_is_read_is_not_judged() {
    let folder = folder("nothing-read");
    let log = folder.join("log.jsonl");
    fs::write(&log, "one\n\ntwo\n").unwrap();
    for arguments in [&["verify", "--skip"][..], &["explain", "--skip"], &["render", "--skip"]] {
        let ran = servanda(&[arguments, &[VERIFIED, text(&log)]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        let told = "no event of it could be read: all 2 lines were passed over";
        assert!(ran.err.contains(told), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("line 3: expected"), "{arguments:?}: {}", ran.err);
    }
    // An empty log is one of a run in which nothing happened.
    fs::write(&log, "\n\n").unwrap();
    assert_eq!(servanda(&["verify", VERIFIED, text(&log)]).code, 0);
    // In XES an event of another transition than `complete` is passed over.
    let event = |transition: &str| {
        format!(
            "<event><string key='concept:name' value='accept-proposal'/>\
             <string key='lifecycle:transition' value='{transition}'/>\
             <string key='org:resource' value='ussr'/>\
             <date key='time:timestamp' value='1962-10-28T14:04:00Z'/></event>"
        )
    };
    let log = folder.join("log.xes");
    fs::write(&log, format!("<log><trace>{0}{0}</trace></log>", event("start"))).unwrap();
    let ran = servanda(&["verify", VERIFIED, text(&log)]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("an event of the transition `start` is passed over: 2 times"));
    fs::write(&log, format!("<log><trace>{}{}</trace></log>", event("start"), event("complete")))
        .unwrap();
    let ran = servanda(&["verify", VERIFIED, text(&log)]);
    assert_eq!(ran.code, 0);
    let told = "an event of the transition `start` is passed over: line 1";
    assert!(ran.err.contains(&format!("note: lost: {told}")), "{}", ran.err);
    assert!(
        ran.out.contains("conformant; some of the log has no place in an event"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains(told), "{}", ran.out);
    let written = servanda(&["verify", VERIFIED, text(&log), "--format", "json"]).out;
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap()["lost"][0], told);
}

#[test]
fn a_last_line_without_its_end_is_told() {
    let log = folder("no-end").join("log.jsonl");
    let ideal = fs::read_to_string(IDEAL).unwrap();
    fs::write(&log, &ideal).unwrap();
    let whole = servanda(&["verify", VERIFIED, text(&log)]);
    assert_eq!((whole.code, whole.err.as_str()), (0, ""));
    fs::write(&log, ideal.trim_end()).unwrap();
    let open = servanda(&["verify", VERIFIED, text(&log)]);
    assert_eq!((open.code, open.out), (0, whole.out));
    assert!(open.err.contains("log.jsonl: the last line has no end"), "{}", open.err);
    // Half an event is none.
    fs::write(&log, ideal.trim_end().trim_end_matches('}')).unwrap();
    assert_eq!(servanda(&["verify", VERIFIED, text(&log)]).code, 2);
}

#[test]
fn lines_that_were_passed_over_stand_once_for_the_log() {
    let log = folder("skipped-once").join("log.jsonl");
    let event = |case: usize| {
        let time = "1962-10-28T14:04:00Z";
        format!(
            "{{\"time\": \"{time}\", \"actor\": \"ussr\", \"act\": \"accept-proposal\", \"case\": \"{case}\"}}\n"
        )
    };
    let cases: String = (0..40).map(event).collect();
    fs::write(&log, cases + &"{}\n".repeat(30)).unwrap();
    let verify = |format: &str| {
        servanda(&["verify", VERIFIED, text(&log), "--skip", "--each", "--format", format])
    };
    let summary = servanda(&["verify", VERIFIED, text(&log), "--skip"]);
    assert!(summary.out.contains("All conformant; 30 lines of the log were passed over\n"));
    assert_eq!(summary.out.matches("missing field").count(), 30);
    let told = verify("text");
    assert_eq!(told.code, 0);
    assert_eq!(told.out.matches("missing field").count(), 30);
    let outcome = "Outcome: pending, conformant; 30 lines of the log were passed over";
    assert_eq!(told.out.matches(outcome).count(), 40, "{}", told.out);
    let written: Value = serde_json::from_str(&verify("json").out).unwrap();
    assert_eq!(written["skipped"].as_array().unwrap().len(), 30);
    assert_eq!(written["cases"].as_array().unwrap().len(), 40);
    assert!(written["cases"][7].get("skipped").is_none());
    assert_eq!(verify("junit").out.matches("passed-over").count(), 30);
    assert_eq!(verify("sarif").out.matches("passed over").count(), 30);
}

#[test]
fn an_agreement_on_one_long_line_is_told_in_few_words() {
    let folder = folder("long-line");
    let sound = fs::read_to_string(VERIFIED).unwrap();
    let document: Value = serde_json::from_str(&sound).unwrap();
    let file = folder.join("agreement.json");
    let mut long = document.clone();
    long["parties"]["us"] = "x".repeat(100_000).into();
    // One that is broken at its end, one that breaks a rule there, and one that is sound but for a word.
    let line = long.to_string();
    for broken in [
        line.replacen("\"passages\"", "\"pasages\"", 1),
        format!("{} 3", line),
        line.replace("\"verified_by\":\"un\"", "\"verified_by\":\"nu\""),
    ] {
        fs::write(&file, &broken).unwrap();
        let file = text(&file);
        for arguments in [
            &["verify", file, HISTORY][..],
            &["convert", file, "--to", "toml"],
            &["explain", file],
            &["check", file],
        ] {
            let ran = servanda(arguments);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
            assert!(ran.err.len() < 20_000, "{arguments:?}: {} bytes", ran.err.len());
        }
    }
    let names: Vec<String> = (0..25).map(|number| format!("nobody-{number}")).collect();
    long["acts"]["lift-quarantine"]["by"] = names.into();
    fs::write(&file, long.to_string()).unwrap();
    let ran = servanda(&["verify", text(&file), HISTORY]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("breaks "), "{}", ran.err);
    assert!(ran.err.len() < 40_000, "{} bytes", ran.err.len());
    // Lints, too.
    let mut long = document;
    long["parties"]["us"] = "x".repeat(100_000).into();
    fs::write(&file, long.to_string()).unwrap();
    let ran = servanda(&["check", text(&file), "--most-states", "10"]);
    assert!(ran.code < 2, "{}", ran.err);
    assert!(ran.out.len() < 60_000, "{} bytes", ran.out.len());
    // And names as long as that.
    let name = "n".repeat(100_000);
    fs::write(&file, sound.replace("\"ussr\"", &format!("\"{name}\""))).unwrap();
    let ran = servanda(&["verify", text(&file), HISTORY]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let bad = folder.join("bad.jsonl");
    fs::write(&bad, format!("{{\"{name}\": 1}}\n")).unwrap();
    let ran = servanda(&["verify", VERIFIED, text(&bad)]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.len() < 5_000, "{} bytes", ran.err.len());
}

#[test]
fn a_value_without_an_end_is_given_up() {
    let folder = folder("long-values");
    let long = "x".repeat(4 << 20);
    let row = "1962-10-28T14:04:00Z,ussr,accept-proposal,";
    let csv = folder.join("log.csv");
    fs::write(&csv, format!("time,actor,act,note\n{row}{long}\n{row}a\n")).unwrap();
    let xes = folder.join("log.xes");
    fs::write(
        &xes,
        format!(
            "<log><trace><event><string key='concept:name' value='{long}'/></event></trace></log>"
        ),
    )
    .unwrap();
    for file in [csv, xes] {
        for skip in [&[][..], &["--skip"]] {
            let ran = servanda(&[&["verify", VERIFIED, text(&file)], skip].concat());
            assert_eq!((ran.code, ran.out.as_str()), (2, ""));
            assert!(ran.err.contains("longer than 1048576 bytes"), "{}", ran.err);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_with_a_bad_line_is_not_waited_for() {
    let pipe = folder("pipe").join("log.jsonl");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let child = command(&["verify", VERIFIED, text(&pipe)])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    fs::write(&pipe, "no event\n").unwrap();
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("log.jsonl: line 1"), "{}", ran.err);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_exits_with_3_and_leaves_what_was_there() {
    for arguments in [
        &["convert", IDEAL, "--to", "csv", "-o", "/dev/full"][..],
        &["render", VERIFIED, "-o", "/dev/full", "--to", "dot"],
        &["render", VERIFIED, "-o", "/nowhere/x.dot"],
        &["init", "/nowhere/agreement.toml"],
    ] {
        let ran = servanda(arguments);
        assert_eq!(ran.code, 3, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("the output can't be written: /"), "{arguments:?}: {}", ran.err);
    }
    // A file that may not grow past half a KiB stands for a full disk.
    let log = folder("full").join("log.jsonl");
    let ideal = fs::read_to_string(IDEAL).unwrap();
    fs::write(&log, &ideal).unwrap();
    let program = env!("CARGO_BIN_EXE_servanda");
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" convert \"$1\" --to csv -o \"$1\"";
    let full = Command::new("sh").args(["-c", script, program, text(&log)]).output().unwrap();
    let full = ran(full);
    assert_eq!(full.code, 3, "{}", full.err);
    assert_eq!(fs::read_to_string(&log).unwrap(), ideal);
    let beside = fs::read_dir(log.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "nothing is left beside it");
    let written = servanda(&["convert", text(&log), "--to", "csv", "-o", text(&log)]);
    assert_eq!(written.code, 0, "{}", written.err);
    assert!(fs::read_to_string(&log).unwrap().starts_with("time,"));
}

#[test]
fn a_mark_of_the_order_of_bytes_is_passed_over() {
    let folder = folder("mark");
    let ideal = fs::read_to_string(IDEAL).unwrap();
    let without = servanda(&["verify", VERIFIED, IDEAL, "--format", "json"]).out;
    for (format, name) in [
        ("jsonl", "log.jsonl"),
        ("cloudevents", "log.cloudevents"),
        ("cloudevents-batch", "batch.cloudevents"),
        ("csv", "log.csv"),
    ] {
        let written = servanda_reading(
            ideal.as_bytes(),
            &["convert", "-", "--from", "jsonl", "--to", format],
        );
        let log = folder.join(name);
        fs::write(&log, format!("\u{feff}{}", written.out)).unwrap();
        let ran = servanda(&["verify", VERIFIED, text(&log), "--format", "json"]);
        assert_eq!(ran.code, 0, "{format}: {}", ran.err);
        assert_eq!(ran.out, without, "{format}");
        let again = servanda(&["convert", text(&log), "--to", "jsonl"]);
        assert_eq!(again.code, 0, "{format}: {}", again.err);
    }
    // Only at the start.
    let log = folder.join("log.jsonl");
    fs::write(&log, ideal.replacen('\n', "\n\u{feff}", 1)).unwrap();
    assert_eq!(servanda(&["verify", VERIFIED, text(&log)]).code, 2);
}

#[test]
fn tags_of_yaml_are_refused() {
    let yaml = servanda(&["convert", VERIFIED, "--to", "yaml"]).out;
    let file = folder("tags").join("agreement.yaml");
    fs::write(&file, &yaml).unwrap();
    assert_eq!(servanda(&["convert", text(&file), "--to", "json"]).code, 0);
    for tagged in [
        yaml.replacen("title: ", "title: !draft ", 1),
        yaml.replacen("title: ", "!draft title: ", 1),
        yaml.replacen("parties:\n", "parties: !void\n", 1),
    ] {
        assert_ne!(tagged, yaml);
        fs::write(&file, tagged).unwrap();
        let ran = servanda(&["verify", text(&file), IDEAL]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("tag"), "{}", ran.err);
    }
}
