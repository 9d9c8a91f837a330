//! What is remembered of one scope: the run, or a subject (SEMANTICS.md, sections 4 and 8).

use crate::event::ToldValue;
use crate::names::{ActId, KindId, ObligationId, PartyId, Table, ToldId};
use crate::terms::{BetweenId, CounterId, ElapsedId, RecentId, Terms, Who};
use crate::time::Instant;

use super::tracked::{Parties, Tracked, TrackedAct};

/// What exists once in each scope. Each table is looked up by the places that its things have in the scope;
/// in an agreement without kinds these are their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScopeState {
    /// When the agreement terminated, or the subject.
    pub(crate) terminated: Option<Instant>,
    pub(crate) obligations: Table<ObligationId, Tracked>,
    pub(crate) acts: Table<ActId, TrackedAct>,
    /// The sums of quantities that conditions ask for. Each stops at the most that is asked for.
    pub(crate) counters: Table<CounterId, u64>,
    /// When the `since` of each `elapsed` condition first held.
    pub(crate) since: Table<ElapsedId, Option<Instant>>,
    /// Of each `between` condition, whether the last of its events was a `from`.
    pub(crate) between: Table<BetweenId, bool>,
    /// When the act of each `recent` condition was done last.
    pub(crate) recent: Table<RecentId, Option<Instant>>,
    /// What was told last.
    pub(crate) told: Table<ToldId, Option<ToldValue>>,
    /// What prohibitions with `in_any` have counted and when, the oldest first.
    pub(crate) stretches: Table<ObligationId, Vec<(Instant, u64)>>,
}

impl ScopeState {
    /// Before anything has happened in a scope, of which the party may be the subject itself.
    pub(crate) fn at_first(terms: &Terms, kind: Option<KindId>, each: Option<PartyId>) -> Self {
        let named = |who: &Who| match who {
            Who::Named(party) => Some(*party),
            Who::Each => each,
            Who::Told(_) => None,
        };
        let scope = terms.graph.scope(kind);
        let obligations = scope.obligations.iter().map(|id| {
            let obligation = &terms.obligations[*id];
            Tracked::dormant(Parties {
                debtor: named(&obligation.debtor),
                creditor: named(&obligation.creditor),
                verifier: obligation.verifier().and_then(named),
            })
        });
        Self {
            terminated: None,
            obligations: obligations.collect(),
            acts: scope.acts.iter().map(|_| TrackedAct::default()).collect(),
            counters: scope.counters.iter().map(|_| 0).collect(),
            since: scope.elapsed.iter().map(|_| None).collect(),
            between: scope.betweens.iter().map(|_| false).collect(),
            recent: scope.recents.iter().map(|_| None).collect(),
            told: scope.told.iter().map(|_| None).collect(),
            stretches: scope.obligations.iter().map(|_| Vec::new()).collect(),
        }
    }

    /// About how many bytes it takes.
    pub(crate) fn weight(&self) -> usize {
        let Self {
            terminated: _,
            obligations,
            acts,
            counters,
            since,
            between,
            recent,
            told,
            stretches,
        } = self;
        [
            obligations.weight(),
            acts.weight(),
            counters.weight(),
            since.weight(),
            between.weight(),
            recent.weight(),
            told.weight(),
            stretches.weight(),
        ]
        .into_iter()
        .fold(0, usize::saturating_add)
    }
}
