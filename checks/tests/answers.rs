//! What the command prints for machines is as its schemas say, for each agreement of the gallery.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at once"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;
use servanda::formats::schema::SchemaOf;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn servanda(arguments: &[&str]) -> Output {
    static COMMAND: OnceLock<PathBuf> = OnceLock::new();
    let command = COMMAND.get_or_init(|| servanda_checks::program(["--bin", "servanda"]));
    let mut command = Command::new(command);
    command.current_dir(ROOT).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// Holds each line, or the whole, of what was printed to a schema.
fn check(of: SchemaOf, printed: &[u8], what: &[&str]) {
    static SCHEMAS: OnceLock<BTreeMap<SchemaOf, Validator>> = OnceLock::new();
    let schemas = SCHEMAS.get_or_init(|| {
        let schema = |of: SchemaOf| {
            let schema: Value = serde_json::from_str(&of.to_json()).unwrap();
            (of, jsonschema::draft202012::new(&schema).unwrap())
        };
        SchemaOf::ALL.map(schema).into()
    });
    let mut count = 0;
    for value in serde_json::Deserializer::from_slice(printed).into_iter::<Value>() {
        let value = value.unwrap_or_else(|error| panic!("{what:?}: {error}"));
        let errors = schemas[&of].iter_errors(&value);
        let errors: Vec<String> =
            errors.map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{what:?}: {errors:#?}");
        count += 1;
    }
    assert!(count > 0, "{what:?} printed nothing");
}

fn is_as_said(of: SchemaOf, arguments: &[&str]) {
    let ran = servanda(&[arguments, &["--format", "json"]].concat());
    let code = ran.status.code().unwrap();
    assert!(code <= 1, "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    check(of, &ran.stdout, arguments);
}

/// An agreement with its logs.
struct Example {
    agreement: String,
    logs: Vec<String>,
}

fn examples() -> Vec<Example> {
    let gallery = fs::read_dir(Path::new(ROOT).join("examples/agreements")).unwrap();
    let mut folders: Vec<PathBuf> =
        gallery.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let of_folder = |folder: PathBuf| {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let file = |file: &str| format!("examples/agreements/{name}/{file}");
        let written = ["agreement.toml", "agreement.json"].map(file);
        let agreement = written.into_iter().find(|path| Path::new(ROOT).join(path).exists());
        Example {
            agreement: agreement.unwrap(),
            logs: ["good.jsonl", "bad.jsonl"].map(file).into(),
        }
    };
    let mut all: Vec<Example> = folders.into_iter().map(of_folder).collect();
    all.push(Example {
        agreement: "tests/cases/cuba-1962/agreement-verified.json".to_owned(),
        logs: ["history", "collapse"]
            .map(|log| format!("tests/cases/cuba-1962/log-{log}.jsonl"))
            .into(),
    });
    all.push(Example {
        agreement: "tests/cases/fit-out/agreement.json".to_owned(),
        logs: vec!["tests/cases/fit-out/log.jsonl".to_owned()],
    });
    all
}

#[test]
fn what_is_said_of_an_agreement_is_as_the_schemas_say() {
    let all = examples();
    for Example { agreement, .. } in &all {
        is_as_said(SchemaOf::Check, &["check", agreement]);
        is_as_said(SchemaOf::Check, &["check", agreement, "--since", "0.1"]);
        is_as_said(SchemaOf::Check, &["check", agreement, "--digest"]);
        is_as_said(SchemaOf::Explain, &["explain", agreement]);
    }
    for pair in all.windows(2) {
        is_as_said(SchemaOf::Compare, &["compare", &pair[0].agreement, &pair[1].agreement]);
    }
}

#[test]
fn what_is_said_of_a_log_is_as_the_schemas_say() {
    for Example { agreement, logs } in examples() {
        for log in &logs {
            is_as_said(SchemaOf::Report, &["verify", &agreement, log]);
            is_as_said(SchemaOf::Report, &["verify", &agreement, log, "--submit"]);
            is_as_said(SchemaOf::Next, &["next", &agreement, log]);
            if agreement.contains("service-level") {
                // It tells of several cases.
                continue;
            }
            is_as_said(SchemaOf::Explain, &["explain", &agreement, log]);
            is_as_said(SchemaOf::WhatIf, &["what-if", &agreement, log, "--until", "2030-01-01"]);
        }
    }
}

#[test]
fn plans_are_as_the_schemas_say() {
    for Example { agreement, .. } in examples() {
        let bound = ["--most-states", "300", "--most-seconds", "2"];
        let whole = ["--blockers", "--dead-ends", "--exposure"];
        is_as_said(SchemaOf::Plan, &[&["plan", &agreement], &bound[..]].concat());
        is_as_said(SchemaOf::Plan, &[&["plan", &agreement], &bound[..], &whole[..]].concat());
    }
}

const VERIFIED: &str = "tests/cases/cuba-1962/agreement-verified.json";
const HISTORY: &str = "tests/cases/cuba-1962/log-history.jsonl";

#[test]
fn each_obligation_and_act_is_explained_as_the_schema_says() {
    let text = fs::read_to_string(Path::new(ROOT).join(VERIFIED)).unwrap();
    let agreement: Value = serde_json::from_str(&text).unwrap();
    for (section, option) in [("obligations", "--obligation"), ("acts", "--act")] {
        for name in agreement[section].as_object().unwrap().keys() {
            is_as_said(SchemaOf::Explain, &["explain", VERIFIED, HISTORY, option, name]);
        }
    }
    let desk = "examples/agreements/service-desk";
    let (agreement, log) = (format!("{desk}/agreement.toml"), format!("{desk}/bad.jsonl"));
    let condition = r#"{"settled": true}"#;
    let unknown =
        servanda(&["explain", &agreement, &log, "--condition", condition, "--format", "json"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn what_would_change_and_what_would_have_had_to_be_otherwise_are_as_the_schema_says() {
    let event = "us:lift-quarantine";
    is_as_said(SchemaOf::WhatIf, &["what-if", VERIFIED, HISTORY, "--event", event]);
    is_as_said(SchemaOf::WhatIf, &["what-if", VERIFIED, HISTORY, "--event", event, "--submit"]);
    is_as_said(SchemaOf::WhatIf, &["what-if", VERIFIED, HISTORY, "--mend"]);
    let ideal = "tests/cases/cuba-1962/log-ideal.jsonl";
    is_as_said(SchemaOf::WhatIf, &["what-if", VERIFIED, ideal, "--mend"]);
}

#[test]
fn differences_are_as_the_schema_says() {
    let log = "tests/cases/evidence/history.jsonl";
    let by = ["--by-time", "--known-by", "1962-11-20", "--against", "1992-12-31"];
    is_as_said(SchemaOf::Difference, &[&["verify", VERIFIED, log], &by[..]].concat());
    let folder = "tests/cases/second/evidence";
    for log in ["late", "withdrawn"] {
        let (agreement, log) =
            (format!("{folder}/agreement.json"), format!("{folder}/{log}.jsonl"));
        let by = ["--by-time", "--known-by", "2026-03-12", "--against", "2026-12-31"];
        is_as_said(SchemaOf::Difference, &[&["verify", &agreement, &log], &by[..]].concat());
    }
}

#[test]
fn what_is_followed_kept_and_summed_up_is_as_the_schemas_say() {
    let folder = servanda_checks::folder(env!("CARGO_TARGET_TMPDIR"), "answers");
    let history = fs::read_to_string(Path::new(ROOT).join(HISTORY)).unwrap();
    let mut many = String::new();
    for case in 0..30 {
        for line in history.lines().take(3 + case % 15) {
            many += &line.replacen('{', &format!(r#"{{"case": "c-{case}", "#), 1);
            many.push('\n');
        }
    }
    many += "no event\n";
    let log = folder.join("many.jsonl");
    fs::write(&log, many).unwrap();
    let (log, state) = (log.to_str().unwrap(), folder.join("state"));
    let state = state.to_str().unwrap();
    is_as_said(SchemaOf::Summary, &["verify", VERIFIED, log, "--skip"]);
    is_as_said(SchemaOf::Summary, &["verify", VERIFIED, log, "--skip", "--top", "2"]);
    is_as_said(SchemaOf::Report, &["verify", VERIFIED, log, "--skip", "--each"]);
    is_as_said(SchemaOf::Next, &["next", VERIFIED, log, "--skip"]);
    let followed = ["--skip", "--follow", "--idle", "0"];
    is_as_said(SchemaOf::Followed, &[&["verify", VERIFIED, log], &followed[..]].concat());
    let by_time = [&["verify", VERIFIED, log, "--by-time"], &followed[..]].concat();
    is_as_said(SchemaOf::Followed, &by_time);
    let kept = servanda(&["verify", VERIFIED, log, "--skip", "--state", state]);
    assert!(kept.status.code().is_some_and(|code| code <= 1));
    let other = "tests/cases/cuba-1962/agreement-established.json";
    is_as_said(SchemaOf::Compare, &["compare", VERIFIED, other, "--state", state]);
    is_as_said(SchemaOf::Compare, &["compare", VERIFIED, VERIFIED, "--state", state]);
}

#[test]
fn errors_are_as_the_schema_says() {
    for arguments in [
        &["verify", VERIFIED, "no-such-file.jsonl"][..],
        &["check", HISTORY],
        &["next", VERIFIED, VERIFIED],
        // The command line itself.
        &["plan", VERIFIED, "--no-such-option"],
        &["no-such-command"],
    ] {
        let ran = servanda(&[arguments, &["--format", "json"]].concat());
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}");
        check(SchemaOf::Error, &ran.stderr, arguments);
    }
}
