//! Recording an edge: what a step did, as far as it can be told what it rested on.

use std::num::NonZeroU64;
use std::sync::{Arc, OnceLock};

use crate::event::Deed;
use crate::monitor::rules::{Scope, State};
use crate::monitor::{Change, Finding, Matter, Status, Transition};
use crate::names::{CalendarId, ObligationId};
use crate::terms::{Deadline, Terms};
use crate::time::calendar::{CalendarTerm, Term};
use crate::time::{Instant, ResolvedSpan, Span};

use super::compact_run::CompactRun;
use super::edge::{Assignment, Edge, ReckonedDeadline};
use super::effects::RecordedEffects;
use super::guard::{Addition, Guard, TimeRange};
use super::location::Facts;
use super::milestones::Milestone;
use super::register::{InstantRegister, MOST_NUMBER, ObligationRegisters, RegisterLayout};
use super::symbol::InputSymbol;

/// What a step wrote into the registers of instants; a deadline that a calendar reckons stands apart.
type Assignments = (Vec<(InstantRegister, Assignment)>, Option<ReckonedDeadline>);

/// A step that the rules worked out.
pub(super) struct Recording<'a> {
    pub(super) layout: &'a RegisterLayout,
    pub(super) terms: &'a Terms,
    pub(super) before: &'a CompactRun,
    pub(super) after: &'a CompactRun,
    /// The location that it left, and the one that it came to.
    pub(super) from: &'a Facts,
    pub(super) to: &'a Facts,
}

/// What a step was seen to bring.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) struct Observed<'a> {
    pub(in crate::monitor) changes: &'a [Change],
    pub(in crate::monitor) findings: &'a [Finding],
}

/// Edges that write instants are for times before this: the durations of [`Recording::fits`] end in
/// time from there.
const LATE: Instant = Instant::literal(9000, 1, 1, 0, 0);

