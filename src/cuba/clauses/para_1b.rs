//! First things first (first paragraph, second half: para-1b).
//!
//! Before anything else, work on the offensive bases is to cease, and the weapons that can be used
//! offensively are to be made inoperable, under effective arrangements of the United Nations.
//!
//! **Who owes whom:** the Soviet Union owes the United States two things to do, [`CeaseWork`] and
//! [`RenderInoperable`], and two to leave undone, [`StayCeased`] and [`StayInoperable`].
//!
//! **Choices of reading**
//!
//! - *One sentence, four obligations.* To cease is done at a moment; to stay ceased lasts. Each can
//!   be kept while the other is broken, so each is an obligation of its own: from the moment the
//!   thing is done, the way back from it is forbidden.
//! - *No deadline.* The second paragraph assumes that it is done promptly, and gives no figure. A
//!   duty without a deadline is never overdue; it just stays owed.
//! - *The United Nations verifies.* That is what its arrangements are for. In
//!   [`Reading::Practised`] the United States does, from the air.
//! - *Nothing is required first.* Read strictly, "under" arrangements could mean that these must
//!   stand before work ceases; but they are to be worked out only once it has
//!   ([`para_2a`](super::para_2a)). Read so, nobody could ever begin. They are taken as the
//!   arrangements under which ceasing is verified, not as a condition of ceasing.
//!
//! The last paragraph says it all once more ([`para_4a`](super::para_4a)).
//!
//! [`CeaseWork`]: crate::cuba::Obligation::CeaseWork
//! [`StayCeased`]: crate::cuba::Obligation::StayCeased
//! [`RenderInoperable`]: crate::cuba::Obligation::RenderInoperable
//! [`StayInoperable`]: crate::cuba::Obligation::StayInoperable

use crate::condition::happened;
use crate::cuba::{Act, Cuba, Party, Reading};
use crate::terms::{Abstention, Performance, Promise, by, owes};

/// The sentence, and its echo at the end of the letter.
const CITES: [&str; 2] = ["para-1b", "para-4a"];

/// The act of ceasing work.
///
/// ```
/// use servanda::cuba::{Cuba, Party, clauses::para_1b};
/// let act: servanda::Act<Cuba> = para_1b::act_cease_work();
/// assert_eq!(act.actors(), [Party::Ussr]);
/// assert_eq!(act.precondition(), &servanda::condition::always());   // the first thing
/// ```
#[must_use]
pub fn act_cease_work() -> crate::Act<Cuba> {
    by([Party::Ussr]).cites(CITES)
}

/// The act of making the weapons inoperable.
///
/// ```
/// use servanda::cuba::{Cuba, clauses::para_1b};
/// let act: servanda::Act<Cuba> = para_1b::act_render_inoperable();
/// assert_eq!(act.citations(), ["para-1b".into(), "para-4a".into()]);
/// ```
#[must_use]
pub fn act_render_inoperable() -> crate::Act<Cuba> {
    by([Party::Ussr]).cites(CITES)
}

/// Work on the bases is to cease.
///
/// ```
/// use servanda::cuba::{Cuba, Party, Reading, clauses::para_1b};
/// let duty: servanda::Obligation<Cuba> = para_1b::cease_work(Reading::Practised).into();
/// let servanda::terms::Duty::Perform(ceasing) = duty.duty() else { panic!("it is to be done") };
/// assert_eq!(ceasing.verified_by(), Some(&Party::Us.into()));   // by national means
/// ```
#[must_use]
pub fn cease_work(reading: Reading) -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Ussr, Party::Us)
        .perform(Act::CeaseWork)
        .verified_by(reading.verifier())
        .cites(CITES)
}

/// Once ceased, it is not to go on again.
///
/// ```
/// use servanda::cuba::{Act, Cuba, clauses::para_1b};
/// let duty: servanda::Obligation<Cuba> = para_1b::stay_ceased().into();
/// assert_eq!(duty.when(), &servanda::condition::happened(Act::CeaseWork));
/// assert_eq!(duty.acts(), [Act::ResumeWork]);
/// ```
#[must_use]
pub fn stay_ceased() -> Promise<Cuba, Abstention<Cuba>> {
    owes(Party::Ussr, Party::Us)
        .refrain(Act::ResumeWork)
        .when(happened(Act::CeaseWork))
        .cites(["para-1b"])
}

/// The weapons are to be made inoperable.
///
/// ```
/// use servanda::cuba::{Cuba, Party, Reading, clauses::para_1b};
/// let duty: servanda::Obligation<Cuba> = para_1b::render_inoperable(Reading::Verified).into();
/// let servanda::terms::Duty::Perform(rendering) = duty.duty() else { panic!("it is to be done") };
/// assert_eq!(rendering.verified_by(), Some(&Party::Un.into()));
/// ```
#[must_use]
pub fn render_inoperable(reading: Reading) -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Ussr, Party::Us)
        .perform(Act::RenderInoperable)
        .verified_by(reading.verifier())
        .cites(CITES)
}

/// Once inoperable, they are not to be made ready again.
///
/// ```
/// use servanda::cuba::{Act, Cuba, clauses::para_1b};
/// let duty: servanda::Obligation<Cuba> = para_1b::stay_inoperable().into();
/// assert_eq!(duty.when(), &servanda::condition::happened(Act::RenderInoperable));
/// assert!(duty.is_prohibition());
/// ```
#[must_use]
pub fn stay_inoperable() -> Promise<Cuba, Abstention<Cuba>> {
    owes(Party::Ussr, Party::Us)
        .refrain(Act::RestoreWeapons)
        .when(happened(Act::RenderInoperable))
        .cites(["para-1b"])
}
