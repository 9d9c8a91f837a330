//! What the benches share: the settlement, and logs of it.

pub mod lines;

use servanda::cuba::{self, Cuba, Reading};
use servanda::{Agreement, Event};

/// The settlement in its default reading, by ids, as a program holds it that read it from a file.
pub fn agreement() -> Agreement {
    named().erased()
}

/// The settlement in its default reading, in the crate's own enums.
pub fn named() -> Agreement<Cuba> {
    cuba::agreement(Reading::Verified).expect("the crate's own agreement is sound")
}

/// The seventeen events of the settlement as it might have gone: every one legal.
pub fn legal_events(agreement: &Agreement) -> Vec<Event> {
    let named = named();
    cuba::as_it_might_have_gone()
        .iter()
        .map(|event| event.spelled(&named).resolved(agreement).expect("whole figures"))
        .collect()
}
