//! Events as they are read from the lines of a log (section 5).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::document::Agreement;
use super::json::{entries, one_or_more, opt_text, text};
use super::parties::Voice;
use super::time::{Instant, instant, printed};
use super::told::{Told, quantity};

#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// Its place in the log, counted from 1.
    pub(crate) place: usize,
    pub(crate) time: Instant,
    pub(crate) known: Option<Instant>,
    pub(crate) actor: Option<String>,
    pub(crate) actors: Option<Vec<String>>,
    pub(crate) id: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) what: What,
    pub(crate) told: Map<String, Value>,
    pub(crate) source: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Act { act: String, quantity: u64 },
    Attest(String),
    Deny(String),
    Release(String),
    Extend { obligation: String, until: Instant },
    Amend { obligation: String, terms: Terms },
    Waive(String),
    Amended(String),
    Tick,
}

/// The new terms of an `amend`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) debtor: Option<String>,
    pub(crate) creditor: Option<String>,
    pub(crate) verifier: Option<String>,
    pub(crate) until: Option<Instant>,
    pub(crate) quantity: Option<u64>,
}

pub(crate) fn opt_instant(value: &Value, key: &str) -> Result<Option<Instant>, String> {
    opt_text(value, key)?.map(|it| instant(&it)).transpose()
}

impl Event {
    /// Reads a line; what is of no known form is an error of the line.
    pub(crate) fn read(agreement: &Agreement, place: usize, line: &Value) -> Result<Self, String> {
        Self::parse(agreement, place, line).map_err(|why| format!("line {place}: {why}"))
    }

    fn parse(agreement: &Agreement, place: usize, line: &Value) -> Result<Self, String> {
        says_who_speaks(line)?;
        let actors = line.get("actors").map(one_or_more).transpose()?;
        let subject = opt_text(line, "subject")?;
        let is_long = |it: &String| it.is_empty() || it.len() > 256;
        if subject.as_ref().is_some_and(|it| is_long(it) || it.chars().any(char::is_control)) {
            return Err("a subject's name is text of 1 to 256 bytes".to_owned());
        }
        Ok(Self {
            place,
            time: instant(&text(&line["time"])?)?,
            known: opt_instant(line, "known")?,
            actor: opt_text(line, "actor")?,
            actors,
            id: opt_text(line, "id")?,
            subject,
            what: What::read(agreement, line)?,
            told: entries(line.get("told"))?.clone(),
            source: line.clone(),
        })
    }

    /// Those who did or spoke it.
    pub(crate) fn speakers(&self) -> Vec<String> {
        match (&self.actors, &self.actor) {
            (Some(actors), _) => actors.clone(),
            (None, Some(actor)) => vec![actor.clone()],
            (None, None) => Vec::new(),
        }
    }

    pub(crate) fn voice(&self) -> Voice {
        match (&self.actors, &self.actor) {
            (None, Some(actor)) => Voice::Alone(actor.clone()),
            _ => Voice::Together(self.speakers()),
        }
    }

    /// What it says, in one spelling: all but `known`, `note` and `source`. (Of its run all say the same.)
    pub(crate) fn said(&self, agreement: &Agreement) -> Value {
        let mut said = self.source.clone();
        let map = said.as_object_mut().expect("a line is a map");
        for key in ["known", "note", "source", "case"] {
            map.remove(key);
        }
        map.insert("time".to_owned(), json!(printed(self.time)));
        if let Some(actors) = &self.actors {
            let mut actors = actors.clone();
            actors.sort();
            actors.dedup();
            map.insert("actors".to_owned(), json!(actors));
        }
        match &self.what {
            What::Act { act, quantity } => {
                map.insert("quantity".to_owned(), json!(quantity));
                let told = told_of(agreement, act, &self.told);
                for (name, value) in told.unwrap_or_default() {
                    map["told"][&name] = value.spelt();
                }
            }
            What::Extend { until, .. } => {
                map.insert("until".to_owned(), json!(printed(*until)));
            }
            What::Amend { terms, .. } => {
                if let Some(until) = terms.until {
                    map.insert("until".to_owned(), json!(printed(until)));
                }
                if let Some(quantity) = terms.quantity {
                    map.insert("quantity".to_owned(), json!(quantity));
                }
            }
            _ => {}
        }
        sorted(&said)
    }
}

