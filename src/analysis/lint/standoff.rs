//! Standoffs: what waits for itself, by way of others.
//!
//! Read off the terms alone: whatever could come about if every wish were granted that the terms
//! leave open (each `not` holds, each duty is done and verified, all time passes) comes about. What
//! is left over can never come about, and each part of it waits for something that is left over, too.
//! Where that waiting runs in a circle, nobody can be first.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::names::{ActId, ObligationId, Table};
use crate::terms::{Condition, Doer, Duty, Matching, Standing, Terms};

use super::{Link, Lint, LintKind, Said, Severity, Topic};

/// What can never come about, as far as the terms alone tell.
pub(super) struct Blocked<'a> {
    terms: &'a Terms,
    /// Whether an act can be done in order.
    acts: Table<ActId, bool>,
    /// Whether an obligation can fall due.
    due: Table<ObligationId, bool>,
    entry: bool,
    /// Whether anything has come about in the present round.
    moved: bool,
}

/// Something that can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Entry,
    Act(ActId),
    Obligation(ObligationId),
}

impl<'a> Blocked<'a> {
    pub(super) fn of(terms: &'a Terms) -> Self {
        let mut blocked = Self {
            terms,
            acts: terms.acts.values().map(|_| false).collect(),
            due: terms.obligations.values().map(|_| false).collect(),
            entry: false,
            moved: true,
        };
        while std::mem::take(&mut blocked.moved) {
            blocked.round();
        }
        blocked
    }

    /// Whether an act can't be done in order, as far as the terms alone tell.
    pub(super) fn act(&self, id: ActId) -> bool {
        !self.acts[id]
    }

    /// Whether an obligation can't fall due, as far as the terms alone tell.
    pub(super) fn obligation(&self, id: ObligationId) -> bool {
        !self.due[id]
    }

    /// Whether the agreement can't enter into force, as far as the terms alone tell.
    pub(super) fn entry(&self) -> bool {
        !self.entry
    }

    fn round(&mut self) {
        let terms = self.terms;
        if !self.entry && self.can_hold(&terms.ends.entry_into_force) {
            self.entry = true;
            self.moved = true;
        }
        for (id, act) in terms.acts.iter() {
            if !self.acts[id] && self.can_hold(&act.requires) {
                self.acts[id] = true;
                self.moved = true;
            }
        }
        for (id, obligation) in terms.obligations.iter() {
            let may = match &obligation.duty {
                // What is told can be that nothing is to be done.
                Duty::Perform(duty) => {
                    duty.written_quantity().is_none() || duty.acts.iter().any(|act| self.acts[*act])
                }
                Duty::Achieve(_) | Duty::Refrain(_) => true,
            };
            if !self.due[id] && self.entry && may && self.can_hold(&obligation.when) {
                self.due[id] = true;
                self.moved = true;
            }
        }
    }

    /// Whether a condition can hold, as far as the terms alone tell.
    pub(super) fn can_hold(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Happened { at_least: Some(least), .. } if least.whole() == 0 => true,
            Condition::Happened { act, by, .. } => {
                let terms = &self.terms.acts[*act];
                let members = terms.of.filter(|_| terms.is_open_to_each);
                let mut each = members.iter().flat_map(|of| &self.terms.kinds[*of].members);
                let mut doers = self.terms.doers(*act);
                let may = doers.any(|doer| self.terms.is_done_by(doer, *by, None))
                    || each.any(|each| self.terms.is_done_by(*each, *by, Some(*each)));
                may && self.acts[*act]
            }
            Condition::Stands { obligation, standing } => match standing {
                Standing::Dormant
                | Standing::Released
                | Standing::Lapsed
                | Standing::Closed
                | Standing::Repaired => true,
                Standing::Performed => {
                    let duty = self.terms.obligations[*obligation].performance();
                    self.due[*obligation] && duty.is_some()
                }
                Standing::Due
                | Standing::Suspended
                | Standing::Discharged
                | Standing::Breached
                | Standing::Cured
                | Standing::Kept
                | Standing::InBreach => self.due[*obligation],
            },
            Condition::Reached(_) | Condition::Open(_) | Condition::Told(_) => true,
            Condition::Between { from: act, .. } | Condition::Recent { act, .. } => self.acts[*act],
            Condition::Elapsed { since, .. } => self.can_hold(since),
            Condition::Some { holds, .. } | Condition::Every { holds, .. } => self.can_hold(holds),
            Condition::All(parts) => parts.iter().all(|part| self.can_hold(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.can_hold(part)),
            Condition::Not(part) => !part.is_always(),
        }
    }

