//! Takes events for one run: along a worn path where there is one, by the rules where there is none.

use crate::event::{Deed, Event};
use crate::names::Names;
use crate::terms::Agreement;
use crate::time::Instant;

use super::journal::{Journal, Mark};
use super::life::Life;
use super::paths::{Paths, Trodden};
use super::settle::Run;
use super::take::Manner;
use super::{Change, Changes, Refusal, Step};

/// One run, and what all runs of its agreement share.
#[derive(Debug)]
pub(crate) struct Keeper<'a, V: Names> {
    pub(super) agreement: &'a Agreement<V>,
    pub(super) paths: &'a Paths,
    pub(super) life: &'a mut Life,
    pub(super) journal: &'a mut Journal,
}

/// How an event was taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken<'a> {
    /// The journal from before it.
    pub(super) mark: Mark,
    pub(super) is_accepted: bool,
    pub(super) path: Option<Trodden<'a>>,
}

impl<'a, V: Names> Keeper<'a, V> {
    #[inline]
    pub(super) fn take(&mut self, event: &Event<V>, manner: Manner) -> Taken<'a> {
        let mark = self.journal.open();
        let terms = self.agreement.terms();
        let Some(plain) = self.paths.plain(&event.deed, self.agreement.lexicon()) else {
            return self.by_rules(event, manner, mark);
        };
        let Some(run) = self.life.on_paths(self.paths, terms) else {
            return self.by_rules(event, manner, mark);
        };
        if let Some(path) = self.paths.follow(terms, run, plain, event.time) {
            self.life.forget_whole();
            self.journal.events = self.journal.events.saturating_add(1);
            if self.journal.keeps_history {
                self.write_down(path, event.time);
            }
            return Taken { mark, is_accepted: true, path: Some(path) };
        }
        let before = run.clone();
        let findings = self.journal.findings.len();
        let taken = self.by_rules(event, manner, mark);
        let is_quiet = before.is_still_at(event.time)
            && taken.is_accepted
            && self.journal.findings.len() == findings;
        if is_quiet && let Some(after) = self.life.on_paths(self.paths, terms) {
            let deed = event.deed.identified(self.agreement);
            let changes = self.journal.changes_since(mark);
            self.paths.wear(terms, plain, &deed, (&before, after), changes);
        }
        taken
    }

    /// Takes an event as a gatekeeper.
    pub(super) fn submit(&mut self, event: &Event<V>) -> Result<Taken<'a>, Box<Refusal<V>>> {
        let taken = self.take(event, Manner::Submit);
        match self.journal.refusals.last() {
            Some(refusal) if !taken.is_accepted => {
                let names = crate::terms::Named(self.agreement.lexicon());
                let Ok(refusal) = refusal.translate(&names);
                Err(Box::new(refusal))
            }
            _ => Ok(taken),
        }
    }

    fn by_rules(&mut self, event: &Event<V>, manner: Manner, mark: Mark) -> Taken<'a> {
        let deed: Deed = event.deed.identified(self.agreement);
        let is_accepted = self.work(|run| run.take(event.time, &deed, manner));
        Taken { mark, is_accepted, path: None }
    }

    /// Lets the rules work on the whole state.
    pub(super) fn work<T>(&mut self, work: impl FnOnce(&mut Run<'_>) -> T) -> T {
        let terms = self.agreement.terms();
        let mut state = self.life.take(self.paths, terms);
        let worked = work(&mut Run { terms, state: &mut state, journal: self.journal });
        self.life.put(state);
        worked
    }

    /// Moves the clock on.
    pub(super) fn advance(&mut self, to: Instant) {
        let terms = self.agreement.terms();
        if self.life.run().is_some_and(|run| run.is_still_at(to)) {
            if let Some(run) = self.life.on_paths(self.paths, terms) {
                run.clock = to;
            }
            self.life.forget_whole();
        } else {
            self.work(|run| run.advance(to));
        }
    }

    fn write_down(&mut self, path: Trodden<'_>, at: Instant) {
        let Some(run) = self.life.run() else { return };
        let event = Some(self.journal.events);
        let told = (0..path.tells()).filter_map(|number| path.told(run, number));
        self.journal.changes.extend(told.map(|transition| Change { at, event, transition }));
    }

    /// What the event brought.
    #[inline]
    pub(super) fn step(self, taken: Taken<'a>) -> Step<'a, V> {
        let changes = match (taken.path, self.life.run()) {
            (Some(path), Some(run)) => Changes::told(self.agreement, path, run, self.journal.events),
            _ => Changes::written(self.agreement, self.journal.changes_since(taken.mark)),
        };
        Step { agreement: self.agreement, changes, findings: self.journal.findings_since(taken.mark) }
    }
}
