//! Agreements that change (section 12 of SEMANTICS.md): the cases that were written down, and at random.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use servanda::terms::{CarryError, ClauseChange};
use servanda::{Agreement, Event, Instant, Monitor, Report, Saved, Status, Verifier};

use crate::engine::{self, differences};
use crate::generate::{AMENDED, AMENDED_BY_TIME, CALENDARS, Case, SUBJECTS, Shape, UNTOLD, cases};
use crate::laws::against_reference::judged;

fn read(name: &str) -> String {
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "tests", "cases", "second", name].iter().collect();
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn agreement(name: &str) -> Agreement {
    Agreement::from_json(&read(&format!("evidence/{name}.json"))).unwrap()
}

fn instant(options: &Value, key: &str) -> Option<Instant> {
    options[key].as_str().map(|at| at.parse().unwrap())
}

#[test]
fn the_log_of_two_amendments_comes_to_its_reports() {
    let [first, second, third] = ["agreement", "agreement-2", "agreement-3"].map(agreement);
    let log = read("evidence/changed.jsonl")
        .replace("digest of agreement-2.json", &second.digest().to_string())
        .replace("digest of agreement-3.json", &third.digest().to_string());
    for tag in ["before", "between", "now"] {
        let wanted: Value =
            serde_json::from_str(&read(&format!("evidence/changed.{tag}.report.json"))).unwrap();
        let mut verifier = Verifier::new(&first).also(&second).also(&third);
        if let Some(as_of) = instant(&wanted["options"], "as_of") {
            verifier = verifier.as_of(as_of);
        }
        let reports = verifier.judge_log(log.as_bytes(), BadLines::Stop).unwrap();
        let found = serde_json::to_value(&reports).unwrap();
        assert_eq!(differences(&json!([wanted["report"]]), &found), [""; 0], "{tag}");
        assert!(reports.iter().all(|report| !report.text().to_string().is_empty()));
    }
}

/// What the old agreement left behind is listed after the rest.
#[test]
fn what_was_left_behind_comes_last() {
    let [first, second] = ["agreement", "agreement-2"].map(agreement);
    let at = |day: u8| format!("2026-03-{day:02}T12:00:00Z").parse::<Instant>().unwrap();
    let clerk = first.party("clerk").unwrap();
    let changed = Event::amended(at(12), clerk, second.digest());
    let report: Report = Verifier::new(&first).also(&second).judge([changed]);
    let json = serde_json::to_value(&report).unwrap();
    let names: Vec<_> = json["obligations"].as_object().unwrap().keys().cloned().collect();
    let own: Vec<_> = report
        .obligations()
        .filter_map(|it| report.agreement().obligation_name(it.obligation).map(str::to_owned))
        .collect();
    assert!(names.len() > own.len() && names.starts_with(&own), "{names:?} {own:?}");
    assert_eq!(report.left_behind().count(), names.len() - own.len());
}

