//! The engine as the reference model is called: JSON in, JSON out.
#![allow(
    dead_code,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "helpers for tests, of which each test uses its part"
)]

use serde_json::{Value, json};
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use servanda::{Agreement, Event, Instant, Monitor, Report, Saved, Verifier};

use crate::generate::Case;
use crate::generate::amended::DIGEST;

pub mod by_time;
mod idle;
mod spelling;

pub use idle::{IDLE, NEVER_DONE, with_idle};

/// The engine's reports of a case, one for each run, or why the agreement is refused.
///
/// It judges the log in several ways, which must come to one: as a whole; once more under the same
/// agreement, where what the rules worked out the first time is replayed along the automaton's edges; in
/// parallel, where it tells of several runs and the feature is on; under an agreement so large that it
/// has no automaton, by the rules alone; and event by event, each run being saved, read back and gone on
/// from at every place of the log.
pub fn judge(case: &Case) -> Result<Value, String> {
    if case.by_time {
        return by_time::judge(case);
    }
    if case.amended.is_some() {
        return amended(case);
    }
    let agreement = agreement(&case.agreement)?;
    let by_rules = whole(case, &agreement, false)?;
    // An edge is recorded in either way of taking events, and followed in the other.
    whole(&Case { submit: !case.submit, ..case.clone() }, &agreement, false)?;
    let replayed = whole(case, &agreement, false)?;
    same("the first time and the second", &by_rules, &replayed)?;
    if by_rules.as_array().is_some_and(|reports| reports.len() > 1) {
        let in_parallel = whole(case, &agreement, true)?;
        same("as a whole and in parallel", &by_rules, &in_parallel)?;
    }
    let crowded = self::agreement(&with_idle(&case.agreement))?;
    let among_idle = without_idle(whole(case, &crowded, false)?, &agreement);
    same("as a whole and among idle ones", &by_rules, &among_idle)?;
    let in_steps = step_by_step(case, &agreement)?;
    let plain = without_ids(by_rules.clone());
    same("as a whole and step by step", &plain, &in_steps)?;
    Ok(by_rules)
}

/// The reports of a case in which another agreement may take the first one's place: there is no automaton and
/// nothing is saved, so only as a whole; in parallel, too, where that is asked for.
fn amended(case: &Case) -> Result<Value, String> {
    let agreement = agreement(&case.agreement)?;
    let reports = whole(case, &agreement, false)?;
    let in_parallel = whole(case, &agreement, true)?;
    same("as a whole and in parallel", &reports, &in_parallel)?;
    Ok(reports)
}

/// The further agreements at hand.
fn at_hand(case: &Case) -> Result<Vec<Agreement>, String> {
    case.amended.iter().map(agreement).collect()
}

/// The log, with the digest of the further agreement where it is to stand.
fn log_of(case: &Case, also: &[Agreement]) -> Vec<Value> {
    let mut log = case.log.clone();
    for line in &mut log {
        // The event of a correction, too, may be one that amends.
        for place in ["/amended", "/event/amended"] {
            if let (Some(amended), [also, ..]) = (line.pointer_mut(place), also)
                && *amended == DIGEST
            {
                *amended = json!(also.digest().to_string());
            }
        }
    }
    log
}

/// Whether two ways of judging come to one; if not, where they part.
fn same(ways: &str, one: &Value, other: &Value) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    let mut parting = Vec::new();
    compare(one, other, "", &mut parting);
    Err(format!("{ways}: {}; {one}", parting.join("; ")))
}

/// The reports as if they were of the agreement without idle obligations.
fn without_idle(mut reports: Value, agreement: &Agreement) -> Value {
    for report in reports.as_array_mut().unwrap() {
        report["agreement"] = agreement.digest().to_string().into();
        report["obligations"].as_object_mut().unwrap().retain(|name, _| !name.starts_with(IDLE));
        report["acts"].as_object_mut().unwrap().remove(NEVER_DONE);
    }
    reports
}

/// The agreement of a document.
pub fn agreement(document: &Value) -> Result<Agreement, String> {
    Agreement::from_json(&document.to_string()).map_err(|error| error.to_string())
}

/// A log as JSON Lines.
pub fn lines(log: &[Value]) -> String {
    log.iter().map(|event| format!("{event}\n")).collect()
}

fn instant(text: &Option<String>) -> Option<Instant> {
    text.as_ref().map(|text| text.parse().unwrap())
}

fn whole(case: &Case, agreement: &Agreement, in_parallel: bool) -> Result<Value, String> {
    let also = at_hand(case)?;
    let mut verifier = also.iter().fold(Verifier::new(agreement), Verifier::also);
    #[cfg(feature = "parallel")]
    if in_parallel {
        verifier = verifier.in_parallel();
    }
    #[cfg(not(feature = "parallel"))]
    let _ = in_parallel;
    if case.submit {
        verifier = verifier.submitting();
    }
    if let Some(as_of) = instant(&case.as_of) {
        verifier = verifier.as_of(as_of);
    }
    if let Some(known_by) = instant(&case.known_by) {
        verifier = verifier.known_by(known_by);
    }
    let reports = verifier
        .judge_log(lines(&log_of(case, &also)).as_bytes(), BadLines::Stop)
        .map_err(|error| error.to_string())?;
    Ok(serde_json::to_value(reports).unwrap())
}

/// One run of a log of many.
struct Run {
    case: Option<Box<str>>,
    monitor: Monitor,
    /// The places in the log of the events that it was given.
    places: Vec<usize>,
    /// What it refused, which a monitor does not keep.
    refusals: Vec<Value>,
}

