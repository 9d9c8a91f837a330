//! `--digest`: which agreement, which log.

use std::fs;
use std::path::Path;

use serde_json::Value;
use servanda::report::Digest;

use crate::kit::{HISTORY, VERIFIED, folder, servanda, servanda_reading, text};

const AGREEMENT: &str = "5f7fa1a0a024266ad1b22a450ab3aae094c97addaa7dd53a6f757ab6d632f30a";

#[test]
fn check_prints_the_digest_alone() {
    let ran = servanda(&["check", VERIFIED, "--digest"]);
    assert_eq!((ran.code, ran.out), (0, format!("{AGREEMENT}\n")));
    let ran = servanda(&["check", VERIFIED, "--digest", "--format", "json"]);
    let written: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(written, serde_json::json!({"agreement": AGREEMENT}));
}

#[test]
fn every_report_says_of_which_agreement_it_is() {
    let ran = servanda(&["verify", VERIFIED, HISTORY, "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["agreement"], AGREEMENT);
    assert_eq!(report["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(report.get("log"), None);
}

#[test]
fn a_report_says_of_which_log_it_is_where_that_is_asked_for() {
    let folder = folder("digest");
    let history = fs::read(HISTORY).unwrap();
    let packed = folder.join("history.jsonl.zst");
    fs::write(&packed, zstd::encode_all(&*history, 1).unwrap()).unwrap();
    let lines = history.iter().filter(|byte| **byte == b'\n').count();
    for (path, format) in [(Path::new(HISTORY), "json"), (&packed, "json"), (&packed, "text")] {
        let digest = Digest::of(&fs::read(path).unwrap()).to_string();
        let ran = servanda(&["verify", VERIFIED, text(path), "--digest", "--format", format]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        if format == "text" {
            let end = format!("  agreement {AGREEMENT}\n  log       {digest} ({lines} lines)\n\n");
            assert!(ran.out.ends_with(&end), "{}", ran.out);
        } else {
            let report: Value = serde_json::from_str(&ran.out).unwrap();
            assert_eq!(report["log"], serde_json::json!({"sha256": digest, "lines": lines}));
        }
    }
    // A last line without an end is one, and the standard input has a digest too.
    let whole = history.strip_suffix(b"\n").unwrap();
    let ran = servanda_reading(whole, &["verify", VERIFIED, "-", "--digest", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["log"]["lines"], lines);
    assert_eq!(report["log"]["sha256"], Digest::of(whole).to_string());
}
