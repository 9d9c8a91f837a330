//! A kind of subjects (section 8).

use serde_json::Value;

use super::calendar::calendar_of;
use super::condition::Condition;
use super::document::Party;
use super::json::one_or_more;
use super::reading::Reading;
use super::term::Term;
use super::time::{Instant, instant};

#[derive(Clone, Debug)]
pub(crate) enum From {
    Entry,
    Instant(Instant),
    Condition(Condition),
}

#[derive(Clone, Debug)]
pub(crate) enum Opening {
    EachOf(Vec<String>),
    Periods { every: Term, from: From, times: Option<u64>, ends: Condition, ahead: u64 },
    ByEvents { acts: Vec<String>, closes: Condition },
}

#[derive(Clone, Debug)]
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) opening: Opening,
    pub(crate) terminates: Condition,
}

impl Kind {
    pub(crate) fn read(
        name: &str,
        value: &Value,
        parties: &[Party],
        reading: &Reading<'_>,
    ) -> Result<Self, String> {
        let path = |key: &str| format!("/subjects/{name}/{key}");
        let of_run = |key: &str| reading.condition(value.get(key), false, path(key), None);
        let opening = if let Some(each) = value.get("each_of") {
            Opening::EachOf(each_of(each, parties)?)
        } else if let Some(every) = value.get("every") {
            let from = match value.get("from") {
                None => From::Entry,
                Some(Value::String(at)) => From::Instant(instant(at)?),
                Some(day) if day.get("day").is_some() => {
                    From::Instant(calendar_of(day, reading.calendars)?.day(day, "00:00")?)
                }
                Some(_) => From::Condition(of_run("from")?),
            };
            Opening::Periods {
                every: reading.term(every)?,
                from,
                times: value.get("times").and_then(Value::as_u64),
                ends: of_run("ends_when")?,
                ahead: value.get("ahead").and_then(Value::as_u64).unwrap_or(0),
            }
        } else {
            Opening::ByEvents {
                acts: one_or_more(&value["opened_by"])?,
                closes: of_run("closes_when")?,
            }
        };
        let terminates = value.get("terminates_when");
        let terminates =
            reading.condition(terminates, false, path("terminates_when"), Some(name))?;
        Ok(Self { name: name.to_owned(), opening, terminates })
    }
}

/// The parties of `each_of`: all of them, those of a group, or those listed; no groups.
fn each_of(value: &Value, parties: &[Party]) -> Result<Vec<String>, String> {
    let named = one_or_more(value)?;
    let mut found = Vec::new();
    for name in named {
        if name == "all" {
            let single = parties.iter().filter(|it| it.members.is_none());
            found.extend(single.map(|it| it.name.clone()));
            continue;
        }
        let party = parties.iter().find(|it| it.name == name);
        match &party.ok_or_else(|| format!("no party `{name}`"))?.members {
            Some(members) => found.extend(members.iter().cloned()),
            None => found.push(name),
        }
    }
    Ok(found)
}
