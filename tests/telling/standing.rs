//! What a monitor says of itself: whether two stand alike, what it was told, what it refuses and why,
//! what a rehearsal leaves alone, and the edges of extending and resting.

use servanda::monitor::{FindingKind, Matter, Transition, VoidReason};
use servanda::report::PlainPhrases;
use servanda::{Agreement, Event, Instant, Monitor, Report, Status, Verifier};

const SALE: &str = r#"{
    "title": "sale", "date": "2026-05-01T00:00:00Z",
    "parties": {"buyer": "pays", "seller": "delivers"},
    "acts": {
        "pay": {"by": ["buyer"]},
        "stop": {"by": ["buyer", "seller"]},
        "go": {"by": ["buyer", "seller"]},
        "deliver": {"by": ["seller"], "requires": {"happened": "pay"}},
        "gloat": {"by": ["seller"]},
        "refund": {"by": ["seller"], "requires": {"happened": "gloat"}, "protects": ["seller"]}
    },
    "obligations": {
        "price": {"debtor": "buyer", "creditor": "seller", "perform": "pay", "within": "P3D",
            "suspended_while": {"all": [{"happened": "stop"}, {"not": {"happened": "go"}}]}},
        "modesty": {"debtor": "seller", "creditor": "buyer", "refrain": "gloat"},
        "later": {"debtor": "buyer", "creditor": "seller", "perform": "go",
            "when": {"elapsed": {"since": {"happened": "stop"}, "for": "P9D"}}}
    },
    "terminates_when": {"reached": "2026-06-01T00:00:00Z"}
}"#;

