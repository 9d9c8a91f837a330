//! What must hold of subjects (section 8 of SEMANTICS.md): properties 13 and 14, and of those that speak of
//! every run, the ones that subjects put to a new test.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::formats::json::Log;
use servanda::monitor::FindingKind;
use servanda::{Agreement, Event, Monitor, Saved};

use super::{property, read, report, run, take};
use crate::generate::{Case, ONE_SCOPE, SUBJECTS, Shape};

/// Agreements with subjects, and logs of one run without cuts.
fn plain() -> Shape {
    Shape { undated: 0, cuts: false, ..SUBJECTS }
}

/// An agreement of one scope, to be made the part of a kind.
fn part() -> Shape {
    Shape { undated: 0, cuts: false, runs: 1, wrong: 0, ..ONE_SCOPE }
}

property! {
    /// 2. Replay = incremental, and 10. Saved state.
    fn a_saved_state_with_subjects_goes_on_equally(case: plain()) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let whole = run(&agreement, &events, case.submit);
        let mut monitor = Monitor::new(&agreement);
        for event in &events {
            let text = serde_json::to_string(&monitor.save()).unwrap();
            let saved: Saved = serde_json::from_str(&text).unwrap();
            monitor = Monitor::restore(&agreement, saved).unwrap();
            take(&mut monitor, event, case.submit);
        }
        prop_assert_eq!(&monitor, &whole);
    }

    /// 5. Refusal is harmless: nothing has opened, and no time has passed.
    fn a_refused_event_opens_nothing(case: plain()) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let mut monitor = Monitor::new(&agreement);
        for event in &events {
            let before = state(&monitor);
            if monitor.submit(event).is_err() {
                prop_assert_eq!(state(&monitor), before);
            }
        }
    }

    /// 8. No void effect.
    fn a_void_event_opens_nothing(case: plain()) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let mut monitor = Monitor::new(&agreement);
        for event in &events {
            let before = state(&monitor);
            let is_void = monitor.record(event).findings().any(|it| it.kind() == FindingKind::Void);
            if is_void {
                prop_assert_eq!(state(&monitor), before);
            }
        }
    }

    /// 13. Slices: the log of one subject judged alone, under the kind's part of the agreement as an agreement
    /// of its own, gives that subject's part of the report.
    fn a_subject_is_judged_as_if_alone(case: part()) {
        // The run's start is of the run, and the settlement asks nothing of a subject.
        let text = case.agreement.to_string();
        if text.contains(r#""told":"start""#) || text.contains(r#""start":"#) {
            return Ok(());
        }
        // What names nothing of a subject's own counts from the start of the run.
        if counts_from_the_start(&case.agreement) {
            return Ok(());
        }
        let Some((kind, alone)) = as_kind(&case.agreement) else { return Ok(()) };
        let (log, slices) = dealt(&kind, &case.log, case.submit);
        let monitor = run(&kind, &events(&kind, &log), case.submit);
        let end = monitor.clock().unwrap();
        let whole = report(monitor);
        for (name, slice) in slices {
            let found = &whole["subjects"]["k0"]["subjects"][&name];
            if found.is_null() {
                continue;
            }
            let mut monitor = Monitor::new(&alone);
            let mut moments = Vec::new();
            for event in events(&alone, &slice) {
                take(&mut monitor, &event, case.submit);
                moments.push(monitor.clone());
            }
            // An agreement enters into force a round after it begins, and a subject opens in one that is
            // in force already: what ends in that very round has been due here, and not there.
            let first = moments.into_iter().find(|it| it.clock().is_some()).map(report);
            if first.is_some_and(|report| ends_at_once(&report)) {
                continue;
            }
            monitor.advance(end).unwrap();
            let expected = report(monitor);
            for key in ["obligations", "acts"] {
                prop_assert_eq!(&found[key], &expected[key], "{} of {}", key, name);
            }
            prop_assert_eq!(findings_of(&whole, Some(&name)), findings_of(&expected, None));
        }
    }

    /// 14. Subjects are equal: exchanging two subjects' names throughout a log exchanges them in the report.
    fn two_subjects_can_be_exchanged(case: Shape { wrong: 0, ..SUBJECTS }) {
        let Ok(report) = crate::engine::judge(&case) else { return Ok(()) };
        let other = Case { log: case.log.iter().map(exchanged).collect(), ..case };
        let mut expected = exchanged(&report);
        let mut found = crate::engine::judge(&other).unwrap();
        for report in [&mut expected, &mut found] {
            forget(report, &["text", "id"]);
        }
        // The order of opening is that of the log, whatever the names are.
        prop_assert_eq!(expected.to_string(), found.to_string());
    }
}

/// Where a run stands, without the events that it was given and what was found.
fn state(monitor: &Monitor) -> Value {
    let mut saved = serde_json::to_value(monitor.save()).unwrap();
    for key in ["events", "findings"] {
        saved["run"].as_object_mut().unwrap().remove(key);
    }
    saved
}

fn events(agreement: &Agreement, log: &[Value]) -> Vec<Event> {
    let lines = crate::engine::lines(log);
    Log::new(lines.as_bytes(), agreement).collect::<Result<_, _>>().unwrap()
}