    /// What something that can't come about waits for that can't either: what would bring it about,
    /// and the condition.
    fn waits(&self, item: Item) -> Vec<(Item, Condition)> {
        let terms = self.terms;
        let mut waits = Vec::new();
        match item {
            Item::Entry => self.unmet(&terms.ends.entry_into_force, &mut waits),
            Item::Act(id) => self.unmet(&terms.acts[id].requires, &mut waits),
            Item::Obligation(id) => {
                let obligation = &terms.obligations[id];
                self.unmet(&obligation.when, &mut waits);
                let acts = obligation.performance().map_or(&[][..], |duty| &duty.acts);
                if acts.iter().all(|act| !self.acts[*act]) {
                    waits.extend(acts.iter().map(|act| {
                        let done = Condition::Happened {
                            act: *act,
                            by: obligation.debtor.named().copied().map(Doer::Party),
                            matching: Matching::anything(),
                            at_least: None,
                        };
                        (Item::Act(*act), done)
                    }));
                }
                if !self.entry {
                    waits.push((Item::Entry, terms.ends.entry_into_force.clone()));
                }
            }
        }
        waits
    }

    fn unmet(&self, condition: &Condition, waits: &mut Vec<(Item, Condition)>) {
        if self.can_hold(condition) {
            return;
        }
        match condition {
            // Of one that may not do it at all, nothing that others wait for would help.
            Condition::Happened { act, .. } if !self.acts[*act] => {
                waits.push((Item::Act(*act), condition.clone()));
            }
            Condition::Stands { obligation, .. } if !self.due[*obligation] => {
                waits.push((Item::Obligation(*obligation), condition.clone()));
            }
            _ => condition.parts().iter().for_each(|part| self.unmet(part, waits)),
        }
    }

    /// One lint for each circle, and one for each thing that can't come about for another reason.
    pub(super) fn lints(&self) -> Vec<Lint> {
        let terms = self.terms;
        let acts = terms.acts.keys().filter(|id| self.act(*id)).map(Item::Act);
        let obligations = terms.obligations.keys().filter(|id| self.obligation(*id));
        let entry = (!self.entry).then_some(Item::Entry);
        let items: Vec<Item> =
            entry.into_iter().chain(acts).chain(obligations.map(Item::Obligation)).collect();
        let waits: BTreeMap<Item, Vec<(Item, Condition)>> =
            items.iter().map(|item| (*item, self.waits(*item))).collect();
        let mut lints = Vec::new();
        let mut told: BTreeSet<Item> = BTreeSet::new();
        for item in &items {
            if told.contains(item) {
                continue;
            }
            let Some(circle) = shortest_circle(*item, &waits) else { continue };
            told.extend(circle.iter().map(|(item, _)| *item));
            let held_up: Vec<Item> = items
                .iter()
                .copied()
                .filter(|other| !told.contains(other) && leads_to(*other, *item, &waits))
                .collect();
            // Others on a circle of their own with these are held up by them all the same.
            told.extend(&held_up);
            lints.push(self.standoff(&circle, &held_up));
        }
        for item in items {
            if !told.contains(&item) {
                lints.extend(self.unreachable(item, &waits));
            }
        }
        lints
    }

    fn standoff(&self, circle: &[(Item, Condition)], held_up: &[Item]) -> Lint {
        let terms = self.terms;
        let mut story = String::from("nobody can be first: ");
        for (number, (item, condition)) in circle.iter().enumerate() {
            let is_last = number.saturating_add(1) == circle.len();
            let link = match (number, is_last) {
                (0, true) => format!("{} waits for {}", self.name(*item), self.wish(condition)),
                (0, false) => format!("{} waits for {}, ", self.name(*item), self.wish(condition)),
                (_, false) => format!("that for {}, ", self.wish(condition)),
                (_, true) => format!("and that for {}", self.wish(condition)),
            };
            story.push_str(&link);
        }
        if !held_up.is_empty() {
            // An act and the duty to do it often go by one name.
            let mut names: Vec<String> = Vec::new();
            let told = circle.iter().map(|(item, _)| self.name(*item)).collect::<Vec<_>>();
            for name in held_up.iter().map(|item| self.name(*item)) {
                if !names.contains(&name) && !told.contains(&name) {
                    names.push(name);
                }
            }
            story.push_str("; held up with them: ");
            story.push_str(&names.join(", "));
        }
        let first = circle.first().map_or(Item::Entry, |(item, _)| *item);
        let acts = circle.iter().filter_map(|(item, _)| match item {
            Item::Act(id) => Some(format!("`{}`", terms.act_names[*id])),
            Item::Entry | Item::Obligation(_) => None,
        });
        let acts: Vec<String> = acts.collect();
        let advice = match acts.as_slice() {
            [] => "let one of them begin without the next".to_owned(),
            acts => format!(
                "let one of them go first: take its condition off one of {}, or let those whom it \
                 protects waive it",
                acts.join(", "),
            ),
        };
        let said = Said {
            kind: LintKind::Standoff,
            severity: Severity::Error,
            place: self.place(first),
            topic: topic(first),
            message: story,
            advice,
        };
        let waiting = |(item, condition): &(Item, Condition)| Link {
            topic: topic(*item),
            waits_for: condition.clone(),
        };
        Lint {
            circle: circle.iter().map(waiting).collect(),
            held_up: held_up.iter().map(|item| topic(*item)).collect(),
            ..said.lint()
        }
    }

