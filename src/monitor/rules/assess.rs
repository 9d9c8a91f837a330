//! What an event is found to be, as things stand just before it (SEMANTICS.md, section 5).
//!
//! Nothing here changes anything: a refused event leaves nothing half done.

use crate::event::{Amendment, Deed, Speaker, ToldValue};
use crate::monitor::{Finding, Matter, Status, VoidReason};
use crate::names::{ActId, ObligationId, PartyId, ToldId};
use crate::terms::{Address, AddressStep, Condition, Duty, Root, Terms};
use crate::time::Instant;

use super::limit::count;
use super::scope::{At, Scope};
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
    /// What the event is found to be in a scope, its time having come and what must hold of it by itself
    /// holding.
    pub(super) fn assess(&self, deed: &Deed, scope: Scope) -> Assessment {
        match self.assess_piece(deed, scope, deed.amount()) {
            Ok(findings) => Assessment { findings, is_void: false },
            Err(voidness) => self.void(deed, voidness),
        }
    }

    /// The same, of so much of what was done.
    pub(super) fn assess_piece(
        &self,
        deed: &Deed,
        scope: Scope,
        quantity: u64,
    ) -> Result<Vec<Finding>, Voidness> {
        match deed {
            Deed::Act { actor, act, told, .. } => {
                let act = scope.at(&self.terms.graph, *act);
                self.act(*actor, act, quantity, told.values())
            }
            _ => self.word(deed, scope).map_or(Ok(Vec::new()), Err),
        }
    }

    pub(super) fn void(&self, deed: &Deed, (reason, needed): Voidness) -> Assessment {
        let findings = vec![void(self.place, self.time, reason, needed, deed)];
        Assessment { findings, is_void: true }
    }

    fn finding(&self, scope: Scope, matter: Matter) -> Finding {
        let subject = self.state.named(scope);
        Finding { at: self.time, event: Some(self.place), subject, matter }
    }

    /// Why a word is void, if it is: the first reason in the order of the table.
    fn word(&self, deed: &Deed, scope: Scope) -> Option<Voidness> {
        let at = |id: &ObligationId| scope.at(&self.terms.graph, *id);
        match deed {
            Deed::Attest { speaker, obligation } | Deed::Deny { speaker, obligation } => {
                let at = at(obligation);
                let verifier = self.state[at].parties.verifier;
                self.does_not_speak_for(verifier, speaker, at)
                    .or_else(|| self.nothing_to_verify(at))
            }
            Deed::Release { speaker, obligation } => {
                let at = at(obligation);
                let creditor = self.state[at].parties.creditor;
                self.does_not_speak_for(creditor, speaker, at).or_else(|| self.closed(at))
            }
            Deed::Extend { speaker, obligation, until } => {
                let at = at(obligation);
                let creditor = self.state[at].parties.creditor;
                self.does_not_speak_for(creditor, speaker, at)
                    .or_else(|| self.no_deadline_before(at, *until))
            }
            Deed::Amend { actors, obligation, amendment } => {
                let at = at(obligation);
                self.no_consent(actors, at, amendment)
                    .or_else(|| self.closed(at))
                    .or_else(|| self.may_not_owe(at, amendment))
                    .or_else(|| self.not_to_be_amended(at, amendment))
            }
            Deed::Waive { actors, act } => {
                let each = self.state.each(self.terms, scope);
                let protected = self.terms.protected_by(*act, each);
                self.missing(protected.into_iter(), actors, None)
            }
            Deed::Act { .. } | Deed::Amended { .. } | Deed::Tick { .. } | Deed::Unknown(_) => None,
        }
    }

    fn does_not_speak_for(
        &self,
        party: Option<PartyId>,
        speaker: &Speaker,
        at: At<ObligationId>,
    ) -> Option<Voidness> {
        let debtor = self.state[at].parties.debtor;
        let speaks = party.is_some_and(|party| match speaker {
            Speaker::One(actor) => self.terms.speaks_for(*actor, party, debtor),
            Speaker::Together(actors) => self.terms.speak_for(actors, party, debtor),
        });
        (!speaks).then(|| (VoidReason::Unauthorized, party.into_iter().collect()))
    }

    fn nothing_to_verify(&self, at: At<ObligationId>) -> Option<Voidness> {
        let is_verifiable = self.state[at].is_verifiable();
        (!is_verifiable).then(|| (VoidReason::NothingToVerify, Vec::new()))
    }

    fn closed(&self, at: At<ObligationId>) -> Option<Voidness> {
        let is_closed = self.state[at].status.is_closed();
        is_closed.then(|| (VoidReason::Closed, Vec::new()))
    }

    fn no_deadline_before(&self, at: At<ObligationId>, until: Instant) -> Option<Voidness> {
        let deadline = self.state[at].deadline;
        let is_extended = self.state.is_open_to_a_term(self.terms, at)
            && deadline.is_some_and(|deadline| deadline < until)
            && until >= self.time;
        (!is_extended).then(|| (VoidReason::NoDeadline, Vec::new()))
    }

    fn no_consent(
        &self,
        actors: &[PartyId],
        at: At<ObligationId>,
        amendment: &Amendment,
    ) -> Option<Voidness> {
        let parties = &self.state[at].parties;
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

    fn may_not_owe(&self, at: At<ObligationId>, amendment: &Amendment) -> Option<Voidness> {
        let parties = &self.state[at].parties;
        let debtor = amendment.debtor.or(parties.debtor);
        let is_its_own = |party: Option<PartyId>| party.is_some() && party == debtor;
        let unauthorized = |needed| Some((VoidReason::Unauthorized, needed));
        if is_its_own(amendment.creditor.or(parties.creditor))
            || is_its_own(amendment.verifier.or(parties.verifier))
        {
            return unauthorized(Vec::new());
        }
        let obligation = &self.terms.obligations[at.id];
        let each = self.state.each(self.terms, at.scope);
        let new = amendment.debtor.filter(|_| !obligation.is_prohibition())?;
        let unable =
            obligation.acts().iter().find(|act| !self.terms.is_able_to_do(new, **act, each))?;
        unauthorized(self.terms.acts[*unable].by.clone())
    }

    fn not_to_be_amended(&self, at: At<ObligationId>, amendment: &Amendment) -> Option<Voidness> {
        let obligation = &self.terms.obligations[at.id];
        let is_to_perform = matches!(obligation.duty, Duty::Perform(_));
        let is_open = !obligation.is_prohibition() && self.state.is_open_to_a_term(self.terms, at);
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
        act: At<ActId>,
        quantity: u64,
        told: &[(ToldId, ToldValue)],
    ) -> Result<Vec<Finding>, Voidness> {
        if !self.state.may_do(self.terms, actor, act) {
            return Err((VoidReason::Unauthorized, self.terms.acts[act.id].by.clone()));
        }
        let untimely = self.untimely(actor, act)?;
        let mut findings = Vec::new();
        for at in self.state.prohibitions(self.terms, act) {
            if let Some((_, true)) = count(self.terms, self.state, at, actor, quantity, told) {
                let matter = match self.terms.obligations[at.id].binding {
                    true => Matter::Prohibited { party: actor, obligation: at.id },
                    false => Matter::Unmet { party: actor, obligation: at.id },
                };
                findings.push(self.finding(at.scope, matter));
            }
        }
        findings.extend(untimely);
        Ok(findings)
    }

    fn untimely(&self, actor: PartyId, at: At<ActId>) -> Result<Option<Finding>, Voidness> {
        if self.state.may_in(self.terms, at) {
            return Ok(None);
        }
        let act = at.id;
        let unmet = unmet(self.terms, self.state, at);
        let protected = self.terms.protected_by(act, self.state.each(self.terms, at.scope));
        let matter = match protected.as_slice() {
            [party] if self.terms.speaks_for(actor, *party, None) => {
                Matter::Waived { party: actor, act, unmet }
            }
            _ if self.terms.acts[act].is_power => {
                return Err((VoidReason::NoPower, Vec::new()));
            }
            _ if self.state[at].is_over() => Matter::Belated { party: actor, act, unmet },
            _ => Matter::Premature { party: actor, act, unmet },
        };
        Ok(Some(self.finding(at.scope, matter)))
    }
}

