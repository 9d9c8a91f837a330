//! Law: a saved state is refused, or goes on: what is restored saves itself as an equal one, and
//! takes events and time.

use std::sync::OnceLock;

use serde_json::{Value, json};
use servanda::{Agreement, Event, Monitor, Saved};

fn agreement() -> &'static Agreement {
    static AGREEMENT: OnceLock<Agreement> = OnceLock::new();
    AGREEMENT.get_or_init(|| {
        Agreement::from_json(include_str!("../../fuzz/agreement.json")).expect("a sound agreement")
    })
}

/// The bytes are a saved state of a sale; or, where they are no object of JSON, the steps of a sale
/// and then what is damaged in its state: of each three bytes a site, a value, and where from.
pub fn holds(bytes: &[u8]) {
    let saved = if bytes.first() == Some(&b'{') {
        serde_json::from_slice::<Saved>(bytes).ok()
    } else {
        serde_json::from_value(damaged(bytes)).ok()
    };
    let Some(saved) = saved else { return };
    let mut monitor = match Monitor::restore(agreement(), saved) {
        Ok(monitor) => monitor,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let again = Monitor::restore(agreement(), monitor.save()).expect("what it saved itself");
    assert_eq!(again, monitor);
    let clock = monitor.clock().unwrap();
    for party in agreement().parties() {
        for act in agreement().acts() {
            monitor.record(&Event::act(clock, party, act));
        }
    }
    for _ in 0..100 {
        let Some(next) = monitor.next_timeout() else { break };
        let _ = monitor.advance(next.max(monitor.clock().unwrap()));
    }
}

/// A state that a run came to, with damage done to it.
fn damaged(bytes: &[u8]) -> Value {
    let (steps, damage) = bytes.split_at(bytes.len().min(8));
    let mut monitor = Monitor::new(agreement());
    let parties: Vec<_> = agreement().parties().collect();
    let acts: Vec<_> = agreement().acts().collect();
    let obligations: Vec<_> = agreement().obligations().collect();
    for step in steps {
        let number = usize::from(*step);
        let time = match monitor.next_timeout() {
            Some(next) if step & 128 != 0 => next.max(monitor.clock().unwrap()),
            _ => monitor.clock().unwrap(),
        };
        let party = parties[number % parties.len()];
        if step & 64 == 0 {
            monitor.record(&Event::act(time, party, acts[number / 2 % acts.len()]));
        } else {
            let obligation = obligations[number / 2 % obligations.len()];
            monitor.record(&Event::attest(time, party, obligation));
        }
    }
    let mut state = serde_json::to_value(monitor.save()).expect("a state");
    for damage in damage.chunks_exact(3).take(8) {
        let places = places(&state);
        let place = &places[usize::from(damage[0]) % places.len()];
        let from = &places[usize::from(damage[2]) % places.len()];
        let value = match damage[1] % 12 {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(false),
            3 => json!(u64::from(damage[2])),
            4 => json!(u64::MAX),
            5 => json!("2026-05-04T09:00:00Z"),
            6 => json!("9999-12-31T23:59:59Z"),
            7 => json!(["dormant", "due", "performed", "suspended"][usize::from(damage[2] % 4)]),
            8 => json!(["breached", "cured", "released", "lapsed"][usize::from(damage[2] % 4)]),
            _ => state.pointer(from).cloned().unwrap_or_default(),
        };
        if let Some(slot) = state.pointer_mut(place) {
            *slot = value;
        }
    }
    state
}

/// Every place in a state, as a JSON pointer; the agreement in it left out.
fn places(state: &Value) -> Vec<String> {
    fn walk(value: &Value, place: &str, places: &mut Vec<String>) {
        places.push(place.to_owned());
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    walk(value, &format!("{place}/{key}"), places);
                }
            }
            Value::Array(values) => {
                for (number, value) in values.iter().enumerate() {
                    walk(value, &format!("{place}/{number}"), places);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for (key, value) in state.as_object().into_iter().flatten() {
        if key != "agreement" {
            walk(value, &format!("/{key}"), &mut found);
        }
    }
    found
}
