//! How time grows: with the agreement, with the log, with the deadlines that are pending.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    reason = "a bench may stop at once, and nobody imports it"
)]

mod chain;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant as Stopwatch};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use servanda::{Agreement, Event, Instant, Monitor, Span};

/// Each act of a chain in its turn, an hour after the one before.
fn kept(agreement: &Agreement) -> Vec<Event> {
    let hour = Span::hours(1).expect("an hour");
    let mut time = agreement.date().unwrap();
    agreement
        .acts()
        .map(|act| {
            time = time.after(hour).expect("in time");
            let terms = agreement.act_terms(act).expect("of this agreement");
            Event::act(time, terms.actors()[0], act)
        })
        .collect()
}

fn agreement(criterion: &mut Criterion) {
    let mut group = chain::group(criterion, "growth in the agreement", 2);
    for length in [10, 64, 65, 100, 1_000, 10_000] {
        let document = chain::document(length);
        group.throughput(Throughput::Elements(length as u64));
        group.bench_function(BenchmarkId::new("building", length), |bencher| {
            bencher.iter(|| Agreement::from_json(black_box(&document)).expect("sound"));
        });
        let agreement = Agreement::from_json(&document).expect("sound");
        let events = kept(&agreement);
        let start = Monitor::new(&agreement).without_history();
        group.bench_function(BenchmarkId::new("recording", length), |bencher| {
            bencher.iter_custom(|iterations| {
                // One monitor at a time, as in use; of small ones so many that looking at the watch
                // takes no time beside them.
                let together = (1_000 / length).max(1);
                let mut taken = Duration::ZERO;
                let mut left = iterations as usize;
                while left > 0 {
                    let mut monitors = vec![start.clone(); together.min(left)];
                    let watch = Stopwatch::now();
                    for monitor in &mut monitors {
                        for event in &events {
                            black_box(monitor.record(black_box(event)));
                        }
                    }
                    taken += watch.elapsed();
                    left -= monitors.len();
                }
                taken
            });
        });
    }
    group.finish();
}

/// Two parties hand something to and fro for ever; each handing over is owed within a day of the
/// other, and one of them not too often a month.
const TO_AND_FRO: &str = r#"{
    "title": "to and fro", "date": "2026-01-01T00:00:00Z", "parties": {"a": "", "b": ""},
    "acts": {"give": {"by": ["a"]}, "return": {"by": ["b"], "requires": {"happened": "give"}}},
    "obligations": {
        "giving": {"debtor": "a", "creditor": "b", "perform": "give", "quantity": 1000000000},
        "returning": {
            "debtor": "b", "creditor": "a", "perform": "return", "quantity": 1000000000,
            "within": "P1000Y", "when": {"happened": "give"}
        },
        "seldom": {
            "debtor": "b", "creditor": "a", "refrain": "return", "beyond": 1000000, "per": "P1M"
        }
    }
}"#;

fn log(criterion: &mut Criterion) {
    let agreement = Agreement::from_json(TO_AND_FRO).expect("sound");
    let name = |name| agreement.party(name).expect("known");
    let act = |name| agreement.act(name).expect("known");
    let deeds = [(name("a"), act("give")), (name("b"), act("return"))];
    let mut group = chain::group(criterion, "growth in the log", 2);
    for length in [1_000_u64, 10_000, 100_000, 1_000_000, 10_000_000] {
        group.throughput(Throughput::Elements(length));
        group.bench_function(BenchmarkId::new("recording", length), |bencher| {
            bencher.iter(|| {
                let mut monitor = Monitor::new(&agreement).without_history();
                let minute = Span::minutes(1).expect("a minute");
                let mut time = agreement.date().unwrap();
                for number in 0..length {
                    if number % 16 == 0 {
                        time = time.after(minute).expect("in time");
                    }
                    let (actor, act) = deeds[(number % 2) as usize];
                    black_box(monitor.record(&Event::act(time, actor, act)));
                }
                assert_eq!(monitor.findings().len(), 0);
                monitor
            });
        });
    }
    group.finish();
}

/// So many duties, all due from the start, each with a deadline of its own; each event does one.
fn pending(number: usize) -> Agreement {
    let mut acts = String::new();
    let mut obligations = String::new();
    for duty in 0..number {
        let comma = if duty == 0 { "" } else { "," };
        write!(acts, r#"{comma}"a{duty}":{{"by":["p"]}}"#).expect("memory");
        // Deadlines in no order: multiplied by a number that has no divisor in common with theirs.
        let seconds = 1_000_000 + (duty * 7_919) % 1_000_003;
        write!(
            obligations,
            r#"{comma}"o{duty}":{{"debtor":"p","creditor":"q","perform":"a{duty}","quantity":9,"within":"PT{seconds}S"}}"#
        )
        .expect("memory");
    }
    Agreement::from_json(&format!(
        r#"{{"title":"pending","date":"2026-01-01T00:00:00Z","parties":{{"p":"","q":""}},
        "acts":{{{acts}}},"obligations":{{{obligations}}}}}"#
    ))
    .expect("sound")
}

fn deadlines(criterion: &mut Criterion) {
    let mut group = chain::group(criterion, "growth in deadlines", 2);
    for number in [100, 1_000, 10_000, 100_000] {
        let agreement = pending(number);
        let acts: Vec<_> = agreement.acts().collect();
        let obligations: Vec<_> = agreement.obligations().collect();
        let (p, q) = (agreement.party("p").expect("known"), agreement.party("q").expect("known"));
        let start = Monitor::new(&agreement).without_history();
        let later: Instant = "2027-01-01T00:00:00Z".parse().expect("an instant");
        // 64 deadlines are moved later, or 64 duties done in part, whatever the number pending.
        group.throughput(Throughput::Elements(64));
        for (what, is_moved) in [("moving one of", true), ("acting among", false)] {
            group.bench_function(BenchmarkId::new(what, number), |bencher| {
                bencher.iter_custom(|iterations| {
                    let mut taken = Duration::ZERO;
                    for iteration in 0..iterations {
                        let mut monitor = start.clone();
                        let first = iteration as usize * 64;
                        let watch = Stopwatch::now();
                        for step in first..first + 64 {
                            let duty = step * 31 % number;
                            let event = if is_moved {
                                Event::extend(
                                    agreement.date().unwrap(),
                                    q,
                                    obligations[duty],
                                    later,
                                )
                            } else {
                                Event::act(agreement.date().unwrap(), p, acts[duty])
                            };
                            black_box(monitor.record(&event));
                        }
                        taken += watch.elapsed();
                    }
                    taken
                });
            });
        }
        group.bench_function(BenchmarkId::new("firing", number), |bencher| {
            bencher.iter_custom(|iterations| {
                let mut taken = Duration::ZERO;
                for _ in 0..iterations {
                    let mut monitor = start.clone();
                    let watch = Stopwatch::now();
                    for _ in 0..64 {
                        let next = monitor.next_timeout().expect("a deadline");
                        let after = next.after(Span::seconds(1).expect("a second"));
                        black_box(monitor.advance(after.expect("in time")).is_ok());
                    }
                    taken += watch.elapsed();
                }
                taken
            });
        });
    }
    group.finish();
}

criterion_group!(benches, agreement, log, deadlines);
criterion_main!(benches);
