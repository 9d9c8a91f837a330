//! The rules that every agreement keeps ([SEMANTICS.md, section 2](crate::guide::law#2-an-agreement)), each with its place.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::{NameKind, Text, UnknownNameError};

use super::act::Act;
use super::builder::Draft;
use super::condition::Condition;
use super::error::{AgreementError, BrokenRule, Defect};

/// The deepest that a condition may be nested.
const DEEPEST: usize = 128;

/// How many pairs of letters are compared at the most for all suggestions of an agreement together:
/// a few hundredths of a second. Where an agreement has more misspelt names than that, the last ones go
/// without a suggestion.
const MOST_COMPARED: usize = 4_000_000;

/// How many of those who may do an act are named in an error.
const MOST_NAMED: usize = 10;

/// Checks every rule that can be told from names and forms; circles of resting are told from the
/// terms once they stand.
pub(super) fn check(draft: &Draft) -> Result<(), AgreementError> {
    let mut checker = Checker { draft, known: Known::of(draft), defects: Vec::new(), compared: 0 };
    checker.declarations();
    checker.acts();
    checker.obligations();
    checker.ends();
    AgreementError::of(checker.defects).map_or(Ok(()), Err)
}

struct Checker<'a> {
    draft: &'a Draft,
    known: Known<'a>,
    defects: Vec<Defect>,
    /// How many pairs of letters were compared for suggestions so far.
    compared: usize,
}

/// The declared names, to look up.
struct Known<'a> {
    parties: Declared<'a>,
    acts: Declared<'a>,
    obligations: Declared<'a>,
    passages: Declared<'a>,
    /// Each act with those who may do it.
    acts_with_actors: BTreeMap<&'a str, (&'a Act<Text>, BTreeSet<&'a str>)>,
}

/// The names of one kind, and of how many letters they are in all.
struct Declared<'a> {
    names: BTreeSet<&'a str>,
    letters: usize,
}

impl<'a> Declared<'a> {
    fn of<T>(entries: &'a [(Box<str>, T)]) -> Self {
        let letters = names(entries).map(str::len).fold(0, usize::saturating_add);
        Self { names: names(entries).collect(), letters }
    }
}

impl<'a> Known<'a> {
    fn of(draft: &'a Draft) -> Self {
        Self {
            parties: Declared::of(&draft.parties),
            acts: Declared::of(&draft.acts),
            obligations: Declared::of(&draft.obligations),
            passages: Declared::of(&draft.passages),
            acts_with_actors: draft
                .acts
                .iter()
                .map(|(name, act)| (&**name, (act, act.by.iter().map(|party| &**party).collect())))
                .collect(),
        }
    }

    fn get(&self, kind: NameKind) -> &Declared<'a> {
        match kind {
            NameKind::Party => &self.parties,
            NameKind::Act => &self.acts,
            NameKind::Obligation => &self.obligations,
            NameKind::Passage => &self.passages,
        }
    }
}

fn names<T>(entries: &[(Box<str>, T)]) -> impl Iterator<Item = &str> {
    entries.iter().map(|(name, _)| &**name)
}

