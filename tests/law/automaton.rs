//! Many runs over one agreement value: an edge that an earlier run recorded never changes what a later one
//! is told.

use crate::generate::{NUMBERS, UNTOLD, case_of, chooser};
use serde_json::{Value, json};
use servanda::formats::BadLines;
use servanda::{Agreement, Event, Instant, Monitor, Status, Verifier};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A log like another, with some events later, repeated, of another quantity, or left out.
fn changed(log: &[Value], seed: u32) -> Vec<Value> {
    let mut numbers = chooser::numbers(u64::from(seed), 4 * log.len() + 1).into_iter();
    let mut log: Vec<Value> = log
        .iter()
        .flat_map(|event| {
            let mut event = event.clone();
            let number = numbers.next().unwrap();
            let time = at(event["time"].as_str().unwrap()).to_chrono();
            let later = chrono::TimeDelta::seconds(i64::from(numbers.next().unwrap() % 7) * 1_800);
            event["time"] = json!(Instant::try_from(time + later).unwrap().to_string());
            if event.get("act").is_some() && number.is_multiple_of(5) {
                event["quantity"] = json!(number % 7 + 1);
            }
            let times = match number % 11 {
                0 => 0,
                1 => 2,
                _ => 1,
            };
            vec![event; times]
        })
        .collect();
    log.sort_by_key(|event| at(event["time"].as_str().unwrap()));
    log
}

/// Everything that a run tells: each step's changes and findings, and its state at the end.
fn told(agreement: &Agreement, log: &[Event], submit: bool, keeps_history: bool) -> Vec<String> {
    let mut monitor = Monitor::new(agreement);
    if !keeps_history {
        monitor = monitor.without_history();
    }
    let mut lines = Vec::new();
    for event in log {
        if submit {
            match monitor.submit(event) {
                Ok(step) => lines.push(format!("{:?}", step.changes().collect::<Vec<_>>())),
                Err(refusal) => lines.push(format!("{refusal:?}")),
            }
        } else {
            let step = monitor.record(event);
            let (changes, findings) = (step.changes(), step.findings());
            lines.push(format!(
                "{:?} {:?}",
                changes.collect::<Vec<_>>(),
                findings.collect::<Vec<_>>()
            ));
        }
        lines.push(format!("{:?}", monitor.next_timeout()));
    }
    lines.push(serde_json::to_string(&monitor.save()).unwrap());
    lines
}

fn events(agreement: &Agreement, log: &[Value]) -> Vec<Event> {
    servanda::formats::json::Log::new(crate::engine::lines(log).as_bytes(), agreement)
        .filter_map(Result::ok)
        .collect()
}

#[test]
fn what_was_recorded_changes_no_answer() {
    let mut compared = 0;
    for seed in 0..400 {
        let case = case_of(&chooser::numbers(seed, NUMBERS), UNTOLD);
        let Ok(shared) = crate::engine::agreement(&case.agreement) else { continue };
        let crowd = crate::engine::with_idle(&case.agreement);
        let crowded = crate::engine::agreement(&crowd).unwrap();
        for other in 0..6 {
            let log = if other == 0 { case.log.clone() } else { changed(&case.log, other) };
            // Along edges that others recorded, with its history or without one.
            let keeps_history = other.is_multiple_of(2);
            for (document, shared) in [(&case.agreement, &shared), (&crowd, &crowded)] {
                let fresh = crate::engine::agreement(document).unwrap();
                let events = events(&fresh, &log);
                let expected = told(&fresh, &events, case.submit, keeps_history);
                let found = told(shared, &events, case.submit, keeps_history);
                for (expected, found) in expected.iter().zip(&found) {
                    assert_eq!(expected, found, "seed {seed}, log {other}\n{case:#?}");
                }
                compared += expected.len();
            }
        }
    }
    assert!(compared > 40_000, "{compared}");
}

