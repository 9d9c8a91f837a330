//! What makes an event void (section 5, the table).

use super::document::Agreement;
use super::events::{Deed, Event};
use super::state::{State, Status};

/// The first reason, in the order of the table, for which an event is void.
pub(crate) fn reason(agreement: &Agreement, state: &State, event: &Event) -> Option<&'static str> {
    if event.time < state.clock {
        return Some("out-of-order");
    }
    if !every_name_is_known(agreement, event) {
        return Some("unknown");
    }
    let is_actor = |party: &str| event.actor.as_deref() == Some(party);
    match &event.deed {
        Deed::Tick => None,
        Deed::Act { act, .. } => {
            let may = agreement.act(act).by.iter().any(|party| is_actor(party));
            (!may).then_some("unauthorized")
        }
        Deed::Attest { obligation } | Deed::Deny { obligation } => {
            let standing = state.standing(obligation);
            let is_enough = agreement.obligation(obligation).is_fulfilled_by(standing.progress);
            let awaits_verification = standing.status == Status::Performed
                || (standing.status == Status::Breached && is_enough);
            if !standing.verified_by.as_deref().is_some_and(is_actor) {
                Some("unauthorized")
            } else {
                (!awaits_verification).then_some("nothing-to-verify")
            }
        }
        Deed::Release { obligation } => {
            if !is_actor(&agreement.obligation(obligation).creditor) {
                Some("unauthorized")
            } else {
                state.standing(obligation).status.is_closed().then_some("closed")
            }
        }
        Deed::Extend { obligation, until } => {
            let standing = state.standing(obligation);
            let is_later = standing.deadline.is_some_and(|deadline| deadline < *until);
            if !is_actor(&agreement.obligation(obligation).creditor) {
                Some("unauthorized")
            } else {
                (!standing.status.is_due_or_suspended() || !is_later).then_some("no-deadline")
            }
        }
        Deed::Amend { obligation, actors, debtor, .. } => {
            let terms = agreement.obligation(obligation);
            let standing = state.standing(obligation);
            let may = match (debtor, terms.performs()) {
                (Some(debtor), Some(act)) => agreement.act(act).by.contains(debtor),
                _ => true,
            };
            let mut needed = [&standing.debtor, &terms.creditor].into_iter().chain(debtor);
            if !needed.all(|party| actors.contains(party)) {
                Some("no-consent")
            } else if standing.status.is_closed() {
                Some("closed")
            } else {
                (!may).then_some("unauthorized")
            }
        }
        Deed::Waive { act, actors } => {
            let all = agreement.act(act).protects.iter().all(|party| actors.contains(party));
            (!all).then_some("no-consent")
        }
    }
}

fn every_name_is_known(agreement: &Agreement, event: &Event) -> bool {
    let names = &agreement.names;
    let is_party = |name: &String| names.parties.contains(name);
    let is_act = |name: &String| names.acts.contains(name);
    let is_obligation = |name: &String| names.obligations.contains(name);
    event.actor.as_ref().is_none_or(is_party)
        && match &event.deed {
            Deed::Tick => true,
            Deed::Act { act, .. } => is_act(act),
            Deed::Attest { obligation }
            | Deed::Deny { obligation }
            | Deed::Release { obligation }
            | Deed::Extend { obligation, .. } => is_obligation(obligation),
            Deed::Amend { obligation, actors, verified_by, debtor } => {
                is_obligation(obligation)
                    && actors.iter().chain(verified_by).chain(debtor).all(is_party)
            }
            Deed::Waive { act, actors } => is_act(act) && actors.iter().all(is_party),
        }
}
