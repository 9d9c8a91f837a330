//! What can't be in a saved run, wherever the rest of it tells: a state that somebody made up.

use std::collections::BTreeSet;

use crate::monitor::{
    Finding, FindingKind, Ledger, Matter, Remembered, ScopeState, State, Subject, Tracked, Window,
};
use crate::names::{ActId, KindId, ObligationId, PartyId};
use crate::terms::Terms;
use crate::time::Instant;

use super::RestoreError;
use super::written_run::part;

/// Whether a run can remember this, and whether what was found can have come of it.
pub(super) fn possible(
    terms: &Terms,
    remembered: &Remembered,
    ledger: &Ledger,
) -> Result<(), RestoreError> {
    let keeps_milestones = remembered.keeps_milestones;
    let at_first = Remembered { keeps_milestones, ..Remembered::at_first(terms, None) };
    if remembered.start.is_none() && *remembered != at_first {
        return Err(part("start", "the run has not begun, and something has happened in it"));
    }
    lies_within_the_run(terms, remembered)?;
    is_owed_in_force(terms, remembered)?;
    was_found(terms, remembered, ledger)
}

/// Whether what came about did so between the run's start and now. A deadline lies ahead, and what was
/// told lies anywhere.
fn lies_within_the_run(terms: &Terms, remembered: &Remembered) -> Result<(), RestoreError> {
    let Remembered { start, clock, keeps_milestones, in_force, run: _, kinds: _, left_behind: _ } =
        remembered;
    let within = Within { start: *start, clock: *clock, keeps_milestones: *keeps_milestones };
    if within.is_milestone_outside(in_force) {
        return outside("in_force".to_owned());
    }
    for (kind, subject, state) in remembered.scopes() {
        let front = front(terms, kind, subject);
        if subject.is_some_and(|subject| within.lies_outside(&Some(subject.opened))) {
            return outside(front);
        }
        within.scope(terms, kind, state, &front)?;
    }
    Ok(())
}

/// What stands before the places of a scope.
fn front(terms: &Terms, kind: Option<KindId>, subject: Option<&Subject>) -> String {
    match (kind, subject) {
        (Some(kind), Some(subject)) => {
            format!("subjects.{}.{}.", terms.kind_names[kind], subject.name)
        }
        _ => String::new(),
    }
}

fn outside(place: String) -> Result<(), RestoreError> {
    Err(part(place, "something came about before the run's start, or past the clock"))
}

struct Within {
    start: Option<Instant>,
    clock: Instant,
    keeps_milestones: bool,
}

impl Within {
    fn lies_outside(&self, at: &Option<Instant>) -> bool {
        at.is_some_and(|at| at > self.clock || self.start.is_none_or(|start| at < start))
    }

    fn is_milestone_outside(&self, at: &Option<Instant>) -> bool {
        match self.keeps_milestones {
            true => self.lies_outside(at),
            false => at.is_some_and(|at| at != State::NOT_KEPT),
        }
    }

    fn scope(
        &self,
        terms: &Terms,
        kind: Option<KindId>,
        state: &ScopeState,
        front: &str,
    ) -> Result<(), RestoreError> {
        let ScopeState {
            terminated,
            obligations,
            acts,
            counters: _,
            since,
            between: _,
            recent,
            told: _,
            stretches,
        } = state;
        let lies_outside = |at: &Option<Instant>| self.lies_outside(at);
        let is_milestone_outside = |at: &Option<Instant>| self.is_milestone_outside(at);
        for (place, is_outside) in [
            ("terminated", is_milestone_outside(terminated)),
            ("since", since.values().any(lies_outside)),
            ("recent", recent.values().any(lies_outside)),
        ] {
            if is_outside {
                return outside(format!("{front}{place}"));
            }
        }
        let ids = &terms.graph.scope(kind).obligations;
        for ((id, tracked), stretch) in ids.iter().zip(obligations.values()).zip(stretches.values())
        {
            let Tracked { due, breached, closed, rests_since, deadline_rests_from, .. } = tracked;
            let Tracked { due_since, enough_since, count, .. } = tracked;
            let node = &terms.graph.obligations[*id];
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
                return outside(format!("{front}obligations.{}", terms.obligation_names[*id]));
            }
        }
        for (id, act) in terms.graph.scope(kind).acts.iter().zip(acts.values()) {
            if let Window::Ending(at) = act.window
                && lies_outside(&Some(at))
            {
                return outside(format!("{front}acts.{}", terms.act_names[*id]));
            }
        }
        Ok(())
    }
}