/// An obligation that rests, resumes and rests again in one event: at the same instant nothing
/// moves, and that is no reason to move nothing later.
#[test]
fn a_rest_of_no_time_records_no_edge_for_longer_ones() {
    let agreement = Agreement::from_json(
        &json!({
            "title": "t", "date": "2026-01-01T00:00:00Z",
            "parties": {"a": "a", "b": "b"},
            "acts": {"x": {"by": ["a"]}, "y": {"by": ["a"]}, "z": {"by": ["a"]}},
            "obligations": {
                "rests": {
                    "debtor": "a", "creditor": "b", "perform": "x", "within": "P10D",
                    "suspended_while": {"all": [
                        {"happened": "z"},
                        {"any": [{"not": {"happened": "y"}}, {"discharged": "other"}]}
                    ]}
                },
                "other": {"debtor": "a", "creditor": "b", "perform": "y"}
            }
        })
        .to_string(),
    )
    .unwrap();
    let deadline = |days: [u32; 2]| {
        let mut monitor = Monitor::new(&agreement);
        let [z, y] = days.map(|day| at(&format!("2026-01-{day:02}T00:00:00Z")));
        let act = |time, name| {
            Event::act(time, agreement.party("a").unwrap(), agreement.act(name).unwrap())
        };
        monitor.record(&act(z, "z"));
        monitor.record(&act(y, "y"));
        let rests = agreement.obligation("rests").unwrap();
        assert_eq!(monitor.status(rests), Some(Status::Suspended));
        monitor.deadline(rests).unwrap()
    };
    assert_eq!(deadline([2, 2]), at("2026-01-11T00:00:00Z"));
    assert_eq!(deadline([2, 5]), at("2026-01-14T00:00:00Z"));
    assert_eq!(deadline([2, 2]), at("2026-01-11T00:00:00Z"));
}

/// A log that comes to new locations for ever: the automaton stops growing, and the verdict is right.
#[test]
fn a_log_that_never_comes_back_is_judged_all_the_same() {
    let agreement = Agreement::from_json(
        &json!({
            "title": "t", "date": "2026-01-01T00:00:00Z",
            "parties": {"a": "a", "b": "b"},
            "acts": {"x": {"by": ["a"]}, "y": {"by": ["a"]}},
            "obligations": {
                "once": {
                    "debtor": "a", "creditor": "b", "perform": "x", "verified_by": "b",
                    "within": "PT1H"
                },
                "never": {"debtor": "a", "creditor": "b", "refrain": "y"}
            }
        })
        .to_string(),
    )
    .unwrap();
    // Breached and unverified: its progress counts on, and every sum is a place of its own.
    let act = |name: &str| {
        let time = at("2026-01-02T00:00:00Z");
        Event::act(time, agreement.party("a").unwrap(), agreement.act(name).unwrap())
    };
    let mut log = vec![act("x"); 6_000];
    log.push(act("y"));
    for _ in 0..2 {
        let report = Verifier::new(&agreement).judge(&log);
        let progress: Vec<u64> = report.obligations().map(|line| line.progress).collect();
        assert_eq!(progress, [6_000, 0]);
        assert_eq!(report.findings().count(), 2);
    }
    let lines: String = log
        .iter()
        .map(|event| serde_json::to_string(&event.spelled(&agreement)).unwrap() + "\n")
        .collect();
    let reports = Verifier::new(&agreement).judge_log(lines.as_bytes(), BadLines::Stop).unwrap();
    assert_eq!(reports[0].findings().count(), 2);
}

/// Judges the logs one after the other, and again, over one agreement, and over one so large that it
/// has no automaton; each is told the same as over an agreement of its own.
fn each_is_told_the_same(agreement: &Value, logs: &[Vec<Value>]) {
    for document in [agreement, &crate::engine::with_idle(agreement)] {
        let shared = crate::engine::agreement(document).unwrap();
        for log in logs.iter().chain(logs).chain(logs) {
            let fresh = crate::engine::agreement(document).unwrap();
            let events = events(&fresh, log);
            let expected = told(&fresh, &events, false, false);
            let found = told(&shared, &events, false, false);
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found, expected);
            }
        }
    }
}

