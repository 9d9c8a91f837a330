//! What can't be in a saved run, wherever the rest of it tells: a state that somebody made up.

use crate::monitor::{Finding, FindingKind, Journal, Matter, Remembered};
use crate::names::{ActId, ObligationId, PartyId, Table};
use crate::terms::Terms;

use super::RestoreError;
use super::written_run::part;

/// Whether what was found can have come of a run that remembers this.
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
