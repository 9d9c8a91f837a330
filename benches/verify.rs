//! Verifying beside reading: a log in JSON Lines of many runs of the settlement, one after the
//! other, in the same buffer.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    dead_code,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    reason = "a bench may stop at once, and nobody imports it"
)]

mod settlement;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde::Deserialize;
use servanda::Verifier;
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use settlement::lines::{Lines, Order};

/// What a plain derive reads a line into.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "what is read is what is measured")]
struct Owned {
    time: String,
    actor: Option<String>,
    act: Option<String>,
    attest: Option<String>,
    quantity: Option<u64>,
    case: Option<String>,
}

/// The same in borrowed text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "what is read is what is measured")]
struct Borrowed<'a> {
    time: &'a str,
    actor: Option<&'a str>,
    act: Option<&'a str>,
    attest: Option<&'a str>,
    quantity: Option<u64>,
    case: Option<&'a str>,
}

fn verify(criterion: &mut Criterion) {
    let agreement = settlement::agreement();
    let events = settlement::legal_events(&agreement);
    // 200 runs of the settlement, one after the other, each a case.
    let lines = Lines::of(&agreement, &events);
    let text = String::from_utf8(lines.text(Order::Sequential, 200)).expect("JSON");
    let lines = text.lines().count() as u64;
    let mut group = criterion.benchmark_group("verify");
    group.throughput(Throughput::Elements(lines));

    group.bench_function("serde_json derive, owned strings", |bencher| {
        bencher.iter(|| {
            for line in text.lines() {
                black_box(serde_json::from_str::<Owned>(line).expect("a line"));
            }
        });
    });
    group.bench_function("serde_json derive, borrowed strings", |bencher| {
        bencher.iter(|| {
            for line in text.lines() {
                black_box(serde_json::from_str::<Borrowed>(line).expect("a line"));
            }
        });
    });
    group.bench_function("parse into events", |bencher| {
        bencher.iter(|| {
            for event in Log::new(text.as_bytes(), &agreement) {
                black_box(event.expect("a line"));
            }
        });
    });
    let verifier = Verifier::new(&agreement);
    group.bench_function("parse and verify", |bencher| {
        bencher.iter(|| {
            let reports = verifier.judge_log(text.as_bytes(), BadLines::Stop).expect("a log");
            assert_eq!(reports.len(), 200);
            reports
        });
    });
    group.finish();
}

criterion_group!(benches, verify);
criterion_main!(benches);
