//! Readings: one log judged under several agreements that share their names.

use crate::generate::{Case, PLAIN, case_of, chooser};
use servanda::analysis::Readings;
use servanda::cuba::{self, Cuba, Reading};
use servanda::formats::json::Log;
use servanda::monitor::FindingKind;
use servanda::names::Text;
use servanda::{Agreement, Event, Instant, Monitor, Verifier};

fn end() -> Instant {
    "1963-01-07T17:00:00Z".parse().unwrap()
}

fn settlement(log: &[Event<Cuba>]) -> Readings<Cuba> {
    let reading = |reading: Reading| {
        let agreement = cuba::agreement(reading).unwrap();
        (reading.to_string(), Verifier::new(&agreement).as_of(end()))
    };
    Readings::of(Reading::ALL.map(reading), log)
}

#[test]
fn history_turns_on_the_lifting_of_the_quarantine() {
    let readings = settlement(&cuba::history());
    let expected =
        "                                             verified     established  practised
conformant                                   no           yes          yes
outcome                                      pending      pending      pending
the removal of the bombers                   (not asked)  (not asked)  dormant
1962-11-20 23:00 UTC, event 10, `lift-quarantine`  premature    waived       waived

Where they part
  1962-11-20 23:00 UTC, event 10: not found alike
";
    let squeezed = |text: &str| -> Vec<Vec<String>> {
        text.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
    };
    let text = readings.text_with(&cuba::PHRASES).to_string();
    assert_eq!(squeezed(&text), squeezed(expected));
    // The columns stand below each other.
    let at = |line: usize, word: &str| text.lines().nth(line).unwrap().find(word).unwrap();
    assert_eq!(at(0, "practised"), at(3, "dormant"));
    assert_eq!(at(0, "established"), at(4, "waived"));
    assert_eq!(at(0, "practised"), at(4, "waived       waived") + "waived       ".len());
}

