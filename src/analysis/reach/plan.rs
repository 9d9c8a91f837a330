//! A plan: events that bring a run to a goal.

use std::fmt;

use crate::escape::escaped;
use crate::event::{Deed, Event, Speaker};
use crate::monitor::{Monitor, Scope, Status};
use crate::names::{Ids, KindId, Names, ObligationId};
use crate::report::{Phrases, PlainPhrases, Sentences};
use crate::terms::{Agreement, Deadline};
use crate::time::Instant;

use super::super::explore::named;

/// Events that bring a run from where it stands to a goal. A monitor has taken them all before the
/// plan was given out.
///
/// It prints one line for each event: when, who, what; then from when on that could be done, if that
/// is earlier, and by when it has to be done, if it has to.
///
/// ```
/// use servanda::cuba::{self, Act, Reading};
/// use servanda::analysis::{Explorer, Goal};
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let reach = Explorer::new(&agreement).reach(&Goal::Done(Act::LiftQuarantine))?;
/// println!("{}", reach.plan().ok_or("no plan")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Plan<V: Names = Ids> {
    agreement: Agreement<V>,
    start: Instant,
    events: Vec<Event<V>>,
    windows: Vec<Window>,
    breaches: Vec<V::Obligation>,
}

/// One step of a plan, with the time that there is for it.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::{Explorer, Goal};
/// let agreement = cuba::agreement(Reading::Practised)?;
/// let reach = Explorer::new(&agreement).reach(&Goal::Settled)?;
/// for step in reach.plan().ok_or("no plan")?.steps() {
///     assert!(step.earliest <= step.event.time);
///     assert!(step.deadline.is_none_or(|deadline| step.event.time <= deadline));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned<'p, V: Names = Ids> {
    /// What is done, and when by the plan.
    pub event: &'p Event<V>,
    /// From when on it would be accepted, once what comes before it in the plan is done.
    pub earliest: Instant,
    /// By when it has to be done: the first deadline of the duties that it performs.
    pub deadline: Option<Instant>,
}

/// The time that there is for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    earliest: Instant,
    deadline: Option<Instant>,
}

impl<V: Names> Plan<V> {
    /// From where a run stands.
    pub(crate) fn new(
        agreement: &Agreement<V>,
        monitor: &Monitor,
        events: Vec<crate::Event>,
    ) -> Self {
        let (windows, breached) = replayed(monitor, &events);
        let breached = breached.into_iter().map(|id| agreement.lexicon().obligation(id));
        Self {
            agreement: agreement.clone(),
            start: monitor.now(),
            events: named(events, agreement),
            windows,
            breaches: breached.collect(),
        }
    }

    /// Its steps, in order, each with the time that there is for it. (A tick has none but its own.)
    pub fn steps(&self) -> impl ExactSizeIterator<Item = Planned<'_, V>> {
        self.events.iter().zip(&self.windows).map(|(event, window)| {
            let Window { earliest, deadline } = *window;
            Planned { event, earliest, deadline }
        })
    }

    /// The binding obligations that it breaches: none, if there is a plan without a breach.
    #[must_use]
    pub fn breaches(&self) -> &[V::Obligation] {
        &self.breaches
    }

    /// Its events, in order: deeds, and ticks where time has to pass.
    #[must_use]
    pub fn events(&self) -> &[Event<V>] {
        &self.events
    }

    /// What the parties do: the events that are not only ticks.
    pub fn deeds(&self) -> impl Iterator<Item = &Event<V>> {
        self.events.iter().filter(|event| !matches!(event.deed, Deed::Tick { .. }))
    }

    /// Whose deed comes first, if anybody has to do anything.
    #[must_use]
    pub fn first_mover(&self) -> Option<&V::Party> {
        self.deeds().next().and_then(|event| event.deed.actor())
    }

    /// The plan as text, with instants in the time zone that the phrases say.
    #[must_use]
    pub fn text_with<'a>(&'a self, phrases: &'a dyn Phrases) -> PlanText<'a, V> {
        PlanText { plan: self, sentences: Sentences { terms: self.agreement.terms(), phrases } }
    }

    /// Until when it lasts, at the least.
    #[must_use]
    pub fn end(&self) -> Instant {
        self.events.last().map_or(self.start, |event| event.time)
    }
}

impl<V: Names> fmt::Debug for Plan<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("agreement", &self.agreement.title())
            .field("start", &self.start)
            .field("events", &self.events)
            .finish()
    }
}

impl<V: Names> fmt::Display for Plan<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text_with(&PlainPhrases).fmt(f)
    }
}

/// A plan as text, to print: see [`Plan::text_with`].
///
/// ```
/// use servanda::analysis::{Explorer, Goal};
/// use servanda::cuba::{self, Reading};
/// use servanda::report::{InTimeZone, PlainPhrases, TimeZone};
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let reach = Explorer::new(&agreement).reach(&Goal::Settled)?;
/// let plan = reach.plan().unwrap();
/// let in_utc = InTimeZone::new(&PlainPhrases, TimeZone::Utc);
/// assert_eq!(plan.text_with(&in_utc).to_string(), plan.to_string());   // it has no calendar
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct PlanText<'a, V: Names = Ids> {
    plan: &'a Plan<V>,
    sentences: Sentences<'a>,
}

impl<V: Names> fmt::Debug for PlanText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PlanText").field(self.plan).finish()
    }
}

