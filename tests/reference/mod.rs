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
mod circles;
mod condition;
mod difference;
mod diligent;
mod document;
mod duty;
mod errors;
mod events;
mod evidence;
mod falling_due;
mod going;
mod good;
mod json;
mod kind;
mod may;
mod obligation;
mod parties;
mod periods;
mod reading;
mod report;
mod rounds;
mod run;
mod same;
mod spelling;
mod state;
mod taking;
mod term;
mod time;
mod timers;
mod told;
mod view;
mod words;

use std::rc::Rc;

use serde_json::Value;

#[allow(unused_imports, reason = "each test uses its part")]
pub use self::{
    difference::difference,
    diligent::{Diligence, judge_with_diligent},
};

use self::document::Agreement;
use self::events::Event;
use self::run::Run;
use self::time::Instant;

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
    let lines: Vec<_> = (1..).zip(log).collect();
    judge_lines(agreement, &lines, options)
}

fn judge_lines(
    agreement: &Value,
    lines: &[(usize, &Value)],
    options: &Options,
) -> Result<Value, String> {
    let known_by = read(options.known_by.as_ref())?;
    let mut known = Vec::new();
    for (place, line) in lines {
        let at = evidence::known(line).map_err(|why| format!("line {place}: {why}"))?;
        if known_by.is_none_or(|by| at <= by) {
            known.push((*place, *line));
        }
    }
    judge_known(agreement, &known, options)
}

/// Judges a log of many runs of an agreement, each line of which says by its `case` to which run it
/// belongs: one report for each run, in the order of their first lines. Places count through the
/// whole log; a `complete` without a case speaks for all.
///
/// # Errors
///
/// As for [`judge`].
pub fn judge_each_case(
    agreement: &Value,
    log: &[Value],
    options: &Options,
) -> Result<Vec<Value>, String> {
    let is_for_all = |line: &Value| line.get("complete").is_some() && line.get("case").is_none();
    let mut cases: Vec<Option<&str>> = Vec::new();
    for line in log.iter().filter(|it| !is_for_all(it)) {
        let case = line.get("case").and_then(Value::as_str);
        if !cases.contains(&case) {
            cases.push(case);
        }
    }
    if cases.is_empty() {
        cases.push(None);
    }
    let judge_one = |case: Option<&str>| {
        let is_of =
            |line: &Value| line.get("case").and_then(Value::as_str) == case || is_for_all(line);
        let lines: Vec<_> = (1..).zip(log).filter(|(_, line)| is_of(line)).collect();
        let mut report = judge_lines(agreement, &lines, options)?;
        if let Some(case) = case {
            report["case"] = case.into();
        }
        Ok(report)
    };
    cases.into_iter().map(judge_one).collect()
}

fn read(text: Option<&String>) -> Result<Option<Instant>, String> {
    text.map(|it| time::instant(it)).transpose()
}

/// Judges what is known of a log: lines, each with its place.
fn judge_known(
    agreement: &Value,
    lines: &[(usize, &Value)],
    options: &Options,
) -> Result<Value, String> {
    let agreement = Rc::new(Agreement::read(agreement)?);
    agreement.check()?;
    if let Some(obligation) = agreement.circle() {
        return Err(format!("`{obligation}` rests on itself"));
    }
    let at_hand = options
        .amended
        .iter()
        .map(|(digest, it)| {
            let agreement = Agreement::read(it)?;
            agreement.check()?;
            Ok((digest.clone(), Rc::new(agreement)))
        })
        .collect::<Result<Vec<_>, String>>()?;
    let as_of = match read(options.as_of.as_ref())? {
        None => read(options.known_by.as_ref())?,
        written => written,
    };
    let is_over = |at: Instant| as_of.is_some_and(|as_of| at > as_of);
    let mut run = Run::new(Rc::clone(&agreement), at_hand);
    let mut complete = None;
    let events = if options.by_time {
        let evidence = evidence::read(&agreement, lines)?;
        complete = evidence.complete;
        let told = evidence.findings.into_iter().filter(|it| !is_over(it.at));
        // They were found before anything was judged.
        run.findings.splice(0..0, told);
        evidence.events
    } else {
        lines.iter().map(|(place, line)| (*place, (*line).clone())).collect()
    };
    let mut refusals = Vec::new();
    for (place, line) in events {
        let event = Event::read(&run.agreement, place, &line)?;
        if is_over(event.time) {
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
    let mut report = run.report(&refusals);
    if let Some(complete) = complete {
        tell_certainty(&mut report, complete)?;
    }
    Ok(report)
}

/// Each finding is certain, if it is dated at or before what is complete, or provisional.
fn tell_certainty(report: &mut Value, complete: Instant) -> Result<(), String> {
    report["complete"] = time::printed(complete).into();
    for finding in report["findings"].as_array_mut().into_iter().flatten() {
        let at = time::instant(&json::text(&finding["at"])?)?;
        finding["certain"] = (at <= complete).into();
    }
    Ok(())
}
