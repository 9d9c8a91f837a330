//! Who does what, and how much of it: what a step is known by that was taken before.

use crate::event::Deed;
use crate::names::Names;
use crate::terms::Lexicon;

/// An act or an attestation, by places in the lists of an agreement. A name that it doesn't have has
/// a place past all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doing {
    /// The act's place, and after all acts that of the obligation attested to.
    pub(super) place: u64,
    /// The actor's place.
    pub(super) actor: u32,
    pub(super) quantity: u64,
}

impl Doing {
    /// None for a deed of another kind; the agreement has so many acts.
    #[inline]
    pub(super) fn of<V: Names>(deed: &Deed<V>, lexicon: &Lexicon<V>, acts: u64) -> Option<Self> {
        let (place, actor, quantity) = match deed {
            Deed::Act { actor, act, quantity } => {
                (u64::from(lexicon.act_place(*act)), actor, quantity.get())
            }
            Deed::Attest { actor, obligation } => {
                let place = u64::from(lexicon.obligation_place(*obligation));
                (acts.saturating_add(place), actor, 1)
            }
            _ => return None,
        };
        Some(Self { place, actor: lexicon.party_place(*actor), quantity })
    }
}
