//! What if: what events would change, where a log stopped conforming, and how it would conform.

use crate::generate::{Case, PLAIN, Shape, case_of, cases, chooser};
use expect_test::expect;
use proptest::prelude::*;
use servanda::analysis::{Edit, Limits, Mending};
use servanda::cuba::{self, Act, Cuba, Obligation, Party, Reading};
use servanda::event::Deed;
use servanda::formats::json::Log;
use servanda::monitor::FindingKind;
use servanda::names::Names;
use servanda::{Agreement, Event, Monitor, Outcome, Report, Status, Verifier};

fn verified() -> Agreement<Cuba> {
    cuba::agreement(Reading::Verified).unwrap()
}

#[test]
fn the_letter_would_fall_due_on_acceptance() {
    let monitor = Monitor::new(&verified());
    let difference = monitor.what_if(&cuba::history()[..2]);
    let expected = "\
from 1962-10-28 00:05 UTC to 1962-10-28 14:04 UTC: pending as before
  the agreement enters into force
  the halt of work on the bases: dormant → due
  the disabling of the weapons: dormant → due
  the instruction of the Soviet representative: dormant → discharged, done 0 → 1
  the ban on new weapons: dormant → due
  the acceptance of safeguards: dormant → due
  the announcement of the settlement: dormant → due, deadline none → 1962-10-30 14:04 UTC
  the call to keep wider questions apart: dormant → due
  may be done no longer: `introduce-weapons` by the Soviet Union
";
    assert_eq!(difference.text_with(&cuba::PHRASES).to_string(), expected);
    assert_eq!(
        monitor.clock().unwrap(),
        verified().date().unwrap(),
        "the run itself has not moved"
    );

    let nothing = monitor.what_if([Event::tick(monitor.clock().unwrap())]);
    assert!(nothing.is_idle());
    assert!(nothing.text().to_string().contains("nothing changes"));
}

#[test]
fn whom_something_is_owed_to_and_by_may_change() {
    let agreement = super::agreement(
        serde_json::json!({"pay": {"by": ["ada", "bob"]}}),
        serde_json::json!({"price": {"debtor": "ada", "creditor": "bob", "perform": "pay"}}),
        serde_json::json!({}),
    );
    let amended = r#"{
        "time": "2026-01-02T00:00:00Z", "actors": ["ada", "bob", "eve"], "amend": "price",
        "creditor": "eve", "debtor": "bob"
    }"#;
    let amended = amended.replace('\n', " ");
    let amended = Log::new(amended.as_bytes(), &agreement).next().unwrap().unwrap();
    let text = Monitor::new(&agreement).what_if([amended]).text().to_string();
    assert!(
        text.contains("price`: owed by bob, no longer by ada, owed to eve, no longer to bob"),
        "{text}"
    );
}

#[test]
fn what_is_refused_is_listed_and_changes_nothing() {
    let mut monitor = Monitor::new(&verified());
    monitor.record(&cuba::history()[0]);
    let lifting = Event::act(monitor.clock().unwrap(), Party::Us, Act::LiftQuarantine);
    let submitted = monitor.what_if_submitted([&lifting]);
    assert_eq!(submitted.refusals.len(), 1);
    assert!(submitted.obligations.is_empty());
    let recorded = monitor.what_if([&lifting]);
    assert_eq!(recorded.findings[0].kind(), FindingKind::Premature);
    // The gate is closed, but what is done is done.
    let lifting =
        recorded.obligations.iter().find(|it| it.obligation == Obligation::LiftQuarantine);
    let lifting = lifting.unwrap();
    assert_eq!((lifting.status.to, lifting.progress.to), (Status::Discharged, 1));
    let json = serde_json::to_value(&recorded).unwrap();
    assert_eq!(json["findings"][0]["act"], "lift-quarantine");
    assert_eq!(json["obligations"][0]["progress"], serde_json::json!({ "from": 0, "to": 1 }));
}

