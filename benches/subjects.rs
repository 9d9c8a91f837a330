//! Subjects of one run beside cases of many: the same orders, open at once, each with its deadlines; an
//! event of one among so many others. And what a hostile log costs that would open too many periods.
#![allow(
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs,
    reason = "a bench may stop at once, and nobody imports it"
)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use servanda::formats::BadLines;
use servanda::verify::Verification;
use servanda::{Agreement, Verifier};

const SIZES: [usize; 2] = [1_000, 1_000_000];

/// Orders as subjects of one run, or as runs of their own.
fn orders(as_subjects: bool) -> Agreement {
    let (kinds, of) = match as_subjects {
        true => (
            r#""subjects": {"order": {"gist": "an order", "opened_by": "order"}},"#,
            r#""of": "order","#,
        ),
        false => ("", ""),
    };
    let text = format!(
        r#"{{
            "title": "Orders", "date": "2026-01-01T00:00:00Z",
            "parties": {{"buyer": "who orders", "seller": "who delivers"}}, {kinds}
            "acts": {{
                "order": {{{of} "by": ["buyer"]}},
                "deliver": {{{of} "by": ["seller"]}},
                "pay": {{{of} "by": ["buyer"], "requires": {{"happened": "deliver"}}}}
            }},
            "obligations": {{
                "delivery": {{
                    {of} "debtor": "seller", "creditor": "buyer", "perform": "deliver",
                    "quantity": 1000000, "when": {{"happened": "order"}}, "within": "P1Y"
                }},
                "payment": {{
                    {of} "debtor": "buyer", "creditor": "seller", "perform": "pay",
                    "when": {{"discharged": "delivery"}}, "within": "P30D"
                }}
            }}
        }}"#
    );
    Agreement::from_json(&text).expect("an agreement")
}

/// One event of each of so many orders.
fn lines(act: &str, actor: &str, key: &str, orders: usize) -> String {
    let mut text = String::new();
    for number in 0..orders {
        let time = "2026-01-02T00:00:00Z";
        writeln!(
            text,
            r#"{{"time": "{time}", "actor": "{actor}", "act": "{act}", "{key}": "A-{number}"}}"#
        )
        .expect("a text");
    }
    text
}

fn take(verification: &mut Verification, log: &str) -> Duration {
    let start = Instant::now();
    verification.take_log(log.as_bytes(), BadLines::Stop, |_| ()).expect("a log");
    start.elapsed()
}

fn subjects(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("subjects");
    group.sample_size(10).warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(8));
    for size in SIZES {
        group.throughput(Throughput::Elements(size as u64));
        for (way, key) in [("subjects of one run", "subject"), ("cases", "case")] {
            let verifier = Verifier::new(&orders(key == "subject"));
            let (open, deliver) =
                (lines("order", "buyer", key, size), lines("deliver", "seller", key, size));
            group.bench_function(BenchmarkId::new(way, size), |bencher| {
                bencher.iter_custom(|iterations| {
                    let mut verification = verifier.start();
                    take(&mut verification, &open);
                    take(&mut verification, &deliver);
                    (0..iterations).map(|_| take(&mut verification, &deliver)).sum()
                });
            });
        }
    }
    group.finish();
}

/// Ten thousand lines, each of which would open more periods than may: what they cost together.
fn too_far(criterion: &mut Criterion) {
    let text = r#"{
        "title": "Minutes", "date": "2026-01-01T00:00:00Z",
        "parties": {"a": "one", "b": "the other"},
        "subjects": {"minute": {"gist": "a minute", "every": "PT1M"}},
        "acts": {"do": {"of": "minute", "by": ["a"]}},
        "obligations": {"done": {"of": "minute", "debtor": "a", "creditor": "b", "perform": "do"}}
    }"#;
    let verifier = Verifier::new(&Agreement::from_json(text).expect("an agreement"));
    let log = "{\"time\": \"2027-01-01T00:00:00Z\"}\n".repeat(10_000);
    let mut group = criterion.benchmark_group("too far");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("10000 lines", |bencher| {
        bencher.iter(|| {
            let mut verification = verifier.start();
            take(&mut verification, &log);
        });
    });
    group.finish();
}

criterion_group!(benches, subjects, too_far);
criterion_main!(benches);
