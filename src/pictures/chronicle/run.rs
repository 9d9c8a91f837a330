//! A run under way, of which all is kept that is drawn.

use crate::event::{Deed, Entry, Event};
use crate::monitor::{AtHand, ChangingRun, Monitor, Occurrence, RefusalRecord};
use crate::names::{Ids, Names};
use crate::report::Report;
use crate::terms::Agreement;
use crate::verify::Verifier;

use super::{Amendment, Chronicle, Told};

/// A run under way.
#[derive(Clone)]
pub(super) struct Run<V: Names> {
    judged: Judged<V>,
    /// By the ids of the first agreement.
    events: Vec<Told>,
}

#[derive(Clone)]
enum Judged<V: Names> {
    /// By one agreement.
    Plain { monitor: Box<Monitor<V>>, refusals: Vec<RefusalRecord> },
    /// By agreements that may take each other's place.
    Changing { at_hand: AtHand, run: Box<ChangingRun>, amendments: Vec<Amendment> },
}

impl<V: Names> Run<V> {
    pub(super) fn of(verifier: &Verifier<V>) -> Self {
        let judged = match verifier.at_hand() {
            None => {
                let monitor = Box::new(Monitor::new(verifier.agreement()));
                Judged::Plain { monitor, refusals: Vec::new() }
            }
            Some(at_hand) => {
                let run = Box::new(at_hand.start_with_history());
                Judged::Changing { at_hand, run, amendments: Vec::new() }
            }
        };
        Self { judged, events: Vec::new() }
    }

    pub(super) fn take(&mut self, verifier: &Verifier<V>, place: u64, event: &Event<V>) {
        if !verifier.takes(event) {
            return;
        }
        let deed: Deed = event.deed.identified(verifier.agreement());
        let event_by_ids = event.with(deed);
        match &mut self.judged {
            Judged::Plain { monitor, refusals } => {
                let refused = verifier.take(monitor, place, event);
                refusals.extend(refused.map(|refusal| *refusal));
            }
            Judged::Changing { at_hand, run, amendments } => {
                let before = run.written().clone();
                run.take(at_hand, place, Occurrence::of(&event_by_ids), verifier.manner());
                let after = run.written();
                if !after.is(&before) {
                    amendments.push(Amendment {
                        place,
                        at: event.time,
                        title: after.title().into(),
                        differences: before.differences(after),
                    });
                }
            }
        }
        self.events.push(Told { place, event: event_by_ids });
    }

    pub(super) fn finish(self, verifier: &Verifier<V>, case: Option<Box<str>>) -> Chronicle {
        let (manner, events) = (verifier.manner(), self.events);
        match self.judged {
            Judged::Plain { mut monitor, refusals } => {
                let report = verifier.report(&mut monitor, refusals).with_case(case).erased();
                let history = monitor.ledger().history().to_vec();
                let chronicle = Chronicle::told(report, monitor.state(), history, manner);
                Chronicle { events, ..chronicle }
            }
            Judged::Changing { at_hand: _, mut run, amendments } => {
                let end = verifier.end();
                if let Some(end) = end {
                    run.advance(end);
                }
                let (state, history) = (run.state().clone(), run.history().to_vec());
                let (standing, parked) = run.parked();
                let first = verifier.agreement().erased();
                let events = events.into_iter().map(|told| {
                    let event = event_named_in(&first, &standing, &told.event);
                    Told { event, ..told }
                });
                let events = events.collect();
                let report = Report::at_end(&standing, parked).with_as_of(end).with_case(case);
                let chronicle = Chronicle::told(report, &state, history, manner);
                Chronicle { events, amendments, ..chronicle }
            }
        }
    }
}

/// An event of one agreement by the ids of another that has its names, too.
pub(super) fn event_named_in(from: &Agreement, to: &Agreement, event: &Event) -> Event {
    let words = event.deed.spelled(from);
    let deed = words.translate::<Ids, _>(to.terms());
    event.with(deed.unwrap_or_else(|()| Deed::Unknown(Box::new(words))))
}

/// The same for any line.
pub(super) fn entry_named_in(from: &Agreement, to: &Agreement, entry: &Entry) -> Entry {
    match entry {
        Entry::Event(event) => Entry::Event(event_named_in(from, to, event)),
        statement => {
            let named = statement.spelled(from).translate::<Ids, _>(to.terms());
            named.unwrap_or_else(|()| statement.clone())
        }
    }
}
