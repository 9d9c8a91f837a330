//! What a deadline costs that a calendar counts: an event that sets one, beside the same event where the deadline is
//! a plain duration from it.
//!
//! An iteration takes sixteen events, each of which makes a duty of its own fall due.

#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench may stop at once, and nobody imports it"
)]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};
use servanda::{Agreement, Event, Monitor};

/// Sixteen duties, each of which falls due with an act of its own.
fn agreement(within: &Value) -> Agreement {
    let acts = (0..16).flat_map(|number| {
        let by = |party| json!({ "by": [party] });
        [(format!("ask-{number}"), by("ada")), (format!("answer-{number}"), by("bob"))]
    });
    let obligations = (0..16).map(|number| {
        let duty = json!({
            "debtor": "bob", "creditor": "ada", "perform": format!("answer-{number}"),
            "when": {"happened": format!("ask-{number}")}, "within": within,
        });
        (format!("answer-{number}"), duty)
    });
    let agreement = json!({
        "title": "deadlines", "date": "2026-01-01T00:00:00Z",
        "parties": {"ada": "who asks", "bob": "who answers"},
        "calendars": {"berlin": {
            "offset": "+01:00",
            "offsets": [["2026-03-29T01:00:00Z", "+02:00"], ["2026-10-25T01:00:00Z", "+01:00"]],
            "holidays": ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25"],
            "covers": ["2026-01-01", "2026-12-31"],
        }},
        "acts": acts.collect::<serde_json::Map<_, _>>(),
        "obligations": obligations.collect::<serde_json::Map<_, _>>(),
    });
    Agreement::from_json(&agreement.to_string()).expect("it is an agreement")
}

fn events(agreement: &Agreement) -> Vec<Event> {
    let ada = agreement.party("ada").expect("she is a party");
    let at = "2026-04-01T10:00:00Z".parse().expect("it is an instant");
    let act = |number| agreement.act(&format!("ask-{number}")).expect("it is an act");
    (0..16).map(|number| Event::act(at, ada, act(number))).collect()
}

fn deadline(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("deadline");
    group.throughput(Throughput::Elements(16));
    for (name, within) in [
        ("plain, P3D", json!("P3D")),
        ("plain, P1M", json!("P1M")),
        (
            "three working days to the day's end",
            json!({
                "term": "P3D", "in": "berlin", "days": "working", "ends": "midnight",
            }),
        ),
        (
            "a month, rolled, to the day's end",
            json!({
                "term": "P1M", "in": "berlin", "roll": "modified-following", "ends": "midnight",
            }),
        ),
    ] {
        let agreement = agreement(&within);
        let events = events(&agreement);
        let start = Monitor::new(&agreement).without_history();
        group.bench_function(name, |bencher| {
            bencher.iter_batched_ref(
                || start.clone(),
                |monitor| {
                    for event in &events {
                        black_box(monitor.record(black_box(event)));
                    }
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, deadline);
criterion_main!(benches);
