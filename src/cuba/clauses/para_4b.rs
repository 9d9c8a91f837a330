//! A warning (last paragraph, second sentence: para-4b).
//!
//! To go on with the threat, or to prolong the talks on Cuba by linking them to the broader
//! questions of European and world security, would intensify the crisis and endanger peace.
//!
//! **Who owes whom:** nobody: it is a warning to the Soviet side, [`NoLinkage`], encoded as a
//! prohibition that does not bind. Not heeding it is told as *unmet*, and is no breach.
//!
//! **Choices of reading**
//!
//! - *Only the linking is an act here.* To go on with the threat is to leave the first things
//!   undone, which [`para_1b`](super::para_1b) has.
//! - *It looks forward.* The second Soviet letter, made public on the 27th, had linked Cuba to the
//!   missiles in Turkey. The warning answers it and stands from the acceptance on, so that letter
//!   is not counted against it. (What was said about Turkey that evening was said outside this
//!   letter.)
//!
//! [`NoLinkage`]: crate::cuba::Obligation::NoLinkage

use crate::cuba::{Act, Cuba, Party};
use crate::terms::{Abstention, Promise, owes};

/// The broader questions are not to be linked to Cuba.
///
/// ```
/// use servanda::cuba::{Cuba, Party, clauses::para_4b};
/// let duty: servanda::Obligation<Cuba> = para_4b::no_linkage().into();
/// assert_eq!(duty.debtor(), &Party::Ussr.into());
/// assert!(duty.is_prohibition() && !duty.is_binding());   // a warning
/// ```
#[must_use]
pub fn no_linkage() -> Promise<Cuba, Abstention<Cuba>> {
    owes(Party::Ussr, Party::Us).refrain(Act::LinkBroaderQuestions).not_binding().cites(["para-4b"])
}
