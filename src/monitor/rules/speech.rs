//! Who acts for whom, who speaks for whom, and who is able to do what (SEMANTICS.md, section 1).

use crate::names::{ActId, PartyId};
use crate::terms::{Counter, CounterId, Group, Speaks, Terms};

impl Terms {
    /// Whether whoever does an act as this party acts for that one: it is the same, or a group of
    /// which it is a member.
    pub(crate) fn acts_for(&self, actor: PartyId, party: PartyId) -> bool {
        self.parties[actor].acts_for.contains(&party)
    }

    /// Whether parties that speak together speak for one: each of them by itself could, or it is a group
    /// of which all members are among them.
    pub(crate) fn speak_for(
        &self,
        actors: &[PartyId],
        party: PartyId,
        debtor: Option<PartyId>,
    ) -> bool {
        let is_whole = |group: &Group| group.members.iter().all(|it| actors.contains(it));
        self.parties[party].group.as_ref().is_some_and(is_whole)
            || actors.iter().any(|actor| self.speaks_for(*actor, party, debtor))
    }

    /// Whether a party by itself speaks for another: it is the same, or a member of a group for which any
    /// speaks that does not act for the debtor of what it is about; or each, where the group is that
    /// debtor or nothing has one.
    pub(crate) fn speaks_for(
        &self,
        actor: PartyId,
        party: PartyId,
        debtor: Option<PartyId>,
    ) -> bool {
        if actor == party {
            return true;
        }
        let Some(group) = &self.parties[party].group else {
            return false;
        };
        let is_partial =
            debtor.is_some_and(|debtor| debtor != party && self.acts_for(actor, debtor));
        group.speaks == Speaks::Any && group.members.contains(&actor) && !is_partial
    }

    /// Whether a debtor is able to do an act: it, or where it is a group one of its members, acts for a
    /// party that may do it.
    pub(crate) fn is_able_to_do(&self, debtor: PartyId, act: ActId) -> bool {
        let members = self.parties[debtor].group.iter().flat_map(|group| &group.members);
        std::iter::once(&debtor).chain(members).any(|party| self.may_do(*party, act))
    }

    /// The sums to which an act by a party adds, whatever it tells.
    pub(crate) fn counters_of(
        &self,
        act: ActId,
        party: PartyId,
    ) -> impl Iterator<Item = (CounterId, &Counter)> {
        let graph = &self.graph;
        let counters = graph.acts[act].counters.iter().map(|id| (*id, &graph.counters[*id]));
        counters.filter(move |(_, counter)| counter.by.is_none_or(|by| self.acts_for(party, by)))
    }

    /// In whose favour the precondition and the window of an act stand: those whom it names, or every
    /// party that is no group.
    pub(crate) fn protected_by(&self, act: ActId) -> Vec<PartyId> {
        match &self.acts[act].protects {
            Some(protected) => protected.clone(),
            None => {
                let parties = self.parties.iter();
                parties.filter(|(_, party)| party.group.is_none()).map(|(id, _)| id).collect()
            }
        }
    }
}
