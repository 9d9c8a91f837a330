//! Which numbers and instants of a state are registers; all the rest is part of the place.

use crate::event::Deed;
use crate::names::{Key, Names, ObligationId, Table};
use crate::terms::{CounterId, Duty, ElapsedId, Lexicon, Terms};

use super::super::doing::Doing;

macro_rules! slot {
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

slot! {
    /// Where a number is kept.
    NumberSlot,
    /// Where an instant is kept.
    InstantSlot
}

/// Where each register of an agreement's runs is kept.
#[derive(Debug)]
pub(super) struct Layout {
    /// Sums that are asked for more than 1; of others the place knows all.
    pub(super) sums: Table<CounterId, Option<NumberSlot>>,
    pub(super) obligations: Table<ObligationId, Slots>,
    pub(super) since: Table<ElapsedId, InstantSlot>,
    pub(super) numbers: usize,
    pub(super) instants: usize,
    parties: u64,
    acts: u64,
    /// How many ways there are out of a place: those of deeds, and that of timers.
    pub(super) ways: usize,
}

/// The registers of one obligation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slots {
    /// Of a duty of more than 1. The progress of others is part of the place.
    pub(super) progress: Option<NumberSlot>,
    pub(super) deadline: Option<InstantSlot>,
    pub(super) suspended_since: Option<InstantSlot>,
    /// Of a prohibition with a limit above 0 or one for each period.
    pub(super) counted: Option<NumberSlot>,
    pub(super) period: Option<NumberSlot>,
    pub(super) start: Option<InstantSlot>,
}

/// What could wear a path, or follow one: a deed, or timers that fire together.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) struct Way {
    /// Its number among all deeds that can; timers come after all deeds.
    pub(super) number: usize,
    pub(super) quantity: u64,
    /// The pending timers that fire, one bit for each; of a deed, none.
    pub(super) fires: u64,
}

/// The largest agreement whose runs wear paths: what a place holds grows with its size.
const MOST_OBLIGATIONS: usize = 64;
const MOST_DEEDS: usize = 4_096;
const MOST_FORMULAS: usize = 1_024;

impl Layout {
    /// None where the agreement is too large.
    pub(super) fn of(terms: &Terms) -> Option<Self> {
        let mut numbers = 0_u32;
        let mut instants = 0_u32;
        let mut number = || {
            numbers = numbers.saturating_add(1);
            NumberSlot::at(numbers.saturating_sub(1))
        };
        let mut instant = || {
            instants = instants.saturating_add(1);
            InstantSlot::at(instants.saturating_sub(1))
        };
        let (parties, acts) = (terms.parties.len(), terms.acts.len());
        let deeds = acts.checked_add(terms.obligations.len())?.checked_mul(parties)?;
        if terms.obligations.len() > MOST_OBLIGATIONS
            || deeds > MOST_DEEDS
            || terms.graph.nodes.len() > MOST_FORMULAS
        {
            return None;
        }
        let sums = terms.graph.counters.values();
        let sums = sums.map(|sum| (sum.most > 1).then(&mut number)).collect();
        let obligations = terms.obligations.values().map(|obligation| match &obligation.duty {
            Duty::Perform(duty) => {
                let has_deadline = duty.deadline.is_some();
                Slots {
                    progress: (duty.quantity.get() > 1).then(&mut number),
                    deadline: has_deadline.then(&mut instant),
                    suspended_since: has_deadline.then(&mut instant),
                    ..Slots::default()
                }
            }
            Duty::Refrain(limit) => Slots {
                counted: (limit.beyond > 0 || limit.per.is_some()).then(&mut number),
                period: limit.per.map(|_| number()),
                start: limit.per.map(|_| instant()),
                ..Slots::default()
            },
        });
        let obligations = obligations.collect();
        let since = terms.graph.elapsed.values().map(|_| instant()).collect();
        Some(Self {
            sums,
            obligations,
            since,
            numbers: usize::try_from(numbers).ok()?,
            instants: usize::try_from(instants).ok()?,
            parties: u64::try_from(parties).ok()?,
            acts: u64::try_from(acts).ok()?,
            ways: deeds.saturating_add(1),
        })
    }

    /// The way of a deed, if it is of a kind that could wear a path. There is none of that number
    /// where the deed is not of this agreement.
    #[inline]
    pub(super) fn way<V: Names>(&self, deed: &Deed<V>, lexicon: &Lexicon<V>) -> Option<Way> {
        let Doing { place, actor, quantity } = Doing::of(deed, lexicon, self.acts)?;
        // A place has 33 bits at most and there are fewer than 2^12 parties: nothing wraps.
        let number = place.wrapping_mul(self.parties).wrapping_add(u64::from(actor));
        Some(Way { number: usize::try_from(number).ok()?, quantity, fires: 0 })
    }

    /// The way of timers that fire together.
    pub(super) fn firing(&self, fires: u64) -> Way {
        Way { number: self.ways.saturating_sub(1), quantity: 0, fires }
    }
}
