//! A run with its instants left out, for analysis: what can come next, whenever it comes.
//!
//! A state of a run is a place (where everything stands) and the instants at which its timers fire.
//! Here the instants of what fell due on the way are forgotten: such a timer may be the next to fire
//! at any time. Fixed instants are kept, and come in their order; so do those that a run had set
//! before it was made timeless. Sums are kept as far as conditions and duties ask: an act may come in
//! any quantity, so each sum that it adds to may stay below its next threshold or pass it.
//!
//! That is an over-approximation: every state that a run can come to has its timeless state among
//! those that are found here, and some are found that no run comes to. The rules are the engine's
//! own ([`Run`]).

use std::num::NonZeroU64;

use crate::event::Deed;
use crate::names::{ActId, ObligationId, PartyId, Table};
use crate::terms::{CounterId, Deadline, Duty, EarlyActs, ElapsedId, NodeId, Terms};
use crate::time::Instant;

use super::assess::count;
use super::journal::Journal;
use super::settle::Run;
use super::state::{State, Tracked};
use super::take::Manner;
use super::timers::Timers;
use super::{Change, Status, Transition};

/// Some time in the future: the instant of a timer whose instant is forgotten.
const SOME_TIME: Instant = Instant::literal(9999, 12, 31, 23, 59);

/// A state without the instants that were set on the way.
#[derive(Clone, Debug)]
pub(crate) struct Timeless {
    state: State,
    /// Where obligations stood for a moment, between the rounds of the step that led here.
    passed: Vec<(ObligationId, Status)>,
}

/// A timer that can fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Bell {
    /// The clock comes to a fixed instant that matters.
    Reached(Instant),
    /// An `elapsed` condition comes to hold.
    Elapsed(ElapsedId),
    /// A deadline passes.
    Deadline(ObligationId),
}

/// A pending timer, with its instant where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pending {
    pub(crate) bell: Bell,
    pub(crate) at: Option<Instant>,
}

/// A sum that an act adds to, and how far it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Passing {
    pub(crate) sum: Sum,
    /// The threshold that it comes to or passes.
    pub(crate) to: u64,
}

/// A sum that an act adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sum {
    /// One that conditions ask for.
    Counter(CounterId),
    /// The progress of a duty to perform.
    Progress(ObligationId),
    /// The count of a prohibition.
    Count(ObligationId),
}

