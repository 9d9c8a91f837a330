//! The settlement of 1962 in the library, held against the cases: agreements, logs and reports that
//! were written down apart from it.

use std::collections::BTreeSet;

use serde_json::Value;
use servanda::cuba::clauses::para_2a::END_OF_THE_WEEKEND;
use servanda::cuba::walk::{Proposed, Verified};
use servanda::cuba::{self, Act, Cuba, Obligation, Party, Reading};
use servanda::event::Deed;
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use servanda::monitor::OutOfOrderError;
use servanda::report::Phrases;
use servanda::{Agreement, Event, Instant, Monitor, Outcome, Report, Verifier};

macro_rules! case {
    ($name:literal) => {
        include_str!(concat!("../cases/cuba-1962/", $name))
    };
}

/// The end of the period that the reports judge.
const END: &str = "1963-01-07T17:00:00Z";

fn document(reading: Reading) -> &'static str {
    match reading {
        Reading::Verified => case!("agreement-verified.json"),
        Reading::Established => case!("agreement-established.json"),
        Reading::Practised => case!("agreement-practised.json"),
    }
}

/// Each log of the cases: its name, its text, and the same log of the library.
fn logs() -> [(&'static str, &'static str, Vec<Event<Cuba>>); 4] {
    [
        ("history", case!("log-history.jsonl"), cuba::history()),
        ("practice", case!("log-practice.jsonl"), cuba::practice()),
        ("ideal", case!("log-ideal.jsonl"), cuba::as_it_might_have_gone()),
        ("collapse", case!("log-collapse.jsonl"), cuba::collapse()),
    ]
}

/// Each report of the cases: its reading, the name of its log, and its text.
const REPORTS: [(Reading, &str, &str); 6] = [
    (Reading::Verified, "history", case!("report-verified-history.json")),
    (Reading::Verified, "ideal", case!("report-verified-ideal.json")),
    (Reading::Verified, "collapse", case!("report-verified-collapse.json")),
    (Reading::Established, "history", case!("report-established-history.json")),
    (Reading::Established, "ideal", case!("report-established-ideal.json")),
    (Reading::Practised, "practice", case!("report-practised-practice.json")),
];

fn agreement(reading: Reading) -> Agreement<Cuba> {
    cuba::agreement(reading).unwrap()
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn agreements_are_those_of_the_cases() {
    for reading in Reading::ALL {
        let written = value(&agreement(reading).to_json());
        let expected = value(document(reading));
        assert_eq!(written, expected, "{reading}");
        for part in ["parties", "passages", "acts", "obligations"] {
            let order = |document: &Value| -> Vec<String> {
                document[part].as_object().unwrap().keys().cloned().collect()
            };
            assert_eq!(order(&written), order(&expected), "{part} of {reading}");
        }
        assert_eq!(Agreement::from_json(document(reading)).unwrap(), agreement(reading).erased());
    }
}

/// What a log says, without the remarks in which the library says more.
fn bare(event: &Event<Cuba>) -> (Instant, Deed<Cuba>, Option<Instant>) {
    (event.time, event.deed.clone(), event.known)
}

#[test]
fn logs_are_those_of_the_cases() {
    let agreement = agreement(Reading::Practised);
    for (name, text, log) in logs() {
        let expected: Vec<_> =
            Log::new(text.as_bytes(), &agreement).map(|event| bare(&event.unwrap())).collect();
        let found: Vec<_> = log.iter().map(bare).collect();
        assert_eq!(found, expected, "{name}");
        assert!(expected.iter().all(|(_, deed, _)| !matches!(deed, Deed::Unknown(_))), "{name}");
    }
}

/// Every key of what is expected is there and equal; the report may say more.
fn holds(expected: &Value, found: &Value, place: &str) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, expected) in expected {
                let place = format!("{place}.{key}");
                let found = found.get(key).unwrap_or_else(|| panic!("{place} is missing"));
                holds(expected, found, &place);
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            assert_eq!(found.len(), expected.len(), "{place}");
            for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                holds(expected, found, &format!("{place}[{index}]"));
            }
        }
        (expected, found) => assert_eq!(found, expected, "{place}"),
    }
}