impl Checker<'_> {
    fn broken(&mut self, place: impl Into<String>, rule: impl Into<BrokenRule>) {
        self.defects.push(Defect::new(place, rule));
    }

    fn declarations(&mut self) {
        let draft = self.draft;
        self.declared_once(NameKind::Party, "parties", names(&draft.parties));
        self.declared_once(NameKind::Passage, "passages", names(&draft.passages));
        self.declared_once(NameKind::Act, "acts", names(&draft.acts));
        self.declared_once(NameKind::Obligation, "obligations", names(&draft.obligations));
    }

    fn declared_once<'n>(
        &mut self,
        kind: NameKind,
        place: &str,
        names: impl Iterator<Item = &'n str>,
    ) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                let name: Box<str> = name.into();
                self.broken(format!("{place}.{name}"), BrokenRule::DeclaredTwice { kind, name });
            }
        }
    }

    fn acts(&mut self) {
        for (name, act) in &self.draft.acts {
            let place = format!("acts.{name}");
            if act.by.is_empty() {
                self.broken(format!("{place}.by"), BrokenRule::NobodyMay);
            }
            self.all_known(NameKind::Party, &format!("{place}.by"), &act.by);
            self.condition(&format!("{place}.requires"), &act.requires);
            if let Some(protects) = &act.protects {
                self.all_known(NameKind::Party, &format!("{place}.protects"), protects);
            }
            self.all_known(NameKind::Passage, &format!("{place}.cites"), &act.cites);
        }
    }

    fn obligations(&mut self) {
        for (name, obligation) in &self.draft.obligations {
            let place = format!("obligations.{name}");
            self.known(NameKind::Party, format!("{place}.debtor"), &obligation.debtor);
            self.known(NameKind::Party, format!("{place}.creditor"), &obligation.creditor);
            let key = if obligation.is_prohibition() { "refrain" } else { "perform" };
            self.known(NameKind::Act, format!("{place}.{key}"), obligation.act());
            let duty = obligation.performance();
            if let Some(verifier) = duty.and_then(|duty| duty.verifier.as_ref()) {
                self.known(NameKind::Party, format!("{place}.verified_by"), verifier);
            }
            self.condition(&format!("{place}.when"), &obligation.when);
            self.condition(&format!("{place}.until"), &obligation.until);
            self.condition(&format!("{place}.suspended_while"), &obligation.suspended_while);
            self.all_known(NameKind::Passage, &format!("{place}.cites"), &obligation.cites);
            self.debtor_may(&place, &obligation.debtor, obligation.act());
        }
    }

    fn debtor_may(&mut self, place: &str, debtor: &str, act: &str) {
        let Some((terms, actors)) = self.known.acts_with_actors.get(act) else {
            return;
        };
        if self.known.parties.names.contains(debtor) && !actors.contains(debtor) {
            let may = match terms.by.get(..MOST_NAMED) {
                Some(first) if terms.by.len() > MOST_NAMED => format!("{}, …", first.join(", ")),
                _ => terms.by.join(", "),
            };
            let rule = BrokenRule::DebtorMayNot { debtor: debtor.into(), act: act.into(), may };
            self.broken(format!("{place}.debtor"), rule);
        }
    }

    fn ends(&mut self) {
        let draft = self.draft;
        let conditions = [
            ("entry_into_force", &draft.entry_into_force),
            ("terminates_when", &draft.terminates_when),
            ("settled_when", &draft.settled_when),
        ];
        for (place, condition) in conditions {
            if let Some(condition) = condition {
                self.condition(place, condition);
            }
        }
    }

    fn condition(&mut self, place: &str, condition: &Condition<Text>) {
        if is_deeper_than(DEEPEST, condition) {
            self.broken(place, BrokenRule::TooDeep { limit: DEEPEST });
        } else {
            self.names_of(place, condition);
        }
    }

    fn names_of(&mut self, place: &str, condition: &Condition<Text>) {
        match condition {
            Condition::Happened { act, by: None, at_least: 1 } => {
                self.known(NameKind::Act, format!("{place}.happened"), act);
            }
            Condition::Happened { act, by, .. } => {
                self.known(NameKind::Act, format!("{place}.happened.act"), act);
                if let Some(party) = by {
                    self.known(NameKind::Party, format!("{place}.happened.by"), party);
                }
            }
            Condition::Stands { obligation, standing } => {
                let place = format!("{place}.{}", standing.as_str());
                self.known(NameKind::Obligation, place, obligation);
            }
            Condition::Reached(_) => {}
            Condition::Elapsed { since, .. } => {
                self.names_of(&format!("{place}.elapsed.since"), since);
            }
            Condition::Not(condition) => self.names_of(&format!("{place}.not"), condition),
            Condition::All(conditions) => self.names_of_each(&format!("{place}.all"), conditions),
            Condition::Any(conditions) => self.names_of_each(&format!("{place}.any"), conditions),
        }
    }

    fn names_of_each(&mut self, place: &str, conditions: &[Condition<Text>]) {
        for (number, condition) in conditions.iter().enumerate() {
            self.names_of(&format!("{place}[{number}]"), condition);
        }
    }

    fn known(&mut self, kind: NameKind, place: String, name: &str) {
        let known = self.known.get(kind);
        if !known.names.contains(name) {
            self.compared = self.compared.saturating_add(known.letters.saturating_mul(name.len()));
            let compared: &mut dyn Iterator<Item = &str> = match self.compared {
                0..=MOST_COMPARED => &mut known.names.iter().copied(),
                _ => &mut std::iter::empty(),
            };
            let unknown = UnknownNameError::new(kind, name, compared);
            self.broken(place, unknown);
        }
    }

    fn all_known(&mut self, kind: NameKind, place: &str, names: &[Box<str>]) {
        for (number, name) in names.iter().enumerate() {
            self.known(kind, format!("{place}[{number}]"), name);
        }
    }
}

/// Looks no deeper than the limit, so that no condition is too deep to be looked at.
fn is_deeper_than(limit: usize, condition: &Condition<Text>) -> bool {
    match limit.checked_sub(1) {
        None => true,
        Some(limit) => condition.parts().iter().any(|part| is_deeper_than(limit, part)),
    }
}
