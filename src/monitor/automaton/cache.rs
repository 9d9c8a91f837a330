//! The cache: the locations of an agreement's runs and the edges between them, shared by all runs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::event::Deed;
use crate::monitor::rules::{Manner, State, Tracked};
use crate::monitor::{Outcome, Transition};
use crate::names::{Names, ObligationId};
use crate::terms::{Duty, Lexicon, Obligation, Reach, Terms};
use crate::time::Instant;

use super::budget::Budget;
use super::compact_run::CompactRun;
use super::effects::RecordedEffects;
use super::first_edge::FirstEdge;
use super::key::key;
use super::location::{Facts, Location, compact, tracked_of};
use super::locations::{Locations, Seat};
use super::record::{Observed, Recording};
use super::register::RegisterLayout;
use super::symbol::{Alphabet, InputSymbol};

/// What the runs of one agreement have come to so far. It only grows, up to a bound: runs that come to
/// a location past it go on by the rules.
///
/// Runs on other threads only read what is there; they wait for one another where a new location is
/// found, and nowhere else.
#[derive(Debug)]
pub(in crate::monitor) struct Cache {
    /// `None` of an agreement that is too large.
    shape: Option<Shape>,
    locations: Locations,
    /// Where each location is, by its key.
    seats: Mutex<HashMap<Box<[u8]>, Seat>>,
    budget: Budget,
}

/// What is the same of all locations and runs.
#[derive(Debug)]
struct Shape {
    layout: RegisterLayout,
    alphabet: Alphabet,
}

/// What fires next on a run's way to an instant.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) enum Firing {
    /// Nothing.
    Nothing,
    /// These timers, together, at this instant.
    Timers(InputSymbol, Instant),
    /// That is for the rules to say.
    Unclear,
}

/// The largest agreement that has an automaton: what a location holds grows with its size.
const MOST_OBLIGATIONS: usize = 64;
const MOST_DEEDS: usize = 4_096;
const MOST_FORMULAS: usize = 1_024;

/// The most edges of one symbol from one location: they are tried one after the other.
const MOST_EDGES: usize = 8;

impl Shape {
    fn of(terms: &Terms) -> Option<Self> {
        // What is told is different in each run, and so is what a stretch has counted.
        let is_told = terms.told.len() > 0 || !terms.graph.reached_told.is_empty();
        let mut obligations = terms.obligations.values();
        let has_stretches = obligations.any(
            |it| matches!(&it.duty, Duty::Refrain(duty) if matches!(duty.reach, Reach::InAny(_))),
        );
        let is_small = terms.obligations.len() <= MOST_OBLIGATIONS
            && terms.graph.nodes.len() <= MOST_FORMULAS
            && !is_told
            // Where an agreement has taken another's place, or may, runs go by the rules alone.
            && !terms.has_other_names()
            && terms.kinds.len() == 0
            && !is_timed_by_calendar(terms)
            && !has_stretches;
        let alphabet = Alphabet::of(terms, MOST_DEEDS).filter(|_| is_small)?;
        Some(Self { layout: RegisterLayout::of(terms), alphabet })
    }
}

/// Whether a calendar counts anything but deadlines: when its timers fire is not to be read off a register.
fn is_timed_by_calendar(terms: &Terms) -> bool {
    let graph = &terms.graph;
    let is_counted = |obligation: &Obligation| {
        let per = match &obligation.duty {
            Duty::Refrain(limit) => limit.per(),
            Duty::Perform(_) | Duty::Achieve(_) => None,
        };
        [per, obligation.deemed_after()].into_iter().flatten().any(|it| it.calendar().is_some())
    };
    !graph.opens.is_empty()
        || graph.elapsed.values().any(|it| it.term.calendar().is_some())
        || graph.recents.values().any(|it| it.term.calendar().is_some())
        || terms.obligations.values().any(is_counted)
}

impl Cache {
    /// That of an agreement; its first run makes it.
    pub(in crate::monitor) fn of(terms: &Terms) -> Arc<Self> {
        let learnt = terms.learnt.get_or_init(|| Arc::new(Self::new(terms)));
        // Nobody else keeps anything there; if somebody did, this run would have a cache of its own.
        Arc::clone(learnt).downcast().unwrap_or_else(|_| Arc::new(Self::new(terms)))
    }

