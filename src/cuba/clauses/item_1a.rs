//! The weapons leave (numbered item 1, first half: item-1a).
//!
//! The Soviet Union agrees to remove these weapons from Cuba, under appropriate observation and
//! supervision of the United Nations.
//!
//! **Who owes whom:** the Soviet Union owes the United States [`RemoveWeapons`].
//!
//! **Choices of reading**
//!
//! - *How many.* The letter speaks of weapons capable of offensive use and gives no number. The
//!   Soviet Union declared 42 missiles, and 42 bombers left in the end; the proclamation of the
//!   quarantine had named bombers among the weapons that it kept out. So [84](WEAPONS) are to be
//!   removed, counted one by one. The first figure is the owner's own: there was no other count to
//!   hold it against.
//! - *After the first things.* Removal comes after work has ceased and the weapons are inoperable
//!   ([`para_1b`](super::para_1b)). That order stands in favour of the United States, which alone
//!   may waive it.
//! - *Verified.* "Under observation and supervision" is read as a verifier: until it attests, the
//!   duty is performed and not discharged.
//! - *No deadline*, for the letter gives none.
//! - *The bombers.* Whether the letter covered them was disputed until 20 November, when the Soviet
//!   Union undertook to remove them within 30 days. [`Reading::Practised`] makes of that a duty of
//!   its own, [`RemoveBombers`], with that deadline; it is done when all 84 weapons are out.
//!
//! [`RemoveWeapons`]: crate::cuba::Obligation::RemoveWeapons
//! [`RemoveBombers`]: crate::cuba::Obligation::RemoveBombers

use std::num::NonZeroU64;

use crate::condition::{all, happened};
use crate::cuba::{Act, Cuba, Party, Reading};
use crate::terms::{Performance, Promise, by, owes};
use crate::time::Span;

/// How many weapons are to be removed: 42 missiles and 42 bombers.
///
/// ```
/// use servanda::cuba::clauses::item_1a::{MISSILES, WEAPONS};
/// assert_eq!(WEAPONS.get(), 2 * MISSILES);   // as many bombers
/// ```
pub const WEAPONS: NonZeroU64 = NonZeroU64::MIN.saturating_add(83);

/// How many missiles the Soviet Union declared.
///
/// ```
/// use servanda::cuba::{self, clauses::item_1a};
/// // Before the quarantine was lifted so many weapons had been counted as they left.
/// let mut monitor = servanda::Monitor::new(&cuba::agreement(cuba::Reading::Verified)?);
/// for event in &cuba::history()[..9] {
///     monitor.record(event);
/// }
/// let removed = monitor.progress(cuba::Obligation::RemoveWeapons);
/// assert_eq!(removed, Some(item_1a::MISSILES));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
pub const MISSILES: u64 = 42;

/// The act of removing weapons.
///
/// ```
/// use servanda::cuba::{Cuba, Party, clauses::item_1a};
/// let act: servanda::Act<Cuba> = item_1a::act_remove_weapons();
/// assert_eq!(act.actors(), [Party::Ussr]);
/// assert_eq!(act.protected(), Some(&[Party::Us][..]));
/// ```
#[must_use]
pub fn act_remove_weapons() -> crate::Act<Cuba> {
    by([Party::Ussr])
        .requires(all([happened(Act::CeaseWork), happened(Act::RenderInoperable)]))
        .protects([Party::Us])
        .cites(["item-1a"])
}

/// The weapons are to be removed.
///
/// ```
/// use servanda::cuba::{Cuba, Party, Reading, clauses::item_1a};
/// let duty: servanda::Obligation<Cuba> = item_1a::remove_weapons(Reading::Verified).into();
/// let servanda::terms::Duty::Perform(removal) = duty.duty() else { panic!("it is to be done") };
/// assert_eq!(removal.quantity(), Some(&84.into()));
/// assert_eq!(removal.verified_by(), Some(&Party::Un.into()));
/// assert_eq!(removal.deadline(), None);
/// ```
#[must_use]
pub fn remove_weapons(reading: Reading) -> Promise<Cuba, Performance<Cuba>> {
    owes(Party::Ussr, Party::Us)
        .perform(Act::RemoveWeapons)
        .quantity(WEAPONS)
        .verified_by(reading.verifier())
        .cites(["item-1a"])
}

/// What was undertaken on 20 November: all of them out within 30 days, the bombers included.
///
/// ```
/// use servanda::cuba::{Cuba, clauses::item_1a};
/// let duty: servanda::Obligation<Cuba> = item_1a::remove_bombers().into();
/// let servanda::terms::Duty::Perform(removal) = duty.duty() else { panic!("it is to be done") };
/// assert_eq!(removal.deadline(), Some(&servanda::terms::Deadline::Within("P30D".parse()?)));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[must_use]
pub fn remove_bombers() -> Promise<Cuba, Performance<Cuba>> {
    let duty = owes(Party::Ussr, Party::Us)
        .perform(Act::RemoveWeapons)
        .quantity(WEAPONS)
        .when(happened(Act::UndertakeBomberRemoval))
        .verified_by(Party::Us)
        .cites(["item-1a"]);
    match Span::days(30) {
        Some(thirty_days) => duty.within(thirty_days.into()),
        None => duty,
    }
}
