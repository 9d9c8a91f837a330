//! Registers: which numbers and instants of a state a compact run keeps for itself, and in which words of
//! its memory. All the rest of a state is part of its location.

use crate::condition::{always, never};
use crate::monitor::rules::{Count, Tracked};
use crate::names::{ObligationId, Table};
use crate::terms::{CounterId, Duty, ElapsedId, Terms};
use crate::time::Instant;

/// So many instants and numbers of a run are kept beside its position, the others apart.
pub(super) const NEAR_INSTANTS: usize = 3;
pub(super) const NEAR_NUMBERS: usize = 2;

/// Where a register is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    /// Beside the position of its run: its place there.
    Near(usize),
    /// Apart: the place of its first word.
    Far(usize),
}

macro_rules! register {
    ($($(#[$about:meta])* $name:ident: $near:ident, $words:literal),*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::monitor) struct $name(u16);

        impl $name {
            /// The one of this number, where so many words of others are apart.
            pub(super) fn of(number: usize, words: &mut u16) -> Self {
                if number < $near {
                    return Self(u16::try_from(number).unwrap_or(u16::MAX));
                }
                let first = *words;
                *words = first.saturating_add($words);
                Self(first.saturating_add(u16::try_from($near).unwrap_or(u16::MAX)))
            }

            #[inline]
            pub(super) fn seat(self) -> Seat {
                let place = usize::from(self.0);
                match place.checked_sub($near) {
                    None => Seat::Near(place),
                    Some(word) => Seat::Far(word),
                }
            }
        }
    )*};
}

register! {
    /// A register that holds a number up to [`MOST_NUMBER`].
    NumberRegister: NEAR_NUMBERS, 1,
    /// A register that holds an instant, or none; one that is apart holds whole microseconds.
    InstantRegister: NEAR_INSTANTS, 2
}

/// The greatest number that a register holds. A run with a greater one is not kept compact, and neither is
/// one with an instant apart that is finer than a microsecond: four and eight bytes are enough for nearly
/// all.
pub(super) const MOST_NUMBER: u64 = u32::MAX as u64;

impl InstantRegister {
    /// Whether it is apart, and holds whole microseconds.
    pub(super) fn is_apart(self) -> bool {
        matches!(self.seat(), Seat::Far(_))
    }
}

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
    /// How many words the registers take that are kept apart.
    pub(super) far_words: usize,
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
        let mut made = Registers::default();
        let sums = terms.graph.counters.values();
        let sums = sums.map(|sum| (sum.most > 1).then(|| made.number())).collect();
        let obligations = terms.obligations.values().map(|obligation| match &obligation.duty {
            Duty::Perform(duty) => {
                let has_deadline = duty.deadline.is_some();
                let can_rest = obligation.suspended_while != never()
                    || terms.acts[duty.act].requires != always();
                ObligationRegisters {
                    progress: (duty.quantity.get() > 1).then(|| made.number()),
                    deadline: has_deadline.then(|| made.instant()),
                    suspended_since: (has_deadline && can_rest).then(|| made.instant()),
                    ..ObligationRegisters::default()
                }
            }
            Duty::Refrain(limit) => ObligationRegisters {
                counted: (limit.beyond > 0 || limit.per.is_some()).then(|| made.number()),
                period: limit.per.map(|_| made.number()),
                start: limit.per.map(|_| made.instant()),
                ..ObligationRegisters::default()
            },
        });
        let obligations = obligations.collect();
        let since = terms.graph.elapsed.values().map(|_| made.instant()).collect();
        let far_words = usize::from(made.words);
        Self { sums, obligations, since, numbers: made.numbers.into(), far_words }
    }
}

/// The registers that were made so far.
#[derive(Default)]
struct Registers {
    numbers: Vec<NumberRegister>,
    instants: usize,
    words: u16,
}

impl Registers {
    fn number(&mut self) -> NumberRegister {
        let register = NumberRegister::of(self.numbers.len(), &mut self.words);
        self.numbers.push(register);
        register
    }

    fn instant(&mut self) -> InstantRegister {
        let register = InstantRegister::of(self.instants, &mut self.words);
        self.instants = self.instants.saturating_add(1);
        register
    }
}
