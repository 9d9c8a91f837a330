//! Changes of a log that must leave the report of the reference model as it is, in agreements of all
//! sections.

use serde_json::{Map, Value, json};

use crate::generate::chooser::{Chooser, numbers};
use crate::generate::{CALENDARS, Case, NUMBERS, ONE_SCOPE, SUBJECTS, Shape, case_of, times};
use crate::laws::against_reference::options;
use crate::reference::{Options, judge};

const SHAPES: [Shape; 3] = [Shape { runs: 1, ..ONE_SCOPE }, SUBJECTS, CALENDARS];

fn judged(case: &Case) -> Result<Value, String> {
    judge(&case.agreement, &case.log, &options(case))
}

/// So many cases of each shape that are judged, each with its seed and its report.
pub(super) fn each_case(count: u64, mut see: impl FnMut(u64, &Case, &Value)) {
    for (shape, first) in SHAPES.into_iter().zip([0, 10_000, 20_000]) {
        for seed in first..first + count {
            let case = case_of(&numbers(seed, NUMBERS), shape);
            if let Ok(report) = judged(&case) {
                see(seed, &case, &report);
            }
        }
    }
}

/// A report in which each place is what `place` says, the findings of one instant in one order.
fn comparable(report: &Value, place: impl Fn(u64) -> Option<u64> + Copy) -> Value {
    let mut report = report.clone();
    let renamed = |findings: &mut Value| {
        let list = findings.as_array_mut().unwrap();
        list.retain_mut(|it| {
            let Some(event) = it["event"].as_u64() else { return true };
            it["event"] = json!(place(event));
            !it["event"].is_null()
        });
        list.sort_by_key(|it| (it["at"].to_string(), it.to_string()));
    };
    renamed(&mut report["findings"]);
    let refusals = report["refusals"].as_array_mut().unwrap();
    refusals.retain_mut(|it| {
        it["event"] = json!(place(it["event"].as_u64().unwrap()));
        renamed(&mut it["findings"]);
        !it["event"].is_null()
    });
    report["conformant"] = Value::Null;
    report
}

fn same(place: u64) -> Option<u64> {
    Some(place)
}

fn time(line: &Value) -> chrono::DateTime<chrono::Utc> {
    times::read(line["time"].as_str().unwrap())
}

fn is_void(report: &Value, place: u64) -> bool {
    let is_here = |it: &Value| it["event"] == place;
    let mut findings = report["findings"].as_array().unwrap().iter();
    findings.any(|it| it["kind"] == "void" && is_here(it))
        || report["refusals"].as_array().unwrap().iter().any(is_here)
}

/// 4. Ticks are idle.
#[test]
fn ticks_are_idle() {
    let mut seen = 0;
    each_case(30, |seed, case, _| {
        if case.agreement.get("date").is_none() {
            return;
        }
        let mut ordered = case.clone();
        ordered.log.sort_by_key(time);
        let Ok(report) = judged(&ordered) else { return };
        let end = times::read(report["as_of"].as_str().unwrap());
        let numbers = numbers(seed, 40);
        let mut chooser = Chooser::new(&numbers);
        let mut log: Vec<(Value, Option<u64>)> =
            ordered.log.iter().cloned().zip((1..).map(Some)).collect();
        let seconds = (end - times::start()).num_seconds();
        for _ in 0..4 {
            let after = chooser.below(usize::try_from(seconds).unwrap() + 1) as i64;
            let tick = json!({ "time": times::written(after) });
            let place = log.iter().position(|(it, _)| time(it) > time(&tick));
            log.insert(place.unwrap_or(log.len()), (tick, None));
        }
        let places: Vec<_> = log.iter().map(|(_, place)| *place).collect();
        let place = |it: u64| places[usize::try_from(it).unwrap() - 1];
        let ticked = Case { log: log.into_iter().map(|(it, _)| it).collect(), ..ordered.clone() };
        let found = comparable(&judged(&ticked).unwrap(), place);
        assert_eq!(comparable(&report, same), found, "seed {seed}");
        seen += 1;
    });
    assert!(seen > 60, "{seen}");
}

