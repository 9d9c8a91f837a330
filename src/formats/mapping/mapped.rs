//! A log as a mapping reads it.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::BuildHasher;
use std::io::{BufRead, Read};

use crate::event::{Deed, Event};
use crate::names::Text;
use crate::strict::shortened;
use crate::time::Instant;

use super::super::log::{LineError, LineErrorKind};
use super::super::losses::Losses;
use super::Mapping;
use super::apply::{Applying, Dropped, Often};
use super::plan::{Plan, is_of_case};
use super::record::{Keys, Record, Records};

/// A log as a [`Mapping`] reads it: its events in words, or the errors of its entries. Only in XES the entries of
/// one case are held in memory, and nothing else but the case attributes that are asked for.
///
/// ```
/// use servanda::formats::mapping::Mapping;
/// let mapping = Mapping::new().constant("actor", "desk")?.end_act("close");
/// let text = "{\"time\": \"2026-05-06T12:00:00Z\", \"case\": \"7\", \"act\": \"claim\", \"by\": {\"name\": \"Ann\"}}\n";
/// let mut log = mapping.json_lines(text.as_bytes());
/// let acts: Vec<_> = log.by_ref().filter_map(|event| Some(event.ok()?.deed.act()?.clone())).collect();
/// assert_eq!(acts, ["claim".into(), "close".into()]);
/// assert!(log.losses().to_string().contains("`by.name`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct MappedLog<'r> {
    source: Source<'r>,
    mapping: Mapping,
    keys: Keys,
    plan: Option<Plan>,
    record: Record,
    joined: [String; 2],
    /// How often each attribute was there.
    seen: Vec<u64>,
    /// The events that were read, and the entries that could not be.
    place: u64,
    line: u64,
    /// How many events were read that are not only the passing of time.
    judged: u64,
    /// The latest instant of an entry, be it passed over.
    last: Option<Instant>,
    cases: Cases,
    dropped: Dropped,
    losses: Losses,
    /// The acts at the ends of cases, once all else is read.
    ends: Option<std::vec::IntoIter<Event<Text>>>,
}

/// Where the entries come from.
enum Source<'r> {
    Records(Box<dyn Records + 'r>),
    /// From a reader that makes events of them by itself.
    #[cfg_attr(not(feature = "ocel"), expect(dead_code, reason = "only OCEL is read so"))]
    Events(Box<dyn Events + 'r>),
}

/// A reader that makes events by itself.
pub(crate) trait Events:
    Iterator<Item = Result<Event<Text>, LineError>> + fmt::Debug
{
    /// The line of what was read last.
    fn at_line(&self) -> u64;

    /// What it could not hold.
    fn lost(&self) -> &Losses;
}

/// What is said of a case, attribute by attribute.
type Values = Box<[Option<Box<str>>]>;

/// What is kept of cases.
#[derive(Debug, Default)]
struct Cases {
    attributes: HashMap<Option<Box<str>>, Values>,
    /// The instant of each case's last event, in the order of the first ones.
    ends: Vec<(Option<Box<str>>, Instant)>,
    numbers: HashMap<Option<Box<str>>, usize>,
    /// The names of traces.
    traces: HashSet<Box<str>>,
    /// The hashes of the names of cases that are open.
    open: HashSet<u64>,
    hasher: RandomState,
    /// The trace that was read last, and where the first one without a name begins.
    trace: u64,
    unnamed: Option<u64>,
}

impl Mapping {
    /// A log in CSV, by this mapping.
    ///
    /// # Errors
    /// Where the first row can't be read, or lacks a column that the mapping names.
    #[cfg(feature = "csv")]
    pub fn csv<'r>(&self, reader: impl Read + 'r) -> Result<MappedLog<'r>, LineError> {
        let mut keys = Keys::default();
        let reader = Unseen(reader);
        let rows = super::super::csv::Rows::new(reader, self.separator.unwrap_or(b','), &mut keys)?;
        let headers: Vec<String> = keys.names().map(|(_, name)| name.to_owned()).collect();
        if let Some(missing) = self.named().find(|name| !headers.iter().any(|it| it == name)) {
            let there: Vec<_> =
                headers.iter().map(|name| format!("`{}`", shortened(name))).collect();
            let message = format!(
                "there is no column `{}`, which the mapping names: there are {}",
                shortened(missing),
                there.join(", ")
            );
            return Err(LineError::new(1, LineErrorKind::Entry { message }));
        }
        Ok(MappedLog::new(self, Source::Records(Box::new(rows)), keys))
    }

    /// A log in XES, by this mapping.
    #[cfg(feature = "xes")]
    pub fn xes<'r>(&self, reader: impl BufRead + 'r) -> MappedLog<'r> {
        let events = super::super::xes::Events::new(Unseen(reader));
        MappedLog::new(self, Source::Records(Box::new(events)), Keys::default())
    }

    /// A log of objects in JSON, one a line, by this mapping. What stands in an object within one goes by both
    /// names, with a point between them: `data.actor`.
    pub fn json_lines<'r>(&self, reader: impl BufRead + 'r) -> MappedLog<'r> {
        let lines = super::super::objects::Objects::new(Unseen(reader));
        MappedLog::new(self, Source::Records(Box::new(lines)), Keys::default())
    }

    /// What a reader of another format has made of its entries, by what this mapping says of activities and
    /// resources.
    #[cfg(feature = "ocel")]
    pub fn ocel<'r>(
        &self,
        reader: impl BufRead + 'r,
        own: &super::super::ocel::Mapping,
    ) -> MappedLog<'r> {
        let log = super::super::ocel::Log::new(Unseen(reader), own);
        MappedLog::new(self, Source::Events(Box::new(log)), Keys::default())
    }

    /// The columns that the mapping names.
    fn named(&self) -> impl Iterator<Item = &str> {
        let columns = self.columns.values().flatten().chain(self.told.values());
        columns.chain(&self.attributes).map(String::as_str)
    }
}

