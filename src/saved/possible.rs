//! What can't be in a saved run, wherever the rest of it tells: a state that somebody made up.

use crate::monitor::{Finding, FindingKind, Journal, Matter, Remembered, State, Tracked, Window};
use crate::names::{ActId, ObligationId, PartyId, Table};
use crate::terms::Terms;
use crate::time::Instant;

use super::RestoreError;
use super::written_run::part;

/// Whether a run can remember this, and whether what was found can have come of it.
pub(super) fn possible(
    terms: &Terms,
    remembered: &Remembered,
    journal: &Journal,
) -> Result<(), RestoreError> {
    let keeps_milestones = remembered.keeps_milestones;
    let at_first = Remembered { keeps_milestones, ..Remembered::at_first(terms, None) };
    if remembered.start.is_none() && *remembered != at_first {
        return Err(part("start", "the run has not begun, and something has happened in it"));
    }
    lies_within_the_run(terms, remembered)?;
    is_owed_in_force(terms, remembered)?;
    was_found(terms, remembered, journal)
}

/// Whether what came about did so between the run's start and now. A deadline lies ahead, and what was
/// told lies anywhere.
fn lies_within_the_run(terms: &Terms, remembered: &Remembered) -> Result<(), RestoreError> {
    let Remembered {
        start,
        clock,
        keeps_milestones,
        in_force,
        terminated,
        obligations,
        acts,
        counters: _,
        since,
        between: _,
        recent,
        told: _,
        stretches,
    } = remembered;
    let lies_outside = |at: &Option<Instant>| {
        at.is_some_and(|at| at > *clock || start.is_none_or(|start| at < start))
    };
    let is_milestone_outside = |at: &Option<Instant>| match keeps_milestones {
        true => lies_outside(at),
        false => at.is_some_and(|at| at != State::NOT_KEPT),
    };
    let outside = |place: String| {
        Err(part(place, "something came about before the run's start, or past the clock"))
    };
    for (place, is_outside) in [
        ("in_force", is_milestone_outside(in_force)),
        ("terminated", is_milestone_outside(terminated)),
        ("since", since.values().any(lies_outside)),
        ("recent", recent.values().any(lies_outside)),
    ] {
        if is_outside {
            return outside(place.to_owned());
        }
    }
    for ((id, tracked), stretch) in obligations.iter().zip(stretches.values()) {
        let Tracked { due, breached, closed, rests_since, deadline_rests_from, .. } = tracked;
        let Tracked { due_since, enough_since, count, .. } = tracked;
        let node = &terms.graph.obligations[id];
        let of_closed: &dyn Fn(&Option<Instant>) -> bool =
            if node.repairs.is_empty() { &is_milestone_outside } else { &lies_outside };
        let of_rests: &dyn Fn(&Option<Instant>) -> bool =
            if node.has_windows { &lies_outside } else { &is_milestone_outside };
        let instants = [deadline_rests_from, due_since, enough_since, &count.start];
        if [due, breached].into_iter().any(is_milestone_outside)
            || of_closed(closed)
            || of_rests(rests_since)
            || instants.into_iter().any(lies_outside)
            || stretch.iter().any(|(at, _)| lies_outside(&Some(*at)))
        {
            return outside(format!("obligations.{}", terms.obligation_names[id]));
        }
    }
    for (id, act) in acts.iter() {
        if let Window::Ending(at) = act.window
            && lies_outside(&Some(at))
        {
            return outside(format!("acts.{}", terms.act_names[id]));
        }
    }
    Ok(())
}

/// Whether nothing fell due before the agreement was in force.
fn is_owed_in_force(terms: &Terms, remembered: &Remembered) -> Result<(), RestoreError> {
    for (id, tracked) in remembered.obligations.iter() {
        let is_early = |due: Instant| remembered.in_force.is_none_or(|in_force| due < in_force);
        if tracked.due.is_some_and(is_early) {
            let place = format!("obligations.{}", terms.obligation_names[id]);
            return Err(part(place, "fell due before the agreement was in force"));
        }
    }
    Ok(())
}

/// Whether what was found can have come of a run that remembers this.
fn was_found(
    terms: &Terms,
    remembered: &Remembered,
    journal: &Journal,
) -> Result<(), RestoreError> {
    let mut is_found_breached: Table<ObligationId, bool> =
        terms.obligations.values().map(|_| false).collect();
    let mut last = 0;
    for finding in &journal.findings {
        let broken = |message| Err(part("findings", message));
        // What is void or repeated moves no clock.
        let moves_no_clock = matches!(finding.kind(), FindingKind::Void | FindingKind::Repeated);
        if finding.at > remembered.clock && !moves_no_clock {
            return broken("one is dated past the clock");
        }
        if let Some(place) = finding.event {
            if place == 0 || place > journal.events {
                return broken("one is of an event past the last that was taken");
            }
            if place < last {
                return broken("they are not in the order in which they were found");
            }
            last = place;
        }
        if finding.event.is_none() && !is_also_of_time(finding) {
            return broken("one is of an event and has no place");
        }
        if let Some((party, act)) = done(terms, finding)
            && !terms.may_do(party, act)
        {
            return broken("one is of a party that can't do the act");
        }
        if let (true, Some(obligation)) = (finding.kind().is_breach(), finding.obligation()) {
            is_found_breached[*obligation] = true;
        }
    }
    for (id, tracked) in remembered.obligations.iter() {
        let place = || format!("obligations.{}", terms.obligation_names[id]);
        // Of a debtor that nobody has told nothing is found.
        let debtor = tracked.parties.debtor;
        if tracked.breached.is_some() && debtor.is_some() && !is_found_breached[id] {
            return Err(part(place(), "was breached, and no finding says so"));
        }
        if tracked.breached.is_none() && is_found_breached[id] {
            return Err(part(place(), "a finding says that it was breached, and it never was"));
        }
    }
    for change in journal.history() {
        if change.at > remembered.clock || change.event.is_some_and(|place| place > journal.events)
        {
            return Err(part("changes", "one is past the clock, or of an event past the last"));
        }
    }
    Ok(())
}

/// What time can bring, as well as an event.
fn is_also_of_time(finding: &Finding) -> bool {
    matches!(
        finding.kind(),
        FindingKind::Overdue | FindingKind::Unmet | FindingKind::DeadlinePassed
    )
}

/// Who did which act, where a finding says that.
fn done(terms: &Terms, finding: &Finding) -> Option<(PartyId, ActId)> {
    match &finding.matter {
        Matter::Premature { party, act, .. } | Matter::Waived { party, act, .. } => {
            Some((*party, *act))
        }
        Matter::Belated { party, act, .. } => Some((*party, *act)),
        Matter::Prohibited { party, obligation } => match terms.obligations[*obligation].acts() {
            [act] => Some((*party, *act)),
            _ => None,
        },
        _ => None,
    }
}
