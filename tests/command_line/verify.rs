//! `verify`: verdicts, cuts, formats.

use std::fs;
use std::io::Write;

use serde_json::Value;

use crate::kit::{HISTORY, IDEAL, VERIFIED, folder, servanda, servanda_reading, text};

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