#[test]
fn history_would_conform_without_one_event_or_with_one_waiver() {
    let verifier = Verifier::new(&verified());
    let mending = verifier.mend(&cuba::history());
    let expected = "\
the log stops conforming with event 10: premature, 1962-11-20 23:00 UTC: the United States lifted \
the quarantine before the United Nations had established adequate arrangements and before the \
removal of the weapons was discharged
what would have had to be otherwise for it to conform, each by itself:
  if event 10 had not happened
  if it had happened that the United States, the Soviet Union, the United Nations, Cuba and the rest \
of the hemisphere waived what `lift-quarantine` requires at 1962-11-20 23:00 UTC, after event 9
nothing less would have done
";
    assert_eq!(mending.text_with(&cuba::PHRASES).to_string(), expected);
    let json = serde_json::to_value(&mending).unwrap();
    assert_eq!(json["ways"][0], serde_json::json!([{ "drop": { "place": 10 } }]));
    assert_eq!(json["offence"]["finding"]["kind"], "premature");

    // Under the letter to the word there is nothing to mend.
    let established = cuba::agreement(Reading::Established).unwrap();
    let mending = Verifier::new(&established).mend(&cuba::history());
    assert_eq!((mending.offence(), mending.ways()), (None, &[][..]));
}

#[test]
fn a_collapse_takes_many_edits_and_the_limits_are_told() {
    let verifier = Verifier::new(&verified());
    let log = cuba::collapse();
    let mending = verifier.mend_within(&log, Limits { edits: 8, logs: 3_000, ways: 1 });
    assert_eq!(mending.offence().unwrap().place, Some(5));
    assert!(!mending.is_smallest(), "so many logs are not all");
    assert!(mending.is_cut_short());
    let way = &mending.ways()[0];
    assert!(verifier.judge(edited(&log, way)).is_conformant(), "{mending}");

    let mending = verifier.mend_within(&log, Limits { edits: 1, ..Limits::default() });
    assert!(mending.ways().is_empty());
    assert_eq!(mending.ruled_out(), 1);
    assert!(mending.to_string().contains("nothing was found by which it would have conformed"));
}

#[test]
fn a_missed_deadline_is_mended_in_time() {
    let agreement = Agreement::from_json(
        r#"{
            "title": "sale", "date": "2026-05-01T00:00:00Z",
            "parties": { "buyer": "pays", "seller": "delivers" },
            "acts": { "pay": { "by": ["buyer"] } },
            "obligations": { "price": {
                "debtor": "buyer", "creditor": "seller", "perform": "pay", "within": "P2D"
            } }
        }"#,
    )
    .unwrap();
    let (buyer, pay) = (agreement.party("buyer").unwrap(), agreement.act("pay").unwrap());
    let deadline = "2026-05-03T00:00:00Z".parse().unwrap();
    let late = [Event::act("2026-05-04T00:00:00Z".parse().unwrap(), buyer, pay)];
    let mending = Verifier::new(&agreement).mend(&late);
    assert_eq!(mending.offence().unwrap().place, Some(1));
    assert!(mending.is_smallest());
    // Unpaid, nobody would be late as far as the log goes; else paid in time, or at all by then.
    let moved = Edit::Move { place: 1, to: deadline, after: None };
    assert!(mending.ways().contains(&vec![moved]), "{mending}");
    let added = |edit: &Edit| matches!(edit, Edit::Add { event, .. } if event.time <= deadline);
    assert!(mending.ways().iter().any(|way| added(&way[0])), "{mending}");

    // After the last event, at the instant that the log is judged as of.
    let verifier = Verifier::new(&agreement).as_of("2026-06-01T00:00:00Z".parse().unwrap());
    let mending = verifier.mend(&[]);
    assert_eq!(mending.offence().unwrap().place, None);
    assert_eq!(mending.ways().len(), 1);
}