/// A deadline that was extended to an instant that is past fires with the next event, wherever
/// others met the same deadline in their time.
#[test]
fn a_deadline_in_the_past_is_not_taken_for_one_that_is_met() {
    let agreement = json!({
        "title": "t", "date": "2026-01-01T00:00:00Z",
        "parties": {"a": "a", "b": "b"},
        "acts": {"x": {"by": ["a"]}, "y": {"by": ["a"]}},
        "obligations": {
            "first": {"debtor": "a", "creditor": "b", "perform": "x", "within": "P2D"},
            "then": {
                "debtor": "a", "creditor": "b", "perform": "y", "within": "P3D",
                "when": {"breached": "first"}
            },
            "long": {
                "debtor": "a", "creditor": "b", "refrain": "y",
                "until": {"elapsed": {"since": {"breached": "first"}, "for": "P30D"}}
            }
        }
    });
    let tick = |day: u32| json!({"time": format!("2026-01-{day:02}T00:00:00Z")});
    let extend = |day: u32, until: u32| {
        json!({
            "time": format!("2026-01-{day:02}T00:00:00Z"), "actor": "b", "extend": "first",
            "until": format!("2026-01-{until:02}T00:00:00Z"),
        })
    };
    let in_time = vec![extend(2, 4), tick(5), tick(6), tick(20)];
    let in_the_past = vec![tick(2), extend(3, 2), tick(3), tick(4), tick(20)];
    let just_past = vec![extend(2, 3), tick(3), extend(3, 2), tick(5), tick(20)];
    each_is_told_the_same(&agreement, &[in_time, in_the_past, just_past]);
}

/// More timers are pending than an edge can tell apart.
#[test]
fn of_very_many_timers_each_fires_as_itself() {
    let acts: Vec<String> = (0..70).map(|number| format!("x{number}")).collect();
    let elapsed = |act: &str| json!({"elapsed": {"since": {"happened": act}, "for": "P10D"}});
    let others: Vec<Value> = acts.iter().map(|act| elapsed(act)).collect();
    let by_a = acts.iter().map(|act| (act.clone(), json!({"by": ["a"]})));
    let mut duties = serde_json::Map::new();
    // It comes first, so that the timers are numbered as the acts are.
    duties.insert(
        "after-all".into(),
        json!({
            "debtor": "a", "creditor": "b", "perform": "x3", "when": {"all": others},
        }),
    );
    for number in [0, 1, 5, 6, 63, 64, 65, 69] {
        let duty = json!({
            "debtor": "a", "creditor": "b", "perform": "x2", "within": "P1D", "early": "ignored",
            "when": elapsed(&acts[number]),
        });
        duties.insert(format!("after-{number}"), duty);
    }
    let agreement = json!({
        "title": "t", "date": "2026-01-01T00:00:00Z",
        "parties": {"a": "a", "b": "b"},
        "acts": by_a.collect::<serde_json::Map<String, Value>>(),
        "obligations": duties,
    });
    // The acts in another order each time: at the end all stand at one location.
    let log = |turn: usize| -> Vec<Value> {
        let done = (0..70).map(|number| {
            let time = format!("2026-01-02T{:02}:{:02}:00Z", number / 60, number % 60);
            json!({"time": time, "actor": "a", "act": acts[(number + turn) % 70]})
        });
        done.chain([json!({"time": "2026-02-01T00:00:00Z"})]).collect()
    };
    each_is_told_the_same(&agreement, &[0, 64, 1, 65, 5, 69, 6].map(log));
}