fn sale() -> Agreement {
    Agreement::from_json(SALE).unwrap()
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn act(agreement: &Agreement, time: Instant, actor: &str, act: &str) -> Event {
    Event::act(time, agreement.party(actor).unwrap(), agreement.act(act).unwrap())
}

#[test]
fn monitors_are_equal_only_if_they_stand_alike_and_were_told_as_much() {
    let agreement = sale();
    let fresh = Monitor::new(&agreement);
    assert_eq!(fresh, Monitor::new(&agreement));
    // Told of a tick that changes nothing, it has had one event more.
    let mut ticked = Monitor::new(&agreement);
    ticked.record(&Event::tick(agreement.date().unwrap()));
    assert_ne!(fresh, ticked);
    assert_eq!((fresh.events(), ticked.events()), (0, 1));
    ticked.record(&Event::tick(agreement.date().unwrap()));
    assert_eq!(ticked.events(), 2);
    // So has one whose clock alone was moved on.
    let mut later = Monitor::new(&agreement);
    later.advance(instant("2026-05-01T00:00:01Z")).unwrap();
    assert_ne!(fresh, later);
    let other = Agreement::from_json(&SALE.replace("\"sale\"", "\"sole\"")).unwrap();
    assert_ne!(fresh, Monitor::new(&other));
}

#[test]
fn it_terminates_when_the_agreement_says() {
    let mut monitor = Monitor::new(&sale());
    assert!(!monitor.is_terminated());
    monitor.advance(instant("2026-06-01T00:00:00Z")).unwrap();
    assert!(monitor.is_terminated());
}

#[test]
fn a_deadline_is_extended_to_a_later_instant_only() {
    let agreement = sale();
    let (seller, price) =
        (agreement.party("seller").unwrap(), agreement.obligation("price").unwrap());
    let mut monitor = Monitor::new(&agreement);
    let deadline = instant("2026-05-04T00:00:00Z");
    assert_eq!(monitor.deadline(price), Some(deadline));
    for until in ["2026-05-03T23:59:59Z", "2026-05-04T00:00:00Z"] {
        let extended = Event::extend(agreement.date().unwrap(), seller, price, instant(until));
        let refusal = monitor.submit(&extended).unwrap_err();
        assert_eq!(refusal.findings[0].kind(), FindingKind::Void);
        let Matter::Void { reason, .. } = refusal.findings[0].matter else { panic!("it is void") };
        assert_eq!(reason, VoidReason::NoDeadline);
    }
    // Be it by a nanosecond.
    for until in ["2026-05-04T00:00:00.000000001Z", "2026-05-04T00:00:01Z"] {
        let later = instant(until);
        monitor.submit(&Event::extend(agreement.date().unwrap(), seller, price, later)).unwrap();
        assert_eq!(monitor.deadline(price), Some(later));
    }
}

#[test]
fn a_rest_of_no_length_moves_no_deadline_and_says_of_none() {
    let agreement = sale();
    let mut monitor = Monitor::new(&agreement);
    let price = agreement.obligation("price").unwrap();
    let at = instant("2026-05-02T00:00:00Z");
    let told = |monitor: &Monitor| {
        let scheduled = |it: &servanda::Change| matches!(it.transition, Transition::Scheduled { obligation, .. } if obligation == price);
        monitor.changes().filter(scheduled).count()
    };
    monitor.record(&act(&agreement, at, "buyer", "stop"));
    assert_eq!(monitor.status(price), Some(Status::Suspended));
    monitor.record(&act(&agreement, at, "buyer", "go"));
    assert_eq!((monitor.status(price), told(&monitor)), (Some(Status::Due), 1));

    let mut rested = Monitor::new(&agreement);
    rested.record(&act(&agreement, at, "buyer", "stop"));
    rested.record(&act(&agreement, instant("2026-05-03T00:00:00Z"), "buyer", "go"));
    assert_eq!(rested.deadline(price), Some(instant("2026-05-05T00:00:00Z")));
    assert_eq!(told(&rested), 2);
}

#[test]
fn a_refusal_says_in_one_line_what_it_takes() {
    let agreement = sale();
    let mut monitor = Monitor::new(&agreement);
    let date = agreement.date().unwrap();
    let mut refused = |event: Event| monitor.submit(&event).unwrap_err().to_string();
    let seller = agreement.party("seller").unwrap();
    let price = agreement.obligation("price").unwrap();
    let first = "event 1 (2026-05-01T00:00:00Z) is refused: ";
    let unauthorized = refused(act(&agreement, date, "seller", "pay"));
    assert_eq!(unauthorized, format!("{first}`pay` by seller would be void: only buyer may"));
    let nothing = refused(Event::extend(date, seller, price, date));
    let no_deadline = ": it would be void: `price` has no running deadline before that";
    assert!(nothing.ends_with(no_deadline), "{nothing}");
    let premature = refused(act(&agreement, date, "seller", "deliver"));
    let too_early = ": `deliver` by seller would be premature: buyer has not done `pay`";
    assert!(premature.ends_with(too_early), "{premature}");
    let waiving = refused(act(&agreement, date, "seller", "refund"));
    assert!(
        waiving.contains(": `refund` by seller would waive what ")
            && waiving.contains("say `waive` first"),
        "{waiving}"
    );
    let prohibited = refused(act(&agreement, date, "seller", "gloat"));
    let forbidden = ": `gloat` by seller would be prohibited: `modesty` forbids it";
    assert!(prohibited.ends_with(forbidden), "{prohibited}");
    assert_eq!(VoidReason::NoConsent.to_string(), "no-consent");
}

#[test]
fn a_refusal_for_several_reasons_tells_them_one_after_the_other() {
    let text = SALE.replace(
        r#""gloat": {"by": ["seller"]}"#,
        r#""gloat": {"by": ["seller"], "requires": {"happened": "pay"}}"#,
    );
    let agreement = Agreement::from_json(&text).unwrap();
    let refusal = Monitor::new(&agreement)
        .submit(&act(&agreement, agreement.date().unwrap(), "seller", "gloat"))
        .unwrap_err()
        .to_string();
    assert!(
        refusal.contains(" would be prohibited: `modesty` forbids it; ")
            && refusal.ends_with(" would be premature: buyer has not done `pay`"),
        "{refusal}"
    );
}

#[test]
fn a_void_word_about_an_act_concerns_that_act() {
    let agreement = sale();
    let mut monitor = Monitor::new(&agreement);
    let deliver = agreement.act("deliver").unwrap();
    monitor.record(&Event::waive(agreement.date().unwrap(), [], deliver));
    let finding = monitor.findings().next().unwrap();
    assert_eq!((finding.kind(), finding.act()), (FindingKind::Void, Some(&deliver)));
}

#[test]
fn a_rehearsal_ends_where_the_event_itself_would() {
    let agreement = sale();
    for mut monitor in [Monitor::new(&agreement), Monitor::new(&agreement).without_history()] {
        let stop = act(&agreement, instant("2026-05-02T00:00:00Z"), "buyer", "stop");
        let go = act(&agreement, instant("2026-05-03T00:00:00Z"), "buyer", "go");
        monitor.record(&stop);
        let rehearsed = monitor.rehearse_record(&go);
        let told: Vec<_> = rehearsed.step().changes().collect();
        assert!(!told.is_empty());
        let before = monitor.changes().count();
        monitor.record(&go);
        assert_eq!(rehearsed.monitor(), &monitor);
        assert_eq!(rehearsed.monitor().changes().count(), monitor.changes().count());
        assert!(monitor.changes().count() >= before);
    }
}

#[test]
fn a_saved_state_that_forgot_since_when_a_condition_held_is_refused() {
    let agreement = sale();
    let mut monitor = Monitor::new(&agreement);
    monitor.record(&act(&agreement, agreement.date().unwrap(), "buyer", "stop"));
    let mut saved = serde_json::to_value(monitor.save()).unwrap();
    let restored = |saved: &serde_json::Value| {
        Monitor::restore(&agreement, serde_json::from_value(saved.clone()).unwrap())
    };
    assert_eq!(restored(&saved).unwrap(), monitor);
    assert_eq!(saved["run"]["since"], serde_json::json!(["2026-05-01T00:00:00Z"]));
    saved["run"]["since"] = serde_json::json!([null]);
    assert!(restored(&saved).is_err());
}

#[test]
fn a_saved_state_with_a_period_where_there_is_none_is_refused() {
    let agreement = sale();
    let saved = serde_json::to_value(Monitor::new(&agreement).save()).unwrap();
    for (key, value) in [
        ("count_period", serde_json::json!(1)),
        ("count_start", serde_json::json!("2026-05-01T00:00:00Z")),
    ] {
        let mut saved = saved.clone();
        saved["run"]["obligations"]["modesty"][key] = value;
        let read = serde_json::from_value(saved).map(|saved| Monitor::restore(&agreement, saved));
        assert!(read.unwrap().is_err(), "{key}");
    }
}

#[test]
fn a_duty_that_may_be_done_until_a_time_only_is_owed_by_then() {
    let text = r#"{"title": "option", "date": "2026-03-01T00:00:00Z", "parties": {"a": "", "b": ""},
        "acts": {
            "pay": {"by": ["a"], "expires_when": {"elapsed": {"since": {"all": []}, "for": "P5D"}}},
            "call": {"by": ["a"], "expires_when": {"happened": "pay"}}
        },
        "obligations": {
            "price": {"debtor": "a", "creditor": "b", "perform": "pay"},
            "sooner": {"debtor": "a", "creditor": "b", "perform": "pay", "within": "P2D"},
            "later": {"debtor": "a", "creditor": "b", "perform": "pay", "within": "P30D"},
            "hope": {"debtor": "a", "creditor": "b", "perform": "pay", "binding": false},
            "word": {"debtor": "a", "creditor": "b", "perform": "call"}
        }}"#;
    let agreement = Agreement::from_json(text).unwrap();
    let mut monitor = Monitor::new(&agreement);
    monitor.advance(instant("2026-03-01T10:00:00Z")).unwrap();
    let report = Report::of(&monitor);
    let open: Vec<(String, Option<String>)> = report
        .open_duties()
        .iter()
        .map(|duty| {
            let name = agreement.obligation_name(duty.obligation).unwrap().to_owned();
            (name, duty.deadline.map(|at| at.to_string()))
        })
        .collect();
    let by = |name: &str, at: Option<&str>| (name.to_owned(), at.map(str::to_owned));
    let expected = [
        by("sooner", Some("2026-03-03T00:00:00Z")),
        by("price", Some("2026-03-06T00:00:00Z")),
        by("later", Some("2026-03-06T00:00:00Z")),
        // Nobody's fault is late, and nobody knows when what another act ends will be over.
        by("hope", None),
        by("word", None),
    ];
    assert_eq!(open, expected);
    let next = report.headlines(&PlainPhrases).into_iter().find(|it| it.label == "Next").unwrap();
    assert!(next.to_string().contains("a owes `price` by 2026-03-06 00:00 UTC"), "{next}");
    // It is found then, and not before.
    let late = Verifier::new(&agreement).as_of(instant("2026-03-07T00:00:00Z")).judge(&[]);
    let faults = late.findings().filter(|it| !it.kind().is_only_told());
    let found: Vec<_> = faults.map(|it| it.at.to_string()).collect();
    assert_eq!(found, ["2026-03-03T00:00:00Z", "2026-03-06T00:00:00Z", "2026-03-06T00:00:00Z"]);
}
