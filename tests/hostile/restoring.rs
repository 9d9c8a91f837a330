//! Saved states, and dockets, that nothing can be gone on from.

use serde_json::{Value, json};
use servanda::cuba::{self, Reading};
use servanda::formats::RestoreError;
use servanda::report::Digest;
use servanda::{Agreement, Monitor, Outcome, Saved, Verifier};

use super::kit::{self, Bad, Expected};
use super::{kinds, rich, states, unexpected};

/// Whether a bad state gets the error that is expected of it.
fn judged_state(agreement: &Agreement, bad: &Bad) -> Result<(), String> {
    let saved = match (serde_json::from_slice::<Saved>(&bad.text), &bad.expected) {
        (Ok(saved), _) => saved,
        (Err(error), Expected::Form { line, says }) => {
            let is_expected = error.line() == *line && error.to_string().contains(says);
            return if is_expected { Ok(()) } else { Err(error.to_string()) };
        }
        (Err(error), _) => return Err(error.to_string()),
    };
    match (Monitor::restore(agreement, saved), &bad.expected) {
        (Err(RestoreError::OtherAgreement { .. }), Expected::OtherAgreement)
        | (Err(RestoreError::NotAtRest), Expected::NotAtRest) => Ok(()),
        (Err(RestoreError::Part { place, message }), Expected::Part { place: at, says })
            if place == *at && message.contains(says) =>
        {
            Ok(())
        }
        (Err(error), _) => Err(error.to_string()),
        (Ok(_), _) => Err("nothing wrong".to_owned()),
    }
}

#[test]
fn every_bad_state_gets_its_error() {
    let agreement = Agreement::from_json(&kit::sound().to_string()).unwrap();
    let bad = states::all(&agreement);
    let found = unexpected(&bad, |bad| judged_state(&agreement, bad));
    assert!(found.is_empty(), "{} of {}\n{}", found.len(), bad.len(), found.join("\n"));
    assert_eq!((bad.len(), kinds(&bad).len()), (1_188, 45));
}

#[test]
fn every_bad_state_in_which_all_is_in_use_gets_its_error() {
    let agreement = rich::agreement();
    let bad = rich::all(&agreement);
    let found = unexpected(&bad, |bad| judged_state(&agreement, bad));
    assert!(found.is_empty(), "{} of {}\n{}", found.len(), bad.len(), found.join("\n"));
    assert_eq!((bad.len(), kinds(&bad).len()), (1_572, 41));
}

/// An agreement without a date: before its first event nothing has happened.
#[test]
fn a_run_that_has_not_begun_remembers_nothing() {
    let mut document = kit::sound();
    document.as_object_mut().unwrap().shift_remove("date");
    let agreement = Agreement::from_json(&document.to_string()).unwrap();
    let saved = serde_json::to_value(Monitor::new(&agreement).save()).unwrap();
    let restored = |place: &str, value: Value| {
        let state = kit::with(&saved, &format!("run.{place}"), value);
        let read: Saved = serde_json::from_value(state).unwrap();
        Monitor::restore(&agreement, read).map_err(|error| error.to_string())
    };
    assert_eq!(restored("events", json!(2)).unwrap().outcome(), Outcome::Pending);
    let error = restored("clock", json!("2026-05-04T09:00:00Z")).unwrap_err();
    assert!(error.starts_with("clock: stands somewhere though"), "{error}");
    for (place, value) in [
        ("in_force", json!("2026-05-04T09:00:00Z")),
        ("terminated", json!("0000-01-01T00:00:00Z")),
        ("acts.pay.waived", json!(true)),
        ("obligations.price.progress", json!(1)),
        ("obligations.price.amended", json!(["debtor"])),
        ("sums", json!(vec![1; saved["run"]["sums"].as_array().unwrap().len()])),
        ("since", json!(["0000-01-01T00:00:00Z"])),
    ] {
        let error = restored(place, value).unwrap_err();
        assert!(error.starts_with("start: the run has not begun"), "{place}: {error}");
    }
    let begun = kit::with(&saved, "run.start", json!("2026-05-04T09:00:00Z"));
    let read: Saved = serde_json::from_value(begun).unwrap();
    let error = Monitor::restore(&agreement, read).unwrap_err().to_string();
    assert!(error.starts_with("clock: stands before the run's start"), "{error}");
    // And one with a date has begun.
    let dated = Agreement::from_json(&kit::sound().to_string()).unwrap();
    let state = serde_json::to_value(Monitor::new(&dated).save()).unwrap();
    for (start, says) in [
        (Value::Null, "start: an agreement with a date has begun"),
        (json!("2026-05-04T09:00:01Z"), "start: is not the agreement's date"),
    ] {
        let read = serde_json::from_value(kit::with(&state, "run.start", start)).unwrap();
        let error = Monitor::restore(&dated, read).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
}

/// States that somebody made up: what they say of findings is not what the rest of them says.
#[test]
fn a_made_up_state_is_refused() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let mut monitor = Monitor::new(&agreement);
    for event in cuba::collapse() {
        monitor.record(&event);
    }
    let saved = serde_json::to_value(monitor.save()).unwrap();
    let findings = saved["run"]["findings"].as_array().unwrap();
    let of = |kind: &str| findings.iter().position(|finding| finding["kind"] == kind).unwrap();
    let prohibited = of("prohibited");
    let refused = |change: &dyn Fn(&mut Value), place: &str, message: &str| {
        let mut state = saved.clone();
        change(&mut state["run"]);
        let read: Saved = serde_json::from_value(state).unwrap();
        let error = Monitor::restore(&agreement, read).unwrap_err().to_string();
        assert!(error.starts_with(place) && error.contains(message), "{error}");
    };
    let late = json!("1999-01-01T00:00:00Z");
    refused(&|run| run["findings"] = json!([]), "obligations.", "no finding says so");
    refused(
        &|run| drop(run["findings"].as_array_mut().unwrap().remove(prohibited)),
        "obligations.",
        "no finding says so",
    );
    refused(&|run| run["findings"][prohibited]["at"] = late.clone(), "findings", "past the clock");
    let nowhere = "is of an event and has no place";
    refused(&|run| run["findings"][prohibited]["event"] = Value::Null, "findings", nowhere);
    refused(
        &|run| run["findings"][prohibited]["party"] = json!("un"),
        "findings",
        "a party that can't do the act",
    );
    refused(
        &|run| run["findings"][prohibited]["event"] = json!(99),
        "findings",
        "past the last that was taken",
    );
    refused(&|run| run["events"] = json!(1), "findings", "past the last that was taken");
    refused(
        &|run| {
            let obligations = run["obligations"].as_object_mut().unwrap();
            for obligation in obligations.values_mut().filter(|it| it["status"] == "breached") {
                obligation["status"] = json!("due");
                obligation["breached"] = Value::Null;
                obligation["is_repairable"] = json!(false);
            }
        },
        "obligations.",
        "and it never was",
    );
    refused(&|run| run["changes"][0]["at"] = late.clone(), "changes", "past the clock");
    // So no run can be breached and conformant.
    assert!(monitor.outcome() == Outcome::Breached && !monitor.is_conformant());
}