/// Before an agreement is in force nothing falls due, whatever the deed.
#[test]
fn a_deed_before_entry_into_force_is_not_taken_for_one_after() {
    let agreement = json!({
        "title": "t", "date": "2026-01-01T00:00:00Z",
        "parties": {"a": "a", "b": "b"},
        "acts": {"sign": {"by": ["b"]}, "go": {"by": ["a"]}, "pay": {"by": ["a"]}},
        "entry_into_force": {"happened": "sign"},
        "obligations": {
            "pays": {
                "debtor": "a", "creditor": "b", "perform": "pay", "within": "P1W",
                "when": {"happened": "go"}
            }
        }
    });
    let done = |day: u32, actor: &str, act: &str| json!({"time": format!("2026-01-{day:02}T00:00:00Z"), "actor": actor, "act": act});
    let early = vec![done(2, "a", "go"), done(3, "b", "sign"), done(20, "a", "pay")];
    let late = vec![done(2, "b", "sign"), done(3, "a", "go"), done(20, "a", "pay")];
    each_is_told_the_same(&agreement, &[early, late]);
}

/// What comes too late in the log is void, however often the like was done in time.
#[test]
fn what_is_out_of_order_is_not_taken_for_what_is_in_time() {
    let agreement = json!({
        "title": "t", "date": "2026-01-01T00:00:00Z",
        "parties": {"a": "a", "b": "b"},
        "acts": {"x": {"by": ["a"]}},
        "obligations": {
            "all": {"debtor": "a", "creditor": "b", "perform": "x", "quantity": 9, "within": "P1W"}
        }
    });
    let x =
        |day: u32| json!({"time": format!("2026-01-{day:02}T00:00:00Z"), "actor": "a", "act": "x"});
    let logs = [vec![x(3), x(2), x(4), x(4)], vec![x(6), x(4), x(7), x(9), x(8)]];
    each_is_told_the_same(&agreement, &logs);
}

/// What a deed comes to can depend on what no obligation near it shows: whether a condition holds that
/// is read on the way.
#[test]
fn a_deed_is_not_taken_for_one_where_other_conditions_hold() {
    let agreement = json!({
        "title": "t", "date": "2026-01-01T00:00:00Z",
        "parties": {"a": "a", "b": "b"},
        "acts": {
            "open": {"by": ["a"]}, "ready": {"by": ["a"]}, "go": {"by": ["a"]}, "hush": {"by": ["a"]},
            "ask": {"by": ["b"]}, "pay": {"by": ["a"]}, "far": {"by": ["a"]},
            "gated": {"by": ["a"], "requires": {"all": [{"happened": "open"}, {"happened": "go"}]}},
            "enter": {"by": ["b"], "requires": {"happened": "open"}}
        },
        "obligations": {
            "comes-in": {"debtor": "b", "creditor": "a", "perform": "enter", "when": {"happened": "ready"}},
            "rests": {
                "debtor": "a", "creditor": "b", "perform": "pay", "within": "P9D",
                "when": {"happened": "go"}, "suspended_while": {"happened": "hush"}
            },
            "calm": {
                "debtor": "a", "creditor": "b", "perform": "pay", "quantity": 2,
                "suspended_while": {"all": [{"happened": "hush"}, {"not": {"happened": "ask"}}]}
            },
            "both": {
                "debtor": "a", "creditor": "b", "perform": "gated",
                "when": {"any": [{"happened": "far"}, {"happened": "hush"}]}
            },
            "any-two": {
                "debtor": "b", "creditor": "a", "perform": "ask", "verified_by": "a",
                "when": {"any": [{"discharged": "comes-in"}, {"all": [
                    {"happened": "open"}, {"happened": "go"}, {"discharged": "calm"}
                ]}]}
            }
        }
    });
    let log = |acts: &[&str]| -> Vec<Value> {
        let done = acts.iter().zip(1..).map(|(act, day)| {
            let actor = if matches!(*act, "ask" | "enter") { "b" } else { "a" };
            json!({"time": format!("2026-01-{day:02}T00:00:00Z"), "actor": actor, "act": act})
        });
        done.collect()
    };
    let logs = [
        log(&["open", "go", "pay", "pay"]),
        log(&["ready", "open", "enter", "hush", "go", "ask", "pay"]),
        log(&["hush", "go", "open", "ready", "ask", "enter"]),
        log(&["go", "open", "hush", "ask", "pay", "pay", "ready"]),
        log(&["pay", "pay", "open", "go", "ask", "ready", "enter"]),
        log(&["pay", "pay", "hush", "go", "ready", "ask", "open", "enter"]),
        log(&["far", "open", "go", "gated"]),
        log(&["open", "go", "far", "gated"]),
    ];
    each_is_told_the_same(&agreement, &logs);
}