fn step_by_step(case: &Case, agreement: &Agreement) -> Result<Value, String> {
    let known_by = instant(&case.known_by);
    let as_of = instant(&case.as_of).or(known_by);
    let begin = |case| {
        let monitor = Monitor::new(agreement);
        Run { case, monitor, places: Vec::new(), refusals: Vec::new() }
    };
    let mut runs: Vec<Run> = Vec::new();
    let text = lines(&case.log);
    for (event, place) in Log::new(text.as_bytes(), agreement).zip(1..) {
        let event: Event = event.map_err(|error| error.to_string())?;
        let run = match runs.iter().position(|run| run.case == event.case) {
            Some(number) => &mut runs[number],
            None => {
                runs.push(begin(event.case.clone()));
                runs.last_mut().unwrap()
            }
        };
        if as_of.is_some_and(|as_of| event.time > as_of)
            || known_by.is_some_and(|known_by| event.known_from() > known_by)
        {
            continue;
        }
        run.restore(agreement)?;
        run.places.push(place);
        if case.submit {
            if let Err(refusal) = run.monitor.submit(&event) {
                run.refusals.push(serde_json::to_value(&*refusal).unwrap());
            }
        } else {
            run.monitor.record(&event);
        }
    }
    if runs.is_empty() {
        runs.push(begin(None));
    }
    runs.into_iter().map(|run| run.report(agreement, as_of)).collect()
}

impl Run {
    /// Saves the run, reads it back, and goes on from that.
    fn restore(&mut self, agreement: &Agreement) -> Result<(), String> {
        let text = serde_json::to_string(&self.monitor.save()).unwrap();
        let saved: Saved = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let restored = Monitor::restore(agreement, saved).map_err(|error| error.to_string())?;
        if restored != self.monitor || restored.next_timeout() != self.monitor.next_timeout() {
            let (before, after) = (self.monitor.next_timeout(), restored.next_timeout());
            let other = serde_json::to_string(&restored.save()).unwrap();
            return Err(format!("saved {text}, next {before:?}; restored {other}, next {after:?}"));
        }
        self.monitor = restored;
        Ok(())
    }

    /// What the run comes to, its events at their places in the whole log.
    fn report(mut self, agreement: &Agreement, as_of: Option<Instant>) -> Result<Value, String> {
        self.restore(agreement)?;
        // A run that has not begun stands nowhere.
        let end = self.monitor.clock().map(|clock| as_of.map_or(clock, |end| end.max(clock)));
        if let Some(end) = end {
            self.monitor.advance(end).map_err(|error| error.to_string())?;
        }
        let mut report = serde_json::to_value(Report::of(&self.monitor)).unwrap();
        report["as_of"] = json!(end.map(|end| end.to_string()));
        if let Some(case) = &self.case {
            report["case"] = json!(case);
        }
        if !self.refusals.is_empty() {
            report["refusals"] = json!(self.refusals);
            report["conformant"] = json!(false);
        }
        place(&mut report["findings"], &self.places);
        place(&mut report["refusals"], &self.places);
        // Identities are of the places in the run's own log.
        Ok(without_ids(report))
    }
}

/// The reports without the identities of findings, which come from the places of their events, and
/// without what is told of the log and not of the run.
pub fn without_ids(mut reports: Value) -> Value {
    match &mut reports {
        Value::Object(map) => {
            if map.contains_key("kind") {
                map.remove("id");
            }
            // Of several runs, the lines that were passed over are told once for the log.
            if map.contains_key("outcome") {
                map.remove("skipped");
            }
            for value in map.values_mut() {
                *value = without_ids(value.take());
            }
        }
        Value::Array(values) => {
            for value in values {
                *value = without_ids(value.take());
            }
        }
        _ => {}
    }
    reports
}

/// Gives events their places in the whole log.
fn place(value: &mut Value, places: &[usize]) {
    match value {
        Value::Object(map) => {
            if let Some(event) = map.get_mut("event").filter(|event| event.is_u64()) {
                let number = usize::try_from(event.as_u64().unwrap()).unwrap();
                *event = json!(places[number - 1]);
            }
            map.values_mut().for_each(|value| place(value, places));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| place(value, places)),
        _ => {}
    }
}

/// What a report says beyond SEMANTICS.md: what judged by what, sentences and what they rest on, what the
/// event said, whom it would have taken, and which deadline it was.
const TOLD_ONLY: [&str; 11] = [
    "title",
    "agreement",
    "version",
    "id",
    "text",
    "cites",
    "skipped",
    "needed",
    "deed",
    "deadline",
    "at",
];

/// Every place at which what was found differs from what was expected.
pub fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    compare(&spelling::spelt(expected), &spelling::spelt(found), "", &mut differences);
    differences
}

fn compare(expected: &Value, found: &Value, place: &str, differences: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            // Subjects stand in the order in which they opened.
            if place.ends_with(".subjects") && !expected.keys().eq(found.keys()) {
                let (expected, found) = (expected.keys(), found.keys());
                differences.push(format!("{place}: expected {expected:?}, found {found:?}"));
            }
            for (key, expected) in expected {
                let place = format!("{place}.{key}");
                match found.get(key) {
                    Some(found) => compare(expected, found, &place, differences),
                    None => differences.push(format!("{place}: expected {expected}, found none")),
                }
            }
            for (key, found) in found {
                if !expected.contains_key(key) && !TOLD_ONLY.contains(&&**key) {
                    differences.push(format!("{place}.{key}: expected none, found {found}"));
                }
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (number, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(expected, found, &format!("{place}[{number}]"), differences);
            }
        }
        _ if expected == found => {}
        _ => differences.push(format!("{place}: expected {expected}, found {found}")),
    }
}
