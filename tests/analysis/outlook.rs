//! Outlook: what comes of itself, what each act would bring, and a party's lists.

use crate::generate::{Case, PLAIN, cases};
use proptest::prelude::*;
use servanda::analysis::{Finality, Move};
use servanda::cuba::{self, Act, Cuba, Obligation, Party, Reading};
use servanda::formats::json::Log;
use servanda::monitor::FindingKind;
use servanda::{Agreement, Event, Instant, Monitor, Outcome, Span, Status};

/// The run of a log under a reading, up to so many events.
fn run(reading: Reading, log: &[Event<Cuba>]) -> Monitor<Cuba> {
    let mut monitor = Monitor::new(&cuba::agreement(reading).unwrap());
    for event in log {
        monitor.record(event);
    }
    monitor
}

fn span(text: &str) -> Span {
    text.parse().unwrap()
}

#[test]
fn a_breach_that_threatens_is_told_with_what_averts_it() {
    let monitor = run(Reading::Practised, &cuba::practice()[..12]);
    let outlook = monitor.outlook();
    assert_eq!((outlook.outcome, outlook.finality), (Outcome::Pending, Finality::Open));
    assert_eq!(outlook.end, Outcome::Breached);
    let [threat] = &*outlook.threats else { panic!("one breach lies ahead") };
    assert_eq!(threat.finding.party(), Some(&Party::Ussr));
    assert!(matches!(&threat.averted_by[0], Move::Act { quantity, .. } if quantity.get() == 42));

    // Done in time, and attested: nothing threatens any more.
    let outlook = run(Reading::Practised, &cuba::practice()).outlook();
    assert_eq!(outlook.next_breach(), None);
    assert!(outlook.ahead.is_empty());
    assert!(outlook.to_string().contains("time brings nothing; it stays pending"));
}

/// Whether it is final that a sale is settled in which all was done that is owed, where this condition stands
/// under this key.
fn finality(key: &str, condition: serde_json::Value) -> Finality {
    let mut document = serde_json::json!({
        "title": "t", "date": "2026-01-01T00:00:00Z", "parties": {"a": "", "b": ""},
        "acts": {"pay": {"by": ["a"]}, "call": {"by": ["a"]}},
        "obligations": {"price": {"debtor": "a", "creditor": "b", "perform": "pay"}},
    });
    document[key] = condition;
    let agreement = Agreement::from_json(&document.to_string()).unwrap();
    let mut monitor = Monitor::new(&agreement);
    let (a, pay) = (agreement.party("a").unwrap(), agreement.act("pay").unwrap());
    monitor.record(&Event::act(agreement.date().unwrap(), a, pay));
    assert_eq!(monitor.outcome(), Outcome::Settled);
    monitor.outlook().finality
}

/// An agreement that terminates is no longer called settled because nothing is left to do.
#[test]
fn what_is_settled_by_default_is_final_if_the_agreement_cannot_terminate() {
    let settled = |when| finality("terminates_when", when);
    assert_eq!(settled(serde_json::json!({"any": []})), Finality::Final);
    assert_eq!(settled(serde_json::json!({"breached": "price"})), Finality::Final);
    assert_eq!(settled(serde_json::json!({"happened": "call"})), Finality::Open);
    let soon = serde_json::json!({"reached": "2026-02-01T00:00:00Z"});
    assert_eq!(settled(soon), Finality::Open);
}

#[test]
fn what_is_settled_is_final_if_what_settles_it_cannot_cease() {
    let settled = |when| finality("settled_when", when);
    let (paid, uncalled) = (
        serde_json::json!({"discharged": "price"}),
        serde_json::json!({"not": {"happened": "call"}}),
    );
    assert_eq!(settled(paid.clone()), Finality::Final);
    assert_eq!(settled(serde_json::json!({"happened": "pay"})), Finality::Final);
    assert_eq!(settled(uncalled.clone()), Finality::Open);
    assert_eq!(settled(serde_json::json!({"all": [paid, uncalled]})), Finality::Open);
}

#[test]
fn a_broken_prohibition_is_for_good_and_a_late_duty_is_not() {
    let mut monitor = run(Reading::Practised, &cuba::practice()[..12]);
    monitor.advance("1962-12-21T00:00:00Z".parse().unwrap()).unwrap();
    let late = monitor.outlook();
    assert_eq!((late.outcome, late.finality), (Outcome::Breached, Finality::Curable));
    assert!(matches!(&*late.breaches[0].cure, [Move::Act { .. }, Move::Attest { .. }]));
    assert_eq!(late.breaches[0].since, Some("1962-12-20T20:00:00Z".parse().unwrap()));
    let cure = "made good by Union of Soviet Socialist Republics doing `remove-weapons`, 42 more";
    assert!(late.to_string().contains(cure));

    let clock = monitor.clock().unwrap();
    monitor.record(&Event::act(clock, Party::Ussr, Act::IntroduceWeapons));
    let broken = monitor.outlook();
    assert_eq!(broken.finality, Finality::Pardonable);
    assert!(broken.to_string().contains("breached, for good unless it is given up"));
    let ban = broken.breaches.iter().find(|it| it.obligation == Obligation::HaltIntroduction);
    assert_eq!((ban.unwrap().creditor, &*ban.unwrap().cure), (Party::Us, &[][..]));

    // The creditor gives both up: then neither stands breached.
    for obligation in [Obligation::HaltIntroduction, Obligation::RemoveBombers] {
        monitor.record(&Event::release(clock, Party::Us, obligation));
    }
    assert_eq!(monitor.outlook().finality, Finality::Open);
    assert!(!monitor.is_conformant(), "what was found stays found");
}