impl Timeless {
    /// A run's present state.
    pub(crate) fn of(terms: &Terms, state: &State) -> Self {
        let mut timeless = Self { state: state.clone(), passed: Vec::new() };
        for id in terms.obligations.keys() {
            if timeless.state.obligations[id].status == Status::Suspended {
                forget_deadline(&mut timeless.state.obligations[id]);
            }
        }
        timeless.lower_sums(terms);
        timeless.state.timers = Timers::default();
        timeless
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// What an event comes to; none if it is refused, or void. The sums that it passes are those
    /// given, and no others beyond those that any quantity passes.
    pub(crate) fn take(
        &self,
        terms: &Terms,
        deed: &Deed,
        passing: &[Passing],
        manner: Manner,
    ) -> Option<Self> {
        let mut next = self.clone();
        for passing in passing {
            next.set_sum(passing.sum, passing.to.saturating_sub(1));
        }
        let mut journal = Journal::default();
        let accepted =
            Run { terms, state: &mut next.state, journal: &mut journal }.take(deed, manner);
        if !accepted {
            return None;
        }
        next.remember(&journal.changes);
        next.forget_instants(terms, self);
        Some(next)
    }

    /// A denial that comes after the deadline of what it denies.
    pub(crate) fn deny_late(
        &self,
        terms: &Terms,
        deed: &Deed,
        denied: ObligationId,
    ) -> Option<Self> {
        let mut late = self.clone();
        late.state.obligations[denied].deadline = Some(terms.date);
        // The clock must be past it: at the very start it is not, but nothing can be late there.
        late.state.clock = late.state.clock.max(after(terms.date));
        let mut next = late.take(terms, deed, &[], Manner::Record)?;
        next.state.clock = self.state.clock;
        forget_deadline(&mut next.state.obligations[denied]);
        Some(next)
    }

    /// The state once these timers have fired together: all of conditions, or all of deadlines.
    pub(crate) fn ring(&self, terms: &Terms, bells: &[Pending]) -> Self {
        let mut next = self.clone();
        let mut journal = Journal::default();
        if let Some(at) = bells.iter().filter_map(|pending| pending.at).max() {
            next.state.clock = next.state.clock.max(at);
        }
        let now = next.state.clock;
        for id in terms.obligations.keys() {
            if let Some(since) = &mut next.state.obligations[id].suspended_since {
                *since = now;
            }
        }
        let graph = &terms.graph;
        let mut run = Run { terms, state: &mut next.state, journal: &mut journal };
        for pending in bells {
            match pending.bell {
                Bell::Reached(instant) => {
                    let nodes = graph.reached.iter().filter(|(at, _)| *at == instant);
                    for (_, node) in nodes {
                        run.state.truth.set(graph, *node, true, &mut run.state.agenda);
                    }
                }
                Bell::Elapsed(id) => {
                    let node = graph.elapsed[id].node;
                    run.state.truth.set(graph, node, true, &mut run.state.agenda);
                }
                Bell::Deadline(id) => run.miss_deadline(id, now),
            }
        }
        run.settle();
        next.remember(&journal.changes);
        next.forget_instants(terms, self);
        next
    }

    /// The timers that can fire.
    pub(crate) fn pending(&self, terms: &Terms) -> Vec<Pending> {
        pending(terms, &self.state)
    }

    /// The instant that a dormant duty's fixed deadline waits for: if the clock comes there first,
    /// the duty falls due without one.
    pub(crate) fn fixed_deadline_ahead(&self, terms: &Terms, id: ObligationId) -> Option<Instant> {
        let tracked = &self.state.obligations[id];
        match terms.obligations[id].performance()?.deadline {
            Some(Deadline::At(at))
                if tracked.status == Status::Dormant && at > self.state.clock =>
            {
                Some(at)
            }
            _ => None,
        }
    }

    /// Whether a late denial of this duty is another thing than an early one, and whether it can be
    /// early at all.
    pub(crate) fn lateness(&self, id: ObligationId) -> (bool, bool) {
        let tracked = &self.state.obligations[id];
        let is_verified_in_time = tracked.status == Status::Performed && !tracked.fired;
        match tracked.deadline.filter(|_| is_verified_in_time) {
            None => (true, false),
            Some(deadline) => (deadline >= self.state.clock, true),
        }
    }

    /// The sums that an act by a party adds to now.
    pub(crate) fn sums(
        &self,
        terms: &Terms,
        party: PartyId,
        act: ActId,
    ) -> Vec<(Sum, u64, Vec<u64>)> {
        sums(terms, &self.state, party, act)
    }

    fn set_sum(&mut self, sum: Sum, to: u64) {
        match sum {
            Sum::Counter(id) => self.state.counters[id] = to,
            Sum::Progress(id) => self.state.obligations[id].progress = to,
            Sum::Count(id) => self.state.obligations[id].count.done = to,
        }
    }

    /// What was passed through: between where each that moved began and where it ended, anything may
    /// have been for a round, and in the first of them everything was still where it began.
    fn remember(&mut self, changes: &[Change]) {
        self.passed.clear();
        for change in changes {
            if let Transition::Moved { obligation, from, to, .. } = change.transition {
                self.passed.extend([(obligation, from), (obligation, to)]);
            }
        }
    }

    /// What was passed through at the very start: everything dormant, and what came then.
    pub(crate) fn remember_start(&mut self, terms: &Terms, changes: &[Change]) {
        self.remember(changes);
        self.passed.extend(terms.obligations.keys().map(|id| (id, Status::Dormant)));
    }

    /// Where an obligation stood for a moment in the step that led here.
    pub(crate) fn passed(&self, id: ObligationId) -> impl Iterator<Item = Status> {
        self.passed.iter().filter(move |(passed, _)| *passed == id).map(|(_, status)| *status)
    }

    /// Whether anything stood elsewhere for a moment.
    pub(crate) fn has_passed(&self) -> bool {
        !self.passed.is_empty()
    }

    /// Instants that a step has set are forgotten, and sums go back to the threshold that they have
    /// passed.
    fn forget_instants(&mut self, terms: &Terms, before: &Self) {
        self.state.timers = Timers::default();
        for (id, since) in before.state.since.iter() {
            if *since != self.state.since[id] {
                self.state.since[id] = Some(SOME_TIME);
            }
        }
        for (id, obligation) in terms.obligations.iter() {
            let was = &before.state.obligations[id];
            let tracked = &mut self.state.obligations[id];
            let is_fixed = obligation
                .performance()
                .is_some_and(|duty| matches!(duty.deadline, Some(Deadline::At(_))));
            let is_new = tracked.deadline != was.deadline;
            if tracked.status == Status::Suspended || (is_new && !is_fixed) {
                forget_deadline(tracked);
            }
        }
        self.lower_sums(terms);
    }

    /// Each sum to the highest threshold that it has come to. What lies between asks nothing, and a
    /// prohibition's count may start again with a new period.
    fn lower_sums(&mut self, terms: &Terms) {
        for (id, counter) in terms.graph.counters.iter() {
            let sum = &mut self.state.counters[id];
            let passed = counter.thresholds.iter().map(|(at, _)| *at).filter(|at| *at <= *sum);
            *sum = passed.max().unwrap_or(0);
        }
        for (id, obligation) in terms.obligations.iter() {
            let tracked = &mut self.state.obligations[id];
            match &obligation.duty {
                Duty::Perform(duty) => {
                    let quantity = duty.quantity.get();
                    tracked.progress = if tracked.progress >= quantity { quantity } else { 0 };
                }
                Duty::Refrain(limit) => {
                    // Past the limit counts no more: a breach is for good, and of one that does not
                    // bind nothing comes.
                    tracked.count.done = 0;
                    tracked.count.period = 0;
                    tracked.count.start =
                        limit.per.and(tracked.count.start).map(|_| self.state.clock);
                }
            }
        }
    }
}

/// What a key of a state is made of.
impl Timeless {
    /// An obligation, in bytes: what matters of it from here on.
    pub(crate) fn write_obligation(&self, terms: &Terms, id: ObligationId, key: &mut Vec<u8>) {
        let tracked = &self.state.obligations[id];
        let flags = [
            tracked.ever_breached,
            tracked.fired,
            tracked.deadline.is_some(),
            tracked.deadline.is_some_and(|deadline| deadline != SOME_TIME),
            tracked.count.ended,
            self.is_done(terms, id),
            tracked.verifier.is_some(),
        ];
        if tracked.status.is_closed() {
            key.push(u8::from(tracked.ever_breached));
            return;
        }
        key.push(flags.iter().fold(0_u8, |byte, flag| (byte << 1) | u8::from(*flag)));
        if let Some(deadline) = tracked.deadline.filter(|deadline| *deadline != SOME_TIME) {
            key.extend(deadline.to_chrono().timestamp().to_le_bytes());
            key.extend(deadline.to_chrono().timestamp_subsec_nanos().to_le_bytes());
        }
    }

