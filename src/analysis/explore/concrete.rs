//! From a way in the state graph to events with instants, tried on a monitor.

use std::collections::{HashSet, VecDeque};
use std::num::NonZeroU64;
use std::ops::ControlFlow;

use crate::event::{Deed, Event, Speaker};
use crate::monitor::{Monitor, State};
use crate::names::{ActId, Names, ObligationId, PartyId};
use crate::terms::{Agreement, Deadline, Decimal, Duty, Named, Terms};
use crate::time::{Instant, Span};

use super::action::{Action, Actions, Conduct, Play, key};
use super::cone::Cone;
use super::state_graph::{Edge, StateGraph};
use super::timeless::{Passing, Sum, Timeless, TimerKind, pending, sums};

/// A run and the events that brought it where it is.
#[derive(Clone, Debug)]
pub(crate) struct ConcreteRun {
    pub(crate) monitor: Monitor,
    pub(crate) events: Vec<Event>,
}

/// The most runs that are tried where the straight way fails.
const MOST_TRIED: usize = 2048;

/// Tries runs of an agreement.
pub(crate) struct Concretizer<'a> {
    pub(crate) cone: &'a Cone,
    pub(crate) play: &'a Play,
}

impl ConcreteRun {
    /// From where a run stands.
    pub(crate) fn from(monitor: &Monitor) -> Self {
        Self { monitor: monitor.clone().without_history(), events: Vec::new() }
    }

    /// One more event, by submit; none if it is refused.
    pub(crate) fn submit(self, event: Event) -> Option<Self> {
        self.then(event, Conduct::Lawful)
    }

    /// Takes one more event, by submit, if it is accepted.
    pub(crate) fn take(&mut self, event: Event) -> bool {
        let is_accepted = self.monitor.submit(&event).is_ok();
        if is_accepted {
            self.events.push(event);
        }
        is_accepted
    }

    /// How often time has to pass.
    pub(crate) fn waits(&self) -> usize {
        self.events.iter().filter(|event| matches!(event.deed, Deed::Tick { .. })).count()
    }

    /// The binding obligations that were breached, in the order of their breaches.
    pub(crate) fn breached(&self) -> impl Iterator<Item = ObligationId> + '_ {
        let breaches = self.monitor.findings().filter(|finding| finding.kind().is_breach());
        breaches.filter_map(|finding| finding.obligation().copied())
    }

    fn terms(&self) -> &Terms {
        self.monitor.agreement().terms()
    }

    /// One more event; none if it is refused where it must not be.
    fn then(mut self, event: Event, conduct: Conduct) -> Option<Self> {
        if conduct == Conduct::Any {
            self.monitor.record(&event);
        } else {
            self.monitor.submit(&event).ok()?;
        }
        self.events.push(event);
        Some(self)
    }

    /// The same, when time has passed up to an instant.
    fn at(self, instant: Instant) -> Option<Self> {
        if instant <= self.monitor.now() {
            return Some(self);
        }
        self.then(Event::tick(instant), Conduct::Lawful)
    }
}

