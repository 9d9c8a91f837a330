//! Locations: where everything stands in a run, but for its registers.

use std::sync::OnceLock;

use crate::monitor::Outcome;
use crate::monitor::rules::{Remembered, Scope, ScopeState, State, Timer, Timers, Tracked, Window};
use crate::terms::Terms;
use crate::time::{Instant, Span};

use super::budget::Budget;
use super::compact_run::{CompactRun, Position};
use super::first_edge::FirstEdge;
use super::locations::Seat;
use super::milestones::Milestone;
use super::register::{InstantRegister, ObligationRegisters, Place, RegisterLayout};

/// A location of an agreement's automaton, or room for one.
#[derive(Debug, Default)]
pub(super) struct Location {
    /// The edges that leave it, by the number of their input symbol; none before the first is recorded.
    edges: OnceLock<Box<[OnceLock<FirstEdge>]>>,
    /// Kept apart, for whoever follows an edge does not look there.
    pub(super) facts: OnceLock<Box<Facts>>,
}

/// What is the same in all runs at a location.
#[derive(Debug)]
pub(super) struct Facts {
    /// A state of a run that came here. Its clock and what is in registers are that run's own.
    pub(super) state: State,
    pub(super) outcome: Outcome,
    pub(super) timers: Box<[LocationTimer]>,
}

/// A timer that is pending at a location, and where its instant is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LocationTimer {
    timer: Timer,
    instant: TimerInstant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TimerInstant {
    Fixed(Instant),
    /// So long after what is in the register. (What counts these by a calendar has no automaton.)
    Since(InstantRegister, Span),
    Register(InstantRegister),
}

impl Location {
    /// The first edge of a symbol, if one is recorded.
    #[inline]
    pub(super) fn first_edge(&self, symbol: usize) -> Option<&FirstEdge> {
        self.edges.get()?.get(symbol)?.get()
    }

    /// Where the first edge of a symbol is recorded, of so many that the agreement has; `None` if there is
    /// no room for it.
    pub(super) fn slot(
        &self,
        symbol: usize,
        symbols: usize,
        budget: &Budget,
    ) -> Option<&OnceLock<FirstEdge>> {
        if self.edges.get().is_none() {
            budget.afford(symbols.checked_mul(size_of::<OnceLock<FirstEdge>>())?)?;
        }
        self.edges.get_or_init(|| (0..symbols).map(|_| OnceLock::new()).collect()).get(symbol)
    }
}

impl Facts {
    pub(super) fn of(layout: &RegisterLayout, terms: &Terms, state: &State) -> Self {
        Self {
            state: state.at_rest(),
            outcome: state.outcome(terms),
            timers: timers(layout, terms, state).into(),
        }
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        [size_of::<Self>(), self.state.weight(), size_of_val(&*self.timers)]
            .into_iter()
            .fold(0, usize::saturating_add)
    }

    /// The whole state of a run that stands here: the location's, with the run's registers written in.
    pub(super) fn state_of(
        &self,
        terms: &Terms,
        layout: &RegisterLayout,
        run: &CompactRun,
    ) -> State {
        let mut state = self.state.clone();
        state.clock = run.position().clock;
        if let Some(register) = layout.start {
            state.start = run.instant(register);
        }
        state.keeps_milestones = run.keeps_milestones(layout);
        state.in_force = milestone_of(layout, layout.in_force, state.in_force, run);
        state.run.terminated = milestone_of(layout, layout.terminated, state.run.terminated, run);
        for (id, register) in layout.sums.iter() {
            if let Some(register) = register {
                state.run.counters[id] = run.number(*register);
            }
        }
        for (id, registers) in layout.obligations.iter() {
            state.run.obligations[id] =
                tracked_of(layout, registers, state.run.obligations[id], run);
        }
        for (id, register) in layout.since.iter() {
            state.run.since[id] = run.instant(*register);
        }
        for (id, register) in layout.recent.iter() {
            state.run.recent[id] = run.instant(*register);
        }
        state.timers = Timers::new(&terms.graph);
        for pending in &self.timers {
            if let Some(at) = pending.at(run) {
                state.timers.add(at, pending.timer);
            }
        }
        state
    }
}

/// What is remembered of an obligation at a location, with the registers of a run written in.
pub(super) fn tracked_of(
    layout: &RegisterLayout,
    registers: &ObligationRegisters,
    at_location: Tracked,
    run: &CompactRun,
) -> Tracked {
    let mut tracked = at_location;
    for (register, number) in registers.numbers(&mut tracked) {
        if let Some(register) = register {
            *number = run.number(register);
        }
    }
    for (place, instant) in registers.instants(&mut tracked) {
        match place {
            Place::Nowhere => {}
            Place::Register(register) => *instant = run.instant(register),
            Place::Milestone(milestone) => {
                *instant = milestone_of(layout, milestone, *instant, run);
            }
        }
    }
    tracked
}

/// A milestone of a run at a location. That it has come the location tells also where its instant is not
/// kept.
fn milestone_of(
    layout: &RegisterLayout,
    milestone: Milestone,
    at_location: Option<Instant>,
    run: &CompactRun,
) -> Option<Instant> {
    match run.keeps_milestones(layout) {
        true => run.milestone(layout, milestone),
        false => at_location.map(|_| State::NOT_KEPT),
    }
}

