//! Takes events for one run: along a worn path where there is one, by the rules where there is none.

use crate::event::{Deed, Event};
use crate::names::Names;
use crate::terms::{Agreement, Named};
use crate::time::Instant;

use super::journal::{Journal, Mark};
use super::life::Life;
use super::paths::{Paths, Trodden};
use super::settle::Run;
use super::step::Brought;
use super::take::Manner;
use super::{Change, Refusal, Step};

/// One run, and what all runs of its agreement share.
#[derive(Debug)]
pub(super) struct Keeper<'a, V: Names> {
    pub(super) agreement: &'a Agreement<V>,
    pub(super) paths: &'a Paths,
    pub(super) life: &'a mut Life,
    pub(super) journal: &'a mut Journal,
}

/// How an event was taken by the rules.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    /// The journal from before it.
    pub(super) mark: Mark,
    is_accepted: bool,
}

impl<'a, V: Names> Keeper<'a, V> {
    /// Takes an event along a worn path, if there is one.
    #[inline]
    pub(super) fn follow(&mut self, event: &Event<V>) -> Option<Trodden<'a>> {
        let plain = self.paths.plain(&event.deed, self.agreement.lexicon())?;
        let run = self.life.on_paths(self.paths, self.agreement.terms())?;
        let path = self.paths.follow(self.agreement.terms(), run, plain, event.time)?;
        self.life.forget_whole();
        self.journal.open();
        self.journal.events = self.journal.events.saturating_add(1);
        if self.journal.keeps_history {
            self.write_down(path, event.time);
        }
        Some(path)
    }

    /// Takes an event either way.
    #[inline]
    pub(super) fn take(&mut self, event: &Event<V>, manner: Manner) {
        if self.follow(event).is_none() {
            self.take_by_rules(event, manner);
        }
    }

    /// Takes an event by the rules, and wears a path if what it did is plain.
    #[cold]
    #[inline(never)]
    pub(super) fn take_by_rules(&mut self, event: &Event<V>, manner: Manner) -> Taken {
        let mark = self.journal.open();
        let terms = self.agreement.terms();
        let plain = self.paths.plain(&event.deed, self.agreement.lexicon());
        let before = plain.and_then(|plain| {
            let run = self.life.run()?;
            run.is_still_at(event.time).then(|| (plain, run.clone()))
        });
        let findings = self.journal.findings.len();
        let deed: Deed = event.deed.identified(self.agreement);
        let is_accepted = self.work(|run| run.take(event.time, &deed, manner));
        if let Some((plain, before)) = before
            && is_accepted
            && self.journal.findings.len() == findings
            && let Some(after) = self.life.on_paths(self.paths, terms)
        {
            let changes = self.journal.changes_since(mark);
            self.paths.wear(terms, plain, &deed, (&before, after), changes);
        }
        Taken { mark, is_accepted }
    }

    /// Why an event that was not accepted was refused.
    pub(super) fn refusal(&self, taken: Taken) -> Option<Box<Refusal<V>>> {
        let refusal = self.journal.refusals.last().filter(|_| !taken.is_accepted)?;
        let Ok(refusal) = refusal.translate(&Named(self.agreement.lexicon()));
        Some(Box::new(refusal))
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
        match self.life.run_mut().filter(|run| run.is_still_at(to)) {
            Some(run) => {
                run.clock = to;
                self.life.forget_whole();
            }
            None => self.work(|run| run.advance(to)),
        }
    }

    fn write_down(&mut self, path: Trodden<'_>, at: Instant) {
        let Some(run) = self.life.run() else { return };
        let event = Some(self.journal.events);
        let told = (0..path.tells()).filter_map(|number| path.told(run, number));
        self.journal.changes.extend(told.map(|transition| Change { at, event, transition }));
    }

    /// What a step along a path brought.
    #[inline]
    pub(super) fn told(self, path: Trodden<'a>) -> Step<'a, V> {
        Step {
            agreement: self.agreement,
            journal: self.journal,
            brought: match self.life.run() {
                Some(run) => Brought::Told(path, run),
                None => Brought::Written(Mark::after(self.journal)),
            },
        }
    }

    /// What a step by the rules brought.
    pub(super) fn written(self, mark: Mark) -> Step<'a, V> {
        Step { agreement: self.agreement, journal: self.journal, brought: Brought::Written(mark) }
    }
}
