//! The document while it is read: what its names mean.

use serde_json::Value;

use super::calendar::{Calendar, calendar_of};
use super::condition::Condition;
use super::document::Moment;
use super::json::{entries, opt_text, text};
use super::term::Term;
use super::time::instant;
use super::told::{Type, Unit};

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

    pub(crate) fn condition(
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
