//! The quarantine is removed (numbered item 2, letter a: item-2a).
//!
//! Once [the gate](super::item_2) is open, the United States promptly removes the quarantine
//! measures that are in effect.
//!
//! **Who owes whom:** the United States owes the Soviet Union [`LiftQuarantine`].
//!
//! **Choices of reading**
//!
//! - *The gate is the act's precondition.* The duty is not due while the gate is closed, and
//!   lifting before it is open is *premature*; or, where the gate protects the United States alone,
//!   it *waives* what protected it, and that is nobody's fault.
//! - *"Promptly" has no figure*, and so the duty has no deadline.
//! - *To suspend is not to remove.* The two days' suspension of 30 and 31 October, while the Acting
//!   Secretary-General was in Havana, is an act of its own, [`SuspendQuarantine`], and discharges
//!   nothing.
//!
//! [`LiftQuarantine`]: crate::cuba::Obligation::LiftQuarantine
//! [`SuspendQuarantine`]: crate::cuba::Act::SuspendQuarantine

use crate::cuba::{Act, Cuba, Party, Reading};
use crate::terms::{Performance, Promise, owes};

use super::item_2;

/// The act of lifting the quarantine.
///
/// ```
/// use servanda::cuba::{Party, Reading, clauses::{item_2, item_2a}};
/// let lifting = item_2a::act_lift_quarantine(Reading::Established);
/// assert_eq!(lifting.precondition(), &item_2::gate(Reading::Established));
/// assert_eq!(lifting.protected(), Some(&[Party::Us][..]));
/// assert_eq!(item_2a::act_lift_quarantine(Reading::Verified).protected(), None);   // everyone
/// ```
#[must_use]
pub fn act_lift_quarantine(reading: Reading) -> crate::Act<Cuba> {
    item_2::gated(reading, item_2::gate(reading), "item-2a")
}

/// The quarantine is to be removed.
///
/// ```
/// use servanda::cuba::{Cuba, clauses::item_2a};
/// let duty: servanda::Obligation<Cuba> = item_2a::lift_quarantine().into();
/// let servanda::terms::Duty::Perform(lifting) = duty.duty() else { panic!("it is to be done") };
/// assert_eq!(lifting.deadline(), None);   // promptly
/// assert_eq!(duty.citations().len(), 2);
/// ```
#[must_use]
pub fn lift_quarantine() -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Us, Party::Ussr).perform(Act::LiftQuarantine).cites(["item-2", "item-2a"])
}
