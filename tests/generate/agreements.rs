//! Random agreements.

use serde_json::{Map, Value, json};

use super::{Chooser, Shape, times};

/// The parties of every generated agreement.
pub const PARTIES: [&str; 3] = ["ada", "bob", "eve"];

/// A generated agreement, with what a log must know of it.
#[derive(Clone, Debug)]
pub struct Terms {
    pub acts: Vec<Act>,
    pub obligations: Vec<Obligation>,
    ends: Map<String, Value>,
}

/// A generated act.
#[derive(Clone, Debug)]
pub struct Act {
    pub name: String,
    pub by: Vec<&'static str>,
    pub protects: Option<Vec<&'static str>>,
    terms: Map<String, Value>,
}

/// A generated obligation.
#[derive(Clone, Debug)]
pub struct Obligation {
    pub name: String,
    pub debtor: &'static str,
    pub creditor: &'static str,
    pub act: usize,
    pub verifier: Option<&'static str>,
    terms: Map<String, Value>,
}

impl Obligation {
    /// Whether it has a deadline once it is due.
    pub fn has_deadline(&self) -> bool {
        self.terms.contains_key("within") || self.terms.contains_key("at")
    }
}

impl Terms {
    /// An agreement of this shape.
    pub fn choose(chooser: &mut Chooser<'_>, shape: Shape) -> Self {
        let acts: Vec<String> =
            (0..chooser.between(1, shape.acts)).map(|number| format!("act-{number}")).collect();
        let obligations: Vec<String> = (0..chooser.between(1, shape.obligations))
            .map(|number| format!("duty-{number}"))
            .collect();
        let mut names = Names { acts: &acts, obligations: &obligations, shape, chooser };
        let acts: Vec<Act> = acts.iter().map(|name| names.act(name)).collect();
        let obligations = obligations.iter().map(|name| names.obligation(name, &acts)).collect();
        let ends = names.ends();
        Self { acts, obligations, ends }
    }

    /// The document.
    pub fn document(&self) -> Value {
        let parties: Map<String, Value> =
            PARTIES.iter().map(|party| ((*party).to_owned(), json!("a party"))).collect();
        let acts: Map<String, Value> =
            self.acts.iter().map(|act| (act.name.clone(), act.terms.clone().into())).collect();
        let obligations: Map<String, Value> = self
            .obligations
            .iter()
            .map(|obligation| (obligation.name.clone(), obligation.terms.clone().into()))
            .collect();
        let mut document = json!({
            "title": "generated",
            "date": times::written(0),
            "parties": parties,
            "acts": acts,
            "obligations": obligations,
        });
        for (key, value) in &self.ends {
            document[key] = value.clone();
        }
        document
    }
}

/// Chooses terms out of the names that there are.
struct Names<'a, 'c, 'n> {
    acts: &'a [String],
    obligations: &'a [String],
    shape: Shape,
    chooser: &'c mut Chooser<'n>,
}

/// Where a condition stands: in one that others rest on, or anywhere.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Mentions of `due` and `suspended` are kept rare, for they can make a circle of resting.
    Resting,
    Anywhere,
}