    fn new(terms: &Terms) -> Self {
        let budget = Budget::default();
        let shape = Shape::of(terms);
        let locations = Locations::new(&budget, shape.is_some());
        Self { shape, locations, seats: Mutex::default(), budget }
    }

    /// The symbol of a deed, if it is of a kind that could become an edge.
    #[inline]
    pub(in crate::monitor) fn symbol<V: Names>(
        &self,
        deed: &Deed<V>,
        lexicon: &Lexicon<V>,
    ) -> Option<InputSymbol> {
        self.shape.as_ref()?.alphabet.symbol(deed, lexicon)
    }

    /// Takes a run along the edge of an event, if there is one and no timer fires before it.
    #[inline]
    pub(in crate::monitor) fn follow<V: Names>(
        &self,
        run: &mut CompactRun,
        time: &Instant,
        deed: &Deed<V>,
        lexicon: &Lexicon<V>,
        manner: Manner,
    ) -> Option<&RecordedEffects> {
        if !run.is_still_at(time) {
            return None;
        }
        let symbol = self.symbol(deed, lexicon)?;
        let first = self.first_edge(run, symbol)?;
        if first.lead(run, symbol.quantity, time) {
            return Some(&first.edge.effects);
        }
        let edge = first.edge.follow(run, (symbol.quantity, symbol.fires), time, manner)?;
        Some(&edge.effects)
    }

    /// What fires next as the clock of a run moves on to an instant that is not before it.
    pub(in crate::monitor) fn firing(&self, run: &CompactRun, to: Instant) -> Firing {
        let Some(next) = run.position().next.filter(|next| *next <= to) else {
            return Firing::Nothing;
        };
        let (Some(facts), Some(shape)) = (self.facts(run), &self.shape) else {
            return Firing::Unclear;
        };
        // A deadline can be extended to an instant that is past already. And a symbol has 64 bits.
        if next < run.position().clock || facts.timers.len() > 64 {
            return Firing::Unclear;
        }
        let (mut conditions, mut deadlines) = (0_u64, 0_u64);
        for (timer, bit) in facts.timers.iter().zip(0_u32..) {
            if timer.at(run) == Some(next) {
                let kind = if timer.is_deadline() { &mut deadlines } else { &mut conditions };
                *kind |= 1_u64.wrapping_shl(bit);
            }
        }
        match (conditions, deadlines) {
            (0, 0) => Firing::Unclear,
            (0, _) if next == to => Firing::Nothing,
            (0, deadlines) => Firing::Timers(shape.alphabet.firing(deadlines), next),
            (conditions, _) => Firing::Timers(shape.alphabet.firing(conditions), next),
        }
    }

    /// Takes a run along the edge of timers that fire at their instant, if there is one.
    pub(in crate::monitor) fn follow_firing(
        &self,
        run: &mut CompactRun,
        symbol: InputSymbol,
        at: Instant,
    ) -> Option<&RecordedEffects> {
        let first = self.first_edge(run, symbol)?;
        let edge = first.edge.follow(run, (symbol.quantity, symbol.fires), &at, Manner::Record)?;
        Some(&edge.effects)
    }

    /// The first edge of a symbol from where a run stands.
    #[inline]
    fn first_edge(&self, run: &CompactRun, symbol: InputSymbol) -> Option<&FirstEdge> {
        self.location(run)?.first_edge(symbol.number)
    }

    /// A whole state as a compact run; `None` where there is no room for its location.
    pub(in crate::monitor) fn compact(&self, terms: &Terms, state: &State) -> Option<CompactRun> {
        let layout = &self.shape.as_ref()?.layout;
        // Not every run fits, and a location that none can stand at would be kept for nothing.
        let mut run = compact(layout, Seat::FIRST, state)?;
        let key = key(layout, terms, state);
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let seat = match seats.get(&key) {
            Some(seat) => *seat,
            None => {
                let number = u32::try_from(seats.len()).ok()?;
                // The key is kept beside the location.
                self.budget.afford(key.len())?;
                let facts = Facts::of(layout, terms, state);
                let seat = self.locations.put(number, facts, &self.budget)?;
                seats.insert(key, seat);
                seat
            }
        };
        run.position_mut().location = seat;
        Some(run)
    }

