//! Since when, and by which events: what is known of a run's past, as one of its scopes sees it.

use std::sync::Arc;

use crate::monitor::{Change, Scope, State, Status, Transition};
use crate::names::{ActId, KindId, ObligationId, PartyId};
use crate::terms::{Condition, Decimal, Doer, NodeId, Standing, Terms};
use crate::time::Instant;

/// An act that had its effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) place: u64,
    pub(super) at: Instant,
    /// How many changes there were before it.
    pub(super) changes: usize,
    pub(super) actor: PartyId,
    pub(super) act: ActId,
    pub(super) quantity: u64,
    /// The subjects that it went to, where it is an act of a kind.
    pub(super) subjects: Vec<Arc<str>>,
}

/// What is known of a run's past.
#[derive(Clone, Copy, Debug)]
pub(super) struct Past<'a> {
    pub(super) date: Instant,
    /// The scope that speaks: the run, or a subject of this kind and name.
    pub(super) scope: Scope,
    pub(super) subject: Option<(KindId, &'a str)>,
    /// All changes from the start; none where they are not kept.
    pub(super) changes: Option<&'a [Change]>,
    /// All acts from the start; none without the log.
    pub(super) acts: Option<&'a [Done]>,
}

/// When something changed: the instant, the order within it, and the event, if one brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) at: Instant,
    change: usize,
    pub(super) event: Option<u64>,
}

/// How a condition's truth went: how it began, and each time that it turned.
#[derive(Clone, Debug)]
struct Course {
    began: bool,
    turns: Vec<Moment>,
}

impl Course {
    fn steady(began: bool) -> Self {
        Self { began, turns: Vec::new() }
    }

    fn once(at: Moment) -> Self {
        Self { began: false, turns: vec![at] }
    }

    /// The last turn that lasted: what one instant and one event turn there and back, settling, is
    /// none.
    fn last_settled(&self) -> Option<&Moment> {
        let mut lasting: Vec<&Moment> = Vec::new();
        for turn in &self.turns {
            match lasting.last() {
                Some(last) if last.is_with(turn) => drop(lasting.pop()),
                _ => lasting.push(turn),
            }
        }
        lasting.pop()
    }

    /// Whether it holds after all that came up to a moment.
    fn after(&self, moment: Moment) -> bool {
        let turned = self.turns.partition_point(|turn| *turn <= moment);
        self.began ^ (turned % 2 == 1)
    }
}

impl Moment {
    /// Whether one instant and one event bring both.
    fn is_with(&self, other: &Self) -> bool {
        self.at == other.at && self.event == other.event
    }
}

impl<'a> Past<'a> {
    /// The same past, as a scope sees it: a subject's own begins with its opening.
    pub(super) fn seen_from(self, state: &'a State, terms: &Terms, scope: Scope) -> Self {
        let subject = state.subject(scope);
        Self {
            date: subject.map_or_else(|| terms.start(), |subject| subject.opened),
            scope,
            subject: scope.kind().zip(subject.map(|subject| &*subject.name)),
            ..self
        }
    }

