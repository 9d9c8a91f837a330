//! What is not allocated: a legal step of the settlement in the steady state, on every way in; and
//! how much a case takes that is in the middle of it.
#![cfg(all(feature = "json", feature = "toml"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "tests may stop at once"
)]

use std::hint::black_box;

use allocation_counter::measure;
use servanda::cuba::{self, Reading};
use servanda::{Agreement, Event, Monitor, Verifier};

fn agreement() -> Agreement {
    cuba::agreement(Reading::Verified).unwrap().erased()
}

/// The settlement as it might have gone, by ids.
fn legal(agreement: &Agreement) -> Vec<Event> {
    let named = cuba::agreement(Reading::Verified).unwrap();
    cuba::as_it_might_have_gone()
        .iter()
        .map(|event| event.spelled(&named).resolved(agreement).unwrap())
        .collect()
}

#[test]
fn a_legal_step_allocates_nothing() {
    let agreement = agreement();
    let events = legal(&agreement);
    let start = Monitor::new(&agreement).without_history();
    for round in 0..3 {
        for is_submitted in [false, true] {
            let mut monitor = start.clone();
            for (number, event) in events.iter().enumerate() {
                let mut told = 0;
                let info = measure(|| {
                    let step = if is_submitted {
                        monitor.submit(event).expect("it is legal")
                    } else {
                        monitor.record(event)
                    };
                    // Every change with its cause and its deadline, without a place of its own.
                    told = step.changes().inspect(|change| _ = black_box(change)).count();
                    assert_eq!(step.findings().len(), 0);
                });
                // The first run shows the way; whoever comes after follows it.
                if round > 0 {
                    assert_eq!(info.count_total, 0, "event {number}: {info:?}");
                }
                assert!(number > 0 || told > 0);
            }
        }
    }
}

#[test]
fn time_that_passes_and_what_it_brings_allocates_nothing_but_findings() {
    let agreement = agreement();
    let start = Monitor::new(&agreement).without_history();
    let begun = legal(&agreement)[..4].to_vec();
    for round in 0..2 {
        let mut monitor = start.clone();
        for event in &begun {
            monitor.record(event);
        }
        let late = "1963-06-01T00:00:00Z".parse().unwrap();
        let mut found = 0;
        let info = measure(|| {
            monitor.advance(late).unwrap();
            found = monitor.findings().len();
        });
        assert!(found > 0);
        if round > 0 {
            // Lists of findings and of changes, each of which may grow twice.
            assert!(info.count_total <= 4, "{info:?}");
        }
    }
}

/// How many bytes a case takes that has taken these events, and in how many pieces.
fn bytes_of_a_case(verifier: &Verifier, events: &[Event]) -> (i64, i64) {
    const CASES: usize = 20_000;
    // The automaton is built once, whatever the number of cases.
    drop(verifier.judge(events));
    let names: Vec<String> = (0..CASES).map(|case| format!("case-{case:06}")).collect();
    let mut verification = verifier.start();
    let info = measure(|| {
        for event in events {
            let mut event = event.clone();
            for name in &names {
                event.case = Some(name.as_str().into());
                verification.take(&event);
            }
        }
    });
    assert_eq!(verification.reports().count(), CASES);
    (info.bytes_current / CASES as i64, info.count_current / CASES as i64)
}

#[test]
fn a_case_in_the_middle_of_the_settlement_takes_200_bytes_and_128_for_its_milestones() {
    let agreement = agreement();
    let events = legal(&agreement);
    let half = &events[..events.len() / 2];
    let verifier = Verifier::new(&agreement);
    let (all, _) = bytes_of_a_case(&verifier, half);
    let (bytes, pieces) = bytes_of_a_case(&verifier.without_milestones(), half);
    println!("the settlement: {bytes} bytes for a case, in {pieces} pieces; {all} with milestones");
    assert!(bytes <= 200, "{bytes} bytes for each case");
    assert!(bytes >= 32, "{bytes}: what was measured?");
    assert!(all <= bytes + 128, "{all} bytes with milestones");
}

/// The agreements of the gallery that have no kinds, each with its good log.
fn gallery() -> Vec<(String, Agreement, Vec<Event>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/agreements");
    let mut gallery = Vec::new();
    for folder in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
        let agreement = match (read("agreement.toml"), read("agreement.json")) {
            (Some(toml), _) => Agreement::from_toml(&toml).unwrap(),
            (None, Some(json)) => Agreement::from_json(&json).unwrap(),
            (None, None) => continue,
        };
        if agreement.kinds().len() > 0 {
            continue;
        }
        let log = read("good.jsonl").unwrap();
        let events = servanda::formats::json::Log::new(log.as_bytes(), &agreement)
            .map(Result::unwrap)
            .collect();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        gallery.push((name, agreement, events));
    }
    assert_eq!(gallery.len(), 4);
    gallery
}

