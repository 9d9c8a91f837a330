//! Law: what is read as an agreement writes itself back, and that reads as an equal one, in JSON and
//! in TOML; and any agreement runs.

use servanda::{Agreement, Monitor};

/// The first byte chooses the format.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let read = if text.trim_start().starts_with('{') {
        Agreement::from_json(text)
    } else {
        Agreement::from_toml(text)
    };
    let agreement = match read {
        Ok(agreement) => agreement,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let written = agreement.to_json();
    let again = Agreement::from_json(&written).expect("what it wrote itself");
    assert_eq!(agreement, again);
    assert_eq!(written, again.to_json());
    let mut monitor = Monitor::new(&agreement);
    for _ in 0..100 {
        let Some(next) = monitor.next_timeout() else { break };
        let _ = monitor.advance(next.max(monitor.clock().unwrap()));
    }
}
