//! What is remembered of a kind and its subjects, written down.

use serde::{Deserialize, Serialize};

use crate::monitor::{KindState, Subject, Truth};
use crate::names::{KindId, PartyId, Table, is_subject_name};
use crate::strict::{self, Strict};
use crate::terms::{Opening, Terms};
use crate::time::Instant;

use super::RestoreError;
use super::parts::WrittenEnd;
use super::written_run::part;
use super::written_scope::WrittenScope;

/// A kind, with its subjects in the order in which they opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenKind {
    /// When period 0 begins; null where there are no periods, or that is not known yet.
    grid: Option<Instant>,
    has_ended: bool,
    /// Who closed the list; null while it is open.
    closed_by: Option<Strict<WrittenEnd>>,
    /// The last period that has opened.
    last: Option<u64>,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    subjects: Vec<(Box<str>, Strict<WrittenSubject>)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSubject {
    opened: Instant,
    opener: Option<Box<str>>,
    period: Option<(Instant, Instant)>,
    scope: Strict<WrittenScope>,
}

impl WrittenKind {
    pub(super) fn of(terms: &Terms, kind: KindId, state: &KindState) -> Self {
        let subjects = state.subjects.iter().map(|subject| {
            let written = WrittenSubject {
                opened: subject.opened,
                opener: subject.opener.map(|party| terms.parties[party].name.clone()),
                period: subject.period,
                scope: Strict(WrittenScope::of(terms, Some(kind), &subject.state)),
            };
            ((&*subject.name).into(), Strict(written))
        });
        Self {
            grid: state.grid,
            has_ended: state.has_ended,
            closed_by: state.closed_by.as_ref().map(|by| Strict(WrittenEnd::of(terms, by))),
            last: state.last,
            subjects: subjects.collect(),
        }
    }

    fn read(self, terms: &Terms, kind: KindId, has_begun: bool) -> Result<KindState, RestoreError> {
        let of_kind = &terms.kinds[kind];
        let place = format!("subjects.{}", terms.kind_names[kind]);
        let is_of_periods = of_kind.terms.is_of_periods();
        if !is_of_periods && (self.grid.is_some() || self.last.is_some()) {
            return Err(part(place, "has periods, and its subjects are none"));
        }
        let closed_by = self.closed_by.map(|Strict(by)| by.read(terms)).transpose();
        let mut state = KindState {
            grid: self.grid,
            has_ended: self.has_ended,
            closed_by: closed_by.map_err(|message| part(format!("{place}.closed_by"), message))?,
            last: self.last,
            ..KindState::at_first(&of_kind.terms)
        };
        if has_begun && of_kind.terms.is_over_parties() {
            let parties = of_kind.members.iter().map(|party| &terms.parties[*party].name);
            if !parties.eq(self.subjects.iter().map(|(name, _)| name)) {
                return Err(part(place, "its subjects are not the parties of the kind"));
            }
        }
        let mut parties = of_kind.members.iter().copied();
        for (name, Strict(written)) in self.subjects {
            let place = format!("{place}.{name}");
            let subject = written.read(terms, kind, name, parties.next(), &place)?;
            let (start, is_known) = (subject.period, state.subjects.find(subject.name.as_bytes()));
            if is_known.is_some() || !is_subject_name(&subject.name) {
                return Err(part(place, "is there twice, or has no name that a subject can have"));
            }
            if !state.fits(terms, &of_kind.terms, start, &subject.name) {
                return Err(part(place, "is no period of the kind's grid"));
            }
            state.subjects.push(subject);
        }
        Ok(state)
    }
}

impl WrittenSubject {
    fn read(
        self,
        terms: &Terms,
        kind: KindId,
        name: Box<str>,
        each: Option<PartyId>,
        place: &str,
    ) -> Result<Subject, RestoreError> {
        let opener = self.opener.map(|name| terms.party(&name)).transpose();
        let opener = opener.map_err(|_| part(format!("{place}.opener"), "is an unknown party"))?;
        let is_opened = matches!(terms.kinds[kind].terms.opening, Opening::ByActs { .. });
        if is_opened != opener.is_some() {
            return Err(part(format!("{place}.opener"), "does not fit how its subjects open"));
        }
        let Strict(scope) = self.scope;
        Ok(Subject {
            name: name.into(),
            opened: self.opened,
            opener,
            period: self.period,
            state: scope.read(terms, Some(kind), each, &format!("{place}."))?,
            truth: Truth::none(),
            tallied: Box::default(),
        })
    }
}

/// The kinds of an agreement, in its order.
pub(super) fn read(
    terms: &Terms,
    has_begun: bool,
    written: Vec<(Box<str>, Strict<WrittenKind>)>,
) -> Result<Table<KindId, KindState>, RestoreError> {
    let own = terms.kind_names.values().take(terms.kinds.len());
    if !own.eq(written.iter().map(|(name, _)| name)) {
        return Err(part("subjects", "are not those of the agreement, in its order"));
    }
    let kinds = written.into_iter().zip(terms.kinds.keys());
    kinds.map(|((_, Strict(kind)), id)| kind.read(terms, id, has_begun)).collect()
}
