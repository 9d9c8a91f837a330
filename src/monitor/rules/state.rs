//! The state of a run: what is remembered between events.

use crate::event::ToldValue;
use crate::names::{ActId, ObligationId, PartyId, Table, ToldId};
use crate::terms::{BetweenId, CounterId, ElapsedId, Graph, Leaf, NodeId, RecentId, Terms, Who};
use crate::time::Instant;

use super::agenda::Agenda;
use super::timers::{Timer, Timers};
use super::told;
use super::tracked::{Parties, Tracked, TrackedAct, Window};
use super::truth::Truth;

/// All that a run remembers.
///
/// The first part is the state itself; what follows it is derived from it, so that a step looks only
/// at what moved.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// When the run began: the agreement's date, or the time of its first event that counts; none
    /// before that.
    pub(crate) start: Option<Instant>,
    pub(crate) clock: Instant,
    /// Whether it remembers for reports when things came about. If not, what no rule asks for has the
    /// instant [`State::NOT_KEPT`] as soon as the run waits at a location; that it came about is kept.
    pub(crate) keeps_milestones: bool,
    /// When the agreement entered into force, and when it terminated.
    pub(crate) in_force: Option<Instant>,
    pub(crate) terminated: Option<Instant>,
    pub(crate) obligations: Table<ObligationId, Tracked>,
    pub(crate) acts: Table<ActId, TrackedAct>,
    /// The sums of quantities that conditions ask for. Each stops at the most that is asked for.
    pub(crate) counters: Table<CounterId, u64>,
    /// When the `since` of each `elapsed` condition first held.
    pub(crate) since: Table<ElapsedId, Option<Instant>>,
    /// Of each `between` condition, whether the last of its events was a `from`.
    pub(crate) between: Table<BetweenId, bool>,
    /// When the act of each `recent` condition was done last.
    pub(crate) recent: Table<RecentId, Option<Instant>>,
    /// What was told last.
    pub(crate) told: Table<ToldId, Option<ToldValue>>,
    /// What prohibitions with `in_any` have counted and when, the oldest first.
    pub(crate) stretches: Table<ObligationId, Vec<(Instant, u64)>>,

    pub(crate) truth: Truth,
    pub(crate) timers: Timers,
    pub(crate) agenda: Agenda,
}

/// The state without what is derived from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remembered {
    pub(crate) start: Option<Instant>,
    pub(crate) clock: Instant,
    pub(crate) keeps_milestones: bool,
    pub(crate) in_force: Option<Instant>,
    pub(crate) terminated: Option<Instant>,
    pub(crate) obligations: Table<ObligationId, Tracked>,
    pub(crate) acts: Table<ActId, TrackedAct>,
    pub(crate) counters: Table<CounterId, u64>,
    pub(crate) since: Table<ElapsedId, Option<Instant>>,
    pub(crate) between: Table<BetweenId, bool>,
    pub(crate) recent: Table<RecentId, Option<Instant>>,
    pub(crate) told: Table<ToldId, Option<ToldValue>>,
    pub(crate) stretches: Table<ObligationId, Vec<(Instant, u64)>>,
}

impl Remembered {
    /// Before anything has happened. A run of an agreement with a date begins there; one without has
    /// not begun.
    pub(crate) fn at_first(terms: &Terms, start: Option<Instant>) -> Self {
        let named = |who: &Who| who.named().copied();
        let obligations = terms.obligations.values().map(|obligation| {
            Tracked::dormant(Parties {
                debtor: named(&obligation.debtor),
                creditor: named(&obligation.creditor),
                verifier: obligation.verifier().and_then(named),
            })
        });
        let graph = &terms.graph;
        Self {
            start,
            clock: start.unwrap_or(Instant::FIRST),
            keeps_milestones: true,
            in_force: None,
            terminated: None,
            obligations: obligations.collect(),
            acts: terms.acts.values().map(|_| TrackedAct::default()).collect(),
            counters: graph.counters.values().map(|_| 0).collect(),
            since: graph.elapsed.values().map(|_| None).collect(),
            between: graph.betweens.values().map(|_| false).collect(),
            recent: graph.recents.values().map(|_| None).collect(),
            told: terms.told.values().map(|_| None).collect(),
            stretches: terms.obligations.values().map(|_| Vec::new()).collect(),
        }
    }

