//! `verify` of a log of many cases: the summary, and the cases that are asked for.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::kit::{folder, servanda, text};

const AGREEMENT: &str = r#"
title = "Claims are settled within seven days"
[parties]
desk = "settles claims"
customer = "has claims"
[acts]
claim = { by = ["customer"] }
settle = { by = ["desk"] }
[obligations.settle]
debtor = "desk"
creditor = "customer"
perform = "settle"
when = { happened = "claim" }
within = "P7D"
"#;

/// Thirty cases: of three each the first is settled in time, the second two days late, the third never. The last
/// event of the log is long after all.
fn log() -> String {
    let mut log = String::from("time,case,actor,act,channel\n");
    for case in 0..30 {
        let channel = if case % 2 == 0 { "web" } else { "desk" };
        let _ = writeln!(log, "2026-05-01T08:00:00Z,c{case:02},customer,claim,{channel}");
        match case % 3 {
            0 => {
                let _ = writeln!(log, "2026-05-03T08:00:00Z,c{case:02},desk,settle,");
            }
            1 => {
                let _ = writeln!(log, "2026-05-10T08:00:00Z,c{case:02},desk,settle,");
            }
            _ => {}
        }
    }
    log.push_str("2026-06-07T08:00:00Z,c00,customer,thank,\n");
    log
}

struct Files {
    folder: PathBuf,
    agreement: PathBuf,
    log: PathBuf,
    map: PathBuf,
}

fn files(test: &str) -> Files {
    let folder = folder(test);
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let (agreement, log) = (write("agreement.toml", AGREEMENT), write("log.csv", &log()));
    let map = write("map.toml", "others = \"ignore\"\n");
    Files { agreement, log, map, folder }
}

impl Files {
    fn verify(&self, more: &[&str]) -> crate::kit::Ran {
        let all = ["verify", text(&self.agreement), text(&self.log), "--map", text(&self.map)];
        servanda(&[&all, more].concat())
    }
}

