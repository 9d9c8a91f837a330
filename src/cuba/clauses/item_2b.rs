//! The assurance (numbered item 2, letter b: item-2b).
//!
//! Once [the gate](super::item_2) is open, the United States gives assurances against an invasion
//! of Cuba.
//!
//! **Who owes whom:** the United States owes the Soviet Union two things: to give the assurance,
//! [`AssureNoInvasion`], and to keep it, [`KeepNoInvasion`].
//!
//! **Choices of reading**
//!
//! - *An assurance is worth its keeping.* The letter speaks of giving it; that it binds from then
//!   on is what an assurance means. So the prohibition begins when the assurance is given. An
//!   invasion before that would be many things, but no breach of this settlement.
//! - *To the Soviet Union, for Cuba.* Cuba signed nothing; the creditor is the side that bargained
//!   for it.
//! - *A statement with conditions is not the assurance.* What was said on 20 November and after
//!   added conditions that the letter has not, and withheld a guarantee as there was no inspection;
//!   so the log of history has no such act.
//!
//! [`AssureNoInvasion`]: crate::cuba::Obligation::AssureNoInvasion
//! [`KeepNoInvasion`]: crate::cuba::Obligation::KeepNoInvasion

use crate::condition::happened;
use crate::cuba::{Act, Cuba, Party, Reading};
use crate::terms::{Abstention, Performance, Promise, owes};

use super::item_2;

/// The act of giving the assurance.
///
/// ```
/// use servanda::cuba::{Party, Reading, clauses::{item_2, item_2b}};
/// let assuring = item_2b::act_assure_no_invasion(Reading::Practised);
/// assert_eq!(assuring.precondition(), &item_2::gate_of_the_assurance(Reading::Practised));
/// assert_eq!(assuring.actors(), [Party::Us]);
/// ```
#[must_use]
pub fn act_assure_no_invasion(reading: Reading) -> crate::Act<Cuba> {
    item_2::gated(reading, item_2::gate_of_the_assurance(reading), "item-2b")
}

/// The assurance is to be given.
///
/// ```
/// use servanda::cuba::{Cuba, Party, clauses::item_2b};
/// let duty: servanda::Obligation<Cuba> = item_2b::assure_no_invasion().into();
/// assert_eq!(duty.debtor(), &Party::Us.into());
/// assert_eq!(duty.creditor(), &Party::Ussr.into());
/// assert!(duty.is_binding() && !duty.is_prohibition());
/// ```
#[must_use]
pub fn assure_no_invasion() -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Us, Party::Ussr).perform(Act::AssureNoInvasion).cites(["item-2", "item-2b"])
}

/// Once given, it is to be kept.
///
/// ```
/// use servanda::cuba::{Act, Cuba, clauses::item_2b};
/// let duty: servanda::Obligation<Cuba> = item_2b::keep_no_invasion().into();
/// assert!(duty.is_prohibition());
/// assert_eq!(duty.when(), &servanda::condition::happened(Act::AssureNoInvasion));
/// ```
#[must_use]
pub fn keep_no_invasion() -> Promise<Cuba, Abstention<Cuba>> {
    owes(Party::Us, Party::Ussr)
        .refrain(Act::InvadeCuba)
        .when(happened(Act::AssureNoInvasion))
        .cites(["item-2b"])
}
