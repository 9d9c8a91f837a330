//! `next`, and the head of a report: what is open, by when, and whose move it is.

use std::fs;

use ical::component::IcalComponent;
use ical::prop::{IcalPropKind, IcalPropName};
use ical::tree::cst::IcalCst;
use ical::value::IcalValue;
use serde_json::Value;

use crate::kit::{folder, servanda, text};

const AGREEMENT: &str = "tests/cases/fit-out/agreement.json";
const LOG: &str = "tests/cases/fit-out/log.jsonl";
const AS_OF: [&str; 2] = ["--as-of", "2025-07-21T00:00:00Z"];

fn next(more: &[&str]) -> crate::kit::Ran {
    servanda(&[&["next", AGREEMENT, LOG], &AS_OF[..], more].concat())
}

#[test]
fn what_is_open_is_told_by_deadline() {
    let ran = next(&[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    expect_test::expect![[r#"
        Fit-out of Harbour View House, 4th and 5th floors
        as of 2025-07-21 00:00 UTC

          2025-07-14 10:00 UTC  6 days 14 hours ago   contractor  milestone-3 (hoped for)
          2025-07-16 10:00 UTC  4 days 14 hours late  client      payment-2
          2025-07-28 08:00 UTC  in 7 days             contractor  completion
          2025-08-05 17:00 UTC  in 15 days            contractor  progress-report-5
          2025-09-05 17:00 UTC  in 46 days            contractor  progress-report-6
    "#]]
    .assert_eq(&ran.out);
    let soon = next(&["--within", "30d", "--party", "contractor"]);
    assert!(soon.out.contains("completion") && soon.out.contains("report-5"), "{}", soon.out);
    assert!(!soon.out.contains("report-6") && !soon.out.contains("payment-2"), "{}", soon.out);
    let nobody = next(&["--party", "contracter"]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("did you mean `contractor`?"), "{}", nobody.err);
    let bad = next(&["--within", "soon"]);
    assert!(bad.code == 2 && bad.err.contains("30d, 2w, 6h"), "{}", bad.err);
}

#[test]
fn machines_are_told_the_same() {
    let ran = next(&["--format", "json", "--within", "P1W"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let late = &told["open"][1];
    assert_eq!((&late["obligation"], &late["status"]), (&"payment-2".into(), &"breached".into()));
    assert_eq!((&late["awaited"], &late["hope"]), (&"client".into(), &false.into()));
    assert_eq!(late["cites"], serde_json::json!(["6.1", "6.4"]));
    assert_eq!(told["open"].as_array().unwrap().len(), 2, "and a hope that is past");
}

/// A property of a component, as text.
fn text_of(component: &IcalComponent<'_>, kind: IcalPropKind) -> Option<String> {
    let prop = component.props.iter().find(|it| it.name == IcalPropName::Kind(kind))?;
    match &prop.value {
        IcalValue::Text(text) => Some(text.0.to_string()),
        IcalValue::DateTime(time) => Some(time.0.to_string()),
        IcalValue::Duration(length) => Some(length.0.to_string()),
        _ => None,
    }
}

#[test]
fn the_calendar_is_read_back_as_it_was_meant() {
    let written = next(&["--format", "ics"]).out;
    assert!(written.lines().all(|line| line.len() <= 75), "{written}");
    let calendar = IcalCst::parse(&written).unwrap();
    let calendar = calendar.decode();
    assert!(calendar.clone().validate().is_ok());
    let events: Vec<[Option<String>; 2]> = calendar
        .components
        .iter()
        .map(|event| [IcalPropKind::DtStart, IcalPropKind::Summary].map(|it| text_of(event, it)))
        .collect();
    let event = |at: &str, what: &str| [Some(at.to_owned()), Some(what.to_owned())];
    assert_eq!(
        events,
        [
            event("20250714T100000Z", "hoped for: contractor: milestone-3"),
            event("20250716T100000Z", "overdue: client: payment-2"),
            event("20250728T080000Z", "contractor: completion"),
            event("20250805T170000Z", "contractor: progress-report-5"),
            event("20250905T170000Z", "contractor: progress-report-6"),
        ]
    );
    let completion = &calendar.components[2];
    let about = text_of(completion, IcalPropKind::Description).unwrap();
    assert!(about.contains("\n4.1: the works are completed within 16 weeks"), "{about}");
    let reminder = &completion.components[0];
    assert_eq!(text_of(reminder, IcalPropKind::Trigger).as_deref(), Some("-P1D"));
    assert!(calendar.components[1].components.is_empty(), "nobody is reminded of what is past");
    // A deadline that moves has its entry moved, not doubled.
    let earlier = servanda(&["next", AGREEMENT, LOG, "--as-of", "2025-07-01", "--format", "ics"]);
    let id = text_of(completion, IcalPropKind::Uid).unwrap();
    assert!(earlier.out.contains(&id) && earlier.out.contains("DTSTART:20250714T080000Z"));
}

#[test]
fn several_cases_stand_in_one_list() {
    let folder = folder("next-cases");
    let log = folder.join("log.jsonl");
    let line = |case: &str, time: &str| {
        format!(
            r#"{{"time": "{time}", "case": "{case}", "actor": "client", "act": "sign-agreement"}}
{{"time": "{time}", "case": "{case}", "actor": "contractor", "act": "sign-agreement"}}
"#
        )
    };
    let (north, south) =
        (line("north", "2025-03-05T10:00:00Z"), line("south", "2025-03-04T10:00:00Z"));
    fs::write(&log, north + &south).unwrap();
    let ran = servanda(&["next", AGREEMENT, text(&log), "--within", "2w"]);
    let rows: Vec<&str> = ran.out.lines().filter(|line| line.contains("bond")).collect();
    assert!(rows[0].starts_with("  south  2025-03-18"), "{}", ran.out);
    assert!(rows[1].starts_with("  north  2025-03-19"), "{}", ran.out);
    let one = servanda(&["next", AGREEMENT, text(&log), "--case", "north"]);
    assert!(!one.out.contains("south"), "{}", one.out);
    let none = servanda(&["next", AGREEMENT, text(&log), "--case", "west"]);
    assert!(none.code == 2 && none.err.contains("no case `west`"), "{}", none.err);
}

#[test]
fn the_head_of_a_report_answers() {
    let ran = servanda(&["verify", AGREEMENT, LOG, "--as-of", "2025-07-21T00:00:00Z"]);
    let head: Vec<&str> = ran.out.lines().skip(6).take(3).collect();
    assert_eq!(
        head,
        [
            "Breached: Harbour View Properties Ltd is 4 days 14 hours late with `payment-2`",
            "  (6.1, 6.4)",
            "Next: Brightwell Interiors Ltd owes `completion` (4.1, 4.3) by 2025-07-28 08:00",
        ]
    );
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    assert_eq!(ran.out.matches("\nOutcome: breached").count(), 2, "first and last");
    assert!(ran.out.contains("cured on\n    2025-03-24 08:00 UTC, 2 days 20 hours late"));
    let coloured = servanda(&["verify", AGREEMENT, LOG, "--color", "always"]);
    assert!(coloured.out.contains("\u{1b}[32mcured\u{1b}[0m"), "{}", coloured.out);
}

#[test]
fn a_day_is_its_last_instant() {
    let day = servanda(&["verify", AGREEMENT, LOG, "--as-of", "2025-03-21"]);
    assert!(day.out.contains("as of 2025-03-21 24:00 UTC"), "{}", day.out);
    let none = servanda(&["verify", AGREEMENT, LOG, "--as-of", "2025-02-30"]);
    assert!(none.code == 2 && none.err.contains("or a day as 2026-03-01"), "{}", none.err);
}

#[test]
fn files_that_are_swapped_are_told_as_such() {
    let swapped = servanda(&["verify", LOG, AGREEMENT]);
    assert_eq!(swapped.code, 2);
    assert!(swapped.err.contains("looks like a log"), "{}", swapped.err);
    let twice = servanda(&["verify", AGREEMENT, AGREEMENT]);
    assert!(twice.err.contains("looks like an agreement"), "{}", twice.err);
    // And an error is JSON for who has asked for JSON.
    let written = servanda(&["verify", AGREEMENT, AGREEMENT, "--format", "json"]);
    let error: Value = serde_json::from_str(&written.err).unwrap();
    assert_eq!((written.code, &error["exit"]), (2, &2.into()));
    let message = error["error"]["message"].as_str().unwrap();
    assert!(message.contains("looks like an agreement"), "{message}");
    assert_eq!(error["error"]["help"], "name the agreement first, and then the log");
}

#[test]
fn a_picture_is_not_written_under_a_foreign_name() {
    let folder = folder("next-picture");
    let picture = folder.join("x.png");
    let ran = servanda(&["render", AGREEMENT, "-o", text(&picture)]);
    assert!(ran.code == 2 && ran.err.contains(".svg, .html, .mmd or .dot"), "{}", ran.err);
    assert!(!picture.exists());
    let told = servanda(&["render", AGREEMENT, "-o", text(&picture), "--to", "graph"]);
    assert_eq!(told.code, 0, "{}", told.err);
}

#[test]
fn without_a_log_it_is_explained_what_waits_for_what() {
    let ran = servanda(&["explain", AGREEMENT]);
    let told = "\n`payment-1`\n  `pay-milestone-1` may be done once `milestone-1` is discharged\n  \
                rests while (client";
    let told = told.replace("client", "Harbour View Properties Ltd");
    assert!(ran.out.contains(&told), "{}", ran.out);
    assert!(ran.out.contains("falls due when sixty days") || ran.out.contains("one year has"));
}
