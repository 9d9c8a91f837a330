//! What has happened, as a run remembers it that keeps no more than its own agreement asks for, carried over to
//! what another one asks for ([SEMANTICS.md, section 12](crate::guide::law#12-an-agreement-that-changes)).

use crate::names::{ActId, Key, KindId, Translate};
use crate::terms::{BetweenId, CarryError, Counter, CounterId, Doer, Matching, RecentId};

use super::carry::Carrying;
use super::scope_state::ScopeState;

/// The sums and instants of one agreement's conditions, from which those of another are told.
pub(super) struct Sums<'a, 'b> {
    pub(super) carrying: &'a Carrying<'b>,
}

impl Sums<'_, '_> {
    /// What a scope remembers for the new conditions.
    pub(super) fn carry_into(
        &self,
        kind: Option<(KindId, KindId)>,
        old: &ScopeState,
        new: &mut ScopeState,
    ) -> Result<(), CarryError> {
        let (was, is) = (kind.map(|(was, _)| was), kind.map(|(_, is)| is));
        let after = &self.carrying.new.graph;
        for id in &after.scope(is).counters {
            let counter = &after.counters[*id];
            new.counters[CounterId::at(counter.place)] = self.sum(was, old, counter)?;
        }
        for id in &after.scope(is).betweens {
            let between = &after.betweens[*id];
            let before = &self.carrying.old.graph;
            let alike = before
                .scope(was)
                .betweens
                .iter()
                .map(|id| &before.betweens[*id])
                .find(|it| self.act(it.from) == between.from && self.act(it.to) == between.to);
            new.between[BetweenId::at(between.place)] = match alike {
                Some(alike) => old.between[BetweenId::at(alike.place)],
                None if self.has_never_happened(was, old, between.from) => false,
                None => {
                    let (from, to) = (self.name(between.from), self.name(between.to));
                    return forgotten(format!("which of `{from}` and `{to}` was done last"));
                }
            };
        }
        for id in &after.scope(is).recents {
            let recent = &after.recents[*id];
            let before = &self.carrying.old.graph;
            let alike = before
                .scope(was)
                .recents
                .iter()
                .map(|id| &before.recents[*id])
                .find(|it| self.act(it.act) == recent.act && self.doer(it.by) == recent.by);
            new.recent[RecentId::at(recent.place)] = match alike {
                Some(alike) => old.recent[RecentId::at(alike.place)],
                None if self.has_never_happened(was, old, recent.act) => None,
                None => {
                    return forgotten(format!("when `{}` was done last", self.name(recent.act)));
                }
            };
        }
        Ok(())
    }

    fn sum(
        &self,
        was: Option<KindId>,
        old: &ScopeState,
        counter: &Counter,
    ) -> Result<u64, CarryError> {
        let before = &self.carrying.old.graph;
        let mut own = before.scope(was).counters.iter().map(|id| &before.counters[*id]);
        let alike = own.find(|it| {
            self.act(it.act) == counter.act
                && self.doer(it.by) == counter.by
                && self.matching(&it.matching) == counter.matching
        });
        if let Some(alike) = alike {
            let sum = old.counters[CounterId::at(alike.place)];
            // Past the most that it was asked for it was not counted any more.
            if sum < alike.most || counter.most <= alike.most {
                return Ok(sum.min(counter.most));
            }
        } else if self.has_never_happened(was, old, counter.act) {
            return Ok(0);
        }
        forgotten(format!("how often `{}` has happened", self.name(counter.act)))
    }

    /// Whether a scope knows that an act has never been done: it is new, or was counted.
    fn has_never_happened(&self, was: Option<KindId>, old: &ScopeState, act: ActId) -> bool {
        let before = &self.carrying.old.graph;
        let is_old = before.acts.keys().any(|it| self.act(it) == act);
        let mut own = before.scope(was).counters.iter().map(|id| &before.counters[*id]);
        !is_old
            || own.any(|it| {
                let counts_all = it.by.is_none() && it.matching.is_empty() && it.most > 0;
                counts_all && self.act(it.act) == act && old.counters[CounterId::at(it.place)] == 0
            })
    }

    fn act(&self, act: ActId) -> ActId {
        let Ok(act) = self.carrying.renamed.act(&act);
        act
    }

    fn doer(&self, doer: Option<Doer>) -> Option<Doer> {
        doer.map(|doer| match doer {
            Doer::Party(party) => {
                let Ok(party) = self.carrying.renamed.party(&party);
                Doer::Party(party)
            }
            Doer::Each => Doer::Each,
        })
    }

    fn matching(&self, matching: &Matching) -> Matching {
        let Ok(matching) = matching.translate(self.carrying.renamed);
        matching
    }

    fn name(&self, act: ActId) -> &str {
        &self.carrying.new.act_names[act]
    }
}

fn forgotten<T>(what: String) -> Result<T, CarryError> {
    Err(CarryError::NotRemembered { what })
}
