//! Law: a saved state is refused, or goes on: what is restored saves itself as an equal one, and
//! takes events and time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda::{Agreement, Event, Monitor, Saved};

use std::sync::OnceLock;

fn agreement() -> &'static Agreement {
    static AGREEMENT: OnceLock<Agreement> = OnceLock::new();
    AGREEMENT.get_or_init(|| {
        Agreement::from_json(include_str!("../agreement.json")).expect("a sound agreement")
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(saved) = serde_json::from_slice::<Saved>(bytes) else { return };
    let Ok(mut monitor) = Monitor::restore(agreement(), saved) else { return };
    let again = Monitor::restore(agreement(), monitor.save()).expect("what it saved itself");
    assert_eq!(again, monitor);
    let clock = monitor.clock();
    for party in agreement().parties() {
        for act in agreement().acts() {
            monitor.record(&Event::act(clock, party, act));
        }
    }
    let mut steps = 0;
    while let Some(next) = monitor.next_timeout().filter(|_| steps < 100) {
        let _ = monitor.advance(next.max(monitor.clock()));
        steps += 1;
    }
});
