//! What two agreements differ in, clause by clause ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)).

use std::collections::BTreeMap;
use std::fmt;

use crate::canonical_json::Value;
use crate::escape::escaped;
use crate::names::Names;

use super::agreement::{Agreement, Terms};
use super::carry_error::CarryError;
use super::document::Document;

/// What a new agreement has otherwise than an old one, clause by clause, and whether runs can be carried over.
///
/// It prints a line for each difference.
///
/// ```
/// use servanda::Agreement;
/// use servanda::terms::ClauseChange;
/// let text = r#"{"title": "Sale", "date": "2026-03-01T00:00:00Z", "parties": {"seller": "", "buyer": ""},
///     "acts": {"pay": {"by": ["buyer"]}},
///     "obligations": {"price": {"debtor": "buyer", "creditor": "seller", "perform": "pay", "within": "P7D"}}}"#;
/// let old = Agreement::from_json(text)?;
/// let new = Agreement::from_json(&text.replace("P7D", "P14D"))?;
/// let differences = old.differences(&new);
/// let [price] = differences.clauses() else { return Err("one clause is another".into()) };
/// assert_eq!((&*price.section, &*price.name), ("obligations", "price"));
/// assert!(matches!(&price.change, ClauseChange::Changed { keys } if &*keys[0].key == "within"));
/// assert_eq!(differences.to_string(), "obligations.price is changed: within was \"P7D\" and is \"P14D\"\n");
///
/// // A duration that is spelt otherwise means the same.
/// assert!(old.differences(&Agreement::from_json(&text.replace("P7D", "P1W"))?).mean_the_same());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementDifferences {
    clauses: Vec<ClauseDifference>,
    cannot_carry: Option<CarryError>,
}

/// A clause that is otherwise in the new agreement: [`AgreementDifferences`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClauseDifference {
    /// The section of the document: `parties`, `acts`, `obligations`, `subjects`, `calendars`, `passages`, or the key
    /// of what the agreement says as a whole, such as `terminates_when`.
    pub section: Box<str>,
    /// The name of the clause in its section; empty where there is but one.
    pub name: Box<str>,
    /// What became of it.
    pub change: ClauseChange,
}

/// What became of a clause: [`AgreementDifferences`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClauseChange {
    /// It is new.
    Added,
    /// It is gone: in a run that is carried over it is left behind.
    Dropped,
    /// It is worded otherwise, and means the same.
    Reworded,
    /// It stands at another place among its like, which decides what comes first of what comes together.
    Moved,
    /// It means something else.
    Changed {
        /// In which of its keys.
        keys: Vec<KeyChange>,
    },
}

/// What a key of a clause said and says, in the canonical form: [`AgreementDifferences`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyChange {
    /// The key; empty where the clause has none.
    pub key: Box<str>,
    /// What it said; none where it was not there, or had its default.
    pub was: Option<String>,
    /// What it says; none where it is not there, or has its default.
    pub is: Option<String>,
}

impl<V: Names> Agreement<V> {
    /// What another agreement, that would take the place of this one, has otherwise.
    #[must_use]
    pub fn differences(&self, new: &Self) -> AgreementDifferences {
        let (old, new) = (self.terms().as_written(), new.terms().as_written());
        AgreementDifferences {
            clauses: clauses_that_differ(old, new),
            cannot_carry: old.can_become(new).err(),
        }
    }
}

impl AgreementDifferences {
    /// The clauses that are otherwise: by section, in the order of the new document, then what is gone.
    #[must_use]
    pub fn clauses(&self) -> &[ClauseDifference] {
        &self.clauses
    }

    /// Whether nothing is otherwise, be it in wording.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether the two mean the same: their digests are one.
    #[must_use]
    pub fn mean_the_same(&self) -> bool {
        self.clauses.iter().all(|it| it.change == ClauseChange::Reworded)
    }

    /// Why no run can be carried over, if none can.
    #[must_use]
    pub fn cannot_carry(&self) -> Option<&CarryError> {
        self.cannot_carry.as_ref()
    }
}

impl fmt::Display for AgreementDifferences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for clause in &self.clauses {
            writeln!(f, "{clause}")?;
        }
        match &self.cannot_carry {
            Some(error) => {
                writeln!(f, "no run can be carried over: {}", escaped(&error.to_string()))
            }
            None => Ok(()),
        }
    }
}

