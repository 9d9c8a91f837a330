//! A run with its instants left out, for analysis: what can come next, whenever it comes.
//!
//! A state of a run is a location (where everything stands) and the instants at which its timers fire.
//! Here the instants of what fell due on the way are forgotten: such a timer may be the next to fire
//! at any time. Fixed instants are kept, and come in their order; so do those that a run had set
//! before it was made timeless. Sums are kept as far as conditions and duties ask: an act may come in
//! any quantity, so each sum that it adds to may stay below its next threshold or pass it.
//!
//! That is an over-approximation: every state that a run can come to has its timeless state among
//! those that are found here, and some are found that no run comes to. The rules are the engine's
//! own ([`Run`]).

mod pending;
mod sums;

use crate::event::Deed;
use crate::monitor::{
    Change, Count, EndedBy, Given, Ledger, Manner, Parties, Run, Scope, State, Status, Timers,
    Tracked, TrackedAct, Transition, Window,
};
use crate::names::{ActId, Key, ObligationId, Table};
use crate::terms::{Deadline, ElapsedId, NodeId, Terms};
use crate::time::Instant;

pub(crate) use pending::{Pending, TimerKind, pending};
pub(crate) use sums::{Passing, Sum, sums};

/// Some time in the future: the instant of a timer whose instant is forgotten.
const SOME_TIME: Instant = Instant::literal(9999, 12, 31, 23, 59);

/// A state without the instants that were set on the way.
#[derive(Clone, Debug)]
pub(crate) struct Timeless {
    state: State,
    /// Where obligations stood for a moment, between the rounds of the step that led here.
    passed: Vec<(ObligationId, Status)>,
}

impl Timeless {
    /// A run's present state.
    pub(crate) fn of(terms: &Terms, state: &State) -> Self {
        let mut timeless = Self { state: state.clone(), passed: Vec::new() };
        for id in terms.obligations.keys() {
            if timeless.state.run.obligations[id].status == Status::Suspended {
                forget_deadline(&mut timeless.state.run.obligations[id]);
            }
        }
        timeless.lower_sums(terms);
        timeless.state.timers = Timers::new(&terms.graph);
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
        let mut ledger = Ledger::default();
        // No timer is pending in a timeless state: the clock moves nothing.
        let (time, known, subject, id) = (next.state.clock, None, None, None);
        let given = Given { time, known, subject, id, idle_quantity: None, deed };
        let mut run = Run { terms, state: &mut next.state, ledger: &mut ledger };
        if !run.take(given, manner).is_ok_and(|is_effective| is_effective || is_tick(deed)) {
            return None;
        }
        next.remember(&ledger.changes);
        next.forget_instants(terms, self);
        Some(next)
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
        self.state.timers = Timers::new(&terms.graph);
        for (id, since) in before.state.run.since.iter() {
            if *since != self.state.run.since[id] {
                self.state.run.since[id] = Some(SOME_TIME);
            }
        }
        for (id, last) in before.state.run.recent.iter() {
            if *last != self.state.run.recent[id] {
                self.state.run.recent[id] = Some(SOME_TIME);
            }
        }
        let now = self.state.clock;
        for (id, obligation) in terms.obligations.iter() {
            let was = &before.state.run.obligations[id];
            let tracked = &mut self.state.run.obligations[id];
            let is_fixed = matches!(obligation.deadline(), Some(Deadline::At(_)));
            let is_new = tracked.deadline != was.deadline;
            if tracked.status == Status::Suspended || (is_new && !is_fixed) {
                forget_deadline(tracked);
            }
            forget_since_when(tracked, now);
        }
        self.lower_sums(terms);
    }
}

/// What a key of a state is made of.
impl Timeless {
    /// An obligation, in bytes: what matters of it from here on.
    pub(crate) fn write_obligation(&self, terms: &Terms, id: ObligationId, key: &mut Vec<u8>) {
        // Taken apart without `..`: a field that this did not know would make two states one. The status is
        // told elsewhere; nobody is amended on a walk; sums are told by thresholds; and since when it rests
        // or counts is forgotten.
        let Tracked {
            status,
            parties: Parties { debtor: _, creditor: _, verifier },
            amended: _,
            figure: _,
            progress: _,
            deadline,
            fired,
            due: _,
            breached,
            closed: _,
            closed_by_time: _,
            lapsed: _,
            rests_since: _,
            deadline_rests_from: _,
            due_since: _,
            enough_since: _,
            is_repairable,
            count,
        } = &self.state.run.obligations[id];
        let Count { start: _, period: _, done: _, ended } = count;
        let flags = [
            breached.is_some(),
            *fired,
            deadline.is_some(),
            deadline.is_some_and(|deadline| deadline != SOME_TIME),
            *ended,
            self.is_done(terms, id),
            verifier.is_some(),
            *is_repairable,
        ];
        if status.is_closed() {
            key.push(u8::from(breached.is_some()));
            return;
        }
        key.push(flags.iter().fold(0_u8, |byte, flag| (byte << 1) | u8::from(*flag)));
        if let Some(deadline) = deadline.filter(|deadline| *deadline != SOME_TIME) {
            key.extend(deadline.to_chrono().timestamp().to_le_bytes());
            key.extend(deadline.to_chrono().timestamp_subsec_nanos().to_le_bytes());
        }
    }

