//! What an entry costs that comes to be known late, where a log is judged by time while it grows: dated before the last
//! 10, 1,000 and 100,000 of the events that are known already; beside one in order, and beside a docket that takes the
//! same events in the order of the log.
#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench may stop at once, and nobody imports it"
)]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use servanda::docket::Docket;
use servanda::{Agreement, Event, Instant, Verifier};

const EVENTS: u64 = 120_000;

fn agreement() -> Agreement {
    let text = r#"{
        "title": "Deliveries", "date": "2026-01-01T00:00:00Z",
        "parties": {"buyer": "who pays", "seller": "who delivers"},
        "acts": {"deliver": {"by": ["seller"]}, "pay": {"by": ["buyer"]}},
        "obligations": {
            "delivery": {
                "debtor": "seller", "creditor": "buyer", "perform": "deliver",
                "quantity": 1000000000, "within": "P1Y"
            },
            "price": {
                "debtor": "buyer", "creditor": "seller", "perform": "pay",
                "when": {"discharged": "delivery"}, "within": "P30D"
            }
        }
    }"#;
    Agreement::from_json(text).expect("it is an agreement")
}

/// A delivery at each second.
fn delivery(agreement: &Agreement, second: u64) -> Event {
    let (seller, deliver) = (agreement.party("seller"), agreement.act("deliver"));
    let date = agreement.date().expect("it has a date");
    let at = format!("PT{second}S").parse().ok().and_then(|span| Instant::after(date, span));
    let at = at.expect("it is before the end of time");
    Event::act(at, seller.expect("it is a party"), deliver.expect("it is an act"))
}

fn late(criterion: &mut Criterion) {
    let agreement = agreement();
    let events: Vec<Event> = (1..=EVENTS).map(|second| delivery(&agreement, second)).collect();
    let verifier = Verifier::new(&agreement);
    let by_time = verifier.clone().by_time().expect("it has a date");
    let mut journal = by_time.journal();
    let mut docket = Docket::new(&agreement);
    for event in &events {
        journal.take(&event.clone().into());
    }
    docket.apply(0, &events);

    let mut group = criterion.benchmark_group("late");
    group.sample_size(10).warm_up_time(Duration::from_millis(500));
    for before in [0, 10, 1_000, 100_000] {
        let name = match before {
            0 => "in order".to_owned(),
            before => format!("before the last {before}"),
        };
        let entry = delivery(&agreement, EVENTS.saturating_sub(before)).into();
        // The journal grows by an entry with each: few, beside those that it has.
        let mut journal = journal.clone();
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(journal.take(&entry)));
        });
    }
    group.bench_function("120,000 in order, a journal", |bencher| {
        bencher.iter(|| {
            let mut journal = by_time.journal();
            for event in &events {
                black_box(journal.take(&event.clone().into()));
            }
        });
    });
    group.bench_function("120,000 in order, a docket", |bencher| {
        bencher.iter(|| {
            let mut docket = Docket::new(&agreement);
            for event in &events {
                black_box(docket.record(event));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, late);
criterion_main!(benches);
