//! Dead ends: from where a goal can no longer be reached.

use crate::names::{Ids, Names};

use super::super::explore::Explorer;
use super::{Ask, Goal, Plan, UnaskedError, groups};

/// Where a goal is lost, in ordinary play.
///
/// ```
/// use servanda::cuba::{self, Act, Reading};
/// use servanda::analysis::{Explorer, Goal};
/// use servanda::condition::{happened, not};
/// let agreement = cuba::agreement(Reading::Verified)?;
/// // What was done can't be undone: once work has ceased, it has.
/// let not_yet = Goal::Holds(not(happened(Act::CeaseWork)));
/// let ends = Explorer::new(&agreement).dead_ends(&not_yet)?;
/// assert!(ends.are_all && ends.states > 0);
/// assert!(!ends.ends.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeadEnds<V: Names = Ids> {
    /// One for each step that loses it, the shortest play first.
    pub ends: Vec<DeadEnd<V>>,
    /// How many of the states that were explored are dead. (Of parts that don't touch each other,
    /// each part's are counted.)
    pub states: usize,
    /// Whether these are all; else a bound was hit, or of some no instants were found that lead
    /// there.
    pub are_all: bool,
}

/// A state from which a goal can no longer be reached, whatever anybody does.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::analysis::{Explorer, Goal};
/// use servanda::condition::{happened, not};
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let not_yet = Goal::Holds(not(happened(Act::CeaseWork)));
/// let ends = Explorer::new(&agreement).dead_ends(&not_yet)?.ends;
/// assert_eq!(ends[0].by, Some(Party::Ussr));
/// let last = ends[0].plan.events().last().unwrap();
/// assert_eq!(last.deed.act(), Some(&Act::CeaseWork));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeadEnd<V: Names = Ids> {
    /// What leads there; the last event loses the goal.
    pub plan: Plan<V>,
    /// Whose step the last is; nobody's if time did it.
    pub by: Option<V::Party>,
    /// The obligations that can no longer come to where the goal asks them to be.
    pub lost: Vec<V::Obligation>,
}

impl<V: Names> Explorer<'_, V> {
    /// The dead ends of ordinary play: each step that leads from where a goal can be reached to where
    /// it can't, with the shortest play to it.
    ///
    /// # Errors
    /// A goal that asks what no run of this agreement remembers.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::{Explorer, Goal};
    ///
    /// // Whatever the parties do within the rules, the settlement of 1962 stays within reach.
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let ends = Explorer::new(&agreement).dead_ends(&Goal::Settled)?;
    /// assert!(ends.ends.is_empty() && ends.are_all);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dead_ends(&mut self, goal: &Goal<V>) -> Result<DeadEnds<V>, UnaskedError> {
        if self.has_kinds() {
            goal.check_names(&self.agreement)?;
            return Ok(DeadEnds { ends: Vec::new(), states: 0, are_all: false });
        }
        let asks = Ask::of(&self.agreement, goal, &self.start())?;
        let play = self.play();
        self.begin();
        let mut found = DeadEnds { ends: Vec::new(), states: 0, are_all: true };
        for group in groups(self.terms(), &asks) {
            let living = self.living(&group, &play);
            if !living.graph.is_whole {
                found.are_all = false;
                continue;
            }
            let dead = living.alive.iter().filter(|is_alive| !**is_alive).count();
            found.states = found.states.saturating_add(dead);
            for fatal in living.fatal(|_| true) {
                let Some(tried) = self.tried(&living, &group, fatal, &play) else {
                    found.are_all = false;
                    continue;
                };
                let lexicon = self.agreement.lexicon();
                let lost = living.lost(fatal.to).into_iter();
                let lost = lost.filter_map(|ask| group.asks.get(ask)?.obligation());
                let lost = lost.map(|id| lexicon.obligation(id)).collect();
                let plan = self.plan(tried.events);
                let by = plan.events().last().and_then(|event| event.deed.actor().copied());
                found.ends.push(DeadEnd { plan, by, lost });
            }
        }
        found.ends.sort_by_key(|end| end.plan.events().len());
        Ok(found)
    }
}
