//! Many runs of one agreement, each kept as small as it can be while another has its turn.

use std::sync::Arc;

use crate::event::Deed;
use crate::names::{Names, ObligationId};
use crate::terms::{Agreement, Terms};
use crate::time::Instant;

use super::automaton::Cache;
use super::public::Monitor;
use super::rules::{Journal, Manner, Tracked};
use super::runner::Runner;
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

/// What was found on a run, and what was refused.
#[derive(Clone, Debug, Default)]
struct RunFindings {
    findings: Vec<Finding>,
    refusals: Vec<RefusalRecord>,
}

/// Takes events for many runs of one agreement, one run at a time.
#[derive(Clone, Debug)]
pub(crate) struct ShardRunner<V: Names> {
    agreement: Agreement<V>,
    cache: Arc<Cache>,
    start: ParkedRun,
    /// Lent to the run that has its turn; between turns it has nothing of any.
    journal: Journal,
}

impl<V: Names> ShardRunner<V> {
    pub(crate) fn new(agreement: &Agreement<V>) -> Self {
        Self {
            agreement: agreement.clone(),
            cache: Cache::of(agreement.terms()),
            start: ParkedRun::of(&Monitor::new(agreement)),
            journal: Journal::default(),
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
        time: Instant,
        deed: &Deed<V>,
        manner: Manner,
    ) {
        if let ParkedState::Compact(compact) = &mut run.state
            && let Some(effects) =
                self.cache.follow(compact, &time, deed, self.agreement.lexicon(), manner)
        {
            if effects.have_findings() {
                run.found().findings.extend(effects.findings(time, Some(place)));
            }
        } else {
            self.journal.events = place;
            self.work(run, |runner| {
                runner.take(time, deed, manner);
            });
        }
    }

    /// Moves the clock of a run on, if that is not yet there. What is past already fires, as it does
    /// with any event: a deadline can be extended to an instant that is past.
    pub(crate) fn advance(&mut self, run: &mut ParkedRun, to: Instant) {
        let clock = run.clock();
        if clock < to || run.next_timeout().is_some_and(|next| next < clock) {
            self.work(run, |runner| runner.advance(to.max(clock)));
        }
    }

    /// A run as a monitor that stands where it stands, the event at this place taken last.
    pub(crate) fn monitor(&self, run: &ParkedRun, last: u64) -> Monitor<V> {
        let journal = Journal {
            events: last,
            findings: run.findings().to_vec(),
            refusals: run.refusals().to_vec(),
            ..Journal::default()
        };
        Monitor::resumed(&self.agreement, run.state.clone(), journal)
    }

    /// Lets a runner work on a run.
    #[cold]
    #[inline(never)]
    fn work(&mut self, run: &mut ParkedRun, work: impl FnOnce(&mut Runner<'_, '_, V>)) {
        let mut storage =
            RunStorage::resumed(std::mem::replace(&mut run.state, ParkedState::Whole(None)));
        self.journal.changes.clear();
        if let Some(found) = &mut run.found {
            self.journal.findings = std::mem::take(&mut found.findings);
            self.journal.refusals = std::mem::take(&mut found.refusals);
        }
        work(&mut Runner {
            agreement: &self.agreement,
            cache: &self.cache,
            storage: &mut storage,
            journal: &mut self.journal,
        });
        if !self.journal.findings.is_empty() || !self.journal.refusals.is_empty() {
            let found = run.found();
            found.findings = std::mem::take(&mut self.journal.findings);
            found.refusals = std::mem::take(&mut self.journal.refusals);
        }
        run.state = storage.parked(&self.cache, self.agreement.terms());
    }
}

impl ParkedRun {
    /// A monitor's run, as it stands.
    pub(crate) fn of<V: Names>(monitor: &Monitor<V>) -> Self {
        let journal = monitor.journal();
        let (findings, refusals) = (journal.findings.clone(), journal.refusals.clone());
        let has_any = !findings.is_empty() || !refusals.is_empty();
        Self {
            state: monitor.parked_state(),
            found: has_any.then(|| Box::new(RunFindings { findings, refusals })),
        }
    }

    /// Where its clock stands.
    pub(crate) fn clock(&self) -> Instant {
        match &self.state {
            ParkedState::Compact(run) => run.position().clock,
            ParkedState::Whole(Some(state)) => state.clock,
            ParkedState::Whole(None) => Instant::FIRST,
        }
    }

    /// When its next timer fires.
    pub(crate) fn next_timeout(&self) -> Option<Instant> {
        match &self.state {
            ParkedState::Compact(run) => run.position().next,
            ParkedState::Whole(Some(state)) => state.timers.next().map(|(at, _)| at),
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

    /// Where each obligation stands, in the order of the document.
    pub(crate) fn obligations(&self, terms: &Terms) -> impl Iterator<Item = Tracked> {
        let cache = Cache::of(terms);
        let tracked = move |id: ObligationId| match &self.state {
            ParkedState::Compact(run) => cache.tracked(run, id),
            ParkedState::Whole(Some(state)) => Some(state.obligations[id]),
            ParkedState::Whole(None) => None,
        };
        terms.obligations.keys().filter_map(tracked)
    }

    /// What was found so far, in the order of the report.
    pub(crate) fn findings(&self) -> &[Finding] {
        self.found.as_ref().map_or(&[], |found| &found.findings)
    }

    /// What was refused so far.
    pub(crate) fn refusals(&self) -> &[RefusalRecord] {
        self.found.as_ref().map_or(&[], |found| &found.refusals)
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
