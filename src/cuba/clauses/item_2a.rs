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
#[must_use]
pub fn act_lift_quarantine(reading: Reading) -> crate::Act<Cuba> {
    item_2::gated(reading, item_2::gate(reading), "item-2a")
}

/// The quarantine is to be removed.
#[must_use]
pub fn lift_quarantine() -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Us, Party::Ussr).perform(Act::LiftQuarantine).cites(["item-2", "item-2a"])
}
