//! A way to a goal found without a search: what the goal needs is done as soon as it is owed or
//! needed, what falls due meanwhile is done in time, and else time passes.
//!
//! So most plans are found, of however many states the agreement is: each round costs one pass over
//! the agreement. Where doing what is needed would make something else impossible, or nothing can be
//! done in time, there may be a plan all the same, and the state graph is walked for it.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use crate::analysis::explore::{Sum, Timeless, TimerKind, pending, sums};
use crate::event::{Deed, Event};
use crate::monitor::{Monitor, Status};
use crate::names::{ActId, ObligationId};
use crate::terms::Terms;
use crate::time::Instant;

use super::super::explore::{ConcreteRun, Play, done, figure, later, next_periods};
use super::Ask;
use super::relaxed::{Fact, Need, Relaxed};

/// The most events of a plan of which each is tried to be left out.
const MOST_SHORTENED: usize = 100;

/// What may be found on the way of a plan, where nothing else is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allows {
    /// Nothing at all.
    Nothing,
    /// What is only told, as that a hope was missed.
    Told,
    /// Breaches of binding obligations, too.
    Breaches,
}

impl Allows {
    /// Whether a run may go on so, from where it began.
    pub(super) fn is_kept(self, run: &ConcreteRun) -> bool {
        match self {
            Self::Nothing => run.monitor.findings().len() == 0,
            Self::Told => run.breached().next().is_none(),
            Self::Breaches => true,
        }
    }
}

/// A plan in the making.
pub(super) struct Forward<'a> {
    pub(super) terms: &'a Terms,
    pub(super) play: &'a Play,
    pub(super) asks: &'a [Ask],
    /// What may be found on the way.
    pub(super) allows: Allows,
    /// Whether the plan may come to where a run stands.
    pub(super) admits: Option<&'a dyn Fn(&Monitor) -> bool>,
    /// Told after each round how many events there are; to answer false is to end it.
    pub(super) goes_on: &'a mut dyn FnMut(usize) -> bool,
}