#[test]
fn a_long_log_is_mended_within_its_limits() {
    let agreement = Agreement::from_json(
        r#"{
            "title": "quiet", "date": "2026-05-01T00:00:00Z",
            "parties": { "guest": "sleeps", "host": "listens" },
            "acts": { "play": { "by": ["guest"] }, "whisper": { "by": ["guest", "host"] } },
            "obligations": { "quiet": { "debtor": "guest", "creditor": "host", "refrain": "play" } }
        }"#,
    )
    .unwrap();
    let [guest, host] = ["guest", "host"].map(|name| agreement.party(name).unwrap());
    let [play, whisper] = ["play", "whisper"].map(|name| agreement.act(name).unwrap());
    let whispers = (0..3_000).map(|number| {
        let time = agreement.date().unwrap().to_chrono() + chrono::TimeDelta::minutes(number);
        Event::act(time.try_into().unwrap(), host, whisper)
    });
    let mut log: Vec<Event> = whispers.collect();
    log[2_000].deed = Event::act(log[2_000].time, guest, play).deed;
    let limits = Limits { logs: 300, ..Limits::default() };
    let mending = Verifier::new(&agreement).mend_within(&log, limits);
    assert_eq!(mending.offence().unwrap().place, Some(2_001));
    assert_eq!(mending.ways(), [vec![Edit::Drop { place: 2_001 }]]);
    assert!(mending.is_smallest() && mending.is_cut_short());
    assert!(mending.tried() <= 300);
}

/// A log after edits, worked out apart from the library.
fn edited<V: Names>(log: &[Event<V>], edits: &[Edit<V>]) -> Vec<Event<V>> {
    let touched = |place: u64| {
        edits.iter().any(|edit| match edit {
            Edit::Drop { place: at } | Edit::Move { place: at, .. } => *at == place,
            Edit::Add { .. } => false,
        })
    };
    let numbered = log.iter().cloned().zip(1_u64..);
    let mut edited: Vec<(Option<u64>, Event<V>)> = numbered
        .filter(|(_, place)| !touched(*place))
        .map(|(event, place)| (Some(place), event))
        .collect();
    for edit in edits {
        let (place, event, after) = match edit {
            Edit::Drop { .. } => continue,
            Edit::Move { place, to, after } => {
                let event = log[usize::try_from(*place).unwrap() - 1].clone();
                (Some(*place), Event { time: *to, ..event }, after)
            }
            Edit::Add { event, after } => (None, event.clone(), after),
        };
        let from = edited.iter().position(|(origin, _)| origin.is_some() && origin == after);
        let mut at = from.map_or(0, |from| from + 1);
        while edited.get(at).is_some_and(|(origin, _)| origin.is_none()) {
            at += 1;
        }
        edited.insert(at, (place, event));
    }
    edited.into_iter().map(|(_, event)| event).collect()
}

