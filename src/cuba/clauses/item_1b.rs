//! No more come (numbered item 1, second half: item-1b).
//!
//! The Soviet Union undertakes to halt the further introduction of such weapons into Cuba, with
//! suitable safeguards.
//!
//! **Who owes whom:** the Soviet Union owes the United States a prohibition, [`HaltIntroduction`],
//! and one thing to do, [`AcceptSafeguards`].
//!
//! **Choices of reading**
//!
//! - *From the acceptance on, and without end.* The letter names no end, so the prohibition stands
//!   as long as the agreement does. A settlement with such a prohibition counts as settled while it
//!   is being kept.
//! - *Safeguards are accepted, not built.* Which ones is left to the arrangements; what the Soviet
//!   Union owes by itself is to accept them. It never came to that, which is one reason why history
//!   leaves the settlement pending.
//!
//! [`HaltIntroduction`]: crate::cuba::Obligation::HaltIntroduction
//! [`AcceptSafeguards`]: crate::cuba::Obligation::AcceptSafeguards

use crate::cuba::{Act, Cuba, Party};
use crate::terms::{Abstention, Performance, Promise, by, owes};

/// The act of accepting safeguards.
///
/// ```
/// use servanda::cuba::{Cuba, clauses::item_1b};
/// let act: servanda::Act<Cuba> = item_1b::act_accept_safeguards();
/// assert_eq!(act.precondition(), &servanda::condition::always());
/// ```
#[must_use]
pub fn act_accept_safeguards() -> crate::Act<Cuba> {
    by([Party::Ussr]).cites(["item-1b"])
}

/// No such weapons are to be brought to Cuba.
///
/// ```
/// use servanda::cuba::{Act, Cuba, clauses::item_1b};
/// let duty: servanda::Obligation<Cuba> = item_1b::halt_introduction().into();
/// assert!(duty.is_prohibition() && duty.is_binding());
/// assert_eq!(duty.acts(), [Act::IntroduceWeapons]);
/// assert_eq!(duty.until(), &servanda::condition::never());
/// ```
#[must_use]
pub fn halt_introduction() -> Promise<Cuba, Abstention<Cuba>> {
    owes(Party::Ussr, Party::Us).refrain(Act::IntroduceWeapons).cites(["item-1b"])
}

/// Safeguards are to be accepted.
///
/// ```
/// use servanda::cuba::{Cuba, Party, clauses::item_1b};
/// let duty: servanda::Obligation<Cuba> = item_1b::accept_safeguards().into();
/// assert!(!duty.is_prohibition());
/// assert_eq!(duty.debtor(), &Party::Ussr.into());
/// assert_eq!(duty.creditor(), &Party::Us.into());
/// ```
#[must_use]
pub fn accept_safeguards() -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Ussr, Party::Us).perform(Act::AcceptSafeguards).cites(["item-1b"])
}
