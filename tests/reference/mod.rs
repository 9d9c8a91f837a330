//! A second reading of the law, for the engine to be compared with.
//!
//! This is the law (the semantics page of the crate) read slowly and written
//! down plainly: no index, no cache, everything worked out again from the whole
//! log each time. It shares no code with the engine and must not come to: it
//! is worth something only while the two can be wrong apart.
//!
//! [`judge`] takes the agreement and the log of one run as JSON and gives the
//! report as JSON; [`judge_each_case`] takes a log of many runs. To look at the state after each event, judge each prefix of the log.
//!
//! Obligations are taken in the order of the document, so `serde_json` must be
//! built with its `preserve_order` feature.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    unreachable_pub,
    reason = "a model for tests: it may stop at once, and is included as a module"
)]

mod acts;
mod calendar;
mod circles;
mod condition;
mod document;
mod events;
mod finding;
mod json;
mod obligation;
mod report;
mod rounds;
mod state;
mod taking;
mod timers;
mod voids;
mod world;

#[cfg(test)]
mod tests;

use serde_json::Value;

use self::document::Agreement;
use self::events::Event;
use self::world::World;

/// How a log is to be judged (sections 5 and 6).
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// True: each event is submitted to a gatekeeper. False: it is recorded.
    pub submit: bool,
    /// Leave out what happened after this instant, and move the clock on to it.
    pub as_of: Option<String>,
    /// Leave out what came to be known after this instant.
    pub known_by: Option<String>,
}

/// Judges a log against an agreement, and gives the report.
///
/// # Errors
///
/// When the agreement is not acceptable (sections 2 and 4), or when an entry
/// of the log or an option is not well formed. An event that is well formed
/// but wrong is void, which is no error.
pub fn judge(agreement: &Value, log: &[Value], options: &Options) -> Result<Value, String> {
    let entries: Vec<(usize, &Value)> = (1..).zip(log).collect();
    run(agreement, &entries, options)
}

/// Judges a log of many runs of an agreement, each event of which says by its
/// `case` to which run it belongs: one report for each run, in the order of
/// their first events; one for a log without events. Places count through the
/// whole log (section 6).
///
/// # Errors
///
/// As for [`judge`].
pub fn judge_each_case(
    agreement: &Value,
    log: &[Value],
    options: &Options,
) -> Result<Vec<Value>, String> {
    let mut cases: Vec<Option<&Value>> = Vec::new();
    for entry in log {
        if !cases.contains(&entry.get("case")) {
            cases.push(entry.get("case"));
        }
    }
    if cases.is_empty() {
        cases.push(None);
    }
    let report = |case: &Option<&Value>| {
        let entries: Vec<(usize, &Value)> =
            (1..).zip(log).filter(|(_, entry)| entry.get("case") == *case).collect();
        let mut report = run(agreement, &entries, options)?;
        if let Some(case) = case {
            report["case"] = (*case).clone();
        }
        Ok(report)
    };
    cases.iter().map(report).collect()
}

/// Judges the entries of one run, each with its place in the log.
fn run(agreement: &Value, entries: &[(usize, &Value)], options: &Options) -> Result<Value, String> {
    let agreement = Agreement::read(agreement)?;
    circles::none_of_resting(&agreement)?;
    let as_of = options.as_of.as_deref().map(calendar::instant).transpose()?;
    let known_by = options.known_by.as_deref().map(calendar::instant).transpose()?;

    let mut world = World::begin(&agreement);
    let mut refusals = Vec::new();
    for (place, entry) in entries.iter().copied() {
        let event = Event::read(entry).map_err(|why| format!("event {place}: {why}"))?;
        if as_of.is_some_and(|as_of| event.time > as_of)
            || known_by.is_some_and(|known_by| event.known > known_by)
        {
            continue;
        }
        refusals.extend(taking::take(&mut world, place, &event, options.submit));
    }
    let end = world.state.clock.max(as_of.unwrap_or(world.state.clock));
    timers::advance(&mut world, end);
    Ok(report::report(&world, &refusals, as_of))
}