fn read(case: &Case) -> Option<(Agreement, Vec<Event>)> {
    let agreement = crate::engine::agreement(&case.agreement).ok()?;
    let lines = crate::engine::lines(&case.log);
    let events = Log::new(lines.as_bytes(), &agreement).collect::<Result<_, _>>().unwrap();
    Some((agreement, events))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300, failure_persistence: None, ..ProptestConfig::default()
    })]

    /// The difference is that of two monitors.
    #[test]
    fn a_difference_is_that_of_two_monitors(case in cases(PLAIN)) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let (past, future) = events.split_at(events.len() / 2);
        let mut before = Monitor::new(&agreement);
        for event in past {
            before.record(event);
        }
        let mut after = before.clone();
        let mut refused = Vec::new();
        for event in future {
            if case.submit {
                refused.extend(after.submit(event).err().map(|refusal| *refusal));
            } else {
                after.record(event);
            }
        }
        let difference = match case.submit {
            true => before.what_if_submitted(future),
            false => before.what_if(future),
        };
        for duty in agreement.obligations() {
            let of = |monitor: &Monitor| {
                let status = monitor.status(duty).unwrap();
                let (progress, deadline) = (monitor.progress(duty), monitor.deadline(duty));
                let tracked = Report::of(monitor).obligations().find(|it| it.obligation == duty);
                let creditor = tracked.and_then(|it| it.creditor);
                let parties = (monitor.debtor(duty), creditor, monitor.verifier(duty));
                (status, progress.unwrap(), deadline, parties)
            };
            let shift = difference.obligations.iter().find(|shift| shift.obligation == duty);
            prop_assert_eq!(shift.is_some(), of(&before) != of(&after));
            if let Some(shift) = shift {
                let turned = (
                    shift.status.to,
                    shift.progress.to,
                    shift.deadline.to,
                    (shift.debtor.to, shift.creditor.to, shift.verifier.to),
                );
                prop_assert_eq!(turned, of(&after));
                let was = (
                    shift.status.from,
                    shift.progress.from,
                    shift.deadline.from,
                    (shift.debtor.from, shift.creditor.from, shift.verifier.from),
                );
                prop_assert_eq!(was, of(&before));
            }
            let is_new = difference.new_duties().any(|new| new == duty);
            let (was, is) = (before.status(duty).unwrap(), after.status(duty).unwrap());
            prop_assert_eq!(is_new, was != Status::Due && is == Status::Due);
        }
        let found: Vec<_> = before.findings().chain(difference.findings.iter().cloned()).collect();
        prop_assert_eq!(found, after.findings().collect::<Vec<_>>());
        prop_assert_eq!(&refused, &difference.refusals);
        prop_assert_eq!(difference.outcome.to, after.outcome());
        for party in agreement.parties() {
            for act in agreement.acts() {
                let may = |monitor: &Monitor| monitor.open_to(party).any(|open| open == act);
                let (was, is) = (may(&before), may(&after));
                prop_assert_eq!(difference.opened.contains(&(party, act)), !was && is);
                prop_assert_eq!(difference.closed.contains(&(party, act)), was && !is);
            }
        }
    }
}

/// Small cases whose log does not conform, so that every edit of a kind can be tried.
fn offending() -> impl Iterator<Item = (u64, Verifier, Vec<Event>)> {
    let shape = Shape { acts: 2, obligations: 2, events: 4, ..PLAIN };
    (0..900).filter_map(move |seed| {
        let case = case_of(&chooser::numbers(seed, crate::generate::NUMBERS), shape);
        let (agreement, log) = read(&case)?;
        let verifier = Verifier::new(&agreement);
        let verifier = if case.submit { verifier.submitting() } else { verifier };
        (!verifier.judge(&log).is_conformant()).then_some((seed, verifier, log))
    })
}

