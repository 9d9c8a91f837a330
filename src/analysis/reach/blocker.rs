//! Who can keep a goal away.

use crate::analysis::explore::Timeless;
use crate::monitor::Monitor;
use crate::names::{Ids, Names, PartyId};

use super::super::explore::{
    Action, ConcreteRun, Concretizer, Conduct, Edge, Explorer, Play, StateGraph, index,
};
use super::search::{Breaches, Found};
use super::{Ask, Goal, Group, Plan, UnaskedError, groups};

/// Whether and how a single party can keep a goal away for ever.
///
/// ```
/// use servanda::cuba::{self, Party, Reading};
/// use servanda::analysis::{Explorer, Goal};
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let blockers = Explorer::new(&agreement).blockers(&Goal::Settled)?;
/// assert_eq!(blockers[0].party, Party::Us);
/// assert!(blockers[0].can_lawfully());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Blocker<V: Names = Ids> {
    /// The party.
    pub party: V::Party,
    /// Whether it can by doing nothing from now on, whatever all others do together.
    pub by_silence: Answer,
    /// Whether there is ordinary play that leads to a moment at which the goal can still be reached,
    /// and a lawful step of this party after which it can't.
    pub by_lawful_step: Answer,
    /// The shortest play to such a step, if there is one; the step is its last event.
    pub lawful_step: Option<Plan<V>>,
    /// The same for a premature or prohibited act of this party, be it the last or one before it.
    pub by_unlawful_step: Answer,
    /// The shortest play to such a step, if there is one: to be recorded, for submit would refuse
    /// the act.
    pub unlawful_step: Option<Plan<V>>,
}

/// Whether something is so, as far as it was found out.
///
/// ```
/// use servanda::cuba::{self, Party, Reading};
/// use servanda::analysis::{Answer, Explorer, Goal};
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let blockers = Explorer::new(&agreement).blockers(&Goal::Settled)?;
/// let cuba = blockers.iter().find(|it| it.party == Party::Cuba).ok_or("a party")?;
/// assert_eq!(cuba.by_silence, Answer::No);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It was not found out: a bound was hit, or no instants were found at which it works out.
    Unknown,
}

impl<V: Names> Blocker<V> {
    /// Of whom nothing was found out.
    fn unknown(party: V::Party) -> Self {
        let open = Answer::Unknown;
        Self {
            party,
            by_silence: open,
            by_lawful_step: open,
            lawful_step: None,
            by_unlawful_step: open,
            unlawful_step: None,
        }
    }

    /// Whether it can keep the goal away without breaking a rule.
    ///
    /// ```
    /// use servanda::cuba::{self, Party, Reading};
    /// use servanda::analysis::{Explorer, Goal};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let blockers = Explorer::new(&agreement).blockers(&Goal::Settled)?;
    /// let hemisphere = blockers.iter().find(|it| it.party == Party::Hemisphere).unwrap();
    /// assert!(!hemisphere.can_lawfully());   // nothing that binds waits for it
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn can_lawfully(&self) -> bool {
        self.by_silence == Answer::Yes || self.by_lawful_step == Answer::Yes
    }
}

