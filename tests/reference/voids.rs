//! What makes an event void (section 5, the table).

use super::document::Agreement;
use super::events::{Deed, Event};
use super::state::{State, Status};

/// A reason, and those who could have done it or whose consent is missing.
type Reason = (&'static str, Vec<String>);

/// The first reason, in the order of the table, for which an event is void.
pub(crate) fn reason(agreement: &Agreement, state: &State, event: &Event) -> Option<Reason> {
    if event.time < state.clock {
        return Some(("out-of-order", Vec::new()));
    }
    if !every_name_is_known(agreement, event) {
        return Some(("unknown", Vec::new()));
    }
    let is_actor = |party: &str| event.actor.as_deref() == Some(party);
    match &event.deed {
        Deed::Tick => None,
        Deed::Act { act, .. } => {
            let by = &agreement.act(act).by;
            (!by.iter().any(|party| is_actor(party))).then(|| ("unauthorized", by.clone()))
        }
        Deed::Attest { obligation } | Deed::Deny { obligation } => {
            let standing = state.standing(obligation);
            let is_enough = agreement.obligation(obligation).is_fulfilled_by(standing.progress);
            let awaits_verification = standing.status == Status::Performed
                || (standing.status == Status::Breached && is_enough);
            if !standing.verified_by.as_deref().is_some_and(is_actor) {
                Some(("unauthorized", standing.verified_by.clone().into_iter().collect()))
            } else {
                (!awaits_verification).then_some(("nothing-to-verify", Vec::new()))
            }
        }
        Deed::Release { obligation } => {
            let creditor = &agreement.obligation(obligation).creditor;
            if !is_actor(creditor) {
                Some(("unauthorized", vec![creditor.clone()]))
            } else {
                state.standing(obligation).status.is_closed().then_some(("closed", Vec::new()))
            }
        }
        Deed::Extend { obligation, until } => {
            let standing = state.standing(obligation);
            let is_later = standing.deadline.is_some_and(|deadline| deadline < *until);
            let creditor = &agreement.obligation(obligation).creditor;
            if !is_actor(creditor) {
                Some(("unauthorized", vec![creditor.clone()]))
            } else {
                let runs = standing.status.is_due_or_suspended() && is_later;
                (!runs).then_some(("no-deadline", Vec::new()))
            }
        }
        Deed::Amend { obligation, actors, debtor, .. } => {
            let terms = agreement.obligation(obligation);
            let standing = state.standing(obligation);
            let may = match (debtor, terms.performs()) {
                (Some(_), Some(act)) => Some(&agreement.act(act).by),
                _ => None,
            };
            let needed = [&standing.debtor, &terms.creditor].into_iter().chain(debtor);
            let silent = silent(needed, actors);
            if !silent.is_empty() {
                Some(("no-consent", silent))
            } else if standing.status.is_closed() {
                Some(("closed", Vec::new()))
            } else {
                let may = may.filter(|may| debtor.iter().any(|debtor| !may.contains(debtor)));
                may.map(|may| ("unauthorized", may.clone()))
            }
        }
        Deed::Waive { act, actors } => {
            let silent = silent(&agreement.act(act).protects, actors);
            (!silent.is_empty()).then_some(("no-consent", silent))
        }
    }
}

/// Those of the needed parties that are not among the actors, each told once.
fn silent<'a>(needed: impl IntoIterator<Item = &'a String>, actors: &[String]) -> Vec<String> {
    let mut silent = Vec::new();
    for party in needed {
        if !actors.contains(party) && !silent.contains(party) {
            silent.push(party.clone());
        }
    }
    silent
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
