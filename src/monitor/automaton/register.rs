//! Registers: which numbers and instants of a state a compact run keeps for itself, and in which words of
//! its memory. All the rest of a state is part of its location.

use crate::condition::{always, never};
use crate::monitor::rules::{Count, Tracked};
use crate::names::{Key, ObligationId, Table};
use crate::terms::{CounterId, Duty, ElapsedId, Terms};
use crate::time::Instant;

macro_rules! register {
    ($($(#[$about:meta])* $name:ident),*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::monitor) struct $name(u16);

        impl Key for $name {
            fn at(place: u32) -> Self {
                Self(u16::try_from(place).unwrap_or(u16::MAX))
            }

            fn place(self) -> usize {
                usize::from(self.0)
            }
        }
    )*};
}

register! {
    /// A register that holds a number up to [`MOST_NUMBER`]: the place of its word.
    NumberRegister,
    /// A register that holds an instant of whole microseconds, or none: the place of the first of its two
    /// words.
    InstantRegister
}

/// The greatest number that a register holds. A run with a greater one is not kept compact, and neither is
/// one with an instant that is finer than a microsecond: four and eight bytes are enough for nearly all.
pub(super) const MOST_NUMBER: u64 = u32::MAX as u64;

/// Which registers the runs of an agreement have, and what each is for.
///
/// A number that can only be nothing or everything has none, and neither has what an obligation can't come
/// to: the location tells. So most agreements have few registers, and most of those are deadlines.
#[derive(Debug)]
pub(super) struct RegisterLayout {
    /// Of sums that are asked for more than 1.
    pub(super) sums: Table<CounterId, Option<NumberRegister>>,
    pub(super) obligations: Table<ObligationId, ObligationRegisters>,
    pub(super) since: Table<ElapsedId, InstantRegister>,
    /// All registers that hold numbers.
    pub(super) numbers: Box<[NumberRegister]>,
    /// How many words all registers take.
    pub(super) words: usize,
}

/// The registers of one obligation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ObligationRegisters {
    /// Of a duty of more than 1.
    pub(super) progress: Option<NumberRegister>,
    pub(super) deadline: Option<InstantRegister>,
    /// Of a duty with a deadline that can rest.
    pub(super) suspended_since: Option<InstantRegister>,
    /// Of a prohibition with a limit above 0 or one for each period.
    pub(super) counted: Option<NumberRegister>,
    pub(super) period: Option<NumberRegister>,
    pub(super) start: Option<InstantRegister>,
}

/// Which of what is remembered of an obligation is a number or an instant, and in which register it is.
///
/// What has no register is part of the location's key. Everything is taken apart without `..`: whoever adds
/// a field decides here.
impl ObligationRegisters {
    pub(super) fn numbers<'a>(
        &self,
        tracked: &'a mut Tracked,
    ) -> [(Option<NumberRegister>, &'a mut u64); 3] {
        let Tracked {
            status: _,
            debtor: _,
            verifier: _,
            ever_breached: _,
            progress,
            deadline: _,
            fired: _,
            suspended_since: _,
            count: Count { start: _, period, done, ended: _ },
        } = tracked;
        [(self.progress, progress), (self.counted, done), (self.period, period)]
    }

    pub(super) fn instants<'a>(
        &self,
        tracked: &'a mut Tracked,
    ) -> [(Option<InstantRegister>, &'a mut Option<Instant>); 3] {
        let Tracked {
            status: _,
            debtor: _,
            verifier: _,
            ever_breached: _,
            progress: _,
            deadline,
            fired: _,
            suspended_since,
            count: Count { start, period: _, done: _, ended: _ },
        } = tracked;
        [(self.deadline, deadline), (self.suspended_since, suspended_since), (self.start, start)]
    }
}

impl RegisterLayout {
    pub(super) fn of(terms: &Terms) -> Self {
        let mut words = 0_u32;
        let mut numbers = Vec::new();
        let sums = terms.graph.counters.values();
        let sums =
            sums.map(|sum| (sum.most > 1).then(|| number(&mut words, &mut numbers))).collect();
        let obligations = terms.obligations.values().map(|obligation| match &obligation.duty {
            Duty::Perform(duty) => {
                let has_deadline = duty.deadline.is_some();
                let can_rest = obligation.suspended_while != never()
                    || terms.acts[duty.act].requires != always();
                ObligationRegisters {
                    progress: (duty.quantity.get() > 1).then(|| number(&mut words, &mut numbers)),
                    deadline: has_deadline.then(|| instant(&mut words)),
                    suspended_since: (has_deadline && can_rest).then(|| instant(&mut words)),
                    ..ObligationRegisters::default()
                }
            }
            Duty::Refrain(limit) => ObligationRegisters {
                counted: (limit.beyond > 0 || limit.per.is_some())
                    .then(|| number(&mut words, &mut numbers)),
                period: limit.per.map(|_| number(&mut words, &mut numbers)),
                start: limit.per.map(|_| instant(&mut words)),
                ..ObligationRegisters::default()
            },
        });
        let obligations = obligations.collect();
        let since = terms.graph.elapsed.values().map(|_| instant(&mut words)).collect();
        Self { sums, obligations, since, numbers: numbers.into(), words: words as usize }
    }
}

fn number(words: &mut u32, numbers: &mut Vec<NumberRegister>) -> NumberRegister {
    let register = NumberRegister::at(*words);
    *words = words.saturating_add(1);
    numbers.push(register);
    register
}

fn instant(words: &mut u32) -> InstantRegister {
    let register = InstantRegister::at(*words);
    *words = words.saturating_add(2);
    register
}
