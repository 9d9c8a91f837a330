//! Reading the lines of one run in the order of the log, before anything is judged (SEMANTICS.md, section
//! 11): which events stand, and which lines are void.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
    said: Said,
}

/// What a line says. Events are shared by whoever judges them.
#[derive(Clone, Debug)]
enum Said {
    Event(Arc<Event>),
    /// With the event of a correction.
    Statement(Arc<Statement>, Option<Arc<Event>>),
}

impl Line {
    pub(super) fn new(place: u64, entry: Entry) -> Self {
        let said = match entry {
            Entry::Event(event) => Said::Event(Arc::new(event)),
            Entry::Statement(statement) => {
                let event = match &statement.what {
                    Stated::Correction { event, .. } => Some(Arc::new(Event::clone(event))),
                    _ => None,
                };
                Said::Statement(Arc::new(statement), event)
            }
        };
        Self { place, said }
    }

    /// The line as it stands in the log.
    pub(super) fn entry(&self) -> Entry {
        match &self.said {
            Said::Event(event) => Entry::Event(Event::clone(event)),
            Said::Statement(statement, _) => Entry::Statement(Statement::clone(statement)),
        }
    }

    pub(super) fn known_from(&self) -> Instant {
        match &self.said {
            Said::Event(event) => event.known.unwrap_or(event.time),
            Said::Statement(statement, _) => statement.known_from(),
        }
    }
}

/// What is left of a run's lines once all are read.
#[derive(Debug)]
pub(super) struct Stands {
    /// The events that stand, by time, and those of one instant in the order of the log.
    pub(super) events: Vec<Standing>,
    /// What was found of the lines.
    pub(super) findings: Vec<Finding>,
    /// Up to when the log has all that happened.
    pub(super) complete: Option<Instant>,
}

/// An event that stands.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) place: u64,
    /// The place of the line that says it: where it was corrected, of the correction.
    line: u64,
    event: Arc<Event>,
    /// When it came to be known, where that is said: of a correction's event, with its line.
    known: Option<Instant>,
    /// Of a correction's event, the id under which it stands; of another, it has its own.
    corrects: Option<Box<str>>,
}

/// The lines of one run as they are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    /// The events so far; none where one was withdrawn.
    events: Vec<Option<Standing>>,
    of_ids: HashMap<Box<str>, OfId>,
    /// What the lines of an id said that was withdrawn or corrected.
    spent: HashMap<Box<str>, HashSet<Half>>,
    complete: Option<Instant>,
    /// The last instant that a line said it was known at.
    last_known: Option<Instant>,
    findings: Vec<Finding>,
}

/// What a line did to the events that stand.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) gone: Vec<Standing>,
    pub(super) come: Option<Standing>,
}

/// The events that stand under an id.
#[derive(Clone, Debug, Default)]
struct OfId {
    /// Their numbers, in the order of the log.
    events: Vec<usize>,
    /// The earliest instant of them.
    earliest: Option<Instant>,
    consent: Consent,
    /// How many of them have said what it takes to withdraw them: each says it once, when it is asked.
    asked: usize,
}

/// The event of a correction.
struct Corrected {
    /// The correction's place.
    line: u64,
    event: Arc<Event>,
    known: Instant,
}

/// Why a line is void, with the parties that could have said it or that have not consented.
type Voidness = (VoidReason, Vec<PartyId>);

/// What is found of an event before anything is judged.
enum Found {
    Repeated,
    Void(VoidReason),
}

/// Reads lines, which come in the order of the log.
pub(super) fn read<'a>(terms: &Terms, lines: impl Iterator<Item = &'a Line>) -> Stands {
    let mut desk = Desk::default();
    for line in lines {
        desk.take(terms, line);
    }
    desk.stands()
}

impl Standing {
    pub(super) fn time(&self) -> Instant {
        self.event.time
    }

    /// In which order events are judged.
    pub(super) fn key(&self) -> (Instant, u64) {
        (self.event.time, self.place)
    }

