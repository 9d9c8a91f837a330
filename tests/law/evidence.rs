//! Evidence that moves (section 11 of SEMANTICS.md): the cases that were written down, at random, and hostile
//! lines.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant as Clock};

use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::event::{Entry, Statement};
use servanda::formats::BadLines;
use servanda::monitor::FindingKind;
use servanda::names::Text;
use servanda::{Agreement, Event, Instant, Report, Status, Verifier};

use crate::engine::by_time::differences as differences_of_knowledge;
use crate::engine::{self, differences};
use crate::generate::{BY_TIME, BY_TIME_UNTOLD, Case, cases};
use crate::laws::against_reference::{judged, options};
use crate::reference;

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "cases", "second", name].iter().collect()
}

fn read(name: &str) -> Value {
    let text = fs::read_to_string(path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn read_lines(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn case(agreement: &Value, log: Vec<Value>, options: &Value) -> Case {
    let text = |key: &str| options[key].as_str().map(str::to_owned);
    Case {
        agreement: agreement.clone(),
        log,
        submit: options["submit"] == true,
        as_of: text("as_of"),
        known_by: text("known_by"),
        by_time: options["by_time"] == true,
        amended: None,
    }
}

fn comes_to(case: &Case, wanted: &Value) -> Vec<String> {
    match engine::judge(case) {
        Ok(found) => differences(&json!([wanted]), &found),
        Err(why) => vec![why],
    }
}

#[test]
fn logs_that_were_written_down_come_to_their_reports() {
    let agreement = read("evidence/agreement.json");
    let mut seen = 0;
    for (log, tags) in [
        ("late", vec!["then", "now"]),
        ("withdrawn", vec!["first", "second", "gate", "now"]),
        ("complete", vec!["early", "now"]),
    ] {
        for tag in tags {
            let name = format!("evidence/{log}.{tag}.report.json");
            let wanted = read(&name);
            let log = read_lines(&format!("evidence/{log}.jsonl"));
            let case = case(&agreement, log, &wanted["options"]);
            assert_eq!(comes_to(&case, &wanted["report"]), [""; 0], "{name}");
            seen += 1;
        }
    }
    assert_eq!(seen, 8);
}

#[test]
fn what_is_known_later_makes_a_difference() {
    let agreement = read("evidence/agreement.json");
    for log in ["late", "withdrawn"] {
        let wanted = read(&format!("evidence/{log}.difference.json"));
        let options = json!({ "by_time": true, "known_by": wanted["known_by"] });
        let case = case(&agreement, read_lines(&format!("evidence/{log}.jsonl")), &options);
        let against = wanted["against"].as_str().unwrap().parse().unwrap();
        let found = differences_of_knowledge(&case, against).unwrap();
        assert_eq!(parts(&found[0]), wanted["difference"], "{log}");
    }
}

/// What was withdrawn of a stranger and is told again is told of the stranger.
#[test]
fn what_a_stranger_did_is_told_again() {
    let told = json!({"time": at(3), "actor": "stranger", "act": "pay", "id": "p1"});
    let retracted = json!({"time": at(4), "actor": "clerk", "retract": "p1"});
    let log = [told.clone(), retracted, told];
    assert_eq!(reasons(&timber(), &log), ["", "", "repeated"]);
    let report = serde_json::to_value(by_time(&timber(), &log)).unwrap();
    assert_eq!(report["findings"][0]["party"], "stranger");
    assert_eq!(report["findings"][0]["deed"]["act"], "pay");
}

/// Of a difference what the law tells of it.
fn parts(difference: &Value) -> Value {
    let mut parts = json!({});
    for key in ["gone", "come", "stand"] {
        parts[key] = difference[key].clone();
        for finding in parts[key].as_array_mut().into_iter().flatten() {
            let finding = finding.as_object_mut().unwrap();
            let is_void = finding["kind"] == "void" || finding["kind"] == "repeated";
            for key in ["id", "text", "cites", "needed", "deed", "deadline", "certain", "unmet"] {
                finding.remove(key);
            }
            assert!(!is_void || finding.get("obligation").is_none());
        }
    }
    parts
}

/// Those of the lines in which no agreement changes. An agreement with a calendar is judged where the engine
/// reads it.
#[test]
fn random_cases_come_to_their_reports() {
    let mut wrong = Vec::new();
    let (mut plain, mut with_calendars) = (0, 0);
    for (number, line) in (1..).zip(read_lines("random/evidence.jsonl")) {
        let log = line["log"].as_array().unwrap().clone();
        if log.iter().any(|it| it.get("amended").is_some()) {
            continue;
        }
        match line["agreement"].get("calendars") {
            None => plain += 1,
            Some(_) if engine::agreement(&line["agreement"]).is_err() => continue,
            Some(_) => with_calendars += 1,
        }
        let case = case(&line["agreement"], log, &line["options"]);
        let differences = comes_to(&case, &line["report"]);
        if !differences.is_empty() {
            wrong.push(format!("case {number}:\n  {}", differences.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(plain, 43);
    println!("{with_calendars} with calendars");
}

/// The reference model's difference of each run, and the engine's.
fn differences_agree(case: &Case) -> Result<(), String> {
    let Some(last) = case.log.iter().filter_map(|it| it.get("known")).next_back() else {
        return Ok(());
    };
    let against = last.as_str().unwrap().to_owned();
    let known_by = case.known_by.clone().unwrap_or_else(|| crate::generate::times::written(0));
    if known_by > against || case.log.iter().any(|it| it.get("case").is_some()) {
        return Ok(());
    }
    let case = Case { known_by: Some(known_by), ..case.clone() };
    let found = differences_of_knowledge(&case, against.parse().unwrap());
    let wanted = reference::difference(&case.agreement, &case.log, &options(&case), &against);
    match (wanted, found) {
        (Ok(wanted), Ok(found)) => {
            let (wanted, found) = (parts(&wanted), parts(&found[0]));
            if wanted == found {
                Ok(())
            } else {
                Err(format!("wanted {wanted:#}\nfound {found:#}"))
            }
        }
        (Err(_), Err(_)) => Ok(()),
        (wanted, found) => Err(format!("reference: {wanted:?}\nengine: {found:?}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_reference_agree_on_logs_judged_by_time(case in cases(BY_TIME)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn engine_and_reference_agree_by_time_where_there_is_an_automaton(case in cases(BY_TIME_UNTOLD)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_reference_agree_on_differences(case in cases(BY_TIME)) {
        differences_agree(&case).map_err(TestCaseError::fail)?;
    }
}

/// What one line after the other says of the log is void for, or an empty text.
fn reasons(agreement: &Agreement, log: &[Value]) -> Vec<String> {
    let report = by_time(agreement, log);
    let found = |place: u64| {
        let finding = report.findings().find(|it| it.event == Some(place))?;
        let written = serde_json::to_value(&finding.spelled(agreement)?).ok()?;
        Some(written["reason"].as_str().or(written["kind"].as_str())?.to_owned())
    };
    (1..=log.len() as u64).map(|place| found(place).unwrap_or_default()).collect()
}

fn by_time(agreement: &Agreement, log: &[Value]) -> Report {
    let verifier = Verifier::new(agreement).by_time().unwrap();
    verifier.judge_log(engine::lines(log).as_bytes(), BadLines::Stop).unwrap().remove(0)
}

fn timber() -> Agreement {
    engine::agreement(&read("evidence/agreement.json")).unwrap()
}

fn at(day: u32) -> String {
    format!("2026-03-{day:02}T12:00:00Z")
}

fn delivered(day: u32, id: &str) -> Value {
    json!({"time": at(day), "actor": "seller", "act": "deliver", "id": id})
}

#[test]
fn a_retraction_has_no_id_and_so_none_can_be_retracted() {
    let line = json!({"time": at(4), "actor": "clerk", "retract": "d1", "id": "r1"});
    let verifier = Verifier::new(&timber()).by_time().unwrap();
    let error = verifier.judge_log(line.to_string().as_bytes(), BadLines::Stop).unwrap_err();
    assert!(error.to_string().contains("`id` does not belong to retract"), "{error}");
    let log = [
        delivered(3, "d1"),
        json!({"time": at(4), "actor": "clerk", "retract": "d1"}),
        json!({"time": at(5), "actor": "clerk", "retract": "d1"}),
        json!({"time": at(6), "actor": "clerk", "retract": "r1"}),
    ];
    assert_eq!(reasons(&timber(), &log), ["", "", "unknown", "unknown"]);
}

#[test]
fn what_is_void_as_things_stand_can_be_withdrawn_and_what_is_void_before_can_not() {
    let log = [
        // Only the buyer pays: void once it is judged.
        json!({"time": at(3), "actor": "seller", "act": "pay", "id": "p1"}),
        json!({"time": at(4), "actors": ["seller", "buyer"], "retract": "p1"}),
        json!({"time": at(5), "actor": "clerk", "complete": at(4)}),
        // Void before anything is judged: it never stood.
        delivered(3, "d1"),
        json!({"time": at(6), "actor": "clerk", "retract": "d1"}),
    ];
    assert_eq!(reasons(&timber(), &log), ["", "", "", "complete", "unknown"]);
}

/// What a correction said under an id is spent as what it corrected is: told again, it is repeated.
#[test]
fn what_a_correction_said_is_repeated_when_it_is_told_again() {
    let mut instead = delivered(4, "d1");
    instead.as_object_mut().unwrap().remove("id");
    let corrected = json!({"time": at(5), "actor": "clerk", "correct": "d1", "event": instead});
    let log = [delivered(3, "d1"), corrected, delivered(4, "d1"), delivered(6, "d1")];
    assert_eq!(reasons(&timber(), &log), ["", "", "repeated", "conflicting"]);
}

/// To withdraw what has an id takes the consent of all who said something under it, whoever came first.
#[test]
fn all_who_said_something_under_an_id_must_consent() {
    let said = |day: u32, party: &str| json!({"time": at(day), "actor": party, "id": "n1"});
    let withdrawn = |actors: &[&str]| json!({"time": at(9), "actors": actors, "retract": "n1"});
    let log = [said(3, "seller"), said(4, "buyer"), withdrawn(&["seller"])];
    assert_eq!(reasons(&timber(), &log)[2], "no-consent");
    let log = [said(3, "seller"), said(4, "buyer"), withdrawn(&["seller", "buyer"])];
    assert_eq!(reasons(&timber(), &log)[2], "");
}

#[test]
fn strangers_are_void_whatever_they_say_of_the_log() {
    let log = [
        delivered(3, "d1"),
        json!({"time": at(4), "actors": ["clerk", "stranger"], "retract": "d1"}),
        json!({"time": at(5), "actor": "stranger", "complete": at(4)}),
        json!({"time": at(6), "actor": "stranger", "correct": "d1", "event": {"time": at(2)}}),
        json!({"time": at(7), "actor": "stranger", "act": "deliver", "id": "d2"}),
        // Who made it is not known, so only the registrar withdraws it.
        json!({"time": at(8), "actors": ["seller", "buyer"], "retract": "d2"}),
    ];
    assert_eq!(
        reasons(&timber(), &log),
        ["", "unknown", "unknown", "unknown", "unknown", "no-consent"]
    );
    assert!(by_time(&timber(), &log).text().to_string().contains("unknown party `stranger`"));
}

#[test]
fn corrections_move_their_events_past_each_other_and_not_past_what_is_complete() {
    let correct = |day: u32, id: &str, to: u32| {
        let event = json!({"time": at(to), "actor": "seller", "act": "deliver"});
        json!({"time": at(day), "actor": "clerk", "correct": id, "event": event})
    };
    let log = [
        delivered(5, "d1"),
        delivered(6, "d2"),
        correct(7, "d1", 6),
        correct(7, "d2", 5),
        json!({"time": at(8), "actor": "clerk", "complete": at(5)}),
        // From what is complete, and into it.
        correct(9, "d2", 9),
        correct(9, "d1", 4),
        // It was known before it happened.
        correct(9, "d1", 10),
    ];
    let agreement = timber();
    let report = by_time(&agreement, &log);
    // Each has the place of what it corrects; the last one's event is judged, and is void.
    let void: Vec<_> = report.findings().map(|it| (it.event, it.at.to_string())).collect();
    assert_eq!(void, [(Some(6), at(9)), (Some(7), at(9)), (Some(1), at(10))], "{}", report.text());
    assert_eq!(reasons(&agreement, &log)[5..7], ["complete", "complete"]);
    assert!(report.text().to_string().contains("it was known before it happened"));
}

#[test]
fn an_undated_agreement_is_not_judged_by_time() {
    let mut document = read("evidence/agreement.json");
    document.as_object_mut().unwrap().remove("date");
    let agreement = engine::agreement(&document).unwrap();
    let error = Verifier::new(&agreement).by_time().unwrap_err();
    assert!(error.to_string().contains("no `date`"));
}

#[test]
fn lines_about_the_log_are_errors_where_it_is_not_judged_by_time() {
    for line in [
        json!({"time": at(4), "actor": "clerk", "retract": "d1"}),
        json!({"time": at(4), "actor": "clerk", "correct": "d1", "event": {"time": at(4)}}),
        json!({"time": at(4), "actor": "clerk", "complete": at(4)}),
    ] {
        let text = line.to_string();
        let error =
            Verifier::new(&timber()).judge_log(text.as_bytes(), BadLines::Stop).unwrap_err();
        assert!(error.to_string().contains("judge by time"), "{error}");
    }
}

#[test]
fn lines_about_the_log_are_read_strictly_and_written_back() {
    let of = |line: Value| serde_json::from_value::<Entry<Text>>(line).map_err(|it| it.to_string());
    let event = json!({"time": at(4), "actor": "seller", "act": "deliver"});
    for line in [
        json!({"time": at(4), "actor": "clerk", "retract": "d1"}),
        json!({"time": at(4), "actors": ["buyer", "seller"], "retract": "d1", "known": at(5), "case": "c"}),
        json!({"time": at(4), "actor": "clerk", "correct": "d1", "event": event, "note": "n", "source": "s"}),
        json!({"time": at(4), "actor": "clerk", "complete": at(3)}),
        event.clone(),
    ] {
        assert_eq!(serde_json::to_value(of(line.clone()).unwrap()).unwrap(), line);
    }
    let with = |key: &str, value: Value| {
        let mut event = event.clone();
        event[key] = value;
        json!({"time": at(4), "actor": "clerk", "correct": "d1", "event": event})
    };
    for (line, wrong) in [
        (json!({"time": at(4), "retract": "d1"}), "`retract` needs `actor`"),
        (json!({"time": at(4), "actor": "a", "actors": ["b"], "retract": "d1"}), "not both"),
        (json!({"time": at(4), "actor": "a", "retract": "d1", "act": "pay"}), "both `act` and"),
        (
            json!({"time": at(4), "actor": "a", "retract": "d1", "quantity": 1}),
            "`quantity` does not",
        ),
        (
            json!({"time": at(4), "actor": "a", "retract": "d1", "subject": "s"}),
            "`subject` does not",
        ),
        (json!({"time": at(4), "actor": "a", "retract": 1}), "invalid type"),
        (json!({"time": at(4), "actor": "a", "correct": "d1"}), "`correct` needs `event`"),
        (json!({"time": at(4), "actor": "a", "event": event}), "`event` does not belong"),
        (json!({"time": at(4), "actor": "a", "correct": "d1", "event": []}), "invalid type"),
        (with("id", json!("x")), "has no `id`"),
        (with("known", json!(at(4))), "has no `known`"),
        (with("case", json!("x")), "has no `case`"),
        (with("odd", json!("x")), "unknown field `odd`"),
        (
            json!({"time": at(4), "actor": "a", "correct": "d1",
                "event": {"time": at(4), "actor": "a", "retract": "d2"}}),
            "judge by time",
        ),
        (json!({"time": at(4), "actors": ["a"], "complete": at(3)}), "`actors` does not belong"),
        (json!({"time": at(4), "complete": at(3)}), "`complete` needs `actor`"),
    ] {
        let error = of(line.clone()).unwrap_err();
        assert!(error.contains(wrong), "{line}: {error}");
    }
}

/// A typed log says the same as one that was read.
#[test]
fn entries_of_rust_are_those_of_files() {
    servanda::vocabulary! {
        struct Timber;
        enum Party { Seller, Buyer, Clerk }
        enum Act { Deliver, Pay, Reject, Report }
        enum Obligation { Delivery, Price, Fee, MonthlyReport }
    }
    let agreement: Agreement<Timber> = timber().typed().unwrap();
    let day = |day: u32| at(day).parse::<Instant>().unwrap();
    let delivered = |on: u32| Event::act(day(on), Party::Seller, Act::Deliver);
    let log: [Entry<Timber>; 4] = [
        delivered(4).quantity(3).id("d1").into(),
        Statement::correct(day(6), Party::Clerk, "d1", delivered(5).quantity(2)).into(),
        Statement::retract(day(7), Party::Seller, "d1")
            .together([Party::Seller, Party::Buyer])
            .into(),
        Statement::complete(day(8), Party::Clerk, day(8)).into(),
    ];
    let verifier = Verifier::new(&agreement).as_of(day(9)).by_time().unwrap();
    let lines: Vec<Value> =
        log.iter().map(|it| serde_json::to_value(it.spelled(&agreement)).unwrap()).collect();
    assert_eq!(serde_json::to_value(&log).unwrap(), json!(lines));
    let read = verifier.judge_log(engine::lines(&lines).as_bytes(), BadLines::Stop).unwrap();
    let report = verifier.judge(log);
    assert_eq!(read, std::slice::from_ref(&report));
    assert_eq!(report.complete(), Some(day(8)));
    let delivery = report.obligations().next().unwrap();
    assert_eq!((delivery.status, delivery.progress), (Status::Due, 0));
}

/// Nothing that a log can have many of costs more than in proportion: retractions, corrections of one event,
/// events of one id, and vain attempts to withdraw them.
#[test]
fn very_many_lines_about_the_log() {
    const MANY: usize = 100_000;
    let started = Clock::now();
    let time = |number: usize| format!("2026-03-03T00:00:00.{number:09}Z");
    let mut log = String::new();
    for number in 0..MANY {
        let time = time(number);
        writeln!(log, r#"{{"time":"{time}","actor":"seller","act":"report","id":"{number}"}}"#)
            .unwrap();
    }
    for number in 0..MANY {
        let time = time(MANY + number);
        writeln!(log, r#"{{"time":"{time}","actors":["seller","buyer"],"retract":"{number}"}}"#)
            .unwrap();
    }
    // One id, told and withdrawn in vain, many times.
    for number in 0..MANY / 4 {
        let time = time(2 * MANY + number);
        let act = if number % 2 == 0 { "report" } else { "deliver" };
        writeln!(log, r#"{{"time":"{time}","actor":"seller","act":"{act}","id":"one"}}"#).unwrap();
        writeln!(log, r#"{{"time":"{time}","actor":"buyer","retract":"one"}}"#).unwrap();
    }
    for number in 0..MANY / 4 {
        let time = time(3 * MANY + number);
        let event = format!(r#"{{"time":"{time}","actor":"seller","act":"report"}}"#);
        writeln!(log, r#"{{"time":"{time}","actor":"clerk","correct":"one","event":{event}}}"#)
            .unwrap();
        writeln!(log, r#"{{"time":"{time}","actor":"seller","act":"report","id":"one"}}"#).unwrap();
    }
    let verifier = Verifier::new(&timber()).by_time().unwrap();
    let reports = verifier.judge_log(log.as_bytes(), BadLines::Stop).unwrap();
    let count = |kind| reports[0].findings().filter(|it| it.kind() == kind).count();
    assert_eq!(count(FindingKind::Void), MANY / 4);
    assert_eq!(count(FindingKind::Repeated), MANY / 4);
    // Were any of it quadratic, this would take hours.
    assert!(started.elapsed() < Duration::from_secs(300), "{:?}", started.elapsed());
    println!("{:?} for {} lines", started.elapsed(), 3 * MANY);
}

/// A run of which much is known later is not judged anew from its start for each line.
#[test]
fn very_many_later_lines() {
    const MANY: usize = 1_500;
    let mut evidence = Verifier::new(&timber()).by_time().unwrap().evidence();
    let first: Instant = "2026-03-03T00:00:00Z".parse().unwrap();
    let mut time = first;
    for number in 0..MANY {
        time = time.after("PT1S".parse().unwrap()).unwrap();
        let line =
            json!({"time": time, "actor": "seller", "act": "report", "id": number.to_string()});
        let line: Entry<Text> = serde_json::from_value(line).unwrap();
        evidence.take(&line.resolved(&timber()).unwrap());
    }
    let started = Clock::now();
    let difference = evidence.differences(first, time).next().unwrap();
    assert_eq!(difference.stand().count(), 1);
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
    println!("{:?}", started.elapsed());
}
