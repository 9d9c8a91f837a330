//! Order of knowing, the fifteenth property: a log of events alone without repeated ids, judged by time, gives the
//! same report, places aside, however its lines are ordered; and with retractions and corrections, that of the log
//! that never had what they took away.

use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::Verifier;
use servanda::formats::BadLines;

use super::property;
use crate::generate::chooser::{Chooser, numbers};
use crate::generate::{BY_TIME, Case, SUBJECTS, Shape, times};

/// Events alone, all known, none told twice.
fn plain(case: &Case) -> Case {
    let mut plain = case.clone();
    if plain.agreement.get("date").is_none() {
        plain.agreement["date"] = json!(times::written(0));
    }
    let mut ids = Vec::new();
    plain.log.retain_mut(|line| {
        line.as_object_mut().unwrap().remove("known");
        let id = line.get("id").cloned();
        let is_new = id.is_none() || !ids.contains(&id);
        ids.push(id);
        is_new
    });
    (plain.known_by, plain.by_time) = (None, true);
    plain
}

fn report(case: &Case) -> Option<Value> {
    let agreement = crate::engine::agreement(&case.agreement).ok()?;
    let mut verifier = Verifier::new(&agreement);
    if case.submit {
        verifier = verifier.submitting();
    }
    if let Some(as_of) = &case.as_of {
        verifier = verifier.as_of(as_of.parse().unwrap());
    }
    let log = crate::engine::lines(&case.log);
    let reports = verifier.by_time().unwrap().judge_log(log.as_bytes(), BadLines::Stop).unwrap();
    Some(serde_json::to_value(&reports[0]).unwrap())
}

/// A report in which each place is what `place` says, the findings of one instant in one order.
fn placed(mut report: Value, place: impl Fn(u64) -> u64 + Copy) -> Value {
    fn rename(value: &mut Value, place: impl Fn(u64) -> u64 + Copy) {
        match value {
            Value::Object(map) => {
                map.remove("id");
                if let Some(event) = map.get_mut("event").filter(|it| it.is_u64()) {
                    *event = json!(place(event.as_u64().unwrap()));
                }
                map.values_mut().for_each(|it| rename(it, place));
            }
            Value::Array(values) => values.iter_mut().for_each(|it| rename(it, place)),
            _ => {}
        }
    }
    rename(&mut report, place);
    let findings = report["findings"].as_array_mut().unwrap();
    findings.sort_by_key(|it| (it["at"].to_string(), it.to_string()));
    report["refusals"].as_array_mut().unwrap().sort_by_key(|it| it["event"].as_u64());
    report
}

fn time(line: &Value) -> chrono::DateTime<chrono::Utc> {
    times::read(line["time"].as_str().unwrap())
}

property! {
    fn the_order_of_knowing_does_not_matter(case: SUBJECTS) {
        let plain = plain(&case);
        let Some(wanted) = report(&plain) else { return Ok(()) };
        // Lines change places as often as may be, but not those of one instant.
        let seed = plain.log.len() as u64;
        let numbers = numbers(seed, 2_000);
        let mut chooser = Chooser::new(&numbers);
        let mut order: Vec<usize> = (0..plain.log.len()).collect();
        for _ in 0..order.len() {
            for place in 1..order.len() {
                let times = [order[place - 1], order[place]].map(|it| time(&plain.log[it]));
                if times[0] != times[1] && chooser.chance(50) {
                    order.swap(place - 1, place);
                }
            }
        }
        let log = order.iter().map(|it| plain.log[*it].clone()).collect();
        let found = report(&Case { log, ..plain }).unwrap();
        let place = |it: u64| order[usize::try_from(it).unwrap() - 1] as u64 + 1;
        prop_assert_eq!(placed(wanted, |it| it), placed(found, place));
    }

    fn what_was_taken_away_was_never_there(case: Shape { runs: 1, ..BY_TIME }) {
        // What is withdrawn is withdrawn by the registrar, and all of it stands.
        let mut plain = plain(&Case { log: events(&case.log), ..case });
        let registrar = plain.agreement["parties"].as_object().unwrap().keys().next().unwrap();
        let registrar = json!(registrar.clone());
        plain.agreement["registrar"] = registrar.clone();
        let mut with = plain.log.clone();
        let mut kept: Vec<(u64, Value)> = Vec::new();
        for (place, line) in (1..).zip(&plain.log) {
            let said = json!({"time": "9000-01-01T00:00:00Z", "actor": registrar});
            match line.get("id").map(|id| (place % 3, id)) {
                Some((0, id)) => {
                    let mut retracted = said;
                    retracted["retract"] = id.clone();
                    with.push(retracted);
                }
                Some((1, id)) => {
                    let mut instead = line.clone();
                    instead["time"] = json!(times::later(line["time"].as_str().unwrap(), 7_200));
                    kept.push((place, instead.clone()));
                    instead.as_object_mut().unwrap().retain(|key, _| key != "id" && key != "case");
                    let mut corrected = said;
                    (corrected["correct"], corrected["event"]) = (id.clone(), instead);
                    with.push(corrected);
                }
                _ => kept.push((place, line.clone())),
            }
        }
        let Some(found) = report(&Case { log: with, ..plain.clone() }) else { return Ok(()) };
        let log = kept.iter().map(|(_, line)| line.clone()).collect();
        let wanted = report(&Case { log, ..plain }).unwrap();
        let place = |it: u64| kept[usize::try_from(it).unwrap() - 1].0;
        prop_assert_eq!(placed(wanted, place), placed(found, |it| it));
    }
}

/// Without the lines about the log.
fn events(log: &[Value]) -> Vec<Value> {
    let is_about =
        |line: &Value| ["retract", "correct", "complete"].iter().any(|key| line.get(key).is_some());
    log.iter().filter(|line| !is_about(line)).cloned().collect()
}
