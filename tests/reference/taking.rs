//! Taking an event, as a gatekeeper or as an auditor (section 5).

use super::acts;
use super::calendar::{self, Instant};
use super::events::{Deed, Event};
use super::finding::{Finding, Matter};
use super::rounds;
use super::state::Status;
use super::timers;
use super::voids;
use super::world::World;

/// An event that was refused, and the findings that it would have had.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) event: usize,
    pub(crate) at: Instant,
    pub(crate) findings: Vec<Finding>,
}

/// Takes one event. First of all the clock advances, whatever becomes of the
/// event; but it never goes back.
pub(crate) fn take(
    world: &mut World,
    place: usize,
    event: &Event,
    submit: bool,
) -> Option<Refusal> {
    if event.time >= world.state.clock {
        timers::advance(world, event.time);
    }
    let mut findings = objections(world, event);
    for finding in &mut findings {
        finding.event = Some(place);
    }
    if submit && findings.iter().any(Finding::is_ground_of_refusal) {
        return Some(Refusal { event: place, at: event.time, findings });
    }
    let is_void = findings.iter().any(|finding| finding.kind == "void");
    world.findings.extend(findings);
    if !is_void {
        let brought = apply(world, event);
        let brought = brought.into_iter().map(|it| Finding { event: Some(place), ..it });
        world.findings.extend(brought);
    }
    rounds::settle(world);
    None
}

/// What is to be said against an event in the state just before it.
fn objections(world: &World, event: &Event) -> Vec<Finding> {
    if let Some((reason, lacked)) = voids::reason(world.agreement, &world.state, event) {
        return vec![Finding {
            kind: "void",
            party: event.actor.clone(),
            at: event.time,
            event: None,
            matter: Matter::Void { reason, lacked, event: event.printed() },
        }];
    }
    match (&event.deed, &event.actor) {
        (Deed::Act { act, quantity }, Some(actor)) => acts::findings(world, actor, act, *quantity),
        _ => Vec::new(),
    }
}

/// The effect of an event that is not void, and what the effect itself brings
/// to light.
fn apply(world: &mut World, event: &Event) -> Vec<Finding> {
    let now = world.state.clock;
    match &event.deed {
        Deed::Tick => {}
        Deed::Act { act, quantity } => {
            let actor = event.actor.as_deref().expect("an act has an actor");
            acts::apply(world, actor, act, *quantity);
        }
        Deed::Attest { obligation } => {
            let standing = world.state.standing_mut(obligation);
            let status = match standing.status {
                Status::Breached => Status::Cured,
                _ => Status::Discharged,
            };
            standing.become_at(now, status);
        }
        Deed::Deny { obligation } => return deny(world, obligation),
        Deed::Release { obligation } => {
            world.state.standing_mut(obligation).become_at(now, Status::Released);
        }
        Deed::Extend { obligation, until } => {
            let standing = world.state.standing_mut(obligation);
            standing.deadline = calendar::if_it_comes(*until);
            standing.is_told_unmet = false;
        }
        Deed::Amend { obligation, verified_by, debtor, .. } => {
            let standing = world.state.standing_mut(obligation);
            if let Some(verified_by) = verified_by {
                standing.verified_by = Some(verified_by.clone());
            }
            if let Some(debtor) = debtor {
                standing.debtor.clone_from(debtor);
            }
        }
        Deed::Waive { act, .. } => {
            world.state.waived.insert(act.clone());
        }
    }
    Vec::new()
}

/// A denied performance counts for nothing. Where it was to have met a deadline
/// that is past, that deadline does now what it would have done.
fn deny(world: &mut World, obligation: &str) -> Vec<Finding> {
    let now = world.state.clock;
    let mut findings = vec![world.about(obligation, "denied")];
    let standing = world.state.standing_mut(obligation);
    standing.progress = 0;
    if standing.status == Status::Performed {
        standing.become_at(now, Status::Due);
        if standing.deadline.is_some_and(|deadline| deadline < now) {
            findings.extend(timers::fire(world, obligation));
        }
    }
    findings
}
