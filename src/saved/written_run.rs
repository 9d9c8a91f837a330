//! One run of an agreement, written down: what it remembers, and its journal.

use serde::{Deserialize, Serialize};

use crate::event::ToldValue;
use crate::monitor::{Change, EventIds, Half, Journal, Monitor, Remembered, Tracked, TrackedAct};
use crate::names::{ActId, Ids, Key, Names, ObligationId, Table, Text, ToldId};
use crate::report::WrittenFinding;
use crate::strict::{self, Strict};
use crate::terms::{Agreement, ElapsedId, Terms};
use crate::time::Instant;

use super::RestoreError;
use super::parts::{WrittenAct, WrittenTracked};
use super::possible::possible;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenRun {
    /// When the run began; null if it has not.
    start: Option<Instant>,
    clock: Instant,
    /// Whether it remembers when things came about that only reports tell. If not, the first instant of
    /// all stands for each that has come.
    keeps_milestones: bool,
    in_force: Option<Instant>,
    terminated: Option<Instant>,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    obligations: Vec<(Box<str>, Strict<WrittenTracked>)>,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    acts: Vec<(Box<str>, Strict<WrittenAct>)>,
    /// The sums that conditions ask for, in the order of their canonical texts.
    sums: Vec<u64>,
    /// Since when the `elapsed` conditions run, in the order of their canonical texts.
    since: Vec<Option<Instant>>,
    /// Whether the `between` conditions hold, in that order.
    between: Vec<bool>,
    /// When the acts of `recent` conditions were done last, in that order.
    recent: Vec<Option<Instant>>,
    /// What was told last.
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    told: Vec<(Box<str>, ToldValue<Text>)>,
    events: u64,
    /// Of each event with an id that had an effect: half a hash of its id, and half a hash of what it
    /// said, in hexadecimal digits.
    ids: Vec<String>,
    keeps_history: bool,
    changes: Vec<Strict<Change<Text>>>,
    findings: Vec<Strict<WrittenFinding>>,
}

impl WrittenRun {
    /// A monitor's run, to write down.
    pub(crate) fn of<V: Names>(monitor: &Monitor<V>) -> Self {
        let agreement = monitor.agreement();
        let terms = agreement.terms();
        // Taken apart without `..`: what is remembered and not written would be forgotten.
        let Remembered {
            start,
            clock,
            keeps_milestones,
            in_force,
            terminated,
            obligations,
            acts,
            counters,
            since,
            between,
            recent,
            told,
            stretches,
        } = monitor.state().remembered();
        let journal = monitor.journal();
        let obligations = obligations.iter().zip(stretches.values()).map(|((id, it), stretch)| {
            let written = WrittenTracked::of(terms, it, stretch);
            (terms.obligation_names[id].clone(), Strict(written))
        });
        let acts = acts
            .iter()
            .map(|(id, act)| (terms.act_names[id].clone(), Strict(WrittenAct::of(terms, act))));
        let told = told.iter().filter_map(|(id, value)| {
            let Ok(value) = value.as_ref()?.translate(terms);
            Some((terms.told[id].name.clone(), value))
        });
        let order = terms.written_order();
        Self {
            start,
            clock,
            keeps_milestones,
            in_force,
            terminated,
            obligations: obligations.collect(),
            acts: acts.collect(),
            sums: order.sums.iter().map(|id| counters[*id]).collect(),
            since: order.since.iter().map(|ids| ids.first().and_then(|id| since[*id])).collect(),
            between: order.between.iter().map(|id| between[*id]).collect(),
            recent: order.recent.iter().map(|id| recent[*id]).collect(),
            told: told.collect(),
            events: journal.events,
            ids: journal.ids.entries().iter().map(written_id).collect(),
            keeps_history: journal.keeps_history,
            changes: journal
                .history()
                .iter()
                .map(|change| {
                    let Ok(change) = change.translate(terms);
                    Strict(change)
                })
                .collect(),
            findings: journal
                .findings
                .iter()
                .map(|finding| Strict(WrittenFinding::new(agreement, finding)))
                .collect(),
        }
    }

