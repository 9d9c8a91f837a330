//! The places of an agreement's runs, and the paths between them, shared by all runs.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::event::Deed;
use crate::monitor::Change;
use crate::names::Names;
use crate::terms::{Lexicon, Terms};
use crate::time::Instant;

use super::super::state::State;
use super::compact::Compact;
use super::key::{Pending, key, pending, registers, whole};
use super::layout::{Layout, Plain};
use super::path::Path;
use super::wear::Trial;

/// What the runs of one agreement have worn so far. It only grows, up to a bound: runs that come to
/// a place past it go on by the rules alone.
#[derive(Debug)]
pub(in crate::monitor) struct Paths {
    layout: Option<Layout>,
    places: Box<[OnceLock<Box<Place>>]>,
    numbers: Mutex<HashMap<Box<[u8]>, u32>>,
    worn: AtomicUsize,
}

/// Where everything stands.
#[derive(Debug)]
struct Place {
    state: State,
    pending: Box<[Pending]>,
    /// By the number of the deed.
    paths: Box<[OnceLock<Box<Path>>]>,
}

/// A path that was just followed.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) struct Trodden<'a> {
    path: &'a Path,
    layout: &'a Layout,
}

/// The most places, and how many slots for paths they may have together.
const MOST_PLACES: usize = 1 << 12;
const MOST_SLOTS: usize = 1 << 20;
const MOST_PATHS: usize = 1 << 16;

/// The most paths of one deed from one place.
const MOST_OTHERS: usize = 8;

impl Paths {
    /// Those of an agreement; the first run of it lays them out.
    pub(in crate::monitor) fn of(terms: &Terms) -> Arc<Self> {
        let learnt = terms.learnt.get_or_init(|| Arc::new(Self::new(terms)));
        // Nobody else keeps anything there; if somebody did, this run would have paths of its own.
        Arc::clone(learnt).downcast().unwrap_or_else(|_| Arc::new(Self::new(terms)))
    }

    fn new(terms: &Terms) -> Self {
        let layout = Layout::of(terms);
        let most = layout.as_ref().map_or(0, |layout| {
            MOST_SLOTS.checked_div(layout.deeds).unwrap_or(MOST_PLACES).min(MOST_PLACES)
        });
        Self {
            layout,
            places: (0..most).map(|_| OnceLock::new()).collect(),
            numbers: Mutex::default(),
            worn: AtomicUsize::new(0),
        }
    }

    /// The event as one that could wear a path, if it is of that kind and of this agreement.
    #[inline]
    pub(in crate::monitor) fn plain<V: Names>(
        &self,
        deed: &Deed<V>,
        lexicon: &Lexicon<V>,
    ) -> Option<Plain> {
        self.layout.as_ref()?.plain(deed, lexicon)
    }

    /// Takes a run along the path of an event, if there is one.
    #[inline]
    pub(in crate::monitor) fn follow(
        &self,
        terms: &Terms,
        run: &mut Compact,
        event: Plain,
        time: Instant,
    ) -> Option<Trodden<'_>> {
        if !run.is_still_at(time) {
            return None;
        }
        let path = self.place(run.place)?.paths.get(event.deed)?.get()?;
        let path = path.that_admits(run, event, time)?;
        path.take(terms, run, event, time);
        Some(Trodden { path, layout: self.layout.as_ref()? })
    }

    /// A whole state as a run on paths; none where there is no room for its place.
    pub(in crate::monitor) fn compact(&self, terms: &Terms, state: &State) -> Option<Compact> {
        let layout = self.layout.as_ref()?;
        let key = key(layout, terms, state);
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let number = match numbers.get(&key) {
            Some(number) => *number,
            None => {
                let number = numbers.len();
                let free = self.places.get(number)?;
                let number = u32::try_from(number).ok()?;
                free.get_or_init(|| {
                    Box::new(Place {
                        state: state.clone(),
                        pending: pending(layout, terms, state).into(),
                        paths: (0..layout.deeds).map(|_| OnceLock::new()).collect(),
                    })
                });
                numbers.insert(key, number);
                number
            }
        };
        Some(registers(layout, number, state))
    }

    /// The whole state of a run on paths.
    pub(in crate::monitor) fn whole(&self, terms: &Terms, run: &Compact) -> Option<State> {
        let place = self.place(run.place)?;
        Some(whole(self.layout.as_ref()?, terms, &place.state, run))
    }

    /// Wears a path, if what an event did is plain: it took a run from one place to another, with
    /// these changes and no finding.
    pub(in crate::monitor) fn wear(
        &self,
        terms: &Terms,
        event: Plain,
        deed: &Deed,
        runs: (&Compact, &Compact),
        changes: &[Change],
    ) -> Option<()> {
        let (before, after) = runs;
        if self.worn.load(Ordering::Relaxed) >= MOST_PATHS {
            return None;
        }
        let layout = self.layout.as_ref()?;
        let (from, to) = (self.place(before.place)?, self.place(after.place)?);
        let trial = Trial {
            layout,
            terms,
            before,
            after,
            stood: &from.state,
            is_retimed: from.pending != to.pending,
            pending: &to.pending,
        };
        let path = trial.path(deed, event, changes)?;
        let mut slot = from.paths.get(event.deed)?;
        for _ in 0..MOST_OTHERS {
            match slot.get() {
                Some(worn) => slot = &worn.other,
                None => {
                    if slot.set(Box::new(path)).is_ok() {
                        self.worn.fetch_add(1, Ordering::Relaxed);
                    }
                    return Some(());
                }
            }
        }
        None
    }

    #[inline]
    fn place(&self, number: u32) -> Option<&Place> {
        self.places.get(usize::try_from(number).ok()?)?.get().map(|place| &**place)
    }
}

impl Trodden<'_> {
    /// How much the path tells.
    pub(in crate::monitor) fn tells(&self) -> usize {
        self.path.tells()
    }

    /// What the path told the run that it has just taken along.
    pub(in crate::monitor) fn told(
        &self,
        run: &Compact,
        number: usize,
    ) -> Option<crate::monitor::Transition> {
        self.path.told(self.layout, run, number)
    }
}
