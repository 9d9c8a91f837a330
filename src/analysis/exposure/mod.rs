//! Exposure: who has to give first, and what each side has given when the other stops.

mod balance;

use std::collections::BTreeMap;
use std::fmt;

use crate::analysis::explore::Timeless;
use crate::escape::escaped;
use crate::monitor::Monitor;
use crate::names::{Ids, Names, ObligationId, PartyId};
use crate::report::padded;

use super::explore::{ConcreteRun, Concretizer, Cone, Edge, Explorer, Play, StateGraph, index};
use super::reach::{Ask, Breaches, Plan};
use balance::Balance;

/// Who is exposed to whom on the way to a settlement.
///
/// A binding duty to perform is *given* once everything that it asks for was done, verified or not:
/// what left the country has left it, whatever a verifier says later, and nobody is taken to deny it. A
/// party's *imbalance* is what it has given less what was given to it: the duties that it owed and
/// that are given, less those owed to it that are. Above nothing it is exposed: were the others to
/// stop there, it would have given more than it got.
///
/// Each duty weighs the same, unless [`Explorer::exposure_by`] says otherwise.
///
/// It prints as a page that is read at a look.
///
/// ```
/// use servanda::analysis::Explorer;
/// use servanda::cuba::{self, Party, Reading};
/// let exposure = Explorer::new(&cuba::agreement(Reading::Verified)?).exposure();
/// assert_eq!(exposure.first(), [Party::Ussr]);
/// assert_eq!(exposure.now(), [(Party::Us, 0), (Party::Ussr, 0)]);   // nobody gave anything yet
/// assert!(exposure.is_whole());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure<V: Names = Ids> {
    sides: Vec<Side<V>>,
    first: Vec<V::Party>,
    positions: Vec<Position<V>>,
    order: Option<Order<V>>,
    now: Vec<(V::Party, i64)>,
    states: usize,
    is_whole: bool,
    /// Whether the agreement says what no walk can speak of.
    is_unspoken: bool,
    names: Vec<Box<str>>,
}

/// One party that owes something, or is owed something.
///
/// ```
/// use servanda::analysis::Explorer;
/// use servanda::cuba::{self, Party, Reading};
/// let exposure = Explorer::new(&cuba::agreement(Reading::Verified)?).exposure();
/// let soviet = exposure.side(Party::Ussr).unwrap();
/// let american = exposure.side(Party::Us).unwrap();
/// assert_eq!((soviet.gives, soviet.gets), (american.gets, american.gives));
/// assert!(soviet.worst > american.worst);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Side<V: Names = Ids> {
    /// The party.
    pub party: V::Party,
    /// The weight of all that it has to give.
    pub gives: u64,
    /// The weight of all that it is to be given.
    pub gets: u64,
    /// The worst imbalance that it can come to in ordinary play from which settlement can still be
    /// reached.
    pub worst: i64,
    /// How it comes there; none where no instants were found, so that the worst is a bound.
    pub plan: Option<Plan<V>>,
}

/// Where the sides can stand with each other, on the way to a settlement.
///
/// ```
/// use servanda::analysis::Explorer;
/// use servanda::cuba::{self, Party, Reading};
/// let exposure = Explorer::new(&cuba::agreement(Reading::Verified)?).exposure();
/// // Where the United States has given anything, the Soviet Union has given three things or more.
/// let given = exposure.positions().iter().map(|it| (it.given[0], it.given[1]));
/// let after: Vec<_> = given.filter(|(american, _)| american.1 > 0).collect();
/// assert!(!after.is_empty());
/// assert!(after.iter().all(|(_, soviet)| soviet.0 == Party::Ussr && soviet.1 >= 3));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position<V: Names = Ids> {
    /// What each side has given so far, in the order of [`Exposure::sides`].
    pub given: Vec<(V::Party, u64)>,
    /// What of it is irrevocable in law, too, and not only in fact: discharged or cured.
    pub discharged: Vec<(V::Party, u64)>,
    /// In how many states they stand so.
    pub states: usize,
}

/// An order of events to a settlement, with what each step gives.
///
/// ```
/// use servanda::analysis::Explorer;
/// use servanda::cuba::{self, Reading};
/// let exposure = Explorer::new(&cuba::agreement(Reading::Verified)?).exposure();
/// let order = exposure.order().unwrap();
/// assert_eq!(order.imbalances.len(), order.plan.events().len());
/// let worst = order.imbalances.iter().flatten().max();
/// assert_eq!(worst, Some(&order.worst));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Order<V: Names = Ids> {
    /// The events.
    pub plan: Plan<V>,
    /// The worst imbalance that anybody comes to on this way.
    pub worst: i64,
    /// The imbalance of each side after each event of the plan, in the order of
    /// [`Exposure::sides`].
    pub imbalances: Vec<Vec<i64>>,
}

