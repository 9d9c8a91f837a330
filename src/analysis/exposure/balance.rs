//! What the sides have given each other.

use crate::analysis::explore::Timeless;
use crate::monitor::{Status, Tracked};
use crate::names::{ObligationId, PartyId, Table};
use crate::terms::Terms;

/// Which duties count, for whom, and how much.
pub(super) struct Balance<'a> {
    pub(super) terms: &'a Terms,
    entries: Vec<Entry>,
    parties: Vec<PartyId>,
}

/// A binding duty to perform.
struct Entry {
    duty: ObligationId,
    debtor: PartyId,
    creditor: PartyId,
    weight: u64,
}

impl<'a> Balance<'a> {
    /// The binding duties to perform that weigh anything, owed by whoever owes them now.
    pub(super) fn new(
        terms: &'a Terms,
        tracked: &Table<ObligationId, Tracked>,
        weight: impl Fn(ObligationId) -> u32,
    ) -> Self {
        let entries: Vec<Entry> = terms
            .obligations
            .iter()
            .filter(|(_, obligation)| obligation.binding && !obligation.is_prohibition())
            .filter_map(|(duty, _)| {
                // A party that is still to be told owes nothing yet, and is owed nothing.
                let parties = &tracked[duty].parties;
                let (debtor, creditor) = (parties.debtor?, parties.creditor?);
                Some(Entry { duty, debtor, creditor, weight: u64::from(weight(duty)) })
            })
            .filter(|entry| entry.weight > 0 && entry.debtor != entry.creditor)
            .collect();
        let of = |party: PartyId| move |it: &Entry| it.debtor == party || it.creditor == party;
        let parties = terms.parties.keys().filter(|id| entries.iter().any(of(*id))).collect();
        Self { terms, entries, parties }
    }

    /// The parties that owe or are owed something.
    pub(super) fn parties(&self) -> &[PartyId] {
        &self.parties
    }

    /// The place of a party among those.
    pub(super) fn place(&self, party: PartyId) -> Option<usize> {
        self.parties.iter().position(|other| *other == party)
    }

    pub(super) fn duties(&self) -> impl Iterator<Item = ObligationId> {
        self.entries.iter().map(|entry| entry.duty)
    }

    /// What a party has to give in all.
    pub(super) fn gives(&self, party: PartyId) -> u64 {
        self.sum(|entry| entry.debtor == party)
    }

    /// What a party is to be given in all.
    pub(super) fn gets(&self, party: PartyId) -> u64 {
        self.sum(|entry| entry.creditor == party)
    }

    /// Which duties are given in a state, in the order of the balance.
    pub(super) fn given(&self, state: &Timeless) -> Vec<bool> {
        let is_given = |duty: ObligationId| match state.statuses()[duty].status {
            Status::Performed | Status::Discharged | Status::Cured => true,
            Status::Lapsed | Status::Released | Status::Repaired => false,
            Status::Dormant | Status::Due | Status::Suspended | Status::Breached => {
                state.is_done(self.terms, duty)
            }
        };
        self.duties().map(is_given).collect()
    }

    /// Which of them can no longer be denied.
    pub(super) fn discharged(&self, state: &Timeless) -> Vec<bool> {
        let is_discharged = |duty: ObligationId| {
            matches!(state.statuses()[duty].status, Status::Discharged | Status::Cured)
        };
        self.duties().map(is_discharged).collect()
    }

    /// What each party has given, where these duties are.
    pub(super) fn by_party(&self, given: &[bool]) -> Vec<u64> {
        let of = |party: &PartyId| self.sum_of(given, |entry| entry.debtor == *party);
        self.parties.iter().map(of).collect()
    }

    /// What each party has given, less what was given to it.
    pub(super) fn imbalances(&self, given: &[bool]) -> Vec<i64> {
        let signed = |sum: u64| i64::try_from(sum).unwrap_or(i64::MAX);
        let of = |party: &PartyId| {
            let gave = signed(self.sum_of(given, |entry| entry.debtor == *party));
            gave.saturating_sub(signed(self.sum_of(given, |entry| entry.creditor == *party)))
        };
        self.parties.iter().map(of).collect()
    }

    /// Those who have given something more.
    pub(super) fn givers(&self, before: &[bool], after: &[bool]) -> Vec<PartyId> {
        let entries = self.entries.iter().zip(before.iter().zip(after));
        entries.filter(|(_, (was, is))| !**was && **is).map(|(entry, _)| entry.debtor).collect()
    }

    fn sum_of(&self, given: &[bool], counts: impl Fn(&Entry) -> bool) -> u64 {
        let entries = self.entries.iter().zip(given);
        let counted = entries.filter(|(entry, given)| **given && counts(entry));
        counted.fold(0, |sum, (entry, _)| sum.saturating_add(entry.weight))
    }

    fn sum(&self, counts: impl Fn(&Entry) -> bool) -> u64 {
        let counted = self.entries.iter().filter(|entry| counts(entry));
        counted.fold(0, |sum, entry| sum.saturating_add(entry.weight))
    }
}
