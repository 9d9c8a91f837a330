//! What each party can do now, and what it can't.

use crate::event::{Deed, Speaker};
use crate::monitor::{Closed, Monitor, Status};
use crate::names::Names;

/// Something that a party may do at some time.
#[derive(Clone, Debug)]
pub(super) struct Move<V: Names> {
    pub(super) party: V::Party,
    pub(super) deed: Deed<V>,
    /// What it still waits for; none if it is open.
    pub(super) closed: Option<Closed<V>>,
}

/// The moves of each party, in the order of the document: the acts that it owes and may do, the
/// words of a verifier, the other acts that are open, those that are closed.
pub(super) fn moves<V: Names>(monitor: &Monitor<V>) -> Vec<Move<V>> {
    let agreement = monitor.agreement();
    let mut moves = Vec::new();
    for party in agreement.parties() {
        let deed = |act| Deed::act_once(party, act);
        let owed = owed(monitor, party);
        let (first, others): (Vec<V::Act>, Vec<V::Act>) =
            monitor.open_to(party).partition(|act| owed.contains(act));
        let open = |act| Move { party, deed: deed(act), closed: None };
        moves.extend(first.into_iter().map(open));
        let words = agreement
            .obligations()
            .filter(|obligation| monitor.verifier(*obligation) == Some(party))
            .filter(|obligation| is_verifiable(monitor, *obligation))
            .flat_map(|obligation| {
                let speaker = Speaker::One(party);
                let attest = Deed::Attest { speaker: speaker.clone(), obligation };
                [attest, Deed::Deny { speaker, obligation }]
            });
        moves.extend(words.map(|deed| Move { party, deed, closed: None }));
        moves.extend(others.into_iter().map(open));
        moves.extend(monitor.closed_to(party).map(|closed| Move {
            party,
            deed: deed(closed.act),
            closed: Some(closed),
        }));
    }
    moves
}

/// The acts that a party owes now, be it as a hope only.
fn owed<V: Names>(monitor: &Monitor<V>, party: V::Party) -> Vec<V::Act> {
    let owed = monitor.owed_by(party).map(|owed| owed.obligation);
    let terms = owed.filter_map(|it| monitor.agreement().obligation_terms(it));
    terms.filter(|terms| !terms.is_prohibition()).flat_map(|terms| terms.acts().to_vec()).collect()
}

/// Whether a verifier's word is awaited.
pub(super) fn is_verifiable<V: Names>(monitor: &Monitor<V>, obligation: V::Obligation) -> bool {
    match monitor.status(obligation) {
        Some(Status::Performed) => true,
        Some(Status::Breached) => {
            let quantity = monitor.quantity(obligation);
            quantity.zip(monitor.progress(obligation)).is_some_and(|(all, done)| done >= all)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Act, Obligation, Party, Reading};
    use crate::event::Event;

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
            (Deed::Act { act, .. }, None) if owed(&monitor, it.party).contains(act) => 0,
            (Deed::Act { .. }, None) => 2,
            _ => 1,
        };
        let moves = moves(&monitor);
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
        assert!(!is_verifiable(&monitor, Obligation::RemoveBombers));
        let mut monitor = monitor;
        let mut events = cuba::practice();
        events.retain(|event| !matches!(event.deed, Deed::Attest { .. }));
        events.retain(|event| event.deed.act() != Some(&Act::RemoveWeapons));
        for event in &events {
            monitor.record(event);
        }
        monitor.advance("1963-03-01T00:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(monitor.status(Obligation::RemoveBombers), Some(Status::Breached));
        assert!(!is_verifiable(&monitor, Obligation::RemoveBombers));
        let all = Event::act(monitor.now(), Party::Ussr, Act::RemoveWeapons);
        monitor.record(&all.quantity(84));
        assert_eq!(monitor.status(Obligation::RemoveBombers), Some(Status::Breached));
        assert!(is_verifiable(&monitor, Obligation::RemoveBombers));
    }
}
