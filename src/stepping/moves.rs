//! What each party can do now, and what it can't.

use crate::event::{Deed, Speaker};
use crate::monitor::{Closed, Monitor};
use crate::names::{Names, PartyId, Subject};

use super::card::{Card, Place, shown};

/// Something that a party may do at some time.
#[derive(Clone, Debug)]
pub(super) struct Move<V: Names> {
    pub(super) party: V::Party,
    pub(super) deed: Deed<V>,
    pub(super) target: Target<V>,
    /// What it still waits for; none if it is open.
    pub(super) closed: Option<Closed<V>>,
}

/// Where something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target<V: Names> {
    /// In the run.
    Run,
    /// In a subject.
    Subject(Subject<V>),
    /// In a subject of this kind that is still to be named: one that it opens, or one of many.
    Asked(V::Kind),
}

impl<V: Names> Target<V> {
    pub(super) fn of(subject: Option<&Subject<V>>) -> Self {
        subject.map_or(Self::Run, |subject| Self::Subject(subject.clone()))
    }

    pub(super) fn subject(&self) -> Option<&Subject<V>> {
        match self {
            Self::Subject(subject) => Some(subject),
            Self::Run | Self::Asked(_) => None,
        }
    }
}

/// The moves of each party, in the order of the document: the acts that it owes and may do, the
/// words of a verifier, the other acts that are open, those that are closed. Those of the run come first,
/// then those of each kind, subject by subject where these are shown; what opens a subject, and what is
/// done in one of many, asks for its name.
pub(super) fn moves<V: Names>(monitor: &Monitor<V>, sought: &str) -> Vec<Move<V>> {
    let agreement = monitor.agreement();
    let kinds: Vec<_> =
        agreement.kinds().map(|kind| (kind, shown(monitor, kind, sought))).collect();
    let mut moves = Vec::new();
    for party in agreement.parties() {
        in_scope(&mut moves, monitor, party, None);
        for (kind, subjects) in &kinds {
            for subject in subjects.iter().flatten() {
                if is_living(monitor, subject) {
                    in_scope(&mut moves, monitor, party, Some(subject));
                }
            }
            let asked = acts_of(monitor, *kind, party, subjects.is_none()).map(|act| Move {
                party,
                deed: Deed::act_once(party, act),
                target: Target::Asked(*kind),
                closed: None,
            });
            moves.extend(asked);
        }
    }
    moves
}

/// Whether something in a subject is not closed.
fn is_living<V: Names>(monitor: &Monitor<V>, subject: &Subject<V>) -> bool {
    let Some(stands) = monitor.subject(subject.kind, &subject.name) else { return false };
    let mut statuses = monitor.agreement().obligations().filter_map(|it| stands.status(it));
    statuses.any(|status| !status.is_closed())
}

/// The acts of a kind that a party is among those who may do: all, or those alone that open a subject.
fn acts_of<V: Names>(
    monitor: &Monitor<V>,
    kind: V::Kind,
    party: V::Party,
    is_of_many: bool,
) -> impl Iterator<Item = V::Act> {
    let agreement = monitor.agreement();
    let terms = agreement.terms();
    let kind = agreement.lexicon().kind_id(kind);
    let party = agreement.lexicon().party_id(party);
    let acts = kind.into_iter().flat_map(move |kind| {
        let acts = terms.graph.scope(Some(kind)).acts.iter();
        acts.map(move |act| (kind, *act))
    });
    let acts = acts.filter(move |(kind, act)| {
        let of_kind = &terms.kinds[*kind];
        let opens =
            of_kind.terms.is_opened_by(act) && !monitor.state().kinds[*kind].is_list_closed();
        let may = |party: PartyId| {
            terms.acts[*act].by.contains(&party) || terms.may_do_as_each(party, *act, None)
        };
        (opens || is_of_many) && party.is_some_and(may)
    });
    acts.map(move |(_, act)| agreement.lexicon().act(act))
}

