//! The runner: takes a run from event to event. It replays a step along an edge of the automaton where
//! there is one, and asks the rules where there is none.

use crate::event::Deed;
use crate::names::Names;
use crate::terms::Agreement;
use crate::time::Instant;

use super::Change;
use super::automaton::{Cache, Firing, Observed, RecordedEffects};
use super::rules::{Journal, Manner, Mark, Run};
use super::storage::RunStorage;

/// One run, and what all runs of its agreement share.
#[derive(Debug)]
pub(super) struct Runner<'p, 'a, V: Names> {
    pub(super) agreement: &'a Agreement<V>,
    pub(super) cache: &'p Cache,
    pub(super) storage: &'a mut RunStorage,
    pub(super) journal: &'a mut Journal,
}

/// What became of an event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer<'p> {
    /// What it brought, where that is not in the journal.
    pub(super) effects: Option<&'p RecordedEffects>,
    pub(super) is_accepted: bool,
}

impl<'p, V: Names> Runner<'p, '_, V> {
    /// Takes the event that was just counted, when no edge was found at first sight.
    #[cold]
    #[inline(never)]
    pub(super) fn take(&mut self, time: Instant, deed: &Deed<V>, manner: Manner) -> Answer<'p> {
        let terms = self.agreement.terms();
        // What is out of order moves no clock: there is nothing to replay, and the rules say what it is.
        if time >= self.storage.clock(self.cache, terms) {
            self.advance(time);
            // A tick is nothing but the time that it brings.
            if matches!(deed, Deed::Tick { .. }) {
                return Answer { effects: None, is_accepted: true };
            }
            self.storage.compacted(self.cache, terms);
            let lexicon = self.agreement.lexicon();
            if let Some(effects) = self.storage.follow(self.cache, &time, deed, lexicon, manner) {
                return self.followed(effects, time);
            }
        }
        Answer { effects: None, is_accepted: self.take_by_rules(time, deed, manner) }
    }

    /// The event that was just counted went along an edge: what that found is written down, and what it
    /// changed where all changes are kept.
    #[cold]
    #[inline(never)]
    pub(super) fn followed(&mut self, effects: &'p RecordedEffects, at: Instant) -> Answer<'p> {
        let event = Some(self.journal.events);
        let effects = if self.journal.keeps_history {
            self.write_down(effects, at, event);
            None
        } else {
            self.journal.findings.extend(effects.findings(at, event));
            Some(effects)
        };
        Answer { effects, is_accepted: true }
    }

    /// Moves the clock on, to an instant that is not before it. It goes from timer to timer, for each
    /// firing can be an edge of its own.
    pub(super) fn advance(&mut self, to: Instant) {
        let terms = self.agreement.terms();
        loop {
            self.storage.compacted(self.cache, terms);
            let firing = match self.storage.run() {
                Some(run) => self.cache.firing(run, to),
                None if self.storage.fires_nothing_until(to) => Firing::Nothing,
                None => Firing::Unclear,
            };
            match firing {
                Firing::Nothing => return self.storage.move_on(to),
                Firing::Unclear => return self.ask_rules(|run| run.advance(to)),
                Firing::Timers(symbol, at) => {
                    let run = self.storage.run_mut();
                    let followed = run.and_then(|run| self.cache.follow_firing(run, symbol, at));
                    match followed {
                        Some(effects) => {
                            self.storage.forget_whole();
                            self.write_down(effects, at, None);
                        }
                        None => {
                            let before = self.storage.run().cloned();
                            let mark = Mark::after(self.journal);
                            self.ask_rules(|run| run.fire_next(to));
                            if let (Some(before), Some(after)) =
                                (before, self.storage.compacted(self.cache, terms))
                            {
                                let observed = observed(self.journal, mark);
                                self.cache.record(terms, symbol, None, (&before, after), observed);
                            }
                        }
                    }
                }
            }
        }
    }

    /// Lets the rules work on the whole state.
    pub(super) fn ask_rules<T>(&mut self, ask: impl FnOnce(&mut Run<'_>) -> T) -> T {
        let terms = self.agreement.terms();
        let mut state = self.storage.take(self.cache, terms);
        let answer = ask(&mut Run { terms, state: &mut state, journal: self.journal });
        self.storage.put(state);
        answer
    }

    /// Takes the event that was just counted by the rules, and records an edge if what it did is plain:
    /// the event's own doing, and not that of the timers before it.
    fn take_by_rules(&mut self, time: Instant, deed: &Deed<V>, manner: Manner) -> bool {
        let (terms, lexicon) = (self.agreement.terms(), self.agreement.lexicon());
        let symbol = self.cache.symbol(deed, lexicon);
        let before = symbol.and_then(|symbol| Some((symbol, self.storage.run()?.clone())));
        let mark = Mark::after(self.journal);
        let deed: Deed = deed.identified(self.agreement);
        let is_accepted = self.ask_rules(|run| run.take(time, &deed, manner));
        if let Some((symbol, before)) = before.filter(|_| is_accepted)
            && before.position().clock == time
            && let Some(after) = self.storage.compacted(self.cache, terms)
        {
            let observed = observed(self.journal, mark);
            self.cache.record(terms, symbol, Some(&deed), (&before, after), observed);
        }
        is_accepted
    }

    /// Writes down all the effects of the edge that the run has just taken.
    fn write_down(&mut self, effects: &RecordedEffects, at: Instant, event: Option<u64>) {
        let transitions = (0..effects.changes())
            .filter_map(|number| self.storage.transition(self.cache, effects, number));
        self.journal.changes.extend(transitions.map(|transition| Change { at, event, transition }));
        self.journal.findings.extend(effects.findings(at, event));
    }
}

/// What came into the journal since.
fn observed(journal: &Journal, mark: Mark) -> Observed<'_> {
    Observed { changes: journal.changes_since(mark), findings: journal.findings_since(mark) }
}
