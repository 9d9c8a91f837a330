//! Formats: what is written reads back the same, or what is lost is told.

use std::fs;

use crate::generate::{Shape, cases};
use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::event::{Amendment, Deed, Speaker, Telling, ToldValue};
use servanda::formats::json::WordLog;
use servanda::formats::sarif::LogFile;
use servanda::formats::{LineError, Losses, cloud_events, csv, junit, sarif, xes};
use servanda::names::Text;
use servanda::terms::Decimal;
use servanda::{Agreement, Event, Instant, Report, Verifier};

const CUBA: &str = "tests/cases/cuba-1962";

fn cuba(file: &str) -> String {
    fs::read_to_string(format!("{CUBA}/{file}")).unwrap()
}

type Events = Vec<Event<Text>>;

fn all(events: impl Iterator<Item = Result<Event<Text>, LineError>>) -> Events {
    events.collect::<Result<_, _>>().unwrap()
}

/// Every log format: what it makes of events, and what it says is lost.
fn through_every_format(
    events: &[Event<Text>],
) -> Vec<(&'static str, Result<Events, LineError>, Losses)> {
    let mut csv = Vec::new();
    let lost_in_csv = csv::write(&mut csv, events).unwrap();
    let mut xes = Vec::new();
    let lost_in_xes = xes::write(&mut xes, events).unwrap();
    let mut lines = Vec::new();
    cloud_events::write(&mut lines, events, cloud_events::Framing::Lines).unwrap();
    let mut batch = Vec::new();
    cloud_events::write(&mut batch, events, cloud_events::Framing::Batch).unwrap();
    let mut lines = cloud_events::Log::new(lines.as_slice());
    let of_lines: Result<Events, _> = lines.by_ref().collect();
    assert!(lines.losses().is_empty(), "{}", lines.losses());
    let mut xes = xes::Log::new(xes.as_slice());
    let of_xes: Result<Events, _> = xes.by_ref().collect();
    // Cases whose names had to be replaced may have one name now.
    assert!(xes.losses().is_empty() || !lost_in_xes.is_empty(), "{}", xes.losses());
    vec![
        (
            "csv",
            csv::Log::new(csv.as_slice(), &csv::Columns::new()).unwrap().collect(),
            lost_in_csv,
        ),
        ("xes", of_xes, lost_in_xes),
        ("lines", of_lines, Losses::default()),
        ("batch", cloud_events::Log::new(batch.as_slice()).collect(), Losses::default()),
    ]
}

#[test]
fn the_logs_of_1962_go_through_every_format_and_lose_nothing() {
    for file in ["log-history.jsonl", "log-ideal.jsonl", "log-collapse.jsonl", "log-practice.jsonl"]
    {
        let events = all(WordLog::new(cuba(file).as_bytes()));
        for (format, read, losses) in through_every_format(&events) {
            assert_eq!(read.unwrap(), events, "{file} as {format}");
            assert!(losses.is_empty(), "{file} as {format}: {losses}");
        }
    }
}

fn words(letters: &'static str) -> impl Strategy<Value = Box<str>> {
    letters.prop_map(|text: String| text.into())
}