#[test]
fn random_cases_come_to_their_reports() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for (number, line) in (1..).zip(read("random/evidence.jsonl").lines()) {
        let line: Value = serde_json::from_str(line).unwrap();
        let Some(amended) = line.get("amended") else { continue };
        seen += 1;
        let text = |key: &str| line["options"][key].as_str().map(str::to_owned);
        let case = Case {
            agreement: line["agreement"].clone(),
            log: line["log"].as_array().unwrap().clone(),
            submit: line["options"]["submit"] == true,
            as_of: text("as_of"),
            known_by: text("known_by"),
            by_time: line["options"]["by_time"] == true,
            amended: Some(amended.clone()),
        };
        let differences = match engine::judge(&case) {
            Ok(found) => differences(&json!([line["report"]]), &found),
            Err(why) => vec![why],
        };
        if !differences.is_empty() {
            wrong.push(format!("case {number}:\n  {}", differences.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen, 23);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_reference_agree_on_agreements_that_change(case in cases(AMENDED)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn engine_and_reference_agree_on_agreements_that_change_by_time(case in cases(AMENDED_BY_TIME)) {
        judged(&case).map_err(TestCaseError::fail)?;
    }
}

/// The same agreement under another title.
fn retitled(agreement: &Value) -> Value {
    let mut agreement = agreement.clone();
    agreement["title"] = json!("the same, retitled");
    agreement
}

/// What a report says, but for what the line itself said, and the agreement's title.
fn without_words(mut value: Value) -> Value {
    match &mut value {
        Value::Object(map) => {
            for key in ["title", "text", "deed", "id"] {
                map.remove(key);
            }
            map.values_mut().for_each(|it| *it = without_words(it.take()));
        }
        Value::Array(list) => list.iter_mut().for_each(|it| *it = without_words(it.take())),
        _ => {}
    }
    value
}

fn document(value: &Value) -> Option<Agreement> {
    Agreement::from_json(&value.to_string()).ok()
}

/// An agreement with a date, and a log of one run.
const DATED: Shape = Shape { undated: 0, runs: 1, ..CALENDARS };

/// A line that puts an equal agreement in the place of the first does what a tick does (property 16).
fn an_equal_agreement_changes_nothing(mut case: Case, place: usize) -> Result<(), String> {
    let parties = case.agreement["parties"].as_object().unwrap();
    let registrar = parties.keys().next().unwrap().clone();
    case.agreement["registrar"] = json!(registrar);
    let (Some(old), Some(new)) = (document(&case.agreement), document(&retitled(&case.agreement)))
    else {
        return Ok(());
    };
    assert_eq!(old.digest(), new.digest());
    let place = place % (case.log.len() + 1);
    let near = case.log.get(place).or(case.log.last());
    let time = near.map_or_else(|| json!(old.date().unwrap().to_string()), |it| it["time"].clone());
    let judged = |line: Value| {
        let mut log = case.log.clone();
        log.insert(place, line);
        let mut verifier = Verifier::new(&old).also(&new);
        if case.submit {
            verifier = verifier.submitting();
        }
        let reports = verifier.judge_log(engine::lines(&log).as_bytes(), BadLines::Stop);
        serde_json::to_value(reports.map_err(|error| error.to_string())?)
            .map_err(|it| it.to_string())
    };
    let ticked = judged(json!({ "time": time, "actor": registrar }));
    let amended = judged(json!({ "time": time, "actor": registrar, "amended": new.digest() }));
    match (ticked, amended) {
        (Ok(ticked), Ok(amended)) => {
            match differences(&without_words(ticked), &without_words(amended)) {
                differences if differences.is_empty() => Ok(()),
                differences => Err(differences.join("\n")),
            }
        }
        (Err(_), Err(_)) => Ok(()),
        (ticked, amended) => Err(format!("{ticked:?}\n{amended:?}")),
    }
}

/// A monitor that is carried over to an equal agreement stands and goes on as it did, saved and read back too.
fn carried_over_a_run_is_what_it_was(case: &Case) -> Result<(), String> {
    let (Some(old), Some(new)) = (document(&case.agreement), document(&retitled(&case.agreement)))
    else {
        return Ok(());
    };
    let text = engine::lines(&case.log);
    let Ok(events) = Log::new(text.as_bytes(), &old).collect::<Result<Vec<Event>, _>>() else {
        return Ok(());
    };
    let mut plain = Monitor::new(&old);
    let half = events.len() / 2;
    events[..half].iter().for_each(|event| _ = plain.record(event));
    let Some(clock) = plain.clock() else { return Ok(()) };
    let mut carried = plain.carry_over(&new, clock).map_err(|error| error.to_string())?;
    for event in [None].into_iter().chain(events[half..].iter().map(Some)) {
        if let Some(event) = event {
            plain.record(event);
            carried.record(event);
        }
        let told =
            |monitor: &Monitor| without_words(serde_json::to_value(Report::of(monitor)).unwrap());
        let found = differences(&told(&plain), &told(&carried));
        if !found.is_empty() || plain.next_timeout() != carried.next_timeout() {
            return Err(found.join("\n"));
        }
        let saved = serde_json::to_string(&carried.save()).unwrap();
        let saved: Saved = serde_json::from_str(&saved).map_err(|error| error.to_string())?;
        let restored = Monitor::restore(&new, saved).map_err(|error| error.to_string())?;
        if restored != carried {
            return Err("restored otherwise".to_owned());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn to_an_equal_agreement_nothing_changes(case in cases(DATED), place in any::<usize>()) {
        an_equal_agreement_changes_nothing(case, place).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn a_run_is_what_it_was_carried_over_to_an_equal_agreement(case in cases(UNTOLD)) {
        carried_over_a_run_is_what_it_was(&case).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn with_subjects_a_run_is_what_it_was_carried_over_to_an_equal_agreement(case in cases(SUBJECTS)) {
        carried_over_a_run_is_what_it_was(&case).map_err(TestCaseError::fail)?;
    }
}

const LOAN: &str = r#"{"title": "Loan", "date": "2026-03-01T00:00:00Z",
    "parties": {"lender": "", "borrower": ""},
    "acts": {"repay": {"by": ["borrower"]}, "remind": {"by": ["lender"]}},
    "obligations": {
        "debt": {"debtor": "borrower", "creditor": "lender", "perform": "repay", "quantity": 3, "within": "P7D"},
        "peace": {"debtor": "lender", "creditor": "borrower", "refrain": "remind", "beyond": 1}}}"#;

fn loan(from: &str, to: &str) -> Agreement {
    assert!(LOAN.contains(from), "{from}");
    Agreement::from_json(&LOAN.replace(from, to)).unwrap()
}

#[test]
fn what_cannot_be_carried_over_is_named() {
    let old = loan("Loan", "Loan");
    let run = Monitor::new(&old);
    let at = "2026-03-02T00:00:00Z".parse().unwrap();
    let refused = |new: &Agreement| run.carry_over(new, at).unwrap_err();
    let other_form = loan(r#""refrain": "remind", "beyond": 1"#, r#""perform": "remind""#);
    assert!(matches!(refused(&other_form), CarryError::ObligationForm { .. }));
    let early = run.carry_over(&old, "2026-02-01T00:00:00Z".parse().unwrap()).unwrap_err();
    assert!(matches!(early, CarryError::TooEarly { clock: Some(_) }));
    let asks_more = loan(r#""quantity": 3,"#, r#""until": {"happened": "remind"}, "quantity": 3,"#);
    let error = refused(&asks_more);
    assert!(
        matches!(&error, CarryError::NotRemembered { what } if what.contains("`remind`")),
        "{error}"
    );
}

#[test]
fn what_is_left_behind_is_saved() {
    let (old, new) = (loan("Loan", "Loan"), loan("\"debt\"", "\"interest\""));
    let run = Monitor::new(&old).carry_over(&new, "2026-03-02T00:00:00Z".parse().unwrap()).unwrap();
    let saved: Saved = serde_json::from_str(&serde_json::to_string(&run.save()).unwrap()).unwrap();
    let restored = Monitor::restore(&new, saved).unwrap();
    assert_eq!(restored, run);
    let left: Vec<_> = Report::of(&restored).left_behind().collect();
    assert_eq!((left.len(), left[0].standings.status), (1, Status::Lapsed));
    assert_eq!(restored.agreement().obligation_name(left[0].standings.obligation), Some("debt"));
}

#[test]
fn clauses_that_differ_are_told() {
    let old = loan("Loan", "Loan");
    let told = |new: &Agreement| {
        let differences = old.differences(new);
        let clauses = differences.clauses().iter().map(|it| it.to_string()).collect::<Vec<_>>();
        (differences.mean_the_same(), clauses)
    };
    assert_eq!(told(&old), (true, vec![]));
    assert_eq!(
        told(&loan("\"Loan\"", "\"A loan\"")),
        (true, vec!["title is worded otherwise, and means the same".to_owned()])
    );
    let (is_same, clauses) = told(&loan("debt\"", "interest\""));
    assert!(!is_same);
    assert_eq!(clauses, ["obligations.interest is new", "obligations.debt is gone"]);
    let (_, clauses) = told(&loan("\"beyond\": 1", "\"beyond\": 2"));
    assert_eq!(clauses, ["obligations.peace is changed: beyond was 1 and is 2"]);
    let differences = old.differences(&loan("\"beyond\": 1", "\"beyond\": 2"));
    assert!(matches!(differences.clauses()[0].change, ClauseChange::Changed { .. }));
    assert_eq!(differences.cannot_carry(), None);
}

/// Back and forth ten thousand times.
#[test]
fn an_agreement_changes_as_often_as_it_likes() {
    let (old, new) = (loan("Loan", "Loan"), loan("\"debt\"", "\"interest\""));
    let at: Instant = "2026-03-02T00:00:00Z".parse().unwrap();
    let (lender, borrower) = (old.party("lender").unwrap(), old.party("borrower").unwrap());
    let log = (0..10_000).map(|number| {
        let next = if number % 2 == 0 { &new } else { &old };
        Event::amended(at, lender, next.digest()).together([lender, borrower])
    });
    let report = Verifier::new(&old).also(&new).judge(log);
    assert_eq!(report.findings().len(), 0);
    assert_eq!(report.left_behind().count(), 1);
}
