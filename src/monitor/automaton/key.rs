//! From a whole state to its location's key: states are at the same location if their keys are the same.

use crate::monitor::rules::{Count, State, Tracked};
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
        clock: _,
        in_force,
        terminated,
        obligations,
        counters,
        waived,
        since,
        truth,
        timers: _,
        agenda: _,
    } = state;
    let mut key = Writer(Vec::with_capacity(256));
    key.flag(*in_force);
    key.flag(*terminated);
    for (id, tracked) in obligations.iter() {
        let registers = &layout.obligations[id];
        let mut copy = *tracked;
        let Tracked {
            status,
            debtor,
            verifier,
            ever_breached,
            progress,
            deadline: _,
            fired,
            suspended_since: _,
            count: Count { start: _, period: _, done: _, ended },
        } = tracked;
        key.0.push(*status as u8);
        key.number(debtor.place() as u64);
        key.number(verifier.map_or(u64::MAX, |verifier| verifier.place() as u64));
        key.flag(*ever_breached);
        key.flag(*fired);
        key.flag(*ended);
        key.flag(is_done(terms, id, *progress));
        for (register, number) in registers.numbers(&mut copy) {
            if register.is_none() {
                key.number(*number);
            }
        }
        for (register, instant) in registers.instants(&mut copy) {
            key.instant(*instant, register.is_some());
        }
    }
    for (id, sum) in counters.iter() {
        if layout.sums[id].is_none() {
            key.number(*sum);
        }
    }
    for waived in waived.values() {
        key.flag(*waived);
    }
    for since in since.values() {
        key.flag(since.is_some());
    }
    // Of sums in registers it matters which thresholds they have come to: the formulas tell.
    key.0.extend(truth.all().map(u8::from));
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

fn is_done(terms: &Terms, id: ObligationId, progress: u64) -> bool {
    let duty = terms.obligations[id].performance();
    duty.is_some_and(|duty| progress >= duty.quantity.get())
}
