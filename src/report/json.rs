//! The report for machines: the keys of [SEMANTICS.md, section 6](crate::guide::law#6-the-report), and some more.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use crate::monitor::{Lapse, LeftObligation, LeftSubject, Scope, State, Status};
use crate::names::{Key as _, KindId, Names, ObligationId, Text};
use crate::terms::{Agreement, Condition, Decimal, Terms};
use crate::time::Instant;

use super::{
    Aftermaths, PlainPhrases, Report, Sentences, Standings, WrittenFinding, WrittenRefusal,
};

/// Where an obligation stands, on the wire.
#[derive(serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Standings", description = "Where an obligation stands.")
)]
pub(crate) struct WrittenLine<'a> {
    /// How it stands.
    status: Status,
    /// How much of it is done: a whole number, or where its acts are counted in a unit a text with all
    /// places; 0 of what is not to perform.
    progress: Amount,
    /// How much is, or was, owed since it fell due; null before, and of what is not to perform.
    quantity: Option<Amount>,
    /// Who owes it now; null of a party that is still to be told, here and below.
    debtor: Option<&'a str>,
    /// To whom.
    creditor: Option<&'a str>,
    /// Who verifies it; null where nobody must.
    verifier: Option<&'a str>,
    /// Its deadline, if it has one now; of what is suspended or performed, as it stood when it came to rest.
    deadline: Option<Instant>,
    /// When it fell due.
    due: Option<Instant>,
    /// When it was first breached.
    breached: Option<Instant>,
    /// When it was closed.
    closed: Option<Instant>,
    /// Since when it is suspended, if it is.
    suspended: Option<Instant>,
    /// Since when it is performed, if it is.
    performed: Option<Instant>,
    /// Why it lapsed, if it did.
    lapsed: Option<Lapse>,
}

impl<'a> WrittenLine<'a> {
    pub(crate) fn of<V: Names>(agreement: &'a Agreement<V>, standings: &Standings<V>) -> Self {
        let (terms, lexicon) = (agreement.terms(), agreement.lexicon());
        let party = |party: Option<V::Party>| {
            let id = lexicon.party_id(party?)?;
            Some(&*terms.parties[id].name)
        };
        let id = lexicon.obligation_id(standings.obligation);
        let amount = |whole: u64| Amount::of(terms, id, whole);
        Self {
            status: standings.status,
            progress: amount(standings.progress),
            quantity: standings.quantity.map(amount),
            debtor: party(standings.debtor),
            creditor: party(standings.creditor),
            verifier: party(standings.verifier),
            deadline: standings.deadline,
            due: standings.due,
            breached: standings.breached,
            closed: standings.closed,
            suspended: standings.suspended,
            performed: standings.performed,
            lapsed: standings.lapsed,
        }
    }
}

/// How an act stands, on the wire.
#[derive(serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "ActStanding", description = "How an act stands.")
)]
pub(crate) struct WrittenAct<'a> {
    /// Whether its precondition and its window stand in nobody's way.
    open: bool,
    /// Whether its window is over.
    expired: bool,
    /// Whether its precondition and its window are waived.
    waived: bool,
    /// What stands in the way; each would have to hold.
    unmet: Vec<Condition<Text>>,
    /// The parties that may do it and whom a binding prohibition leaves no room for one more.
    forbidden: Vec<&'a str>,
}

/// How much: a number, or a text with all places of its unit.
#[derive(serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(description = "How much: a number, or a text with all places of its unit.")
)]
#[serde(untagged)]
pub(crate) enum Amount {
    /// Without a unit.
    Whole(u64),
    /// In a unit.
    InUnit(String),
}

impl Amount {
    /// Of an obligation, if it is one of these terms.
    pub(crate) fn of(terms: &Terms, id: Option<ObligationId>, whole: u64) -> Self {
        match id.and_then(|id| terms.unit_of(id)) {
            None => Self::Whole(whole),
            Some(unit) => Self::InUnit(Decimal::of_whole(whole, Some(unit)).to_string()),
        }
    }
}

/// The obligations of a scope as a map from name to line, in their order.
struct Obligations<'a, V: Names> {
    report: &'a Report<V>,
    state: &'a State,
    scope: Scope,
}

impl<V: Names> Serialize for Obligations<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let terms = self.report.agreement.terms();
        let has_begun = self.report.as_of.is_some();
        let lines = self.report.lines_in(self.state, self.scope).filter(|_| has_begun);
        let lines = lines.chain(self.report.left_in(self.state, self.scope));
        serializer.collect_map(lines.map(|(id, line)| {
            let standings = self.report.standings(id, &line);
            (&terms.obligation_names[id], WrittenLine::of(&self.report.agreement, &standings))
        }))
    }
}

struct Acts<'a, V: Names>(&'a Report<V>, Scope);

impl<V: Names> Serialize for Acts<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let terms = self.0.agreement.terms();
        serializer.collect_map(self.0.act_lines(self.1).into_iter().map(|line| {
            let words = |condition: &Condition| {
                let Ok(condition) = condition.translate(terms);
                condition
            };
            let written = WrittenAct {
                open: line.open,
                expired: line.expired,
                waived: line.waived,
                unmet: line.unmet.iter().map(words).collect(),
                forbidden: line.forbidden.iter().map(|it| &*terms.parties[*it].name).collect(),
            };
            (&terms.act_names[line.act], written)
        }))
    }
}

/// The kinds as a map from name to their subjects, in the order of opening.
struct Kinds<'a, V: Names>(&'a Report<V>, &'a State);

