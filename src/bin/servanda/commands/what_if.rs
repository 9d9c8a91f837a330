//! `what-if`: what events would change, and which edits would make a log conform.

use serde::Serialize;
use serde_json::{Value, json};
use servanda::analysis::Limits;
use servanda::names::Text;
use servanda::{Event, Instant};

use crate::Verdict;
use crate::arguments::{AnswerFormat, WhatIf};
use crate::clocks::{self, phrases};
use crate::failure::Failure;
use crate::output::{write_folded, write_out};

use super::budget::{Budget, bar};
use super::so_far::SoFar;

pub fn run(arguments: &WhatIf) -> Result<Verdict, Failure> {
    let so_far = SoFar::read(&arguments.run)?;
    if arguments.mend {
        let budget = Budget::new(u64::MAX, u64::MAX)?;
        let bar = bar();
        let verifier = so_far.verifier(&arguments.run);
        let mending = verifier.mend_while(&so_far.events, Limits::default(), |tried| {
            bar.set_message(format!("{tried} logs tried"));
            bar.tick();
            !budget.is_spent()
        });
        bar.finish_and_clear();
        print(&mending.text_with(phrases()), &mending, arguments.format)?;
        let conforms = mending.offence().is_none();
        return Ok(if conforms { Verdict::Conformant } else { Verdict::Findings });
    }
    let story = so_far.story(&arguments.run);
    let monitor = story.monitor();
    let mut clock = monitor.clock();
    let mut events = Vec::new();
    for text in &arguments.events {
        let event = event(text, clock)?;
        clock = clock.max(Some(event.time));
        events.push(event.resolved(&so_far.agreement).map_err(Failure::plain)?);
    }
    let until = arguments.until.map(|when| clocks::instant(&so_far.agreement, when));
    events.extend(until.map(Event::tick));
    let difference = match arguments.run.judging.submit {
        true => monitor.what_if_submitted(&events),
        false => monitor.what_if(&events),
    };
    print(&difference.text_with(phrases()), &difference, arguments.format)?;
    let is_fault = difference.findings.iter().any(|finding| !finding.kind().is_only_told());
    let is_found = is_fault || !difference.refusals.is_empty();
    Ok(if is_found { Verdict::Findings } else { Verdict::Conformant })
}

/// An event in JSON, or `PARTY:ACT`; at the clock's time if it says none.
fn event(text: &str, clock: Option<Instant>) -> Result<Event<Text>, Failure> {
    let bad = |error: &dyn std::fmt::Display| {
        Failure::with_help(
            format!("`{text}` is no event: {error}"),
            "write it in JSON, as in a log, or as `PARTY:ACT`",
        )
    };
    let mut value = match text.split_once(':') {
        Some((actor, act)) if !text.trim_start().starts_with('{') => {
            json!({"actor": actor, "act": act})
        }
        _ => serde_json::from_str(text).map_err(|error| bad(&error))?,
    };
    if let (Value::Object(event), Some(clock)) = (&mut value, clock) {
        event.entry("time").or_insert_with(|| clock.to_string().into());
    }
    serde_json::from_value(value).map_err(|error| bad(&error))
}

fn print(
    text: &dyn std::fmt::Display,
    data: &impl Serialize,
    format: AnswerFormat,
) -> Result<(), Failure> {
    write_out(|out| {
        match format {
            AnswerFormat::Text => {
                let text = text.to_string();
                write_folded(out, text.trim_end())?;
            }
            AnswerFormat::Json => {
                let written = serde_json::to_string_pretty(data).map_err(std::io::Error::from)?;
                writeln!(out, "{written}")?;
            }
        }
        Ok(())
    })
}
