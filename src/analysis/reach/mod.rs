//! Reachability: whether a goal can be reached, by which events, and who or what can keep it away.

mod blocker;
mod dead_end;
mod goal;
mod plan;
mod search;

pub use blocker::{Answer, Blocker};
pub use dead_end::{DeadEnd, DeadEnds};
pub(crate) use goal::Ask;
pub use goal::{Goal, UnaskedError};
pub use plan::Plan;
pub(crate) use search::{Found, Group, groups};

use crate::monitor::Monitor;
use crate::names::{Ids, Names};

use super::explore::{Explorer, named};

/// Whether a goal can be reached.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::{Explorer, Goal, Reach};
/// let agreement = cuba::agreement(Reading::Verified)?;
/// match Explorer::new(&agreement).reach(&Goal::Settled)? {
///     Reach::Reachable(plan) => assert_eq!(plan.deeds().count(), 12),
///     Reach::Unreachable { .. } | Reach::Unknown { .. } => panic!("it can be settled"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach<V: Names = Ids> {
    /// It can, and this is how.
    Reachable(Plan<V>),
    /// In no ordinary play.
    Unreachable {
        /// How many states were looked at to know.
        explored: usize,
    },
    /// It was not found out.
    Unknown {
        /// How many states were looked at.
        explored: usize,
        /// Why not.
        left_open: LeftOpen,
    },
}

/// Why an answer was not found.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::{Explorer, Goal, LeftOpen, Reach};
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let reach = Explorer::new(&agreement).most_states(2).reach(&Goal::Settled)?;
/// assert!(matches!(reach, Reach::Unknown { left_open: LeftOpen::Bound, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOpen {
    /// There are more states, or more ways to choose a quantity or a moment, than the walk's bound.
    Bound,
    /// With time abstracted it can be reached, but no instants were found at which that works out.
    Timing,
}

impl<V: Names> Reach<V> {
    /// How it is reached, if it can be.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan<V>> {
        match self {
            Self::Reachable(plan) => Some(plan),
            Self::Unreachable { .. } | Self::Unknown { .. } => None,
        }
    }

    /// Whether it was found out that it can be reached.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        matches!(self, Self::Reachable(_))
    }

    /// Whether it was found out that it can not be reached.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        matches!(self, Self::Unreachable { .. })
    }
}

impl<V: Names> Explorer<'_, V> {
    /// Whether a goal can be reached in ordinary play, and by which events: few steps, and if it can
    /// be, none that breaches a binding obligation.
    ///
    /// Parts of the goal that don't touch each other are planned apart, so the whole is not always
    /// the very shortest; each part is, unless its states are more than the bound.
    ///
    /// # Errors
    /// A goal that asks what no run of this agreement remembers.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Reading};
    /// use servanda::analysis::{Explorer, Goal};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let reach = Explorer::new(&agreement).reach(&Goal::Done(Act::LiftQuarantine))?;
    /// // All that opens the gate comes before it; the last deed is the lifting itself.
    /// let last = reach.plan().unwrap().deeds().last().unwrap();
    /// assert_eq!(last.deed.act(), Some(&Act::LiftQuarantine));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reach(&mut self, goal: &Goal<V>) -> Result<Reach<V>, UnaskedError> {
        let mut asks = Ask::of(&self.agreement, goal, &self.start())?;
        let play = self.play();
        let act = match goal {
            Goal::Done(act) => self.agreement.lexicon().act_id(*act),
            Goal::Settled | Goal::Holds(_) => None,
        };
        let mut found = self.find(&asks, act, &play);
        // What a way breaches beside what was asked is asked for too: perhaps another way keeps it.
        while let Found::Way(tried) = &found {
            let unbroken = tried.breached().map(Ask::Unbroken);
            let more: Vec<Ask> = unbroken.filter(|ask| !asks.contains(ask)).collect();
            if more.is_empty() {
                break;
            }
            asks.extend(more);
            let breached = tried.breached().count();
            match self.find(&asks, act, &play) {
                Found::Way(better) if better.breached().count() < breached => {
                    found = Found::Way(better);
                }
                _ => break,
            }
        }
        Ok(self.answer(found))
    }

    fn answer(&self, found: Found) -> Reach<V> {
        match found {
            Found::Way(tried) => Reach::Reachable(self.plan(tried.events)),
            Found::None { explored } => Reach::Unreachable { explored },
            Found::Unknown { explored, left_open } => Reach::Unknown { explored, left_open },
        }
    }

    pub(crate) fn plan(&self, events: Vec<crate::Event>) -> Plan<V> {
        Plan::new(&self.agreement, self.monitor.clock(), named(events, &self.agreement))
    }
}

impl<V: Names> Monitor<V> {
    /// What leads from here to a goal, if anything does: [`Explorer::reach`] from where the run
    /// stands.
    ///
    /// # Errors
    /// A goal that asks what no run of this agreement remembers.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::Goal;
    /// use servanda::Monitor;
    ///
    /// // What would still have led to a settlement, at the end of the log of 1962?
    /// let agreement = cuba::agreement(Reading::Established)?;
    /// let mut monitor = Monitor::new(&agreement);
    /// for event in cuba::history() {
    ///     monitor.record(&event);
    /// }
    /// let reach = monitor.reach(&Goal::Settled)?;
    /// let plan = reach.plan().unwrap().to_string();
    /// assert!(plan.contains("ussr does accept-safeguards"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reach(&self, goal: &Goal<V>) -> Result<Reach<V>, UnaskedError> {
        Explorer::at(self).reach(goal)
    }
}