/// 8. No void effect.
#[test]
fn a_void_event_changes_nothing_but_its_own_finding() {
    let mut seen = 0;
    each_case(24, |seed, case, report| {
        let places = 1..=case.log.len() as u64;
        for gone in places.filter(|it| is_void(report, *it)).take(3) {
            let mut without = case.clone();
            without.log.remove(gone as usize - 1);
            let found = judged(&without).unwrap();
            let before = |it: u64| (it != gone).then_some(if it > gone { it - 1 } else { it });
            let wanted = comparable(report, before);
            assert_eq!(wanted, comparable(&found, same), "seed {seed}, place {gone}");
            seen += 1;
        }
    });
    assert!(seen > 60, "{seen}");
}

/// 6. Submit and record agree on logs with nothing to refuse.
#[test]
fn submit_and_record_agree_on_what_is_accepted() {
    let mut seen = 0;
    each_case(30, |seed, case, _| {
        let submitted = Case { submit: true, ..case.clone() };
        let report = judged(&submitted).unwrap();
        let is_refused = |place: usize| {
            let refusals = report["refusals"].as_array().unwrap();
            refusals.iter().any(|it| it["event"] == place)
        };
        let lines = (1..).zip(&case.log);
        let accepted: Vec<_> = lines.filter(|(place, _)| !is_refused(*place)).collect();
        let places: Vec<_> = accepted.iter().map(|(place, _)| *place as u64).collect();
        let place = |it: u64| Some(places[usize::try_from(it).unwrap() - 1]);
        let log = accepted.iter().map(|(_, line)| (*line).clone()).collect();
        let recorded = Case { submit: false, log, ..case.clone() };
        let mut wanted = comparable(&report, same);
        wanted["refusals"] = json!([]);
        let found = comparable(&judged(&recorded).unwrap(), place);
        assert_eq!(wanted, found, "seed {seed}");
        seen += 1;
    });
    assert!(seen > 60, "{seen}");
}

/// 15. Order of knowing: a log judged by time is the same in whatever order its lines are known.
#[test]
fn the_order_of_knowing_does_not_matter() {
    let mut seen = 0;
    each_case(24, |seed, case, _| {
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
        plain.known_by = None;
        let by_time = Options { by_time: true, ..options(&plain) };
        let wanted = judge(&plain.agreement, &plain.log, &by_time).unwrap();
        // Each line now and then before the one before it, unless both are of one instant.
        let numbers = numbers(seed, 200);
        let mut chooser = Chooser::new(&numbers);
        let mut order: Vec<usize> = (0..plain.log.len()).collect();
        for place in 1..order.len() {
            let times = [order[place - 1], order[place]].map(|it| time(&plain.log[it]));
            if times[0] != times[1] && chooser.chance(50) {
                order.swap(place - 1, place);
            }
        }
        let log: Vec<_> = order.iter().map(|it| plain.log[*it].clone()).collect();
        let found = judge(&plain.agreement, &log, &by_time).unwrap();
        let place = |it: u64| Some(order[usize::try_from(it).unwrap() - 1] as u64 + 1);
        assert_eq!(comparable(&wanted, same), comparable(&found, place), "seed {seed}");
        seen += 1;
    });
    assert!(seen > 50, "{seen}");
}

