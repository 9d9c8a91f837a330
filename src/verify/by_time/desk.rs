//! Reading the lines of one run in the order of the log, before anything is judged (SEMANTICS.md, section
//! 11): which events stand, and which lines are void.

use std::collections::{HashMap, HashSet};

use crate::event::{Entry, Event, Speaker, Stated, Statement};
use crate::monitor::{Finding, Given, Half, Matter, Occurrence, VoidReason};
use crate::names::{Ids, PartyId};
use crate::terms::Terms;
use crate::time::Instant;

use super::consent::{Consent, OnlyTheRegistrar};

/// A line of a log, with its place.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) place: u64,
    pub(super) entry: Entry,
}

/// What is left of a run's lines once all are read.
#[derive(Debug)]
pub(super) struct Stands<'a> {
    /// The events that stand, by time, and those of one instant in the order of the log.
    pub(super) events: Vec<Standing<'a>>,
    /// What was found of the lines.
    pub(super) findings: Vec<Finding>,
    /// Up to when the log has all that happened.
    pub(super) complete: Option<Instant>,
}

/// An event that stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing<'a> {
    pub(super) place: u64,
    event: &'a Event,
    /// When it came to be known, where that is said: of a correction's event, with its line.
    known: Option<Instant>,
    id: Option<&'a str>,
}

/// The lines as they are read.
struct Desk<'a> {
    terms: &'a Terms,
    /// The events so far; none where one was withdrawn.
    events: Vec<Option<Standing<'a>>>,
    of_ids: HashMap<&'a str, OfId>,
    /// What the lines of an id said that was withdrawn or corrected.
    spent: HashMap<&'a str, HashSet<Half>>,
    complete: Option<Instant>,
    /// The last instant that a line said it was known at.
    last_known: Option<Instant>,
    findings: Vec<Finding>,
}

/// The events that stand under an id.
#[derive(Default)]
struct OfId {
    /// Their numbers, in the order of the log.
    events: Vec<usize>,
    /// The earliest instant of them.
    earliest: Option<Instant>,
    consent: Consent,
    /// How many of them have said what it takes to withdraw them: each says it once, when it is asked.
    asked: usize,
}

/// Why a line is void, with the parties that could have said it or that have not consented.
type Voidness = (VoidReason, Vec<PartyId>);

/// What is found of an event before anything is judged.
enum Found {
    Repeated,
    Void(VoidReason),
}

/// Reads lines, which come in the order of the log.
pub(super) fn read<'a>(terms: &'a Terms, lines: impl Iterator<Item = &'a Line>) -> Stands<'a> {
    let mut desk = Desk {
        terms,
        events: Vec::new(),
        of_ids: HashMap::new(),
        spent: HashMap::new(),
        complete: None,
        last_known: None,
        findings: Vec::new(),
    };
    lines.for_each(|line| desk.take(line));
    let mut events: Vec<Standing<'a>> = desk.events.into_iter().flatten().collect();
    events.sort_unstable_by_key(Standing::key);
    Stands { events, findings: desk.findings, complete: desk.complete }
}

impl<'a> Standing<'a> {
    pub(super) fn time(&self) -> Instant {
        self.event.time
    }

    /// In which order events are judged.
    fn key(&self) -> (Instant, u64) {
        (self.event.time, self.place)
    }

    /// The event as its run takes it.
    pub(super) fn occurrence(&self) -> Occurrence<'a, Ids> {
        Occurrence {
            known: self.known,
            id: self.id.map(str::as_bytes),
            ..Occurrence::of(self.event)
        }
    }

    /// Whether a run takes it as it takes another: it is the same line's, or the same correction's.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.place == other.place && std::ptr::eq(self.event, other.event)
    }

    fn what_it_says(&self, terms: &Terms) -> Half {
        let Occurrence { time, known, subject, id, idle_quantity, deed } = self.occurrence();
        Given { time, known, subject, id, idle_quantity, deed }.what_it_says(terms)
    }
}

impl<'a> Desk<'a> {
    fn take(&mut self, line: &'a Line) {
        let written = line.entry.known();
        let is_early = written.is_some_and(|known| self.last_known.is_some_and(|it| known < it));
        self.last_known = self.last_known.max(written);
        match &line.entry {
            Entry::Event(event) => {
                let found = match is_early {
                    true => Err(Found::Void(VoidReason::OutOfOrder)),
                    false => self.event(line.place, event),
                };
                if let Err(found) = found {
                    let deed = event.deed.clone();
                    self.find(
                        line.place,
                        event.time,
                        match found {
                            Found::Repeated => Matter::Repeated { deed },
                            Found::Void(reason) => {
                                Matter::Void { reason, needed: Vec::new(), deed }
                            }
                        },
                    );
                }
            }
            Entry::Statement(statement) => {
                let heard = match is_early {
                    true => Err((VoidReason::OutOfOrder, Vec::new())),
                    false => self.statement(statement),
                };
                if let Err((reason, needed)) = heard {
                    let stated = statement.what.clone();
                    let matter = Matter::VoidStatement { reason, needed, stated };
                    self.find(line.place, statement.time, matter);
                }
            }
        }
    }