impl fmt::Display for ClauseDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.section)?;
        if !self.name.is_empty() {
            write!(f, ".{}", escaped(&self.name))?;
        }
        match &self.change {
            ClauseChange::Added => f.write_str(" is new"),
            ClauseChange::Dropped => f.write_str(" is gone"),
            ClauseChange::Reworded => f.write_str(" is worded otherwise, and means the same"),
            ClauseChange::Moved => f.write_str(" stands at another place"),
            ClauseChange::Changed { keys } => {
                f.write_str(" is changed:")?;
                for (number, key) in keys.iter().enumerate() {
                    write!(f, "{} {key}", if number == 0 { "" } else { ";" })?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for KeyChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = if self.key.is_empty() { "it" } else { &*self.key };
        match (&self.was, &self.is) {
            (Some(was), Some(is)) => write!(f, "{key} was {} and is {}", escaped(was), escaped(is)),
            (Some(was), None) => write!(f, "{key} was {} and is not there", escaped(was)),
            (None, Some(is)) => write!(f, "{key} is {}, and was not there", escaped(is)),
            (None, None) => write!(f, "{key} is not there"),
        }
    }
}

/// What a clause means: its keys with their values, in the canonical form.
type Meaning = BTreeMap<String, String>;

/// The clauses of an agreement, by section and name, each with its place in the section.
type Clauses = BTreeMap<(String, String), (usize, Meaning)>;

fn clauses_that_differ(old: &Terms, new: &Terms) -> Vec<ClauseDifference> {
    let (was, is) = (clauses(old), clauses(new));
    let reworded = reworded(&old.document(), &new.document());
    let mut found: Vec<(usize, ClauseDifference)> = Vec::new();
    let mut find = |key: &(String, String), place, change| {
        let (section, name) = (key.0.as_str().into(), key.1.as_str().into());
        found.push((place, ClauseDifference { section, name, change }));
    };
    for (key, (place, meaning)) in &is {
        match was.get(key) {
            None => find(key, *place, ClauseChange::Added),
            Some((_, before)) if before == meaning => {}
            Some((_, before)) => {
                find(key, *place, ClauseChange::Changed { keys: keys(before, meaning) });
            }
        }
    }
    let order = |clauses: &Clauses, others: &Clauses| {
        let common = clauses.iter().filter(|(key, _)| others.contains_key(*key));
        let mut common: Vec<(&(String, String), usize)> =
            common.map(|(key, (place, _))| (key, *place)).collect();
        common.sort_by_key(|(key, place)| (key.0.clone(), *place));
        common.into_iter().map(|(key, _)| key.clone()).collect::<Vec<_>>()
    };
    for (before, after) in order(&was, &is).iter().zip(&order(&is, &was)) {
        let is_ordered = matches!(after.0.as_str(), "obligations" | "subjects");
        if is_ordered
            && before != after
            && was.get(after).map(|it| &it.1) == is.get(after).map(|it| &it.1)
        {
            let place = is.get(after).map_or(0, |(place, _)| *place);
            find(after, place, ClauseChange::Moved);
        }
    }
    for key in &reworded {
        let is_same = was.get(key).map(|it| &it.1) == is.get(key).map(|it| &it.1);
        if is_same {
            find(key, is.get(key).map_or(usize::MAX, |(place, _)| *place), ClauseChange::Reworded);
        }
    }
    for key in was.keys().filter(|key| !is.contains_key(*key)) {
        find(key, usize::MAX, ClauseChange::Dropped);
    }
    found.sort_by_key(|(place, it)| (rank(&it.section), *place));
    found.into_iter().map(|(_, it)| it).collect()
}

/// In which order sections are told.
fn rank(section: &str) -> usize {
    const ORDER: [&str; 12] = [
        "title",
        "date",
        "parties",
        "registrar",
        "subjects",
        "calendars",
        "passages",
        "acts",
        "obligations",
        "entry_into_force",
        "terminates_when",
        "settled_when",
    ];
    ORDER.iter().position(|it| *it == section).unwrap_or(ORDER.len())
}

fn keys(was: &Meaning, is: &Meaning) -> Vec<KeyChange> {
    let mut all: Vec<&String> = was.keys().chain(is.keys()).collect();
    all.sort_unstable();
    all.dedup();
    let changed = all.into_iter().filter(|key| was.get(*key) != is.get(*key));
    let change = |key: &String| KeyChange {
        key: key.as_str().into(),
        was: was.get(key).cloned(),
        is: is.get(key).cloned(),
    };
    changed.map(change).collect()
}

fn clauses(terms: &Terms) -> Clauses {
    let mut clauses = Clauses::new();
    let value = terms.canonical_value();
    let Value::Object(sections) = &value else { return clauses };
    for (section, value) in sections {
        let named = match *section {
            "parties" | "acts" | "calendars" | "obligations" | "subjects" => value.named(),
            _ => None,
        };
        let entries = named.unwrap_or_else(|| vec![("", value)]);
        for (place, (name, entry)) in entries.into_iter().enumerate() {
            let meaning = match entry {
                Value::Object(keys) if !name.is_empty() => {
                    keys.iter().map(|(key, value)| ((*key).to_owned(), value.to_string())).collect()
                }
                other => Meaning::from([(String::new(), other.to_string())]),
            };
            clauses.insert(((*section).to_owned(), name.to_owned()), (place, meaning));
        }
    }
    clauses
}

/// The clauses that both documents have and word otherwise.
fn reworded(old: &Document, new: &Document) -> Vec<(String, String)> {
    fn otherwise<T: PartialEq>(
        section: &str,
        old: &[(Box<str>, T)],
        new: &[(Box<str>, T)],
        found: &mut Vec<(String, String)>,
    ) {
        let before: BTreeMap<&str, &T> = old.iter().map(|(name, it)| (&**name, it)).collect();
        for (name, it) in new {
            if before.get(&**name).is_some_and(|before| *before != it) {
                found.push((section.to_owned(), name.to_string()));
            }
        }
    }
    let mut found = Vec::new();
    if old.title != new.title {
        found.push(("title".to_owned(), String::new()));
    }
    otherwise("parties", &old.parties, &new.parties, &mut found);
    otherwise("subjects", &old.subjects, &new.subjects, &mut found);
    otherwise("passages", &old.passages, &new.passages, &mut found);
    otherwise("acts", &old.acts, &new.acts, &mut found);
    otherwise("obligations", &old.obligations, &new.obligations, &mut found);
    found
}