/// 16. Carried over: to an equal agreement, a run is what it was.
#[test]
fn an_equal_agreement_changes_nothing() {
    let mut seen = 0;
    each_case(24, |seed, case, report| {
        if case.log.is_empty() || report["in_force"].is_null() || case.submit {
            return;
        }
        let mut kept = case.clone();
        let registrar = kept.agreement["parties"].as_object().unwrap().keys().next().unwrap();
        kept.agreement["registrar"] = json!(registrar.clone());
        let wanted = judged(&kept).unwrap();
        let place = usize::try_from(seed).unwrap() % kept.log.len();
        // At the time of an effective event, just after it: the clock stands there already.
        if is_void(report, place as u64 + 1) || kept.log[place].get("known").is_some() {
            return;
        }
        let line = json!({
            "time": kept.log[place]["time"],
            "actor": kept.agreement["registrar"],
            "amended": "the same",
        });
        kept.log.insert(place + 1, line);
        let mut options = options(&kept);
        options.amended.push(("the same".to_owned(), kept.agreement.clone()));
        let found = judge(&kept.agreement, &kept.log, &options).unwrap();
        let after = place as u64 + 2;
        let old = |it: u64| Some(if it >= after { it - 1 } else { it });
        assert_eq!(comparable(&wanted, same), comparable(&found, old), "seed {seed}");
        seen += 1;
    });
    assert!(seen > 10, "{seen}");
}

/// 15. Order of knowing: with a retraction, the report is that of the log that never had what it took away.
#[test]
fn what_is_retracted_was_never_there() {
    let mut seen = 0;
    each_case(24, |seed, case, _| {
        let mut plain = case.clone();
        if plain.agreement.get("date").is_none() {
            plain.agreement["date"] = json!(times::written(0));
        }
        let registrar = plain.agreement["parties"].as_object().unwrap().keys().next().unwrap();
        plain.agreement["registrar"] = json!(registrar.clone());
        plain.log.iter_mut().for_each(|line| {
            line.as_object_mut().unwrap().remove("known");
        });
        plain.known_by = None;
        let ids: Vec<_> = plain.log.iter().filter_map(|it| it.get("id").cloned()).collect();
        let Some(id) = ids.get(usize::try_from(seed).unwrap() % ids.len().max(1)) else { return };
        let by_time = Options { by_time: true, ..options(&plain) };
        let mut with = plain.log.clone();
        with.push(json!({
            "time": times::written(60 * times::DAY),
            "actor": plain.agreement["registrar"],
            "retract": id,
        }));
        let found = judge(&plain.agreement, &with, &by_time).unwrap();
        let kept: Vec<_> =
            (1..).zip(&plain.log).filter(|(_, it)| it.get("id") != Some(id)).collect();
        let places: Vec<u64> = kept.iter().map(|(place, _)| *place).collect();
        let log: Vec<_> = kept.into_iter().map(|(_, line)| line.clone()).collect();
        let wanted = judge(&plain.agreement, &log, &by_time).unwrap();
        let place = |it: u64| Some(places[usize::try_from(it).unwrap() - 1]);
        assert_eq!(comparable(&wanted, place), comparable(&found, same), "seed {seed}");
        seen += 1;
    });
    assert!(seen > 40, "{seen}");
}

/// Every name of a party, act, obligation, kind or subject, by another that sorts the other way.
fn renamed(value: &Value) -> Value {
    let rename = |text: &str| match text.as_bytes() {
        [first, digit @ b'0'..=b'9'] if b"paoks".contains(first) => {
            format!("{}-{}", char::from(*first), b'9' - digit)
        }
        _ => text.to_owned(),
    };
    match value {
        Value::Object(map) => {
            map.iter().map(|(key, it)| (rename(key), renamed(it))).collect::<Map<_, _>>().into()
        }
        Value::Array(list) => list.iter().map(renamed).collect::<Vec<_>>().into(),
        Value::String(text) => rename(text).into(),
        other => other.clone(),
    }
}

/// 11. Names do not matter.
#[test]
fn names_do_not_matter() {
    let mut seen = 0;
    each_case(40, |seed, case, report| {
        let agreement = renamed(&case.agreement);
        let log = case.log.iter().map(renamed).collect();
        let found = judged(&Case { agreement, log, ..case.clone() }).unwrap();
        assert_eq!(renamed(report), found, "seed {seed}");
        seen += 1;
    });
    assert!(seen > 60, "{seen}");
}