impl<V: Names> Explorer<'_, V> {
    /// For each party whether it alone can keep a goal away for ever: by doing nothing, by a lawful
    /// step, by an unlawful one.
    ///
    /// # Errors
    /// A goal that asks what no run of this agreement remembers.
    ///
    /// ```
    /// use servanda::cuba::{self, Party, Reading};
    /// use servanda::analysis::{Answer, Explorer, Goal};
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let blockers = Explorer::new(&agreement).blockers(&Goal::Settled)?;
    /// let silent: Vec<Party> = blockers
    ///     .iter()
    ///     .filter(|blocker| blocker.by_silence == Answer::Yes)
    ///     .map(|blocker| blocker.party)
    ///     .collect();
    /// assert_eq!(silent, [Party::Us, Party::Ussr, Party::Un]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn blockers(&mut self, goal: &Goal<V>) -> Result<Vec<Blocker<V>>, UnaskedError> {
        if self.has_kinds() {
            goal.check_names(&self.agreement)?;
            return Ok(self.agreement.parties().map(Blocker::unknown).collect());
        }
        let asks = Ask::of(&self.agreement, goal, &self.start())?;
        let groups = groups(self.terms(), &asks);
        let play = self.play();
        self.begin();
        let lawful: Vec<Living> = groups.iter().map(|group| self.living(group, &play)).collect();
        let parties: Vec<PartyId> = self.terms().parties.keys().collect();
        let blocker = |party| self.blocker(party, &asks, &groups, &lawful);
        Ok(parties.into_iter().map(blocker).collect())
    }

    fn blocker(
        &mut self,
        party: PartyId,
        asks: &[Ask],
        groups: &[Group],
        lawful: &[Living],
    ) -> Blocker<V> {
        self.begin();
        let by_silence = match self.find(asks, None, &self.play_without(party), Breaches::IfNeeded)
        {
            Found::Way(_) => Answer::No,
            Found::None { .. } => Answer::Yes,
            Found::Unknown { .. } => Answer::Unknown,
        };
        let mut by_lawful_step = Spoiling { answer: Answer::No, plan: None };
        for (group, living) in groups.iter().zip(lawful) {
            let play = self.play();
            let spoiling = self.spoiling(party, group, living, &play);
            by_lawful_step = by_lawful_step.or(spoiling);
        }
        let mut by_unlawful_step = Spoiling { answer: Answer::No, plan: None };
        for group in groups {
            if by_unlawful_step.answer != Answer::Yes && self.has_acts(party, group) {
                let play = self.play().but(party, Conduct::Any);
                let living = self.living(group, &play);
                let spoiling = self.spoiling(party, group, &living, &play);
                by_unlawful_step = by_unlawful_step.or(spoiling);
            }
        }
        Blocker {
            party: self.agreement.lexicon().party(party),
            by_silence,
            by_lawful_step: by_lawful_step.answer,
            lawful_step: by_lawful_step.plan,
            by_unlawful_step: by_unlawful_step.answer,
            unlawful_step: by_unlawful_step.plan,
        }
    }

    fn has_acts(&self, party: PartyId, group: &Group) -> bool {
        group.cone.acts.iter().any(|act| self.terms().may_do(party, *act))
    }

    /// A step of a party from where what is asked can be reached to where it can't.
    fn spoiling(
        &mut self,
        party: PartyId,
        group: &Group,
        living: &Living,
        play: &Play,
    ) -> Spoiling<V> {
        let mut answer = if living.graph.is_whole { Answer::No } else { Answer::Unknown };
        // In a graph that is not whole nothing is known to be lost.
        let steps = living.graph.is_whole.then(|| living.fatal(|step| step.party() == Some(party)));
        for fatal in steps.into_iter().flatten() {
            let Some(tried) = self.tried(living, group, fatal, play) else {
                answer = Answer::Unknown;
                continue;
            };
            let is_unlawful = tried.monitor.findings().any(|finding| is_broken(&finding));
            if is_unlawful == (play.conduct(party) == Conduct::Any) {
                let plan = Some(self.plan(tried.events));
                return Spoiling { answer: Answer::Yes, plan };
            }
        }
        Spoiling { answer, plan: None }
    }

    /// A group's state graph, and from where in it what is asked can be reached.
    pub(super) fn living(&mut self, group: &Group, play: &Play) -> Living {
        let agreement = self.agreement.clone();
        let terms = agreement.terms();
        let mut met = Vec::new();
        let mut visit = |_: u32, state: &Timeless| {
            met.push(group.asks.iter().map(|ask| ask.is_met(terms, state)).collect::<Vec<bool>>());
            true
        };
        let graph = self.walk(&group.cone, play, true, &mut visit);
        let wanted: Vec<bool> = met.iter().map(|asks| asks.iter().all(|is_met| *is_met)).collect();
        let alive = graph.can_reach(&wanted);
        Living { graph, alive, met }
    }

    /// The run through a step that is called fatal, if there is one, and if it is fatal there too.
    pub(super) fn tried(
        &mut self,
        living: &Living,
        group: &Group,
        fatal: Edge,
        play: &Play,
    ) -> Option<ConcreteRun> {
        let mut way = living.graph.way(fatal.from)?;
        way.push(&fatal);
        let trial = Concretizer { cone: &group.cone, play };
        let tried = trial.along(ConcreteRun::from(&self.monitor), &living.graph, &way)?;
        let is_dead = self.is_lost(group, &tried.monitor);
        is_dead.then_some(tried)
    }

    /// Whether what a group asks can not be reached from where a run stands.
    fn is_lost(&mut self, group: &Group, monitor: &Monitor) -> bool {
        let agreement = self.agreement.clone();
        let terms = agreement.terms();
        let start = Timeless::of(terms, monitor.state());
        let mut is_reached = false;
        let mut visit = |_: u32, state: &Timeless| {
            is_reached = group.asks.iter().all(|ask| ask.is_met(terms, state));
            !is_reached
        };
        let play = self.play();
        let graph = self.walk_from(&start, &group.cone, &play, true, &mut visit);
        !is_reached && graph.is_whole
    }
}

