//! What an event would be found to be, in the state just before it ([SEMANTICS.md, section 5](crate::guide::law#5-events)).
//!
//! Nothing here changes anything: a refused event leaves nothing half done.

use std::num::NonZeroU64;

use crate::event::Deed;
use crate::monitor::{Finding, Matter, Status, VoidReason};
use crate::names::{ActId, ObligationId, PartyId};
use crate::terms::{Condition, Terms};
use crate::time::Instant;

use super::limit::count;
use super::state::State;

/// What an event is found to be.
#[derive(Debug)]
pub(super) struct Assessment {
    /// Its own findings, in their order; none for most.
    pub(super) findings: Vec<Finding>,
    /// Whether it has no effect at all.
    pub(super) is_void: bool,
}

/// Assesses events in one state.
pub(super) struct Assessor<'a> {
    pub(super) terms: &'a Terms,
    pub(super) state: &'a State,
    /// The place of the event in the log.
    pub(super) place: u64,
    /// The event's time.
    pub(super) time: Instant,
}

/// Why an event is void, and the parties that could have done it or that have not consented.
type Voidness = (VoidReason, Vec<PartyId>);

impl Assessor<'_> {
    /// What the event is found to be, its time having come.
    pub(super) fn assess(&self, deed: &Deed) -> Assessment {
        match self.voidness(deed) {
            Some((reason, needed)) => {
                let void = void(self.place, self.time, reason, needed, deed);
                Assessment { findings: vec![void], is_void: true }
            }
            None => {
                let findings = match deed {
                    Deed::Act { actor, act, quantity } => self.act(*actor, *act, *quantity),
                    _ => Vec::new(),
                };
                Assessment { findings, is_void: false }
            }
        }
    }

    fn finding(&self, matter: Matter) -> Finding {
        Finding { at: self.time, event: Some(self.place), matter }
    }

    /// The first reason in the order of the table.
    fn voidness(&self, deed: &Deed) -> Option<Voidness> {
        match deed {
            Deed::Unknown(_) => Some((VoidReason::Unknown, Vec::new())),
            Deed::Act { actor, act, .. } => {
                let may = &self.terms.acts[*act].by;
                (!may.contains(actor)).then(|| (VoidReason::Unauthorized, may.clone()))
            }
            Deed::Attest { actor, obligation } | Deed::Deny { actor, obligation } => {
                let verifier = self.state.obligations[*obligation].verifier;
                if verifier != Some(*actor) {
                    Some((VoidReason::Unauthorized, verifier.into_iter().collect()))
                } else if !self.is_verifiable(*obligation) {
                    Some((VoidReason::NothingToVerify, Vec::new()))
                } else {
                    None
                }
            }
            Deed::Release { actor, obligation } => {
                self.not_the_creditor(*actor, *obligation).or_else(|| self.closed(*obligation))
            }
            Deed::Extend { actor, obligation, until } => self
                .not_the_creditor(*actor, *obligation)
                .or_else(|| self.no_deadline_before(*obligation, *until)),
            Deed::Amend { actors, obligation, amendment } => {
                let tracked = &self.state.obligations[*obligation];
                let creditor = self.terms.obligations[*obligation].creditor;
                let new_debtor = amendment.debtor().copied();
                let needed = [Some(tracked.debtor), Some(creditor), new_debtor];
                missing(needed.into_iter().flatten(), actors)
                    .or_else(|| self.closed(*obligation))
                    .or_else(|| self.may_not_owe(*obligation, new_debtor?))
            }
            Deed::Waive { actors, act } => match &self.terms.acts[*act].protects {
                Some(protected) => missing(protected.iter().copied(), actors),
                None => missing(self.terms.parties.keys(), actors),
            },
            Deed::Tick { .. } => None,
        }
    }

    fn is_verifiable(&self, id: ObligationId) -> bool {
        let tracked = &self.state.obligations[id];
        match (tracked.status, self.terms.obligations[id].performance()) {
            (Status::Performed, _) => true,
            (Status::Breached, Some(duty)) => tracked.progress >= duty.quantity.get(),
            _ => false,
        }
    }

    fn not_the_creditor(&self, actor: PartyId, id: ObligationId) -> Option<Voidness> {
        let creditor = self.terms.obligations[id].creditor;
        (actor != creditor).then(|| (VoidReason::Unauthorized, vec![creditor]))
    }

    fn closed(&self, id: ObligationId) -> Option<Voidness> {
        let is_closed = self.state.obligations[id].status.is_closed();
        is_closed.then(|| (VoidReason::Closed, Vec::new()))
    }

    fn no_deadline_before(&self, id: ObligationId, until: Instant) -> Option<Voidness> {
        let tracked = &self.state.obligations[id];
        let runs = matches!(tracked.status, Status::Due | Status::Suspended);
        let is_before = tracked.deadline.is_some_and(|deadline| deadline < until);
        (!runs || !is_before).then(|| (VoidReason::NoDeadline, Vec::new()))
    }

    fn may_not_owe(&self, id: ObligationId, debtor: PartyId) -> Option<Voidness> {
        let performance = self.terms.obligations[id].performance()?;
        let may = &self.terms.acts[performance.act].by;
        (!may.contains(&debtor)).then(|| (VoidReason::Unauthorized, may.clone()))
    }

    /// An act in the state just before it: the prohibitions that it passes, then whether it comes
    /// too early.
    fn act(&self, actor: PartyId, act: ActId, quantity: NonZeroU64) -> Vec<Finding> {
        let mut findings = Vec::new();
        for id in &self.terms.graph.acts[act].prohibited_by {
            if let Some((_, true)) = count(self.terms, self.state, *id, actor, quantity) {
                let matter = if self.terms.obligations[*id].binding {
                    Matter::Prohibited { party: actor, obligation: *id }
                } else {
                    Matter::Unmet { party: actor, obligation: *id }
                };
                findings.push(self.finding(matter));
            }
        }
        if !self.state.may(self.terms, act) {
            let unmet = unmet(self.terms, self.state, act);
            let matter = if self.protects_only(act, actor) {
                Matter::Waived { party: actor, act, unmet }
            } else {
                Matter::Premature { party: actor, act, unmet }
            };
            findings.push(self.finding(matter));
        }
        findings
    }

    fn protects_only(&self, act: ActId, actor: PartyId) -> bool {
        match &self.terms.acts[act].protects {
            Some(protected) => {
                !protected.is_empty() && protected.iter().all(|party| *party == actor)
            }
            None => self.terms.parties.len() == 1,
        }
    }
}

