//! Sound inputs, mutated at random, through every command and format: whatever comes, a run ends with a
//! verdict or an error, soon, in little memory, and shows nothing hidden to people.
//!
//! As many as `MUTATIONS` says are tried, from the number `MUTATIONS_FROM` on; the inputs of one that
//! goes wrong are kept, and its number makes them again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::kit::{HISTORY, VERIFIED, folder, servanda, text};

/// How many are tried without another word.
const FEW: u64 = 240;
/// The longest that a run may take.
const LONGEST: Duration = Duration::from_secs(10);
/// The most address space that a run may take, in KiB.
const MOST: &str = "1048576";

/// Parts that mean something somewhere.
const PARTS: [&str; 48] = [
    "\"",
    "'",
    "`",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "&",
    ":",
    ",",
    ";",
    "=",
    "-",
    "#",
    "\\",
    "\n",
    "\r\n",
    "\0",
    "\u{1b}[2J",
    "\u{9b}",
    "\u{7f}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "é",
    "\u{1f44d}",
    "null",
    "true",
    "1e999",
    "-1",
    "18446744073709551616",
    "9999-12-31T23:59:60Z",
    "P9999Y",
    "PT0S",
    "\\u0000",
    "\\ud800",
    "<![CDATA[",
    "]]>",
    "<!--",
    "&#0;",
    "&lol;",
    "!tag ",
    "*a",
    "<<: ",
    "'=1+1",
];

/// Numbers that look random and come again.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        // Splitmix.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A sound input, in a format.
struct Sound {
    name: &'static str,
    bytes: Vec<u8>,
}

struct Corpus {
    agreements: Vec<Sound>,
    logs: Vec<Sound>,
}

impl Corpus {
    fn new() -> Self {
        let converted = |input: &str, name: &'static str, to: &str| {
            let ran = servanda(&["convert", input, "--to", to]);
            assert_eq!(ran.code, 0, "{}", ran.err);
            Sound { name, bytes: ran.out.into_bytes() }
        };
        let of = |name: &'static str, path: &str| Sound { name, bytes: fs::read(path).unwrap() };
        Self {
            agreements: vec![
                of("agreement.json", VERIFIED),
                converted(VERIFIED, "agreement.toml", "toml"),
                converted(VERIFIED, "agreement.yaml", "yaml"),
                Sound { name: "agreement.toml", bytes: servanda(&["init", "-"]).out.into_bytes() },
            ],
            logs: vec![
                of("log.jsonl", HISTORY),
                converted(HISTORY, "log.csv", "csv"),
                converted(HISTORY, "log.cloudevents", "cloudevents"),
                converted(HISTORY, "batch.cloudevents", "cloudevents-batch"),
                converted(HISTORY, "log.xes", "xes"),
                Sound { name: "log.jsonocel", bytes: in_ocel(HISTORY) },
            ],
        }
    }
}

/// The acts of a log in OCEL, each about itself.
fn in_ocel(log: &str) -> Vec<u8> {
    let (mut events, mut objects) = (Vec::new(), Vec::new());
    for (line, number) in fs::read_to_string(log).unwrap().lines().zip(1..) {
        let event: Value = serde_json::from_str(line).unwrap();
        if event["act"].is_null() {
            continue;
        }
        let (id, object) = (format!("e{number}"), format!("o{number}"));
        events.push(json!({
            "id": id, "type": event["act"], "time": event["time"],
            "attributes": [{"name": "actor", "value": event["actor"]}],
            "relationships": [{"objectId": object, "qualifier": "about"}],
        }));
        objects.push(json!({"id": object, "type": "deed", "attributes": [], "relationships": []}));
    }
    let document = json!({
        "objectTypes": [{"name": "deed", "attributes": []}], "eventTypes": [],
        "objects": objects, "events": events,
    });
    serde_json::to_vec_pretty(&document).unwrap()
}

/// Some changes of the bytes.
fn mutated(sound: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    for _ in 0..=dice.below(5) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(40)).min(bytes.len());
        match dice.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            3 => {
                let part = dice.of(&PARTS).as_bytes().repeat(1 + dice.below(3));
                bytes.splice(at..at, part);
            }
            4 => {
                let part = dice.of(&PARTS).as_bytes().to_vec();
                bytes.splice(at..end, part);
            }
            5 if dice.below(4) == 0 => bytes.truncate(at),
            6 => {
                let from = dice.below(other.len() + 1);
                let part = &other[from..(from + dice.below(200)).min(other.len())];
                bytes.splice(at..at, part.to_vec());
            }
            // Deep, or long.
            7 => {
                let times = [100, 1_000, 20_000][dice.below(3)];
                bytes.splice(at..at, dice.of(&PARTS).as_bytes().repeat(times));
            }
            // A line elsewhere.
            _ => {
                let start =
                    bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |it| it + 1);
                let end = bytes[at..]
                    .iter()
                    .position(|byte| *byte == b'\n')
                    .map_or(bytes.len(), |it| at + it + 1);
                let line: Vec<u8> = bytes.drain(start..end).collect();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, line);
            }
        }
    }
    bytes
}

