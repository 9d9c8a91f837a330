//! What must always hold: the twelve properties of SEMANTICS.md, section 7, over random agreements
//! and logs.

use crate::generate::{Case, Shape, cases, times};
use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::event::Deed;
use servanda::formats::json::Log;
use servanda::monitor::FindingKind;
use servanda::names::PartyId;
use servanda::terms::Duty;
use servanda::{Agreement, Event, Instant, Monitor, Report, Saved, Status};

/// Agreements and logs without cuts, so that a monitor alone can be followed.
fn plain() -> Shape {
    Shape { cuts: false, ..Shape::default() }
}

/// A case whose run begins at a date, of the lines that are events.
fn begun(mut case: Case) -> Case {
    if case.agreement.get("date").is_none() {
        case.agreement["date"] = json!(times::written(0));
    }
    if let Ok(agreement) = crate::engine::agreement(&case.agreement) {
        let is_event =
            |line: &Value| Log::new(line.to_string().as_bytes(), &agreement).all(|it| it.is_ok());
        case.log.retain(is_event);
    }
    case
}

/// The agreement and the events of a case; none for an agreement that is refused.
fn read(case: &Case) -> Option<(Agreement, Vec<Event>)> {
    let agreement = crate::engine::agreement(&case.agreement).ok()?;
    let lines = crate::engine::lines(&case.log);
    let events = Log::new(lines.as_bytes(), &agreement).collect::<Result<_, _>>().unwrap();
    Some((agreement, events))
}

fn take(monitor: &mut Monitor, event: &Event, submit: bool) {
    if submit {
        let _ = monitor.submit(event);
    } else {
        monitor.record(event);
    }
}

fn run(agreement: &Agreement, events: &[Event], submit: bool) -> Monitor {
    let mut monitor = Monitor::new(agreement);
    for event in events {
        take(&mut monitor, event, submit);
    }
    monitor
}

/// The report at the end of the log, the clock having moved on to where it stands.
fn report(mut monitor: Monitor) -> Value {
    let clock = monitor.clock().unwrap();
    monitor.advance(clock).unwrap();
    serde_json::to_value(Report::of(&monitor)).unwrap()
}

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

fn statuses(monitor: &Monitor) -> Vec<Status> {
    monitor.agreement().obligations().map(|id| monitor.status(id).unwrap()).collect()
}

macro_rules! property {
    ($($(#[$about:meta])* fn $name:ident($case:ident: $shape:expr) $body:block)*) => {
        proptest! {
            #![proptest_config(ProptestConfig {
                cases: 600, failure_persistence: None, ..ProptestConfig::default()
            })]
            $(
                $(#[$about])*
                #[test]
                fn $name($case in cases($shape)) $body
            )*
        }
    };
}

