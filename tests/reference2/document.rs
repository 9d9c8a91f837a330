//! An agreement (section 2), with its kinds (section 8).

use serde_json::Value;

use super::calendar::{Calendar, Term, calendar_of};
use super::condition::Condition;
use super::json::{entries, flag, one_or_more, opt_text, text};
use super::time::{Instant, instant};
use super::told::{Figure, Type, Unit, Where};

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

#[derive(Clone, Debug)]
pub(crate) enum Form {
    Perform(Vec<String>),
    Achieve(Condition),
    Refrain(Vec<String>),
}

#[derive(Clone, Debug)]
pub(crate) enum Window {
    Per(Term),
    InAny(Term),
}

#[derive(Clone, Debug)]
pub(crate) enum Deadline {
    Within(Term),
    At(Moment),
}

#[derive(Clone, Debug)]
pub(crate) struct Obligation {
    pub(crate) name: String,
    pub(crate) of: Option<String>,
    pub(crate) debtor: Whom,
    pub(crate) creditor: Whom,
    pub(crate) verifier: Option<Whom>,
    pub(crate) form: Form,
    pub(crate) quantity: Figure,
    pub(crate) beyond: Figure,
    pub(crate) window: Option<Window>,
    pub(crate) matching: Where,
    pub(crate) when: Condition,
    pub(crate) until: Condition,
    pub(crate) suspended: Condition,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) target: bool,
    pub(crate) binding: bool,
    pub(crate) early_counts: bool,
    pub(crate) deemed_after: Option<Term>,
    pub(crate) repaired_by: Option<String>,
    pub(crate) survives: bool,
    pub(crate) unit: Option<Unit>,
}

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

/// The document while it is read: what its names mean.
pub(crate) struct Reading<'a> {
    pub(crate) document: &'a Value,
    pub(crate) calendars: &'a [Calendar],
}

impl Reading<'_> {
    /// The kind of an act.
    pub(crate) fn kind_of_act(&self, act: &str) -> Result<Option<String>, String> {
        let found = self.document["acts"].get(act).ok_or_else(|| format!("no act `{act}`"))?;
        opt_text(found, "of")
    }

    pub(crate) fn kind_of_obligation(&self, obligation: &str) -> Result<Option<String>, String> {
        let found = self.document["obligations"].get(obligation);
        opt_text(found.ok_or_else(|| format!("no obligation `{obligation}`"))?, "of")
    }

    pub(crate) fn unit_of(&self, act: &str) -> Result<Option<Unit>, String> {
        self.document["acts"][act].get("unit").map(Unit::read).transpose()
    }

    /// The kind, if any, that tells a name of its own.
    pub(crate) fn is_told_by(&self, name: &str, kind: Option<&str>) -> bool {
        entries(self.document.get("acts")).is_ok_and(|acts| {
            acts.values().any(|act| {
                act.get("of").and_then(Value::as_str) == kind
                    && act.get("tells").is_some_and(|it| it.get(name).is_some())
            })
        })
    }

    pub(crate) fn type_of(&self, name: &str) -> Option<Type> {
        let acts = self.document["acts"].as_object()?;
        let told = acts.values().find_map(|act| act.get("tells")?.get(name));
        match told {
            Some(written) => Type::read(written).ok(),
            None if ["opened", "start", "end"].contains(&name) => Some(Type::Instant),
            None if name == "opener" => Some(Type::Party),
            None => None,
        }
    }

    pub(crate) fn term(&self, value: &Value) -> Result<Term, String> {
        Term::read(value, self.calendars)
    }

    /// An instant; `ends` is the default of one that is written as a day.
    pub(crate) fn moment(&self, value: &Value, ends: &str) -> Result<Moment, String> {
        if value.get("day").is_some() {
            return Ok(Moment::Written(calendar_of(value, self.calendars)?.day(value, ends)?));
        }
        let Some(name) = value.get("told") else {
            return Ok(Moment::Written(instant(&text(value)?)?));
        };
        let shift = match (value.get("after"), value.get("before")) {
            (Some(term), _) => Some((self.term(term)?, 1)),
            (None, Some(term)) => Some((self.term(term)?, -1)),
            (None, None) => None,
        };
        Ok(Moment::Told(text(name)?, shift))
    }

    fn condition(
        &self,
        value: Option<&Value>,
        default: bool,
        path: String,
        kind: Option<&str>,
    ) -> Result<Condition, String> {
        match value {
            Some(written) => Condition::read(written, path, kind, self),
            None if default => Ok(Condition::All(Vec::new())),
            None => Ok(Condition::Any(Vec::new())),
        }
    }
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
    fn read(value: &Value) -> Result<Self, String> {
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
            has_conditions: value.get("requires").or(value.get("expires_when")).is_some(),
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

impl Obligation {
    fn read(name: &str, value: &Value, reading: &Reading<'_>) -> Result<Self, String> {
        let of = opt_text(value, "of")?;
        let condition = |key: &str, default| {
            let path = format!("/obligations/{name}/{key}");
            reading.condition(value.get(key), default, path, of.as_deref())
        };
        let form = if let Some(acts) = value.get("perform") {
            Form::Perform(one_or_more(acts)?)
        } else if let Some(acts) = value.get("refrain") {
            Form::Refrain(one_or_more(acts)?)
        } else {
            Form::Achieve(condition("achieve", true)?)
        };
        let unit = match &form {
            Form::Perform(acts) | Form::Refrain(acts) => {
                reading.unit_of(acts.first().ok_or("no act")?)?
            }
            Form::Achieve(_) => None,
        };
        let term = |key: &str| value.get(key).map(|it| reading.term(it)).transpose();
        let figure = |key: &str, default| match value.get(key) {
            Some(written) => Figure::read(written, unit.as_ref()),
            None => Ok(Figure::Fixed(default)),
        };
        let within = term("within")?.map(Deadline::Within);
        let at = match value.get("at") {
            Some(at) => Some(Deadline::At(reading.moment(at, "midnight")?)),
            None => None,
        };
        Ok(Self {
            name: name.to_owned(),
            debtor: Whom::read(&value["debtor"])?,
            creditor: Whom::read(&value["creditor"])?,
            verifier: value.get("verified_by").map(Whom::read).transpose()?,
            quantity: figure("quantity", 1)?,
            beyond: figure("beyond", 0)?,
            window: term("per")?.map(Window::Per).or(term("in_any")?.map(Window::InAny)),
            matching: Where::read(value.get("where"), |it| reading.type_of(it))?,
            when: condition("when", true)?,
            until: condition("until", false)?,
            suspended: condition("suspended_while", false)?,
            deadline: within.or(at),
            target: flag(value, "target", false),
            binding: flag(value, "binding", true),
            early_counts: value.get("early").and_then(Value::as_str) != Some("ignored"),
            deemed_after: term("deemed_after")?,
            repaired_by: opt_text(value, "repaired_by")?,
            survives: flag(value, "survives", false),
            of,
            form,
            unit,
        })
    }

    pub(crate) fn is_prohibition(&self) -> bool {
        matches!(self.form, Form::Refrain(_))
    }

    /// The acts to be done; none of any other form.
    pub(crate) fn performs(&self) -> &[String] {
        match &self.form {
            Form::Perform(acts) => acts,
            _ => &[],
        }
    }

    pub(crate) fn refrains(&self) -> &[String] {
        match &self.form {
            Form::Refrain(acts) => acts,
            _ => &[],
        }
    }
}

impl Kind {
    fn read(
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
