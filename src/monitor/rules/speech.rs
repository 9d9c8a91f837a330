//! Who acts for whom, who speaks for whom, and who is able to do what (SEMANTICS.md, section 1).

use crate::names::{ActId, PartyId};
use crate::terms::{Counter, CounterId, Doer, Group, Speaks, Terms};

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
    ///
    /// In a subject that is a party, `each` is that; elsewhere it is any party that is a subject.
    pub(crate) fn is_able_to_do(&self, debtor: PartyId, act: ActId, each: Option<PartyId>) -> bool {
        let members = self.parties[debtor].group.iter().flat_map(|group| &group.members);
        std::iter::once(&debtor)
            .chain(members)
            .any(|party| self.may_do(*party, act) || self.may_do_as_each(*party, act, each))
    }

    /// Whether a party may do an act as the subject that it is: the named one, or any if none is named.
    pub(crate) fn may_do_as_each(&self, actor: PartyId, act: ActId, each: Option<PartyId>) -> bool {
        let terms = &self.acts[act];
        terms.is_open_to_each
            && match each {
                Some(each) => each == actor,
                None => terms.of.is_some_and(|kind| self.kinds[kind].members.contains(&actor)),
            }
    }

    /// The sums to which an act by a party adds, whatever it tells; of those that ask for the party that a
    /// subject is, all.
    pub(crate) fn counters_of(
        &self,
        act: ActId,
        party: PartyId,
    ) -> impl Iterator<Item = (CounterId, &Counter)> {
        let graph = &self.graph;
        let counters = graph.acts[act].counters.iter().map(|id| (*id, &graph.counters[*id]));
        counters.filter(move |(_, counter)| self.is_done_by(party, counter.by, None))
    }

    /// Whether what a party does is done by whom a condition asks for: by anybody, by one party, or by the
    /// party that the subject is, where that is known.
    pub(crate) fn is_done_by(
        &self,
        actor: PartyId,
        by: Option<Doer>,
        each: Option<PartyId>,
    ) -> bool {
        match by {
            None => true,
            Some(Doer::Party(party)) => self.acts_for(actor, party),
            Some(Doer::Each) => each.is_none_or(|each| self.acts_for(actor, each)),
        }
    }

    /// In whose favour the precondition and the window of an act stand: those whom it names, or every
    /// party that is no group.
    pub(crate) fn protected_by(&self, act: ActId, each: Option<PartyId>) -> Vec<PartyId> {
        let terms = &self.acts[act];
        match &terms.protects {
            Some(protected) => {
                let mut protected = protected.clone();
                let each = each.filter(|each| terms.protects_each && !protected.contains(each));
                protected.extend(each);
                protected
            }
            None => {
                let parties = self.parties.iter().take(self.as_written().parties.len());
                parties.filter(|(_, party)| party.group.is_none()).map(|(id, _)| id).collect()
            }
        }
    }
}
