//! What a card stands for: an obligation of the run, of a subject, or of many subjects together.

use crate::monitor::{At, Monitor, Scope, Status, SubjectId, Tracked};
use crate::names::{Names, ObligationId, Subject};
use crate::time::Instant;

/// Of so many subjects of a kind at most each has cards and moves of its own.
pub(super) const FEW: usize = 10;

/// An obligation, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Card<V: Names> {
    pub(super) obligation: V::Obligation,
    pub(super) place: Place<V>,
}

/// Where an obligation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place<V: Names> {
    /// In the run.
    Run,
    /// In a subject.
    Subject(Subject<V>),
    /// In the many subjects in which it stands so.
    Many(Status),
}

impl<V: Names> Card<V> {
    pub(super) fn of_run(obligation: V::Obligation) -> Self {
        Self { obligation, place: Place::Run }
    }

    /// The subject in which it stands, if it is one.
    pub(super) fn subject(&self) -> Option<&Subject<V>> {
        match &self.place {
            Place::Subject(subject) => Some(subject),
            Place::Run | Place::Many(_) => None,
        }
    }

    pub(super) fn status(&self, monitor: &Monitor<V>) -> Option<Status> {
        match self.place {
            Place::Many(status) => Some(status),
            _ => Some(self.tracked(monitor)?.status),
        }
    }

    /// Its deadline; of many, the next.
    pub(super) fn deadline(&self, monitor: &Monitor<V>) -> Option<Instant> {
        match self.place {
            Place::Many(_) => self.many(monitor).filter_map(|(_, it)| it.deadline).min(),
            _ => self.tracked(monitor)?.deadline,
        }
    }

    pub(super) fn debtor(&self, monitor: &Monitor<V>) -> Option<V::Party> {
        let debtor = match self.place {
            Place::Many(_) => self.many(monitor).next()?.1.parties.debtor,
            _ => self.tracked(monitor)?.parties.debtor,
        };
        debtor.map(|party| monitor.agreement().lexicon().party(party))
    }

    pub(super) fn creditor(&self, monitor: &Monitor<V>) -> Option<V::Party> {
        let creditor = match self.place {
            Place::Many(_) => self.many(monitor).next()?.1.parties.creditor,
            _ => self.tracked(monitor)?.parties.creditor,
        };
        creditor.map(|party| monitor.agreement().lexicon().party(party))
    }

    pub(super) fn verifier(&self, monitor: &Monitor<V>) -> Option<V::Party> {
        let verifier = self.tracked(monitor)?.parties.verifier;
        verifier.map(|party| monitor.agreement().lexicon().party(party))
    }

    pub(super) fn progress(&self, monitor: &Monitor<V>) -> Option<u64> {
        Some(self.tracked(monitor)?.progress)
    }

    pub(super) fn quantity(&self, monitor: &Monitor<V>) -> Option<u64> {
        match self.subject() {
            Some(it) => monitor.subject(it.kind, &it.name)?.quantity(self.obligation),
            None => monitor.quantity(self.obligation),
        }
    }

    /// How much a prohibition has counted.
    pub(super) fn counted(&self, monitor: &Monitor<V>) -> Option<u64> {
        monitor.counted_at(self.at(monitor)?)
    }

    /// Whether a verifier's word is awaited.
    pub(super) fn is_verifiable(&self, monitor: &Monitor<V>) -> bool {
        match self.tracked(monitor).map(|tracked| tracked.status) {
            Some(Status::Performed) => true,
            Some(Status::Breached) => {
                let quantity = self.quantity(monitor);
                quantity.zip(self.progress(monitor)).is_some_and(|(all, done)| done >= all)
            }
            _ => false,
        }
    }

    /// The subjects in which it stands as this card says, and how.
    pub(super) fn many<'m>(
        &self,
        monitor: &'m Monitor<V>,
    ) -> impl Iterator<Item = (&'m str, &'m Tracked)> + use<'m, V> {
        let wanted = match self.place {
            Place::Many(status) => Some(status),
            _ => None,
        };
        let (state, terms) = (monitor.state(), monitor.terms());
        let id = monitor.agreement().lexicon().obligation_id(self.obligation);
        id.into_iter().flat_map(move |id| {
            let scopes = state.scopes(terms.obligations[id].of);
            scopes.filter_map(move |scope| {
                let tracked = &state[scope.at(&terms.graph, id)];
                let subject = state.subject(scope)?;
                (Some(tracked.status) == wanted).then_some((&*subject.name, tracked))
            })
        })
    }

    fn tracked<'m>(&self, monitor: &'m Monitor<V>) -> Option<&'m Tracked> {
        Some(&monitor.state()[self.at(monitor)?])
    }

    fn at(&self, monitor: &Monitor<V>) -> Option<At<ObligationId>> {
        let scope = match &self.place {
            Place::Run => Scope::Run,
            Place::Subject(subject) => {
                let kind = monitor.agreement().lexicon().kind_id(subject.kind)?;
                let subjects = &monitor.state().kinds[kind].subjects;
                Scope::Subject(SubjectId { kind, place: subjects.find(subject.name.as_bytes())? })
            }
            Place::Many(_) => return None,
        };
        monitor.obligation_in(scope, self.obligation)
    }
}

/// The subjects of a kind that are shown one by one: all of a few, or those whose name has in it what is
/// sought; none of many.
pub(super) fn shown<V: Names>(
    monitor: &Monitor<V>,
    kind: V::Kind,
    sought: &str,
) -> Option<Vec<Subject<V>>> {
    let sought = sought.to_lowercase();
    if !sought.is_empty() {
        let found = monitor.subjects(kind).filter(|it| it.name().to_lowercase().contains(&sought));
        return Some(found.take(FEW).map(|it| it.subject()).collect());
    }
    let few: Vec<Subject<V>> =
        monitor.subjects(kind).take(FEW.saturating_add(1)).map(|it| it.subject()).collect();
    (few.len() <= FEW).then_some(few)
}
