//! A log that is being edited.

use std::rc::Rc;

use crate::event::Event;
use crate::monitor::{Finding, Monitor, RefusalRecord};
use crate::names::Names;
use crate::terms::Named;
use crate::time::Instant;
use crate::verify::Verifier;

use super::Edit;

/// An edited log.
#[derive(Clone, Debug)]
pub(super) struct Draft<V: Names> {
    pub(super) entries: Vec<Entry<V>>,
}

/// An event of an edited log.
#[derive(Clone, Debug)]
pub(super) struct Entry<V: Names> {
    pub(super) event: Rc<Event<V>>,
    /// Its place in the log as it was, counted from 1; none for what was added.
    pub(super) origin: Option<u64>,
    pub(super) is_moved: bool,
}

/// One edit more.
#[derive(Clone, Debug)]
pub(super) enum Revision<V: Names> {
    /// Leaves out the event at this index.
    Drop(usize),
    /// Moves the event at this index to where another index was, at a time.
    Move { from: usize, slot: Slot },
    /// Adds an event where an index was.
    Add { slot: Slot, event: Event<V> },
}

/// Between two events of a log: before the one at this index, at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) index: usize,
    pub(super) time: Instant,
}

impl<V: Names> Draft<V> {
    pub(super) fn of(log: &[Event<V>]) -> Self {
        let entries = log.iter().zip(1_u64..).map(|(event, place)| Entry {
            event: Rc::new(event.clone()),
            origin: Some(place),
            is_moved: false,
        });
        Self { entries: entries.collect() }
    }

    pub(super) fn with(&self, step: &Revision<V>) -> Self {
        let mut entries = self.entries.clone();
        match step {
            Revision::Drop(index) => {
                if *index < entries.len() {
                    entries.remove(*index);
                }
            }
            Revision::Move { from, slot } => {
                if *from < entries.len() {
                    let mut entry = entries.remove(*from);
                    entry.event = Rc::new(Event { time: slot.time, ..(*entry.event).clone() });
                    entry.is_moved = true;
                    let shift = usize::from(*from < slot.index);
                    let index = slot.index.saturating_sub(shift).min(entries.len());
                    entries.insert(index, entry);
                }
            }
            Revision::Add { slot, event } => {
                let entry = Entry { event: Rc::new(event.clone()), origin: None, is_moved: false };
                entries.insert(slot.index.min(entries.len()), entry);
            }
        }
        Self { entries }
    }

    /// The edits that made it out of a log of so many events, in the order of the edited log, what
    /// was left out first.
    pub(super) fn edits(&self, length: usize) -> Vec<Edit<V>> {
        let mut is_left = vec![false; length];
        for entry in &self.entries {
            let index = entry.origin.and_then(|place| usize::try_from(place).ok()?.checked_sub(1));
            if let Some(is_left) = index.and_then(|index| is_left.get_mut(index)) {
                *is_left = true;
            }
        }
        let places = (1_u64..).zip(&is_left);
        let dropped = places.filter(|(_, is_left)| !**is_left);
        let mut edits: Vec<Edit<V>> = dropped.map(|(place, _)| Edit::Drop { place }).collect();
        let mut after = None;
        for entry in &self.entries {
            match entry.origin {
                None => edits.push(Edit::Add { event: (*entry.event).clone(), after }),
                Some(place) if entry.is_moved => {
                    edits.push(Edit::Move { place, to: entry.event.time, after });
                }
                Some(_) => {}
            }
            after = entry.origin.or(after);
        }
        edits
    }

    /// The index of the event with which its first offence comes out, and what that is; none if
    /// it conforms. The events before an index are those that a run has been given already, and
    /// that conform.
    pub(super) fn offence(
        &self,
        verifier: &Verifier<V>,
        (mut monitor, start): (Monitor<V>, usize),
    ) -> Option<(usize, Finding<V>)> {
        let mut index = 0_usize;
        for (entry, place) in self.entries.iter().zip(1_u64..) {
            if index >= start && verifier.takes(&entry.event) {
                let refusal = monitor.take_at(place, &entry.event, verifier.manner());
                if let Some(found) = offence(&monitor, refusal.as_deref()) {
                    return Some((index, found));
                }
            }
            index = index.saturating_add(1);
        }
        let end = verifier.end().unwrap_or(monitor.now());
        // An end before the agreement's date moves nothing: the clock starts there.
        let _ = monitor.advance(end.max(monitor.now()));
        offence(&monitor, None).map(|found| (index, found))
    }
}

impl<V: Names> Revision<V> {
    /// The first index that it touches.
    pub(super) fn index(&self) -> usize {
        match self {
            Self::Drop(index) => *index,
            Self::Move { from, slot } => slot.index.min(*from),
            Self::Add { slot, .. } => slot.index,
        }
    }
}

/// What keeps a run from conforming: the first of it.
fn offence<V: Names>(monitor: &Monitor<V>, refusal: Option<&RefusalRecord>) -> Option<Finding<V>> {
    let found = monitor.findings().find(|finding| !finding.kind().is_only_told());
    found.or_else(|| {
        let refused = |finding: &&Finding| finding.kind().is_refused();
        let Ok(named) = refusal?
            .findings
            .iter()
            .find(refused)?
            .translate(&Named(monitor.agreement().lexicon()));
        Some(named)
    })
}