/// A reader of which nothing is shown.
pub(crate) struct Unseen<R>(pub(super) R);

impl<R> fmt::Debug for Unseen<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl<R: Read> Read for Unseen<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(into)
    }
}

impl<R: BufRead> BufRead for Unseen<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl<'r> MappedLog<'r> {
    fn new(mapping: &Mapping, source: Source<'r>, keys: Keys) -> Self {
        Self {
            source,
            mapping: mapping.clone(),
            keys,
            plan: None,
            record: Record::default(),
            joined: Default::default(),
            seen: Vec::new(),
            place: 0,
            line: 0,
            judged: 0,
            last: None,
            cases: Cases::default(),
            dropped: Dropped::default(),
            losses: Losses::default(),
            ends: None,
        }
    }

    /// The number of the line at which the entry that was read last starts, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// What was passed over, or has no place in an event; known once the log is read.
    #[must_use]
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    /// How many events were read so far that are more than the passing of time. Of a log that is judged by an
    /// agreement ([`Mapping::for_agreement`]), a case whose first event is passed over begins with the passing of
    /// time.
    #[must_use]
    pub fn judged(&self) -> u64 {
        self.judged
    }

    /// The latest instant of an entry so far, be it passed over.
    #[must_use]
    pub fn last_instant(&self) -> Option<Instant> {
        self.last
    }

    /// What the log says first of a case in each of the [attributes](Mapping::attributes), in their order.
    ///
    /// ```
    /// # #[cfg(feature = "csv")] {
    /// use servanda::formats::mapping::Mapping;
    /// let text = "time,case,actor,act,class\n2026-05-06T12:00:00Z,7,police,fine,A\n";
    /// let mut log = Mapping::new().attribute("class").csv(text.as_bytes())?;
    /// assert_eq!(log.by_ref().count(), 1);
    /// assert_eq!(log.attributes_of(Some("7")).collect::<Vec<_>>(), [Some("A")]);
    /// # }
    /// # Ok::<(), servanda::formats::LineError>(())
    /// ```
    pub fn attributes_of(&self, case: Option<&str>) -> impl Iterator<Item = Option<&str>> {
        let known = self.cases.attributes.get(&case.map(Into::into));
        let known: &[_] = known.map(AsRef::as_ref).unwrap_or_default();
        (0..self.mapping.attributes.len()).map(|place| known.get(place)?.as_deref())
    }

    /// What the log says first of a case in one of the [attributes](Mapping::attributes).
    #[must_use]
    pub fn attribute_of(&self, case: Option<&str>, attribute: &str) -> Option<&str> {
        let place = self.mapping.attributes().position(|known| known == attribute)?;
        self.attributes_of(case).nth(place).flatten()
    }

