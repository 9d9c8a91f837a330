//! Verifies a log of many interleaved cases of the settlement, made as it is read, and says what it
//! took: `many_cases CASES [--one-by-one | --strewn] [--long-names] [--parallel] [--read-only]`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    dead_code,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    reason = "a measurement may stop at once"
)]

#[path = "../benches/settlement/mod.rs"]
mod settlement;

use std::collections::BTreeMap;
use std::time::Instant;

use servanda::Verifier;
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use settlement::lines::{Lines, Order};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let cases: usize =
        arguments.first().expect("how many cases").parse().expect("a number of cases");
    let agreement = settlement::agreement();
    // As long as a UUID, with the digits of the case.
    let name = if has("--long-names") { "0191f3c2-7c1e-7b44-9a1e-5d2f0" } else { "c" };
    let lines = Lines::named(name, &agreement, &settlement::legal_events(&agreement));
    let order = if has("--one-by-one") {
        Order::Sequential
    } else if has("--strewn") {
        Order::Strewn
    } else {
        Order::Interleaved
    };
    let log = lines.dealt(order, cases, 0, lines.events());
    let start = Instant::now();
    if has("--read-only") {
        let events = Log::new(log, &agreement).filter(Result::is_ok).count();
        println!("{events} events read in {:?}", start.elapsed());
        return;
    }
    let mut verifier = Verifier::new(&agreement);
    if has("--parallel") {
        #[cfg(feature = "parallel")]
        {
            verifier = verifier.in_parallel();
        }
    }
    verifier = verifier.submitting();
    let mut verification = verifier.start();
    let progress = verification.take_log(log, BadLines::Stop, |_| ()).expect("a sound log");
    let taken = start.elapsed();
    let mut outcomes = BTreeMap::new();
    for report in verification.reports() {
        *outcomes.entry(report.outcome().to_string()).or_insert(0) += 1;
    }
    let nanoseconds = taken.as_nanos() as f64 / progress.events as f64;
    println!(
        "{} events of {cases} cases in {taken:?}, {nanoseconds:.0} ns each; {:?} with reports; {outcomes:?}",
        progress.events,
        start.elapsed(),
    );
}
