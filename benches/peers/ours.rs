//! This crate's side of the comparison with its peers.
//!
//! ```text
//! peers memory|file|file-parallel|reading|xml FOLDER
//! ```
//!
//! `memory`: the log is read into events first, and only verifying counts. `file`: all of it counts. `reading`: the log
//! is read into events, and nothing is judged. `xml`: the log in XES is read as XML, and nothing is made of it.
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
        return Err("usage: peers memory|file|file-parallel|reading|xml FOLDER".into());
    };
    if row == "xml" {
        return xml(&format!("{folder}/ours.xes"));
    }
    let agreement = cuba::agreement(Reading::Verified)?.erased();
    let verifier = Verifier::new(&agreement);
    #[cfg(feature = "parallel")]
    let verifier = if row == "file-parallel" { verifier.in_parallel() } else { verifier };
    let log = || File::open(format!("{folder}/log.jsonl")).map(BufReader::new);
    if row == "reading" {
        let events = Log::new(log()?, &agreement).try_fold(0_u64, |count, event| {
            event.map(|event| count.saturating_add(u64::from(event.case.is_some())))
        })?;
        println!("{events} events with a case");
        return Ok(());
    }
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

/// Reads a file as XML, each element with its attributes.
#[cfg(feature = "xes")]
fn xml(path: &str) -> Result<(), Box<dyn std::error::Error>> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(File::open(path)?));
    let (mut buffer, mut attributes) = (Vec::new(), 0_u64);
    loop {
        match reader.read_event_into(&mut buffer)? {
            Event::Start(element) | Event::Empty(element) => {
                for attribute in element.attributes() {
                    let attribute = attribute?;
                    attributes = attributes.saturating_add(u64::from(!attribute.value.is_empty()));
                }
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    println!("{attributes} attributes");
    Ok(())
}

#[cfg(not(feature = "xes"))]
fn xml(_: &str) -> Result<(), Box<dyn std::error::Error>> {
    Err("XES takes the feature `xes`".into())
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
