//! From a whole state to its location's key: states are at the same location if their keys are the same.

use crate::monitor::rules::{State, Tracked};
use crate::names::{Key, ObligationId};
use crate::terms::Terms;

use super::register::RegisterLayout;

/// All of a state but its registers and its clock, written in bytes.
pub(super) fn key(layout: &RegisterLayout, terms: &Terms, state: &State) -> Box<[u8]> {
    let mut key = Vec::with_capacity(256);
    let flag = |key: &mut Vec<u8>, flag: bool| key.push(u8::from(flag));
    let number = |key: &mut Vec<u8>, number: u64| key.extend(number.to_le_bytes());
    flag(&mut key, state.in_force);
    flag(&mut key, state.terminated);
    for (id, tracked) in state.obligations.iter() {
        let registers = &layout.obligations[id];
        key.push(tracked.status as u8);
        number(&mut key, tracked.debtor.place() as u64);
        number(&mut key, tracked.verifier.map_or(u64::MAX, |verifier| verifier.place() as u64));
        flag(&mut key, tracked.ever_breached);
        flag(&mut key, tracked.fired);
        flag(&mut key, tracked.deadline.is_some());
        flag(&mut key, tracked.suspended_since.is_some());
        flag(&mut key, tracked.count.start.is_some());
        flag(&mut key, tracked.count.ended);
        match registers.progress {
            Some(_) => flag(&mut key, is_done(terms, id, tracked)),
            None => number(&mut key, tracked.progress),
        }
        if registers.counted.is_none() {
            number(&mut key, tracked.count.done);
        }
    }
    for (id, sum) in state.counters.iter() {
        if layout.sums[id].is_none() {
            number(&mut key, *sum);
        }
    }
    for waived in state.waived.values() {
        flag(&mut key, *waived);
    }
    for since in state.since.values() {
        flag(&mut key, since.is_some());
    }
    // Of sums in registers it matters which thresholds they have come to: the formulas tell.
    key.extend(state.truth.all().map(u8::from));
    key.into()
}

fn is_done(terms: &Terms, id: ObligationId, tracked: &Tracked) -> bool {
    let duty = terms.obligations[id].performance();
    duty.is_some_and(|duty| tracked.progress >= duty.quantity.get())
}