    fn unreachable(
        &self,
        item: Item,
        waits: &BTreeMap<Item, Vec<(Item, Condition)>>,
    ) -> Option<Lint> {
        let waits = waits.get(&item).and_then(|waits| waits.first());
        let because = match waits {
            Some((_, condition)) => {
                format!("it waits for {}, which can never be", self.wish(condition))
            }
            None => "its condition asks for what can never be".to_owned(),
        };
        let (kind, severity, what) = match item {
            Item::Entry => (
                LintKind::NeverHolds,
                Severity::Error,
                "the agreement never enters into force within the rules",
            ),
            Item::Act(_) => {
                (LintKind::UnreachableAct, Severity::Warning, "it can never be done in order")
            }
            Item::Obligation(id) => {
                let is_binding = self.terms.obligations[id].binding;
                let severity = if is_binding { Severity::Error } else { Severity::Warning };
                (LintKind::UnreachableObligation, severity, "it never falls due")
            }
        };
        let said = Said {
            kind,
            severity,
            place: self.place(item),
            topic: topic(item),
            message: format!("{what}: {because}"),
            advice: "change the condition, or take this out".to_owned(),
        };
        Some(said.lint())
    }

    fn place(&self, item: Item) -> String {
        match item {
            Item::Entry => "entry_into_force".to_owned(),
            Item::Act(id) => format!("acts.{}.requires", self.terms.act_names[id]),
            Item::Obligation(id) => format!("obligations.{}.when", self.terms.obligation_names[id]),
        }
    }

    fn name(&self, item: Item) -> String {
        match item {
            Item::Entry => "entry into force".to_owned(),
            Item::Act(id) => format!("`{}`", self.terms.act_names[id]),
            Item::Obligation(id) => format!("`{}`", self.terms.obligation_names[id]),
        }
    }

    /// What a condition wishes for, as a noun.
    fn wish(&self, condition: &Condition) -> String {
        let terms = self.terms;
        match condition {
            Condition::Happened { act, .. } => format!("`{}`", terms.act_names[*act]),
            Condition::Stands { obligation, standing } => {
                format!("`{}` to be {}", terms.obligation_names[*obligation], standing.as_str())
            }
            _ => "entry into force".to_owned(),
        }
    }
}

fn topic(item: Item) -> Topic {
    match item {
        Item::Entry => Topic::Agreement,
        Item::Act(id) => Topic::Act(id),
        Item::Obligation(id) => Topic::Obligation(id),
    }
}

/// The shortest way from an item back to itself, each with the condition that it waits for.
fn shortest_circle(
    start: Item,
    waits: &BTreeMap<Item, Vec<(Item, Condition)>>,
) -> Option<Vec<(Item, Condition)>> {
    let mut came: BTreeMap<Item, (Item, Condition)> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(item) = open.pop_front() {
        for (next, condition) in waits.get(&item).into_iter().flatten() {
            if came.contains_key(next) {
                continue;
            }
            came.insert(*next, (item, condition.clone()));
            if *next == start {
                let mut circle = Vec::new();
                let mut at = start;
                loop {
                    let (from, condition) = came.get(&at)?.clone();
                    circle.push((from, condition));
                    at = from;
                    if at == start {
                        break;
                    }
                }
                circle.reverse();
                return Some(circle);
            }
            open.push_back(*next);
        }
    }
    None
}

fn leads_to(from: Item, to: Item, waits: &BTreeMap<Item, Vec<(Item, Condition)>>) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(item) = open.pop() {
        for (next, _) in waits.get(&item).into_iter().flatten() {
            if *next == to {
                return true;
            }
            if seen.insert(*next) {
                open.push(*next);
            }
        }
    }
    false
}
