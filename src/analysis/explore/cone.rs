//! What can influence a question, and nothing else.

use std::collections::BTreeSet;

use crate::names::{ActId, ObligationId};
use crate::terms::{Condition, Duty, ElapsedId, Leaf, Rule, Terms};
use crate::time::Instant;

/// The acts, obligations and times that can influence a question: closed under influence, so what
/// happens in it does not depend on anything outside.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cone {
    pub(crate) acts: BTreeSet<ActId>,
    pub(crate) obligations: BTreeSet<ObligationId>,
    pub(crate) elapsed: BTreeSet<ElapsedId>,
    pub(crate) reached: BTreeSet<Instant>,
    /// Whether entry into force matters.
    entry: bool,
    /// Whether termination matters.
    termination: bool,
}

/// Grows a cone until nothing outside influences it.
struct Growth<'a> {
    terms: &'a Terms,
    cone: Cone,
    open: Vec<Item>,
}

enum Item {
    Act(ActId),
    Obligation(ObligationId),
    Entry,
    Termination,
}

impl Cone {
    /// Whether an act can influence it.
    pub(crate) fn has_act(&self, act: ActId) -> bool {
        self.acts.contains(&act)
    }

    /// What influences an act: whether it may be done.
    pub(crate) fn of_act(terms: &Terms, act: ActId) -> Self {
        let mut growth = Growth::new(terms);
        growth.act(act);
        growth.grown()
    }

    /// What influences an obligation.
    pub(crate) fn of_obligation(terms: &Terms, obligation: ObligationId) -> Self {
        let mut growth = Growth::new(terms);
        growth.obligation(obligation);
        growth.grown()
    }

    /// What influences a condition.
    pub(crate) fn of_condition(terms: &Terms, condition: &Condition) -> Self {
        let mut growth = Growth::new(terms);
        growth.condition(condition);
        growth.grown()
    }

    /// Both.
    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.acts.extend(&other.acts);
        self.obligations.extend(&other.obligations);
        self.elapsed.extend(&other.elapsed);
        self.reached.extend(&other.reached);
        self.entry |= other.entry;
        self.termination |= other.termination;
        self
    }

    /// Whether the two have an act or an obligation in common, beside what everything shares.
    pub(crate) fn meets(&self, other: &Self, shared: &Self) -> bool {
        let acts = self.acts.intersection(&other.acts);
        let obligations = self.obligations.intersection(&other.obligations);
        acts.into_iter().any(|act| !shared.acts.contains(act))
            || obligations.into_iter().any(|id| !shared.obligations.contains(id))
    }

    /// Whether the other holds all that this one does.
    pub(crate) fn is_part_of(&self, other: &Self) -> bool {
        self.acts.is_subset(&other.acts)
            && self.obligations.is_subset(&other.obligations)
            && self.elapsed.is_subset(&other.elapsed)
            && self.reached.is_subset(&other.reached)
    }

    /// How much it holds.
    pub(crate) fn size(&self) -> usize {
        let parts = [self.acts.len(), self.obligations.len(), self.elapsed.len()];
        parts.iter().fold(self.reached.len(), |sum, part| sum.saturating_add(*part))
    }

    /// What everything in an agreement that enters into force or terminates shares.
    pub(crate) fn shared(terms: &Terms) -> Self {
        let mut growth = Growth::new(terms);
        growth.entry();
        growth.termination();
        growth.grown()
    }
}

impl<'a> Growth<'a> {
    fn new(terms: &'a Terms) -> Self {
        Self { terms, cone: Cone::default(), open: Vec::new() }
    }

    fn act(&mut self, id: ActId) {
        if self.cone.acts.insert(id) {
            self.open.push(Item::Act(id));
        }
    }

    fn obligation(&mut self, id: ObligationId) {
        if self.cone.obligations.insert(id) {
            self.open.push(Item::Obligation(id));
        }
    }

    fn entry(&mut self) {
        if !std::mem::replace(&mut self.cone.entry, true) {
            self.open.push(Item::Entry);
        }
    }

