//! The state of a run: what is remembered between events.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut, Index, IndexMut};

use crate::event::ToldValue;
use crate::names::{ActId, Key, KindId, ObligationId, PartyId, Table, ToldId};
use crate::terms::{
    BetweenId, CounterId, Duty, ElapsedId, Leaf, NodeId, Place, QuantifierId, RecentId, Terms,
    ToldName,
};
use crate::time::Instant;

use super::agenda::Agenda;
use super::kinds::{KindState, Quantified};
use super::left_behind::LeftBehind;
use super::limit::lasts;
use super::scope::{At, Scope, SubjectId};
use super::scope_state::ScopeState;
use super::subjects::{Subject, Summary};
use super::timers::{Phase, Timer, Timers};
use super::told;
use super::tracked::{EndedBy, Tracked, TrackedAct, Window};
use super::truth::Truth;

/// All that a run remembers, and what is derived from it, so that a step looks only at what moved.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) remembered: Remembered,
    /// Which formulas of the run hold.
    pub(crate) truth: Truth,
    /// What is counted of subjects for conditions that speak of many.
    pub(crate) quantified: Table<QuantifierId, Quantified>,
    /// The timers of the run; those of subjects follow from where they stand.
    pub(crate) timers: Timers,
    pub(crate) agenda: Agenda,
    /// Formulas to look at again; empty between calls.
    pub(crate) moved: Vec<At<NodeId>>,
    /// Subjects that something has moved in, whose summaries are to be made anew.
    pub(crate) touched: Vec<SubjectId>,
}

/// The state without what is derived from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remembered {
    /// When the run began: the agreement's date, or the time of its first event that counts; none
    /// before that.
    pub(crate) start: Option<Instant>,
    pub(crate) clock: Instant,
    /// Whether it remembers for reports when things came about. If not, what no rule asks for has the
    /// instant [`State::NOT_KEPT`] as soon as the run waits at a location; that it came about is kept.
    pub(crate) keeps_milestones: bool,
    /// When the agreement entered into force.
    pub(crate) in_force: Option<Instant>,
    pub(crate) run: ScopeState,
    pub(crate) kinds: Table<KindId, KindState>,
    /// What agreements have left behind whose place others took, if any did.
    pub(crate) left_behind: Option<Box<LeftBehind>>,
}

/// What is remembered is asked for as if it stood in the state itself.
impl Deref for State {
    type Target = Remembered;

    #[inline]
    fn deref(&self) -> &Remembered {
        &self.remembered
    }
}

impl DerefMut for State {
    #[inline]
    fn deref_mut(&mut self) -> &mut Remembered {
        &mut self.remembered
    }
}

impl Remembered {
    /// Every scope: the run, and each subject of each kind.
    pub(crate) fn scopes(
        &self,
    ) -> impl Iterator<Item = (Option<KindId>, Option<&Subject>, &ScopeState)> {
        let subjects = self.kinds.iter().flat_map(|(kind, state)| {
            state.subjects.iter().map(move |subject| (Some(kind), Some(subject), &subject.state))
        });
        std::iter::once((None, None, &self.run)).chain(subjects)
    }

    /// Before anything has happened. A run of an agreement with a date begins there; one without has
    /// not begun.
    pub(crate) fn at_first(terms: &Terms, start: Option<Instant>) -> Self {
        let clock = start.unwrap_or(Instant::FIRST);
        let mut kinds: Table<KindId, KindState> =
            terms.kinds.values().map(|kind| KindState::at_first(&kind.terms)).collect();
        for (id, kind) in terms.kinds.iter() {
            for party in kind.members.iter().filter(|_| start.is_some()) {
                let subject = Subject {
                    name: terms.parties[*party].name.clone().into(),
                    opened: clock,
                    opener: None,
                    period: None,
                    state: ScopeState::at_first(terms, Some(id), Some(*party)),
                    truth: Truth::none(),
                    tallied: Box::default(),
                };
                kinds[id].subjects.push(subject);
            }
        }
        Self {
            start,
            clock,
            keeps_milestones: true,
            in_force: None,
            run: ScopeState::at_first(terms, None, None),
            kinds,
            left_behind: None,
        }
    }
}

/// What a step may ask of one scope.
pub(crate) struct ScopeView<'a> {
    pub(super) terms: &'a Terms,
    pub(super) state: &'a State,
    pub(super) scope: Scope,
}

