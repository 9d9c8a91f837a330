//! Since when, and by which events: what is known of a run's past.

use crate::monitor::{Change, Scope, State, Status, Transition};
use crate::names::{ActId, ObligationId, PartyId};
use crate::terms::{Condition, Decimal, Doer, Standing, Terms};
use crate::time::Instant;

/// An act that had its effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) place: u64,
    pub(super) at: Instant,
    /// How many changes there were before it.
    pub(super) changes: usize,
    pub(super) actor: PartyId,
    pub(super) act: ActId,
    pub(super) quantity: u64,
}

/// What is known of a run's past.
#[derive(Clone, Copy, Debug)]
pub(super) struct Past<'a> {
    pub(super) date: Instant,
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

impl Past<'_> {
    /// Since when a condition is as it is now; none where that is not known.
    pub(super) fn since(&self, state: &State, terms: &Terms, of: &Condition) -> Option<Since> {
        let course = self.course(state, terms, of)?;
        Some(match course.last_settled() {
            Some(turn) => Since { at: turn.at, event: turn.event },
            None => Since { at: self.date, event: None },
        })
    }

    /// Whether a condition holds, one that the agreement does not have included; none where that is
    /// not known.
    pub(super) fn holds(&self, state: &State, terms: &Terms, of: &Condition) -> Option<bool> {
        if let Some(node) = terms.graph.find(terms, None, of) {
            return Some(state.holds(Scope::Run.at(&terms.graph, node)));
        }
        let holds = |part: &Condition| self.holds(state, terms, part);
        Some(match of {
            Condition::Happened { act, by, at_least, .. } => {
                let sum = self.sum(state, terms, *act, party(*by));
                let at_least = at_least.map_or(1, Decimal::whole);
                match sum {
                    Tally::Exactly(sum) => sum >= at_least,
                    Tally::AtLeast(sum) => (sum >= at_least).then_some(true)?,
                }
            }
            Condition::Stands { obligation, standing } => {
                state.run.obligations[*obligation].stands(*standing)
            }
            Condition::Reached(moment) => moment.written().is_some_and(|it| state.clock >= it),
            Condition::Between { .. } | Condition::Recent { .. } | Condition::Told(_) => false,
            // Those of the agreement the run itself knows.
            Condition::Some { .. } | Condition::Every { .. } => return None,
            Condition::Elapsed { since, span } => {
                let first = self.first_held(state, terms, since)?;
                let end = first.and_then(|first| first.after(*span));
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
        terms: &Terms,
        of: &Condition,
    ) -> Option<Option<Instant>> {
        // What the run itself remembers of an `elapsed` condition is exact.
        if let Some(node) = terms.graph.find(terms, None, of) {
            let remembered = terms.graph.elapsed.iter().find(|(_, elapsed)| elapsed.since == node);
            if let Some((id, _)) = remembered {
                return Some(state.run.since[id]);
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
        terms: &Terms,
        act: ActId,
        by: Option<PartyId>,
    ) -> Tally {
        if let Some(acts) = self.acts {
            let counted = acts.iter().filter(|done| done.is(act, by));
            let sum = counted.map(|done| done.quantity).fold(0, u64::saturating_add);
            return Tally::Exactly(sum);
        }
        match terms.graph.counter(act, by) {
            Some(id) if state.run.counters[id] < terms.graph.counters[id].most => {
                Tally::Exactly(state.run.counters[id])
            }
            Some(id) => Tally::AtLeast(state.run.counters[id]),
            None => Tally::AtLeast(0),
        }
    }

    /// The events by which an act was done so many times, as far as they were needed.
    pub(super) fn doing(&self, act: ActId, by: Option<PartyId>, at_least: u64) -> Vec<u64> {
        let mut left = at_least;
        let mut events = Vec::new();
        for done in self.acts.unwrap_or_default().iter().filter(|done| done.is(act, by)) {
            if left == 0 {
                break;
            }
            left = left.saturating_sub(done.quantity);
            events.push(done.place);
        }
        events
    }

    /// The change that brought an obligation where it stands.
    pub(super) fn last_move(&self, of: ObligationId) -> Option<&Change> {
        self.changes?.iter().rev().find(|change| {
            matches!(&change.transition, Transition::Moved { obligation, .. } if *obligation == of)
        })
    }

    /// The events that did what is done of an obligation, and the one that moved it last.
    pub(super) fn bringing(&self, of: ObligationId) -> Vec<u64> {
        let mut events = Vec::new();
        for change in self.changes.unwrap_or_default() {
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

    fn course(&self, state: &State, terms: &Terms, of: &Condition) -> Option<Course> {
        match of {
            Condition::Happened { act, by, at_least, .. } => {
                let at_least = at_least.map_or(1, Decimal::whole);
                if at_least == 0 {
                    return Some(Course::steady(true));
                }
                let Some(acts) = self.acts else {
                    // Without the log it is only known that it never happened.
                    let never = self.holds(state, terms, of)?;
                    return (!never).then(|| Course::steady(false));
                };
                let mut sum = 0_u64;
                for done in acts.iter().filter(|done| done.is(*act, party(*by))) {
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
            Condition::Between { .. } | Condition::Recent { .. } | Condition::Told(_) => {
                Some(Course::steady(false))
            }
            // When it turned the changes do not say.
            Condition::Some { .. } | Condition::Every { .. } => None,
            Condition::Elapsed { since, span } => {
                let first = self.first_held(state, terms, since)?;
                let end = first.and_then(|first| first.after(*span));
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
        for (number, change) in self.changes?.iter().enumerate() {
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
        terms: &Terms,
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

/// The party that a condition names.
pub(super) fn party(by: Option<Doer>) -> Option<PartyId> {
    by.and_then(|by| by.party().copied())
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
