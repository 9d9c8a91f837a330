//! What is remembered of one scope, written down: of the run, or of a subject.

use serde::{Deserialize, Serialize};

use crate::event::ToldValue;
use crate::monitor::{ScopeState, Tracked, TrackedAct};
use crate::names::{ActId, Key, KindId, ObligationId, PartyId, Table, Text, ToldId};
use crate::strict::{self, Strict};
use crate::terms::{ElapsedId, Terms};
use crate::time::Instant;

use super::RestoreError;
use super::parts::{WrittenAct, WrittenTracked};
use super::written_run::part;

/// What exists once in each scope.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenScope {
    pub(super) terminated: Option<Instant>,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    pub(super) obligations: Vec<(Box<str>, Strict<WrittenTracked>)>,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    pub(super) acts: Vec<(Box<str>, Strict<WrittenAct>)>,
    /// The sums that conditions ask for, in the order of their canonical texts.
    pub(super) sums: Vec<u64>,
    /// Since when the `elapsed` conditions run, in the order of their canonical texts.
    pub(super) since: Vec<Option<Instant>>,
    /// Whether the `between` conditions hold, in that order.
    pub(super) between: Vec<bool>,
    /// When the acts of `recent` conditions were done last, in that order.
    pub(super) recent: Vec<Option<Instant>>,
    /// What was told last.
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    pub(super) told: Vec<(Box<str>, ToldValue<Text>)>,
}

impl WrittenScope {
    pub(super) fn of(terms: &Terms, kind: Option<KindId>, state: &ScopeState) -> Self {
        // Taken apart without `..`: what is remembered and not written would be forgotten.
        let ScopeState {
            terminated,
            obligations,
            acts,
            counters,
            since,
            between,
            recent,
            told,
            stretches,
        } = state;
        let graph = &terms.graph;
        let scope = graph.scope(kind);
        let standings = obligations.values().zip(stretches.values());
        let obligations = scope.obligations.iter().zip(standings).map(|(id, (it, stretch))| {
            let written = WrittenTracked::of(terms, it, stretch);
            (terms.obligation_names[*id].clone(), Strict(written))
        });
        let acts =
            scope.acts.iter().zip(acts.values()).map(|(id, act)| {
                (terms.act_names[*id].clone(), Strict(WrittenAct::of(terms, act)))
            });
        let told = scope.told.iter().zip(told.values()).filter_map(|(id, value)| {
            let Ok(value) = value.as_ref()?.translate(terms);
            Some((terms.told[*id].name.clone(), value))
        });
        let order = terms.written_order().scope(kind);
        Self {
            terminated: *terminated,
            obligations: obligations.collect(),
            acts: acts.collect(),
            sums: order.sums.iter().map(|id| at(counters, graph.counters[*id].place)).collect(),
            since: order
                .since
                .iter()
                .map(|ids| ids.first().and_then(|id| at(since, graph.elapsed[*id].place)))
                .collect(),
            between: order
                .between
                .iter()
                .map(|id| at(between, graph.betweens[*id].place))
                .collect(),
            recent: order.recent.iter().map(|id| at(recent, graph.recents[*id].place)).collect(),
            told: told.collect(),
        }
    }

    /// What a scope of a kind, or the run, remembers; its place is the front of each error's.
    pub(super) fn read(
        self,
        terms: &Terms,
        kind: Option<KindId>,
        each: Option<PartyId>,
        place: &str,
    ) -> Result<ScopeState, RestoreError> {
        let graph = &terms.graph;
        let scope = graph.scope(kind);
        let order = terms.written_order().scope(kind);
        let named = |key: &str| format!("{place}{key}");
        let sums = order.sums.iter().map(|id| graph.counters[*id].place);
        let counters = in_order(scope.counters.len(), sums, self.sums, &named("sums"))?;
        let mosts = scope.counters.iter().map(|id| graph.counters[*id].most);
        if counters.values().zip(mosts).any(|(sum, most)| *sum > most) {
            return Err(part(named("sums"), "one is past the most that any condition asks for"));
        }
        let instants = as_many(order.since.len(), self.since, &named("since"))?;
        let mut since: Table<ElapsedId, Option<Instant>> =
            scope.elapsed.iter().map(|_| None).collect();
        for (ids, instant) in order.since.iter().zip(instants) {
            ids.iter().for_each(|id| since[ElapsedId::at(graph.elapsed[*id].place)] = instant);
        }
        let (obligations, stretches) =
            obligations(terms, &scope.obligations, each, self.obligations, &named("obligations"))?;
        let between = order.between.iter().map(|id| graph.betweens[*id].place);
        let recent = order.recent.iter().map(|id| graph.recents[*id].place);
        Ok(ScopeState {
            terminated: self.terminated,
            obligations,
            acts: acts(terms, &scope.acts, self.acts, &named("acts"))?,
            counters,
            since,
            between: in_order(scope.betweens.len(), between, self.between, &named("between"))?,
            recent: in_order(scope.recents.len(), recent, self.recent, &named("recent"))?,
            told: told(terms, &scope.told, self.told, &named("told"))?,
            stretches,
        })
    }
}

