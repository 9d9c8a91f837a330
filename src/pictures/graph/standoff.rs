//! Standoffs: acts and obligations that wait for each other in a circle, so that none can begin.
//!
//! First everything is marked that can come about at all, each thing upon what it waits for, until
//! nothing more can be marked; time always comes, and what is denied can always be so. Among what is
//! left, a circle of waiting is a standoff. (Parties can still break it, by a waiver or a release;
//! and what cannot come about for another reason is no circle.)

use std::collections::BTreeSet;

use crate::names::{ActId, Key, ObligationId, Table};
use crate::terms::{Condition, Duty, Standing, Terms};

/// The acts and obligations of each circle, by their places: those of the acts come first, after
/// them those of the obligations.
pub(super) fn circles(terms: &Terms) -> Vec<Vec<usize>> {
    Stuck::of(terms, &Possible::of(terms)).circles()
}

/// What can come about.
struct Possible<'a> {
    terms: &'a Terms,
    acts: Table<ActId, bool>,
    /// Which obligations can fall due.
    due: Table<ObligationId, bool>,
    in_force: bool,
}

impl<'a> Possible<'a> {
    fn of(terms: &'a Terms) -> Self {
        let mut possible = Self {
            terms,
            acts: terms.acts.values().map(|_| false).collect(),
            due: terms.obligations.values().map(|_| false).collect(),
            in_force: false,
        };
        while possible.grows() {}
        possible
    }

    /// Marks what can come about upon what is marked; whether that was anything.
    fn grows(&mut self) -> bool {
        let mut has_grown = false;
        if !self.in_force && self.holds(&self.terms.ends.entry_into_force) {
            (self.in_force, has_grown) = (true, true);
        }
        for (id, act) in self.terms.acts.iter() {
            if !self.acts[id] && self.holds(&act.requires) {
                (self.acts[id], has_grown) = (true, true);
            }
        }
        for (id, obligation) in self.terms.obligations.iter() {
            let may = obligation.is_prohibition() || self.acts[*obligation.act()];
            if !self.due[id] && self.in_force && may && self.holds(&obligation.when) {
                (self.due[id], has_grown) = (true, true);
            }
        }
        has_grown
    }

    /// Whether a condition can hold.
    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Happened { act, .. } => self.acts[*act],
            Condition::Stands { obligation, standing } => self.stands(*obligation, *standing),
            Condition::Reached(_) | Condition::Not(_) => true,
            Condition::Elapsed { since, .. } => self.holds(since),
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
        }
    }

    fn stands(&self, id: ObligationId, standing: Standing) -> bool {
        let obligation = &self.terms.obligations[id];
        let ends = || self.holds(&obligation.until) || self.holds(&self.terms.ends.terminates_when);
        match standing {
            // A creditor can release at any time, and whatever is dormant is so at first.
            Standing::Dormant | Standing::Released => true,
            Standing::Due | Standing::Suspended | Standing::Breached => self.due[id],
            Standing::Performed => self.due[id],
            Standing::Discharged => match obligation.duty {
                Duty::Perform(_) => self.due[id],
                Duty::Refrain(_) => self.due[id] && ends(),
            },
            Standing::Lapsed => ends(),
        }
    }
}

/// What cannot come about, and what each of it waits for among the others.
struct Stuck<'a> {
    terms: &'a Terms,
    /// By the places of the acts and, after them, of the obligations.
    waits_for: Vec<BTreeSet<usize>>,
}

impl<'a> Stuck<'a> {
    fn of(terms: &'a Terms, possible: &Possible<'_>) -> Self {
        let mut stuck = Self { terms, waits_for: Vec::new() };
        for (id, act) in terms.acts.iter() {
            let mut waits_for = BTreeSet::new();
            if !possible.acts[id] {
                stuck.unmet(possible, &act.requires, &mut waits_for);
            }
            stuck.waits_for.push(waits_for);
        }
        for (id, obligation) in terms.obligations.iter() {
            let mut waits_for = BTreeSet::new();
            if !possible.due[id] {
                if !obligation.is_prohibition() && !possible.acts[*obligation.act()] {
                    waits_for.insert(obligation.act().place());
                }
                stuck.unmet(possible, &obligation.when, &mut waits_for);
                if !possible.in_force {
                    stuck.unmet(possible, &terms.ends.entry_into_force, &mut waits_for);
                }
            }
            stuck.waits_for.push(waits_for);
        }
        stuck
    }

