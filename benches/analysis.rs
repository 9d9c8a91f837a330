//! The state graph: all of the settlement in each reading, what is asked of it, and how both grow
//! with duties that have nothing to do with each other.
//!
//! Before it measures, it prints how many states and edges each graph has.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench may stop at once, and tells what it measures"
)]

use std::fmt::Write;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use servanda::Agreement;
use servanda::analysis::{Explorer, Goal};
use servanda::cuba::{self, Reading};

/// Room for every state of the settlement.
const ALL: usize = 4_000_000;

fn settlement(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("analysis, settlement");
    group.sample_size(10);
    for reading in Reading::ALL {
        let agreement = cuba::agreement(reading).expect("the crate's own agreement is sound");
        let graph = Explorer::new(&agreement).most_states(ALL).graph();
        println!("{reading}: {graph:?}");
        group.bench_function(BenchmarkId::new("whole graph", reading), |bencher| {
            bencher.iter(|| black_box(Explorer::new(&agreement).most_states(ALL).graph()));
        });
        group.bench_function(BenchmarkId::new("plan", reading), |bencher| {
            bencher.iter(|| black_box(Explorer::new(&agreement).reach(&Goal::Settled).is_ok()));
        });
        group.bench_function(BenchmarkId::new("blockers", reading), |bencher| {
            bencher.iter(|| black_box(Explorer::new(&agreement).blockers(&Goal::Settled).is_ok()));
        });
        group.bench_function(BenchmarkId::new("exposure", reading), |bencher| {
            bencher.iter(|| black_box(Explorer::new(&agreement).exposure()));
        });
        group.bench_function(BenchmarkId::new("lint", reading), |bencher| {
            bencher.iter(|| black_box(agreement.analyze()));
        });
    }
    group.finish();
}

fn unrelated(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("analysis, unrelated duties");
    group.sample_size(20);
    for count in 1..=12 {
        let agreement = duties(count);
        println!("{count} duties: {:?}", Explorer::new(&agreement).graph());
        group.bench_function(BenchmarkId::new("whole graph", count), |bencher| {
            bencher.iter(|| black_box(Explorer::new(&agreement).graph()));
        });
        group.bench_function(BenchmarkId::new("plan", count), |bencher| {
            bencher.iter(|| black_box(Explorer::new(&agreement).reach(&Goal::Settled).is_ok()));
        });
    }
    group.finish();
}

/// So many duties, each of an act, with a deadline and a verifier, that have nothing to do with each
/// other.
fn duties(count: usize) -> Agreement {
    let mut text = String::from(
        "title = \"unrelated\"\ndate = \"2026-01-01T00:00:00Z\"\n\
         parties = {ada = \"\", bob = \"\", eve = \"\"}\n",
    );
    for number in 0..count {
        write!(
            text,
            "[acts.act-{number}]\nby = [\"ada\"]\n[obligations.duty-{number}]\ndebtor = \"ada\"\n\
             creditor = \"bob\"\nperform = \"act-{number}\"\nwithin = \"P1D\"\nverified_by = \"eve\"\n"
        )
        .expect("a text can be written to");
    }
    Agreement::from_toml(&text).expect("the document is sound")
}

criterion_group!(benches, settlement, unrelated);
criterion_main!(benches);
