//! Where other agreements took the place of the first, and what each had otherwise.

use std::collections::HashMap;

use crate::names::Key;
use crate::pictures::Chronicle;
use crate::pictures::fit::{clean, marked};
use crate::terms::{ClauseChange, ClauseDifference};

use super::words::Words;
use super::{Link, anchor};

/// An agreement that took the place of another, as it is shown.
pub(super) struct AmendmentPart {
    pub(super) anchor: String,
    pub(super) at: String,
    pub(super) title: String,
    /// The line that made it so.
    pub(super) event: Link,
    pub(super) clauses: Vec<Clause>,
}

/// A clause that it has otherwise, and where the page tells of it, if it does still.
pub(super) struct Clause {
    pub(super) text: String,
    pub(super) link: Option<Link>,
}

pub(super) fn amendments(chronicle: &Chronicle, words: &Words<'_>) -> Vec<AmendmentPart> {
    let amendments = chronicle.amendments().iter().enumerate();
    let parts = amendments.map(|(number, it)| AmendmentPart {
        anchor: anchor("amendment", number),
        at: words.sentences.instant(it.at),
        title: clean(&it.title),
        event: Link { anchor: format!("event-{}", it.place), text: format!("event {}", it.place) },
        clauses: it.differences.clauses().iter().map(|clause| shown(clause, words)).collect(),
    });
    parts.collect()
}

fn shown(clause: &ClauseDifference, words: &Words<'_>) -> Clause {
    let terms = words.terms;
    let link = match &*clause.section {
        "obligations" => {
            let id = terms.obligation_names.iter().find(|(_, name)| **name == clause.name);
            id.map(|(id, _)| match id.place() < terms.as_written().obligations.len() {
                true => words.to_obligation(id),
                // What was left behind stands with the others.
                false => Link { anchor: "obligations".to_owned(), ..words.to_obligation(id) },
            })
        }
        "acts" => {
            let id = terms.act_names.iter().find(|(_, name)| **name == clause.name);
            id.map(|(id, _)| words.to_act(id))
        }
        "subjects" => {
            let id = terms.kind_names.iter().find(|(_, name)| **name == clause.name);
            let id = id.filter(|(id, _)| id.place() < terms.kinds.len());
            id.map(|(id, name)| Link { anchor: anchor("kind", id.place()), text: clean(name) })
        }
        "passages" => words.to_passages(std::slice::from_ref(&clause.name)).pop(),
        _ => None,
    };
    Clause { text: marked(&clean(&clause.to_string())), link }
}

/// For each clause, by its section and name, the amendments that made it what it is.
pub(super) struct Marks(HashMap<(Box<str>, Box<str>), Vec<Link>>);

impl Marks {
    pub(super) fn of_all(chronicle: &Chronicle, words: &Words<'_>) -> Self {
        let mut marks: HashMap<_, Vec<Link>> = HashMap::new();
        for (number, amendment) in chronicle.amendments().iter().enumerate() {
            for clause in amendment.differences.clauses() {
                let how = match clause.change {
                    ClauseChange::Added => "added",
                    ClauseChange::Reworded => "reworded",
                    ClauseChange::Changed { .. } => "changed",
                    ClauseChange::Dropped | ClauseChange::Moved => continue,
                };
                let at = words.sentences.instant(amendment.at);
                let link =
                    Link { anchor: anchor("amendment", number), text: format!("{how} {at}") };
                let key = (clause.section.clone(), clause.name.clone());
                marks.entry(key).or_default().push(link);
            }
        }
        Self(marks)
    }

    /// Where a clause was added, changed or reworded.
    pub(super) fn of(&self, section: &str, name: &str) -> Vec<Link> {
        self.0.get(&(section.into(), name.into())).cloned().unwrap_or_default()
    }
}