    fn leaf_holds(&self, graph: &Graph, leaf: Leaf) -> bool {
        let has_come = |at: Option<Instant>| at.is_some_and(|at| self.clock >= at);
        match leaf {
            Leaf::Happened { counter, at_least } => self.counters[counter] >= at_least,
            Leaf::Stands { obligation, standing } => self.obligations[obligation].stands(standing),
            Leaf::Reached(instant) => self.clock >= instant,
            Leaf::ReachedTold(place) => {
                let moment = graph.reached_told.get(place as usize);
                has_come(moment.and_then(|(it, _)| told::moment(it, self.start, &self.told)))
            }
            Leaf::Elapsed(id) => has_come(self.elapses_at(graph, id)),
            Leaf::Between(id) => self.between[id],
            Leaf::Recent(id) => self.recent[id]
                .is_some_and(|last| recent_until(graph, id, last).is_none_or(|at| self.clock < at)),
            Leaf::Told(place) => graph
                .matchings
                .get(place as usize)
                .is_some_and(|(matching, _)| told::matches_last(matching, &self.told)),
        }
    }

    fn elapses_at(&self, graph: &Graph, id: ElapsedId) -> Option<Instant> {
        self.since[id].and_then(|since| since.after(graph.elapsed[id].span))
    }

    /// Whether what a formula without parts is now, it is for good (SEMANTICS.md, section 3).
    fn leaf_is_decided(&self, terms: &Terms, leaf: Leaf, truth: &Truth) -> bool {
        let graph = &terms.graph;
        match leaf {
            Leaf::Happened { counter, at_least } => {
                let act = graph.counters[counter].act;
                self.counters[counter] >= at_least
                    || (terms.acts[act].is_power && self.acts[act].is_shut())
            }
            Leaf::Stands { obligation, standing } => {
                self.obligations[obligation].stands_for_good(standing)
            }
            Leaf::Reached(_) => self.leaf_holds(graph, leaf),
            Leaf::ReachedTold(place) => {
                let moment = graph.reached_told.get(place as usize);
                moment.is_some_and(|(it, _)| it.is_of_the_start()) && self.leaf_holds(graph, leaf)
            }
            Leaf::Elapsed(id) => {
                self.leaf_holds(graph, leaf)
                    || (self.since[id].is_none() && truth.fails_for_good(graph.elapsed[id].since))
            }
            Leaf::Between(_) | Leaf::Recent(_) | Leaf::Told(_) => false,
        }
    }
}

impl State {
    /// What stands for the instant of what came about where that is not kept.
    pub(crate) const NOT_KEPT: Instant = Instant::FIRST;

    /// Before anything has settled: at the agreement's date, or not begun.
    pub(crate) fn new(terms: &Terms) -> Self {
        Self::derived(terms, Remembered::at_first(terms, terms.date))
    }

    /// The same, which remembers for reports when things come about, or does not.
    pub(crate) fn keeping(mut self, keeps_milestones: bool) -> Self {
        self.keeps_milestones = keeps_milestones;
        self
    }

    /// At the time of the first event of an agreement without a date, before anything has settled.
    pub(crate) fn begun(terms: &Terms, start: Instant) -> Self {
        Self::derived(terms, Remembered::at_first(terms, Some(start)))
    }

    /// From what is remembered; everybody is to look at it once.
    pub(crate) fn derived(terms: &Terms, remembered: Remembered) -> Self {
        let graph = &terms.graph;
        let truth = Truth::new(
            graph,
            |leaf| remembered.leaf_holds(graph, leaf),
            |leaf, truth| remembered.leaf_is_decided(terms, leaf, truth),
        );
        let timers = Self::pending(terms, &remembered);
        let Remembered {
            start,
            clock,
            keeps_milestones,
            in_force,
            terminated,
            obligations,
            acts,
            counters,
            since,
            between,
            recent,
            told,
            stretches,
        } = remembered;
        Self {
            start,
            clock,
            keeps_milestones,
            in_force,
            terminated,
            obligations,
            acts,
            counters,
            since,
            between,
            recent,
            told,
            stretches,
            truth,
            timers,
            agenda: Agenda::full(graph),
        }
    }

