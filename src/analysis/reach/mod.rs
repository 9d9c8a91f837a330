//! Reachability: whether a goal can be reached, by which events, and who or what can keep it away.

mod blocker;
mod dead_end;
mod forward;
mod goal;
mod plan;
mod relaxed;
mod search;

pub use blocker::{Answer, Blocker};
pub use dead_end::{DeadEnd, DeadEnds};
pub(crate) use goal::Ask;
pub use goal::{Goal, UnaskedError};
pub use plan::{Plan, PlanText, Planned};
pub(crate) use search::{Breaches, Found, Group, groups};

use crate::monitor::{Monitor, Outcome};
use crate::names::{ActId, Ids, Names};

use super::explore::{ConcreteRun, Explorer};
use super::unfold;

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
    /// The walk came to its bound of memory.
    Memory,
    /// It was told to stop: see [`Explorer::stop_when`].
    Stopped,
    /// The agreement says what walks do not speak of: see [`Explorer`].
    Terms,
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
    /// Whether a goal can be reached in ordinary play, and by which events.
    ///
    /// A plan that breaches a binding obligation is given only where there is none without a breach,
    /// and where a bound left that open, none is given. What is owed is done once it is owed, and not
    /// before, unless something else needs it.
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
        if self.has_kinds() {
            return self.reach_with_kinds(goal);
        }
        let asks = Ask::of(&self.agreement, goal, &self.start())?;
        let act = match goal {
            Goal::Done(act) => self.agreement.lexicon().act_id(*act),
            Goal::Settled | Goal::Holds(_) => None,
        };
        self.begin();
        let mut broken = None;
        let found = match (self.find_lawful(&asks, act, &mut broken), broken) {
            // Only now a breach may be part of it.
            (Found::None { .. }, Some(run)) => Found::Way(run),
            (Found::None { .. }, None) if self.can_breach(&asks) => {
                self.find(&asks, act, &self.play(), Breaches::Needed)
            }
            (found, _) => found,
        };
        Ok(self.answer(found))
    }

    /// Where there are kinds of subjects: what is so now is known, and what a plan for a few subjects comes to.
    fn reach_with_kinds(&mut self, goal: &Goal<V>) -> Result<Reach<V>, UnaskedError> {
        goal.check_names(&self.agreement)?;
        let is_so = match goal {
            Goal::Settled => self.monitor.outcome() == Outcome::Settled,
            Goal::Done(_) | Goal::Holds(_) => false,
        };
        let events = if is_so { Some(Vec::new()) } else { unfold::reach(self, goal) };
        Ok(match events {
            Some(events) => Reach::Reachable(self.plan(events)),
            None => Reach::Unknown { explored: 0, left_open: LeftOpen::Terms },
        })
    }

    /// Whether anything that influences what is asked can be breached: in ordinary play only a duty
    /// with a deadline can, or one with windows that end.
    pub(super) fn can_breach(&self, asks: &[Ask]) -> bool {
        let terms = self.terms();
        let state = self.monitor.state();
        let groups = groups(terms, asks);
        let mut obligations = groups.iter().flat_map(|group| &group.cone.obligations);
        obligations.any(|id| {
            let is_timed = terms.obligations[*id].deadline().is_some();
            let has_windows = terms.graph.obligations[*id].has_windows;
            is_timed || has_windows || state.run.obligations[*id].deadline.is_some()
        })
    }

    /// A way without a breach of a binding obligation; none if there is none. One that breaches what
    /// the goal has nothing to do with may be found beside.
    pub(crate) fn find_lawful(
        &mut self,
        asks: &[Ask],
        act: Option<ActId>,
        broken: &mut Option<Box<ConcreteRun>>,
    ) -> Found {
        let play = self.play();
        if let Some(run) = self.forward(asks, act, &play, Breaches::Never, None) {
            return Found::Way(Box::new(run));
        }
        let mut asks = asks.to_vec();
        loop {
            let found = self.find(&asks, act, &play, Breaches::Never);
            let Found::Way(run) = found else { return found };
            // What it breaches beside what was asked is asked for too: another way keeps it, or none
            // does.
            let unbroken = run.breached().map(Ask::Unbroken);
            let more: Vec<Ask> = unbroken.filter(|ask| !asks.contains(ask)).collect();
            if run.breached().next().is_none() {
                return Found::Way(run);
            }
            broken.get_or_insert(run);
            if more.is_empty() {
                return Found::Unknown { explored: self.explored(), left_open: LeftOpen::Timing };
            }
            asks.extend(more);
        }
    }

    fn answer(&self, found: Found) -> Reach<V> {
        match found {
            Found::Way(tried) => Reach::Reachable(self.plan(tried.events)),
            Found::None { explored } => Reach::Unreachable { explored },
            Found::Unknown { explored, left_open } => Reach::Unknown { explored, left_open },
        }
    }

    pub(crate) fn plan(&self, events: Vec<crate::Event>) -> Plan<V> {
        Plan::new(&self.agreement, &self.monitor, events)
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
