//! Then the arrangement (second paragraph, first half: para-2a).
//!
//! If the first things are done promptly, the American representatives in New York have the power
//! to work out, that very weekend, an arrangement for a permanent solution, together with the
//! Acting Secretary-General and the Soviet representative.
//!
//! **Who owes whom:** nobody can owe that talks succeed. [`WorkOutArrangement`] is what the Soviet
//! Union may expect of the American side; it does not bind.
//!
//! **Choices of reading**
//!
//! - *The order protects the United States.* Talks come after work has ceased and the weapons are
//!   inoperable, because the United States asks for it; it alone may waive that. Should it conclude
//!   an arrangement before, the monitor tells that it waived the order, and blames nobody.
//! - *The end of the weekend is a target.* It falls at midnight in New York between Sunday the 28th
//!   and Monday the 29th: 05:00 UTC, for New York had gone back to winter time (UTC−5) that Sunday
//!   morning ([`END_OF_THE_WEEKEND`]). Missing it is told, and is no breach.
//! - *Any of the three may be the one that concludes*: an arrangement has no single author.
//!
//! [`WorkOutArrangement`]: crate::cuba::Obligation::WorkOutArrangement

use crate::condition::{all, happened};
use crate::cuba::{Act, Cuba, Party};
use crate::terms::{Performance, Promise, by, owes};
use crate::time::Instant;

/// Midnight in New York at the end of that weekend, on winter time (UTC−5).
///
/// ```
/// use servanda::cuba::{LETTER_SENT, clauses::para_2a::END_OF_THE_WEEKEND};
/// assert_eq!(END_OF_THE_WEEKEND.to_string(), "1962-10-29T05:00:00Z");
/// assert!(LETTER_SENT < END_OF_THE_WEEKEND);
/// ```
pub const END_OF_THE_WEEKEND: Instant = Instant::literal(1962, 10, 29, 5, 0);

/// The act of concluding the arrangement.
///
/// ```
/// use servanda::cuba::{Cuba, Party, clauses::para_2a};
/// let act: servanda::Act<Cuba> = para_2a::act_conclude_arrangement();
/// assert_eq!(act.actors(), [Party::Us, Party::Ussr, Party::Un]);
/// assert_eq!(act.protected(), Some(&[Party::Us][..]));
/// ```
#[must_use]
pub fn act_conclude_arrangement() -> crate::Act<Cuba> {
    by([Party::Us, Party::Ussr, Party::Un])
        .requires(all([happened(Act::CeaseWork), happened(Act::RenderInoperable)]))
        .protects([Party::Us])
        .cites(["para-2a"])
}

/// The arrangement is hoped for that weekend.
///
/// ```
/// use servanda::cuba::{Cuba, clauses::para_2a};
/// let duty: servanda::Obligation<Cuba> = para_2a::work_out_arrangement().into();
/// let servanda::terms::Duty::Perform(hope) = duty.duty() else { panic!("it is to be done") };
/// assert_eq!(hope.deadline(), Some(&servanda::terms::Deadline::At(para_2a::END_OF_THE_WEEKEND.into())));
/// assert!(duty.is_target() && !duty.is_binding());
/// ```
#[must_use]
pub fn work_out_arrangement() -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Us, Party::Ussr)
        .perform(Act::ConcludeArrangement)
        .at(END_OF_THE_WEEKEND)
        .target()
        .not_binding()
        .cites(["para-2a"])
}