    /// The timers that are pending; none of a run that has not begun.
    fn pending(terms: &Terms, remembered: &Remembered) -> Timers {
        let graph = &terms.graph;
        let mut timers = Timers::new(graph);
        if remembered.start.is_none() {
            return timers;
        }
        let mut add = |at: Option<Instant>, timer: Timer| {
            if let Some(at) = at {
                timers.add(at, timer);
            }
        };
        let is_ahead = |at: &Instant| *at > remembered.clock;
        for (instant, node) in &graph.reached {
            add(Some(*instant).filter(is_ahead), Timer::Reached(*node));
        }
        for (moment, node) in &graph.reached_told {
            let at = told::moment(moment, remembered.start, &remembered.told);
            add(at.filter(is_ahead), Timer::Reached(*node));
        }
        for id in graph.elapsed.keys() {
            add(remembered.elapses_at(graph, id).filter(is_ahead), Timer::Elapsed(id));
        }
        for id in graph.recents.keys() {
            let until = remembered.recent[id].and_then(|last| recent_until(graph, id, last));
            add(until.filter(is_ahead), Timer::Recent(id));
        }
        for (id, tracked) in remembered.obligations.iter() {
            add(tracked.running_deadline(), Timer::Deadline(id));
            let silence = terms.obligations[id].deemed_after();
            add(silence.and_then(|it| tracked.silence_ends(it)), Timer::Silence(id));
        }
        for (id, act) in remembered.acts.iter() {
            if let Window::Ending(at) = act.window {
                add(Some(at), Timer::Window(id));
            }
        }
        timers
    }

    /// A copy of a state that has settled, without what only the work of settling needs.
    pub(in crate::monitor) fn at_rest(&self) -> Self {
        Self { timers: Timers::default(), ..self.clone() }
    }

    /// About how many bytes it takes at rest.
    pub(in crate::monitor) fn weight(&self) -> usize {
        let Self {
            start: _,
            clock: _,
            keeps_milestones: _,
            in_force: _,
            terminated: _,
            obligations,
            acts,
            counters,
            since,
            between,
            recent,
            told,
            stretches,
            truth,
            timers: _,
            agenda,
        } = self;
        [
            size_of::<Self>(),
            obligations.weight(),
            acts.weight(),
            counters.weight(),
            since.weight(),
            between.weight(),
            recent.weight(),
            told.weight(),
            stretches.weight(),
            truth.weight(),
            agenda.weight(),
        ]
        .into_iter()
        .fold(0, usize::saturating_add)
    }

    /// What it remembers, without what is derived from that.
    pub(crate) fn remembered(&self) -> Remembered {
        let Self {
            start,
            clock,
            keeps_milestones,
            in_force,
            terminated,
            obligations,
            acts,
            counters,
            since,
            between,
            recent,
            told,
            stretches,
            // What follows is derived.
            truth: _,
            timers: _,
            agenda: _,
        } = self;
        Remembered {
            start: *start,
            clock: *clock,
            keeps_milestones: *keeps_milestones,
            in_force: *in_force,
            terminated: *terminated,
            obligations: obligations.clone(),
            acts: acts.clone(),
            counters: counters.clone(),
            since: since.clone(),
            between: between.clone(),
            recent: recent.clone(),
            told: told.clone(),
            stretches: stretches.clone(),
        }
    }

    pub(crate) fn holds(&self, node: NodeId) -> bool {
        self.truth.holds(node)
    }

    /// The instant of what comes about now and which no rule asks for.
    pub(super) fn milestone(&self) -> Instant {
        if self.keeps_milestones { self.clock } else { Self::NOT_KEPT }
    }

    /// An instant that no rule asks for, as reports tell it.
    pub(crate) fn told_milestone(&self, milestone: Option<Instant>) -> Option<Instant> {
        milestone.filter(|_| self.keeps_milestones)
    }

    /// Whether nothing stands in anybody's way of an act: its window is not over and its precondition
    /// holds, or both are waived.
    pub(crate) fn may(&self, terms: &Terms, act: ActId) -> bool {
        let tracked = &self.acts[act];
        tracked.is_waived
            || (!tracked.is_over() && self.truth.holds(terms.graph.acts[act].requires))
    }

    /// Whether something fires before the clock stands at an instant.
    pub(crate) fn fires_before(&self, to: Instant) -> bool {
        self.timers.next().is_some_and(|(at, timer)| match timer.is_of_conditions() {
            true => at <= to,
            false => at < to,
        })
    }