    /// The next event, or what is wrong with an entry; none of one that is passed over.
    fn step(&mut self) -> Option<Result<Option<Event<Text>>, LineError>> {
        let records = match &mut self.source {
            Source::Records(records) => records,
            Source::Events(events) => {
                let event = events.next()?;
                self.line = events.at_line();
                let line = self.line;
                let at = event.as_ref().ok().map(|event| event.time);
                self.last = self.last.max(at);
                let retouched =
                    event.map(|event| self.mapping.retouched(event, line, &mut self.dropped));
                let is_there = matches!(retouched, Ok(Some(_)));
                self.judged = self.judged.saturating_add(u64::from(is_there));
                return Some(retouched);
            }
        };
        if let Err(error) = records.next(&mut self.keys, &mut self.record)? {
            self.line = error.line();
            return Some(Err(error));
        }
        self.line = self.record.line;
        let plan = match &self.plan {
            Some(plan) => plan,
            None => {
                let classifier = match &self.mapping.classifier {
                    None => None,
                    Some(name) => match records.classifier(name) {
                        Some(parts) => Some(parts),
                        None => {
                            let name = shortened(name);
                            let message = format!("the log has no classifier `{name}`");
                            let kind = LineErrorKind::Entry { message };
                            return Some(Err(LineError::new(self.line, kind)));
                        }
                    },
                };
                self.plan.insert(Plan::new(&self.mapping, &mut self.keys, classifier))
            }
        };
        self.seen.resize(self.keys.len(), 0);
        for (key, _) in self.record.own.iter() {
            if let Some(seen) = self.seen.get_mut(key.index()) {
                *seen = seen.saturating_add(1);
            }
        }
        let is_new = self.cases.in_trace(&self.record, plan, &mut self.losses);
        if is_new {
            for (key, _) in self.record.case.iter() {
                if let Some(seen) = self.seen.get_mut(key.index()) {
                    *seen = seen.saturating_add(1);
                }
            }
        }
        if let Err(message) = self.cases.refuse_unnamed() {
            let kind = LineErrorKind::Entry { message };
            return Some(Err(LineError::new(self.line, kind)));
        }
        let mut applying =
            Applying { mapping: &self.mapping, plan, keys: &self.keys, dropped: &mut self.dropped };
        let event = applying.event(&self.record, self.place.saturating_add(1), &mut self.joined);
        match event {
            Ok(Some(event)) => {
                if !plan.attributes.is_empty() {
                    self.cases.note(&event, plan, &self.record);
                }
                self.judged = self.judged.saturating_add(1);
                self.last = self.last.max(Some(event.time));
                if self.mapping.known.is_some() {
                    self.cases.opens(&event);
                }
                Some(Ok(Some(event)))
            }
            Ok(None) => {
                // A case begins with its first event, be it passed over; and so the log ends with its last.
                let tick = applying.tick(&self.record);
                self.last = self.last.max(tick.as_ref().map(|tick| tick.time));
                let is_judged = self.mapping.known.is_some();
                let tick = tick.filter(|tick| is_judged && self.cases.opens(tick));
                if let Some(tick) = tick.as_ref().filter(|_| !plan.attributes.is_empty()) {
                    self.cases.note(tick, plan, &self.record);
                }
                Some(Ok(tick))
            }
            Err(kind) => Some(Err(LineError::new(self.line, kind))),
        }
    }

    /// The acts at the ends of cases.
    fn end_acts(&mut self) -> std::vec::IntoIter<Event<Text>> {
        let Some(act) = &self.mapping.end_act else { return Vec::new().into_iter() };
        let actor = self.mapping.actor(act, act, || None).unwrap_or("log");
        let ends = std::mem::take(&mut self.cases.ends);
        let ends = ends.into_iter().map(|(case, at)| {
            let mut event = Event::act(at, actor.into(), act.as_str().into());
            event.case = case;
            event
        });
        ends.collect::<Vec<_>>().into_iter()
    }