impl ScopeView<'_> {
    /// The party that the subject is, if it is one.
    pub(super) fn each(&self) -> Option<PartyId> {
        self.state.each(self.terms, self.scope)
    }

    /// What was told last by this name, or is known of the scope itself.
    pub(super) fn told(&self, name: &ToldName) -> Option<Cow<'_, ToldValue>> {
        let subject = self.state.subject(self.scope);
        let instant = |at: Instant| Some(Cow::Owned(ToldValue::Instant(at)));
        match name {
            ToldName::Told(name) => {
                let at = self.scope.at(&self.terms.graph, *name);
                self.state[at].as_ref().map(Cow::Borrowed)
            }
            ToldName::Start => match subject.and_then(|subject| subject.period) {
                Some((start, _)) => instant(start),
                None => self.state.start.and_then(instant),
            },
            ToldName::End => subject.and_then(|it| it.period).and_then(|(_, end)| instant(end)),
            ToldName::Opened => subject.and_then(|subject| instant(subject.opened)),
            ToldName::Opener => {
                let opener = subject.and_then(|subject| subject.opener);
                opener.map(|party| Cow::Owned(ToldValue::Party(party)))
            }
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
        let mut state = Self {
            remembered,
            truth: Truth::none(),
            quantified: std::iter::empty().collect(),
            timers: Timers::new(&terms.graph),
            agenda: Agenda::full(&terms.graph),
            moved: Vec::new(),
            touched: Vec::new(),
        };
        for kind in terms.kinds.keys() {
            if state.start.is_some() && state.closed_now(terms, kind) {
                state.kinds[kind].closed_by = Some(EndedBy::Time);
            }
        }
        state.derive_truth(terms);
        for kind in terms.kinds.keys() {
            for scope in state.scopes(Some(kind)) {
                state.agenda.wake_scope(&terms.graph, scope);
            }
        }
        state.pend_timers(terms);
        state.refresh(terms);
        state
    }

    /// Whether the list of a kind is over, and nobody has noted it.
    pub(super) fn closed_now(&self, terms: &Terms, kind: KindId) -> bool {
        !self.kinds[kind].is_list_closed() && self.is_list_over(terms, kind)
    }

    /// The timers of the run that are pending; none of one that has not begun.
    fn pend_timers(&mut self, terms: &Terms) {
        let graph = &terms.graph;
        if self.start.is_none() {
            return;
        }
        let mut pending: Vec<(Instant, Timer)> = Vec::new();
        let is_ahead = |at: &Instant| *at > self.clock;
        for (instant, node) in &graph.reached {
            pending.extend(Some(*instant).filter(is_ahead).map(|at| (at, Timer::Reached(*node))));
        }
        for (calendar, node) in &graph.opens {
            let next = terms.calendars[*calendar].table.next_change(self.clock);
            pending.extend(next.map(|at| (at, Timer::Open(*node))));
        }
        for kind in terms.kinds.keys() {
            let next = self.next_boundary(terms, kind);
            pending.extend(next.map(|at| (at, Timer::Period(kind))));
        }
        pending.extend(self.timers_of(terms, Scope::Run).filter(|(at, timer)| {
            // What lies behind the clock has come already, but for what fires just after its instant.
            !timer.is_of_conditions() || is_ahead(at)
        }));
        for (at, timer) in pending {
            self.timers.add(at, timer);
        }
    }

    /// The timers of a scope that have not fired, but for those of instants that the agreement writes and of
    /// periods, which are the run's.
    pub(super) fn timers_of<'a>(
        &'a self,
        terms: &'a Terms,
        scope: Scope,
    ) -> impl Iterator<Item = (Instant, Timer)> + use<'a> {
        let graph = &terms.graph;
        let (of, state) = (graph.scope(scope.kind()), self.scope(scope));
        let view = ScopeView { terms, state: self, scope };
        let reached = graph.reached_told.iter().filter_map(move |(moment, node)| {
            let is_ahead =
                graph.nodes[*node].of == scope.kind() && !self.holds(scope.at(graph, *node));
            let at = is_ahead.then(|| told::moment(moment, &view))??;
            Some((at, Timer::Reached(*node)))
        });
        let elapsed = of.elapsed.iter().filter_map(move |id| {
            let holds = self.holds(scope.at(graph, graph.elapsed[*id].node));
            let at = self.elapses_at(terms, scope.at(graph, *id)).filter(|_| !holds)?;
            Some((at, Timer::Elapsed(*id)))
        });
        let recents = of.recents.iter().zip(state.recent.values()).filter_map(move |(id, last)| {
            let until = recent_until(terms, *id, (*last)?)?;
            let holds = self.holds(scope.at(graph, graph.recents[*id].node));
            holds.then_some((until, Timer::Recent(*id)))
        });
        let obligations = of.obligations.iter().zip(state.obligations.values());
        let deadlines = obligations
            .clone()
            .filter_map(|(id, tracked)| Some((tracked.running_deadline()?, Timer::Deadline(*id))));
        let silences = obligations.filter_map(move |(id, tracked)| {
            // Whoever waits for no silence need not ask how long it is.
            tracked.enough_since?;
            Some((self.silence_ends(terms, scope.at(graph, *id))?, Timer::Silence(*id)))
        });
        let windows = of.acts.iter().zip(state.acts.values()).filter_map(|(id, act)| {
            let Window::Ending(at) = act.window else { return None };
            Some((at, Timer::Window(*id)))
        });
        reached.chain(elapsed).chain(recents).chain(deadlines).chain(silences).chain(windows)
    }

    pub(super) fn leaf_holds(&self, terms: &Terms, scope: Scope, leaf: Leaf) -> bool {
        let graph = &terms.graph;
        let view = ScopeView { terms, state: self, scope };
        let has_come = |at: Option<Instant>| at.is_some_and(|at| self.clock >= at);
        match leaf {
            Leaf::Happened { counter, at_least } => self[scope.at(graph, counter)] >= at_least,
            Leaf::Stands { obligation, standing } => {
                self[scope.at(graph, obligation)].stands(standing)
            }
            Leaf::Reached(instant) => self.clock >= instant,
            Leaf::ReachedTold(place) => {
                let moment = graph.reached_told.get(place as usize);
                has_come(moment.and_then(|(it, _)| told::moment(it, &view)))
            }
            Leaf::Elapsed(id) => has_come(self.elapses_at(terms, scope.at(graph, id))),
            Leaf::Between(id) => self[scope.at(graph, id)],
            Leaf::Recent(id) => self[scope.at(graph, id)]
                .is_some_and(|last| lasts(terms, &graph.recents[id].term, last, self.clock)),
            Leaf::Open(calendar) => terms.calendars[calendar].table.is_open(self.clock),
            Leaf::Told(place) => graph
                .matchings
                .get(place as usize)
                .is_some_and(|(matching, _)| told::matches_last(matching, &view)),
            Leaf::Some { .. } | Leaf::Every(_) => self.quantifier_holds(terms, leaf),
        }
    }

    fn elapses_at(&self, terms: &Terms, at: At<ElapsedId>) -> Option<Instant> {
        terms.term(&terms.graph.elapsed[at.id].term).after(self[at]?).ok()
    }

    /// When a verifier's silence attests, if it is waited for.
    pub(super) fn silence_ends(&self, terms: &Terms, at: At<ObligationId>) -> Option<Instant> {
        let term = terms.obligations[at.id].deemed_after()?;
        terms.term(term).after(self[at].silent_since()?).ok()
    }

    /// Whether what a formula without parts is now, it is for good (SEMANTICS.md, section 3).
    pub(super) fn leaf_is_decided(&self, terms: &Terms, scope: Scope, leaf: Leaf) -> bool {
        let graph = &terms.graph;
        match leaf {
            Leaf::Happened { counter, at_least } => {
                let act = graph.counters[counter].act;
                self[scope.at(graph, counter)] >= at_least
                    || (terms.acts[act].is_power && self.is_shut(terms, scope, act))
            }
            Leaf::Stands { obligation, standing } => {
                self[scope.at(graph, obligation)].stands_for_good(standing)
            }
            Leaf::Reached(_) => self.leaf_holds(terms, scope, leaf),
            Leaf::ReachedTold(place) => {
                let moment = graph.reached_told.get(place as usize);
                moment.is_some_and(|(it, _)| it.is_built_in())
                    && self.leaf_holds(terms, scope, leaf)
            }
            Leaf::Elapsed(id) => {
                let since = scope.at(graph, graph.elapsed[id].since);
                self.leaf_holds(terms, scope, leaf)
                    || (self[scope.at(graph, id)].is_none() && self.fails_for_good(since))
            }
            Leaf::Between(_) | Leaf::Recent(_) | Leaf::Open(_) | Leaf::Told(_) => false,
            Leaf::Some { .. } | Leaf::Every(_) => self.quantifier_is_decided(terms, leaf),
        }
    }

    /// A copy of a state that has settled, without what only the work of settling needs.
    pub(in crate::monitor) fn at_rest(&self) -> Self {
        Self { timers: Timers::default(), ..self.clone() }
    }

    /// About how many bytes it takes at rest, in an agreement without kinds.
    pub(in crate::monitor) fn weight(&self) -> usize {
        let Self { remembered, truth, quantified: _, timers: _, agenda, moved: _, touched: _ } =
            self;
        [size_of::<Self>(), remembered.run.weight(), truth.weight(), agenda.weight()]
            .into_iter()
            .fold(0, usize::saturating_add)
    }

    /// What it remembers, without what is derived from that.
    pub(crate) fn remembered(&self) -> Remembered {
        self.remembered.clone()
    }

    /// A subject; none of the run.
    #[inline]
    pub(crate) fn subject(&self, scope: Scope) -> Option<&Subject> {
        match scope {
            Scope::Run => None,
            Scope::Subject(id) => self.kinds[id.kind].subjects.get(id.place),
        }
    }

    /// What is remembered of a scope.
    #[inline]
    pub(crate) fn scope(&self, scope: Scope) -> &ScopeState {
        self.subject(scope).map_or(&self.run, |subject| &subject.state)
    }

    pub(super) fn scope_mut(&mut self, scope: Scope) -> &mut ScopeState {
        match scope {
            Scope::Run => &mut self.remembered.run,
            Scope::Subject(id) => {
                self.touch(id);
                match self.remembered.kinds[id.kind].subjects.get_mut(id.place) {
                    Some(subject) => &mut subject.state,
                    None => &mut self.remembered.run,
                }
            }
        }
    }

    /// Has a subject at hand, for whoever looks at it more than once.
    pub(super) fn take_up(&mut self, scope: Scope) {
        if let Scope::Subject(id) = scope {
            self.remembered.kinds[id.kind].subjects.take_up(id.place);
        }
    }

    /// Something moves in a subject.
    pub(super) fn touch(&mut self, id: SubjectId) {
        if self.touched.last() != Some(&id) {
            self.touched.push(id);
        }
    }

    /// Every scope in which something of a kind, or of the run, exists.
    pub(crate) fn scopes(&self, kind: Option<KindId>) -> impl Iterator<Item = Scope> + use<> {
        let (run, count) = match kind {
            None => (Some(Scope::Run), 0),
            Some(kind) => (None, self.kinds[kind].subjects.len()),
        };
        let subject = move |place| kind.map(|kind| Scope::Subject(SubjectId { kind, place }));
        run.into_iter().chain((0..count).filter_map(subject))
    }

    /// Every scope of the same sort in which something is not closed.
    pub(super) fn living(&self, kind: Option<KindId>) -> Vec<Scope> {
        match kind {
            None => vec![Scope::Run],
            Some(kind) => {
                let places = self.kinds[kind].subjects.living().into_iter();
                places.map(|place| Scope::Subject(SubjectId { kind, place })).collect()
            }
        }
    }

    /// The party that a subject is, in a kind over parties.
    pub(crate) fn each(&self, terms: &Terms, scope: Scope) -> Option<PartyId> {
        match scope {
            Scope::Run => None,
            Scope::Subject(id) => terms.kinds[id.kind].members.get(id.place as usize).copied(),
        }
    }

    /// What a prohibition with `in_any` has counted, and when.
    pub(super) fn stretch_mut(&mut self, at: At<ObligationId>) -> &mut Vec<(Instant, u64)> {
        &mut self.scope_mut(at.scope).stretches[ObligationId::at(at.place)]
    }

    pub(super) fn stretch(&self, at: At<ObligationId>) -> &[(Instant, u64)] {
        &self.scope(at.scope).stretches[ObligationId::at(at.place)]
    }

    /// Makes the summaries anew of the subjects in which something has moved.
    pub(super) fn refresh(&mut self, terms: &Terms) {
        while let Some(id) = self.touched.pop() {
            let scope = Scope::Subject(id);
            self.take_up(scope);
            let summary = self.summary(terms, scope);
            self.remembered.kinds[id.kind].subjects.set_summary(id.place, summary);
        }
        for kind in self.remembered.kinds.values_mut() {
            kind.subjects.forget_seen();
        }
    }

    fn summary(&self, terms: &Terms, scope: Scope) -> Summary {
        let graph = &terms.graph;
        let mut next: Option<(Instant, Phase)> = None;
        self.timers_of(terms, scope).for_each(|(at, timer)| {
            let fires = (at, timer.phase());
            next = Some(next.map_or(fires, |next| next.min(fires)));
        });
        let (mut is_living, mut lacking) = (false, 0);
        let own = graph.scope(scope.kind()).obligations.iter();
        for (id, tracked) in own.zip(self.scope(scope).obligations.values()) {
            is_living |= !tracked.status.is_closed();
            let obligation = &terms.obligations[*id];
            // Which acts it may still need, whoever owes it.
            if let Duty::Perform(duty) = &obligation.duty
                && tracked.status.counts_progress(duty.early)
                && !tracked.is_enough()
            {
                let own = obligation.acts().iter().map(|act| &graph.acts[*act]);
                let own = own.filter(|act| act.of == scope.kind());
                lacking = own.fold(lacking, |acts, act| acts | act_bit(act.place));
            }
        }
        Summary::new(next, is_living, lacking)
    }

    /// The instant of what comes about now and which no rule asks for.
    pub(super) fn milestone(&self) -> Instant {
        if self.keeps_milestones { self.clock } else { Self::NOT_KEPT }
    }

    /// An instant that no rule asks for, as reports tell it.
    pub(crate) fn told_milestone(&self, milestone: Option<Instant>) -> Option<Instant> {
        milestone.filter(|_| self.keeps_milestones)
    }

    /// Whether nothing stands in anybody's way of an act, as a scope sees it: its window is not over and its
    /// precondition holds, or both are waived. The run sees an act of a kind in all its subjects: it may be
    /// done if it may in some, or opens one.
    pub(crate) fn may(&self, terms: &Terms, scope: Scope, act: ActId) -> bool {
        let node = &terms.graph.acts[act];
        match (node.of, scope) {
            (Some(kind), Scope::Run) => {
                self.tally(terms, kind, act).open > 0 || self.may_open(terms, kind, act)
            }
            _ => self.may_in(terms, scope.at(&terms.graph, act)),
        }
    }

    /// The same, in one scope.
    pub(crate) fn may_in(&self, terms: &Terms, at: At<ActId>) -> bool {
        let tracked = &self[at];
        let requires = at.scope.at(&terms.graph, terms.graph.acts[at.id].requires);
        tracked.is_waived || (!tracked.is_over() && self.holds(requires))
    }

    /// Whether an act can open a subject, and nothing can stand in its way there.
    pub(crate) fn may_open(&self, terms: &Terms, kind: KindId, act: ActId) -> bool {
        let is_unconditional =
            terms.acts[act].requires.is_always() && terms.acts[act].expires_when.is_never();
        is_unconditional
            && terms.kinds[kind].terms.is_opened_by(&act)
            && !self.kinds[kind].is_list_closed()
    }

    /// Whether the window of an act is over and binds somebody, as a scope sees it: the run sees an act of a
    /// kind in all its subjects, once the list of these is closed.
    pub(super) fn is_shut(&self, terms: &Terms, scope: Scope, act: ActId) -> bool {
        match (terms.graph.acts[act].of, scope) {
            (Some(kind), Scope::Run) => {
                let state = &self.kinds[kind];
                let shut = self.tally(terms, kind, act).shut;
                state.is_list_closed() && shut == state.subjects.len()
            }
            _ => self[scope.at(&terms.graph, act)].is_shut(),
        }
    }

    /// When something fires next, in whatever scope.
    pub(in crate::monitor) fn next_timer(&self) -> Option<(Instant, Phase)> {
        let of_run = self.timers.next().map(|(at, timer)| (at, timer.phase()));
        let of_subjects = self.kinds.values().filter_map(|kind| kind.subjects.next());
        of_run.into_iter().chain(of_subjects).min()
    }

    /// Whether something fires before the clock stands at an instant.
    pub(crate) fn fires_before(&self, to: Instant) -> bool {
        self.next_timer().is_some_and(|(at, phase)| match phase {
            Phase::Conditions => at <= to,
            Phase::Others => at < to,
        })
    }

    /// Whether what is owed has been done: enough was performed, or what is to be achieved holds.
    pub(crate) fn is_done(&self, terms: &Terms, at: At<ObligationId>) -> bool {
        match terms.graph.obligations[at.id].achieve {
            Some(goal) => self.holds(at.scope.at(&terms.graph, goal)),
            None => self[at].is_enough(),
        }
    }

    /// Whether it is a duty to perform, and the windows of all its acts are over and unwaived.
    pub(super) fn windows_are_over(&self, terms: &Terms, at: At<ObligationId>) -> bool {
        let obligation = &terms.obligations[at.id];
        let acts = obligation.acts();
        !obligation.is_prohibition()
            && !acts.is_empty()
            && acts.iter().all(|act| self.is_shut(terms, at.scope, *act))
    }

    /// What was decided for good may be open again: formulas are told anew, and everybody looks.
    pub(super) fn reopen(&mut self, terms: &Terms) {
        *self = Self::derived(terms, self.remembered());
    }

    /// Whether a party acts for the debtor of an obligation, as it is now.
    pub(crate) fn acts_for_debtor(
        &self,
        terms: &Terms,
        actor: PartyId,
        at: At<ObligationId>,
    ) -> bool {
        let debtor = self[at].parties.debtor;
        debtor.is_some_and(|debtor| terms.acts_for(actor, debtor))
    }
}

