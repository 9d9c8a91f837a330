//! What can't be remembered of one obligation, whatever has happened: a state that somebody made up.

use crate::monitor::{Amended, Count, State, Status, Tracked};
use crate::names::{ObligationId, PartyId};
use crate::terms::{Duty, EarlyActs, Obligation, Performance, Reach, Terms, Who};
use crate::time::Instant;

use super::parts::Stretch;

/// What no run can have brought about, if there is something.
pub(super) fn impossible(
    terms: &Terms,
    (id, each): (ObligationId, Option<PartyId>),
    tracked: &Tracked,
    stretch: &Stretch,
) -> Option<&'static str> {
    let obligation = &terms.obligations[id];
    let rests = matches!(tracked.status, Status::Suspended | Status::Performed);
    let was_broken = matches!(tracked.status, Status::Breached | Status::Cured | Status::Repaired);
    let has_been_due = tracked.due.is_some();
    let is_open = !tracked.status.is_closed();
    if was_broken && tracked.breached.is_none() {
        Some("stands breached and was never breached")
    } else if is_open != tracked.closed.is_none() {
        Some("`closed` does not fit its status")
    } else if is_open && tracked.closed_by_time {
        Some("time has closed it, and it is open")
    } else if (tracked.status == Status::Lapsed) != tracked.lapsed.is_some() {
        Some("`lapsed` does not fit its status")
    } else if rests != tracked.rests_since.is_some() {
        Some("`rests_since` does not fit its status")
    } else if (rests && tracked.deadline.is_some()) != tracked.deadline_rests_from.is_some() {
        Some("`deadline_rests_from` does not fit its status and deadline")
    } else if tracked.breached.is_some() && !has_been_due {
        Some("was breached and was never due")
    } else if tracked.status == Status::Dormant && has_been_due {
        Some("stands dormant and fell due")
    } else if is_open && tracked.status != Status::Dormant && !has_been_due {
        Some("is owed and never fell due")
    } else if !is_in_order(tracked) {
        Some("it fell due, was breached and was closed in another order")
    } else if !status_fits(obligation, tracked) {
        Some("its status or breach does not fit its terms")
    } else if !parties_fit(obligation, each, tracked) {
        Some("its parties do not fit its terms")
    } else if !fits(terms, id, tracked, stretch) {
        Some("its progress, figure, deadline or count does not fit its terms")
    } else {
        None
    }
}

fn is_in_order(tracked: &Tracked) -> bool {
    let Tracked { due, breached, closed, .. } = tracked;
    [due, breached, closed].into_iter().flatten().is_sorted()
}

/// Whether an obligation of these terms can have come to stand like that.
fn status_fits(obligation: &Obligation, tracked: &Tracked) -> bool {
    let is_prohibition = obligation.is_prohibition();
    let has_been_due = tracked.due.is_some();
    let was_breached = tracked.was_breached();
    let is_repairable = tracked.is_repairable;
    let fits = match tracked.status {
        Status::Performed => tracked.parties.verifier.is_some(),
        // A duty that was breached and is done is cured.
        Status::Discharged => has_been_due && (is_prohibition || !was_breached),
        Status::Cured => !is_prohibition,
        Status::Repaired => is_repairable,
        // A prohibition in force that ends is discharged.
        Status::Lapsed => !is_prohibition || !has_been_due,
        Status::Dormant | Status::Due | Status::Suspended | Status::Breached | Status::Released => {
            true
        }
    };
    fits && (obligation.binding || !was_breached)
        && (!is_repairable || (was_breached && obligation.repaired_by.is_some()))
}

/// Whether these are the parties that are named, were told when it fell due, or have been amended.
fn parties_fit(obligation: &Obligation, own: Option<PartyId>, tracked: &Tracked) -> bool {
    let parties = tracked.parties;
    let Amended { debtor, creditor, verifier } = tracked.amended;
    let has_been_due = tracked.due.is_some();
    let each = [
        (Some(&obligation.debtor), debtor, parties.debtor),
        (Some(&obligation.creditor), creditor, parties.creditor),
        (obligation.verifier(), verifier, parties.verifier),
    ];
    let fits = each.into_iter().all(|(who, is_amended, party)| match who {
        _ if is_amended => party.is_some(),
        None => party.is_none(),
        Some(Who::Named(named)) => party == Some(*named),
        Some(Who::Each) => party == own,
        Some(Who::Told(_)) => party.is_some() == has_been_due,
    });
    // Where the subject is the creditor too, it is never due.
    let owes_nobody_else = parties.debtor.is_some()
        && (parties.debtor == parties.creditor || parties.debtor == parties.verifier)
        && (has_been_due || own.is_none());
    fits && !owes_nobody_else && (!verifier || matches!(obligation.duty, Duty::Perform(_)))
}

/// Whether nothing is remembered that the terms give no place.
fn fits(terms: &Terms, id: ObligationId, tracked: &Tracked, stretch: &Stretch) -> bool {
    let has_been_due = tracked.due.is_some();
    let has_place = (tracked.deadline.is_none() || has_been_due)
        && (tracked.deadline.is_some() || !tracked.fired)
        && (tracked.due_since.is_none()
            || (has_been_due && terms.graph.obligations[id].has_windows));
    let fits = match &terms.obligations[id].duty {
        Duty::Perform(duty) => {
            let counts_from_now = duty.early == EarlyActs::Count || has_been_due;
            tracked.count == Count::default()
                && stretch.is_empty()
                && is_quantity(duty, tracked.figure, has_been_due)
                && (counts_from_now || tracked.progress == 0)
                && (tracked.enough_since.is_none() || duty.deemed_after.is_some())
        }
        Duty::Achieve(_) => {
            tracked.count == Count::default()
                && stretch.is_empty()
                && tracked.progress == 0
                && tracked.figure.is_none()
                && tracked.enough_since.is_none()
        }
        Duty::Refrain(limit) => {
            let Count { start, period, done, ended } = tracked.count;
            let is_per = matches!(limit.reach, Reach::Per(_));
            let is_limit = match limit.written_limit() {
                Some(written) => tracked.figure == tracked.due.map(|_| written),
                None => tracked.figure.is_some() == has_been_due,
            };
            tracked.progress == 0
                && tracked.deadline.is_none()
                && tracked.enough_since.is_none()
                && is_limit
                && tracked.figure.map_or(done == 0, |it| done <= it.saturating_add(1))
                && is_start(tracked.due.filter(|_| is_per), start)
                && (is_per || period == 0)
                && (!ended || tracked.was_breached())
                && (stretch.is_empty() || matches!(limit.reach, Reach::InAny(_)))
                && (stretch.is_empty() || has_been_due)
                && stretch.is_sorted_by_key(|(at, _)| *at)
                && stretch.iter().all(|(_, quantity)| *quantity > 0)
        }
    };
    has_place && fits
}

/// Whether periods count from when a prohibition fell due, as far as that is kept.
fn is_start(due: Option<Instant>, start: Option<Instant>) -> bool {
    start == due || (due == Some(State::NOT_KEPT) && start.is_some())
}

/// Whether that is what can be owed of a duty: nothing before it fell due, and nought only where nought
/// can have been told.
fn is_quantity(duty: &Performance, figure: Option<u64>, has_been_due: bool) -> bool {
    let is_told = duty.written_quantity().is_none();
    figure.is_some() == has_been_due && (is_told || figure != Some(0))
}
