//! Changes of a log, of names and of time, and what the engine's report must make of them.

use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::formats::json::Log;
use servanda::monitor::FindingKind;
use servanda::{Agreement, Event, Instant};

use super::{plain, property, read, report, run};
use crate::generate::{Case, Shape};

/// A report without the places of its events.
fn without_places(mut report: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove("event");
                map.remove("id");
                map.values_mut().for_each(strip);
            }
            Value::Array(values) => values.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut report);
    report
}

/// A report without places, the findings of one instant in one order.
fn in_one_order(report: Value) -> Value {
    let mut report = without_places(report);
    let findings = report["findings"].as_array_mut().unwrap();
    findings.sort_by_key(|finding| (finding["at"].to_string(), finding.to_string()));
    report
}

property! {
    /// 1. Deterministic: one agreement, one log, one report.
    fn one_log_gives_one_report(case: Shape::default()) {
        prop_assert_eq!(crate::engine::judge(&case), crate::engine::judge(&case));
    }

    /// 4. Ticks are idle.
    fn ticks_change_nothing_but_places(case: Shape { wrong: 0, ..plain() }) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let mut events = events;
        events.sort_by_key(|event| event.time);
        events.retain(|event| event.time >= agreement.date().unwrap());
        let bare = run(&agreement, &events, case.submit);
        // A void event moves no clock: ticks go as far as the clock stands at the end.
        let end = bare.clock().unwrap();
        let mut ticked = Vec::new();
        let mut last = agreement.date().unwrap();
        for event in &events {
            let second = last.after("PT1S".parse().unwrap()).unwrap().min(event.time);
            let ticks = [last, second, event.time].into_iter().filter(|time| *time <= end);
            ticked.extend(ticks.map(Event::tick));
            ticked.push(event.clone());
            last = event.time;
        }
        ticked.push(Event::tick(end));
        // What is void may stand after the end.
        ticked.sort_by_key(|event| event.time);
        let ticked = report(run(&agreement, &ticked, case.submit));
        prop_assert_eq!(in_one_order(report(bare)), in_one_order(ticked));
    }

    /// 8. No void effect: removing a void event changes nothing but its own finding.
    fn a_void_event_has_no_effect(case: plain()) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let monitor = run(&agreement, &events, false);
        let void: Vec<u64> = monitor
            .findings()
            .filter(|finding| finding.kind() == FindingKind::Void)
            .filter_map(|finding| finding.event)
            .collect();
        let mut kept = Vec::new();
        for (event, place) in events.iter().zip(1_u64..) {
            if !void.contains(&place) {
                kept.push(event.clone());
            }
        }
        let mut with = without_places(report(monitor));
        let without = without_places(report(run(&agreement, &kept, false)));
        with["findings"].as_array_mut().unwrap().retain(|finding| finding["kind"] != "void");
        with["conformant"] = without["conformant"].clone();
        prop_assert_eq!(with, without);
    }

    /// 9. Independence: two adjacent events of the same instant that touch different acts and
    /// obligations with no condition between them commute.
    fn independent_events_commute(pair: Shape { obligations: 3, ..plain() }) {
        // Two agreements side by side under other names touch nothing of each other.
        let mut pair: Case = pair;
        pair.log.iter_mut().for_each(|line| {
            line.as_object_mut().unwrap().remove("id");
            line.as_object_mut().unwrap().remove("known");
        });
        let Some((left, events)) = read(&pair) else { return Ok(()) };
        let both = crate::engine::agreement(&doubled(&left)).unwrap();
        let mut one = Vec::new();
        let mut other = Vec::new();
        for (number, event) in events.iter().enumerate() {
            let first = &pair.log[number];
            let second = renamed(&pair.log[events.len() - 1 - number], "other-");
            let mut second = second.clone();
            second["time"] = json!(event.time);
            one.extend([first.clone(), second.clone()]);
            other.extend([second, first.clone()]);
        }
        let judge = |log: &[Value]| {
            let lines = crate::engine::lines(log);
            let events: Vec<Event> =
                Log::new(lines.as_bytes(), &both).collect::<Result<_, _>>().unwrap();
            report(run(&both, &events, pair.submit))
        };
        let (one, other) = (judge(&one), judge(&other));
        prop_assert_eq!(&one["obligations"], &other["obligations"]);
        prop_assert_eq!(&one["outcome"], &other["outcome"]);
        let findings = |report: &Value| {
            let report = without_places(report.clone());
            let mut found: Vec<String> = ["findings", "refusals"]
                .into_iter()
                .flat_map(|key| report[key].as_array().unwrap().clone())
                .map(|finding| finding.to_string())
                .collect();
            found.sort();
            found
        };
        prop_assert_eq!(findings(&one), findings(&other));
    }

    /// 11. Names do not matter: renaming consistently renames the report and changes nothing else.
    fn renaming_renames_the_report(case: Shape::default()) {
        let Ok(report) = crate::engine::judge(&case) else { return Ok(()) };
        let other = Case {
            agreement: renamed(&case.agreement, "new-"),
            log: case.log.iter().map(|event| renamed(event, "new-")).collect(),
            ..case
        };
        let mut expected = renamed(&report, "new-");
        let mut found = crate::engine::judge(&other).unwrap();
        for report in [&mut expected, &mut found] {
            forget_texts(report);
        }
        prop_assert_eq!(expected, found);
    }

    /// 12. Time shift: shifting every instant by one exact duration shifts the report (agreements
    /// without calendar periods).
    fn shifting_time_shifts_the_report(case: Shape { months: false, ..Shape::default() }) {
        let Ok(report) = crate::engine::judge(&case) else { return Ok(()) };
        let shift = |text: &Option<String>| text.as_ref().map(|text| shifted_text(text).unwrap());
        let other = Case {
            agreement: shifted(&case.agreement),
            log: case.log.iter().map(shifted).collect(),
            as_of: shift(&case.as_of),
            known_by: shift(&case.known_by),
            ..case
        };
        let mut expected = shifted(&report);
        let mut found = crate::engine::judge(&other).unwrap();
        for report in [&mut expected, &mut found] {
            forget_texts(report);
        }
        prop_assert_eq!(expected, found);
    }
}