/// The bit of an act in a summary of subjects; two acts of a kind with very many may share one.
pub(super) fn act_bit(place: Place) -> u64 {
    1 << (place % u64::BITS)
}

/// Until when, its end excluded, an act that was done then is recent; none if for all time, or if its
/// calendar can't reckon it.
pub(super) fn recent_until(terms: &Terms, id: RecentId, last: Instant) -> Option<Instant> {
    terms.term(&terms.graph.recents[id].term).after(last).ok()
}

macro_rules! tables {
    ($($key:ty => $table:ident: $value:ty),*) => {$(
        impl Index<At<$key>> for State {
            type Output = $value;

            #[inline]
            fn index(&self, at: At<$key>) -> &$value {
                &self.scope(at.scope).$table[<$key>::at(at.place)]
            }
        }

        impl IndexMut<At<$key>> for State {
            #[inline]
            fn index_mut(&mut self, at: At<$key>) -> &mut $value {
                &mut self.scope_mut(at.scope).$table[<$key>::at(at.place)]
            }
        }
    )*};
}

tables! {
    ObligationId => obligations: Tracked, ActId => acts: TrackedAct, CounterId => counters: u64,
    ElapsedId => since: Option<Instant>, BetweenId => between: bool,
    RecentId => recent: Option<Instant>, ToldId => told: Option<ToldValue>
}

