//! Instructions, and a couple of days (third paragraph, first sentence: para-3a).
//!
//! If the Soviet side gives its representative similar instructions, nothing stands in the way of
//! completing the arrangements and announcing them to the world within a couple of days.
//!
//! **Who owes whom:** two expectations, neither of which binds: that the Soviet Union instructs its
//! representative, [`InstructRepresentative`], and that the settlement is then announced,
//! [`Announce`].
//!
//! **Choices of reading**
//!
//! - *"A couple of days" is two*, counted from the Soviet instructions, which is the condition that
//!   the sentence names. It is a target: missing it is told, and is no breach.
//! - *The announcement is the American side's*, which proposes it; the other may make it as well,
//!   but is not expected to.
//!
//! [`InstructRepresentative`]: crate::cuba::Obligation::InstructRepresentative
//! [`Announce`]: crate::cuba::Obligation::Announce

use crate::condition::happened_by;
use crate::cuba::{Act, Cuba, Party};
use crate::terms::{Performance, Promise, owes};
use crate::time::Span;

/// The Soviet representative is expected to be instructed.
///
/// ```
/// use servanda::cuba::{Cuba, Party, clauses::para_3a};
/// let duty: servanda::Obligation<Cuba> = para_3a::instruct_representative().into();
/// assert_eq!(duty.debtor(), &Party::Ussr.into());
/// assert!(!duty.is_binding() && !duty.is_target());
/// ```
#[must_use]
pub fn instruct_representative() -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Ussr, Party::Us)
        .perform(Act::InstructRepresentative)
        .not_binding()
        .cites(["para-3a"])
}

/// The settlement is hoped to be announced within a couple of days.
///
/// ```
/// use servanda::cuba::{Cuba, clauses::para_3a};
/// let duty: servanda::Obligation<Cuba> = para_3a::announce().into();
/// let servanda::terms::Duty::Perform(hope) = duty.duty() else { panic!("it is to be done") };
/// assert_eq!(hope.deadline(), Some(&servanda::terms::Deadline::Within("P2D".parse()?)));
/// assert!(duty.is_target());
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[must_use]
pub fn announce() -> Promise<Cuba, Performance<Cuba>> {
    let hope = owes(Party::Us, Party::Ussr)
        .perform(Act::AnnounceSettlement)
        .when(happened_by(Act::InstructRepresentative, Party::Ussr))
        .target()
        .not_binding()
        .cites(["para-3a"]);
    match Span::days(2) {
        Some(a_couple_of_days) => hope.within(a_couple_of_days.into()),
        None => hope,
    }
}
