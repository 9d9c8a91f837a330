//! How the graph of conditions is woven: every formula once, in the scope to which it belongs.

use std::collections::HashMap;

use crate::names::{ActId, CalendarId, Ids, Key, KindId, ObligationId, Table, ToldId};
use crate::time::Instant;

use super::act::Act;
use super::address::{Address, AddressStep, GoesOn, Root};
use super::agreement::{KindTerms, Telling};
use super::condition::{Condition, Standing};
use super::doer::Doer;
use super::duty::{Deadline, Duty};
use super::figure::Figure;
use super::graph::{
    ActNode, BetweenId, BetweenNode, Counter, CounterForm, CounterId, ElapsedId, ElapsedNode, Ends,
    Form, Graph, InKind, KindNode, Leaf, Node, NodeId, ObligationNode, Place, QuantifierId,
    QuantifierNode, RecentId, RecentNode, Rule, ScopeNode, ToldNode, Watcher,
};
use super::kind::{Opening, PeriodsFrom};
use super::matching::Matching;
use super::moment::Moment;
use super::obligation::Obligation;
use super::told::ToldName;
use super::who::Who;

/// What a graph is woven of.
pub(super) struct Woven<'a> {
    pub(super) acts: &'a Table<ActId, Act>,
    pub(super) obligations: &'a Table<ObligationId, Obligation>,
    pub(super) told: &'a Table<ToldId, Telling>,
    pub(super) kinds: &'a Table<KindId, KindTerms>,
    pub(super) ends: &'a Ends,
    /// Which `elapsed` go on where one of the terms before stood.
    pub(super) goes_on: GoesOn,
    /// Whether other terms may take the place of these in a run.
    pub(super) may_change: bool,
}

/// To whom the names of a formula belong.
#[derive(Clone, Copy)]
pub(super) struct Naming<'a> {
    pub(super) acts: &'a Table<ActId, Act>,
    pub(super) obligations: &'a Table<ObligationId, Obligation>,
    pub(super) told: &'a Table<ToldId, Telling>,
    pub(super) kinds: &'a Table<KindId, KindTerms>,
}

impl Naming<'_> {
    /// The kind of which a formula without parts, where it stands in a condition of that kind, names
    /// something of its own; none where it speaks of the run alone.
    pub(super) fn own(&self, condition: &Condition, kind: Option<KindId>) -> Option<KindId> {
        let is_own = |act: &ActId| self.acts[*act].of == kind;
        let names_own = match condition {
            Condition::Happened { act, by, .. } | Condition::Recent { act, by, .. } => {
                is_own(act) || *by == Some(Doer::Each)
            }
            Condition::Between { from, to } => is_own(from) || is_own(to),
            Condition::Stands { obligation, .. } => self.obligations[*obligation].of == kind,
            Condition::Reached(Moment::Told { name, .. }) => self.is_own_name(name, kind),
            Condition::Told(matching) => {
                matching.iter().any(|(name, _)| self.is_own_name(name, kind))
            }
            _ => false,
        };
        kind.filter(|_| names_own)
    }

    fn is_own_name(&self, name: &ToldName, kind: Option<KindId>) -> bool {
        let Some(kind) = kind else { return false };
        match name {
            ToldName::Told(name) => self.told[*name].of == Some(kind),
            ToldName::Start => self.kinds[kind].terms.is_of_periods(),
            ToldName::End | ToldName::Opened | ToldName::Opener => true,
        }
    }
}

struct Weaver<'a> {
    names: Naming<'a>,
    goes_on: GoesOn,
    /// Where the condition stands that is woven.
    at: Address,
    nodes: Vec<Node>,
    forms: HashMap<Form, NodeId>,
    counters: Vec<Counter>,
    counter_ids: HashMap<CounterForm, CounterId>,
    elapsed: Vec<ElapsedNode>,
    betweens: Vec<BetweenNode>,
    recents: Vec<RecentNode>,
    reached: Vec<(Instant, NodeId)>,
    reached_told: Vec<(Moment, NodeId)>,
    opens: Vec<(CalendarId, NodeId)>,
    matchings: Vec<(Matching, NodeId)>,
    standings: Vec<(ObligationId, Standing, NodeId)>,
    quantifiers: Vec<QuantifierNode>,
    run: ScopeNode,
    kinds: Table<KindId, ScopeNode>,
    /// Formulas of the run that are part of one of a kind.
    imports: Vec<(KindId, NodeId, NodeId)>,
}