fn holds_report<V: servanda::names::Names>(expected: &str, report: &Report<V>, place: &str) {
    let (expected, found) = (value(expected), serde_json::to_value(report).unwrap());
    holds(&expected, &found, place);
    let order = |report: &Value| -> Vec<String> {
        report["obligations"].as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(order(&found), order(&expected), "{place}");
}

#[test]
fn reports_through_types_are_those_of_the_cases() {
    for (reading, name, expected) in REPORTS {
        let (_, _, log) = logs().into_iter().find(|(log, _, _)| *log == name).unwrap();
        let verifier = Verifier::new(&agreement(reading)).as_of(END.parse().unwrap());
        holds_report(expected, &verifier.judge(log), &format!("{reading}-{name}"));
    }
}

#[test]
fn reports_through_files_are_those_of_the_cases() {
    for (reading, name, expected) in REPORTS {
        let (_, text, _) = logs().into_iter().find(|(log, _, _)| *log == name).unwrap();
        let agreement = Agreement::from_json(document(reading)).unwrap();
        let verifier = Verifier::new(&agreement).as_of(END.parse().unwrap());
        let reports = verifier.judge_log(text.as_bytes(), BadLines::Stop).unwrap();
        assert_eq!(reports.len(), 1);
        holds_report(expected, &reports[0], &format!("{reading}-{name}"));
    }
}

#[test]
fn washington_left_summer_time_between_letter_and_answer() {
    let instant = |text: &str| -> Instant { text.parse().unwrap() };
    assert_eq!(cuba::LETTER_SENT, instant("1962-10-27T20:05:00-04:00"));
    assert_eq!(cuba::LETTER_SENT, instant("1962-10-28T00:05:00Z"));
    assert_eq!(cuba::ANSWER_BROADCAST, instant("1962-10-28T09:04:00-05:00"));
    assert_eq!(cuba::ANSWER_BROADCAST, instant("1962-10-28T14:04:00Z"));
    assert_eq!(END_OF_THE_WEEKEND, instant("1962-10-29T00:00:00-05:00"));
}

/// Wherever a note gives a local time, as in "18:00 in Washington (UTC-5)", it is the event's time.
#[test]
fn local_times_in_notes_are_those_of_the_events() {
    let mut checked = 0;
    for event in cuba::practice() {
        let note = event.note.as_deref().unwrap();
        let words: Vec<&str> = note.split([' ', ',', ';']).collect();
        for place in words.windows(4) {
            if let [time, "in", _, "(UTC-5)"] = place {
                let day = event.time.to_string();
                let local = format!("{}T{time}:00-05:00", day.split('T').next().unwrap());
                assert_eq!(local.parse::<Instant>().unwrap(), event.time, "{note}");
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 4);
}

#[test]
fn everything_has_a_phrase_of_its_own() {
    fn told<N: ToString>(names: &[N], phrase: impl Fn(&str) -> Option<String>) {
        let phrases: BTreeSet<String> =
            names.iter().map(|name| phrase(&name.to_string()).unwrap()).collect();
        assert_eq!(phrases.len(), names.len());
    }
    told(Party::ALL, |name| cuba::PHRASES.party(name).map(str::to_owned));
    told(Act::ALL, |name| cuba::PHRASES.act(name).map(str::to_owned));
    told(Obligation::ALL, |name| cuba::PHRASES.obligation(name).map(str::to_owned));
    assert_eq!(cuba::PHRASES.act("lift-quarantin"), None);
}

#[test]
fn everything_is_used_by_one_reading_at_least() {
    let practised = agreement(Reading::Practised);
    assert_eq!(practised.parties().collect::<Vec<_>>(), Party::ALL);
    assert_eq!(practised.acts().collect::<Vec<_>>(), Act::ALL);
    assert_eq!(practised.obligations().collect::<Vec<_>>(), Obligation::ALL);
}

#[test]
fn every_normative_passage_is_cited_and_no_other() {
    for reading in Reading::ALL {
        let agreement = agreement(reading);
        let acts =
            agreement.acts().flat_map(|act| agreement.act_terms(act).unwrap().citations().to_vec());
        let obligations = agreement.obligations().flat_map(|obligation| {
            agreement.obligation_terms(obligation).unwrap().citations().to_vec()
        });
        let cited: BTreeSet<Box<str>> = acts.chain(obligations).collect();
        for (id, passage) in agreement.passages() {
            assert_eq!(cited.contains(id), passage.is_normative(), "{id}");
        }
    }
}

fn noon(day: u32) -> Instant {
    Instant::utc(1962, 11, day, 12, 0, 0).unwrap()
}

fn walked() -> Result<Verified, OutOfOrderError> {
    Proposed::new()
        .accept(noon(1))?
        .cease_work(noon(2))?
        .render_inoperable(noon(2))?
        .conclude_arrangement(noon(3))?
        .establish_arrangements(noon(4))?
        .remove_weapons(noon(20))?
        .verify(noon(21))
}

#[test]
fn a_monitor_accepts_every_walk() {
    let lifted_first =
        walked().unwrap().lift_quarantine(noon(22)).unwrap().assure_no_invasion(noon(23)).unwrap();
    let assured_first =
        walked().unwrap().assure_no_invasion(noon(22)).unwrap().lift_quarantine(noon(23)).unwrap();
    for settled in [lifted_first, assured_first] {
        let mut monitor = Monitor::new(&agreement(Reading::Verified));
        for event in settled.log() {
            assert_ne!(monitor.outcome(), Outcome::Settled);
            monitor.submit(event).unwrap();
        }
        assert_eq!(monitor.outcome(), Outcome::Settled);
        assert!(monitor.is_conformant());
    }
}

#[test]
fn a_walk_does_not_go_back_in_time() {
    let error = walked().unwrap().lift_quarantine(noon(20)).unwrap_err();
    assert_eq!((error.clock, error.to), (noon(21), noon(20)));
    let before_the_letter = "1962-10-27T20:04:59-04:00".parse().unwrap();
    assert!(Proposed::new().accept(before_the_letter).is_err());
}
