//! The runner: takes a run from event to event. It replays a step along an edge of the automaton where
//! there is one, and asks the rules where there is none.

use crate::event::{Deed, Event};
use crate::names::Names;
use crate::terms::{Agreement, Decimal};
use crate::time::Instant;

use super::automaton::{Cache, Firing, Observed, RecordedEffects};
use super::rules::{Given, Ledger, Manner, Mark, Run, Verdict};
use super::storage::RunStorage;
use super::{Change, RefusalRecord};

/// One run, and what all runs of its agreement share.
#[derive(Debug)]
pub(super) struct Runner<'p, 'a, V: Names> {
    pub(super) agreement: &'a Agreement<V>,
    pub(super) cache: &'p Cache,
    pub(super) storage: &'a mut RunStorage,
    pub(super) ledger: &'a mut Ledger,
}

/// An event as a run is given it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Occurrence<'a, V: Names> {
    pub(crate) time: Instant,
    pub(crate) known: Option<Instant>,
    /// The subject that it names, which is a text.
    pub(crate) subject: Option<&'a [u8]>,
    /// Its id, which is a text.
    pub(crate) id: Option<&'a [u8]>,
    pub(crate) idle_quantity: Option<Decimal>,
    pub(crate) deed: &'a Deed<V>,
}

/// What became of an event: what it brought, where that is not in the ledger; or why it was refused.
pub(super) type Answer<'p> = Result<Option<&'p RecordedEffects>, Box<RefusalRecord>>;

impl<'a, V: Names> Occurrence<'a, V> {
    pub(crate) fn of(event: &'a Event<V>) -> Self {
        Self {
            time: event.time,
            known: event.known,
            subject: event.subject.as_deref().map(str::as_bytes),
            id: event.id.as_deref().map(str::as_bytes),
            idle_quantity: event.idle_quantity,
            deed: &event.deed,
        }
    }

    /// Whether nothing can be wrong with it but what its deed and its time say: an edge tells all of it.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        is_plain(self.id.is_none() && self.subject.is_none(), self.time, self.known)
    }
}

/// Whether nothing can be wrong with an event but what its deed and its time say: it has no more to it, or
/// came to be known then.
#[inline]
pub(super) fn is_plain(has_no_more: bool, time: Instant, known: Option<Instant>) -> bool {
    has_no_more && known.is_none_or(|known| known >= time)
}

impl<'p, V: Names> Runner<'p, '_, V> {
    /// Takes the event that was just counted, when no edge was found at first sight.
    #[cold]
    #[inline(never)]
    pub(super) fn take(&mut self, event: Occurrence<'_, V>, manner: Manner) -> Answer<'p> {
        let terms = self.agreement.terms();
        let Occurrence { time, known, subject, id, idle_quantity, deed: named } = event;
        let deed = named.identified(self.agreement);
        let given = Given { time, known, subject, id, idle_quantity, deed: &deed };
        let clock = self.storage.clock(self.cache, terms);
        let place = self.ledger.events;
        if let Some(found) = given.found_alone(terms, clock, &self.ledger.ids, place) {
            return self.ledger.let_in(place, time, vec![found], manner).map(|()| None);
        }
        if terms.kinds.len() > 0 {
            return self.ask_rules(|run| run.take_looked_at(given, manner)).map(|_| None);
        }
        // Timers on the way are replayed only for an event that can't be taken back with them.
        let fires = self.storage.fires_before(self.cache, terms, time);
        if fires && given.may_be_taken_back(terms, manner) {
            return self.ask_rules(|run| run.take_looked_at(given, manner)).map(|_| None);
        }
        if fires {
            self.ledger.forget_attempt();
            self.advance(time);
        }
        if id.is_none() && subject.is_none() {
            self.storage.compacted(self.cache, terms);
            let lexicon = self.agreement.lexicon();
            if let Some(effects) = self.storage.follow(self.cache, &time, named, lexicon, manner) {
                return Ok(self.followed(effects, time));
            }
        }
        self.take_by_rules(given, named, manner).map(|()| None)
    }

    /// The event that was just counted went along an edge: what that found is written down, and what it
    /// changed where all changes are kept.
    #[cold]
    #[inline(never)]
    pub(super) fn followed(
        &mut self,
        effects: &'p RecordedEffects,
        at: Instant,
    ) -> Option<&'p RecordedEffects> {
        self.ledger.forget_attempt();
        let event = Some(self.ledger.events);
        if self.ledger.keeps_history {
            self.write_down(effects, at, event);
            None
        } else {
            self.ledger.findings.extend(effects.findings(at, event));
            Some(effects)
        }
    }

    /// Moves the clock on, to an instant that is not before it. It goes from timer to timer, for each
    /// firing can be an edge of its own. Time alone begins no run.
    pub(super) fn advance(&mut self, to: Instant) {
        let terms = self.agreement.terms();
        if !self.storage.has_begun(self.cache, terms) {
            return;
        }
        self.ledger.forget_attempt();
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
                            let mark = Mark::after(self.ledger);
                            self.ask_rules(|run| run.fire_next(to));
                            if let (Some(before), Some(after)) =
                                (before, self.storage.compacted(self.cache, terms))
                            {
                                let observed = observed(self.ledger, mark);
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
        let answer = ask(&mut Run { terms, state: &mut state, ledger: self.ledger });
        self.storage.put(state);
        answer
    }

    /// Takes an event by the rules that was looked at by itself and before which no timer fires, and
    /// records an edge if what it did is plain.
    fn take_by_rules(
        &mut self,
        given: Given<'_>,
        named: &Deed<V>,
        manner: Manner,
    ) -> Result<(), Box<RefusalRecord>> {
        let (terms, lexicon) = (self.agreement.terms(), self.agreement.lexicon());
        let is_plain = given.id.is_none() && given.subject.is_none();
        if self.storage.has_begun(self.cache, terms) && given.may_be_taken_back(terms, manner) {
            // What has no effect needs no state of its own: it is told from the one that is at hand.
            let state = self.storage.whole(self.cache, terms);
            if let Some(answer) = given.has_no_effect(terms, state, self.ledger, manner) {
                return answer;
            }
        }
        let symbol = self.cache.symbol(named, lexicon).filter(|_| is_plain);
        let before = symbol.and_then(|symbol| Some((symbol, self.storage.run()?.clone())));
        let mark = Mark::after(self.ledger);
        let verdict: Verdict = self.ask_rules(|run| run.take_looked_at(given, manner));
        if let Some((symbol, before)) = before.filter(|_| verdict.is_ok())
            && self.storage.has_begun_before(self.cache, terms, &before)
            && let Some(after) = self.storage.compacted(self.cache, terms)
        {
            let observed = observed(self.ledger, mark);
            let deed = Some(given.deed);
            self.cache.record(terms, symbol, deed, (&before, after), observed);
        }
        verdict.map(|_| ())
    }

    /// Writes down all the effects of the edge that the run has just taken.
    fn write_down(&mut self, effects: &RecordedEffects, at: Instant, event: Option<u64>) {
        let transitions = (0..effects.changes())
            .filter_map(|number| self.storage.transition(self.cache, effects, number));
        self.ledger.changes.extend(transitions.map(|transition| Change {
            at,
            event,
            subject: None,
            transition,
        }));
        self.ledger.findings.extend(effects.findings(at, event));
    }
}

/// What came into the ledger since.
fn observed(ledger: &Ledger, mark: Mark) -> Observed<'_> {
    Observed { changes: ledger.changes_since(mark), findings: ledger.findings_since(mark) }
}