impl Graph {
    pub(super) fn of(woven: Woven<'_>) -> Self {
        let Woven { acts, obligations: promised, told, kinds, ends, goes_on, may_change } = woven;
        let names = Naming { acts, obligations: promised, told, kinds };
        let mut weaver = Weaver::new(names, kinds.len(), goes_on);
        let mut acts: Table<ActId, ActNode> = acts
            .iter()
            .map(|(id, act)| ActNode {
                of: act.of,
                place: push(&mut weaver.scope_mut(act.of).acts, id),
                requires: weaver.weave_at(Root::Requires(id), &act.requires, act.of),
                expires_when: weaver.weave_at(Root::ExpiresWhen(id), &act.expires_when, act.of),
                counters: Vec::new(),
                betweens: Vec::new(),
                recents: Vec::new(),
                performed_by: Vec::new(),
                prohibited_by: Vec::new(),
            })
            .collect();
        let mut obligations: Table<ObligationId, ObligationNode> = promised
            .iter()
            .map(|(id, obligation)| ObligationNode {
                of: obligation.of,
                place: push(&mut weaver.scope_mut(obligation.of).obligations, id),
                when: weaver.weave_at(Root::When(id), &obligation.when, obligation.of),
                until: weaver.weave_at(Root::Until(id), &obligation.until, obligation.of),
                suspended_while: weaver.weave_at(
                    Root::SuspendedWhile(id),
                    &obligation.suspended_while,
                    obligation.of,
                ),
                achieve: match &obligation.duty {
                    Duty::Achieve(achievement) => {
                        Some(weaver.weave_at(Root::Achieve(id), &achievement.goal, obligation.of))
                    }
                    Duty::Perform(_) | Duty::Refrain(_) => None,
                },
                standings: Vec::new(),
                has_windows: false,
                repairs: Vec::new(),
            })
            .collect();
        let entry_into_force = weaver.weave_at(Root::EntryIntoForce, &ends.entry_into_force, None);
        let terminates_when = weaver.weave_at(Root::TerminatesWhen, &ends.terminates_when, None);
        let settled_when =
            ends.settled_when.as_ref().map(|it| weaver.weave_at(Root::SettledWhen, it, None));
        let mut kinds: Table<KindId, KindNode> = kinds
            .iter()
            .map(|(id, kind)| {
                let terms = &kind.terms;
                let (closes_when, from) = match &terms.opening {
                    Opening::EachOf(_) => {
                        let always = super::condition::always();
                        (weaver.weave_at(Root::ListEnds(id), &always, None), None)
                    }
                    Opening::Periods(periods) => {
                        let from = match &periods.from {
                            PeriodsFrom::When(condition) => {
                                Some(weaver.weave_at(Root::From(id), condition, None))
                            }
                            PeriodsFrom::EntryIntoForce
                            | PeriodsFrom::At(_)
                            | PeriodsFrom::Day(_) => None,
                        };
                        (weaver.weave_at(Root::ListEnds(id), &periods.ends_when, None), from)
                    }
                    Opening::ByActs { closes_when, .. } => {
                        (weaver.weave_at(Root::ListEnds(id), closes_when, None), None)
                    }
                };
                KindNode {
                    scope: ScopeNode::default(),
                    terminates_when: weaver.weave_at(
                        Root::SubjectTerminatesWhen(id),
                        &terms.terminates_when,
                        Some(id),
                    ),
                    closes_when,
                    from,
                    quantifiers: Vec::new(),
                    imports: Vec::new(),
                    tallied: Vec::new(),
                }
            })
            .collect();

        for (obligation, standing, node) in &weaver.standings {
            obligations[*obligation].standings.push((*standing, *node));
        }
        for (quantifier, id) in weaver.quantifiers.iter().zip(0_u32..) {
            kinds[quantifier.kind].quantifiers.push(QuantifierId::at(id));
        }
        for (kind, part, whole) in &weaver.imports {
            kinds[*kind].imports.push((*part, *whole));
        }
        for (kind, scope) in kinds.keys().zip(weaver.kinds.values()) {
            kinds[kind].scope = scope.clone();
        }
        let mut nodes: Table<NodeId, Node> = weaver.nodes.into_iter().collect();
        let mut watch = |condition: NodeId, kind: Option<KindId>, watcher: Watcher| {
            let node = &mut nodes[condition];
            match (node.of, kind) {
                (None, Some(kind)) => node.in_kinds.push((kind, InKind::Watched(watcher))),
                _ => node.watchers.push(watcher),
            }
        };
        for (id, obligation) in promised.iter() {
            let node = &obligations[id];
            let mut watched = vec![node.when, node.until, node.suspended_while];
            watched.extend(node.achieve);
            let mut ends = Vec::new();
            for act_id in obligation.acts() {
                let act = &mut acts[*act_id];
                if obligation.is_prohibition() {
                    act.prohibited_by.push(id);
                } else {
                    act.performed_by.push(id);
                    ends.push(act.expires_when);
                    match (act.of, obligation.of) {
                        // What it waits for is not one subject but how many there are.
                        (Some(kind), None) => {
                            let performed = &mut kinds[kind].tallied;
                            if !performed.contains(act_id) {
                                performed.push(*act_id);
                                watch(act.requires, Some(kind), Watcher::Tally(*act_id));
                            }
                        }
                        _ => watched.push(act.requires),
                    }
                }
            }
            let never = weaver.forms.get(&Form::Any(Vec::new()));
            // The list of subjects can be closed in which the run waits for an act of a kind.
            let is_of_many = obligation.of.is_none()
                && !obligation.is_prohibition()
                && obligation.acts().iter().any(|act| acts[*act].of.is_some());
            obligations[id].has_windows =
                may_change || is_of_many || ends.iter().any(|end| Some(end) != never);
            watched.sort_unstable();
            watched.dedup();
            for condition in watched {
                watch(condition, obligation.of, Watcher::Obligation(id));
            }
            if let Some(repaired_by) = obligation.repaired_by {
                obligations[repaired_by].repairs.push(id);
            }
        }
        for (id, act) in acts.iter() {
            watch(act.expires_when, act.of, Watcher::Window(id));
        }
        for counter in weaver.counters.iter().filter(|it| it.of.is_none()) {
            // What only a power brings about can happen no more once its windows are over.
            if let Some(kind) = acts[counter.act].of
                && names.acts[counter.act].is_power
                && !kinds[kind].tallied.contains(&counter.act)
            {
                kinds[kind].tallied.push(counter.act);
                watch(acts[counter.act].requires, Some(kind), Watcher::Tally(counter.act));
            }
        }
        for (condition, id) in weaver.elapsed.iter().zip(0_u32..) {
            watch(condition.since, condition.of, Watcher::Elapsed(ElapsedId::at(id)));
        }
        for (quantifier, id) in weaver.quantifiers.iter().zip(0_u32..) {
            let watcher = Watcher::Quantifier(QuantifierId::at(id));
            watch(quantifier.holds, Some(quantifier.kind), watcher);
        }
        for (id, kind) in kinds.iter() {
            watch(kind.terminates_when, Some(id), Watcher::SubjectTermination);
            watch(kind.closes_when, None, Watcher::List(id));
            if let Some(from) = kind.from {
                watch(from, None, Watcher::List(id));
            }
        }
        watch(entry_into_force, None, Watcher::EntryIntoForce);
        watch(terminates_when, None, Watcher::Termination);
        let counters: Table<CounterId, Counter> = weaver.counters.into_iter().collect();
        for (id, counter) in counters.iter() {
            acts[counter.act].counters.push(id);
        }
        let betweens: Table<BetweenId, BetweenNode> = weaver.betweens.into_iter().collect();
        for (id, between) in betweens.iter() {
            acts[between.from].betweens.push(id);
            if between.to != between.from {
                acts[between.to].betweens.push(id);
            }
        }
        let recents: Table<RecentId, RecentNode> = weaver.recents.into_iter().collect();
        for (id, recent) in recents.iter() {
            acts[recent.act].recents.push(id);
        }
        let mut run = weaver.run;
        let told = told_nodes(told, &weaver.matchings, &weaver.reached_told, promised);
        run.told = told.iter().filter(|(_, it)| it.of.is_none()).map(|(id, _)| id).collect();
        for (id, node) in told.iter() {
            if let Some(kind) = node.of {
                kinds[kind].scope.told.push(id);
            }
        }
        Self {
            nodes,
            counters,
            elapsed: weaver.elapsed.into_iter().collect(),
            betweens,
            recents,
            reached: weaver.reached,
            reached_told: weaver.reached_told,
            opens: weaver.opens,
            matchings: weaver.matchings,
            acts,
            obligations,
            told,
            quantifiers: weaver.quantifiers.into_iter().collect(),
            run,
            kinds,
            entry_into_force,
            terminates_when,
            settled_when,
            may_change,
            goes_on: weaver.goes_on,
            forms: weaver.forms,
            counter_ids: weaver.counter_ids,
        }
    }
}

