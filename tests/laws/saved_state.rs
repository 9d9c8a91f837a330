//! Law: a saved state is refused, or goes on: what is restored saves itself as an equal one, and
//! takes events and time.

use std::sync::OnceLock;

use servanda::{Agreement, Event, Monitor, Saved};

fn agreement() -> &'static Agreement {
    static AGREEMENT: OnceLock<Agreement> = OnceLock::new();
    AGREEMENT.get_or_init(|| {
        Agreement::from_json(include_str!("../../fuzz/agreement.json")).expect("a sound agreement")
    })
}

/// The bytes are a saved state of a sale.
pub fn holds(bytes: &[u8]) {
    let Ok(saved) = serde_json::from_slice::<Saved>(bytes) else { return };
    let mut monitor = match Monitor::restore(agreement(), saved) {
        Ok(monitor) => monitor,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let again = Monitor::restore(agreement(), monitor.save()).expect("what it saved itself");
    assert_eq!(again, monitor);
    let clock = monitor.clock();
    for party in agreement().parties() {
        for act in agreement().acts() {
            monitor.record(&Event::act(clock, party, act));
        }
    }
    for _ in 0..100 {
        let Some(next) = monitor.next_timeout() else { break };
        let _ = monitor.advance(next.max(monitor.clock()));
    }
}