#[test]
fn each_way_conforms_and_none_smaller_does() {
    let (mut mended, mut single) = (0, 0);
    for (seed, verifier, log) in offending() {
        let conforms = |log: &[Event]| verifier.judge(log).is_conformant();
        let mending = verifier.mend_within(&log, Limits { edits: 2, logs: 600, ways: 4 });
        let size = mending.ways().first().map(Vec::len);
        for way in mending.ways() {
            assert!(conforms(&edited(&log, way)), "seed {seed}: {way:?}");
            assert_eq!(Some(way.len()), size);
        }
        mended += usize::from(size.is_some());
        // The first offence: the log conforms up to the event before it, and not with it.
        let place = mending.offence().unwrap().place.map_or(log.len(), |it| it as usize);
        assert!(conforms(&log[..place - 1]) && !conforms(&log[..place]), "seed {seed}");
        // By brute force: one event left out, moved to any other, or an act or waiver added.
        let mut edits = Vec::new();
        let after = |at: usize| u64::try_from(at).ok().filter(|at| *at > 0);
        for (at, event) in log.iter().enumerate() {
            let own = at as u64 + 1;
            edits.push(Edit::Drop { place: own });
            for (to, other) in log.iter().enumerate().filter(|(to, _)| *to != at) {
                let before = if to == at + 1 { after(at) } else { after(to) };
                edits.push(Edit::Move { place: own, to: other.time, after: before });
            }
            if at + 1 == place {
                for act in verifier.agreement().acts() {
                    let terms = verifier.agreement().act_terms(act).unwrap();
                    let everybody: Vec<_> = verifier.agreement().parties().collect();
                    let protected = terms.protected().map_or(everybody, <[_]>::to_vec);
                    let waiver = Event::waive(event.time, protected, act);
                    let acts = terms.actors().iter().map(|by| Event::act(event.time, *by, act));
                    edits.extend(
                        acts.chain([waiver]).map(|event| Edit::Add { event, after: after(at) }),
                    );
                }
            }
        }
        let by_force =
            edits.into_iter().find(|edit| conforms(&edited(&log, std::slice::from_ref(edit))));
        if let Some(edit) = by_force {
            single += 1;
            assert_eq!(size, Some(1), "seed {seed}: {edit:?} would do, told {:?}", mending.ways());
        }
        if size == Some(2) && mending.is_smallest() {
            assert_eq!(mending.ruled_out(), 1);
        }
        // Two left out.
        let without = |first: usize, second: usize| -> Vec<Event> {
            let kept = log.iter().enumerate().filter(|(at, _)| *at != first && *at != second);
            kept.map(|(_, event)| event.clone()).collect()
        };
        let pairs = (0..log.len()).flat_map(|one| (0..one).map(move |other| (one, other)));
        let any_pair = pairs.into_iter().any(|(one, other)| conforms(&without(one, other)));
        assert!(!any_pair || size.is_some() || mending.is_cut_short(), "seed {seed}");
    }
    assert!(mended > 100 && single > 100, "{mended} {single}");
}

#[test]
fn deeds_are_told_with_their_times() {
    let verifier = Verifier::new(&verified());
    let mending = verifier.mend(&cuba::history());
    let waivers: Vec<&Edit<Cuba>> = mending.ways().iter().flatten().collect();
    assert!(waivers.iter().any(|edit| matches!(
        edit,
        Edit::Add { event: Event { deed: Deed::Waive { .. }, .. }, after: Some(9) }
    )));
    assert_eq!(verifier.judge(cuba::history()).outcome(), Outcome::Pending);
}

fn sale(acts: &serde_json::Value, obligations: &serde_json::Value) -> Agreement {
    let document = serde_json::json!({
        "title": "sale", "date": "2026-05-01T00:00:00Z",
        "parties": { "buyer": "pays", "seller": "delivers" },
        "acts": acts, "obligations": obligations,
    });
    Agreement::from_json(&document.to_string()).unwrap()
}

/// Three pieces are owed within five days of an order; they are paid once all three came.
fn three_pieces() -> Agreement {
    sale(
        &serde_json::json!({
            "order": { "by": ["buyer"] },
            "ship": { "by": ["seller"], "requires": { "happened": "order" } },
            "pay": {
                "by": ["buyer"], "requires": { "happened": { "act": "ship", "at_least": 3 } },
            },
        }),
        &serde_json::json!({ "goods": {
            "debtor": "seller", "creditor": "buyer", "perform": "ship", "quantity": 3,
            "when": { "happened": "order" }, "within": "P5D",
        } }),
    )
}

/// A log of May 2026: on which day who did what.
fn may(agreement: &Agreement, log: &[(u32, &str, &str)]) -> Vec<Event> {
    let event = |(day, party, act): &(u32, &str, &str)| {
        let time = format!("2026-05-{day:02}T00:00:00Z").parse().unwrap();
        Event::act(time, agreement.party(party).unwrap(), agreement.act(act).unwrap())
    };
    log.iter().map(event).collect()
}

/// A mending as text, and under it how far the search went.
fn told(mending: &Mending) -> String {
    format!(
        "{mending}tried {}, ruled out {}, {}, {}\n",
        mending.tried(),
        mending.ruled_out(),
        if mending.is_smallest() { "smallest" } else { "not known to be smallest" },
        if mending.is_cut_short() { "cut short" } else { "not cut short" },
    )
}