/// Of each name, who looks again when it is told.
fn told_nodes(
    names: &Table<ToldId, Telling>,
    matchings: &[(Matching, NodeId)],
    reached: &[(Moment, NodeId)],
    promised: &Table<ObligationId, Obligation>,
) -> Table<ToldId, ToldNode> {
    let mut places: HashMap<Option<KindId>, Place> = HashMap::new();
    let mut told: Table<ToldId, ToldNode> = names
        .values()
        .map(|telling| {
            let next = places.entry(telling.of).or_default();
            let place = *next;
            *next = next.saturating_add(1);
            ToldNode { of: telling.of, place, ..ToldNode::default() }
        })
        .collect();
    for ((matching, _), place) in matchings.iter().zip(0_u32..) {
        for name in matching.iter().filter_map(|(name, _)| name.told()) {
            told[*name].matchings.push(place);
        }
    }
    for ((moment, _), place) in reached.iter().zip(0_u32..) {
        if let Moment::Told { name: ToldName::Told(name), .. } = moment {
            told[*name].reached.push(place);
        }
    }
    for (id, obligation) in promised.iter() {
        let mut names = Vec::new();
        needed(obligation, |name| names.push(name));
        names.sort_unstable();
        names.dedup();
        for name in names {
            told[name].needed_by.push(id);
        }
    }
    told
}

