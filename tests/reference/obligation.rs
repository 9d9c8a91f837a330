//! One obligation of the document (section 2).

use serde_json::Value;

use super::calendar::{self, Duration, Instant};
use super::condition::Condition;
use super::document::{Act, Names};
use super::json::{self, Object};

#[derive(Debug)]
pub(crate) struct Obligation {
    pub(crate) name: String,
    pub(crate) debtor: String,
    pub(crate) creditor: String,
    pub(crate) duty: Duty,
    pub(crate) when: Condition,
    pub(crate) until: Condition,
    pub(crate) suspended_while: Condition,
    pub(crate) binding: bool,
    pub(crate) survives: bool,
    pub(crate) target: bool,
    pub(crate) verified_by: Option<String>,
}

/// What is owed.
#[derive(Debug)]
pub(crate) enum Duty {
    Perform { act: String, quantity: u64, early_counts: bool, term: Term },
    Refrain { act: String, beyond: u64, per: Option<Duration> },
}

/// How the deadline is to be found when the duty becomes due.
#[derive(Debug)]
pub(crate) enum Term {
    None,
    Within(Duration),
    At(Instant),
}

const KEYS: [&str; 18] = [
    "debtor",
    "creditor",
    "perform",
    "quantity",
    "refrain",
    "beyond",
    "per",
    "when",
    "until",
    "suspended_while",
    "within",
    "at",
    "target",
    "binding",
    "early",
    "verified_by",
    "survives",
    "cites",
];

const KEYS_OF_PERFORMING: [&str; 5] = ["quantity", "within", "at", "early", "verified_by"];
const KEYS_OF_REFRAINING: [&str; 2] = ["beyond", "per"];

impl Obligation {
    pub(crate) fn read(
        name: &str,
        value: &Value,
        names: &Names,
        acts: &[Act],
    ) -> Result<Self, String> {
        let place = &format!("obligation `{name}`");
        let object = json::object(value, place, &KEYS)?;
        let party =
            |key| names.party(json::text(json::required(object, key, place)?, place)?, place);
        let debtor = party("debtor")?;
        let duty = match (object.get("perform"), object.get("refrain")) {
            (Some(act), None) => read_perform(act, object, names, place)?,
            (None, Some(act)) => read_refrain(act, object, names, place)?,
            _ => return Err(format!("{place}: needs one of `perform` and `refrain`")),
        };
        let (Duty::Perform { act, .. } | Duty::Refrain { act, .. }) = &duty;
        if !acts.iter().any(|known| known.name == *act && known.by.contains(&debtor)) {
            return Err(format!("{place}: the debtor `{debtor}` may not do `{act}`"));
        }
        names.passages(object, place)?;
        let condition = |key, default| match object.get(key) {
            Some(value) => Condition::read(value, names, place),
            None => Ok(default),
        };
        Ok(Self {
            name: name.to_owned(),
            creditor: party("creditor")?,
            when: condition("when", Condition::always())?,
            until: condition("until", Condition::never())?,
            suspended_while: condition("suspended_while", Condition::never())?,
            binding: json::flag(object, "binding", true, place)?,
            survives: json::flag(object, "survives", false, place)?,
            target: json::flag(object, "target", false, place)?,
            verified_by: match object.get("verified_by") {
                Some(_) => Some(party("verified_by")?),
                None => None,
            },
            debtor,
            duty,
        })
    }

    /// The act to perform; none for a prohibition.
    pub(crate) fn performs(&self) -> Option<&str> {
        match &self.duty {
            Duty::Perform { act, .. } => Some(act),
            Duty::Refrain { .. } => None,
        }
    }

    pub(crate) fn is_prohibition(&self) -> bool {
        matches!(self.duty, Duty::Refrain { .. })
    }

    /// Whether so much progress is enough. It never is for a prohibition,
    /// which has no quantity.
    pub(crate) fn is_fulfilled_by(&self, progress: u64) -> bool {
        match &self.duty {
            Duty::Perform { quantity, .. } => progress >= *quantity,
            Duty::Refrain { .. } => false,
        }
    }

    /// Every condition that the obligation itself states.
    pub(crate) fn conditions(&self) -> [&Condition; 3] {
        [&self.when, &self.until, &self.suspended_while]
    }
}

fn read_perform(act: &Value, object: &Object, names: &Names, place: &str) -> Result<Duty, String> {
    forbid(object, &KEYS_OF_REFRAINING, "a duty to perform", place)?;
    let term = match (object.get("within"), object.get("at")) {
        (None, None) => Term::None,
        (Some(within), None) => Term::Within(Duration::read(&json::text(within, place)?)?),
        (None, Some(at)) => Term::At(calendar::instant(&json::text(at, place)?)?),
        (Some(_), Some(_)) => return Err(format!("{place}: `within` beside `at`")),
    };
    let early_counts =
        match object.get("early").map(|early| json::text(early, place)).transpose()? {
            None => true,
            Some(early) if early == "counts" => true,
            Some(early) if early == "ignored" => false,
            Some(other) => return Err(format!("{place}: `early` cannot be `{other}`")),
        };
    let quantity = match object.get("quantity") {
        Some(quantity) => json::quantity(quantity, place)?,
        None => 1,
    };
    let act = names.act(json::text(act, place)?, place)?;
    Ok(Duty::Perform { act, quantity, early_counts, term })
}

fn read_refrain(act: &Value, object: &Object, names: &Names, place: &str) -> Result<Duty, String> {
    forbid(object, &KEYS_OF_PERFORMING, "a prohibition", place)?;
    let beyond = match object.get("beyond") {
        Some(beyond) => json::count(beyond, place)?,
        None => 0,
    };
    let per = match object.get("per") {
        Some(per) => Some(Duration::read(&json::text(per, place)?)?),
        None => None,
    };
    let act = names.act(json::text(act, place)?, place)?;
    Ok(Duty::Refrain { act, beyond, per })
}

fn forbid(object: &Object, keys: &[&str], on: &str, place: &str) -> Result<(), String> {
    match keys.iter().find(|key| object.contains_key(**key)) {
        Some(key) => Err(format!("{place}: `{key}` on {on}")),
        None => Ok(()),
    }
}