impl State {
    /// Whether an obligation can be given another term: it is due or suspended, or a duty that stands
    /// breached, is not done, and has a window left.
    fn is_open_to_a_term(&self, terms: &Terms, at: At<ObligationId>) -> bool {
        match self[at].status {
            Status::Due | Status::Suspended => true,
            Status::Breached => {
                !terms.obligations[at.id].is_prohibition()
                    && !self.is_done(terms, at)
                    && !self.windows_are_over(terms, at)
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
    Finding { at: time, event: Some(place), subject: None, matter }
}

/// What is unmet of an act: of its precondition each part that does not hold, an `all` opened and one
/// within it too, in the order of the document; all of them would have to hold. Where its window is
/// over, that what ended it had not.
pub(crate) fn unmet(terms: &Terms, state: &State, act: At<ActId>) -> Vec<Condition> {
    let of_act = &terms.acts[act.id];
    if state[act].is_over() {
        return vec![Condition::Not(Box::new(of_act.expires_when.clone()))];
    }
    let holds = |condition: &Condition, at: &mut Address| {
        let node = terms.graph.find_at(terms, of_act.of, condition, Some(at));
        node.is_some_and(|node| state.holds(act.scope.at(&terms.graph, node)))
    };
    let (mut found, mut at) = (Vec::new(), Address::new(Root::Requires(act.id)));
    collect_unmet(&holds, &of_act.requires, &mut at, &mut found);
    found
}

fn collect_unmet(
    holds: &impl Fn(&Condition, &mut Address) -> bool,
    condition: &Condition,
    at: &mut Address,
    found: &mut Vec<Condition>,
) {
    match condition {
        _ if holds(condition, at) => {}
        Condition::All(parts) => {
            for (place, part) in parts.iter().enumerate() {
                at.enter(AddressStep::All(place));
                collect_unmet(holds, part, at, found);
                at.leave();
            }
        }
        part => found.push(part.clone()),
    }
}
