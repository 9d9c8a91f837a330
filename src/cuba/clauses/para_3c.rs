//! A detente would be considered (third paragraph, last sentence: para-3c).
//!
//! If the Soviet side means to discuss a detente between the two alliances, the United States is
//! prepared to consider useful proposals with its allies.
//!
//! **Who owes whom:** an expectation of the American side, [`ConsiderDetente`], which does not
//! bind; it begins when such a proposal is made.
//!
//! **Choice of reading:** there is nothing to consider before something is proposed, so the
//! proposal is the precondition of the act, too.
//!
//! [`ConsiderDetente`]: crate::cuba::Obligation::ConsiderDetente

use crate::condition::happened;
use crate::cuba::{Act, Cuba, Party};
use crate::terms::{Performance, Promise, by, owes};

/// The act of considering a detente.
///
/// ```
/// use servanda::cuba::{Act, Cuba, clauses::para_3c};
/// let act: servanda::Act<Cuba> = para_3c::act_consider_detente();
/// assert_eq!(act.precondition(), &servanda::condition::happened(Act::ProposeDetente));
/// ```
#[must_use]
pub fn act_consider_detente() -> crate::Act<Cuba> {
    by([Party::Us]).requires(happened(Act::ProposeDetente))
}

/// A proposal is expected to be considered.
///
/// ```
/// use servanda::cuba::{Cuba, Party, clauses::para_3c};
/// let duty: servanda::Obligation<Cuba> = para_3c::consider_detente().into();
/// assert_eq!(duty.debtor(), &Party::Us.into());
/// assert!(!duty.is_binding());
/// ```
#[must_use]
pub fn consider_detente() -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Us, Party::Ussr)
        .perform(Act::ConsiderDetente)
        .when(happened(Act::ProposeDetente))
        .not_binding()
        .cites(["para-3c"])
}