/// Two runs are in the same state if they remember the same; the rest follows.
impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.remembered == other.remembered
    }
}

impl Eq for State {}
#[cfg(test)]
mod tests {
    /// What must know every field that is remembered, or two states become one: each takes them apart
    /// without `..`, so that a new field doesn't compile before somebody has decided what it means there.
    const TAKEN_APART: [(&str, &str, &[&str]); 15] = [
        (include_str!("kinds.rs"), "fn eq", &["Self"]),
        (include_str!("subjects.rs"), "fn eq", &["Self"]),
        (include_str!("resting.rs"), "fn write", &["ScopeState"]),
        (include_str!("resting.rs"), "fn read", &["ScopeState"]),
        (include_str!("resting.rs"), "fn tracked", &["Tracked", "Count"]),
        (
            include_str!("../automaton/key.rs"),
            "fn key",
            &["State", "Remembered", "ScopeState", "Tracked", "Count"],
        ),
        (
            include_str!("../automaton/location.rs"),
            "fn compact",
            &["State", "Remembered", "ScopeState"],
        ),
        (include_str!("../automaton/register.rs"), "fn numbers<'a>", &["Tracked", "Count"]),
        (include_str!("../automaton/register.rs"), "fn instants<'a>", &["Tracked", "Count"]),
        (
            include_str!("../../analysis/explore/timeless/mod.rs"),
            "fn write_obligation",
            &["Tracked", "Count"],
        ),
        (
            include_str!("../../analysis/explore/action.rs"),
            "fn key",
            &["State", "Remembered", "ScopeState"],
        ),
        (include_str!("../../saved/written_run.rs"), "fn of<V: Names>", &["Remembered"]),
        (include_str!("../../saved/written_scope.rs"), "fn of", &["ScopeState"]),
        (include_str!("../../saved/possible.rs"), "fn scope", &["ScopeState"]),
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