#[test]
fn of_more_than_twenty_cases_the_summary_is_told() {
    let ran = files("of-many").verify(&["--top", "2"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for line in [
        "Claims are settled within seven days: 30 cases\n",
        "Not conformant: 20 of 30 cases (66.7 %); some of the log has no place in an\n  event\n",
        "As of 2026-06-07 08:00 UTC\n",
        "  settle         30    10  33.3 %        20        20         10      10     -  -\n",
        "late by     10    2 d     2 d          2 d  2 d\n",
        "undone, late for     10   30 d    30 d         30 d  30 d\n",
        "  overdue      20        20\n",
        "and 18 more such cases",
    ] {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
    assert_eq!(ran.out.matches("Outcome: ").count(), 2);
    assert!(
        ran.err.contains("each case is judged as of the log's last event, 2026-06-07T08:00:00Z")
    );
    assert!(
        ran.err.contains("activities that are no act are ignored (`thank` 1): line"),
        "{}",
        ran.err
    );
    assert!(
        ran.out.contains("`channel`"),
        "what is not read is told in the report, too: {}",
        ran.out
    );
}

#[test]
fn each_case_is_told_where_that_is_asked_for() {
    let files = files("each-of-many");
    let each = files.verify(&["--each"]);
    assert_eq!(each.out.matches("Outcome: ").count(), 30);
    let one = files.verify(&["--case", "c02", "--as-of", "end"]);
    assert_eq!((one.code, one.out.matches("Outcome: ").count()), (1, 1), "{}", one.out);
    assert!(one.out.contains("as of 2026-06-07 08:00 UTC"), "{}", one.out);
    let own = files.verify(&["--case", "c02"]);
    assert_eq!(
        (own.code, own.out.contains("as of 2026-05-01 08:00 UTC")),
        (0, true),
        "{}",
        own.out
    );
    let none = files.verify(&["--case", "d02"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("the log has no case `d02`"), "{}", none.err);
    let only = |which: &str| {
        let ran = files.verify(&["--only", which, "--each", "--top", "0"]);
        ran.out.matches("Outcome: ").count()
    };
    let counts = ["breached", "conformant", "not-conformant", "open"].map(only);
    assert_eq!(counts, [10, 10, 20, 0]);
}

#[test]
fn the_summary_is_told_to_machines() {
    let files = files("summary-json");
    let ran = files.verify(&["--format", "json", "--by", "channel"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let settle = &told["summary"]["obligations"][0];
    assert_eq!(
        (&settle["owed"], &settle["kept"], &settle["undone"]),
        (&30.into(), &10.into(), &10.into())
    );
    assert_eq!(settle["late_by"]["median"], 172_800);
    assert_eq!(told["summary"]["months"]["2026-05"]["overdue"], 20);
    assert_eq!(told["summary"]["groups"].as_array().unwrap().len(), 2);
    assert_eq!((told["cases"].as_array().unwrap().len(), &told["conformant"]), (5, &false.into()));
    assert!(told["lost"][0].as_str().unwrap().contains("thank"), "{told}");
    let lines = files.verify(&["--format", "jsonl"]);
    let reports: Vec<Value> =
        lines.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((reports.len(), &reports[1]["case"]), (30, &"c01".into()));
}

#[test]
fn the_reports_are_tables_too() {
    let files = files("tables");
    let ran = files.verify(&["--format", "csv"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--output FOLDER"), "{}", ran.err);
    let tables = files.folder.join("tables");
    let ran = files.verify(&["--format", "csv", "--output", text(&tables)]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let read = |name: &str| fs::read_to_string(Path::new(&tables).join(name)).unwrap();
    let (obligations, findings) = (read("obligations.csv"), read("findings.csv"));
    assert_eq!((obligations.lines().count(), findings.lines().count()), (31, 21));
    let late = "c01,,,settle,cured,desk,customer,2026-05-01T08:00:00Z,,2026-05-08T08:00:00Z,\
        2026-05-10T08:00:00Z,,1,1,172800,2026-06-07T08:00:00Z";
    let told = obligations.lines().find(|line| line.starts_with("c01")).unwrap();
    assert_eq!(
        told.replace(",2026-05-08T08:00:00Z,2026-05-08T08:00:00Z,", ",,2026-05-08T08:00:00Z,"),
        late
    );
    assert!(
        findings
            .lines()
            .nth(1)
            .unwrap()
            .starts_with("c01,overdue,desk,2026-05-08T08:00:00Z,,,settle,,,2026-05-08T08:00:00Z,")
    );
    let ran = files.verify(&["--output", text(&tables)]);
    assert_eq!(ran.code, 2, "{}", ran.out);
}

#[test]
fn a_few_cases_are_summed_up_where_that_is_asked_for() {
    let files = files("few");
    let few: String = log().lines().take(6).map(|line| format!("{line}\n")).collect();
    fs::write(&files.log, few).unwrap();
    let ran = files.verify(&[]);
    assert!(
        !ran.out.contains("Obligations") && !ran.err.contains("as of the log's last"),
        "{}",
        ran.out
    );
    let ran = files.verify(&["--summary"]);
    assert!(ran.out.contains("settle within") || ran.out.contains("3 cases"), "{}", ran.out);
}

/// A page of all cases, and one of each beside it, as of the same instant.
#[test]
fn a_portfolio_leads_to_a_page_of_each_case() {
    let files = files("portfolio");
    let page = files.folder.join("portfolio.html");
    let draw = |more: &[&str]| {
        let arguments =
            ["render", text(&files.agreement), text(&files.log), "--map", text(&files.map)];
        servanda(&[&arguments[..], &["--to", "portfolio"], more].concat())
    };
    let drawn = draw(&["-o", text(&page), "--pages", "cases"]);
    assert_eq!(drawn.code, 0, "{}", drawn.err);
    let portfolio = fs::read_to_string(&page).unwrap();
    assert!(portfolio.contains("30 cases") && portfolio.contains(r#""pages":"cases""#));
    let pages = fs::read_dir(files.folder.join("cases")).unwrap();
    assert_eq!(pages.count(), 30);
    // The third case is never settled, which its own log does not show.
    let third = fs::read_to_string(files.folder.join("cases/3.html")).unwrap();
    assert!(third.contains("Case <bdi>c02</bdi>"), "{third}");
    assert!(third.contains("judged as of <span class=\"nowrap\">2026-06-07"), "{third}");
    assert!(third.contains("Breached"), "{third}");

    // Without a file there is no place beside it; a folder elsewhere is not beside it.
    assert_eq!(draw(&["--pages", "cases"]).code, 2);
    assert_eq!(draw(&["-o", text(&page), "--pages", "../cases"]).code, 2);
    let html = ["-o", text(&page), "--pages", "cases", "--to", "html", "--case", "c02"];
    let arguments = ["render", text(&files.agreement), text(&files.log), "--map", text(&files.map)];
    let refused = servanda(&[&arguments[..], &html].concat());
    assert_eq!(refused.code, 2, "{}", refused.out);
    assert!(refused.err.contains("--pages is for a portfolio"), "{}", refused.err);
}
