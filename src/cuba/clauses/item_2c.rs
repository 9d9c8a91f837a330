//! Others likewise (numbered item 2, its last sentence: item-2c).
//!
//! Kennedy is confident that other nations of the Western Hemisphere would be prepared to do
//! likewise.
//!
//! **Who owes whom:** nobody. One side cannot bind a third; its confidence is an expectation,
//! encoded as [`HemisphereLikewise`], which does not bind. The American side said as much in New
//! York on 28 October: the sentence commits no other state.
//!
//! **Choices of reading**
//!
//! - *Likewise means the assurance*; the quarantine was the United States' to lift.
//! - *Once the American assurance is given*, for "likewise" needs something to be like.
//!
//! [`HemisphereLikewise`]: crate::cuba::Obligation::HemisphereLikewise

use crate::condition::happened;
use crate::cuba::{Act, Cuba, Party};
use crate::terms::{Performance, Promise, owes};

/// The same assurances are expected of others.
///
/// ```
/// use servanda::cuba::{Cuba, Party, clauses::item_2c};
/// let duty: servanda::Obligation<Cuba> = item_2c::hemisphere_likewise().into();
/// assert_eq!(duty.debtor(), &Party::Hemisphere.into());
/// assert!(!duty.is_binding());   // one side cannot bind a third
/// ```
#[must_use]
pub fn hemisphere_likewise() -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Hemisphere, Party::Ussr)
        .perform(Act::AssureLikewise)
        .when(happened(Act::AssureNoInvasion))
        .not_binding()
        .cites(["item-2c"])
}
