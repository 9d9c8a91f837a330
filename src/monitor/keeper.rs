//! Takes events for one run: along a worn path where there is one, by the rules where there is none.

use crate::event::Deed;
use crate::names::Names;
use crate::terms::Agreement;
use crate::time::Instant;

use super::assess::void;
use super::journal::{Journal, Mark};
use super::life::Life;
use super::paths::{Effects, Firing, Paths};
use super::settle::Run;
use super::take::Manner;
use super::tale::Tale;
use super::{Change, VoidReason};

/// One run, and what all runs of its agreement share.
#[derive(Debug)]
pub(super) struct Keeper<'p, 'a, V: Names> {
    pub(super) agreement: &'a Agreement<V>,
    pub(super) paths: &'p Paths,
    pub(super) life: &'a mut Life,
    pub(super) journal: &'a mut Journal,
}

/// How an event was taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken<'p> {
    /// What tells what it brought: none where the journal does.
    pub(super) tale: Option<&'p Tale>,
    pub(super) is_accepted: bool,
}

impl<'p, V: Names> Keeper<'p, '_, V> {
    /// Takes the event that was just counted, when there is no path at first sight.
    #[cold]
    #[inline(never)]
    pub(super) fn take(&mut self, time: Instant, deed: &Deed<V>, manner: Manner) -> Taken<'p> {
        let terms = self.agreement.terms();
        let clock = self.life.clock(self.paths, terms);
        let taken = |is_accepted| Taken { tale: None, is_accepted };
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
        self.life.on_paths(self.paths, terms);
        match self.life.follow(self.paths, &time, deed, self.agreement.lexicon(), manner) {
            Some(tale) => self.followed(tale, time),
            None => taken(self.take_by_rules(time, deed, manner)),
        }
    }

    /// The event that was just counted went along a path: what that found is written down, and what
    /// it tells where all changes are kept.
    #[cold]
    #[inline(never)]
    pub(super) fn followed(&mut self, tale: &'p Tale, at: Instant) -> Taken<'p> {
        let event = Some(self.journal.events);
        let tale = if self.journal.keeps_history {
            self.write_down(tale, at, event);
            None
        } else {
            self.journal.findings.extend(tale.found(at, event));
            Some(tale)
        };
        Taken { tale, is_accepted: true }
    }

    /// Moves the clock on, to an instant that is not before it.
    pub(super) fn advance(&mut self, to: Instant) {
        let terms = self.agreement.terms();
        loop {
            self.life.on_paths(self.paths, terms);
            let firing = match self.life.run() {
                Some(run) => self.paths.firing(run, to),
                None if self.life.fires_nothing_until(to) => Firing::Nothing,
                None => Firing::Unclear,
            };
            match firing {
                Firing::Nothing => return self.life.move_on(to),
                Firing::Unclear => return self.work(|run| run.advance(to)),
                Firing::Timers(way, at) => {
                    let run = self.life.run_mut();
                    let followed = run.and_then(|run| self.paths.follow_firing(run, way, at));
                    match followed {
                        Some(tale) => {
                            self.life.forget_whole();
                            self.write_down(tale, at, None);
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

    /// Lets the rules work on the whole state.
    pub(super) fn work<T>(&mut self, work: impl FnOnce(&mut Run<'_>) -> T) -> T {
        let terms = self.agreement.terms();
        let mut state = self.life.take(self.paths, terms);
        let worked = work(&mut Run { terms, state: &mut state, journal: self.journal });
        self.life.put(state);
        worked
    }

    /// Takes the event that was just counted by the rules, the clock having moved on to its time,
    /// and wears a path if what it did is plain.
    fn take_by_rules(&mut self, time: Instant, deed: &Deed<V>, manner: Manner) -> bool {
        let (terms, lexicon) = (self.agreement.terms(), self.agreement.lexicon());
        let way = self.paths.way(deed, lexicon);
        let before = way.and_then(|way| Some((way, self.life.run()?.clone())));
        let mark = Mark::after(self.journal);
        let deed: Deed = deed.identified(self.agreement);
        let is_accepted = self.work(|run| run.take(&deed, manner));
        if let Some((way, before)) = before.filter(|_| is_accepted)
            && before.standing().clock == time
            && let Some(after) = self.life.on_paths(self.paths, terms)
        {
            let effects = effects(self.journal, mark);
            self.paths.wear(terms, way, Some(&deed), (&before, after), effects);
        }
        is_accepted
    }

    /// Writes down all that the way brought on which the run was taken along last.
    fn write_down(&mut self, tale: &Tale, at: Instant, event: Option<u64>) {
        let told = (0..tale.tells()).filter_map(|number| self.life.told(self.paths, tale, number));
        self.journal.changes.extend(told.map(|transition| Change { at, event, transition }));
        self.journal.findings.extend(tale.found(at, event));
    }
}

/// What came into the journal since.
fn effects(journal: &Journal, mark: Mark) -> Effects<'_> {
    Effects { changes: journal.changes_since(mark), findings: journal.findings_since(mark) }
}
