//! Evidence that moves (section 11): a log that is judged by time.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::document::{Agreement, Whom};
use super::events::{Event, opt_instant};
use super::json::{opt_text, text};
use super::parties::Voice;
use super::run::Finding;
use super::taking::Void;
use super::time::Instant;

/// What is left of a log once all its lines are read.
pub(crate) struct Evidence {
    /// The events that stand, sorted: each with its place.
    pub(crate) events: Vec<(usize, Value)>,
    pub(crate) findings: Vec<Finding>,
    /// Up to when the log has all that happened.
    pub(crate) complete: Option<Instant>,
}

/// An event that stands: its place, and what its line says.
#[derive(Clone)]
struct Stands {
    place: usize,
    line: Value,
    event: Event,
}

struct Desk<'a> {
    agreement: &'a Agreement,
    standing: Vec<Stands>,
    /// What the lines of an id said that was retracted or corrected.
    spent: BTreeMap<String, Vec<Value>>,
    complete: Option<Instant>,
}

/// When a line came to be known.
pub(crate) fn known(line: &Value) -> Result<Instant, String> {
    match opt_instant(line, "known")?.or(opt_instant(line, "time")?) {
        Some(known) => Ok(known),
        None => Err("a line has a time".to_owned()),
    }
}

/// Reads the lines in the order of the log.
pub(crate) fn read(agreement: &Agreement, lines: &[(usize, &Value)]) -> Result<Evidence, String> {
    let mut desk = Desk { agreement, standing: Vec::new(), spent: BTreeMap::new(), complete: None };
    let mut findings = Vec::new();
    let mut last_known: Option<Instant> = None;
    for (place, line) in lines {
        let written = opt_instant(line, "known")?;
        let is_early = written.is_some_and(|it| last_known.is_some_and(|last| it < last));
        last_known = last_known.max(written);
        let taken = match is_early {
            true => Err("out-of-order"),
            false => desk.take(*place, line).map_err(|why| format!("line {place}: {why}"))?,
        };
        let (kind, reason) = match taken {
            Ok(Taken::Stands) => continue,
            Ok(Taken::Repeated) => ("repeated", None),
            Err(reason) => ("void", Some(reason)),
        };
        let time = opt_instant(line, "time")?.ok_or("a line has a time")?;
        let mut found = Finding::new(kind, opt_text(line, "actor")?, time).by_event(*place);
        found.reason = reason;
        findings.push(found);
    }
    desk.standing.sort_by_key(|it| (it.event.time, it.place));
    let events = desk.standing.into_iter().map(|it| (it.place, it.line)).collect();
    Ok(Evidence { events, findings, complete: desk.complete })
}

enum Taken {
    Stands,
    Repeated,
}

