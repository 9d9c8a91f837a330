//! What the differential tests, the walks, the corpora and the fuzzers found, kept from coming back.

use serde_json::{Value, json};
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use servanda::monitor::{FindingKind, Status};
use servanda::{Agreement, Monitor, Verifier};

/// Found by the differential test: a party whose consent was needed twice was told twice.
#[test]
fn a_consent_that_is_missing_is_told_once() {
    let agreement = json!({
        "title": "found", "date": "2026-05-04T09:00:00Z",
        "parties": {"ada": "", "bob": "", "eve": ""},
        "acts": {"pay": {"by": ["ada"]}},
        "obligations": {"price": {"debtor": "ada", "creditor": "bob", "perform": "pay"}},
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let log = json!({
        "time": "2026-05-05T09:00:00Z", "amend": "price", "actors": ["eve"], "debtor": "ada",
    });
    let reports =
        Verifier::new(&agreement).judge_log(log.to_string().as_bytes(), BadLines::Stop).unwrap();
    let report = serde_json::to_value(&reports[0]).unwrap();
    assert_eq!(report["findings"][0]["needed"], json!(["ada", "bob"]));
}

/// Found by reading for bounds: an agreement of many defects, each of which named all who may do the
/// act, gave an error as large as the square of the agreement.
#[test]
fn an_error_is_not_much_larger_than_its_agreement() {
    let many: Vec<String> = (0..2_000).map(|number| format!("party-{number}")).collect();
    let named = |suffix: &str, value: Value| -> Value {
        many.iter().map(|name| (format!("{name}{suffix}"), value.clone())).collect()
    };
    let agreement = json!({
        "title": "large", "date": "2026-05-04T09:00:00Z",
        "parties": many.iter().map(String::as_str).chain(["other"]).map(|name| (name, "")).collect::<std::collections::BTreeMap<_, _>>(),
        "acts": {"pay": {"by": many}},
        "obligations": named("", json!({"debtor": "other", "creditor": "other", "perform": "pay"})),
    })
    .to_string();
    let error = Agreement::from_json(&agreement).unwrap_err().to_string();
    assert!(error.contains("(party-0, party-1, party-2"), "{error:.300}");
    assert!(error.len() < 4 * agreement.len(), "{} of {}", error.len(), agreement.len());
}

/// Found by reading for bounds: the nearest known name was looked for as often as there were
/// unknown ones, in a time of the square of the agreement.
#[test]
fn suggestions_are_made_as_long_as_that_takes_no_time_to_speak_of() {
    let many: Vec<String> = (0..1_000).map(|number| format!("party-{number}")).collect();
    let agreement = json!({
        "title": "large", "date": "2026-05-04T09:00:00Z",
        "parties": many.iter().map(|name| (name.as_str(), "")).collect::<std::collections::BTreeMap<_, _>>(),
        "acts": {"pay": {"by": many.iter().map(|name| format!("{name}x")).collect::<Vec<_>>()}},
        "obligations": {},
    });
    let error = Agreement::from_json(&agreement.to_string()).unwrap_err().to_string();
    let (first, last) = (error.lines().next().unwrap(), error.lines().last().unwrap());
    assert!(first.contains("did you mean `party-0`?"), "{first}");
    assert!(last.ends_with("unknown party `party-999x`"), "{last}");
}

/// Found by another reading of the law: nothing is extended to an instant that is past, and what the end of
/// the log brings is what a tick there would have brought.
#[test]
fn a_deadline_is_not_extended_into_the_past() {
    let agreement = json!({
        "title": "found", "date": "2026-05-04T09:00:00Z",
        "parties": {"ada": "", "bob": ""},
        "acts": {"pay": {"by": ["ada"]}},
        "obligations": {"price": {
            "debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D", "target": true,
        }},
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let tick = r#"{"time": "2026-05-10T09:00:00Z"}"#;
    let extended = |until: &str| {
        let time = "2026-05-10T09:00:00Z";
        json!({ "time": time, "actor": "bob", "extend": "price", "until": until }).to_string()
    };
    for verifier in [
        Verifier::new(&agreement),
        Verifier::new(&agreement).as_of("2026-05-10T09:00:00Z".parse().unwrap()),
    ] {
        let judged = |log: &str| verifier.judge_log(log.as_bytes(), BadLines::Stop).unwrap();
        let found = |log: &str| -> Vec<(String, String)> {
            let reports = judged(log);
            let findings = reports[0].findings();
            findings.map(|it| (it.at.to_string(), it.kind().to_string())).collect()
        };
        let unmet = ("2026-05-05T09:00:00Z".to_owned(), "unmet".to_owned());
        let void = ("2026-05-10T09:00:00Z".to_owned(), "void".to_owned());
        let past = extended("2026-05-08T09:00:00Z");
        assert_eq!(found(&format!("{past}\n{tick}")), [unmet.clone(), void]);
        // Until now, which is still in time.
        let now = extended("2026-05-10T09:00:00Z");
        assert_eq!(found(&now), [unmet]);
        assert_eq!(judged(&now), judged(&format!("{now}\n{tick}")));
    }
}

/// Found by the differential test: what a void event had told in a unit came back from a saved state as a
/// word.
#[test]
fn what_a_void_event_told_is_restored_as_what_it_was() {
    let agreement = json!({
        "title": "found", "date": "2026-05-04T09:00:00Z",
        "parties": {"ada": "", "bob": ""},
        "acts": {"bid": {"by": ["ada"], "tells": {"price": {"unit": {"name": "EUR", "places": 2}}}}},
        "obligations": {},
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let bid =
        r#"{"time": "2026-05-05T09:00:00Z", "actor": "bob", "act": "bid", "told": {"price": 7.5}}"#;
    let mut monitor = Monitor::new(&agreement);
    for event in Log::new(bid.as_bytes(), &agreement) {
        monitor.record(&event.unwrap());
    }
    assert_eq!(monitor.findings().len(), 1);
    let saved = serde_json::to_string(&monitor.save()).unwrap();
    let restored = Monitor::restore(&agreement, serde_json::from_str(&saved).unwrap()).unwrap();
    assert_eq!(restored, monitor);
}

/// Found by the test of saved states: a deadline, or a verifier, that an amendment set where the agreement
/// has none was forgotten, or taken for another run's, while the run was kept compact.
#[test]
fn an_amended_deadline_fires_where_the_agreement_has_none() {
    let agreement = json!({
        "title": "found", "date": "2026-05-04T09:00:00Z",
        "parties": {"ada": "", "bob": "", "eve": ""},
        "acts": {"pay": {"by": ["ada"]}, "wait": {"by": ["bob"]}, "go-on": {"by": ["bob"]},
            "ring": {"by": ["bob"]}},
        "settled_when": {"recent": {"act": "ring", "for": "P90D"}},
        "obligations": {"price": {
            "debtor": "ada", "creditor": "bob", "perform": "pay",
            "suspended_while": {"between": {"from": "wait", "to": "go-on"}},
        }},
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let judged = |days: [u32; 6]| {
        let [amended, waits, goes_on, pays, denied, end] = days;
        // Each of these moves a timer of its own.
        let ring = |day: u32| {
            format!(r#"{{"time": "2026-05-{day:02}T10:00:00Z", "actor": "bob", "act": "ring"}}"#)
        };
        let log = [
            format!(
                r#"{{"time": "2026-05-{amended:02}T09:00:00Z", "amend": "price", "until": "2026-05-20T09:00:00Z", "verified_by": "eve", "actors": ["ada", "bob", "eve"]}}"#
            ),
            ring(amended),
            ring(amended),
            format!(r#"{{"time": "2026-05-{waits:02}T09:00:00Z", "actor": "bob", "act": "wait"}}"#),
            format!(r#"{{"time": "2026-05-{goes_on:02}T09:00:00Z", "actor": "bob", "act": "go-on"}}"#),
            format!(r#"{{"time": "2026-05-{pays:02}T09:00:00Z", "actor": "ada", "act": "pay"}}"#),
            format!(r#"{{"time": "2026-05-{denied:02}T09:00:00Z", "actor": "eve", "deny": "price"}}"#),
            ring(denied),
            ring(denied),
            format!(r#"{{"time": "2026-05-{end:02}T09:00:00Z"}}"#),
        ]
        .join("\n");
        let mut monitor = Monitor::new(&agreement);
        for event in Log::new(log.as_bytes(), &agreement) {
            monitor.record(&event.unwrap());
            let saved = serde_json::to_string(&monitor.save()).unwrap();
            let restored = Monitor::restore(&agreement, serde_json::from_str(&saved).unwrap());
            let restored = restored.unwrap();
            assert_eq!(restored.next_timeout(), monitor.next_timeout());
            assert_eq!(restored, monitor);
        }
        let overdue = monitor.findings().last().unwrap();
        assert_eq!(overdue.kind(), FindingKind::Overdue);
        overdue.at.to_string()
    };
    for _ in 0..2 {
        // One day of rest and two of looking: the twentieth and three days.
        assert_eq!(judged([5, 6, 7, 8, 10, 30]), "2026-05-23T09:00:00Z");
        // Two days, and one.
        assert_eq!(judged([5, 6, 8, 10, 11, 30]), "2026-05-23T09:00:00Z");
        // Three, and four.
        assert_eq!(judged([5, 7, 10, 11, 15, 30]), "2026-05-27T09:00:00Z");
    }
}

/// Found by the differential test: what was done past the largest number counted as past every limit, the
/// largest number itself too. All sums stop there.
#[test]
fn nothing_is_past_the_largest_number() {
    let prohibition = |limit: u64| json!({"debtor": "ada", "creditor": "bob", "refrain": "draw", "beyond": limit});
    let agreement = json!({
        "title": "found", "date": "2026-05-04T09:00:00Z",
        "parties": {"ada": "", "bob": ""},
        "acts": {"draw": {"by": ["ada"]}},
        "obligations": {"largest": prohibition(u64::MAX), "smaller": prohibition(u64::MAX - 1)},
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let draw = |quantity: u64| {
        let time = "2026-05-05T09:00:00Z";
        json!({"time": time, "actor": "ada", "act": "draw", "quantity": quantity}).to_string()
    };
    let log = format!("{}\n{}", draw(u64::MAX - 1), draw(5));
    let reports = Verifier::new(&agreement).judge_log(log.as_bytes(), BadLines::Stop).unwrap();
    let report = serde_json::to_value(&reports[0]).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 1, "{report}");
    assert_eq!(report["findings"][0]["obligation"], "smaller");
    assert_eq!(report["acts"]["draw"]["forbidden"], json!(["ada"]));
}

/// What a log comes to under an agreement between Ada and Bob that starts on 4 May 2026 at nine.
fn judged(acts: &Value, obligations: &Value, log: &[Value]) -> Value {
    let agreement = json!({
        "title": "found", "date": "2026-05-04T09:00:00Z", "parties": {"ada": "", "bob": ""},
        "acts": acts, "obligations": obligations,
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let log: String = log.iter().map(|line| format!("{line}\n")).collect();
    let reports = Verifier::new(&agreement).judge_log(log.as_bytes(), BadLines::Stop).unwrap();
    serde_json::to_value(&reports[0]).unwrap()
}

/// Found by the differential test: a window that a waiver ended to which nobody had to agree was taken for one
/// that time ended, once the run was saved and gone on with.
#[test]
fn a_window_that_nobody_ended_was_not_ended_by_time() {
    let agreement = json!({
        "title": "found", "date": "2026-05-04T09:00:00Z", "parties": {"ada": "", "bob": ""},
        "acts": {
            "build": {"by": ["ada"], "requires": {"happened": "permit"}, "protects": []},
            "permit": {"by": ["bob"]},
            "lend": {"by": ["bob"], "expires_when": {"due": "house"}},
        },
        "obligations": {"house": {"debtor": "ada", "creditor": "bob", "perform": "build"}},
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let waived = json!({"time": "2026-05-05T09:00:00Z", "waive": "build", "actors": []});
    let mut monitor = Monitor::new(&agreement);
    for event in Log::new(waived.to_string().as_bytes(), &agreement) {
        monitor.record(&event.unwrap());
    }
    assert!(monitor.changes().count() > 1, "it is due, and the window is over");
    let saved = serde_json::to_string(&monitor.save()).unwrap();
    let restored = Monitor::restore(&agreement, serde_json::from_str(&saved).unwrap()).unwrap();
    assert_eq!(restored, monitor);
}

/// Found by the differential test: what closed as the run began counted as closed by a timer of that
/// instant, and so repaired what was breached at it.
#[test]
fn what_closes_at_the_start_repairs_nothing() {
    let obligations = json!({
        "remedy": {"debtor": "ada", "creditor": "bob", "achieve": {"all": []}},
        "price": {
            "debtor": "ada", "creditor": "bob", "perform": "pay", "within": "PT0S",
            "repaired_by": "remedy",
        },
    });
    let tick = json!({"time": "2026-05-04T10:00:00Z"});
    let report = judged(&json!({"pay": {"by": ["ada"]}}), &obligations, &[tick]);
    assert_eq!(report["obligations"]["remedy"]["status"], "discharged");
    assert_eq!(report["obligations"]["price"]["status"], "breached");
}

/// Found by the differential test: an `elapsed` whose `since` could hold no more failed for good only from
/// the next round on, though nothing in the state had to change for that.
#[test]
fn what_can_never_elapse_is_moot_at_once() {
    let acts = json!({
        "call": {"by": ["ada"], "power": true, "expires_when": {"happened": "end"}},
        "end": {"by": ["ada"]},
    });
    let obligations = json!({"answer": {
        "debtor": "ada", "creditor": "bob", "perform": "call",
        "when": {"elapsed": {"since": {"happened": "call"}, "for": "P1D"}},
    }});
    let end = json!({"time": "2026-05-05T09:00:00Z", "actor": "ada", "act": "end"});
    let report = judged(&acts, &obligations, &[end]);
    // Both its `when` and the window of its act are gone; the first that applies is told.
    assert_eq!(report["obligations"]["answer"]["lapsed"], "moot");
}

/// Found by the differential test: performed and denied at one instant counted as a rest, so that what had
/// been owed for days was not owed before its window ended.
#[test]
fn what_was_performed_for_no_time_was_owed_all_along() {
    let acts = json!({
        "work": {"by": ["ada"], "expires_when": {"happened": "leave"}},
        "leave": {"by": ["ada"]},
    });
    let obligations = json!({"work": {
        "debtor": "ada", "creditor": "bob", "perform": "work", "verified_by": "bob",
    }});
    let time = "2026-05-06T09:00:00Z";
    let log = [
        json!({"time": time, "actor": "ada", "act": "work"}),
        json!({"time": time, "actor": "bob", "deny": "work"}),
        json!({"time": time, "actor": "ada", "act": "leave"}),
    ];
    let report = judged(&acts, &obligations, &log);
    assert_eq!(report["obligations"]["work"]["status"], "breached");
}

/// Found by the differential test: a deadline of a duty that was written without one, and got it by an
/// amendment, was forgotten where a run was kept compact.
#[test]
fn a_deadline_that_only_an_amendment_set_is_kept() {
    let agreement = json!({
        "title": "found", "date": "2026-05-04T09:00:00Z", "parties": {"ada": "", "bob": ""},
        "acts": {"pay": {"by": ["ada"]}, "wave": {"by": ["ada"]}},
        "obligations": {"price": {"debtor": "ada", "creditor": "bob", "perform": "pay"}},
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let day = |day: u32| format!("2026-05-{day:02}T09:00:00Z");
    let act = |on: u32, act: &str| json!({"time": day(on), "actor": "ada", "act": act});
    let amend = json!({
        "time": day(5), "amend": "price", "actors": ["ada", "bob"], "until": day(9),
    });
    // The second time along the edges that the first one recorded.
    for _ in 0..2 {
        let run = |last: Value| {
            let mut monitor = Monitor::new(&agreement);
            for line in [amend.clone(), act(6, "wave"), act(7, "wave"), last] {
                for event in Log::new(line.to_string().as_bytes(), &agreement) {
                    monitor.record(&event.unwrap());
                }
            }
            monitor
        };
        assert_eq!(run(act(8, "wave")).next_timeout(), Some(day(9).parse().unwrap()));
        assert_eq!(run(act(8, "pay")).next_timeout(), None);
        assert_eq!(run(act(10, "wave")).findings().len(), 1);
    }
}

/// A sale in whose office Friday's next day, rolled back to a working day, is that Friday.
fn office(obligation: &Value) -> Agreement {
    let agreement = json!({
        "title": "office", "date": "2026-05-01T08:00:00Z",
        "parties": {"ada": "the seller", "bob": "the buyer"},
        "calendars": {"office": {"offset": "+00:00", "covers": ["2026-05-01", "2026-05-31"]}},
        "acts": {"send": {"by": ["ada"]}, "call": {"by": ["ada"]}},
        "obligations": {"goods": obligation},
    });
    Agreement::from_json(&agreement.to_string()).unwrap()
}

/// The office's run after an act at an instant; read back from its saved state, it is the same.
fn done_at(agreement: &Agreement, act: &str, at: &str) -> Monitor {
    let line = json!({"time": at, "actor": "ada", "act": act}).to_string();
    let mut monitor = Monitor::new(agreement);
    for event in Log::new(line.as_bytes(), agreement) {
        monitor.record(&event.unwrap());
    }
    let saved = serde_json::to_string(&monitor.save()).unwrap();
    let restored = Monitor::restore(agreement, serde_json::from_str(&saved).unwrap()).unwrap();
    assert_eq!(restored, monitor);
    assert_eq!(restored.next_timeout(), monitor.next_timeout());
    monitor
}

/// Found by the comparison by calendars: what elapsed before it began elapsed with the next event only.
#[test]
fn what_rolls_back_behind_its_beginning_has_elapsed_at_once() {
    let since = json!({"happened": "call"});
    let rolled = json!({"term": "P1D", "in": "office", "roll": "preceding"});
    let agreement = office(&json!({
        "debtor": "ada", "creditor": "bob", "perform": "send",
        "until": {"elapsed": {"since": since, "for": rolled}},
    }));
    let goods = agreement.obligation("goods").unwrap();
    let on_friday = done_at(&agreement, "call", "2026-05-08T08:00:00Z");
    assert_eq!(on_friday.status(goods), Some(Status::Lapsed));
    let on_thursday = done_at(&agreement, "call", "2026-05-07T08:00:00Z");
    assert_eq!(on_thursday.status(goods), Some(Status::Due));
}

/// Found by the comparison by calendars: a `recent` that was over when it began left a timer behind.
#[test]
fn what_rolls_back_behind_its_beginning_is_never_recent() {
    let rolled = json!({"term": "P1D", "in": "office", "roll": "preceding"});
    let agreement = office(&json!({
        "debtor": "ada", "creditor": "bob", "perform": "send",
        "suspended_while": {"recent": {"act": "call", "for": rolled}},
    }));
    let goods = agreement.obligation("goods").unwrap();
    let on_friday = done_at(&agreement, "call", "2026-05-08T08:00:00Z");
    assert_eq!((on_friday.status(goods), on_friday.next_timeout()), (Some(Status::Due), None));
    let on_thursday = done_at(&agreement, "call", "2026-05-07T08:00:00Z");
    assert_eq!(on_thursday.status(goods), Some(Status::Suspended));
}

/// Found by the comparison by calendars: what is done in a stretch that no calendar reckons counted for itself.
#[test]
fn what_no_calendar_reckons_the_stretch_of_is_not_past_a_limit() {
    let month = json!({"term": "P20D", "in": "office"});
    let agreement = office(&json!({
        "debtor": "ada", "creditor": "bob", "refrain": "call", "beyond": 0, "in_any": month,
    }));
    let goods = agreement.obligation("goods").unwrap();
    assert_eq!(
        done_at(&agreement, "call", "2026-05-08T08:00:00Z").status(goods),
        Some(Status::Breached)
    );
    assert_eq!(
        done_at(&agreement, "call", "2026-05-18T08:00:00Z").status(goods),
        Some(Status::Due)
    );
}
