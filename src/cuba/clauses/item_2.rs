//! The gate (numbered item 2, its opening: item-2).
//!
//! The American duties come upon the establishment, through the United Nations, of arrangements
//! that are adequate to ensure that the Soviet commitments are carried out and go on being kept.
//!
//! This is the hinge of the settlement: which side trusts the other, and for how long. It is no
//! duty but a condition of two, so it is encoded as the precondition of the two American acts,
//! [`LiftQuarantine`] and [`AssureNoInvasion`]. Nobody is late with what they may not do yet: while
//! the gate is closed, neither is owed.
//!
//! **Choices of reading:** what opens the gate ([`gate`], [`gate_of_the_assurance`]).
//!
//! - [`Reading::Verified`]: arrangements are established, *and* the removal of the weapons is
//!   discharged, which takes the word of the United Nations. The Soviet Union has given everything
//!   before it is given anything.
//! - [`Reading::Established`]: arrangements are established. That is all that the words ask for;
//!   the removal may still be under way.
//! - [`Reading::Practised`]: for the quarantine, 42 weapons are out and the removal of the bombers
//!   is undertaken, which was the bargain of 13 to 20 November. For the assurance, arrangements all
//!   the same: as there never were any, no formal assurance was given.
//!
//! **Whom it protects.** In the first reading the order is every party's: the quarantine is a lever
//! that the verification rests on as well, so only all together can waive it. In the other two the
//! condition stands for the side that gives something up on its strength, the United States, which
//! may do without.
//!
//! [`LiftQuarantine`]: crate::cuba::Act::LiftQuarantine
//! [`AssureNoInvasion`]: crate::cuba::Act::AssureNoInvasion

use crate::condition::{all, discharged, happened, happened_quantity};
use crate::cuba::{Act, Cuba, Obligation, Party, Reading};
use crate::terms::{Condition, by};

use super::item_1a::MISSILES;

/// What must hold before the quarantine is lifted.
///
/// ```
/// use servanda::cuba::{Act, Reading, clauses::item_2};
/// let established = servanda::condition::happened(Act::EstablishArrangements);
/// assert_eq!(item_2::gate(Reading::Established), established);
/// assert_ne!(item_2::gate(Reading::Verified), established);
/// ```
#[must_use]
pub fn gate(reading: Reading) -> Condition<Cuba> {
    match reading {
        Reading::Practised => all([
            happened_quantity(Act::RemoveWeapons, MISSILES),
            happened(Act::UndertakeBomberRemoval),
        ]),
        Reading::Verified | Reading::Established => gate_of_the_assurance(reading),
    }
}

/// What must hold before the assurance against an invasion is given.
///
/// ```
/// use servanda::cuba::{Reading, clauses::item_2::{gate, gate_of_the_assurance}};
/// let is_one_gate = |reading| gate(reading) == gate_of_the_assurance(reading);
/// assert!(is_one_gate(Reading::Verified) && is_one_gate(Reading::Established));
/// assert!(!is_one_gate(Reading::Practised));   // the bargain was on the quarantine alone
/// ```
#[must_use]
pub fn gate_of_the_assurance(reading: Reading) -> Condition<Cuba> {
    match reading {
        Reading::Verified => {
            all([happened(Act::EstablishArrangements), discharged(Obligation::RemoveWeapons)])
        }
        Reading::Established | Reading::Practised => happened(Act::EstablishArrangements),
    }
}

/// An American act that waits for a gate; `item` is the passage that promises it.
pub(super) fn gated(reading: Reading, gate: Condition<Cuba>, item: &str) -> crate::Act<Cuba> {
    let act = by([Party::Us]).requires(gate).cites(["item-2", item]);
    match reading {
        Reading::Verified => act,
        Reading::Established | Reading::Practised => act.protects([Party::Us]),
    }
}

/// The act of establishing arrangements: the United Nations' alone, once they have been concluded.
///
/// ```
/// use servanda::cuba::{Act, Cuba, Party, clauses::item_2};
/// let act: servanda::Act<Cuba> = item_2::act_establish_arrangements();
/// assert_eq!(act.actors(), [Party::Un]);
/// assert_eq!(act.precondition(), &servanda::condition::happened(Act::ConcludeArrangement));
/// ```
#[must_use]
pub fn act_establish_arrangements() -> crate::Act<Cuba> {
    by([Party::Un]).requires(happened(Act::ConcludeArrangement)).cites(["item-2"])
}
