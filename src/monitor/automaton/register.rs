//! Registers: which numbers and instants of a state a compact run keeps for itself. All the rest of a
//! state is part of its location.

use crate::names::{Key, ObligationId, Table};
use crate::terms::{CounterId, Duty, ElapsedId, Terms};

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
    /// A register that holds a number.
    NumberRegister,
    /// A register that holds an instant, or none.
    InstantRegister
}

/// Which registers the runs of an agreement have, and what each is for.
///
/// A number that can only be nothing or everything has none: the location tells which. So most
/// agreements have few registers, and most of those are deadlines.
#[derive(Debug)]
pub(super) struct RegisterLayout {
    /// Of sums that are asked for more than 1.
    pub(super) sums: Table<CounterId, Option<NumberRegister>>,
    pub(super) obligations: Table<ObligationId, ObligationRegisters>,
    pub(super) since: Table<ElapsedId, InstantRegister>,
    pub(super) numbers: usize,
    pub(super) instants: usize,
}

/// The registers of one obligation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ObligationRegisters {
    /// Of a duty of more than 1.
    pub(super) progress: Option<NumberRegister>,
    pub(super) deadline: Option<InstantRegister>,
    pub(super) suspended_since: Option<InstantRegister>,
    /// Of a prohibition with a limit above 0 or one for each period.
    pub(super) counted: Option<NumberRegister>,
    pub(super) period: Option<NumberRegister>,
    pub(super) start: Option<InstantRegister>,
}

impl RegisterLayout {
    pub(super) fn of(terms: &Terms) -> Self {
        let mut numbers = 0_u32;
        let mut instants = 0_u32;
        let mut number = || {
            numbers = numbers.saturating_add(1);
            NumberRegister::at(numbers.saturating_sub(1))
        };
        let mut instant = || {
            instants = instants.saturating_add(1);
            InstantRegister::at(instants.saturating_sub(1))
        };
        let sums = terms.graph.counters.values();
        let sums = sums.map(|sum| (sum.most > 1).then(&mut number)).collect();
        let obligations = terms.obligations.values().map(|obligation| match &obligation.duty {
            Duty::Perform(duty) => {
                let has_deadline = duty.deadline.is_some();
                ObligationRegisters {
                    progress: (duty.quantity.get() > 1).then(&mut number),
                    deadline: has_deadline.then(&mut instant),
                    suspended_since: has_deadline.then(&mut instant),
                    ..ObligationRegisters::default()
                }
            }
            Duty::Refrain(limit) => ObligationRegisters {
                counted: (limit.beyond > 0 || limit.per.is_some()).then(&mut number),
                period: limit.per.map(|_| number()),
                start: limit.per.map(|_| instant()),
                ..ObligationRegisters::default()
            },
        });
        let obligations = obligations.collect();
        let since = terms.graph.elapsed.values().map(|_| instant()).collect();
        Self { sums, obligations, since, numbers: numbers as usize, instants: instants as usize }
    }
}