property! {
    /// 1. Deterministic: one agreement, one log, one report.
    fn one_log_gives_one_report(case: Shape::default()) {
        prop_assert_eq!(crate::engine::judge(&case), crate::engine::judge(&case));
    }

    /// 2. Replay = incremental, and 10. Saved state: event by event, in one go, or from a saved
    /// state at every place: the same.
    fn a_saved_state_goes_on_equally(case: plain()) {
        let case = begun(case);
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let whole = run(&agreement, &events, case.submit);
        let mut monitor = Monitor::new(&agreement);
        for event in &events {
            let text = serde_json::to_string(&monitor.save()).unwrap();
            let saved: Saved = serde_json::from_str(&text).unwrap();
            let restored = Monitor::restore(&agreement, saved).unwrap();
            prop_assert_eq!(&restored, &monitor);
            prop_assert_eq!(restored.next_timeout(), monitor.next_timeout());
            monitor = restored;
            take(&mut monitor, event, case.submit);
        }
        prop_assert_eq!(&monitor, &whole);
        let batch = crate::engine::judge(&case).unwrap();
        prop_assert_eq!(report(whole)["findings"].clone(), batch[0]["findings"].clone());
    }

    /// 3. Irrevocable: a closed status, and a finding, never goes away as the log grows.
    fn what_is_closed_or_found_stays(case: plain()) {
        let case = begun(case);
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let mut monitor = Monitor::new(&agreement);
        for event in &events {
            let before = monitor.clone();
            take(&mut monitor, event, case.submit);
            for (before, after) in statuses(&before).into_iter().zip(statuses(&monitor)) {
                prop_assert!(!before.is_closed() || before == after);
            }
            let found: Vec<_> = monitor.findings().collect();
            prop_assert!(found.starts_with(&before.findings().collect::<Vec<_>>()));
        }
    }

    /// 4. Ticks are idle.
    fn ticks_change_nothing_but_places(case: Shape { wrong: 0, ..plain() }) {
        let case = begun(case);
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

    /// 5. Refusal is harmless: after it the state is what it was.
    fn a_refused_event_changes_nothing(case: plain()) {
        let case = begun(case);
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let mut monitor = Monitor::new(&agreement);
        for event in &events {
            let bystander = monitor.clone();
            if monitor.submit(event).is_err() {
                prop_assert_eq!(statuses(&monitor), statuses(&bystander));
                prop_assert_eq!(monitor.clock().unwrap(), bystander.clock().unwrap());
                prop_assert_eq!(monitor.next_timeout(), bystander.next_timeout());
                let (mine, theirs) = (monitor.save(), bystander.save());
                let essence = |saved: &Saved| {
                    let mut value = serde_json::to_value(saved).unwrap();
                    for key in ["events"] {
                        value["run"].as_object_mut().unwrap().remove(key);
                    }
                    value
                };
                prop_assert_eq!(essence(&mine), essence(&theirs));
            }
        }
    }

    /// 6. Submit and record agree on logs with nothing to refuse; the accepted logs are
    /// prefix-closed.
    fn what_is_accepted_is_recorded_the_same(case: plain()) {
        let case = begun(case);
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let mut monitor = Monitor::new(&agreement);
        let mut accepted = Vec::new();
        for event in events {
            if monitor.rehearse_submit(&event).is_ok() {
                monitor.submit(&event).unwrap();
                accepted.push(event);
            } else {
                // What is refused is left out, time and all.
                continue;
            }
            let recorded = run(&agreement, &accepted, false);
            prop_assert_eq!(&recorded, &monitor);
        }
        let mut again = Monitor::new(&agreement);
        for event in &accepted {
            prop_assert!(again.submit(event).is_ok());
        }
    }

    /// 7. Blame is sound: a party that does each act as soon as it is due, and nothing else, is not
    /// named as overdue, prohibited or premature, whatever the others do. (Unless a verifier denies
    /// what it did, or it is forbidden what it owes: then no diligence helps.)
    fn the_diligent_are_not_blamed(case: Shape { wrong: 0, ..plain() }) {
        let case = begun(case);
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let hero = agreement.parties().next().unwrap();
        let forbidden: Vec<_> = agreement
            .obligations()
            .map(|id| agreement.obligation_terms(id).unwrap())
            .filter(|terms| terms.is_prohibition())
            .flat_map(|terms| terms.acts().to_vec())
            .collect();
        let mut monitor = Monitor::new(&agreement);
        diligent(&mut monitor, hero, &forbidden);
        for event in &events {
            // The hero does nothing of its own, and is not talked into another's duty; nobody
            // denies.
            let is_heros = match &event.deed {
                Deed::Deny { .. } | Deed::Amend { .. } | Deed::Unknown(_) => true,
                deed => deed.actor() == Some(&hero),
            };
            advance_diligently(&mut monitor, hero, &forbidden, event.time);
            if !is_heros {
                monitor.record(event);
                diligent(&mut monitor, hero, &forbidden);
            }
        }
        for finding in monitor.findings() {
            let blames = matches!(
                finding.kind(),
                FindingKind::Overdue | FindingKind::Prohibited | FindingKind::Premature
            );
            let excused = finding.obligation().is_some_and(|id| {
                let terms = agreement.obligation_terms(*id).unwrap();
                terms.acts().iter().any(|act| forbidden.contains(act))
            });
            prop_assert!(!blames || excused || finding.party() != Some(&hero), "{:?}", finding);
        }
    }

    /// 8. No void effect: removing a void event changes nothing but its own finding.
    fn a_void_event_has_no_effect(case: plain()) {
        let case = begun(case);
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
        let mut pair = begun(pair);
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

/// Moves the clock on from timer to timer, the hero doing all it owes at each.
fn advance_diligently(
    monitor: &mut Monitor,
    hero: PartyId,
    forbidden: &[servanda::names::ActId],
    to: Instant,
) {
    while let Some(next) = monitor.next_timeout().filter(|next| *next <= to) {
        monitor.advance(next.max(monitor.clock().unwrap())).unwrap();
        diligent(monitor, hero, forbidden);
        if monitor.next_timeout() == Some(next) && next < to {
            // A deadline of the others: it fires just after its instant.
            let just_after = next.to_chrono() + chrono::TimeDelta::nanoseconds(1);
            monitor.advance(just_after.try_into().unwrap()).unwrap();
            diligent(monitor, hero, forbidden);
        } else if monitor.next_timeout() == Some(next) {
            break;
        }
    }
    if monitor.clock().unwrap() < to {
        monitor.advance(to).unwrap();
        diligent(monitor, hero, forbidden);
    }
}

/// The hero does all that it owes now and that nothing forbids.
fn diligent(monitor: &mut Monitor, hero: PartyId, forbidden: &[servanda::names::ActId]) {
    let agreement = monitor.agreement().clone();
    // Each thing done closes a duty or makes it wait for its verifier; new ones may fall due.
    for _ in 0..100 {
        let owed = monitor.owed_by(hero).find_map(|owed| {
            let terms = agreement.obligation_terms(owed.obligation).unwrap();
            let Duty::Perform(duty) = terms.duty() else {
                return None;
            };
            let needed = duty.quantity().map_or(1, |it| it.written().unwrap().whole());
            let left = needed.saturating_sub(monitor.progress(owed.obligation)?);
            let act = duty.acts()[0];
            let quantity = std::num::NonZeroU64::new(left)?;
            (!forbidden.contains(&act)).then_some((act, quantity))
        });
        let Some((act, quantity)) = owed else { return };
        let event = Event::act(monitor.clock().unwrap(), hero, act).quantity(quantity);
        monitor.record(&event);
    }
    panic!("there is always more to do");
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
