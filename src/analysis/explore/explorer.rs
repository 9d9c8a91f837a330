//! The explorer as its users see it: from where, how far, and how it tells its progress.

use std::fmt;

use crate::monitor::Monitor;
use crate::names::{Ids, Names, PartyId};
use crate::terms::{Agreement, Terms};

use super::super::reach::LeftOpen;
use super::action::{Conduct, Play};
use super::cone::Cone;
use super::size::{Census, GraphSize};
use super::state_graph::{StateGraph, Visit, Walk};
use super::timeless::Timeless;
use super::unspoken::Unspoken;

/// Asks what can come of an agreement, from its start or from where a run stands: whether a goal can
/// be reached and by which events, who can keep it away, which states are dead ends, who is exposed
/// to whom.
///
/// It walks the state graph of what can influence the question, with time abstracted to the order of
/// its instants and deadlines. The moves are those of *ordinary play*: every act, in every quantity
/// that makes a difference, every attestation and denial, and time. Grace is not counted on: nobody
/// extends, amends or waives, and a creditor releases only what some condition asks to be released.
/// Acts are those that [`Monitor::submit`] accepts.
///
/// # What is exact, and what is a bound
///
/// - A plan is a list of events that was given to a monitor, by submit, and brought it to the goal.
/// - What is called unreachable is reached in no ordinary play, whatever the instants.
/// - Between the two lies *unknown*: the walk came to its bound ([`Explorer::most_states`]), or the
///   goal is in the graph but no instants were found at which the way there works out. Where a
///   duration runs from an instant that play decides, its end may come at any time in the graph, so
///   the graph can hold more than runs do.
/// - Of some agreements no walk is made at all: those in which acts tell figures, instants, parties or
///   words, a prohibition counts within a stretch of time, any member of a group speaks for it, or
///   instants are written but no date from which runs begin. There a plan may still be found; nothing
///   is called unreachable ([`LeftOpen::Terms`]).
/// - Of one with kinds of subjects no state is looked at, for there can be any number of them: from its
///   start a plan for a few of them may be found, and all else is left open ([`LeftOpen::Terms`]).
///   [`Agreement::unfolded`] has an agreement that can be walked.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::analysis::{Explorer, Goal};
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let reach = Explorer::new(&agreement).reach(&Goal::Settled)?;
/// let plan = reach.plan().unwrap();
/// assert_eq!(plan.deeds().count(), 12);
/// let first = &plan.deeds().next().unwrap().deed;
/// assert_eq!(first.actor(), Some(&Party::Ussr));
/// assert_eq!(first.act(), Some(&Act::AcceptProposal));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Explorer<'a, V: Names = Ids> {
    pub(crate) agreement: Agreement<V>,
    pub(crate) monitor: Monitor,
    pub(crate) most_states: usize,
    most_bytes: usize,
    tell: Option<Box<dyn FnMut(Progress) + 'a>>,
    stop: Option<Box<dyn FnMut(Progress) -> bool + 'a>>,
    /// Whether the agreement says what no walk can speak of.
    is_unspoken: bool,
    spent: Spent,
}

/// What the answer that is being looked for has cost so far.
#[derive(Clone, Copy, Debug, Default)]
struct Spent {
    states: usize,
    /// Why the last walk that was not whole ended, if not for want of states.
    ended: Option<LeftOpen>,
    /// Whether nothing may be looked at any more: it was asked to stop.
    is_stopped: bool,
}

/// How far a walk has come.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::Explorer;
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let mut most = 0;
/// Explorer::new(&agreement)
///     .most_states(50)
///     .on_progress(|progress| most = most.max(progress.states))
///     .graph();
/// assert!(most > 0);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many states were found.
    pub states: usize,
    /// How many edges between them.
    pub edges: usize,
    /// How many states are still to be looked at.
    pub open: usize,
    /// How many bytes the walk holds, about.
    pub bytes: usize,
}

/// How many states may be looked at for an answer, without another word.
const MOST_STATES: usize = 100_000;

/// How many bytes a walk may hold, without another word: 1 GiB.
const MOST_BYTES: usize = 1 << 30;

impl<'a, V: Names> Explorer<'a, V> {
    /// From the start of an agreement.
    #[must_use]
    pub fn new(agreement: &Agreement<V>) -> Self {
        Self::at(&Monitor::new(agreement))
    }