/// Acts have `actor`, `amend` and `waive` have `actors`, the other words either; a tick may have `actor`.
fn says_who_speaks(line: &Value) -> Result<(), String> {
    let has = |key: &str| line.get(key).is_some();
    let is_any = |words: &[&str]| words.iter().any(|word| has(word));
    let fits = if has("act") {
        has("actor") && !has("actors")
    } else if is_any(&["amend", "waive"]) {
        has("actors") && !has("actor")
    } else if is_any(&["attest", "deny", "release", "extend", "amended"]) {
        has("actor") != has("actors")
    } else {
        !has("actors")
    };
    if fits { Ok(()) } else { Err("`actor` or `actors` is missing or one too many".to_owned()) }
}

/// The same with its keys in order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let keys: BTreeMap<_, _> = map.iter().map(|(key, it)| (key, sorted(it))).collect();
            json!(keys)
        }
        other => other.clone(),
    }
}

/// What an event of an act tells, if it tells just what it must, each in its type.
pub(crate) fn told_of(
    agreement: &Agreement,
    act: &str,
    told: &Map<String, Value>,
) -> Option<BTreeMap<String, Told>> {
    let act = agreement.act(act)?;
    let parties = agreement.party_names();
    if told.keys().any(|name| act.tells.iter().all(|(known, _)| known != name)) {
        return None;
    }
    let taken = act.tells.iter().map(|(name, kind)| {
        let value = told.get(name)?;
        Some((name.clone(), kind.take(value, &parties)?))
    });
    taken.collect()
}

impl What {
    fn read(agreement: &Agreement, line: &Value) -> Result<Self, String> {
        if ["retract", "correct", "complete"].iter().any(|key| line.get(key).is_some()) {
            return Err("only a log judged by time is corrected or complete".to_owned());
        }
        let name = |key: &str| opt_text(line, key);
        let count = |unit| match line.get("quantity") {
            None => Ok(None),
            Some(written) => match quantity(written, unit)? {
                0 => Err("a quantity is at least 1".to_owned()),
                some => Ok(Some(some)),
            },
        };
        if let Some(act) = name("act")? {
            // What is not known is void, whatever its figures: in what they are counted nobody knows.
            let Some(known) = agreement.act(&act) else {
                let quantity = count(None).ok().flatten();
                return Ok(Self::Act { act, quantity: quantity.unwrap_or(1) });
            };
            let unit = known.unit.as_ref();
            let quantity = count(unit)?;
            if unit.is_some() && quantity.is_none() {
                return Err(format!("`{act}` is counted in a unit: it needs a quantity"));
            }
            return Ok(Self::Act { act, quantity: quantity.unwrap_or(1) });
        }
        if let Some(obligation) = name("attest")? {
            return Ok(Self::Attest(obligation));
        }
        if let Some(obligation) = name("deny")? {
            return Ok(Self::Deny(obligation));
        }
        if let Some(obligation) = name("release")? {
            return Ok(Self::Release(obligation));
        }
        if let Some(obligation) = name("extend")? {
            let until = opt_instant(line, "until")?.ok_or("`extend` needs `until`")?;
            return Ok(Self::Extend { obligation, until });
        }
        if let Some(obligation) = name("amend")? {
            let quantity = match agreement.obligation(&obligation) {
                Some(known) => count(known.unit.as_ref())?,
                None => count(None).unwrap_or(Some(1)),
            };
            let terms = Terms {
                debtor: name("debtor")?,
                creditor: name("creditor")?,
                verifier: name("verified_by")?,
                until: opt_instant(line, "until")?,
                quantity,
            };
            if terms == Terms::default() {
                return Err("`amend` needs new terms".to_owned());
            }
            return Ok(Self::Amend { obligation, terms });
        }
        if let Some(act) = name("waive")? {
            return Ok(Self::Waive(act));
        }
        if let Some(digest) = name("amended")? {
            return Ok(Self::Amended(digest));
        }
        Ok(Self::Tick)
    }

    /// The obligation that a word is about.
    pub(crate) fn obligation(&self) -> Option<&str> {
        match self {
            Self::Attest(it) | Self::Deny(it) | Self::Release(it) => Some(it),
            Self::Extend { obligation, .. } | Self::Amend { obligation, .. } => Some(obligation),
            _ => None,
        }
    }

    /// The act that is done or waived.
    pub(crate) fn act(&self) -> Option<&str> {
        match self {
            Self::Act { act, .. } | Self::Waive(act) => Some(act),
            _ => None,
        }
    }
}
