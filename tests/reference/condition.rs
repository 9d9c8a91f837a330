//! Conditions: what they are, when they hold, which of their parts are unmet
//! (section 3).

use serde_json::{Value, json};

use super::calendar::{self, Duration, Instant};
use super::document::Names;
use super::json;
use super::state::{State, Status};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition {
    Happened { act: String, by: Option<String>, at_least: u64 },
    Stands { word: String, obligation: String },
    Reached(Instant),
    Elapsed { since: Box<Condition>, length: Duration },
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
}

const STATUS_WORDS: [&str; 8] =
    ["dormant", "due", "performed", "suspended", "discharged", "breached", "released", "lapsed"];

impl Condition {
    pub(crate) fn always() -> Self {
        Self::All(Vec::new())
    }

    pub(crate) fn never() -> Self {
        Self::Any(Vec::new())
    }

    pub(crate) fn read(value: &Value, names: &Names, place: &str) -> Result<Self, String> {
        let object = json::any_object(value, place)?;
        let mut entries = object.iter();
        let (Some((word, body)), None) = (entries.next(), entries.next()) else {
            return Err(format!("{place}: a condition has exactly one key"));
        };
        let read = |value: &Value| Self::read(value, names, place);
        let read_all =
            || json::list(body, place)?.iter().map(read).collect::<Result<Vec<_>, String>>();
        match word.as_str() {
            "happened" => Self::read_happened(body, names, place),
            "reached" => Ok(Self::Reached(calendar::instant(&json::text(body, place)?)?)),
            "elapsed" => {
                let body = json::object(body, place, &["since", "for"])?;
                let since = Box::new(read(json::required(body, "since", place)?)?);
                let length = json::text(json::required(body, "for", place)?, place)?;
                Ok(Self::Elapsed { since, length: Duration::read(&length)? })
            }
            "all" => Ok(Self::All(read_all()?)),
            "any" => Ok(Self::Any(read_all()?)),
            "not" => Ok(Self::Not(Box::new(read(body)?))),
            status if STATUS_WORDS.contains(&status) => {
                let obligation = names.obligation(json::text(body, place)?, place)?;
                Ok(Self::Stands { word: status.to_owned(), obligation })
            }
            other => Err(format!("{place}: unknown condition `{other}`")),
        }
    }

    fn read_happened(body: &Value, names: &Names, place: &str) -> Result<Self, String> {
        if let Some(act) = body.as_str() {
            let act = names.act(act.to_owned(), place)?;
            return Ok(Self::Happened { act, by: None, at_least: 1 });
        }
        let body = json::object(body, place, &["act", "by", "at_least"])?;
        let act = names.act(json::text(json::required(body, "act", place)?, place)?, place)?;
        let by = match body.get("by") {
            Some(by) => Some(names.party(json::text(by, place)?, place)?),
            None => None,
        };
        let at_least = match body.get("at_least") {
            Some(at_least) => json::count(at_least, place)?,
            None => 1,
        };
        Ok(Self::Happened { act, by, at_least })
    }

    /// Section 3, the table.
    pub(crate) fn holds(&self, state: &State) -> bool {
        match self {
            Self::Happened { act, by, at_least } => {
                state.quantity_done(act, by.as_deref()) >= *at_least
            }
            Self::Stands { word, obligation } => {
                let standing = state.standing(obligation);
                match word.as_str() {
                    "discharged" => {
                        matches!(standing.status, Status::Discharged | Status::Cured)
                    }
                    "breached" => standing.was_ever_breached,
                    word => standing.status.word() == word,
                }
            }
            Self::Reached(instant) => state.clock >= *instant,
            Self::Elapsed { .. } => {
                self.instant_of_elapsing(state).is_some_and(|instant| state.clock >= instant)
            }
            Self::All(children) => children.iter().all(|child| child.holds(state)),
            Self::Any(children) => children.iter().any(|child| child.holds(state)),
            Self::Not(child) => !child.holds(state),
        }
    }

    /// The instant at which this `elapsed` condition comes to hold; none while
    /// its `since` has not held.
    fn instant_of_elapsing(&self, state: &State) -> Option<Instant> {
        match self {
            Self::Elapsed { length, .. } => length.after(state.first_held(self)?, 1),
            _ => None,
        }
    }

    /// The instant at which this condition's own timer fires (section 4).
    pub(crate) fn timer(&self, state: &State) -> Option<Instant> {
        match self {
            Self::Reached(instant) => Some(*instant),
            _ => self.instant_of_elapsing(state),
        }
    }

    /// The smallest conditions in this one that are unmet (section 5); nothing
    /// if it holds.
    pub(crate) fn unmet(&self, state: &State) -> Vec<&Condition> {
        if self.holds(state) {
            return Vec::new();
        }
        match self {
            Self::Any(children) if children.is_empty() => vec![self],
            Self::All(children) | Self::Any(children) => {
                children.iter().flat_map(|child| child.unmet(state)).collect()
            }
            _ => vec![self],
        }
    }

    /// This condition and every one inside it, to any depth.
    pub(crate) fn parts(&self) -> Vec<&Condition> {
        let inside: Vec<&Condition> = match self {
            Self::Elapsed { since, .. } => since.parts(),
            Self::Not(child) => child.parts(),
            Self::All(children) | Self::Any(children) => {
                children.iter().flat_map(Self::parts).collect()
            }
            _ => Vec::new(),
        };
        std::iter::once(self).chain(inside).collect()
    }

    /// In its shortest form.
    pub(crate) fn printed(&self) -> Value {
        let all = |children: &[Condition]| children.iter().map(Self::printed).collect::<Vec<_>>();
        match self {
            Self::Happened { act, by: None, at_least: 1 } => json!({ "happened": act }),
            Self::Happened { act, by, at_least } => {
                let mut body = json!({ "act": act });
                if let Some(by) = by {
                    body["by"] = json!(by);
                }
                if *at_least != 1 {
                    body["at_least"] = json!(at_least);
                }
                json!({ "happened": body })
            }
            Self::Stands { word, obligation } => json!({ word: obligation }),
            Self::Reached(instant) => json!({ "reached": calendar::printed(*instant) }),
            Self::Elapsed { since, length } => {
                json!({ "elapsed": { "since": since.printed(), "for": length.text() } })
            }
            Self::All(children) => json!({ "all": all(children) }),
            Self::Any(children) => json!({ "any": all(children) }),
            Self::Not(child) => json!({ "not": child.printed() }),
        }
    }
}
