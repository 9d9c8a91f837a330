//! Logs of many cases: each run for itself, in the order of the cases' first events, however the
//! log is read.

use std::io::BufReader;

use crate::generate::{Case, NUMBERS, Shape, case_of, chooser};
use serde_json::{Value, json};
use servanda::cuba::{self, Act, Obligation, Party, Reading};
use servanda::formats::json::Log;
use servanda::formats::{BadLines, LogProgress};
use servanda::{Agreement, Event, Instant, Monitor, Outcome, Report, Status, Verifier};

fn verifier(case: &Case, agreement: &Agreement) -> Verifier {
    let instant = |text: &String| text.parse::<Instant>().unwrap();
    let mut verifier = Verifier::new(agreement);
    if case.submit {
        verifier = verifier.submitting();
    }
    if let Some(as_of) = &case.as_of {
        verifier = verifier.as_of(instant(as_of));
    }
    if let Some(known_by) = &case.known_by {
        verifier = verifier.known_by(instant(known_by));
    }
    verifier
}

/// The events of a log, several times over, each time as a case of its own, dealt like cards; some
/// lines are not to be read.
fn dealt(agreement: &Agreement, log: &[Value], seed: u64) -> (Vec<String>, Vec<Option<String>>) {
    let names = ["a", "", "é", "a name that is too long to be kept in place", "b\"c\\d"];
    let mut left: Vec<(Option<&str>, &[Value])> =
        names.iter().map(|name| (Some(*name), log)).chain([(None, log)]).collect();
    let (mut lines, mut begun) = (Vec::new(), Vec::new());
    for number in chooser::numbers(seed, left.len() * log.len() * 2) {
        let number = number as usize;
        let (name, events) =
            &mut left[number % names.len().min(5) + usize::from(number.is_multiple_of(7))];
        let Some((event, rest)) = events.split_first() else { continue };
        *events = rest;
        let mut event = event.clone();
        match name {
            Some(name) => event["case"] = json!(name),
            None => drop(event.as_object_mut().unwrap().remove("case")),
        }
        let name = name.map(str::to_owned);
        let is_event = Log::new(event.to_string().as_bytes(), agreement).all(|it| it.is_ok());
        if is_event && !begun.contains(&name) {
            begun.push(name);
        }
        lines.push(event.to_string());
        if number.is_multiple_of(13) {
            lines.push("{\"time\": 1}".to_owned());
        }
        if number.is_multiple_of(17) {
            lines.push(String::new());
        }
    }
    (lines, begun)
}

/// A report without what depends on the other cases.
fn alone(report: &Report) -> Value {
    let mut report = serde_json::to_value(report).unwrap();
    report.as_object_mut().unwrap().remove("skipped");
    report
}

#[test]
fn every_case_is_a_run_of_its_own() {
    let mut compared = 0;
    for seed in 0..150 {
        let case = case_of(&chooser::numbers(seed, NUMBERS), Shape::default());
        let Ok(agreement) = crate::engine::agreement(&case.agreement) else { continue };
        let (lines, begun) = dealt(&agreement, &case.log, seed);
        let verifier = verifier(&case, &agreement);
        let text = lines.join("\n");
        let reports = verifier.judge_log(text.as_bytes(), BadLines::Skip).unwrap();
        let names: Vec<Option<String>> =
            reports.iter().map(|report| report.case().map(str::to_owned)).collect();
        if begun.is_empty() {
            assert_eq!(names, [None]);
            continue;
        }
        assert_eq!(names, begun, "in the order of their first events");
        for (report, name) in reports.iter().zip(&begun) {
            // The others' lines, made unreadable: they keep their places.
            let others: Vec<String> = lines
                .iter()
                .map(|line| {
                    let event: Value = serde_json::from_str(line).unwrap_or_default();
                    let is_other = event["case"].as_str() != name.as_deref();
                    if is_other && !line.is_empty() { "?".to_owned() } else { line.clone() }
                })
                .collect();
            let expected =
                verifier.judge_log(others.join("\n").as_bytes(), BadLines::Skip).unwrap();
            assert_eq!(alone(report), alone(&expected[0]), "seed {seed}, case {name:?}");
            compared += 1;
        }
        by_every_way(&verifier, &agreement, &text, &reports);
    }
    assert!(compared > 300, "{compared}");
}

/// On one thread, and on three.
fn ways(verifier: &Verifier) -> Vec<Verifier> {
    #[cfg(feature = "parallel")]
    {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        vec![verifier.clone(), pool.install(|| verifier.clone().in_parallel())]
    }
    #[cfg(not(feature = "parallel"))]
    vec![verifier.clone()]
}

/// Event by event, from a reader that gives a byte at a time, and on many threads.
fn by_every_way(verifier: &Verifier, agreement: &Agreement, text: &str, expected: &[Report]) {
    let mut verification = verifier.start();
    for event in Log::new(text.as_bytes(), agreement) {
        match event {
            Ok(event) => verification.take(&event),
            Err(error) => verification.skip(error.line(), error.kind()),
        }
    }
    assert_eq!(verification.finish(), expected);
    let events: Vec<_> = Log::new(text.as_bytes(), agreement).filter_map(Result::ok).collect();
    let mut one_by_one = verifier.start();
    events.iter().for_each(|event| one_by_one.take(event));
    let one_by_one = one_by_one.finish();
    for verifier in ways(verifier) {
        let mut verification = verifier.start();
        let (first, rest) = events.split_at(events.len() / 3);
        verification.take_all(first);
        verification.take_all(rest);
        assert_eq!(verification.finish(), one_by_one);
    }
    let trickle = BufReader::with_capacity(1, text.as_bytes());
    assert_eq!(verifier.judge_log(trickle, BadLines::Skip).unwrap(), expected);
    #[cfg(feature = "parallel")]
    {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let found = pool.install(|| {
            verifier.clone().in_parallel().judge_log(text.as_bytes(), BadLines::Skip).unwrap()
        });
        assert_eq!(found, expected);
    }
}

