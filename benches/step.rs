//! One step: a legal event of the settlement recorded with everything on (statuses, deadlines,
//! causes), beside a bare table of parties, acts and preconditions that knows none of these.
//!
//! An iteration takes all seventeen events of the settlement as it might have gone.

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

#[path = "settlement/bare.rs"]
mod bare;
mod settlement;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use servanda::Monitor;

fn step(criterion: &mut Criterion) {
    let agreement = settlement::agreement();
    let events = settlement::legal_events(&agreement);
    let mut group = criterion.benchmark_group("step");
    group.throughput(Throughput::Elements(events.len() as u64));

    let start = Monitor::new(&agreement).without_history();
    group.bench_function("servanda, recorded", |bencher| {
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
    group.bench_function("servanda, submitted", |bencher| {
        bencher.iter_batched_ref(
            || start.clone(),
            |monitor| {
                for event in &events {
                    black_box(monitor.submit(black_box(event)).is_ok());
                }
            },
            BatchSize::SmallInput,
        );
    });

    let table = bare::Table::new();
    let mut tried = table.clone();
    assert!(events.iter().all(|event| tried.take(event)), "it agrees that all is legal");
    group.bench_function("bare interpreted table", |bencher| {
        bencher.iter_batched_ref(
            || table.clone(),
            |table| {
                for event in &events {
                    black_box(table.take(black_box(event)));
                }
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(benches, step);
criterion_main!(benches);
