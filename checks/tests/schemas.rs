//! The JSON Schemas say what the readers take and the reports hold.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests may stop at once"
)]

#[path = "../../tests/generate/mod.rs"]
mod generate;

use std::fs;

use generate::{Shape, cases};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::formats::BadLines;
use servanda::formats::schema::SchemaOf;
use servanda::names::Text;
use servanda::{Agreement, Event, Report, Verifier};

const CUBA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cases/cuba-1962");

fn cuba(file: &str) -> String {
    fs::read_to_string(format!("{CUBA}/{file}")).unwrap()
}

/// The reports of the history, one passed over line and one refusal among them.
fn reports() -> Vec<Report> {
    let agreement = Agreement::from_json(&cuba("agreement-verified.json")).unwrap();
    let log = cuba("log-history.jsonl") + "no event\n";
    let recording = Verifier::new(&agreement).judge_log(log.as_bytes(), BadLines::Skip);
    let refusing = Verifier::new(&agreement).submitting();
    let refusing = refusing.judge_log(log.as_bytes(), BadLines::Skip);
    recording.unwrap().into_iter().chain(refusing.unwrap()).collect()
}

struct Schemas([Validator; 3]);

impl Schemas {
    fn get() -> &'static Self {
        static SCHEMAS: std::sync::OnceLock<Schemas> = std::sync::OnceLock::new();
        SCHEMAS.get_or_init(|| {
            Self([SchemaOf::Agreement, SchemaOf::Event, SchemaOf::Report].map(|of| {
                let schema: Value = serde_json::from_str(&of.to_json()).unwrap();
                jsonschema::draft202012::new(&schema).unwrap()
            }))
        })
    }

    fn check(validator: &Validator, value: &Value) -> Result<(), String> {
        let errors: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(format!("{value}: {}", errors.join("; "))) }
    }

    fn agreement(&self, value: &Value) -> Result<(), String> {
        Self::check(&self.0[0], value)
    }

    fn event(&self, value: &Value) -> Result<(), String> {
        Self::check(&self.0[1], value)
    }

    fn report(&self, value: &Value) -> Result<(), String> {
        Self::check(&self.0[2], value)
    }
}

#[test]
fn the_cases_of_one_scope_are_as_the_schemas_say() {
    const CASES: &str =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cases/second/random/life.jsonl");
    let of = Schemas::get();
    let mut kinds = std::collections::BTreeSet::new();
    for line in fs::read_to_string(CASES).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        of.agreement(&case["agreement"]).unwrap();
        let agreement = Agreement::from_json(&case["agreement"].to_string()).unwrap();
        let mut log = String::new();
        for event in case["log"].as_array().unwrap() {
            of.event(event).unwrap();
            log += &format!("{event}\n");
        }
        let judged = Verifier::new(&agreement).judge_log(log.as_bytes(), BadLines::Stop).unwrap();
        for report in judged {
            let report = serde_json::to_value(&report).unwrap();
            of.report(&report).unwrap();
            let findings = report["findings"].as_array().unwrap();
            kinds.extend(findings.iter().map(|it| it["kind"].as_str().unwrap().to_owned()));
        }
    }
    // Each kind that a run of one scope can find is among them.
    assert_eq!(kinds.len(), 10, "{kinds:?}");
}

#[test]
fn the_documents_of_1962_are_as_the_schemas_say() {
    let of = Schemas::get();
    for reading in ["verified", "established", "practised"] {
        let text = cuba(&format!("agreement-{reading}.json"));
        of.agreement(&serde_json::from_str(&text).unwrap()).unwrap();
        let agreement = Agreement::from_json(&text).unwrap();
        for log in ["history", "ideal", "collapse", "practice"] {
            let log = cuba(&format!("log-{log}.jsonl"));
            for line in log.lines().filter(|line| !line.trim().is_empty()) {
                of.event(&serde_json::from_str(line).unwrap()).unwrap();
            }
            let reports = Verifier::new(&agreement).judge_log(log.as_bytes(), BadLines::Stop);
            of.report(&serde_json::to_value(&reports.unwrap()[0]).unwrap()).unwrap();
        }
    }
    let all = json!({"conformant": false, "cases": reports(), "skipped": []});
    of.report(&all).unwrap();
    assert!(of.report(&json!({"conformant": false})).is_err());
    let mut without_outcome = serde_json::to_value(&reports()[0]).unwrap();
    without_outcome.as_object_mut().unwrap().remove("outcome");
    assert!(of.report(&without_outcome).is_err());
}

