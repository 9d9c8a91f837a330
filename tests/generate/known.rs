//! What a generated agreement is made of, before it is written down.

use serde_json::Value;

/// The kind of a scope: its place among the kinds; none of the run.
pub type Of = Option<usize>;

#[derive(Clone, Debug, Default)]
pub struct Known {
    pub parties: Vec<Party>,
    pub calendars: Vec<&'static str>,
    pub kinds: Vec<Kind>,
    pub names: Vec<Name>,
    pub acts: Vec<Act>,
    pub obligations: Vec<Obligation>,
}

#[derive(Clone, Debug)]
pub struct Party {
    pub name: String,
    pub members: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    Parties,
    Periods,
    Events,
}

#[derive(Clone, Debug)]
pub struct Kind {
    pub name: String,
    pub opening: Opening,
    /// Its subjects, or what a log takes for their names.
    pub subjects: Vec<String>,
}

/// In what type a name is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Quantity(bool),
    Instant,
    Party,
    Words,
}

/// A name that is told: in one scope, in one type.
#[derive(Clone, Debug)]
pub struct Name {
    pub name: String,
    pub of: Of,
    pub kind: Type,
}

#[derive(Clone, Debug)]
pub struct Act {
    pub name: String,
    pub of: Of,
    /// Parties, groups, and `each`.
    pub by: Vec<String>,
    pub protects: Option<Vec<String>>,
    /// Places among the names.
    pub tells: Vec<usize>,
    pub has_unit: bool,
    pub is_power: bool,
}

#[derive(Clone, Debug)]
pub struct Obligation {
    pub name: String,
    pub of: Of,
    /// Places among the acts; none to achieve.
    pub acts: Vec<usize>,
    pub is_prohibition: bool,
    pub debtor: Value,
    pub creditor: Value,
    pub verifier: Option<Value>,
    pub has_deadline: bool,
    pub has_unit: bool,
}

/// The words that are told.
pub const WORDS: [&str; 3] = ["a", "b", "c"];

impl Known {
    /// The parties that are no groups.
    pub fn single(&self) -> Vec<String> {
        let single = self.parties.iter().filter(|it| it.members.is_empty());
        single.map(|it| it.name.clone()).collect()
    }

    pub fn all(&self) -> Vec<String> {
        self.parties.iter().map(|it| it.name.clone()).collect()
    }

    pub fn is_over_parties(&self, of: Of) -> bool {
        of.is_some_and(|kind| self.kinds[kind].opening == Opening::Parties)
    }

    /// Whoever acts for a party: itself, and its members.
    pub fn actors(&self, party: &str) -> Vec<String> {
        let group = self.parties.iter().find(|it| it.name == party);
        let members = group.map(|it| it.members.clone()).unwrap_or_default();
        [vec![party.to_owned()], members].concat()
    }

    /// The names of a type that may stand in a scope.
    pub fn told_in(&self, of: Of, fits: impl Fn(Type) -> bool) -> Vec<String> {
        let is_seen = |it: &&Name| it.of.is_none() || it.of == of;
        let is_told = |it: &&Name| {
            self.acts
                .iter()
                .any(|act| act.tells.iter().any(|told| self.names[*told].name == it.name))
        };
        let fitting = self.names.iter().filter(is_seen).filter(is_told).filter(|it| fits(it.kind));
        fitting.map(|it| it.name.clone()).collect()
    }
}
