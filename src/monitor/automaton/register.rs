//! Registers: which numbers and instants of a state a compact run keeps for itself, and in which words of
//! its memory. All the rest of a state is part of its location.

use crate::condition::{always, never};
use crate::monitor::rules::{Count, Tracked};
use crate::names::{ActId, ObligationId, Table};
use crate::terms::{CounterId, Duty, ElapsedId, Obligation, Reach, RecentId, Terms};
use crate::time::Instant;

use super::milestones::{Milestone, MilestoneLayout};

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
    pub(super) recent: Table<RecentId, InstantRegister>,
    /// Where the run's start is kept, if its agreement has no date.
    pub(super) start: Option<InstantRegister>,
    pub(super) in_force: Milestone,
    pub(super) terminated: Milestone,
    /// All registers that hold numbers.
    pub(super) numbers: Box<[NumberRegister]>,
    pub(super) milestones: MilestoneLayout,
}

/// The registers and milestones of one obligation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ObligationRegisters {
    /// Of a duty of more than 1.
    pub(super) progress: Option<NumberRegister>,
    pub(super) deadline: Option<InstantRegister>,
    /// Of a duty with a deadline that can rest.
    pub(super) deadline_rests_from: Option<InstantRegister>,
    /// Of a duty whose acts have windows.
    pub(super) due_since: Option<InstantRegister>,
    /// Of a duty that its verifier's silence attests.
    pub(super) enough_since: Option<InstantRegister>,
    /// Of a prohibition with a limit above 0 or one for each period.
    pub(super) counted: Option<NumberRegister>,
    pub(super) period: Option<NumberRegister>,
    pub(super) start: Option<InstantRegister>,
    pub(super) due: Option<Milestone>,
    pub(super) breached: Option<Milestone>,
    /// A register where what it repairs may ask when it was closed.
    pub(super) closed: Place,
    /// Of what can rest; a register where the ends of windows ask for it.
    pub(super) rests_since: Place,
}

/// Where an instant of an obligation is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Nowhere: by its terms it has none.
    #[default]
    Nowhere,
    /// With the run, for edges to compare and to count from.
    Register(InstantRegister),
    /// With the run, if that keeps any, for reports alone.
    Milestone(Milestone),
}

impl Place {
    pub(super) fn register(self) -> Option<InstantRegister> {
        match self {
            Self::Register(register) => Some(register),
            Self::Nowhere | Self::Milestone(_) => None,
        }
    }

    pub(super) fn milestone(self) -> Option<Milestone> {
        match self {
            Self::Milestone(milestone) => Some(milestone),
            Self::Nowhere | Self::Register(_) => None,
        }
    }
}

impl From<Option<InstantRegister>> for Place {
    fn from(register: Option<InstantRegister>) -> Self {
        register.map_or(Self::Nowhere, Self::Register)
    }
}

impl From<Option<Milestone>> for Place {
    fn from(milestone: Option<Milestone>) -> Self {
        milestone.map_or(Self::Nowhere, Self::Milestone)
    }
}

/// Which of what is remembered of an obligation is a number, which an instant, and where each is kept.
///
/// What has no place is part of the location's key. Everything is taken apart without `..`: whoever adds a
/// field decides here.
impl ObligationRegisters {
    pub(super) fn numbers<'a>(
        &self,
        tracked: &'a mut Tracked,
    ) -> [(Option<NumberRegister>, &'a mut u64); 3] {
        let Tracked {
            status: _,
            parties: _,
            amended: _,
            figure: _,
            progress,
            deadline: _,
            fired: _,
            due: _,
            breached: _,
            closed: _,
            closed_by_time: _,
            lapsed: _,
            rests_since: _,
            deadline_rests_from: _,
            due_since: _,
            enough_since: _,
            is_repairable: _,
            count: Count { start: _, period, done, ended: _ },
        } = tracked;
        [(self.progress, progress), (self.counted, done), (self.period, period)]
    }

    pub(super) fn instants<'a>(
        &self,
        tracked: &'a mut Tracked,
    ) -> [(Place, &'a mut Option<Instant>); 9] {
        let Tracked {
            status: _,
            parties: _,
            amended: _,
            figure: _,
            progress: _,
            deadline,
            fired: _,
            due,
            breached,
            closed,
            closed_by_time: _,
            lapsed: _,
            rests_since,
            deadline_rests_from,
            due_since,
            enough_since,
            is_repairable: _,
            count: Count { start, period: _, done: _, ended: _ },
        } = tracked;
        [
            (self.deadline.into(), deadline),
            (self.deadline_rests_from.into(), deadline_rests_from),
            (self.due_since.into(), due_since),
            (self.enough_since.into(), enough_since),
            (self.start.into(), start),
            (self.due.into(), due),
            (self.breached.into(), breached),
            (self.closed, closed),
            (self.rests_since, rests_since),
        ]
    }
}

