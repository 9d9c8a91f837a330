//! The agreement as its document states it (section 2).

use serde_json::Value;

use super::calendar::{self, Instant};
use super::condition::Condition;
use super::json::{self, Object};
use super::obligation::Obligation;

#[derive(Debug)]
pub(crate) struct Agreement {
    pub(crate) date: Instant,
    pub(crate) names: Names,
    pub(crate) acts: Vec<Act>,
    /// In the order of the document.
    pub(crate) obligations: Vec<Obligation>,
    pub(crate) entry_into_force: Condition,
    pub(crate) terminates_when: Condition,
    /// None: the default of section 2, which no condition can state.
    pub(crate) settled_when: Option<Condition>,
}

#[derive(Debug)]
pub(crate) struct Act {
    pub(crate) name: String,
    pub(crate) by: Vec<String>,
    pub(crate) requires: Condition,
    pub(crate) protects: Vec<String>,
}

/// The names that the document gives, for everything else to be checked with.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) parties: Vec<String>,
    pub(crate) acts: Vec<String>,
    pub(crate) obligations: Vec<String>,
    passages: Vec<String>,
}

const KEYS: [&str; 9] = [
    "title",
    "date",
    "parties",
    "acts",
    "obligations",
    "entry_into_force",
    "terminates_when",
    "settled_when",
    "passages",
];

impl Agreement {
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let place = "agreement";
        let object = json::object(value, place, &KEYS)?;
        json::text(json::required(object, "title", place)?, "title")?;
        let date = calendar::instant(&json::text(json::required(object, "date", place)?, "date")?)?;
        let names = Names::read(object)?;
        let condition = |key| match object.get(key) {
            Some(value) => Condition::read(value, &names, key).map(Some),
            None => Ok(None),
        };
        let entry_into_force = condition("entry_into_force")?.unwrap_or_else(Condition::always);
        let terminates_when = condition("terminates_when")?.unwrap_or_else(Condition::never);
        let settled_when = condition("settled_when")?;
        let acts = entries(object, "acts")?
            .iter()
            .map(|(name, value)| Act::read(name, value, &names))
            .collect::<Result<Vec<_>, _>>()?;
        let obligations = entries(object, "obligations")?
            .iter()
            .map(|(name, value)| Obligation::read(name, value, &names, &acts))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { date, names, acts, obligations, entry_into_force, terminates_when, settled_when })
    }

    pub(crate) fn act(&self, name: &str) -> &Act {
        self.acts.iter().find(|act| act.name == name).expect("names were checked")
    }

    pub(crate) fn obligation(&self, name: &str) -> &Obligation {
        self.obligations
            .iter()
            .find(|obligation| obligation.name == name)
            .expect("names were checked")
    }

    /// Every condition of the document and every part of one: the timers and
    /// the memories of `elapsed` are wherever one of these stands (section 4).
    pub(crate) fn all_conditions(&self) -> Vec<&Condition> {
        let of_acts = self.acts.iter().map(|act| &act.requires);
        let of_obligations = self.obligations.iter().flat_map(Obligation::conditions);
        [&self.entry_into_force, &self.terminates_when]
            .into_iter()
            .chain(&self.settled_when)
            .chain(of_acts)
            .chain(of_obligations)
            .flat_map(Condition::parts)
            .collect()
    }
}

impl Act {
    fn read(name: &str, value: &Value, names: &Names) -> Result<Self, String> {
        let place = &format!("act `{name}`");
        let object = json::object(value, place, &["by", "requires", "protects", "cites"])?;
        let by = names.all_parties(json::required(object, "by", place)?, place)?;
        if by.is_empty() {
            return Err(format!("{place}: `by` is empty"));
        }
        names.passages(object, place)?;
        Ok(Self {
            name: name.to_owned(),
            by,
            requires: match object.get("requires") {
                Some(requires) => Condition::read(requires, names, place)?,
                None => Condition::always(),
            },
            protects: match object.get("protects") {
                Some(protects) => names.all_parties(protects, place)?,
                None => names.parties.clone(),
            },
        })
    }

    /// Whether the precondition stands in this party's favour and nobody
    /// else's (section 5).
    pub(crate) fn protects_only(&self, party: &str) -> bool {
        !self.protects.is_empty() && self.protects.iter().all(|protected| protected == party)
    }
}

impl Names {
    fn read(object: &Object) -> Result<Self, String> {
        let keys = |key| entries(object, key).map(|entries| entries.keys().cloned().collect());
        Ok(Self {
            parties: keys("parties")?,
            acts: keys("acts")?,
            obligations: keys("obligations")?,
            passages: match object.get("passages") {
                Some(_) => keys("passages")?,
                None => Vec::new(),
            },
        })
    }

    pub(crate) fn party(&self, name: String, place: &str) -> Result<String, String> {
        known(&self.parties, name, "party", place)
    }

    pub(crate) fn act(&self, name: String, place: &str) -> Result<String, String> {
        known(&self.acts, name, "act", place)
    }

    pub(crate) fn obligation(&self, name: String, place: &str) -> Result<String, String> {
        known(&self.obligations, name, "obligation", place)
    }

    fn all_parties(&self, value: &Value, place: &str) -> Result<Vec<String>, String> {
        json::texts(value, place)?.into_iter().map(|name| self.party(name, place)).collect()
    }

    /// Checks that `cites`, where there is one, points at passages.
    pub(crate) fn passages(&self, object: &Object, place: &str) -> Result<(), String> {
        if let Some(cites) = object.get("cites") {
            for id in json::texts(cites, place)? {
                known(&self.passages, id, "passage", place)?;
            }
        }
        Ok(())
    }
}

fn known(names: &[String], name: String, kind: &str, place: &str) -> Result<String, String> {
    if names.contains(&name) { Ok(name) } else { Err(format!("{place}: unknown {kind} `{name}`")) }
}

fn entries<'a>(object: &'a Object, key: &str) -> Result<&'a Object, String> {
    json::any_object(json::required(object, key, "agreement")?, key)
}
