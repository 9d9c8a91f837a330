//! In which order sums and conditions with a memory are written down, so that all spellings of one
//! agreement have one order.

use std::collections::{BTreeMap, HashMap};

use crate::names::{KindId, Table};

use super::agreement::Terms;
use super::condition::Condition;
use super::doer::Doer;
use super::duty::Duty;
use super::graph::{BetweenId, CounterId, ElapsedId, NodeId, RecentId};
use super::kind::{Opening, PeriodsFrom};

/// The order, whatever order and spelling the document has, of what exists once in a scope.
#[derive(Clone, Debug, Default)]
pub(crate) struct WrittenOrder {
    /// By the names of act and party, and what is asked of the acts.
    pub(crate) sums: Vec<CounterId>,
    /// By their canonical texts; those of one text stand together, as they start together.
    pub(crate) since: Vec<Vec<ElapsedId>>,
    /// By the names of their acts.
    pub(crate) between: Vec<BetweenId>,
    /// By the names of act and party, and the duration.
    pub(crate) recent: Vec<RecentId>,
}

/// The orders of the run and of each kind of subjects.
#[derive(Debug)]
pub(crate) struct WrittenOrders {
    pub(crate) run: WrittenOrder,
    pub(crate) kinds: Table<KindId, WrittenOrder>,
}

impl WrittenOrders {
    pub(super) fn of(terms: &Terms) -> Self {
        let mut orders = Self {
            run: WrittenOrder::of(terms, None),
            kinds: terms.kinds.keys().map(|kind| WrittenOrder::of(terms, Some(kind))).collect(),
        };
        let graph = &terms.graph;
        let by_node: HashMap<NodeId, ElapsedId> =
            graph.elapsed.iter().map(|(id, elapsed)| (elapsed.node, id)).collect();
        let mut by_text: BTreeMap<(Option<KindId>, String), Vec<ElapsedId>> = BTreeMap::new();
        let mut place = |kind: Option<KindId>, condition: &Condition| {
            let node = graph.find(terms, kind, condition);
            if let Some(id) = node.and_then(|node| by_node.get(&node).copied()) {
                let text = terms.canonical_condition(condition);
                let ids = by_text.entry((graph.elapsed[id].of, text)).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        };
        if graph.elapsed.len() > 0 {
            for (kind, condition) in conditions(terms) {
                each_elapsed(kind, condition, &mut place);
            }
        }
        for ((kind, _), ids) in by_text {
            orders.scope_mut(kind).since.push(ids);
        }
        orders
    }

    /// The order of what exists once in a scope.
    pub(crate) fn scope(&self, kind: Option<KindId>) -> &WrittenOrder {
        match kind {
            None => &self.run,
            Some(kind) => &self.kinds[kind],
        }
    }

    fn scope_mut(&mut self, kind: Option<KindId>) -> &mut WrittenOrder {
        match kind {
            None => &mut self.run,
            Some(kind) => &mut self.kinds[kind],
        }
    }
}

impl WrittenOrder {
    fn of(terms: &Terms, kind: Option<KindId>) -> Self {
        let graph = &terms.graph;
        let scope = graph.scope(kind);
        let doer =
            |by: Option<Doer>| by.map(|by| by.party().map(|party| &*terms.parties[*party].name));
        let mut sums = scope.counters.clone();
        sums.sort_by_key(|id| {
            let counter = &graph.counters[*id];
            let matching = terms.matching(&counter.matching).map(|value| value.to_string());
            (&terms.act_names[counter.act], doer(counter.by), matching)
        });
        let mut between = scope.betweens.clone();
        between.sort_by_key(|id| {
            let condition = &graph.betweens[*id];
            (&terms.act_names[condition.from], &terms.act_names[condition.to])
        });
        let mut recent = scope.recents.clone();
        recent.sort_by_key(|id| {
            let condition = &graph.recents[*id];
            (&terms.act_names[condition.act], doer(condition.by), terms.term_text(&condition.term))
        });
        Self { sums, since: Vec::new(), between, recent }
    }
}

/// Every condition of the agreement, with the kind to whose subjects it belongs.
fn conditions(terms: &Terms) -> Vec<(Option<KindId>, &Condition)> {
    let ends = &terms.ends;
    let mut all = Vec::new();
    for act in terms.acts.values() {
        all.extend([&act.requires, &act.expires_when].map(|it| (act.of, it)));
    }
    for it in terms.obligations.values() {
        all.extend([&it.when, &it.until, &it.suspended_while].map(|condition| (it.of, condition)));
        if let Duty::Achieve(duty) = &it.duty {
            all.push((it.of, &duty.goal));
        }
    }
    for (id, kind) in terms.kinds.iter() {
        all.push((Some(id), &kind.terms.terminates_when));
        match &kind.terms.opening {
            Opening::EachOf(_) => {}
            Opening::Periods(periods) => {
                all.push((None, &periods.ends_when));
                if let PeriodsFrom::When(condition) = &periods.from {
                    all.push((None, condition));
                }
            }
            Opening::ByActs { closes_when, .. } => all.push((None, closes_when)),
        }
    }
    let of_ends = [&ends.entry_into_force, &ends.terminates_when];
    all.extend(of_ends.into_iter().chain(&ends.settled_when).map(|it| (None, it)));
    all
}

fn each_elapsed(
    kind: Option<KindId>,
    condition: &Condition,
    found: &mut impl FnMut(Option<KindId>, &Condition),
) {
    match condition {
        Condition::Elapsed { .. } => found(kind, condition),
        Condition::Some { of, holds, .. } | Condition::Every { of, holds } => {
            return each_elapsed(Some(*of), holds, found);
        }
        _ => {}
    }
    condition.parts().iter().for_each(|part| each_elapsed(kind, part, found));
}
