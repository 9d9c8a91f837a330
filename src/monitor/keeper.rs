//! Takes events for one run: along a worn path where there is one, by the rules where there is none.

use crate::event::Deed;
use crate::names::Names;
use crate::terms::{Agreement, Named};
use crate::time::Instant;

use super::assess::void;
use super::journal::{Journal, Mark};
use super::life::Life;
use super::paths::{Effects, Firing, Paths, Trodden};
use super::settle::Run;
use super::take::Manner;
use super::{Change, Refusal, Step, VoidReason};

/// One run, and what all runs of its agreement share.
#[derive(Debug)]
pub(super) struct Keeper<'a, V: Names> {
    pub(super) agreement: &'a Agreement<V>,
    pub(super) paths: &'a Paths,
    pub(super) life: &'a mut Life,
    pub(super) journal: &'a mut Journal,
}

/// How an event was taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken<'a> {
    /// The journal from before it.
    mark: Mark,
    /// The path that it went along, if it did; what that tells is written down where all changes
    /// are kept.
    path: Option<Trodden<'a>>,
    is_accepted: bool,
}

impl<'a, V: Names> Keeper<'a, V> {
    /// Takes an event.
    #[inline]
    pub(super) fn take(&mut self, time: Instant, deed: &Deed<V>, manner: Manner) -> Taken<'a> {
        let mark = self.journal.open();
        self.journal.events = self.journal.events.saturating_add(1);
        let run = self.life.on_paths(self.paths, self.agreement.terms());
        let is_still = run.is_some_and(|run| run.is_still_at(time));
        match is_still.then(|| self.follow(time, deed, manner)).flatten() {
            Some(path) => Taken { mark, path: Some(path), is_accepted: true },
            None => self.take_slowly(mark, time, deed, manner),
        }
    }

    /// Moves the clock on, to an instant that is not before it.
    pub(super) fn advance(&mut self, to: Instant) {
        let terms = self.agreement.terms();
        loop {
            let firing = match self.life.on_paths(self.paths, terms) {
                Some(run) => self.paths.firing(terms, run, to),
                None => Firing::Unclear,
            };
            match firing {
                Firing::Nothing => {
                    if let Some(run) = self.life.run_mut() {
                        run.clock = to;
                    }
                    return self.life.forget_whole();
                }
                Firing::Unclear => return self.work(|run| run.advance(to)),
                Firing::Timers(way, at) => {
                    let followed = self
                        .life
                        .run_mut()
                        .and_then(|run| self.paths.follow_firing(terms, run, way, at));
                    match followed {
                        Some(path) => {
                            self.life.forget_whole();
                            self.write_down(path, at, None);
                        }
                        None => {
                            let before = self.life.run().cloned();
                            let mark = Mark::after(self.journal);
                            self.work(|run| run.fire_next(to));
                            if let (Some(before), Some(after)) =
                                (before, self.life.on_paths(self.paths, terms))
                            {
                                let effects = effects(self.journal, mark);
                                self.paths.wear(terms, way, None, (&before, after), effects);
                            }
                        }
                    }
                }
            }
        }
    }

    /// Why an event that was not accepted was refused.
    pub(super) fn refusal(&self, taken: Taken<'_>) -> Option<Box<Refusal<V>>> {
        let refusal = self.journal.refusals.last().filter(|_| !taken.is_accepted)?;
        let Ok(refusal) = refusal.translate(&Named(self.agreement.lexicon()));
        Some(Box::new(refusal))
    }

    /// What an event brought.
    #[inline]
    pub(super) fn step(self, taken: Taken<'a>) -> Step<'a, V> {
        let path = taken.path.filter(|_| !self.journal.keeps_history);
        Step {
            agreement: self.agreement,
            told: path.zip(self.life.run()),
            journal: self.journal,
            mark: taken.mark,
        }
    }

    /// Lets the rules work on the whole state.
    pub(super) fn work<T>(&mut self, work: impl FnOnce(&mut Run<'_>) -> T) -> T {
        let terms = self.agreement.terms();
        let mut state = self.life.take(self.paths, terms);
        let worked = work(&mut Run { terms, state: &mut state, journal: self.journal });
        self.life.put(state);
        worked
    }

    /// Takes the event that was just counted along a worn path, if there is one, the clock being
    /// free to move on to its time.
    #[inline]
    fn follow(&mut self, time: Instant, deed: &Deed<V>, manner: Manner) -> Option<Trodden<'a>> {
        let way = self.paths.way(deed, self.agreement.lexicon())?;
        let run = self.life.on_paths(self.paths, self.agreement.terms())?;
        let path = self.paths.follow(self.agreement.terms(), run, way, time, manner)?;
        self.life.forget_whole();
        if self.journal.keeps_history || path.finds() {
            self.tell(path, time);
        }
        Some(path)
    }

    /// Takes the event that was just counted, when there is no path at first sight.
    #[cold]
    #[inline(never)]
    fn take_slowly(
        &mut self,
        mark: Mark,
        time: Instant,
        deed: &Deed<V>,
        manner: Manner,
    ) -> Taken<'a> {
        let clock = self.life.clock(self.paths, self.agreement.terms());
        let taken = |is_accepted| Taken { mark, path: None, is_accepted };
        if time < clock {
            let deed = deed.identified(self.agreement);
            let place = self.journal.events;
            let void = void(place, time, VoidReason::OutOfOrder, Vec::new(), &deed);
            return taken(self.journal.take_in(time, vec![void], manner));
        }
        self.advance(time);
        if matches!(deed, Deed::Tick { .. }) {
            return taken(true);
        }
        match self.follow(time, deed, manner) {
            Some(path) => Taken { mark, path: Some(path), is_accepted: true },
            None => taken(self.take_by_rules(time, deed, manner)),
        }
    }

    /// Takes the event that was just counted by the rules, the clock having moved on to its time,
    /// and wears a path if what it did is plain.
    fn take_by_rules(&mut self, time: Instant, deed: &Deed<V>, manner: Manner) -> bool {
        let terms = self.agreement.terms();
        let way = self.paths.way(deed, self.agreement.lexicon());
        let before = way.and_then(|way| Some((way, self.life.run()?.clone())));
        let mark = Mark::after(self.journal);
        let deed: Deed = deed.identified(self.agreement);
        let is_accepted = self.work(|run| run.take(&deed, manner));
        if let Some((way, before)) = before.filter(|_| is_accepted)
            && before.clock == time
            && let Some(after) = self.life.on_paths(self.paths, terms)
        {
            let effects = effects(self.journal, mark);
            self.paths.wear(terms, way, Some(&deed), (&before, after), effects);
        }
        is_accepted
    }

    #[cold]
    #[inline(never)]
    fn tell(&mut self, path: Trodden<'_>, at: Instant) {
        let event = Some(self.journal.events);
        if self.journal.keeps_history {
            self.write_down(path, at, event);
        } else {
            self.journal.findings.extend(path.found(at, event));
        }
    }

    /// Writes down all that a path brought.
    fn write_down(&mut self, path: Trodden<'_>, at: Instant, event: Option<u64>) {
        let Some(run) = self.life.run() else { return };
        let told = (0..path.tells()).filter_map(|number| path.told(run, number));
        self.journal.changes.extend(told.map(|transition| Change { at, event, transition }));
        self.journal.findings.extend(path.found(at, event));
    }
}

/// What came into the journal since.
fn effects(journal: &Journal, mark: Mark) -> Effects<'_> {
    Effects { changes: journal.changes_since(mark), findings: journal.findings_since(mark) }
}
