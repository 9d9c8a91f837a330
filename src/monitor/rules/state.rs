//! The state of a run: what is remembered between events ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).

use crate::monitor::Status;
use crate::names::{ActId, ObligationId, PartyId, Table};
use crate::terms::{CounterId, ElapsedId, Leaf, NodeId, Standing, Terms};
use crate::time::Instant;

use super::agenda::Agenda;
use super::count::Count;
use super::timers::{Timer, Timers};
use super::truth::Truth;

/// All that a run remembers.
///
/// The first part is the state itself; what follows it is derived from it, so that a step looks
/// only at what moved.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) clock: Instant,
    pub(crate) in_force: bool,
    pub(crate) terminated: bool,
    pub(crate) obligations: Table<ObligationId, Tracked>,
    /// The sums of quantities that conditions ask for. Each stops at the most that is asked for.
    pub(crate) counters: Table<CounterId, u64>,
    /// Which acts' preconditions bind nobody any longer.
    pub(crate) waived: Table<ActId, bool>,
    /// When each `elapsed` condition's `since` first held.
    pub(crate) since: Table<ElapsedId, Option<Instant>>,

    pub(crate) truth: Truth,
    pub(crate) timers: Timers,
    pub(crate) agenda: Agenda,
}

/// What is remembered of one obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tracked {
    pub(crate) status: Status,
    pub(crate) debtor: PartyId,
    pub(crate) verifier: Option<PartyId>,
    /// Whether it was ever breached, cured since or not.
    pub(crate) ever_breached: bool,
    /// How much of the act to perform was done, up to the largest `u64`.
    pub(crate) progress: u64,
    pub(crate) deadline: Option<Instant>,
    /// Whether this deadline has fired already.
    pub(crate) fired: bool,
    /// Since when it rests, if it has a deadline that moves with that.
    pub(crate) suspended_since: Option<Instant>,
    /// Of a prohibition: the count against its limit.
    pub(crate) count: Count,
}

/// The state without what is derived from it.
#[derive(Clone, Debug)]
pub(crate) struct Remembered {
    pub(crate) clock: Instant,
    pub(crate) in_force: bool,
    pub(crate) terminated: bool,
    pub(crate) obligations: Table<ObligationId, Tracked>,
    pub(crate) counters: Table<CounterId, u64>,
    pub(crate) waived: Table<ActId, bool>,
    pub(crate) since: Table<ElapsedId, Option<Instant>>,
}

impl Tracked {
    /// Whether the condition of this standing holds for it.
    pub(crate) fn stands(&self, standing: Standing) -> bool {
        match standing {
            Standing::Breached => self.ever_breached,
            standing => self.status.is(standing),
        }
    }

    /// Whether, as a prohibition, it is in force: due, or breached and not ended.
    pub(crate) fn prohibits(&self) -> bool {
        match self.status {
            Status::Due => true,
            Status::Breached => !self.count.ended,
            _ => false,
        }
    }

    /// The deadline that is still to fire, if one runs now.
    pub(crate) fn running_deadline(&self) -> Option<Instant> {
        self.deadline.filter(|_| self.status == Status::Due && !self.fired)
    }
}

impl State {
    /// At the agreement's date, before anything has settled.
    pub(in crate::monitor) fn new(terms: &Terms) -> Self {
        let obligations = terms
            .obligations
            .values()
            .map(|obligation| Tracked {
                status: Status::Dormant,
                debtor: obligation.debtor,
                verifier: obligation.performance().and_then(|performance| performance.verifier),
                ever_breached: false,
                progress: 0,
                deadline: None,
                fired: false,
                suspended_since: None,
                count: Count::default(),
            })
            .collect();
        Self::derived(
            terms,
            Remembered {
                clock: terms.date,
                in_force: false,
                terminated: false,
                obligations,
                counters: terms.graph.counters.values().map(|_| 0).collect(),
                waived: terms.acts.values().map(|_| false).collect(),
                since: terms.graph.elapsed.values().map(|_| None).collect(),
            },
        )
    }

    /// From what is remembered; everybody is to look at it once.
    pub(in crate::monitor) fn derived(terms: &Terms, remembered: Remembered) -> Self {
        let graph = &terms.graph;
        let Remembered { clock, in_force, terminated, obligations, counters, waived, since } =
            remembered;
        let truth = Truth::new(graph, |leaf| match leaf {
            Leaf::Happened { counter, at_least } => counters[counter] >= at_least,
            Leaf::Stands { obligation, standing } => obligations[obligation].stands(standing),
            Leaf::Reached(instant) => clock >= instant,
            Leaf::Elapsed(id) => since[id]
                .and_then(|since| since.after(graph.elapsed[id].span))
                .is_some_and(|instant| clock >= instant),
        });
        let mut timers = Timers::default();
        for (instant, node) in &graph.reached {
            if *instant > clock {
                timers.add(*instant, Timer::Reached(*node));
            }
        }
        for (id, elapsed) in graph.elapsed.iter() {
            let at = since[id].and_then(|since| since.after(elapsed.span));
            if let Some(at) = at.filter(|at| *at > clock) {
                timers.add(at, Timer::Elapsed(id));
            }
        }
        for (id, tracked) in obligations.iter() {
            if let Some(deadline) = tracked.running_deadline() {
                timers.add(deadline, Timer::Deadline(id));
            }
        }
        Self {
            clock,
            in_force,
            terminated,
            obligations,
            counters,
            waived,
            since,
            truth,
            timers,
            agenda: Agenda::full(graph),
        }
    }

