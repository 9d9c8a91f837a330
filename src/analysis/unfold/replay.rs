//! Plans of an unfolded agreement, taken back to the agreement itself.

use std::sync::Arc;

use crate::event::Event;
use crate::monitor::{Monitor, Outcome, Scope};
use crate::names::Names;

use super::super::explore::Explorer;
use super::super::reach::{Goal, Reach};
use super::{SubjectPlace, Unfolded};

/// Events that bring a run of the agreement itself to a goal, if the unfolded one has a plan that does: each
/// was given to a monitor, by submit. None says nothing: there may be others.
pub(in super::super) fn reach<V: Names>(
    explorer: &mut Explorer<'_, V>,
    goal: &Goal<V>,
) -> Option<Vec<Event>> {
    let agreement = explorer.agreement.erased();
    let start = Monitor::new(&agreement);
    // What has happened already is nothing that the unfolded agreement knows of.
    let is_at_start = explorer.monitor.events() == 0 && explorer.monitor.now() == start.now();
    let unfolded = agreement.unfolded().ok().filter(|_| is_at_start)?;
    let goals: Vec<Goal> = match goal {
        Goal::Settled => vec![Goal::Settled],
        Goal::Done(act) => {
            let act = explorer.agreement.lexicon().act_id(*act)?;
            unfolded.each_of(act).map(Goal::Done).collect()
        }
        Goal::Holds(_) => Vec::new(),
    };
    let mut inner = explorer.within(&unfolded.agreement);
    let mut found = None;
    for of_one in goals {
        let Ok(Reach::Reachable(plan)) = inner.reach(&of_one) else { continue };
        if plan.breaches().is_empty()
            && let Some((monitor, events)) = unfolded.replayed(&start, plan.events())
            && (!matches!(goal, Goal::Settled) || monitor.outcome() == Outcome::Settled)
        {
            found = Some(events);
            break;
        }
    }
    found
}

impl Unfolded {
    /// A run of the agreement itself after these events, and the events in its names; none if one of them
    /// is refused, or something binding is breached.
    fn replayed(&self, start: &Monitor, events: &[Event]) -> Option<(Monitor, Vec<Event>)> {
        let mut monitor = start.clone().without_history();
        let mut folded = Vec::with_capacity(events.len());
        for event in events {
            let (mut event, subject) = self.folded(event)?;
            if let Some(place) = subject {
                // By the time of the event its period has opened.
                let _ = monitor.advance(event.time.max(monitor.now()));
                event.subject = Some(name(&monitor, place).as_ref().into());
            }
            monitor.submit(&event).ok()?;
            folded.push(event);
        }
        let is_kept = monitor.findings().all(|finding| !finding.kind().is_breach());
        is_kept.then_some((monitor, folded))
    }
}

/// What the subject at a place is called; one that is still to open, by its kind and number.
fn name(monitor: &Monitor, at: SubjectPlace) -> Arc<str> {
    let (terms, state) = (monitor.terms(), monitor.state());
    let mut scopes = state.scopes(Some(at.kind));
    let scope: Option<Scope> = scopes.nth(usize::try_from(at.place).unwrap_or(usize::MAX));
    match scope.and_then(|scope| state.named(scope)) {
        Some(subject) => subject.name,
        None => {
            let kind = &terms.kind_names[at.kind];
            format!("{kind} {}", at.place.saturating_add(1)).into()
        }
    }
}