/// An agreement beside a copy of itself under other names.
fn doubled(agreement: &Agreement) -> Value {
    let mut document: Value = serde_json::from_str(&agreement.to_json()).unwrap();
    let other = renamed(&document, "other-");
    for key in ["acts", "obligations"] {
        let more = other[key].as_object().unwrap().clone();
        document[key].as_object_mut().unwrap().extend(more);
    }
    // The parties are the same people; what begins, ends and settles is said of neither half.
    for key in ["entry_into_force", "terminates_when", "settled_when"] {
        document.as_object_mut().unwrap().remove(key);
    }
    document
}

/// Every name with a prefix; of a doubled agreement the parties keep theirs.
fn renamed(value: &Value, prefix: &str) -> Value {
    let rename = |text: &str| {
        let is_of = |first: &str| {
            text.strip_prefix(first)
                .is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let is_name = ["a", "o", "t"].into_iter().any(is_of);
        let is_person = (is_of("p") || text == "g") && prefix != "other-";
        if is_name || is_person { format!("{prefix}{text}") } else { text.to_owned() }
    };
    match value {
        Value::String(text) => Value::String(rename(text)),
        Value::Array(values) => values.iter().map(|value| renamed(value, prefix)).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, value)| (rename(key), renamed(value, prefix))).collect()
        }
        other => other.clone(),
    }
}

/// Every instant later by 1,000 days, 1 hour and 1 second.
fn shifted(value: &Value) -> Value {
    match value {
        Value::String(text) => match shifted_text(text) {
            Some(text) => Value::String(text),
            None => value.clone(),
        },
        Value::Array(values) => values.iter().map(shifted).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.clone(), shifted(value))).collect()
        }
        other => other.clone(),
    }
}

fn shifted_text(text: &str) -> Option<String> {
    let instant: Instant = text.parse().ok()?;
    let later = instant.after("P1000DT1H1S".parse().unwrap()).unwrap();
    Some(later.to_string())
}

/// Sentences name names and dates, and so does what digests are of; they are told anew, not renamed.
fn forget_texts(report: &mut Value) {
    match report {
        Value::Object(map) => {
            map.remove("text");
            map.remove("agreement");
            map.remove("id");
            map.values_mut().for_each(forget_texts);
        }
        Value::Array(values) => values.iter_mut().for_each(forget_texts),
        _ => {}
    }
}
