//! Many runs of one agreement, each kept as small as it can be while another has its turn.

use std::borrow::Cow;
use std::sync::Arc;

use crate::names::{Names, ObligationId};
use crate::terms::{Agreement, Terms};
use crate::time::Instant;

use super::automaton::Cache;
use super::public::Monitor;
use super::rules::{Ledger, Manner, Scope, State, Tracked};
use super::runner::{Occurrence, Runner};
use super::storage::{ParkedState, RunStorage};
use super::{Finding, Outcome, RefusalRecord};

/// A run that waits for its turn: its state, and what was found so far.
///
/// Its parts lie in this order, so that whoever has many can fetch the end of one.
#[derive(Clone, Debug)]
#[repr(C)]
pub(crate) struct ParkedRun {
    state: ParkedState,
    /// Rare, and so kept apart.
    found: Option<Box<RunFindings>>,
}

/// What was found on a run, what was refused, and the ids of its events.
#[derive(Clone, Debug, Default)]
struct RunFindings {
    ledger: Ledger,
    refusals: Vec<RefusalRecord>,
}

/// Takes events for many runs of one agreement, one run at a time.
#[derive(Clone, Debug)]
pub(crate) struct ShardRunner<V: Names> {
    agreement: Agreement<V>,
    cache: Arc<Cache>,
    start: ParkedRun,
    /// Lent to the run that has its turn; between turns it has nothing of any.
    ledger: Ledger,
}

impl<V: Names> ShardRunner<V> {
    pub(crate) fn new(agreement: &Agreement<V>, keeps_milestones: bool) -> Self {
        let start = Monitor::keeping(agreement, keeps_milestones);
        Self {
            agreement: agreement.clone(),
            cache: Cache::of(agreement.terms()),
            start: ParkedRun::of(&start),
            ledger: Ledger::default(),
        }
    }

    /// A run at the agreement's date.
    pub(crate) fn start(&self) -> ParkedRun {
        self.start.clone()
    }

    /// Takes the event at a place of a log for a run.
    #[inline]
    pub(crate) fn take(
        &mut self,
        run: &mut ParkedRun,
        place: u64,
        event: Occurrence<'_, V>,
        manner: Manner,
    ) {
        if event.is_plain()
            && let ParkedState::Compact(compact) = &mut run.state
            && let Some(effects) = self.cache.follow(
                compact,
                &event.time,
                event.deed,
                self.agreement.lexicon(),
                manner,
            )
        {
            if let Some(found) = &mut run.found {
                found.ledger.forget_attempt();
            }
            if effects.have_findings() {
                run.found().ledger.findings.extend(effects.findings(event.time, Some(place)));
            }
        } else {
            let refused = self.work(run, place, |runner| runner.take(event, manner).err());
            if let Some(refusal) = refused {
                run.found().refusals.push(*refusal);
            }
        }
    }

    /// Moves the clock of a run on, if that is not yet there. What is past already fires, as it does
    /// with any event: a deadline can be extended to an instant that is past.
    pub(crate) fn advance(&mut self, run: &mut ParkedRun, to: Instant) {
        let clock = run.now();
        if clock < to || run.next_timeout().is_some_and(|next| next < clock) {
            self.work(run, 0, |runner| runner.advance(to.max(clock)));
        }
    }

    /// A run as a monitor that stands where it stands, the event at this place taken last.
    pub(crate) fn monitor(&self, run: &ParkedRun, last: u64) -> Monitor<V> {
        let mut ledger = run.found.as_ref().map(|it| it.ledger.clone()).unwrap_or_default();
        ledger.events = last;
        Monitor::resumed(&self.agreement, run.state.clone(), ledger)
    }

    /// Lets a runner work on a run, the event at a place being its next.
    #[cold]
    #[inline(never)]
    fn work<T>(
        &mut self,
        run: &mut ParkedRun,
        place: u64,
        work: impl FnOnce(&mut Runner<'_, '_, V>) -> T,
    ) -> T {
        let mut storage =
            RunStorage::resumed(std::mem::replace(&mut run.state, ParkedState::Whole(None)));
        if let Some(found) = &mut run.found {
            std::mem::swap(&mut self.ledger, &mut found.ledger);
        }
        self.ledger.changes.clear();
        self.ledger.events = place;
        let answer = work(&mut Runner {
            agreement: &self.agreement,
            cache: &self.cache,
            storage: &mut storage,
            ledger: &mut self.ledger,
        });
        if run.found.is_some() || self.ledger.has_anything() {
            std::mem::swap(&mut self.ledger, &mut run.found().ledger);
        }
        run.state = storage.parked(&self.cache, self.agreement.terms());
        answer
    }
}

impl ParkedRun {
    /// A monitor's run, as it stands.
    pub(crate) fn of<V: Names>(monitor: &Monitor<V>) -> Self {
        let ledger = monitor.ledger().parked();
        let has_anything = ledger.has_anything();
        let found = || Box::new(RunFindings { ledger, refusals: Vec::new() });
        Self { state: monitor.parked_state(), found: has_anything.then(found) }
    }