/// A kind of subjects.
#[derive(serde::Serialize)]
struct WrittenKind<T> {
    list_closed: bool,
    subjects: T,
}

/// The subjects of one kind as a map from name to subject.
struct SubjectsOf<'a, V: Names>(&'a Report<V>, &'a State, KindId);

/// A subject.
#[derive(serde::Serialize)]
#[serde(bound = "")]
struct WrittenSubject<'a, V: Names> {
    opened: Instant,
    terminated: Option<Instant>,
    obligations: Obligations<'a, V>,
    acts: Acts<'a, V>,
}

/// A subject that was left behind: nothing can be done in it any more.
#[derive(serde::Serialize)]
struct WrittenLeft<'a> {
    opened: Instant,
    terminated: Option<Instant>,
    obligations: BTreeMap<&'a str, WrittenLine<'a>>,
    acts: BTreeMap<&'a str, ()>,
}

impl<'a> WrittenLeft<'a> {
    fn of<V: Names>(report: &'a Report<V>, left: &LeftSubject) -> Self {
        let names = &report.agreement.terms().obligation_names;
        let line = |it: &LeftObligation| {
            let standings = report.standings(it.obligation, &it.tracked);
            (&*names[it.obligation], WrittenLine::of(&report.agreement, &standings))
        };
        Self {
            opened: left.opened,
            terminated: left.terminated,
            obligations: left.obligations.iter().map(line).collect(),
            acts: BTreeMap::new(),
        }
    }
}

impl<V: Names> Serialize for Kinds<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let terms = self.0.agreement.terms();
        let kinds = terms.kinds.keys().filter(|_| self.0.as_of.is_some());
        // Kinds that were left behind come after the others.
        let kinds = kinds.chain(self.0.left_kinds(self.1));
        serializer.collect_map(kinds.map(|id| {
            let list_closed = id.place() >= terms.kinds.len() || self.1.kinds[id].is_list_closed();
            let subjects = SubjectsOf(self.0, self.1, id);
            (&terms.kind_names[id], WrittenKind { list_closed, subjects })
        }))
    }
}

impl<V: Names> Serialize for SubjectsOf<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report, state, kind) = self;
        let mut map = serializer.serialize_map(None)?;
        let is_of_now = kind.place() < report.agreement.terms().kinds.len();
        let living = is_of_now.then(|| state.scopes(Some(*kind)));
        for scope in living.into_iter().flatten() {
            let Some(subject) = state.subject(scope) else { continue };
            let written = WrittenSubject {
                opened: subject.opened,
                terminated: state.told_milestone(subject.state.terminated),
                obligations: Obligations { report, state, scope },
                acts: Acts(report, scope),
            };
            map.serialize_entry(&*subject.name, &written)?;
        }
        for left in report.left_subjects(state).filter(|left| left.subject.kind == *kind) {
            map.serialize_entry(&*left.subject.name, &WrittenLeft::of(report, left))?;
        }
        map.end()
    }
}

impl<V: Names> Report<V> {
    /// What was found, as it is written, in its order.
    pub(crate) fn written_findings(&self) -> Vec<WrittenFinding> {
        let prose = Sentences::plain(self.agreement.terms());
        let aftermaths = Aftermaths::of(self, &PlainPhrases);
        let found = self.found().iter().enumerate().zip(self.identities());
        found
            .map(|((place, it), id)| {
                let written = WrittenFinding::new(&self.agreement, it);
                let written = written.told(aftermaths.matter(place, it), prose.cites(it));
                written.certain(self.certain_at(it.at)).known_by(id)
            })
            .collect()
    }
}

impl<V: Names> Serialize for Report<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let agreement = &self.agreement;
        let refusals = self.end.refusals().iter();
        let refusals: Vec<WrittenRefusal> =
            refusals.map(|refusal| WrittenRefusal::in_words(agreement, refusal)).collect();
        let mut report = serializer.serialize_struct("Report", 18)?;
        report.serialize_field("title", agreement.title())?;
        report.serialize_field("agreement", &agreement.digest())?;
        report.serialize_field("version", env!("CARGO_PKG_VERSION"))?;
        match &self.log {
            Some(log) => report.serialize_field("log", log)?,
            None => report.skip_field("log")?,
        }
        match &self.case {
            Some(case) => report.serialize_field("case", case)?,
            None => report.skip_field("case")?,
        }
        report.serialize_field("outcome", &self.outcome)?;
        report.serialize_field("conformant", &self.is_conformant())?;
        report.serialize_field("as_of", &self.as_of)?;
        report.serialize_field("in_force", &self.in_force())?;
        report.serialize_field("terminated", &self.terminated())?;
        let state = &*self.end.state(agreement.terms());
        let obligations = Obligations { report: self, state, scope: Scope::Run };
        report.serialize_field("obligations", &obligations)?;
        report.serialize_field("acts", &Acts(self, Scope::Run))?;
        report.serialize_field("subjects", &Kinds(self, state))?;
        match &self.complete {
            Some(complete) => report.serialize_field("complete", complete)?,
            None => report.skip_field("complete")?,
        }
        report.serialize_field("findings", &self.written_findings())?;
        report.serialize_field("refusals", &refusals)?;
        match self.is_of_many {
            true => report.skip_field("skipped")?,
            false => report.serialize_field("skipped", &*self.skipped)?,
        }
        match self.is_of_many || self.lost.is_empty() {
            true => report.skip_field("lost")?,
            false => report.serialize_field("lost", &*self.lost)?,
        }
        report.end()
    }
}