impl<V: Names> fmt::Display for PlanText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (plan, terms) = (self.plan, self.sentences.terms);
        let moment = |at| self.sentences.instant(at);
        let party = |id| escaped(&terms.parties[id].name);
        for (number, Planned { event, earliest, deadline }) in plan.steps().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            write!(f, "{}  ", moment(event.time))?;
            match event.deed.identified(&plan.agreement) {
                Deed::Act { actor, act, quantity, .. } => {
                    write!(f, "{} does {}", party(actor), escaped(&terms.act_names[act]))?;
                    if let Some(quantity) = quantity {
                        write!(f, " ({quantity})")?;
                    }
                }
                Deed::Attest { speaker: Speaker::One(actor), obligation } => {
                    let name = escaped(&terms.obligation_names[obligation]);
                    write!(f, "{} attests {name}", party(actor))?;
                }
                Deed::Deny { speaker: Speaker::One(actor), obligation } => {
                    let name = escaped(&terms.obligation_names[obligation]);
                    write!(f, "{} denies {name}", party(actor))?;
                }
                Deed::Release { speaker: Speaker::One(actor), obligation } => {
                    let name = escaped(&terms.obligation_names[obligation]);
                    write!(f, "{} releases {name}", party(actor))?;
                }
                // No other deed is part of a plan.
                _ => f.write_str("(time passes)")?,
            }
            if let Some(subject) = &event.subject {
                write!(f, " [{}]", escaped(subject))?;
            }
            match (deadline, earliest < event.time) {
                (None, false) => {}
                (None, true) => write!(f, "  (from {})", moment(earliest))?,
                (Some(deadline), false) => write!(f, "  (by {})", moment(deadline))?,
                (Some(deadline), true) => {
                    write!(f, "  (from {}, by {})", moment(earliest), moment(deadline))?;
                }
            }
        }
        Ok(())
    }
}

/// The time that there is for each event, and the binding obligations that they breach.
fn replayed(start: &Monitor, events: &[Event]) -> (Vec<Window>, Vec<ObligationId>) {
    let mut monitor = start.clone().without_history();
    let found_before = monitor.findings().len();
    let mut windows = Vec::with_capacity(events.len());
    // From when on the next deed would be accepted, as far as is known yet.
    let mut open_from = None;
    for (place, event) in events.iter().enumerate() {
        let is_tick = matches!(event.deed, Deed::Tick { .. });
        let deed = events.iter().skip(place).find(|it| !matches!(it.deed, Deed::Tick { .. }));
        if open_from.is_none() && deed.is_some_and(|deed| accepts(&monitor, deed)) {
            open_from = Some(monitor.now());
        }
        // An event before the clock moves nothing.
        let _ = monitor.advance(event.time.max(monitor.now()));
        windows.push(match is_tick {
            true => Window { earliest: event.time, deadline: None },
            false => Window {
                earliest: open_from.take().unwrap_or(event.time),
                deadline: deadline(&monitor, event),
            },
        });
        monitor.record(event);
    }
    let breaches = monitor.findings().skip(found_before).filter(|it| it.kind().is_breach());
    (windows, breaches.filter_map(|finding| finding.obligation().copied()).collect())
}

/// Whether a monitor would let a deed in, as far as its state says. (Of a subject that is still to open it
/// says nothing.)
fn accepts(monitor: &Monitor, event: &Event) -> bool {
    let (terms, state) = (monitor.terms(), monitor.state());
    let status = |id: ObligationId| {
        let scope = scope(monitor, terms.obligations[id].of, event)?;
        Some(state[scope.at(&terms.graph, id)].status)
    };
    match event.deed {
        Deed::Act { actor, act, .. } => scope(monitor, terms.acts[act].of, event)
            .is_some_and(|scope| monitor.closed_in(actor, scope.at(&terms.graph, act)).is_none()),
        Deed::Attest { obligation, .. } | Deed::Deny { obligation, .. } => {
            status(obligation) == Some(Status::Performed)
        }
        Deed::Release { obligation, .. } => status(obligation).is_some_and(|it| !it.is_closed()),
        _ => false,
    }
}

/// The scope that an event about something of a kind, or of the run, names, if it is there.
fn scope(monitor: &Monitor, kind: Option<KindId>, event: &Event) -> Option<Scope> {
    match (kind, &event.subject) {
        (None, _) => Some(Scope::Run),
        (Some(kind), Some(name)) => {
            let place = monitor.state().kinds[kind].subjects.find(name.as_bytes())?;
            let place = usize::try_from(place).ok()?;
            monitor.state().scopes(Some(kind)).nth(place)
        }
        (Some(_), None) => None,
    }
}

/// The first deadline, not yet past, of the duties that an act would perform now: those of its subject, and
/// of the run.
fn deadline(monitor: &Monitor, event: &Event) -> Option<Instant> {
    let Deed::Act { actor, act, .. } = event.deed else { return None };
    let (terms, state) = (monitor.terms(), monitor.state());
    let duties = terms.graph.acts[act].performed_by.iter().filter_map(|id| {
        let at = scope(monitor, terms.obligations[*id].of, event)?.at(&terms.graph, *id);
        let tracked = &state[at];
        let duty = terms.obligations[*id].performance()?;
        let quantity = tracked.needed(duty);
        let is_theirs = state.acts_for_debtor(terms, actor, at) && tracked.progress < quantity;
        match (tracked.status, &duty.deadline) {
            _ if !is_theirs => None,
            (Status::Due, _) => tracked.deadline,
            (Status::Dormant, Some(Deadline::At(at))) => at.written(),
            _ => None,
        }
    });
    duties.filter(|deadline| *deadline >= event.time).min()
}