impl RegisterLayout {
    pub(super) fn of(terms: &Terms) -> Self {
        let mut layout = Draft::default();
        let sums = terms.graph.counters.values();
        let sums = sums.map(|sum| (sum.most > 1).then(|| layout.number())).collect();
        let obligations = terms.obligations.iter();
        let obligations = obligations.map(|(id, it)| layout.obligation(terms, id, it)).collect();
        let since = terms.graph.elapsed.values().map(|_| layout.instant()).collect();
        let recent = terms.graph.recents.values().map(|_| layout.instant()).collect();
        let start = terms.date.is_none().then(|| layout.instant());
        let [in_force, terminated] = [(); 2].map(|()| layout.milestone());
        let Draft { words, numbers, instants: _, milestones } = layout;
        Self {
            sums,
            obligations,
            since,
            recent,
            start,
            in_force,
            terminated,
            numbers: numbers.into(),
            milestones: MilestoneLayout { first: usize::from(words), count: milestones },
        }
    }
}

/// A layout in the making.
#[derive(Default)]
struct Draft {
    words: u16,
    numbers: Vec<NumberRegister>,
    instants: usize,
    milestones: usize,
}

impl Draft {
    fn obligation(
        &mut self,
        terms: &Terms,
        id: ObligationId,
        obligation: &Obligation,
    ) -> ObligationRegisters {
        let mut registers = ObligationRegisters {
            due: Some(self.milestone()),
            closed: self.instant_if(!terms.graph.obligations[id].repairs.is_empty()),
            breached: obligation.binding.then(|| self.milestone()),
            ..ObligationRegisters::default()
        };
        let waits = |act: &ActId| terms.acts[*act].requires != always();
        let can_rest = obligation.suspended_while != never()
            || obligation.verifier().is_some()
            || (!obligation.is_prohibition() && obligation.acts().iter().any(waits))
            || terms.graph.obligations[id].has_windows;
        if can_rest {
            registers.rests_since = self.instant_if(terms.graph.obligations[id].has_windows);
        }
        if obligation.deadline().is_some() {
            registers.deadline = Some(self.instant());
            registers.deadline_rests_from = can_rest.then(|| self.instant());
        }
        registers.due_since = terms.graph.obligations[id].has_windows.then(|| self.instant());
        match &obligation.duty {
            Duty::Perform(duty) => {
                registers.progress = (duty.written_quantity() != Some(1)).then(|| self.number());
                registers.enough_since = duty.deemed_after.map(|_| self.instant());
            }
            Duty::Achieve(_) => {}
            Duty::Refrain(limit) => {
                let is_per = matches!(limit.reach, Reach::Per(_));
                let is_counted = is_per || limit.written_limit() != Some(0);
                registers.counted = is_counted.then(|| self.number());
                registers.period = is_per.then(|| self.number());
                registers.start = is_per.then(|| self.instant());
            }
        }
        registers
    }

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

    fn milestone(&mut self) -> Milestone {
        Milestone::next(&mut self.milestones)
    }

    /// A register if rules compare it, else a milestone.
    fn instant_if(&mut self, is_compared: bool) -> Place {
        match is_compared {
            true => Place::Register(self.instant()),
            false => Place::Milestone(self.milestone()),
        }
    }
}