    pub(crate) fn holds(&self, node: NodeId) -> bool {
        self.truth.holds(node)
    }

    /// What is remembered, without what is derived from it.
    pub(crate) fn remembered(&self) -> Remembered {
        let Self {
            clock,
            in_force,
            terminated,
            obligations,
            counters,
            waived,
            since,
            truth: _,
            timers: _,
            agenda: _,
        } = self;
        Remembered {
            clock: *clock,
            in_force: *in_force,
            terminated: *terminated,
            obligations: obligations.clone(),
            counters: counters.clone(),
            waived: waived.clone(),
            since: since.clone(),
        }
    }

    /// A copy of a state that has settled, without what only the work of settling needs.
    pub(in crate::monitor) fn at_rest(&self) -> Self {
        Self {
            clock: self.clock,
            in_force: self.in_force,
            terminated: self.terminated,
            obligations: self.obligations.clone(),
            counters: self.counters.clone(),
            waived: self.waived.clone(),
            since: self.since.clone(),
            truth: self.truth.clone(),
            timers: Timers::default(),
            agenda: self.agenda.clone(),
        }
    }

    /// About how many bytes it takes at rest.
    pub(in crate::monitor) fn weight(&self) -> usize {
        [
            size_of::<Self>(),
            self.obligations.weight(),
            self.counters.weight(),
            self.waived.weight(),
            self.since.weight(),
            self.truth.weight(),
            self.agenda.weight(),
        ]
        .into_iter()
        .fold(0, usize::saturating_add)
    }

    /// Whether an act's precondition stands in nobody's way: it holds, or is waived.
    pub(crate) fn may(&self, terms: &Terms, act: ActId) -> bool {
        self.waived[act] || self.truth.holds(terms.graph.acts[act].requires)
    }
}

/// Two runs are in the same state if they remember the same; the rest follows.
impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        let Self {
            clock,
            in_force,
            terminated,
            obligations,
            counters,
            waived,
            since,
            truth: _,
            timers: _,
            agenda: _,
        } = self;
        *clock == other.clock
            && *in_force == other.in_force
            && *terminated == other.terminated
            && *obligations == other.obligations
            && *counters == other.counters
            && *waived == other.waived
            && *since == other.since
    }
}

impl Eq for State {}

#[cfg(test)]
mod tests {
    /// What must know every field that is remembered, or two states become one: each takes them apart
    /// without `..`, so that a new field doesn't compile before somebody has decided what it means there.
    const TAKEN_APART: [(&str, &str, &[&str]); 9] = [
        (include_str!("state.rs"), "fn eq", &["Self"]),
        (include_str!("state.rs"), "fn remembered", &["Self"]),
        (include_str!("../automaton/key.rs"), "fn key", &["State", "Tracked", "Count"]),
        (include_str!("../automaton/location.rs"), "fn compact", &["State"]),
        (include_str!("../automaton/register.rs"), "fn numbers<'a>", &["Tracked", "Count"]),
        (include_str!("../automaton/register.rs"), "fn instants<'a>", &["Tracked", "Count"]),
        (include_str!("../timeless/mod.rs"), "fn write_obligation", &["Tracked", "Count"]),
        (include_str!("../../analysis/explore/action.rs"), "fn key", &["State"]),
        (
            include_str!("../../saved/written_run.rs"),
            "fn of<V: Names>",
            &["Remembered", "Tracked", "Count"],
        ),
    ];

    #[test]
    fn whoever_must_know_all_that_is_remembered_takes_it_apart() {
        for (file, function, types) in TAKEN_APART {
            let (before, after) = file.split_once(&format!("{function}(")).expect(function);
            // To the end of the function: its closing brace is indented as its head is.
            let head = before.rsplit('\n').next().unwrap_or_default();
            let indent = &head[..head.len() - head.trim_start().len()];
            let (body, _) = after.split_once(&format!("\n{indent}}}\n")).expect(function);
            for name in types {
                let (_, pattern) = body.split_once(&format!("{name} {{")).expect(function);
                let (fields, _) = pattern.split_once('}').expect(function);
                assert!(!fields.contains(".."), "{function} leaves out fields of {name}");
            }
        }
    }
}