/// A state at this location as a compact run: what of it is in registers. `None` if one of them can't
/// hold what it is to, or if there is an instant for which the agreement as it is written has no register: an
/// amendment can set a deadline, or a verifier, where none was.
pub(super) fn compact(
    layout: &RegisterLayout,
    location: Seat,
    state: &State,
) -> Option<CompactRun> {
    // What has no register is in the location's key: between them they know every field.
    let State { remembered, truth: _, quantified: _, timers, agenda: _, moved: _, touched: _ } =
        state;
    let Remembered {
        start,
        clock,
        keeps_milestones,
        in_force,
        run: of_run,
        kinds: _,
        // A run that has something left behind goes by the rules alone.
        left_behind: _,
    } = remembered;
    let ScopeState {
        terminated,
        obligations,
        acts,
        counters,
        since,
        between: _,
        recent,
        told: _,
        stretches: _,
    } = of_run;
    if acts.values().any(|act| matches!(act.window, Window::Ending(_))) {
        return None;
    }
    let next = timers.next().map(|(at, _)| at);
    let position = Position { location, clock: *clock, next };
    let mut run = CompactRun::new(layout, *keeps_milestones, position);
    if let Some(register) = layout.start {
        run.set_instant(register, *start)?;
    }
    for (id, sum) in counters.iter() {
        if let Some(register) = layout.sums[id] {
            run.set_number(register, *sum)?;
        }
    }
    for (id, tracked) in obligations.iter() {
        let (registers, mut tracked) = (&layout.obligations[id], *tracked);
        for (register, number) in registers.numbers(&mut tracked) {
            if let Some(register) = register {
                run.set_number(register, *number)?;
            }
        }
        for (place, instant) in registers.instants(&mut tracked) {
            match place {
                Place::Nowhere => instant.is_none().then_some(())?,
                Place::Register(register) => run.set_instant(register, *instant)?,
                Place::Milestone(milestone) => {
                    run.set_milestone(layout.milestones, milestone, *instant)?;
                }
            }
        }
    }
    for (id, since) in since.iter() {
        run.set_instant(layout.since[id], *since)?;
    }
    for (id, recent) in recent.iter() {
        run.set_instant(layout.recent[id], *recent)?;
    }
    for (milestone, instant) in [(layout.in_force, in_force), (layout.terminated, terminated)] {
        run.set_milestone(layout.milestones, milestone, *instant)?;
    }
    Some(run)
}

impl LocationTimer {
    /// Whether it fires just after its instant, with the deadlines.
    pub(super) fn is_deadline(&self) -> bool {
        !self.timer.is_of_conditions()
    }

    /// The register that holds its instant, if one does.
    pub(super) fn register(&self) -> Option<InstantRegister> {
        match self.instant {
            TimerInstant::Register(register) => Some(register),
            TimerInstant::Fixed(_) | TimerInstant::Since(..) => None,
        }
    }

    /// Whether its instant is in the register, or counts from what is.
    pub(super) fn reads(&self, register: InstantRegister) -> bool {
        match self.instant {
            TimerInstant::Register(own) | TimerInstant::Since(own, _) => own == register,
            TimerInstant::Fixed(_) => false,
        }
    }

    /// When it fires; `None` if that lies past the end of time.
    #[inline]
    pub(super) fn at(&self, run: &CompactRun) -> Option<Instant> {
        match self.instant {
            TimerInstant::Fixed(instant) => Some(instant),
            TimerInstant::Since(register, span) => run.instant(register)?.after(span),
            TimerInstant::Register(register) => run.instant(register),
        }
    }
}

/// The timers that are pending at the location of a state.
fn timers(layout: &RegisterLayout, terms: &Terms, state: &State) -> Vec<LocationTimer> {
    let mut timers = Vec::new();
    // Time alone begins no run.
    if state.start.is_none() {
        return timers;
    }
    let holds = |node| state.holds(Scope::Run.at(&terms.graph, node));
    for (instant, node) in &terms.graph.reached {
        if !holds(*node) {
            let (timer, instant) = (Timer::Reached(*node), TimerInstant::Fixed(*instant));
            timers.push(LocationTimer { timer, instant });
        }
    }
    for (id, since) in state.run.since.iter() {
        let elapsed = &terms.graph.elapsed[id];
        if since.is_some() && !holds(elapsed.node) {
            let instant = TimerInstant::Since(layout.since[id], elapsed.term.span());
            timers.push(LocationTimer { timer: Timer::Elapsed(id), instant });
        }
    }
    for (id, recent) in terms.graph.recents.iter() {
        if holds(recent.node) {
            let instant = TimerInstant::Since(layout.recent[id], recent.term.span());
            timers.push(LocationTimer { timer: Timer::Recent(id), instant });
        }
    }
    for (id, tracked) in state.run.obligations.iter() {
        let deadline = layout.obligations[id].deadline;
        if let (Some(_), Some(register)) = (tracked.running_deadline(), deadline) {
            let instant = TimerInstant::Register(register);
            timers.push(LocationTimer { timer: Timer::Deadline(id), instant });
        }
        let silence = terms.obligations[id].deemed_after().filter(|_| tracked.waits_for_silence());
        let enough_since = layout.obligations[id].enough_since;
        if let (Some(silence), Some(register)) = (silence, enough_since) {
            let instant = TimerInstant::Since(register, silence.span());
            timers.push(LocationTimer { timer: Timer::Silence(id), instant });
        }
    }
    timers
}
