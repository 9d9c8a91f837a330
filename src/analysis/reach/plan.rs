//! A plan: events that bring a run to a goal.

use std::fmt;

use crate::escape::escaped;
use crate::event::{Deed, Event};
use crate::names::{Ids, Names};
use crate::report::moment;
use crate::terms::Agreement;
use crate::time::Instant;

/// Events that bring a run from where it stands to a goal. A monitor has taken them all before the
/// plan was given out.
///
/// It prints one line for each event: when, who, what.
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
}

impl<V: Names> Plan<V> {
    pub(crate) fn new(agreement: &Agreement<V>, start: Instant, events: Vec<Event<V>>) -> Self {
        Self { agreement: agreement.clone(), start, events }
    }

    /// Its events, in order: deeds, each as early as it can be, and ticks where time has to pass.
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
        let terms = self.agreement.terms();
        let party = |id| escaped(&terms.parties[id].name);
        for (number, event) in self.events.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            write!(f, "{}  ", moment(event.time))?;
            match event.deed.identified(&self.agreement) {
                Deed::Act { actor, act, quantity } => {
                    write!(f, "{} does {}", party(actor), escaped(&terms.act_names[act]))?;
                    if quantity.get() > 1 {
                        write!(f, " ({quantity})")?;
                    }
                }
                Deed::Attest { actor, obligation } => {
                    let name = escaped(&terms.obligation_names[obligation]);
                    write!(f, "{} attests {name}", party(actor))?;
                }
                Deed::Deny { actor, obligation } => {
                    let name = escaped(&terms.obligation_names[obligation]);
                    write!(f, "{} denies {name}", party(actor))?;
                }
                Deed::Release { actor, obligation } => {
                    let name = escaped(&terms.obligation_names[obligation]);
                    write!(f, "{} releases {name}", party(actor))?;
                }
                // No other deed is part of a plan.
                _ => f.write_str("(time passes)")?,
            }
        }
        Ok(())
    }
}