impl Names<'_, '_, '_> {
    fn act(&mut self, name: &str) -> Act {
        let by = self.chooser.some(&PARTIES, 1);
        let mut terms = Map::new();
        terms.insert("by".to_owned(), json!(by));
        if self.chooser.chance(45) {
            terms.insert("requires".to_owned(), self.condition(0, Place::Resting));
        }
        let protects = self.chooser.chance(50).then(|| match self.chooser.below(10) {
            0..=4 => vec![*self.chooser.one(&by)],
            5 => Vec::new(),
            _ => self.chooser.some(&PARTIES, 1),
        });
        if let Some(protects) = &protects {
            terms.insert("protects".to_owned(), json!(protects));
        }
        Act { name: name.to_owned(), by, protects, terms }
    }

    fn obligation(&mut self, name: &str, acts: &[Act]) -> Obligation {
        let act = self.chooser.below(acts.len());
        let debtor = *self.chooser.one(&acts[act].by);
        let creditor = *self.chooser.one(&PARTIES);
        let mut terms = Map::new();
        terms.insert("debtor".to_owned(), json!(debtor));
        terms.insert("creditor".to_owned(), json!(creditor));
        let mut verifier = None;
        if self.chooser.chance(35) {
            terms.insert("refrain".to_owned(), json!(acts[act].name));
            self.prohibition(&mut terms);
        } else {
            terms.insert("perform".to_owned(), json!(acts[act].name));
            verifier = self.performance(&mut terms);
        }
        let conditions = [
            ("when", 40, Place::Anywhere),
            ("until", 20, Place::Anywhere),
            ("suspended_while", 25, Place::Resting),
        ];
        for (key, percent, place) in conditions {
            if self.chooser.chance(percent) {
                terms.insert(key.to_owned(), self.condition(0, place));
            }
        }
        if self.chooser.chance(12) {
            terms.insert("binding".to_owned(), json!(false));
        }
        if self.chooser.chance(15) {
            terms.insert("survives".to_owned(), json!(true));
        }
        Obligation { name: name.to_owned(), debtor, creditor, act, verifier, terms }
    }

    fn performance(&mut self, terms: &mut Map<String, Value>) -> Option<&'static str> {
        if self.chooser.chance(40) {
            terms.insert("quantity".to_owned(), json!(self.chooser.number(1..=5, 25)));
        }
        match self.chooser.below(20) {
            0..=6 => {}
            7..=15 => {
                terms.insert("within".to_owned(), json!(self.span()));
            }
            _ => {
                terms.insert("at".to_owned(), json!(self.instant()));
            }
        }
        if self.chooser.chance(15) {
            terms.insert("target".to_owned(), json!(true));
        }
        if self.chooser.chance(20) {
            let early = *self.chooser.one(&["ignored", "counts"]);
            terms.insert("early".to_owned(), json!(early));
        }
        let verifier = self.chooser.chance(40).then(|| *self.chooser.one(&PARTIES));
        if let Some(verifier) = verifier {
            terms.insert("verified_by".to_owned(), json!(verifier));
        }
        verifier
    }

    fn prohibition(&mut self, terms: &mut Map<String, Value>) {
        if self.chooser.chance(60) {
            terms.insert("beyond".to_owned(), json!(self.chooser.number(0..=4, 25)));
        }
        if self.chooser.chance(45) {
            terms.insert("per".to_owned(), json!(self.span()));
        }
    }

    fn ends(&mut self) -> Map<String, Value> {
        let mut ends = Map::new();
        for (key, percent) in
            [("entry_into_force", 20), ("terminates_when", 15), ("settled_when", 20)]
        {
            if self.chooser.chance(percent) {
                ends.insert(key.to_owned(), self.condition(0, Place::Anywhere));
            }
        }
        ends
    }

    fn condition(&mut self, depth: usize, place: Place) -> Value {
        let kinds = if depth > 2 { 55 } else { 100 };
        match self.chooser.below(kinds) {
            0..=27 => self.happened(),
            28..=49 => self.stands(place),
            50..=54 => json!({ "reached": self.instant() }),
            55..=65 => {
                let since = if depth < 3 && self.chooser.chance(20) {
                    let since = self.happened();
                    json!({ "elapsed": { "since": since, "for": self.span() } })
                } else {
                    self.condition(depth + 1, place)
                };
                json!({ "elapsed": { "since": since, "for": self.span() } })
            }
            66..=77 => json!({ "not": self.condition(depth + 1, place) }),
            78..=89 => json!({ "all": self.conditions(depth, place) }),
            _ => json!({ "any": self.conditions(depth, place) }),
        }
    }

    fn conditions(&mut self, depth: usize, place: Place) -> Vec<Value> {
        (0..self.chooser.below(4)).map(|_| self.condition(depth + 1, place)).collect()
    }

    fn happened(&mut self) -> Value {
        let act = self.chooser.one(self.acts).clone();
        if !self.chooser.chance(40) {
            return json!({ "happened": act });
        }
        let mut long = json!({ "act": act });
        if self.chooser.chance(50) {
            long["by"] = json!(self.chooser.one(&PARTIES));
        }
        if self.chooser.chance(50) {
            long["at_least"] = json!(self.chooser.number(0..=4, 25));
        }
        json!({ "happened": long })
    }

    fn stands(&mut self, place: Place) -> Value {
        let obligation = self.chooser.one(self.obligations).clone();
        let steady = ["discharged", "breached", "dormant", "performed", "released", "lapsed"];
        let standing = if place == Place::Resting && !self.chooser.chance(7) {
            *self.chooser.one(&steady)
        } else {
            let every = ["discharged", "breached", "due", "suspended", "performed", "dormant"];
            *self.chooser.one(&every)
        };
        let mut condition = Map::new();
        condition.insert(standing.to_owned(), json!(obligation));
        condition.into()
    }

    fn instant(&mut self) -> String {
        let half_hours = self.chooser.below(25) as i64;
        times::spelled(self.chooser, half_hours * 1_800)
    }

    fn span(&mut self) -> &'static str {
        times::span(self.chooser, self.shape.calendar)
    }
}