#[test]
fn what_came_too_early_is_left_out_moved_or_let_pass() {
    let agreement = three_pieces();
    let verifier = Verifier::new(&agreement);
    let mend = |log: &[(u32, &str, &str)]| told(&verifier.mend(&may(&agreement, log)));
    // The later event can come first, too, and another of its kind can be added.
    let early = [(2, "seller", "ship"), (3, "buyer", "order")];
    expect![[r#"
        the log stops conforming with event 1: premature, 2026-05-02 00:00 UTC: seller did `ship` before buyer had done `order`
        what would have had to be otherwise for it to conform, each by itself:
          if event 1 had not happened
          if event 1 had happened at 2026-05-03 00:00 UTC, after event 2
          if event 2 had happened at 2026-05-02 00:00 UTC, before all else
          if it had happened that buyer did `order` at 2026-05-02 00:00 UTC, before all else
          if it had happened that buyer and seller waived what `ship` requires at 2026-05-02 00:00 UTC, before all else
        nothing less would have done
        tried 10, ruled out 0, smallest, not cut short
    "#]].assert_eq(&mend(&early));
    // Two events of one instant before it, two after it; what is added completes the three.
    let unpaid = [
        (2, "buyer", "order"),
        (2, "seller", "ship"),
        (2, "buyer", "pay"),
        (3, "seller", "ship"),
        (3, "seller", "ship"),
    ];
    expect![[r#"
        the log stops conforming with event 3: premature, 2026-05-02 00:00 UTC: buyer did `pay` before seller had done `ship` (at least 3 in all)
        what would have had to be otherwise for it to conform, each by itself:
          if event 3 had not happened
          if event 3 had happened at 2026-05-03 00:00 UTC, after event 5
          if it had happened that seller did `ship` at 2026-05-02 00:00 UTC, after event 2
          if it had happened that buyer and seller waived what `pay` requires at 2026-05-02 00:00 UTC, after event 2
        nothing less would have done
        tried 48, ruled out 0, smallest, not cut short
    "#]].assert_eq(&mend(&unpaid));
    // Out of order, an event is moved to where its time belongs, or has its time moved.
    let disordered = [(2, "buyer", "order"), (4, "seller", "ship"), (3, "seller", "ship")];
    expect![[r#"
        the log stops conforming with event 3: void, 2026-05-03 00:00 UTC: that seller did `ship` has no effect: it is earlier than what came before it
        what would have had to be otherwise for it to conform, each by itself:
          if event 3 had not happened
          if event 3 had happened at 2026-05-03 00:00 UTC, after event 1
          if event 2 had not happened
          if event 2 had happened at 2026-05-04 00:00 UTC, after event 3
        nothing less would have done
        tried 54, ruled out 0, smallest, not cut short
    "#]].assert_eq(&mend(&disordered));
}

#[test]
fn what_came_too_late_is_moved_to_the_deadline_or_made_up_for() {
    let agreement = three_pieces();
    let verifier = Verifier::new(&agreement);
    let late = [(2, "buyer", "order"), (3, "seller", "ship"), (9, "seller", "ship")];
    expect![[r#"
        the log stops conforming with event 3: overdue, 2026-05-07 00:00 UTC: seller was late with `goods`, which was due by 2026-05-07 00:00 UTC
        what would have had to be otherwise for it to conform, each by itself:
          if event 3 had happened at 2026-05-07 00:00 UTC, after event 2
          if it had happened that seller did `ship` at 2026-05-07 00:00 UTC, after event 2
          if event 3 had not happened
        nothing less would have done
        tried 51, ruled out 0, smallest, not cut short
    "#]].assert_eq(&told(&verifier.mend(&may(&agreement, &late))));
    // One addition completes the sum that a condition asks for.
    let verifier = verifier.as_of("2026-06-01T00:00:00Z".parse().unwrap());
    let paid = [(2, "buyer", "order"), (3, "seller", "ship"), (4, "buyer", "pay")];
    expect![[r#"
        the log stops conforming with event 3: premature, 2026-05-04 00:00 UTC: buyer did `pay` before seller had done `ship` (at least 3 in all)
        what would have had to be otherwise for it to conform, each by itself:
          if it had happened that seller did `ship` at 2026-05-04 00:00 UTC, after event 2
        nothing less would have done
        tried 44, ruled out 0, smallest, not cut short
    "#]].assert_eq(&told(&verifier.mend(&may(&agreement, &paid))));
    let late = [(2, "buyer", "order"), (3, "seller", "ship")];
    expect![[r#"
        the log stops conforming after its last event: overdue, 2026-05-07 00:00 UTC: seller was late with `goods`, which was due by 2026-05-07 00:00 UTC
        what would have had to be otherwise for it to conform, each by itself:
          if it had happened that seller did `ship` at 2026-05-07 00:00 UTC, after event 2
        nothing less would have done
        tried 43, ruled out 0, smallest, not cut short
    "#]].assert_eq(&told(&verifier.mend(&may(&agreement, &late))));
    expect![[r#"
        the log conforms
        tried 0, ruled out 0, not known to be smallest, not cut short
    "#]]
    .assert_eq(&told(&verifier.mend(&[])));
}

#[test]
fn two_offences_take_two_edits() {
    let agreement = three_pieces();
    let verifier = Verifier::new(&agreement);
    let log = may(&agreement, &[(2, "buyer", "pay"), (3, "seller", "ship")]);
    let mend = |limits: Limits| told(&verifier.mend_within(&log, limits));
    let all = Limits::default();
    expect![[r#"
        the log stops conforming with event 1: premature, 2026-05-02 00:00 UTC: buyer did `pay` before seller had done `ship` (at least 3 in all)
        what would have had to be otherwise for it to conform, each by itself:
          if event 1 had not happened
            and event 2 had not happened
          if event 1 had not happened
            and it had happened that buyer did `order` at 2026-05-03 00:00 UTC, before all else
          if event 1 had not happened
            and it had happened that buyer and seller waived what `ship` requires at 2026-05-03 00:00 UTC, before all else
          if event 2 had not happened
            and it had happened that buyer and seller waived what `pay` requires at 2026-05-02 00:00 UTC, before all else
          if it had happened that buyer and seller waived what `pay` requires at 2026-05-02 00:00 UTC, before all else
            and it had happened that buyer did `order` at 2026-05-03 00:00 UTC, after event 1
          if it had happened that buyer and seller waived what `pay` requires at 2026-05-02 00:00 UTC, before all else
            and it had happened that buyer and seller waived what `ship` requires at 2026-05-03 00:00 UTC, after event 1
          if it had happened that buyer did `order` at 2026-05-02 00:00 UTC, before all else
            and it had happened that buyer and seller waived what `pay` requires at 2026-05-02 00:00 UTC, before all else
          if it had happened that buyer and seller waived what `ship` requires at 2026-05-02 00:00 UTC, before all else
            and it had happened that buyer and seller waived what `pay` requires at 2026-05-02 00:00 UTC, before all else
          if it had happened that buyer did `order` at 2026-05-02 00:00 UTC, before all else
            and it had happened that seller did `ship` at 2026-05-02 00:00 UTC, before all else
          if it had happened that buyer and seller waived what `ship` requires at 2026-05-02 00:00 UTC, before all else
            and it had happened that seller did `ship` at 2026-05-02 00:00 UTC, before all else
        nothing less would have done
        tried 104, ruled out 1, smallest, not cut short
    "#]].assert_eq(&mend(all));
    // Two ways are enough.
    expect![[r#"
        the log stops conforming with event 1: premature, 2026-05-02 00:00 UTC: buyer did `pay` before seller had done `ship` (at least 3 in all)
        what would have had to be otherwise for it to conform, each by itself:
          if event 1 had not happened
            and event 2 had not happened
          if event 1 had not happened
            and it had happened that buyer did `order` at 2026-05-03 00:00 UTC, before all else
        nothing less would have done
        tried 17, ruled out 1, smallest, not cut short
    "#]].assert_eq(&mend(Limits { ways: 2, ..all }));
    // Too few logs to try all: half of them are kept for two edits.
    expect![[r#"
        the log stops conforming with event 1: premature, 2026-05-02 00:00 UTC: buyer did `pay` before seller had done `ship` (at least 3 in all)
        what would have had to be otherwise for it to conform, each by itself:
          if event 1 had not happened
            and event 2 had not happened
          if event 1 had not happened
            and it had happened that buyer did `order` at 2026-05-03 00:00 UTC, before all else
        less might have done: not everything was tried
        tried 8, ruled out 0, not known to be smallest, cut short
    "#]].assert_eq(&mend(Limits { logs: 10, ..all }));
    // Too few edits.
    expect![[r#"
        the log stops conforming with event 1: premature, 2026-05-02 00:00 UTC: buyer did `pay` before seller had done `ship` (at least 3 in all)
        nothing was found by which it would have conformed; the search ended after 10 other courses
        tried 10, ruled out 1, not known to be smallest, cut short
    "#]].assert_eq(&mend(Limits { edits: 1, ..all }));
    // Exactly as many logs as there are sets of one edit.
    expect![[r#"
        the log stops conforming with event 1: premature, 2026-05-02 00:00 UTC: buyer did `pay` before seller had done `ship` (at least 3 in all)
        nothing was found by which it would have conformed; the search ended after 10 other courses
        tried 10, ruled out 1, not known to be smallest, cut short
    "#]].assert_eq(&mend(Limits { edits: 1, logs: 10, ..all }));
    expect![[r#"
        the log stops conforming with event 1: premature, 2026-05-02 00:00 UTC: buyer did `pay` before seller had done `ship` (at least 3 in all)
        nothing was found by which it would have conformed; the search ended after 9 other courses
        tried 9, ruled out 0, not known to be smallest, cut short
    "#]].assert_eq(&mend(Limits { edits: 1, logs: 9, ..all }));
}

#[test]
fn what_is_prohibited_is_left_out() {
    let agreement = sale(
        &serde_json::json!({
            "order": { "by": ["buyer"] },
            "ship": {
                "by": ["seller"], "protects": [],
                "requires": { "happened": { "act": "order", "at_least": 4 } },
            },
        }),
        &serde_json::json!({ "thrift": {
            "debtor": "buyer", "creditor": "seller", "refrain": "order", "beyond": 1, "per": "P7D",
        } }),
    );
    let verifier = Verifier::new(&agreement);
    let mend = |log: &[(u32, &str, &str)]| told(&verifier.mend(&may(&agreement, log)));
    expect![[r#"
        the log stops conforming with event 2: prohibited, 2026-05-03 00:00 UTC: buyer did `order`, more than the 1 in each period of seven days that `thrift` allows
        what would have had to be otherwise for it to conform, each by itself:
          if event 2 had not happened
          if event 1 had not happened
        nothing less would have done
        tried 19, ruled out 0, smallest, not cut short
    "#]].assert_eq(&mend(&[(2, "buyer", "order"), (3, "buyer", "order")]));
    let twice = [(2, "buyer", "order"), (3, "buyer", "order"), (4, "seller", "ship")];
    expect![[r#"
        the log stops conforming with event 2: prohibited, 2026-05-03 00:00 UTC: buyer did `order`, more than the 1 in each period of seven days that `thrift` allows
        what would have had to be otherwise for it to conform, each by itself:
          if event 2 had not happened
            and event 3 had not happened
          if event 2 had not happened
            and it had happened that nobody waived what `ship` requires at 2026-05-04 00:00 UTC, after event 1
          if event 1 had not happened
            and event 3 had not happened
          if event 1 had not happened
            and it had happened that nobody waived what `ship` requires at 2026-05-04 00:00 UTC, after event 2
        nothing less would have done
        tried 400, ruled out 1, smallest, not cut short
    "#]].assert_eq(&mend(&twice));
}
