//! Logs as other tools write them: times, encodings, archives, mappings, and what is told where one can't be read.

use std::fs;
use std::io::Write;

use crate::kit::{Ran, folder, servanda, servanda_reading, text};

const AGREEMENT: &str = r#"
title = "A fine is paid"
[parties]
police = "fines"
driver = "drives"
[acts]
Fine = { by = ["police"] }
Payment = { by = ["driver"] }
[obligations.pay]
debtor = "driver"
creditor = "police"
perform = "Payment"
when = { happened = "Fine" }
within = "P60D"
"#;

/// What verifying this log comes to, under this name.
fn verify(test: &str, name: &str, log: &[u8], more: &[&str]) -> Ran {
    let folder = folder(test);
    let (agreement, path) = (folder.join("agreement.toml"), folder.join(name));
    fs::write(&agreement, AGREEMENT).unwrap();
    fs::write(&path, log).unwrap();
    servanda(&[&["verify", text(&agreement), text(&path)], more].concat())
}

#[test]
fn how_times_are_written_can_be_said_and_what_would_read_them_is_proposed() {
    let log = |time: &str| format!("time,actor,act\n{time},police,Fine\n").into_bytes();
    let fine = |time: &str, more: &[&str]| {
        let ran = verify("times", "log.csv", &log(time), more);
        assert_eq!(ran.code, 0, "{time}: {}", ran.err);
        assert!(ran.out.contains("as of 2023-01-31 07:15 UTC"), "{time}: {}", ran.out);
    };
    fine("2023-01-31 08:15:00+01:00", &[]);
    fine("2023-01-31 08:15+0100", &[]);
    fine("2023-01-31T08:15:00", &["--time-zone", "+01:00"]);
    fine("31.01.2023 08:15", &["--time-format", "%d.%m.%Y %H:%M", "--time-zone", "+01:00"]);
    fine("1675149300", &["--time-format", "epoch"]);
    for (time, option) in [
        ("2023-01-31T08:15:00", "--time-zone +00:00"),
        ("2023-01-31", "--time-zone +00:00"),
        ("31.01.2023 08:15", "--time-format '%d.%m.%Y %H:%M' --time-zone +00:00"),
        ("1675149300", "--time-format epoch"),
    ] {
        let ran = verify("times", "log.csv", &log(time), &[]);
        assert_eq!(ran.code, 2);
        // What is proposed may be broken into lines.
        let err = ran.err.replace("\n        ", " ");
        assert!(err.contains(&format!("this would read it: {option}")), "{}", ran.err);
    }
    let ran = verify("times", "log.csv", &log("x"), &["--time-zone", "CET"]);
    assert_eq!(ran.code, 2);
    let lines = br#"{"time": "2023-01-31T08:15:00", "actor": "police", "act": "Fine"}"#;
    let ran = verify("times", "log.jsonl", lines, &["--time-zone", "+01:00"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--map FILE"), "{}", ran.err);
    let ran = verify("times", "log.jsonl", lines, &["--time-zone", "+01:00", "--map", "time=time"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn a_log_may_be_in_another_encoding_and_in_an_archive() {
    let log = "time;actor;act;note\n2023-01-31T08:15:00Z;police;Fine;München\n";
    let fine = |name: &str, log: &[u8], more: &[&str]| {
        let ran = verify("encodings", name, log, more);
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        assert!(ran.out.contains("as of 2023-01-31 08:15 UTC"), "{name}: {}", ran.out);
    };
    fine("log.csv", format!("\u{feff}{log}").as_bytes(), &[]);
    let utf_16: Vec<u8> =
        format!("\u{feff}{log}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    fine("log.csv", &utf_16, &[]);
    let latin: Vec<u8> =
        log.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    fine("log.csv", &latin, &["--encoding", "latin1"]);
    assert_eq!(verify("encodings", "log.csv", &latin, &[]).code, 2);
    fine("log.tsv", log.replace(';', "\t").as_bytes(), &[]);
    let packed = |names: &[&str]| {
        let mut zip = zip_writer::Archive::default();
        names.iter().for_each(|name| zip.add(name, log.as_bytes()));
        zip.finish()
    };
    fine("log.csv.zip", &packed(&["a.csv"]), &[]);
    fine("log.zip", &packed(&["a.csv"]), &[]);
    let two = verify("encodings", "log.csv.zip", &packed(&["a.csv", "b.csv"]), &[]);
    assert_eq!(two.code, 2);
    assert!(two.err.contains("is an archive of 2 files"), "{}", two.err);
    let mut damaged = packed(&["a.csv"]);
    damaged[60] ^= 0x55;
    let ran = verify("encodings", "log.csv.zip", &damaged, &[]);
    assert_eq!(ran.code, 2, "{}", ran.out);
}

/// Archives as zip has them: written here, for the command reads them only.
mod zip_writer {
    use super::Write;

    #[derive(Default)]
    pub(super) struct Archive {
        bytes: Vec<u8>,
        directory: Vec<u8>,
        count: u16,
    }

    impl Archive {
        pub(super) fn add(&mut self, name: &str, text: &[u8]) {
            let mut encoder =
                flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text).unwrap();
            let packed = encoder.finish().unwrap();
            let mut crc = flate2::Crc::new();
            crc.update(text);
            let size = |length: usize| u32::try_from(length).unwrap();
            let mut common = Vec::new();
            for part in [20_u16, 0, 8, 0, 0x21] {
                common.extend(part.to_le_bytes());
            }
            for part in [crc.sum(), size(packed.len()), size(text.len())] {
                common.extend(part.to_le_bytes());
            }
            common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            common.extend(0_u16.to_le_bytes());
            let start = size(self.bytes.len());
            self.bytes.extend(b"PK\x03\x04");
            self.bytes.extend(&common);
            self.bytes.extend(name.as_bytes());
            self.bytes.extend(packed);
            self.directory.extend(b"PK\x01\x02\x14\x00");
            self.directory.extend(&common);
            self.directory.extend([0; 10]);
            self.directory.extend(start.to_le_bytes());
            self.directory.extend(name.as_bytes());
            self.count = self.count.saturating_add(1);
        }

        pub(super) fn finish(mut self) -> Vec<u8> {
            let start = u32::try_from(self.bytes.len()).unwrap();
            let size = u32::try_from(self.directory.len()).unwrap();
            self.bytes.extend(&self.directory);
            self.bytes.extend(b"PK\x05\x06\0\0\0\0");
            self.bytes.extend(self.count.to_le_bytes());
            self.bytes.extend(self.count.to_le_bytes());
            self.bytes.extend(size.to_le_bytes());
            self.bytes.extend(start.to_le_bytes());
            self.bytes.extend([0; 2]);
            self.bytes
        }
    }
}

#[test]
fn a_log_of_which_nothing_is_judged_is_no_verdict() {
    let log = b"time,case,act\n2023-01-31T08:15:00Z,7,Warning\n";
    let folder = folder("nothing");
    let map = folder.join("map.toml");
    fs::write(&map, "actor = \"police\"\nothers = \"ignore\"\n").unwrap();
    let ran = verify("nothing-judged", "log.csv", log, &["--map", text(&map)]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("no event of it could be read"), "{}", ran.err);
    assert!(
        ran.err.contains("activities that are no act are ignored (`Warning` 1)"),
        "{}",
        ran.err
    );
    let xes = b"<log><trace><string key='concept:name' value='7'/><event>\
        <string key='concept:name' value='Fine'/><string key='lifecycle:transition' value='In Progress'/>\
        <date key='time:timestamp' value='2023-01-31T08:15:00Z'/></event></trace></log>";
    let ran = verify("nothing-judged", "log.xes", xes, &["--map", "actor=value:police"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("In Progress"), "{}", ran.err);
    fs::write(&map, "actor = \"police\"\nlifecycle = \"all\"\n").unwrap();
    let ran = verify("nothing-judged", "log.xes", xes, &["--map", text(&map)]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn a_log_that_names_nobody_says_how_to_read_it() {
    let xes = b"<log><trace><string key='concept:name' value='7'/><event>\
        <string key='concept:name' value='Fine'/>\
        <date key='time:timestamp' value='2023-01-31 08:15:00+01:00'/></event></trace></log>";
    let ran = verify("nobody", "log.xes", xes, &[]);
    assert_eq!(ran.code, 2);
    for part in ["there is no `org:resource`", "servanda map LOG", "actor=value:NAME"] {
        assert!(ran.err.contains(part), "{}", ran.err);
    }
    let ran = verify("nobody", "log.xes", xes, &["--map", "actor=value:police"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let local = String::from_utf8(xes.to_vec()).unwrap().replace("+01:00", "");
    let ran = verify("nobody", "log.xes", local.as_bytes(), &["--map", "actor=value:police"]);
    assert!(ran.err.contains("--time-zone +00:00"), "{}", ran.err);
    let ran = verify("nobody", "log.xes", local.as_bytes(), &[]);
    assert!(ran.err.contains("--time-zone +00:00"), "{}", ran.err);
    let zone = ["--map", "actor=value:police", "--time-zone", "+01:00"];
    let ran = verify("nobody", "log.xes", local.as_bytes(), &zone);
    assert!(ran.out.contains("as of 2023-01-31 07:15 UTC"), "{}", ran.out);
}

#[test]
fn a_mapping_is_drafted_and_reads_the_log() {
    let log = "Case ID;Activity;Complete Timestamp;Resource\n\
        7;Fine;31.01.2023 08:15;Ann\n7;Payment;01.02.2023 08:15;Bob\n";
    let folder = folder("drafted");
    let (path, map) = (folder.join("log.csv"), folder.join("map.toml"));
    fs::write(&path, log).unwrap();
    let ran = servanda(&["map", text(&path), "--output", text(&map)]);
    assert_eq!((ran.code, &*ran.out), (0, ""), "{}", ran.err);
    let draft = fs::read_to_string(&map).unwrap();
    assert!(draft.contains("# \"Ann\" = \"Ann\"   # 1 times"), "{draft}");
    let draft = draft.replace("# \"Ann\" = \"Ann\"", "Ann = \"police\"");
    fs::write(&map, draft.replace("# \"Bob\" = \"Bob\"", "Bob = \"driver\"")).unwrap();
    let ran = verify("drafted-read", "log.csv", log.as_bytes(), &["--map", text(&map)]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("case 7"), "{}", ran.out);
    let ran = servanda_reading(b"", &["map", "-"]);
    assert_eq!(ran.code, 2);
    let ran = servanda(&["map", "nothing.jsonocel"]);
    assert_eq!(ran.code, 2);
    let converted = servanda(&["convert", text(&path), "--to", "jsonl", "--map", text(&map)]);
    assert_eq!(converted.code, 0, "{}", converted.err);
    assert!(
        converted
            .out
            .starts_with(r#"{"time":"2023-01-31T08:15:00Z","actor":"police","act":"Fine""#),
        "{}",
        converted.out
    );
}

#[test]
fn a_mapping_does_not_go_with_a_log_that_grows() {
    let line = br#"{"time": "2023-01-31T08:15:00Z", "actor": "police", "act": "Fine"}"#;
    let ran = verify("grows", "log.jsonl", line, &["--follow", "--idle", "0", "--map", "act=act"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    let ran = verify("grows", "log.jsonl", line, &["--follow", "--idle", "0", "--as-of", "end"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    let ran = verify("grows", "log.jsonl", line, &["--map", "nowhere.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nowhere.toml"), "{}", ran.err);
}
