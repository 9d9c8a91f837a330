//! Many runs of one agreement, each kept as small as it can be while another has its turn.

use std::sync::Arc;

use crate::event::Deed;
use crate::names::{Names, ObligationId};
use crate::terms::{Agreement, Terms};
use crate::time::Instant;

use super::journal::Journal;
use super::keeper::Keeper;
use super::life::Life;
use super::paths::{Compact, Paths};
use super::state::{State, Tracked};
use super::take::Manner;
use super::{Finding, Monitor, Outcome, Refusal};

/// A run that waits for its turn: its state, and what was found so far.
///
/// Its parts lie in this order, so that whoever has many can fetch the end of one.
#[derive(Clone, Debug)]
#[repr(C)]
pub(crate) struct Resting {
    form: Form,
    /// Rare, and so kept apart.
    trouble: Option<Box<Trouble>>,
}

/// What was found on a run, and what was refused.
#[derive(Clone, Debug, Default)]
struct Trouble {
    findings: Vec<Finding>,
    refusals: Vec<Refusal>,
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    OnPaths(Compact),
    Whole(Box<State>),
    /// The state is with a keeper at work.
    Taken,
}

/// Takes events for many runs of one agreement, one run at a time.
#[derive(Clone, Debug)]
pub(crate) struct Warden<V: Names> {
    agreement: Agreement<V>,
    paths: Arc<Paths>,
    start: Resting,
    /// Lent to the run that has its turn; between turns it has nothing of any.
    journal: Journal,
}

impl<V: Names> Warden<V> {
    pub(crate) fn new(agreement: &Agreement<V>) -> Self {
        Self {
            agreement: agreement.clone(),
            paths: Paths::of(agreement.terms()),
            start: Resting::of(&Monitor::new(agreement)),
            journal: Journal::default(),
        }
    }

    /// A run at the agreement's date.
    pub(crate) fn start(&self) -> Resting {
        self.start.clone()
    }

    /// Takes the event at a place of a log for a run.
    #[inline]
    pub(crate) fn take(
        &mut self,
        run: &mut Resting,
        place: u64,
        time: Instant,
        deed: &Deed<V>,
        manner: Manner,
    ) {
        if let Form::OnPaths(compact) = &mut run.form
            && let Some(tale) =
                self.paths.follow(compact, &time, deed, self.agreement.lexicon(), manner)
        {
            if tale.finds() {
                run.trouble().findings.extend(tale.found(time, Some(place)));
            }
        } else {
            self.journal.events = place;
            self.work(run, |keeper| {
                keeper.take(time, deed, manner);
            });
        }
    }

    /// Moves the clock of a run on, if that is not yet there. What is past already fires, as it does
    /// with any event: a deadline can be extended to an instant that is past.
    pub(crate) fn advance(&mut self, run: &mut Resting, to: Instant) {
        let clock = run.clock();
        if clock < to || run.next_timeout().is_some_and(|next| next < clock) {
            self.work(run, |keeper| keeper.advance(to.max(clock)));
        }
    }

    /// A run as a monitor that stands where it stands, the event at this place taken last.
    pub(crate) fn monitor(&self, run: &Resting, last: u64) -> Monitor<V> {
        let journal = Journal {
            events: last,
            findings: run.findings().to_vec(),
            refusals: run.refusals().to_vec(),
            ..Journal::default()
        };
        Monitor::standing(&self.agreement, run.form.clone(), journal)
    }

    /// Lets a keeper work on a run.
    #[cold]
    #[inline(never)]
    fn work(&mut self, run: &mut Resting, work: impl FnOnce(&mut Keeper<'_, '_, V>)) {
        let mut life = Life::of(std::mem::replace(&mut run.form, Form::Taken));
        self.journal.changes.clear();
        if let Some(trouble) = &mut run.trouble {
            self.journal.findings = std::mem::take(&mut trouble.findings);
            self.journal.refusals = std::mem::take(&mut trouble.refusals);
        }
        work(&mut Keeper {
            agreement: &self.agreement,
            paths: &self.paths,
            life: &mut life,
            journal: &mut self.journal,
        });
        if !self.journal.findings.is_empty() || !self.journal.refusals.is_empty() {
            let trouble = run.trouble();
            trouble.findings = std::mem::take(&mut self.journal.findings);
            trouble.refusals = std::mem::take(&mut self.journal.refusals);
        }
        run.form = life.laid_down(&self.paths, self.agreement.terms());
    }
}

impl Resting {
    /// A monitor's run, as it stands.
    pub(crate) fn of<V: Names>(monitor: &Monitor<V>) -> Self {
        let journal = monitor.journal();
        let (findings, refusals) = (journal.findings.clone(), journal.refusals.clone());
        let is_troubled = !findings.is_empty() || !refusals.is_empty();
        Self {
            form: monitor.form(),
            trouble: is_troubled.then(|| Box::new(Trouble { findings, refusals })),
        }
    }

    /// Where its clock stands.
    pub(crate) fn clock(&self) -> Instant {
        match &self.form {
            Form::OnPaths(run) => run.standing().clock,
            Form::Whole(state) => state.clock,
            Form::Taken => Instant::FIRST,
        }
    }

    /// When its next timer fires.
    fn next_timeout(&self) -> Option<Instant> {
        match &self.form {
            Form::OnPaths(run) => run.standing().next,
            Form::Whole(state) => state.timers.next().map(|(at, _)| at),
            Form::Taken => None,
        }
    }

    /// Whether anything was found or refused so far.
    #[inline]
    pub(crate) fn is_troubled(&self) -> bool {
        self.trouble.is_some()
    }

    /// What it comes to, as it stands.
    pub(crate) fn outcome(&self, terms: &Terms) -> Outcome {
        let outcome = match &self.form {
            Form::OnPaths(run) => Paths::of(terms).outcome(run),
            Form::Whole(state) => Some(state.outcome(terms)),
            Form::Taken => None,
        };
        // By the invariant of paths the place of a run is known.
        outcome.unwrap_or(Outcome::Pending)
    }

    /// Where each obligation stands, in the order of the document.
    pub(crate) fn obligations(&self, terms: &Terms) -> impl Iterator<Item = Tracked> {
        let paths = Paths::of(terms);
        let tracked = move |id: ObligationId| match &self.form {
            Form::OnPaths(run) => paths.tracked(run, id),
            Form::Whole(state) => Some(state.obligations[id]),
            Form::Taken => None,
        };
        terms.obligations.keys().filter_map(tracked)
    }

    /// What was found so far, in the order of the report.
    pub(crate) fn findings(&self) -> &[Finding] {
        self.trouble.as_ref().map_or(&[], |trouble| &trouble.findings)
    }

    /// What was refused so far.
    pub(crate) fn refusals(&self) -> &[Refusal] {
        self.trouble.as_ref().map_or(&[], |trouble| &trouble.refusals)
    }

    fn trouble(&mut self) -> &mut Trouble {
        self.trouble.get_or_insert_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_waits_is_small() {
        assert!(size_of::<Resting>() <= 96, "{}", size_of::<Resting>());
    }
}