    fn termination(&mut self) {
        if !std::mem::replace(&mut self.cone.termination, true) {
            self.open.push(Item::Termination);
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Happened { act, .. } => self.act(*act),
            Condition::Stands { obligation, .. } => self.obligation(*obligation),
            Condition::Reached(moment) => self.cone.reached.extend(moment.written()),
            Condition::Between { from, to } => {
                self.act(*from);
                self.act(*to);
            }
            Condition::Recent { act, .. } => self.act(*act),
            // What is told is told by acts, and an agreement in which acts tell is not explored; nor is one in
            // which a calendar counts.
            Condition::Told(_) | Condition::Open(_) => {}
            // Nor is one with kinds, but as it is unfolded.
            Condition::Some { .. } | Condition::Every { .. } => {}
            Condition::Elapsed { .. } => {
                let node = self.terms.graph.find(self.terms, None, condition);
                let rule = node.map(|node| self.terms.graph.nodes[node].rule);
                if let Some(Rule::Leaf(Leaf::Elapsed(id))) = rule {
                    self.cone.elapsed.insert(id);
                }
            }
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
        }
        for part in condition.parts() {
            self.condition(part);
        }
    }

    fn grown(mut self) -> Cone {
        let terms = self.terms;
        while let Some(item) = self.open.pop() {
            match item {
                Item::Act(id) => {
                    self.condition(&terms.acts[id].requires);
                    self.condition(&terms.acts[id].expires_when);
                    for prohibition in &terms.graph.acts[id].prohibited_by {
                        if terms.obligations[*prohibition].binding {
                            self.obligation(*prohibition);
                        }
                    }
                }
                Item::Obligation(id) => {
                    let obligation = &terms.obligations[id];
                    self.condition(&obligation.when);
                    self.condition(&obligation.until);
                    self.condition(&obligation.suspended_while);
                    obligation.acts().iter().for_each(|act| self.act(*act));
                    if let Duty::Achieve(duty) = &obligation.duty {
                        self.condition(&duty.goal);
                    }
                    if let Some(repair) = obligation.repaired_by {
                        self.obligation(repair);
                    }
                    self.entry();
                    if !obligation.survives {
                        self.termination();
                    }
                }
                Item::Entry => self.condition(&terms.ends.entry_into_force),
                Item::Termination => self.condition(&terms.ends.terminates_when),
            }
        }
        self.cone
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::condition::discharged;
    use crate::cuba::{self, Act, Obligation, Reading};

    #[test]
    fn a_slice_holds_what_influences_and_nothing_else() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let terms = agreement.terms();
        let act = |act| agreement.lexicon().act_id(act).unwrap();
        let obligation = |id| agreement.lexicon().obligation_id(id).unwrap();
        let cone = Cone::of_act(terms, act(Act::LiftQuarantine));
        for inside in [Act::EstablishArrangements, Act::RemoveWeapons, Act::AcceptProposal] {
            assert!(cone.acts.contains(&act(inside)), "{inside}");
        }
        assert!(cone.obligations.contains(&obligation(Obligation::RemoveWeapons)));
        for outside in [Act::InvadeCuba, Act::AcceptSafeguards, Act::OpenGeneralTalks] {
            assert!(!cone.acts.contains(&act(outside)), "{outside}");
        }
        assert!(!cone.obligations.contains(&obligation(Obligation::LiftQuarantine)));
        let condition = discharged(Obligation::LiftQuarantine);
        let condition: Condition = condition.translate(agreement.lexicon()).unwrap();
        assert!(cone.is_part_of(&Cone::of_condition(terms, &condition)));
    }

    #[test]
    fn what_all_share_joins_none() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let terms = agreement.terms();
        let of = |id| Cone::of_obligation(terms, agreement.lexicon().obligation_id(id).unwrap());
        let shared = Cone::shared(terms);
        let safeguards = of(Obligation::AcceptSafeguards);
        let lifting = of(Obligation::LiftQuarantine);
        assert!(!safeguards.meets(&lifting, &shared));
        assert!(safeguards.meets(&lifting, &Cone::default()), "both wait for the acceptance");
        assert!(lifting.meets(&of(Obligation::RemoveWeapons), &shared));
    }
}