/// The bytes of a docket of one case with something else in what its case was refused, every checksum made
/// anew.
fn with_other_refusals(bytes: &[u8], change: &dyn Fn(&mut Vec<Value>)) -> Vec<u8> {
    let mut link = [0; 16].to_vec();
    let mut changed = Vec::new();
    for line in std::str::from_utf8(bytes).unwrap().lines() {
        let mut written: Value = serde_json::from_str(&line[33..]).unwrap();
        if let Some(case) = written.pointer_mut("/cases/0/refusals") {
            change(case.as_array_mut().unwrap());
        }
        let json = written.to_string();
        let digest = Digest::of(&[&link, json.as_bytes()].concat()).to_string();
        link = (0..16)
            .map(|it| u8::from_str_radix(&digest[2 * it..2 * it + 2], 16).unwrap())
            .collect();
        changed.extend(format!("{} {json}\n", &digest[..32]).into_bytes());
    }
    changed
}

/// What is done to a list of written refusals.
type Change<'a> = &'a dyn Fn(&mut Vec<Value>);

/// What somebody made up of refusals, which a docket keeps with its cases.
#[test]
fn a_made_up_refusal_is_refused() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let verifier = Verifier::new(&agreement).submitting();
    let mut docket = verifier.docket();
    docket.apply(0, cuba::collapse());
    let (_, bytes) = docket.checkpoint();
    let restored = |change: &dyn Fn(&mut Vec<Value>)| {
        verifier.restore(&with_other_refusals(&bytes, change)).map(|restored| restored.docket)
    };
    let as_it_was = restored(&|refusals| assert!(refusals.len() > 1, "{refusals:?}")).unwrap();
    assert!(as_it_was.reports() == docket.reports());
    let changes: [(&str, Change); 8] = [
        ("says not why", &|all| all[0]["findings"] = json!([])),
        ("of no event", &|all| all[0]["event"] = json!(0)),
        ("past the last event", &|all| {
            let refusal = all.last_mut().unwrap();
            refusal["event"] = json!(99);
            refusal["findings"][0]["event"] = json!(99);
        }),
        ("for what was found of another event", &|all| {
            all[0]["findings"][0]["event"] = json!(1);
        }),
        ("twice", &|all| all.push(all.last().unwrap().clone())),
        ("in another order", &|all| all.reverse()),
        ("of an obligation that there is not", &|all| {
            all[0]["findings"][0]["obligation"] = json!("nothing");
            all[0]["findings"][0]["act"] = json!("nothing");
        }),
        ("by nobody", &|all| all[0]["findings"][0]["party"] = json!("nobody")),
    ];
    for (about, change) in changes {
        let error = restored(change).unwrap_err().to_string();
        let says = "refusals: one does not fit the agreement or the run";
        assert!(error.contains(says), "{about}: {error}");
    }
}
