//! A run's state in two forms: compact, on worn paths, and whole, as the rules need it.

use std::sync::OnceLock;

use crate::event::Deed;
use crate::names::Names;
use crate::terms::{Lexicon, Terms};
use crate::time::Instant;

use super::Transition;
use super::paths::{Compact, Paths};
use super::resting::Form;
use super::state::State;
use super::take::Manner;
use super::tale::Tale;

/// The state of a run.
///
/// INVARIANT: it is either on paths or whole.
#[derive(Debug)]
pub(super) struct Life {
    run: Option<Compact>,
    whole: Option<Box<State>>,
    /// The whole state of a run on paths, for somebody who looked at it.
    seen: OnceLock<Box<State>>,
    /// Whether there was room for its place among those with paths, as far as it was tried.
    may_wear: bool,
}

impl Life {
    pub(super) fn new(state: Box<State>) -> Self {
        Self { run: None, whole: Some(state), seen: OnceLock::new(), may_wear: true }
    }

    /// That of a run which waited for its turn. One that was whole stays so.
    pub(super) fn of(form: Form) -> Self {
        match form {
            Form::OnPaths(run) => Self { run: Some(run), ..Self::nowhere() },
            Form::Whole(state) => Self { may_wear: false, ..Self::new(state) },
            Form::Taken => Self::nowhere(),
        }
    }

    /// Lays the run down until its next turn.
    pub(super) fn laid_down(mut self, paths: &Paths, terms: &Terms) -> Form {
        self.on_paths(paths, terms);
        match self.run.take() {
            Some(run) => Form::OnPaths(run),
            None => Form::Whole(self.take(paths, terms)),
        }
    }

    pub(super) fn clock(&self, paths: &Paths, terms: &Terms) -> Instant {
        match &self.run {
            Some(run) => run.standing().clock,
            None => self.whole(paths, terms).clock,
        }
    }

    /// When the next timer fires.
    pub(super) fn next_timeout(&self, paths: &Paths, terms: &Terms) -> Option<Instant> {
        match &self.run {
            Some(run) => run.standing().next,
            None => self.whole(paths, terms).timers.next().map(|(at, _)| at),
        }
    }

    /// The whole state.
    pub(super) fn whole(&self, paths: &Paths, terms: &Terms) -> &State {
        match &self.whole {
            Some(whole) => whole,
            None => self.seen.get_or_init(|| Self::widened(self.run.as_ref(), paths, terms)),
        }
    }

    /// The whole state, for the rules to change; give it back with [`Life::put`].
    pub(super) fn take(&mut self, paths: &Paths, terms: &Terms) -> Box<State> {
        let run = self.run.take();
        let whole = self.whole.take().or_else(|| self.seen.take());
        whole.unwrap_or_else(|| Self::widened(run.as_ref(), paths, terms))
    }

    /// What the rules made of the state.
    pub(super) fn put(&mut self, state: Box<State>) {
        self.whole = Some(state);
    }

    /// The run on paths, where there is room for its place.
    #[inline]
    pub(super) fn on_paths(&mut self, paths: &Paths, terms: &Terms) -> Option<&mut Compact> {
        if self.run.is_none() && self.may_wear {
            self.try_paths(paths, terms);
        }
        self.run.as_mut()
    }

    #[cold]
    #[inline(never)]
    fn try_paths(&mut self, paths: &Paths, terms: &Terms) {
        self.run = self.whole.as_ref().and_then(|state| paths.compact(terms, state));
        self.may_wear = self.run.is_some();
        if let Some(whole) = self.whole.take_if(|_| self.run.is_some()) {
            self.seen = OnceLock::from(whole);
        }
    }

    /// Takes the run along the path of an event, if there is one, and no timer fires before it.
    #[inline]
    pub(super) fn follow<'p, V: Names>(
        &mut self,
        paths: &'p Paths,
        time: &Instant,
        deed: &Deed<V>,
        lexicon: &Lexicon<V>,
        manner: Manner,
    ) -> Option<&'p Tale> {
        let tale = paths.follow(self.run.as_mut()?, time, deed, lexicon, manner)?;
        self.forget_whole();
        Some(tale)
    }

    /// The change of this number, of those told when the run was taken along last.
    pub(super) fn told(&self, paths: &Paths, tale: &Tale, number: usize) -> Option<Transition> {
        paths.told(tale, self.run.as_ref()?, number)
    }

    /// Whether the run is whole, and no timer of it fires up to an instant.
    pub(super) fn fires_nothing_until(&self, to: Instant) -> bool {
        let next = |state: &State| state.timers.next();
        self.whole.as_ref().is_some_and(|state| next(state).is_none_or(|(at, _)| at > to))
    }

    /// Moves the clock on to an instant up to which nothing fires.
    pub(super) fn move_on(&mut self, to: Instant) {
        if let Some(run) = &mut self.run {
            run.standing_mut().clock = to;
        }
        if let Some(state) = &mut self.whole {
            state.clock = to;
        }
        self.forget_whole();
    }

    /// The run, if it is on paths, to move on; what was whole is then to be forgotten.
    #[inline]
    pub(super) fn run_mut(&mut self) -> Option<&mut Compact> {
        self.run.as_mut()
    }

    /// The run on paths, as it is now.
    #[inline]
    pub(super) fn run(&self) -> Option<&Compact> {
        self.run.as_ref()
    }

    /// The compact form has moved on.
    #[inline]
    pub(super) fn forget_whole(&mut self) {
        if self.seen.get().is_some() {
            self.seen = OnceLock::new();
        }
    }

    fn nowhere() -> Self {
        Self { run: None, whole: None, seen: OnceLock::new(), may_wear: true }
    }

    fn widened(run: Option<&Compact>, paths: &Paths, terms: &Terms) -> Box<State> {
        // By the invariant there is a run, and its place is known; the start is where all begin.
        let whole = run.and_then(|run| paths.whole(terms, run));
        Box::new(whole.unwrap_or_else(|| State::new(terms)))
    }
}

impl Clone for Life {
    /// What somebody looked at is not copied.
    fn clone(&self) -> Self {
        let Self { run, whole, may_wear, .. } = self;
        Self { run: run.clone(), whole: whole.clone(), seen: OnceLock::new(), may_wear: *may_wear }
    }
}
