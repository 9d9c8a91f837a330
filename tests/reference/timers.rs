//! Timers: the clock's way from one instant to a later one (section 4).

use super::calendar::Instant;
use super::finding::Finding;
use super::rounds;
use super::state::Status;
use super::world::World;

/// Moves the clock on to `to`, which is not before it, and fires what lies on
/// the way.
///
/// The timers of conditions fire up to and at `to`. Deadlines fire just after
/// their instant, so those at `to` wait: what happens at `to` is still in time.
pub(crate) fn advance(world: &mut World, to: Instant) {
    loop {
        match (next_condition(world, to), next_deadline(world, to)) {
            (None, None) => break,
            (Some(instant), None) => reach(world, instant),
            (Some(instant), Some(deadline)) if instant <= deadline => reach(world, instant),
            (_, Some(deadline)) => pass(world, deadline),
        }
    }
    world.state.clock = to;
}

/// What a deadline does to a due obligation, dated at the clock. It is told
/// once for each deadline that was set or extended.
pub(crate) fn fire(world: &mut World, obligation: &str) -> Option<Finding> {
    let terms = world.agreement.obligation(obligation);
    if terms.binding && !terms.target {
        let now = world.state.clock;
        world.state.standing_mut(obligation).become_at(now, Status::Breached);
        return Some(world.about(obligation, "overdue"));
    }
    if world.state.standing(obligation).is_told_unmet {
        return None;
    }
    world.state.standing_mut(obligation).is_told_unmet = true;
    Some(world.about(obligation, "unmet"))
}

/// The first instant after the clock, up to `to`, at which the timer of a
/// condition fires. Those at the clock have fired when the clock got there.
fn next_condition(world: &World, to: Instant) -> Option<Instant> {
    world
        .agreement
        .all_conditions()
        .into_iter()
        .filter_map(|condition| condition.timer(&world.state))
        .filter(|instant| world.state.clock < *instant && *instant <= to)
        .min()
}

/// The first deadline before `to` that has not fired.
fn next_deadline(world: &World, to: Instant) -> Option<Instant> {
    world
        .agreement
        .obligations
        .iter()
        .filter_map(|obligation| unfired_deadline(world, &obligation.name))
        .filter(|deadline| *deadline < to)
        .min()
}

fn unfired_deadline(world: &World, obligation: &str) -> Option<Instant> {
    let standing = world.state.standing(obligation);
    match standing.status {
        Status::Due if !standing.is_told_unmet => standing.deadline,
        _ => None,
    }
}

/// The conditions whose timers fire at `instant` need no more than the clock.
fn reach(world: &mut World, instant: Instant) {
    world.state.clock = instant;
    rounds::settle(world);
}

/// All deadlines at `deadline` fire together, dated there, before the state
/// settles.
fn pass(world: &mut World, deadline: Instant) {
    // An extension can name an instant that is past already (of a deadline that
    // was only a hope). The clock does not go back for it.
    world.state.clock = world.state.clock.max(deadline);
    for obligation in &world.agreement.obligations {
        if unfired_deadline(world, &obligation.name) == Some(deadline) {
            let found = fire(world, &obligation.name);
            world.findings.extend(found.map(|finding| Finding { at: deadline, ..finding }));
        }
    }
    rounds::settle(world);
}