/// What is asked, `A` and `L` standing for the inputs, and whether people read the answer.
const QUESTIONS: [(&str, bool); 42] = [
    ("verify A L", true),
    ("verify A L --skip", true),
    ("verify A L --skip --submit", true),
    ("verify A L --skip --format json", false),
    ("verify A L --skip --format junit", false),
    ("verify A L --skip --format sarif", false),
    ("verify A L --skip --as-of 1962-11-21T00:00:00Z --known-by 1962-11-21T00:00:00Z", true),
    ("verify A L --follow --idle 0 --skip", true),
    ("verify A L --map time=time --ignore note --separator ;", true),
    ("verify A L --skip --map actor=actor,case=type:deed,told=actor", true),
    ("check A --most-states 60", true),
    ("check A --most-states 60 --format json", false),
    ("explain A L --skip", true),
    ("explain A --format json", false),
    ("explain A --act lift-quarantine", true),
    ("explain A L --obligation lift-quarantine", true),
    ("what-if A --until 1963-01-01T00:00:00Z", true),
    ("what-if A L --skip --event us:lift-quarantine", true),
    ("plan A --most-states 60", true),
    ("plan A L --most-states 60 --blockers --format json", false),
    ("render A --to graph", true),
    ("render A --to mermaid", true),
    ("render A --to dot", true),
    ("render A L --skip --to timeline", true),
    ("render A L --skip --to html", true),
    ("convert A --to json", false),
    ("convert A --to toml", false),
    ("convert A --to yaml", false),
    ("convert L --to jsonl", false),
    ("convert L --to csv", false),
    ("convert L --to xes", false),
    ("verify A L --skip --by-time", true),
    (
        "verify A L --skip --by-time --known-by 1962-11-01T00:00:00Z --against 1963-01-01T00:00:00Z",
        true,
    ),
    ("verify A L --skip --by-time --follow --idle 0", true),
    ("verify A L --skip --summary", true),
    ("render A L --skip --by-time --to html", true),
    ("render A L --skip --to portfolio", true),
    ("next A L --skip", true),
    ("next A L --skip --format ics", false),
    ("compare A tests/cases/cuba-1962/agreement-established.json", true),
    ("map L", true),
    ("check A --digest", true),
];

/// One run: its inputs, what was asked, and what it came to.
fn try_one(number: u64, corpus: &Corpus, folder: &Path) -> Result<(), String> {
    let mut dice = Dice(number);
    let (question, is_for_people) = *dice.of(&QUESTIONS);
    let (agreement, log) = (dice.of(&corpus.agreements), dice.of(&corpus.logs));
    // One of the two at least.
    let which = dice.below(3);
    let mut input = |sound: &Sound, other: &Sound, is_mutated: bool| -> PathBuf {
        let path = folder.join(sound.name);
        let bytes = match is_mutated {
            true => mutated(&sound.bytes, &other.bytes, &mut dice),
            false => sound.bytes.clone(),
        };
        fs::write(&path, bytes).unwrap();
        path
    };
    let has_log = question.contains(" L");
    let agreement = input(agreement, log, which != 0 || !has_log);
    let log = input(log, &corpus.agreements[0], which != 1 || question.starts_with("convert L"));
    let arguments: Vec<&str> = question
        .split(' ')
        .map(|word| match word {
            "A" => text(&agreement),
            "L" => text(&log),
            word => word,
        })
        .collect();
    let start = Instant::now();
    let limited = format!("ulimit -v {MOST}; ulimit -t 20; exec \"$0\" \"$@\"");
    let Output { status, stdout, stderr } = Command::new("sh")
        .args(["-c", &limited, env!("CARGO_BIN_EXE_servanda")])
        .args(&arguments)
        .env_remove("CLICOLOR_FORCE")
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let took = start.elapsed();
    let errors = String::from_utf8_lossy(&stderr);
    let mut wrong = Vec::new();
    if !matches!(status.code(), Some(0..=2)) || errors.contains("this is a bug") {
        wrong.push(format!("{status}: {errors}"));
    }
    if took > LONGEST {
        wrong.push(format!("it took {took:?}"));
    }
    let shown = [String::from_utf8_lossy(&stdout), errors.clone()];
    let shown = if is_for_people { &shown[..] } else { &shown[1..] };
    for output in shown {
        let hidden = |letter: &char| {
            (letter.is_control() && *letter != '\n')
                || "\u{202e}\u{200b}\u{feff}\u{2028}".contains(*letter)
        };
        if let Some(hidden) = output.chars().find(hidden) {
            wrong.push(format!("{hidden:?} is shown: {output:?}"));
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(format!("{number}: {arguments:?}: {}", wrong.join("; "))),
    }
}

#[test]
fn whatever_comes_a_run_ends_soon_and_hides_nothing() {
    let set = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let from = set("MUTATIONS_FROM").unwrap_or_default();
    let count = set("MUTATIONS").unwrap_or(FEW);
    let corpus = Corpus::new();
    let here = folder("mutated");
    let next = AtomicU64::new(from);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let (corpus, next) = (&corpus, &next);
                let folder = here.join(worker.to_string());
                fs::create_dir_all(&folder).unwrap();
                scope.spawn(move || {
                    let mut wrong = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::SeqCst);
                        if number >= from.saturating_add(count) || wrong.len() > 9 {
                            return wrong;
                        }
                        wrong.extend(try_one(number, corpus, &folder).err());
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    println!("{count} mutated inputs from number {from} on, {} went wrong", wrong.len());
    let told: Vec<String> = wrong.iter().map(|wrong| wrong.chars().take(600).collect()).collect();
    assert!(wrong.is_empty(), "{}", told.join("\n\n"));
}