impl Recording<'_> {
    /// The edge, where everything that the step did is explained; `None` where something is not.
    ///
    /// There is no deed where timers fired.
    pub(super) fn edge(
        &self,
        deed: Option<&Deed>,
        symbol: InputSymbol,
        observed: Observed<'_>,
    ) -> Option<Edge> {
        let transitions = self.transitions(observed.changes, deed.is_some())?;
        let findings = self.findings(observed.findings)?;
        if !deed.is_none_or(|deed| self.is_plain(deed)) {
            return None;
        }
        let additions = deed.map(|deed| self.additions(deed, &transitions)).unwrap_or_default();
        let (assignments, deadline) = self.assignments(deed)?;
        let milestones = self.milestones(&transitions)?;
        self.numbers_are_explained(&additions, symbol.quantity).then_some(())?;
        // The sum of a register is read there; any other holds for this quantity alone.
        let is_exact = transitions.iter().any(|transition| match transition {
            Transition::Progressed { obligation, .. } => {
                self.layout.obligations[*obligation].progress.is_none()
            }
            _ => false,
        });
        let guard = Guard {
            fires: symbol.fires,
            quantity: NonZeroU64::new(symbol.quantity).filter(|_| is_exact),
            times: times(&assignments, self.passed(&transitions)?),
            keeps_time: assignments.iter().any(|(register, _)| register.is_apart())
                || !milestones.is_empty(),
            additions: additions.into(),
        };
        // A timer that was pending already may count from another instant: an act was done once more.
        let is_retimed = deadline.is_some()
            || self.from.timers != self.to.timers
            || assignments
                .iter()
                .any(|(assigned, _)| self.to.timers.iter().any(|timer| timer.reads(*assigned)));
        Some(Edge {
            guard,
            assignments: assignments.into(),
            deadline,
            milestones: self.layout.milestones.update(&milestones),
            milestone_layout: self.layout.milestones,
            to: self.after.position().location,
            timers: is_retimed.then(|| self.to.timers.clone()),
            is_refused: findings.iter().any(|finding| finding.kind().is_refused()),
            effects: RecordedEffects { transitions: transitions.into(), findings: findings.into() },
            other: OnceLock::new(),
        })
    }

    /// An act that no prohibition counts in a register, or an attestation.
    fn is_plain(&self, deed: &Deed) -> bool {
        match deed {
            Deed::Act { actor, act, .. } => {
                let prohibited_by = &self.terms.graph.acts[*act].prohibited_by;
                !prohibited_by.iter().any(|id| {
                    let at = Scope::Run.at(&self.terms.graph, *id);
                    let tracked = &self.from.state[at];
                    self.layout.obligations[*id].counted.is_some()
                        && tracked.prohibits()
                        && self.from.state.acts_for_debtor(self.terms, *actor, at)
                })
            }
            Deed::Attest { .. } => true,
            _ => false,
        }
    }

    /// What was found, if it is the same whenever the edge is taken, but for the instants that are the
    /// step's own.
    fn findings(&self, findings: &[Finding]) -> Option<Vec<Finding>> {
        let now = self.now();
        let is_plain = |finding: &Finding| {
            finding.at == now
                && match &finding.matter {
                    Matter::Overdue { deadline, .. } => *deadline == now,
                    // What is void moves nothing, and there is nothing to replay.
                    Matter::Void { .. }
                    | Matter::VoidStatement { .. }
                    | Matter::Repeated { .. } => false,
                    // Whether a calendar reaches a deadline hangs on the instant.
                    Matter::Unreckoned { .. } => false,
                    Matter::DeadlinePassed { obligation, .. } => {
                        self.by_calendar(*obligation).is_none()
                    }
                    _ => true,
                }
        };
        findings.iter().all(is_plain).then(|| findings.to_vec())
    }

    /// What changed, if each obligation progressed and was scheduled once at most (of a register only the
    /// last value is left to read), and none ended a rest that moved its deadline.
    fn transitions(&self, changes: &[Change], by_deed: bool) -> Option<Vec<Transition>> {
        let mut progressed = Vec::new();
        let mut scheduled = Vec::new();
        let is_first = |seen: &mut Vec<ObligationId>, id: ObligationId| {
            let is_first = !seen.contains(&id);
            seen.push(id);
            is_first
        };
        for change in changes {
            let is_plain = match &change.transition {
                Transition::Progressed { obligation, .. } => is_first(&mut progressed, *obligation),
                Transition::Scheduled { obligation, deadline } => {
                    deadline.is_some() && is_first(&mut scheduled, *obligation)
                }
                // How far its deadline moves depends on how long it rested, be that no time at all; and so
                // does since when it counts as due.
                Transition::Moved { obligation, from: Status::Suspended, .. } => {
                    let tracked = &self.from.state.run.obligations[*obligation];
                    tracked.deadline_rests_from.is_none() && tracked.due_since.is_none()
                }
                // Whether it can be repaired depends on when what repairs it was closed.
                Transition::Moved { obligation, to: Status::Breached, .. } => {
                    self.terms.obligations[*obligation].repaired_by.is_none()
                }
                // What the end of a window comes to depends on since when things are due.
                Transition::Expired { .. } => false,
                _ => true,
            };
            if !is_plain || change.at != self.now() || change.event.is_some() != by_deed {
                return None;
            }
        }
        // A deadline that could not be set at this instant may be set at another.
        let is_set = |change: &Change| match &change.transition {
            Transition::Moved { obligation, from: Status::Dormant, to: Status::Due, .. } => {
                self.by_calendar(*obligation).is_none() || scheduled.contains(obligation)
            }
            _ => true,
        };
        let all_are = changes.iter().all(is_set);
        all_are.then(|| changes.iter().map(|change| change.transition.clone()).collect())
    }

    /// The term of a deadline that a calendar reckons.
    fn by_calendar(&self, id: ObligationId) -> Option<&CalendarTerm<CalendarId>> {
        match self.terms.obligations[id].deadline() {
            Some(Deadline::Within(Term::Calendar(term))) => Some(term),
            _ => None,
        }
    }

    fn additions(&self, deed: &Deed, transitions: &[Transition]) -> Vec<Addition> {
        let Deed::Act { actor, act, .. } = deed else {
            return Vec::new();
        };
        let sums = self.terms.counters_of(*act, *actor).filter_map(|(id, counter)| {
            let register = self.layout.sums[id]?;
            let sum = self.after.number(register);
            let (from, to) = counter.between_thresholds(sum);
            let to = to.min(MOST_NUMBER);
            Some(Addition { register, most: counter.most, from, to })
        });
        let progress = transitions.iter().filter_map(|transition| {
            let Transition::Progressed { obligation, progress } = transition else {
                return None;
            };
            let register = self.layout.obligations[*obligation].progress?;
            let quantity = self.needed(*obligation)?;
            let (from, to) = if *progress >= quantity {
                (quantity, MOST_NUMBER)
            } else {
                (0, quantity.saturating_sub(1).min(MOST_NUMBER))
            };
            Some(Addition { register, most: u64::MAX, from, to })
        });
        sums.chain(progress).collect()
    }

    fn numbers_are_explained(&self, additions: &[Addition], quantity: u64) -> bool {
        let mut expected = self.before.clone();
        for addition in additions {
            let sum = addition.sum(self.before, quantity);
            if expected.set_number(addition.register, sum).is_none() {
                return false;
            }
        }
        let mut registers = self.layout.numbers.iter();
        registers.all(|register| expected.number(*register) == self.after.number(*register))
    }

    /// How much is owed of a duty to perform, or will be.
    fn needed(&self, id: ObligationId) -> Option<u64> {
        let duty = self.terms.obligations[id].performance()?;
        Some(self.from.state.run.obligations[id].needed(duty))
    }

    /// What was written into the registers of instants; `None` where one holds something else.
    /// There is at most one deadline that a calendar reckons.
    fn assignments(&self, deed: Option<&Deed>) -> Option<Assignments> {
        let now = Some(self.now());
        let mut assignments = Vec::new();
        let mut reckoned: Option<ReckonedDeadline> = None;
        let changed = |register: InstantRegister| {
            self.before.instant(register) != self.after.instant(register)
        };
        let was_empty = |register: InstantRegister| self.before.instant(register).is_none();
        for (id, registers) in self.layout.obligations.iter() {
            if let Some(register) = registers.deadline.filter(|register| changed(*register)) {
                let is_set_to =
                    |set| was_empty(register) && self.after.instant(register) == Some(set);
                let (set, assignment) = match self.terms.obligations[id].deadline()? {
                    Deadline::Within(Term::Span(span)) => {
                        let resolved = ResolvedSpan::of(*span, 1)?;
                        (self.fits(*span)?, Some(Assignment::After(resolved)))
                    }
                    Deadline::Within(Term::Calendar(term)) => {
                        reckoned.is_none().then_some(())?;
                        let table = &self.terms.calendars[*term.calendar()].table;
                        let term = term.with(Arc::clone(table));
                        let set = term.after_times(self.now(), 1).ok()?;
                        reckoned = Some((register, term));
                        (set, None)
                    }
                    Deadline::At(moment) => {
                        let instant = moment.written()?;
                        (instant, Some(Assignment::At(instant)))
                    }
                };
                is_set_to(set).then_some(())?;
                assignments.extend(assignment.map(|assignment| (register, assignment)));
            }
            let ObligationRegisters { deadline_rests_from, due_since, enough_since, start, .. } =
                *registers;
            let (closed, rests_since) =
                (registers.closed.register(), registers.rests_since.register());
            let others = [deadline_rests_from, due_since, enough_since, start, closed, rests_since];
            for register in others.into_iter().flatten().filter(|register| changed(*register)) {
                let assignment = match self.after.instant(register) {
                    None => Assignment::Clear,
                    set => {
                        (was_empty(register) && set == now).then_some(())?;
                        Assignment::Now
                    }
                };
                assignments.push((register, assignment));
            }
            if let (Some(_), Some(span)) = (enough_since, self.terms.obligations[id].deemed_after())
            {
                self.fits(span.plain()?)?;
            }
        }
        for (id, register) in self.layout.since.iter() {
            if changed(*register) {
                self.fits(self.terms.graph.elapsed[id].term.plain()?)?;
                (was_empty(*register) && self.after.instant(*register) == now).then_some(())?;
                assignments.push((*register, Assignment::Now));
            }
        }
        if let Some(Deed::Act { actor, act, .. }) = deed {
            // It was done last now, even if it had been done at this very instant before.
            for id in &self.terms.graph.acts[*act].recents {
                let recent = &self.terms.graph.recents[*id];
                if self.terms.is_done_by(*actor, recent.by, None) {
                    self.fits(recent.term.plain()?)?;
                    assignments.push((self.layout.recent[*id], Assignment::Now));
                }
            }
        }
        let assigned = |register: &InstantRegister| {
            assignments.iter().any(|(assigned, _)| assigned == register)
        };
        let mut recent = self.layout.recent.values();
        recent.all(|it| assigned(it) || !changed(*it)).then_some((assignments, reckoned))
    }

    /// Which milestones came, and which are no longer so; `None` where one holds something else.
    fn milestones(&self, transitions: &[Transition]) -> Option<Vec<(Milestone, bool)>> {
        let mut milestones: Vec<(Milestone, bool)> = Vec::new();
        let mut note = |milestone: Option<Milestone>, comes: bool| {
            if let Some(milestone) = milestone {
                milestones.retain(|(known, _)| *known != milestone);
                milestones.push((milestone, comes));
            }
        };
        for transition in transitions {
            match transition {
                Transition::EnteredIntoForce => note(Some(self.layout.in_force), true),
                Transition::Terminated => note(Some(self.layout.terminated), true),
                Transition::Moved { obligation, from, to, .. } => {
                    let registers = &self.layout.obligations[*obligation];
                    let was_breached = self.from.state.run.obligations[*obligation].was_breached();
                    if *from == Status::Dormant && *to == Status::Due {
                        note(registers.due, true);
                    }
                    if *to == Status::Breached && !was_breached {
                        note(registers.breached, true);
                    }
                    if to.is_closed() {
                        note(registers.closed.milestone(), true);
                    }
                    let rests =
                        |status: &Status| matches!(status, Status::Suspended | Status::Performed);
                    if rests(to) {
                        note(registers.rests_since.milestone(), true);
                    } else if rests(from) {
                        note(registers.rests_since.milestone(), false);
                    }
                }
                _ => {}
            }
        }
        // A run that keeps none tells only whether each has come.
        let keeps_milestones = self.after.keeps_milestones(self.layout);
        let instant = |run: &CompactRun, milestone: Milestone, at_location: Option<Instant>| {
            match keeps_milestones {
                true => run.milestone(self.layout, milestone),
                false => at_location.map(|_| State::NOT_KEPT),
            }
        };
        let now = if keeps_milestones { self.now() } else { State::NOT_KEPT };
        let is_explained = |milestone: Milestone, from: Option<Instant>, to: Option<Instant>| {
            let (from, to) =
                (instant(self.before, milestone, from), instant(self.after, milestone, to));
            match milestones.iter().find(|(known, _)| *known == milestone) {
                Some((_, comes)) => to == Some(now).filter(|_| *comes),
                None => to == from,
            }
        };
        let (from, to) = (&self.from.state, &self.to.state);
        let all_are = is_explained(self.layout.in_force, from.in_force, to.in_force)
            && is_explained(self.layout.terminated, from.run.terminated, to.run.terminated)
            && self.layout.obligations.iter().all(|(id, registers)| {
                let (mut from, mut to) = (from.run.obligations[id], to.run.obligations[id]);
                let from = registers.instants(&mut from);
                let pairs = from.into_iter().zip(registers.instants(&mut to));
                pairs.into_iter().all(|((place, from), (_, to))| {
                    place.milestone().is_none_or(|it| is_explained(it, *from, *to))
                })
            });
        all_are.then_some(milestones)
    }

    /// The last of the fixed deadlines that had passed when what they are of fell due, so that they were
    /// not set; `None` where one is no fixed instant. (Of what was done by then already, nothing is found.)
    fn passed(&self, transitions: &[Transition]) -> Option<Option<Instant>> {
        let mut last = None;
        for transition in transitions {
            if let Transition::Moved { obligation, from: Status::Dormant, to: Status::Due, .. } =
                transition
                && let Some(Deadline::At(moment)) = self.terms.obligations[*obligation].deadline()
            {
                last = last.max(Some(moment.written()?).filter(|at| *at < self.now()));
            }
        }
        Some(last)
    }

    /// The instant of the step.
    fn now(&self) -> Instant {
        self.after.position().clock
    }

    /// So long after now, where that is in time whenever the edge is taken.
    fn fits(&self, span: Span) -> Option<Instant> {
        LATE.after(span)?;
        self.now().after(span).filter(|_| self.now() < LATE)
    }
}

/// The times for which the edge is, if it is not for all: after what has passed, and before what is set.
fn times(
    assignments: &[(InstantRegister, Assignment)],
    after: Option<Instant>,
) -> Option<TimeRange> {
    let mut before = (!assignments.is_empty()).then_some(LATE);
    for (_, assignment) in assignments {
        if let Assignment::At(instant) = assignment {
            before = before.map(|before| before.min(*instant));
        }
    }
    (after.is_some() || before.is_some()).then_some(TimeRange { after, before })
}
