//! Law: every line of a log is an event or an error with its line; an event writes itself back as an
//! equal one; submit and record take whatever is read, and give one state where nothing is refused.

use std::sync::OnceLock;

use servanda::cuba::{self, Reading};
use servanda::formats::json::Log;
use servanda::names::Text;
use servanda::{Agreement, Event, Monitor};

fn agreement() -> &'static Agreement {
    static AGREEMENT: OnceLock<Agreement> = OnceLock::new();
    AGREEMENT.get_or_init(|| cuba::agreement(Reading::Practised).expect("the crate's own").erased())
}

/// The bytes are a log of the settlement of 1962.
pub fn holds(bytes: &[u8]) {
    let agreement = agreement();
    let mut recorded = Monitor::new(agreement);
    let mut submitted = Monitor::new(agreement);
    let mut are_refused = false;
    let mut last = 0;
    for event in Log::new(bytes, agreement) {
        match event {
            Ok(event) => {
                let words = serde_json::to_string(&event.spelled(agreement)).expect("an event");
                let again: Event<Text> =
                    serde_json::from_str(&words).expect("what it wrote itself");
                assert_eq!(again.resolved(agreement), Ok(event.clone()));
                recorded.record(&event);
                are_refused |= submitted.submit(&event).is_err();
            }
            Err(error) => {
                assert!(error.line() > last && !error.to_string().is_empty());
                last = error.line();
            }
        }
    }
    if !are_refused {
        assert_eq!(submitted, recorded);
    }
}