impl<V: Names> Exposure<V> {
    /// That of an agreement of which no state is looked at.
    fn unknown() -> Self {
        Self {
            sides: Vec::new(),
            first: Vec::new(),
            positions: Vec::new(),
            order: None,
            now: Vec::new(),
            states: 0,
            is_whole: false,
            is_unspoken: true,
            names: Vec::new(),
        }
    }

    /// Those who owe or are owed something, in the order of the document.
    #[must_use]
    pub fn sides(&self) -> &[Side<V>] {
        &self.sides
    }

    /// The side of a party.
    #[must_use]
    pub fn side(&self, party: V::Party) -> Option<&Side<V>> {
        self.sides.iter().find(|side| side.party == party)
    }

    /// The imbalance of each side where the walk began, in the order of [`Exposure::sides`].
    #[must_use]
    pub fn now(&self) -> &[(V::Party, i64)] {
        &self.now
    }

    /// Who can be the first to give, on any way to a settlement. If that is one party alone, it
    /// must be first.
    #[must_use]
    pub fn first(&self) -> &[V::Party] {
        &self.first
    }

    /// Every position that the sides can come to on the way to a settlement.
    #[must_use]
    pub fn positions(&self) -> &[Position<V>] {
        &self.positions
    }

    /// An order of events that keeps the worst imbalance of anybody smallest, and of those orders
    /// the shortest; none if there is no way to a settlement, or none was found in time.
    #[must_use]
    pub fn order(&self) -> Option<&Order<V>> {
        self.order.as_ref()
    }

    /// How many states were looked at.
    #[must_use]
    pub fn states(&self) -> usize {
        self.states
    }

    /// Whether that was all of them. If not, a side's worst can be worse, and there can be a better
    /// order.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }
}

impl<V: Names> Explorer<'_, V> {
    /// Who is exposed to whom on the way to a settlement, each duty weighing the same.
    ///
    /// ```
    /// use servanda::analysis::Explorer;
    /// use servanda::cuba::{self, Party, Reading};
    ///
    /// // With the United Nations' word as the gate, the Soviet Union gives three things before it
    /// // gets one. With the establishment of arrangements as the gate, two.
    /// for (reading, worst) in [(Reading::Verified, 3), (Reading::Established, 2)] {
    ///     let exposure = Explorer::new(&cuba::agreement(reading)?).exposure();
    ///     assert_eq!(exposure.first(), [Party::Ussr]);
    ///     assert_eq!(exposure.order().unwrap().worst, worst);
    /// }
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn exposure(&mut self) -> Exposure<V> {
        self.exposure_by(|_| 1)
    }

    /// The same, each duty with a weight of its own; one of 0 does not count.
    ///
    /// ```
    /// use servanda::analysis::Explorer;
    /// use servanda::cuba::{self, Obligation, Party, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// // Only the two great ones count: the weapons against the quarantine.
    /// let exposure = Explorer::new(&agreement).exposure_by(|duty| match duty {
    ///     Obligation::RemoveWeapons | Obligation::LiftQuarantine => 1,
    ///     _ => 0,
    /// });
    /// assert_eq!(exposure.side(Party::Ussr).unwrap().worst, 1);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn exposure_by(&mut self, weight: impl Fn(V::Obligation) -> u32) -> Exposure<V> {
        if self.has_kinds() {
            return Exposure::unknown();
        }
        let agreement = self.agreement.clone();
        let terms = agreement.terms();
        let balance = Balance::new(terms, self.start().statuses(), |id: ObligationId| {
            weight(agreement.lexicon().obligation(id))
        });
        let asks = Ask::of_settlement(terms);
        let cones = asks.iter().map(|ask| ask.cone(terms));
        let duties = balance.duties().map(|id| Cone::of_obligation(terms, id));
        let cone = cones.chain(duties).fold(Cone::default(), |all, cone| all.and(&cone));
        let play = self.play().without_denials();
        self.begin();
        let mut found = Vec::new();
        let mut visit = |_: u32, state: &Timeless| {
            let is_settled = asks.iter().all(|ask| ask.is_met(terms, state));
            found.push((balance.given(state), balance.discharged(state), is_settled));
            true
        };
        let graph = self.walk(&cone, &play, true, &mut visit);
        let settled: Vec<bool> = found.iter().map(|(_, _, is_settled)| *is_settled).collect();
        let given = found.iter().map(|(given, _, _)| given.clone()).collect();
        let way = Way { alive: graph.can_reach(&settled), settled, given, graph, balance };
        let trial = Concretizer { cone: &cone, play: &play };
        let along =
            |edges: &[&Edge]| trial.along(ConcreteRun::from(&self.monitor), &way.graph, edges);

        let party = |id: PartyId| agreement.lexicon().party(id);
        let sides = way.balance.parties().iter().map(|id| {
            let (state, worst) = way.worst(*id);
            let tried = state.and_then(|state| along(&way.graph.way(state)?));
            Side {
                party: party(*id),
                gives: way.balance.gives(*id),
                gets: way.balance.gets(*id),
                worst,
                plan: tried.map(|tried| self.plan(tried.events)),
            }
        });
        let sides: Vec<Side<V>> = sides.collect();
        // An order of the state graph may not work out in a run, or break a deadline there.
        let in_graph = way.smallest().and_then(|(worst, edges)| Some((worst, along(&edges)?)));
        let in_graph = in_graph.filter(|(_, run)| run.breached().next().is_none());
        let order = in_graph.or_else(|| self.order(&way.balance, &asks, &play));
        let order = order.map(|(worst, run)| {
            let imbalances = way.replayed(ConcreteRun::from(&self.monitor), &run);
            Order { plan: self.plan(run.events), worst, imbalances }
        });
        let named = |weights: &[u64]| -> Vec<(V::Party, u64)> {
            let parties = way.balance.parties().iter();
            parties.zip(weights).map(|(id, weight)| (party(*id), *weight)).collect()
        };
        let mut positions: BTreeMap<(Vec<u64>, Vec<u64>), usize> = BTreeMap::new();
        for ((given, discharged, _), _) in found.iter().zip(&way.alive).filter(|(_, alive)| **alive)
        {
            let states = positions
                .entry((way.balance.by_party(given), way.balance.by_party(discharged)))
                .or_default();
            *states = states.saturating_add(1);
        }
        let positions = positions.into_iter().map(|((given, discharged), states)| Position {
            given: named(&given),
            discharged: named(&discharged),
            states,
        });
        Exposure {
            sides,
            first: way.first().into_iter().map(party).collect(),
            positions: positions.collect(),
            order,
            now: way.balance.parties().iter().map(|id| party(*id)).zip(way.imbalances(0)).collect(),
            states: way.graph.len(),
            is_whole: way.graph.is_whole,
            is_unspoken: self.is_unspoken(),
            names: way
                .balance
                .parties()
                .iter()
                .map(|id| escaped(&terms.parties[*id].name).into())
                .collect(),
        }
    }
}