    /// The change of this number, of a run that an edge with these effects has just taken along.
    pub(in crate::monitor) fn transition(
        &self,
        effects: &RecordedEffects,
        run: &CompactRun,
        number: usize,
    ) -> Option<Transition> {
        effects.transition(&self.shape.as_ref()?.layout, run, number)
    }

    /// The whole state of a compact run.
    pub(in crate::monitor) fn state(&self, terms: &Terms, run: &CompactRun) -> Option<State> {
        Some(self.facts(run)?.state_of(terms, &self.shape.as_ref()?.layout, run))
    }

    /// What is remembered of an obligation of a compact run.
    pub(in crate::monitor) fn tracked(
        &self,
        run: &CompactRun,
        id: ObligationId,
    ) -> Option<Tracked> {
        let layout = &self.shape.as_ref()?.layout;
        let at_location = self.facts(run)?.state.run.obligations[id];
        Some(tracked_of(layout, &layout.obligations[id], at_location, run))
    }

    /// Whether a compact run remembers for reports when things came about.
    pub(in crate::monitor) fn keeps_milestones(&self, run: &CompactRun) -> bool {
        self.shape.as_ref().is_none_or(|shape| run.keeps_milestones(&shape.layout))
    }

    /// Makes room in a run for all that its registers will hold.
    pub(in crate::monitor) fn reserve(&self, run: &mut CompactRun) {
        if let Some(shape) = &self.shape {
            run.reserve(&shape.layout);
        }
    }

    /// What a compact run comes to, as it stands.
    pub(in crate::monitor) fn outcome(&self, run: &CompactRun) -> Option<Outcome> {
        self.facts(run).map(|facts| facts.outcome)
    }

    /// Records an edge, if what a step did is plain: it took a run from one location to another, with
    /// these changes and findings. There is no deed where timers fired.
    pub(in crate::monitor) fn record(
        &self,
        terms: &Terms,
        symbol: InputSymbol,
        deed: Option<&Deed>,
        (before, after): (&CompactRun, &CompactRun),
        observed: Observed<'_>,
    ) -> Option<()> {
        let Shape { layout, alphabet } = self.shape.as_ref()?;
        let (from, to) = (self.facts(before)?, self.facts(after)?);
        let recording = Recording { layout, terms, before, after, from, to };
        let edge = recording.edge(deed, symbol, observed)?;
        let slot = self.location(before)?.slot(symbol.number, alphabet.size, &self.budget)?;
        let Some(first) = slot.get() else {
            self.budget.afford(edge.weight())?;
            let _ = slot.set(FirstEdge::of(edge));
            return Some(());
        };
        let mut slot = &first.edge.other;
        for _ in 1..MOST_EDGES {
            match slot.get() {
                Some(recorded) => slot = &recorded.other,
                None => {
                    self.budget.afford(edge.weight())?;
                    let _ = slot.set(Box::new(edge));
                    return Some(());
                }
            }
        }
        None
    }

    /// Where a run stands.
    #[inline]
    fn location(&self, run: &CompactRun) -> Option<&Location> {
        self.locations.get(run.position().location)
    }