/// What stands at a place of a scope's table.
fn at<K: Key, T: Clone>(table: &Table<K, T>, place: u32) -> T {
    table[K::at(place)].clone()
}

fn as_many<T>(expected: usize, values: Vec<T>, place: &str) -> Result<Vec<T>, RestoreError> {
    if values.len() == expected {
        Ok(values)
    } else {
        Err(part(place, "has not as many entries as the agreement asks for"))
    }
}

/// What was written in an order of places, for each of what is remembered.
fn in_order<K: Key, U: Clone + Default>(
    remembered: usize,
    order: impl ExactSizeIterator<Item = u32>,
    values: Vec<U>,
    place: &str,
) -> Result<Table<K, U>, RestoreError> {
    let values = as_many(order.len(), values, place)?;
    let mut table: Table<K, U> = (0..remembered).map(|_| U::default()).collect();
    for (at, value) in order.zip(values) {
        table[K::at(at)] = value;
    }
    Ok(table)
}

type Obligations = (Table<ObligationId, Tracked>, Table<ObligationId, Vec<(Instant, u64)>>);

fn obligations(
    terms: &Terms,
    ids: &[ObligationId],
    each: Option<PartyId>,
    written: Vec<(Box<str>, Strict<WrittenTracked>)>,
    place: &str,
) -> Result<Obligations, RestoreError> {
    let known = ids.iter().map(|id| &terms.obligation_names[*id]);
    if !known.eq(written.iter().map(|(name, _)| name)) {
        return Err(part(place, "are not those of the agreement, in its order"));
    }
    let (mut obligations, mut stretches) = (Vec::new(), Vec::new());
    for ((name, Strict(it)), id) in written.into_iter().zip(ids) {
        let place = format!("{place}.{name}");
        let (tracked, stretch) =
            it.read(terms, *id, each).map_err(|message| part(&*place, message))?;
        obligations.push(tracked);
        stretches.push(stretch);
    }
    Ok((obligations.into_iter().collect(), stretches.into_iter().collect()))
}

fn acts(
    terms: &Terms,
    ids: &[ActId],
    written: Vec<(Box<str>, Strict<WrittenAct>)>,
    place: &str,
) -> Result<Table<ActId, TrackedAct>, RestoreError> {
    let known = ids.iter().map(|id| &terms.act_names[*id]);
    if !known.eq(written.iter().map(|(name, _)| name)) {
        return Err(part(place, "are not those of the agreement, in its order"));
    }
    let written = written.into_iter().zip(ids);
    let read = |((name, Strict(act)), id): ((Box<str>, Strict<WrittenAct>), &ActId)| {
        act.read(terms, *id).map_err(|message| part(format!("{place}.{name}"), message))
    };
    written.map(read).collect()
}

fn told(
    terms: &Terms,
    ids: &[ToldId],
    written: Vec<(Box<str>, ToldValue<Text>)>,
    place: &str,
) -> Result<Table<ToldId, Option<ToldValue>>, RestoreError> {
    let mut told: Table<ToldId, Option<ToldValue>> = ids.iter().map(|_| None).collect();
    for (name, value) in written {
        let place = format!("{place}.{name}");
        let id = terms.told(&name).ok().filter(|id| ids.contains(id));
        let id = id.ok_or_else(|| part(&*place, "is not told in this agreement"))?;
        let value = value
            .of_type(terms, id)
            .ok_or_else(|| part(&*place, "is not of the type that the agreement gives it"))?;
        told[ToldId::at(terms.graph.told[id].place)] = Some(value);
    }
    Ok(told)
}
