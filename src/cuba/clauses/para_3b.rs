//! Other armaments (third paragraph, second sentence: para-3b).
//!
//! Such a settlement, by easing tensions, would make it possible to work toward a more general
//! arrangement on other armaments, as the second Soviet letter had proposed.
//!
//! **Who owes whom:** an expectation of the American side, [`GeneralArrangement`], which does not
//! bind: to make a thing possible promises nothing.
//!
//! **Choice of reading:** it begins once the core of the settlement is done: the weapons removed,
//! the quarantine lifted, the assurance given.
//!
//! [`GeneralArrangement`]: crate::cuba::Obligation::GeneralArrangement

use crate::condition::{all, discharged};
use crate::cuba::{Act, Cuba, Obligation, Party};
use crate::terms::{Performance, Promise, owes};

/// Talks on other armaments are expected after the settlement.
///
/// ```
/// use servanda::cuba::{Cuba, clauses::para_3b};
/// let duty: servanda::Obligation<Cuba> = para_3b::general_arrangement().into();
/// assert!(matches!(duty.when(), servanda::Condition::All(parts) if parts.len() == 3));
/// assert!(!duty.is_binding());
/// ```
#[must_use]
pub fn general_arrangement() -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Us, Party::Ussr)
        .perform(Act::OpenGeneralTalks)
        .when(all([
            discharged(Obligation::RemoveWeapons),
            discharged(Obligation::LiftQuarantine),
            discharged(Obligation::AssureNoInvasion),
        ]))
        .not_binding()
        .cites(["para-3b"])
}