/// An event without effect.
pub(super) fn void(
    place: u64,
    time: Instant,
    reason: VoidReason,
    needed: Vec<PartyId>,
    deed: &Deed,
) -> Finding {
    let matter = Matter::Void { reason, needed, deed: deed.clone() };
    Finding { at: time, event: Some(place), matter }
}

/// No consent of one of those needed; each is told once, though it be needed twice.
fn missing(needed: impl Iterator<Item = PartyId>, actors: &[PartyId]) -> Option<Voidness> {
    let mut missing = Vec::new();
    for party in needed {
        if !actors.contains(&party) && !missing.contains(&party) {
            missing.push(party);
        }
    }
    (!missing.is_empty()).then_some((VoidReason::NoConsent, missing))
}

/// The smallest conditions of an act's precondition that are unmet, in the order of the document.
pub(in crate::monitor) fn unmet(terms: &Terms, state: &State, act: ActId) -> Vec<Condition> {
    let holds =
        |condition: &Condition| terms.graph.find(condition).is_some_and(|node| state.holds(node));
    let mut found = Vec::new();
    collect_unmet(&holds, &terms.acts[act].requires, &mut found);
    found
}

fn collect_unmet(
    holds: &impl Fn(&Condition) -> bool,
    condition: &Condition,
    found: &mut Vec<Condition>,
) {
    if holds(condition) {
        return;
    }
    match condition {
        Condition::All(parts) | Condition::Any(parts) if !parts.is_empty() => {
            for part in parts {
                collect_unmet(holds, part, found);
            }
        }
        smallest => found.push(smallest.clone()),
    }
}