/// The agreement with all of it in a kind that its acts open, and the same as an agreement of its own, whose
/// runs begin with their first event.
fn as_kind(document: &Value) -> Option<(Agreement, Agreement)> {
    let mut alone = document.clone();
    let terms = alone.as_object_mut()?;
    for key in ["entry_into_force", "settled_when"] {
        terms.remove(key);
    }
    terms.remove("date");
    let mut kind = alone.clone();
    kind["date"] = document["date"].clone();
    let acts: Vec<String> = document["acts"].as_object()?.keys().cloned().collect();
    let mut subject = json!({"gist": "a subject", "opened_by": acts});
    if let Some(condition) = kind.as_object_mut()?.remove("terminates_when") {
        subject["terminates_when"] = condition;
    }
    kind["subjects"] = json!({"k0": subject});
    for key in ["acts", "obligations"] {
        for (_, terms) in kind[key].as_object_mut()? {
            terms["of"] = json!("k0");
        }
    }
    let read = |document| crate::engine::agreement(document).ok();
    Some((read(&kind)?, read(&alone)?))
}

/// The log dealt to three subjects, and of each what it saw: from its opening on.
fn dealt(
    agreement: &Agreement,
    log: &[Value],
    submit: bool,
) -> (Vec<Value>, BTreeMap<String, Vec<Value>>) {
    let (mut whole, mut slices) = (Vec::new(), BTreeMap::<String, Vec<Value>>::new());
    let mut monitor = Monitor::new(agreement);
    for (number, line) in log.iter().enumerate() {
        let mut line = line.clone();
        let terms = line.as_object_mut().unwrap();
        terms.remove("id");
        terms.remove("case");
        let is_tick = ["act", "attest", "deny", "release", "extend", "amend", "waive"]
            .iter()
            .all(|word| !terms.contains_key(*word));
        if is_tick {
            whole.push(line.clone());
            take(&mut monitor, &events(agreement, &[line])[0], submit);
            continue;
        }
        let name = format!("s{}", number % 3);
        let bare = line.clone();
        line["subject"] = json!(name);
        whole.push(line.clone());
        take(&mut monitor, &events(agreement, &[line])[0], submit);
        if monitor.subject(agreement.kind("k0").unwrap(), &name).is_some() {
            slices.entry(name).or_default().push(bare);
        }
    }
    (whole, slices)
}

/// Whether some `elapsed` asks of nothing that has happened or is owed.
fn counts_from_the_start(value: &Value) -> bool {
    fn asks(value: &Value) -> bool {
        match value {
            Value::Array(parts) => parts.iter().any(asks),
            Value::Object(terms) => terms.iter().any(|(key, part)| match key.as_str() {
                "all" | "any" | "not" | "at_least" | "of" | "elapsed" | "since" => asks(part),
                "for" | "reached" => false,
                _ => true,
            }),
            _ => false,
        }
    }
    match value {
        Value::Array(parts) => parts.iter().any(counts_from_the_start),
        Value::Object(terms) => terms.iter().any(|(key, part)| {
            (key == "elapsed" && !asks(&part["since"])) || counts_from_the_start(part)
        }),
        _ => false,
    }
}

/// Whether a window is over, something has lapsed, or all is terminated, as soon as a run has begun.
fn ends_at_once(report: &Value) -> bool {
    let mut acts = report["acts"].as_object().unwrap().values();
    let mut obligations = report["obligations"].as_object().unwrap().values();
    !report["terminated"].is_null()
        || acts.any(|act| act["expired"] == true)
        || obligations.any(|obligation| !obligation["lapsed"].is_null())
}

/// The findings of a subject, without what differs where it is judged alone. A void event is of no subject.
fn findings_of(report: &Value, subject: Option<&str>) -> Vec<Value> {
    let found = report["findings"].as_array().unwrap().iter();
    let own = found.filter(|it| it["kind"] != "void");
    let own = own.filter(|it| subject.is_none_or(|name| it["subject"]["k0"] == name));
    own.cloned()
        .map(|mut finding| {
            forget(&mut finding, &["text", "id", "subject", "event"]);
            finding
        })
        .collect()
}

fn exchanged(value: &Value) -> Value {
    let name = |text: &str| match text {
        "s0" => "s1".to_owned(),
        "s1" => "s0".to_owned(),
        text => text.to_owned(),
    };
    match value {
        Value::String(text) => Value::String(name(text)),
        Value::Array(values) => values.iter().map(exchanged).collect(),
        Value::Object(map) => map.iter().map(|(key, it)| (name(key), exchanged(it))).collect(),
        other => other.clone(),
    }
}

fn forget(value: &mut Value, keys: &[&str]) {
    match value {
        Value::Object(map) => {
            keys.iter().for_each(|key| drop(map.remove(*key)));
            map.values_mut().for_each(|it| forget(it, keys));
        }
        Value::Array(values) => values.iter_mut().for_each(|it| forget(it, keys)),
        _ => {}
    }
}