    /// Whether everything was done that a duty to perform asks for, due or not.
    pub(crate) fn is_done(&self, terms: &Terms, id: ObligationId) -> bool {
        match terms.obligations[id].performance() {
            Some(duty) => {
                let tracked = &self.state.run.obligations[id];
                tracked.progress >= tracked.needed(duty)
            }
            None => self.state.is_done(terms, Scope::Run.at(&terms.graph, id)),
        }
    }

    /// How the window of an act stands, in bytes: open, ending, over by time, or over by somebody; and
    /// whether it is waived.
    pub(crate) fn write_act(&self, id: ActId, key: &mut Vec<u8>) {
        let TrackedAct { is_waived, window } = &self.state.run.acts[id];
        key.push(u8::from(*is_waived));
        match window {
            Window::Open => key.push(0),
            Window::Ending(_) => key.push(1),
            Window::Over(EndedBy::Time) => key.push(2),
            Window::Over(EndedBy::Actors(actors)) => {
                key.push(3);
                for actor in actors {
                    key.extend((actor.place() as u64).to_le_bytes());
                }
                key.push(u8::MAX);
            }
        }
    }

    /// Which acts were done last, as far as conditions ask: of `between`, and of `recent`.
    pub(crate) fn write_last(&self, terms: &Terms, key: &mut Vec<u8>) {
        key.extend(self.state.run.between.values().map(|is_between| u8::from(*is_between)));
        let recents = terms.graph.recents.values();
        key.extend(recents.map(|recent| u8::from(self.holds(recent.node))));
    }

    /// Whether an `elapsed` condition's time runs (1), is over (2), or has not begun. Whether it is
    /// known since when is the same wherever a walk comes: known is what began before it.
    pub(crate) fn write_elapsed(&self, terms: &Terms, id: ElapsedId, key: &mut Vec<u8>) {
        key.push(match self.state.run.since[id] {
            None => 0,
            Some(_) if self.holds(terms.graph.elapsed[id].node) => 2,
            Some(_) => 1,
        });
    }

    pub(crate) fn holds(&self, node: NodeId) -> bool {
        self.state.truth.holds_in_run(node)
    }

    pub(crate) fn statuses(&self) -> &Table<ObligationId, Tracked> {
        &self.state.run.obligations
    }
}

fn forget_deadline(tracked: &mut Tracked) {
    if tracked.deadline.is_some() {
        tracked.deadline = Some(SOME_TIME);
    }
}

/// When it fell due, was breached and so on is forgotten: whatever stands, stands since before now, and
/// what rests, rests from now on.
fn forget_since_when(tracked: &mut Tracked, now: Instant) {
    let before = |at: &mut Option<Instant>| *at = at.map(|_| Instant::FIRST);
    before(&mut tracked.due);
    before(&mut tracked.breached);
    before(&mut tracked.closed);
    before(&mut tracked.due_since);
    tracked.closed_by_time = false;
    tracked.rests_since = tracked.rests_since.map(|_| now);
    tracked.deadline_rests_from = tracked.deadline_rests_from.map(|_| now);
    tracked.enough_since = tracked.enough_since.map(|_| SOME_TIME);
}

fn is_tick(deed: &Deed) -> bool {
    matches!(deed, Deed::Tick { .. })
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
        let deed = Deed::act_once(actor, act);
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
            let kind = TimerKind::Deadline(id(obligation));
            begun.pending(terms).into_iter().find(|it| it.kind == kind).map(|it| it.at)
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
        let kind = TimerKind::Deadline(weekend);
        let pending = state.pending(terms).into_iter().find(|it| it.kind == kind).unwrap();
        let fired = state.fire(terms, &[pending]);
        assert!(fired.statuses()[weekend].fired, "a hope that was missed");
        assert_eq!(fired.state().clock, cuba::clauses::para_2a::END_OF_THE_WEEKEND);
        assert!(fired.pending(terms).iter().all(|it| it.kind != kind));
    }
}