#[test]
fn what_is_closed_for_good_is_final() {
    let agreement = Agreement::from_json(
        r#"{
            "title": "sale", "date": "2026-05-01T00:00:00Z",
            "parties": { "buyer": "pays", "seller": "delivers" },
            "acts": { "pay": { "by": ["buyer"] } },
            "obligations": { "price": { "debtor": "buyer", "creditor": "seller", "perform": "pay" } }
        }"#,
    )
    .unwrap();
    let mut monitor = Monitor::new(&agreement);
    assert_eq!(monitor.outlook().finality, Finality::Open);
    let (buyer, pay) = (agreement.party("buyer").unwrap(), agreement.act("pay").unwrap());
    monitor.record(&Event::act(agreement.date().unwrap(), buyer, pay));
    let outlook = monitor.outlook();
    assert_eq!((outlook.outcome, outlook.finality), (Outcome::Settled, Finality::Final));
}

#[test]
fn each_choice_says_what_it_would_bring() {
    let outlook = run(Reading::Verified, &cuba::history()[..7]).outlook();
    let choice = |party, act| outlook.choice(party, act).unwrap();
    let removing = choice(Party::Ussr, Act::RemoveWeapons);
    assert!(removing.carries_forward().eq([Obligation::RemoveWeapons]));
    assert_eq!(removing.discharges().count(), 0);
    let concluding = choice(Party::Us, Act::ConcludeArrangement);
    assert!(concluding.discharges().eq([Obligation::WorkOutArrangement]));
    assert_eq!(concluding.opens(), [(Party::Un, Act::EstablishArrangements)]);
    let resuming = choice(Party::Ussr, Act::ResumeWork);
    assert!(resuming.breaches().eq([Obligation::StayCeased]) && !resuming.is_open());
    let linking = choice(Party::Ussr, Act::LinkBroaderQuestions);
    assert!(linking.disregards().eq([Obligation::NoLinkage]) && linking.is_open());
    let proposing = choice(Party::Ussr, Act::ProposeDetente);
    assert!(proposing.makes_due().eq([Obligation::ConsiderDetente]));
    assert!(outlook.choice(Party::Us, Act::LiftQuarantine).is_none(), "the gate is closed");

    let json = serde_json::to_value(&outlook).unwrap();
    let written = json["choices"].as_array().unwrap();
    let removing = written.iter().find(|it| it["act"] == "remove-weapons").unwrap();
    assert_eq!(removing["carries_forward"], serde_json::json!(["remove-weapons"]));
    assert_eq!(json["finality"], "open");
}

#[test]
fn a_partys_lists() {
    let monitor = run(Reading::Practised, &cuba::practice()[..12]);
    let soviet = monitor.agenda(Party::Ussr, span("P30D")).unwrap();
    let expected = "\
the Soviet Union, 1962-11-20 20:00 UTC
  due soon
    the removal of the bombers, by 1962-12-20 20:00 UTC, in 30 days
  due
    the removal of the weapons
    the acceptance of safeguards
  to keep
    the ban on resuming work
    the ban on restoring the weapons
    the ban on new weapons
    the call to keep wider questions apart
  waiting for
    the arrangement of that weekend: the United States doing `conclude-arrangement`
    the lifting of the quarantine: the United States doing `lift-quarantine`
    the announcement of the settlement: the United States doing `announce-settlement`
";
    assert_eq!(soviet.text_with(&cuba::PHRASES).to_string(), expected);
    // A deadline at the very end of the time asked for is soon; one just after it is not.
    let sooner = monitor.agenda(Party::Ussr, span("P29DT23H59M59S")).unwrap();
    assert!(sooner.due_soon.is_empty());
    assert_eq!(sooner.due[0].obligation, Obligation::RemoveBombers);

    let american = monitor.agenda(Party::Us, span("P30D")).unwrap();
    assert!(american.to_string().contains("`announce`, hoped for by 1962-10-30 14:04 UTC"));
    let json = serde_json::to_value(&american).unwrap();
    assert_eq!(json["waiting"][0]["step"]["by"], serde_json::json!(["ussr"]));

    // Once the bombers are late they are overdue; once they are gone, they are to be verified.
    let mut monitor = monitor;
    monitor.advance("1962-12-21T00:00:00Z".parse().unwrap()).unwrap();
    let late = monitor.agenda(Party::Ussr, span("P1D")).unwrap();
    assert_eq!(late.overdue[0].obligation, Obligation::RemoveBombers);
    let gone = Event::act(monitor.clock().unwrap(), Party::Ussr, Act::RemoveWeapons);
    monitor.record(&gone.quantity(42));
    let american = monitor.agenda(Party::Us, span("P1D")).unwrap();
    let to_verify: Vec<Obligation> = american.to_verify.iter().map(|it| it.obligation).collect();
    assert_eq!(to_verify, [Obligation::RemoveWeapons, Obligation::RemoveBombers]);
    assert!(monitor.agenda(Party::Ussr, span("P1D")).unwrap().overdue.is_empty());
}

