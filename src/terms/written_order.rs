//! In which order sums and conditions with a memory are written down, so that all spellings of one
//! agreement have one order.

use std::collections::{BTreeMap, HashMap};

use super::agreement::Terms;
use super::condition::Condition;
use super::duty::Duty;
use super::graph::{BetweenId, CounterId, ElapsedId, NodeId, RecentId};

/// The order, whatever order and spelling the document has.
#[derive(Debug)]
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

impl WrittenOrder {
    pub(super) fn of(terms: &Terms) -> Self {
        let graph = &terms.graph;
        let mut sums: Vec<CounterId> = graph.counters.keys().collect();
        sums.sort_by_key(|id| {
            let counter = &graph.counters[*id];
            let by = counter.by.map(|party| &terms.parties[party].name);
            let matching = terms.matching(&counter.matching).map(|value| value.to_string());
            (&terms.act_names[counter.act], by, matching)
        });
        let mut between: Vec<BetweenId> = graph.betweens.keys().collect();
        between.sort_by_key(|id| {
            let condition = &graph.betweens[*id];
            (&terms.act_names[condition.from], &terms.act_names[condition.to])
        });
        let mut recent: Vec<RecentId> = graph.recents.keys().collect();
        recent.sort_by_key(|id| {
            let condition = &graph.recents[*id];
            let by = condition.by.map(|party| &terms.parties[party].name);
            (&terms.act_names[condition.act], by, condition.span.to_string())
        });
        let mut by_text: BTreeMap<String, Vec<ElapsedId>> = BTreeMap::new();
        let by_node: HashMap<NodeId, ElapsedId> =
            graph.elapsed.iter().map(|(id, elapsed)| (elapsed.node, id)).collect();
        let mut place = |condition: &Condition| {
            if let Some(id) = graph.find(condition).and_then(|node| by_node.get(&node).copied()) {
                let ids = by_text.entry(terms.canonical_condition(condition)).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        };
        if graph.elapsed.len() > 0 {
            let ends = &terms.ends;
            let of_acts = terms.acts.values().flat_map(|act| [&act.requires, &act.expires_when]);
            let of_obligations = terms
                .obligations
                .values()
                .flat_map(|it| [&it.when, &it.until, &it.suspended_while]);
            let goals = terms.obligations.values().filter_map(|it| match &it.duty {
                Duty::Achieve(duty) => Some(&duty.goal),
                Duty::Perform(_) | Duty::Refrain(_) => None,
            });
            let of_ends = [&ends.entry_into_force, &ends.terminates_when];
            let all =
                of_acts.chain(of_obligations).chain(goals).chain(of_ends).chain(&ends.settled_when);
            all.for_each(|condition| each_elapsed(condition, &mut place));
        }
        Self { sums, since: by_text.into_values().collect(), between, recent }
    }
}

fn each_elapsed(condition: &Condition, found: &mut impl FnMut(&Condition)) {
    if matches!(condition, Condition::Elapsed { .. }) {
        found(condition);
    }
    condition.parts().iter().for_each(|part| each_elapsed(part, found));
}