#[test]
fn what_is_compared_can_be_looked_at_part_by_part() {
    let readings = settlement(&cuba::history());
    assert_eq!(readings.names(), Reading::ALL.map(|reading| reading.to_string()));
    let conformant: Vec<bool> = readings.reports().iter().map(|it| it.is_conformant()).collect();
    assert_eq!(conformant, [false, true, true]);
    let differing: Vec<&str> = readings.obligations().iter().map(|row| &*row.obligation).collect();
    assert_eq!(differing, ["remove-bombers"]);
    assert_eq!(readings.findings().len(), 1);
    assert_eq!(readings.turns(), readings.first_turn().cloned().as_slice());
    // What is found at another event, or of another act, stands in a row of its own.
    let rows = settlement(&cuba::practice());
    let rows: Vec<String> = rows
        .findings()
        .iter()
        .map(|row| {
            let what = row.obligation.as_deref().or(row.act.as_deref()).unwrap_or_default();
            format!("{:?} {what} {:?}", row.event, row.kinds)
        })
        .collect();
    expect_test::expect![[r#"
        Some(10) cease-work [Some(Void), Some(Void), None]
        Some(11) render-inoperable [Some(Void), Some(Void), None]
        Some(12) undertake-bomber-removal [Some(Void), Some(Void), None]
        Some(13) lift-quarantine [Some(Premature), Some(Waived), None]
        Some(15) remove-weapons [Some(Void), Some(Void), None]
        Some(16) remove-bombers [Some(Void), Some(Void), None]"#]]
    .assert_eq(&rows.join("\n"));
}

#[test]
fn what_two_readings_find_of_different_acts_is_not_one_finding() {
    let waits = |for_another: &str, other: &str| {
        let document = serde_json::json!({
            "title": "t", "date": "2026-01-01T00:00:00Z", "parties": {"a": "", "b": ""},
            "acts": {
                for_another: {"by": ["a"], "requires": {"happened": "go"}},
                other: {"by": ["a"]}, "go": {"by": ["b"]},
            },
            "obligations": {},
        });
        Verifier::new(&Agreement::from_json(&document.to_string()).unwrap())
    };
    let log = ["x", "y"].map(|act| {
        let line = serde_json::json!({"time": "2026-01-02T00:00:00Z", "actor": "a", "act": act});
        serde_json::from_value::<Event<Text>>(line).unwrap()
    });
    let readings = Readings::of_words([("one", waits("x", "y")), ("other", waits("y", "x"))], &log);
    let rows: Vec<_> = readings.findings().iter().map(|row| (row.event, &*row.kinds)).collect();
    let premature = Some(FindingKind::Premature);
    assert_eq!(rows, [(Some(1), &[premature, None][..]), (Some(2), &[None, premature])]);
}

#[test]
fn practice_turns_on_who_verifies_too() {
    let readings = settlement(&cuba::practice());
    assert_eq!(readings.first_turn().unwrap().event, Some(10));
    assert_eq!(*readings.first_turn().unwrap().part, ["cease-work".into()]);
    // An act that only one reading knows is void under the others, and still named.
    let row = readings.findings().iter().find(|row| row.event == Some(12)).unwrap();
    assert_eq!(row.act.as_deref(), Some("undertake-bomber-removal"));
    let void = Some(FindingKind::Void);
    assert_eq!(row.kinds, [void, void, None]);
    let json = serde_json::to_value(&readings).unwrap();
    assert_eq!(json["readings"][2]["conformant"], true);
    assert_eq!(json["turns"][0]["event"], 10);
    assert_eq!(json["findings"][2]["kinds"], serde_json::json!(["void", "void", null]));
}

#[test]
fn readings_that_agree_say_so_and_none_is_no_reading() {
    let log = &cuba::history()[..9];
    let readings = settlement(log);
    assert!(readings.turns().is_empty());
    assert!(readings.to_string().contains("do not differ"));
    let none = Readings::<Cuba>::of(Vec::<(String, Verifier<Cuba>)>::new(), log);
    assert!(none.reports().is_empty() && none.turns().is_empty());
}

#[test]
fn agreements_from_files_go_by_their_texts() {
    let typed = settlement(&cuba::practice());
    let first = cuba::agreement(Reading::Verified).unwrap();
    let words: Vec<Event<Text>> =
        cuba::practice().iter().map(|event| event.spelled(&first)).collect();
    let erased = Reading::ALL.map(|reading| {
        let agreement: Agreement = cuba::agreement(reading).unwrap().erased();
        (reading.to_string(), Verifier::new(&agreement).as_of(end()))
    });
    let read = Readings::of_words(erased, &words);
    assert_eq!(read.obligations(), typed.obligations());
    assert_eq!(read.findings(), typed.findings());
    assert_eq!(read.turns(), typed.turns());
}

/// Two readings of a generated agreement: as it is, and with another choice of what is binding.
fn pair(seed: u64) -> Option<(Agreement, Agreement, Vec<Event>)> {
    let mut case: Case = case_of(&chooser::numbers(seed, crate::generate::NUMBERS), PLAIN);
    let one = crate::engine::agreement(&case.agreement).ok()?;
    let lines = crate::engine::lines(&case.log);
    let log = Log::new(lines.as_bytes(), &one).collect::<Result<_, _>>().unwrap();
    for duty in case.agreement["obligations"].as_object_mut().unwrap().values_mut() {
        duty.as_object_mut().unwrap().remove("until");
        if duty.get("perform").is_some() {
            duty["target"] = true.into();
        }
    }
    Some((one, crate::engine::agreement(&case.agreement).ok()?, log))
}

/// The first turn is the first event after which two monitors stand apart, or find apart.
#[test]
fn the_first_turn_is_where_two_monitors_part() {
    let mut parted = 0;
    for seed in 0..1000 {
        let Some((one, other, log)) = pair(seed) else { continue };
        let readings = [("one", Verifier::new(&one)), ("other", Verifier::new(&other))];
        let readings = Readings::of(readings, &log);
        let (mut left, mut right) = (Monitor::new(&one), Monitor::new(&other));
        let mut expected = None;
        for (event, place) in log.iter().zip(1_u64..) {
            left.record(event);
            right.record(event);
            let kinds = |monitor: &Monitor| -> Vec<_> {
                let mut kinds: Vec<_> =
                    monitor.findings().map(|it| (it.at, it.event, it.kind())).collect();
                kinds.sort();
                kinds
            };
            let apart = one.obligations().any(|id| left.status(id) != right.status(id));
            if apart || kinds(&left) != kinds(&right) {
                expected = Some(place);
                break;
            }
        }
        let first = readings.first_turn().and_then(|turn| turn.event);
        assert_eq!(first, expected, "seed {seed}: {readings}");
        parted += usize::from(first.is_some());
    }
    assert!(parted > 50, "{parted}");
}