/// Events of every kind, their texts made of these letters.
fn events(letters: &'static str) -> impl Strategy<Value = Events> {
    let instant = (0_i64..4_000_000_000, 0_u32..1_000_000_000).prop_map(|(seconds, nanos)| {
        let time = chrono::DateTime::from_timestamp(seconds, nanos).unwrap();
        Instant::try_from(time).unwrap()
    });
    let word = move || words(letters);
    let several = move || prop::collection::vec(word(), 0..3);
    let amendment = prop_oneof![
        word().prop_map(Amendment::verifier),
        word().prop_map(Amendment::debtor),
        (word(), word())
            .prop_map(|(verifier, debtor)| Amendment::verifier(verifier).and_debtor(debtor)),
        word().prop_map(Amendment::creditor),
    ];
    let quantity = prop::option::of(1..u64::MAX).prop_map(|it| it.map(Decimal::from));
    let speaker =
        move || prop_oneof![word().prop_map(Speaker::One), several().prop_map(Speaker::Together)];
    let value = prop_oneof![
        word().prop_map(ToldValue::Word),
        any::<u64>().prop_map(|it| ToldValue::Quantity(it.into())),
    ];
    let told = prop::collection::btree_map(word(), value, 0..3).prop_map(|told| {
        told.into_iter().fold(Telling::nothing(), |told, (name, value)| told.and(name, value))
    });
    let deed = prop_oneof![
        (word(), word(), quantity, told).prop_map(|(actor, act, quantity, told)| Deed::Act {
            actor,
            act,
            quantity,
            told,
        }),
        (speaker(), word()).prop_map(|(speaker, obligation)| Deed::Attest { speaker, obligation }),
        (speaker(), word()).prop_map(|(speaker, obligation)| Deed::Deny { speaker, obligation }),
        (speaker(), word()).prop_map(|(speaker, obligation)| Deed::Release { speaker, obligation }),
        (speaker(), word(), instant.clone())
            .prop_map(|(speaker, obligation, until)| Deed::Extend { speaker, obligation, until }),
        (several(), word(), amendment).prop_map(|(actors, obligation, amendment)| {
            Deed::Amend { actors, obligation, amendment }
        }),
        (several(), word()).prop_map(|(actors, act)| Deed::Waive { actors, act }),
        (speaker(), word()).prop_map(|(speaker, agreement)| Deed::Amended { speaker, agreement }),
        prop::option::of(word()).prop_map(|actor| Deed::Tick { actor }),
    ];
    let maybe = move || prop::option::of(word());
    let subject = prop::option::of("[ -~ä]{1,8}".prop_map(Box::from));
    let known = prop::option::of(instant.clone());
    let event = (instant, deed, known, maybe(), subject, maybe(), maybe(), maybe()).prop_map(
        |(time, deed, known, case, subject, id, note, source)| Event {
            time,
            deed,
            known,
            case,
            subject,
            idle_quantity: None,
            id,
            note,
            source,
        },
    );
    prop::collection::vec(event, 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing is lost of texts that every format can hold.
    #[test]
    fn a_log_reads_back_the_same(events in events("[ -~äß€\t\n\r;|]{1,8}")) {
        for (format, read, losses) in through_every_format(&events) {
            prop_assert!(losses.is_empty(), "{}: {}", format, losses);
            prop_assert_eq!(read.unwrap(), events.clone(), "{}", format);
        }
    }

    /// Of any texts whatever: it reads back the same, or what is lost is told.
    #[test]
    fn a_log_reads_back_the_same_or_the_loss_is_told(events in events(".{0,4}|[\0-\u{1f}\u{7f}-\u{9f}\u{feff}\u{ffff}]{0,2}")) {
        for (format, read, losses) in through_every_format(&events) {
            let is_same = read.as_ref().is_ok_and(|read| *read == events);
            prop_assert_eq!(is_same, losses.is_empty(), "{}: {}, {:?}", format, losses, read);
        }
    }

    /// An agreement goes through JSON, TOML and YAML.
    #[test]
    fn an_agreement_reads_back_the_same(case in cases(Shape::default())) {
        if let Ok(agreement) = Agreement::from_json(&case.agreement.to_string()) {
            reads_back(&agreement);
        }
    }

    /// Whatever its names and texts are.
    #[test]
    fn an_agreement_of_odd_names_reads_back_the_same(
        names in prop::collection::hash_set(".{1,6}|[-#'\"\n\\[\\]{}=.:,&*!|> \u{7f}\u{85}]{1,4}|null|true|1|1.0|~|2026-05-04", 5),
    ) {
        let names: Vec<&String> = names.iter().collect();
        let [a, b, act, duty, cite] = names.as_slice() else { panic!("five names") };
        let document = json!({
            "title": a, "date": "2026-05-04T09:00:00Z",
            "parties": {*a: b, *b: act},
            "passages": {*cite: {"gist": duty, "normative": true}},
            "acts": {*act: {"by": [a], "cites": [cite]}},
            "obligations": {*duty: {
                "debtor": a, "creditor": b, "perform": act,
                "when": {"any": [{"happened": {"act": act, "by": b}}, {"not": {"due": duty}}]},
            }},
        });
        reads_back(&Agreement::from_json(&document.to_string()).unwrap());
    }
}

fn reads_back(agreement: &Agreement) {
    assert_eq!(&Agreement::from_json(&agreement.to_json()).unwrap(), agreement);
    match agreement.to_toml() {
        Ok(toml) => assert_eq!(&Agreement::from_toml(&toml).unwrap(), agreement, "{toml}"),
        Err(error) => {
            let written = serde_json::from_str(&agreement.to_json()).unwrap();
            assert!(has_large_number(&written), "{error}");
        }
    }
    let yaml = agreement.to_yaml();
    assert_eq!(&Agreement::from_yaml(&yaml).unwrap(), agreement, "{yaml}");
}

/// Whether there is a number that TOML can't hold.
fn has_large_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_i64().is_none(),
        Value::Array(values) => values.iter().any(has_large_number),
        Value::Object(entries) => entries.values().any(has_large_number),
        _ => false,
    }
}