impl Concretizer<'_> {
    /// Takes the steps of a way one after the other, each as soon as it can be: all events, or none
    /// if that does not work out.
    pub(crate) fn along(
        &self,
        start: ConcreteRun,
        graph: &StateGraph,
        way: &[&Edge],
    ) -> Option<ConcreteRun> {
        way.iter().try_fold(start, |tried, edge| self.step(tried, graph.step(edge)?))
    }

    /// Looks for a run to where something holds, breadth first: first by steps that are taken at
    /// once or when a timer fires, then also shortly before and after the order of timers turns.
    /// `goes_on` is asked at each run; to answer false is to end the search.
    pub(crate) fn search(
        &self,
        start: &ConcreteRun,
        wanted: &dyn Fn(&ConcreteRun) -> bool,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Option<ConcreteRun> {
        let mut delays = [false, true].into_iter();
        delays.find_map(|delays| self.breadth_first(start, delays, wanted, goes_on))
    }

    fn breadth_first(
        &self,
        start: &ConcreteRun,
        delays: bool,
        wanted: &dyn Fn(&ConcreteRun) -> bool,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Option<ConcreteRun> {
        let terms = start.monitor.agreement().terms();
        let mut seen = HashSet::new();
        let mut open = VecDeque::from([start.clone()]);
        let mut tried = 0_usize;
        while let Some(run) = open.pop_front() {
            if wanted(&run) {
                return Some(run);
            }
            tried = tried.saturating_add(1);
            if tried > MOST_TRIED || !goes_on() {
                return None;
            }
            let state = Timeless::of(terms, run.monitor.state());
            let Self { cone, play } = *self;
            let mut steps = Actions { terms, cone, play, breaches: false, are_all: true };
            let mut next: Vec<ConcreteRun> = Vec::new();
            let _ = steps.from(&state, &mut |step, _| {
                if !matches!(step, Action::Wait(_)) {
                    next.extend(self.step(run.clone(), &step));
                }
                ControlFlow::Continue(())
            });
            next.extend(self.rationed(&run));
            let instants = self.instants(&run, delays);
            next.extend(instants.into_iter().filter_map(|at| run.clone().at(at)));
            for run in next {
                let place = key(terms, self.cone, &Timeless::of(terms, run.monitor.state()));
                if seen.insert((place, self.remaining(&run))) {
                    open.push_back(run);
                }
            }
        }
        None
    }

    /// As much of each act as a limit still allows: what is more than one period's goes in parts.
    fn rationed(&self, run: &ConcreteRun) -> Vec<ConcreteRun> {
        let terms = run.terms();
        let state = run.monitor.state();
        let mut next = Vec::new();
        for act in &self.cone.acts {
            for party in terms.doers(*act).filter(|party| self.play.is_awake(*party)) {
                let sums = sums(terms, state, party, *act);
                let left = sums.iter().filter_map(|(sum, come_to, ahead)| match sum {
                    Sum::Count(_) => {
                        Some(ahead.first()?.saturating_sub(1).saturating_sub(*come_to))
                    }
                    Sum::Counter(_) | Sum::Progress(_) => None,
                });
                if let Some(quantity) = left.min().and_then(NonZeroU64::new) {
                    let event = done(terms, run.monitor.now(), party, *act, quantity);
                    next.extend(run.clone().submit(event));
                }
            }
        }
        next
    }

    /// The beginnings of the next periods of limits that are used up in part.
    fn periods(&self, run: &ConcreteRun) -> impl Iterator<Item = (Instant, bool)> {
        let obligations = self.cone.obligations.iter().copied();
        next_periods(run.terms(), run.monitor.state(), obligations).map(|begin| (begin, false))
    }

    /// When it could matter to wait until.
    fn instants(&self, run: &ConcreteRun, delays: bool) -> Vec<Instant> {
        let terms = run.terms();
        let now = run.monitor.now();
        let mut instants = Vec::new();
        for (at, is_deadline) in self.pending(run).into_iter().chain(self.periods(run)) {
            instants.push(if is_deadline { later(at) } else { at });
            if delays {
                instants.push(at);
                for span in spans(terms) {
                    if let Some(turn) = before(at, span) {
                        instants.extend([turn, later(turn)]);
                        instants.extend(sooner(turn));
                    }
                }
            }
        }
        if !delays {
            // Only the next: what comes after it can be waited for from there.
            instants = instants.into_iter().filter(|at| *at > now).min().into_iter().collect();
        }
        instants.retain(|at| *at > now);
        instants.sort_unstable();
        instants.dedup();
        instants
    }

    /// The pending timers that matter here, each with its instant and whether it is a deadline's.
    fn pending(&self, run: &ConcreteRun) -> Vec<(Instant, bool)> {
        let terms = run.terms();
        let state = run.monitor.state();
        let timeless = Timeless::of(terms, state);
        let ahead = self.cone.obligations.iter();
        let ahead = ahead.filter_map(|id| timeless.fixed_deadline_ahead(terms, *id));
        let pending = pending(terms, state).into_iter().filter_map(|it| {
            let matters = match it.kind {
                TimerKind::Reached(instant) => self.cone.reached.contains(&instant),
                TimerKind::Elapsed(id) => self.cone.elapsed.contains(&id),
                TimerKind::Recent(id) => self.cone.has_act(terms.graph.recents[id].act),
                TimerKind::Deadline(id) | TimerKind::Silence(id) => {
                    self.cone.obligations.contains(&id)
                }
                TimerKind::Window(act) => self.cone.has_act(act),
            };
            Some((it.at.filter(|_| matters)?, !it.kind.is_of_conditions()))
        });
        pending.chain(ahead.map(|at| (at, false))).collect()
    }

    /// How long it is until each pending timer, and what was summed up: what tells two runs at one
    /// place apart.
    fn remaining(&self, run: &ConcreteRun) -> Vec<i64> {
        let now = run.monitor.now().to_chrono();
        let state = run.monitor.state();
        let mut remaining: Vec<i64> = Vec::new();
        for (at, _) in self.pending(run) {
            remaining.push(at.to_chrono().signed_duration_since(now).num_seconds());
        }
        for id in &self.cone.obligations {
            let tracked = &state.run.obligations[*id];
            if let (Some(deadline), Some(since)) = (tracked.deadline, tracked.deadline_rests_from) {
                let left = deadline.to_chrono().signed_duration_since(since.to_chrono());
                remaining.push(left.num_seconds());
            }
            for number in [tracked.progress, tracked.count.done, tracked.count.period] {
                remaining.push(i64::try_from(number).unwrap_or(i64::MAX));
            }
        }
        remaining
    }

    fn step(&self, tried: ConcreteRun, step: &Action) -> Option<ConcreteRun> {
        let now = tried.monitor.now();
        match step {
            Action::Act { party, act, passing } => {
                let quantity = quantity(&tried, self.cone, (*party, *act), passing)?;
                let event = done(tried.terms(), now, *party, *act, quantity);
                let is_lawful = tried.clone().then(event.clone(), Conduct::Lawful);
                is_lawful.or_else(|| match self.play.conduct(*party) {
                    Conduct::Any => tried.then(event, Conduct::Any),
                    Conduct::Silent | Conduct::Lawful => None,
                })
            }
            Action::Attest { party, obligation } => {
                tried.then(Event::attest(now, *party, *obligation), Conduct::Lawful)
            }
            Action::Deny { party, obligation } => self.word(
                tried,
                now,
                Deed::Deny { speaker: Speaker::One(*party), obligation: *obligation },
            ),
            Action::Release { party, obligation } => self.word(
                tried,
                now,
                Deed::Release { speaker: Speaker::One(*party), obligation: *obligation },
            ),
            Action::Wait(timers) => {
                let running = pending(tried.terms(), tried.monitor.state());
                let instant = |kind: TimerKind| match kind {
                    TimerKind::Reached(instant) => Some((instant, false)),
                    kind => {
                        let at = running.iter().find(|it| it.kind == kind)?.at?;
                        Some((at, !kind.is_of_conditions()))
                    }
                };
                let instants: Option<Vec<(Instant, bool)>> =
                    timers.iter().map(|pending| instant(pending.kind)).collect();
                let (at, is_deadline) = instants?.into_iter().max()?;
                tried.at(if is_deadline { later(at) } else { at })
            }
        }
    }

    fn word(&self, tried: ConcreteRun, time: Instant, deed: Deed) -> Option<ConcreteRun> {
        let event = Event { deed, ..Event::tick(time) };
        tried.then(event, Conduct::Lawful)
    }
}

/// The least quantity of an act that passes these thresholds and no others.
fn quantity(
    tried: &ConcreteRun,
    cone: &Cone,
    (party, act): (PartyId, ActId),
    passing: &[Passing],
) -> Option<NonZeroU64> {
    let matters = |id: &ObligationId| cone.obligations.contains(id);
    let (mut least, mut most) = (1_u64, u64::MAX);
    for (sum, come_to, ahead) in sums(tried.terms(), tried.monitor.state(), party, act) {
        match sum {
            Sum::Progress(id) | Sum::Count(id) if !matters(&id) => continue,
            _ => {}
        }
        let to = passing.iter().find(|passing| passing.sum == sum).map(|passing| passing.to);
        if let Some(to) = to {
            least = least.max(to.saturating_sub(come_to));
        }
        if let Some(next) = ahead.iter().find(|at| to.is_none_or(|to| **at > to)) {
            most = most.min(next.saturating_sub(come_to).saturating_sub(1));
        }
    }
    NonZeroU64::new(least).filter(|least| least.get() <= most)
}

/// The beginnings of the next periods of those prohibitions whose limit is used up in part.
pub(crate) fn next_periods(
    terms: &Terms,
    state: &State,
    obligations: impl Iterator<Item = ObligationId>,
) -> impl Iterator<Item = Instant> {
    obligations.filter_map(|id| match &terms.obligations[id].duty {
        Duty::Refrain(limit) => {
            let count = state.run.obligations[id].count;
            let next = count.period.saturating_add(1);
            let begin = terms.term(limit.per()?).after_times(count.start?, next).ok()?;
            (count.done > 0).then_some(begin)
        }
        Duty::Perform(_) | Duty::Achieve(_) => None,
    })
}

/// Shortly after an instant.
pub(crate) fn later(instant: Instant) -> Instant {
    Span::seconds(1).and_then(|second| instant.after(second)).unwrap_or(instant)
}

/// Shortly before an instant.
fn sooner(instant: Instant) -> Option<Instant> {
    before(instant, Span::seconds(1)?)
}

/// So long before an instant, as far as the calendar does not decide it.
fn before(instant: Instant, span: Span) -> Option<Instant> {
    let seconds = i64::try_from(span.exact_seconds()).ok().filter(|_| !span.is_calendar())?;
    let seconds = chrono::TimeDelta::try_seconds(seconds)?;
    Instant::try_from(instant.to_chrono().checked_sub_signed(seconds)?).ok()
}

/// Every duration that an agreement names.
fn spans(terms: &Terms) -> Vec<Span> {
    let deadlines = terms.obligations.values().filter_map(|it| match it.deadline()? {
        Deadline::Within(term) => term.plain(),
        Deadline::At(_) => None,
    });
    let elapsed = terms.graph.elapsed.values().filter_map(|elapsed| elapsed.term.plain());
    let mut spans: Vec<Span> = Vec::new();
    for span in deadlines.chain(elapsed) {
        if !spans.contains(&span) {
            spans.push(span);
        }
    }
    spans
}

/// A party does so much of an act, in the smallest part of its unit.
pub(crate) fn done(
    terms: &Terms,
    time: Instant,
    party: PartyId,
    act: ActId,
    quantity: NonZeroU64,
) -> Event {
    Event::act(time, party, act).quantity(figure(terms, act, quantity))
}

/// So much of an act, in the smallest part of its unit, as a figure in the unit.
pub(crate) fn figure(terms: &Terms, act: ActId, quantity: NonZeroU64) -> Decimal {
    match terms.acts[act].unit() {
        Some(unit) => unit.figure(quantity.get()),
        None => quantity.into(),
    }
}

/// Events in the names of an agreement.
pub(crate) fn named<V: Names>(events: Vec<Event>, agreement: &Agreement<V>) -> Vec<Event<V>> {
    let names = Named(agreement.lexicon());
    let name = |event: Event| {
        let Ok(deed) = event.deed.translate(&names);
        Event { deed, subject: event.subject, ..Event::tick(event.time) }
    };
    events.into_iter().map(name).collect()
}