    /// The event as its run takes it.
    pub(super) fn occurrence(&self) -> Occurrence<'_, Ids> {
        Occurrence {
            known: self.known,
            id: self.id().map(str::as_bytes),
            ..Occurrence::of(&self.event)
        }
    }

    /// The event with the id under which it stands, and when it came to be known.
    #[cfg(feature = "render")]
    pub(super) fn event(&self) -> Event {
        let id = self.id().map(Into::into);
        Event { known: self.known, id, ..Event::clone(&self.event) }
    }

    /// Whether its line is not a correction's.
    #[cfg(feature = "render")]
    pub(super) fn is_as_logged(&self) -> bool {
        self.corrects.is_none()
    }

    /// Whether a run takes it as it takes another: it is the same line's, at the same place.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (self.place, self.line) == (other.place, other.line)
    }

    fn id(&self) -> Option<&str> {
        self.corrects.as_deref().or(self.event.id.as_deref())
    }

    fn what_it_says(&self, terms: &Terms) -> Half {
        let Occurrence { time, known, subject, id, idle_quantity, deed } = self.occurrence();
        Given { time, known, subject, id, idle_quantity, deed }.what_it_says(terms)
    }
}

impl Desk {
    /// What was found of the lines so far.
    pub(super) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What is left of the lines, where these were all.
    pub(super) fn stands(self) -> Stands {
        let mut events: Vec<Standing> = self.events.into_iter().flatten().collect();
        events.sort_unstable_by_key(Standing::key);
        Stands { events, findings: self.findings, complete: self.complete }
    }

    /// Up to when the log has all that happened.
    pub(super) fn complete(&self) -> Option<Instant> {
        self.complete
    }

    /// Reads the next line, and tells what it does to the events that stand.
    pub(super) fn take(&mut self, terms: &Terms, line: &Line) -> Taken {
        let written = match &line.said {
            Said::Event(event) => event.known,
            Said::Statement(statement, _) => statement.known,
        };
        let is_early = written.is_some_and(|known| self.last_known.is_some_and(|it| known < it));
        self.last_known = self.last_known.max(written);
        match &line.said {
            Said::Event(event) => {
                let read = match is_early {
                    true => Err(Found::Void(VoidReason::OutOfOrder)),
                    false => self.event(terms, line.place, event),
                };
                read.unwrap_or_else(|found| {
                    let deed = event.deed.clone();
                    let matter = match found {
                        Found::Repeated => Matter::Repeated { deed },
                        Found::Void(reason) => Matter::Void { reason, needed: Vec::new(), deed },
                    };
                    self.find(line.place, event.time, matter);
                    Taken::default()
                })
            }
            Said::Statement(statement, event) => {
                let read = match is_early {
                    true => Err((VoidReason::OutOfOrder, Vec::new())),
                    false => self.statement(terms, line.place, statement, event.as_ref()),
                };
                read.unwrap_or_else(|(reason, needed)| {
                    let stated = statement.what.clone();
                    let matter = Matter::VoidStatement { reason, needed, stated };
                    self.find(line.place, statement.time, matter);
                    Taken::default()
                })
            }
        }
    }

    fn find(&mut self, place: u64, at: Instant, matter: Matter) {
        self.findings.push(Finding { at, event: Some(place), subject: None, matter });
    }

    fn event(&mut self, terms: &Terms, place: u64, event: &Arc<Event>) -> Result<Taken, Found> {
        let (event, known) = (Arc::clone(event), event.known);
        let standing = Standing { place, line: place, event, known, corrects: None };
        if self.is_complete(standing.time()) {
            return Err(Found::Void(VoidReason::Complete));
        }
        if let Some(said) = standing.id().and_then(|id| self.spent.get(id)) {
            return Err(match said.contains(&standing.what_it_says(terms)) {
                true => Found::Repeated,
                false => Found::Void(VoidReason::Conflicting),
            });
        }
        self.stand(&standing);
        Ok(Taken { gone: Vec::new(), come: Some(standing) })
    }