    /// What a condition that cannot hold waits for.
    fn unmet(&self, possible: &Possible<'_>, condition: &Condition, found: &mut BTreeSet<usize>) {
        match condition {
            _ if possible.holds(condition) => {}
            Condition::Happened { act, .. } => {
                found.insert(act.place());
            }
            Condition::Stands { obligation, .. } => {
                found.insert(self.terms.acts.len().saturating_add(obligation.place()));
            }
            other => other.parts().iter().for_each(|part| self.unmet(possible, part, found)),
        }
    }

    /// What can be reached from a place.
    fn reach(&self, from: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(place) = open.pop() {
            for next in self.waits_for.get(place).into_iter().flatten() {
                if reached.insert(*next) {
                    open.push(*next);
                }
            }
        }
        reached
    }

    /// The sets of places that wait for each other, each in order.
    fn circles(&self) -> Vec<Vec<usize>> {
        let mut circles: Vec<Vec<usize>> = Vec::new();
        for place in 0..self.waits_for.len() {
            if circles.iter().any(|circle| circle.contains(&place)) {
                continue;
            }
            let reached = self.reach(place);
            if reached.contains(&place) {
                let back = |other: &usize| self.reach(*other).contains(&place);
                circles.push(reached.into_iter().filter(back).collect());
            }
        }
        circles
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Agreement, all, any, by, discharged, happened, never, owes, released};

    crate::vocabulary! {
        struct Trade;
        enum Party { Buyer, Seller }
        enum Act { Pay, Deliver, Insure }
        enum Obligation { Price, Delivery, Insurance }
    }

    fn circles_of(
        pay: crate::Condition<Trade>,
        deliver: crate::Condition<Trade>,
        insure: crate::Condition<Trade>,
    ) -> Vec<Vec<String>> {
        let agreement =
            Agreement::<Trade>::builder("Trade", "2026-01-01T00:00:00Z".parse().unwrap())
                .party(Party::Buyer, "who buys")
                .party(Party::Seller, "who sells")
                .act(Act::Pay, by([Party::Buyer]).requires(pay))
                .act(Act::Deliver, by([Party::Seller]).requires(deliver))
                .act(Act::Insure, by([Party::Seller]).requires(insure))
                .obligation(Obligation::Price, owes(Party::Buyer, Party::Seller).perform(Act::Pay))
                .obligation(
                    Obligation::Delivery,
                    owes(Party::Seller, Party::Buyer).perform(Act::Deliver),
                )
                .obligation(
                    Obligation::Insurance,
                    owes(Party::Seller, Party::Buyer).perform(Act::Insure),
                )
                .build()
                .unwrap();
        let acts = agreement.acts().map(|act| act.to_string());
        let names: Vec<String> =
            acts.chain(agreement.obligations().map(|it| format!("{it}!"))).collect();
        let named = |circle: Vec<usize>| circle.iter().map(|place| names[*place].clone()).collect();
        circles(agreement.terms()).into_iter().map(named).collect()
    }

    #[test]
    fn you_first_is_a_standoff() {
        let found = circles_of(
            discharged(Obligation::Delivery),
            discharged(Obligation::Price),
            happened(Act::Deliver),
        );
        // Insurance only waits behind it.
        assert_eq!(found, [["pay", "deliver", "price!", "delivery!"]]);
    }

    #[test]
    fn a_way_round_is_none() {
        let found = circles_of(
            any([discharged(Obligation::Delivery), happened(Act::Insure)]),
            discharged(Obligation::Price),
            all([]),
        );
        assert!(found.is_empty(), "{found:?}");
        let found = circles_of(released(Obligation::Delivery), happened(Act::Pay), all([]));
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn what_can_never_be_is_none() {
        assert!(circles_of(never(), happened(Act::Pay), happened(Act::Deliver)).is_empty());
    }

    #[test]
    fn one_may_wait_for_itself() {
        let found = circles_of(happened(Act::Pay), all([]), all([]));
        assert_eq!(found, [["pay"]]);
    }
}