/// What a step comes to can depend on its time, and then no other time takes the same edge: before a
/// fixed deadline and past it, and where a deadline would lie past the end of time.
#[test]
fn a_step_of_one_time_is_not_taken_for_that_of_another() {
    let agreement = json!({
        "title": "t", "date": "2026-01-01T00:00:00Z",
        "parties": {"a": "a", "b": "b"},
        "acts": {"x": {"by": ["a"]}, "y": {"by": ["a"]}},
        "obligations": {
            "fixed": {
                "debtor": "a", "creditor": "b", "perform": "y", "at": "2026-01-10T00:00:00Z",
                "when": {"happened": "x"}
            },
            "within": {
                "debtor": "a", "creditor": "b", "perform": "y", "within": "P1Y",
                "when": {"happened": {"act": "x", "at_least": 2}}
            }
        }
    });
    let days = ["9999-06-01", "2026-01-12", "2026-01-05", "2026-01-10", "8999-06-01", "2026-01-09"];
    let log = |day: &str| -> Vec<Value> {
        let x = json!({"time": format!("{day}T00:00:00Z"), "actor": "a", "act": "x"});
        vec![x.clone(), x]
    };
    each_is_told_the_same(&agreement, &days.map(log));
}

/// What was done lately is done once more: the timer of its end moves on, also along an edge that was
/// recorded where both were of one instant.
#[test]
fn what_is_done_once_more_moves_its_timer() {
    let agreement = json!({
        "title": "t", "date": "2026-01-01T00:00:00Z",
        "parties": {"a": "a", "b": "b"},
        "acts": {"x": {"by": ["a"]}},
        "obligations": {
            "never": {
                "debtor": "b", "creditor": "a", "refrain": "x",
                "when": {"recent": {"act": "x", "for": "PT36H"}}
            }
        }
    });
    let x =
        |day: u32| json!({"time": format!("2026-01-{day:02}T00:00:00Z"), "actor": "a", "act": "x"});
    let logs = [vec![x(2), x(2)], vec![x(2), x(3)], vec![x(2), x(3), x(4), x(9)]];
    each_is_told_the_same(&agreement, &logs);
}

/// What falls due late and is done already has no deadline, and nothing is found of that: a run in which it
/// falls due in time does not follow.
#[test]
fn a_deadline_that_passed_unnoticed_records_no_edge_for_those_in_time() {
    passes_unnoticed(&json!("2026-01-05T00:00:00Z"));
    passes_unnoticed(&json!({"told": "start", "after": "P4D"}));
}

fn passes_unnoticed(by: &Value) {
    let agreement = Agreement::from_json(
        &json!({
            "title": "t", "date": "2026-01-01T00:00:00Z",
            "parties": {"a": "a", "b": "b"},
            "acts": {"x": {"by": ["a"]}, "y": {"by": ["a"]}},
            "obligations": {"o": {
                "debtor": "a", "creditor": "b", "perform": "x", "at": by,
                "when": {"happened": "y"}
            }}
        })
        .to_string(),
    )
    .unwrap();
    let deadline = |day: u32| {
        let mut monitor = Monitor::new(&agreement);
        for name in ["x", "y"] {
            let time = at(&format!("2026-01-{day:02}T00:00:00Z"));
            let (party, act) = (agreement.party("a").unwrap(), agreement.act(name).unwrap());
            monitor.record(&Event::act(time, party, act));
        }
        let o = agreement.obligation("o").unwrap();
        assert_eq!(monitor.status(o), Some(Status::Discharged));
        monitor.deadline(o)
    };
    assert_eq!(deadline(8), None);
    assert_eq!(deadline(3), Some(at("2026-01-05T00:00:00Z")));
}
