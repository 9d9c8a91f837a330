//! What an event is found to be, as things stand just before it (SEMANTICS.md, section 5).
//!
//! Nothing here changes anything: a refused event leaves nothing half done.

use crate::event::{Amendment, Deed, Speaker, ToldValue};
use crate::monitor::{Finding, Matter, Status, VoidReason};
use crate::names::{ActId, ObligationId, PartyId, ToldId};
use crate::terms::{Condition, Duty, Terms};
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
pub(super) type Voidness = (VoidReason, Vec<PartyId>);

impl Assessor<'_> {
    /// What the event is found to be, its time having come and what must hold of it by itself holding.
    pub(super) fn assess(&self, deed: &Deed, subject: Option<&[u8]>) -> Assessment {
        let found = match deed {
            // Nothing here is of a kind.
            _ if subject.is_some() => Err((VoidReason::NoSubject, Vec::new())),
            Deed::Act { actor, act, told, .. } => {
                self.act(*actor, *act, deed.amount(), told.values())
            }
            _ => self.word(deed).map_or(Ok(Vec::new()), Err),
        };
        match found {
            Ok(findings) => Assessment { findings, is_void: false },
            Err((reason, needed)) => {
                let findings = vec![void(self.place, self.time, reason, needed, deed)];
                Assessment { findings, is_void: true }
            }
        }
    }

    fn finding(&self, matter: Matter) -> Finding {
        Finding { at: self.time, event: Some(self.place), matter }
    }

    /// Why a word is void, if it is: the first reason in the order of the table.
    fn word(&self, deed: &Deed) -> Option<Voidness> {
        match deed {
            Deed::Attest { speaker, obligation } | Deed::Deny { speaker, obligation } => {
                let verifier = self.state.obligations[*obligation].parties.verifier;
                self.does_not_speak_for(verifier, speaker, *obligation)
                    .or_else(|| self.nothing_to_verify(*obligation))
            }
            Deed::Release { speaker, obligation } => {
                let creditor = self.state.obligations[*obligation].parties.creditor;
                self.does_not_speak_for(creditor, speaker, *obligation)
                    .or_else(|| self.closed(*obligation))
            }
            Deed::Extend { speaker, obligation, until } => {
                let creditor = self.state.obligations[*obligation].parties.creditor;
                self.does_not_speak_for(creditor, speaker, *obligation)
                    .or_else(|| self.no_deadline_before(*obligation, *until))
            }
            Deed::Amend { actors, obligation, amendment } => self
                .no_consent(actors, *obligation, amendment)
                .or_else(|| self.closed(*obligation))
                .or_else(|| self.may_not_owe(*obligation, amendment))
                .or_else(|| self.not_to_be_amended(*obligation, amendment)),
            Deed::Waive { actors, act } => {
                let protected = self.terms.protected_by(*act);
                self.missing(protected.into_iter(), actors, None)
            }
            Deed::Act { .. } | Deed::Tick { .. } | Deed::Unknown(_) => None,
        }
    }

    fn does_not_speak_for(
        &self,
        party: Option<PartyId>,
        speaker: &Speaker,
        id: ObligationId,
    ) -> Option<Voidness> {
        let debtor = self.state.obligations[id].parties.debtor;
        let speaks = party.is_some_and(|party| match speaker {
            Speaker::One(actor) => self.terms.speaks_for(*actor, party, debtor),
            Speaker::Together(actors) => self.terms.speak_for(actors, party, debtor),
        });
        (!speaks).then(|| (VoidReason::Unauthorized, party.into_iter().collect()))
    }

    fn nothing_to_verify(&self, id: ObligationId) -> Option<Voidness> {
        let is_verifiable = self.state.obligations[id].is_verifiable();
        (!is_verifiable).then(|| (VoidReason::NothingToVerify, Vec::new()))
    }

    fn closed(&self, id: ObligationId) -> Option<Voidness> {
        let is_closed = self.state.obligations[id].status.is_closed();
        is_closed.then(|| (VoidReason::Closed, Vec::new()))
    }

    fn no_deadline_before(&self, id: ObligationId, until: Instant) -> Option<Voidness> {
        let deadline = self.state.obligations[id].deadline;
        let is_extended = self.state.is_open_to_a_term(self.terms, id)
            && deadline.is_some_and(|deadline| deadline < until)
            && until >= self.time;
        (!is_extended).then(|| (VoidReason::NoDeadline, Vec::new()))
    }

    fn no_consent(
        &self,
        actors: &[PartyId],
        id: ObligationId,
        amendment: &Amendment,
    ) -> Option<Voidness> {
        let parties = &self.state.obligations[id].parties;
        let (Some(debtor), Some(creditor)) = (parties.debtor, parties.creditor) else {
            // Nobody speaks for a party that is still to be told.
            let known = parties.debtor.into_iter().chain(parties.creditor);
            return Some((VoidReason::NoConsent, known.collect()));
        };
        let needed = [debtor, creditor].into_iter().chain(amendment.parties().copied());
        self.missing(needed, actors, Some(debtor))
    }

    /// No consent of one of those needed; each is told once, though it be needed twice.
    fn missing(
        &self,
        needed: impl Iterator<Item = PartyId>,
        actors: &[PartyId],
        debtor: Option<PartyId>,
    ) -> Option<Voidness> {
        let mut missing = Vec::new();
        for party in needed {
            if !self.terms.speak_for(actors, party, debtor) && !missing.contains(&party) {
                missing.push(party);
            }
        }
        (!missing.is_empty()).then_some((VoidReason::NoConsent, missing))
    }

    fn may_not_owe(&self, id: ObligationId, amendment: &Amendment) -> Option<Voidness> {
        let parties = &self.state.obligations[id].parties;
        let debtor = amendment.debtor.or(parties.debtor);
        let is_its_own = |party: Option<PartyId>| party.is_some() && party == debtor;
        let unauthorized = |needed| Some((VoidReason::Unauthorized, needed));
        if is_its_own(amendment.creditor.or(parties.creditor))
            || is_its_own(amendment.verifier.or(parties.verifier))
        {
            return unauthorized(Vec::new());
        }
        let obligation = &self.terms.obligations[id];
        let new = amendment.debtor.filter(|_| !obligation.is_prohibition())?;
        let unable = obligation.acts().iter().find(|act| !self.terms.is_able_to_do(new, **act))?;
        unauthorized(self.terms.acts[*unable].by.clone())
    }

    fn not_to_be_amended(&self, id: ObligationId, amendment: &Amendment) -> Option<Voidness> {
        let obligation = &self.terms.obligations[id];
        let is_to_perform = matches!(obligation.duty, Duty::Perform(_));
        let is_open = !obligation.is_prohibition() && self.state.is_open_to_a_term(self.terms, id);
        let fits = (amendment.verifier.is_none() || is_to_perform)
            && (amendment.until.is_none_or(|until| is_open && until >= self.time))
            && (amendment.quantity.is_none() || (is_to_perform && is_open));
        (!fits).then(|| (VoidReason::NotDue, Vec::new()))
    }

    /// An act in the state just before it: the prohibitions that it passes, then whether it comes too
    /// early or too late. A power that is used without right is void.
    fn act(
        &self,
        actor: PartyId,
        act: ActId,
        quantity: u64,
        told: &[(ToldId, ToldValue)],
    ) -> Result<Vec<Finding>, Voidness> {
        let untimely = self.untimely(actor, act)?;
        let mut findings = Vec::new();
        for id in &self.terms.graph.acts[act].prohibited_by {
            if let Some((_, true)) = count(self.terms, self.state, *id, actor, quantity, told) {
                findings.push(self.finding(if self.terms.obligations[*id].binding {
                    Matter::Prohibited { party: actor, obligation: *id }
                } else {
                    Matter::Unmet { party: actor, obligation: *id }
                }));
            }
        }
        findings.extend(untimely);
        Ok(findings)
    }

    fn untimely(&self, actor: PartyId, act: ActId) -> Result<Option<Finding>, Voidness> {
        if self.state.may(self.terms, act) {
            return Ok(None);
        }
        let unmet = unmet(self.terms, self.state, act);
        let protected = self.terms.protected_by(act);
        let matter = match protected.as_slice() {
            [party] if self.terms.speaks_for(actor, *party, None) => {
                Matter::Waived { party: actor, act, unmet }
            }
            _ if self.terms.acts[act].is_power => {
                return Err((VoidReason::NoPower, Vec::new()));
            }
            _ if self.state.acts[act].is_over() => Matter::Belated { party: actor, act, unmet },
            _ => Matter::Premature { party: actor, act, unmet },
        };
        Ok(Some(self.finding(matter)))
    }
}

impl State {
    /// Whether an obligation can be given another term: it is due or suspended, or a duty that stands
    /// breached, is not done, and has a window left.
    fn is_open_to_a_term(&self, terms: &Terms, id: ObligationId) -> bool {
        match self.obligations[id].status {
            Status::Due | Status::Suspended => true,
            Status::Breached => {
                !terms.obligations[id].is_prohibition()
                    && !self.is_done(terms, id)
                    && !self.windows_are_over(terms, id)
            }
            _ => false,
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

/// What is unmet of an act: of its precondition each part that does not hold, an `all` opened and one
/// within it too, in the order of the document; all of them would have to hold. Where its window is
/// over, that what ended it had not.
pub(crate) fn unmet(terms: &Terms, state: &State, act: ActId) -> Vec<Condition> {
    if state.acts[act].is_over() {
        return vec![Condition::Not(Box::new(terms.acts[act].expires_when.clone()))];
    }
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
    match condition {
        _ if holds(condition) => {}
        Condition::All(parts) => parts.iter().for_each(|part| collect_unmet(holds, part, found)),
        part => found.push(part.clone()),
    }
}
