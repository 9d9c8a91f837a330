//! What can come next in a state: acts, words, time.

use std::ops::ControlFlow;

use crate::event::{Deed, Speaker};
use crate::monitor::{Manner, Remembered, Scope, ScopeState, State, Status};
use crate::names::{ActId, ObligationId, PartyId, Table};
use crate::terms::{Condition, Standing, Terms};
use crate::time::Span;

use super::cone::Cone;
use super::timeless::{Passing, Pending, Sum, Timeless, TimerKind};

/// One step from a state to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Action {
    /// A party does an act, in such a quantity that these sums come to their thresholds.
    Act { party: PartyId, act: ActId, passing: Box<[Passing]> },
    /// A verifier attests.
    Attest { party: PartyId, obligation: ObligationId },
    /// A verifier denies, before the deadline or after it.
    Deny { party: PartyId, obligation: ObligationId },
    /// A creditor gives up what a condition asks to be given up.
    Release { party: PartyId, obligation: ObligationId },
    /// Time passes, and these timers fire together.
    Wait(Box<[Pending]>),
}

/// How a party plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Conduct {
    /// It does nothing.
    Silent,
    /// It does what submitting accepts.
    #[default]
    Lawful,
    /// It does what it may do at some time, be it premature or prohibited now.
    Any,
}

/// How everybody plays.
#[derive(Clone, Debug)]
pub(crate) struct Play {
    conduct: Table<PartyId, Conduct>,
    /// Obligations whose release some condition asks for.
    released: Table<ObligationId, bool>,
    denials: bool,
}

impl Play {
    /// All alike.
    pub(crate) fn new(terms: &Terms, conduct: Conduct) -> Self {
        let mut released: Table<ObligationId, bool> =
            terms.obligations.values().map(|_| false).collect();
        for (id, obligation) in terms.graph.obligations.iter() {
            released[id] =
                obligation.standings.iter().any(|(standing, _)| *standing == Standing::Released);
        }
        let conduct = terms.parties.values().map(|_| conduct).collect();
        Self { conduct, released, denials: true }
    }

    /// The same, but for one party.
    pub(crate) fn but(mut self, party: PartyId, conduct: Conduct) -> Self {
        self.conduct[party] = conduct;
        self
    }

    /// The same, but that nobody denies anything.
    pub(crate) fn without_denials(self) -> Self {
        Self { denials: false, ..self }
    }

    /// Whether a party does anything.
    pub(crate) fn is_awake(&self, party: PartyId) -> bool {
        self.conduct[party] != Conduct::Silent
    }

    /// Whether a creditor may be counted on to give an obligation up: some condition asks for it.
    pub(crate) fn is_released(&self, obligation: ObligationId) -> bool {
        self.released[obligation]
    }

    pub(crate) fn conduct(&self, party: PartyId) -> Conduct {
        self.conduct[party]
    }
}

impl Action {
    /// Whose step it is; nobody's if time does it.
    pub(crate) fn party(&self) -> Option<PartyId> {
        match self {
            Self::Act { party, .. }
            | Self::Attest { party, .. }
            | Self::Deny { party, .. }
            | Self::Release { party, .. } => Some(*party),
            Self::Wait(_) => None,
        }
    }
}

/// The most timers without an instant of which every choice that could fire together is followed.
const MOST_TOGETHER: usize = 6;

/// The most ways in which one act's sums can come to their thresholds that are followed.
const MOST_WAYS: usize = 64;

/// Takes a step and where it leads, and answers whether there may be more.
pub(crate) type Each<'a> = dyn FnMut(Action, Timeless) -> ControlFlow<()> + 'a;

/// All steps from a state.
pub(crate) struct Actions<'a> {
    pub(crate) terms: &'a Terms,
    pub(crate) cone: &'a Cone,
    pub(crate) play: &'a Play,
    /// Whether to wait until a binding duty's deadline passes.
    pub(crate) breaches: bool,
    /// Whether all of them were followed so far.
    pub(crate) are_all: bool,
}