/// The moves of a party in the run, or in a subject.
fn in_scope<V: Names>(
    moves: &mut Vec<Move<V>>,
    monitor: &Monitor<V>,
    party: V::Party,
    subject: Option<&Subject<V>>,
) {
    let agreement = monitor.agreement();
    let stands = subject.and_then(|it| monitor.subject(it.kind, &it.name));
    let deed = |act| Deed::act_once(party, act);
    let owed = owed(monitor, party, subject);
    let open: Vec<V::Act> = match &stands {
        Some(stands) => stands.open_to(party).collect(),
        None => monitor.open_to(party).collect(),
    };
    let closed: Vec<Closed<V>> = match &stands {
        Some(stands) => stands.closed_to(party).collect(),
        None => monitor.closed_to(party).collect(),
    };
    // What belongs to a kind is done in a subject, and what opens one asks for its name.
    let is_here = |act: &V::Act| {
        let terms = agreement.terms();
        let Some(act) = agreement.lexicon().act_id(*act) else { return false };
        match (terms.acts[act].of, subject) {
            (Some(kind), Some(_)) => !terms.kinds[kind].terms.is_opened_by(&act),
            (kind, None) => kind.is_none(),
            (None, Some(_)) => false,
        }
    };
    let (first, others): (Vec<V::Act>, Vec<V::Act>) =
        open.into_iter().filter(is_here).partition(|act| owed.contains(act));
    let target = || Target::of(subject);
    let to_do = |deed| Move { party, deed, target: target(), closed: None };
    moves.extend(first.into_iter().map(|act| to_do(deed(act))));
    let cards = agreement.obligations().map(|obligation| match subject {
        Some(subject) => Card { obligation, place: Place::Subject(subject.clone()) },
        None => Card::of_run(obligation),
    });
    let words = cards
        .filter(|card| card.verifier(monitor) == Some(party) && card.is_verifiable(monitor))
        .flat_map(|card| {
            let (speaker, obligation) = (Speaker::One(party), card.obligation);
            let attest = Deed::Attest { speaker: speaker.clone(), obligation };
            [attest, Deed::Deny { speaker, obligation }]
        });
    moves.extend(words.map(to_do));
    moves.extend(others.into_iter().map(|act| to_do(deed(act))));
    let closed = closed.into_iter().filter(|closed| is_here(&closed.act));
    moves.extend(closed.map(|closed| Move {
        party,
        deed: deed(closed.act),
        target: target(),
        closed: Some(closed),
    }));
}

/// The acts that a party owes now, be it as a hope only.
fn owed<V: Names>(
    monitor: &Monitor<V>,
    party: V::Party,
    subject: Option<&Subject<V>>,
) -> Vec<V::Act> {
    let owed: Vec<V::Obligation> = match subject {
        Some(it) => {
            let stands = monitor.subject(it.kind, &it.name);
            let owed = stands.iter().flat_map(|stands| stands.owed_by(party));
            owed.map(|owed| owed.obligation).collect()
        }
        None => monitor.owed_by(party).map(|owed| owed.obligation).collect(),
    };
    let terms = owed.into_iter().filter_map(|it| monitor.agreement().obligation_terms(it));
    terms.filter(|terms| !terms.is_prohibition()).flat_map(|terms| terms.acts().to_vec()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Act, Obligation, Party, Reading};
    use crate::event::Event;
    use crate::monitor::Status;

    #[test]
    fn what_is_owed_comes_first_and_what_is_closed_last() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut monitor = Monitor::new(&agreement);
        for event in cuba::as_it_might_have_gone().iter().take(5) {
            monitor.record(event);
        }
        monitor.record(&Event::act(monitor.now(), Party::Ussr, Act::RenderInoperable));
        let rank = |it: &Move<cuba::Cuba>| match (&it.deed, &it.closed) {
            (_, Some(_)) => 3,
            (Deed::Act { act, .. }, None) if owed(&monitor, it.party, None).contains(act) => 0,
            (Deed::Act { .. }, None) => 2,
            _ => 1,
        };
        let moves = moves(&monitor, "");
        for party in agreement.parties() {
            let ranks: Vec<i32> = moves.iter().filter(|it| it.party == party).map(rank).collect();
            assert!(ranks.is_sorted(), "{party}: {ranks:?}");
        }
        for wanted in 0..4 {
            assert!(moves.iter().map(rank).any(|rank| rank == wanted), "{wanted}");
        }
    }

    #[test]
    fn what_was_done_too_late_awaits_its_verifier_too() {
        let agreement = cuba::agreement(Reading::Practised).unwrap();
        let monitor = Monitor::new(&agreement);
        assert!(!Card::of_run(Obligation::RemoveBombers).is_verifiable(&monitor));
        let mut monitor = monitor;
        let mut events = cuba::practice();
        events.retain(|event| !matches!(event.deed, Deed::Attest { .. }));
        events.retain(|event| event.deed.act() != Some(&Act::RemoveWeapons));
        for event in &events {
            monitor.record(event);
        }
        monitor.advance("1963-03-01T00:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(monitor.status(Obligation::RemoveBombers), Some(Status::Breached));
        assert!(!Card::of_run(Obligation::RemoveBombers).is_verifiable(&monitor));
        let all = Event::act(monitor.now(), Party::Ussr, Act::RemoveWeapons);
        monitor.record(&all.quantity(84));
        assert_eq!(monitor.status(Obligation::RemoveBombers), Some(Status::Breached));
        assert!(Card::of_run(Obligation::RemoveBombers).is_verifiable(&monitor));
    }
}
