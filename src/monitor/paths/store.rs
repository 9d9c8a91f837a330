//! The places of an agreement's runs, and the paths between them, shared by all runs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::event::Deed;
use crate::monitor::{Manner, Outcome, Transition};
use crate::names::{Names, ObligationId};
use crate::terms::{Lexicon, Terms};
use crate::time::Instant;

use super::super::budget::Budget;
use super::super::state::{State, Tracked};
use super::super::tale::Tale;
use super::compact::Compact;
use super::head::Head;
use super::key::{Pending, key, pending, registers, tracked, whole};
use super::layout::{Layout, Way};
use super::path::Own;
use super::wear::{Effects, Trial};

/// What the runs of one agreement have worn so far. It only grows, up to a bound: runs that come to
/// a place past it go on without.
///
/// Runs on other threads only read what is there; they wait for one another where a new place is
/// found, and nowhere else.
#[derive(Debug)]
pub(in crate::monitor) struct Paths {
    layout: Option<Layout>,
    places: Box<[OnceLock<Place>]>,
    numbers: Mutex<HashMap<Box<[u8]>, u32>>,
    budget: Budget,
}

/// Where everything stands.
#[derive(Debug)]
struct Place {
    /// By the number of the way.
    paths: Box<[OnceLock<Head>]>,
    known: Box<Known>,
}

/// What is known of a place.
#[derive(Debug)]
struct Known {
    state: State,
    outcome: Outcome,
    pending: Box<[Pending]>,
}

/// What fires next on a run's way to an instant.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) enum Firing {
    /// Nothing.
    Nothing,
    /// These timers, together, at this instant.
    Timers(Way, Instant),
    /// That is for the rules to say.
    Unclear,
}

/// The most places, which are numbered.
const MOST_PLACES: usize = 4_096;

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
        let most = if layout.is_some() { MOST_PLACES } else { 0 };
        Self {
            layout,
            places: (0..most).map(|_| OnceLock::new()).collect(),
            numbers: Mutex::default(),
            budget: Budget::default(),
        }
    }

    /// The way of a deed, if it is of a kind that could wear a path and of this agreement.
    #[inline]
    pub(in crate::monitor) fn way<V: Names>(
        &self,
        deed: &Deed<V>,
        lexicon: &Lexicon<V>,
    ) -> Option<Way> {
        self.layout.as_ref()?.way(deed, lexicon)
    }

    /// Takes a run along the path of an event, if there is one and no timer fires before it.
    #[inline]
    pub(in crate::monitor) fn follow<V: Names>(
        &self,
        run: &mut Compact,
        time: &Instant,
        deed: &Deed<V>,
        lexicon: &Lexicon<V>,
        manner: Manner,
    ) -> Option<&Tale> {
        if !run.is_still_at(time) {
            return None;
        }
        let way = self.way(deed, lexicon)?;
        let head = self.head(run, way)?;
        if head.lead(run, way.quantity, time) {
            return Some(&head.path.tale);
        }
        head.path.follow(run, (way.quantity, way.fires), time, manner).map(|path| &path.tale)
    }

    /// What fires next as the clock of a run moves on to an instant that is not before it.
    pub(in crate::monitor) fn firing(&self, run: &Compact, to: Instant) -> Firing {
        let Some(next) = run.standing().next.filter(|next| *next <= to) else {
            return Firing::Nothing;
        };
        let (Some(known), Some(layout)) = (self.known(run), &self.layout) else {
            return Firing::Unclear;
        };
        // A deadline can be extended to an instant that is past already.
        if next < run.standing().clock || known.pending.len() > 64 {
            return Firing::Unclear;
        }
        let (mut conditions, mut deadlines) = (0_u64, 0_u64);
        for (pending, bit) in known.pending.iter().zip(0_u32..) {
            if pending.at(run) == Some(next) {
                let kind = if pending.is_deadline() { &mut deadlines } else { &mut conditions };
                *kind |= 1_u64.wrapping_shl(bit);
            }
        }
        match (conditions, deadlines) {
            (0, 0) => Firing::Unclear,
            (0, _) if next == to => Firing::Nothing,
            (0, deadlines) => Firing::Timers(layout.firing(deadlines), next),
            (conditions, _) => Firing::Timers(layout.firing(conditions), next),
        }
    }

    /// Takes a run along the path of timers that fire at their instant, if there is one.
    pub(in crate::monitor) fn follow_firing(
        &self,
        run: &mut Compact,
        way: Way,
        at: Instant,
    ) -> Option<&Tale> {
        let head = self.head(run, way)?;
        head.path.follow(run, (way.quantity, way.fires), &at, Manner::Record).map(|path| &path.tale)
    }

    /// The first path of a way from where a run stands.
    #[inline]
    fn head(&self, run: &Compact, way: Way) -> Option<&Head> {
        self.place(run)?.paths.get(way.number)?.get()
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
                let known = Known {
                    state: state.at_rest(),
                    outcome: state.outcome(terms),
                    pending: pending(layout, terms, state).into(),
                };
                let place = Place {
                    paths: (0..layout.ways).map(|_| OnceLock::new()).collect(),
                    known: Box::new(known),
                };
                // The key is kept beside the place.
                self.budget.afford(place.weight().saturating_add(key.len()))?;
                let number = u32::try_from(number).ok()?;
                free.get_or_init(|| place);
                numbers.insert(key, number);
                number
            }
        };
        Some(registers(layout, number, state))
    }

    /// What is told a run that a path has just taken along.
    pub(in crate::monitor) fn told(
        &self,
        tale: &Tale,
        run: &Compact,
        number: usize,
    ) -> Option<Transition> {
        tale.told(&Own { layout: self.layout.as_ref()?, run }, number)
    }

    /// The whole state of a run on paths.
    pub(in crate::monitor) fn whole(&self, terms: &Terms, run: &Compact) -> Option<State> {
        let known = self.known(run)?;
        Some(whole(self.layout.as_ref()?, terms, &known.state, run))
    }

    /// Where an obligation of a run on paths stands.
    pub(in crate::monitor) fn tracked(&self, run: &Compact, id: ObligationId) -> Option<Tracked> {
        let known = self.known(run)?;
        let slots = &self.layout.as_ref()?.obligations[id];
        Some(tracked(slots, known.state.obligations[id], run))
    }

    /// What a run on paths comes to, as it stands.
    pub(in crate::monitor) fn outcome(&self, run: &Compact) -> Option<Outcome> {
        self.known(run).map(|known| known.outcome)
    }

    /// Wears a path, if what a step did is plain: it took a run from one place to another, with
    /// these changes and findings. The deed is none where timers fired.
    pub(in crate::monitor) fn wear(
        &self,
        terms: &Terms,
        way: Way,
        deed: Option<&Deed>,
        runs: (&Compact, &Compact),
        effects: Effects<'_>,
    ) -> Option<()> {
        let (before, after) = runs;
        let layout = self.layout.as_ref()?;
        let (from, to) = (self.known(before)?, self.known(after)?);
        let trial = Trial {
            layout,
            terms,
            before,
            after,
            stood: &from.state,
            is_retimed: from.pending != to.pending,
            pending: &to.pending,
        };
        let path = trial.path(deed, way, effects)?;
        let head = self.place(before)?.paths.get(way.number)?;
        let Some(first) = head.get() else {
            self.budget.afford(path.weight())?;
            let _ = head.set(Head::of(path));
            return Some(());
        };
        let mut slot = &first.path.other;
        for _ in 1..MOST_OTHERS {
            match slot.get() {
                Some(worn) => slot = &worn.other,
                None => {
                    self.budget.afford(path.weight())?;
                    let _ = slot.set(Box::new(path));
                    return Some(());
                }
            }
        }
        None
    }

    /// Where a run stands.
    #[inline]
    fn place(&self, run: &Compact) -> Option<&Place> {
        self.places.get(usize::try_from(run.standing().place).ok()?)?.get()
    }

    fn known(&self, run: &Compact) -> Option<&Known> {
        self.place(run).map(|place| &*place.known)
    }
}

