//! Logs in which other agreements take the place of the first ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)).

use std::borrow::Borrow;
use std::collections::HashMap;

use crate::event::{Deed, Event};
use crate::monitor::{AtHand, ChangingRun, Manner, Monitor, Occurrence};
use crate::names::Names;
use crate::report::Report;
use crate::terms::Agreement;
use crate::time::Instant;

use super::Verifier;

/// The runs of a log, in the order of their first events.
#[derive(Clone, Debug)]
pub(super) struct ChangingCases {
    at_hand: AtHand,
    start: ChangingRun,
    cases: Vec<ChangingCase>,
    index: HashMap<Option<Box<str>>, usize>,
}

/// One run of a log.
#[derive(Clone, Debug)]
pub(super) struct ChangingCase {
    name: Option<Box<str>>,
    run: ChangingRun,
}

impl ChangingCases {
    pub(super) fn new(at_hand: AtHand) -> Self {
        let start = at_hand.start();
        Self { at_hand, start, cases: Vec::new(), index: HashMap::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.cases.len()
    }

    /// Takes the next event of a case, unless it is left out.
    pub(super) fn take<V: Names>(
        &mut self,
        first: &Agreement<V>,
        case: Option<&[u8]>,
        place: u64,
        event: Option<Occurrence<'_, V>>,
        manner: Manner,
    ) {
        // A case's name is a text.
        let name: Option<Box<str>> = case.map(|name| String::from_utf8_lossy(name).into());
        let number = match self.index.get(&name) {
            Some(number) => *number,
            None => {
                self.index.insert(name.clone(), self.cases.len());
                self.cases.push(ChangingCase { name, run: self.start.clone() });
                self.cases.len().saturating_sub(1)
            }
        };
        if let (Some(case), Some(event)) = (self.cases.get_mut(number), event) {
            take(&mut case.run, &self.at_hand, first, place, event, manner);
        }
    }

    pub(super) fn into_cases(self) -> std::vec::IntoIter<ChangingCase> {
        let Self { start, mut cases, .. } = self;
        // A log without an event is one of a run in which nothing happened.
        if cases.is_empty() {
            cases.push(ChangingCase { name: None, run: start });
        }
        cases.into_iter()
    }

    /// The runs so far, each with its case.
    pub(super) fn runs<V: Names>(
        &self,
        first: &Agreement<V>,
    ) -> impl Iterator<Item = (Option<&str>, Monitor<V>)> {
        self.cases.iter().map(|case| (case.name.as_deref(), case.monitor(first)))
    }

    /// The run of one case so far, if the log has named it.
    pub(super) fn run<V: Names>(
        &self,
        first: &Agreement<V>,
        case: Option<&str>,
    ) -> Option<Monitor<V>> {
        let number = self.index.get(&case.map(Into::into))?;
        Some(self.cases.get(*number)?.monitor(first))
    }
}

impl ChangingCase {
    fn monitor<V: Names>(&self, first: &Agreement<V>) -> Monitor<V> {
        let (standing, run) = self.run.clone().parked();
        run.into_monitor(&named(first, &standing))
    }

    pub(super) fn report<V: Names>(
        self,
        first: &Agreement<V>,
        as_of: Option<Instant>,
    ) -> Report<V> {
        report(self.run, first, as_of).with_case(self.name)
    }
}

/// The agreement under which a run stands, in the vocabulary of the first: each that is at hand is written in it.
pub(super) fn named<V: Names>(first: &Agreement<V>, standing: &Agreement) -> Agreement<V> {
    standing.in_names_of().unwrap_or_else(|_| first.clone())
}

fn take<V: Names>(
    run: &mut ChangingRun,
    at_hand: &AtHand,
    first: &Agreement<V>,
    place: u64,
    event: Occurrence<'_, V>,
    manner: Manner,
) {
    let deed: Deed = event.deed.identified(first);
    let Occurrence { time, known, subject, id, idle_quantity, deed: _ } = event;
    let event = Occurrence { time, known, subject, id, idle_quantity, deed: &deed };
    run.take(at_hand, place, event, manner);
}

fn report<V: Names>(
    mut run: ChangingRun,
    first: &Agreement<V>,
    as_of: Option<Instant>,
) -> Report<V> {
    if let Some(end) = as_of {
        run.advance(end);
    }
    let (standing, run) = run.parked();
    Report::at_end(&named(first, &standing), run).with_as_of(as_of)
}

impl<V: Names> Verifier<V> {
    pub(super) fn judge_changing<E: Borrow<Event<V>>>(
        &self,
        at_hand: AtHand,
        events: impl IntoIterator<Item = E>,
    ) -> Report<V> {
        let mut run = at_hand.start();
        for (event, place) in events.into_iter().zip(1_u64..) {
            let event = event.borrow();
            if self.takes(event) {
                let (occurrence, manner) = (Occurrence::of(event), self.judging.manner);
                take(&mut run, &at_hand, &self.agreement, place, occurrence, manner);
            }
        }
        report(run, &self.agreement, self.end())
    }
}
