//! The engine against the reference model, on as many random agreements and logs as you like.
//!
//! ```text
//! cargo run --release --example differential -- --cases 1000000
//! ```
//!
//! It shows its progress, counts how often each status, finding and refusal occurs, and exits with 1
//! at the first case on which the two disagree: the difference is printed, and then the case is made as
//! small as it goes, and written as a pair of files that `verify_log` reads. With `--all` it prints and
//! writes each as it is, and goes on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that is run by hand may stop at once"
)]

#[path = "../tests/engine/mod.rs"]
mod engine;
#[path = "../tests/generate/mod.rs"]
mod generate;
#[path = "../tests/laws/against_reference.rs"]
mod law;
#[path = "../tests/reference/mod.rs"]
mod reference;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use clap::Parser;
use generate::{
    AMENDED, AMENDED_BY_TIME, BY_TIME, BY_TIME_UNTOLD, Case, Census, NUMBERS, ONE_SCOPE, SUBJECTS,
    Shape, UNTOLD, case_of, chooser,
};
use serde_json::Value;

/// Compares the engine with the reference model on random cases.
#[derive(Parser)]
struct Arguments {
    /// How many cases
    #[arg(long, default_value_t = 10_000)]
    cases: u64,
    /// The seed of the first case; the next have the next ones
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Where to write a failing case
    #[arg(long, default_value = ".")]
    out: PathBuf,
    /// Print every difference instead of shrinking the first
    #[arg(long)]
    all: bool,
    /// Of each case another agreement takes the first one's place
    #[arg(long)]
    amended: bool,
}

/// In turn an agreement of one scope, one that has an automaton, and two with subjects; of every fifth case the
/// log is judged by time. Of those that are amended one is by the order of its log, and one by time.
fn shape_of(seed: u64, amended: bool) -> Shape {
    if amended {
        return if seed.is_multiple_of(2) { AMENDED } else { AMENDED_BY_TIME };
    }
    let by_time = seed % 5 == 4;
    match (seed % 4, by_time) {
        (0, false) => ONE_SCOPE,
        (1, false) => UNTOLD,
        (_, false) => SUBJECTS,
        (0 | 1, true) => BY_TIME_UNTOLD,
        (_, true) => BY_TIME,
    }
}

/// What the two come to; a panic is a difference like another.
fn judged(case: &Case) -> Result<Option<Vec<Value>>, String> {
    let panicked = |_| Err("one of the two panicked".to_owned());
    std::panic::catch_unwind(|| law::judged(case)).unwrap_or_else(panicked)
}

/// Fewer and smaller numbers that still make the two disagree.
fn shrunk(mut numbers: Vec<u32>, shape: Shape) -> Vec<u32> {
    let fails = |numbers: &[u32]| judged(&case_of(numbers, shape)).is_err();
    let mut is_smaller = true;
    while is_smaller {
        is_smaller = false;
        for length in [256, 64, 16, 4, 1] {
            let mut start = 0;
            while start < numbers.len() {
                let end = (start + length).min(numbers.len());
                let without = [&numbers[..start], &numbers[end..]].concat();
                let mut zeroed = numbers.clone();
                zeroed[start..end].fill(0);
                if fails(&without) {
                    numbers = without;
                    is_smaller = true;
                } else if zeroed != numbers && fails(&zeroed) {
                    numbers = zeroed;
                    is_smaller = true;
                } else {
                    start += length;
                }
            }
        }
    }
    numbers
}

/// Writes a failing case as a pair of files, and says how to look at it.
fn write(case: &Case, seed: u64, difference: &str, out: &std::path::Path) -> std::io::Result<()> {
    let agreement = out.join(format!("differs-{seed}.json"));
    let log = out.join(format!("differs-{seed}.jsonl"));
    std::fs::write(&agreement, serde_json::to_string_pretty(&case.agreement)?)?;
    std::fs::write(&log, engine::lines(&case.log))?;
    let mut options = String::new();
    if let Some(amended) = &case.amended {
        let also = out.join(format!("differs-{seed}-amended.json"));
        std::fs::write(&also, serde_json::to_string_pretty(amended)?)?;
        options += &format!(" --also {}", also.display());
    }
    for (option, instant) in [("as-of", &case.as_of), ("known-by", &case.known_by)] {
        if let Some(instant) = instant {
            options += &format!(" --{option} {instant}");
        }
    }
    for (option, is_on) in [("submit", case.submit), ("by-time", case.by_time)] {
        if is_on {
            options += &format!(" --{option}");
        }
    }
    println!("seed {seed} differs:\n{difference}\n");
    println!(
        "cargo run --example verify_log -- {} {}{options} --json",
        agreement.display(),
        log.display()
    );
    Ok(())
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let next = AtomicU64::new(0);
    let is_over = AtomicBool::new(false);
    let failed = Mutex::new(None);
    let census = Mutex::new(Census::default());
    let circles = AtomicU64::new(0);
    let differ = AtomicU64::new(0);
    let work = || {
        let mut own = Census::default();
        while !is_over.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= arguments.cases {
                break;
            }
            let seed = arguments.seed.wrapping_add(number);
            let numbers = chooser::numbers(seed, NUMBERS);
            let case = case_of(&numbers, shape_of(seed, arguments.amended));
            match judged(&case) {
                Ok(Some(reports)) => own.count(&case, &reports),
                Ok(None) => {
                    circles.fetch_add(1, Ordering::Relaxed);
                }
                Err(difference) => {
                    // At once: making it smaller can take longer than finding it.
                    if !arguments.all {
                        println!("seed {seed} differs:\n{difference}\n");
                    }
                    differ.fetch_add(1, Ordering::Relaxed);
                    if arguments.all {
                        write(&case, seed, &difference, &arguments.out).unwrap();
                    } else {
                        is_over.store(true, Ordering::Relaxed);
                        *failed.lock().unwrap() = Some((seed, number, numbers));
                    }
                }
            }
            if number > 0 && number.is_multiple_of(100_000) {
                eprintln!("{number} of {} cases", arguments.cases);
            }
        }
        census.lock().unwrap().add(&own);
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    if let Some((seed, number, numbers)) = failed.into_inner().unwrap() {
        let case = case_of(
            &shrunk(numbers, shape_of(seed, arguments.amended)),
            shape_of(seed, arguments.amended),
        );
        let difference = judged(&case).err().unwrap_or_default();
        println!("found after {number} cases");
        write(&case, seed, &difference, &arguments.out).unwrap();
        return ExitCode::from(1);
    }
    print!("{}", census.into_inner().unwrap());
    println!("{} agreements that both refuse", circles.into_inner());
    match differ.into_inner() {
        0 => {
            println!("no difference");
            ExitCode::SUCCESS
        }
        count => {
            println!("{count} differ");
            ExitCode::from(1)
        }
    }
}