/// A sound agreement with one more key at a place, or another value there.
fn changed(pointer: &str, key: &str, value: Value) -> Value {
    let mut document = json!({
        "title": "Sale", "date": "2026-05-04T09:00:00Z",
        "parties": {"buyer": "who buys", "seller": "who sells"},
        "passages": {"p-1": {"gist": "the price", "normative": true}},
        "acts": {"pay": {"by": ["buyer"]}},
        "obligations": {"price": {"debtor": "buyer", "creditor": "seller", "perform": "pay"}},
    });
    document.pointer_mut(pointer).unwrap()[key] = value;
    document
}

#[test]
fn a_schema_refuses_what_the_reader_refuses() {
    let price = "/obligations/price";
    let pay = "/acts/pay";
    let sound = [
        ("", "settled_when", json!({"all": []})),
        (price, "within", json!("P1Y2M3W4DT5H6M7S")),
        (price, "within", json!("PT36H")),
        (price, "within", json!("P0DT1S")),
        (price, "within", json!("P0D")),
        (price, "at", json!({"told": "start", "before": "P1D"})),
        (price, "when", json!({"recent": {"act": "pay", "by": "buyer", "for": "P1D"}})),
        (price, "when", json!({"between": {"from": "pay", "to": "pay"}})),
        (price, "when", json!({"told": {"start": {"at_least": "2026-05-04T09:00:00Z"}}})),
        (price, "when", json!({"any": [{"kept": "price"}, {"in_breach": "price"}]})),
        (price, "perform", json!(["pay"])),
        (pay, "by", json!("all")),
        (pay, "power", json!(true)),
        (pay, "tells", json!({"x": ["a"], "y": {"unit": {"name": "USD", "places": 2}}})),
        ("", "registrar", json!("buyer")),
        ("/parties", "group", json!({"gist": "", "members": ["buyer"], "speaks": "any"})),
        (price, "at", json!("1962-10-27t20:05:00.5-04:00")),
        (price, "early", json!("ignored")),
        (
            price,
            "when",
            json!({"elapsed": {"since": {"reached": "2026-05-04T09:00:00Z"}, "for": "P1D"}}),
        ),
        (price, "when", json!({"happened": {"act": "pay", "by": "buyer", "at_least": 0}})),
        (pay, "protects", json!([])),
    ];
    for (pointer, key, value) in sound {
        let document = changed(pointer, key, value);
        Agreement::from_json(&document.to_string()).unwrap();
        Schemas::get().agreement(&document).unwrap();
    }
    let bad = [
        ("", "titel", json!("x")),
        ("", "date", json!("2026-05-04")),
        ("", "parties", json!(["buyer"])),
        ("", "entry_into_force", json!(null)),
        ("/passages/p-1", "normative", json!("yes")),
        (pay, "by", json!([])),
        (pay, "by", json!("buyer")),
        (pay, "protects", json!(null)),
        (price, "within", json!("P")),
        (price, "within", json!("PT")),
        (price, "within", json!("P1.5D")),
        (price, "deemed_after", json!("P1D")),
        (price, "in_any", json!("P1D")),
        (price, "perform", json!([])),
        (price, "debtor", json!({"told": "x", "share": 1})),
        (price, "at", json!({"told": "start", "after": "P1D", "before": "P1D"})),
        (price, "when", json!({"recent": {"act": "pay"}})),
        (price, "when", json!({"told": {"x": 1}})),
        (pay, "unit", json!({"name": "USD", "places": 19})),
        (pay, "tells", json!({"x": "number"})),
        ("/parties", "group", json!({"gist": "", "members": ["buyer"], "speaks": "each"})),
        (price, "within", json!("P1DT")),
        (price, "within", json!("1D")),
        (price, "quantity", json!(0)),
        (price, "quantity", json!(-1)),
        (price, "early", json!("never")),
        (price, "when", json!({})),
        (price, "when", json!({"happened": "pay", "due": "price"})),
        (price, "when", json!({"hapened": "pay"})),
        (price, "when", json!({"all": {"due": "price"}})),
        (price, "when", json!({"elapsed": {"since": {"all": []}}})),
        (price, "when", json!({"happened": {"by": "buyer"}})),
        (price, "when", json!({"not": {"not": {"due": 3}}})),
    ];
    for (pointer, key, value) in bad {
        let document = changed(pointer, key, value);
        assert!(Agreement::from_json(&document.to_string()).is_err(), "{document}");
        assert!(Schemas::get().agreement(&document).is_err(), "{document}");
    }
}