#[test]
fn toml_refuses_a_number_that_it_cannot_hold() {
    let text = r#"{"title": "x", "date": "2026-05-04T09:00:00Z", "parties": {"a": "", "b": ""},
        "acts": {"pay": {"by": ["a"]}}, "obligations": {"price": {"debtor": "a", "creditor": "b",
        "perform": "pay", "quantity": 18446744073709551615}}}"#;
    let agreement = Agreement::from_json(text).unwrap();
    let error = agreement.to_toml().unwrap_err().to_string();
    assert!(
        error.starts_with("can't be written as TOML, which holds whole numbers up to"),
        "{error}"
    );
    assert_eq!(Agreement::from_yaml(&agreement.to_yaml()).unwrap(), agreement);
}

#[test]
fn yaml_refuses_a_key_twice_and_says_where() {
    let text = "title: Sale\ndate: 2026-05-04T09:00:00Z\nparties: {a: x, a: y}\n";
    let error = Agreement::from_yaml(text).unwrap_err().to_string();
    assert!(error.starts_with("line 3, column "), "{error}");
}

/// The reports of the history, one passed over line and one refusal among them.
fn reports() -> Vec<Report> {
    let agreement = Agreement::from_json(&cuba("agreement-verified.json")).unwrap();
    let log = cuba("log-history.jsonl") + "no event\n";
    let recording =
        Verifier::new(&agreement).judge_log(log.as_bytes(), servanda::formats::BadLines::Skip);
    let refusing = Verifier::new(&agreement).submitting();
    let refusing = refusing.judge_log(log.as_bytes(), servanda::formats::BadLines::Skip);
    recording.unwrap().into_iter().chain(refusing.unwrap()).collect()
}

#[test]
fn sarif_has_a_result_for_each_finding_and_refusal() {
    let reports = reports();
    let mut file = LogFile::new("log history.jsonl");
    (1..100).for_each(|line| file.next_event_at(line));
    let mut out = Vec::new();
    sarif::write(&mut out, &reports, &file).unwrap();
    let sarif: Value = serde_json::from_slice(&out).unwrap();
    let run = &sarif["runs"][0];
    let found: usize = reports
        .iter()
        .map(|report| {
            report.findings().len() + report.refusals().map(|it| it.findings.len()).sum::<usize>()
        })
        .sum();
    assert_eq!(run["results"].as_array().unwrap().len(), found);
    for result in run["results"].as_array().unwrap() {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(uri, "log%20history.jsonl");
        let is_told =
            ["unmet", "deadline-passed", "waived"].contains(&result["ruleId"].as_str().unwrap());
        let is_refused = result["properties"]["refused"] == true;
        assert_eq!(result["level"], if is_told && !is_refused { "note" } else { "error" });
    }
    let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notes.len(), 1, "the line that was passed over is told once");
}

#[test]
fn junit_counts_what_it_holds() {
    let reports = reports();
    let mut out = Vec::new();
    junit::write(&mut out, &reports).unwrap();
    let text = String::from_utf8(out).unwrap();
    let count = |what: &str| text.matches(what).count();
    assert_eq!(count("<testsuite "), 2);
    let counted = text.split(" tests=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let counted: usize = counted.map(|number| number.parse::<usize>().unwrap()).sum();
    assert_eq!(counted, count("<testcase "), "{text}");
    assert!(text.contains("<failure type=\"premature\""), "{text}");
    assert!(text.contains("event 10 is let in"), "{text}");
    assert_eq!(count("<error type=\"passed-over\""), 1);
}
