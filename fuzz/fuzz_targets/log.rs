//! Law: every line of a log is an event or an error with its line; an event writes itself back as an
//! equal one; submit and record take whatever is read.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use servanda::cuba::{self, Reading};
use servanda::{Agreement, Event, Log, Monitor, Text};

fn agreement() -> &'static Agreement {
    static AGREEMENT: OnceLock<Agreement> = OnceLock::new();
    AGREEMENT.get_or_init(|| cuba::agreement(Reading::Practised).expect("the crate's own").erased())
}

fuzz_target!(|bytes: &[u8]| {
    let agreement = agreement();
    let mut recorded = Monitor::new(agreement);
    let mut submitted = Monitor::new(agreement);
    for event in Log::new(bytes, agreement) {
        match event {
            Ok(event) => {
                let words = serde_json::to_string(&event.spelled(agreement)).expect("an event");
                let again: Event<Text> = serde_json::from_str(&words).expect("what it wrote itself");
                assert_eq!(again.resolved(agreement), event);
                recorded.record(&event);
                let _ = submitted.submit(&event);
            }
            Err(error) => assert!(error.line() > 0 && !error.to_string().is_empty()),
        }
    }
    if submitted.refusals().len() == 0 {
        assert_eq!(submitted, recorded);
    }
});