impl<V: Names> Explorer<'_, V> {
    /// A run to a settlement without a breach, on which nobody is ahead by more than need be as far
    /// as one is found without a walk; with how far that is.
    fn order(
        &mut self,
        balance: &Balance<'_>,
        asks: &[Ask],
        play: &Play,
    ) -> Option<(i64, ConcreteRun)> {
        let worst = |monitor: &Monitor| {
            let state = Timeless::of(balance.terms, monitor.state());
            balance.imbalances(&balance.given(&state)).into_iter().max().unwrap_or(0)
        };
        let gives = balance.parties().iter().map(|party| balance.gives(*party)).max().unwrap_or(0);
        let most = i64::try_from(gives).unwrap_or(i64::MAX);
        let start = worst(&self.monitor);
        let limits = (start..=most.max(start)).take(MOST_LIMITS).chain([i64::MAX]);
        limits.into_iter().find_map(|limit| {
            let admits = |monitor: &Monitor| worst(monitor) <= limit;
            let run = self.forward(asks, None, play, Breaches::Never, Some(&admits))?;
            let mut replayed = ConcreteRun::from(&self.monitor);
            let mut most = start;
            for event in &run.events {
                replayed.take(event.clone());
                most = most.max(worst(&replayed.monitor));
            }
            Some((most, run))
        })
    }
}

/// How many bounds of the worst imbalance are tried before none is set.
const MOST_LIMITS: usize = 64;

/// The ways to a settlement.
struct Way<'a> {
    graph: StateGraph,
    settled: Vec<bool>,
    /// From which states a settlement can be reached.
    alive: Vec<bool>,
    /// Which duties are given in each state.
    given: Vec<Vec<bool>>,
    balance: Balance<'a>,
}

