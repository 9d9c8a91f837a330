//! From a whole state to its location's key: states are at the same location if their keys are the same.

use crate::monitor::rules::{Amended, Count, EndedBy, Parties, State, Tracked, TrackedAct, Window};
use crate::names::{Key, ObligationId};
use crate::terms::Terms;
use crate::time::Instant;

use super::register::RegisterLayout;

/// All of a state but its clock and its registers, written in bytes.
///
/// Everything is taken apart without `..`: a field that this did not know would make two states one.
pub(super) fn key(layout: &RegisterLayout, terms: &Terms, state: &State) -> Box<[u8]> {
    // Each run has a clock of its own. The timers follow from what runs, and nobody is on the agenda of a
    // state at rest.
    let State {
        start,
        clock: _,
        in_force,
        terminated,
        obligations,
        acts,
        counters,
        since,
        between,
        recent,
        // Of an agreement in which something is told, or counted in any stretch, there is no automaton.
        told: _,
        stretches: _,
        truth,
        timers: _,
        agenda: _,
    } = state;
    let mut key = Writer(Vec::with_capacity(256));
    for instant in [start, in_force, terminated] {
        key.flag(instant.is_some());
    }
    for (id, tracked) in obligations.iter() {
        let registers = &layout.obligations[id];
        let mut copy = *tracked;
        let Tracked {
            status,
            parties: Parties { debtor, creditor, verifier },
            amended,
            figure,
            progress: _,
            deadline: _,
            fired,
            due: _,
            breached: _,
            closed: _,
            closed_by_time,
            lapsed,
            rests_since: _,
            deadline_rests_from: _,
            due_since: _,
            enough_since: _,
            is_repairable,
            count: Count { start: _, period: _, done: _, ended },
        } = tracked;
        let Amended { debtor: new_debtor, creditor: new_creditor, verifier: new_verifier } =
            amended;
        key.0.push(*status as u8);
        for party in [debtor, creditor, verifier] {
            key.number(party.map_or(u64::MAX, |party| party.place() as u64));
        }
        key.number(figure.unwrap_or(u64::MAX));
        key.0.push(lapsed.map_or(u8::MAX, |lapsed| lapsed as u8));
        for flag in [new_debtor, new_creditor, new_verifier, fired, closed_by_time, is_repairable] {
            key.flag(*flag);
        }
        key.flag(*ended);
        key.flag(is_done(terms, id, tracked));
        for (register, number) in registers.numbers(&mut copy) {
            if register.is_none() {
                key.number(*number);
            }
        }
        for (register, instant) in registers.instants(&mut copy) {
            key.instant(*instant, register.is_some());
        }
        for (milestone, instant) in registers.milestones(&mut copy) {
            key.instant(*instant, milestone.is_some());
        }
    }
    for act in acts.values() {
        let TrackedAct { is_waived, window } = act;
        key.flag(*is_waived);
        match window {
            Window::Open => key.0.push(0),
            // A run at such an instant is not kept compact.
            Window::Ending(_) => key.0.push(1),
            Window::Over(EndedBy::Time) => key.0.push(2),
            Window::Over(EndedBy::Actors(actors)) => {
                key.0.push(3);
                key.number(actors.len() as u64);
                actors.iter().for_each(|actor| key.number(actor.place() as u64));
            }
        }
    }
    for (id, sum) in counters.iter() {
        if layout.sums[id].is_none() {
            key.number(*sum);
        }
    }
    for since in since.values().chain(recent.values()) {
        key.flag(since.is_some());
    }
    for between in between.values() {
        key.flag(*between);
    }
    // Of sums in registers it matters which thresholds they have come to: the formulas tell.
    key.0
        .extend(truth.all().map(|(holds, is_decided)| u8::from(holds) << 1 | u8::from(is_decided)));
    key.0.into()
}

struct Writer(Vec<u8>);

impl Writer {
    fn flag(&mut self, flag: bool) {
        self.0.push(u8::from(flag));
    }

    fn number(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    /// Whether there is an instant, and which, unless a register holds it.
    fn instant(&mut self, instant: Option<Instant>, has_register: bool) {
        self.flag(instant.is_some());
        if let Some(instant) = instant.filter(|_| !has_register) {
            let time = instant.to_chrono();
            self.0.extend(time.timestamp().to_le_bytes());
            self.0.extend(time.timestamp_subsec_nanos().to_le_bytes());
        }
    }
}

/// Whether as much was done of a duty to perform as is owed, or will be.
fn is_done(terms: &Terms, id: ObligationId, tracked: &Tracked) -> bool {
    let duty = terms.obligations[id].performance();
    duty.is_some_and(|duty| tracked.progress >= tracked.figure.unwrap_or_else(|| duty.needed()))
}