    /// The changes of the run, and those of the subject that speaks, with their places among all.
    fn seen(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Change)> + use<'a> {
        let own = self.subject;
        self.changes.unwrap_or_default().iter().enumerate().filter(move |(_, change)| {
            let of = change.subject.as_ref().map(|subject| (subject.kind, &*subject.name));
            of.is_none() || of == own
        })
    }

    /// The acts that a condition of this scope counts.
    fn counted(
        &self,
        terms: &'a Terms,
        act: ActId,
        by: Option<PartyId>,
    ) -> impl Iterator<Item = &'a Done> + use<'a> {
        let own = self.subject.filter(|(kind, _)| terms.acts[act].of == Some(*kind));
        self.acts.unwrap_or_default().iter().filter(move |done| {
            let is_here = own.is_none_or(|(_, name)| done.subjects.iter().any(|it| **it == *name));
            is_here && done.is(act, by)
        })
    }

    /// Whether what went to this subject is known by itself: what is shared among several tells of their
    /// parts nothing.
    fn are_apart(&self, terms: &'a Terms, act: ActId, by: Option<PartyId>) -> bool {
        let is_own = self.subject.is_some_and(|(kind, _)| terms.acts[act].of == Some(kind));
        !is_own || self.counted(terms, act, by).all(|done| done.subjects.len() == 1)
    }

    /// The party that a condition of this scope names.
    pub(super) fn party(&self, state: &State, terms: &Terms, by: Option<Doer>) -> Option<PartyId> {
        match by? {
            Doer::Party(party) => Some(party),
            Doer::Each => state.each(terms, self.scope),
        }
    }

    /// Since when a condition is as it is now; none where that is not known.
    pub(super) fn since(&self, state: &State, terms: &'a Terms, of: &Condition) -> Option<Since> {
        let course = self.course(state, terms, of)?;
        Some(match course.last_settled() {
            Some(turn) => Since { at: turn.at, event: turn.event },
            None => Since { at: self.date, event: None },
        })
    }

    /// Whether a condition holds, one that the agreement does not have included; none where that is
    /// not known.
    pub(super) fn holds(&self, state: &State, terms: &'a Terms, of: &Condition) -> Option<bool> {
        if let Some(node) = self.node(terms, of) {
            return Some(state.holds(self.scope.at(&terms.graph, node)));
        }
        let holds = |part: &Condition| self.holds(state, terms, part);
        Some(match of {
            Condition::Happened { act, by, at_least, .. } => {
                let sum = self.sum(state, terms, *act, self.party(state, terms, *by));
                let at_least = at_least.map_or(1, Decimal::whole);
                match sum {
                    Tally::Exactly(sum) => sum >= at_least,
                    Tally::AtLeast(sum) => (sum >= at_least).then_some(true)?,
                }
            }
            Condition::Stands { obligation, standing } => {
                let of = terms.obligations[*obligation].of;
                let is_here = of.is_none() || of == self.scope.kind();
                let at = is_here.then(|| self.scope.at(&terms.graph, *obligation))?;
                state[at].stands(*standing)
            }
            Condition::Reached(moment) => moment.written().is_some_and(|it| state.clock >= it),
            // Those of the agreement the run itself knows.
            Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Open(_)
            | Condition::Told(_)
            | Condition::Some { .. }
            | Condition::Every { .. } => return None,
            Condition::Elapsed { since, term } => {
                let first = self.first_held(state, terms, since)?;
                let end = first.and_then(|first| terms.term(term).after(first).ok());
                end.is_some_and(|end| state.clock >= end)
            }
            Condition::All(parts) => {
                let parts: Option<Vec<bool>> = parts.iter().map(holds).collect();
                parts?.into_iter().all(|holds| holds)
            }
            Condition::Any(parts) => {
                let parts: Option<Vec<bool>> = parts.iter().map(holds).collect();
                parts?.into_iter().any(|holds| holds)
            }
            Condition::Not(part) => !holds(part)?,
        })
    }

    /// The instant at which a condition first held, if it ever did; none outside where that is not
    /// known.
    pub(super) fn first_held(
        &self,
        state: &State,
        terms: &'a Terms,
        of: &Condition,
    ) -> Option<Option<Instant>> {
        // What the run itself remembers of an `elapsed` condition is exact.
        if let Some(node) = self.node(terms, of) {
            let remembered = terms.graph.elapsed.iter().find(|(_, elapsed)| {
                let is_here = elapsed.of.is_none() || elapsed.of == self.scope.kind();
                elapsed.since == node && is_here
            });
            if let Some((id, _)) = remembered {
                return Some(state[self.scope.at(&terms.graph, id)]);
            }
        }
        let course = self.course(state, terms, of)?;
        let first_turn = course.turns.first().map(|turn| turn.at);
        Some(if course.began { Some(self.date) } else { first_turn })
    }

    /// How much of an act was done.
    pub(super) fn sum(
        &self,
        state: &State,
        terms: &'a Terms,
        act: ActId,
        by: Option<PartyId>,
    ) -> Tally {
        if self.acts.is_some() && self.are_apart(terms, act, by) {
            let counted = self.counted(terms, act, by).map(|done| done.quantity);
            return Tally::Exactly(counted.fold(0, u64::saturating_add));
        }
        // The run counts an act of a kind in all subjects together.
        let own = self.scope.kind().filter(|kind| terms.acts[act].of == Some(*kind));
        let Some(id) = terms.graph.counter_in(own, act, by) else { return Tally::AtLeast(0) };
        let counted = state[self.scope.at(&terms.graph, id)];
        match counted < terms.graph.counters[id].most {
            true => Tally::Exactly(counted),
            false => Tally::AtLeast(counted),
        }
    }

    /// The formula of the agreement that a condition is in this scope.
    pub(super) fn node(&self, terms: &Terms, of: &Condition) -> Option<NodeId> {
        let node = terms.graph.find(terms, self.scope.kind(), of)?;
        let kind = terms.graph.nodes[node].of;
        (kind.is_none() || kind == self.scope.kind()).then_some(node)
    }

    /// The events by which an act was done so many times, as far as they were needed.
    pub(super) fn events_of(
        &self,
        terms: &'a Terms,
        act: ActId,
        by: Option<PartyId>,
        at_least: u64,
    ) -> Vec<u64> {
        let mut left = at_least;
        let mut events = Vec::new();
        for done in self.counted(terms, act, by) {
            if left == 0 {
                break;
            }
            left = left.saturating_sub(done.quantity);
            events.push(done.place);
        }
        events
    }

    /// The change that brought an obligation where it stands.
    pub(super) fn last_move(&self, of: ObligationId) -> Option<&'a Change> {
        let mut changes = self.seen().rev().map(|(_, change)| change);
        changes.find(|change| {
            matches!(&change.transition, Transition::Moved { obligation, .. } if *obligation == of)
        })
    }

    /// The change that waived an act.
    pub(super) fn waiver(&self, of: ActId) -> Option<&'a Change> {
        let mut changes = self.seen().map(|(_, change)| change);
        changes
            .find(|change| matches!(&change.transition, Transition::Waived { act } if *act == of))
    }

    /// The events that did what is done of an obligation, and the one that moved it last.
    pub(super) fn bringing(&self, of: ObligationId) -> Vec<u64> {
        let mut events = Vec::new();
        for (_, change) in self.seen() {
            match &change.transition {
                Transition::Progressed { obligation, progress } if *obligation == of => {
                    if *progress == 0 {
                        events.clear();
                    }
                    events.extend(change.event);
                }
                _ => {}
            }
        }
        events.extend(self.last_move(of).and_then(|change| change.event));
        events.dedup();
        events
    }

    fn course(&self, state: &State, terms: &'a Terms, of: &Condition) -> Option<Course> {
        match of {
            Condition::Happened { act, by, at_least, .. } => {
                let by = self.party(state, terms, *by);
                let at_least = at_least.map_or(1, Decimal::whole);
                if at_least == 0 {
                    return Some(Course::steady(true));
                }
                if self.acts.is_none() || !self.are_apart(terms, *act, by) {
                    // Without the log it is only known that it never happened.
                    let never = self.holds(state, terms, of)?;
                    return (!never).then(|| Course::steady(false));
                }
                let mut sum = 0_u64;
                for done in self.counted(terms, *act, by) {
                    sum = sum.saturating_add(done.quantity);
                    if sum >= at_least {
                        return Some(Course::once(done.moment()));
                    }
                }
                Some(Course::steady(false))
            }
            Condition::Stands { obligation, standing } => self.standing(*obligation, *standing),
            Condition::Reached(moment) => Some(match moment.written() {
                Some(instant) => self.from(state, instant),
                None => Course::steady(false),
            }),
            // When it turned the changes do not say.
            Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Open(_)
            | Condition::Told(_)
            | Condition::Some { .. }
            | Condition::Every { .. } => None,
            Condition::Elapsed { since, term } => {
                let first = self.first_held(state, terms, since)?;
                let end = first.and_then(|first| terms.term(term).after(first).ok());
                Some(end.map_or(Course::steady(false), |end| self.from(state, end)))
            }
            Condition::Not(part) => {
                let course = self.course(state, terms, part)?;
                Some(Course { began: !course.began, ..course })
            }
            Condition::All(parts) => self.joined(state, terms, parts, false),
            Condition::Any(parts) => self.joined(state, terms, parts, true),
        }
    }

    fn standing(&self, of: ObligationId, standing: Standing) -> Option<Course> {
        let mut course = Course::steady(standing == Standing::Dormant);
        let mut holds = course.began;
        self.changes?;
        for (number, change) in self.seen() {
            let Transition::Moved { obligation, to, .. } = &change.transition else { continue };
            if *obligation != of {
                continue;
            }
            let now = match standing {
                Standing::Breached => holds || *to == Status::Breached,
                standing => to.is(standing),
            };
            if now != holds {
                holds = now;
                course.turns.push(Moment { at: change.at, change: number, event: change.event });
            }
        }
        Some(course)
    }

    /// What holds from an instant on.
    fn from(&self, state: &State, instant: Instant) -> Course {
        if instant <= self.date {
            return Course::steady(true);
        }
        if instant > state.clock {
            return Course::steady(false);
        }
        let changes = self.changes.unwrap_or_default();
        let change = changes.partition_point(|change| change.at < instant);
        Course::once(Moment { at: instant, change, event: None })
    }

    fn joined(
        &self,
        state: &State,
        terms: &'a Terms,
        parts: &[Condition],
        is_any: bool,
    ) -> Option<Course> {
        let parts: Option<Vec<Course>> =
            parts.iter().map(|part| self.course(state, terms, part)).collect();
        let parts = parts?;
        let join = |holds: &dyn Fn(&Course) -> bool| {
            if is_any { parts.iter().any(holds) } else { parts.iter().all(holds) }
        };
        let mut course = Course::steady(join(&|part: &Course| part.began));
        let mut moments: Vec<Moment> =
            parts.iter().flat_map(|part| part.turns.iter().copied()).collect();
        moments.sort_unstable();
        let mut holds = course.began;
        let mut left = moments.iter().peekable();
        while let Some(moment) = left.next() {
            // What one instant and one event bring, they bring together.
            let goes_on = left.peek().is_some_and(|next| next.is_with(moment));
            let now = join(&|part: &Course| part.after(*moment));
            if !goes_on && now != holds {
                holds = now;
                course.turns.push(*moment);
            }
        }
        Some(course)
    }
}

/// Since when, and by which event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Since {
    pub(super) at: Instant,
    pub(super) event: Option<u64>,
}

/// How much of an act was done, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tally {
    Exactly(u64),
    AtLeast(u64),
}

impl Done {
    fn is(&self, act: ActId, by: Option<PartyId>) -> bool {
        self.act == act && by.is_none_or(|by| by == self.actor)
    }

    fn moment(&self) -> Moment {
        Moment { at: self.at, change: self.changes, event: Some(self.place) }
    }
}
