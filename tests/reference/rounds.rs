//! Settling, in rounds (section 4).

use super::calendar;
use super::condition::Condition;
use super::document::Agreement;
use super::finding::{Finding, Matter};
use super::obligation::{Duty, Obligation, Term};
use super::state::{Standing, State, Status};
use super::world::World;

/// Rounds, until one changes nothing. They end, because there is no circle of
/// resting.
pub(crate) fn settle(world: &mut World) {
    loop {
        let (next, findings) = round(world.agreement, &world.state);
        world.findings.extend(findings);
        if next == world.state {
            return;
        }
        world.state = next;
    }
}

/// One round: everything is read from `before`, everything is written to the
/// state that is returned, so that all changes are made together.
fn round(agreement: &Agreement, before: &State) -> (State, Vec<Finding>) {
    let mut after = before.clone();
    remember(agreement, before, &mut after);
    let mut findings = Vec::new();
    for obligation in &agreement.obligations {
        let mut standing = before.standing(&obligation.name).clone();
        let finding = step(agreement, obligation, before, &mut standing);
        findings.extend(finding);
        after.standings.insert(obligation.name.clone(), standing);
    }
    (after, findings)
}

/// Rule 1: what holds for the first time is remembered.
fn remember(agreement: &Agreement, before: &State, after: &mut State) {
    for condition in agreement.all_conditions() {
        if let Condition::Elapsed { since, .. } = condition
            && after.first_held(condition).is_none()
            && since.holds(before)
        {
            after.remembered.push((condition.clone(), before.clock));
        }
    }
    after.in_force |= agreement.entry_into_force.holds(before);
    after.terminated |= agreement.terminates_when.holds(before);
}

/// Rules 2 to 6 for one obligation.
fn step(
    agreement: &Agreement,
    obligation: &Obligation,
    before: &State,
    standing: &mut Standing,
) -> Option<Finding> {
    let now = before.clock;
    let is_over = (before.terminated && !obligation.survives) || obligation.until.holds(before);
    let is_permitted = obligation.performs().is_none_or(|act| is_permitted(agreement, before, act));
    let rests = obligation.suspended_while.holds(before) || !is_permitted;
    let is_fulfilled = obligation.is_fulfilled_by(standing.progress);

    match standing.status {
        Status::Dormant => {
            if is_over {
                standing.become_at(now, Status::Lapsed);
            } else if before.in_force && obligation.when.holds(before) && is_permitted {
                return become_due(obligation, before, standing);
            }
        }
        Status::Due | Status::Suspended { .. } => {
            if is_fulfilled {
                standing.become_at(now, fulfilled_status(standing));
            } else if is_over && obligation.is_prohibition() {
                standing.become_at(now, Status::Discharged);
            } else if is_over {
                standing.become_at(now, Status::Lapsed);
            } else if rests && standing.status == Status::Due {
                standing.become_at(now, Status::Suspended { since: now });
            } else if !rests && standing.status != Status::Due {
                standing.become_at(now, Status::Due);
            }
        }
        Status::Performed => {
            if is_over {
                standing.become_at(now, Status::Lapsed);
            }
        }
        Status::Breached => {
            if is_fulfilled && standing.verified_by.is_none() {
                standing.become_at(now, Status::Cured);
            }
            standing.is_ended |= obligation.is_prohibition() && is_over;
        }
        Status::Discharged | Status::Cured | Status::Released | Status::Lapsed => {}
    }
    None
}

/// Whether an act's precondition holds, or binds nobody any longer (section 5,
/// `waive`).
pub(crate) fn is_permitted(agreement: &Agreement, state: &State, act: &str) -> bool {
    state.waived.contains(act) || agreement.act(act).requires.holds(state)
}

/// Rule 3: enough has been done.
fn fulfilled_status(standing: &Standing) -> Status {
    match standing.verified_by {
        Some(_) => Status::Performed,
        None => Status::Discharged,
    }
}

/// Rule 2: the deadline is set, or the count starts.
fn become_due(obligation: &Obligation, before: &State, standing: &mut Standing) -> Option<Finding> {
    let now = before.clock;
    standing.become_at(now, Status::Due);
    match &obligation.duty {
        Duty::Refrain { .. } => {
            standing.counting_since = Some(now);
            standing.counted = Vec::new();
        }
        Duty::Perform { early_counts, term, .. } => {
            if !early_counts {
                standing.progress = 0;
            }
            match term {
                Term::None => {}
                Term::Within(length) => standing.deadline = length.after(now, 1),
                Term::At(instant) if *instant <= now => {
                    return Some(Finding {
                        kind: "deadline-passed",
                        party: Some(standing.debtor.clone()),
                        at: now,
                        event: None,
                        matter: Matter::Obligation {
                            name: obligation.name.clone(),
                            deadline: Some(*instant),
                        },
                    });
                }
                Term::At(instant) => standing.deadline = calendar::if_it_comes(*instant),
            }
        }
    }
    None
}
