//! The edits that are considered for a log, those about its first offence first.

use std::collections::BTreeSet;
use std::num::NonZeroU64;

use crate::event::{Deed, Event, Speaker, Telling};
use crate::monitor::{At, Finding, Monitor, Scope, State, Transition};
use crate::names::{ActId, KindId, Names, PartyId};
use crate::terms::Terms;
use crate::time::Instant;
use crate::verify::Verifier;

use super::draft::{Draft, Revision, Slot};

/// All edits of one log that are considered, its first offence being at this index.
///
/// An edit that touches only what comes after the first offence leaves that as it is. So of any set
/// of edits that mends the log one touches what comes before, and can be made first: to consider
/// these is enough, the others come when the offence lies further on.
pub(super) fn candidates<'a, V: Names>(
    survey: &'a Survey<V>,
    draft: &'a Draft<V>,
) -> impl Iterator<Item = Revision<V>> + 'a {
    let (index, by_event) = (survey.index, survey.by_event);
    let is_own = |at: &usize| {
        draft.entries.get(*at).is_some_and(|entry| entry.origin.is_some() && !entry.is_moved)
    };
    // The offending event left out, or at another time.
    let offending = (index..index.saturating_add(1)).filter(is_own).filter(move |_| by_event);
    let offending = offending.flat_map(move |at| {
        let moves = survey.moves(draft, at, |_| true);
        std::iter::once(Revision::Drop(at)).chain(moves)
    });
    // Before the offence, what comes later or is not there.
    let later = (index..draft.entries.len()).filter(is_own);
    let later = later.filter(move |at| *at > index || !by_event);
    let later = later.flat_map(move |at| survey.moves(draft, at, |slot| slot.index <= index));
    let slots = survey.slots.iter().rev().filter(move |slot| slot.index <= index);
    let added = slots.flat_map(move |slot| {
        let deeds = survey.additions();
        deeds.map(move |Addition { deed, subject }| {
            let event = Event { subject, ..Event::new(slot.time, deed) };
            Revision::Add { slot: *slot, event }
        })
    });
    // What came before the offence left out, or at another time.
    let before = || (0..=index).rev().filter(is_own);
    let dropped = before().filter(move |at| *at < index || !by_event).map(Revision::Drop);
    let moved = before().filter(move |at| *at < index);
    let moved = moved.flat_map(move |at| survey.moves(draft, at, |_| true));
    offending.chain(later).chain(added).chain(dropped).chain(moved)
}

/// What a log offers to edits: where something may come in, and what.
pub(super) struct Survey<V: Names> {
    /// The index of the event with which the first offence came out.
    index: usize,
    /// Whether the offence is that event itself.
    by_event: bool,
    slots: BTreeSet<Slot>,
    monitor: Monitor<V>,
    /// The run as it stood before some of the events up to the offence, with the index of each.
    stages: Vec<(Monitor<V>, usize)>,
}

/// How many events lie between two stages.
const STAGE: usize = 32;

impl<V: Names> Survey<V> {
    pub(super) fn of(
        verifier: &Verifier<V>,
        draft: &Draft<V>,
        index: usize,
        finding: &Finding<V>,
    ) -> Self {
        let mut monitor = Monitor::new(verifier.agreement());
        let mut stages = Vec::new();
        for (at, (entry, place)) in draft.entries.iter().zip(1_u64..).take(index).enumerate() {
            if at.is_multiple_of(STAGE) {
                stages.push((monitor.clone().without_history(), at));
            }
            if verifier.takes(&entry.event) {
                monitor.take_at(place, &entry.event, verifier.manner());
            }
        }
        // Up to the offence; an event out of order lies further back.
        let _ = monitor.advance(finding.at.max(monitor.now()));
        let mut slots = BTreeSet::new();
        let mut last = verifier.agreement().terms().start();
        for (place, entry) in draft.entries.iter().enumerate() {
            last = last.max(entry.event.time);
            slots.insert(Slot { index: place, time: entry.event.time });
        }
        slots.insert(Slot { index: draft.entries.len(), time: last });
        let mut instants: BTreeSet<Instant> = BTreeSet::from([finding.at]);
        for change in monitor.changes() {
            match change.transition {
                Transition::Scheduled { deadline, .. } => instants.extend(deadline),
                Transition::Moved { .. } => instants.extend([change.at]),
                _ => {}
            }
        }
        instants.retain(|instant| *instant >= verifier.agreement().terms().start());
        slots.extend(instants.into_iter().map(|time| {
            // After all that happens at that instant, and before what is later.
            let later = draft.entries.iter().position(|entry| entry.event.time > time);
            Slot { index: later.unwrap_or(draft.entries.len()), time }
        }));
        Self { index, by_event: finding.event.is_some(), slots, monitor, stages }
    }

    /// The run as it stood some way before an index, and the index of the event that comes next.
    pub(super) fn stage(&self, index: usize) -> (Monitor<V>, usize) {
        let stage = self.stages.iter().rev().find(|(_, at)| *at <= index);
        match stage {
            Some(stage) => stage.clone(),
            None => (Monitor::new(self.monitor.agreement()).without_history(), 0),
        }
    }

