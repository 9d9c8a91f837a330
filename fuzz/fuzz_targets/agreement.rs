//! Law: what is read as an agreement writes itself back, and that reads as an equal one; in TOML too
//! no text makes it panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda::{Agreement, Monitor};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for agreement in [Agreement::from_json(text), Agreement::from_toml(text)].into_iter().flatten() {
        let written = agreement.to_json();
        let again = Agreement::from_json(&written).expect("what it wrote itself");
        assert_eq!(agreement, again);
        assert_eq!(written, again.to_json());
        let mut monitor = Monitor::new(&agreement);
        let mut steps = 0;
        while let Some(next) = monitor.next_timeout().filter(|_| steps < 100) {
            let _ = monitor.advance(next.max(monitor.clock()));
            steps += 1;
        }
    }
});