    /// A run that stands there, and does not go on.
    pub(super) fn standing(
        state: Box<State>,
        ledger: Ledger,
        refusals: Vec<RefusalRecord>,
    ) -> Self {
        let found = Some(Box::new(RunFindings { ledger, refusals }));
        Self { state: ParkedState::Whole(Some(state)), found }
    }

    /// The run as a monitor that stands where it stands.
    pub(crate) fn into_monitor<V: Names>(self, agreement: &Agreement<V>) -> Monitor<V> {
        let ledger = self.found.map(|found| found.ledger).unwrap_or_default();
        Monitor::resumed(agreement, self.state, ledger)
    }

    /// Where its clock stands; the first instant of all before it has begun.
    pub(crate) fn now(&self) -> Instant {
        match &self.state {
            ParkedState::Compact(run) => run.position().clock,
            ParkedState::Whole(Some(state)) => state.clock,
            ParkedState::Whole(None) => Instant::FIRST,
        }
    }

    /// Where its clock stands; none of a run that has not begun.
    pub(crate) fn clock(&self, terms: &Terms) -> Option<Instant> {
        let has_begun = terms.date.is_some() || self.state(terms).start.is_some();
        has_begun.then(|| self.now())
    }

    /// Its whole state.
    pub(crate) fn state(&self, terms: &Terms) -> Cow<'_, State> {
        match &self.state {
            ParkedState::Compact(run) => {
                let state = Cache::of(terms).state(terms, run);
                // By the invariant of compact runs the location of one is in the cache.
                Cow::Owned(state.unwrap_or_else(|| State::new(terms)))
            }
            ParkedState::Whole(Some(state)) => Cow::Borrowed(state),
            ParkedState::Whole(None) => Cow::Owned(State::new(terms)),
        }
    }

    /// When its next timer fires.
    pub(crate) fn next_timeout(&self) -> Option<Instant> {
        match &self.state {
            ParkedState::Compact(run) => run.position().next,
            ParkedState::Whole(Some(state)) => state.next_timer().map(|(at, _)| at),
            ParkedState::Whole(None) => None,
        }
    }

    /// Whether anything was found or refused so far.
    #[inline]
    pub(crate) fn has_findings(&self) -> bool {
        self.found.is_some()
    }

    /// What it comes to, as it stands.
    pub(crate) fn outcome(&self, terms: &Terms) -> Outcome {
        let outcome = match &self.state {
            ParkedState::Compact(run) => Cache::of(terms).outcome(run),
            ParkedState::Whole(Some(state)) => Some(state.outcome(terms)),
            ParkedState::Whole(None) => None,
        };
        // By the invariant of compact runs the location of one is in the cache.
        outcome.unwrap_or(Outcome::Pending)
    }

    /// Where each obligation of the run stands, in the order of the document, as reports tell it.
    pub(crate) fn obligations(&self, terms: &Terms) -> impl Iterator<Item = Tracked> {
        let cache = Cache::of(terms);
        let keeps_milestones = match &self.state {
            ParkedState::Compact(run) => cache.keeps_milestones(run),
            ParkedState::Whole(state) => state.as_ref().is_none_or(|state| state.keeps_milestones),
        };
        let tracked = move |id: ObligationId| match &self.state {
            ParkedState::Compact(run) => cache.tracked(run, id),
            ParkedState::Whole(Some(state)) => Some(state[Scope::Run.at(&terms.graph, id)]),
            ParkedState::Whole(None) => None,
        };
        let told = move |it: Tracked| if keeps_milestones { it } else { it.without_milestones() };
        terms.graph.run.obligations.iter().copied().filter_map(tracked).map(told)
    }

    /// What was found so far, in the order in which it came.
    pub(crate) fn findings(&self) -> &[Finding] {
        self.found.as_ref().map_or(&[], |found| &found.ledger.findings)
    }

    /// What was refused so far.
    pub(crate) fn refusals(&self) -> &[RefusalRecord] {
        self.found.as_ref().map_or(&[], |found| &found.refusals)
    }

    /// About how many things a copy of it copies, beside a fixed number.
    pub(crate) fn weight(&self) -> usize {
        self.found
            .as_ref()
            .map_or(0, |found| found.ledger.weight().saturating_add(found.refusals.len()))
    }

    /// Notes what was refused.
    pub(crate) fn refuse(&mut self, refusals: Vec<RefusalRecord>) {
        if !refusals.is_empty() {
            self.found().refusals.extend(refusals);
        }
    }

    /// Notes what was found before anything was judged.
    pub(crate) fn find_before(&mut self, mut findings: Vec<Finding>) {
        if !findings.is_empty() {
            let found = &mut self.found().ledger.findings;
            findings.append(found);
            *found = findings;
        }
    }

    /// Puts what was found in the order of the report: by instant, and of one instant as it came.
    pub(crate) fn sort_findings(&mut self) {
        if let Some(found) = &mut self.found {
            found.ledger.findings.sort_by_key(|finding| finding.at);
        }
    }

    fn found(&mut self) -> &mut RunFindings {
        self.found.get_or_insert_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_waits_is_small() {
        assert!(size_of::<ParkedRun>() <= 96, "{}", size_of::<ParkedRun>());
    }
}