    fn facts(&self, run: &CompactRun) -> Option<&Facts> {
        self.location(run)?.facts.get().map(|facts| &**facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::condition::always;
    use crate::event::Event;
    use crate::monitor::Monitor;
    use crate::monitor::automaton::budget::MOST_BYTES;
    use crate::monitor::automaton::locations::MOST;
    use crate::names::Ids;
    use crate::terms::{Agreement, by, owes};

    crate::vocabulary! {
        struct Endless;
        enum Party { A, B }
        enum Act { X }
        enum Obligation { Late }
    }

    /// A breach that waits for its verifier counts what is done, and each sum is another location.
    #[test]
    fn what_is_cached_stays_within_its_bound() {
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
        let cache = Cache::of(agreement.terms());
        let locations = || cache.seats.lock().unwrap().len();
        let mut seen = 0;
        for quantity in 1..=2 * u64::from(MOST) {
            monitor.record(&act.clone().quantity(quantity));
            assert!(locations() <= MOST as usize);
            assert!(cache.budget.spent() <= MOST_BYTES);
            seen = seen.max(locations());
        }
        assert_eq!(seen, MOST as usize, "the log came to more locations than are kept");
        assert_eq!(monitor.findings().len(), 1);
        let late = agreement.obligation("late").unwrap();
        let sum = u64::from(MOST) * (2 * u64::from(MOST) + 1);
        assert_eq!(monitor.progress(late), Some(sum));
    }

    #[test]
    fn what_can_not_be_afforded_is_not_spent() {
        let agreement = crate::cuba::agreement(crate::cuba::Reading::Verified).unwrap();
        let cache = Cache::new(agreement.terms());
        assert_eq!(cache.budget.afford(MOST_BYTES - cache.budget.spent()), Some(()));
        assert_eq!(cache.budget.afford(1), None);
        let state = Monitor::new(&agreement).state().clone();
        assert!(cache.compact(agreement.terms(), &state).is_none());
        assert_eq!(cache.budget.spent(), MOST_BYTES);
    }

    /// How many edges are recorded.
    #[cfg(feature = "json")]
    fn recorded(cache: &Cache) -> usize {
        let symbols = cache.shape.as_ref().map_or(0, |shape| shape.alphabet.size);
        let firsts = cache
            .locations
            .iter()
            .flat_map(|location| (0..symbols).filter_map(|symbol| location.first_edge(symbol)));
        firsts
            .map(|first| {
                let others = std::iter::successors(first.edge.other.get(), |edge| edge.other.get());
                others.count().saturating_add(1)
            })
            .sum()
    }

    /// Each plain step becomes an edge; what rests on more than comparisons becomes none.
    #[cfg(feature = "json")]
    #[test]
    fn each_plain_step_becomes_one_edge() {
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
        let cache = Cache::of(agreement.terms());
        let mut monitor = Monitor::new(&agreement).without_history();
        let party = |name| agreement.party(name).unwrap();
        let act = |name| agreement.act(name).unwrap();
        let at = |day, hour| Instant::literal(2026, 1, day, hour, 0);
        let mut records = |event: Event| {
            let before = recorded(&cache);
            monitor.record(&event);
            recorded(&cache) - before
        };
        // A deadline is set, and an `elapsed` condition begins to wait.
        assert_eq!(records(Event::act(at(1, 1), party("a"), act("go"))), 1);
        // A sum that is kept, and one that comes to what was asked for.
        let give = |hour, quantity: u64| {
            Event::act(at(1, hour), party("a"), act("give")).quantity(quantity)
        };
        assert_eq!(records(give(2, 1)), 1);
        assert_eq!(records(give(3, 1)), 0, "the same edge again");
        // Before its condition holds; and by somebody who may not, which is void and moves nothing.
        assert_eq!(records(Event::act(at(1, 4), party("a"), act("gated"))), 1);
        assert_eq!(records(Event::act(at(1, 5), party("b"), act("gated"))), 0);
        assert_eq!(records(Event::tick(at(1, 6))), 0);
        // A condition's timer fires, then a deadline's.
        assert_eq!(records(Event::tick(at(3, 1))), 1);
        assert_eq!(records(Event::tick(at(3, 4))), 1);
        // A fixed deadline that is past already.
        assert_eq!(records(Event::act(at(3, 5), party("b"), act("stop"))), 1);
        // A limit for each period begins to be counted; what counts against it is for the rules.
        assert_eq!(records(Event::act(at(3, 6), party("a"), act("wait"))), 1);
        assert_eq!(records(Event::act(at(3, 7), party("b"), act("more"))), 0);
        let soon = agreement.obligation("soon").unwrap();
        // Nor does anybody's grace become an edge.
        assert_eq!(records(Event::extend(at(3, 8), party("b"), soon, at(30, 0))), 0);
        assert_eq!(records(Event::release(at(3, 9), party("b"), soon)), 0);
    }
}