    /// From where a run stands.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::{Explorer, Goal};
    /// use servanda::Monitor;
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Practised)?);
    /// for event in cuba::practice() {
    ///     monitor.record(&event);
    /// }
    /// // Less is left at the end of the log than there was to do at the start.
    /// let left = Explorer::at(&monitor).reach(&Goal::Settled)?;
    /// let whole = Explorer::new(monitor.agreement()).reach(&Goal::Settled)?;
    /// let deeds = |reach: &servanda::analysis::Reach<_>| reach.plan().unwrap().deeds().count();
    /// assert!(deeds(&left) < deeds(&whole));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn at(monitor: &Monitor<V>) -> Self {
        Self {
            agreement: monitor.agreement().clone(),
            monitor: monitor.by_ids(),
            most_states: MOST_STATES,
            most_bytes: MOST_BYTES,
            tell: None,
            stop: None,
            is_unspoken: Unspoken::of(monitor.agreement().terms()).is_some(),
            spent: Spent::default(),
        }
    }

    /// The bound of work: once so many states were looked at for an answer (of
    /// [`Explorer::blockers`], for each party; of [`Explorer::graph`], for each part), the walk stops, and the answer says what it left
    /// open. Without a word, 100 000. An event of a plan that is found without a walk counts as one.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::Explorer;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// assert!(!Explorer::new(&agreement).most_states(2).graph().is_whole);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn most_states(mut self, most: usize) -> Self {
        self.most_states = most;
        self
    }

    /// The bound of memory: a walk that holds so many bytes, about, stops, and the answer says what
    /// it left open. Without a word, 1 GiB.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::Explorer;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// assert!(!Explorer::new(&agreement).most_bytes(10_000).graph().is_whole);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn most_bytes(mut self, most: usize) -> Self {
        self.most_bytes = most;
        self
    }

    /// Tells how far each walk has come, from time to time and when it ends.
    #[must_use]
    pub fn on_progress(mut self, tell: impl FnMut(Progress) + 'a) -> Self {
        self.tell = Some(Box::new(tell));
        self
    }

    /// Asks from time to time whether to stop: because somebody has waited long enough, say. (This
    /// crate has no clock; who asks may have one.) Once it is answered with true nothing more is
    /// looked at, and the answers say what that left open.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::{Explorer, Goal, Reach};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let mut patient = Explorer::new(&agreement).stop_when(|it| it.states > 100_000);
    /// // What is found before that is found.
    /// assert!(!matches!(patient.reach(&Goal::Settled)?, Reach::Unknown { .. }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn stop_when(mut self, stop: impl FnMut(Progress) -> bool + 'a) -> Self {
        self.stop = Some(Box::new(stop));
        self
    }

    /// Whether it was told to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.spent.is_stopped
    }

    /// The size of the whole state graph in ordinary play. Parts of the agreement that don't touch
    /// each other, but for the entry into force that all share, are explored apart: their states
    /// multiply, the work adds up.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::Explorer;
    /// let graph = Explorer::new(&cuba::agreement(Reading::Verified)?).graph();
    /// assert!(graph.is_whole);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn graph(&mut self) -> GraphSize {
        self.begin();
        if self.has_kinds() {
            return GraphSize::unknown();
        }
        Census::of(self).graph()
    }

    pub(crate) fn terms(&self) -> &Terms {
        self.agreement.terms()
    }

    pub(crate) fn start(&self) -> Timeless {
        Timeless::of(self.terms(), self.monitor.state())
    }

    /// Everybody plays by the rules.
    pub(crate) fn play(&self) -> Play {
        Play::new(self.terms(), Conduct::Lawful)
    }

    /// Everybody does, but one party that does nothing.
    pub(crate) fn play_without(&self, party: PartyId) -> Play {
        self.play().but(party, Conduct::Silent)
    }

    /// Walks a cone from where the run stands.
    pub(crate) fn walk(
        &mut self,
        cone: &Cone,
        play: &Play,
        breaches: bool,
        visit: &mut dyn Visit,
    ) -> StateGraph {
        let start = self.start();
        self.walk_from(&start, cone, play, breaches, visit)
    }

    /// Walks a cone from a state.
    pub(crate) fn walk_from(
        &mut self,
        start: &Timeless,
        cone: &Cone,
        play: &Play,
        breaches: bool,
        visit: &mut dyn Visit,
    ) -> StateGraph {
        let agreement = self.agreement.clone();
        let terms = agreement.terms();
        let most_states = self.most_states.saturating_sub(self.spent.states);
        if most_states == 0 || self.is_unspoken {
            // Where it stands can be looked at for nothing.
            visit.state(0, start);
            return StateGraph::default();
        }
        let walk = Walk { terms, cone, play, most_states, breaches };
        let mut counted = Counted {
            visit,
            tell: self.tell.as_deref_mut(),
            stop: self.stop.as_deref_mut(),
            most_bytes: self.most_bytes,
            before: self.spent.states,
            spent: &mut self.spent,
        };
        counted.spent.ended = None;
        let graph = walk.from(start, &mut counted);
        self.spent.states = self.spent.states.saturating_add(graph.len());
        graph
    }

    /// One of another agreement, from its start, with the same bounds.
    pub(crate) fn within<'b>(&'b mut self, other: &Agreement) -> Explorer<'b> {
        let Self { most_states, most_bytes, tell, stop, .. } = self;
        let mut explorer = Explorer::new(other).most_states(*most_states).most_bytes(*most_bytes);
        if let Some(tell) = tell {
            explorer = explorer.on_progress(tell);
        }
        if let Some(stop) = stop {
            explorer = explorer.stop_when(stop);
        }
        explorer
    }

    /// Another answer is looked for, with the whole budget.
    pub(crate) fn begin(&mut self) {
        self.spent = Spent { is_stopped: self.spent.is_stopped, ..Spent::default() };
    }

    /// Whether the agreement says what no walk can speak of, so that nothing can be ruled out.
    pub(crate) fn is_unspoken(&self) -> bool {
        self.is_unspoken
    }

    /// Whether there are kinds of subjects: a state of a walk has no place for them.
    pub(crate) fn has_kinds(&self) -> bool {
        self.terms().kinds.len() > 0
    }

    /// How many states were looked at for this answer.
    pub(crate) fn explored(&self) -> usize {
        self.spent.states
    }

    /// What is said where a walk was not whole.
    pub(crate) fn left_open(&self) -> LeftOpen {
        match self.spent.ended {
            _ if self.spent.is_stopped => LeftOpen::Stopped,
            Some(ended) => ended,
            None if self.is_unspoken => LeftOpen::Terms,
            None => LeftOpen::Bound,
        }
    }

    /// Counts so many more states, in what was looked at without a walk. Answers whether it may go
    /// on.
    pub(crate) fn spend(&mut self, states: usize, events: usize) -> bool {
        let counted = self.spent.states.saturating_add(states);
        let progress =
            Progress { states: counted.min(self.most_states), edges: events, open: 0, bytes: 0 };
        if self.spent.is_stopped || counted > self.most_states {
            return false;
        }
        self.spent.states = counted;
        if let Some(tell) = &mut self.tell {
            tell(progress);
        }
        if self.stop.as_mut().is_some_and(|stop| stop(progress)) {
            self.spent.is_stopped = true;
            self.spent.ended = Some(LeftOpen::Stopped);
        }
        !self.spent.is_stopped
    }
}