impl Desk<'_> {
    fn take(&mut self, place: usize, line: &Value) -> Result<Result<Taken, Void>, String> {
        if let Some(id) = opt_text(line, "retract")? {
            return Ok(self.withdraw(&id, line, None));
        }
        if let Some(id) = opt_text(line, "correct")? {
            let mut event = line["event"].clone();
            let map = event.as_object_mut().ok_or("`event` is not an event")?;
            map.insert("id".to_owned(), json!(id));
            map.insert("known".to_owned(), line.get("known").unwrap_or(&line["time"]).clone());
            let read = Event::read(self.agreement, place, &event)?;
            return Ok(self.withdraw(&id, line, Some((event, read))));
        }
        if let Some(until) = opt_instant(line, "complete")? {
            return self.finish(until, line);
        }
        let event = Event::read(self.agreement, place, line)?;
        if self.complete.is_some_and(|complete| event.time <= complete) {
            return Ok(Err("complete"));
        }
        if let Some(said) = event.id.as_ref().and_then(|id| self.spent.get(id)) {
            return Ok(match said.contains(&event.said(self.agreement)) {
                true => Ok(Taken::Repeated),
                false => Err("conflicting"),
            });
        }
        self.standing.push(Stands { place, line: line.clone(), event });
        Ok(Ok(Taken::Stands))
    }

    /// What has an id is judged no more; of a correction, the new event is instead.
    fn withdraw(
        &mut self,
        id: &str,
        line: &Value,
        new: Option<(Value, Event)>,
    ) -> Result<Taken, Void> {
        let actors = speakers(line);
        if !actors.iter().all(|it| self.is_party(it)) {
            return Err("unknown");
        }
        let has_id = |it: &Stands| it.event.id.as_deref() == Some(id);
        let had: Vec<_> = self.standing.iter().filter(|it| has_id(it)).cloned().collect();
        let first = had.first().ok_or("unknown")?;
        let is_after = |at: Instant| self.complete.is_none_or(|complete| at > complete);
        let new_time = new.as_ref().map(|(_, event)| event.time);
        if !had.iter().map(|it| it.event.time).chain(new_time).all(is_after) {
            return Err("complete");
        }
        let actor = line.get("actor").and_then(Value::as_str);
        let is_registrar = actor.is_some() && actor == self.agreement.registrar.as_deref();
        if !is_registrar && !had.iter().all(|it| self.do_makers_consent(&it.event, &actors)) {
            return Err("no-consent");
        }
        let said = self.spent.entry(id.to_owned()).or_default();
        said.extend(had.iter().map(|it| it.event.said(self.agreement)));
        let place = first.place;
        self.standing.retain(|it| !has_id(it));
        if let Some((line, event)) = new {
            said.push(event.said(self.agreement));
            self.standing.push(Stands { place, line, event });
        }
        Ok(Taken::Stands)
    }

    fn finish(&mut self, until: Instant, line: &Value) -> Result<Result<Taken, Void>, String> {
        let actor = text(&line["actor"])?;
        if !self.is_party(&actor) {
            return Ok(Err("unknown"));
        }
        if self.agreement.registrar.as_ref().is_some_and(|it| *it != actor) {
            return Ok(Err("unauthorized"));
        }
        if self.complete.is_some_and(|last| until < last) || until > known(line)? {
            return Ok(Err("out-of-order"));
        }
        self.complete = Some(until);
        Ok(Ok(Taken::Stands))
    }

    fn is_party(&self, name: &str) -> bool {
        self.agreement.parties.iter().any(|it| it.name == name)
    }

    /// Whether those who speak, speak for whoever made an event, and for whom it is about.
    fn do_makers_consent(&self, event: &Event, actors: &[String]) -> bool {
        let agreement = self.agreement;
        let voice = Voice::Together(actors.to_vec());
        let makers = event.speakers();
        let about = event.what.obligation().and_then(|it| agreement.obligation(it));
        let party = |whom: &Whom| match whom {
            Whom::Party(name) => Some(name.clone()),
            Whom::Each => event.subject.clone(),
            Whom::Told(_) => None,
        };
        let debtor_of_it = about.and_then(|it| party(&it.debtor));
        let speak = |whom: &String, debtor: Option<&String>| {
            agreement.speak_for(&voice, whom, debtor.map(String::as_str))
        };
        let concerned = agreement.obligations.iter().filter(|it| match event.what.act() {
            Some(act) => [it.performs(), it.refrains()].concat().iter().any(|it| it == act),
            None => about.is_some_and(|about| about.name == it.name),
        });
        !makers.is_empty()
            && makers.iter().all(|it| speak(it, debtor_of_it.as_ref()))
            && concerned.into_iter().all(|it| {
                let debtor = party(&it.debtor);
                let whom = [Some(&it.debtor), Some(&it.creditor), it.verifier.as_ref()];
                whom.into_iter()
                    .flatten()
                    .all(|whom| party(whom).is_some_and(|whom| speak(&whom, debtor.as_ref())))
            })
    }
}

/// Those who retract or correct: one `actor` is a list of one.
fn speakers(line: &Value) -> Vec<String> {
    let names = |key: &str| line.get(key).map(super::json::one_or_more);
    names("actors").or(names("actor")).and_then(Result::ok).unwrap_or_default()
}