/// Each obligation of each scope, with its place.
fn obligations<'a>(
    terms: &'a Terms,
    remembered: &'a Remembered,
) -> impl Iterator<Item = (String, Option<&'a Subject>, ObligationId, &'a Tracked)> {
    remembered.scopes().flat_map(move |(kind, subject, state)| {
        let ids = terms.graph.scope(kind).obligations.iter();
        ids.zip(state.obligations.values()).map(move |(id, tracked)| {
            let front = front(terms, kind, subject);
            let place = format!("{front}obligations.{}", terms.obligation_names[*id]);
            (place, subject, *id, tracked)
        })
    })
}

/// Whether nothing fell due before the agreement was in force.
fn is_owed_in_force(terms: &Terms, remembered: &Remembered) -> Result<(), RestoreError> {
    for (place, _, _, tracked) in obligations(terms, remembered) {
        let is_early = |due: Instant| remembered.in_force.is_none_or(|in_force| due < in_force);
        if tracked.due.is_some_and(is_early) {
            return Err(part(place, "fell due before the agreement was in force"));
        }
    }
    Ok(())
}

/// Whether what was found can have come of a run that remembers this.
fn was_found(terms: &Terms, remembered: &Remembered, ledger: &Ledger) -> Result<(), RestoreError> {
    let mut found_breached: BTreeSet<(ObligationId, Option<&str>)> = BTreeSet::new();
    let mut last = 0;
    for finding in &ledger.findings {
        let broken = |message| Err(part("findings", message));
        // What is void or repeated moves no clock.
        let moves_no_clock = matches!(finding.kind(), FindingKind::Void | FindingKind::Repeated);
        if finding.at > remembered.clock && !moves_no_clock {
            return broken("one is dated past the clock");
        }
        if let Some(place) = finding.event {
            if place == 0 || place > ledger.events {
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
            && !terms.may_do_as_each(party, act, None)
        {
            return broken("one is of a party that can't do the act");
        }
        if let (true, Some(obligation)) = (finding.kind().is_breach(), finding.obligation()) {
            let subject = finding.subject.as_ref().map(|subject| &*subject.name);
            found_breached.insert((*obligation, subject));
        }
    }
    for (place, subject, id, tracked) in obligations(terms, remembered) {
        let is_found = found_breached.contains(&(id, subject.map(|subject| &*subject.name)));
        // Of a debtor that nobody has told nothing is found.
        let debtor = tracked.parties.debtor;
        if tracked.breached.is_some() && debtor.is_some() && !is_found {
            return Err(part(place, "was breached, and no finding says so"));
        }
        if tracked.breached.is_none() && is_found {
            return Err(part(place, "a finding says that it was breached, and it never was"));
        }
    }
    for change in ledger.history() {
        if change.at > remembered.clock || change.event.is_some_and(|place| place > ledger.events) {
            return Err(part("changes", "one is past the clock, or of an event past the last"));
        }
    }
    Ok(())
}

/// What time can bring, as well as an event.
fn is_also_of_time(finding: &Finding) -> bool {
    matches!(
        finding.kind(),
        FindingKind::Overdue
            | FindingKind::Unmet
            | FindingKind::DeadlinePassed
            | FindingKind::Unreckoned
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