#[test]
fn a_bad_line_stops_every_way_of_reading_at_one_place() {
    let agreement = servanda::cuba::agreement(servanda::cuba::Reading::Verified).unwrap();
    let good = r#"{"time": "1962-10-28T14:04:00Z", "actor": "us", "act": "cease-work", "case": "#;
    for bad in [0, 1, 50, 4_999, 5_000] {
        let mut lines: Vec<String> =
            (0..5_000).map(|number| format!("{good}\"{}\"}}", number / 50)).collect();
        if let Some(line) = lines.get_mut(bad) {
            *line = "{".to_owned();
        }
        let text = lines.join("\n");
        let verifier = Verifier::new(&agreement);
        let stopped = |verifier: &Verifier<_>| verifier.judge_log(text.as_bytes(), BadLines::Stop);
        let check = |verifier: &Verifier<_>| match stopped(verifier) {
            Ok(reports) => assert_eq!((bad, reports.len()), (5_000, 100)),
            Err(error) => {
                assert_eq!(error.events, bad as u64);
                assert_eq!(error.line.line(), bad as u64 + 1);
                assert_eq!(error.reports.len(), bad.div_ceil(50).max(1));
                let findings: usize = error.reports.iter().map(|it| it.findings().len()).sum();
                assert_eq!(findings, bad);
            }
        };
        check(&verifier);
        #[cfg(feature = "parallel")]
        check(&verifier.clone().in_parallel());
    }
}

#[test]
fn progress_is_told_and_ends_with_everything() {
    let agreement = servanda::cuba::agreement(servanda::cuba::Reading::Verified).unwrap();
    let line = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}"#;
    let text = format!("{line}\n").repeat(10_000);
    let mut told: Vec<LogProgress> = Vec::new();
    let mut verification = Verifier::new(&agreement).start();
    let end = verification
        .take_log(text.as_bytes(), BadLines::Stop, |progress| told.push(progress))
        .unwrap();
    assert_eq!((end.events, end.bytes), (10_000, text.len() as u64));
    assert_eq!(told.last(), Some(&end));
    assert!(told.len() > 5, "{told:?}");
    assert!(told.is_sorted_by_key(|progress| (progress.bytes, progress.events)));
    let mut reports = verification.reports();
    assert_eq!(reports.len(), 1);
    assert_eq!(reports.next().map(|report| report.outcome()), Some(Outcome::Pending));
}

/// What a verification can be asked while the log goes on: how far it is, each case's run, what was
/// passed over.
#[test]
fn a_verification_is_asked_for_its_cases_while_it_goes_on() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let mut verification = Verifier::new(&agreement).start();
    assert_eq!((verification.place(), verification.skipped()), (0, &[][..]));
    for (event, case) in cuba::history().iter().zip(["one", "two", "three"].into_iter().cycle()) {
        verification.take(&event.clone().case(case));
    }
    verification.skip(30, &"half a line");
    verification.take(&Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal));

    assert_eq!(verification.place(), cuba::history().len() as u64 + 2);
    assert_eq!(verification.skipped()[0].line, 30);
    // Each run is that of its own events, at their places in the log.
    for (case, first) in [("one", 0), ("two", 1), ("three", 2)] {
        let run = verification.run(Some(case)).unwrap();
        let mut alone = Monitor::new(&agreement).without_history();
        for event in cuba::history().iter().skip(first).step_by(3) {
            alone.record(event);
        }
        assert_eq!(run.clock().unwrap(), alone.clock().unwrap(), "{case}");
        for obligation in agreement.obligations() {
            assert_eq!(run.status(obligation), alone.status(obligation), "{case}");
        }
    }
    let nameless = verification.run(None).unwrap();
    assert_eq!(nameless.status(Obligation::CeaseWork), Some(Status::Due));
    assert!(verification.run(Some("four")).is_none());
    assert!(verification.run(Some("")).is_none());
}

/// More cases than are kept in one piece, and in any order: each finds its own run again.
#[test]
fn thousands_of_cases_find_their_runs_again() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
    let ceased = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::CeaseWork);
    let mut verification = Verifier::new(&agreement).start();
    let names: Vec<String> = (0..6_000).map(|number| format!("case {number}")).collect();
    for name in &names {
        verification.take(&accepted.clone().case(name.as_str()));
    }
    for name in names.iter().step_by(3).rev() {
        verification.take(&ceased.clone().case(name.as_str()));
    }
    for (number, report) in verification.reports().enumerate() {
        let done = number % 3 == 0;
        assert_eq!(report.case(), Some(names[number].as_str()));
        let work = report.obligations().find(|it| it.obligation == Obligation::CeaseWork).unwrap();
        assert_eq!(work.progress, u64::from(done), "{number}");
    }
}