    /// The run as a monitor, if a run of the agreement can be like that.
    pub(crate) fn read<V: Names>(
        self,
        agreement: &Agreement<V>,
    ) -> Result<Monitor<V>, RestoreError> {
        let written = self;
        let terms = agreement.terms();
        match (written.start, terms.date) {
            (Some(start), Some(date)) if start != date => {
                return Err(part("start", "is not the agreement's date"));
            }
            (None, Some(_)) => return Err(part("start", "an agreement with a date has begun")),
            (Some(start), _) if written.clock < start => {
                return Err(part("clock", "stands before the run's start"));
            }
            (None, None) if written.clock != Instant::FIRST => {
                return Err(part("clock", "stands somewhere though the run has not begun"));
            }
            _ => {}
        }
        let order = terms.written_order();
        let counters = in_order(&terms.graph.counters, &order.sums, written.sums, "sums")?;
        if counters.iter().any(|(id, sum)| *sum > terms.graph.counters[id].most) {
            return Err(part("sums", "one is past the most that any condition asks for"));
        }
        let instants = as_many(order.since.len(), written.since, "since")?;
        let mut since: Table<ElapsedId, Option<Instant>> =
            terms.graph.elapsed.values().map(|_| None).collect();
        for (ids, instant) in order.since.iter().zip(instants) {
            ids.iter().for_each(|id| since[*id] = instant);
        }
        let (obligations, stretches) = obligations(terms, written.obligations)?;
        let remembered = Remembered {
            start: written.start,
            clock: written.clock,
            keeps_milestones: written.keeps_milestones,
            in_force: written.in_force,
            terminated: written.terminated,
            obligations,
            acts: acts(terms, written.acts)?,
            counters,
            since,
            between: in_order(&terms.graph.betweens, &order.between, written.between, "between")?,
            recent: in_order(&terms.graph.recents, &order.recent, written.recent, "recent")?,
            told: told(terms, written.told)?,
            stretches,
        };
        let ids = written.ids.iter().map(|text| read_id(text)).collect::<Option<Vec<_>>>();
        let mut journal = Journal {
            events: written.events,
            changes: written
                .changes
                .into_iter()
                .map(|Strict(change)| change.translate::<Ids, _>(terms))
                .collect::<Result<_, _>>()
                .map_err(|_| part("changes", "one names what the agreement doesn't know"))?,
            findings: written
                .findings
                .into_iter()
                .map(|Strict(finding)| finding.read(agreement))
                .collect::<Option<_>>()
                .ok_or_else(|| part("findings", "one does not fit the agreement"))?,
            keeps_history: written.keeps_history,
            ..Journal::default()
        };
        journal.ids = ids
            .and_then(EventIds::of)
            .ok_or_else(|| part("ids", "one is no pair of hashes, or is there twice"))?;
        if journal.ids.entries().len() as u64 > journal.events {
            return Err(part("ids", "are more than the events that were taken"));
        }
        possible(terms, &remembered, &journal)?;
        Monitor::resume(agreement, remembered, journal).ok_or(RestoreError::NotAtRest)
    }
}

pub(super) fn part(place: impl Into<String>, message: &'static str) -> RestoreError {
    RestoreError::Part { place: place.into(), message }
}

fn as_many<T>(expected: usize, values: Vec<T>, place: &str) -> Result<Vec<T>, RestoreError> {
    if values.len() == expected {
        Ok(values)
    } else {
        Err(part(place, "has not as many entries as the agreement asks for"))
    }
}

/// What was written in an order, for each of what is remembered.
fn in_order<K: Key, T, U: Clone + Default>(
    remembered: &Table<K, T>,
    order: &[K],
    values: Vec<U>,
    place: &str,
) -> Result<Table<K, U>, RestoreError> {
    let values = as_many(order.len(), values, place)?;
    let mut table: Table<K, U> = remembered.values().map(|_| U::default()).collect();
    for (id, value) in order.iter().zip(values) {
        table[*id] = value;
    }
    Ok(table)
}

type Obligations = (Table<ObligationId, Tracked>, Table<ObligationId, Vec<(Instant, u64)>>);

fn obligations(
    terms: &Terms,
    written: Vec<(Box<str>, Strict<WrittenTracked>)>,
) -> Result<Obligations, RestoreError> {
    let known = terms.obligation_names.values();
    if !known.eq(written.iter().map(|(name, _)| name)) {
        return Err(part("obligations", "are not those of the agreement, in its order"));
    }
    let (mut obligations, mut stretches) = (Vec::new(), Vec::new());
    for ((name, Strict(it)), id) in written.into_iter().zip(terms.obligations.keys()) {
        let place = format!("obligations.{name}");
        let (tracked, stretch) = it.read(terms, id).map_err(|message| part(&*place, message))?;
        obligations.push(tracked);
        stretches.push(stretch);
    }
    Ok((obligations.into_iter().collect(), stretches.into_iter().collect()))
}

fn acts(
    terms: &Terms,
    written: Vec<(Box<str>, Strict<WrittenAct>)>,
) -> Result<Table<ActId, TrackedAct>, RestoreError> {
    if !terms.act_names.values().eq(written.iter().map(|(name, _)| name)) {
        return Err(part("acts", "are not those of the agreement, in its order"));
    }
    let written = written.into_iter().zip(terms.acts.keys());
    let read = |((name, Strict(act)), id): ((Box<str>, Strict<WrittenAct>), _)| {
        act.read(terms, id).map_err(|message| part(format!("acts.{name}"), message))
    };
    written.map(read).collect()
}

fn told(
    terms: &Terms,
    written: Vec<(Box<str>, ToldValue<Text>)>,
) -> Result<Table<ToldId, Option<ToldValue>>, RestoreError> {
    let mut told: Table<ToldId, Option<ToldValue>> = terms.told.values().map(|_| None).collect();
    for (name, value) in written {
        let unknown = |_| part(format!("told.{name}"), "is not told in this agreement");
        let id = terms.told(&name).map_err(unknown)?;
        let value = value.of_type(terms, id).ok_or_else(|| {
            part(format!("told.{name}"), "is not of the type that the agreement gives it")
        })?;
        told[id] = Some(value);
    }
    Ok(told)
}

fn written_id((id, said): &(Half, Half)) -> String {
    id.iter().chain(said).map(|byte| format!("{byte:02x}")).collect()
}

fn read_id(text: &str) -> Option<(Half, Half)> {
    let bytes: [u8; 32] = crate::digest::from_hexadecimal(text).ok()?;
    let (id, said) = bytes.split_at(16);
    Some((id.try_into().ok()?, said.try_into().ok()?))
}