/// A visit that keeps to a budget.
struct Counted<'v, 't, 'a> {
    visit: &'v mut dyn Visit,
    tell: Option<&'t mut (dyn FnMut(Progress) + 'a)>,
    stop: Option<&'t mut (dyn FnMut(Progress) -> bool + 'a)>,
    most_bytes: usize,
    /// What was looked at before this walk.
    before: usize,
    spent: &'t mut Spent,
}

impl Visit for Counted<'_, '_, '_> {
    fn state(&mut self, number: u32, state: &Timeless) -> bool {
        self.visit.state(number, state)
    }

    fn passing(&mut self, state: &Timeless) -> bool {
        self.visit.passing(state)
    }

    fn goes_on(&mut self, progress: Progress) -> bool {
        let states = progress.states.saturating_add(self.before);
        let progress = Progress { states, ..progress };
        if let Some(tell) = &mut self.tell {
            tell(progress);
        }
        if !self.spent.is_stopped {
            self.spent.is_stopped = self.stop.as_mut().is_some_and(|stop| stop(progress));
        }
        if self.spent.is_stopped {
            self.spent.ended = Some(LeftOpen::Stopped);
        } else if progress.bytes > self.most_bytes {
            self.spent.ended = Some(LeftOpen::Memory);
        }
        self.spent.ended.is_none()
    }
}

impl<V: Names> fmt::Debug for Explorer<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explorer")
            .field("agreement", &self.agreement)
            .field("monitor", &self.monitor)
            .field("most_states", &self.most_states)
            .field("most_bytes", &self.most_bytes)
            .finish_non_exhaustive()
    }
}

/// Slices that meet become one; what they only share joins none.
pub(crate) fn joined(cones: Vec<Cone>, shared: &Cone) -> Vec<Cone> {
    let mut parts: Vec<Cone> = Vec::new();
    for cone in cones {
        let (meeting, others): (Vec<Cone>, Vec<Cone>) =
            parts.into_iter().partition(|part| part.meets(&cone, shared));
        parts = others;
        parts.push(meeting.iter().fold(cone, Cone::and));
    }
    parts.sort_unstable();
    parts
}