/// An order of two duties, the first of which is due.
#[test]
fn a_subject_in_the_middle_of_its_life_takes_1_kib_at_most() {
    const SUBJECTS: usize = 20_000;
    let agreement = Agreement::from_json(
        r#"{
            "title": "Orders", "date": "2026-01-01T00:00:00Z",
            "parties": {"buyer": "who orders", "seller": "who delivers"},
            "subjects": {"order": {"gist": "an order", "opened_by": "order"}},
            "acts": {
                "order": {"of": "order", "by": ["buyer"]},
                "deliver": {"of": "order", "by": ["seller"]},
                "pay": {"of": "order", "by": ["buyer"]}
            },
            "obligations": {
                "delivery": {
                    "of": "order", "debtor": "seller", "creditor": "buyer", "perform": "deliver",
                    "within": "P1W"
                },
                "payment": {
                    "of": "order", "debtor": "buyer", "creditor": "seller", "perform": "pay",
                    "when": {"discharged": "delivery"}, "within": "P30D"
                }
            }
        }"#,
    )
    .unwrap();
    let (buyer, order) = (agreement.party("buyer").unwrap(), agreement.act("order").unwrap());
    let time = "2026-01-02T00:00:00Z".parse().unwrap();
    let mut monitor = Monitor::new(&agreement).without_history();
    let info = measure(|| {
        for number in 0..SUBJECTS {
            monitor.record(&Event::act(time, buyer, order).subject(&format!("order-{number:06}")));
        }
    });
    assert_eq!(monitor.subjects(agreement.kind("order").unwrap()).count(), SUBJECTS);
    let (bytes, pieces) =
        (info.bytes_current / SUBJECTS as i64, info.count_current / SUBJECTS as i64);
    println!("an order: {bytes} bytes, in {pieces} pieces");
    assert!(bytes <= 1_024, "{bytes} bytes for each subject");
    assert!(bytes >= 32, "{bytes}: what was measured?");
}

#[test]
fn a_case_in_the_middle_of_any_agreement_takes_320_bytes_at_most() {
    for (name, agreement, events) in gallery() {
        let half = &events[..events.len() / 2];
        let verifier = Verifier::new(&agreement);
        let (all, _) = bytes_of_a_case(&verifier, half);
        let (bytes, pieces) = bytes_of_a_case(&verifier.without_milestones(), half);
        println!("{name}: {bytes} bytes for a case, in {pieces} pieces; {all} with milestones");
        assert!(bytes <= 320, "{name}: {bytes} bytes for each case");
    }
}

/// What the runs of an agreement share is made as it is needed.
#[test]
fn a_first_monitor_costs_its_agreement_9_kib_at_most() {
    let mut all: Vec<(String, Agreement)> =
        gallery().into_iter().map(|(name, agreement, _)| (name, agreement)).collect();
    all.push(("the settlement".to_owned(), agreement()));
    for (name, agreement) in all {
        let first = measure(|| drop(black_box(Monitor::new(&agreement))));
        let second = measure(|| drop(black_box(Monitor::new(&agreement))));
        println!("{name}: a first monitor leaves {} bytes", first.bytes_current);
        assert!(first.bytes_current > 0 && second.bytes_current == 0, "{name}");
        assert!(first.bytes_current <= 9 * 1024, "{name}: {} bytes", first.bytes_current);
    }
}

/// Ten times the events take no more room.
#[test]
fn a_longer_log_takes_no_more_memory() {
    let agreement = agreement();
    let tick = |length: usize| "{\"time\":\"1962-10-28T14:04:00Z\"}\n".repeat(length);
    let verifier = Verifier::new(&agreement);
    let most = |text: String| {
        measure(|| {
            let reports =
                verifier.judge_log(text.as_bytes(), servanda::formats::BadLines::Stop).unwrap();
            assert_eq!(reports.len(), 1);
        })
        .bytes_max
    };
    most(tick(10));
    let (short, long) = (most(tick(3_000)), most(tick(30_000)));
    assert!(long <= short + 1_000, "{short} bytes for 3,000 events, {long} for 30,000");
}
