//! What can't be in a saved run, wherever the rest of it tells: a state that somebody made up.

use crate::monitor::{Finding, FindingKind, Journal, Matter, Remembered};
use crate::names::{ActId, ObligationId, PartyId, Table};
use crate::terms::Terms;

use super::RestoreError;
use super::written_run::part;

/// Whether what was found and refused can have come of a run that remembers this.
pub(super) fn possible(
    terms: &Terms,
    remembered: &Remembered,
    journal: &Journal,
) -> Result<(), RestoreError> {
    let mut is_found_breached: Table<ObligationId, bool> =
        terms.obligations.values().map(|_| false).collect();
    let mut last = 0;
    for finding in &journal.findings {
        let broken = |message| Err(part("findings", message));
        let is_void = finding.kind() == FindingKind::Void;
        if finding.at > remembered.clock && !is_void {
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
        let may_have_place = finding.kind() != FindingKind::DeadlinePassed;
        let must_have_place = may_have_place && !is_also_of_time(finding);
        if finding.event.map_or(must_have_place, |_| !may_have_place) {
            return broken("one is of an event and has no place, or of none and has one");
        }
        if let Some((party, act)) = done(terms, finding)
            && !terms.acts[act].by.contains(&party)
        {
            return broken("one is of a party that can't do the act");
        }
        if let (true, Some(obligation)) = (finding.kind().is_breach(), finding.obligation()) {
            is_found_breached[*obligation] = true;
        }
    }
    for (id, tracked) in remembered.obligations.iter() {
        let place = || format!("obligations.{}", terms.obligation_names[id]);
        if tracked.ever_breached && !is_found_breached[id] {
            return Err(part(place(), "was breached, and no finding says so"));
        }
        if !tracked.ever_breached && is_found_breached[id] {
            return Err(part(place(), "a finding says that it was breached, and it never was"));
        }
    }
    let mut last = 0;
    for refusal in &journal.refusals {
        let is_odd = refusal.event <= last
            || refusal.event > journal.events
            || refusal.findings.is_empty()
            || refusal.findings.iter().any(|finding| finding.event != Some(refusal.event));
        if is_odd {
            return Err(part("refusals", "one is of no event that was taken, or says not why"));
        }
        last = refusal.event;
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
    matches!(finding.kind(), FindingKind::Overdue | FindingKind::Unmet)
}

/// Who did which act, where a finding says that.
fn done(terms: &Terms, finding: &Finding) -> Option<(PartyId, ActId)> {
    match &finding.matter {
        Matter::Premature { party, act, .. } | Matter::Waived { party, act, .. } => {
            Some((*party, *act))
        }
        Matter::Prohibited { party, obligation } => {
            Some((*party, *terms.obligations[*obligation].act()))
        }
        _ => None,
    }
}