    /// Whether everything was done that a duty to perform asks for, due or not.
    pub(crate) fn is_done(&self, terms: &Terms, id: ObligationId) -> bool {
        match terms.obligations[id].performance() {
            Some(duty) => self.state.obligations[id].progress >= duty.quantity.get(),
            None => false,
        }
    }

    /// Whether an `elapsed` condition's time runs, from an instant that is known (1) or not (2), is
    /// over (3), or has not begun.
    pub(crate) fn write_elapsed(&self, terms: &Terms, id: ElapsedId, key: &mut Vec<u8>) {
        key.push(match self.state.since[id] {
            None => 0,
            Some(_) if self.state.holds(terms.graph.elapsed[id].node) => 3,
            Some(since) if since == SOME_TIME => 2,
            Some(_) => 1,
        });
    }

    pub(crate) fn holds(&self, node: NodeId) -> bool {
        self.state.holds(node)
    }

    pub(crate) fn statuses(&self) -> &Table<ObligationId, Tracked> {
        &self.state.obligations
    }
}

/// The timers that can fire: fixed instants that something here still waits for, `elapsed`
/// conditions whose time runs, running deadlines; without an instant those of which it is forgotten.
pub(crate) fn pending(terms: &Terms, state: &State) -> Vec<Pending> {
    let mut pending = Vec::new();
    for (instant, node) in &terms.graph.reached {
        if !state.holds(*node) {
            pending.push(Pending { bell: Bell::Reached(*instant), at: Some(*instant) });
        }
    }
    for (id, since) in state.since.iter() {
        let elapsed = &terms.graph.elapsed[id];
        let Some(since) = since.filter(|_| !state.holds(elapsed.node)) else { continue };
        let bell = Bell::Elapsed(id);
        match since.after(elapsed.span) {
            _ if since == SOME_TIME => pending.push(Pending { bell, at: None }),
            Some(at) => pending.push(Pending { bell, at: Some(at) }),
            None => {}
        }
    }
    for (id, tracked) in state.obligations.iter() {
        if let Some(deadline) = tracked.running_deadline() {
            let at = Some(deadline).filter(|deadline| *deadline != SOME_TIME);
            pending.push(Pending { bell: Bell::Deadline(id), at });
        }
    }
    pending
}

/// The sums that an act by a party adds to now, each with what it has come to and the thresholds
/// still ahead.
pub(crate) fn sums(
    terms: &Terms,
    state: &State,
    party: PartyId,
    act: ActId,
) -> Vec<(Sum, u64, Vec<u64>)> {
    let graph = &terms.graph;
    let mut sums = Vec::new();
    for id in &graph.acts[act].counters {
        let counter = &graph.counters[*id];
        if counter.by.is_none_or(|by| by == party) {
            let mut ahead: Vec<u64> = counter.thresholds.iter().map(|(at, _)| *at).collect();
            ahead.retain(|at| *at > state.counters[*id]);
            ahead.sort_unstable();
            sums.push((Sum::Counter(*id), state.counters[*id], ahead));
        }
    }
    for id in &graph.acts[act].performed_by {
        let tracked = &state.obligations[*id];
        let Some(duty) = terms.obligations[*id].performance() else { continue };
        let counts = match tracked.status {
            Status::Due | Status::Suspended | Status::Breached => true,
            Status::Dormant => duty.early == EarlyActs::Count,
            _ => false,
        };
        if counts && tracked.debtor == party && tracked.progress < duty.quantity.get() {
            sums.push((Sum::Progress(*id), tracked.progress, vec![duty.quantity.get()]));
        }
    }
    for id in &graph.acts[act].prohibited_by {
        let tracked = &state.obligations[*id];
        let Duty::Refrain(limit) = &terms.obligations[*id].duty else { continue };
        // As if one were done: the count of the present period, which may have begun since.
        let Some((counted, _)) = count(terms, state, *id, party, NonZeroU64::MIN) else { continue };
        let done = if counted.period == tracked.count.period { tracked.count.done } else { 0 };
        if done <= limit.beyond {
            sums.push((Sum::Count(*id), done, vec![limit.most()]));
        }
    }
    sums.retain(|(_, _, ahead)| !ahead.is_empty());
    sums
}

fn forget_deadline(tracked: &mut Tracked) {
    if tracked.deadline.is_some() {
        tracked.deadline = Some(SOME_TIME);
    }
}

fn after(instant: Instant) -> Instant {
    crate::time::Span::seconds(1).and_then(|second| instant.after(second)).unwrap_or(instant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Act, Cuba, Obligation, Party, Reading};
    use crate::monitor::Monitor;
    use crate::terms::Agreement;

    fn practised() -> Agreement<Cuba> {
        cuba::agreement(Reading::Practised).unwrap()
    }

    fn done(
        agreement: &Agreement<Cuba>,
        state: &Timeless,
        party: Party,
        act: Act,
        passing: &[Passing],
    ) -> Option<Timeless> {
        let lexicon = agreement.lexicon();
        let actor = lexicon.party_id(party).unwrap();
        let act = lexicon.act_id(act).unwrap();
        let deed = Deed::Act { actor, act, quantity: NonZeroU64::MIN };
        state.take(agreement.terms(), &deed, passing, Manner::Submit)
    }

    #[test]
    fn fixed_instants_are_known_and_others_forgotten() {
        let agreement = practised();
        let terms = agreement.terms();
        let start = Timeless::of(terms, Monitor::new(&agreement).state());
        let begun = done(&agreement, &start, Party::Ussr, Act::AcceptProposal, &[]).unwrap();
        let begun =
            done(&agreement, &begun, Party::Ussr, Act::UndertakeBomberRemoval, &[]).unwrap();
        let begun = done(&agreement, &begun, Party::Ussr, Act::CeaseWork, &[]).unwrap();
        let begun = done(&agreement, &begun, Party::Ussr, Act::RenderInoperable, &[]).unwrap();
        let id = |obligation| agreement.lexicon().obligation_id(obligation).unwrap();
        let at = |obligation| {
            let bell = Bell::Deadline(id(obligation));
            begun.pending(terms).into_iter().find(|it| it.bell == bell).map(|it| it.at)
        };
        let weekend = cuba::clauses::para_2a::END_OF_THE_WEEKEND;
        assert_eq!(at(Obligation::WorkOutArrangement), Some(Some(weekend)));
        assert_eq!(at(Obligation::RemoveBombers), Some(None), "thirty days from some time");
        assert_eq!(at(Obligation::LiftQuarantine), None);
    }

    #[test]
    fn sums_pass_what_they_are_told_to_pass() {
        let agreement = practised();
        let terms = agreement.terms();
        let mut state = Timeless::of(terms, Monitor::new(&agreement).state());
        for act in [Act::AcceptProposal, Act::CeaseWork, Act::RenderInoperable] {
            state = done(&agreement, &state, Party::Ussr, act, &[]).unwrap();
        }
        let lexicon = agreement.lexicon();
        let ussr = lexicon.party_id(Party::Ussr).unwrap();
        let remove = lexicon.act_id(Act::RemoveWeapons).unwrap();
        let weapons = lexicon.obligation_id(Obligation::RemoveWeapons).unwrap();
        let sums = state.sums(terms, ussr, remove);
        let progress = sums.iter().find(|(sum, _, _)| *sum == Sum::Progress(weapons)).unwrap();
        assert_eq!((progress.1, &*progress.2), (0, [84].as_slice()));
        let some = done(&agreement, &state, Party::Ussr, Act::RemoveWeapons, &[]).unwrap();
        assert!(!some.is_done(terms, weapons));
        let all = [Passing { sum: Sum::Progress(weapons), to: 84 }];
        let all = done(&agreement, &some, Party::Ussr, Act::RemoveWeapons, &all).unwrap();
        assert!(all.is_done(terms, weapons));
        assert_eq!(all.statuses()[weapons].status, Status::Performed);
    }

    #[test]
    fn the_clock_comes_to_a_deadline_that_fires() {
        let agreement = practised();
        let terms = agreement.terms();
        let mut state = Timeless::of(terms, Monitor::new(&agreement).state());
        for act in [Act::AcceptProposal, Act::CeaseWork, Act::RenderInoperable] {
            state = done(&agreement, &state, Party::Ussr, act, &[]).unwrap();
        }
        let weekend = agreement.lexicon().obligation_id(Obligation::WorkOutArrangement).unwrap();
        let bell = Bell::Deadline(weekend);
        let pending = state.pending(terms).into_iter().find(|it| it.bell == bell).unwrap();
        let rung = state.ring(terms, &[pending]);
        assert!(rung.statuses()[weekend].fired, "a hope that was missed");
        assert_eq!(rung.state().clock, cuba::clauses::para_2a::END_OF_THE_WEEKEND);
        assert!(rung.pending(terms).iter().all(|it| it.bell != bell));
    }
}