/// Whether a party can lose a goal by a step, and how.
struct Spoiling<V: Names> {
    answer: Answer,
    plan: Option<Plan<V>>,
}

impl<V: Names> Spoiling<V> {
    fn or(self, other: Self) -> Self {
        match (self.answer, other.answer) {
            (Answer::Yes, _) | (Answer::Unknown, Answer::No | Answer::Unknown) => self,
            (Answer::No, _) | (Answer::Unknown, Answer::Yes) => other,
        }
    }
}

/// Whether a finding is somebody's breaking of a rule.
fn is_broken(finding: &crate::Finding) -> bool {
    use crate::monitor::FindingKind::{Belated, Premature, Prohibited, Waived};
    matches!(finding.kind(), Prohibited | Premature | Belated | Waived)
}

/// A state graph, with what can still be reached from each state.
pub(super) struct Living {
    pub(super) graph: StateGraph,
    /// From which states all that is asked can be reached.
    pub(super) alive: Vec<bool>,
    /// What of it holds in each state.
    pub(super) met: Vec<Vec<bool>>,
}

impl Living {
    fn is_alive(&self, state: u32) -> bool {
        self.alive.get(index(state)).copied().unwrap_or(false)
    }

    /// Where such a step leads from a living state to a dead one: the first place for each step.
    pub(super) fn fatal(&self, is_asked: impl Fn(&Action) -> bool) -> Vec<Edge> {
        let mut seen: Vec<&Action> = Vec::new();
        let mut fatal = Vec::new();
        for edge in &self.graph.edges {
            let Some(step) = self.graph.step(edge) else { continue };
            if self.is_alive(edge.from)
                && !self.is_alive(edge.to)
                && is_asked(step)
                && !seen.contains(&step)
            {
                seen.push(step);
                fatal.push(*edge);
            }
        }
        fatal
    }

    /// Which things asked can no longer come to hold from a state.
    pub(super) fn lost(&self, state: u32) -> Vec<usize> {
        let only: Vec<bool> = (0..).take(self.graph.len()).map(|it: u32| it == state).collect();
        let ahead = self.graph.reached_from(&only, |_| true);
        let asks = self.met.first().map_or(0, Vec::len);
        let comes = |ask: usize| {
            let mut met = self.met.iter().zip(&ahead);
            met.any(|(met, ahead)| *ahead && met.get(ask).copied().unwrap_or(false))
        };
        (0..asks).filter(|ask| !comes(*ask)).collect()
    }
}
