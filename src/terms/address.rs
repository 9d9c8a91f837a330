//! Where a condition stands in an agreement: the same path of keys and positions ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)).

use std::collections::HashMap;

use crate::names::{ActId, KindId, ObligationId};

use super::agreement::Terms;
use super::condition::Condition;
use super::duty::Duty;
use super::graph::{ElapsedId, Leaf, Rule};
use super::kind::{Opening, PeriodsFrom};

/// The place of a condition, or of a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Address {
    root: Root,
    steps: Vec<AddressStep>,
}

/// The key at which a whole condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Root {
    Requires(ActId),
    ExpiresWhen(ActId),
    When(ObligationId),
    Until(ObligationId),
    SuspendedWhile(ObligationId),
    Achieve(ObligationId),
    EntryIntoForce,
    TerminatesWhen,
    SettledWhen,
    /// `closes_when` or `ends_when`.
    ListEnds(KindId),
    From(KindId),
    SubjectTerminatesWhen(KindId),
}

/// From a condition to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum AddressStep {
    All(usize),
    Any(usize),
    Not,
    Since,
    /// What is asked of some subjects, or of every one.
    Some,
    Every,
}

/// The `elapsed` conditions that go on where one of another agreement stood, by their places.
pub(crate) type GoesOn = HashMap<Address, ElapsedId>;

impl Address {
    pub(crate) fn new(root: Root) -> Self {
        Self { root, steps: Vec::new() }
    }

    pub(crate) fn enter(&mut self, step: AddressStep) {
        self.steps.push(step);
    }

    pub(crate) fn leave(&mut self) {
        self.steps.pop();
    }

    /// The same place in an agreement in which its act, obligation or kind has another id.
    pub(super) fn at(&self, root: Root) -> Self {
        Self { root, steps: self.steps.clone() }
    }

    pub(super) fn root(&self) -> Root {
        self.root
    }
}

/// An `elapsed` condition where it stands.
pub(super) struct ElapsedAt {
    /// Its `since`, in the canonical form.
    pub(super) since: String,
    pub(super) id: Option<ElapsedId>,
}

impl Terms {
    /// Every `elapsed` condition, by its place.
    pub(super) fn elapsed_by_place(&self) -> HashMap<Address, ElapsedAt> {
        let mut found = HashMap::new();
        self.each_condition(&mut |root, kind, condition| {
            self.find_elapsed(&mut Address::new(root), kind, condition, &mut found);
        });
        found
    }

    /// Every whole condition, with the kind in whose scope it stands. What was left behind has none.
    fn each_condition(&self, see: &mut dyn FnMut(Root, Option<KindId>, &Condition)) {
        for (id, act) in self.acts.iter().take(self.graph.acts.len()) {
            see(Root::Requires(id), act.of, &act.requires);
            see(Root::ExpiresWhen(id), act.of, &act.expires_when);
        }
        for (id, obligation) in self.obligations.iter().take(self.graph.obligations.len()) {
            see(Root::When(id), obligation.of, &obligation.when);
            see(Root::Until(id), obligation.of, &obligation.until);
            see(Root::SuspendedWhile(id), obligation.of, &obligation.suspended_while);
            if let Duty::Achieve(achievement) = &obligation.duty {
                see(Root::Achieve(id), obligation.of, &achievement.goal);
            }
        }
        see(Root::EntryIntoForce, None, &self.ends.entry_into_force);
        see(Root::TerminatesWhen, None, &self.ends.terminates_when);
        if let Some(settled_when) = &self.ends.settled_when {
            see(Root::SettledWhen, None, settled_when);
        }
        for (id, kind) in self.kinds.iter() {
            see(Root::SubjectTerminatesWhen(id), Some(id), &kind.terms.terminates_when);
            match &kind.terms.opening {
                Opening::EachOf(_) => {}
                Opening::Periods(periods) => {
                    see(Root::ListEnds(id), None, &periods.ends_when);
                    if let PeriodsFrom::When(from) = &periods.from {
                        see(Root::From(id), None, from);
                    }
                }
                Opening::ByActs { closes_when, .. } => see(Root::ListEnds(id), None, closes_when),
            }
        }
    }

    fn find_elapsed(
        &self,
        at: &mut Address,
        kind: Option<KindId>,
        condition: &Condition,
        found: &mut HashMap<Address, ElapsedAt>,
    ) {
        if let Condition::Elapsed { since, .. } = condition {
            let node = self.graph.find_at(self, kind, condition, Some(&mut at.clone()));
            let id = node.and_then(|node| match self.graph.nodes[node].rule {
                Rule::Leaf(Leaf::Elapsed(id)) => Some(id),
                _ => None,
            });
            let since = self.canonical_condition(since);
            found.insert(at.clone(), ElapsedAt { since, id });
        }
        let mut part = |step, kind, part: &Condition| {
            at.enter(step);
            self.find_elapsed(at, kind, part, found);
            at.leave();
        };
        match condition {
            Condition::Elapsed { since, .. } => part(AddressStep::Since, kind, since),
            Condition::Not(condition) => part(AddressStep::Not, kind, condition),
            Condition::Some { of, holds, .. } => part(AddressStep::Some, Some(*of), holds),
            Condition::Every { of, holds } => part(AddressStep::Every, Some(*of), holds),
            Condition::All(parts) => {
                for (place, it) in parts.iter().enumerate() {
                    part(AddressStep::All(place), kind, it);
                }
            }
            Condition::Any(parts) => {
                for (place, it) in parts.iter().enumerate() {
                    part(AddressStep::Any(place), kind, it);
                }
            }
            Condition::Happened { .. }
            | Condition::Stands { .. }
            | Condition::Reached(_)
            | Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Open(_)
            | Condition::Told(_) => {}
        }
    }
}
