//! In which time zone people see instants: what `--utc` and `--calendar` say, for every command alike.

use std::sync::OnceLock;

use servanda::report::{InTimeZone, Phrases, PlainPhrases, Prose, TimeZone};
use servanda::{Agreement, Instant};

use crate::arguments::When;
use crate::failure::Failure;

static PHRASES: OnceLock<InTimeZone<'static>> = OnceLock::new();

/// Chooses the time zone, once.
pub fn choose(time_zone: TimeZone) {
    PHRASES.get_or_init(|| InTimeZone::new(&PlainPhrases, time_zone));
}

/// Plain phrases, with instants in the chosen time zone.
pub fn phrases() -> &'static dyn Phrases {
    PHRASES.get().map_or(&PlainPhrases as &dyn Phrases, |phrases| phrases)
}

/// The instant that is meant: of a day its last one, as the clocks show it by which instants are shown.
pub fn instant(agreement: &Agreement, when: When) -> Instant {
    match when {
        When::At(instant) => instant,
        When::Day(day) => Prose::new(agreement).with(phrases()).end_of(day),
    }
}

/// Whether an agreement has the calendar that was chosen.
pub fn check(agreement: &Agreement) -> Result<(), Failure> {
    match phrases().time_zone() {
        TimeZone::Calendar(name) => match agreement.calendar(name) {
            Ok(_) => Ok(()),
            Err(error) => Err(Failure::with_help(
                error.to_string(),
                "--calendar names one of the agreement's",
            )),
        },
        TimeZone::Own | TimeZone::Utc => Ok(()),
    }
}
