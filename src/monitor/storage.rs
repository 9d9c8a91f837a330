//! How a run's state is kept: compact, at a location of the automaton, or whole, as the rules need it.

use std::sync::OnceLock;

use crate::event::Deed;
use crate::names::Names;
use crate::terms::{Lexicon, Terms};
use crate::time::Instant;

use super::Transition;
use super::automaton::{Cache, CompactRun, RecordedEffects};
use super::rules::{Manner, State};

/// The state of a run.
///
/// INVARIANT: it is either compact or whole.
#[derive(Debug)]
pub(super) struct RunStorage {
    run: Option<CompactRun>,
    whole: Option<Box<State>>,
    /// The whole state of a compact run, for somebody who looked at it.
    seen: OnceLock<Box<State>>,
    /// Whether there was room for its location in the cache, as far as it was tried.
    may_compact: bool,
}

/// The state of a run that waits for its turn.
#[derive(Clone, Debug)]
pub(super) enum ParkedState {
    Compact(CompactRun),
    /// `None` while a runner works on it. (A variant of its own would cost each run eight bytes.)
    Whole(Option<Box<State>>),
}

impl RunStorage {
    pub(super) fn new(state: Box<State>) -> Self {
        Self { run: None, whole: Some(state), seen: OnceLock::new(), may_compact: true }
    }

    /// Takes a run up again that waited for its turn. One that was whole stays so: there was no room for
    /// its location.
    pub(super) fn resumed(parked: ParkedState) -> Self {
        match parked {
            ParkedState::Compact(run) => Self { run: Some(run), ..Self::empty() },
            ParkedState::Whole(Some(state)) => Self { may_compact: false, ..Self::new(state) },
            ParkedState::Whole(None) => Self::empty(),
        }
    }

    /// Lays the run down until its next turn.
    pub(super) fn parked(mut self, cache: &Cache, terms: &Terms) -> ParkedState {
        self.compacted(cache, terms);
        match self.run.take() {
            Some(run) => ParkedState::Compact(run),
            None => ParkedState::Whole(Some(self.take(cache, terms))),
        }
    }

    pub(super) fn clock(&self, cache: &Cache, terms: &Terms) -> Instant {
        match &self.run {
            Some(run) => run.position().clock,
            None => self.whole(cache, terms).clock,
        }
    }

    /// When the next timer fires.
    pub(super) fn next_timeout(&self, cache: &Cache, terms: &Terms) -> Option<Instant> {
        match &self.run {
            Some(run) => run.position().next,
            None => self.whole(cache, terms).next_timer().map(|(at, _)| at),
        }
    }

    /// Whether the run has begun.
    pub(super) fn has_begun(&self, cache: &Cache, terms: &Terms) -> bool {
        terms.date.is_some() || self.whole(cache, terms).start.is_some()
    }

    /// Whether the run had begun when it stood so.
    pub(super) fn has_begun_before(
        &self,
        cache: &Cache,
        terms: &Terms,
        before: &CompactRun,
    ) -> bool {
        terms.date.is_some() || cache.state(terms, before).is_some_and(|it| it.start.is_some())
    }

    /// Whether something happens before the clock stands at an instant.
    pub(super) fn fires_before(&self, cache: &Cache, terms: &Terms, to: Instant) -> bool {
        match &self.run {
            // A deadline fires just after its instant; which it is only the timers tell.
            Some(run) => {
                run.position().next.is_some_and(|next| next <= to)
                    && self.whole(cache, terms).fires_before(to)
            }
            None => self.whole(cache, terms).fires_before(to),
        }
    }

    /// Makes room for all that registers will hold, so that no step needs memory.
    pub(super) fn reserve(&mut self, cache: &Cache) {
        if let Some(run) = &mut self.run {
            cache.reserve(run);
        }
    }

    /// The whole state.
    pub(super) fn whole(&self, cache: &Cache, terms: &Terms) -> &State {
        match &self.whole {
            Some(whole) => whole,
            None => self.seen.get_or_init(|| Self::expanded(self.run.as_ref(), cache, terms)),
        }
    }