#[test]
fn the_keys_of_an_obligation_that_go_together_are_those_that_the_reader_takes() {
    let keys = [
        ("perform", json!("pay")),
        ("achieve", json!({"happened": "pay"})),
        ("refrain", json!("pay")),
        ("quantity", json!(2)),
        ("where", json!({})),
        ("deemed_after", json!("P1D")),
        ("in_any", json!("P1D")),
        ("beyond", json!(2)),
        ("per", json!("P1D")),
        ("within", json!("P1D")),
        ("at", json!("2026-05-04T09:00:00Z")),
        ("early", json!("counts")),
        ("verified_by", json!("seller")),
    ];
    let mut accepted = 0;
    for set in 0..1_u32 << keys.len() {
        let mut document = changed("", "title", json!("Sale"));
        let price = document["obligations"]["price"].as_object_mut().unwrap();
        price.remove("perform");
        for (number, (key, value)) in keys.iter().enumerate() {
            if set & (1 << number) != 0 {
                price.insert((*key).to_owned(), value.clone());
            }
        }
        let is_read = Agreement::from_json(&document.to_string()).is_ok();
        assert_eq!(Schemas::get().agreement(&document).is_ok(), is_read, "{document}");
        accepted += u32::from(is_read);
    }
    // To perform: 3 deadlines or none, times 8 for quantity, early and where, times 3 for a verifier
    // and its silence; to achieve: 3; to refrain: 2 limits, times 3 stretches, times 2 for where.
    assert_eq!(accepted, 3 * 8 * 3 + 3 + 2 * 3 * 2);
}

#[test]
fn the_keys_of_an_event_that_go_together_are_those_that_the_reader_takes() {
    let time = json!("2026-05-04T09:00:00Z");
    let name = json!("x");
    let keys = [
        ("actor", name.clone()),
        ("actors", json!(["x"])),
        ("act", name.clone()),
        ("quantity", json!(2)),
        ("attest", name.clone()),
        ("deny", name.clone()),
        ("release", name.clone()),
        ("extend", name.clone()),
        ("until", time.clone()),
        ("amend", name.clone()),
        ("verified_by", name.clone()),
        ("debtor", name.clone()),
        ("creditor", name.clone()),
        ("told", json!({"x": 1})),
        ("waive", name),
    ];
    let mut accepted = 0;
    for set in 0..1_u32 << keys.len() {
        if set.count_ones() > 4 {
            continue;
        }
        let mut event = json!({"time": time});
        for (number, (key, value)) in keys.iter().enumerate() {
            if set & (1 << number) != 0 {
                event[*key] = value.clone();
            }
        }
        let is_read = serde_json::from_value::<Event<Text>>(event.clone()).is_ok();
        assert_eq!(Schemas::get().event(&event).is_ok(), is_read, "{event}");
        accepted += u32::from(is_read);
    }
    // With a quantity or without: ticks 2, attest, deny, release and extend 2 each, waive 1; an act with
    // what it tells or without; an amendment of one of five things, or of two.
    assert_eq!(accepted, 2 * (2 + 4 * 2 + 1) + 2 * 2 + 5 + 10);
    let bad = [
        json!({}),
        json!({"time": null}),
        json!({"time": time, "note": null}),
        json!({"time": time, "actor": "x", "act": "y", "quantity": 0}),
        json!([time]),
    ];
    for event in bad {
        assert!(serde_json::from_value::<Event<Text>>(event.clone()).is_err(), "{event}");
        assert!(Schemas::get().event(&event).is_err(), "{event}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is generated as an agreement and a log, and the report of it, is as the schemas say.
    #[test]
    fn what_is_read_and_written_is_as_the_schemas_say(case in cases(Shape::default())) {
        if let Ok(agreement) = Agreement::from_json(&case.agreement.to_string()) {
            let of = Schemas::get();
            let written: Value = serde_json::from_str(&agreement.to_json()).unwrap();
            of.agreement(&case.agreement).unwrap();
            of.agreement(&written).unwrap();
            for event in &case.log {
                of.event(event).unwrap();
            }
            let mut verifier = Verifier::new(&agreement);
            if case.submit {
                verifier = verifier.submitting();
            }
            let log: String = case.log.iter().map(|event| format!("{event}\n")).collect();
            let reports = verifier.judge_log(log.as_bytes(), BadLines::Stop).unwrap();
            of.report(&serde_json::to_value(&reports[0]).unwrap()).unwrap();
        }
    }
}