    /// An event at every other place that may be, the nearest in time first; where it is out of
    /// order, first to where its time belongs.
    fn moves(
        &self,
        draft: &Draft<V>,
        from: usize,
        may: impl Fn(&Slot) -> bool,
    ) -> Vec<Revision<V>> {
        let time = draft.entries.get(from).map(|entry| entry.event.time);
        let home = time.and_then(|time| {
            let index = draft.entries.iter().position(|entry| entry.event.time > time)?;
            (index < from).then_some(Slot { index, time })
        });
        let is_elsewhere = |slot: &Slot| {
            let is_beside = slot.index == from || Some(slot.index) == from.checked_add(1);
            !(is_beside && Some(slot.time) == time)
        };
        let mut slots: Vec<Slot> = self.slots.iter().copied().collect();
        slots.sort_by_key(|slot| {
            let own = time.unwrap_or(slot.time).to_chrono();
            slot.time.to_chrono().signed_duration_since(own).abs()
        });
        let slots = home.into_iter().chain(slots).filter(|slot| is_elsewhere(slot) && may(slot));
        slots.map(|slot| Revision::Move { from, slot }).collect()
    }

    /// All that may be added: acts by those who may, words of verifiers, waivers. What is of a kind, in
    /// each subject that there is: an edit opens none.
    fn additions(&self) -> impl Iterator<Item = Addition<V>> {
        let agreement = self.monitor.agreement();
        let (terms, state) = (agreement.terms(), self.monitor.state());
        let lexicon = agreement.lexicon();
        let named = |scope| state.named(scope).map(|subject| Box::from(&*subject.name));
        let acts = in_scopes(state, terms.acts.iter().map(|(id, it)| (id, it.of)));
        let acts = acts.flat_map(move |(act, scope)| {
            let it = &terms.acts[act];
            let each = state.each(terms, scope).filter(|_| it.is_open_to_each);
            let actors = it.by.iter().copied().chain(each);
            actors.flat_map(move |actor| {
                let quantities = quantities(terms, state, scope.at(&terms.graph, act), actor);
                quantities.into_iter().map(move |quantity| {
                    let deed = match it.unit() {
                        None => Deed::act_times(lexicon.party(actor), lexicon.act(act), quantity),
                        Some(unit) => Deed::Act {
                            actor: lexicon.party(actor),
                            act: lexicon.act(act),
                            quantity: Some(unit.figure(quantity.get())),
                            told: Telling::nothing(),
                        },
                    };
                    Addition { deed, subject: named(scope) }
                })
            })
        });
        let duties = in_scopes(state, terms.obligations.iter().map(|(id, it)| (id, it.of)));
        let words = duties.filter_map(move |(id, scope)| {
            let tracked = &state[scope.at(&terms.graph, id)];
            let speaker = Speaker::One(lexicon.party(tracked.parties.verifier?));
            let deed = Deed::Attest { speaker, obligation: lexicon.obligation(id) };
            Some(Addition { deed, subject: named(scope) })
        });
        let waivable = terms.acts.iter().filter(|(_, it)| !it.requires.is_always());
        let waivers = in_scopes(state, waivable.map(|(id, it)| (id, it.of)));
        let waivers = waivers.map(move |(act, scope)| {
            let it = &terms.acts[act];
            let each = state.each(terms, scope).filter(|_| it.protects_each);
            let protected = match &it.protects {
                Some(protected) => protected.clone(),
                None => terms.parties.keys().collect(),
            };
            let actors: Vec<V::Party> =
                protected.into_iter().chain(each).map(|party| lexicon.party(party)).collect();
            let deed = Deed::Waive { actors, act: lexicon.act(act) };
            Addition { deed, subject: named(scope) }
        });
        acts.chain(words).chain(waivers)
    }
}

/// What may be added, and in which subject.
struct Addition<V: Names> {
    deed: Deed<V>,
    subject: Option<Box<str>>,
}

/// Things, each in every scope in which it exists.
fn in_scopes<K: Copy>(
    state: &State,
    things: impl Iterator<Item = (K, Option<KindId>)>,
) -> impl Iterator<Item = (K, Scope)> {
    things.flat_map(|(id, kind)| state.scopes(kind).map(move |scope| (id, scope)))
}

/// The scopes in which something of a kind, or of the run, counts what happens in a scope.
fn counting(state: &State, kind: Option<KindId>, scope: Scope) -> Vec<Scope> {
    match (kind, scope) {
        (Some(_), Scope::Subject(_)) if kind == scope.kind() => vec![scope],
        (Some(_), Scope::Subject(_)) => Vec::new(),
        (None, _) | (_, Scope::Run) => state.scopes(kind).collect(),
    }
}

/// How much of an act might be added: once, what is left of a duty, what is left to a sum that a
/// condition asks for.
fn quantities(
    terms: &Terms,
    state: &State,
    act: At<ActId>,
    actor: PartyId,
) -> BTreeSet<NonZeroU64> {
    let graph = &terms.graph;
    let node = &graph.acts[act.id];
    let duties = node.performed_by.iter().flat_map(|id| {
        let scopes = counting(state, terms.obligations[*id].of, act.scope);
        scopes.into_iter().map(|scope| scope.at(graph, *id))
    });
    let duties = duties.filter_map(|at| {
        let quantity = state[at].needed(terms.obligations[at.id].performance()?);
        let left = quantity.saturating_sub(state[at].progress);
        state.acts_for_debtor(terms, actor, at).then_some([quantity, left])
    });
    let counters = node.counters.iter().flat_map(|id| {
        let scopes = counting(state, graph.counters[*id].of, act.scope);
        scopes.into_iter().map(|scope| scope.at(graph, *id))
    });
    let sums = counters.flat_map(|at| {
        let left = move |(at_least, _): &(u64, _)| at_least.saturating_sub(state[at]);
        graph.counters[at.id].thresholds.iter().map(left)
    });
    let more = duties.flatten().chain(sums).filter_map(NonZeroU64::new);
    std::iter::once(NonZeroU64::MIN).chain(more).collect()
}