    /// Tells what was passed over.
    fn tell(&mut self) {
        let dropped = std::mem::take(&mut self.dropped);
        let kinds = [
            (&dropped.transitions, "events of other transitions are passed over"),
            (&dropped.ignored, "activities are ignored"),
            (&dropped.others, "activities that are no act are ignored"),
        ];
        for (names, what) in kinds {
            let mut names: Vec<(&Box<str>, &Often)> = names.iter().collect();
            names.sort_unstable_by(|(a, x), (b, y)| y.times.cmp(&x.times).then(a.cmp(b)));
            let Some(first) = names.iter().map(|(_, often)| often.first).min() else { continue };
            let times = names.iter().fold(0_u64, |sum, (_, it)| sum.saturating_add(it.times));
            let told = names.iter().take(MOST_NAMED);
            let told = told.map(|(name, it)| format!("`{}` {}", shortened(name), it.times));
            let mut told: Vec<String> = told.collect();
            if let Some(more) = names.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
                told.push(format!("and {more} more"));
            }
            self.losses.many_at_line(first, times, format!("{what} ({})", told.join(", ")));
        }
        if let Some(Often { times, first }) = dropped.nameless {
            let what = "an event that does not say what was done is passed over";
            self.losses.many_at_line(first, times, what.to_owned());
        }
        match &self.source {
            Source::Events(events) => self.losses.join(events.lost()),
            Source::Records(records) => {
                let of_log = records.of_log();
                if of_log > 0 {
                    let what = format!("{of_log} attributes of the log as a whole are not read");
                    self.losses.at_log(what);
                }
            }
        }
        let Some(plan) = &self.plan else { return };
        let mut is_read = vec![false; self.keys.len()];
        for key in plan.read() {
            if let Some(read) = is_read.get_mut(key.index()) {
                *read = true;
            }
        }
        let seen = |key: super::record::KeyId| self.seen.get(key.index()).copied().unwrap_or(0);
        let unread = self.keys.names().filter(|(key, name)| {
            !is_read.get(key.index()).is_some_and(|read| *read)
                && !name.is_empty()
                && seen(*key) > 0
        });
        let mut unread: Vec<String> =
            unread.map(|(_, name)| format!("`{}`", shortened(name))).collect();
        let count = unread.len();
        if count > MOST_NAMED {
            unread.truncate(MOST_NAMED);
            unread.push(format!("and {} more", count.saturating_sub(MOST_NAMED)));
        }
        if count > 0 {
            let what =
                format!("not read, for the mapping does not name them: {}", unread.join(", "));
            self.losses.at_log(what);
        }
        let named: HashSet<&str> = self.mapping.named().collect();
        for (key, name) in self.keys.names() {
            if named.contains(name) && seen(key) == 0 {
                let of = if is_of_case(name) { "case" } else { "event" };
                let name = shortened(name);
                let what = format!("no {of} has the attribute `{name}` that the mapping names");
                self.losses.at_log(what);
            }
        }
    }
}

/// The most names that are told of what is not read.
const MOST_NAMED: usize = 40;

impl Cases {
    /// Notes the trace of an entry, and answers whether it is a new one.
    fn in_trace(&mut self, record: &Record, plan: &Plan, losses: &mut Losses) -> bool {
        if record.trace == 0 || record.trace == self.trace {
            return false;
        }
        self.trace = record.trace;
        let mut joined = String::new();
        match plan.case.as_ref().map(|source| source.of(record, &mut joined)) {
            Some(Some(name)) if !self.traces.insert(name.into()) => {
                let what = "a trace has the name of one before: both are one case";
                losses.many_at_line(record.line, 1, what.to_owned());
            }
            Some(Some(_)) => {}
            Some(None) => self.unnamed = self.unnamed.or(Some(record.line)),
            // The case is the same for all.
            None => {}
        }
        true
    }

    /// One trace alone needs no name; among several it can't be said to which run its events belong.
    fn refuse_unnamed(&self) -> Result<(), String> {
        match self.unnamed {
            Some(line) if self.trace > 1 => Err(format!(
                "a trace without a name among others (line {line}): no case can be named"
            )),
            _ => Ok(()),
        }
    }

    /// Whether the case of an event was not open before.
    fn opens(&mut self, event: &Event<Text>) -> bool {
        self.open.insert(self.hasher.hash_one(event.case.as_deref()))
    }

    fn note(&mut self, event: &Event<Text>, plan: &Plan, record: &Record) {
        let count = plan.attributes.len();
        if !self.attributes.contains_key(&event.case) {
            self.attributes.insert(event.case.clone(), vec![None; count].into());
        }
        let Some(known) = self.attributes.get_mut(&event.case) else { return };
        for (slot, key) in known.iter_mut().zip(&plan.attributes) {
            if slot.is_none() {
                *slot = record.get(*key).map(Into::into);
            }
        }
    }

    fn moved(&mut self, event: &Event<Text>) {
        if let Some((_, end)) = self.numbers.get(&event.case).and_then(|it| self.ends.get_mut(*it))
        {
            *end = event.time.max(*end);
            return;
        }
        self.numbers.insert(event.case.clone(), self.ends.len());
        self.ends.push((event.case.clone(), event.time));
    }
}

impl Iterator for MappedLog<'_> {
    type Item = Result<Event<Text>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ends) = &mut self.ends {
                return ends.next().map(Ok);
            }
            match self.step() {
                None => {
                    self.tell();
                    self.ends = Some(self.end_acts());
                }
                Some(Ok(None)) => {}
                Some(Ok(Some(event))) => {
                    self.place = self.place.saturating_add(1);
                    if self.mapping.end_act.is_some() && matches!(event.deed, Deed::Act { .. }) {
                        self.cases.moved(&event);
                    }
                    return Some(Ok(event));
                }
                Some(Err(error)) => {
                    self.place = self.place.saturating_add(1);
                    return Some(Err(error));
                }
            }
        }
    }
}

impl fmt::Debug for MappedLog<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MappedLog")
            .field("mapping", &self.mapping)
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}