impl Place {
    /// About how many bytes it takes, its paths left out.
    fn weight(&self) -> usize {
        [
            size_of::<Known>(),
            self.known.state.weight(),
            size_of_val(&*self.known.pending),
            size_of_val(&*self.paths),
        ]
        .into_iter()
        .fold(0, usize::saturating_add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::condition::always;
    use crate::event::Event;
    use crate::monitor::Monitor;
    use crate::monitor::budget::MOST_BYTES;
    use crate::names::Ids;
    use crate::terms::{Agreement, by, owes};

    crate::vocabulary! {
        struct Endless;
        enum Party { A, B }
        enum Act { X }
        enum Obligation { Late }
    }

    /// A breach that waits for its verifier counts what is done, and each sum is another place.
    #[test]
    fn what_is_worn_stays_within_its_bound() {
        let date = Instant::literal(2026, 1, 1, 0, 0);
        let agreement: Agreement<Ids> = Agreement::<Endless>::builder("endless", date)
            .party(Party::A, "a")
            .party(Party::B, "b")
            .act(Act::X, by([Party::A]).requires(always()))
            .obligation(
                Obligation::Late,
                owes(Party::A, Party::B)
                    .perform(Act::X)
                    .within("PT1H".parse().unwrap())
                    .verified_by(Party::B),
            )
            .build()
            .unwrap()
            .erased();
        let mut monitor = Monitor::new(&agreement).without_history();
        let act = Event::act(
            Instant::literal(2026, 1, 2, 0, 0),
            agreement.party("a").unwrap(),
            agreement.act("x").unwrap(),
        );
        let paths = Paths::of(agreement.terms());
        let places = || paths.numbers.lock().unwrap().len();
        let mut seen = 0;
        for quantity in 1..=2 * MOST_PLACES as u64 {
            monitor.record(&act.clone().quantity(quantity.try_into().unwrap()));
            assert!(places() <= MOST_PLACES);
            assert!(paths.budget.spent() <= MOST_BYTES);
            seen = seen.max(places());
        }
        assert_eq!(seen, MOST_PLACES, "the log came to more places than are kept");
        assert_eq!(monitor.findings().len(), 1);
        let late = agreement.obligation("late").unwrap();
        let sum = MOST_PLACES as u64 * (2 * MOST_PLACES as u64 + 1);
        assert_eq!(monitor.progress(late), Some(sum));
    }

    #[test]
    fn what_can_not_be_afforded_is_not_spent() {
        let agreement = crate::cuba::agreement(crate::cuba::Reading::Verified).unwrap();
        let paths = Paths::new(agreement.terms());
        assert_eq!(paths.budget.afford(MOST_BYTES), Some(()));
        assert_eq!(paths.budget.afford(1), None);
        let state = Monitor::new(&agreement).state().clone();
        assert!(paths.compact(agreement.terms(), &state).is_none());
        assert_eq!(paths.budget.spent(), MOST_BYTES);
    }

    /// How many paths are worn, the other paths of a deed included.
    #[cfg(feature = "json")]
    fn worn(paths: &Paths) -> usize {
        let places = paths.places.iter().filter_map(OnceLock::get);
        let heads = places.flat_map(|place| place.paths.iter().filter_map(OnceLock::get));
        heads
            .map(|head| {
                let others = std::iter::successors(head.path.other.get(), |path| path.other.get());
                others.count().saturating_add(1)
            })
            .sum()
    }

    /// What is plain wears a path, each step one; what rests on more than comparisons wears none.
    #[cfg(feature = "json")]
    #[test]
    fn each_plain_step_wears_one_path() {
        let agreement = Agreement::from_json(
            r#"{
            "title": "t", "date": "2026-01-01T00:00:00Z", "parties": {"a": "", "b": ""},
            "acts": {
                "go": {"by": ["a"]}, "give": {"by": ["a"]}, "stop": {"by": ["b"]}, "more": {"by": ["b"]},
                "wait": {"by": ["a"]}, "gated": {"by": ["a"], "requires": {"happened": "stop"}}
            },
            "obligations": {
                "soon": {
                    "debtor": "a", "creditor": "b", "perform": "give", "quantity": 3, "within": "P9D",
                    "when": {"happened": "go"}, "suspended_while": {"happened": "more"}
                },
                "fixed": {
                    "debtor": "a", "creditor": "b", "perform": "gated", "at": "2026-01-03T00:00:00Z",
                    "when": {"happened": "stop"}
                },
                "often": {
                    "debtor": "b", "creditor": "a", "refrain": "more", "beyond": 5, "per": "P1M",
                    "when": {"happened": "wait"}
                },
                "late": {
                    "debtor": "b", "creditor": "a", "perform": "stop",
                    "when": {"elapsed": {"since": {"happened": "go"}, "for": "P2D"}},
                    "until": {"happened": {"act": "give", "at_least": 9}}, "within": "PT1H"
                }
            }
        }"#,
        )
        .unwrap();
        let paths = Paths::of(agreement.terms());
        let mut monitor = Monitor::new(&agreement).without_history();
        let party = |name| agreement.party(name).unwrap();
        let act = |name| agreement.act(name).unwrap();
        let at = |day, hour| Instant::literal(2026, 1, day, hour, 0);
        let mut wears = |event: Event| {
            let before = worn(&paths);
            monitor.record(&event);
            worn(&paths) - before
        };
        // A deadline is set, and an `elapsed` condition begins to wait.
        assert_eq!(wears(Event::act(at(1, 1), party("a"), act("go"))), 1);
        // A sum that is kept, and one that comes to what was asked for.
        let give = |hour, quantity: u64| {
            Event::act(at(1, hour), party("a"), act("give")).quantity(quantity.try_into().unwrap())
        };
        assert_eq!(wears(give(2, 1)), 1);
        assert_eq!(wears(give(3, 1)), 0, "the same path again");
        // Before its condition holds, and by somebody who may not.
        assert_eq!(wears(Event::act(at(1, 4), party("a"), act("gated"))), 1);
        assert_eq!(wears(Event::act(at(1, 5), party("b"), act("gated"))), 1);
        assert_eq!(wears(Event::tick(at(1, 6))), 0);
        // A condition's timer fires, then a deadline's.
        assert_eq!(wears(Event::tick(at(3, 1))), 1);
        assert_eq!(wears(Event::tick(at(3, 4))), 1);
        // A fixed deadline that is past already.
        assert_eq!(wears(Event::act(at(3, 5), party("b"), act("stop"))), 1);
        // A limit for each period begins to be counted; what counts against it is for the rules.
        assert_eq!(wears(Event::act(at(3, 6), party("a"), act("wait"))), 1);
        assert_eq!(wears(Event::act(at(3, 7), party("b"), act("more"))), 0);
        let soon = agreement.obligation("soon").unwrap();
        // Neither does anybody's grace wear a path.
        assert_eq!(wears(Event::extend(at(3, 8), party("b"), soon, at(30, 0))), 0);
        assert_eq!(wears(Event::release(at(3, 9), party("b"), soon)), 0);
    }
}