    /// Whether what is owed has been done: enough was performed, or what is to be achieved holds.
    pub(crate) fn is_done(&self, terms: &Terms, id: ObligationId) -> bool {
        match terms.graph.obligations[id].achieve {
            Some(goal) => self.holds(goal),
            None => self.obligations[id].is_enough(),
        }
    }

    /// Whether it is a duty to perform, and the windows of all its acts are over and unwaived.
    pub(super) fn windows_are_over(&self, terms: &Terms, id: ObligationId) -> bool {
        let obligation = &terms.obligations[id];
        let acts = obligation.acts();
        !obligation.is_prohibition()
            && !acts.is_empty()
            && acts.iter().all(|act| self.acts[*act].is_shut())
    }

    /// What was decided for good may be open again: formulas are told anew, and everybody looks.
    pub(super) fn reopen(&mut self, terms: &Terms) {
        *self = Self::derived(terms, self.remembered());
    }

    /// Whether a party acts for the debtor of an obligation, as it is now.
    pub(crate) fn acts_for_debtor(&self, terms: &Terms, actor: PartyId, id: ObligationId) -> bool {
        let debtor = self.obligations[id].parties.debtor;
        debtor.is_some_and(|debtor| terms.acts_for(actor, debtor))
    }
}

/// Until when, its end excluded, an act that was done then is recent; none if for all time.
pub(super) fn recent_until(graph: &Graph, id: RecentId, last: Instant) -> Option<Instant> {
    last.after(graph.recents[id].span)
}

/// Two runs are in the same state if they remember the same; the rest follows.
impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        let Self {
            start,
            clock,
            keeps_milestones,
            in_force,
            terminated,
            obligations,
            acts,
            counters,
            since,
            between,
            recent,
            told,
            stretches,
            truth: _,
            timers: _,
            agenda: _,
        } = self;
        *start == other.start
            && *clock == other.clock
            && *keeps_milestones == other.keeps_milestones
            && *in_force == other.in_force
            && *terminated == other.terminated
            && *obligations == other.obligations
            && *acts == other.acts
            && *counters == other.counters
            && *since == other.since
            && *between == other.between
            && *recent == other.recent
            && *told == other.told
            && *stretches == other.stretches
    }
}

impl Eq for State {}

#[cfg(test)]
mod tests {
    /// What must know every field that is remembered, or two states become one: each takes them apart
    /// without `..`, so that a new field doesn't compile before somebody has decided what it means there.
    const TAKEN_APART: [(&str, &str, &[&str]); 10] = [
        (include_str!("state.rs"), "fn eq", &["Self"]),
        (include_str!("state.rs"), "fn remembered", &["Self"]),
        (include_str!("../automaton/key.rs"), "fn key", &["State", "Tracked", "Count"]),
        (include_str!("../automaton/location.rs"), "fn compact", &["State"]),
        (include_str!("../automaton/register.rs"), "fn numbers<'a>", &["Tracked", "Count"]),
        (include_str!("../automaton/register.rs"), "fn instants<'a>", &["Tracked", "Count"]),
        (
            include_str!("../../analysis/explore/timeless/mod.rs"),
            "fn write_obligation",
            &["Tracked", "Count"],
        ),
        (include_str!("../../analysis/explore/action.rs"), "fn key", &["State"]),
        (include_str!("../../saved/written_run.rs"), "fn of<V: Names>", &["Remembered"]),
        (include_str!("../../saved/parts.rs"), "fn of", &["Tracked", "Count"]),
    ];

    #[test]
    fn whoever_must_know_all_that_is_remembered_takes_it_apart() {
        for (file, function, types) in TAKEN_APART {
            let (before, after) = file.split_once(&format!("{function}(")).expect(function);
            // To the end of the function: its closing brace is indented as its head is.
            let head = before.rsplit('\n').next().unwrap_or_default();
            let indent = &head[..head.len() - head.trim_start().len()];
            let (body, _) = after.split_once(&format!("\n{indent}}}\n")).expect(function);
            for name in types {
                let (_, pattern) = body.split_once(&format!("{name} {{")).expect(function);
                let (fields, _) = pattern.split_once('}').expect(function);
                assert!(!fields.contains(".."), "{function} leaves out fields of {name}");
            }
        }
    }
}
