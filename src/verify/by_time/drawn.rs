//! What pictures show of a log that is judged by time.

use std::collections::HashSet;

use crate::event::{Entry, Event};
use crate::names::Names;
use crate::report::Report;
use crate::verify::Verifier;

use super::desk::{Desk, Taken};
use super::evidence::{Case, Evidence, is_over};

/// A run of a log, as it is drawn.
pub(crate) struct DrawnCase<V: Names> {
    pub(crate) report: Report<V>,
    /// The events that stand, in the order in which they are judged, each with its place.
    pub(crate) events: Vec<(u64, Event)>,
    /// Those that stand no more.
    pub(crate) withdrawn: Vec<WithdrawnEvent>,
    /// The other lines, each with its place: what is said of the log, and events that are void for that.
    pub(crate) others: Vec<(u64, Entry)>,
}

/// An event that was withdrawn or corrected.
#[derive(Clone, Debug)]
pub(crate) struct WithdrawnEvent {
    pub(crate) place: u64,
    pub(crate) event: Event,
    /// The place of the line that withdrew or corrected it.
    pub(crate) by: u64,
    pub(crate) is_corrected: bool,
}

impl<V: Names> Evidence<V> {
    /// The verifier that judges it, by ids.
    pub(crate) fn verifier(&self) -> Verifier {
        self.by_time.verifier.erased()
    }

    /// The runs of the log, in the order of their first lines.
    pub(crate) fn drawn(mut self) -> Vec<DrawnCase<V>> {
        let beside = self.beside();
        let cases = self.cases.iter().map(|case| {
            let report = beside.tell(self.judged(case).with_case(case.name.clone()));
            self.drawn_case(case, report)
        });
        cases.collect()
    }

    fn drawn_case(&self, case: &Case, report: Report<V>) -> DrawnCase<V> {
        let end = self.by_time.end();
        let mut desk = Desk::default();
        let (mut withdrawn, mut as_logged) = (Vec::new(), HashSet::new());
        for line in self.known_of(case) {
            let Taken { gone, come } = desk.take(self.by_time.erased.terms(), line);
            as_logged.extend(come.iter().filter(|it| it.is_as_logged()).map(|it| it.place));
            withdrawn.extend(gone.iter().map(|standing| WithdrawnEvent {
                place: standing.place,
                event: standing.event(),
                by: line.place,
                is_corrected: come.is_some(),
            }));
        }
        withdrawn.retain(|it| !is_over(it.event.time, end));
        let stands = desk.stands();
        let events = stands.events.iter().filter(|event| !is_over(event.time(), end));
        let events = events.map(|standing| (standing.place, standing.event())).collect();
        let others = self.known_of(case).filter(|line| !as_logged.contains(&line.place));
        let others = others.map(|line| (line.place, line.entry()));
        let others = others.filter(|(_, entry)| !is_over(entry.time(), end)).collect();
        DrawnCase { report, events, withdrawn, others }
    }
}