impl Forward<'_> {
    /// A run to where all holds that is asked, if one is found so.
    pub(super) fn run(&mut self, start: &ConcreteRun) -> Option<ConcreteRun> {
        let mut relaxed = Relaxed::new(self.terms, self.play, start.monitor.state());
        let goals: Vec<Fact> = self.asks.iter().map(|ask| relaxed.ask(ask)).collect();
        let mut run = start.clone();
        while !self.is_met(&run) {
            if !(self.goes_on)(run.events.len()) {
                return None;
            }
            let costs = relaxed.costs(run.monitor.state());
            let needs = relaxed.needs(&costs, goals.iter().copied())?;
            if let Some(next) = self.take_all(&relaxed, &goals, &run, needs) {
                run = next;
                continue;
            }
            // Time has to pass: what is owed by a deadline is done first.
            let state = run.monitor.state();
            let owed = state.run.obligations.iter().filter(|(_, tracked)| {
                let runs = matches!(tracked.status, Status::Due | Status::Suspended);
                runs && tracked.deadline.is_some() && !tracked.fired
            });
            let owed = owed.filter_map(|(id, _)| relaxed.closed(id));
            let owed: Vec<Fact> = owed.filter(|fact| costs.can_be(*fact)).collect();
            let needs = relaxed.needs(&costs, owed.into_iter())?;
            run = match self.take_all(&relaxed, &goals, &run, needs) {
                Some(next) => next,
                None => self.wait(run)?,
            };
        }
        let is_kept = self.allows.is_kept(&run) && (self.goes_on)(run.events.len());
        is_kept.then_some(run)
    }

    fn is_met(&self, run: &ConcreteRun) -> bool {
        let state = Timeless::of(self.terms, run.monitor.state());
        self.asks.iter().all(|ask| ask.is_met(self.terms, &state))
    }

    /// The run once all that can be done of this was done, if that leaves every goal possible; else
    /// once one of it was. None where nothing can be done.
    fn take_all(
        &mut self,
        relaxed: &Relaxed<'_>,
        goals: &[Fact],
        run: &ConcreteRun,
        needs: Vec<Need>,
    ) -> Option<ConcreteRun> {
        let events = self.events(run, needs);
        let is_hopeful = |run: &ConcreteRun| {
            let costs = relaxed.costs(run.monitor.state());
            goals.iter().all(|goal| costs.can_be(*goal))
        };
        let mut next = run.clone();
        for event in &events {
            self.take(&mut next, event);
        }
        if next.events.len() == run.events.len() {
            return None;
        }
        if self.is_met(&next) || is_hopeful(&next) {
            return Some(next);
        }
        events.iter().find_map(|event| {
            let mut next = run.clone();
            let is_taken = (self.goes_on)(run.events.len()) && self.take(&mut next, event);
            (is_taken && is_hopeful(&next)).then_some(next)
        })
    }

    /// What is needed, as events of now: each act once, in the quantity that does for all; what has
    /// a deadline first.
    fn events(&self, run: &ConcreteRun, needs: Vec<Need>) -> Vec<Event> {
        let state = run.monitor.state();
        let now = run.monitor.now();
        // What has no deadline comes last.
        let urgency = |deadline: Option<Instant>| (deadline.is_none(), deadline);
        let deadline = |id: ObligationId| urgency(state.run.obligations[id].deadline);
        let mut acts = BTreeMap::new();
        let mut events = Vec::new();
        for need in needs {
            match need {
                Need::Perform { party, act, duty } => {
                    let tracked = &state.run.obligations[duty];
                    let performance = self.terms.obligations[duty].performance();
                    let quantity = performance.map_or(0, |it| tracked.needed(it));
                    let left = quantity.saturating_sub(tracked.progress);
                    let (by, most) = acts.entry((party, act)).or_insert((urgency(None), 0_u64));
                    *by = (*by).min(deadline(duty));
                    *most = (*most).max(left);
                }
                Need::Act { party, act, at_least, by } => {
                    let counter = self.terms.graph.counter(act, by);
                    let done = counter.map_or(0, |counter| state.run.counters[counter]);
                    let (_, most) = acts.entry((party, act)).or_insert((urgency(None), 0_u64));
                    *most = (*most).max(at_least.saturating_sub(done));
                }
                Need::Attest { party, obligation } => {
                    events.push((deadline(obligation), Event::attest(now, party, obligation)));
                }
                Need::Release { party, obligation } => {
                    events.push((urgency(None), Event::release(now, party, obligation)));
                }
                Need::Wait | Need::Deny => {}
            }
        }
        for ((party, act), (by, quantity)) in acts {
            if let Some(quantity) = NonZeroU64::new(quantity) {
                events.push((by, done(self.terms, now, party, act, quantity)));
            }
        }
        events.sort_by_key(|(by, _)| *by);
        events.into_iter().map(|(_, event)| event).collect()
    }

    /// Submits an event, or as much of it as limits allow. Answers whether anything was done.
    fn take(&mut self, run: &mut ConcreteRun, event: &Event) -> bool {
        if self.take_whole(run, event) {
            return true;
        }
        let Deed::Act { actor, act, .. } = event.deed else { return false };
        let quantity = event.deed.amount();
        let room = sums(self.terms, run.monitor.state(), actor, act);
        let room = room.iter().filter_map(|(sum, come_to, ahead)| match sum {
            Sum::Count(_) => Some(ahead.first()?.saturating_sub(1).saturating_sub(*come_to)),
            Sum::Counter(_) | Sum::Progress(_) => None,
        });
        let room = room.min().filter(|room| *room < quantity).and_then(NonZeroU64::new);
        room.is_some_and(|room| {
            let event = event.clone().quantity(figure(self.terms, act, room));
            self.take_whole(run, &event)
        })
    }

    fn take_whole(&self, run: &mut ConcreteRun, event: &Event) -> bool {
        let Some(admits) = self.admits else { return run.take(event.clone()) };
        let Ok(rehearsal) = run.monitor.rehearse_submit(event) else { return false };
        if !admits(rehearsal.monitor()) {
            return false;
        }
        run.monitor = rehearsal.into_monitor();
        run.events.push(event.clone());
        true
    }

    /// The same run without the deeds that it can do without, if it has not too many to try each.
    pub(super) fn shortened(
        &mut self,
        start: &ConcreteRun,
        run: ConcreteRun,
        act: Option<ActId>,
    ) -> ConcreteRun {
        let is_as_good = |run: &ConcreteRun, other: &ConcreteRun| {
            let breaches = |run: &ConcreteRun| run.breached().count();
            let found = |run: &ConcreteRun| run.monitor.findings().len();
            breaches(other) <= breaches(run) && found(other) <= found(run)
        };
        let mut best = run;
        let mut place = best.events.len();
        if place > MOST_SHORTENED {
            return best;
        }
        while let Some(before) = place.checked_sub(1) {
            place = before;
            // That time passes is said once, before what comes next.
            let is_tick = |place: usize| {
                best.events.get(place).is_some_and(|it| matches!(it.deed, Deed::Tick { .. }))
            };
            if is_tick(place) && !is_tick(place.saturating_add(1)) {
                continue;
            }
            let others = best.events.iter().enumerate().filter(|(other, _)| *other != place);
            let replayed = others.map(|(_, event)| event.clone());
            let mut other = start.clone();
            let is_taken = replayed.into_iter().all(|event| other.take(event));
            if !is_taken || !is_as_good(&best, &other) || !(self.goes_on)(0) {
                continue;
            }
            let is_done = match act {
                Some(act) => other.events.last().is_some_and(|it| it.deed.act() == Some(&act)),
                None => self.is_met(&other),
            };
            if is_done {
                best = other;
            }
        }
        best
    }

    /// The run at the next instant at which something can change.
    fn wait(&self, mut run: ConcreteRun) -> Option<ConcreteRun> {
        let now = run.monitor.now();
        let state = run.monitor.state();
        let timers = pending(self.terms, state).into_iter().filter_map(|pending| {
            let is_deadline = matches!(pending.kind, TimerKind::Deadline(_));
            let at = pending.at?;
            Some(if is_deadline { later(at) } else { at })
        });
        let periods = next_periods(self.terms, state, self.terms.obligations.keys());
        let next = timers.chain(periods).filter(|at| *at > now).min()?;
        let is_taken = run.take(Event::tick(next));
        (is_taken && self.allows.is_kept(&run)).then_some(run)
    }
}