    /// Takes the whole state out, for the rules to change; give it back with [`RunStorage::put`].
    pub(super) fn take(&mut self, cache: &Cache, terms: &Terms) -> Box<State> {
        let run = self.run.take();
        let whole = self.whole.take().or_else(|| self.seen.take());
        whole.unwrap_or_else(|| Self::expanded(run.as_ref(), cache, terms))
    }

    /// Puts in what the rules made of the state.
    pub(super) fn put(&mut self, state: Box<State>) {
        self.whole = Some(state);
    }

    /// The run made compact, where there is room for its location.
    #[inline]
    pub(super) fn compacted(&mut self, cache: &Cache, terms: &Terms) -> Option<&mut CompactRun> {
        if self.run.is_none() && self.may_compact {
            self.try_to_compact(cache, terms);
        }
        self.run.as_mut()
    }

    #[cold]
    #[inline(never)]
    fn try_to_compact(&mut self, cache: &Cache, terms: &Terms) {
        self.run = self.whole.as_ref().and_then(|state| cache.compact(terms, state));
        self.may_compact = self.run.is_some();
        if let Some(whole) = self.whole.take_if(|_| self.run.is_some()) {
            self.seen = OnceLock::from(whole);
        }
    }

    /// Takes a compact run along the edge of an event, if there is one, and no timer fires before it.
    #[inline]
    pub(super) fn follow<'p, V: Names>(
        &mut self,
        cache: &'p Cache,
        time: &Instant,
        deed: &Deed<V>,
        lexicon: &Lexicon<V>,
        manner: Manner,
    ) -> Option<&'p RecordedEffects> {
        let effects = cache.follow(self.run.as_mut()?, time, deed, lexicon, manner)?;
        self.forget_whole();
        Some(effects)
    }

    /// The change of this number, of those that the edge brought which the run took last.
    pub(super) fn transition(
        &self,
        cache: &Cache,
        effects: &RecordedEffects,
        number: usize,
    ) -> Option<Transition> {
        cache.transition(effects, self.run.as_ref()?, number)
    }

    /// Whether the run is whole, and no timer of it fires up to an instant.
    pub(super) fn fires_nothing_until(&self, to: Instant) -> bool {
        let next = |state: &State| state.next_timer();
        self.whole.as_ref().is_some_and(|state| next(state).is_none_or(|(at, _)| at > to))
    }

    /// Moves the clock on to an instant up to which nothing fires.
    pub(super) fn move_on(&mut self, to: Instant) {
        if let Some(run) = &mut self.run {
            run.position_mut().clock = to;
        }
        if let Some(state) = &mut self.whole {
            state.clock = to;
        }
        self.forget_whole();
    }

    /// The run, if it is compact, to move on. Call [`RunStorage::forget_whole`] once it has.
    #[inline]
    pub(super) fn run_mut(&mut self) -> Option<&mut CompactRun> {
        self.run.as_mut()
    }

    /// The run, if it is compact.
    #[inline]
    pub(super) fn run(&self) -> Option<&CompactRun> {
        self.run.as_ref()
    }

    /// Forgets the whole state that somebody looked at: the compact run has moved on.
    #[inline]
    pub(super) fn forget_whole(&mut self) {
        if self.seen.get().is_some() {
            self.seen = OnceLock::new();
        }
    }

    fn empty() -> Self {
        Self { run: None, whole: None, seen: OnceLock::new(), may_compact: true }
    }

    fn expanded(run: Option<&CompactRun>, cache: &Cache, terms: &Terms) -> Box<State> {
        // By the invariant there is a run, and its location is in the cache; the start is where all begin.
        let whole = run.and_then(|run| cache.state(terms, run));
        Box::new(whole.unwrap_or_else(|| State::new(terms)))
    }
}

impl Clone for RunStorage {
    /// What somebody looked at is not copied.
    fn clone(&self) -> Self {
        let Self { run, whole, seen: _, may_compact } = self;
        Self {
            run: run.clone(),
            whole: whole.clone(),
            seen: OnceLock::new(),
            may_compact: *may_compact,
        }
    }
}