/// What must have been told before an obligation falls due.
fn needed(obligation: &Obligation, mut name: impl FnMut(ToldId)) {
    let mut of = |told: &ToldName<Ids>| {
        if let ToldName::Told(told) = told {
            name(*told);
        }
    };
    let parties = [Some(&obligation.debtor), Some(&obligation.creditor), obligation.verifier()];
    for party in parties.into_iter().flatten() {
        if let Who::Told(told) = party {
            of(told);
        }
    }
    let figure = match &obligation.duty {
        Duty::Perform(performance) => performance.quantity.as_ref(),
        Duty::Refrain(abstention) => Some(&abstention.beyond),
        Duty::Achieve(_) => None,
    };
    if let Some(Figure::Told { name: told, .. }) = figure {
        of(told);
    }
    if let Some(Deadline::At(Moment::Told { name: told, .. })) = obligation.deadline() {
        of(told);
    }
}

/// Each part once, in one order: so equal formulas become one node.
pub(super) fn in_order(mut parts: Vec<NodeId>) -> Vec<NodeId> {
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// Adds something to those of a scope; its place there.
fn push<T>(list: &mut Vec<T>, id: T) -> Place {
    let place = number(list.len());
    list.push(id);
    place
}

impl<'a> Weaver<'a> {
    fn new(names: Naming<'a>, kinds: usize, goes_on: GoesOn) -> Self {
        Self {
            names,
            goes_on,
            at: Address::new(Root::EntryIntoForce),
            nodes: Vec::new(),
            forms: HashMap::new(),
            counters: Vec::new(),
            counter_ids: HashMap::new(),
            elapsed: Vec::new(),
            betweens: Vec::new(),
            recents: Vec::new(),
            reached: Vec::new(),
            reached_told: Vec::new(),
            opens: Vec::new(),
            matchings: Vec::new(),
            standings: Vec::new(),
            quantifiers: Vec::new(),
            run: ScopeNode::default(),
            kinds: (0..kinds).map(|_| ScopeNode::default()).collect(),
            imports: Vec::new(),
        }
    }

    fn scope_mut(&mut self, kind: Option<KindId>) -> &mut ScopeNode {
        match kind {
            None => &mut self.run,
            Some(kind) => &mut self.kinds[kind],
        }
    }

    /// The node of a whole condition.
    fn weave_at(&mut self, root: Root, condition: &Condition, kind: Option<KindId>) -> NodeId {
        self.at = Address::new(root);
        self.weave(condition, kind)
    }

    /// The node of a part of a condition.
    fn weave_part(
        &mut self,
        step: AddressStep,
        condition: &Condition,
        kind: Option<KindId>,
    ) -> NodeId {
        self.at.enter(step);
        let node = self.weave(condition, kind);
        self.at.leave();
        node
    }

    /// The node of a condition that belongs to the subjects of a kind, or to the run. One that names
    /// nothing of the subject's own is the run's.
    fn weave(&mut self, condition: &Condition, kind: Option<KindId>) -> NodeId {
        let own = self.names.own(condition, kind);
        match condition {
            Condition::Happened { act, by, matching, .. } => {
                let counter = self.counter(own, *act, *by, matching);
                self.leaf(own, Leaf::Happened { counter, at_least: condition.threshold() })
            }
            Condition::Stands { obligation, standing } => {
                self.leaf(own, Leaf::Stands { obligation: *obligation, standing: *standing })
            }
            Condition::Reached(moment) => {
                if let Some(instant) = moment.written() {
                    return self.leaf(None, Leaf::Reached(instant));
                }
                let leaf = Leaf::ReachedTold(number(self.reached_told.len()));
                let (node, is_new) = self.node(own, Form::ReachedTold(own, moment.clone()), leaf);
                if is_new {
                    self.reached_told.push((moment.clone(), node));
                }
                node
            }
            Condition::Elapsed { since, term } => {
                let goes_on = self.goes_on.get(&self.at).copied();
                let since = self.weave_part(AddressStep::Since, since, kind);
                let of = self.of(since);
                let id = ElapsedId::at(number(self.elapsed.len()));
                let form = Form::Elapsed(since, *term, goes_on);
                let (node, is_new) = self.node(of, form, Leaf::Elapsed(id));
                if is_new {
                    let place = push(&mut self.scope_mut(of).elapsed, id);
                    self.elapsed.push(ElapsedNode { of, place, since, term: *term, node, goes_on });
                }
                node
            }
            Condition::Between { from, to } => {
                let id = BetweenId::at(number(self.betweens.len()));
                let form = Form::Between(own, *from, *to);
                let (node, is_new) = self.node(own, form, Leaf::Between(id));
                if is_new {
                    let place = push(&mut self.scope_mut(own).betweens, id);
                    let (from, to) = (*from, *to);
                    let is_of_run = own.is_some() && self.names.acts[from].of.is_none();
                    let at_opening = is_of_run.then(|| self.happened(from));
                    self.betweens.push(BetweenNode { of: own, place, from, to, node, at_opening });
                }
                node
            }
            Condition::Recent { act, by, term } => {
                let id = RecentId::at(number(self.recents.len()));
                let form = Form::Recent(own, *act, *by, *term);
                let (node, is_new) = self.node(own, form, Leaf::Recent(id));
                if is_new {
                    let place = push(&mut self.scope_mut(own).recents, id);
                    let (act, by, term) = (*act, *by, *term);
                    self.recents.push(RecentNode { of: own, place, act, by, term, node });
                }
                node
            }
            Condition::Open(calendar) => self.leaf(None, Leaf::Open(*calendar)),
            Condition::Told(matching) => {
                let leaf = Leaf::Told(number(self.matchings.len()));
                let (node, is_new) = self.node(own, Form::Told(own, matching.clone()), leaf);
                if is_new {
                    self.matchings.push((matching.clone(), node));
                }
                node
            }
            Condition::Some { of, holds, at_least } => {
                let quantifier = self.quantifier(AddressStep::Some, *of, holds);
                let leaf = Leaf::Some { quantifier, at_least: *at_least };
                let node = self.leaf(None, leaf);
                self.ask(quantifier, node);
                node
            }
            Condition::Every { of, holds } => {
                let quantifier = self.quantifier(AddressStep::Every, *of, holds);
                let node = self.leaf(None, Leaf::Every(quantifier));
                self.ask(quantifier, node);
                node
            }
            Condition::All(conditions) => {
                let parts = self.parts(AddressStep::All, conditions, kind);
                let rule = Rule::All(number(parts.len()));
                self.whole(Form::All(parts.clone()), rule, &parts)
            }
            Condition::Any(conditions) => {
                let parts = self.parts(AddressStep::Any, conditions, kind);
                let rule = Rule::Any(number(parts.len()));
                self.whole(Form::Any(parts.clone()), rule, &parts)
            }
            Condition::Not(condition) => {
                let part = self.weave_part(AddressStep::Not, condition, kind);
                self.whole(Form::Not(part), Rule::Not, &[part])
            }
        }
    }

    /// That an act of the run has happened, whoever did it.
    fn happened(&mut self, act: ActId) -> NodeId {
        let counter = self.counter(None, act, None, &Matching::anything());
        self.leaf(None, Leaf::Happened { counter, at_least: 1 })
    }

    fn of(&self, node: NodeId) -> Option<KindId> {
        self.nodes.get(node.place()).and_then(|node| node.of)
    }

    fn parts(
        &mut self,
        step: impl Fn(usize) -> AddressStep,
        conditions: &[Condition],
        kind: Option<KindId>,
    ) -> Vec<NodeId> {
        let parts = conditions.iter().enumerate();
        in_order(parts.map(|(place, it)| self.weave_part(step(place), it, kind)).collect())
    }

    /// What is asked of the subjects of a kind: a formula of the kind, be it that it says nothing of the
    /// subject.
    fn quantifier(&mut self, step: AddressStep, kind: KindId, holds: &Condition) -> QuantifierId {
        let mut holds = self.weave_part(step, holds, Some(kind));
        if self.of(holds).is_none() {
            holds = self.of_kind(Some(kind), Form::InKind(kind, holds), Rule::All(1), &[holds]);
        }
        let known = self.quantifiers.iter().position(|it| it.kind == kind && it.holds == holds);
        let place = known.unwrap_or_else(|| {
            self.quantifiers.push(QuantifierNode { kind, holds, asked_by: Vec::new() });
            self.quantifiers.len().saturating_sub(1)
        });
        QuantifierId::at(number(place))
    }

    fn ask(&mut self, quantifier: QuantifierId, node: NodeId) {
        if let Some(quantifier) = self.quantifiers.get_mut(quantifier.place())
            && !quantifier.asked_by.contains(&node)
        {
            quantifier.asked_by.push(node);
        }
    }

    fn leaf(&mut self, of: Option<KindId>, leaf: Leaf) -> NodeId {
        let (id, is_new) = self.node(of, Form::Leaf(leaf), leaf);
        if is_new {
            match leaf {
                Leaf::Happened { counter, at_least } => {
                    if let Some(counter) = self.counters.get_mut(counter.place()) {
                        counter.thresholds.push((at_least, id));
                        counter.most = counter.most.max(at_least);
                    }
                }
                Leaf::Stands { obligation, standing } => {
                    self.standings.push((obligation, standing, id));
                }
                Leaf::Reached(instant) => self.reached.push((instant, id)),
                Leaf::Open(calendar) => self.opens.push((calendar, id)),
                // These have forms or lists of their own.
                Leaf::ReachedTold(_)
                | Leaf::Elapsed(_)
                | Leaf::Between(_)
                | Leaf::Recent(_)
                | Leaf::Told(_)
                | Leaf::Some { .. }
                | Leaf::Every(_) => {}
            }
        }
        id
    }

    fn counter(
        &mut self,
        of: Option<KindId>,
        act: ActId,
        by: Option<Doer>,
        matching: &Matching,
    ) -> CounterId {
        let next = CounterId::at(number(self.counters.len()));
        let id = *self.counter_ids.entry((of, act, by, matching.clone())).or_insert(next);
        if id == next {
            let matching = matching.clone();
            let place = push(&mut self.scope_mut(of).counters, id);
            let thresholds = Vec::new();
            self.counters.push(Counter { of, place, act, by, matching, thresholds, most: 0 });
        }
        id
    }

    /// A formula without parts, and whether it is new.
    fn node(&mut self, of: Option<KindId>, form: Form, leaf: Leaf) -> (NodeId, bool) {
        let known = self.nodes.len();
        let id = self.of_kind(of, form, Rule::Leaf(leaf), &[]);
        (id, id.place() == known)
    }

    /// A formula with parts: it belongs to the kind of any of its parts.
    fn whole(&mut self, form: Form, rule: Rule, parts: &[NodeId]) -> NodeId {
        let of = parts.iter().find_map(|part| self.of(*part));
        self.of_kind(of, form, rule, parts)
    }

    fn of_kind(&mut self, of: Option<KindId>, form: Form, rule: Rule, parts: &[NodeId]) -> NodeId {
        let next = NodeId::at(number(self.nodes.len()));
        let id = *self.forms.entry(form).or_insert(next);
        if id == next {
            let place = push(&mut self.scope_mut(of).nodes, id);
            let (part_of, watchers, in_kinds) = (Vec::new(), Vec::new(), Vec::new());
            self.nodes.push(Node { rule, of, place, part_of, watchers, in_kinds });
            for part in parts {
                let Some(node) = self.nodes.get_mut(part.place()) else { continue };
                match (node.of, of) {
                    (None, Some(kind)) => {
                        node.in_kinds.push((kind, InKind::PartOf(id)));
                        self.imports.push((kind, *part, id));
                    }
                    _ => node.part_of.push(id),
                }
            }
        }
        id
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "an agreement with more than 2^32 names and conditions is refused when it is built"
)]
fn number(length: usize) -> u32 {
    length as u32
}