/// Moves the clock on from timer to timer, a second past each, until time brings nothing more. An
/// extension can set a deadline that is past already: that fires as soon as time is told again.
fn to_the_end(monitor: &mut Monitor) {
    while let Some(next) = monitor.next_timeout() {
        let clock = monitor.clock().unwrap();
        let just_after: Instant = next.after(span("PT1S")).unwrap_or(next);
        monitor.advance(just_after.max(clock)).unwrap();
        if monitor.clock().unwrap() == clock && monitor.next_timeout() == Some(next) {
            break;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400, failure_persistence: None, ..ProptestConfig::default()
    })]

    /// The next breach is the one that advancing finds, and all that comes is what comes; each
    /// choice is what doing it brings; the lists leave out nothing that is owed.
    #[test]
    fn the_outlook_is_what_comes(case in cases(PLAIN)) {
        let case: Case = case;
        let Ok(agreement) = crate::engine::agreement(&case.agreement) else { return Ok(()) };
        let lines = crate::engine::lines(&case.log);
        let mut monitor = Monitor::new(&agreement);
        for event in Log::new(lines.as_bytes(), &agreement) {
            monitor.record(&event.unwrap());
        }
        let outlook = monitor.outlook();
        let mut later = monitor.clone();
        to_the_end(&mut later);
        let coming: Vec<_> = later.findings().skip(monitor.findings().len()).collect();
        let ahead = outlook.ahead.iter().flat_map(|ahead| ahead.findings.iter().cloned());
        let mut in_time = coming.clone();
        in_time.sort_by_key(|finding| finding.at);
        prop_assert_eq!(ahead.collect::<Vec<_>>(), in_time.clone());
        let breach = in_time.iter().find(|finding| finding.kind() == FindingKind::Overdue);
        prop_assert_eq!(outlook.next_breach(), breach);
        prop_assert_eq!(outlook.end, later.outcome());
        let changes: usize = outlook.ahead.iter().map(|ahead| ahead.changes.len()).sum();
        prop_assert_eq!(changes, later.changes().len() - monitor.changes().len());

        for party in agreement.parties() {
            for act in agreement.acts() {
                let is_open = monitor.open_to(party).any(|open| open == act);
                let choice = outlook.choice(party, act);
                prop_assert_eq!(choice.is_some_and(|choice| choice.is_open()), is_open);
                let Some(choice) = choice else { continue };
                let mut done = monitor.clone();
                done.record(&Event::act(monitor.clock().unwrap(), party, act));
                let closes = |id: &_| {
                    let is_done = |status| matches!(status, Some(Status::Discharged | Status::Cured));
                    is_done(done.status(*id)) && !is_done(monitor.status(*id))
                };
                let closed: Vec<_> = agreement.obligations().filter(closes).collect();
                prop_assert_eq!(choice.discharges().collect::<Vec<_>>(), closed);
            }
            let agenda = monitor.agenda(party, span("P1D")).unwrap();
            let listed: Vec<_> = [&agenda.overdue, &agenda.due_soon, &agenda.due]
                .into_iter()
                .flatten()
                .chain(&agenda.to_verify)
                .map(|task| task.obligation)
                .chain(agenda.to_keep.iter().copied())
                .chain(agenda.waiting.iter().map(|waiting| waiting.obligation))
                .collect();
            for owed in monitor.owed_by(party) {
                prop_assert!(listed.contains(&owed.obligation), "{:?} {:?}", owed, agenda);
            }
        }
        // What the outcome can no longer change stays, whatever time and release bring.
        if outlook.finality == Finality::Final {
            prop_assert_eq!(later.outcome(), monitor.outcome());
            for id in agreement.obligations() {
                let creditor = *agreement.obligation_terms(id).unwrap().creditor().named().unwrap();
                later.record(&Event::release(later.clock().unwrap(), creditor, id));
            }
            prop_assert_eq!(later.outcome(), monitor.outcome());
        }
    }
}
