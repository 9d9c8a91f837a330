//! This crate's side of the comparison with its peers.
//!
//! ```text
//! peers memory|file|file-parallel FOLDER
//! ```
//!
//! `memory`: the log is read into events first, and only verifying counts. `file`: all of it counts.
#![allow(clippy::print_stdout, missing_docs, reason = "a measurement for the script beside it")]

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::time::Instant;

use servanda::cuba::{self, Reading};
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use servanda::monitor::FindingKind;
use servanda::{Event, Verifier};

/// A case, and how many void, premature and prohibited events it has.
type Verdict = (String, [usize; 3]);

const KINDS: [FindingKind; 3] =
    [FindingKind::Void, FindingKind::Premature, FindingKind::Prohibited];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [row, folder] = arguments.as_slice() else {
        return Err("usage: peers memory|file|file-parallel FOLDER".into());
    };
    let agreement = cuba::agreement(Reading::Verified)?.erased();
    let verifier = Verifier::new(&agreement);
    #[cfg(feature = "parallel")]
    let verifier = if row == "file-parallel" { verifier.in_parallel() } else { verifier };
    let log = || File::open(format!("{folder}/log.jsonl")).map(BufReader::new);
    let (mut start, mut busy) = (Instant::now(), on_cpu());
    let mut verification = verifier.start();
    if row == "memory" {
        let events: Vec<Event> = Log::new(log()?, &agreement).collect::<Result<_, _>>()?;
        (start, busy) = (Instant::now(), on_cpu());
        verification.take_all(&events);
    } else {
        verification.take_log(log()?, BadLines::Stop, |_| ())?;
    }
    let mut verdicts: Vec<Verdict> = verification
        .reports()
        .map(|report| {
            let count = |kind| report.findings().filter(|it| it.kind() == kind).count();
            (report.case().unwrap_or_default().to_owned(), KINDS.map(count))
        })
        .collect();
    let (seconds, busy) = (start.elapsed().as_secs_f64(), on_cpu() - busy);
    verdicts.sort();
    let mut out = BufWriter::new(File::create(format!("{folder}/verdicts-servanda-{row}.csv"))?);
    for (case, [void, premature, prohibited]) in verdicts {
        writeln!(out, "{case},{void},{premature},{prohibited}")?;
    }
    out.flush()?;
    println!("{{\"seconds\": {seconds}, \"cpu\": {busy}, \"peak_kib\": {}}}", peak_kib());
    Ok(())
}

/// How many seconds the first thread has worked, as Linux tells it; 0 elsewhere.
fn on_cpu() -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|number| number.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}

/// The most memory that this process has had, as Linux tells it; 0 elsewhere.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok()).unwrap_or(0)
}
