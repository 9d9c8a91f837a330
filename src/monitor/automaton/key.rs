//! From a whole state to its location's key: states are at the same location if their keys are the same.

use crate::monitor::rules::{
    Amended, Count, EndedBy, Parties, Remembered, ScopeState, State, Tracked, TrackedAct, Window,
};
use crate::names::{Key, ObligationId};
use crate::terms::Terms;

use super::register::RegisterLayout;

/// All of a state but its clock and its registers, written in bytes.
///
/// Everything is taken apart without `..`: a field that this did not know would make two states one.
pub(super) fn key(layout: &RegisterLayout, terms: &Terms, state: &State) -> Box<[u8]> {
    // Each run has a clock of its own. The timers follow from what runs, and nobody is on the agenda of a
    // state at rest.
    let State { remembered, truth, quantified: _, timers: _, agenda: _, moved: _, touched: _ } =
        state;
    let Remembered {
        start,
        clock: _,
        // Each run keeps milestones, or not, by itself.
        keeps_milestones: _,
        in_force,
        run,
        // Of an agreement with kinds there is no automaton.
        kinds: _,
        // A run that has something left behind goes by the rules alone.
        left_behind: _,
    } = remembered;
    let ScopeState {
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
    } = run;
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
            key.number(party.map_or(0, |party| (party.place() as u64).saturating_add(1)));
        }
        key.flag(figure.is_some());
        key.number(figure.unwrap_or_default());
        key.0.push(lapsed.map_or(u8::MAX, |lapsed| lapsed as u8));
        let is_done = is_done(terms, id, tracked);
        let amended = [*new_debtor, *new_creditor, *new_verifier];
        let others = [*fired, *closed_by_time, *is_repairable, *ended, is_done];
        let flags = amended.into_iter().chain(others);
        key.0.push(flags.fold(0, |flags, flag| flags << 1 | u8::from(flag)));
        for (register, number) in registers.numbers(&mut copy) {
            if register.is_none() {
                key.number(*number);
            }
        }
        // A run with an instant that has no register and is no milestone is not kept compact.
        let have_come =
            registers.instants(&mut copy).into_iter().map(|(_, instant)| instant.is_some());
        key.number(have_come.fold(0, |flags, flag| flags << 1 | u64::from(flag)));
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

    /// Seven bits to a byte, the lowest first; one more bit tells whether others follow.
    fn number(&mut self, mut number: u64) {
        loop {
            let [byte, ..] = (number & 0x7f).to_le_bytes();
            number >>= 7;
            self.0.push(byte | u8::from(number > 0) << 7);
            if number == 0 {
                return;
            }
        }
    }
}

/// Whether as much was done of a duty to perform as is owed, or will be.
fn is_done(terms: &Terms, id: ObligationId, tracked: &Tracked) -> bool {
    let duty = terms.obligations[id].performance();
    duty.is_some_and(|duty| tracked.progress >= tracked.needed(duty))
}