    fn stand(&mut self, standing: &Standing) {
        if let Some(id) = standing.id() {
            if !self.of_ids.contains_key(id) {
                self.of_ids.insert(id.into(), OfId::default());
            }
            if let Some(of_id) = self.of_ids.get_mut(id) {
                of_id.events.push(self.events.len());
                let earliest = of_id.earliest.map_or(standing.time(), |it| it.min(standing.time()));
                of_id.earliest = Some(earliest);
            }
        }
        self.events.push(Some(standing.clone()));
    }

    fn is_complete(&self, at: Instant) -> bool {
        self.complete.is_some_and(|complete| at <= complete)
    }

    fn statement(
        &mut self,
        terms: &Terms,
        place: u64,
        statement: &Statement,
        event: Option<&Arc<Event>>,
    ) -> Result<Taken, Voidness> {
        match &statement.what {
            Stated::Retraction { id, speaker } | Stated::Correction { id, speaker, .. } => {
                let corrected = event.map(|event| Corrected {
                    line: place,
                    event: Arc::clone(event),
                    known: statement.known_from(),
                });
                self.withdraw(terms, id, speaker, corrected)
            }
            Stated::Completeness { until, actor } => {
                self.finish(terms, *until, *actor, statement).map(|()| Taken::default())
            }
            Stated::Unknown(_) => Err((VoidReason::Unknown, Vec::new())),
        }
    }

    /// What has an id is judged no more; of a correction, the new event is instead.
    fn withdraw(
        &mut self,
        terms: &Terms,
        id: &str,
        speaker: &Speaker,
        instead: Option<Corrected>,
    ) -> Result<Taken, Voidness> {
        let Some(of_id) = self.of_ids.get_mut(id).filter(|it| !it.events.is_empty()) else {
            return Err((VoidReason::Unknown, Vec::new()));
        };
        let dated =
            of_id.earliest.into_iter().chain(instead.as_ref().map(|it| it.event.time)).min();
        if dated.is_some_and(|at| self.complete.is_some_and(|complete| at <= complete)) {
            return Err((VoidReason::Complete, Vec::new()));
        }
        let is_registrar = speaker.one().is_some_and(|it| Some(*it) == terms.registrar);
        if !is_registrar {
            for number in of_id.events.iter().skip(of_id.asked) {
                if let Some(Some(standing)) = self.events.get(*number) {
                    of_id.consent.add(terms, &standing.event);
                }
            }
            of_id.asked = of_id.events.len();
            match of_id.consent.missing(terms, speaker.parties()) {
                Ok(missing) if missing.is_empty() => {}
                Ok(missing) => return Err((VoidReason::NoConsent, missing)),
                Err(OnlyTheRegistrar) => return Err((VoidReason::NoConsent, Vec::new())),
            }
        }
        let of_id = std::mem::take(of_id);
        let spent = self.spent.entry(id.into()).or_default();
        let mut gone = Vec::new();
        for number in of_id.events {
            let Some(standing) = self.events.get_mut(number).and_then(Option::take) else {
                continue;
            };
            spent.insert(standing.what_it_says(terms));
            gone.push(standing);
        }
        let mut come = None;
        if let (Some(Corrected { line, event, known }), Some(first)) = (instead, gone.first()) {
            let (place, known, corrects) = (first.place, Some(known), Some(id.into()));
            let standing = Standing { place, line, event, known, corrects };
            spent.insert(standing.what_it_says(terms));
            self.stand(&standing);
            come = Some(standing);
        }
        Ok(Taken { gone, come })
    }

    fn finish(
        &mut self,
        terms: &Terms,
        until: Instant,
        actor: PartyId,
        line: &Statement,
    ) -> Result<(), Voidness> {
        if let Some(registrar) = terms.registrar.filter(|registrar| *registrar != actor) {
            return Err((VoidReason::Unauthorized, vec![registrar]));
        }
        if self.complete.is_some_and(|last| until < last) || until > line.known_from() {
            return Err((VoidReason::OutOfOrder, Vec::new()));
        }
        self.complete = Some(until);
        Ok(())
    }
}
