//! Many runs at once: a log of interleaved cases of the settlement, each in its own state, beside
//! the same log with one case after the other; on one core and on all; and with the cases strewn.
//!
//! Each iteration takes one event of each of so many cases: the log is made as it is read, and what
//! the making costs is a row of its own.
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
use std::io::BufRead;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use servanda::Verifier;
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use settlement::lines::{Lines, Order};

const CASES: usize = 1_000_000;
const FEW: usize = 1_000;

fn cases(criterion: &mut Criterion) {
    let agreement = settlement::agreement();
    let lines = Lines::of(&agreement, &settlement::legal_events(&agreement));
    let mut group = criterion.benchmark_group("cases");
    group.sample_size(10).warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(8));
    group.throughput(Throughput::Elements(CASES as u64));

    group.bench_function("making the lines", |bencher| {
        bencher.iter(|| {
            let mut log = lines.dealt(Order::Interleaved, CASES, 3, 4);
            while let Ok(bytes @ [_, ..]) = log.fill_buf() {
                let used = black_box(bytes).len();
                log.consume(used);
            }
        });
    });
    group.bench_function("reading the lines into events", |bencher| {
        bencher.iter(|| {
            for event in Log::new(lines.dealt(Order::Interleaved, CASES, 3, 4), &agreement) {
                black_box(event.expect("a line"));
            }
        });
    });
    let verifier = Verifier::new(&agreement);
    // One case after the other, all events of each: every run is at hand when its turn comes.
    let runs = CASES / lines.events();
    group.throughput(Throughput::Elements((runs * lines.events()) as u64));
    group.bench_function("one run after the other", |bencher| {
        bencher.iter(|| {
            let log = lines.dealt(Order::Sequential, runs, 0, lines.events());
            let mut verification = verifier.start();
            verification.take_log(log, BadLines::Stop, |_| ()).expect("a log");
            verification
        });
    });
    group.throughput(Throughput::Elements(CASES as u64));
    let verifiers = vec![
        ("one thread".to_owned(), verifier.clone()),
        #[cfg(feature = "parallel")]
        (format!("{} threads", rayon::current_num_threads()), verifier.in_parallel()),
    ];
    for (threads, verifier) in verifiers {
        for (cases, order) in
            [(FEW, Order::Interleaved), (CASES, Order::Interleaved), (CASES, Order::Strewn)]
        {
            let name = match order {
                Order::Strewn => format!("{cases} cases, strewn"),
                Order::Interleaved | Order::Sequential => format!("{cases} cases"),
            };
            group.bench_function(BenchmarkId::new(&threads, name), |bencher| {
                bencher.iter_custom(|iterations| {
                    let mut taken = Duration::ZERO;
                    let mut verification = verifier.start();
                    let rounds = CASES / cases;
                    for iteration in 0..iterations as usize {
                        for round in 0..rounds {
                            let event = (iteration * rounds + round) % lines.events();
                            if event == 0 {
                                verification = verifier.start();
                            }
                            let log = lines.dealt(order, cases, event, event + 1);
                            let start = Instant::now();
                            verification.take_log(log, BadLines::Stop, |_| ()).expect("a log");
                            taken += start.elapsed();
                        }
                    }
                    taken
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, cases);
criterion_main!(benches);