    fn find(&mut self, place: u64, at: Instant, matter: Matter) {
        self.findings.push(Finding { at, event: Some(place), subject: None, matter });
    }

    fn event(&mut self, place: u64, event: &'a Event) -> Result<(), Found> {
        let (known, id) = (event.known, event.id.as_deref());
        let standing = Standing { place, event, known, id };
        if self.is_complete(event.time) {
            return Err(Found::Void(VoidReason::Complete));
        }
        if let Some(said) = id.and_then(|id| self.spent.get(id)) {
            return Err(match said.contains(&standing.what_it_says(self.terms)) {
                true => Found::Repeated,
                false => Found::Void(VoidReason::Conflicting),
            });
        }
        self.stand(standing);
        Ok(())
    }

    fn stand(&mut self, standing: Standing<'a>) {
        if let Some(id) = standing.id {
            let of_id = self.of_ids.entry(id).or_default();
            of_id.events.push(self.events.len());
            let earliest = of_id.earliest.map_or(standing.time(), |it| it.min(standing.time()));
            of_id.earliest = Some(earliest);
        }
        self.events.push(Some(standing));
    }

    fn is_complete(&self, at: Instant) -> bool {
        self.complete.is_some_and(|complete| at <= complete)
    }

    fn statement(&mut self, statement: &'a Statement) -> Result<(), Voidness> {
        match &statement.what {
            Stated::Retraction { id, speaker } => self.withdraw(id, speaker, None, statement),
            Stated::Correction { id, event, speaker } => {
                self.withdraw(id, speaker, Some(event), statement)
            }
            Stated::Completeness { until, actor } => self.finish(*until, *actor, statement),
            Stated::Unknown(_) => Err((VoidReason::Unknown, Vec::new())),
        }
    }

    /// What has an id is judged no more; of a correction, the new event is instead.
    fn withdraw(
        &mut self,
        id: &'a str,
        speaker: &Speaker,
        instead: Option<&'a Event>,
        line: &Statement,
    ) -> Result<(), Voidness> {
        let Some(of_id) = self.of_ids.get_mut(id).filter(|it| !it.events.is_empty()) else {
            return Err((VoidReason::Unknown, Vec::new()));
        };
        let dated = of_id.earliest.into_iter().chain(instead.map(|event| event.time)).min();
        if dated.is_some_and(|at| self.complete.is_some_and(|complete| at <= complete)) {
            return Err((VoidReason::Complete, Vec::new()));
        }
        let is_registrar = speaker.one().is_some_and(|it| Some(*it) == self.terms.registrar);
        if !is_registrar {
            for number in of_id.events.iter().skip(of_id.asked) {
                if let Some(Some(standing)) = self.events.get(*number) {
                    of_id.consent.add(self.terms, standing.event);
                }
            }
            of_id.asked = of_id.events.len();
            match of_id.consent.missing(self.terms, speaker.parties()) {
                Ok(missing) if missing.is_empty() => {}
                Ok(missing) => return Err((VoidReason::NoConsent, missing)),
                Err(OnlyTheRegistrar) => return Err((VoidReason::NoConsent, Vec::new())),
            }
        }
        let of_id = std::mem::take(of_id);
        let spent = self.spent.entry(id).or_default();
        let mut first: Option<u64> = None;
        for number in of_id.events {
            let Some(standing) = self.events.get_mut(number).and_then(Option::take) else {
                continue;
            };
            spent.insert(standing.what_it_says(self.terms));
            first.get_or_insert(standing.place);
        }
        if let (Some(event), Some(place)) = (instead, first) {
            let standing = Standing { place, event, known: Some(line.known_from()), id: Some(id) };
            spent.insert(standing.what_it_says(self.terms));
            self.stand(standing);
        }
        Ok(())
    }

    fn finish(&mut self, until: Instant, actor: PartyId, line: &Statement) -> Result<(), Voidness> {
        if let Some(registrar) = self.terms.registrar.filter(|registrar| *registrar != actor) {
            return Err((VoidReason::Unauthorized, vec![registrar]));
        }
        if self.complete.is_some_and(|last| until < last) || until > line.known_from() {
            return Err((VoidReason::OutOfOrder, Vec::new()));
        }
        self.complete = Some(until);
        Ok(())
    }
}