impl Actions<'_> {
    /// Hands over each step from a state, with where it leads, until it is told to stop. (They are
    /// never all held at once: there are as many as acts, and each is as large as the state.)
    pub(crate) fn from(&mut self, state: &Timeless, each: &mut Each<'_>) -> ControlFlow<()> {
        for act in &self.cone.acts {
            for party in self.terms.doers(*act) {
                self.acts(state, party, *act, each)?;
            }
        }
        for obligation in &self.cone.obligations {
            self.words(state, *obligation, each)?;
        }
        self.waits(state, each)
    }

    fn acts(
        &mut self,
        state: &Timeless,
        party: PartyId,
        act: ActId,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        let manner = match self.play.conduct(party) {
            Conduct::Silent => return ControlFlow::Continue(()),
            Conduct::Lawful if !state.state().may(self.terms, Scope::Run, act) => {
                return ControlFlow::Continue(());
            }
            Conduct::Lawful => Manner::Submit,
            Conduct::Any => Manner::Record,
        };
        let mut sums = state.sums(self.terms, party, act);
        sums.retain(|(sum, _, _)| match sum {
            Sum::Counter(_) => true,
            Sum::Progress(id) | Sum::Count(id) => self.cone.obligations.contains(id),
        });
        if sums.is_empty() && state.state().may(self.terms, Scope::Run, act) {
            // Nothing here counts it.
            return ControlFlow::Continue(());
        }
        let deed = Deed::act_once(party, act);
        for passing in self.ways(&sums) {
            if let Some(next) = state.take(self.terms, &deed, &passing, manner) {
                each(Action::Act { party, act, passing: passing.into() }, next)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Every choice of thresholds that one act can bring its sums to.
    fn ways(&mut self, sums: &[(Sum, u64, Vec<u64>)]) -> Vec<Vec<Passing>> {
        let mut ways: Vec<Vec<Passing>> = vec![Vec::new()];
        for (sum, come_to, ahead) in sums {
            // Whatever the quantity, it is at least one.
            let must = ahead.first().is_some_and(|next| *next == come_to.saturating_add(1));
            let mut longer = Vec::new();
            for way in &ways {
                if !must {
                    longer.push(way.clone());
                }
                for to in ahead {
                    let passing = Passing { sum: *sum, to: *to };
                    longer.push(way.iter().copied().chain([passing]).collect());
                }
            }
            ways = longer;
            if ways.len() > MOST_WAYS {
                ways.truncate(MOST_WAYS);
                self.are_all = false;
            }
        }
        ways.retain(|way| is_possible(sums, way));
        ways
    }

    fn words(&self, state: &Timeless, id: ObligationId, each: &mut Each<'_>) -> ControlFlow<()> {
        let tracked = &state.statuses()[id];
        let is_verifiable = match tracked.status {
            Status::Performed => true,
            Status::Breached => state.is_done(self.terms, id),
            _ => false,
        };
        if let Some(party) = tracked.parties.verifier.filter(|_| is_verifiable)
            && self.play.is_awake(party)
        {
            let attest = Deed::Attest { speaker: Speaker::One(party), obligation: id };
            if let Some(next) = state.take(self.terms, &attest, &[], Manner::Submit) {
                each(Action::Attest { party, obligation: id }, next)?;
            }
            let deny = Deed::Deny { speaker: Speaker::One(party), obligation: id };
            if self.play.denials
                && let Some(next) = state.take(self.terms, &deny, &[], Manner::Submit)
            {
                each(Action::Deny { party, obligation: id }, next)?;
            }
        }
        if let Some(party) = tracked.parties.creditor
            && self.play.released[id]
            && self.play.is_awake(party)
            && !tracked.status.is_closed()
        {
            let release = Deed::Release { speaker: Speaker::One(party), obligation: id };
            if let Some(next) = state.take(self.terms, &release, &[], Manner::Submit) {
                each(Action::Release { party, obligation: id }, next)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn waits(&mut self, state: &Timeless, each: &mut Each<'_>) -> ControlFlow<()> {
        let pending = self.pending(state);
        let is_deadline = |pending: &Pending| !pending.kind.is_of_conditions();
        let first = pending.iter().filter_map(|it| Some((it.at?, is_deadline(it)))).min();
        for deadlines in [false, true] {
            let alike = || pending.iter().copied().filter(|it| is_deadline(it) == deadlines);
            // Those whose instant is known fire in their order, conditions before deadlines.
            let fixed: Vec<Pending> = alike()
                .filter(|it| it.at.map(|at| (at, deadlines)) == first && it.at.is_some())
                .collect();
            let mut free: Vec<Pending> = alike().filter(|it| it.at.is_none()).collect();
            free.retain(|it| self.breaches || !self.breaks(it));
            let is_shut = !self.breaches && fixed.iter().any(|it| self.breaks(it));
            for chosen in self.choices(&free) {
                if self.has_time_for(&chosen, &free) {
                    if !chosen.is_empty() {
                        self.wait(state, chosen.clone(), each)?;
                    }
                    if !fixed.is_empty() && !is_shut {
                        self.wait(state, [fixed.clone(), chosen].concat(), each)?;
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Whether a timer is a deadline whose passing is a breach.
    fn breaks(&self, pending: &Pending) -> bool {
        match pending.kind {
            TimerKind::Deadline(id) => {
                let obligation = &self.terms.obligations[id];
                obligation.binding && !obligation.target
            }
            // A window that ends can be a breach, which only the rules can tell.
            TimerKind::Window(act) => self.terms.graph.acts[act]
                .performed_by
                .iter()
                .any(|id| self.terms.obligations[*id].binding),
            TimerKind::Reached(_)
            | TimerKind::Elapsed(_)
            | TimerKind::Recent(_)
            | TimerKind::Silence(_) => false,
        }
    }

    fn wait(&self, state: &Timeless, timers: Vec<Pending>, each: &mut Each<'_>) -> ControlFlow<()> {
        let next = state.fire(self.terms, &timers);
        each(Action::Wait(timers.into()), next)
    }

    /// The timers that matter here.
    fn pending(&self, state: &Timeless) -> Vec<Pending> {
        let mut pending = state.pending(self.terms);
        pending.retain(|it| match it.kind {
            TimerKind::Reached(instant) => self.cone.reached.contains(&instant),
            TimerKind::Elapsed(id) => self.cone.elapsed.contains(&id),
            TimerKind::Recent(id) => self.cone.has_act(self.terms.graph.recents[id].act),
            TimerKind::Deadline(id) | TimerKind::Silence(id) => self.cone.obligations.contains(&id),
            TimerKind::Window(act) => self.cone.has_act(act),
        });
        for id in &self.cone.obligations {
            if let Some(at) = state.fixed_deadline_ahead(self.terms, *id) {
                pending.push(Pending { kind: TimerKind::Reached(at), at: Some(at) });
            }
        }
        pending.sort_unstable_by_key(|it| it.kind);
        pending.dedup();
        pending
    }

    /// Which of these could fire at one instant: any of them, or none.
    fn choices(&mut self, free: &[Pending]) -> Vec<Vec<Pending>> {
        if free.len() > MOST_TOGETHER {
            self.are_all = false;
            let none_or_all = [Vec::new(), free.to_vec()];
            return none_or_all.into_iter().chain(free.iter().map(|it| vec![*it])).collect();
        }
        let mut choices = vec![Vec::new()];
        for it in free {
            let with: Vec<Vec<Pending>> =
                choices.iter().map(|choice| [choice.as_slice(), &[*it]].concat()).collect();
            choices.extend(with);
        }
        choices
    }

    /// Whether none that is left out must have fired before one that is chosen: of two `elapsed` of
    /// the same beginning the shorter comes first.
    fn has_time_for(&self, chosen: &[Pending], free: &[Pending]) -> bool {
        let elapsed = |it: &Pending| match it.kind {
            TimerKind::Elapsed(id) => Some(&self.terms.graph.elapsed[id]),
            _ => None,
        };
        chosen.iter().filter_map(elapsed).all(|later| {
            free.iter().filter_map(elapsed).all(|sooner| {
                sooner.since != later.since || !is_shorter(sooner.term.span(), later.term.span())
            })
        })
    }
}

fn is_shorter(left: Span, right: Span) -> bool {
    let (left, right) = (
        (left.calendar_months(), left.exact_seconds()),
        (right.calendar_months(), right.exact_seconds()),
    );
    left != right && left.0 <= right.0 && left.1 <= right.1
}

/// A counter never starts again, so it is never behind what else the same act has added to.
fn is_possible(sums: &[(Sum, u64, Vec<u64>)], way: &[Passing]) -> bool {
    let counted = way.iter().filter(|passing| !matches!(passing.sum, Sum::Counter(_)));
    let most = counted.map(|passing| passing.to).max().unwrap_or(0);
    sums.iter().filter(|(sum, _, _)| matches!(sum, Sum::Counter(_))).all(|(sum, come_to, ahead)| {
        let passed = way.iter().find(|passing| passing.sum == *sum);
        let now = passed.map_or(*come_to, |passing| passing.to);
        ahead.iter().all(|at| *at > most || *at <= now)
    })
}

/// A condition, asked of a state.
pub(crate) fn holds(terms: &Terms, state: &Timeless, condition: &Condition) -> Option<bool> {
    if let Some(node) = terms.graph.find(terms, None, condition) {
        return Some(state.holds(node));
    }
    let each = |parts: &[Condition]| -> Option<Vec<bool>> {
        parts.iter().map(|part| holds(terms, state, part)).collect()
    };
    match condition {
        Condition::Stands { obligation, standing } => {
            Some(state.statuses()[*obligation].stands(*standing))
        }
        Condition::All(parts) => each(parts).map(|parts| parts.iter().all(|part| *part)),
        Condition::Any(parts) => each(parts).map(|parts| parts.iter().any(|part| *part)),
        Condition::Not(part) => holds(terms, state, part).map(|part| !part),
        Condition::Happened { .. }
        | Condition::Reached(_)
        | Condition::Elapsed { .. }
        | Condition::Between { .. }
        | Condition::Recent { .. }
        | Condition::Open(_)
        | Condition::Some { .. }
        | Condition::Every { .. }
        | Condition::Told(_) => None,
    }
}

/// A state in bytes: two are the same for a cone if these are.
pub(crate) fn key(terms: &Terms, cone: &Cone, state: &Timeless) -> Box<[u8]> {
    // Taken apart without `..`: a field that this did not know would make two states one. What came when is
    // not told apart here, and of obligations and of what has elapsed the timeless state itself says what
    // matters.
    let State { remembered, truth: _, quantified: _, timers: _, agenda: _, moved: _, touched: _ } =
        state.state();
    let Remembered {
        start: _,
        clock,
        keeps_milestones: _,
        in_force,
        run,
        kinds: _,
        left_behind: _,
    } = remembered;
    let ScopeState {
        terminated,
        obligations: _,
        acts: _,
        counters,
        since: _,
        between: _,
        recent: _,
        told: _,
        stretches: _,
    } = run;
    let mut key = Vec::with_capacity(cone.size().saturating_mul(3).saturating_add(2));
    for id in &cone.obligations {
        key.push(state.statuses()[*id].status as u8);
    }
    key.push(u8::from(in_force.is_some()) | (u8::from(terminated.is_some()) << 1));
    for id in &cone.obligations {
        state.write_obligation(terms, *id, &mut key);
    }
    for act in &cone.acts {
        state.write_act(*act, &mut key);
        for id in &terms.graph.acts[*act].counters {
            // The number of thresholds that were come to.
            let thresholds = &terms.graph.counters[*id].thresholds;
            let passed = thresholds.iter().filter(|(at, _)| *at <= counters[*id]).count();
            key.extend(u16::try_from(passed).unwrap_or(u16::MAX).to_le_bytes());
        }
    }
    state.write_last(terms, &mut key);
    for id in &cone.elapsed {
        state.write_elapsed(terms, *id, &mut key);
    }
    for instant in &cone.reached {
        key.push(u8::from(*instant <= *clock));
    }
    // Fixed deadlines of duties that are not yet due.
    for id in &cone.obligations {
        if state.statuses()[*id].status == Status::Dormant {
            key.push(u8::from(state.fixed_deadline_ahead(terms, *id).is_some()));
        }
    }
    key.into()
}
