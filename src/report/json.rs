//! The report for machines: the keys of [SEMANTICS.md, section 6](crate::guide::law#6-the-report), and some more.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::monitor::{Finding, Lapse, Scope, State, Status};
use crate::names::{KindId, Names, ObligationId, PartyId, Text};
use crate::terms::{Condition, Decimal, Terms};
use crate::time::Instant;

use super::{Aftermaths, PlainPhrases, Report, Sentences, WrittenFinding, WrittenRefusal};

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
    fn of(terms: &Terms, id: ObligationId, whole: u64) -> Self {
        match terms.unit_of(id) {
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
        let party = |party: Option<PartyId>| party.map(|party| &*terms.parties[party].name);
        let has_begun = self.report.as_of.is_some();
        let lines = self.report.lines_in(self.state, self.scope).filter(|_| has_begun);
        serializer.collect_map(lines.map(|(id, line)| {
            let written = WrittenLine {
                status: line.status,
                progress: Amount::of(terms, id, line.progress),
                quantity: self.report.quantity(id, &line).map(|it| Amount::of(terms, id, it)),
                debtor: party(line.parties.debtor),
                creditor: party(line.parties.creditor),
                verifier: party(line.parties.verifier),
                deadline: line.deadline,
                due: line.due,
                breached: line.breached,
                closed: line.closed,
                suspended: line.rests_since.filter(|_| line.status == Status::Suspended),
                performed: line.rests_since.filter(|_| line.status == Status::Performed),
                lapsed: line.lapsed,
            };
            (&terms.obligation_names[id], written)
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

impl<V: Names> Serialize for Kinds<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let terms = self.0.agreement.terms();
        let kinds = terms.kinds.keys().filter(|_| self.0.as_of.is_some());
        serializer.collect_map(kinds.map(|id| {
            let list_closed = self.1.kinds[id].is_list_closed();
            let subjects = SubjectsOf(self.0, self.1, id);
            (&terms.kind_names[id], WrittenKind { list_closed, subjects })
        }))
    }
}

impl<V: Names> Serialize for SubjectsOf<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report, state, kind) = self;
        serializer.collect_map(state.scopes(Some(*kind)).filter_map(|scope| {
            let subject = state.subject(scope)?;
            let written = WrittenSubject {
                opened: subject.opened,
                terminated: state.told_milestone(subject.state.terminated),
                obligations: Obligations { report, state, scope },
                acts: Acts(report, scope),
            };
            Some((&*subject.name, written))
        }))
    }
}

impl<V: Names> Serialize for Report<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let agreement = &self.agreement;
        let prose = Sentences { terms: agreement.terms(), phrases: &PlainPhrases };
        let told = |finding: &Finding| {
            let text = prose.matter(finding);
            WrittenFinding::new(agreement, finding).told(text, prose.cites(finding))
        };
        let aftermaths = Aftermaths::of(self, &PlainPhrases);
        let found = |(place, finding): (usize, &Finding)| {
            let text = aftermaths.matter(place, finding);
            WrittenFinding::new(agreement, finding).told(text, prose.cites(finding))
        };
        let findings = self.found().iter().enumerate().map(found).zip(self.identities());
        let findings: Vec<WrittenFinding> = findings.map(|(it, id)| it.known_by(id)).collect();
        let refusals: Vec<WrittenRefusal> =
            self.end.refusals().iter().map(|refusal| WrittenRefusal::with(refusal, told)).collect();
        let mut report = serializer.serialize_struct("Report", 17)?;
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
        report.serialize_field("findings", &findings)?;
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
