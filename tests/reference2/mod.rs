//! A second reading of the law's second edition, for the engine to be compared with.
//!
//! This is the law (the semantics page of the crate) read slowly and written down plainly: no
//! index, no cache, every rule worked out again each time. It shares no code with the engine and
//! must not come to: it is worth something only while the two can be wrong apart.
//!
//! [`judge`] takes an agreement and the log of one run as JSON and gives the report as JSON.
//!
//! Obligations are taken in the order of the document, so `serde_json` must be built with its
//! `preserve_order` feature.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::large_enum_variant,
    unreachable_pub,
    reason = "a model for tests: it may stop at once, and is included as a module"
)]

mod acts;
mod amended;
mod calendar;
mod condition;
mod document;
mod events;
mod json;
mod report;
mod rounds;
mod run;
mod state;
mod taking;
mod time;
mod timers;
mod told;
mod view;
mod words;

use std::rc::Rc;

use serde_json::Value;

use self::document::Agreement;
use self::events::Event;
use self::run::Run;

/// How a log is to be judged.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// True: each event is submitted to a gatekeeper. False: it is recorded.
    pub submit: bool,
    /// Leave out what happened after this instant, and move the clock on to it.
    pub as_of: Option<String>,
    /// Leave out what came to be known after this instant.
    pub known_by: Option<String>,
    /// Judge each event as if it had been logged when it happened (section 11).
    pub by_time: bool,
    /// The agreements at hand that an event may put in the place of this one, by digest.
    pub amended: Vec<(String, Value)>,
}

impl Options {
    /// Options as the cases write them.
    #[must_use]
    pub fn read(options: &Value) -> Self {
        let text = |key: &str| options[key].as_str().map(str::to_owned);
        let flag = |key: &str| options[key].as_bool().unwrap_or(false);
        Self {
            submit: flag("submit"),
            as_of: text("as_of"),
            known_by: text("known_by"),
            by_time: flag("by_time"),
            amended: Vec::new(),
        }
    }
}

/// Judges a log against an agreement, and gives the report.
///
/// # Errors
///
/// When the agreement, a line or an option is not well formed. An event that is well formed but
/// wrong is void, which is no error.
pub fn judge(agreement: &Value, log: &[Value], options: &Options) -> Result<Value, String> {
    let agreement = Rc::new(Agreement::read(agreement)?);
    let read = |text: &Option<String>| text.as_deref().map(time::instant).transpose();
    let known_by = read(&options.known_by)?;
    let as_of = read(&options.as_of)?.or(known_by);
    let mut run = Run::new(Rc::clone(&agreement));
    let mut refusals = Vec::new();
    for (place, line) in (1..).zip(log) {
        let event = Event::read(&run.agreement, place, line)?;
        let is_known = known_by.is_none_or(|by| event.known.unwrap_or(event.time) <= by);
        if !is_known || as_of.is_some_and(|as_of| event.time > as_of) {
            continue;
        }
        if options.submit {
            if let Err(found) = run.submit(&event) {
                refusals.push((place, found));
            }
        } else {
            run.record(&event);
        }
    }
    if let (Some(as_of), Some(state)) = (as_of, &run.state) {
        run.advance(as_of.max(state.clock));
    }
    Ok(run.report(&refusals))
}