impl Way<'_> {
    fn is_alive(&self, state: u32) -> bool {
        self.alive.get(index(state)).copied().unwrap_or(false)
    }

    fn imbalances(&self, state: u32) -> Vec<i64> {
        self.given.get(index(state)).map_or_else(Vec::new, |given| self.balance.imbalances(given))
    }

    /// The worst imbalance of anybody in a state.
    fn imbalance(&self, state: u32) -> i64 {
        self.imbalances(state).into_iter().max().unwrap_or(0)
    }

    /// Where a party is worst off while settlement can be reached: the first such state.
    fn worst(&self, party: PartyId) -> (Option<u32>, i64) {
        let Some(place) = self.balance.place(party) else { return (None, 0) };
        let mut worst = (None, 0);
        for state in (0..).take(self.given.len()).filter(|state| self.is_alive(*state)) {
            let imbalance = self.imbalances(state).get(place).copied().unwrap_or(0);
            if worst.0.is_none() || imbalance > worst.1 {
                worst = (Some(state), imbalance);
            }
        }
        worst
    }

    /// Who can give first on a way to settlement.
    fn first(&self) -> Vec<PartyId> {
        let given = |state: u32| self.given.get(index(state));
        let gives = |edge: &Edge| given(edge.from) != given(edge.to);
        let mut begun = vec![false; self.given.len()];
        if let Some(start) = begun.first_mut() {
            *start = true;
        }
        let idle = self.graph.reached_from(&begun, |edge| !gives(edge));
        let mut first = Vec::new();
        for edge in &self.graph.edges {
            let is_first = idle.get(index(edge.from)).copied().unwrap_or(false);
            if !is_first || !gives(edge) || !self.is_alive(edge.to) {
                continue;
            }
            let (Some(before), Some(after)) = (given(edge.from), given(edge.to)) else { continue };
            first.extend(self.balance.givers(before, after));
        }
        first.sort_unstable();
        first.dedup();
        first
    }

    /// The way to a settlement on which the worst imbalance of anybody is smallest; of those the one
    /// of the fewest steps, and then the one that is out of balance the least on the whole. One
    /// without a breach comes before any with one.
    fn smallest(&self) -> Option<(i64, Vec<&Edge>)> {
        let states = (0..).take(self.given.len()).filter(|state| self.is_alive(*state));
        let mut limits: Vec<i64> = states.map(|state| self.imbalance(state)).collect();
        limits.sort_unstable();
        limits.dedup();
        let start = self.imbalance(0);
        limits.retain(|limit| *limit >= start);
        let within = |breaches: bool, limit: i64| {
            let cost = |edge: &Edge| {
                let imbalance = self.imbalance(edge.to);
                let is_taken = imbalance <= limit && (breaches || !edge.breaches);
                is_taken.then(|| (1, usize::try_from(imbalance.max(0)).unwrap_or(usize::MAX)))
            };
            let is_settled = |state: u32| self.settled.get(index(state)).copied().unwrap_or(false);
            self.graph.cheapest(is_settled, cost)
        };
        [false, true].into_iter().find_map(|breaches| {
            limits.iter().find_map(|limit| Some((*limit, within(breaches, *limit)?)))
        })
    }

    /// The imbalances after each event of a run.
    fn replayed(&self, start: ConcreteRun, run: &ConcreteRun) -> Vec<Vec<i64>> {
        let terms = self.balance.terms;
        let mut now = start;
        let mut imbalances = Vec::new();
        for event in &run.events {
            let Some(next) = now.submit(event.clone()) else { break };
            let state = Timeless::of(terms, next.monitor.state());
            imbalances.push(self.balance.imbalances(&self.balance.given(&state)));
            now = next;
        }
        imbalances
    }
}

impl<V: Names> fmt::Display for Exposure<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |party: &V::Party| {
            let place = self.sides.iter().position(|side| side.party == *party);
            place.and_then(|place| self.names.get(place)).map_or("?", |name| name)
        };
        let first: Vec<&str> = self.first.iter().map(name).collect();
        match first.as_slice() {
            [] if self.is_whole => writeln!(f, "nobody has to give anything first")?,
            [] => writeln!(f, "it was not found out who has to give first")?,
            [only] => writeln!(f, "{only} must be the first to give")?,
            several => {
                writeln!(f, "any of these can be the first to give: {}", several.join(", "))?
            }
        }
        for side in &self.sides {
            let Side { party, gives, gets, worst, plan } = side;
            let bound = if plan.is_some() { "" } else { " at most" };
            writeln!(
                f,
                "{} gives {gives}, gets {gets}, and is{bound} ahead by {worst} at the worst",
                name(party)
            )?;
        }
        match &self.order {
            None => write!(f, "no order was found that leads to a settlement")?,
            Some(order) => {
                writeln!(
                    f,
                    "nobody needs to be ahead by more than {}, in this order:",
                    order.worst
                )?;
                let plan = order.plan.to_string();
                let lines: Vec<&str> = plan.lines().collect();
                let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
                for (number, (line, imbalances)) in lines.iter().zip(&order.imbalances).enumerate()
                {
                    let balances: Vec<String> = self
                        .names
                        .iter()
                        .zip(imbalances)
                        .map(|(name, imbalance)| format!("{name} {imbalance:+}"))
                        .collect();
                    if number > 0 {
                        writeln!(f)?;
                    }
                    write!(f, "  {}   {}", padded(line, width), balances.join("  "))?;
                }
            }
        }
        if !self.is_whole {
            f.write_str(match self.is_unspoken {
                true => "\nwalks do not speak of all that the agreement says",
                false => "\nthere are more states than the walk's bound",
            })?;
        }
        Ok(())
    }
}
