//! An act: what it offends against, and what it brings about (section 5).

use super::calendar::Instant;
use super::finding::{Finding, Matter};
use super::obligation::{Duty, Obligation};
use super::rounds;
use super::state::{Done, Standing, Status};
use super::world::World;

/// The findings against an act, in the state just before it: the prohibitions
/// in the obligations' order, then its own precondition.
pub(crate) fn findings(world: &World, actor: &str, act: &str, quantity: u64) -> Vec<Finding> {
    let prohibitions = world.agreement.obligations.iter().filter(|obligation| {
        counts(world, obligation, actor, act) && is_past_limit(world, obligation, quantity)
    });
    let mut findings: Vec<Finding> = prohibitions
        .map(|obligation| {
            let kind = if obligation.binding { "prohibited" } else { "unmet" };
            world.about(&obligation.name, kind)
        })
        .collect();
    findings.extend(precondition_finding(world, actor, act));
    findings
}

/// What the act brings about, before the state settles.
pub(crate) fn apply(world: &mut World, actor: &str, act: &str, quantity: u64) {
    let now = world.state.clock;
    // All of it is worked out in the state just before the act.
    let is_waived = precondition_finding(world, actor, act).is_some_and(|it| it.kind == "waived");
    let mut standings = world.state.standings.clone();
    for obligation in &world.agreement.obligations {
        let standing = standings.get_mut(&obligation.name).expect("every obligation stands");
        if counts(world, obligation, actor, act) {
            standing.counted.push((now, quantity));
            if obligation.binding && is_past_limit(world, obligation, quantity) {
                standing.become_at(now, Status::Breached);
            }
        }
        if progresses(obligation, standing, actor, act) {
            standing.progress = standing.progress.saturating_add(quantity);
        }
    }
    world.state.standings = standings;
    if is_waived {
        world.state.waived.insert(act.to_owned());
    }
    world.state.done.push(Done { act: act.to_owned(), by: actor.to_owned(), quantity });
}

/// Whether this is a prohibition of the act that is in force against the actor.
fn counts(world: &World, obligation: &Obligation, actor: &str, act: &str) -> bool {
    let standing = world.state.standing(&obligation.name);
    let is_in_force = match standing.status {
        Status::Due => true,
        Status::Breached => !standing.is_ended,
        _ => false,
    };
    let is_of_act =
        matches!(&obligation.duty, Duty::Refrain { act: refrained, .. } if refrained == act);
    is_of_act && is_in_force && standing.debtor == actor
}

/// Whether `quantity` more goes past what the prohibition lets be done, in all
/// or in the present period (section 2, `beyond` and `per`).
fn is_past_limit(world: &World, obligation: &Obligation, quantity: u64) -> bool {
    let Duty::Refrain { beyond, per, .. } = &obligation.duty else {
        return false;
    };
    let standing = world.state.standing(&obligation.name);
    let start: Option<Instant> = match (per, standing.counting_since) {
        (Some(per), Some(due)) => Some(per.period_start(due, world.state.clock)),
        _ => None,
    };
    let so_far = standing
        .counted
        .iter()
        .filter(|(at, _)| start.is_none_or(|start| *at >= start))
        .fold(0u64, |sum, (_, quantity)| sum.saturating_add(*quantity));
    u128::from(so_far) + u128::from(quantity) > u128::from(*beyond)
}

/// Whether the act is progress of this obligation.
fn progresses(obligation: &Obligation, standing: &Standing, actor: &str, act: &str) -> bool {
    let Duty::Perform { act: performed, early_counts, .. } = &obligation.duty else {
        return false;
    };
    let is_open = match standing.status {
        Status::Due | Status::Suspended { .. } | Status::Breached => true,
        Status::Dormant => *early_counts,
        _ => false,
    };
    performed == act && is_open && standing.debtor == actor
}

fn precondition_finding(world: &World, actor: &str, act: &str) -> Option<Finding> {
    if rounds::is_permitted(world.agreement, &world.state, act) {
        return None;
    }
    let terms = world.agreement.act(act);
    let unmet = terms.requires.unmet(&world.state).into_iter().cloned().collect();
    Some(Finding {
        kind: if terms.protects_only(actor) { "waived" } else { "premature" },
        party: Some(actor.to_owned()),
        at: world.state.clock,
        event: None,
        matter: Matter::Act { name: act.to_owned(), unmet },
    })
}
