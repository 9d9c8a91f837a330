//! An agreement (section 2).

use serde_json::{Value, json};

use super::calendar::Calendar;
use super::condition::Condition;
use super::json::{entries, flag, one_or_more, opt_text, text};
pub(crate) use super::kind::{From, Kind, Opening};
pub(crate) use super::obligation::{Deadline, Form, Obligation, Window};
use super::reading::Reading;
use super::term::Term;
use super::time::Instant;
use super::told::{Type, Unit};

#[derive(Clone, Debug)]
pub(crate) struct Agreement {
    pub(crate) source: Value,
    pub(crate) date: Option<Instant>,
    pub(crate) registrar: Option<String>,
    pub(crate) parties: Vec<Party>,
    pub(crate) calendars: Vec<Calendar>,
    pub(crate) acts: Vec<Act>,
    pub(crate) obligations: Vec<Obligation>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) enters: Condition,
    pub(crate) terminates: Condition,
    pub(crate) settled: Option<Condition>,
}

#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub(crate) name: String,
    pub(crate) members: Option<Vec<String>>,
    pub(crate) any_speaks: bool,
}

/// A party as the agreement writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    Party(String),
    Each,
    Told(String),
}

/// An instant as the agreement writes it.
#[derive(Clone, Debug)]
pub(crate) enum Moment {
    Written(Instant),
    /// What was told, moved by so many times a term.
    Told(String, Option<(Term, i64)>),
}

#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub(crate) name: String,
    pub(crate) of: Option<String>,
    pub(crate) by: Vec<String>,
    pub(crate) requires: Condition,
    pub(crate) requires_source: Value,
    pub(crate) expires: Condition,
    pub(crate) expires_source: Value,
    pub(crate) has_conditions: bool,
    pub(crate) power: bool,
    pub(crate) unnamed: Option<String>,
    pub(crate) protects: Vec<String>,
    pub(crate) tells: Vec<(String, Type)>,
    pub(crate) unit: Option<Unit>,
}

impl Agreement {
    pub(crate) fn read(document: &Value) -> Result<Self, String> {
        let calendars = entries(document.get("calendars"))?
            .iter()
            .map(|(name, value)| Calendar::read(name, value))
            .collect::<Result<Vec<_>, _>>()?;
        let reading = Reading { document, calendars: &calendars };
        let parties = entries(document.get("parties"))?.iter().map(Party::read);
        let parties = parties.collect::<Result<Vec<_>, _>>()?;
        let acts = entries(document.get("acts"))?
            .iter()
            .map(|(name, value)| Act::read(name, value, &parties, &reading))
            .collect::<Result<Vec<_>, _>>()?;
        let obligations = entries(document.get("obligations"))?
            .iter()
            .map(|(name, value)| Obligation::read(name, value, &reading))
            .collect::<Result<Vec<_>, _>>()?;
        let kinds = entries(document.get("subjects"))?
            .iter()
            .map(|(name, value)| Kind::read(name, value, &parties, &reading))
            .collect::<Result<Vec<_>, _>>()?;
        let run = |key: &str, default| {
            reading.condition(document.get(key), default, format!("/{key}"), None)
        };
        Ok(Self {
            source: document.clone(),
            date: match document.get("date") {
                Some(date) => match reading.moment(date, "00:00")? {
                    Moment::Written(at) => Some(at),
                    Moment::Told(..) => return Err("a date that is told".to_owned()),
                },
                None => None,
            },
            registrar: opt_text(document, "registrar")?,
            enters: run("entry_into_force", true)?,
            terminates: run("terminates_when", false)?,
            settled: match document.get("settled_when") {
                Some(_) => Some(run("settled_when", true)?),
                None => None,
            },
            parties,
            acts,
            obligations,
            kinds,
            calendars: calendars.clone(),
        })
    }

    pub(crate) fn act(&self, name: &str) -> Option<&Act> {
        self.acts.iter().find(|it| it.name == name)
    }

    pub(crate) fn obligation(&self, name: &str) -> Option<&Obligation> {
        self.obligations.iter().find(|it| it.name == name)
    }

    pub(crate) fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|it| it.name == name)
    }

    /// Of what a name is told: the kind whose acts tell it; none for the run.
    pub(crate) fn teller(&self, name: &str) -> Option<&Act> {
        self.acts.iter().find(|act| act.tells.iter().any(|(told, _)| told == name))
    }

    pub(crate) fn party_names(&self) -> Vec<String> {
        self.parties.iter().map(|it| it.name.clone()).collect()
    }
}

impl Party {
    fn read((name, value): (&String, &Value)) -> Result<Self, String> {
        let members = value.get("members").map(one_or_more).transpose()?;
        let any_speaks = value.get("speaks").and_then(Value::as_str) == Some("any");
        Ok(Self { name: name.clone(), members, any_speaks })
    }
}

impl Whom {
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        if let Some(name) = value.get("told") {
            return Ok(Self::Told(text(name)?));
        }
        let name = text(value)?;
        Ok(if name == "each" { Self::Each } else { Self::Party(name) })
    }
}

impl Act {
    fn read(
        name: &str,
        value: &Value,
        parties: &[Party],
        reading: &Reading<'_>,
    ) -> Result<Self, String> {
        let by = match &value["by"] {
            Value::String(all) if all == "all" => {
                parties.iter().map(|it| it.name.clone()).collect()
            }
            by => one_or_more(by)?,
        };
        let protects = match value.get("protects") {
            Some(protects) => one_or_more(protects)?,
            None => {
                let single = parties.iter().filter(|it| it.members.is_none());
                single.map(|it| it.name.clone()).collect()
            }
        };
        let of = opt_text(value, "of")?;
        let condition = |key: &str, default| {
            let path = format!("/acts/{name}/{key}");
            reading.condition(value.get(key), default, path, of.as_deref())
        };
        let tells = entries(value.get("tells"))?
            .iter()
            .map(|(name, written)| Ok((name.clone(), Type::read(written)?)))
            .collect::<Result<Vec<_>, String>>()?;
        let source = |key: &str| value.get(key).cloned().unwrap_or_default();
        Ok(Self {
            name: name.to_owned(),
            requires: condition("requires", true)?,
            requires_source: source("requires"),
            expires: condition("expires_when", false)?,
            expires_source: source("expires_when"),
            // A default that is written out is one all the same (section 12, of digests).
            has_conditions: value.get("requires").is_some_and(|it| *it != json!({"all": []}))
                || value.get("expires_when").is_some_and(|it| *it != json!({"any": []})),
            power: flag(value, "power", false),
            unnamed: opt_text(value, "unnamed")?,
            unit: reading.unit_of(name)?,
            of,
            by,
            protects,
            tells,
        })
    }
}
